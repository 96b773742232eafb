import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseHttpDate, parseRetryAfter } from '../../src/vpsorg/retry-after.js';

const NOW = Date.parse('1994-11-06T08:49:07Z');

describe('parseRetryAfter', () => {
  test.each<[string | undefined, number | null]>([
    ['0', 0],
    ['1', 1_000],
    [' 30 ', 30_000],
    ['1800', 1_800_000],
    ['86400', 86_400_000],
    ['999999999', 999_999_999_000],
    ['9999999999', null],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
    ['Sun, 06 Nov 1994 08:49:07 GMT', 0],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
    ['Mon, 07 Nov 1994 08:49:07 GMT', 86_400_000],
    [undefined, null],
    ['', null],
    [' ', null],
    ['-1', null],
    ['1.5', null],
    ['1e3', null],
    ['soon', null],
    ['5 seconds', null],
    ['1994-11-06T08:49:37Z', null],
    ['Sun, 99 Nov 1994 08:49:37 GMT', null],
    ['x Sun, 06 Nov 1994 08:49:37 GMT', null],
    ['0x10', null],
  ])('%j: %p', (header, ms) => {
    expect(parseRetryAfter(header, NOW)).toBe(ms);
  });

  test('of any header is null or not negative', () => {
    const header = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(header, (text) => {
        expect(parseRetryAfter(text, NOW) ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('parseHttpDate', () => {
  test('parses every Date header that a server may send, to the second', () => {
    const date = fc.date({
      min: new Date('1970-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (at) => {
        expect(parseHttpDate(at.toUTCString())).toBe(Math.floor(at.getTime() / 1_000) * 1_000);
      }),
    );
  });

  test.each([undefined, '', 'now', '1994-11-06', '784111777'])('%j is none', (text) => {
    expect(parseHttpDate(text)).toBeNull();
  });
});
