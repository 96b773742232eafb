/** `restore` with `wait`: what `GET /servers/` shows of a restore, and what becomes of the step. */
import { describe, expect, test } from '@jest/globals';
import { on, restoreCourses, type SimulatorOptions } from '../../simulator/index.js';
import { MINUTE, type Scenario, type StepInputs, scenario } from '../support/harness.js';

const RESTORE = { operation: 'restore', server_id: '12345', backup_id: '101' } as const;
const LABEL = 'backup 101 of server 12345 (web-server-01)';

async function watch(options: SimulatorOptions, inputs: StepInputs = {}) {
  const s = scenario({ backups: [{ id: 101 }], restoreDurationMs: 5 * MINUTE, ...options });
  const result = await s.step({ ...RESTORE, ...inputs });
  expect(s.sim.vps.restores).toHaveLength(1);
  expect(s.sim.unexpected).toEqual([]);
  return { ...s, ...result };
}

/** A restore during which the server shows these statuses, each from so many milliseconds after it on. */
async function course(
  statuses: readonly (readonly [number, string])[],
  { inputs = {}, before = 'active' }: { inputs?: StepInputs; before?: string } = {},
) {
  const s: Scenario = scenario({
    backups: [{ id: 101 }],
    servers: [{ id: 12345, status: before }],
    restoreStatuses: [],
    restoreDurationMs: 0,
    onRequest: ({ at }) => {
      const since = at - (s.sim.vps.restores[0]?.at ?? at);
      const status = statuses.filter(([from]) => since >= from).at(-1)?.[1];
      if (status !== undefined && since > 0) s.sim.vps.updateServer(12345, { status });
    },
  });
  const result = await s.step({ ...RESTORE, ...inputs });
  return { ...s, ...result, status: result.outputs.status };
}

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

describe('restoring, then stopped where it was active', () => {
  const STOPPED = [
    [1, 'restoring'],
    [MINUTE, 'stopped'],
  ] as const;

  test('is watched for 30 s more, then restored with a warning', async () => {
    const { failure, status, warnings, clock, report } = await course(STOPPED);
    expect([failure, status]).toEqual([null, 'restored']);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Restored backup 101 of server 12345 \(server-12345\) after 1m\d\ds, but the server is stopped now: start it\.$/,
      ),
    ]);
    expect(clock.elapsed).toBeGreaterThanOrEqual(90_000);
    expect(clock.elapsed).toBeLessThanOrEqual(115_000);
    expect(report).toMatchObject({
      note: 'The server is stopped now, though it was on before.',
    });
  });

  test('is restored without a warning where it starts within them', async () => {
    const { status, warnings } = await course([...STOPPED, [MINUTE + 20_000, 'active']]);
    expect([status, warnings]).toEqual(['restored', []]);
  });

  test('fails where it goes to error within them', async () => {
    const { status, failure } = await course([...STOPPED, [MINUTE + 20_000, 'error']]);
    expect(status).toBe('accepted');
    expect(failure).toMatch('the server is in status error');
  });

  test('is watched to the deadline, where that comes first', async () => {
    const { failure, status, warnings, clock } = await course(STOPPED, {
      inputs: { wait_timeout: '80s' },
    });
    expect([failure, status, warnings.length]).toEqual([null, 'restored', 1]);
    expect(clock.elapsed).toBe(80_000);
  });

  test('begins anew where restoring comes again', async () => {
    const { status, warnings, clock } = await course([
      ...STOPPED,
      [MINUTE + 20_000, 'restoring'],
      [3 * MINUTE, 'active'],
    ]);
    expect([status, warnings]).toEqual(['restored', []]);
    expect(clock.elapsed).toBeGreaterThanOrEqual(3 * MINUTE);
  });

  test('is no warning where it was stopped before', async () => {
    const { status, warnings } = await course(STOPPED, { before: 'stopped' });
    expect([status, warnings]).toEqual(['restored', []]);
  });
});

describe('failed, as accepted', () => {
  test.each(['suspended', 'error', 'failed'])('after a change, %s', async (restoreOutcome) => {
    const { failure, outputs } = await watch({ restoreOutcome });
    expect(failure).toBe(
      `VPS.org accepted the restore of ${LABEL}, but the server is in status ${restoreOutcome}. Check the server on VPS.org before anything else.`,
    );
    expect(outputs.status).toBe('accepted');
  });

  test('error, then restoring, then error', async () => {
    const at = [
      [10_000, 'restoring'],
      [MINUTE, 'error'],
    ] as const;
    const { failure, status } = await course(at, { before: 'error' });
    expect(status).toBe('accepted');
    expect(failure).toMatch('the server is in status error');
  });

  test.each(['error', 'failed'])('%s that does not change for 60 s', async (before) => {
    const { failure, status, clock } = await course([], { before });
    expect(status).toBe('accepted');
    expect(failure).toMatch(`the server is in status ${before}`);
    expect(clock.elapsed).toBeGreaterThanOrEqual(MINUTE);
  });

  test('error, and then the list of servers can no longer be read', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      servers: [{ id: 12345, status: 'error' }],
      restoreStatuses: [],
      faults: [on.get.servers.from(3).status(403)],
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toMatch('the server is in status error');
    expect(outputs.status).toBe('accepted');
  });

  test('restoring until past the deadline', async () => {
    const { failure, outputs, clock, sim } = await watch({}, { wait_timeout: '2m' });
    expect(failure).toBe(
      `VPS.org accepted the restore of ${LABEL}, but it was not over within 2m (last status of the server: restoring). Check the server on VPS.org before anything else.`,
    );
    expect(outputs.status).toBe('accepted');
    expect(clock.elapsed).toBe(2 * MINUTE);
    expect(sim.requests.at(-1)?.at).toBe(clock.start + 2 * MINUTE);
  });

  test('no change by a deadline of less than 60 s', async () => {
    const { failure, outputs, clock } = await watch(
      { restoreStatuses: [] },
      { wait_timeout: '30s' },
    );
    expect(failure).toMatch('it was not over within 30s (last status of the server: active)');
    expect(outputs.status).toBe('accepted');
    expect(clock.elapsed).toBe(30_000);
  });
});

describe('completion that can not be observed: green as accepted, with a warning', () => {
  const WARNING = `VPS.org accepted the restore of ${LABEL}, but its completion could not be observed:`;

  test('no change for 60 s', async () => {
    const { failure, outputs, warnings, clock } = await watch({ restoreStatuses: [] });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings).toEqual([
      `${WARNING} its status (active) did not change within 1m. Check the server.`,
    ]);
    expect(clock.elapsed).toBeGreaterThanOrEqual(MINUTE);
    expect(clock.elapsed).toBeLessThan(80_000);
  });

  test('suspended that does not change', async () => {
    const { failure, status, warnings } = await course([], { before: 'suspended' });
    expect([failure, status]).toEqual([null, 'accepted']);
    expect(warnings.join()).toMatch('its status (suspended) did not change within 1m');
  });

  test('the list of servers is refused', async () => {
    const { failure, outputs, warnings } = await watch({ faults: [on.get.servers.status(403)] });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings).toEqual([
      `${WARNING} the list of servers can't be read (403: Error 403). Check the server.`,
    ]);
  });

  test('the list of servers is down for good: after ten minutes', async () => {
    const { failure, outputs, warnings, clock } = await watch({
      faults: [on.get.servers.status(500)],
    });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings).toEqual([
      `${WARNING} the list of servers can't be read (500: Error 500). Check the server.`,
    ]);
    expect(clock.elapsed).toBeLessThan(12 * MINUTE);
  });

  test.each(['8s', '20s'])(
    'the list of servers can not be read until the deadline: %s',
    async (wait_timeout) => {
      const { failure, outputs, warnings } = await watch(
        { faults: [on.get.servers.status(500)] },
        { wait_timeout },
      );
      expect(failure).toBeNull();
      expect(outputs.status).toBe('accepted');
      expect(warnings).toEqual([`${WARNING} the list of servers can't be read. Check the server.`]);
    },
  );

  test('three lists in a row do not show the server', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      restoreDurationMs: 5 * MINUTE,
      onRequest: ({ at }) => {
        if (at > s.clock.start + 10_000) s.sim.vps.removeServer(12345);
      },
    });
    const { failure, outputs, warnings } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings).toEqual([
      `${WARNING} 3 lists of servers in a row did not show it. Check the server.`,
    ]);
  });

  test('an incomplete list of servers does not show it', async () => {
    const { outputs, warnings } = await watch({
      dialect: { capRowsAt: 1 },
      servers: [{ id: 1 }, { id: 12345 }],
      backups: [{ id: 101, server_id: 12345 }],
    });
    expect(outputs.status).toBe('accepted');
    expect(warnings).toHaveLength(1);
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
