/** `restore` with `wait`: what `GET /servers/` shows of a restore, and what becomes of the step. */
import { describe, expect, test } from '@jest/globals';
import { on, restoreCourses } from '../../simulator/index.js';
import { DAY, MINUTE } from '../support/harness.js';
import { course, watch } from './restore-course.js';

describe('every course of the simulator', () => {
  /** The output `status`, the failure and the warning that each comes to. */
  const ENDS: Record<keyof typeof restoreCourses, [string, RegExp | null, RegExp | null]> = {
    'restoring, then as before': ['restored', null, null],
    'restoring for 15 minutes': ['restored', null, null],
    'left stopped': ['restored', null, /the server is stopped now: start it\.$/],
    'stopped before restoring': ['restored', null, null],
    'stopped before restoring, and left so': ['restored', null, /the server is stopped now/],
    'stopped only': ['restored', null, null],
    'restoring, then stopped, then as before': ['restored', null, null],
    'nothing shown': ['accepted', null, /its status \(active\) did not change within 1m/],
    'over before the first poll': ['accepted', null, /did not change within 1m/],
    'ends in error': ['accepted', /the server is in status error/, null],
    'ends in failed': ['accepted', /the server is in status failed/, null],
    'ends in suspended': ['accepted', /the server is in status suspended/, null],
    'nothing shown, then error': ['accepted', /the server is in status error/, null],
  };

  test.each(Object.entries(restoreCourses))('%s', async (name, options) => {
    const { failure, outputs, warnings } = await watch(options);
    const [status, problem, warning] = ENDS[name] ?? ['no end is named', null, null];
    expect(outputs.status).toBe(status);
    expect(failure === null ? problem : problem?.test(failure)).toBe(
      failure === null ? null : true,
    );
    expect(warnings).toEqual(warning === null ? [] : [expect.stringMatching(warning)]);
  });
});

describe('restored', () => {
  test('once restoring was seen and is over', async () => {
    const { failure, outputs, clock, text } = await watch({});
    expect(failure).toBeNull();
    expect(outputs.status).toBe('restored');
    expect(clock.elapsed).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(text).toMatch(/^Restored backup 101 of server 12345 \(web-server-01\) after 5m\d*s?$/m);
  });

  test.each(['rescue', 'stopped', 'error', 'suspended'])(
    'once restoring was seen, when it is %s as before',
    async (before) => {
      const at = [
        [1, 'restoring'],
        [MINUTE, before],
      ] as const;
      const { status, failure } = await course(at, { before });
      // A server in error stays in need of a person.
      if (before === 'error') expect(failure).toMatch('the server is in status error');
      else expect([status, failure]).toEqual(['restored', null]);
    },
  );

  test('once restoring was seen, when it is active, whatever it was before', async () => {
    const at = [
      [1, 'restoring'],
      [MINUTE, 'active'],
    ] as const;
    expect((await course(at, { before: 'suspended' })).status).toBe('restored');
    expect((await course(at, { before: 'stopped' })).status).toBe('restored');
  });

  test('where another change was seen, only when it came back to the former status', async () => {
    const { status, clock } = await course([
      [1, 'rebooting'],
      [MINUTE, 'provisioning'],
      [5 * MINUTE, 'active'],
    ]);
    expect(status).toBe('restored');
    expect(clock.elapsed).toBeGreaterThanOrEqual(5 * MINUTE);
  });

  test('stopped without restoring seen is no end', async () => {
    const { failure, status, clock } = await course([[1, 'stopped']], {
      inputs: { wait_timeout: '10m' },
    });
    expect(failure).toBe(
      `VPS.org accepted the restore of backup 101 of server 12345 (server-12345), but it was not over within 10m (last status of the server: stopped). Check the server on VPS.org before anything else.`,
    );
    expect(status).toBe('accepted');
    expect(clock.elapsed).toBe(10 * MINUTE);
  });

  test('stopped before restoring is no end', async () => {
    const { status, warnings, clock } = await course([
      [1, 'stopped'],
      [3 * MINUTE, 'restoring'],
      [6 * MINUTE, 'active'],
    ]);
    expect([status, warnings]).toEqual(['restored', []]);
    expect(clock.elapsed).toBeGreaterThanOrEqual(6 * MINUTE);
  });

  test('a row without a status is no change', async () => {
    const blank = JSON.stringify({ results: [{ id: 12345, name: 'web-server-01', status: null }] });
    const { outputs, clock } = await watch({
      restoreStatuses: [],
      faults: [on.get.servers.nth(2).answer(200, blank)],
    });
    expect(outputs.status).toBe('accepted');
    expect(clock.elapsed).toBeGreaterThanOrEqual(MINUTE);
  });

  test('transient errors in the middle are tolerated', async () => {
    const { failure, outputs } = await watch({
      faults: [
        on.get.servers.from(4, 10).status(502),
        on.get.servers.from(12, 15).html(),
        on.get.servers.nth(17).status(401),
        on.get.servers.nth(19).tooManyRequests(30),
      ],
    });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('restored');
  });

  test('a later page of the list of servers that fails does not matter', async () => {
    const { outputs, warnings } = await watch({
      servers: [{ id: 12345 }, { id: 12346 }],
      dialect: { pageSize: 1 },
      faults: [on.path(/page=2/, 'GET').status(500)],
    });
    expect(outputs.status).toBe('restored');
    expect(warnings).toEqual([]);
  });
});

describe('the status before', () => {
  test('is asked for again where the list of servers fails at first', async () => {
    const { outputs, failure } = await watch({
      restoreStatuses: ['stopped'],
      restoreOutcome: 'active',
      faults: [on.get.servers.nth(1).status(500), on.get.servers.nth(2).html()],
    });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('restored');
  });

  test('is learned while watching, where it could not be read', async () => {
    const { outputs } = await watch({ faults: [on.get.servers.for(10_000).status(500)] });
    expect(outputs.status).toBe('restored');
  });

  test('can not be told from the first poll where that shows it stopped', async () => {
    const { failure, outputs, warnings } = await watch({
      restoreStatuses: ['stopped'],
      restoreOutcome: 'active',
      restoreDurationMs: MINUTE / 2,
      faults: [on.get.servers.for(16_000).hang()],
    });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings.join()).toContain('its status before the restore is not known');
  });
});

test('a line at each change of the server, else one every 30 s', async () => {
  const { log } = await course([
    [1, 'restoring'],
    [70_000, 'active'],
  ]);
  const lines = log.filter(({ line }) => line.startsWith('Server 12345')).map(({ line }) => line);
  expect(lines).toEqual([
    'Server 12345: restoring after 1s (timeout 1h)',
    'Server 12345: restoring for 30s (timeout 1h)',
    'Server 12345: restoring for 1m (timeout 1h)',
    expect.stringMatching(/^Server 12345: active after 1m1\ds \(timeout 1h\)$/),
  ]);
});

describe('what is recorded', () => {
  test('how long it was watched', async () => {
    const { report, outputs } = await watch({ restoreDurationMs: 40_000 });
    expect(report.backups.get(101)?.waitedMs).toBe(report.waitedMs);
    expect(report.waitedMs).toBeGreaterThan(40_000);
    expect(outputs.duration_seconds).toBe('47');
  });

  test('why its completion is not known', async () => {
    const { report } = await watch({ restoreStatuses: [] });
    expect(report).toMatchObject({
      status: 'accepted',
      note: 'Its completion could not be observed: its status (active) did not change within 1m.',
    });
  });

  test('at the deadline, the last status', async () => {
    const { failure, outputs } = await watch({ restoreDurationMs: DAY }, { wait_timeout: '5m' });
    expect(failure).toContain('it was not over within 5m (last status of the server: restoring)');
    expect(outputs.status).toBe('accepted');
  });
});
