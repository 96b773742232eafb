/** What a step has learned and done so far. Outputs and summary are made of it, on success, on failure and on cancellation alike. */
import type { Backup } from '../backups/backup.js';
import type { RetentionDecision } from '../backups/retention.js';
import type { OperationName } from '../inputs/types.js';

/** One backup that the step is about; at first perhaps only its server is known. */
export interface BackupReport {
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
export type DeletionOutcome =
  | 'deleted'
  | 'already gone'
  | 'failed'
  | 'may be deleted'
  | 'would be deleted';

export interface Deletion {
  readonly backup: Backup;
  readonly reason: string;
  readonly outcome: DeletionOutcome;
}

export interface Report {
  readonly operation: OperationName;
  /** In the order given; of `list`, newest first. */
  readonly backups: readonly BackupReport[];
  /** Of `list`: whether the list has been read. Before, `backups` is empty because nothing is known, not because nothing matched. */
  readonly listLoaded: boolean;
  /** Where the status is not that of the backups. */
  readonly status: string | null;
  readonly safety: BackupReport | null;
  readonly deletions: readonly Deletion[];
  /** What the retention rule says of each row, for a table. */
  readonly decisions: readonly RetentionDecision[];
  readonly reused: boolean;
  /** Milliseconds waited in all. */
  readonly waitedMs: number;
}

export const EMPTY: BackupReport = {
  serverId: null,
  serverName: null,
  id: null,
  backup: null,
  status: '',
  waitedMs: null,
  key: null,
};

/** What a row of the API tells of a backup. */
export function observed(
  backup: Backup,
): Pick<BackupReport, 'serverId' | 'serverName' | 'id' | 'backup' | 'status'> {
  const { serverId, serverName, id, status } = backup;
  return { serverId, serverName, id, backup, status };
}

/** A backup of which a row is all that is known. */
export function reportOf(backup: Backup): BackupReport {
  return { ...EMPTY, ...observed(backup) };
}

/** The ids of the backups that are, may be or would be deleted: what counts on a backup must not count on these. */
export function deletedIds({ deletions }: Report): ReadonlySet<number> {
  return new Set(deletions.filter((one) => one.outcome !== 'failed').map((one) => one.backup.id));
}

/** More backups or deletions than this are written out at the first id and at {@link Recorder.flush}, not at each change. */
const SMALL = 20;

/** The running record of {@link Report}. What is known is written out as it comes, so that no failure and no kill loses an id. */
export class Recorder {
  report: Report;
  /** The one array behind `facts.backups`: a copy for each change of a fleet would be quadratic. */
  #backups: BackupReport[] = [];
  #knowsId = false;

  /** @param write writes the outputs that the facts come to */
  constructor(
    operation: OperationName,
    private readonly write: (facts: Report) => void,
  ) {
    const backups = this.#backups;
    const nothing = {
      listLoaded: false,
      status: null,
      safety: null,
      deletions: [],
      decisions: [],
      reused: false,
      waitedMs: 0,
    };
    this.report = { operation, backups, ...nothing };
  }

  update(change: Partial<Report>): void {
    if (change.backups !== undefined) this.#backups = [...change.backups];
    this.report = { ...this.report, ...change, backups: this.#backups };
    this.#changed(change.backups?.some((fact) => fact.id !== null) ?? false);
  }

  /** Changes what is known of the backup at a place in the order given. */
  updateBackup(place: number, change: Partial<BackupReport>): void {
    this.#backups[place] = { ...(this.#backups[place] ?? EMPTY), ...change };
    this.#changed(change.id !== undefined && change.id !== null);
  }

  /** @param ms milliseconds of one more phase */
  addWaitTime(ms: number): void {
    this.update({ waitedMs: this.report.waitedMs + ms });
  }

  addDeletion(deletion: Deletion): void {
    this.update({ deletions: [...this.report.deletions, deletion] });
  }

  flush(): void {
    this.write(this.report);
  }

  #changed(tellsId: boolean): void {
    const isFirstId = tellsId && !this.#knowsId;
    this.#knowsId ||= tellsId;
    const size = Math.max(this.#backups.length, this.report.deletions.length);
    if (size <= SMALL || isFirstId) this.flush();
  }
}
