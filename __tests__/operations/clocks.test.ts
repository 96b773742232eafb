/** Ages are measured on the API's clock; a new backup's own date proves its dates right. */
import { describe, expect, test } from '@jest/globals';
import { type Dialect, untrustedDateDialects } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '1' } as const;
/** Made by other runs, so that only their age protects them. */
const fresh = (id: number, ageMs: number) => ({
  id,
  created_at: ago(ageMs),
  description: marked('create', { runId: String(id) }),
});

describe('the clocks of the API and of the runner differ', () => {
  test.each([
    [2 * HOUR, "The runner's clock is 2h behind the API's; ages are measured on the API's."],
    [-8 * DAY, "The runner's clock is 8d ahead of the API's; ages are measured on the API's."],
    [20 * DAY, "The runner's clock is 20d behind the API's; ages are measured on the API's."],
    [-6 * MINUTE, "The runner's clock is 6m ahead of the API's; ages are measured on the API's."],
  ])('by %d ms: one warning, and only what is an hour old is deleted', async (ms, warning) => {
    const backups = [fresh(101, 59 * MINUTE), fresh(102, 61 * MINUTE), fresh(103, 30 * MINUTE)];
    const s = scenario({ backups, dialect: { clockSkewMs: ms } });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([warning]);
    expect(s.sim.vps.deleted).toEqual([102]);
    expect(s.sim.unexpected).toEqual([]);
  });

  test.each([5 * MINUTE, -5 * MINUTE])('by %d ms: no warning', async (clockSkewMs) => {
    const { warnings } = await scenario({ dialect: { clockSkewMs } }).step(CREATE);
    expect(warnings).toEqual([]);
  });

  test('max_age of reuse is measured on the API’s clock', async () => {
    const earlier = {
      id: 101,
      created_at: ago(6 * DAY),
      description: marked('create', { runId: '1000' }),
    };
    const s = scenario({ backups: [earlier], dialect: { clockSkewMs: 3 * DAY } });
    const { outputs } = await s.step(
      { operation: 'create', server_id: '12345', reuse_on_rerun: 'true' },
      { run: { attempt: 2 } },
    );
    expect(outputs).toMatchObject({ reused: 'true', backup_id: '101' });
  });

  test('without a Date header the runner’s clock counts', async () => {
    const backups = [fresh(101, 50 * MINUTE), fresh(102, 2 * HOUR)];
    const s = scenario({ backups, dialect: { dateHeader: false } });
    const { warnings } = await s.step(CREATE);
    expect(warnings).toEqual([]);
    expect(s.sim.vps.deleted).toEqual([102]);
  });
});

describe('the dates of the API can not be trusted', () => {
  const backups = [fresh(101, 9 * DAY), fresh(102, 8 * DAY), fresh(103, 30 * MINUTE)];

  test.each<[string, string]>([
    ['local time ahead of UTC, labelled Z', 'is dated 1h59m too late'],
    ['local time behind UTC, labelled Z', 'is dated 5h too early'],
    ['stamped by a host 40 minutes ahead', 'is dated 39m57s too late'],
    ['stamped by a host 40 minutes behind', 'is dated 40m too early'],
    ['stamped by a host a year ahead', 'is dated 365d too late'],
    ['dates without a zone', 'has no usable date'],
    ['dates are null', 'has no usable date'],
    ['dates are missing', 'has no usable date'],
  ])('%s: nothing is rotated, and one warning says by how much', async (name, off) => {
    const dialect = untrustedDateDialects[name] ?? {};
    const s = scenario({ backups, dialect });
    const { failure, warnings, outputs } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('completed');
    expect(s.requests('DELETE')).toEqual([]);
    expect(warnings.filter((one) => one.includes("can't be trusted"))).toEqual([
      `The API's dates can't be trusted: new backup 502 ${off}. Nothing was rotated.`,
    ]);
  });

  // The list that shows it completed is read 3 s after the request.
  test.each([14 * MINUTE, 15 * MINUTE + 3_000, -14 * MINUTE, -15 * MINUTE])(
    'rows stamped %d ms off are within the tolerance',
    async (createdAtSkewMs) => {
      const s = scenario({ backups, dialect: { createdAtSkewMs } });
      const { warnings } = await s.step(CREATE);
      expect(warnings).toEqual([]);
      expect(s.sim.vps.deleted).toEqual([101, 102]);
    },
  );

  test.each([
    [15 * MINUTE + 4_000, '15m1s too late'],
    [-15 * MINUTE - 1_000, '15m1s too early'],
  ])('rows stamped %d ms off are not', async (createdAtSkewMs, off) => {
    const s = scenario({ backups, dialect: { createdAtSkewMs } });
    const { warnings } = await s.step(CREATE);
    expect(s.requests('DELETE')).toEqual([]);
    expect(warnings).toContain(
      `The API's dates can't be trusted: new backup 502 is dated ${off}. Nothing was rotated.`,
    );
  });

  test('wait, which has no such proof, takes dates as they are', async () => {
    const ahead = { id: 104, duration_ms: 2_000, created_at: ago(-HOUR), description: marked() };
    const s = scenario({ backups: [...backups, ahead] });
    const { failure, warnings } = await s.step({ ...CREATE, operation: 'wait', backup_id: '104' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([101, 102]);
    expect(warnings).toEqual([
      '1 backup without a usable date (backup 104 of server 12345: "2025-01-16T16:45:00Z"): never deleted, and without a rank.',
    ]);
  });

  test('one server’s new backup is dated wrongly: none is rotated', async () => {
    const there = [1, 2, 3].map((n) => ({ ...fresh(200 + n, n * DAY), server_id: 12346 }));
    const s = scenario({
      backups: [...backups, ...there],
      onOutcome: ({ method }) => {
        const wrong = s.sim.vps.created.find((one) => one.server_id === 12346);
        if (method === 'POST' && wrong) {
          s.sim.vps.updateBackup(wrong.id, { created_at: ago(3 * HOUR) });
        }
      },
    });
    const { failure } = await s.step({ ...CREATE, server_id: '12345,12346' });
    expect(failure).toBeNull();
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('a backup that took hours is dated rightly', async () => {
    const s = scenario({ backups, backupDurationMs: 5 * HOUR });
    const { failure, warnings } = await s.step({ ...CREATE, wait_timeout: '6h' });
    expect([failure, warnings]).toEqual([null, []]);
    expect(s.sim.vps.deleted).toEqual([101, 102, 103]);
  });
});

describe('rows without a usable date are neither deleted nor ranked', () => {
  test.each<[string, string | null, string]>([
    ['in 2029', '2029-01-01T00:00:00Z', '"2029-01-01T00:00:00Z"'],
    ['in 2099', '2099-12-31T23:59:59Z', '"2099-12-31T23:59:59Z"'],
    ['16 minutes ahead', ago(-16 * MINUTE), '"2025-01-16T16:01:00Z"'],
    ['before 2000', '1999-12-31T23:59:59Z', '"1999-12-31T23:59:59Z"'],
    ['no date at all', null, 'none'],
    ['not a date', 'yesterday', '"yesterday"'],
  ])('%s', async (_, created_at, shown) => {
    const odd = { id: 100, created_at, description: marked() };
    const backups = [odd, fresh(101, 9 * DAY), fresh(102, 8 * DAY)];
    const s = scenario({ backups });
    const { failure, warnings } = await s.step({ ...CREATE, keep_last: '2' });
    expect(failure).toBeNull();
    // With the new one 102 is the second: the odd one must not take its rank.
    expect(s.sim.vps.deleted).toEqual([101]);
    expect(warnings).toEqual([
      `1 backup without a usable date (backup 100 of server 12345: ${shown}): never deleted, and without a rank.`,
    ]);
  });

  test.each(['prune', 'check'])('those of all servers are counted: %s', async (operation) => {
    const there = [1, 2, 3].map((id) => ({ id, server_id: 1000 + id, created_at: null }));
    const s = scenario({ servers: there.map((one) => ({ id: one.server_id })), backups: there });
    const inputs = operation === 'prune' ? { keep_last: '2' } : {};
    const { warnings } = await s.step({ operation, server_id: '1001,1002,1003', ...inputs });
    expect(warnings).toEqual([
      '3 backups without a usable date (backup 1 of server 1001: none): never deleted, and without a rank.',
    ]);
  });

  test('several are counted in one warning', async () => {
    const odd = [1, 2, 3].map((id) => ({ id, created_at: null, description: marked() }));
    const { warnings } = await scenario({ backups: odd }).step(CREATE);
    expect(warnings).toEqual([
      '3 backups without a usable date (backup 3 of server 12345: none): never deleted, and without a rank.',
    ]);
  });
});

test.each<[string, Partial<Dialect>]>([
  ['as documented', {}],
  ['rows stamped five minutes ahead', { createdAtSkewMs: 5 * MINUTE }],
])('the step before is never deleted within the hour: %s', async (_, dialect) => {
  const s = scenario({ dialect });
  await s.step(CREATE, { run: { runId: '2001' } });
  await s.clock.settle(s.clock.sleep(58 * MINUTE));
  const { failure } = await s.step(CREATE, { run: { runId: '2002' } });
  expect(failure).toBeNull();
  expect(s.sim.vps.deleted).toEqual([]);
});
