/** When a wait polls, and how it ends. */
import { describe, expect, test } from '@jest/globals';
import { INITIAL_INTERVAL_MS, interval, poll, startHeartbeat } from '../../src/polling.js';
import { VirtualClock } from '../support/virtual-clock.js';
import { classify, LIMITS, startsOf, times, wait } from './poll-harness.js';

const notYet = { result: 'not yet' } as const;
const done = { result: 'done' } as const;

describe('intervals', () => {
  test('the first five polls are 1 s apart, then the interval grows by a quarter', async () => {
    const waited = await wait([...times(9, notYet), done], { maxIntervalMs: 2_000 });
    expect(startsOf(waited)).toEqual([
      ...[0, 1_000, 2_000, 3_000, 4_000],
      ...[5_250, 6_812.5, 8_765.625, 10_765.625, 12_765.625],
    ]);
  });

  test('begin at once, or after the initial delay', async () => {
    expect(startsOf(await wait([done]))).toEqual([0]);
    expect(startsOf(await wait([done], { initialDelayMs: 1_000 }))).toEqual([1_000]);
  });

  test('never grow beyond poll_interval', () => {
    expect(interval(0, 10_000)).toBe(INITIAL_INTERVAL_MS);
    expect(interval(4, 10_000)).toBe(1_250);
    expect(interval(100, 10_000)).toBe(10_000);
    expect(interval(4, 1_000)).toBe(1_000);
  });

  test('do not include the time that a poll takes', async () => {
    expect(startsOf(await wait([{ takesMs: 400, result: 'not yet' }, done]))).toEqual([0, 1_400]);
  });

  test('are not cut short by a timer that fires early', async () => {
    const clock = new VirtualClock();
    const starts: number[] = [];
    const early = {
      now: clock.now,
      sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms > 1 ? ms - 1 : ms, signal),
    };
    const { signal } = new AbortController();
    const check = async (): Promise<boolean> => {
      starts.push(clock.elapsed);
      return starts.length === 3;
    };
    await clock.settle(poll({ ...LIMITS, clock: early, signal, check, classify }));
    expect(starts).toEqual([0, 1_000, 2_000]);
  });
});

describe('the final poll', () => {
  test('is at the deadline, on a fresh connection, and may take 5 s more', async () => {
    const waited = await wait([], { timeoutMs: 2_500 });
    expect(waited).toMatchObject({ outcome: 'timeout', endedAt: 2_500 });
    expect(waited.polls.map(({ at, deadline, isFinal }) => [at, deadline, isFinal])).toEqual([
      [0, 2_500, false],
      [1_000, 2_500, false],
      [2_000, 2_500, false],
      [2_500, 7_500, true],
    ]);
  });

  test('may be the one that is done', async () => {
    expect(await wait([...times(3, notYet), done], { timeoutMs: 2_500 })).toMatchObject({
      outcome: 'done',
      endedAt: 2_500,
    });
  });

  test('follows a poll that was cut off at the deadline', async () => {
    const waited = await wait([notYet, { takesMs: 30_000, result: 'transient' }, done], {
      timeoutMs: 4_000,
    });
    expect(startsOf(waited)).toEqual([0, 1_000, 4_000]);
    expect(waited.outcome).toBe('done');
  });

  test('is at the deadline where the initial delay is longer than the wait', async () => {
    expect(await wait([], { timeoutMs: 500, initialDelayMs: 1_000 })).toMatchObject({
      polls: [{ at: 500, isFinal: true }],
      endedAt: 500,
    });
  });

  test('is tried again once if it is lost, within the same 5 s', async () => {
    const lost = { takesMs: 2_000, result: 'transient' } as const;
    const found = await wait([notYet, lost, done], { timeoutMs: 1_000 });
    expect(found).toMatchObject({ outcome: 'done', endedAt: 3_000 });
    expect(found.polls.slice(1)).toMatchObject([
      { at: 1_000, deadline: 6_000, isFinal: true },
      { at: 3_000, deadline: 6_000, isFinal: true },
    ]);
    const twice = await wait([notYet, lost, lost, done], { timeoutMs: 1_000 });
    expect(twice).toMatchObject({ outcome: 'timeout', endedAt: 5_000 });
    expect(twice.polls).toHaveLength(3);
  });

  test('is not tried again once its 5 s are used up', async () => {
    const slow = { takesMs: 60_000, result: 'transient' } as const;
    expect(await wait([notYet, slow, done], { timeoutMs: 1_000 })).toMatchObject({
      outcome: 'timeout',
      endedAt: 6_000,
      polls: { length: 2 },
    });
  });

  test('does not end the wait as failed, though polls had failed for ten minutes', async () => {
    const hang = { takesMs: 900_000, result: 'transient' } as const;
    const waited = await wait([{ result: 'transient' }, hang, notYet], { timeoutMs: 601_000 });
    expect(waited.outcome).toMatchObject({ message: 'transient' });
    const cut = await wait([hang, { takesMs: 1, result: 'transient' }], { timeoutMs: 599_999 });
    expect(cut.outcome).toBe('timeout');
  });
});

describe('cancellation', () => {
  const start = (check: () => Promise<boolean>) => {
    const clock = new VirtualClock();
    const cancel = new AbortController();
    const options = { ...LIMITS, clock, signal: cancel.signal, initialDelayMs: 5_000 };
    return { clock, cancel, work: poll({ ...options, check, classify }) };
  };

  test('in a pause ends the wait at once with its reason, without another poll', async () => {
    let polls = 0;
    const { clock, cancel, work } = start(async () => {
      polls += 1;
      return true;
    });
    cancel.abort(new Error('cancelled'));
    await expect(work).rejects.toThrow('cancelled');
    expect([polls, clock.elapsed]).toEqual([0, 0]);
  });

  test.each<[string, () => Promise<boolean>]>([
    ['fails because of it', () => Promise.reject(new Error('reset'))],
    ['succeeds all the same', () => Promise.resolve(true)],
  ])('during a poll that %s ends the wait with its reason', async (_, result) => {
    const one: ReturnType<typeof start> = start(async () => {
      one.cancel.abort(new Error('cancelled'));
      return result();
    });
    await expect(one.clock.settle(one.work)).rejects.toThrow('cancelled');
    expect(one.clock.elapsed).toBe(5_000);
  });
});

describe('startHeartbeat', () => {
  test('calls every 30 s, until it is stopped', async () => {
    const clock = new VirtualClock();
    const beats: number[] = [];
    const stop = startHeartbeat(clock, () => beats.push(clock.elapsed));
    await clock.settle(clock.sleep(100_000));
    stop();
    expect(beats).toEqual([30_000, 60_000, 90_000]);
    await clock.drain();
    expect([clock.elapsed, clock.sleepers]).toEqual([100_000, 0]);
  });

  test('may be stopped by its own call', async () => {
    const clock = new VirtualClock();
    let beats = 0;
    const stop = startHeartbeat(clock, () => {
      beats += 1;
      stop();
    });
    await clock.drain();
    expect([beats, clock.elapsed, clock.sleepers]).toEqual([1, 30_000, 0]);
  });
});
