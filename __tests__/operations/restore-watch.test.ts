import { describe, expect, test } from '@jest/globals';
import { on, type SimulatorOptions } from '../../simulator/index.js';
import { MINUTE, type StepInputs, scenario } from '../support/harness.js';

async function watch(options: SimulatorOptions, inputs: StepInputs = {}) {
  const s = scenario({ backups: [{ id: 101 }], restoreDurationMs: 5 * MINUTE, ...options });
  const result = await s.step({
    operation: 'restore',
    server_id: '12345',
    backup_id: '101',
    ...inputs,
  });
  expect(s.sim.vps.restores).toHaveLength(1);
  return { ...s, ...result };
}

describe('done', () => {
  test.each(['active', 'stopped'])(
    'once restoring was seen, when it is %s',
    async (restoreOutcome) => {
      const { failure, outputs, clock } = await watch({ restoreOutcome });
      expect(failure).toBeNull();
      expect(outputs.status).toBe('restored');
      expect(clock.elapsed).toBeGreaterThanOrEqual(5 * MINUTE);
    },
  );

  test('once restoring was seen, when it is at its former status', async () => {
    const servers = [{ id: 12345, status: 'rescue' }];
    const { outputs } = await watch({ servers });
    expect(outputs.status).toBe('restored');
  });

  test('if another change was seen instead, only when it is back at its former status', async () => {
    const { outputs, clock } = await watch({
      restoreStatuses: ['stopped'],
      restoreOutcome: 'active',
    });
    expect(outputs.status).toBe('restored');
    expect(clock.elapsed).toBeGreaterThanOrEqual(5 * MINUTE);
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

  test('the former status is asked for again where the list of servers fails at first', async () => {
    const { outputs, failure } = await watch({
      restoreStatuses: ['stopped'],
      restoreOutcome: 'active',
      faults: [on.get.servers.nth(1).status(500)],
    });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('restored');
  });

  test('a server that is stopped in the middle, then restoring, is not done meanwhile', async () => {
    const { outputs, clock } = await watch({
      restoreStatuses: ['stopped', 'restoring'],
      restoreOutcome: 'active',
    });
    expect(outputs.status).toBe('restored');
    expect(clock.elapsed).toBeGreaterThanOrEqual(5 * MINUTE);
  });

  test('another status that stays is not done: at the deadline it fails, as accepted', async () => {
    const { failure, outputs, clock } = await watch(
      { restoreStatuses: ['stopped'], restoreOutcome: 'stopped' },
      { wait_timeout: '10m' },
    );
    expect(failure).toMatch(/accepted.*not seen to end within wait_timeout.*stopped/s);
    expect(outputs.status).toBe('accepted');
    expect(clock.elapsed).toBe(10 * MINUTE);
  });
});

test.each(['suspended', 'error', 'failed'])('after a change, %s fails', async (restoreOutcome) => {
  const { failure, outputs } = await watch({ restoreOutcome });
  expect(failure).toMatch(new RegExp(`server went to ${restoreOutcome}`));
  expect(outputs.status).toBe('accepted');
});

test('restoring until past the deadline: it fails, as accepted', async () => {
  const { failure, outputs, clock, sim } = await watch({}, { wait_timeout: '2m' });
  expect(failure).toContain('restoring');
  expect(outputs.status).toBe('accepted');
  expect(clock.elapsed).toBe(2 * MINUTE);
  expect(sim.requests.at(-1)?.at).toBe(clock.start + 2 * MINUTE);
});

describe('completion can not be observed: success as accepted, with a warning', () => {
  test('no change is ever seen for 60 s', async () => {
    const { failure, outputs, warnings, clock } = await watch({ restoreStatuses: [] });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings.join()).toContain('could not be observed');
    expect(clock.elapsed).toBeGreaterThanOrEqual(MINUTE);
    expect(clock.elapsed).toBeLessThan(80_000);
  });

  test('the list of servers is refused', async () => {
    const { failure, outputs, warnings } = await watch({ faults: [on.get.servers.status(403)] });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings).toHaveLength(1);
  });

  test('the list of servers is down for good', async () => {
    const { failure, outputs, warnings } = await watch({ faults: [on.get.servers.status(500)] });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings).toHaveLength(1);
  });

  test('what it was before could not be read, and the first look shows it stopped in the middle', async () => {
    const { failure, outputs, warnings } = await watch({
      restoreStatuses: ['stopped'],
      restoreOutcome: 'active',
      restoreDurationMs: MINUTE / 2,
      faults: [on.get.servers.nth(1, 2, 3).status(500)],
    });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings.join()).toContain('what it was before the restore is not known');
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
      expect(warnings.join()).toContain('could not be read');
    },
  );

  test('three looks in a row do not show the server', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      restoreDurationMs: 5 * MINUTE,
      onRequest: ({ at }) => {
        if (at > s.clock.start + 10_000) s.sim.vps.removeServer(12345);
      },
    });
    const { failure, outputs, warnings } = await s.step({
      operation: 'restore',
      server_id: '12345',
      backup_id: '101',
    });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings.join()).toContain('did not show it');
  });

  test('a list that shows it only partly does not show it', async () => {
    const { outputs, warnings } = await watch({
      dialect: { capRowsAt: 1 },
      servers: [{ id: 1 }, { id: 12345 }],
      backups: [{ id: 101, server_id: 12345 }],
    });
    expect(outputs.status).toBe('accepted');
    expect(warnings).toHaveLength(1);
  });
});

test('faults in the middle are ridden out', async () => {
  const { failure, outputs } = await watch({
    faults: [on.get.servers.from(4, 10).status(502), on.get.servers.from(12, 15).html()],
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

test('the status before could not be read: it is learned while watching', async () => {
  const { outputs } = await watch({ faults: [on.get.servers.nth(1).status(500)] });
  expect(outputs.status).toBe('restored');
});
