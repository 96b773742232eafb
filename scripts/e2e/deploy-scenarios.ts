/** Deploys with a backup before them. */
import assert from 'node:assert/strict';
import { REPOSITORY, RUN_ID, SHA } from './act.js';
import {
  changes,
  earlier,
  failed,
  hoursAgo,
  neverRan,
  posts,
  printed,
  stepNamed,
  succeeded,
} from './expect.js';
import type { Scenario } from './stage.js';

const VARS = { VPSORG_SERVER_ID: '12345' };

export const deployScenarios: readonly Scenario[] = [
  {
    name: 'pre-deploy: the id reaches the deploy, once the backup is complete; then the oldest one is deleted',
    simulator: { backups: earlier(5) },
    async play({ simulator, github, run }) {
      const result = await run('pre-deploy.yml', { event: 'push', vars: VARS });
      succeeded(result);
      const backup = stepNamed(result, 'Back up the server');
      assert.equal(backup.outputs.backup_id, '502');
      assert.equal(backup.outputs.status, 'completed');
      printed(stepNamed(result, 'Deploy'), 'Backup 502 has the server as it was before.');
      assert.deepEqual(changes(simulator), ['POST /backups/', 'DELETE /backups/205/']);
      const marker = `[gha ${REPOSITORY} create run=${RUN_ID}.1 job=deploy sha=${SHA} key=`;
      assert.ok(
        simulator.vps.created[0]?.sent_description?.startsWith(
          `Before Deploy #42 by octocat ${marker}`,
        ),
      );
      // The answer of the stand-in, which has no deployment, leaves the state out.
      assert.notEqual(github.requests.length, 0);
      assert.match(
        backup.summary,
        /operation: restore\n {4}server_id: 12345\n {4}backup_id: 502\n/,
      );
    },
  },
  {
    name: 'pre-deploy: a backup that fails stops the deploy',
    simulator: { backupOutcome: 'failed', backups: earlier(5) },
    async play({ simulator, run }) {
      const result = await run('pre-deploy.yml', { event: 'push', vars: VARS });
      failed(result);
      assert.equal(stepNamed(result, 'Back up the server').outputs.backup_id, '502');
      neverRan(result, 'Deploy');
      assert.deepEqual(changes(simulator), ['POST /backups/']);
    },
  },
  {
    name: 'pre-deploy: a cancelled run leaves the id, and deletes nothing',
    simulator: { backupDurationMs: 60_000, backups: earlier(5) },
    async play({ simulator, run }) {
      const result = await run('pre-deploy.yml', {
        event: 'push',
        vars: VARS,
        onLine: (line, cancel) => line.startsWith('Created backup 502') && cancel(),
      });
      failed(result);
      const backup = stepNamed(result, 'Back up the server');
      assert.equal(backup.result, 'failure');
      assert.equal(backup.outputs.backup_id, '502');
      assert.equal(backup.outputs.status, 'in_progress');
      neverRan(result, 'Deploy');
      assert.deepEqual(changes(simulator), ['POST /backups/']);
      assert.equal(simulator.vps.backup(502)?.status, 'in_progress');
    },
  },
  {
    name: 'deploy-with-rollback: a good deploy restores nothing',
    async play({ simulator, run }) {
      const result = await run('deploy-with-rollback.yml', { event: 'push', vars: VARS });
      succeeded(result);
      printed(stepNamed(result, 'Deploy'), 'Backup 502 has the server as it was before.');
      neverRan(result, 'Put the server back');
      assert.deepEqual(changes(simulator), ['POST /backups/']);
    },
  },
  {
    name: 'deploy-with-rollback: a failed deploy puts exactly its own backup back, not a newer one',
    simulator: {
      backups: [{ id: 900, created_at: hoursAgo(-1), description: 'Made by hand meanwhile' }],
    },
    async play({ simulator, run }) {
      const result = await run('deploy-with-rollback.yml', {
        event: 'push',
        vars: VARS,
        run: { Deploy: 'exit 3' },
      });
      failed(result);
      const restore = stepNamed(result, 'Put the server back');
      assert.equal(restore.outputs.status, 'restored');
      assert.equal(restore.outputs.backup_id, '502');
      assert.deepEqual(simulator.vps.restores.map(pair), [[12345, 502]]);
      assert.deepEqual(changes(simulator), ['POST /backups/', 'POST /servers/12345/restore/']);
    },
  },
  {
    name: 'deploy-with-rollback: so does a server that does not answer after the deploy',
    async play({ simulator, run }) {
      // Nothing lives under this path, and the check has to say so.
      const HEALTH_URL = new URL('/health', simulator.url).href;
      const result = await run('deploy-with-rollback.yml', {
        event: 'push',
        vars: { ...VARS, HEALTH_URL },
      });
      failed(result);
      assert.equal(stepNamed(result, 'Check that the server answers').result, 'failure');
      assert.deepEqual(simulator.vps.restores.map(pair), [[12345, 502]]);
      assert.ok(simulator.unexpected.every((fault) => fault.startsWith('GET outside:/health')));
      simulator.unexpected.length = 0;
    },
  },
  {
    name: 'deploy-with-rollback: a backup that fails deploys nothing and restores nothing',
    simulator: { backupOutcome: 'failed' },
    async play({ simulator, run }) {
      const result = await run('deploy-with-rollback.yml', { event: 'push', vars: VARS });
      failed(result);
      neverRan(result, 'Deploy');
      neverRan(result, 'Put the server back');
      assert.deepEqual(changes(simulator), ['POST /backups/']);
    },
  },
  {
    name: 'overlap: the build goes on beside the backup; the wait comes before the deploy, and rotates',
    // So long that a slow machine too begins the build meanwhile.
    simulator: { backupDurationMs: 8_000, backups: earlier(5) },
    async play({ simulator, run }) {
      const duringBuild: (string | undefined)[] = [];
      const onLine = (line: string): void => {
        if (line.startsWith('Building')) duringBuild.push(simulator.vps.backup(502)?.status);
      };
      const result = await run('overlap.yml', { event: 'push', vars: VARS, onLine });
      succeeded(result);
      assert.deepEqual(duringBuild, ['in_progress']);
      assert.equal(stepNamed(result, 'Wait for the backup').outputs.status, 'completed');
      printed(stepNamed(result, 'Deploy'), 'Backup 502 has the server as it was before.');
      assert.deepEqual(changes(simulator), ['POST /backups/', 'DELETE /backups/205/']);
    },
  },
  {
    name: 'overlap-jobs: the id reaches another job, which waits and deploys',
    simulator: { backupDurationMs: 4_000 },
    async play({ simulator, run }) {
      const result = await run('overlap-jobs.yml', { event: 'push', vars: VARS });
      succeeded(result);
      const [start, wait] = [
        stepNamed(result, 'Start the backup'),
        stepNamed(result, 'Wait for the backup'),
      ];
      assert.equal(start.outputs.status, 'in_progress');
      assert.notEqual(start.job, wait.job);
      assert.equal(wait.outputs.backup_id, '502');
      assert.equal(wait.outputs.status, 'completed');
      printed(stepNamed(result, 'Deploy'), 'Backup 502 has the server as it was before.');
      assert.equal(posts(simulator, '/backups/').length, 1);
    },
  },
  {
    name: 'reusable: a good deploy between the two ready-made workflows; only the first does something',
    simulator: { backups: earlier(5) },
    async play({ simulator, run }) {
      const result = await run('reusable.yml', { event: 'push', vars: VARS });
      succeeded(result);
      printed(stepNamed(result, 'Deploy'), 'Backup 502 has the server as it was before.');
      neverRan(result, 'Put the backup back');
      assert.deepEqual(changes(simulator), ['POST /backups/', 'DELETE /backups/205/']);
    },
  },
  {
    name: 'reusable: after a failed deploy the second puts the backup of the first back',
    simulator: {
      backups: [{ id: 900, created_at: hoursAgo(-1), description: 'Made by hand meanwhile' }],
    },
    async play({ simulator, run }) {
      const result = await run('reusable.yml', {
        event: 'push',
        vars: VARS,
        run: { Deploy: 'exit 3' },
      });
      failed(result);
      assert.equal(stepNamed(result, 'Put the backup back').outputs.status, 'restored');
      assert.deepEqual(simulator.vps.restores.map(pair), [[12345, 502]]);
    },
  },
];

function pair({ serverId, backupId }: { serverId: number; backupId: number }): [number, number] {
  return [serverId, backupId];
}
