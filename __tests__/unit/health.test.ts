/** Whether a size is plausible, and whether a server's backups are there, fresh and plausible. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import { assessHealth, assessSize, type Health } from '../../src/backups/health.js';
import { anyRows, DAY, daily, HOUR, marker, NOW, RUN, row, runs } from '../support/fixtures.js';

const newest = (sizeMb: number | null, change: Partial<Backup> = {}): Backup =>
  row({ id: 100, ageMs: HOUR, sizeMb, ...change });
const sized = (...sizes: (number | null)[]): Backup[] =>
  sizes.map((sizeMb, index) => row({ id: index + 1, ageMs: (index + 1) * DAY, sizeMb }));

describe('assessSize', () => {
  test.each([
    [500, 0.5, 'plausible'],
    [499, 0.5, 'shrunk'],
    [499.9, 0.5, 'shrunk'],
    [1_000, 0, 'plausible'],
    [999, 0, 'shrunk'],
    [2_000, 0, 'plausible'],
    [300, 0.7, 'plausible'],
    [299, 0.7, 'shrunk'],
    [430, 0.57, 'plausible'],
    [1, 0.99, 'shrunk'],
    [0, 0.5, 'empty'],
    [0, 1, 'plausible'],
    [1, 1, 'plausible'],
    [null, 0.5, 'unknown'],
    [null, 1, 'unknown'],
  ])('%p MB after 1000 MB, max_shrink %p: %s', (sizeMb, maxShrink, verdict) => {
    const one = newest(sizeMb);
    expect(assessSize(one, [...sized(1_000), one], maxShrink)).toEqual({
      verdict,
      previousSizeMb: 1_000,
    });
  });

  test('smaller by exactly max_shrink is plausible, whatever the percentage', () => {
    for (let percent = 0; percent < 100; percent++) {
      const one = newest(100 - percent);
      expect([percent, assessSize(one, sized(100), percent / 100).verdict]).toEqual([
        percent,
        'plausible',
      ]);
    }
  });

  test('compares with the largest of the three before it, and with no older one', () => {
    const one = newest(100);
    expect(assessSize(one, sized(90, 150, 120, 9_000), 0.5)).toEqual({
      verdict: 'plausible',
      previousSizeMb: 150,
    });
    expect(assessSize(one, sized(90, 201, 120), 0.5).verdict).toBe('shrunk');
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['younger', { ageMs: HOUR / 2 }],
    ['of the same date and a greater id', { ageMs: HOUR, id: 101 }],
    ['of another server', { serverId: 9 }],
    ['automatic', { type: 'automatic' }],
    ['in progress', { status: 'in_progress' }],
    ['failed', { status: 'failed' }],
    ['of unknown size', { sizeMb: null }],
    ['of 0 MB', { sizeMb: 0 }],
  ])('does not compare with one that is %s', (_, change) => {
    const other = row({ id: 5, ageMs: DAY, sizeMb: 9_000, ...change });
    expect(assessSize(newest(100), [other], 0.5)).toEqual({
      verdict: 'unknown',
      previousSizeMb: null,
    });
  });

  test('0 MB is empty only where another completed one of the server has a size', () => {
    expect(assessSize(newest(0), sized(0, null), 0.5).verdict).toBe('unknown');
    expect(assessSize(newest(0), [], 0.5).verdict).toBe('unknown');
    const younger = row({ id: 101, ageMs: HOUR / 2, sizeMb: 100 });
    expect(assessSize(newest(0), [younger], 0.5).verdict).toBe('empty');
  });

  test('an automatic one is compared with automatic ones', () => {
    const older = sized(1_000).map((one) => ({ ...one, type: 'automatic' }));
    expect(assessSize(newest(100, { type: 'automatic' }), older, 0.5).verdict).toBe('shrunk');
  });
});

const THRESHOLDS = { maxAgeMs: 26 * HOUR, maxShrink: 0.5, minBackups: 1 };

function assess(backups: readonly Backup[], change: Partial<typeof THRESHOLDS> = {}): Health {
  const at = { now: NOW, repository: RUN };
  return assessHealth(backups, { ...THRESHOLDS, ...change }, at);
}

const kinds = ({ problems }: Health): string[] => problems.map(({ kind }) => kind);

describe('assessHealth', () => {
  test('of a fresh and plausible backup has no problem', () => {
    expect(assess(daily(3))).toEqual({
      newest: row({ id: 1 }),
      ageMs: DAY,
      previousSizeMb: 4456,
      completed: 3,
      problems: [],
      warnings: [{ kind: 'nearly stale', backupId: 1, ageMs: DAY }],
    });
  });

  test('of none', () => {
    expect(assess([])).toEqual({
      ...{ newest: null, ageMs: null, previousSizeMb: null, completed: 0, warnings: [] },
      problems: [{ kind: 'none' }, { kind: 'too few', completed: 0 }],
    });
  });

  test.each<[string, Parameters<typeof row>[0], string[]]>([
    ['exactly as old as max_age', { ageMs: 26 * HOUR }, []],
    ['older than max_age', { ageMs: 26 * HOUR + 1 }, ['stale']],
    ['dated a little ahead', { ageMs: -HOUR / 6 }, []],
    ['in progress', { status: 'in_progress' }, ['none', 'too few']],
    ['failed', { status: 'failed' }, ['none', 'too few']],
    ['expired', { expiresAt: '2026-03-01T12:00:00Z' }, ['none', 'too few']],
    ['undated', { ageMs: null }, ['undated']],
    ['of 0 MB', { sizeMb: 0 }, ['too few', 'empty']],
    ['of unknown size', { sizeMb: null }, []],
    ['a safety backup', { description: marker({ kind: 'safety' }) }, []],
    ['automatic', { type: 'automatic', description: null }, []],
    ["another repository's", { description: 'by hand' }, []],
  ])('of one that is %s', (_, change, expected) => {
    expect(kinds(assess([row({ ageMs: HOUR, ...change })]))).toEqual(expected);
  });

  test.each([
    [20.8, []],
    [20.9, ['nearly stale']],
    [26, ['nearly stale']],
    [26.1, []],
  ])('at an age of %p of 26 hours, warnings are %j', (hours, expected) => {
    const { warnings } = assess([row({ ageMs: hours * HOUR })]);
    expect(warnings.map(({ kind }) => kind)).toEqual(expected);
  });

  test('counts completed ones with data in them toward min_backups', () => {
    const rows = [
      ...daily(2),
      row({ id: 8, sizeMb: 0, ageMs: 3 * DAY }),
      row({ id: 9, status: 'failed' }),
    ];
    expect(assess(rows, { minBackups: 3 }).problems).toEqual([{ kind: 'too few', completed: 2 }]);
    expect(kinds(assess(rows, { minBackups: 2 }))).toEqual([]);
  });

  test('an undated one is no problem where a dated one is fresh', () => {
    expect(kinds(assess([...daily(1), row({ id: 9, ageMs: null })]))).toEqual([]);
  });

  test('a newest one that is smaller by more than max_shrink is a problem, unless that is 100%', () => {
    const rows = [newest(100), ...sized(1_000, 50)];
    expect(assess(rows).problems).toEqual([
      { kind: 'shrunk', backupId: 100, sizeMb: 100, previousSizeMb: 1_000 },
    ]);
    expect(kinds(assess(rows, { maxShrink: 1 }))).toEqual([]);
    expect(kinds(assess([newest(0), ...sized(1_000)], { maxShrink: 1 }))).toEqual([]);
  });

  test('a newest one of 0 MB is a problem, also where no other has a size', () => {
    expect(kinds(assess([newest(0), ...sized(0)]))).toEqual(['too few', 'empty']);
    expect(kinds(assess([newest(0), ...sized(100)]))).toEqual(['empty']);
  });

  test.each<[string, Parameters<typeof row>[0], boolean]>([
    ['own, for over a day', { ageMs: DAY + 1 }, true],
    ['own, under any word', { ageMs: DAY + 1, status: 'queued' }, true],
    ['own, for a day', { ageMs: DAY }, false],
    ['own, undated', { ageMs: null }, false],
    ["another repository's", { ageMs: 9 * DAY, description: 'by hand' }, false],
  ])('one that is pending and %s is stuck: %p', (_, change, isStuck) => {
    const pending = row({ id: 50, status: 'in_progress', ...change });
    expect(kinds(assess([...daily(1), pending]))).toEqual(isStuck ? ['stuck'] : []);
  });

  test('of any list: no problem only with a fresh completed backup, and figures that fit', () => {
    fc.assert(
      fc.property(anyRows(), fc.constantFrom(0, 0.5, 1), (backups, maxShrink) => {
        const health = assess(backups, { maxShrink });
        const completed = backups.filter(({ status }) => status === 'completed');
        expect(health.completed).toBe(completed.filter(({ sizeMb }) => sizeMb !== 0).length);
        if (health.problems.length > 0) return;
        expect(health.newest?.status).toBe('completed');
        expect(health.ageMs).toBeLessThanOrEqual(THRESHOLDS.maxAgeMs);
        for (const { createdAtMs } of completed) {
          expect(createdAtMs ?? 0).toBeLessThanOrEqual(health.newest?.createdAtMs ?? 0);
        }
      }),
      { numRuns: runs(500) },
    );
  });
});
