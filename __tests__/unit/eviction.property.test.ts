/** Which backup frees a slot, under random lists, against a plain reading of docs/behavior.md. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import { chooseEviction, type EvictionOptions, explainSlots } from '../../src/backups/eviction.js';
import {
  countedTowardLimit,
  keepLastPolicy,
  type RetentionPolicy,
} from '../../src/backups/retention.js';
import { anyRows, DAY, HOUR, NOW, RUN, runs } from '../support/fixtures.js';
import {
  expectedDeletions,
  isFailed,
  isKeepable,
  isOwn,
  isProtected,
  kindOf,
  lastGoodOf,
  newestOf,
  oldestOf,
  rankOf,
} from './retention-oracle.js';

const CONTEXT = { run: RUN, now: NOW, ownBackupIds: new Set<number>(), isRestoring: false };
const YOUNG = { ...CONTEXT, minAgeMs: HOUR / 4, reservedRanks: 1 };

/** The documented order; `undefined` where none may be deleted. */
function expectedEviction(
  backups: readonly Backup[],
  policy: RetentionPolicy | null,
): Backup | undefined {
  const isFree = (one: Backup): boolean => !isProtected(one, backups, YOUNG);
  const failed = oldestOf(backups.filter((one) => isOwn(one) && isFailed(one) && isFree(one)));
  if (failed !== undefined) return failed;
  const scope = policy ?? keepLastPolicy(1, 'repository');
  const candidates = policy === null ? [] : beyondKeepLast(backups, policy);
  const keepable = backups.filter((one) => isKeepable(one, scope));
  const mayGo = (one: Backup): boolean => !isKeepable(one, scope) || keepable.length > 1;
  const stale = oldestOf(candidates.filter(isFailed)) ?? oldestOf(candidates);
  if (stale !== undefined && mayGo(stale)) return stale;
  const safety = backups.filter(
    (one) => kindOf(one) === 'safety' && isKeepable(one, keepLastPolicy(1, 'repository')),
  );
  const newest = newestOf(safety);
  const older = oldestOf(safety.filter((one) => one !== newest && isFree(one)));
  if (older !== undefined && mayGo(older)) return older;
  const isOld = newest !== undefined && NOW - (newest.createdAtMs ?? NOW) > DAY;
  return isOld && isFree(newest) && mayGo(newest) ? newest : undefined;
}

/** The backup to come counts, and so does the last known good where it lies beyond. */
function beyondKeepLast(backups: readonly Backup[], policy: RetentionPolicy): Backup[] {
  const good = lastGoodOf(backups);
  const isSpared =
    good !== undefined &&
    isKeepable(good, policy) &&
    rankOf(good, backups, { policy, context: YOUNG }) > (policy.keepLast ?? 0);
  const context = { ...YOUNG, reservedRanks: isSpared ? 2 : 1 };
  const ids = expectedDeletions(backups, { policy, context });
  return backups.filter(({ id }) => ids.has(id));
}

const anyPolicy = fc.option(
  fc
    .tuple(
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom('repository' as const, 'server' as const),
    )
    .map(([keepLast, scope]) => keepLastPolicy(keepLast, scope)),
  { nil: null },
);

describe('chooseEviction', () => {
  test('chooses at most one, in the documented order', () => {
    fc.assert(
      fc.property(anyRows(), anyPolicy, (backups, policy) => {
        // Without keep_last, for a safety backup; no backup has the id 0.
        const choice = chooseEviction(backups, { policy, context: CONTEXT, targetId: 0 });
        expect(choice?.backup.id).toBe(expectedEviction(backups, policy)?.id);
      }),
      { numRuns: runs(3_000) },
    );
  });

  test('chooses none where nothing is set that may delete', () => {
    fc.assert(
      fc.property(anyRows(), (backups) => {
        expect(chooseEviction(backups, { policy: null, context: CONTEXT })).toBeNull();
      }),
      { numRuns: runs(500) },
    );
  });

  test('does not depend on the order of the list', () => {
    const shuffled = anyRows().chain((backups) =>
      fc.tuple(
        fc.constant(backups),
        fc.shuffledSubarray(backups, { minLength: backups.length }),
        anyPolicy,
      ),
    );
    fc.assert(
      fc.property(shuffled, ([backups, others, policy]) => {
        const options = { policy, context: CONTEXT, targetId: 0 };
        expect(chooseEviction(others, options)).toEqual(chooseEviction(backups, options));
      }),
      { numRuns: runs(500) },
    );
  });

  test('never chooses the backup to restore, nor any while the server is being restored', () => {
    fc.assert(
      fc.property(anyRows(), anyPolicy, fc.nat(), (backups, policy, n) => {
        const targetId = backups[n % Math.max(1, backups.length)]?.id ?? 1;
        const options: EvictionOptions = { policy, context: CONTEXT, targetId };
        expect(chooseEviction(backups, options)?.backup.id).not.toBe(targetId);
        const context = { ...CONTEXT, isRestoring: true };
        expect(chooseEviction(backups, { ...options, context })).toBeNull();
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('explainSlots', () => {
  test('where none may be deleted: has a reason for each slot, and only advice that helps', () => {
    fc.assert(
      fc.property(anyRows(), anyPolicy, (backups, policy) => {
        const options = { policy, context: CONTEXT };
        fc.pre(chooseEviction(backups, options) === null);
        const { slots, nextFreeAt, helpfulPolicy } = explainSlots(backups, options);
        expect(slots.map(({ backup }) => backup.id).sort()).toEqual(
          countedTowardLimit(backups)
            .map(({ id }) => id)
            .sort(),
        );
        for (const { action, reason } of slots)
          expect([action, reason === '']).toEqual(['keep', false]);
        const later = { ...CONTEXT, now: nextFreeAt ?? NOW };
        if (nextFreeAt !== null) {
          expect(nextFreeAt).toBeGreaterThan(NOW);
          expect(chooseEviction(backups, { policy, context: later })).not.toBeNull();
        }
        if (helpfulPolicy === null) return;
        const { keepLast, scope } = helpfulPolicy;
        const helped = { policy: keepLastPolicy(keepLast, scope), context: CONTEXT };
        expect(chooseEviction(backups, helped)).not.toBeNull();
      }),
      { numRuns: runs(1_000) },
    );
  });
});
