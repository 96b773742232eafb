/** Two steps at once on one VPS.org: nothing doubled or lost, and an error where one was rejected. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', description: 'Release' } as const;
const RESTORE = { operation: 'restore', server_id: '12345', backup_id: '101' } as const;
const ONE = { run: { runId: '1000' }, latencyMs: 40 };
const OTHER = { run: { runId: '2000' }, latencyMs: 50 };

function history(count: number): BackupSeed[] {
  return Array.from({ length: count }, (_, n) => ({
    id: 101 + n,
    created_at: ago((20 - n) * DAY),
    description: marked(),
  }));
}

describe('two creates', () => {
  test('each makes its own', async () => {
    const s = scenario({ backups: history(3) });
    const [one, other] = await s.sideBySide([CREATE, ONE], [CREATE, OTHER]);
    expect([one?.failure, other?.failure]).toEqual([null, null]);
    expect(s.sim.vps.created).toHaveLength(2);
    expect(new Set([one?.outputs.backup_id, other?.outputs.backup_id])).toEqual(
      new Set(['502', '503']),
    );
  });

  test('both answers lost after commit: each adopts its own, never the other’s', async () => {
    const s = scenario({
      faults: [on.post.backups.nth(1, 2).reset('after')],
      dialect: { listingDelayMs: 10_000 },
    });
    const [one, other] = await s.sideBySide([CREATE, ONE], [CREATE, OTHER]);
    expect([one?.failure, other?.failure]).toEqual([null, null]);
    expect(s.sim.vps.created).toHaveLength(2);
    const runOf = new Map(
      s.sim.vps.created.map((row) => [
        String(row.id),
        /run=(\d+)/.exec(row.sent_description ?? '')?.[1],
      ]),
    );
    expect(runOf.get(one?.outputs.backup_id ?? '')).toBe('1000');
    expect(runOf.get(other?.outputs.backup_id ?? '')).toBe('2000');
  });

  test('one lost before commit, the other made meanwhile: it is no possible match, and each has one', async () => {
    const s = scenario({ faults: [on.post.backups.nth(1).reset('before')] });
    const [one, other] = await s.sideBySide([CREATE, ONE], [CREATE, OTHER]);
    expect([one?.failure, other?.failure]).toEqual([null, null]);
    expect(s.sim.vps.created).toHaveLength(2);
  });

  test('both rotate: neither deletes the other’s, nor what both keep', async () => {
    const s = scenario({ backups: history(5) });
    const [one, other] = await s.sideBySide(
      [{ ...CREATE, keep_last: '3' }, ONE],
      [{ ...CREATE, keep_last: '3' }, OTHER],
    );
    expect([one?.failure, other?.failure]).toEqual([null, null]);
    expect(s.sim.vps.created.every((row) => !row.deleted)).toBe(true);
    expect([...s.sim.vps.deleted].sort()).toEqual([101, 102, 103, 104]);
  });

  test('nine are there: one gets the tenth slot, the other fails', async () => {
    const s = scenario({ backups: history(9) });
    const results = await s.sideBySide([CREATE, ONE], [CREATE, OTHER]);
    expect(results.filter((one) => one.failure === null)).toHaveLength(1);
    expect(results.find((one) => one.failure !== null)?.failure).toContain(
      'Maximum number of manual backups',
    );
    expect(s.sim.vps.created).toHaveLength(1);
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('a full server, both with keep_last: none of the new ones is lost', async () => {
    const s = scenario({ backups: history(10) });
    const results = await s.sideBySide(
      [{ ...CREATE, keep_last: '5' }, ONE],
      [{ ...CREATE, keep_last: '5' }, OTHER],
    );
    expect(s.sim.vps.created.every((row) => !row.deleted)).toBe(true);
    expect(s.sim.vps.created).toHaveLength(results.filter((one) => one.failure === null).length);
    for (const one of results) if (one.failure !== null) expect(one.failure).toContain('12345');
  });
});

describe('create against prune', () => {
  test('prune never deletes the new one, nor the last one there is', async () => {
    const s = scenario({ backups: history(4), backupDurationMs: 2_000 });
    const prune = { operation: 'prune', server_id: '12345', keep_last: '1' } as const;
    const [made, pruned] = await s.sideBySide([CREATE, ONE], [prune, OTHER]);
    expect([made?.failure, pruned?.failure]).toEqual([null, null]);
    expect(s.sim.vps.created).toMatchObject([{ deleted: false, status: 'completed' }]);
    expect(s.sim.vps.backups.map((row) => row.id)).toEqual([104, 502]);
  });

  test('what one has deleted already is done for the other', async () => {
    const s = scenario({ backups: history(6) });
    const prune = { operation: 'prune', server_id: '12345', keep_last: '2' } as const;
    const results = await s.sideBySide([prune, ONE], [prune, { ...OTHER, latencyMs: 40 }]);
    expect(results.map((one) => one.failure)).toEqual([null, null]);
    expect([...s.sim.vps.deleted].sort()).toEqual([101, 102, 103, 104]);
  });
});

describe('two restores of one server', () => {
  test.each([
    ['side by side', 40, 50],
    ['at the very same moment', 40, 40],
  ])('%s: one is accepted, the other fails', async (_, first, second) => {
    const s = scenario({ backups: history(2), restoreDurationMs: 60_000 });
    const results = await s.sideBySide(
      [RESTORE, { ...ONE, latencyMs: first }],
      [
        { ...RESTORE, backup_id: '102' },
        { ...OTHER, latencyMs: second },
      ],
    );
    const failed = results.filter((one) => one.failure !== null);
    expect(failed).toHaveLength(1);
    expect(failed[0]?.failure).toMatch(/nothing was restored/i);
    expect(failed[0]?.outputs.status).toBe('');
    expect(s.sim.vps.restores).toHaveLength(1);
    expect(results.find((one) => one.failure === null)?.outputs.status).toBe('restored');
  });

  test('one that is begun while another is in progress is not sent', async () => {
    const s = scenario({ backups: history(2), restoreDurationMs: 600_000 });
    await s.step({ ...RESTORE, wait: 'false' }, ONE);
    const { failure } = await s.step({ ...RESTORE, backup_id: '102' }, OTHER);
    expect(failure).toContain('is already in progress');
    expect(s.requests('POST')).toHaveLength(1);
  });
});

test('a restore against a prune: the target is deleted before the POST, and nothing is restored', async () => {
  const s = scenario({ backups: history(3) });
  const prune = { operation: 'prune', server_id: '12345', keep_last: '1' } as const;
  const restore = { ...RESTORE, safety_backup: 'true' } as const;
  const [restored] = await s.sideBySide([restore, ONE], [prune, OTHER]);
  expect(restored?.failure).toMatch(/^Nothing was restored.*101/);
  expect(s.sim.vps.restores).toEqual([]);
  expect(restored?.outputs.safety_backup_id).toBe('502');
});
