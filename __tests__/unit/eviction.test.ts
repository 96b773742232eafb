/** Which one backup is deleted to free a slot, and how a full server is explained. */
import { describe, expect, test } from '@jest/globals';
import type { Backup } from '../../src/backups/backup.js';
import { chooseEviction, type EvictionOptions, explainSlots } from '../../src/backups/eviction.js';
import { keepLastPolicy } from '../../src/backups/retention.js';
import { DAY, daily, HOUR, MINUTE, marker, NOW, RUN, row } from '../support/fixtures.js';

const SAFETY = marker({ kind: 'safety' });
const FOREIGN = marker({ who: 'else/where#7' });
const GOOD = marker({ state: 'good' });
const CONTEXT = { run: RUN, now: NOW, ownBackupIds: new Set<number>(), isRestoring: false };

function options(keepLast: number | null, change: Partial<EvictionOptions> = {}): EvictionOptions {
  const policy = keepLast === null ? null : keepLastPolicy(keepLast, 'repository');
  return { policy, context: CONTEXT, ...change };
}

function evicted(backups: readonly Backup[], given = options(3)): number | null {
  return chooseEviction(backups, given)?.backup.id ?? null;
}

const safety = (id: number, ageMs: number, change: Partial<Backup> = {}): Backup =>
  row({ id, ageMs, description: SAFETY, ...change });

describe('with keep_last', () => {
  test('a failed own one is first, the oldest of them, of this run too', () => {
    const failed = [
      row({ id: 20, status: 'failed', ageMs: HOUR }),
      row({ id: 21, status: 'error', ageMs: 2 * HOUR }),
    ];
    expect(evicted([...daily(9), ...failed])).toBe(21);
    const ofThisRun = row({ id: 22, status: 'failed', description: marker({ run: '7000.2' }) });
    expect(evicted([...daily(9), ofThisRun])).toBe(22);
    expect(chooseEviction([...daily(9), ...failed], options(3))?.reason).toBe(
      'failed (status: error)',
    );
  });

  test('a failed one of another repository only with scope: server', () => {
    const foreign = row({ id: 20, status: 'failed', description: FOREIGN });
    expect(evicted([...daily(2), foreign])).toBeNull();
    const policy = keepLastPolicy(3, 'server');
    expect(evicted([...daily(2), foreign], options(3, { policy }))).toBe(20);
  });

  test('then the oldest candidate, the backup to come counted', () => {
    expect(evicted(daily(10))).toBe(10);
    expect(evicted(daily(3))).toBe(3);
    expect(evicted(daily(2))).toBeNull();
  });

  test('the last known good counts as one of keep_last where it lies beyond', () => {
    const good = row({ id: 9, ageMs: 9 * DAY, description: GOOD });
    expect(evicted([...daily(2), good])).toBe(2);
    expect(evicted([...daily(1), good])).toBeNull();
    const newest = row({ id: 9, ageMs: 2 * HOUR, description: GOOD });
    expect(evicted([newest, ...daily(1)])).toBeNull();
    expect(evicted([newest, ...daily(2)])).toBe(2);
  });

  test('then the oldest own safety backup but the newest, though keep_last keeps both', () => {
    const both = [safety(31, 2 * HOUR), safety(32, 5 * HOUR)];
    expect(evicted([...daily(2), ...both])).toBe(32);
    expect(evicted([...both.toReversed(), ...daily(2)])).toBe(32);
  });

  test('then the newest safety backup, if it is over a day old', () => {
    expect(evicted([...daily(2), safety(31, DAY)])).toBeNull();
    expect(evicted([...daily(2), safety(31, DAY + 1)])).toBe(31);
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ["another repository's", { description: marker({ kind: 'safety', who: 'else/where#7' }) }],
    ['marked [keep]', { description: `[keep] ${SAFETY}` }],
    ['of the present run', { description: marker({ kind: 'safety', run: '7000.1' }) }],
    ['under 15 minutes old', { ageMs: 15 * MINUTE - 1 }],
    ['in progress', { status: 'in_progress' }],
    ['undated', { ageMs: null }],
    ['automatic', { type: 'automatic' }],
    ['of an unknown status', { status: 'archiving' }],
    ['of 0 MB', { sizeMb: 0 }],
  ])('never a safety backup that is %s', (_, change) => {
    const one = row({ id: 31, ageMs: 9 * DAY, description: SAFETY, ...change });
    expect(evicted([...daily(2), one])).toBeNull();
  });

  test('a safety backup of 0 MB is not the newest one', () => {
    const empty = safety(33, HOUR, { sizeMb: 0 });
    expect(evicted([...daily(2), safety(31, 2 * HOUR), empty])).toBeNull();
    expect(evicted([...daily(2), safety(31, 2 * HOUR), safety(32, 5 * HOUR), empty])).toBe(32);
  });

  test('protects completed ones for 15 minutes instead of an hour', () => {
    const young = [row({ id: 1, ageMs: 14 * MINUTE }), row({ id: 2, ageMs: 15 * MINUTE })];
    expect(evicted(young, options(1))).toBe(2);
    expect(
      evicted([row({ id: 1, ageMs: MINUTE }), row({ id: 2, ageMs: 14 * MINUTE })], options(1)),
    ).toBeNull();
  });

  test('never the last completed manual backup in scope', () => {
    expect(evicted([row({ id: 1 })], options(1))).toBeNull();
    expect(evicted([safety(31, 2 * DAY)])).toBeNull();
    expect(evicted([safety(31, 2 * DAY), row({ id: 2, description: 'by hand' })])).toBeNull();
    expect(evicted([safety(31, 2 * DAY), row({ id: 2, sizeMb: 0 })])).toBeNull();
    expect(evicted([safety(31, 2 * DAY), row({ id: 2 })])).toBe(31);
  });

  test("nothing that is not this repository's, however full the server", () => {
    expect(evicted(daily(10, { description: 'by hand' }))).toBeNull();
    expect(evicted(daily(10, { description: FOREIGN, status: 'failed' }))).toBeNull();
    expect(evicted([])).toBeNull();
  });
});

describe('for a safety backup', () => {
  const forSafety = options(null, { targetId: 1 });

  test('takes a failed own one, else the oldest safety backup but the newest', () => {
    const rows = [...daily(7), safety(31, HOUR), safety(32, 2 * HOUR)];
    expect(evicted([...rows, row({ id: 20, status: 'failed' })], forSafety)).toBe(20);
    expect(evicted(rows, forSafety)).toBe(32);
  });

  test('else the newest one if it is over a day old, else none, least of all a create backup', () => {
    expect(evicted([...daily(9), safety(31, 2 * DAY)], forSafety)).toBe(31);
    expect(evicted([...daily(9), safety(31, 2 * HOUR)], forSafety)).toBeNull();
    expect(evicted(daily(10), forSafety)).toBeNull();
  });

  test('never the backup to restore', () => {
    const rows = [...daily(8), safety(31, HOUR), safety(32, 2 * HOUR)];
    expect(evicted(rows, options(null, { targetId: 32 }))).toBeNull();
    const third = [...rows, safety(33, 90 * MINUTE)];
    expect(evicted(third, options(null, { targetId: 32 }))).toBe(33);
  });
});

describe('a full server is explained', () => {
  test('by a reason for each slot, oldest first, and the time at which one is free', () => {
    const backups = [
      row({ id: 1, ageMs: 5 * MINUTE }),
      row({ id: 2, ageMs: 10 * MINUTE, description: 'by hand' }),
      row({ id: 3, ageMs: 20 * MINUTE, description: `[keep] ${marker()}` }),
      safety(4, 2 * HOUR),
      row({ id: 5, type: 'automatic' }),
      row({ id: 6, ageMs: 3 * DAY, description: GOOD }),
      row({ id: 7, ageMs: 2 * DAY, status: 'in_progress' }),
    ];
    const { slots, nextFreeAt, helpfulPolicy } = explainSlots(backups, options(2));
    expect(slots.map(({ backup, reason }) => [backup.id, reason])).toEqual([
      [6, 'last known good'],
      [7, 'in progress'],
      [4, 'the newest safety backup, under a day old'],
      [3, 'marked [keep]'],
      [2, 'not made by this repository'],
      [1, 'under 15 minutes old'],
    ]);
    expect(nextFreeAt).toBe(NOW + 10 * MINUTE);
    expect(helpfulPolicy).toBeNull();
  });

  test('by a lower keep_last where that helps', () => {
    const { helpfulPolicy, nextFreeAt } = explainSlots(daily(9), options(10));
    expect(helpfulPolicy).toEqual({ keepLast: 9, scope: 'repository' });
    expect(nextFreeAt).toBeNull();
  });

  test('by scope: server where that helps', () => {
    const { helpfulPolicy } = explainSlots(daily(10, { description: 'by hand' }), options(3));
    expect(helpfulPolicy).toEqual({ keepLast: 3, scope: 'server' });
  });

  test('without keep_last by the policy that would free a slot', () => {
    const { slots, helpfulPolicy } = explainSlots(daily(10), options(null));
    expect(slots.every(({ reason }) => reason === 'keep_last is not set')).toBe(true);
    expect(helpfulPolicy).toEqual({ keepLast: 10, scope: 'repository' });
  });

  test('by nothing where neither time nor a policy helps', () => {
    const kept = daily(10, { description: `[keep] ${marker()}` });
    expect(explainSlots(kept, options(3))).toMatchObject({ nextFreeAt: null, helpfulPolicy: null });
  });

  test('for a safety backup, without advice on keep_last', () => {
    const rows = [...daily(9), safety(31, 2 * HOUR)];
    const { slots, nextFreeAt, helpfulPolicy } = explainSlots(rows, options(null, { targetId: 9 }));
    expect(slots.map(({ reason }) => reason)).toEqual([
      'the backup to restore',
      ...Array(8).fill('not a safety backup of this repository'),
      'the newest safety backup, under a day old',
    ]);
    expect([nextFreeAt, helpfulPolicy]).toEqual([NOW + 22 * HOUR + 1, null]);
  });
});
