/** Records what a step learns and does, and writes outputs as it comes: see `report.ts`. */
import type { Backup } from '../backups/backup.js';
import type { RetentionDecision } from '../backups/retention.js';
import { errorMessage, remedyOf } from '../errors.js';
import type { ServerCheck } from './checks.js';
import {
  type BackupReport,
  type Deletion,
  type DeletionOutcome,
  EMPTY,
  observed,
  type Report,
  type RestoreReport,
} from './report.js';

export interface RecorderOptions {
  readonly report: Report;
  /** Writes the outputs that the report comes to; `all` includes the long lists. Never throws. */
  readonly write: (report: Report, all: boolean) => void;
  /** @throws ActionError where outputs can't be written */
  readonly assertWritable: () => void;
  /** The API's clock. */
  readonly now: () => number;
}

/** With more entries than this, long lists are written by {@link Recorder.flush} only. */
const SMALL = 20;

export class Recorder {
  #hasChanged = false;
  #waits = 0;
  #waitingSince = 0;

  constructor(private readonly options: RecorderOptions) {}

  /** Adds or changes what is known of a backup. */
  update(key: number, change: Partial<BackupReport>): void {
    const { backups } = this.options.report;
    backups.set(key, { ...EMPTY, ...backups.get(key), ...change });
    this.#write();
  }

  /**
   * The request for a backup is about to be sent: until its outcome is known, it is unknown.
   *
   * @throws ActionError where outputs can't be written and nothing was changed before
   */
  createIntent(key: number, idempotencyKey: string): void {
    this.#beforeChange(
      () => this.update(key, { status: 'unknown', key: idempotencyKey }),
      () => this.createRejected(key),
    );
  }

  /** The request for a backup was rejected. */
  createRejected(key: number): void {
    this.update(key, { status: '', key: null });
  }

  /** A backup failed, or could not be created. */
  failed(key: number, error: unknown): void {
    const isResumable = typeof remedyOf(error) !== 'string';
    this.update(key, { problem: errorMessage(error), isResumable });
  }

  observe(key: number, backup: Backup, waitedMs: number | null = null): void {
    this.update(key, { ...observed(backup), ...(waitedMs === null ? {} : { waitedMs }) });
  }

  /** As the methods for other backups, for the safety backup of a restore. */
  updateSafety(change: Partial<BackupReport>): void {
    this.#restore((report) => {
      report.safety = { ...EMPTY, ...report.safety, ...change };
    });
  }

  safetyIntent(serverId: number, key: string): void {
    this.#beforeChange(
      () => this.updateSafety({ serverId, key, status: 'unknown' }),
      () => this.updateSafety({ status: '', key: null }),
    );
  }

  restoreIntent(): void {
    this.#beforeChange(
      () => this.restoreStatus('unknown'),
      () => this.restoreStatus(''),
    );
  }

  restoreStatus(status: RestoreReport['status'], note: string | null = null): void {
    this.#restore((report) => Object.assign(report, { status, note }));
  }

  #restore(change: (report: RestoreReport) => void): void {
    if (this.options.report.operation === 'restore') change(this.options.report);
    this.#write();
  }

  /** A backup is about to be deleted. */
  deletionIntent(backup: Backup, reason: string): void {
    this.#beforeChange(
      () => this.deletion({ backup, reason, outcome: 'unconfirmed' }),
      () => this.options.report.deletions.delete(backup.id),
    );
  }

  deletion(deletion: Deletion): void {
    this.options.report.deletions.set(deletion.backup.id, deletion);
    this.#write();
  }

  deletionOutcome(id: number, outcome: DeletionOutcome): void {
    const known = this.options.report.deletions.get(id);
    if (known !== undefined) this.deletion({ ...known, outcome });
  }

  decisions(serverId: number, decisions: readonly RetentionDecision[]): void {
    this.options.report.decisions.set(serverId, decisions);
  }

  slots(serverId: number, used: number): void {
    this.options.report.slots.set(serverId, used);
  }

  /** A wait begins, in milliseconds since the epoch; several that overlap count once. */
  waitBegan(at: number): void {
    if (this.#waits === 0) this.#waitingSince = at;
    this.#waits += 1;
  }

  waitEnded(at: number): void {
    this.#waits -= 1;
    if (this.#waits === 0) this.options.report.waitedMs += at - this.#waitingSince;
    this.#write();
  }

  reused(): void {
    if (this.options.report.operation === 'create') this.options.report.reused = true;
  }

  listed(backups: readonly Backup[], complete: boolean): void {
    if (this.options.report.operation === 'list') this.options.report.list = { backups, complete };
    this.#write();
  }

  checks(checks: readonly ServerCheck[]): void {
    if (this.options.report.operation === 'check') this.options.report.checks = checks;
    this.#write();
  }

  /** Deletes are done, or what `dry_run` asks for is planned. */
  done(): void {
    this.options.report.isDone = true;
    this.#write();
  }

  /** Writes all that is known. */
  flush(): void {
    this.options.report.now = this.options.now();
    this.options.write(this.options.report, true);
  }

  /** Writes ahead of a change; where that fails before the first one, nothing is changed. */
  #beforeChange(write: () => void, undo: () => void): void {
    write();
    try {
      if (!this.#hasChanged) this.options.assertWritable();
    } catch (error) {
      undo();
      throw error;
    }
    this.#hasChanged = true;
  }

  #write(): void {
    const { report, write, now } = this.options;
    report.now = now();
    write(report, report.backups.size <= SMALL && report.deletions.size <= SMALL);
  }
}
