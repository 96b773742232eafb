/** What `prune` never deletes, and what it can not judge. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, type FaultRule, on } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, scenario } from '../support/harness.js';
import { ours, PRUNE } from './prune-steps.js';

describe('protected', () => {
  test.each<[string, BackupSeed, string]>([
    ['an automatic one', { backup_type: 'automatic' }, 'automatic, not manual'],
    ['one in progress', { status: 'in_progress' }, 'in progress'],
    ['one of an unknown status', { status: 'verifying' }, 'not finished'],
    ['one without a date', { created_at: null }, 'no usable date'],
    ['one dated 2099', { created_at: '2099-01-01T00:00:00Z' }, 'no usable date'],
    ['one without a zone', { created_at: '2024-12-01T00:00:00' }, 'no usable date'],
    ['[keep]', { description: marked('create', { text: 'v1 [keep]' }) }, 'marked [keep]'],
    ['one of this run', { description: marked('create', { runId: '1000' }) }, 'made by this run'],
    ['one under an hour old', { created_at: ago(59 * MINUTE) }, 'under an hour old'],
    ['0 MB', { size_mb: 0 }, '0 MB'],
    [
      'the last known good',
      { description: marked('create', { state: 'good' }) },
      'last known good',
    ],
  ])('%s is never deleted', async (_, seed, reason) => {
    const newest = [1, 2, 3].map((n) => ({
      id: 400 + n,
      created_at: ago(n),
      description: marked(),
    }));
    const special: BackupSeed = {
      id: 201,
      created_at: ago(90 * DAY),
      description: marked(),
      ...seed,
    };
    const s = scenario({ backups: [...ours(2), special, ...newest] });
    const { failure, report } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([101, 102]);
    const decision = report.decisions.get(12345)?.find(({ backup }) => backup.id === 201);
    expect(decision).toMatchObject({ action: 'keep', reason });
  });

  test('one of exactly an hour is not', async () => {
    const s = scenario({
      backups: [
        { id: 201, created_at: ago(HOUR), description: marked() },
        { id: 202, created_at: ago(MINUTE), description: marked() },
      ],
    });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([201]);
  });

  test.each([-DAY, -2 * HOUR, 2 * HOUR, 8 * DAY])(
    "the hour is measured on the API's clock: %d ms off",
    async (clockSkewMs) => {
      const fresh = [10, 50].map((n) => ({
        id: 200 + n,
        created_at: ago(n * MINUTE),
        description: marked(),
      }));
      const s = scenario({ backups: [...ours(1), ...fresh], dialect: { clockSkewMs } });
      const { warnings } = await s.step({ ...PRUNE, keep_last: '1' });
      expect(s.sim.vps.deleted).toEqual([101]);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(
        /^The runner's clock is .* the API's; ages are measured on the API's\.$/,
      );
    },
  );

  test('without a Date header the runner’s clock serves', async () => {
    const s = scenario({ backups: ours(3), dialect: { dateHeader: false } });
    const { warnings } = await s.step({ ...PRUNE, keep_last: '1' });
    expect([s.sim.vps.deleted, warnings]).toEqual([[101, 102], []]);
  });

  test('a 0 MB one has no rank, and is never the last completed one', async () => {
    const empty = { id: 201, created_at: ago(2 * HOUR), size_mb: 0, description: marked() };
    const s = scenario({ backups: [...ours(2), empty] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([101]);
    const last = scenario({ backups: [...ours(1), empty] });
    await last.step({ ...PRUNE, older_than: '1h' });
    expect(last.sim.vps.deleted).toEqual([]);
  });

  test('an older good one is not, once a newer one is good', async () => {
    const good = (id: number, days: number) => ({
      id,
      created_at: ago(days * DAY),
      description: marked('create', { state: 'good' }),
    });
    const s = scenario({ backups: [good(301, 30), good(302, 20), ...ours(3)] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([301, 101, 102]);
  });

  test('a failed one of this run is not', async () => {
    const failed = {
      id: 201,
      created_at: ago(MINUTE),
      status: 'error',
      description: marked('create', { runId: '1000' }),
    };
    const s = scenario({ backups: [...ours(1), failed] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([201]);
  });

  test.each([
    ['1', [301, 302, 303]],
    ['2', [301, 302]],
    ['3', [301, 302]],
  ])(
    'with keep_last: %s, of safety backups all but the newest two, or one, are deleted',
    async (keep_last, deleted) => {
      const safety = [1, 2, 3, 4].map((n) => ({
        id: 300 + n,
        created_at: ago((30 - n) * DAY),
        description: marked('safety'),
      }));
      const s = scenario({ backups: [...safety, ...ours(1)] });
      await s.step({ ...PRUNE, keep_last });
      expect(s.sim.vps.deleted).toEqual(deleted);
    },
  );
});

describe('a server that is restoring', () => {
  test.each([
    ['repository', '5 its server is being restored, 1 not made by this repository'],
    ['server', '6 its server is being restored'],
  ])('keeps every backup, whatever the scope: %s', async (scope, why) => {
    const s = scenario({
      backups: [
        ...ours(4),
        { id: 201, description: marked(), status: 'failed' },
        { id: 202, description: 'by hand', created_at: ago(90 * DAY) },
      ],
      servers: [{ id: 12345, status: 'restoring' }],
    });
    const { failure, outputs, log } = await s.step({ ...PRUNE, keep_last: '1', scope });
    expect(failure).toBeNull();
    expect(s.requests('DELETE')).toEqual([]);
    expect(outputs.status).toBe('unchanged');
    const line = log.map((one) => one.line).find((one) => one.startsWith('Nothing to delete'));
    expect(line).toBe(`Nothing to delete on server 12345: ${why}`);
  });

  test('does not hold up another one', async () => {
    const there = ours(3).map((one) => ({ ...one, id: (one.id ?? 0) + 100, server_id: 12346 }));
    const s = scenario({
      backups: [...ours(3), ...there],
      servers: [{ id: 12345, status: 'restoring' }, { id: 12346 }],
    });
    await s.step({ ...PRUNE, server_id: '12345,12346', keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([201, 202]);
    expect(s.requests().filter((one) => one === 'GET /servers/')).toHaveLength(1);
  });

  test.each<[string, FaultRule]>([
    ['refused', on.get.servers.status(403)],
    ['down', on.get.servers.status(503)],
    ['hanging', on.get.servers.hang()],
  ])(
    'is asked for once, for at most 5 s; what fails counts as not restoring: %s',
    async (_, fault) => {
      const s = scenario({ backups: ours(3), faults: [fault] });
      const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
      expect(failure).toBeNull();
      expect(s.sim.vps.deleted).toEqual([101, 102]);
      expect(s.requests().filter((one) => one === 'GET /servers/')).toHaveLength(1);
      expect(s.clock.elapsed).toBeLessThanOrEqual(5_000);
    },
  );

  test.each([
    ['the first page, though the next can not be read', 12346, 500],
    ['the last page', 12344, null],
  ])('is known from %s', async (_, other, status) => {
    const second = on.path(/^\/servers\/\?page=2/, 'GET');
    const s = scenario({
      backups: ours(3),
      servers: [{ id: 12345, status: 'restoring' }, { id: other }],
      dialect: { pageSize: 1, order: 'id' },
      faults: status === null ? [] : [second.status(status)],
    });
    const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
    expect([failure, s.sim.vps.deleted]).toEqual([null, []]);
    expect(s.requests()).toContain('GET /servers/?page=2');
  });

  test('is not asked for where nothing is selected', async () => {
    const s = scenario({ backups: ours(1) });
    await s.step({ ...PRUNE, keep_last: '3' });
    expect(s.requests()).toEqual(['GET /backups/?server_id=12345']);
  });
});

describe('what could not be judged', () => {
  test('undated ones are counted once in a warning, with one of them', async () => {
    const undated = [1, 2, 3].map((n) => ({
      id: 200 + n,
      created_at: n === 1 ? '2024-12-01 10:00' : null,
      description: marked(),
    }));
    const s = scenario({ backups: [...undated, ...ours(2)] });
    const { failure, warnings } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^3 backups without a usable date \(backup 20\d of server 12345: (none|"2024-12-01 10:00")\): never deleted, and without a rank\.$/,
      ),
    ]);
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('so are those of a type that is neither manual nor automatic', async () => {
    const s = scenario({
      backups: [
        ...ours(2),
        { id: 201, shows: { backup_type: 'on demand' }, description: marked() },
      ],
    });
    const { warnings } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(warnings).toEqual([
      '1 backup neither manual nor automatic (backup 201: "on demand"): never deleted.',
    ]);
  });

  test('one of over a day that is kept as made by this run is a warning', async () => {
    const old = [30, 26].map((hours) => ({
      id: 200 + hours,
      created_at: ago(hours * HOUR),
      description: marked('create', { runId: '1' }),
    }));
    const s = scenario({
      backups: [
        ...old,
        { id: 301, description: marked('create', { runId: '1' }), created_at: ago(23 * HOUR) },
      ],
    });
    const { warnings } = await s.step({ ...PRUNE, keep_last: '1' }, { run: { runId: '1' } });
    expect(warnings).toEqual([
      '2 backups kept as made by this run, though over a day old (backup 226: 26h): does run id 1 repeat, as under act?',
    ]);
    expect(s.requests('DELETE')).toEqual([]);
  });
});
