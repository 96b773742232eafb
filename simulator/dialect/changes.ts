import type { ErrorAnswer } from './errors.js';

/** 2xx answers without a row. The last four say no. */
export type BareAnswer =
  | '200 empty'
  | '202 empty'
  | '202 accepted'
  | '202 queued'
  | '202 task'
  | '200 success false'
  | '201 success false'
  | '200 status error'
  | '201 status error';

/** What `POST /backups/` answers where it accepts. */
type PostAnswer = 'full' | 'without description' | '200 row' | '201 array' | BareAnswer;

/** What `DELETE /backups/{id}/` answers where it accepts. */
export type DeleteAnswer = '204' | '404' | BareAnswer | ErrorAnswer;

/** What the API says when it accepts a restore. Without a "no" in it, each means "accepted". */
type RestoreAnswer = 'snapshot-like' | '201' | '204' | '200 text' | '200 html' | BareAnswer;

/** When an accepted request takes effect: after some milliseconds, or never. */
type EffectDelay = number | 'never';

/** A status that does not last: what a completed backup turns into, and how long after its completion. */
export interface CompletionFlip {
  /** A status, or `gone`: the backup vanishes. */
  to: string;
  afterMs: number;
  /** Then it is `completed` again. Default: never. */
  forMs?: number;
}

/** What becomes of requests that change something, and of the backups that they make. */
export interface ChangeDialect {
  /** How long a new backup is not listed. By its id it can be used at once. */
  listingDelayMs: number;
  /** A backup is listed only once it has ended: completed, as a rule. */
  listedWhenCompleted: boolean;
  /** What new backups turn into once completed. */
  completionFlip: CompletionFlip | null;
  /** Sizes of new backups; `shrinking`: each has 40 % of the newest one before it on that server. */
  newSizes: 'usual' | 'zero' | 'unknown' | 'shrinking';
  /** What a full server answers to `POST /backups/`. */
  limitAnswer: ErrorAnswer;
  /** Every `POST /backups/` is refused with this, whether the server is full or not. */
  createRefusal: ErrorAnswer | null;
  /** What a server answers to new backups and restores while one of its backups runs; null: it accepts. */
  whileBackupRuns: ErrorAnswer | null;
  /** What a server answers to new backups and deletions while it is restored; null: it accepts. */
  whileRestoring: ErrorAnswer | null;
  postAnswer: PostAnswer;
  /** When an accepted backup is really there. `never` with a row in the answer: a row that does not exist. */
  createTakesMs: EffectDelay;
  /** The status that the answer to `POST /backups/` shows; null: the true one. */
  createdStatus: string | null;
  /** The server that the answer names, or for which the backup is really made. */
  createdFor: 'asked' | 'another, in the answer only' | 'another';
  deleteAnswer: DeleteAnswer;
  deleteTakesMs: EffectDelay;
  /** What a second `DELETE` of the same backup gets. */
  repeatedDelete: ErrorAnswer;
  /** How long a deleted backup is still listed as it was. By its id it is gone at once. */
  staleDeletedMs: number | 'always';
  /** Deleted backups stay listed forever, with this status; null: they vanish. */
  softDelete: string | null;
  restoreAnswer: RestoreAnswer;
  restoreTakesMs: EffectDelay;
  /** Whether a backup can be restored to another server than its own. */
  restoreAcrossServers: boolean;
  /** What a second restore of a server gets while one runs. */
  restoreWhileRestoring: ErrorAnswer | 'accept';
}

export const plainChanges: ChangeDialect = {
  listingDelayMs: 0,
  listedWhenCompleted: false,
  completionFlip: null,
  newSizes: 'usual',
  limitAnswer: { status: 400, shape: 'detail' },
  createRefusal: null,
  whileBackupRuns: null,
  whileRestoring: null,
  postAnswer: 'full',
  createTakesMs: 0,
  createdStatus: null,
  createdFor: 'asked',
  deleteAnswer: '204',
  deleteTakesMs: 0,
  repeatedDelete: { status: 404, shape: 'detail', text: 'Backup not found.' },
  staleDeletedMs: 0,
  softDelete: null,
  restoreAnswer: 'snapshot-like',
  restoreTakesMs: 0,
  restoreAcrossServers: false,
  restoreWhileRestoring: {
    status: 400,
    shape: 'detail',
    text: 'server is not in a valid state for restoration',
  },
};
