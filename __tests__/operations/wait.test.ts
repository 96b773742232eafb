import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  type FaultRule,
  harmlessDialects,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type Scenario, scenario } from '../support/harness.js';

const WAIT = { operation: 'wait', backup_id: '101' } as const;
const running = (more: BackupSeed = {}): BackupSeed => ({
  id: 101,
  duration_ms: 10 * MINUTE,
  ...more,
});

/** Milliseconds from the scenario's start to each request. */
const timesOf = (s: Scenario): number[] => s.sim.requests.map(({ at }) => at - s.clock.start);

describe('wait', () => {
  test('polls at once', async () => {
    const s = scenario({ backups: [{ id: 101 }] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toBeNull();
    expect(s.clock.elapsed).toBe(0);
    expect(outputs).toMatchObject({
      backup_id: '101',
      server_id: '12345',
      status: 'completed',
      duration_seconds: '0',
      slots_used: '1',
    });
    expect(s.requests()).toEqual(['GET /backups/']);
    expect(s.sim.unexpected).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'wait',
      { ...WAIT, keep_last: '3' },
      'Waiting for 1 backup of all servers (keep_last 3, scope repository, timeout 1h)',
    ],
    ['wait', { ...WAIT, server_id: '12345' }, 'Waiting for 1 backup of server 12345 (timeout 1h)'],
    [
      'create',
      { server_id: '12345', keep_last: '2', scope: 'server' },
      'Creating a backup of server 12345 (keep_last 2, scope server)',
    ],
    [
      'create',
      { server_id: '12345', reuse_on_rerun: 'true' },
      'Creating a backup of server 12345 (reuse_on_rerun within 7d)',
    ],
    [
      'delete',
      { backup_id: '101,102', server_id: '12345' },
      'Deleting 2 backups (101, 102) of server 12345',
    ],
  ])('%s logs first what it will do: %j', async (operation, inputs, line) => {
    const s = scenario({ backups: [{ id: 101 }, { id: 102 }] });
    const { log } = await s.step({ operation, ...inputs });
    expect(log[0]?.line).toBe(line);
  });

  test('create polls after 1 s', async () => {
    const s = scenario({ backupDurationMs: 0 });
    await s.step({ operation: 'create', server_id: '12345' });
    expect(s.sim.requests.at(-1)?.at).toBe(s.clock.start + 1_000);
  });

  test('the first five polls are 1 s apart, then intervals grow by a quarter up to poll_interval', async () => {
    const s = scenario({ backups: [running()] });
    await s.step({ ...WAIT, poll_interval: '2s' });
    expect(timesOf(s).slice(0, 10)).toEqual([
      0, 1_000, 2_000, 3_000, 4_000, 5_250, 6_812.5, 8_765.625, 10_765.625, 12_765.625,
    ]);
  });

  test('a wait of ten minutes takes at most 72 requests', async () => {
    const s = scenario({ backups: [running()] });
    await s.step(WAIT);
    expect(s.sim.requests.length).toBeLessThanOrEqual(72);
  });

  test.each([2_000, 3_500, 5_000])('a backup of %d ms is seen within 1 s', async (ms) => {
    const s = scenario({ backupDurationMs: ms });
    await s.step({ operation: 'create', server_id: '12345' });
    expect(s.clock.elapsed).toBeLessThanOrEqual(ms + 1_000);
  });

  test('several backups of different servers need one list a poll', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, server_id: 12346, duration_ms: MINUTE })],
    });
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '102,101' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({
      backup_id: '102',
      backup_ids: '[102,101]',
      server_id: '12346',
      status: 'completed',
    });
    expect(new Set(s.requests())).toEqual(new Set(['GET /backups/']));
    expect(new Set(timesOf(s)).size).toBe(s.sim.requests.length);
  });

  test('several backups of several named servers need one list a poll, where it shows all', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, server_id: 12346, duration_ms: MINUTE })],
    });
    const { failure } = await s.step({ ...WAIT, backup_id: '101 102', server_id: '12345,12346' });
    expect(failure).toBeNull();
    expect(new Set(s.requests())).toEqual(new Set(['GET /backups/']));
  });

  test('where one list does not show all, the own lists of the named servers are polled', async () => {
    const others = Array.from({ length: 6 }, (_, n) => ({ id: 301 + n, server_id: 12347 }));
    const s = scenario({
      servers: [{ id: 12345 }, { id: 12346 }, { id: 12347 }],
      backups: [
        ...others,
        running({ duration_ms: MINUTE }),
        running({ id: 102, server_id: 12346, duration_ms: 2 * MINUTE }),
      ],
      dialect: { pageSize: 2, order: 'oldest' },
    });
    const inputs = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };
    const { failure, outputs } = await s.step(inputs);
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ backup_ids: '[101,102]', status: 'completed' });
    expect(s.requests()).toContain('GET /backups/?server_id=12346');
    expect(s.clock.elapsed).toBeLessThanOrEqual(2 * MINUTE + 10_000);
  });

  test('an API that lists no servers together is asked for each named one', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102, server_id: 12346 }],
      faults: [on.path(/backups\/$/, 'GET').status(400)],
    });
    const inputs = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };
    expect((await s.step(inputs)).failure).toBeNull();
  });

  test('where no server is named, its refusal is the error', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      faults: [on.path(/backups\/$/, 'GET').status(400, 'detail', { text: 'server_id is needed' })],
    });
    const { failure } = await s.step(WAIT);
    expect(failure).toBe(
      'The wait for backup 101 ended (last status: not listed yet): Could not list backups: VPS.org answered 400: server_id is needed. To resume, run a step with operation: wait and backup_id: 101.',
    );
  });

  test('one fails: the other is waited for all the same, and status is that of the first that is not completed', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, status: 'failed', duration_ms: MINUTE })],
    });
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '101,102' });
    expect(failure).toBe(
      [
        '1 of 2 backups failed.',
        '- Backup 102 of server 12345 (web-server-01) failed (status: failed).',
        'Do not deploy. Check the server on VPS.org, then re-run.',
      ].join('\n'),
    );
    expect(outputs).toMatchObject({ backup_ids: '[101,102]', status: 'failed' });
    expect(s.sim.vps.backup(101)?.status).toBe('completed');
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  test.each([
    'failed',
    'error',
    'errored',
    'cancelled',
    'canceled',
    'aborted',
    'deleted',
    'expired',
  ])('%s is a failure', async (status) => {
    const s = scenario({ backups: [running({ status, duration_ms: 4_000 })] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toMatch(`failed (status: ${status})`);
    expect(outputs.status).toBe(status);
    expect(s.clock.elapsed).toBe(4_000);
  });

  test.each(['capitalized', 'upper case', 'trailing space'] as const)(
    'completed is judged and shown alike: %s',
    async (spelling) => {
      const s = scenario({ backups: [running({ duration_ms: 5_000 })], dialect: { spelling } });
      const { failure, outputs } = await s.step(WAIT);
      expect(failure).toBeNull();
      expect(outputs.status).toBe('completed');
    },
  );

  test('a word that is not documented is pending, and named once in a warning', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102 })],
      intermediateStatuses: ['queued', 'in_progress', 'queued', 'verifying'],
    });
    const { failure, warnings } = await s.step({ ...WAIT, backup_id: '101,102' });
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      'Backup 101 has the status "queued", which is not documented; it counts as unfinished.',
      'Backup 101 has the status "verifying", which is not documented; it counts as unfinished.',
    ]);
  });

  test('a line at each change of status, else one every 30 s', async () => {
    const s = scenario({ backups: [running({ duration_ms: 100_000 })] });
    const { log } = await s.step({ ...WAIT, wait_timeout: '30m' });
    expect(log.map(({ line, at }) => `${at}: ${line}`).slice(1)).toEqual([
      '0: Backup 101 of server 12345 (web-server-01): in_progress after 0s (timeout 30m)',
      '30000: Backup 101: in_progress for 30s (timeout 30m)',
      '60000: Backup 101: in_progress for 1m (timeout 30m)',
      '90000: Backup 101: in_progress for 1m30s (timeout 30m)',
      expect.stringMatching(
        /^1\d{5}[.\d]*: Backup 101 of server 12345 \(web-server-01\): completed after 1m46s \(timeout 30m\)$/,
      ),
    ]);
  });

  test('of several, every 30 s a line with how many are done', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, duration_ms: 45_000 })],
    });
    const { log } = await s.step({ ...WAIT, backup_id: '101,102' });
    const beats = log.filter(({ line }) => line.includes('backups done'));
    expect(beats.slice(0, 2)).toMatchObject([
      { at: 30_000, line: '0 of 2 backups done after 30s (timeout 1h)' },
      { at: 60_000, line: '1 of 2 backups done after 1m (timeout 1h)' },
    ]);
  });
});

describe("another server's backup", () => {
  const elsewhere: BackupSeed = { id: 101, server_id: 12346 };
  const MESSAGE =
    'Backup 101 belongs to server 12346 (db-server-01), not to server 12345. Correct server_id or backup_id.';

  test.each([{}, { ignoreServerFilter: true }])('fails at once: %j', async (dialect) => {
    const s = scenario({ backups: [elsewhere, { id: 102 }], dialect });
    const { failure } = await s.step({ ...WAIT, server_id: '12345' });
    expect(failure).toBe(MESSAGE);
    expect(s.clock.elapsed).toBe(0);
  });

  test('is looked for with one unfiltered list, and only one', async () => {
    const s = scenario({ backups: [{ id: 102 }] });
    const { failure } = await s.step({ ...WAIT, server_id: '12345' });
    expect(failure).toMatch(/^Backup 101 of server 12345 is not in the list of backups after 2m/);
    expect(s.requests().filter((one) => one === 'GET /backups/')).toHaveLength(1);
  });

  test('is named, though the other backup of the same step is its own', async () => {
    const s = scenario({ backups: [elsewhere, { id: 102 }] });
    const { failure } = await s.step({ ...WAIT, backup_id: '102,101', server_id: '12345' });
    expect(failure).toBe(
      [
        '1 of 2 backups failed.',
        '- Backup 101 belongs to server 12346 (db-server-01), not to server 12345.',
        'Correct server_id or backup_id.',
      ].join('\n'),
    );
  });

  test('of two named servers, either may have it', async () => {
    const s = scenario({ backups: [elsewhere, { id: 102 }] });
    const inputs = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };
    expect((await s.step(inputs)).failure).toBeNull();
    const third = scenario({
      servers: [{ id: 12345 }, { id: 12346 }, { id: 12347, name: 'mail' }],
      backups: [{ id: 102 }, { id: 101, server_id: 12347 }],
    });
    expect((await third.step(inputs)).failure).toMatch(
      'Backup 101 belongs to server 12347 (mail), not to server 12345, 12346.',
    );
  });

  test('an unfiltered list that fails decides nothing', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 30_000 })],
      dialect: { listedWhenCompleted: true },
      faults: [on.path(/backups\/$/, 'GET').status(403)],
    });
    expect((await s.step({ ...WAIT, server_id: '12345' })).failure).toBeNull();
  });
});

describe('keep_last', () => {
  const old = [1, 2, 3].map((n) => ({
    id: n,
    created_at: ago((9 - n) * DAY),
    description: marked(),
  }));
  const own = (id: number, more: BackupSeed = {}) =>
    running({
      id,
      created_at: ago(0),
      description: marked('create', { runId: '1000' }),
      ...more,
    });

  test('rotates as create does, once all are completed, within this repository', async () => {
    const foreign = [4, 5].map((n) => ({
      id: n,
      created_at: ago(90 * DAY),
      description: 'by hand',
    }));
    const s = scenario({ backups: [...old, ...foreign, own(101)] });
    const { failure, outputs } = await s.step({ ...WAIT, keep_last: '2' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([1, 2]);
    expect(outputs).toMatchObject({ deleted_ids: '[1,2]', slots_used: '4' });
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  test.each(Object.entries(harmlessDialects))(
    'rotates the same in every dialect: %s',
    async (_, dialect) => {
      const s = scenario({ backups: [...old, own(101, { duration_ms: MINUTE })], dialect });
      const { failure, outputs } = await s.step({ ...WAIT, keep_last: '2' });
      expect(failure).toBeNull();
      expect(outputs).toMatchObject({ deleted_ids: '[1,2]', status: 'completed', slots_used: '2' });
      expect(s.sim.unexpected).toEqual([]);
    },
  );

  test('rotates nothing where one did not complete', async () => {
    const s = scenario({ backups: [...old, running(), running({ id: 102, status: 'failed' })] });
    await s.step({ ...WAIT, backup_id: '101,102', keep_last: '1' });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('rotates each server of several', async () => {
    const there = [6, 7].map((n) => ({
      id: n,
      server_id: 12346,
      created_at: ago((19 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({
      backups: [...old, ...there, own(101), own(102, { server_id: 12346, duration_ms: MINUTE })],
    });
    const { failure, outputs } = await s.step({
      ...WAIT,
      backup_id: '101,102',
      keep_last: '1',
    });
    expect(failure).toBeNull();
    expect([...s.sim.vps.deleted].sort()).toEqual([1, 2, 3, 6, 7]);
    expect(outputs.status).toBe('completed');
  });

  test.each(['failed', 'gone'])(
    'the list after the completion decides: %s fails, and nothing is rotated',
    async (to) => {
      const s = scenario({
        backups: [...old, own(101, { duration_ms: MINUTE })],
        onOutcome: () => {
          if (s.sim.vps.backup(101)?.status !== 'completed') return;
          if (to === 'gone') s.sim.vps.removeBackup(101);
          else s.sim.vps.updateBackup(101, { status: to });
        },
      });
      const { failure, outputs } = await s.step({ ...WAIT, keep_last: '1' });
      expect(failure).toMatch(to === 'gone' ? 'disappeared' : 'failed (status: failed)');
      expect(outputs.status).not.toBe('completed');
      expect(s.requests('DELETE')).toEqual([]);
    },
  );

  test.each<[string, BackupSeed, string]>([
    [
      '0 MB',
      { size_mb: 0 },
      'Backup 101 of server 12345 (web-server-01) is completed, but has 0 MB (before: 4.5 GB). Nothing is rotated. Check the server on VPS.org.',
    ],
    [
      'far smaller than before',
      { size_mb: 700 },
      'Backup 101 of server 12345 (web-server-01) has 700 MB, less than before (4.5 GB) by more than max_shrink. Nothing is rotated. Check the server on VPS.org.',
    ],
  ])('rotates nothing for a backup of %s, with a warning', async (_, seed, warning) => {
    const { duration_ms: _duration, ...completed } = own(101, seed);
    const before = old.map((one) => ({ ...one, size_mb: 4_500 }));
    const s = scenario({ backups: [...before, completed] });
    const { failure, warnings } = await s.step({ ...WAIT, keep_last: '1' });
    expect(failure).toBeNull();
    expect(warnings).toEqual([warning]);
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('rows without a server make the list incomplete: nothing is rotated, and a warning says so', async () => {
    const s = scenario({
      backups: [...old.map((one) => ({ ...one, hides: ['server'] })), own(101)],
    });
    const { failure, warnings } = await s.step({ ...WAIT, keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.requests('DELETE')).toEqual([]);
    expect(warnings.join('\n')).toContain("3 of its rows can't be read");
  });

  test('a delete that fails here is a warning', async () => {
    const s = scenario({
      backups: [...old, own(101, { duration_ms: 5_000 })],
      faults: [on.path(/^\/backups\/1\//, 'DELETE').status(403)],
    });
    const { failure, outputs, warnings } = await s.step({ ...WAIT, keep_last: '1' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ deleted_ids: '[2,3]', status: 'completed' });
    expect(warnings.join()).toMatch('Rotation of server 12345 (web-server-01) is not complete');
  });
});

test('without keep_last too, the last list that shows the backup decides', async () => {
  const s = scenario({
    backups: [
      running({ duration_ms: 5_000, created_at: ago(0) }),
      { id: 102, created_at: ago(DAY) },
    ],
    dialect: { pageSize: 1, order: 'newest' },
    onOutcome: () => {
      // The first page shows it completed; the list for the comparison of sizes shows it failed.
      if (s.sim.vps.backup(101)?.status === 'completed')
        s.sim.vps.updateBackup(101, { status: 'failed' });
    },
  });
  const { failure, outputs } = await s.step(WAIT);
  expect(failure).toMatch('Backup 101 of server 12345 (web-server-01) failed (status: failed).');
  expect(outputs.status).toBe('failed');
});

describe('the deadline', () => {
  const RESUME = 'To resume, run a step with operation: wait and backup_id: 101.';

  test('one final poll at the deadline itself; then it fails, and names the step that resumes', async () => {
    const s = scenario({ backups: [running({ duration_ms: DAY })] });
    const { failure, outputs } = await s.step({ ...WAIT, wait_timeout: '90s' });
    expect(timesOf(s).at(-1)).toBe(90_000);
    expect(s.clock.elapsed).toBe(90_000);
    expect(failure).toBe(
      `Backup 101 of server 12345 (web-server-01) did not complete within 1m30s (last status: in_progress); it is still running on VPS.org. ${RESUME}`,
    );
    expect(outputs).toMatchObject({
      backup_id: '101',
      status: 'in_progress',
      duration_seconds: '90',
    });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('one step resumes several, and only those that are not finished', async () => {
    const s = scenario({
      backups: [
        running({ duration_ms: DAY }),
        running({ id: 102, server_id: 12346, duration_ms: DAY }),
        running({ id: 103, duration_ms: 1_000 }),
      ],
    });
    const { failure } = await s.step({
      ...WAIT,
      backup_id: '102,103,101',
      wait_timeout: '90s',
    });
    expect(failure).toBe(
      [
        '2 of 3 backups failed.',
        '- Backup 102 of server 12346 (db-server-01) did not complete within 1m30s (last status: in_progress); it is still running on VPS.org.',
        '- Backup 101 of server 12345 (web-server-01) did not complete within 1m30s (last status: in_progress); it is still running on VPS.org.',
        'To resume, run a step with operation: wait and backup_id: 102,101.',
      ].join('\n'),
    );
  });

  test('what is completed just by then is seen', async () => {
    const s = scenario({ backups: [running({ duration_ms: 90_000 })] });
    expect((await s.step({ ...WAIT, wait_timeout: '90s' })).failure).toBeNull();
  });

  test('a slow poll is cut off there, so that the final poll is made', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 15_000 })],
      faults: [on.get.backups.nth(2).delay(29_000)],
    });
    const { failure } = await s.step({ ...WAIT, wait_timeout: '20s' });
    expect(failure).toBeNull();
    expect(s.clock.elapsed).toBe(20_000);
  });

  test('a hanging final poll ends within 5 s of the deadline', async () => {
    const s = scenario({
      backups: [running({ duration_ms: DAY })],
      faults: [on.get.backups.from(2).hang()],
    });
    const { failure, outputs } = await s.step({ ...WAIT, wait_timeout: '20s' });
    expect(failure).toMatch('Last poll: Could not list backups: the request timed out');
    expect(failure).toMatch(RESUME);
    expect(s.clock.elapsed).toBe(25_000);
    expect(outputs.status).toBe('in_progress');
  });

  test.each<[string, FaultRule[]]>([
    ['reset', [on.get.backups.nth(21).reset()]],
    ['refused', [on.get.backups.nth(21).refuse()]],
    ['cut short', [on.get.backups.nth(21).cutShort()]],
  ])('a final poll that is lost is tried again on a new connection: %s', async (_, faults) => {
    const fresh: boolean[] = [];
    const s = scenario({ backups: [running({ duration_ms: 99_500 })], faults });
    const { failure } = await s.step(
      { ...WAIT, wait_timeout: '100s' },
      { onSend: ({ newConnection }) => void fresh.push(newConnection ?? false) },
    );
    expect(timesOf(s).slice(-3)).toEqual([expect.any(Number), 100_000, 100_000]);
    expect(fresh.slice(-3)).toEqual([false, true, true]);
    expect(failure).toBeNull();
  });

  test('Retry-After never leads past it', async () => {
    const s = scenario({
      backups: [running({ duration_ms: DAY })],
      faults: [on.get.backups.tooManyRequests(60)],
    });
    const { failure } = await s.step({ ...WAIT, wait_timeout: '70s' });
    expect(timesOf(s)).toEqual([0, 60_000, 70_000, 70_000]);
    expect(failure).toBe(
      `Backup 101 did not complete within 1m10s (last status: not listed yet). Last poll: Could not list backups: VPS.org answered 429: Request was throttled. ${RESUME}`,
    );
  });
});

describe('not listed', () => {
  test('wait tolerates 120 s, and no longer', async () => {
    const late = scenario({
      backups: [running({ duration_ms: 115_000 })],
      dialect: { listedWhenCompleted: true },
    });
    expect((await late.step(WAIT)).failure).toBeNull();
    const s = scenario();
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '999' });
    expect(failure).toMatch(
      /^Backup 999 is not in the list of backups after 2m\ds\. Check backup_id, and that the token belongs to the account that owns it\.$/,
    );
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(120_000);
    expect(s.clock.elapsed).toBeLessThanOrEqual(130_000);
    expect(outputs).toMatchObject({ backup_id: '999', status: '' });
  });

  test.each(['60s', '120s'])('a wait of %s ends at its deadline first', async (wait_timeout) => {
    const s = scenario();
    await s.step({ ...WAIT, wait_timeout });
    expect(s.clock.elapsed).toBe(Number.parseInt(wait_timeout, 10) * 1_000);
  });

  test.each([150_000, 30 * MINUTE])(
    'create waits until the deadline for an id that VPS.org confirmed, with a warning at 120 s: %d ms',
    async (ms) => {
      const s = scenario({ backupDurationMs: ms, dialect: { listedWhenCompleted: true } });
      const { failure, outputs, log } = await s.step({ operation: 'create', server_id: '12345' });
      expect(failure).toBeNull();
      expect(outputs.status).toBe('completed');
      const warnings = log.filter(({ level }) => level === 'warning');
      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.line).toMatch(
        /^Backup 502 is not listed after 2m\d?s?, though VPS\.org confirmed its id; the wait continues\.$/,
      );
      expect(warnings[0]?.at).toBeLessThanOrEqual(131_000);
    },
  );

  test('create fails at the deadline where it is never listed', async () => {
    const s = scenario({ dialect: { createTakesMs: 'never' } });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toMatch(/^Backup 502 of server 12345 .*did not complete within 1h/);
    expect(s.clock.elapsed).toBe(HOUR);
    expect(outputs).toMatchObject({ backup_id: '502', status: 'in_progress' });
  });

  test('an incomplete list shows no absence, and is said at once', async () => {
    const s = scenario({ backups: [{}, {}, {}], dialect: { capRowsAt: 2 } });
    const { failure, log } = await s.step({ ...WAIT, backup_id: '999', wait_timeout: '10m' });
    expect(failure).toBe(
      'Backup 999 did not complete within 10m (last status: not listed yet). Last poll: its list is incomplete (it shows 2 of 3). To resume, run a step with operation: wait and backup_id: 999.',
    );
    expect(s.clock.elapsed).toBe(10 * MINUTE);
    expect(log.filter(({ level }) => level === 'warning')).toEqual([
      {
        level: 'warning',
        at: 0,
        line: 'The list of backups of all servers is incomplete: it shows 2 of 3.',
      },
    ]);
  });

  test('once seen, absence from three complete lists in a row fails', async () => {
    const s = scenario({
      backups: [running()],
      onRequest: () => {
        if (s.sim.requests.length === 5) s.sim.vps.removeBackup(101);
      },
    });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toBe(
      'Backup 101 of server 12345 (web-server-01) disappeared: it was listed (in_progress), then missing from 3 complete lists in a row. Do not deploy. Re-run to create another.',
    );
    expect(s.sim.requests).toHaveLength(7);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('absence from two complete lists is none yet', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 20_000 })],
      onRequest: () => {
        if (s.sim.requests.length === 3) s.sim.vps.removeBackup(101);
        if (s.sim.requests.length === 5) s.sim.vps.addBackup({ id: 101, duration_ms: 20_000 });
      },
    });
    expect((await s.step(WAIT)).failure).toBeNull();
  });

  test('absences count on over an incomplete list, a failed poll and a change of lists', async () => {
    const gone = { kind: 'remove backup', backup: 101 } as const;
    const s = scenario({
      backups: [running(), running({ id: 102, server_id: 12346 })],
      script: [{ when: { on: { method: 'GET' }, nth: 2 }, change: gone }],
      faults: [
        on.get.backups.nth(3).status(502),
        // The list of all no longer serves: the servers' own lists are polled from now on.
        on
          .path(/backups\/$/, 'GET')
          .from(4)
          .status(400),
      ],
    });
    const inputs = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };
    const { failure } = await s.step(inputs);
    expect(failure).toContain('101 of server 12345 (web-server-01) disappeared');
    const own = s.requests().filter((one) => one.endsWith('server_id=12345'));
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(s.sim.vps.backup(102)?.status).toBe('completed');
  });

  test('a backup that create knows from the 201 alone has not been seen in a list', async () => {
    // Three complete lists without it are no failure: it was never listed.
    const s = scenario({ dialect: { listingDelayMs: 60_000 } });
    const { failure } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toBeNull();
  });
});

describe('errors', () => {
  const faulty = (options: Partial<SimulatorOptions>) =>
    scenario({ backups: [running()], ...options });
  const PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>';

  test.each<[string, (when: typeof on.get.backups) => FaultRule]>([
    ['408', (when) => when.status(408)],
    ['425', (when) => when.status(425)],
    ['429', (when) => when.tooManyRequests()],
    ['500', (when) => when.status(500, 'html')],
    ['503', (when) => when.status(503, 'empty')],
    ['refused', (when) => when.refuse()],
    ['reset', (when) => when.reset()],
    ['hang', (when) => when.hang()],
    ['HTML with 200', (when) => when.html()],
    ['HTML with 403', (when) => when.answer(403, PAGE)],
    ['HTML with 404', (when) => when.answer(404, PAGE)],
    ['broken JSON', (when) => when.brokenJson()],
    ['cut short', (when) => when.cutShort()],
    ['redirect', (when) => when.redirect(302, '/login')],
    ['409 with Retry-After', (when) => when.locked(409, 3)],
  ])('nine minutes of transient errors are tolerated: %s', async (_, fault) => {
    const rule = fault(on.get.backups.from(2).for(9 * MINUTE));
    const { failure, outputs } = await faulty({ faults: [rule] }).step(WAIT);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('completed');
  });

  test.each<[string, FaultRule, string]>([
    ['500', on.get.backups.from(2).status(500), 'VPS.org answered 500: Error 500.'],
    ['reset', on.get.backups.from(2).reset(), 'the connection was reset (ECONNRESET).'],
    [
      'HTML',
      on.get.backups.from(2).html(),
      'a web page came instead of an answer of the API (200: Welcome Welcome).',
    ],
  ])('ten minutes of them end the wait, with the id kept: %s', async (_, fault, why) => {
    const s = faulty({ backups: [running({ duration_ms: DAY })], faults: [fault] });
    const { failure, outputs } = await s.step({ ...WAIT, wait_timeout: '2h' });
    expect(failure).toBe(
      `The wait for backup 101 of server 12345 (web-server-01) ended (last status: in_progress): Could not list backups: ${why} To resume, run a step with operation: wait and backup_id: 101.`,
    );
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(s.clock.elapsed).toBeLessThanOrEqual(10 * MINUTE + 31_000);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('time that Retry-After asks for does not count', async () => {
    const s = faulty({
      backups: [running({ duration_ms: 25 * MINUTE })],
      faults: [on.get.backups.from(2, 5).tooManyRequests(300)],
    });
    expect((await s.step({ ...WAIT, wait_timeout: '2h' })).failure).toBeNull();
    expect(timesOf(s).slice(1, 6)).toEqual([1_000, 301_000, 601_000, 901_000, 1_201_000]);
  });

  test('a good poll in between begins the count anew', async () => {
    const faults = [
      on.get.backups
        .from(2)
        .for(6 * MINUTE)
        .status(503),
      on
        .path(/./, 'GET')
        .from(60)
        .for(6 * MINUTE)
        .status(503),
    ];
    const s = faulty({ backups: [running({ duration_ms: 20 * MINUTE })], faults });
    expect((await s.step(WAIT)).failure).toBeNull();
  });

  test('a short wait ends at its deadline, and names the last error', async () => {
    const s = faulty({ faults: [on.get.backups.from(2).status(503)] });
    const { failure } = await s.step({ ...WAIT, wait_timeout: '3m' });
    expect(failure).toBe(
      'Backup 101 of server 12345 (web-server-01) did not complete within 3m (last status: in_progress); it is still running on VPS.org. Last poll: Could not list backups: VPS.org answered 503: Error 503. To resume, run a step with operation: wait and backup_id: 101.',
    );
    expect(s.clock.elapsed).toBe(3 * MINUTE);
  });

  test.each([401, 403])('two %d in a row fail, with the id kept', async (status) => {
    const s = faulty({ faults: [on.get.backups.from(4).status(status)] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toMatch(`VPS.org answered ${status}`);
    expect(failure).toMatch('To resume, run a step with operation: wait and backup_id: 101.');
    expect(s.sim.requests).toHaveLength(5);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('one 401 and one 403, with an error or a list between, are tolerated', async () => {
    const faults = [
      on.get.backups.nth(2).status(401),
      on.get.backups.nth(3).status(500),
      on.get.backups.nth(4).status(403),
      on.get.backups.nth(6).status(401),
    ];
    expect((await faulty({ faults }).step(WAIT)).failure).toBeNull();
  });

  test('401 and then 403 are two in a row', async () => {
    const s = faulty({
      faults: [on.get.backups.nth(2).status(401), on.get.backups.nth(3).status(403)],
    });
    expect((await s.step(WAIT)).failure).toContain('403');
    expect(s.sim.requests).toHaveLength(3);
  });

  test('a 404 of the API itself ends the wait at once', async () => {
    const s = faulty({ faults: [on.get.backups.from(3).status(404)] });
    expect((await s.step(WAIT)).failure).toContain('404');
    expect(s.sim.requests).toHaveLength(3);
  });

  test('polls are single tries', async () => {
    const s = faulty({ faults: [on.get.backups.nth(2).status(500)] });
    await s.step(WAIT);
    expect(timesOf(s).slice(0, 3)).toEqual([0, 1_000, 2_000]);
  });

  test('after a failed poll the next comes within 30 s, whatever poll_interval', async () => {
    const s = faulty({
      backups: [running({ duration_ms: 30 * MINUTE })],
      faults: [on.get.backups.from(30, 31).status(502)],
    });
    await s.step({ ...WAIT, poll_interval: '5m' });
    const failed = s.sim.requests.flatMap(({ outcome }, n) =>
      outcome?.faulty && n < s.sim.requests.length - 1 ? [n] : [],
    );
    const times = timesOf(s);
    for (const n of failed)
      expect((times[n + 1] ?? 0) - (times[n] ?? 0)).toBeLessThanOrEqual(30_000);
    const all = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(Math.max(...all)).toBeGreaterThan(30_000);
  });

  test.each([
    ['20', 20_000],
    ['1800', 1_800_000],
    ['Thu, 16 Jan 2025 15:45:31 GMT', 30_000],
    ['soon', 1_000],
    ['0', 1_000],
  ])('Retry-After is honoured in full: %s', async (text, ms) => {
    const s = faulty({ faults: [on.get.backups.nth(2).tooManyRequests(text)] });
    await s.step(WAIT);
    const [, second, third] = timesOf(s);
    expect((third ?? 0) - (second ?? 0)).toBe(ms);
  });

  test.each([-3 * HOUR, 3 * HOUR])(
    "a date in Retry-After is read by the answer's own Date, also of the first answer: %d ms off",
    async (clockSkewMs) => {
      for (const inputs of [WAIT, { operation: 'list' }]) {
        const s = faulty({ dialect: { clockSkewMs } });
        const at = new Date(s.clock.start + clockSkewMs + 20_000).toUTCString();
        s.sim.addFaults(on.get.backups.nth(1).tooManyRequests(at));
        expect((await s.step(inputs)).failure).toBeNull();
        expect(timesOf(s)[1]).toBe(20_000);
      }
    },
  );
});
