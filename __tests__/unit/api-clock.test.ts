/** The API's clock, by its `Date` headers, and which answers came from a cache. */
import { describe, expect, test } from '@jest/globals';
import { ApiClock } from '../../src/vpsorg/api-clock.js';
import { HOUR, MINUTE, SECOND } from '../support/fixtures.js';
import { VirtualClock } from '../support/virtual-clock.js';

function create() {
  const clock = new VirtualClock();
  const api = new ApiClock(clock);
  const date = (offsetMs: number): string => new Date(clock.now() + offsetMs).toUTCString();
  return { clock, api, date };
}

describe('now', () => {
  test("is the runner's clock until an answer has a Date", () => {
    const { clock, api } = create();
    expect(api.observe({})).toEqual({ at: clock.start, cached: null });
    expect([api.now(), api.offsetMs]).toEqual([clock.start, 0]);
  });

  test.each([-20 * 24 * HOUR, -2 * HOUR, 0, 8 * 24 * HOUR])(
    'follows a Date that is %p ms off, plus the time since',
    (offsetMs) => {
      const { clock, api, date } = create();
      expect(api.observe({ date: date(offsetMs) })).toEqual({
        at: clock.start + offsetMs,
        cached: null,
      });
      clock.advance(90 * SECOND);
      expect([api.now(), api.offsetMs]).toEqual([clock.now() + offsetMs, offsetMs]);
    },
  );

  test('follows the latest Date', () => {
    const { clock, api, date } = create();
    api.observe({ date: date(HOUR) });
    clock.advance(MINUTE);
    api.observe({ date: date(HOUR - 2 * SECOND) });
    expect(api.offsetMs).toBe(HOUR - 2 * SECOND);
  });

  test("a list without a Date is dated by the runner's clock", () => {
    const { clock, api, date } = create();
    api.observe({ date: date(HOUR) });
    expect(api.observe({ date: 'yesterday' })).toEqual({ at: clock.now(), cached: null });
    expect(api.offsetMs).toBe(HOUR);
  });
});

describe('an answer came from a cache', () => {
  test.each([
    ['0', false],
    ['60', false],
    ['61', true],
    ['86400', true],
    ['-5', false],
    ['soon', false],
    [undefined, false],
  ])('with Age: %p: %p', (age, isCached) => {
    const { api, date } = create();
    const { cached } = api.observe({ date: date(0), age });
    expect(cached).toBe(isCached ? `it came from a cache (Age: ${age})` : null);
  });

  test('where its Date is over 5 minutes before that of an earlier answer', () => {
    const { api, date } = create();
    api.observe({ date: date(0) });
    expect(api.observe({ date: date(-5 * MINUTE) }).cached).toBeNull();
    expect(api.observe({ date: date(-5 * MINUTE - SECOND) }).cached).toBe(
      'it came from a cache (Date: Thu, 16 Jan 2025 15:39:59 GMT)',
    );
  });

  test('and then does not set the clock', () => {
    const { clock, api, date } = create();
    api.observe({ date: date(0) });
    expect(api.observe({ date: date(-HOUR) }).at).toBe(clock.now());
    expect(api.observe({ date: date(-HOUR), age: '3600' }).at).toBe(clock.now());
    expect(api.offsetMs).toBe(0);
  });
});
