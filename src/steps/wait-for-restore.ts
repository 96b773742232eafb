/** Watches a server in `GET /servers/` until a restore is over, as far as that can be observed. */
import type { WaitOptions } from '../inputs/types.js';
import type { OperationContext } from '../operations/context.js';
import { INITIAL_INTERVAL_MS, poll } from '../polling.js';
import { formatDuration, shorten } from '../report/sanitize.js';
import type { ListOptions } from '../vpsorg/client.js';
import { ApiError, transientRetryDelay } from '../vpsorg/errors.js';
import type { Server } from '../vpsorg/schemas.js';

export interface WatchOrder {
  readonly serverId: number;
  /** The server's status before the restore, `null` where it could not be read. */
  readonly former: string | null;
  readonly limits: WaitOptions;
}

export type RestoreOutcome =
  | { readonly kind: 'restored' }
  /** It can't be observed; `why` says so. */
  | { readonly kind: 'unobserved'; readonly why: string }
  | { readonly kind: 'failed'; readonly status: string }
  | { readonly kind: 'deadline'; readonly status: string | null };

/** What has been seen of the server since the restore was accepted. */
export interface RestoreObservation {
  /** The status to come back to; `null` where it is not known. */
  readonly previousStatus: string | null;
  /** The first status but `restoring` that a look showed. */
  readonly first: string | null;
  readonly restoring: boolean;
  readonly changed: boolean;
  /** Looks in a row that did not show the server. */
  readonly missing: number;
}

const RESTORING = 'restoring';
const SETTLED_STATUSES = new Set(['active', 'stopped']);
const FAILED_STATUSES = new Set(['suspended', 'error', 'failed']);
/** How long a change may take to show. */
const NO_CHANGE_TIMEOUT_MS = 60_000;
const MAX_CONSECUTIVE_ABSENCES = 3;

/**
 * Takes one look into account. Pure.
 *
 * @param status the server's status, `null` where the list does not show it
 * @param goneMs milliseconds since the restore was accepted
 */
export function observe(
  before: RestoreObservation,
  status: string | null,
  goneMs: number,
): { readonly now: RestoreObservation; readonly end: RestoreOutcome | null } {
  const now = update(before, status);
  return { now, end: endOf(now, status, goneMs) };
}

/** The first look shows the server when the restore may have begun: only `active` can be taken for what it was before. */
function update(before: RestoreObservation, status: string | null): RestoreObservation {
  if (status === null) return { ...before, missing: before.missing + 1 };
  const first = before.first ?? (status === RESTORING ? null : status);
  const former = before.previousStatus ?? (first === 'active' ? first : null);
  const restoring = before.restoring || status === RESTORING;
  const changed = before.changed || restoring || status !== (former ?? first);
  return { previousStatus: former, first, restoring, changed, missing: 0 };
}

function endOf(
  now: RestoreObservation,
  status: string | null,
  goneMs: number,
): RestoreOutcome | null {
  if (now.missing >= MAX_CONSECUTIVE_ABSENCES)
    return {
      kind: 'unobserved',
      why: `the list of servers did not show it in ${MAX_CONSECUTIVE_ABSENCES} looks`,
    };
  if (status !== null && now.changed) {
    if (FAILED_STATUSES.has(status)) return { kind: 'failed', status };
    if (status === now.previousStatus || (now.restoring && SETTLED_STATUSES.has(status)))
      return { kind: 'restored' };
    if (now.previousStatus === null && status === 'active')
      return {
        kind: 'unobserved',
        why: 'it is active, but what it was before the restore is not known',
      };
  }
  if (!now.changed && goneMs >= NO_CHANGE_TIMEOUT_MS)
    return {
      kind: 'unobserved',
      why: `its status${status === null ? '' : ` (${shorten(status)})`} did not change within ${formatDuration(NO_CHANGE_TIMEOUT_MS)}`,
    };
  return null;
}

/** @throws Cancelled */
export async function waitForRestore(
  deps: OperationContext,
  order: WatchOrder,
): Promise<RestoreOutcome> {
  const start = deps.clock.now();
  let seen: RestoreObservation = {
    previousStatus: order.former,
    first: null,
    restoring: false,
    changed: false,
    missing: 0,
  };
  let last: string | null = null;
  let end: RestoreOutcome | null = null;
  let wasRead = false;
  const check = async (timeoutMs: number): Promise<boolean> => {
    const status = (await findServer(deps, order.serverId, { timeoutMs }))?.status || null;
    wasRead = true;
    const goneMs = deps.clock.now() - start;
    if (status !== null && status !== last)
      deps.log.info(
        `Server ${order.serverId}: ${shorten(status)}, ${formatDuration(goneMs)} of ${formatDuration(order.limits.timeoutMs)}`,
      );
    last = status ?? last;
    ({ now: seen, end } = observe(seen, status, goneMs));
    return end !== null;
  };
  try {
    const result = await poll({
      clock: deps.clock,
      signal: deps.signal,
      timeoutMs: order.limits.timeoutMs,
      initialDelayMs: INITIAL_INTERVAL_MS,
      maxIntervalMs: order.limits.maxIntervalMs,
      check,
      retryDelay: transientRetryDelay,
      onHeartbeat: (goneMs) =>
        deps.log.info(
          `Server ${order.serverId}: ${last ?? 'not seen yet'}, ${formatDuration(goneMs)} of ${formatDuration(order.limits.timeoutMs)}`,
        ),
    });
    if (result === 'done' && end !== null) return end;
    if (!wasRead) return { kind: 'unobserved', why: 'the list of servers could not be read' };
    return { kind: 'deadline', status: last };
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    return {
      kind: 'unobserved',
      why: `the list of servers could not be read (${fault.shortReason})`,
    };
  }
}

/** The server as the list shows it; `null` where it does not. */
export async function findServer(
  deps: OperationContext,
  serverId: number,
  effort: ListOptions,
): Promise<Server | null> {
  const view = await deps.client.listServers(effort, (rows) => rows.has(serverId));
  return view.items.find((server) => server.id === serverId) ?? null;
}
