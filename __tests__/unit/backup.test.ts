import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isExpired,
  newestFirst,
  parseTimestamp,
  withPlausibleDate,
} from '../../src/backups/backup.js';
import { anyRows, HOUR, ids, MINUTE, NOW, row } from '../support/fixtures.js';

describe('parseTimestamp', () => {
  test.each([
    ['2025-01-16T03:00:00Z', Date.UTC(2025, 0, 16, 3)],
    ['2025-01-16t03:00:00z', Date.UTC(2025, 0, 16, 3)],
    ['2025-01-16 03:00:00Z', Date.UTC(2025, 0, 16, 3)],
    ['2025-01-16T03:00Z', Date.UTC(2025, 0, 16, 3)],
    ['2025-01-16T03:00:00.5Z', Date.UTC(2025, 0, 16, 3, 0, 0, 500)],
    ['2025-01-16T03:00:00.123456Z', Date.UTC(2025, 0, 16, 3, 0, 0, 123)],
    ['2025-01-16T03:00:00+02:00', Date.UTC(2025, 0, 16, 1)],
    ['2025-01-16T03:00:00-0130', Date.UTC(2025, 0, 16, 4, 30)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2025-12-31T23:59:59Z', Date.UTC(2025, 11, 31, 23, 59, 59)],
    ['2025-04-30T00:00:00Z', Date.UTC(2025, 3, 30)],
    ['2000-01-01T00:00:00Z', Date.UTC(2000, 0, 1)],
    ['1999-12-31T23:00:00-01:00', Date.UTC(2000, 0, 1)],
  ])('%s is parsed', (text, ms) => {
    expect(parseTimestamp(text)).toBe(ms);
  });

  test.each([
    [null],
    [''],
    ['yesterday'],
    ['0001-01-01T00:00:00Z'],
    ['0000-01-01T00:00:00Z'],
    ['1970-01-01T00:00:00Z'],
    ['1970-01-01T01:00:00+01:00'],
    ['1900-01-01T00:00:00Z'],
    ['1999-12-31T23:59:59Z'],
    ['2000-01-01T00:59:59+01:00'],
    ['1737000000'],
    ['2025-01-16'],
    ['2025-01-16T03:00:00'],
    ['2025-01-16T03:00:00 UTC'],
    ['2025-02-29T00:00:00Z'],
    ['2025-02-30T00:00:00Z'],
    ['2025-04-31T00:00:00Z'],
    ['2025-13-01T00:00:00Z'],
    ['2025-00-10T00:00:00Z'],
    ['2025-01-00T00:00:00Z'],
    ['2025-01-16T25:00:00Z'],
    ['2025-01-16T03:61:00Z'],
    ['2025-01-16T03:00:00+99:99'],
    [' 2025-01-16T03:00:00Z'],
    ['2025-01-16T03:00:00Z '],
    ['at 2025-01-16T03:00:00Z'],
    ['16.01.2025 03:00:00Z'],
    ['25-01-16T03:00:00Z'],
    ['2025-01-16T03:00:00.Z'],
    ['2025-01-16T3:00:00Z'],
    ['+002025-01-16T03:00:00Z'],
  ])('%p is no date', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  test('parses every time that is written with a zone, in any zone', () => {
    const moment = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    const halves = fc.integer({ min: -24, max: 28 });
    fc.assert(
      fc.property(moment, halves, fc.boolean(), (date, zone, colon) => {
        const local = new Date(date.getTime() + zone * (HOUR / 2)).toISOString().slice(0, -1);
        const minutes = Math.abs(zone) * 30;
        const two = (n: number): string => String(n).padStart(2, '0');
        const offset = `${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon ? ':' : ''}${two(minutes % 60)}`;
        expect(parseTimestamp(`${local}${offset}`)).toBe(date.getTime());
      }),
    );
  });
});

describe('newestFirst', () => {
  test('sorts by date, then id: the order and the ids of the documented example mislead', () => {
    const example = [
      row({ id: 501, ageMs: 1 * HOUR }),
      row({ id: 499, ageMs: 50 * HOUR }),
      row({ id: 495, ageMs: 25 * HOUR }),
    ];
    expect(ids([...example].sort(newestFirst))).toEqual([501, 495, 499]);
  });

  test('puts the greater id first where dates are equal', () => {
    expect(ids([row({ id: 4 }), row({ id: 9 }), row({ id: 6 })].sort(newestFirst))).toEqual([
      9, 6, 4,
    ]);
  });

  test('puts undated backups last, the greater id first', () => {
    const rows = [
      row({ id: 8, ageMs: null }),
      row({ id: 1, ageMs: 900 * HOUR }),
      row({ id: 9, ageMs: null }),
      row({ id: 2, ageMs: HOUR }),
    ];
    expect(ids(rows.sort(newestFirst))).toEqual([2, 1, 9, 8]);
  });

  test('does not depend on the order of the list', () => {
    const shuffled = anyRows().chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(ids([...other].sort(newestFirst))).toEqual(ids([...rows].sort(newestFirst)));
      }),
    );
  });
});

describe('withPlausibleDate', () => {
  test.each([
    ['in the past', HOUR, true],
    ['now', 0, true],
    ['15 minutes ahead, as clocks may be', -15 * MINUTE, true],
    ['further ahead', -15 * MINUTE - 1, false],
  ])('keeps a date %s', (_, ageMs, isKept) => {
    const backup = row({ ageMs });
    const { createdAtMs, createdAt } = withPlausibleDate(backup, NOW);
    expect(createdAtMs).toBe(isKept ? NOW - ageMs : null);
    expect(createdAt).toBe(backup.createdAt);
  });

  test('leaves an undated backup as it is', () => {
    const backup = row({ ageMs: null });
    expect(withPlausibleDate(backup, NOW)).toBe(backup);
  });
});

describe('isExpired', () => {
  test.each([
    [null, false],
    ['soon', false],
    ['2026-03-01T11:59:59Z', true],
    ['2026-03-01T12:00:00Z', true],
    ['2026-03-01T12:00:01Z', false],
  ])('%p: %p', (expiresAt, expected) => {
    expect(isExpired(row({ expiresAt }), NOW)).toBe(expected);
  });
});
