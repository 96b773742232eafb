import { describe, expect, test } from '@jest/globals';
import type { Backup } from '../../src/backups/backup.js';
import {
  chooseEviction,
  countedTowardLimit,
  keepLastPolicy,
  MANUAL_BACKUP_LIMIT,
  type RetentionContext,
} from '../../src/backups/retention.js';
import { DAY, daily, HOUR, ids, marker, NOW, RUN, row } from '../support/fixtures.js';

const FACTS: RetentionContext = { run: RUN, now: NOW, ownBackupIds: new Set(), coming: false };
const SAFETY = marker({ kind: 'safety' });
const THEIRS = marker({ who: 'else/where#7' });

test('a server has ten places', () => expect(MANUAL_BACKUP_LIMIT).toBe(10));

describe('chooseRoom', () => {
  const rule = keepLastPolicy(3, 'repository');
  const choose = (rows: readonly Backup[], keepLast = 3) =>
    chooseEviction(rows, { ...rule, keepLast }, FACTS)?.backup.id ?? null;

  test('a failed one first, the oldest of them', () => {
    expect(
      choose([
        ...daily(9),
        row({ id: 20, status: 'failed', ageMs: HOUR }),
        row({ id: 21, status: 'error', ageMs: 2 * HOUR }),
      ]),
    ).toBe(21);
  });

  test('else the oldest that keep_last gives up, with the coming one counted', () => {
    expect(choose(daily(10))).toBe(10);
    expect(choose(daily(3))).toBe(3);
    expect(choose(daily(2))).toBeNull();
  });

  test('else the oldest safety backup of ours, though keep_last would have kept it', () => {
    const safety = [
      row({ id: 31, ageMs: 2 * DAY, description: SAFETY }),
      row({ id: 32, ageMs: 5 * DAY, description: SAFETY }),
    ];
    expect(choose([...daily(2), ...safety])).toBe(32);
    expect(choose([...safety.toReversed(), ...daily(2)])).toBe(32);
    expect(chooseEviction([...daily(2), ...safety], rule, FACTS)).toMatchObject({
      goes: true,
      reason: expect.stringContaining('safety backup'),
    });
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ["another repository's", { description: marker({ kind: 'safety', who: 'else/where#7' }) }],
    ['marked [keep]', { description: `[keep] ${SAFETY}` }],
    ['of the present run', { description: marker({ kind: 'safety', run: '7000.1' }) }],
    ['less than 1 h old', { ageMs: HOUR - 1 }],
    ['in progress', { status: 'in_progress' }],
    ['undated', { ageMs: null }],
    ['automatic', { type: 'automatic' }],
    ['of a status nobody knows', { status: 'archiving' }],
  ])('not a safety backup that is %s', (_, change) => {
    expect(
      choose([...daily(2), row({ id: 31, ageMs: 9 * DAY, description: SAFETY, ...change })]),
    ).toBeNull();
  });

  test('not the last completed manual backup in scope, be it a safety backup or not', () => {
    expect(choose([row({ id: 1 })], 1)).toBeNull();
    expect(choose([row({ id: 31, description: SAFETY })])).toBeNull();
    expect(
      choose([row({ id: 31, description: SAFETY }), row({ id: 2, description: 'by hand' })]),
    ).toBeNull();
    expect(choose([row({ id: 31, description: SAFETY }), row({ id: 2 })])).toBe(31);
  });

  test("nothing that is not this repository's, however full the server", () => {
    expect(choose(daily(10, { description: 'by hand' }))).toBeNull();
    expect(choose(daily(10, { description: THEIRS, status: 'failed' }))).toBeNull();
    expect(choose([])).toBeNull();
  });
});

describe('takingPlaces', () => {
  test('counts manual backups in every state but those that are gone', () => {
    const rows = [
      row({ id: 1 }),
      row({ id: 2, status: 'in_progress' }),
      row({ id: 3, status: 'failed' }),
      row({ id: 4, status: 'archiving' }),
      row({ id: 5, description: 'by hand' }),
      row({ id: 6, type: 'automatic' }),
      row({ id: 7, status: 'deleted' }),
      row({ id: 8, status: 'expired' }),
    ];
    expect(ids(countedTowardLimit(rows))).toEqual([1, 2, 3, 4, 5]);
  });
});
