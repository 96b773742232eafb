/** The API's clock, as far as its `Date` headers show it. Ages are measured on it. */
import type { Clock } from '../clock.js';
import type { Headers } from './http.js';
import { parseHttpDate } from './retry-after.js';

/** An answer whose `Date` is so far behind that of an earlier one, time passed included, is cached. */
const MAX_STALE_MS = 5 * 60_000;
const MAX_AGE_SECONDS = 60;

export class ApiClock {
  /** The API's clock less the runner's, in milliseconds; `null` until an answer had a `Date`. */
  #offsetMs: number | null = null;
  /** The largest of all answers: a cache makes it smaller. */
  #maxOffsetMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** Milliseconds since the epoch; the runner's clock where the API has not shown its own. */
  now(): number {
    return this.clock.now() + (this.#offsetMs ?? 0);
  }

  /** How far the API's clock is ahead of the runner's, in milliseconds. */
  get offsetMs(): number {
    return this.#offsetMs ?? 0;
  }

  /**
   * Takes the `Date` of an answer into account.
   *
   * @returns the time of the answer, and why it came from a cache, or `null` where it did not
   */
  observe(headers: Headers): { readonly at: number; readonly cached: string | null } {
    const date = parseHttpDate(headers.date);
    const age = /^\d+$/.test(headers.age ?? '') ? Number(headers.age) : 0;
    if (age > MAX_AGE_SECONDS) {
      return { at: this.now(), cached: `it came from a cache (Age: ${age})` };
    }
    if (date === null) return { at: this.clock.now(), cached: null };
    // Time passes between two answers: their dates alone would let an old one pass after a while.
    const offsetMs = date - this.clock.now();
    if (offsetMs < this.#maxOffsetMs - MAX_STALE_MS) {
      return { at: this.now(), cached: `it came from a cache (Date: ${headers.date})` };
    }
    this.#maxOffsetMs = Math.max(this.#maxOffsetMs, offsetMs);
    this.#offsetMs = offsetMs;
    return { at: date, cached: null };
  }
}
