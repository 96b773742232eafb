/** Waits for backups to be completed: all of them with one list request a look, where one shows them all. */
import type { Backup } from '../backups/backup.js';
import { classifyStatus, isDocumentedStatus } from '../backups/status.js';
import { ActionError } from '../errors.js';
import type { WaitOptions } from '../inputs/types.js';
import { type OperationContext, type Result, serverLabel } from '../operations/context.js';
import { MAX_CONSECUTIVE_ERRORS, poll } from '../polling.js';
import {
  backupDisappeared,
  backupFailed,
  backupLabel,
  backupNotListed,
  lastStatusLabel,
  serverMismatch,
  statusLabel,
  waitAborted,
  waitTimedOut,
} from '../report/messages.js';
import { formatDuration } from '../report/sanitize.js';
import { ApiError, transientRetryDelay } from '../vpsorg/errors.js';
import { candidateServers, createBackupLister, type Look, type Wanted } from './list-backups.js';

/** A backup to wait for. */
export interface BackupRef {
  readonly id: number;
  readonly serverId: number | null;
  /** What the API said last, if it said anything. */
  readonly backup: Backup | null;
}

export interface WaitOrder {
  readonly backups: readonly BackupRef[];
  readonly limits: WaitOptions;
  /** Milliseconds before the first look. */
  readonly firstPauseMs: number;
  /** Servers that the backups must be on; none: any. */
  readonly onlyOn?: readonly number[];
  /** Told of each change of a status, and of each end; `waitedMs` is since the start, in milliseconds. */
  readonly onUpdate: (
    place: number,
    seen: { readonly backup: Backup | null; readonly waitedMs: number },
  ) => void;
}

/** How long a backup may take to be listed at all. */
const LISTING_GRACE_MS = 120_000;
/** So many full views in a row must not show it, before a backup that was there counts as gone. */
const MAX_CONSECUTIVE_ABSENCES = 3;

/**
 * @returns for each target, in the order given, its completed row or the error that ends its wait
 * @throws Cancelled
 */
export async function waitForBackups(
  deps: OperationContext,
  order: WaitOrder,
): Promise<Result<Backup>[]> {
  const watch = new Watch(deps, order);
  const look = createBackupLister(deps, order.onlyOn);
  let partly: ApiError | null = null;
  try {
    await poll({
      clock: deps.clock,
      signal: deps.signal,
      timeoutMs: order.limits.timeoutMs,
      initialDelayMs: order.firstPauseMs,
      maxIntervalMs: order.limits.maxIntervalMs,
      check: async (budgetMs) => {
        const seen = await look(watch.wanted(), budgetMs);
        partly = seen.fault ?? null;
        const done = watch.take(seen);
        if (!done && partly !== null) throw partly;
        return done;
      },
      retryDelay: (fault) => {
        const pause = transientRetryDelay(fault);
        if (pause !== null && fault instanceof ApiError)
          deps.log.info(`A look failed (${fault.shortReason}); looking again`);
        // Where other lists could be read, each server's faults are counted on their own.
        return pause === null ? null : { ...pause, counts: fault !== partly };
      },
      onHeartbeat: () => watch.tellTime(),
    });
    return watch.end((one) => waitTimedOut(one, order.limits.timeoutMs));
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    return watch.end((one) => waitAborted(one, fault));
  } finally {
    deps.recorder.addWaitTime(watch.goneMs());
  }
}

/** What is known of one backup while it is waited for. */
interface Watched extends BackupRef {
  readonly place: number;
  last: Backup | null;
  /** Whether a list has shown it. */
  listed: boolean;
  /** Full views in a row that did not show it. */
  absences: number;
  end: Result<Backup> | null;
}

class Watch {
  readonly #start: number;
  readonly #all: readonly Watched[];
  /** Faults in a row of each server's own list, where others can be read. */
  readonly #faults = new Map<number | null, number>();
  /** Statuses that nobody documents, each warned about once. */
  readonly #named = new Set<string>();

  constructor(
    private readonly deps: OperationContext,
    private readonly order: WaitOrder,
  ) {
    this.#start = deps.clock.now();
    this.#all = order.backups.map((target, place) => ({
      ...target,
      place,
      last: target.backup,
      listed: false,
      absences: 0,
      end: null,
    }));
  }

  /** What is still waited for, on the server that a row has told of, if one has. */
  wanted(): Wanted[] {
    return this.#waiting().map(whereabouts);
  }

  /** Takes a look into account; `true` when nothing is waited for any more. */
  take(look: Look): boolean {
    this.#countFaults(look.faults);
    for (const one of this.#waiting()) {
      const row = look.rows.get(one.id);
      const lost = this.#lostTo(one, look);
      if (row !== undefined) this.#sight(one, row);
      else if (lost !== null) this.#settle(one, { error: waitAborted(one, lost) });
      else if (look.isWholeFor(whereabouts(one))) this.#miss(one); // a partial view says nothing of what it does not show
    }
    return this.#waiting().length === 0;
  }

  #countFaults(faults: Look['faults']): void {
    for (const serverId of this.#faults.keys())
      if (!faults.has(serverId)) this.#faults.delete(serverId);
    for (const serverId of faults.keys())
      this.#faults.set(serverId, (this.#faults.get(serverId) ?? 0) + 1);
  }

  /** What ends the wait for this backup alone: a list that may show it is refused for good, or fails for the eleventh time in a row. */
  #lostTo(one: Watched, { faults }: Look): ApiError | null {
    for (const serverId of candidateServers(whereabouts(one), this.order.onlyOn ?? [])) {
      const fault = faults.get(serverId);
      if (fault === undefined) continue;
      if (
        transientRetryDelay(fault) === null ||
        (this.#faults.get(serverId) ?? 0) > MAX_CONSECUTIVE_ERRORS
      )
        return fault;
    }
    return null;
  }

  /** Milliseconds since the start. */
  goneMs(): number {
    return this.deps.clock.now() - this.#start;
  }

  tellTime(): void {
    const [first, ...others] = this.#waiting();
    if (first === undefined) return;
    const more = others.length > 0 ? `, and ${others.length} more unfinished` : '';
    this.deps.log.info(
      `${backupLabel(first)}: still ${lastStatusLabel(first)}${more}, ${this.#time()}`,
    );
  }

  /** Ends what is still waited for with an error, and tells how each ended. */
  end(error: (one: Watched) => Error): Result<Backup>[] {
    for (const one of this.#waiting()) this.#settle(one, { error: error(one) });
    return this.#all.map((one) => one.end ?? { error: error(one) });
  }

  #waiting(): Watched[] {
    return this.#all.filter((one) => one.end === null);
  }

  #sight(one: Watched, told: Backup): void {
    const row = { ...told, serverId: told.serverId ?? one.last?.serverId ?? one.serverId };
    const changed = one.last?.status !== row.status || !one.listed;
    Object.assign(one, { last: row, listed: true, absences: 0 });
    if (changed) this.deps.log.info(`${backupLabel(one)}: ${statusLabel(row)}, ${this.#time()}`);
    if (changed) this.#tell(one);
    if (!isDocumentedStatus(row.status) && !this.#named.has(row.status)) {
      this.#named.add(row.status);
      this.deps.log.warning(
        `VPS.org says "${statusLabel(row)}" of a backup, a status that is not documented; it counts as unfinished.`,
      );
    }
    const end = endOf(one, row, this.order.onlyOn ?? []);
    if (end !== null) this.#settle(one, end);
  }

  #miss(one: Watched): void {
    one.absences += 1;
    const goneMs = this.goneMs();
    if (one.listed && one.absences >= MAX_CONSECUTIVE_ABSENCES)
      this.#settle(one, { error: backupDisappeared(one, MAX_CONSECUTIVE_ABSENCES) });
    if (!one.listed && goneMs >= LISTING_GRACE_MS)
      this.#settle(one, { error: backupNotListed(one, goneMs) });
  }

  #settle(one: Watched, end: Result<Backup>): void {
    one.end = end;
    this.#tell(one);
  }

  #tell(one: Watched): void {
    this.order.onUpdate(one.place, { backup: one.last, waitedMs: this.goneMs() });
  }

  #time(): string {
    return `${formatDuration(this.goneMs())} of ${formatDuration(this.order.limits.timeoutMs)}`;
  }
}

/** Its id, and the server that a row has told of, if one has. */
function whereabouts(one: Watched): Wanted {
  return { id: one.id, serverId: one.last?.serverId ?? one.serverId };
}

/** Whether a row ends its backup's wait, and how. */
function endOf(one: Watched, row: Backup, onlyOn: readonly number[]): Result<Backup> | null {
  if (onlyOn.length > 0 && (row.serverId === null || !onlyOn.includes(row.serverId))) {
    const what = `Backup ${one.id} is on ${serverLabel(row.serverId, row.serverName)}, not on server ${onlyOn.join(', ')}.`;
    return { error: new ActionError(what, 'Correct server_id or backup_id.') };
  }
  if (one.serverId !== null && row.serverId !== null && row.serverId !== one.serverId) {
    return { error: serverMismatch(row, one.serverId) };
  }
  const state = classifyStatus(row.status);
  if (state === 'completed') return { value: row };
  return state === 'pending' ? null : { error: backupFailed(row) };
}
