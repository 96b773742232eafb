/** Waits for backups to be completed: all of them with one list request a look, where one shows them all. */
import type { Backup } from '../backups/backup.js';
import { classify, isKnownStatus } from '../backups/status.js';
import { OperationError } from '../errors.js';
import type { WaitLimits } from '../inputs/inputs.js';
import { FAULTS_RIDDEN_OUT, poll } from '../polling.js';
import { duration } from '../report/text.js';
import { ApiError, rideOut } from '../vpsorg/errors.js';
import { cutOff, endedBadly, label, lastStatus, neverListed, ofAnotherServer, outOfTime, statusWord, vanished } from './backup-errors.js';
import { type Deps, type Settled, serverLabel } from './deps.js';
import { createLook, type Look, placesOf, type Wanted } from './look.js';

/** A backup to wait for. */
export interface Target {
  readonly id: number;
  readonly serverId: number | null;
  /** What the API said last, if it said anything. */
  readonly backup: Backup | null;
}

export interface WaitOrder {
  readonly targets: readonly Target[];
  readonly limits: WaitLimits;
  /** Milliseconds before the first look. */
  readonly firstPauseMs: number;
  /** Servers that the backups must be on; none: any. */
  readonly onlyOn?: readonly number[];
  /** Told of each change of a status, and of each end; `waitedMs` is since the start, in milliseconds. */
  readonly onSeen: (place: number, seen: { readonly backup: Backup | null; readonly waitedMs: number }) => void;
}

/** How long a backup may take to be listed at all. */
const UNLISTED_MS = 120_000;
/** So many full views in a row must not show it, before a backup that was there counts as gone. */
const ABSENCES = 3;

/**
 * @returns for each target, in the order given, its completed row or the error that ends its wait
 * @throws Cancelled
 */
export async function awaitBackups(deps: Deps, order: WaitOrder): Promise<Settled<Backup>[]> {
  const watch = new Watch(deps, order);
  const look = createLook(deps, order.onlyOn);
  let partly: ApiError | null = null;
  try {
    await poll({
      clock: deps.clock,
      cancel: deps.cancel,
      timeoutMs: order.limits.timeoutMs,
      firstPauseMs: order.firstPauseMs,
      longestPauseMs: order.limits.pauseMs,
      look: async (budgetMs) => {
        const seen = await look(watch.wanted(), budgetMs);
        partly = seen.fault ?? null;
        const done = watch.take(seen);
        if (!done && partly !== null) throw partly;
        return done;
      },
      rideOut: (fault) => {
        const pause = rideOut(fault);
        if (pause !== null && fault instanceof ApiError) deps.log.info(`A look failed (${fault.reason}); looking again`);
        // Where other lists could be read, each server's faults are counted on their own.
        return pause === null ? null : { ...pause, counts: fault !== partly };
      },
      heartbeat: () => watch.tellTime(),
    });
    return watch.end((one) => outOfTime(one, order.limits.timeoutMs));
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    return watch.end((one) => cutOff(one, fault));
  } finally {
    deps.journal.noteWaited(watch.goneMs());
  }
}

/** What is known of one backup while it is waited for. */
interface Watched extends Target {
  readonly place: number;
  last: Backup | null;
  /** Whether a list has shown it. */
  listed: boolean;
  /** Full views in a row that did not show it. */
  absences: number;
  end: Settled<Backup> | null;
}

class Watch {
  readonly #start: number;
  readonly #all: readonly Watched[];
  /** Faults in a row of each server's own list, where others can be read. */
  readonly #faults = new Map<number | null, number>();
  /** Statuses that nobody documents, each warned about once. */
  readonly #named = new Set<string>();

  constructor(
    private readonly deps: Deps,
    private readonly order: WaitOrder,
  ) {
    this.#start = deps.clock.now();
    this.#all = order.targets.map((target, place) => ({ ...target, place, last: target.backup, listed: false, absences: 0, end: null }));
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
      else if (lost !== null) this.#settle(one, { error: cutOff(one, lost) });
      else if (look.isWholeFor(whereabouts(one))) this.#miss(one); // a partial view says nothing of what it does not show
    }
    return this.#waiting().length === 0;
  }

  #countFaults(faults: Look['faults']): void {
    for (const serverId of this.#faults.keys()) if (!faults.has(serverId)) this.#faults.delete(serverId);
    for (const serverId of faults.keys()) this.#faults.set(serverId, (this.#faults.get(serverId) ?? 0) + 1);
  }

  /** What ends the wait for this backup alone: a list that may show it is refused for good, or fails for the eleventh time in a row. */
  #lostTo(one: Watched, { faults }: Look): ApiError | null {
    for (const serverId of placesOf(whereabouts(one), this.order.onlyOn ?? [])) {
      const fault = faults.get(serverId);
      if (fault === undefined) continue;
      if (rideOut(fault) === null || (this.#faults.get(serverId) ?? 0) > FAULTS_RIDDEN_OUT) return fault;
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
    this.deps.log.info(`${label(first)}: still ${lastStatus(first)}${more}, ${this.#time()}`);
  }

  /** Ends what is still waited for with an error, and tells how each ended. */
  end(error: (one: Watched) => Error): Settled<Backup>[] {
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
    if (changed) this.deps.log.info(`${label(one)}: ${statusWord(row)}, ${this.#time()}`);
    if (changed) this.#tell(one);
    if (!isKnownStatus(row.status) && !this.#named.has(row.status)) {
      this.#named.add(row.status);
      this.deps.log.warning(`VPS.org says "${statusWord(row)}" of a backup, a status that is not documented; it counts as unfinished.`);
    }
    const end = endOf(one, row, this.order.onlyOn ?? []);
    if (end !== null) this.#settle(one, end);
  }

  #miss(one: Watched): void {
    one.absences += 1;
    const goneMs = this.goneMs();
    if (one.listed && one.absences >= ABSENCES) this.#settle(one, { error: vanished(one, ABSENCES) });
    if (!one.listed && goneMs >= UNLISTED_MS) this.#settle(one, { error: neverListed(one, goneMs) });
  }

  #settle(one: Watched, end: Settled<Backup>): void {
    one.end = end;
    this.#tell(one);
  }

  #tell(one: Watched): void {
    this.order.onSeen(one.place, { backup: one.last, waitedMs: this.goneMs() });
  }

  #time(): string {
    return `${duration(this.goneMs())} of ${duration(this.order.limits.timeoutMs)}`;
  }
}

/** Its id, and the server that a row has told of, if one has. */
function whereabouts(one: Watched): Wanted {
  return { id: one.id, serverId: one.last?.serverId ?? one.serverId };
}

/** Whether a row ends its backup's wait, and how. */
function endOf(one: Watched, row: Backup, onlyOn: readonly number[]): Settled<Backup> | null {
  if (onlyOn.length > 0 && (row.serverId === null || !onlyOn.includes(row.serverId))) {
    const what = `Backup ${one.id} is on ${serverLabel(row.serverId, row.serverName)}, not on server ${onlyOn.join(', ')}.`;
    return { error: new OperationError(what, 'Correct server_id or backup_id.') };
  }
  if (one.serverId !== null && row.serverId !== null && row.serverId !== one.serverId) {
    return { error: ofAnotherServer(row, one.serverId) };
  }
  const state = classify(row.status);
  if (state === 'completed') return { value: row };
  return state === 'pending' ? null : { error: endedBadly(row) };
}
