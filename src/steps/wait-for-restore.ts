/** Watches a server in `GET /servers/` until a restore is over, as far as that can be observed. */
import type { OperationContext, ServerRef } from '../operations/context.js';
import { INITIAL_INTERVAL_MS, poll, startHeartbeat } from '../polling.js';
import { formatDuration, statusLabel } from '../report/labels.js';
import { ApiError, classifyPollError } from '../vpsorg/errors.js';
import type { ListOptions } from '../vpsorg/options.js';
import type { Server } from '../vpsorg/schemas.js';
import type { WaitOptions } from './wait-for-backups.js';

export type RestoreOutcome =
  | { readonly kind: 'restored' }
  /** Restored, but the server is off although it was on. */
  | { readonly kind: 'stopped' }
  /** It can't be observed; `why` says so. */
  | { readonly kind: 'unobservable'; readonly why: string }
  | { readonly kind: 'failed'; readonly status: string }
  | { readonly kind: 'timeout'; readonly status: string | null };

/** What has been observed of the server since the restore was accepted. */
interface RestoreObservation {
  /** The status before the restore; `null` where it is not known. */
  readonly previousStatus: string | null;
  /** The first status but `restoring` that was observed. */
  readonly firstStatus: string | null;
  readonly lastStatus: string | null;
  readonly sawRestoring: boolean;
  readonly hasChanged: boolean;
  /** Lists in a row that did not show the server. */
  readonly absences: number;
  /** Since when it has been `stopped` after `restoring`, in milliseconds since the restore. */
  readonly stoppedSinceMs: number | null;
}

export function newObservation(previousStatus: string | null): RestoreObservation {
  return {
    ...{ previousStatus, firstStatus: null, lastStatus: null, sawRestoring: false },
    ...{ hasChanged: false, absences: 0, stoppedSinceMs: null },
  };
}

const RESTORING = 'restoring';
const FAILED_STATUSES = new Set(['error', 'failed']);
/** How long a change may take to show. */
const NO_CHANGE_TIMEOUT_MS = 60_000;
/** How long a server that was on may be `stopped` after the restore. */
const STOPPED_GRACE_MS = 30_000;
const MAX_CONSECUTIVE_ABSENCES = 3;

/**
 * Takes one list into account. Pure.
 *
 * @param status the server's status, `null` where the list does not show it
 * @param elapsedMs milliseconds since the restore was accepted
 */
export function observe(
  before: RestoreObservation,
  status: string | null,
  elapsedMs: number,
): { readonly now: RestoreObservation; readonly outcome: RestoreOutcome | null } {
  const now = status === null ? missing(before) : seen(before, status, elapsedMs);
  return { now, outcome: outcomeOf(now, status, elapsedMs) };
}

function missing(before: RestoreObservation): RestoreObservation {
  return { ...before, absences: before.absences + 1 };
}

/** The restore may have begun when a status is first seen: only `active` is taken for the former. */
function seen(before: RestoreObservation, status: string, elapsedMs: number): RestoreObservation {
  const firstStatus = before.firstStatus ?? (status === RESTORING ? null : status);
  const previousStatus = before.previousStatus ?? (firstStatus === 'active' ? firstStatus : null);
  const sawRestoring = before.sawRestoring || status === RESTORING;
  const hasChanged =
    before.hasChanged || sawRestoring || status !== (previousStatus ?? firstStatus);
  const isOff = sawRestoring && status === 'stopped' && previousStatus !== 'stopped';
  const stoppedSinceMs = isOff ? (before.stoppedSinceMs ?? elapsedMs) : null;
  return {
    ...{ previousStatus, firstStatus, sawRestoring, hasChanged, stoppedSinceMs },
    ...{ lastStatus: status, absences: 0 },
  };
}

function outcomeOf(
  now: RestoreObservation,
  status: string | null,
  elapsedMs: number,
): RestoreOutcome | null {
  if (now.absences >= MAX_CONSECUTIVE_ABSENCES) {
    return unobserved(now, `${now.absences} lists of servers in a row did not show it`);
  }
  if (status !== null && now.hasChanged) return changedOutcome(now, status, elapsedMs);
  if (now.hasChanged || elapsedMs < NO_CHANGE_TIMEOUT_MS) return null;
  const shown = status === null ? '' : ` (${statusLabel(status)})`;
  return unobserved(
    now,
    `its status${shown} did not change within ${formatDuration(NO_CHANGE_TIMEOUT_MS)}`,
  );
}

/** A server that was last seen broken has failed, however little was observed. */
function unobserved({ lastStatus }: RestoreObservation, why: string): RestoreOutcome {
  if (lastStatus !== null && FAILED_STATUSES.has(lastStatus)) {
    return { kind: 'failed', status: lastStatus };
  }
  return { kind: 'unobservable', why };
}

function changedOutcome(
  now: RestoreObservation,
  status: string,
  elapsedMs: number,
): RestoreOutcome | null {
  const { previousStatus, sawRestoring, stoppedSinceMs } = now;
  if (FAILED_STATUSES.has(status)) return { kind: 'failed', status };
  if (status === 'suspended' && previousStatus !== 'suspended') return { kind: 'failed', status };
  if (status === previousStatus || (sawRestoring && status === 'active')) {
    return { kind: 'restored' };
  }
  if (stoppedSinceMs !== null && elapsedMs - stoppedSinceMs >= STOPPED_GRACE_MS) {
    return { kind: 'stopped' };
  }
  if (status === 'active' && previousStatus === null) {
    return unobserved(now, 'it is active, but its status before the restore is not known');
  }
  return null;
}

interface RestoreWait {
  readonly server: ServerRef;
  /** The server's status before the restore; `null` where it could not be read. */
  readonly previousStatus: string | null;
  readonly wait: WaitOptions;
}

/** @throws CancelledError */
export async function waitForRestore(
  ctx: OperationContext,
  { server, previousStatus, wait }: RestoreWait,
): Promise<RestoreOutcome> {
  const startedAt = ctx.clock.now();
  let observation = newObservation(previousStatus);
  let outcome: RestoreOutcome | null = null;
  let wasRead = false;
  const elapsed = (): string => {
    const ms = ctx.clock.now() - startedAt;
    return `${formatDuration(ms)} (timeout ${formatDuration(wait.timeoutMs)})`;
  };
  const check = async ({ deadline, isFinal }: { deadline: number; isFinal: boolean }) => {
    const shown = await findServer(ctx, server.id, { deadline, newConnection: isFinal });
    const status = shown?.status || null;
    wasRead = true;
    if (status !== null && status !== observation.lastStatus) {
      ctx.log.info(`Server ${server.id}: ${statusLabel(status)} after ${elapsed()}`);
    }
    ({ now: observation, outcome } = observe(observation, status, ctx.clock.now() - startedAt));
    return outcome !== null;
  };
  const stop = startHeartbeat(ctx.clock, () => {
    ctx.log.info(
      `Server ${server.id}: ${observation.lastStatus ?? 'not listed yet'} for ${elapsed()}`,
    );
  });
  try {
    const end = await poll({
      ...{ clock: ctx.clock, signal: ctx.signal, check, classify: classifyPollError },
      ...{ timeoutMs: wait.timeoutMs, maxIntervalMs: wait.maxIntervalMs },
      initialDelayMs: INITIAL_INTERVAL_MS,
    });
    if (end === 'done' && outcome !== null) return outcome;
    return atDeadline(observation, wasRead);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = `the list of servers can't be read (${error.shortReason})`;
    return unobserved(observation, why);
  } finally {
    stop();
  }
}

function atDeadline(observation: RestoreObservation, wasRead: boolean): RestoreOutcome {
  if (!wasRead) return unobserved(observation, "the list of servers can't be read");
  if (observation.stoppedSinceMs !== null) return { kind: 'stopped' };
  return { kind: 'timeout', status: observation.lastStatus };
}

/** The server as the list shows it; `null` where it does not. */
export async function findServer(
  ctx: OperationContext,
  serverId: number,
  options: ListOptions<Server>,
): Promise<Server | null> {
  const stopWhen = (items: ReadonlyMap<number, Server>) => items.has(serverId);
  const { items } = await ctx.client.listServers({ ...options, stopWhen });
  return items.find(({ id }) => id === serverId) ?? null;
}
