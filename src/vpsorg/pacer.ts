/** Slows all requests of a step down when the API limits their rate: a 429 for one is one for all. */
import type { Clock } from '../clock.js';

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

export class Pacer {
  #heldUntil = 0;
  /** Rejections in a row; several at once are one. */
  #rejections = 0;

  constructor(
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves once requests may be sent. */
  async ready(): Promise<void> {
    while (this.clock.now() < this.#heldUntil) {
      await this.clock.sleep(this.#heldUntil - this.clock.now(), this.signal);
    }
  }

  /**
   * A request was rejected for its rate.
   *
   * @param retryAfterMs as the API asks for; without, pauses double up to 30 s
   * @returns the pause in milliseconds
   */
  hold(retryAfterMs: number | null): number {
    const now = this.clock.now();
    if (now >= this.#heldUntil) this.#rejections += 1;
    const grown = Math.min(FIRST_PAUSE_MS * 2 ** (this.#rejections - 1), MAX_PAUSE_MS);
    const pause = retryAfterMs ?? grown;
    this.#heldUntil = Math.max(this.#heldUntil, now + pause);
    return pause;
  }

  /** A request was not rejected for its rate. */
  release(): void {
    this.#rejections = 0;
  }
}
