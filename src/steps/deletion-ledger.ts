/** What the deletes of this step were answered with. */
import type { Backup } from '../backups/backup.js';
import type { Remedy } from '../errors.js';
import { MAX_DELETE_SENDS } from '../vpsorg/backoff.js';
import type { DeleteResult } from '../vpsorg/responses.js';

/** @see DeleteResult */
export type DeleteAnswer = DeleteResult['outcome'];

export interface LedgerEntry {
  readonly backup: Backup;
  readonly answer: DeleteAnswer;
  readonly tries: number;
  /** Why it was not (provably) deleted, in words, and what to do. */
  readonly reason: string;
  readonly remedy: Remedy;
  /** Whether any attempt may have deleted it. */
  readonly maybeDeleted: boolean;
}

export class DeletionLedger {
  readonly #entries = new Map<number, LedgerEntry>();

  record(answered: Omit<LedgerEntry, 'tries' | 'maybeDeleted'>): LedgerEntry {
    const known = this.#entries.get(answered.backup.id);
    const maybeDeleted = answered.answer !== 'rejected' || (known?.maybeDeleted ?? false);
    const entry = { ...answered, tries: (known?.tries ?? 0) + 1, maybeDeleted };
    this.#entries.set(answered.backup.id, entry);
    return entry;
  }

  get(id: number): LedgerEntry | undefined {
    return this.#entries.get(id);
  }

  ofServer(serverId: number): LedgerEntry[] {
    return [...this.#entries.values()].filter(({ backup }) => backup.serverId === serverId);
  }

  /** Answered 2xx or 404: neither kept nor a candidate, though it may still be listed. */
  isAnswered(id: number): boolean {
    const answer = this.#entries.get(id)?.answer;
    return answer === 'removed' || answer === 'answered' || answer === 'not_found';
  }

  /** Answered 204: it counts as deleted, though it may still be listed. */
  isRemoved(id: number): boolean {
    return this.#entries.get(id)?.answer === 'removed';
  }

  /** Its delete had no clear answer: it can't be relied on to stay. */
  isUnconfirmed(id: number): boolean {
    return this.#entries.get(id)?.answer === 'unconfirmed';
  }

  /** Whether a delete of it may be sent, once a new list shows it. */
  mayTry(id: number): boolean {
    const entry = this.#entries.get(id);
    return (
      entry === undefined || (entry.answer === 'unconfirmed' && entry.tries < MAX_DELETE_SENDS)
    );
  }
}
