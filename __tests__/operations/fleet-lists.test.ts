import { describe, expect, test } from '@jest/globals';
import { type Dialect, on } from '../../simulator/index.js';
import { fleet, idsOf, servers } from '../support/fleet.js';
import { MINUTE, scenario } from '../support/harness.js';

describe("one server's list fails", () => {
  const own = (server: number) => on.path(new RegExp(`^/backups/\\?server_id=${server}`), 'GET');
  const apart: Partial<Dialect> = { capRowsAt: 4, order: 'newest' };

  test('its list is rejected while all are waited for: the others are waited for', async () => {
    const s = fleet(6, { dialect: apart, faults: [own(1002).from(2).status(404)] });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: idsOf(6) });
    expect(failure).toMatch(
      /^1 of 6 servers failed\.\n- The wait for backup 503 of server 1002 \(server-1002\) ended \(last status: in_progress\): Could not list backups: VPS\.org answered 404: Error 404\.\nTo resume, run a step with operation: wait and backup_id: 503\.$/,
    );
    expect(s.sim.vps.created.every((one) => one.status === 'completed')).toBe(true);
    expect(JSON.parse(outputs.backup_ids ?? '')).toHaveLength(6);
  });

  test.each([401, 403])('two polls in a row that answer %i end its wait alone', async (status) => {
    const s = fleet(6, { dialect: apart, faults: [own(1002).from(2).status(status)] });
    const { failure } = await s.step({ operation: 'create', server_id: idsOf(6) });
    expect(failure).toMatch(/^1 of 6 servers failed\.\n- The wait for backup 503 of server 1002 /);
    expect(s.requests('GET').filter((one) => one.endsWith('server_id=1002'))).toHaveLength(3);
  });

  test.each([401, 403])('one %i in a wait is retried', async (status) => {
    const s = fleet(6, { dialect: apart, faults: [own(1002).nth(2).status(status)] });
    const { failure } = await s.step({ operation: 'create', server_id: idsOf(6) });
    expect(failure).toBeNull();
  });

  test("its list is rejected for good while another's fails once: the other is waited for", async () => {
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
    expect(failure).toMatch(/^1 of 2 backups failed\.\n- The wait for backup 1 /);
    expect(failure).toMatch(/backup 1 of server 1001 .*403/);
    expect(failure).not.toMatch(/backup 2 of/);
  });

  test('its list fails for ten minutes: its wait alone ends', async () => {
    const s = fleet(6, { dialect: apart, faults: [own(1002).from(2).status(500)] });
    const { failure } = await s.step({ operation: 'create', server_id: idsOf(6) });
    expect(failure).toMatch(
      /^1 of 6 servers failed\.\n- The wait for backup 503 of server 1002 .*500: Error 500\.\nTo resume/,
    );
    expect(s.clock.elapsed).toBeGreaterThan(10 * MINUTE);
    expect(s.clock.elapsed).toBeLessThan(11 * MINUTE);
  });

  test('its list fails for nine minutes: it is waited for', async () => {
    const faults = [
      own(1002)
        .from(2)
        .for(9 * MINUTE)
        .status(500),
    ];
    const s = fleet(6, { dialect: apart, faults });
    expect((await s.step({ operation: 'create', server_id: idsOf(6) })).failure).toBeNull();
  });

  test('errors that strike now one list, now another, are retried', async () => {
    const even = [
      own(1001).nth(2, 4, 6, 8, 10, 12, 14).status(500),
      own(1002).nth(3, 5, 7, 9, 11, 13, 15).status(500),
    ];
    const s = fleet(6, { dialect: apart, faults: even });
    expect((await s.step({ operation: 'create', server_id: idsOf(6) })).failure).toBeNull();
  });

  describe('wait for a backup whose server is not known', () => {
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

    test.each([
      ['all lists are rejected', [own(1001).status(404), own(1002).status(404)], 404],
      ['one that may hold it is rejected', [own(1002).status(404)], 404],
      ['one that may hold it fails for ten minutes', [own(1002).status(500)], 500],
    ])('%s: the wait ends', async (_, faults, status) => {
      const s = scenario({ ...rows, faults });
      const { failure } = await s.step(step);
      expect(failure).toContain(
        `The wait for backup 999 ended (last status: not listed yet): Could not list backups: VPS.org answered ${status}`,
      );
      expect(s.clock.elapsed).toBeLessThan(status === 404 ? 10_000 : 11 * MINUTE);
    });
  });

  test('the only list that may show it is rejected: the wait ends', async () => {
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
      /^2 of 2 backups failed\.\n- The wait for backup 1 .*403.*\n- .*999 .*403/,
    );
    expect(s.requests('GET')).toEqual(Array.from({ length: 4 }, () => 'GET /backups/'));
  });

  test.each([
    [
      'is incomplete',
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
      const polls = (): number =>
        s.requests('GET').filter((one) => one.endsWith('server_id=1001')).length;
      const loseIts = (): void => {
        if (polls() === 3)
          for (const { id } of s.sim.vps.created.filter((one) => one.server_id === 1001))
            s.sim.vps.removeBackup(id);
      };
      const s = fleet(6, { dialect: apart, faults: [fault], onRequest: loseIts });
      const { failure } = await s.step({
        operation: 'create',
        server_id: idsOf(6),
        wait_timeout: '10m',
      });
      expect(failure).toMatch(
        /Backup 502 of server 1001 \(server-1001\) disappeared: it was listed \(in_progress\), then missing from 3 complete lists in a row\./,
      );
      expect(polls()).toBeLessThan(8);
    },
  );
});
