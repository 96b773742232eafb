/**
 * How often, and after how long, a request is sent again. Pure. A poll is not: the next poll is its
 * retry. Nor is a POST or DELETE that may have been executed: see `create-once.ts` and `deletion-ledger.ts`.
 */
import { ApiError } from './errors.js';

const MAX_RETRIES = 5;
/** The first pause of a GET, which doubles; a request that changes something waits twice as long. */
const BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 15_000;
/** A longer `Retry-After` fails at once; after a 429 to a request that changes something, see below. */
export const MAX_RETRY_AFTER_MS = 60_000;
/** Pauses that all requests make after 429s in a row, the first and the longest. */
const RATE_LIMIT_PAUSE_MS = { min: 500, max: 30_000 } as const;
/** For how long a 429 to a restore or a delete is retried: six growing pauses, or `Retry-After`. */
export const RATE_LIMIT_MS = 35_000;
/** To a create, since the last one that was accepted; at most `wait_timeout`. */
export const CREATE_RATE_LIMIT_MS = 10 * 60_000;

/**
 * The pause before a GET is tried again, in milliseconds; `null`: not again.
 *
 * @param tries how often it was tried again already
 */
export function getPause(error: unknown, tries: number): number | null {
  if (!(error instanceof ApiError) || !error.isTransient || error.isRedirect) return null;
  const retryAfterMs = error.retryAfterMs ?? 0;
  if (tries >= MAX_RETRIES || retryAfterMs > MAX_RETRY_AFTER_MS) return null;
  return Math.max(BACKOFF_MS * 2 ** tries, retryAfterMs);
}

/** How long all requests pause after so many 429s in a row, in milliseconds. */
export function rateLimitPause(rejections: number): number {
  const { min, max } = RATE_LIMIT_PAUSE_MS;
  return Math.min(min * 2 ** (rejections - 1), max);
}

interface RateLimit {
  /** For how long all requests are held back for their rate, in milliseconds. */
  readonly heldMs: number;
  /** What is left of the time in which a 429 is retried, in milliseconds. */
  readonly leftMs: number;
}

/**
 * As {@link getPause}, before a request that was provably not executed is sent again.
 *
 * @param tries how often it was tried again already, those after a 429 not counted
 */
export function submitPause(error: ApiError, tries: number, limit: RateLimit): number | null {
  if (!error.isTransient) return null;
  const retryAfterMs = error.retryAfterMs ?? 0;
  if (error.status === 429) {
    const pause = Math.max(limit.heldMs, retryAfterMs);
    return pause > limit.leftMs ? null : pause;
  }
  const isLong = retryAfterMs > MAX_RETRY_AFTER_MS;
  if (tries >= MAX_RETRIES || isLong || error.body.isWebPage) return null;
  return Math.max(Math.min(2 * BACKOFF_MS * 2 ** tries, MAX_BACKOFF_MS), retryAfterMs);
}
