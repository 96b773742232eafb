/** The retention policy under random lists, against a plain reading of docs/behavior.md. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyRetention } from '../../src/backups/retention.js';
import { runs } from '../support/fixtures.js';
import { anyCase, type Case, expectedDeletions, isFailed, isNewer } from './retention-oracle.js';

function apply({ backups, policy, context }: Case) {
  return applyRetention(backups, policy, context);
}

describe('applyRetention', () => {
  test('deletes exactly what the documented rules say, and decides on every backup', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const decisions = apply(one);
        const deleted = decisions.filter(({ action }) => action === 'delete');
        expect(new Set(decisions.map(({ backup }) => backup))).toEqual(new Set(one.backups));
        expect(new Set(deleted.map(({ backup }) => backup.id))).toEqual(
          expectedDeletions(one.backups, one),
        );
        expect(decisions.every(({ reason }) => reason !== '')).toBe(true);
      }),
      { numRuns: runs(3_000) },
    );
  });

  test('does not depend on the order of the list', () => {
    const shuffled = anyCase.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.shuffledSubarray([...one.backups], { minLength: one.backups.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([one, backups]) => {
        expect(apply({ ...one, backups })).toEqual(apply(one));
      }),
      { numRuns: runs(500) },
    );
  });

  test('deletes failed ones first, each group from the oldest on', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const deleted = apply(one).filter(({ action }) => action === 'delete');
        const backups = deleted.map(({ backup }) => backup);
        const failed = backups.filter(isFailed);
        const completed = backups.filter((backup) => !isFailed(backup));
        expect(backups).toEqual([...failed, ...completed]);
        for (const group of [failed, completed]) {
          const oldestFirst = [...group].sort((a, b) => (isNewer(a, b) ? 1 : -1));
          expect(group).toEqual(oldestFirst);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  test('does not change the list that it is given', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const before = structuredClone(one.backups);
        apply(one);
        expect(one.backups).toEqual(before);
      }),
      { numRuns: runs(200) },
    );
  });

  test('finds nothing more to delete once it was carried out', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const kept = apply(one).filter(({ action }) => action === 'keep');
        const again = apply({ ...one, backups: kept.map(({ backup }) => backup) });
        expect(again.filter(({ action }) => action === 'delete')).toEqual([]);
      }),
      { numRuns: runs(1_000) },
    );
  });
});
