/** What no retention policy ever deletes, and the reasons that are given. */
import { describe, expect, test } from '@jest/globals';
import {
  applyRetention,
  lastKnownGood,
  type RetentionContext,
  type RetentionPolicy,
} from '../../src/backups/retention.js';
import { DAY, daily, HOUR, MINUTE, marker, RUN, row } from '../support/fixtures.js';
import { CONTEXT, deleted, NO_LIMIT } from './retention-policy.js';

const FOREIGN = marker({ who: 'else/where#7' });
const GOOD = marker({ state: 'good' });

const PROTECTED: [string, Parameters<typeof row>[0], Partial<RetentionContext>?][] = [
  ['automatic', { type: 'automatic' }],
  ['of an unknown type', { type: '' }],
  ['in progress', { status: 'in_progress' }],
  ['of an unknown status', { status: 'archiving' }],
  ['without a status', { status: '' }],
  ['already deleted', { status: 'deleted' }],
  ['already expired', { status: 'expired' }],
  ['undated', { ageMs: null }],
  ['of 0 MB', { sizeMb: 0 }],
  ['marked [keep]', { description: `[keep] ${marker()}` }],
  ['marked [Keep]', { description: `x [Keep] ${marker()}` }],
  ['made by this attempt', { description: marker({ run: '7000.2' }) }],
  ['made by an earlier attempt', { description: marker({ run: '7000.1' }) }],
  ['a safety backup of this run', { description: marker({ run: '7000.1', kind: 'safety' }) }],
  ['made or waited for by this step', {}, { ownBackupIds: new Set([50]) }],
  ['completed now', { ageMs: 0 }],
  ['completed under an hour ago', { ageMs: HOUR - 1 }],
  ['dated a little in the future', { ageMs: -MINUTE }],
  ['automatic and failed', { type: 'automatic', status: 'failed' }],
  ['failed, but marked [keep]', { status: 'failed', description: `[keep] ${marker()}` }],
  ['failed and undated', { status: 'failed', ageMs: null }],
];
const OUT_OF_SCOPE: [string, Parameters<typeof row>[0]][] = [
  ["another repository's", { description: FOREIGN }],
  ["failed, but another repository's", { status: 'failed', description: FOREIGN }],
  ['made by hand', { description: 'by hand' }],
  ['without a description', { description: null }],
  ['with text after the own marker', { description: `${marker()} x` }],
];
/** Two newer ones that are kept, and one that is deleted. */
const AROUND = [
  row({ id: 1, ageMs: 0 }),
  row({ id: 2, ageMs: MINUTE }),
  row({ id: 3, ageMs: 400 * DAY }),
];

describe('never deleted', () => {
  test.each(
    [...PROTECTED, ...OUT_OF_SCOPE].map(([name, change, context = {}]) => ({
      name,
      change,
      context,
    })),
  )('$name', ({ change, context }) => {
    const backups = [...AROUND, row({ id: 50, ageMs: 300 * DAY, ...change })];
    for (const policy of [{ keepLast: 1 }, { olderThanMs: HOUR / 2 }]) {
      expect(deleted(backups, policy, context)).not.toContain(50);
      expect(deleted(backups, policy, context)).toContain(3);
    }
  });

  test.each(PROTECTED.map(([name, change, context = {}]) => ({ name, change, context })))(
    '$name, with scope: server neither',
    ({ change, context }) => {
      const one = row({ id: 50, ageMs: 300 * DAY, ...change });
      const newer = row({ id: 51, ageMs: DAY, description: one.description });
      const policy = { keepLast: 1, scope: 'server' } as const;
      expect(deleted([...AROUND, newer, one], policy, context)).not.toContain(50);
    },
  );

  test.each(OUT_OF_SCOPE)('but with scope: server, one that is %s is deleted', (_, change) => {
    const one = row({ id: 50, ageMs: 300 * DAY, ...change });
    const newer = row({ id: 51, ageMs: DAY, description: one.description });
    expect(deleted([...AROUND, newer, one], { keepLast: 1, scope: 'server' })).toContain(50);
  });

  test('while its server is being restored: none, a failed one neither', () => {
    const backups = [...daily(5), row({ id: 9, status: 'failed' })];
    expect(deleted(backups, { keepLast: 1 }, { isRestoring: true })).toEqual([]);
  });
});

describe('deleted all the same', () => {
  test('a failed one of this run, and one that the step made', () => {
    const failed = { status: 'failed', ageMs: 0 };
    expect(
      deleted([row({ id: 9, ...failed, description: marker({ run: '7000.2' }) })], { keepLast: 1 }),
    ).toEqual([9]);
    expect(
      deleted([row({ id: 9, ...failed })], { keepLast: 1 }, { ownBackupIds: new Set([9]) }),
    ).toEqual([9]);
  });

  test('a failed one of 0 MB', () => {
    expect(deleted([row({ id: 9, status: 'failed', sizeMb: 0 })], { keepLast: 1 })).toEqual([9]);
  });

  test('a completed one that is exactly an hour old', () => {
    const backups = [row({ id: 1, ageMs: MINUTE }), row({ id: 2, ageMs: HOUR })];
    expect(deleted(backups, { keepLast: 1 })).toEqual([2]);
  });

  test('a younger one where minAgeMs is shorter', () => {
    const backups = [row({ id: 1, ageMs: MINUTE }), row({ id: 2, ageMs: 20 * MINUTE })];
    expect(deleted(backups, { keepLast: 1 }, { minAgeMs: 20 * MINUTE })).toEqual([2]);
    expect(deleted(backups, { keepLast: 1 }, { minAgeMs: 20 * MINUTE + 1 })).toEqual([]);
  });
});

describe('the last known good', () => {
  test('is kept however old, and an older good one is not', () => {
    const good = (id: number, ageMs: number) => row({ id, ageMs, description: GOOD });
    expect(deleted([...daily(2), good(7, 8 * DAY), good(8, 9 * DAY)], { keepLast: 1 })).toEqual([
      8, 2,
    ]);
    expect(deleted([...daily(2), good(7, 8 * DAY)], { olderThanMs: HOUR })).toEqual([2, 1]);
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['known to be bad', { description: marker({ state: 'bad' }) }],
    ["another repository's", { description: marker({ who: 'else/where#7', state: 'good' }) }],
    ['a safety backup', { description: marker({ kind: 'safety', state: 'good' }) }],
    ['failed', { status: 'failed' }],
    ['in progress', { status: 'in_progress' }],
    ['of 0 MB', { sizeMb: 0 }],
  ])('is not one that is %s', (_, change) => {
    const older = row({ id: 7, ageMs: 8 * DAY, description: GOOD });
    const newer = row({ id: 6, ageMs: 2 * HOUR, description: GOOD, ...change });
    expect(lastKnownGood([newer, older], RUN)?.id).toBe(7);
    expect(lastKnownGood([newer], RUN)).toBeUndefined();
  });
});

describe('the last completed manual backup in scope', () => {
  test('is kept where all would be deleted: the newest', () => {
    expect(deleted(daily(3), { olderThanMs: HOUR })).toEqual([3, 2]);
    expect(deleted(daily(1), { olderThanMs: HOUR })).toEqual([]);
    expect(deleted(daily(3), { keepLast: 1 }, { reservedRanks: 1 })).toEqual([3, 2]);
    expect(deleted(daily(3).toReversed(), { olderThanMs: HOUR })).toEqual([3, 2]);
  });

  test('is not an automatic, failed, unfinished, foreign or empty one', () => {
    const others = [
      row({ id: 11, type: 'automatic', description: null }),
      row({ id: 12, status: 'failed' }),
      row({ id: 13, status: 'in_progress' }),
      row({ id: 14, description: FOREIGN }),
      row({ id: 15, description: 'by hand' }),
      row({ id: 16, sizeMb: 0 }),
      row({ id: 17, ageMs: null }),
    ];
    expect(deleted([...daily(1), ...others], { olderThanMs: HOUR })).toEqual([12]);
  });

  test('may be one that is kept for another reason, or that does not match', () => {
    const kept = row({ id: 9, ageMs: 90 * DAY, description: `[keep] ${marker()}` });
    expect(deleted([...daily(2), kept], { olderThanMs: HOUR })).toEqual([2, 1]);
    const other = row({ id: 9, ageMs: 90 * DAY, description: `hotfix ${marker()}` });
    expect(deleted([...daily(2), other], { olderThanMs: HOUR, match: 'before' })).toEqual([2, 1]);
  });

  test('with scope: server is never an automatic one', () => {
    const automatic = row({ id: 9, ageMs: 2 * HOUR, type: 'automatic', description: null });
    const byHand = row({ id: 1, description: null });
    expect(deleted([automatic, byHand], { olderThanMs: HOUR, scope: 'server' })).toEqual([]);
  });
});

describe('the reason of a decision', () => {
  const cases: [string, Parameters<typeof row>[0], Partial<RetentionPolicy>, string][] = [
    ['beyond keep_last', { ageMs: 9 * DAY }, {}, 'number 2, beyond the newest 1'],
    ['within keep_last', { ageMs: 9 * DAY }, { keepLast: 2 }, 'number 2 of the newest 2'],
    ['failed', { status: 'aborted' }, {}, 'failed (status: aborted)'],
    ['old', { ageMs: 9 * DAY }, { keepLast: null, olderThanMs: DAY }, 'older than older_than'],
    [
      'not old',
      { ageMs: 2 * HOUR },
      { keepLast: null, olderThanMs: DAY },
      'not older than older_than',
    ],
    ['foreign', { description: FOREIGN }, {}, 'not made by this repository'],
    ['not matching', {}, { match: 'nightly' }, 'does not match'],
    ['automatic', { type: 'automatic', description: null }, {}, 'automatic, not manual'],
    ['of no type', { type: '' }, {}, 'of unknown type, not manual'],
    ['in progress', { status: 'in_progress' }, {}, 'in progress'],
    ['of unknown status', { status: 'archiving' }, {}, 'not finished'],
    ['removed', { status: 'expired' }, {}, 'already expired'],
    ['undated', { ageMs: null }, {}, 'no usable date'],
    ['empty', { sizeMb: 0 }, {}, '0 MB'],
    ['marked', { description: `[keep] ${marker()}` }, {}, 'marked [keep]'],
    ['of this run', { description: marker({ run: '7000.1' }) }, {}, 'made by this run'],
    ['known to be good', { description: GOOD }, {}, 'last known good'],
    ['young', { ageMs: MINUTE }, {}, 'under an hour old'],
  ];

  test.each(cases.map(([name, change, policy, reason]) => ({ name, change, policy, reason })))(
    '$name',
    ({ change, policy, reason }) => {
      const backups = [row({ id: 1, ageMs: HOUR + 1 }), row({ id: 50, ...change })];
      const decisions = applyRetention(backups, { ...NO_LIMIT, keepLast: 1, ...policy }, CONTEXT);
      expect(decisions.find(({ backup }) => backup.id === 50)?.reason).toBe(reason);
    },
  );

  test('while its server is being restored', () => {
    const context = { ...CONTEXT, isRestoring: true };
    const [decision] = applyRetention(daily(1), { ...NO_LIMIT, olderThanMs: HOUR }, context);
    expect(decision).toMatchObject({ action: 'keep', reason: 'its server is being restored' });
  });

  test('of the last completed one', () => {
    expect(applyRetention(daily(1), { ...NO_LIMIT, olderThanMs: HOUR }, CONTEXT)).toEqual([
      {
        ...{ backup: row({ id: 1 }), action: 'keep', rank: 1 },
        reason: 'the last completed manual backup in scope',
      },
    ]);
  });
});
