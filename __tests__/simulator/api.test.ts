import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, createSimulator, documentedBackups } from '../../simulator/index.js';
import { headersFor, setUp } from './helpers.js';

describe('GET /backups/', () => {
  test('is the documented example, in its odd order', async () => {
    const { ask, sim } = setUp({ backups: [...documentedBackups] });
    const { status, json } = await ask('GET /backups/?server_id=12345');
    expect(status).toBe(200);
    expect(json).toEqual({
      count: 3,
      results: [
        {
          id: 501,
          server: { id: 12345, name: 'web-server-01' },
          backup_type: 'automatic',
          status: 'completed',
          size_mb: 4523,
          created_at: '2025-01-16T03:00:00Z',
          expires_at: '2025-02-16T03:00:00Z',
          description: 'Automatic daily backup',
        },
        expect.objectContaining({
          id: 499,
          backup_type: 'manual',
          expires_at: null,
          description: 'Pre-update backup',
        }),
        expect.objectContaining({ id: 495, backup_type: 'automatic' }),
      ],
    });
    expect(sim.unexpected).toEqual([]);
  });

  test.each([2, 3, 4, 7, 10])('%i rows come neither newest first nor by id', async (count) => {
    const { ids } = setUp({ backups: Array.from({ length: count }, () => ({})) });
    const listed = (await ids()) as number[];
    const newestFirst = [...listed].sort((a, b) => b - a);
    expect(listed).not.toEqual(newestFirst);
    expect(new Set(listed).size).toBe(count);
    // With three it is the documentation's order, which begins with the newest; a client must not count on that.
    if (count !== 3) expect(listed[0]).not.toBe(newestFirst[0]);
    if (count > 2) expect(listed).not.toEqual([...newestFirst].reverse());
  });
});

describe('GET /backups/ of many rows', () => {
  test('filters by server and by type', async () => {
    const backups: BackupSeed[] = [
      { id: 1 },
      { id: 2, server_id: 12346 },
      { id: 3, server_id: 12346, backup_type: 'automatic' },
    ];
    const { ids } = setUp({ backups });
    expect(await ids('?server_id=12345')).toEqual([1]);
    expect(await ids('?server_id=12346&backup_type=manual')).toEqual([2]);
    expect(await ids('?backup_type=automatic')).toEqual([3]);
    expect(await ids('?server_id=99')).toEqual([]);
  });

  test('shows a date as it was seeded, readable or not', async () => {
    const dates = [null, 'yesterday', '', '2025-01-16T03:00:00+05:30'];
    const { ask } = setUp({
      backups: dates.map((created_at, i) => ({ id: i + 1, created_at, backup_type: 'automatic' })),
    });
    const { json } = await ask('GET /backups/');
    const byId = [...json.results].sort((a: { id: number }, b: { id: number }) => a.id - b.id);
    expect(byId.map((row: { created_at: unknown }) => row.created_at)).toEqual(dates);
    expect(byId.map((row: { expires_at: unknown }) => row.expires_at)).toEqual([
      null,
      null,
      null,
      '2025-02-15T21:30:00Z',
    ]);
  });
});

describe('GET /servers/', () => {
  test('GET /servers/ is the documented example, with its filters', async () => {
    const { ask, sim } = setUp();
    const { json } = await ask('GET /servers/');
    expect(json).toMatchObject({
      count: 2,
      results: [{ id: 12345, hostname: 'web01.example.com' }, { id: 12346 }],
    });
    expect(json.results[1]).toEqual({
      id: 12346,
      name: 'db-server-01',
      status: 'active',
      location: 'us-east',
    });
    sim.vps.updateServer(12346, { status: 'suspended' });
    expect((await ask('GET /servers/?status=suspended')).json).toMatchObject({
      count: 1,
      results: [{ id: 12346 }],
    });
    expect((await ask('GET /servers/?location=us-west')).json).toMatchObject({
      count: 1,
      results: [{ id: 12345 }],
    });
  });
});

describe('any request', () => {
  test('GET /account/me/ answers any good token', async () => {
    const { ask } = setUp();
    expect((await ask('GET /account/me/')).status).toBe(200);
  });

  test('a wrong token is a 401 everywhere, with no effect and nothing unexpected', async () => {
    const sim = createSimulator({ backups: [{ id: 1 }] });
    const requests = [
      ['GET', '/backups/'],
      ['POST', '/backups/', '{"server_id":12345}'],
      ['DELETE', '/backups/1/'],
      ['GET', '/servers/'],
      ['POST', '/servers/12345/restore/', '{"backup_id":1}'],
      ['GET', '/account/me/'],
    ] as const;
    for (const [method, path, body = ''] of requests) {
      const headers = headersFor('vps_wrong');
      const outcome = await sim.handle({ method, url: `/api/v1${path}`, headers, body });
      expect(outcome).toMatchObject({
        kind: 'answer',
        status: 401,
        body: '{"detail":"Invalid token."}',
      });
    }
    expect(sim.unexpected).toEqual([]);
    expect([sim.vps.created, sim.vps.deleted, sim.vps.restores]).toEqual([[], [], []]);
  });
});

describe('a test', () => {
  test('finds every request recorded', async () => {
    const { ask, clock, sim } = setUp();
    await ask('POST /backups/', { server_id: 12345 });
    await ask('GET /backups/?server_id=12345');
    const answered = { kind: 'answer', faulty: false, committed: true };
    expect(sim.requests).toMatchObject([
      {
        method: 'POST',
        path: '/backups/',
        body: { server_id: 12345 },
        at: clock.now(),
        outcome: { ...answered, status: 201 },
      },
      { method: 'GET', path: '/backups/?server_id=12345', outcome: { ...answered, status: 200 } },
    ]);
    expect(sim.requests[0]?.headers['content-type']).toBe('application/json');
    expect(sim.requests[1]?.body).toBeUndefined();
  });

  test('can change things as a request arrives', async () => {
    const { ids, sim } = setUp({
      backups: [{ id: 1 }],
      onRequest: () => {
        if (sim.requests.length === 2) sim.vps.removeBackup(1);
        if (sim.requests.length === 3)
          sim.vps.addBackup({ id: 9, status: 'failed', duration_ms: 500 });
      },
    });
    expect([await ids(), await ids(), await ids()]).toEqual([[1], [], [9]]);
    expect(sim.vps.backup(9)?.status).toBe('in_progress');
    sim.vps.updateBackup(9, { status: 'archived', created_at: null });
    expect(sim.vps.backup(9)).toMatchObject({ status: 'archived', created_at: null });
  });
});
