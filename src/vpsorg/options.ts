/** How requests of the client can be varied. */
import type { PaginationOptions } from './pagination.js';

/** How a list is read. With a deadline it is one attempt, as in a poll; else GETs are retried. */
export interface ListOptions<T> extends Pick<PaginationOptions<T>, 'stopWhen' | 'maxPages'> {
  /** Milliseconds since the epoch. */
  readonly deadline?: number;
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
