/** Slows all requests of a step down when the API limits their rate: a 429 for one is one for all. */
import type { Clock } from '../clock.js';
import { MAX_RETRY_AFTER_MS, rateLimitPause } from './backoff.js';
import type { HttpResponse } from './http.js';
import { retryAfterOf } from './retry-after.js';

export class Pacer {
  #heldUntil = 0;
  /** Rejections in a row; several at once are one. */
  #rejections = 0;

  constructor(
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Resolves once requests may be sent, at the latest at the deadline.
   *
   * @param deadline in milliseconds since the epoch
   */
  async ready(deadline = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      const left = Math.min(this.#heldUntil, deadline) - this.clock.now();
      if (left <= 0) return;
      await this.clock.sleep(left, this.signal);
    }
  }

  /** For how long requests are held back from now on, in milliseconds. */
  get pauseMs(): number {
    return Math.max(0, this.#heldUntil - this.clock.now());
  }

  /** @param apiNow the API's clock, where the response has no `Date` of its own */
  observe({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>, apiNow: number): void {
    if (status !== 429 && status !== 503) {
      this.release();
      return;
    }
    // A 503 may be a limiter's, but its Retry-After concerns the request that it answers.
    const retryAfterMs = status === 429 ? retryAfterOf(headers, apiNow) : null;
    // A longer one ends the request that met it; the others ask for themselves.
    this.hold(Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
  }

  /**
   * A request was rejected for its rate.
   *
   * @param retryAfterMs as the API asks for; with 0, pauses grow
   */
  hold(retryAfterMs: number): void {
    const now = this.clock.now();
    if (now >= this.#heldUntil) this.#rejections += 1;
    // A limiter that answers `Retry-After: 0` again and again must not be asked without a pause.
    this.#heldUntil = Math.max(
      this.#heldUntil,
      now + (retryAfterMs || rateLimitPause(this.#rejections)),
    );
  }

  /** A request was not rejected for its rate. */
  release(): void {
    this.#rejections = 0;
  }
}
