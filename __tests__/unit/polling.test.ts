import { describe, expect, test } from '@jest/globals';
import { nextInterval, poll } from '../../src/polling.js';
import { VirtualClock } from '../support/virtual-clock.js';
import { LIMITS, type LookPlan, type Waited, wait } from './poll-harness.js';

const notYet: LookPlan = { takesMs: 0, result: 'not yet' };
const done: LookPlan = { takesMs: 0, result: 'done' };
const fault: LookPlan = { takesMs: 0, result: 'fault' };
const times = (count: number, plan: LookPlan): LookPlan[] =>
  Array.from({ length: count }, () => plan);
const startsOf = (waited: Waited): number[] => waited.looks.map((look) => look.at);

describe('when it looks', () => {
  test('at once, or after the first pause', async () => {
    expect(startsOf(await wait([done]))).toEqual([0]);
    expect(startsOf(await wait([done], { initialDelayMs: 1_000 }))).toEqual([1_000]);
  });

  test('pauses grow by a quarter up to the longest', async () => {
    const { looks } = await wait([...times(8, notYet), done], { maxIntervalMs: 3_000 });
    const pauses = looks.slice(1).map((look, place) => look.at - (looks[place]?.at ?? 0));
    expect(pauses).toEqual([1_000, 1_250, 1_562.5, 1_953.125, 2_441.40625, 3_000, 3_000, 3_000]);
  });

  test('the time that a look takes is not part of the pause', async () => {
    expect(startsOf(await wait([{ takesMs: 400, result: 'not yet' }, done]))).toEqual([0, 1_400]);
  });

  test('once more at the deadline itself', async () => {
    const waited = await wait([], { timeoutMs: 4_000 });
    expect(startsOf(waited)).toEqual([0, 1_000, 2_250, 3_812.5, 4_000]);
    expect([waited.outcome, waited.endedAt]).toEqual(['deadline', 4_000]);
  });

  test('a last look that is done is done', async () => {
    expect((await wait([...times(4, notYet), done], { timeoutMs: 4_000 })).outcome).toBe('done');
  });

  test('a first pause that is longer than the wait ends at the deadline', async () => {
    expect(await wait([], { timeoutMs: 500, initialDelayMs: 1_000 })).toMatchObject({
      outcome: 'deadline',
      looks: [{ at: 500 }],
      endedAt: 500,
    });
  });

  test('a look that is slow is cut off at the deadline, and one more is made there', async () => {
    const waited = await wait([notYet, { takesMs: 10_000, result: 'not yet' }], {
      timeoutMs: 4_000,
    });
    expect(waited).toMatchObject({
      outcome: 'deadline',
      looks: [{ at: 0 }, { at: 1_000, until: 4_000 }, { at: 4_000 }],
      endedAt: 4_000,
    });
  });
});

describe('a slow API', () => {
  const slow = (takesMs: number, result: LookPlan['result'] = 'not yet'): LookPlan => ({
    takesMs,
    result,
  });

  test('the last look is asked so early that its answer can be there within 0.7 s of the deadline', async () => {
    const waited = await wait([slow(1_200), slow(1_200, 'done')], { timeoutMs: 3_000 });
    // A quarter more than the one before took: 1,500 ms, of which 700 may lie beyond the deadline.
    expect(waited).toMatchObject({
      outcome: 'done',
      looks: [{ at: 0 }, { at: 2_200, budgetMs: 1_500 }],
      endedAt: 3_400,
    });
  });

  test('one that is answered sooner than expected is followed by the one at the deadline', async () => {
    const waited = await wait([slow(4_000), slow(100)], { timeoutMs: 7_000 });
    expect(startsOf(waited)).toEqual([0, 5_000, 6_350, 7_000]);
    expect([waited.outcome, waited.endedAt]).toEqual(['deadline', 7_000]);
  });

  test('one that fails at once is not repeated before the deadline', async () => {
    const waited = await wait([slow(6_000), fault, fault, done], { timeoutMs: 10_000 });
    expect(startsOf(waited)).toEqual([0, 7_000, 8_250, 9_812.5]);
  });

  test('a timer that fires early does not make a look of its own just before the deadline', async () => {
    const clock = new VirtualClock();
    const asked: number[] = [];
    const check = async (): Promise<boolean> => {
      asked.push(clock.elapsed);
      return false;
    };
    const early = {
      now: clock.now,
      sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms > 1 ? ms - 1 : ms, signal),
    };
    const signal = new AbortController().signal;
    const work = poll({
      ...LIMITS,
      clock: early,
      signal,
      timeoutMs: 3_000,
      check,
      retryDelay: () => null,
      onHeartbeat: () => {},
    });
    expect(await clock.settle(work)).toBe('deadline');
    expect(asked).toEqual([0, 1_000, 2_250, 3_000]);
  });

  test('a look that would still be under way when the last one is due is left out', async () => {
    const waited = await wait([slow(1_200), slow(1_200, 'done')], { timeoutMs: 4_000 });
    // The last is due at 3,200: one asked at 2,200 would end at 3,700, when there is no time for another.
    expect(startsOf(waited)).toEqual([0, 3_200]);
  });

  test('nor does a fault make it faster', async () => {
    const waited = await wait(
      [slow(3_000), { takesMs: 10, result: 'fault' }, slow(3_000, 'done')],
      { timeoutMs: 12_000 },
    );
    expect(waited).toMatchObject({
      outcome: 'done',
      looks: [{ at: 0 }, { at: 4_000 }, { at: 8_950, budgetMs: 3_750 }],
    });
  });

  test('a fault says nothing of how long an answer takes', async () => {
    expect(startsOf(await wait([slow(3_000, 'fault')], { timeoutMs: 5_000 }))).toEqual([
      0, 4_000, 5_000,
    ]);
  });
});

describe('the budget of a look', () => {
  test('is the time that is left; the last one has a little more, so that it can be made', async () => {
    const { looks } = await wait([], { timeoutMs: 2_000 });
    expect(looks.map((look) => look.budgetMs)).toEqual([2_000, 1_000, 700]);
  });

  test('the little more can be told', async () => {
    const { looks } = await wait([], { timeoutMs: 1_000, gracePeriodMs: 5_000 });
    expect(looks.map((look) => look.budgetMs)).toEqual([1_000, 5_000]);
  });

  test('is never negative', async () => {
    const clock = new VirtualClock();
    const budgets: number[] = [];
    const check = async (budgetMs: number): Promise<boolean> => {
      budgets.push(budgetMs);
      return true;
    };
    const late = { now: clock.now, sleep: (ms: number) => clock.sleep(ms + 5_000) };
    const signal = new AbortController().signal;
    await clock.settle(
      poll({
        ...LIMITS,
        clock: late,
        signal,
        timeoutMs: 1_000,
        initialDelayMs: 500,
        check,
        retryDelay: () => null,
        onHeartbeat: () => {},
      }),
    );
    expect(budgets).toEqual([700]);
  });
});

describe('faults', () => {
  test('ten in a row are ridden out, the eleventh ends the wait', async () => {
    expect((await wait([...times(10, fault), done])).outcome).toBe('done');
    const waited = await wait(times(11, fault));
    expect(waited.outcome).toMatchObject({ message: 'passing' });
    expect(waited.looks).toHaveLength(11);
  });

  test('what the deadline cuts off is not counted: the last look is made', async () => {
    const slow = { takesMs: 60_000, result: 'fault' } as const;
    expect(await wait([...times(10, fault), slow, done], { timeoutMs: 200_000 })).toMatchObject({
      outcome: { message: 'passing' },
    });
    expect(
      await wait([...times(10, fault), { ...slow, takesMs: 300_000 }, done], {
        timeoutMs: 200_000,
      }),
    ).toMatchObject({
      outcome: 'done',
    });
  });

  test('a look that succeeds begins the count anew', async () => {
    expect(
      (await wait([...times(10, fault), notYet, ...times(10, fault), done], { timeoutMs: 600_000 }))
        .outcome,
    ).toBe('done');
  });

  test('one that is not ridden out ends the wait at once', async () => {
    const waited = await wait([notYet, { takesMs: 0, result: 'end' }]);
    expect(waited).toMatchObject({ outcome: { message: 'lasting' }, endedAt: 1_000 });
  });

  test('Retry-After makes a pause longer, never shorter', async () => {
    expect(startsOf(await wait([{ ...fault, retryAfterMs: 7_000 }, done]))).toEqual([0, 7_000]);
    expect(startsOf(await wait([{ ...fault, retryAfterMs: 200 }, done]))).toEqual([0, 1_000]);
  });

  test('the pause after it is as if it had not been', async () => {
    expect(startsOf(await wait([{ ...fault, retryAfterMs: 7_000 }, notYet, done]))).toEqual([
      0, 7_000, 8_250,
    ]);
  });

  test('Retry-After never goes past the deadline', async () => {
    expect(await wait([{ ...fault, retryAfterMs: 60_000 }], { timeoutMs: 5_000 })).toMatchObject({
      looks: [{ at: 0 }, { at: 5_000 }],
      endedAt: 5_000,
    });
  });

  test('one in the last look means the deadline', async () => {
    expect(await wait(times(3, fault), { timeoutMs: 2_000 })).toMatchObject({
      outcome: 'deadline',
      endedAt: 2_000,
    });
  });
});

describe('heartbeats', () => {
  test('one every 30 s, whatever the pauses', async () => {
    expect((await wait([], { timeoutMs: 100_000 })).beats).toEqual([30_000, 60_000, 90_000]);
    expect((await wait([], { timeoutMs: 100_000, maxIntervalMs: 300_000 })).beats).toEqual([
      30_000, 60_000, 90_000,
    ]);
  });

  test('none before', async () =>
    expect((await wait([], { timeoutMs: 29_999 })).beats).toEqual([]));

  test('a look that takes long does not hold them up', async () => {
    const { beats } = await wait([{ takesMs: 42_000, result: 'not yet' }], { timeoutMs: 80_000 });
    expect(beats).toEqual([30_000, 60_000]);
  });

  test('none once the wait has ended, however it ended', async () => {
    for (const result of ['done', 'end'] as const) {
      const clock = new VirtualClock();
      await clock.settle(wait([{ takesMs: 20_000, result }], {}, clock));
      await clock.drain();
      expect(clock.elapsed).toBe(20_000);
    }
  });
});

describe('cancellation', () => {
  const waitFor = (clock: VirtualClock, signal: AbortSignal, check: () => Promise<boolean>) =>
    poll({
      ...LIMITS,
      clock,
      signal,
      initialDelayMs: 5_000,
      check,
      retryDelay: () => ({ retryAfterMs: 0 }),
      onHeartbeat: () => {},
    });

  test('in a pause ends it at once, with its reason; nothing more is looked at', async () => {
    const clock = new VirtualClock();
    const cancel = new AbortController();
    let looks = 0;
    const work = waitFor(clock, cancel.signal, async () => {
      looks += 1;
      return true;
    });
    cancel.abort(new Error('asked to end'));
    await expect(work).rejects.toThrow('asked to end');
    expect([looks, clock.elapsed]).toEqual([0, 0]);
  });

  test('in a look ends the wait after it, though the look failed of it', async () => {
    const clock = new VirtualClock();
    const cancel = new AbortController();
    const work = waitFor(clock, cancel.signal, async () => {
      cancel.abort(new Error('asked to end'));
      throw new Error('reset');
    });
    await expect(clock.settle(work)).rejects.toThrow('asked to end');
    expect(clock.elapsed).toBe(5_000);
  });
});

describe('nextPause', () => {
  test.each([
    [1_000, 10_000, 1_250],
    [8_000, 10_000, 10_000],
    [9_000, 10_000, 10_000],
    [10_000, 10_000, 10_000],
    [1_000, 1_000, 1_000],
  ])('after %p, at most %p: %p', (pause, longest, next) => {
    expect(nextInterval(pause, longest)).toBe(next);
  });
});
