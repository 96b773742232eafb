/** How long to wait, and how old: `1h30m`, `14d`. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ageDuration, waitDuration } from '../../src/inputs/values.js';
import { runs } from '../support/fixtures.js';
import { anyText } from '../support/hostile-strings.js';
import { allowed, parse, REJECTED } from './schema-outcome.js';

const wait = waitDuration({ min: '1s', max: '24h' });
const age = ageDuration({ min: '1h', max: '3650d' });
const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

describe('waitDuration', () => {
  test.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['1h30m', 5_400_000],
    ['1h30m15s', 5_415_000],
    ['1h15s', 3_615_000],
    ['0h90s', 90_000],
    ['24h', 86_400_000],
    ['23h60m', 86_400_000],
    ['86400s', 86_400_000],
    ['1440m', 86_400_000],
  ])('%s', (text, expected) => {
    expect(parse(wait, text)).toBe(expected);
  });

  test.each([
    ...['', '0s', '0h0m', '60', 's', 'h', '-1s', '+1s', '1.5h', '1e3s', '1 s', ' 1s', '1s ', '1S'],
    ...[
      '1ms',
      '1min',
      '30m1h',
      '1h1h',
      '1h 30m',
      '1h30',
      '25h',
      '24h1s',
      '86401s',
      '1d',
      '1w',
      '0d1h',
    ],
    ...['0x1s', '٣s', '9999999999s'],
  ])('%j is rejected', (text) => {
    expect(allowed(wait, text)).toBe(
      '1s to 24h, always with a unit (s, m, h), such as 90s, 30m or 1h30m',
    );
  });
});

describe('ageDuration', () => {
  test.each([
    ['1h', 3_600_000],
    ['12h', 43_200_000],
    ['14d', 1_209_600_000],
    ['4w', 2_419_200_000],
    ['1d12h', 129_600_000],
    ['1w1d1h', 694_800_000],
    ['1h30m', 5_400_000],
    ['3650d', 315_360_000_000],
    ['521w', 315_100_800_000],
  ])('%s', (text, expected) => {
    expect(parse(age, text)).toBe(expected);
  });

  test.each([
    ...['', '5', '0h', '59m', '60m', '6m', '3600s', '1h1s', '3651d', '3650d1h', '522w', '87601h'],
    ...['1y', '1D', '1.5d', '-1d', '99999999999999d', '12h1d'],
  ])('%j is rejected', (text) => {
    expect(allowed(age, text)).toBe(
      '1h to 3650d, always with a unit (h, d, w), such as 12h, 14d or 1d12h',
    );
  });
});

test('every duration within its limits parses to its sum, and no other', () => {
  const parts = fc.record({
    ...{ h: fc.nat({ max: 30 }), m: fc.nat({ max: 90 }), s: fc.nat({ max: 90 }) },
  });
  fc.assert(
    fc.property(parts, ({ h, m, s }) => {
      const ms = h * UNITS.h + m * UNITS.m + s * UNITS.s;
      const isAllowed = ms >= 1_000 && ms <= 86_400_000;
      expect(parse(wait, `${h}h${m}m${s}s`)).toBe(isAllowed ? ms : REJECTED);
    }),
    { numRuns: runs(1_000) },
  );
});

test('any text comes to milliseconds within the limits, or is rejected', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const value = parse(wait, text);
      if (value === REJECTED) return;
      expect(text).toMatch(/^(\d+h)?(\d+m)?(\d+s)?$/);
      expect(value).toBeGreaterThanOrEqual(1_000);
      expect(value).toBeLessThanOrEqual(86_400_000);
    }),
    { numRuns: runs(1_000) },
  );
});
