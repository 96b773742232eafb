import { describe, expect, test } from '@jest/globals';
import type { Dialect } from '../../simulator/index.js';
import { fleet, idsOf, servers } from '../support/fleet.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';

describe('30 servers in one step', () => {
  test('one list request a poll, one POST a server', async () => {
    const s = fleet(30);
    const { failure, outputs } = await s.step({ operation: 'create', server_id: idsOf(30) });
    expect(failure).toBeNull();
    expect(s.requests('POST')).toHaveLength(30);
    expect(new Set(s.sim.vps.created.map((one) => one.server_id)).size).toBe(30);
    expect(new Set(s.requests('GET'))).toEqual(new Set(['GET /backups/']));
    // One list before, and then never two at the same moment.
    const polls = s.sim.requests.filter((one) => one.method === 'GET').map((one) => one.at);
    expect(new Set(polls).size).toBe(polls.length);
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

  test('an id that neither shows is not absent while they are incomplete', async () => {
    const s = scenario({ servers: servers(4), backups, dialect: { ...dialect, capRowsAt: 1 } });
    const { failure, warnings } = await s.step({
      operation: 'wait',
      server_id: '1001,1002',
      backup_id: '999',
      wait_timeout: '10m',
    });
    expect(failure).toBe(
      'Backup 999 did not complete within 10m (last status: not listed yet). Last poll: its list is incomplete (it shows 1 of 2). To resume, run a step with operation: wait and backup_id: 999.',
    );
    expect(warnings).toEqual([
      'The list of backups of servers 1001, 1002 is incomplete: it shows 1 of 2.',
    ]);
  });

  test('list shows both', async () => {
    const s = scenario({ servers: servers(4), backups, dialect });
    const { failure, outputs } = await s.step({ operation: 'list', server_id: '1001,1002' });
    expect(failure).toBeNull();
    expect(outputs.backup_ids).toBe('[6,5,2,1]');
  });
});

test('a full server that is being restored loses no backup, however many requests wait before', async () => {
  const restoring = 1080;
  const s = scenario({
    servers: servers(100).map((one) =>
      one.id === restoring ? { ...one, status: 'restoring' } : one,
    ),
    backups: servers(100).flatMap(({ id }) =>
      Array.from({ length: 10 }, (_, n) => ({
        server_id: id,
        created_at: ago((n + 1) * DAY),
        description: marked(),
      })),
    ),
  });
  const inputs = { operation: 'create', server_id: idsOf(100), keep_last: '5', wait: 'false' };
  const { outputs } = await s.step(inputs, { latencyMs: 1_000 });
  expect(JSON.parse(outputs.backup_ids ?? '')).toHaveLength(99);
  expect(JSON.parse(outputs.deleted_ids ?? '')).toHaveLength(99);
  expect(s.sim.vps.created.map((one) => one.server_id)).not.toContain(restoring);
});
