/** This action's waits, by its real waiter (`src/polling.ts`) under a handed-in clock: hours pass in a moment. */
import type { Clock } from '../src/clock.js';
import { poll } from '../src/polling.js';
import { type Band, type BandResult, overTimes } from './schedules.js';

export interface OwnWait {
  /** Seconds before the first poll: 1 in `create`, 0 in `wait`. */
  readonly first: number;
  /** `poll_interval`, in seconds. */
  readonly cap: number;
}

/** The default `poll_interval`. */
export const DEFAULT_CAP = 10;
const A_DAY_MS = 86_400_000;

/**
 * One wait for a backup that takes so many seconds; a poll takes no time.
 *
 * @returns when it polled, in seconds since its start; the last poll is the one that sees the end
 */
export async function ownWait(
  { first, cap }: OwnWait,
  duration: number,
): Promise<readonly number[]> {
  const clock = ownClock();
  const times: number[] = [];
  await poll({
    clock,
    signal: new AbortController().signal,
    timeoutMs: A_DAY_MS,
    initialDelayMs: first * 1_000,
    maxIntervalMs: cap * 1_000,
    check: async () => {
      times.push(clock.now() / 1_000);
      return clock.now() >= duration * 1_000;
    },
    classify: () => ({ kind: 'fatal', retryAfterMs: 0 }),
  });
  return times;
}

/** Goes on to the earliest of those who sleep, once everybody sleeps. */
function ownClock(): Clock {
  let now = 0;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  let isPumping = false;
  const wakeNext = (): void => {
    isPumping = false;
    const [next] = [...sleepers].sort((a, b) => a.at - b.at);
    if (next === undefined) return;
    now = next.at;
    sleepers.delete(next);
    next.wake();
    pump();
  };
  const pump = (): void => {
    if (!isPumping) setImmediate(wakeNext);
    isPumping = true;
  };
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const sleeper = { at: now + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', stop);
        pump();
      }),
  };
}

export async function ownOverBand(wait: OwnWait, band: Band): Promise<BandResult> {
  return overTimes(await ownWait(wait, band[1]), band);
}
