/** `keep_last` and `older_than`: which backups they delete, and in which order. */
import { describe, expect, test } from '@jest/globals';
import type { Backup } from '../../src/backups/backup.js';
import {
  applyRetention,
  countedTowardLimit,
  keepLastPolicy,
  MANUAL_BACKUP_LIMIT,
} from '../../src/backups/retention.js';
import { DAY, daily, HOUR, ids, MINUTE, marker, row } from '../support/fixtures.js';
import { CONTEXT, deleted, NO_LIMIT } from './retention-policy.js';

const SAFETY = marker({ kind: 'safety' });
const FOREIGN = marker({ who: 'else/where#7' });

test('keepLastPolicy has no other limit', () => {
  expect(keepLastPolicy(3, 'server')).toEqual({ ...NO_LIMIT, keepLast: 3, scope: 'server' });
});

describe('keep_last', () => {
  test.each([
    [1, [5, 4, 3, 2]],
    [3, [5, 4]],
    [5, []],
    [10, []],
  ])('%p: the oldest are deleted first', (keepLast, expected) => {
    expect(deleted(daily(5), { keepLast })).toEqual(expected);
  });

  test('ranks each kind separately', () => {
    const unlike = (first: number, description: string): Backup[] =>
      daily(4, { description }).map((one) => ({ ...one, id: one.id + first }));
    const backups = [...daily(4), ...unlike(10, SAFETY), ...unlike(20, 'by hand')];
    expect(deleted(backups, { keepLast: 3, scope: 'repository' })).toEqual([4, 14, 13]);
    expect(deleted(backups, { keepLast: 3, scope: 'server' })).toEqual([4, 14, 24, 13]);
  });

  test.each([
    [1, [4, 3, 2]],
    [2, [4, 3]],
    [3, [4, 3]],
    [10, [4, 3]],
  ])('%p keeps the two newest safety backups, one if it is 1', (keepLast, expected) => {
    expect(deleted(daily(4, { description: SAFETY }), { keepLast })).toEqual(expected);
  });

  test("with scope: server another repository's are ranked among those of their kind", () => {
    const backups = [
      row({ id: 1, ageMs: DAY, description: FOREIGN }),
      row({ id: 2, ageMs: 2 * DAY }),
      row({ id: 3, ageMs: 3 * DAY, description: FOREIGN }),
    ];
    expect(deleted(backups, { keepLast: 1, scope: 'server' })).toEqual([3, 2]);
  });

  test('neither ranks nor deletes what does not match', () => {
    const backups = [
      row({ id: 1, ageMs: DAY, description: `x ${marker()}` }),
      row({ id: 2, ageMs: 2 * DAY, description: `Nightly ${marker()}` }),
    ];
    const policy = { keepLast: 1, match: 'nightly' };
    const third = (text: string): Backup =>
      row({ id: 3, ageMs: 3 * DAY, description: `${text} ${marker()}` });
    expect(deleted([...backups, third('x')], policy)).toEqual([]);
    expect(deleted([...backups, third('nightly')], policy)).toEqual([3]);
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['marked [keep]', { ageMs: DAY, description: `[keep] ${marker()}` }],
    ['young', { ageMs: MINUTE }],
    ['of this run', { ageMs: 2 * HOUR, description: marker({ run: '7000.2' }) }],
    ['known to be good', { ageMs: DAY, description: marker({ state: 'good' }) }],
  ])('counts a protected one in the ranking: %s', (_, change) => {
    const backups = [row({ id: 1, ...change }), row({ id: 2, ageMs: 2 * DAY })];
    expect(deleted(backups, { keepLast: 1 })).toEqual([2]);
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['undated', { ageMs: null }],
    ['of 0 MB', { ageMs: 2 * HOUR, sizeMb: 0 }],
    ['failed', { ageMs: 2 * HOUR, status: 'failed', description: `[keep] ${marker()}` }],
    ['in progress', { ageMs: 2 * HOUR, status: 'in_progress' }],
    ['automatic', { ageMs: 2 * HOUR, type: 'automatic' }],
  ])('does not count one that is %s', (_, change) => {
    const newest = row({ id: 9, ...change });
    expect(deleted([newest, row({ id: 1, ageMs: DAY })], { keepLast: 1 })).toEqual([]);
    expect(deleted([newest, ...daily(2)], { keepLast: 1 })).toEqual([2]);
  });

  test('reserved ranks are those of newer ones of kind create', () => {
    const backups = [
      ...daily(3),
      row({ id: 13, ageMs: DAY, description: SAFETY }),
      row({ id: 23, description: 'by hand' }),
    ];
    const policy = { keepLast: 3, scope: 'server' } as const;
    expect(deleted(backups, policy, { reservedRanks: 1 })).toEqual([3]);
    expect(deleted(backups, policy, { reservedRanks: 2 })).toEqual([3, 2]);
    expect(deleted(backups, { ...policy, keepLast: 1 }, { reservedRanks: 1 })).toEqual([3, 2, 1]);
  });

  test.each(['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'])(
    'deletes one that is %s first, and never counts it',
    (status) => {
      const backups = [row({ id: 9, ageMs: 2 * MINUTE, status }), ...daily(3)];
      expect(deleted(backups, { keepLast: 2 })).toEqual([9, 3]);
      expect(deleted(backups, { keepLast: 3 })).toEqual([9]);
    },
  );

  test('deletes several failed ones oldest first', () => {
    const failed = daily(3, { status: 'failed' }).map((one) => ({ ...one, id: one.id + 10 }));
    expect(deleted([...failed, ...daily(2)], { keepLast: 1 })).toEqual([13, 12, 11, 2]);
  });

  test('deletes the smaller id first where dates are equal', () => {
    expect(deleted([row({ id: 4 }), row({ id: 9 }), row({ id: 6 })], { keepLast: 1 })).toEqual([
      4, 6,
    ]);
  });
});

describe('older_than', () => {
  test('deletes only what is older, not what is exactly as old', () => {
    const backups = [
      row({ id: 1, ageMs: HOUR }),
      row({ id: 2, ageMs: 14 * DAY }),
      row({ id: 3, ageMs: 14 * DAY + 1 }),
    ];
    expect(deleted(backups, { olderThanMs: 14 * DAY })).toEqual([3]);
  });

  test('with keep_last, both must select a backup, a failed one included', () => {
    const failed = (id: number, ageMs: number) => row({ id, ageMs, status: 'failed' });
    const backups = [...daily(5), failed(11, HOUR), failed(12, 30 * DAY)];
    expect(deleted(backups, { keepLast: 2, olderThanMs: 3 * DAY })).toEqual([12, 5, 4]);
    expect(deleted(backups, { keepLast: 4, olderThanMs: HOUR })).toEqual([12, 5]);
    expect(deleted(backups, { olderThanMs: 3 * DAY })).toEqual([12, 5, 4]);
  });
});

describe('decisions', () => {
  test('are one for each backup: deletions in order, then the rest, newest first', () => {
    const backups = [
      row({ id: 3, ageMs: 3 * DAY }),
      row({ id: 8, ageMs: 9 * DAY, type: 'automatic' }),
      ...daily(2),
      row({ id: 9, status: 'failed', ageMs: 4 * DAY }),
    ];
    const decisions = applyRetention(backups, { ...NO_LIMIT, keepLast: 1 }, CONTEXT);
    expect(decisions.map(({ backup, action, rank }) => [backup.id, action, rank])).toEqual([
      [9, 'delete', null],
      [3, 'delete', 3],
      [2, 'delete', 2],
      [1, 'keep', 1],
      [8, 'keep', null],
    ]);
    expect(decisions.map(({ backup }) => backup)).toEqual(expect.arrayContaining(backups));
  });
});

describe('countedTowardLimit', () => {
  test('counts manual backups of every state but deleted and expired, of ten', () => {
    const backups = [
      row({ id: 1 }),
      row({ id: 2, status: 'in_progress' }),
      row({ id: 3, status: 'failed' }),
      row({ id: 4, status: 'archiving' }),
      row({ id: 5, description: 'by hand' }),
      row({ id: 6, type: 'automatic' }),
      row({ id: 7, status: 'deleted' }),
      row({ id: 8, status: 'expired' }),
      row({ id: 9, sizeMb: 0 }),
    ];
    expect(ids(countedTowardLimit(backups))).toEqual([1, 2, 3, 4, 5, 9]);
    expect(MANUAL_BACKUP_LIMIT).toBe(10);
  });
});
