/** Each operation through the built action, beyond what the transcripts show: what is sent, what comes out. */
import { describe, expect, jest, test } from '@jest/globals';
import { type BackupSeed, documentedBackups } from '../../simulator/index.js';
import {
  ago,
  annotations,
  DAY,
  errorOf,
  type Inputs,
  marked,
  PATIENCE_MS,
  stage,
} from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

/** Backups of this repository, the first the oldest. */
function earlier(...ids: number[]): BackupSeed[] {
  return ids.map((id, i) => ({
    id,
    created_at: ago((ids.length - i) * DAY),
    description: marked(),
  }));
}

describe('list', () => {
  test.concurrent('newest first, whatever the order of the API', () =>
    stage({ backups: [...documentedBackups] }, async ({ step }) => {
      const result = await step({ operation: 'list' });
      expect(result.outputs).toMatchObject({
        backup_id: '501',
        backup_ids: '[501,495,499]',
        count: '3',
        truncated: 'false',
        status: '',
      });
      expect(JSON.parse(result.outputs.backups ?? '')).toMatchObject([
        { id: 501 },
        { id: 495 },
        { id: 499 },
      ]);
    })());

  test.concurrent('its filters hold even where the API ignores them', () =>
    stage(
      {
        backups: [
          ...documentedBackups,
          { id: 498, server_id: 12346 },
          { id: 497, description: marked() },
        ],
        dialect: { ignoreServerFilter: true, ignoreTypeFilter: true },
      },
      async ({ step }) => {
        const ids = async (inputs: Inputs) =>
          (await step({ operation: 'list', ...inputs })).outputs.backup_ids;
        expect(JSON.parse((await ids({ backup_type: 'manual' })) ?? '')).toEqual(
          expect.not.arrayContaining([498, 501, 495]),
        );
        expect(await ids({ match: 'DAILY' })).toBe('[501,495]');
        expect(await ids({ scope: 'repository' })).toBe('[497]');
        expect(await ids({ server_id: '12346' })).toBe('[498]');
        expect(JSON.parse((await ids({ server_id: '' })) ?? '')).toHaveLength(5);
        expect(await ids({ match: 'nothing like it' })).toBe('[]');
      },
    )());
});

describe('wait', () => {
  test.concurrent('for several, polled at once, then rotates', () =>
    stage({ backups: earlier(401, 402, 403) }, async ({ sim, step, sent }) => {
      const fresh = { description: marked({ run: '9000000001.1' }), created_at: ago(60_000) };
      sim.vps.addBackup({ id: 501, duration_ms: 1_000, ...fresh });
      sim.vps.addBackup({ id: 502, ...fresh });
      const result = await step({ operation: 'wait', backup_id: '[501, 502]', keep_last: '2' });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '501', backup_ids: '[501,502]', status: 'completed' },
      });
      expect(JSON.parse(result.outputs.deleted_ids ?? '')).toEqual([401, 402, 403]);
      expect(sent('POST')).toEqual([]);
    })());

  test.concurrent('on a backup that has failed', () =>
    stage({ backups: [{ id: 501, status: 'aborted' }, { id: 502 }] }, async ({ step }) => {
      const result = await step({ operation: 'wait', backup_id: '502, 501', server_id: '' });
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { backup_id: '502', status: 'aborted' },
      });
      expect(errorOf(result)).toMatch(/501.*aborted/);
    })());
});

describe('create with keep_last', () => {
  const bystanders: BackupSeed[] = [
    {
      id: 301,
      created_at: ago(9 * DAY),
      description: marked({ repository: 'octo-org/other#4712' }),
    },
    { id: 302, created_at: ago(9 * DAY), description: 'by hand' },
    { id: 303, created_at: ago(9 * DAY), backup_type: 'automatic', description: marked() },
    { id: 304, created_at: 'some day', description: marked() },
    { id: 305, created_at: ago(9 * DAY), server_id: 12346, description: marked() },
    { id: 306, created_at: ago(9 * DAY), description: marked({}, 'Golden [keep]') },
    { id: 307, created_at: ago(30 * 60_000), description: marked() },
  ];

  test.concurrent('rotates after the new one is completed, and deletes exactly what the policy selects', () =>
    stage(
      { backupDurationMs: 200, backups: [...earlier(401, 402), ...bystanders] },
      async ({ sim, step, sent }) => {
        const result = await step({ keep_last: '2' });
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { backup_id: '502', status: 'completed', deleted_ids: '[401,402]' },
        });
        expect(sent('DELETE')).toEqual(['DELETE /backups/401/', 'DELETE /backups/402/']);
        const firstDelete = sim.requests.findIndex((one) => one.method === 'DELETE');
        const before = sim.requests.slice(0, firstDelete).map((one) => one.method);
        expect(before).toEqual(['GET', 'POST', 'GET', 'GET', 'GET']); // the last: GET /servers/
      },
    )());

  test.concurrent('a failed new backup deletes nothing', () =>
    stage(
      { backupDurationMs: 100, backupOutcome: 'failed', backups: earlier(401, 402, 403) },
      async ({ sim, step }) => {
        const result = await step({ keep_last: '1' });
        expect(result.exitCode).toBe(1);
        expect(sim.vps.deleted).toEqual([]);
      },
    )());
});

describe('restore', () => {
  test.concurrent('of a server that is gone from the list is accepted, with a warning', () =>
    stage({ backups: [{ id: 501 }] }, async ({ sim, step, on }) => {
      on('outcome', ({ path }) => {
        if (path.includes('restore')) sim.vps.removeServer(12345);
      });
      const result = await step({ operation: 'restore', backup_id: '501', poll_interval: '1s' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'accepted' } });
      expect(annotations(result, 'warning')).toEqual([
        expect.stringMatching(/completion could not be observed/),
      ]);
    })());

  test.concurrent('that leaves the server broken, and one that takes too long', async () => {
    await stage(
      { backups: [{ id: 501 }], restoreDurationMs: 1_200, restoreOutcome: 'error' },
      async ({ step }) => {
        const result = await step({ operation: 'restore', backup_id: '501' });
        expect(result).toMatchObject({ exitCode: 1, outputs: { status: 'accepted' } });
        expect(errorOf(result)).toMatch(
          /accepted the restore of backup 501 of server 12345 .*, but the server is in status error\. Check the server/,
        );
      },
    )();
    await stage({ backups: [{ id: 501 }], restoreDurationMs: 60_000 }, async ({ step }) => {
      const result = await step({ operation: 'restore', backup_id: '501', wait_timeout: '1s' });
      expect(result).toMatchObject({ exitCode: 1, outputs: { status: 'accepted' } });
      expect(errorOf(result)).toMatch(
        /501.*not over within 1s \(last status of the server: restoring\)/,
      );
    })();
  });
});

describe('delete and prune', () => {
  test.concurrent('delete counts one that is gone meanwhile as deleted, by the next list', () =>
    stage({ backups: [{ id: 501 }, { id: 499 }] }, async ({ sim, step, on }) => {
      on('arrival', ({ method, path }) => {
        if (method === 'DELETE' && path.includes('499')) sim.vps.removeBackup(499);
      });
      const result = await step({ operation: 'delete', backup_id: '501, 499' });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '501', status: 'deleted', deleted_ids: '[501,499]' },
      });
      expect(result.log.join('\n')).toMatch(
        /Backup 499 .*404[\s\S]*Backup 499 .* is gone from the list/,
      );
    })());

  test.concurrent('delete whose 404 is not true, fails', () =>
    stage(
      { backups: [{ id: 501 }], dialect: { deleteAnswer: '404', deleteTakesMs: 'never' } },
      async ({ step }) => {
        const result = await step({ operation: 'delete', backup_id: '501' });
        expect(result).toMatchObject({ exitCode: 1, outputs: { deleted_ids: '[]' } });
        expect(errorOf(result)).toMatch(/^Backup 501 .* is still listed: .*404/);
      },
    )());

  test.concurrent('prune by age and by number: only what both select', () =>
    stage({ backups: earlier(401, 402, 403, 404, 405) }, async ({ step, sent }) => {
      const result = await step({ operation: 'prune', keep_last: '2', older_than: '84h' });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { status: 'deleted', deleted_ids: '[401,402]' },
      });
      expect(sent('DELETE')).toEqual(['DELETE /backups/401/', 'DELETE /backups/402/']);
      expect((await step({ operation: 'prune', keep_last: '3' })).outputs).toMatchObject({
        status: 'unchanged',
        deleted_ids: '[]',
      });
    })());

  test.concurrent('prune whose delete fails, fails after trying the rest', () =>
    stage({ backups: earlier(401, 402, 403) }, async ({ sim, step }) => {
      sim.addFaults({
        on: { method: 'DELETE', path: /401/ },
        fault: { kind: 'status', status: 403 },
      });
      const result = await step({ operation: 'prune', keep_last: '1' });
      expect(result).toMatchObject({ exitCode: 1, outputs: { deleted_ids: '[402]' } });
      expect(errorOf(result)).toMatch(/401.*403/);
    })());
});
