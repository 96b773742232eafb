/** Each operation's ordinary way through the built action: what is sent, what comes out. */
import { describe, expect, jest, test } from '@jest/globals';
import { type BackupSeed, documentedBackups } from '../../simulator/index.js';
import {
  ago,
  annotations,
  DAY,
  errorOf,
  HOUR,
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
      expect(result.summary).toMatch(
        /3 backups matched[\s\S]*\| 501 \|[\s\S]*\| 495 \|[\s\S]*\| 499 \|/,
      );
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
  test.concurrent('for several, looked at at once, then rotates', () =>
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

  test.concurrent('rotates after the new one is completed, and takes exactly what the rule gives up', () =>
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
        expect(before).toEqual(['GET', 'POST', 'GET', 'GET']);
        expect(result.summary).toMatch(/\| 401 \|.*deleted.*beyond the newest 2/);
        expect(result.summary).toMatch(/Kept: /);
      },
    )());

  test.concurrent('a failed new backup takes nothing', () =>
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
  test.concurrent('by id, watched to its end', () =>
    stage({ backups: [{ id: 501 }], restoreDurationMs: 1_200 }, async ({ sim, step, sent }) => {
      const result = await step({ operation: 'restore', backup_id: '501' });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '501', server_id: '12345', status: 'restored' },
      });
      expect(sim.vps.restores).toMatchObject([{ serverId: 12345, backupId: 501 }]);
      expect(sent('POST')).toEqual(['POST /servers/12345/restore/']);
      expect(sim.requests.find((one) => one.method === 'POST')?.body).toEqual({ backup_id: 501 });
    })());

  test.concurrent('of latest, after a safety backup', () =>
    stage({ backups: earlier(401, 402), backupDurationMs: 100 }, async ({ sim, step, sent }) => {
      const inputs = {
        operation: 'restore',
        backup_id: 'latest',
        safety_backup: 'true',
        wait: 'false',
      };
      const result = await step(inputs);
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '402', status: 'accepted', safety_backup_id: '502' },
      });
      expect(sent('POST')).toEqual(['POST /backups/', 'POST /servers/12345/restore/']);
      expect(sim.vps.backup(502)?.description).toMatch(
        /^Before restore of 402 by octocat \[gha .* safety run=/,
      );
      expect(result.summary).toContain('502 (safety backup)');
    })());

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
        expect(errorOf(result)).toMatch(/501.*12345.*error.*look at the server/i);
      },
    )();
    await stage({ backups: [{ id: 501 }], restoreDurationMs: 60_000 }, async ({ step }) => {
      const result = await step({ operation: 'restore', backup_id: '501', wait_timeout: '1s' });
      expect(result).toMatchObject({ exitCode: 1, outputs: { status: 'accepted' } });
      expect(errorOf(result)).toMatch(/501.*wait_timeout \(1s\).*restoring/);
    })();
  });
});

describe('delete and prune', () => {
  test.concurrent('delete takes exactly these; a 404 is a notice; a server left without a backup is a warning', () =>
    stage({ backups: [{ id: 501 }, { id: 499 }] }, async ({ sim, step, on }) => {
      on('arrival', ({ method, path }) => {
        if (method === 'DELETE' && path.includes('499')) sim.vps.removeBackup(499);
      });
      const result = await step({ operation: 'delete', backup_id: '501, 499' });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '501', status: 'deleted', deleted_ids: '[501,499]' },
      });
      expect(annotations(result, 'notice')).toEqual([expect.stringContaining('499')]);
      expect(annotations(result, 'warning')).toEqual([
        expect.stringMatching(/12345.*without a completed backup/),
      ]);
    })());

  test.concurrent('prune by age and by number: only what both give up', () =>
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

describe('server_name', () => {
  test.concurrent('finds the server', () =>
    stage({ backupDurationMs: 0 }, async ({ sim, step }) => {
      const result = await step({ server_id: '', server_name: 'db-server-01', wait: 'false' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { server_id: '12346' } });
      expect(sim.vps.created).toMatchObject([{ server_id: 12346 }]);
    })());

  const WRONG: readonly [string, Inputs, RegExp][] = [
    [
      'that nobody bears',
      { server_id: '', server_name: 'DB-server-01' },
      /DB-server-01.*upper and lower case/,
    ],
    ['that two bear', { server_id: '', server_name: 'twin' }, /twin.*2 servers.*7, 8.*server_id/],
    [
      'that is not the given id',
      { server_id: '12345', server_name: 'db-server-01' },
      /12345.*db-server-01.*12346/,
    ],
  ];
  const servers = [
    { id: 12345, name: 'web-server-01' },
    { id: 12346, name: 'db-server-01' },
    { id: 7, name: 'twin' },
    { id: 8, name: 'twin' },
  ];

  test.concurrent.each(WRONG)('a name %s changes nothing', (_, inputs, says) =>
    stage({ servers, backups: [{ id: 501 }] }, async ({ step, sent }) => {
      const operations: Inputs[] = [
        {},
        { operation: 'restore', backup_id: '501' },
        { operation: 'delete', backup_id: '501' },
      ];
      for (const operation of [...operations, { operation: 'prune', keep_last: '1' }]) {
        expect(errorOf(await step({ ...operation, ...inputs }))).toMatch(says);
      }
      expect([...sent('POST'), ...sent('DELETE')]).toEqual([]);
    })(),
  );
});

describe('reuse_on_rerun', () => {
  const again = { env: { GITHUB_RUN_ATTEMPT: '2' } };
  const first = {
    id: 501,
    created_at: ago(HOUR / 2),
    description: marked({ run: '9000000001.1' }),
  };

  test.concurrent('uses the oldest backup of an earlier attempt of the same job', () =>
    stage(
      { backups: [first, { ...first, id: 500, created_at: ago(HOUR / 4) }] },
      async ({ step, sent }) => {
        const result = await step({ reuse_on_rerun: 'true' }, again);
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { backup_id: '501', status: 'completed', reused: 'true' },
        });
        expect(sent('POST')).toEqual([]);
      },
    )());

  test.concurrent('makes a new one where none serves: another job, too old, first attempt', () =>
    stage(
      {
        backups: [
          { ...first, description: marked({ run: '9000000001.1', job: 'other' }) },
          { ...first, id: 9, created_at: ago(8 * DAY) },
        ],
      },
      async ({ step }) => {
        expect(
          (await step({ reuse_on_rerun: 'true', wait: 'false' }, again)).outputs,
        ).toMatchObject({ backup_id: '502', reused: 'false' });
        expect((await step({ reuse_on_rerun: 'true', wait: 'false' })).outputs).toMatchObject({
          backup_id: '503',
          reused: 'false',
        });
      },
    )());
});

describe('dry_run sends only GETs', () => {
  const full = Array.from({ length: 10 }, (_, i) => i + 401);
  const DRY: readonly [Inputs, Readonly<Record<string, string>>][] = [
    [{ keep_last: '9' }, { status: 'dry_run', backup_id: '', would_delete_ids: '[401,402]' }],
    [
      { operation: 'restore', backup_id: '401', safety_backup: 'true' },
      { status: 'dry_run', backup_id: '401' },
    ],
    [
      { operation: 'delete', backup_id: '402, 401' },
      { status: 'dry_run', would_delete_ids: '[402,401]' },
    ],
    [
      { operation: 'prune', keep_last: '9' },
      { status: 'dry_run', would_delete_ids: '[401]' },
    ],
  ];

  test.concurrent.each(DRY)('%j', (inputs, outputs) =>
    stage({ backups: earlier(...full) }, async ({ sim, step }) => {
      const result = await step({ ...inputs, dry_run: 'true' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { deleted_ids: '[]', ...outputs } });
      expect(result.log.join('\n')).toMatch(/Would /);
      expect(result.summary).toContain('dry run');
      expect(sim.requests.filter((one) => one.method !== 'GET')).toEqual([]);
    })(),
  );
});
