import type { DialectTable } from './list-tables.js';

/** Limiters that a patient client can live with. */
export const limiterDialects: DialectTable = {
  'Retry-After in seconds': { limiter: { requests: 5, perMs: 10_000, answer: 'seconds' } },
  'Retry-After as a date': { limiter: { requests: 5, perMs: 10_000, answer: 'date' } },
  'the time in the body only': { limiter: { requests: 5, perMs: 10_000, answer: 'body' } },
  'no time at all': { limiter: { requests: 5, perMs: 10_000, answer: 'none' } },
  'a 503 from a proxy': { limiter: { requests: 5, perMs: 5_000, answer: '503' } },
  'one request a second': { limiter: { requests: 1, perMs: 1_000, answer: 'seconds' } },
};

/** Bodies that a client which asks for gzip cannot read. */
export const unreadableEncodingDialects: DialectTable = {
  'gzip that breaks off': { encoding: 'broken gzip' },
  'gzip in name only': { encoding: 'gzip in name only' },
  'deflate unasked': { encoding: 'deflate' },
  'br unasked': { encoding: 'br' },
};

/** Connections that do not last. They show on the real server only. */
export const connectionDialects: DialectTable = {
  'closed after each answer': { connections: 'closed after each answer' },
  'closed on the next request': { connections: 'closed on the next request' },
  'dropped when idle for a minute': { dropIdleAfterMs: 60_000 },
};
