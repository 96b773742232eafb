/** Time, handed in to all that decides by it, so that no test sleeps. */

export interface Clock {
  /** Milliseconds since the epoch; never runs backwards. */
  now(): number;
  /**
   * @param ms     how long, in milliseconds
   * @param signal ends the sleep early: the promise then rejects with the signal's reason
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const uptimeMs = (): number => process.uptime() * 1_000;
const STARTED_MS = Date.now() - uptimeMs();

export const systemClock: Clock = {
  // Monotonic: a wall clock that is set in the middle of a wait must not end it, nor make it endless.
  now: () => STARTED_MS + uptimeMs(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
        Math.max(0, ms),
      );
      signal?.addEventListener('abort', stop, { once: true });
    }),
};
