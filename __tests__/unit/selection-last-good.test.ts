/** `last_good`: the newest own backup that is known to hold a good state. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import { selectTarget, type TargetFilter, type TargetResult } from '../../src/backups/selection.js';
import { anyRows, DAY, HOUR, marker, NOW, RUN, row, runs } from '../support/fixtures.js';

const GOOD = marker({ state: 'good' });

function lastGood(backups: Backup[], change: Partial<TargetFilter> = {}): TargetResult {
  const filter: TargetFilter = {
    ...{ target: 'last_good', scope: 'repository', match: null, backupType: null },
    maxAgeMs: 7 * DAY,
    ...change,
  };
  return selectTarget(backups, filter, { run: RUN, now: NOW });
}

describe('selectTarget of last_good', () => {
  test.each<[string, Partial<Backup>, string]>([
    ['without a state', { description: marker() }, 'not known to be good'],
    ['known to be bad', { description: marker({ state: 'bad' }) }, 'known to be bad'],
    [
      'a safety backup',
      { description: marker({ kind: 'safety', state: 'good' }) },
      'a safety backup',
    ],
    [
      "another repository's",
      { description: marker({ who: 'else/where#7', state: 'good' }) },
      'not made by this repository',
    ],
    ['by hand', { description: 'state=good' }, 'not made by this repository'],
    ['in progress', { status: 'in_progress' }, 'not completed'],
  ])('passes over a newer one that is %s, and says why', (_, change, why) => {
    const good = row({ id: 1, description: GOOD });
    const newer = row({ id: 2, ageMs: 2 * HOUR, description: GOOD, ...change });
    for (const scope of ['repository', 'server'] as const) {
      expect(lastGood([newer, good], { scope })).toMatchObject({ found: good });
    }
    expect(lastGood([newer])).toMatchObject({ rejected: 'none', candidates: [{ why }] });
  });

  test('may be one of the present run', () => {
    const own = row({ id: 5, ageMs: HOUR, description: marker({ state: 'good', run: '7000.1' }) });
    expect(lastGood([own, row({ id: 1, description: GOOD })])).toMatchObject({ found: own });
  });

  test('passes match, and takes no notice of backup_type', () => {
    const rows = [
      row({ id: 2, ageMs: HOUR, description: `hotfix ${GOOD}` }),
      row({ id: 1, description: `Release ${GOOD}` }),
    ];
    expect(lastGood(rows, { match: 'release' })).toMatchObject({ found: { id: 1 } });
    expect(lastGood(rows, { backupType: 'automatic' })).toMatchObject({ found: { id: 2 } });
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['no usable date', { ageMs: null }],
    ['too old', { ageMs: 7 * DAY + 1 }],
    ['expired', { ageMs: HOUR, expiresAt: '2026-03-01T11:00:00Z' }],
    ['0 MB', { ageMs: HOUR, sizeMb: 0 }],
  ])('is refused with its id: %s', (why, change) => {
    const chosen = row({ id: 7, description: GOOD, ...change });
    const older = row({ id: 8, ageMs: 30 * DAY, description: GOOD });
    expect(lastGood([older, chosen])).toMatchObject({ rejected: why, backup: { id: 7 } });
  });

  test('is never one whose own marker does not say good', () => {
    fc.assert(
      fc.property(
        anyRows(),
        fc.constantFrom('repository' as const, 'server' as const),
        (rows, scope) => {
          const result = lastGood(rows, { scope });
          if (!('found' in result)) return;
          expect(result.found.description).toMatch(
            /\[gha octo\/site#42 create .* state=good key=\w+\]$/,
          );
          expect(result.found.status).toBe('completed');
        },
      ),
      { numRuns: runs(500) },
    );
  });
});
