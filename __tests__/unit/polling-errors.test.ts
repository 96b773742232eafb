/** Which errors of polls a wait retries, for how long, and how soon. */
import { describe, expect, test } from '@jest/globals';
import { startsOf, times, wait } from './poll-harness.js';

const MINUTE = 60_000;
const HOUR = { timeoutMs: 60 * MINUTE };
const notYet = { result: 'not yet' } as const;
const done = { result: 'done' } as const;
const transient = { result: 'transient' } as const;
const confirm = { result: 'confirm' } as const;

describe('transient errors', () => {
  test('are retried until polls have failed for ten minutes', async () => {
    const waited = await wait(times(1_000, transient), HOUR);
    expect(waited.outcome).toMatchObject({ message: 'transient' });
    expect(waited.endedAt).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(waited.endedAt).toBeLessThan(10 * MINUTE + 10_000);
  });

  test('ten minutes are counted from the beginning of the first poll that failed', async () => {
    const slow = { takesMs: 30_000, result: 'transient' } as const;
    const waited = await wait([notYet, ...times(100, slow)], HOUR);
    expect(waited.outcome).toMatchObject({ message: 'transient' });
    expect(waited.endedAt).toBeGreaterThanOrEqual(1_000 + 10 * MINUTE);
    expect(waited.endedAt).toBeLessThanOrEqual(1_000 + 10 * MINUTE + 40_000);
  });

  test('a poll that succeeds begins the count anew', async () => {
    const almost = times(59, { takesMs: 9_000, result: 'transient' });
    const waited = await wait([...almost, notYet, ...almost, done], {
      ...HOUR,
      maxIntervalMs: 1_000,
    });
    expect(waited.outcome).toBe('done');
    expect(waited.endedAt).toBeGreaterThan(19 * MINUTE);
  });

  test('the time that Retry-After asks for does not count', async () => {
    const limited = { result: 'transient', retryAfterMs: 30 * MINUTE } as const;
    expect(await wait([limited, transient, done], HOUR)).toMatchObject({
      outcome: 'done',
      polls: [{ at: 0 }, { at: 30 * MINUTE }, { at: 30 * MINUTE + 1_000 }],
    });
  });

  test('at the deadline mean a timeout', async () => {
    expect(await wait(times(9, transient), { timeoutMs: 2_000 })).toMatchObject({
      outcome: 'timeout',
      endedAt: 2_000,
    });
  });
});

describe('the next poll after a failed one', () => {
  test('comes within 30 s, whatever poll_interval', async () => {
    const script = [...times(40, notYet), transient, done];
    const starts = startsOf(await wait(script, { timeoutMs: 1e9, maxIntervalMs: 300_000 }));
    const [before = 0, failed = 0, next = 0] = starts.slice(-3);
    expect(failed - before).toBe(300_000);
    expect(next - failed).toBe(30_000);
  });

  test('comes after the usual interval where that is shorter', async () => {
    expect(startsOf(await wait([transient, transient, done]))).toEqual([0, 1_000, 2_000]);
  });

  test('waits for as long as Retry-After asks, but not less than the interval', async () => {
    const asking = (retryAfterMs: number) => ({ result: 'transient', retryAfterMs }) as const;
    expect(startsOf(await wait([asking(7_000), done]))).toEqual([0, 7_000]);
    expect(startsOf(await wait([asking(200), done]))).toEqual([0, 1_000]);
    expect(startsOf(await wait([asking(45_000), done]))).toEqual([0, 45_000]);
  });

  test('is at the deadline where Retry-After asks for more', async () => {
    const limited = { result: 'transient', retryAfterMs: 90_000 } as const;
    expect(await wait([limited], { timeoutMs: 5_000 })).toMatchObject({
      polls: [{ at: 0 }, { at: 5_000, isFinal: true }],
      endedAt: 5_000,
    });
  });
});

describe('errors that are not transient', () => {
  test('a fatal one ends the wait at once', async () => {
    const waited = await wait([notYet, { result: 'fatal' }]);
    expect(waited).toMatchObject({ outcome: { message: 'fatal' }, endedAt: 1_000 });
  });

  test('one to confirm ends it only if two polls in a row say so', async () => {
    expect(await wait([confirm, confirm])).toMatchObject({
      outcome: { message: 'confirm' },
      endedAt: 1_000,
    });
    for (const between of [notYet, transient]) {
      const waited = await wait([confirm, between, confirm, between, done]);
      expect(waited.outcome).toBe('done');
    }
  });

  test('one to confirm at the deadline is confirmed by the second try', async () => {
    const waited = await wait([notYet, confirm, confirm], { timeoutMs: 1_000 });
    expect(waited.outcome).toMatchObject({ message: 'confirm' });
    expect(await wait([notYet, confirm, notYet], { timeoutMs: 1_000 })).toMatchObject({
      outcome: 'timeout',
    });
  });
});
