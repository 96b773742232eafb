/** What is started by a person or by the clock, and what concerns several servers. */
import assert from 'node:assert/strict';
import type { ServerSeed } from '../../simulator/index.js';
import { RUN_ID } from './act.js';
import {
  changes,
  earlier,
  failed,
  hoursAgo,
  marked,
  neverRan,
  printed,
  stepNamed,
  stepsNamed,
  succeeded,
} from './expect.js';
import type { Scenario } from './stage.js';

const VARS = { VPSORG_SERVER_ID: '12345' };
const BAD_COMMIT = 'bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0';
const FLEET: ServerSeed[] = [12345, 12346, 12347].map((id) => ({ id, name: `web-${id}` }));

export const buttonScenarios: readonly Scenario[] = [
  {
    name: 'manual: a backup that says what it is for, and is protected',
    async play({ simulator, run }) {
      const inputs = { server_id: '12346', description: 'Before I try something', keep: 'true' };
      succeeded(await run('manual.yml', { event: 'workflow_dispatch', vars: VARS, inputs }));
      const [made, ...others] = simulator.vps.created;
      assert.deepEqual(others, []);
      assert.equal(made?.server_id, 12346);
      assert.match(made?.sent_description ?? '', /^Before I try something \[keep\] \[gha /);
    },
  },
  {
    name: 'rollback: latest before a commit, after a safety backup',
    simulator: {
      backups: [
        { id: 301, created_at: hoursAgo(30), description: marked('101.1', { sha: BAD_COMMIT }) },
        { id: 302, created_at: hoursAgo(20), description: marked('102.1', { sha: BAD_COMMIT }) },
        { id: 303, created_at: hoursAgo(10), description: marked('103.1') },
        { id: 304, created_at: hoursAgo(5), description: 'Made by hand' },
      ],
    },
    async play({ simulator, run }) {
      const inputs = {
        server_id: '',
        backup_id: 'latest',
        commit: BAD_COMMIT,
        safety_backup: 'true',
      };
      const result = await run('rollback.yml', { event: 'workflow_dispatch', vars: VARS, inputs });
      succeeded(result);
      assert.deepEqual(changes(simulator), ['POST /backups/', 'POST /servers/12345/restore/']);
      assert.deepEqual(simulator.vps.restores.map(pair), [[12345, 302]]);
      assert.equal(stepNamed(result, 'Put the backup back').outputs.safety_backup_id, '502');
      printed(stepNamed(result, 'What was done'), 'Backup 302: restored. The state before: 502.');
    },
  },
  {
    name: 'rollback: by id, of the server that is named',
    simulator: { backups: [{ id: 401, server_id: 12346, description: 'Made by hand' }] },
    async play({ simulator, run }) {
      const inputs = { server_id: '12346', backup_id: '401', commit: '', safety_backup: 'false' };
      succeeded(await run('rollback.yml', { event: 'workflow_dispatch', vars: VARS, inputs }));
      assert.deepEqual(changes(simulator), ['POST /servers/12346/restore/']);
      assert.deepEqual(simulator.vps.restores.map(pair), [[12346, 401]]);
    },
  },
  {
    name: "rollback: another server's backup is refused before anything is sent",
    simulator: { backups: [{ id: 401, server_id: 12346 }] },
    async play({ simulator, run }) {
      const inputs = { server_id: '12345', backup_id: '401', commit: '', safety_backup: 'true' };
      const result = await run('rollback.yml', { event: 'workflow_dispatch', vars: VARS, inputs });
      failed(result);
      assert.deepEqual(changes(simulator), []);
      printed(stepNamed(result, 'What was done'), 'Backup 401: not restored.');
    },
  },
  {
    name: 'nightly-prune: at night, what is old and beyond the newest five is deleted',
    simulator: {
      backups: earlier(8).map((seed, nth) => ({
        ...seed,
        created_at: hoursAgo(24 * (nth < 6 ? nth + 1 : nth + 20)),
      })),
    },
    async play({ simulator, run }) {
      const result = await run('nightly-prune.yml', { event: 'schedule', vars: VARS });
      succeeded(result);
      // The sixth is beyond the five, but not two weeks old.
      assert.deepEqual([...simulator.vps.deleted].sort(), [207, 208]);
      assert.equal(stepNamed(result, 'Prune').outputs.status, 'deleted');
    },
  },
  {
    name: 'nightly-prune: by hand, it is a dry run first',
    simulator: { backups: earlier(8, { created_at: '2025-01-14T10:30:00Z' }) },
    async play({ simulator, run }) {
      const result = await run('nightly-prune.yml', {
        event: 'workflow_dispatch',
        vars: VARS,
        inputs: { dry_run: 'true' },
      });
      succeeded(result);
      assert.deepEqual(changes(simulator), []);
      const { status, would_delete_ids: would = '' } = stepNamed(result, 'Prune').outputs;
      assert.equal(status, 'dry_run');
      assert.deepEqual((JSON.parse(would) as number[]).sort(), [201, 202, 203]);
    },
  },
  {
    name: 'fleet-deploy: a job for each backup; the one whose deploy fails is put back, with its own',
    simulator: { servers: FLEET },
    async play({ simulator, run }) {
      const result = await run('fleet-deploy.yml', {
        event: 'push',
        vars: { VPSORG_SERVER_IDS: '12345, 12346, 12347' },
        // As an output: what a step that fails has printed last, act may lose.
        run: {
          Deploy:
            'echo "saw=Server $SERVER_ID, backup $BACKUP_ID." >> "$GITHUB_OUTPUT"; [ "$SERVER_ID" != 12346 ]',
        },
      });
      failed(result);
      const own = new Map(simulator.vps.created.map((backup) => [backup.server_id, backup.id]));
      const saw = stepsNamed(result, 'Deploy').map((step) => step.outputs.saw);
      assert.deepEqual(
        saw.sort(),
        FLEET.map(({ id }) => `Server ${id}, backup ${own.get(id)}.`),
      );
      assert.deepEqual(simulator.vps.restores.map(pair), [[12346, own.get(12346)]]);
    },
  },
  {
    name: 'fleet: a matrix from the list; each server gets back what that run had made of it',
    simulator: {
      servers: FLEET,
      backups: FLEET.flatMap(({ id }) => [
        { id: id * 10, server_id: id, created_at: hoursAgo(9), description: marked('700.1') },
        { id: id * 10 + 1, server_id: id, created_at: hoursAgo(3), description: marked('701.1') },
        {
          id: id * 10 + 2,
          server_id: id,
          created_at: hoursAgo(8),
          description: marked('700.1', { kind: 'safety' }),
        },
      ]),
    },
    async play({ simulator, run }) {
      const result = await run('fleet.yml', {
        event: 'workflow_dispatch',
        inputs: { run_id: '700', run_attempt: '1' },
        runId: RUN_ID,
      });
      succeeded(result);
      assert.equal(stepsNamed(result, 'Put the backup back').length, 3);
      const restored = simulator.vps.restores.map(pair).sort(([a], [b]) => a - b);
      assert.deepEqual(
        restored,
        FLEET.map(({ id }) => [id, id * 10]),
      );
      assert.equal(simulator.vps.created.length, 3, 'a safety backup of each');
    },
  },
  {
    name: 'fleet: a run that made no backup restores nothing, and is not green',
    simulator: { servers: FLEET },
    async play({ simulator, run }) {
      const result = await run('fleet.yml', {
        event: 'workflow_dispatch',
        inputs: { run_id: '700', run_attempt: '1' },
      });
      failed(result);
      neverRan(result, 'Put the backup back');
      assert.deepEqual(changes(simulator), []);
    },
  },
];

function pair({ serverId, backupId }: { serverId: number; backupId: number }): [number, number] {
  return [serverId, backupId];
}
