/** What a step has learned and done so far. Outputs and summary are made of it, on success, on failure and on cancellation alike. */
import type { Backup } from '../backups/backup.js';
import type { Verdict } from '../backups/retention.js';
import type { OperationName } from '../inputs/inputs.js';

/** One backup that the step is about; at first perhaps only its server is known. */
export interface BackupFact {
  readonly serverId: number | null;
  readonly serverName: string | null;
  readonly id: number | null;
  /** As last seen. */
  readonly backup: Backup | null;
  /** The last seen status; `unknown` where it could not be learned whether there is a backup. */
  readonly status: string;
  /** Milliseconds. */
  readonly waitedMs: number | null;
  /** The key that its marker carries, once an order with it may have been sent. */
  readonly key: string | null;
}

/** `may be deleted`: cancelled before its answer was there, or no answer said so. */
export type DeletionOutcome = 'deleted' | 'already gone' | 'failed' | 'may be deleted' | 'would be deleted';

export interface Deletion {
  readonly backup: Backup;
  readonly why: string;
  readonly outcome: DeletionOutcome;
}

export interface Facts {
  readonly operation: OperationName;
  /** In the order given; of `list`, newest first. */
  readonly backups: readonly BackupFact[];
  /** Of `list`: whether the list has been read. Before, `backups` is empty because nothing is known, not because nothing matched. */
  readonly listed: boolean;
  /** Where the status is not that of the backups. */
  readonly status: string | null;
  readonly safety: BackupFact | null;
  readonly deletions: readonly Deletion[];
  /** What the retention rule says of each row, for a table. */
  readonly verdicts: readonly Verdict[];
  readonly reused: boolean;
  /** Milliseconds waited in all. */
  readonly waitedMs: number;
}

export const NO_BACKUP: BackupFact = { serverId: null, serverName: null, id: null, backup: null, status: '', waitedMs: null, key: null };

/** What a row of the API tells of a backup. */
export function seenIn(backup: Backup): Pick<BackupFact, 'serverId' | 'serverName' | 'id' | 'backup' | 'status'> {
  const { serverId, serverName, id, status } = backup;
  return { serverId, serverName, id, backup, status };
}

/** A backup of which a row is all that is known. */
export function factOf(backup: Backup): BackupFact {
  return { ...NO_BACKUP, ...seenIn(backup) };
}

/** The ids of the backups that are, may be or would be deleted: what counts on a backup must not count on these. */
export function goneIds({ deletions }: Facts): ReadonlySet<number> {
  return new Set(deletions.filter((one) => one.outcome !== 'failed').map((one) => one.backup.id));
}

/** More backups or deletions than this are written out at the first id and at {@link Journal.flush}, not at each change. */
const SMALL = 20;

/** The running record of {@link Facts}. What is known is written out as it comes, so that no failure and no kill loses an id. */
export class Journal {
  facts: Facts;
  /** The one array behind `facts.backups`: a copy for each change of a fleet would be quadratic. */
  #backups: BackupFact[] = [];
  #knowsId = false;

  /** @param write writes the outputs that the facts come to */
  constructor(
    operation: OperationName,
    private readonly write: (facts: Facts) => void,
  ) {
    const backups = this.#backups;
    const nothing = { listed: false, status: null, safety: null, deletions: [], verdicts: [], reused: false, waitedMs: 0 };
    this.facts = { operation, backups, ...nothing };
  }

  note(change: Partial<Facts>): void {
    if (change.backups !== undefined) this.#backups = [...change.backups];
    this.facts = { ...this.facts, ...change, backups: this.#backups };
    this.#changed(change.backups?.some((fact) => fact.id !== null) ?? false);
  }

  /** Changes what is known of the backup at a place in the order given. */
  noteBackup(place: number, change: Partial<BackupFact>): void {
    this.#backups[place] = { ...(this.#backups[place] ?? NO_BACKUP), ...change };
    this.#changed(change.id !== undefined && change.id !== null);
  }

  /** @param ms milliseconds of one more phase */
  noteWaited(ms: number): void {
    this.note({ waitedMs: this.facts.waitedMs + ms });
  }

  noteDeletion(deletion: Deletion): void {
    this.note({ deletions: [...this.facts.deletions, deletion] });
  }

  flush(): void {
    this.write(this.facts);
  }

  #changed(tellsId: boolean): void {
    const isFirstId = tellsId && !this.#knowsId;
    this.#knowsId ||= tellsId;
    const size = Math.max(this.#backups.length, this.facts.deletions.length);
    if (size <= SMALL || isFirstId) this.flush();
  }
}
