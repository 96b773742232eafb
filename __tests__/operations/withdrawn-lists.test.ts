/** Which list decides, where several follow the one that showed a backup completed. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { ago, DAY, MINUTE, marked, type Scenario, scenario } from '../support/harness.js';

const OLD = [1, 2, 3].map((id) => ({
  ...{ id, size_mb: 4_000, created_at: ago((9 - id) * DAY), description: marked() },
}));
/** A poll reads only the first page: the list for the comparison of sizes is another. */
const PAGED = { pageSize: 1, order: 'newest' } as const;
const CREATE = { operation: 'create', server_id: '12345' } as const;

/** Changes something once the answer to a GET has shown backup 502 completed. */
function onceCompleted(change: (s: Scenario) => void, options = {}): Scenario {
  let isDone = false;
  const s: Scenario = scenario({
    ...{ backups: OLD, dialect: PAGED, ...options },
    onOutcome: ({ method }) => {
      if (method !== 'GET' || isDone || s.sim.vps.backup(502)?.status !== 'completed') return;
      isDone = true;
      change(s);
    },
  });
  return s;
}

describe('after a backup was seen completed', () => {
  test('and polls were lost until the deadline: the list for the comparison of sizes shows it failed', async () => {
    const s = onceCompleted(({ sim, clock }) => {
      sim.addFaults(on.get.backups.for(2 * MINUTE).status(503));
      void clock.sleep(2 * MINUTE).then(() => sim.vps.updateBackup(502, { status: 'failed' }));
    });
    const { failure, outputs } = await s.step({ ...CREATE, keep_last: '1', wait_timeout: '2m' });
    expect(failure).toBe(
      'Backup 502 of server 12345 (web-server-01) failed (status: failed). Check the server on VPS.org before anything else.',
    );
    expect(outputs).toMatchObject({ backup_id: '502', status: 'failed', deleted_ids: '[]' });
  });

  test.each([{}, { keep_last: '1' }])(
    'and then no more, until the deadline: the step fails, %j',
    async (more) => {
      const s = onceCompleted(({ sim }) => sim.vps.removeBackup(502), { backupDurationMs: 59_500 });
      const { failure } = await s.step({ ...CREATE, wait_timeout: '1m', ...more });
      expect(failure).toMatch(
        /^Backup 502 of server 12345 \(web-server-01\) disappeared: it was listed \(completed\), then missing from (the last complete list|2 complete lists in a row)\. Re-run/,
      );
      expect(s.requests('DELETE')).toEqual([]);
    },
  );

  test.each([
    [
      'in progress',
      ({ sim, clock }: Scenario) => {
        sim.vps.updateBackup(502, { status: 'in_progress' });
        void clock.sleep(5_000).then(() => sim.vps.updateBackup(502, { status: 'completed' }));
      },
    ],
    [
      'missing',
      ({ sim }: Scenario) => {
        sim.addFaults(on.get.backups.nth(1).answer(200, '{"count": 0, "results": []}'));
      },
    ],
  ])('and %s for a while: sizes are compared all the same', async (_, change) => {
    const s = onceCompleted(change, { backupSizeMb: 0 });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      'Backup 502 of server 12345 (web-server-01) is completed, but has 0 MB (before: 4.0 GB). Nothing is rotated. Check the server on VPS.org before anything else.',
    ]);
  });
});

test('an incomplete list does not undo what the list before it withdrew', async () => {
  const incomplete = on.get.backups.from(2).answer(200, '{"count": 9, "results": []}');
  let isDone = false;
  const s: Scenario = scenario({
    ...{ backups: OLD, faults: [on.delete.backup.nth(1).reset('before')] },
    onOutcome: ({ method }) => {
      if (method !== 'DELETE' || isDone) return;
      isDone = true;
      s.sim.vps.updateBackup(502, { status: 'failed' });
      s.sim.addFaults(incomplete);
    },
  });
  const { failure } = await s.step({ ...CREATE, keep_last: '1', wait_timeout: '2m' });
  expect(failure).toMatch(
    /^Backup 502 of server 12345 \(web-server-01\) failed \(status: failed\)\./,
  );
});

test('of two backups, one is not listed any more when the other completes: nothing is rotated', async () => {
  const both = [501, 502].map((id) => ({
    ...{ id, size_mb: 4_000, description: marked('create', { runId: '1000' }) },
  }));
  let lists = 0;
  const s: Scenario = scenario({
    backups: [...OLD, ...both],
    onOutcome: ({ method }) => {
      if (method !== 'GET') return;
      lists += 1;
      if (lists === 1) s.sim.vps.updateBackup(502, { status: 'in_progress' });
      if (lists === 2) s.sim.vps.removeBackup(501);
      if (lists === 3) s.sim.vps.updateBackup(502, { status: 'completed' });
    },
  });
  const inputs = { operation: 'wait', keep_last: '1', backup_id: '501,502', wait_timeout: '1m' };
  const { failure } = await s.step(inputs);
  expect(failure).toMatch(/^1 of 2 backups failed\.\n- Backup 501 .* disappeared: /);
  expect(s.requests('DELETE')).toEqual([]);
});
