/**
 * How often, and after how long, a request is sent again. Pure.
 *
 * - A GET, after a transient error that is no redirect. A poll is not: the next poll is its retry.
 * - A POST or DELETE, after a transient error that proves that it was not executed.
 * - A create whose outcome is not known, once a complete list does not show its key; a delete, once a
 *   new list still shows the backup; a restore, never.
 * - A create that a full server rejected: once more, when a slot is free.
 */
import { ApiError } from './errors.js';

const MAX_RETRIES = 5;
/** The first pause of a GET, which doubles; a request that changes something waits twice as long. */
const BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 15_000;
/** A longer `Retry-After` fails at once; after a 429 to a request that changes something, see below. */
export const MAX_RETRY_AFTER_MS = 60_000;
/** Pauses that all requests make after 429s or 503s in a row, the first and the longest. */
const RATE_LIMIT_PAUSE_MS = { min: 500, max: 30_000 } as const;
/** For how long a 429 to a restore or a delete is retried. */
export const RATE_LIMIT_MS = 30_000;
/** To a create, since the last one that was accepted; at most `wait_timeout`. */
export const CREATE_RATE_LIMIT_MS = 10 * 60_000;
/** For how long the list is searched for a create whose outcome is not known. */
export const CREATE_SEARCH_MS = 30_000;
/** The pause before it is sent again: those of a fleet are spread over this, in milliseconds. */
export const CREATE_RESEND_MS = { min: 2_000, max: 10_000 } as const;
/** How often it is sent in all. Limiters answer 503 before anything is executed. */
export const MAX_CREATE_SENDS = { default: 2, after503: 3 } as const;
/** How often a delete whose outcome is not known is sent in all. */
export const MAX_DELETE_SENDS = 5;

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

/** How long all requests pause after so many 429s or 503s in a row, in milliseconds. */
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
    if (limit.leftMs <= 0 || retryAfterMs > limit.leftMs) return null;
    return Math.min(Math.max(limit.heldMs, retryAfterMs), limit.leftMs);
  }
  const isLong = retryAfterMs > MAX_RETRY_AFTER_MS;
  if (tries >= MAX_RETRIES || isLong || error.body.isWebPage) return null;
  return Math.max(Math.min(2 * BACKOFF_MS * 2 ** tries, MAX_BACKOFF_MS), retryAfterMs);
}
