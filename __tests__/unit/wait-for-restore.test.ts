/** What the statuses of a server say of a restore: a table, poll by poll. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newObservation, observe, type RestoreOutcome } from '../../src/steps/wait-for-restore.js';
import { runs } from '../support/fixtures.js';

type Statuses = readonly (string | null)[];

/** Observes one status a second by default; `null` where the list does not show the server. */
function watch(
  previousStatus: string | null,
  statuses: Statuses,
  intervalMs = 1_000,
): { readonly outcome: RestoreOutcome | null; readonly polls: number } {
  let now = newObservation(previousStatus);
  for (const [index, status] of statuses.entries()) {
    const step = observe(now, status, (index + 1) * intervalMs);
    now = step.now;
    if (step.outcome !== null) return { outcome: step.outcome, polls: index + 1 };
  }
  return { outcome: null, polls: statuses.length };
}

const times = (count: number, status: string): string[] => Array<string>(count).fill(status);

describe('restored', () => {
  test.each<[string, string | null, Statuses]>([
    ['restoring, then active', 'active', ['restoring', 'active']],
    ['restoring, then as before', 'maintenance', ['restoring', 'maintenance']],
    ['restoring late', 'active', ['active', 'active', 'restoring', 'active']],
    ['stopped, restoring, active', 'active', ['stopped', 'restoring', 'active']],
    ['restoring, stopped, active', 'active', ['restoring', ...times(20, 'stopped'), 'active']],
    ['another change, and back', 'active', ['stopped', 'stopped', 'active']],
    ['a stopped server: restoring, stopped', 'stopped', ['restoring', 'stopped']],
    ['a stopped server: active, stopped', 'stopped', ['active', 'stopped']],
    ['an unknown word, and back', 'active', ['rebuilding', 'active']],
    ['a suspended server: restoring, suspended', 'suspended', ['restoring', 'suspended']],
    ['a broken server: restoring, active', 'error', ['restoring', 'active']],
    ['unknown before: restoring, active', null, ['restoring', 'active']],
    ['unknown before: active, stopped, active', null, ['active', 'stopped', 'active']],
    ['unknown before: stopped, restoring, active', null, ['stopped', 'restoring', 'active']],
    ['not listed in the middle', 'active', ['restoring', null, null, 'active']],
  ])('%s', (_, previousStatus, statuses) => {
    const polls = statuses.length;
    expect(watch(previousStatus, statuses)).toEqual({ outcome: { kind: 'restored' }, polls });
  });
});

describe('restored, but stopped', () => {
  test('after 30 s of stopped behind restoring, where it was active', () => {
    const stopped = ['restoring', 'restoring', ...times(31, 'stopped')];
    expect(watch('active', stopped)).toEqual({ outcome: { kind: 'stopped' }, polls: 33 });
    expect(watch('active', stopped.slice(0, -1)).outcome).toBeNull();
    expect(watch(null, stopped).outcome).toEqual({ kind: 'stopped' });
  });

  test('30 s begin anew where it was something else in between', () => {
    const statuses = ['restoring', ...times(29, 'stopped'), 'starting', ...times(29, 'stopped')];
    expect(watch('active', statuses).outcome).toBeNull();
  });
});

describe('not over yet', () => {
  test.each<[string, string | null, Statuses]>([
    ['no change', 'active', ['active', 'active']],
    ['restoring', 'active', times(400, 'restoring')],
    ['stopped, and restoring not seen', 'active', times(500, 'stopped')],
    ['active where it was stopped, and restoring not seen', 'stopped', ['active', 'active']],
    ['an unknown word after restoring', 'active', ['restoring', 'starting']],
    ['not listed twice, seen, not listed twice', 'active', [null, null, 'active', null, null]],
    ['suspended as before', 'suspended', ['suspended', 'suspended']],
    ['broken as before', 'error', ['error', 'error']],
    ['unknown before, no change', null, ['stopped', 'stopped']],
    ['unknown before, a change that proves nothing', null, ['stopped', 'starting', 'stopped']],
    ['unknown before, broken from the first', null, ['error', 'error']],
  ])('%s', (_, previousStatus, statuses) => {
    expect(watch(previousStatus, statuses).outcome).toBeNull();
  });
});

describe('failed', () => {
  test.each(['suspended', 'error', 'failed'])('%s after any change', (status) => {
    const outcome = { kind: 'failed', status };
    expect(watch('active', ['restoring', status])).toEqual({ outcome, polls: 2 });
    expect(watch('active', [status])).toEqual({ outcome, polls: 1 });
    expect(watch('active', ['stopped', status])).toEqual({ outcome, polls: 2 });
    expect(watch(null, ['stopped', status])).toEqual({ outcome, polls: 2 });
  });

  test.each(['error', 'failed'])('%s again after restoring, though it was so before', (status) => {
    const outcome = { kind: 'failed', status };
    expect(watch(status, [status, 'restoring', status])).toEqual({ outcome, polls: 3 });
  });

  test.each(['error', 'failed'])('%s without a change for 60 s', (status) => {
    const outcome = { kind: 'failed', status };
    expect(watch(status, times(60, status))).toEqual({ outcome, polls: 60 });
    expect(watch('active', [status === 'error' ? 'failed' : 'error']).outcome?.kind).toBe('failed');
  });

  test('last seen broken, then not listed', () => {
    expect(watch('error', ['error', null, null, null]).outcome).toEqual({
      ...{ kind: 'failed', status: 'error' },
    });
  });
});

describe('not observable', () => {
  test.each(['active', 'suspended', 'stopped'])('%s without a change for 60 s', (status) => {
    expect(watch(status, times(59, status)).outcome).toBeNull();
    const why = `its status (${status}) did not change within 1m`;
    expect(watch(status, times(60, status))).toEqual({
      outcome: { kind: 'unobservable', why },
      polls: 60,
    });
  });

  test('active after a change, where it is not known what it was before', () => {
    const why = 'it is active, but its status before the restore is not known';
    const outcome = { kind: 'unobservable', why };
    expect(watch(null, ['stopped', 'stopped', 'active'])).toEqual({ outcome, polls: 3 });
    expect(watch(null, ['starting', 'active'])).toEqual({ outcome, polls: 2 });
  });

  test('missing from three lists in a row, before a change or after', () => {
    const why = '3 lists of servers in a row did not show it';
    const outcome = { kind: 'unobservable', why };
    expect(watch('active', [null, null, null])).toEqual({ outcome, polls: 3 });
    expect(watch('active', ['restoring', null, null, null])).toEqual({ outcome, polls: 4 });
  });

  test('missing from lists that are not in a row', () => {
    const statuses = ['restoring', null, null, 'restoring', null, null, 'active'];
    expect(watch('active', statuses)).toEqual({ outcome: { kind: 'restored' }, polls: 7 });
  });

  test('60 s are over in a poll that does not show it', () => {
    expect(watch('active', ['active', null], 30_000)).toMatchObject({
      ...{ outcome: { kind: 'unobservable' }, polls: 2 },
    });
  });
});

const anyStatus = fc.constantFrom(
  ...['active', 'stopped', 'suspended', 'error', 'failed', 'restoring', 'odd', null],
);

test('never restored without a change that is over, whatever is observed', () => {
  fc.assert(
    fc.property(anyStatus, fc.array(anyStatus, { maxLength: 30 }), (status, statuses) => {
      const previousStatus = status === 'restoring' ? null : status;
      const { outcome, polls } = watch(previousStatus, statuses);
      if (outcome?.kind !== 'restored') return;
      const shown = statuses.slice(0, polls).filter((one) => one !== null);
      const last = shown.at(-1) ?? '';
      const before = previousStatus ?? 'active';
      expect(shown.some((one) => one === 'restoring' || one !== before)).toBe(true);
      expect(['error', 'failed', 'restoring']).not.toContain(last);
      expect(last === before || (last === 'active' && shown.includes('restoring'))).toBe(true);
    }),
    { numRuns: runs(2_000) },
  );
});

test('an outcome is reached within 60 s, or a change was seen', () => {
  fc.assert(
    fc.property(anyStatus, anyStatus, (status, steady) => {
      const previousStatus = status === 'restoring' ? null : status;
      const { outcome } = watch(previousStatus, Array(60).fill(steady));
      const isChange =
        steady === 'restoring' || (previousStatus !== null && steady !== previousStatus);
      if (!isChange) expect(outcome).not.toBeNull();
    }),
  );
});
