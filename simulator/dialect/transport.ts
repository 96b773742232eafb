/** An encoding of bodies. `broken gzip` breaks off in the middle; `gzip in name only` is plain text. */
export type EncodingName = 'gzip' | 'deflate' | 'br' | 'broken gzip' | 'gzip in name only';

/** A limiter for the API as one: what it counts is shared by all requests. */
export interface Limiter {
  /** How many requests are let through in any `perMs`. Refused ones do not count. */
  requests: number;
  perMs: number;
  /** Where the wait stands in the 429: `Retry-After` as seconds or a date, the body, nowhere; or a bare 503. */
  answer: 'seconds' | 'date' | 'body' | 'none' | '503';
}

/** What lies between the API and its clients. */
export interface TransportDialect {
  limiter: Limiter | null;
  /** `identity` is none; `gzip where asked` heeds `Accept-Encoding`, the others come unasked. */
  encoding: 'identity' | 'gzip where asked' | EncodingName;
  /**
   * Real server only. What becomes of a connection that said `keep-alive`: it is kept, destroyed right after
   * each answer, or destroyed when the next request arrives on it.
   */
  connections: 'kept' | 'closed after each answer' | 'closed on the next request';
  /** Real server only. A request on a connection that was idle for longer is never answered. */
  dropIdleAfterMs: number | null;
}

export const plainTransport: TransportDialect = {
  limiter: null,
  encoding: 'identity',
  connections: 'kept',
  dropIdleAfterMs: null,
};
