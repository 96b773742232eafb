import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from '../../src/vpsorg/retry-after.js';

const NOW = Date.parse('1994-11-06T08:49:07Z');

describe('parseRetryAfter', () => {
  test.each<[string | undefined, number | null]>([
    ['0', 0],
    ['1', 1_000],
    [' 30 ', 30_000],
    ['60', 60_000],
    ['61', 60_000],
    ['86400', 60_000],
    ['99999999999999999999999999', 60_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
    ['Sun, 06 Nov 1994 08:49:07 GMT', 0],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
    ['Mon, 07 Nov 1994 08:49:37 GMT', 60_000],
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

  test('any header comes to nothing, or to 0 to 60 s', () => {
    const header = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(header, (text) => {
        const ms = parseRetryAfter(text, NOW);
        if (ms === null) return;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(MAX_RETRY_AFTER_MS);
      }),
    );
  });
});
