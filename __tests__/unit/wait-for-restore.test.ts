import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  observe,
  type RestoreObservation,
  type RestoreOutcome,
} from '../../src/steps/wait-for-restore.js';
import { runs } from '../support/fixtures.js';

/** What is seen, look by look, every 10 s from 1 s on; `null` where the list does not show the server. */
function watch(
  previousStatus: string | null,
  seen: readonly (string | null)[],
  everyMs = 1_000,
): { end: RestoreOutcome | null; looks: number } {
  let now: RestoreObservation = {
    previousStatus,
    first: null,
    restoring: false,
    changed: false,
    missing: 0,
  };
  for (const [place, status] of seen.entries()) {
    const step = observe(now, status, (place + 1) * everyMs);
    now = step.now;
    if (step.end !== null) return { end: step.end, looks: place + 1 };
  }
  return { end: null, looks: seen.length };
}

const restored = { kind: 'restored' };

describe('restored', () => {
  test.each<[string, string | null, (string | null)[]]>([
    ['restoring, then active', 'active', ['restoring', 'active']],
    ['restoring, then stopped', 'active', ['restoring', 'restoring', 'stopped']],
    ['restoring, then as it was', 'maintenance', ['restoring', 'maintenance']],
    ['restoring late', 'active', ['active', 'active', 'restoring', 'active']],
    ['stopped in the middle, restoring, active', 'active', ['stopped', 'restoring', 'active']],
    ['another change, and back as it was', 'active', ['stopped', 'stopped', 'active']],
    ['a stopped server: started and stopped again', 'stopped', ['active', 'stopped']],
    ['a word nobody knows, and back', 'active', ['rebuilding', 'active']],
    ['previousStatus unknown, restoring at once', null, ['restoring', 'active']],
    ['previousStatus unknown, then a change and back', null, ['active', 'stopped', 'active']],
    [
      'previousStatus unknown, stopped in the middle, restoring, active',
      null,
      ['stopped', 'restoring', 'active'],
    ],
    ['missing for two looks in the middle', 'active', ['restoring', null, null, 'active']],
  ])('%s', (_, previousStatus, seen) => {
    expect(watch(previousStatus, seen)).toEqual({ end: restored, looks: seen.length });
  });
});

describe('not yet', () => {
  test.each<[string, string | null, (string | null)[]]>([
    ['no change', 'active', ['active', 'active']],
    ['restoring goes on', 'active', ['restoring', 'restoring']],
    [
      'a server may be stopped for minutes in the middle',
      'active',
      Array<string>(500).fill('stopped'),
    ],
    ['active where it had been stopped, restoring not seen', 'stopped', ['active', 'active']],
    ['a word nobody knows after restoring', 'active', ['restoring', 'starting']],
    [
      'missing for two looks, seen, and missing for two more',
      'active',
      [null, null, 'active', null, null],
    ],
    ['the state it was in, if it had always been bad', 'suspended', ['suspended', 'suspended']],
    ['previousStatus unknown, and nothing changes', null, ['stopped', 'stopped']],
    [
      'previousStatus unknown, and a change that says nothing',
      null,
      ['stopped', 'starting', 'stopped'],
    ],
    ['previousStatus unknown, and bad from the first', null, ['error', 'error']],
  ])('%s', (_, previousStatus, seen) => {
    expect(watch(previousStatus, seen).end).toBeNull();
  });
});

describe('failed', () => {
  test.each(['suspended', 'error', 'failed'])('%s after a change', (status) => {
    expect(watch('active', ['restoring', status])).toEqual({
      end: { kind: 'failed', status },
      looks: 2,
    });
    expect(watch('active', [status])).toEqual({ end: { kind: 'failed', status }, looks: 1 });
    expect(watch('active', ['stopped', status])).toEqual({
      end: { kind: 'failed', status },
      looks: 2,
    });
    expect(watch(null, ['stopped', status])).toEqual({ end: { kind: 'failed', status }, looks: 2 });
  });
});

describe('not observed', () => {
  test('no change is ever seen for 60 s', () => {
    expect(watch('active', Array<string>(59).fill('active')).end).toBeNull();
    expect(watch('active', Array<string>(60).fill('active'))).toEqual({
      end: { kind: 'unobserved', why: 'its status (active) did not change within 1m' },
      looks: 60,
    });
  });

  test('what it was before is not known, and the first look shows it in the middle: what it comes back to is not guessed', () => {
    const end = {
      kind: 'unobserved',
      why: 'it is active, but what it was before the restore is not known',
    };
    expect(watch(null, ['stopped', 'stopped', 'active'])).toEqual({ end, looks: 3 });
    expect(watch(null, ['starting', 'active'])).toEqual({ end, looks: 2 });
  });

  test('a change is waited for to its end, however long', () => {
    expect(watch('active', Array<string>(400).fill('restoring')).end).toBeNull();
  });

  test('three looks in a row do not show it, before a change or after', () => {
    const end = { kind: 'unobserved', why: 'the list of servers did not show it in 3 looks' };
    expect(watch('active', [null, null, null])).toEqual({ end, looks: 3 });
    expect(watch('active', ['restoring', null, null, null])).toEqual({ end, looks: 4 });
  });

  test('60 s over, in a look that does not show it', () => {
    expect(watch('active', ['active', null], 30_000)).toMatchObject({
      end: { kind: 'unobserved' },
      looks: 2,
    });
  });
});

test('never restored without a change, whatever is seen', () => {
  const word = fc.constantFrom(
    'active',
    'stopped',
    'suspended',
    'error',
    'failed',
    'restoring',
    'odd',
    null,
  );
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 30 }), (previousStatus, seen) => {
      const { end, looks } = watch(previousStatus === 'restoring' ? null : previousStatus, seen);
      if (end?.kind !== 'restored') return;
      const shown = seen.slice(0, looks).filter((status) => status !== null);
      const last = shown.at(-1) ?? '';
      const first =
        previousStatus === 'restoring' || previousStatus === null ? 'active' : previousStatus;
      expect(shown.some((status) => status === 'restoring' || status !== first)).toBe(true);
      expect(['suspended', 'error', 'failed', 'restoring']).not.toContain(last);
      if (!shown.includes('restoring')) expect(last).toBe(first);
    }),
    { numRuns: runs(2_000) },
  );
});
