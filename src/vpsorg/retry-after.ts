/** `Retry-After`, in seconds or as an HTTP date (RFC 9110, 10.2.3). Pure. */

/** A longer one counts as this. */
export const MAX_RETRY_AFTER_MS = 60_000;

/**
 * @param now milliseconds since the epoch
 * @returns milliseconds from 0 to 60,000, or `null` where there is none that can be read
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS);
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), MAX_RETRY_AFTER_MS);
}
