/** What the lists between deletes show of the new backups. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { ago, DAY, marked, type Scenario, type StepInputs, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '1' } as const;
const OLD = [1, 2, 3].map((id) => ({
  ...{ id, created_at: ago((9 - id) * DAY), description: marked() },
}));

/** Changes something once the first DELETE has its answer. */
function afterFirstDelete(change: (s: Scenario) => void, options = {}): Scenario {
  let isDone = false;
  const s: Scenario = scenario({
    backups: OLD,
    onOutcome: ({ method }) => {
      if (method !== 'DELETE' || isDone) return;
      isDone = true;
      change(s);
    },
    ...options,
  });
  return s;
}

describe('after the first delete, a list shows the new backup', () => {
  test.each(['failed', 'deleted'])(
    'as %s: the step fails, and no more is deleted',
    async (status) => {
      const s = afterFirstDelete(({ sim }) => sim.vps.updateBackup(502, { status }));
      const { failure, outputs } = await s.step(CREATE);
      expect(failure).toBe(
        `Backup 502 of server 12345 (web-server-01) failed (status: ${status}). Check the server on VPS.org before anything else.`,
      );
      expect(outputs).toMatchObject({ backup_id: '502', status, deleted_ids: '[1]' });
    },
  );

  test('as in progress: it is waited for, and no more is deleted', async () => {
    const s = afterFirstDelete(({ sim, clock }) => {
      sim.vps.updateBackup(502, { status: 'in_progress' });
      void clock.sleep(40_000).then(() => sim.vps.updateBackup(502, { status: 'completed' }));
    });
    const { failure, outputs, text } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'completed', deleted_ids: '[1]' });
    expect(s.clock.elapsed).toBeGreaterThan(40_000);
    expect(text).toMatch(/\nDeleted backup 1 [^\n]*\nBackup 502 [^\n]*: in_progress after 0s /);
  });

  test('no more: the step fails after three complete lists', async () => {
    const s = afterFirstDelete(({ sim }) => sim.vps.removeBackup(502));
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toMatch(
      /^Backup 502 .* disappeared: it was listed \(completed\), then missing/,
    );
    expect(outputs.deleted_ids).toBe('[1]');
  });

  test.each([
    [
      'in_progress',
      'Backup 502 of server 12345 (web-server-01) did not complete within 2m (last status: in_progress); it is still running on VPS.org. Last poll: Could not list backups: VPS.org answered 503: Error 503. To resume, run a step with operation: wait and backup_id: 502.',
    ],
    [
      'failed',
      'Backup 502 of server 12345 (web-server-01) failed (status: failed). Check the server on VPS.org before anything else.',
    ],
  ])('as %s, and no list comes after that: its completion does not stand', async (status, why) => {
    const s = afterFirstDelete(({ sim }) => {
      sim.vps.updateBackup(502, { status });
      sim.addFaults(on.get.backups.from(2).status(503));
    });
    const { failure, outputs, warnings } = await s.step({ ...CREATE, wait_timeout: '2m' });
    expect(failure).toBe(why);
    expect(outputs).toMatchObject({ backup_id: '502', status, deleted_ids: '[1]' });
    expect(warnings).toEqual([]);
  });

  test('no more, and no list comes after that: the step fails', async () => {
    const s = afterFirstDelete(({ sim }) => {
      sim.vps.removeBackup(502);
      sim.addFaults(on.get.backups.from(2).status(503));
    });
    const { failure, outputs, warnings } = await s.step({ ...CREATE, wait_timeout: '2m' });
    expect(failure).toBe(
      'Backup 502 of server 12345 (web-server-01) disappeared: it was listed (completed), then missing from the last complete list. Re-run to create another backup before you deploy.',
    );
    expect(outputs).toMatchObject({ backup_id: '502', status: 'unknown' });
    expect(warnings).toEqual([]);
  });

  test('one of two as failed: that one fails, the other does not', async () => {
    const s = afterFirstDelete(({ sim }) => sim.vps.updateBackup(502, { status: 'failed' }), {
      backups: [...OLD, ...[501, 502].map((id) => ({ id, description: marked('create', OWN) }))],
    });
    const { failure } = await s.step({ ...WAIT, backup_id: '501,502' });
    expect(failure).toMatch(/^1 of 2 backups failed\.\n- Backup 502 .* failed \(status: failed\)/);
    expect(s.requests('DELETE')).toHaveLength(1);
  });
});

const OWN = { runId: '1000' };
const WAIT: StepInputs = { operation: 'wait', keep_last: '1' };

describe('two backups of one server', () => {
  const both = (sizes: readonly number[]) => [
    ...OLD.map((one) => ({ ...one, size_mb: 4_000 })),
    ...sizes.map((size_mb, n) => ({
      ...{ id: 501 + n, size_mb, created_at: ago(0), description: marked('create', OWN) },
    })),
  ];

  test.each([
    [4_000, 100],
    [100, 4_000],
  ])('of %d and %d MB: one that is suspicious stops the rotation', async (...sizes) => {
    const s = scenario({ backups: both(sizes) });
    const { failure, warnings } = await s.step({ ...WAIT, backup_id: '501,502' });
    expect(failure).toBeNull();
    expect(warnings.join()).toContain('by more than max_shrink. Nothing is rotated.');
    expect(s.requests('DELETE')).toEqual([]);
  });

  test.each([501, 502])('one of which fails in the last list: %d', async (id) => {
    const s: Scenario = scenario({
      backups: both([4_000, 4_000]),
      onOutcome: () => s.sim.vps.updateBackup(id, { status: 'failed' }),
    });
    const { failure } = await s.step({ ...WAIT, backup_id: '501,502' });
    expect(failure).toMatch(new RegExp(`^1 of 2 backups failed\\.\\n- Backup ${id} `));
    expect(s.requests('DELETE')).toEqual([]);
  });
});

test('rows of another server, where the API does not filter, are not rotated', async () => {
  const there = OLD.map((one) => ({
    ...{ ...one, id: one.id + 10, server_id: 12346, created_at: ago(90 * DAY) },
  }));
  const s = scenario({ backups: [...OLD, ...there], dialect: { ignoreServerFilter: true } });
  const { failure, outputs } = await s.step(CREATE);
  expect(failure).toBeNull();
  expect(outputs.deleted_ids).toBe('[1,2,3]');
});

test('the list before the rotation is rejected: the step is green, and says why nothing was rotated', async () => {
  const s = scenario({
    backups: OLD,
    backupDurationMs: 500,
    faults: [on.get.backups.from(3).status(404)],
  });
  const { failure, warnings } = await s.step(CREATE);
  expect(failure).toBeNull();
  expect(warnings).toEqual([
    'Nothing was rotated on server 12345 (web-server-01): the list could not be read again. Could not list backups: VPS.org answered 404: Error 404.',
  ]);
});
