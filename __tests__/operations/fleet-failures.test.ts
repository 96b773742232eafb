import { describe, expect, test } from '@jest/globals';
import { type Dialect, on } from '../../simulator/index.js';
import { fleet, idsOf, servers } from '../support/fleet.js';
import { MINUTE, scenario } from '../support/harness.js';

describe("one server's failure", () => {
  const own = (server: number) => on.path(new RegExp(`^/backups/\\?server_id=${server}`), 'GET');
  const apart: Partial<Dialect> = { capRowsAt: 4, order: 'newest' };

  test('list: it is named', async () => {
    const s = fleet(6, { dialect: apart, faults: [own(1002).status(404)] });
    expect((await s.step({ operation: 'list', server_id: idsOf(6) })).failure).toMatch(
      /^1 of 6 servers failed\.\n- server 1002: .*404/,
    );
  });

  test.each(['create', 'prune'])(
    '%s: its list is rejected before anything: it is named',
    async (operation) => {
      const s = fleet(6, { dialect: apart, faults: [own(1002).status(404)] });
      const { failure } = await s.step({ operation, keep_last: '3', server_id: idsOf(6) });
      expect(failure).toMatch(
        /^1 of 6 servers failed\.\n- server 1002: Could not list backups: VPS\.org answered 404/,
      );
    },
  );

  test('a rejected POST does not stop the others, and each is named at the end', async () => {
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

  test("each server's own list hangs: the step ends 5 s after its time, though only four are asked at once", async () => {
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
    expect(s.clock.now() - lastPost).toBeLessThanOrEqual(9_000);
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

test.each(['true', 'false'])(
  'a server whose list fails is reported as failed, with wait: %s',
  async (wait) => {
    const own = on.path(/^\/backups\/\?server_id=1002/, 'GET');
    const s = fleet(3, { dialect: { capRowsAt: 2 }, faults: [own.from(1).status(404)] });
    const { failure, report } = await s.step({
      ...{ operation: 'create', server_id: idsOf(3), wait },
    });
    expect(failure).toMatch(/^1 of 3 servers failed/);
    expect(report.backups.get(1002)?.problem).toContain('404');
  },
);
