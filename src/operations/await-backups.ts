/** Waits for backups to be completed: all of them with one list request a look, where one shows them all. */
import type { Backup } from '../backups/backup.js';
import { classify, isKnownStatus } from '../backups/status.js';
import { OperationError } from '../errors.js';
import type { WaitLimits } from '../inputs/inputs.js';
import { poll } from '../polling.js';
import { brief, duration } from '../report/text.js';
import { ApiError } from '../vpsorg/errors.js';
import { type Deps, type Settled, serverLabel } from './deps.js';
import { createLook } from './look.js';

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
  /** Servers that the backups must be on; empty: any. */
  readonly onlyOn?: readonly number[];
  /** Told at each new thing that the API says of a backup, and at its end; milliseconds since the start. */
  readonly onSeen: (place: number, backup: Backup | null, waitedMs: number) => void;
}

/** How long a backup may take to be listed at all. */
const UNLISTED_MS = 120_000;
/** So many full views in a row must not show it, before a backup that was there counts as gone. */
const ABSENCES = 3;

interface Watched extends Target {
  readonly place: number;
  last: Backup | null;
  listed: boolean;
  absences: number;
  end: Settled<Backup> | null;
}

/**
 * @returns for each target, in the order given, its completed row or the error that ends its wait
 * @throws Cancelled
 */
export async function awaitBackups(deps: Deps, order: WaitOrder): Promise<Settled<Backup>[]> {
  const { clock } = deps;
  const start = clock.now();
  const watched = order.targets.map(
    (target, place): Watched => ({ ...target, place, last: target.backup, listed: false, absences: 0, end: null }),
  );
  const named = new Set<string>();
  const waiting = (): Watched[] => watched.filter((one) => one.end === null);
  const look = createLook(deps.api);
  const end = (one: Watched, outcome: Settled<Backup>): void => {
    one.end = outcome;
    order.onSeen(one.place, one.last, clock.now() - start);
  };
  const observe = (one: Watched, row: Backup | undefined, full: boolean): void => {
    if (row === undefined) {
      unseen(one, { full, goneMs: clock.now() - start }, end);
      return;
    }
    const changed = one.last?.status !== row.status || !one.listed;
    Object.assign(one, { last: row, listed: true, absences: 0 });
    if (changed)
      deps.log.info(`${label(one)}: ${statusWord(row)}, ${duration(clock.now() - start)} of ${duration(order.limits.timeoutMs)}`);
    if (!isKnownStatus(row.status) && !named.has(row.status)) {
      named.add(row.status);
      deps.log.warning(`VPS.org says "${statusWord(row)}" of a backup, a status that is not documented; it counts as unfinished.`);
    }
    if (changed) order.onSeen(one.place, row, clock.now() - start);
    judgeRow(one, row, order, end);
  };
  const fault = await runPoll(deps, order, {
    waiting,
    start,
    look: async (budgetMs) => {
      const { rows, full } = await look(waiting(), budgetMs);
      for (const one of waiting()) observe(one, rows.get(one.id), full);
      return waiting().length === 0;
    },
  });
  for (const one of waiting()) end(one, { error: fault === null ? outOfTime(one, order) : broken(one, fault) });
  return watched.map((one) => one.end ?? { error: outOfTime(one, order) });
}

interface Waiting {
  readonly waiting: () => Watched[];
  readonly start: number;
  readonly look: (budgetMs: number) => Promise<boolean>;
}

/** @returns the fault that ended the wait, or `null` */
async function runPoll(deps: Deps, order: WaitOrder, on: Waiting): Promise<ApiError | null> {
  try {
    await poll({
      clock: deps.clock,
      cancel: deps.cancel,
      timeoutMs: order.limits.timeoutMs,
      firstPauseMs: order.firstPauseMs,
      longestPauseMs: order.limits.pauseMs,
      look: on.look,
      rideOut: (fault) => {
        if (!(fault instanceof ApiError) || !fault.passing) return null;
        deps.log.info(`A look failed (${fault.status ?? fault.detail}); looking again`);
        return { retryAfterMs: fault.retryAfterMs ?? 0 };
      },
      heartbeat: (goneMs) => deps.log.info(heartbeatLine(on.waiting(), goneMs, order.limits.timeoutMs)),
    });
    return null;
  } catch (fault) {
    if (fault instanceof ApiError) return fault;
    throw fault;
  }
}

function heartbeatLine(waiting: readonly Watched[], goneMs: number, limitMs: number): string {
  const [first] = waiting;
  const time = `${duration(goneMs)} of ${duration(limitMs)}`;
  if (first === undefined) return `Waiting, ${time}`;
  const others = waiting.length > 1 ? `, and ${waiting.length - 1} more unfinished` : '';
  return `${label(first)}: still ${lastStatus(first)}${others}, ${time}`;
}

function judgeRow(one: Watched, row: Backup, order: WaitOrder, end: (one: Watched, outcome: Settled<Backup>) => void): void {
  const state = classify(row.status);
  if (order.onlyOn && order.onlyOn.length > 0 && (row.serverId === null || !order.onlyOn.includes(row.serverId))) {
    const what = `Backup ${one.id} is on ${serverLabel(row.serverId, row.serverName)}, not on ${order.onlyOn.join(', ')} as server_id says.`;
    end(one, { error: new OperationError(what, 'Correct server_id or backup_id.') });
  } else if (state === 'completed') {
    end(one, { value: row });
  } else if (state !== 'pending') {
    const what = `${label(one)} ended as ${statusWord(row)}: there is no backup to go back to.`;
    end(one, { error: new OperationError(what, 'Do not deploy on it; look at the server at VPS.org, then run again.') });
  }
}

function unseen(one: Watched, view: { full: boolean; goneMs: number }, end: (one: Watched, outcome: Settled<Backup>) => void): void {
  // A partial view says nothing of what it does not show.
  if (!view.full) return;
  one.absences += 1;
  if (one.listed && one.absences >= ABSENCES) {
    const what = `${label(one)} is no longer in the list: it was there (${lastStatus(one)}), and then missing from ${ABSENCES} whole lists in a row.`;
    end(one, { error: new OperationError(what, 'Somebody may have deleted it. Do not deploy on it; run again.') });
  } else if (!one.listed && view.goneMs >= UNLISTED_MS) {
    const what = `${label(one)} is not in the list of backups, ${duration(view.goneMs)} after the first look.`;
    end(one, { error: new OperationError(what, 'Check backup_id, and that the token belongs to the account that owns it.') });
  }
}

function outOfTime(one: Watched, order: WaitOrder): Error {
  const what = `${label(one)} was not finished within wait_timeout (${duration(order.limits.timeoutMs)}); its last status was ${lastStatus(one)}.`;
  return new OperationError(what, `It goes on at VPS.org. ${pickUp([one.id])}`);
}

function broken(one: Watched, fault: ApiError): Error {
  const what = `Could not go on waiting for ${label(one, 'backup')} (last status ${lastStatus(one)}): ${fault.message}`;
  return new OperationError(what, `The backup itself goes on. ${pickUp([one.id])}`, { cause: fault });
}

/** The step that would go on waiting. */
export function pickUp(ids: readonly number[]): string {
  return `To go on waiting, run a step with operation: wait and backup_id: ${ids.join(',')}.`;
}

function label(one: Watched, noun = 'Backup'): string {
  return `${noun} ${one.id} of ${serverLabel(one.last?.serverId ?? one.serverId, one.last?.serverName)}`;
}

function lastStatus(one: Watched): string {
  return one.last === null ? 'not seen yet' : statusWord(one.last);
}

function statusWord(backup: Backup): string {
  return brief(backup.status, 60) || 'no status';
}
