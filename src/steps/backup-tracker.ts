/**
 * What is known of the backups that are waited for: lists in, results out.
 *
 * A wait ends when a list shows the backup completed, failed or removed, or on another server than
 * asked for; when complete lists do not show it any more, or never did. By errors it ends as
 * `polling.ts` says: at once after one that is permanent, at the second 401 or 403 in a row, or
 * once polls have failed for too long.
 */
import type { Backup } from '../backups/backup.js';
import { classifyStatus, isKnownStatus } from '../backups/status.js';
import { groupBy } from '../group-by.js';
import type { OperationContext } from '../operations/context.js';
import { formatDuration, plural, serverLabel, statusLabel } from '../report/labels.js';
import * as messages from '../report/messages.js';
import { warnOfDuplicates } from './create-request.js';
import type { BackupList } from './list-backups.js';
import type { Result } from './result.js';

/** A backup to wait for. */
export interface BackupRef {
  readonly id: number;
  /** `null` where it is not known. */
  readonly serverId: number | null;
  /** As the API last described it. */
  readonly last: Backup | null;
  /** Whether VPS.org confirmed the id in this step: then it may be listed late. */
  readonly isConfirmed: boolean;
  /** Whether a list has shown it: then its absence counts at once. */
  readonly wasListed?: boolean;
}

/** How a wait ended: the list that decided it comes along. */
export interface WaitOutcome {
  readonly result: Result<Backup>;
  /** The last list that shows it; `null` where none did. */
  readonly list: BackupList | null;
  /** Whether lists decided it, rather than errors or the deadline. */
  readonly isDecided: boolean;
}

/** How long a backup may take to be listed. */
const LISTING_GRACE_MS = 120_000;
/** A listed backup that is missing from so many complete lists in a row is gone. */
const MAX_CONSECUTIVE_ABSENCES = 3;

interface TrackedBackup {
  readonly ref: BackupRef;
  last: Backup | null;
  list: BackupList | null;
  isListed: boolean;
  absences: number;
  /** When its status was first seen, in milliseconds since the epoch. */
  statusSince: number;
  result: Result<Backup> | null;
  isDecided: boolean;
}

export interface TrackerOptions {
  readonly refs: readonly BackupRef[];
  /** Servers that the backups must be on; none: any. */
  readonly servers: readonly number[];
  readonly timeoutMs: number;
  /** Called at each change of a status and at each end, with the milliseconds waited. */
  readonly onUpdate: (ref: BackupRef, backup: Backup, waitedMs: number) => void;
}

export class BackupTracker {
  readonly #startedAt: number;
  readonly #all: ReadonlyMap<number, TrackedBackup>;

  constructor(
    private readonly ctx: OperationContext,
    private readonly options: TrackerOptions,
  ) {
    this.#startedAt = ctx.clock.now();
    this.#all = new Map(options.refs.map((ref) => [ref.id, this.#track(ref)]));
  }

  #track(ref: BackupRef): TrackedBackup {
    const isListed = ref.wasListed ?? false;
    const state = { absences: 0, statusSince: this.#startedAt, result: null, isDecided: false };
    return { ref, last: ref.last, list: null, isListed, ...state };
  }

  /** Those that are not finished, with what lists have shown of them. */
  pending(refs: readonly BackupRef[] = this.options.refs): BackupRef[] {
    return this.#pending(refs).map((one) => ({
      ...one.ref,
      serverId: serverOf(one),
      wasListed: one.isListed,
    }));
  }

  #pending(refs: readonly BackupRef[]): TrackedBackup[] {
    return this.#tracked(refs).filter(({ result }) => result === null);
  }

  #tracked(refs: readonly BackupRef[]): TrackedBackup[] {
    return refs.flatMap(({ id }) => this.#all.get(id) ?? []);
  }

  get waitedMs(): number {
    return this.ctx.clock.now() - this.#startedAt;
  }

  /**
   * Takes a list into account. One that shows a completed backup as something else, or a complete
   * one that lacks it, withdraws its completion: the last list decides.
   */
  update(refs: readonly BackupRef[], list: BackupList): void {
    const byServer = groupBy(list.items, ({ serverId }) => serverId);
    const rows = new Map(list.items.map((backup) => [backup.id, backup]));
    for (const tracked of this.#tracked(refs)) {
      if (tracked.result !== null && 'error' in tracked.result) continue;
      const row = rows.get(tracked.ref.id);
      if (row !== undefined) this.#observe(tracked, row, list);
      else if (list.complete) this.#recordAbsence(tracked);
      const { last } = tracked;
      if (last !== null) warnOfDuplicates(this.ctx, last, byServer.get(last.serverId) ?? []);
    }
  }

  /** Ends the wait for those that are not finished. */
  abort(refs: readonly BackupRef[], error: (waited: messages.WaitedFor) => Error): void {
    for (const tracked of this.#pending(refs)) {
      const { last, absences } = tracked;
      const isGone = absences > 0 && last !== null && classifyStatus(last.status) === 'completed';
      const reason = isGone
        ? messages.backupDisappeared(waitedFor(tracked), absences)
        : error(waitedFor(tracked));
      this.#finish(tracked, { error: reason });
      tracked.isDecided = isGone;
    }
  }

  outcomes(): ReadonlyMap<number, WaitOutcome> {
    const outcomes = [...this.#all].map(([id, one]): [number, WaitOutcome] => {
      const result = one.result ?? { error: new Error('the wait did not end') };
      return [id, { result, list: one.list, isDecided: one.isDecided }];
    });
    return new Map(outcomes);
  }

  /** The line of a heartbeat. */
  logProgress(): void {
    const pending = this.#pending(this.options.refs);
    const [tracked] = pending;
    if (tracked === undefined) return;
    const timeout = formatDuration(this.options.timeoutMs);
    if (this.#all.size === 1) {
      const since = formatDuration(this.ctx.clock.now() - tracked.statusSince);
      const status = messages.lastStatusLabel(waitedFor(tracked));
      this.ctx.log.info(`Backup ${tracked.ref.id}: ${status} for ${since} (timeout ${timeout})`);
      return;
    }
    const done = this.#all.size - pending.length;
    const waited = formatDuration(this.waitedMs);
    this.ctx.log.info(
      `${done} of ${plural(this.#all.size, 'backup')} done after ${waited} (timeout ${timeout})`,
    );
  }

  #observe(tracked: TrackedBackup, row: Backup, list: BackupList): void {
    const hasChanged = tracked.last?.status !== row.status || !tracked.isListed;
    if (tracked.last?.status !== row.status) tracked.statusSince = this.ctx.clock.now();
    Object.assign(tracked, { last: row, list, isListed: true, absences: 0 });
    if (hasChanged) {
      const timeout = formatDuration(this.options.timeoutMs);
      const waited = formatDuration(this.waitedMs);
      this.ctx.log.info(
        `Backup ${row.id} of ${serverLabel(row.serverId, row.serverName)}: ${statusLabel(row.status)} after ${waited} (timeout ${timeout})`,
      );
      this.#notify(tracked);
    }
    this.#warnOfUnknownStatus(row);
    const result = this.#resultOf(tracked, row);
    if (result === null) tracked.result = null;
    else this.#finish(tracked, result);
  }

  #warnOfUnknownStatus({ id, status }: Backup): void {
    if (isKnownStatus(status)) return;
    this.ctx.log.warnOnce(
      `status ${status}`,
      `Backup ${id} has the status "${statusLabel(status)}", which is not documented; it counts as unfinished.`,
    );
  }

  #resultOf({ ref }: TrackedBackup, row: Backup): Result<Backup> | null {
    const { servers } = this.options;
    if (servers.length > 0 && !servers.includes(row.serverId)) {
      return { error: messages.belongsElsewhere(row, servers) };
    }
    if (ref.serverId !== null && row.serverId !== ref.serverId) {
      return { error: messages.serverMismatch(row, ref.serverId) };
    }
    const state = classifyStatus(row.status);
    if (state === 'completed') return { value: row };
    return state === 'pending' ? null : { error: messages.backupFailed(row) };
  }

  #recordAbsence(tracked: TrackedBackup): void {
    tracked.absences += 1;
    tracked.result = null;
    const { ref, isListed, absences } = tracked;
    if (isListed && absences >= MAX_CONSECUTIVE_ABSENCES) {
      this.#finish(tracked, { error: messages.backupDisappeared(waitedFor(tracked), absences) });
    }
    if (isListed || this.waitedMs < LISTING_GRACE_MS) return;
    if (!ref.isConfirmed) {
      this.#finish(tracked, { error: messages.backupNotListed(waitedFor(tracked), this.waitedMs) });
      return;
    }
    const waited = formatDuration(this.waitedMs);
    this.ctx.log.warnOnce(
      `unlisted ${ref.id}`,
      `Backup ${ref.id} is not listed after ${waited}, though VPS.org confirmed its id; the wait continues.`,
    );
  }

  #finish(tracked: TrackedBackup, result: Result<Backup>): void {
    const isNew = tracked.result === null || 'error' in result;
    tracked.result = result;
    tracked.isDecided = true;
    if (isNew) this.#notify(tracked);
  }

  #notify({ ref, last }: TrackedBackup): void {
    if (last !== null) this.options.onUpdate(ref, last, this.waitedMs);
  }
}

function waitedFor(tracked: TrackedBackup): messages.WaitedFor {
  return { id: tracked.ref.id, serverId: serverOf(tracked), last: tracked.last };
}

function serverOf({ ref, last }: TrackedBackup): number | null {
  return last?.serverId ?? ref.serverId;
}
