import { describe, expect, test } from '@jest/globals';
import { ownOverBand, ownWait } from '../../bench/own-wait.js';
import {
  dominates,
  fixed,
  growing,
  overBand,
  overTimes,
  pollTimes,
  worstShare,
} from '../../bench/schedules.js';

describe('when a waiter polls', () => {
  test('fixed pauses, up to the first poll at or after the end', () => {
    expect(pollTimes(fixed('', 5), 12)).toEqual([0, 5, 10, 15]);
    expect(pollTimes(fixed('', 5, { first: 5 }), 10)).toEqual([5, 10]);
  });

  test('a waiter that times out polls no more', () => {
    expect(pollTimes(fixed('', 15, { maxPolls: 40 }), 10_000)).toHaveLength(40);
  });

  test('pauses grow up to the cap, once the first ones are over', () => {
    expect(pollTimes(growing('', 1, { start: 1, factor: 2, cap: 4 }), 14)).toEqual([
      1, 2, 4, 8, 12, 16,
    ]);
    expect(pollTimes(growing('', 1, { start: 1, factor: 2, cap: 4, flat: 2 }), 10)).toEqual([
      1, 2, 3, 4, 6, 10,
    ]);
  });

  test("this action's schedule, written down here, is the one that its waiter keeps", async () => {
    const real = await ownWait({ first: 1, cap: 10 }, 600);
    const written = pollTimes(growing('', 1, { start: 1, factor: 1.25, cap: 10, flat: 3 }), 600);
    expect(real).toHaveLength(written.length);
    for (const [index, at] of real.entries())
      expect(at).toBeCloseTo(written[index] ?? Number.NaN, 6);
  });

  test('a poll at the very end sees it', async () => {
    expect(await ownWait({ first: 0, cap: 10 }, 1)).toEqual([0, 1]);
    expect(await ownWait({ first: 1, cap: 10 }, 2.5)).toEqual([1, 2, 3]);
    expect(await ownWait({ first: 1, cap: 10 }, 5.5)).toEqual([1, 2, 3, 4, 5, 6.25]);
  });
});

describe('what a schedule costs over a band of durations', () => {
  test('with a fixed pause the lag is half of it on average, all of it at worst', () => {
    const { meanLag, worstLag, requests } = overBand(fixed('', 10), [100, 200]);
    expect(meanLag).toBeCloseTo(5, 9);
    expect(worstLag).toBeCloseTo(10, 9);
    expect(requests).toBeCloseTo(16.5, 9); // polls at 0, 10, ... : 12 for an end in (100, 110], 21 for one in (190, 200]
  });

  test('only what lies in the band counts', () => {
    expect(overTimes([0, 10], [4, 6])).toEqual({ meanLag: 5, worstLag: 6, requests: 2 });
  });

  test('a waiter that times out within the band has no lag', () => {
    expect(overBand(fixed('', 15, { maxPolls: 40 }), [500, 600])).toMatchObject({
      meanLag: null,
      worstLag: null,
    });
  });

  test('the exact mean is what many single waits come to', async () => {
    const samples = Array.from({ length: 1_000 }, (_, index) => 2 + (index + 0.5) * 0.003);
    const lags = await Promise.all(
      samples.map(async (end) => ((await ownWait({ first: 1, cap: 10 }, end)).at(-1) ?? 0) - end),
    );
    const { meanLag } = await ownOverBand({ first: 1, cap: 10 }, [2, 5]);
    expect(meanLag).toBeCloseTo(lags.reduce((sum, lag) => sum + lag, 0) / lags.length, 2);
  });

  test('the worst share is that of an end just missed', () => {
    expect(worstShare([1, 2, 4, 8], [2, 8])).toBe(1);
    expect(worstShare([10, 20, 25], [20, 25])).toBe(0.25);
  });
});

test('one thing dominates another if it is nowhere worse and somewhere better', () => {
  expect(dominates([1, 2], [1, 3])).toBe(true);
  expect(dominates([1, 2], [1, 2])).toBe(false);
  expect(dominates([1, 4], [2, 3])).toBe(false);
});
