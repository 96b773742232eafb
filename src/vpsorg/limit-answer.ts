/** Whether a rejected create request may mean that the server's slots are all used. Pure. */
import type { ApiError } from './errors.js';

const STATUSES = [400, 403, 409, 422];

/** Anywhere in the text, these say that something else is the cause. */
const OTHER_CAUSES = [
  ...['rate', 'request', 'again', 'second', 'minute', 'hour', 'character', 'length'],
  ...['disk', 'storage', 'credit', 'balance', 'payment', 'invoice'],
];

/** As words of their own, these do too: a lock, a rate by another unit, another kind of limit. */
const OTHER_WORDS =
  /(?<!\p{L})(wait|min|days?|today|daily|weeks?|weekly|months?|monthly|progress|token|memory|maintenance|[gmt]b)(?!\p{L})/iu;

/** These speak of a limit: at the start of a word, as a word, or anywhere in Chinese. */
const LIMIT =
  /(?<![\p{L}\p{N}])(limi|maxim|maksim|quota|exceed|too many|at most|максим|лимит|ограничењ)|(?<![\p{L}\p{N}.])(10|ten)(?![\p{L}\p{N}]|\.\d)|上限|限制/iu;

/**
 * Only a status and words that fit, or no words at all. A list decides whether the server is full:
 * this only says that the answer does not speak against it.
 */
export function mayBeLimitReached(error: ApiError): boolean {
  const { status, body, retryAfterMs } = error;
  if (status === null || !STATUSES.includes(status)) return false;
  if (retryAfterMs !== null || body.isWebPage) return false;
  if (body.fields.some((field) => field === 'description' || field === 'server_id')) return false;
  if (body.text === '') return status !== 403;
  const text = body.text.toLowerCase();
  const isOther = OTHER_CAUSES.some((word) => text.includes(word)) || OTHER_WORDS.test(text);
  return !isOther && LIMIT.test(body.text);
}
