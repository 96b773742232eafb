import { describe, expect, test } from '@jest/globals';
import { type Dialect, on, type ServerSeed, type SimulatorOptions } from '../../simulator/index.js';
import { ago, DAY, MINUTE, scenario } from '../support/harness.js';

const servers = (count: number): ServerSeed[] =>
  Array.from({ length: count }, (_, n) => ({ id: 1001 + n }));
const idsOf = (count: number): string =>
  servers(count)
    .map((one) => one.id)
    .join(',');

function fleet(
  count: number,
  options: Pick<SimulatorOptions, 'dialect' | 'faults' | 'onRequest'> = {},
) {
  return scenario({
    servers: servers(count),
    backups: servers(count).map((one) => ({ server_id: one.id })),
    backupDurationMs: ({ id }) => (id % 5) * 20_000 + 5_000,
    ...options,
  });
}

describe('30 servers in one step', () => {
  test('one list request a look, one POST a server', async () => {
    const s = fleet(30);
    const { failure, outputs } = await s.step({ operation: 'create', server_id: idsOf(30) });
    expect(failure).toBeNull();
    expect(s.requests('POST')).toHaveLength(30);
    expect(new Set(s.sim.vps.created.map((one) => one.server_id)).size).toBe(30);
    expect(new Set(s.requests('GET'))).toEqual(new Set(['GET /backups/']));
    // One list before, and then never two at the same moment.
    const looks = s.sim.requests.filter((one) => one.method === 'GET').map((one) => one.at);
    expect(new Set(looks).size).toBe(looks.length);
    expect(JSON.parse(outputs.backup_ids ?? '')).toHaveLength(30);
    expect(outputs).toMatchObject({ server_id: '1001', status: 'completed' });
  });

  test('backup_ids stand in the order of the servers given', async () => {
    const s = fleet(4);
    const { outputs } = await s.step({
      operation: 'create',
      server_id: '[1003, 1001, 1004, 1001]',
    });
    const owner = new Map(s.sim.vps.created.map((one) => [one.id, one.server_id]));
    expect(JSON.parse(outputs.backup_ids ?? '').map((id: number) => owner.get(id))).toEqual([
      1003, 1001, 1004,
    ]);
    expect(outputs.server_id).toBe('1003');
  });

  test('a list in few pages is followed through', async () => {
    const s = fleet(30, { dialect: { pageSize: 25 } });
    const { failure } = await s.step({ operation: 'create', server_id: idsOf(30) });
    expect(failure).toBeNull();
    expect(s.requests('GET').every((one) => /^GET \/backups\/(\?page=\d)?$/.test(one))).toBe(true);
  });

  test("where the list of all takes more pages than there are servers, each server's own is asked for", async () => {
    const s = scenario({
      servers: servers(3),
      backups: Array.from({ length: 24 }, (_, n) => ({ server_id: 1001 + (n % 3) })),
      dialect: { pageSize: 2 },
      manualLimit: 100,
    });
    const { failure } = await s.step({ operation: 'create', server_id: '1001 1002' });
    expect(failure).toBeNull();
    expect(s.requests('GET')).toContain('GET /backups/?server_id=1001');
    expect(s.requests('GET')).toContain('GET /backups/?server_id=1002');
  });

  test.each<[string, Partial<Dialect>]>([
    ['capped', { capRowsAt: 4, order: 'newest' }],
    ['without a count', { pageSize: 2, withoutCount: true }],
    ['a bare array', { bareArray: true }],
  ])('a list of all that is %s', async (_, dialect) => {
    const s = fleet(6, { dialect });
    const { failure } = await s.step({ operation: 'create', server_id: idsOf(6) });
    expect(failure).toBeNull();
    expect(s.requests('POST')).toHaveLength(6);
  });
});

test("where the list of all does not show them in a hundred pages, each server's own is asked for", async () => {
  const backups = Array.from({ length: 150 }, (_, n) => ({
    id: n + 1,
    server_id: 1099,
    created_at: ago((200 - n) * DAY),
  }));
  const dialect: Partial<Dialect> = { pageSize: 1, order: 'oldest', withoutCount: true };
  const s = scenario({ servers: servers(4), backups, dialect, backupDurationMs: 5_000 });
  const { failure } = await s.step({
    operation: 'create',
    server_id: idsOf(4),
    wait_timeout: '2m',
  });
  expect(failure).toBeNull();
});

describe('where no list shows all, and only two servers are asked for', () => {
  const dialect: Partial<Dialect> = { capRowsAt: 3, order: 'newest' };
  const backups = Array.from({ length: 8 }, (_, n) => ({
    id: n + 1,
    server_id: 1001 + (n % 4),
    created_at: ago((9 - n) * DAY),
  }));

  test("wait looks into each server's own list, though it was not told which backup is where", async () => {
    const s = scenario({ servers: servers(4), backups, dialect });
    const { failure } = await s.step({
      operation: 'wait',
      server_id: '1001,1002',
      backup_id: '1,2',
    });
    expect(failure).toBeNull();
    expect(s.requests('GET')).toEqual([
      'GET /backups/',
      'GET /backups/?server_id=1001',
      'GET /backups/?server_id=1002',
    ]);
  });

  test('list shows both', async () => {
    const s = scenario({ servers: servers(4), backups, dialect });
    const { failure, outputs } = await s.step({ operation: 'list', server_id: '1001,1002' });
    expect(failure).toBeNull();
    expect(outputs.backup_ids).toBe('[6,5,2,1]');
  });
});

describe("one server's failure", () => {
  const own = (server: number) => on.path(new RegExp(`^/backups/\\?server_id=${server}`), 'GET');
  const apart: Partial<Dialect> = { capRowsAt: 4, order: 'newest' };

  test('its list is refused while all are waited for: the others are waited for', async () => {
    const s = fleet(6, { dialect: apart, faults: [own(1002).from(2).status(404)] });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: idsOf(6) });
    expect(failure).toMatch(
      /^1 of 6 servers failed\.\n- Could not go on waiting for backup \d+ of server 1002 .*404/,
    );
    expect(s.sim.vps.created.every((one) => one.status === 'completed')).toBe(true);
    expect(JSON.parse(outputs.backup_ids ?? '')).toHaveLength(6);
  });

  test.each<[number, RegExp]>([
    [401, /^6 of 6 servers failed\./],
    [403, /^1 of 6 servers failed\.\n- .*1002.*403/],
  ])(
    'a %i there ends the wait at once: of all where the token is not valid',
    async (status, says) => {
      const s = fleet(6, { dialect: apart, faults: [own(1002).from(2).status(status)] });
      const { failure } = await s.step({ operation: 'create', server_id: idsOf(6) });
      expect(failure).toMatch(says);
    },
  );

  test("its list is refused for good while another's fails in passing: the other is waited for", async () => {
    const backups = [
      { id: 1, server_id: 1001, duration_ms: MINUTE },
      { id: 2, server_id: 1002, duration_ms: MINUTE },
    ];
    const faults = [own(1001).from(2).status(403), own(1002).nth(2).status(503)];
    const s = scenario({
      servers: servers(3),
      backups: [...backups, { server_id: 1003 }],
      dialect: { capRowsAt: 1 },
      faults,
    });
    const { failure } = await s.step({
      operation: 'wait',
      server_id: '1001,1002',
      backup_id: '1,2',
    });
    expect(failure).toMatch(/^1 of 2 backups failed|^Could not go on waiting for backup 1 /);
    expect(failure).toMatch(/backup 1 of server 1001 .*403/);
    expect(failure).not.toMatch(/backup 2 of/);
  });

  test('its list fails eleven times in a row: its wait alone ends', async () => {
    const s = fleet(6, { dialect: apart, faults: [own(1002).from(2).status(500)] });
    const { failure } = await s.step({ operation: 'create', server_id: idsOf(6) });
    expect(failure).toMatch(
      /^1 of 6 servers failed\.\n- Could not go on waiting for backup \d+ of server 1002 .*500/,
    );
    expect(s.requests('GET').filter((one) => one.endsWith('server_id=1002'))).toHaveLength(12);
  });

  test('faults that strike now one list, now another, are ridden out', async () => {
    const even = [
      own(1001).nth(2, 4, 6, 8, 10, 12, 14).status(500),
      own(1002).nth(3, 5, 7, 9, 11, 13, 15).status(500),
    ];
    const s = fleet(6, { dialect: apart, faults: even });
    expect((await s.step({ operation: 'create', server_id: idsOf(6) })).failure).toBeNull();
  });

  test('wait, and it is not known where the backup is: all lists are refused, or one that may hold it', async () => {
    const rows = {
      servers: servers(4),
      backups: [{ id: 1, server_id: 1003 }, ...servers(4).map((one) => ({ server_id: one.id }))],
      dialect: { capRowsAt: 2 },
    };
    const step = {
      operation: 'wait',
      server_id: '1001,1002',
      backup_id: '999',
      wait_timeout: '24h',
    };
    const all = scenario({ ...rows, faults: [own(1001).status(404), own(1002).status(404)] });
    expect((await all.step(step)).failure).toMatch(/404/);
    expect(all.clock.elapsed).toBeLessThan(10_000);
    const one = scenario({ ...rows, faults: [own(1002).status(404)] });
    expect((await one.step(step)).failure).toMatch(/Could not go on waiting for backup 999.*404/);
    expect(one.clock.elapsed).toBeLessThan(10_000);
    const eleven = scenario({ ...rows, faults: [own(1002).status(500)] });
    expect((await eleven.step(step)).failure).toMatch(
      /Could not go on waiting for backup 999.*500/,
    );
    expect(eleven.clock.elapsed).toBeLessThan(60_000);
  });

  test('and the list of all, where alone it may be, is refused', async () => {
    const all = on.path(/^\/backups\/$/, 'GET');
    const s = scenario({
      servers: servers(2),
      backups: [
        { id: 1, server_id: 1001, duration_ms: 30 * MINUTE },
        { id: 2, server_id: 1002 },
      ],
      dialect: { capRowsAt: 1, order: 'oldest' },
      faults: [all.from(3).status(403)],
    });
    const { failure } = await s.step({ operation: 'wait', backup_id: '1,999' });
    expect(failure).toMatch(
      /^1 of 2 backups failed\.\n- Could not go on waiting for backup 999.*403/,
    );
    expect(s.requests('GET').filter((one) => one === 'GET /backups/').length).toBeLessThan(6);
  });

  test.each([
    [
      'is partial',
      own(1002)
        .from(2)
        .answer(200, JSON.stringify({ count: 99, results: [] }), {
          contentType: 'application/json',
        }),
    ],
    ['fails', own(1002).from(2, 6).status(500)],
  ])(
    "its list %s: a backup of another's that is gone is noticed all the same",
    async (_, fault) => {
      const looks = (): number =>
        s.requests('GET').filter((one) => one.endsWith('server_id=1001')).length;
      const loseIts = (): void => {
        if (looks() === 3)
          for (const { id } of s.sim.vps.created.filter((one) => one.server_id === 1001))
            s.sim.vps.removeBackup(id);
      };
      const s = fleet(6, { dialect: apart, faults: [fault], onRequest: loseIts });
      const { failure } = await s.step({
        operation: 'create',
        server_id: idsOf(6),
        wait_timeout: '10m',
      });
      expect(failure).toMatch(/Backup \d+ of server 1001 .*is no longer in the list/);
      expect(looks()).toBeLessThan(8);
    },
  );

  test('list: it is named', async () => {
    const s = fleet(6, { dialect: apart, faults: [own(1002).status(404)] });
    expect((await s.step({ operation: 'list', server_id: idsOf(6) })).failure).toMatch(
      /^1 of 6 servers failed\.\n- server 1002: .*404/,
    );
  });

  test.each(['create', 'prune'])(
    '%s: its list is refused before anything: it is named',
    async (operation) => {
      const s = fleet(6, { dialect: apart, faults: [own(1002).status(404)] });
      const { failure } = await s.step({ operation, keep_last: '3', server_id: idsOf(6) });
      expect(failure).toMatch(/^1 of 6 servers failed\.\n- server 1002: VPS\.org answered 404/);
    },
  );

  test('a refused POST does not stop the others, and each is named at the end', async () => {
    const s = scenario({ servers: servers(3) });
    const { failure, outputs } = await s.step({
      operation: 'create',
      server_id: '1001,4711,1002,4712,1003',
    });
    expect(failure).toMatch(/^2 of 5 servers failed\./);
    expect(failure).toMatch(/4711/);
    expect(failure).toMatch(/4712/);
    expect(JSON.parse(outputs.backup_ids ?? '')).toEqual([502, 503, 504]);
    expect(s.sim.vps.created.every((one) => one.status === 'completed')).toBe(true);
    expect(outputs.status).not.toBe('completed');
  });

  test('a backup that fails', async () => {
    const s = scenario({
      servers: servers(3),
      backupOutcome: ({ serverId }) => (serverId === 1002 ? 'failed' : 'completed'),
    });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: idsOf(3) });
    expect(failure).toMatch(/1 of 3 servers failed.*1002/s);
    expect(outputs.status).toBe('failed');
    expect(JSON.parse(outputs.backup_ids ?? '')).toHaveLength(3);
  });

  test('an unknown outcome of one', async () => {
    const s = scenario({
      servers: servers(3),
      faults: [on.post.backups.nth(2).status(500), on.post.backups.nth(4).status(500)],
      backupDurationMs: MINUTE,
    });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: idsOf(3) });
    expect(failure).toMatch(/1 of 3 servers failed.*1002/s);
    expect(outputs.status).toBe('unknown');
    expect(JSON.parse(outputs.backup_ids ?? '')).toHaveLength(2);
    expect(s.sim.vps.created).toHaveLength(2);
  });

  test('one that runs out of time', async () => {
    const s = scenario({
      servers: servers(2),
      backupDurationMs: ({ serverId }) => (serverId === 1001 ? 90 * MINUTE : MINUTE),
    });
    const { failure, outputs } = await s.step({
      operation: 'create',
      server_id: idsOf(2),
      wait_timeout: '5m',
    });
    expect(failure).toMatch(/1 of 2 servers failed.*1001/s);
    expect(outputs.status).toBe('in_progress');
  });

  test("each server's own list hangs: the step ends with its time, though only four are asked at once", async () => {
    const s = scenario({
      servers: servers(9),
      backups: servers(9).map((one) => ({ server_id: one.id })),
      dialect: { capRowsAt: 4 },
      faults: [on.get.backups.from(11).hang()],
      backupDurationMs: 90 * MINUTE,
    });
    const { failure } = await s.step({
      operation: 'create',
      server_id: idsOf(9),
      wait_timeout: '4s',
    });
    expect(failure).toMatch(/9 of 9 servers failed/);
    const lastPost = Math.max(
      ...s.sim.requests.filter((one) => one.method === 'POST').map((one) => one.at),
    );
    expect(s.clock.now() - lastPost).toBeLessThanOrEqual(5_000);
  });

  test("one server's 429 is honoured, though the others' lists can be read", async () => {
    const s = scenario({
      servers: servers(2),
      backups: servers(2).flatMap((one) => [{ server_id: one.id }, { server_id: one.id }]),
      dialect: { capRowsAt: 3, order: 'oldest' },
      faults: [on.get.backups.nth(5).tooManyRequests(5)],
      backupDurationMs: 10_000,
    });
    const { failure } = await s.step({ operation: 'create', server_id: idsOf(2) });
    expect(failure).toBeNull();
    const refused = s.sim.requests.findIndex((one) => one.outcome?.status === 429);
    const [at = 0, next = 0] = s.sim.requests
      .slice(refused)
      .filter((one) => one.path === s.sim.requests[refused]?.path)
      .map((one) => one.at);
    expect(next - at).toBeGreaterThanOrEqual(5_000);
  });

  test('lost answers of all: each adopts its own', async () => {
    const s = scenario({ servers: servers(8), faults: [on.post.backups.reset('after')] });
    const { failure, outputs } = await s.step({
      operation: 'create',
      server_id: idsOf(8),
      description: 'same text',
    });
    expect(failure).toBeNull();
    expect(s.requests('POST')).toHaveLength(8);
    const owner = new Map(s.sim.vps.created.map((one) => [one.id, one.server_id]));
    expect(JSON.parse(outputs.backup_ids ?? '').map((id: number) => owner.get(id))).toEqual(
      servers(8).map((one) => one.id),
    );
  });
});
