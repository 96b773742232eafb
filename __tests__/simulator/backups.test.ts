import { describe, expect, test } from '@jest/globals';
import { type Dialect, on, unreliableBackupDialects } from '../../simulator/index.js';
import { setUp } from './helpers.js';

const body = { server_id: 12345 };

describe('a backup that is listed only once it has ended', () => {
  test('is there all the time', async () => {
    const { ask, clock, ids, sim } = setUp({
      backups: [{ id: 1 }, { id: 2, status: 'failed' }],
      dialect: { listedWhenCompleted: true, order: 'id' },
    });
    expect((await ask('POST /backups/', body)).status).toBe(201);
    clock.advance(2999);
    expect(await ids()).toEqual([1, 2]);
    expect(sim.vps.backup(502)?.status).toBe('in_progress');
    clock.advance(1);
    expect(await ids()).toEqual([1, 2, 502]);
  });
});

describe('completed, and then', () => {
  const seen = async (completionFlip: Dialect['completionFlip'], ...steps: number[]) => {
    const { ask, clock, sim } = setUp({ dialect: { completionFlip } });
    await ask('POST /backups/', body);
    return steps.map((ms) => {
      clock.advance(ms);
      return sim.vps.backup(502)?.status;
    });
  };

  test('failed', async () => {
    const statuses = await seen({ to: 'failed', afterMs: 1000 }, 2999, 1, 999, 1);
    expect(statuses).toEqual(['in_progress', 'completed', 'completed', 'failed']);
  });

  test('in_progress for a while', async () => {
    const statuses = await seen({ to: 'in_progress', afterMs: 0, forMs: 500 }, 3000, 499, 1);
    expect(statuses).toEqual(['in_progress', 'in_progress', 'completed']);
  });

  test('gone: from lists, by its id and from the limit', async () => {
    const { ask, clock, ids } = setUp({
      dialect: { completionFlip: { to: 'gone', afterMs: 0 } },
      manualLimit: 1,
    });
    await ask('POST /backups/', body);
    clock.advance(3000);
    expect(await ids()).toEqual([]);
    expect((await ask('DELETE /backups/502/')).status).toBe(404);
    expect((await ask('POST /backups/', body)).status).toBe(201);
  });

  test('a failed one stays failed', async () => {
    const dialect = { completionFlip: { to: 'gone', afterMs: 0 } };
    const { ask, clock, sim } = setUp({ dialect, backupOutcome: 'failed' });
    await ask('POST /backups/', body);
    clock.advance(9000);
    expect(sim.vps.backup(502)?.status).toBe('failed');
  });
});

describe('sizes', () => {
  const sizes = async (options: Parameters<typeof setUp>[0]) => {
    const { ask, sim } = setUp({ backups: [{ size_mb: 1000 }], backupDurationMs: 0, ...options });
    for (let i = 0; i < 3; i += 1) await ask('POST /backups/', body);
    return sim.vps.created.map(({ size_mb }) => size_mb);
  };

  test.each<[Dialect['newSizes'], unknown[]]>([
    ['zero', [0, 0, 0]],
    ['unknown', [null, null, null]],
    ['shrinking', [400, 160, 64]],
  ])('%s', async (newSizes, expected) => {
    expect(await sizes({ dialect: { newSizes } })).toEqual(expected);
  });

  test('as a test wants them', async () => {
    expect(await sizes({ backupSizeMb: ({ id }) => (id === 503 ? null : id) })).toEqual([
      502,
      null,
      504,
    ]);
  });
});

test.each(Object.entries(unreliableBackupDialects))('"%s" differs in time', async (_, dialect) => {
  const row = async (chosen: Partial<Dialect>) => {
    const { ask, clock, sim } = setUp({ dialect: chosen, backups: [{}] });
    await ask('POST /backups/', body);
    const views: unknown[] = [];
    for (const ms of [3000, 3000, 60_000]) {
      clock.advance(ms);
      views.push(sim.vps.backup(502));
    }
    return views;
  };
  expect(await row(dialect)).not.toEqual(await row({}));
});

describe('a request that is carried out late', () => {
  test('makes its backup behind the error', async () => {
    const { ask, clock, ids, sim } = setUp({
      faults: [on.post.backups.nth(1).status(502, 'html', { commit: { lateMs: 20_000 } })],
    });
    expect((await ask('POST /backups/', { ...body, description: 'x' })).status).toBe(502);
    expect(sim.requests[0]?.outcome).toMatchObject({ faulty: true, committed: true });
    clock.advance(19_999);
    expect(await ids()).toEqual([]);
    clock.advance(5_001);
    expect(sim.vps.created).toMatchObject([
      { id: 502, created_at: '2025-01-16T15:45:20Z', sent_description: 'x' },
    ]);
    // It was made at its time, whenever that is noticed.
    expect(sim.vps.backup(502)?.status).toBe('completed');
  });

  test('may find the server full by then', async () => {
    const { ask, clock, sim } = setUp({
      manualLimit: 1,
      faults: [on.post.backups.nth(1).reset({ lateMs: 1000 })],
    });
    const { send } = { send: () => ask('POST /backups/', body) };
    await expect(send()).rejects.toThrow('reset');
    expect((await send()).status).toBe(201);
    clock.advance(1000);
    expect(sim.vps.created).toHaveLength(1);
  });

  test('deletes and restores late, in the order of time', async () => {
    const { send, clock, sim } = setUp({
      backups: [{ id: 1 }, { id: 2 }],
      faults: [on.delete.backup.hang({ lateMs: 5000 }), on.post.restore.reset({ lateMs: 1000 })],
    });
    await send('DELETE /backups/1/');
    await send('POST /servers/12345/restore/', { backup_id: 1 });
    clock.advance(10_000);
    expect(sim.vps.deleted).toEqual([1]);
    expect(sim.vps.restores).toMatchObject([{ backupId: 1 }]);
    expect(clock.now() - (sim.vps.restores[0]?.at ?? 0)).toBe(9000);
  });
});

test('new backups age the earlier ones of their server', async () => {
  const { ask, sim } = setUp({ agedMs: 7_200_000, backupDurationMs: 0 });
  await ask('POST /backups/', body);
  await ask('POST /backups/', { server_id: 12346 });
  await ask('POST /backups/', body);
  await ask('POST /backups/', body);
  expect(sim.vps.backups.map(({ id, created_at }) => [id, created_at])).toEqual([
    [502, '2025-01-16T11:45:00Z'],
    [503, '2025-01-16T15:45:00Z'],
    [504, '2025-01-16T13:45:00Z'],
    [505, '2025-01-16T15:45:00Z'],
  ]);
});
