/** How requests of the client can be varied. */
import type { PaginationOptions } from './pagination.js';

/**
 * How a list is read. With a deadline or a limit of its own it is one attempt, as in a poll; else
 * GETs are retried.
 */
export interface ListOptions<T> extends Pick<PaginationOptions<T>, 'stopWhen' | 'maxPages'> {
  /** When the answer must be there, in milliseconds since the epoch, time in a queue included. */
  readonly deadline?: number;
  /** Limit of each request once it is sent, in milliseconds. */
  readonly timeoutMs?: number;
  /** Do not reuse a connection. */
  readonly newConnection?: boolean;
}

/** What is to be recorded of each attempt of a request that changes something. */
export interface AttemptHooks {
  /** It is about to be sent. */
  readonly onSend?: () => void;
  /** It was rejected, and is sent again after a pause. */
  readonly onRejected?: () => void;
}
