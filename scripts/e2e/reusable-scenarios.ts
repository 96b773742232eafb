/** The reusable workflows with what examples/reusable.yml leaves at its default. */
import assert from 'node:assert/strict';
import { changes, earlier, failed, hoursAgo, neverRan, stepNamed, succeeded } from './expect.js';
import type { Scenario } from './stage.js';

const WORKFLOWS = 'vps-backup/vps-backup-action/.github/workflows';

/** A workflow of one job that calls another. */
function calling(name: string, inputs: Readonly<Record<string, string>>): string {
  const given = Object.entries(inputs).map(([input, value]) => `      ${input}: ${value}`);
  return [
    'on: workflow_dispatch',
    'permissions: {}',
    'jobs:',
    '  call:',
    '    permissions:',
    '      deployments: read',
    `    uses: ${WORKFLOWS}/${name}.yml@v1`,
    '    with:',
    ...given,
    '    secrets:',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
    '      VPSORG_TOKEN: ${{ secrets.VPSORG_TOKEN }}',
    '',
  ].join('\n');
}

const DISPATCH = { event: 'workflow_dispatch' } as const;
const SERVER = { server_id: '12345' };
const automatic = (hours: number) =>
  ({ backup_type: 'automatic', created_at: hoursAgo(hours) }) as const;

export const reusableScenarios: readonly Scenario[] = [
  {
    name: 'backup-before-deploy: require_automatic lets a fresh one pass',
    simulator: { backups: [automatic(3)] },
    async play({ simulator, runText }) {
      const inputs = { ...SERVER, require_automatic: '26h' };
      const result = await runText(calling('backup-before-deploy', inputs), DISPATCH);
      succeeded(result);
      assert.equal(stepNamed(result, 'Require a fresh automatic backup').outputs.status, 'ok');
      assert.deepEqual(changes(simulator), ['POST /backups/']);
    },
  },
  {
    name: 'backup-before-deploy: require_automatic stops at a stale one',
    simulator: { backups: [automatic(50)] },
    async play({ simulator, runText }) {
      const inputs = { ...SERVER, require_automatic: '26h' };
      const result = await runText(calling('backup-before-deploy', inputs), DISPATCH);
      failed(result);
      neverRan(result, 'Back up');
      assert.deepEqual(changes(simulator), []);
    },
  },
  {
    name: 'backup-before-deploy: keep_last 0 is refused, as by the action',
    async play({ simulator, runText }) {
      const inputs = { ...SERVER, keep_last: "'0'" };
      const result = await runText(calling('backup-before-deploy', inputs), DISPATCH);
      failed(result);
      assert.ok(result.errors.some((line) => line.includes('keep_last')));
      assert.deepEqual(simulator.requests, []);
    },
  },
  {
    name: 'rollback workflow: by name, latest, as a dry run, then for good after a safety backup',
    simulator: { backups: earlier(2) },
    async play({ simulator, runText }) {
      const inputs = { server_name: 'web-server-01', backup_id: 'latest', safety_backup: 'true' };
      const tried = await runText(calling('rollback', { ...inputs, dry_run: 'true' }), DISPATCH);
      succeeded(tried);
      assert.equal(stepNamed(tried, 'Put the backup back').outputs.status, 'dry_run');
      assert.deepEqual(changes(simulator), []);
      succeeded(await runText(calling('rollback', inputs), DISPATCH));
      assert.deepEqual(changes(simulator), ['POST /backups/', 'POST /servers/12345/restore/']);
      assert.deepEqual(
        simulator.vps.restores.map(({ backupId }) => backupId),
        [201],
      );
    },
  },
];
