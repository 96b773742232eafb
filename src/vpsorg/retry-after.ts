/** `Retry-After`, in seconds or as an HTTP date (RFC 9110, 10.2.3). Pure. */

/**
 * @param now the time on the clock of the server that answered, in milliseconds since the epoch
 * @returns milliseconds, or `null` where there is none that can be read
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = parseHttpDate(text);
  return at === null ? null : Math.max(at - now, 0);
}

/**
 * `Retry-After` of a response: a date counts from the response's own `Date`.
 *
 * @param apiNow the API's clock, where the response has no `Date`
 */
export function retryAfterOf(
  headers: Readonly<Record<string, string | undefined>>,
  apiNow: number,
): number | null {
  return parseRetryAfter(headers['retry-after'], parseHttpDate(headers.date) ?? apiNow);
}

/** An HTTP date, such as that of a `Date` header, in milliseconds since the epoch. */
export function parseHttpDate(text: string | undefined): number | null {
  if (text === undefined || !/^[A-Z][a-z]{2,8}, /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
