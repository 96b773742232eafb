import { describe, expect, test } from '@jest/globals';
import { restoreCourses } from '../../simulator/index.js';
import { setUp } from './helpers.js';

describe('POST /servers/{id}/restore/', () => {
  test('is accepted, and the server returns to its status', async () => {
    const { ask, clock, sim } = setUp({ backups: [{ id: 501 }] });
    sim.vps.updateServer(12345, { status: 'stopped' });
    const { status, json } = await ask('POST /servers/12345/restore/', { backup_id: 501 });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 'success',
      backup: { id: 501 },
      server: { id: 12345, name: 'web-server-01', status: 'restoring' },
    });
    expect(sim.vps.restores).toEqual([{ serverId: 12345, backupId: 501, at: clock.now() }]);
    expect(sim.vps.server(12345)?.status).toBe('restoring');
    clock.advance(3000);
    expect(sim.vps.server(12345)?.status).toBe('stopped');
    expect(sim.unexpected).toEqual([]);
  });

  test.each([
    ['12345', { backup_id: 1 }, 200, undefined],
    ['99', { backup_id: 1 }, 404, 'Server not found.'],
    ['12345', { backup_id: 99 }, 404, 'Backup not found.'],
    ['12345', { backup_id: 2 }, 400, 'Backup does not belong to this server.'],
    ['12345', { backup_id: 3 }, 400, 'Only a completed backup can be restored.'],
    ['12345', { backup_id: '1' }, 400, undefined],
    ['12345', {}, 400, undefined],
    ['12345', '{', 400, expect.stringContaining('JSON parse error')],
  ])('of server %s with %j answers %i', async (server, body, ...expected) => {
    const [status, detail] = expected;
    const { ask, sim } = setUp({
      backups: [{ id: 1 }, { id: 2, server_id: 12346 }, { id: 3, status: 'failed' }],
    });
    const answer = await ask(`POST /servers/${server}/restore/`, body);
    expect(answer.status).toBe(status);
    expect(answer.json.detail).toEqual(detail);
    expect(sim.vps.restores).toHaveLength(status === 200 ? 1 : 0);
  });
});

describe('what a server shows of a restore', () => {
  test('follows the statuses it is given', async () => {
    const { ask, clock, sim } = setUp({
      backups: [{ id: 1 }],
      restoreDurationMs: 3000,
      restoreStatuses: ['stopped', 'restoring', 'stopped'],
      restoreOutcome: 'error',
    });
    await ask('POST /servers/12345/restore/', { backup_id: 1 });
    const seen = [0, 1000, 1000, 1000].map((ms) => {
      clock.advance(ms);
      return sim.vps.server(12345)?.status;
    });
    expect(seen).toEqual(['stopped', 'restoring', 'stopped', 'error']);
  });

  test('may be nothing, though it runs', async () => {
    const { ask, clock, sim } = setUp({ backups: [{ id: 1 }], restoreStatuses: [] });
    await ask('POST /servers/12345/restore/', { backup_id: 1 });
    expect(sim.vps.server(12345)?.status).toBe('active');
    expect((await ask('POST /servers/12345/restore/', { backup_id: 1 })).status).toBe(400);
    clock.advance(3000);
    expect((await ask('POST /servers/12345/restore/', { backup_id: 1 })).status).toBe(200);
    expect(sim.vps.restores).toHaveLength(2);
  });

  test('begins, after a finished one, with the status that one left', async () => {
    const { ask, clock, sim } = setUp({
      backups: [{ id: 1 }],
      restoreStatuses: [],
      restoreOutcome: 'error',
    });
    await ask('POST /servers/12345/restore/', { backup_id: 1 });
    expect(sim.vps.server(12345)?.status).toBe('active');
    clock.advance(3000);
    await ask('POST /servers/12345/restore/', { backup_id: 1 });
    expect(sim.vps.server(12345)?.status).toBe('error');
  });
});

test('of another server’s backup may be accepted', async () => {
  const backups = [{ id: 1, server_id: 12346 }];
  const { ask, sim } = setUp({ backups, dialect: { restoreAcrossServers: true } });
  const { json } = await ask('POST /servers/12345/restore/', { backup_id: 1 });
  expect(json.server).toMatchObject({ id: 12345, status: 'restoring' });
  expect(sim.vps.restores).toMatchObject([{ serverId: 12345, backupId: 1 }]);
  expect(sim.vps.server(12345)?.status).toBe('restoring');
});

describe('a restore that somebody else started', () => {
  test('lasts as long as a test says, and ends as it says', async () => {
    const { ask, clock, sim } = setUp({ backups: [{ id: 1 }] });
    sim.vps.occupyServer(12345, {
      forMs: 10_000,
      statuses: ['stopped', 'restoring'],
      outcome: 'error',
    });
    expect((await ask('POST /servers/12345/restore/', { backup_id: 1 })).status).toBe(400);
    const seen = [0, 5000, 4999, 1].map((ms) => {
      clock.advance(ms);
      return sim.vps.server(12345)?.status;
    });
    expect(seen).toEqual(['stopped', 'restoring', 'restoring', 'error']);
    expect(sim.vps.restores).toEqual([]);
  });

  test('has no end where the status is set by hand', async () => {
    const { ask, clock, sim } = setUp({ backups: [{ id: 1 }] });
    sim.vps.updateServer(12345, { status: 'restoring' });
    clock.advance(3_600_000);
    const restore = () => ask('POST /servers/12345/restore/', { backup_id: 1 });
    expect((await restore()).status).toBe(400);
    sim.vps.dialect.restoreWhileRestoring = 'accept';
    expect((await restore()).status).toBe(200);
    clock.advance(3000);
    expect(sim.vps.server(12345)?.status).toBe('active');
  });
});

test.each(Object.entries(restoreCourses))('the course "%s"', async (_name, course) => {
  const { ask, clock, sim } = setUp({ backups: [{ id: 1 }], ...course });
  expect((await ask('POST /servers/12345/restore/', { backup_id: 1 })).status).toBe(200);
  const { restoreDurationMs = 3000, restoreStatuses = ['restoring'], restoreOutcome } = course;
  if (restoreDurationMs > 0)
    expect(sim.vps.server(12345)?.status).toBe(restoreStatuses[0] ?? 'active');
  clock.advance(restoreDurationMs);
  expect(sim.vps.server(12345)?.status).toBe(restoreOutcome ?? 'active');
});
