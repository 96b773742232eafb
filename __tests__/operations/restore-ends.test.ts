/** Restores that end stopped, failed, or without being observed. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { MINUTE, scenario } from '../support/harness.js';
import { course, LABEL, RESTORE, watch } from './restore-course.js';

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
      note: 'The server is stopped now.',
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

  test('one list that does not show the server, and none after it', async () => {
    const { failure, outputs } = await watch(
      {
        faults: [
          on.get.servers.nth(2).answer(200, '{"count":0,"results":[]}'),
          on.get.servers.from(3).status(500),
        ],
      },
      { wait_timeout: '5m' },
    );
    expect(failure).toBe(
      `VPS.org accepted the restore of ${LABEL}, but it was not over within 5m (last status of the server: not listed). Check the server on VPS.org before anything else.`,
    );
    expect(outputs.status).toBe('accepted');
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
      `${WARNING} its status (active) did not change within 1m. Check the server on VPS.org before anything else.`,
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
      `${WARNING} the list of servers can't be read (403: Error 403). Check the server on VPS.org before anything else.`,
    ]);
  });

  test('the list of servers is down for good: after ten minutes', async () => {
    const { failure, outputs, warnings, clock } = await watch({
      faults: [on.get.servers.status(500)],
    });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings).toEqual([
      `${WARNING} the list of servers can't be read (500: Error 500). Check the server on VPS.org before anything else.`,
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
      expect(warnings).toEqual([
        `${WARNING} the list of servers can't be read. Check the server on VPS.org before anything else.`,
      ]);
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
      `${WARNING} 3 lists of servers in a row did not show it. Check the server on VPS.org before anything else.`,
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
