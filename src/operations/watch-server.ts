/** Watches a server in `GET /servers/` until a restore is over, as far as that can be observed. */
import type { WaitLimits } from '../inputs/inputs.js';
import { poll, SHORTEST_PAUSE_MS } from '../polling.js';
import { brief, duration } from '../report/text.js';
import type { Effort } from '../vpsorg/api.js';
import { ApiError, rideOut } from '../vpsorg/errors.js';
import type { Server } from '../vpsorg/schemas.js';
import type { Deps } from './deps.js';

export interface WatchOrder {
  readonly serverId: number;
  /** The server's status before the restore, `null` where it could not be read. */
  readonly former: string | null;
  readonly limits: WaitLimits;
}

export type WatchEnd =
  | { readonly kind: 'restored' }
  /** It can't be observed; `why` says so. */
  | { readonly kind: 'unobserved'; readonly why: string }
  | { readonly kind: 'failed'; readonly status: string }
  | { readonly kind: 'deadline'; readonly status: string | null };

/** What has been seen of the server since the restore was accepted. */
export interface Sightings {
  /** The status to come back to; `null` where it is not known. */
  readonly former: string | null;
  /** The first status but `restoring` that a look showed. */
  readonly first: string | null;
  readonly restoring: boolean;
  readonly changed: boolean;
  /** Looks in a row that did not show the server. */
  readonly missing: number;
}

const RESTORING = 'restoring';
const OVER = new Set(['active', 'stopped']);
const BROKEN = new Set(['suspended', 'error', 'failed']);
/** How long a change may take to show. */
const UNCHANGED_MS = 60_000;
const MISSING_LOOKS = 3;

/**
 * Takes one look into account. Pure.
 *
 * @param status the server's status, `null` where the list does not show it
 * @param goneMs milliseconds since the restore was accepted
 */
export function sight(
  before: Sightings,
  status: string | null,
  goneMs: number,
): { readonly now: Sightings; readonly end: WatchEnd | null } {
  const now = update(before, status);
  return { now, end: endOf(now, status, goneMs) };
}

/** The first look shows the server when the restore may have begun: only `active` can be taken for what it was before. */
function update(before: Sightings, status: string | null): Sightings {
  if (status === null) return { ...before, missing: before.missing + 1 };
  const first = before.first ?? (status === RESTORING ? null : status);
  const former = before.former ?? (first === 'active' ? first : null);
  const restoring = before.restoring || status === RESTORING;
  const changed = before.changed || restoring || status !== (former ?? first);
  return { former, first, restoring, changed, missing: 0 };
}

function endOf(now: Sightings, status: string | null, goneMs: number): WatchEnd | null {
  if (now.missing >= MISSING_LOOKS) return { kind: 'unobserved', why: `the list of servers did not show it in ${MISSING_LOOKS} looks` };
  if (status !== null && now.changed) {
    if (BROKEN.has(status)) return { kind: 'failed', status };
    if (status === now.former || (now.restoring && OVER.has(status))) return { kind: 'restored' };
    if (now.former === null && status === 'active')
      return { kind: 'unobserved', why: 'it is active, but what it was before the restore is not known' };
  }
  if (!now.changed && goneMs >= UNCHANGED_MS)
    return {
      kind: 'unobserved',
      why: `its status${status === null ? '' : ` (${brief(status)})`} did not change within ${duration(UNCHANGED_MS)}`,
    };
  return null;
}

/** @throws Cancelled */
export async function watchServer(deps: Deps, order: WatchOrder): Promise<WatchEnd> {
  const start = deps.clock.now();
  let seen: Sightings = { former: order.former, first: null, restoring: false, changed: false, missing: 0 };
  let last: string | null = null;
  let end: WatchEnd | null = null;
  let wasRead = false;
  const look = async (budgetMs: number): Promise<boolean> => {
    const status = (await statusOf(deps, order.serverId, { budgetMs }))?.status || null;
    wasRead = true;
    const goneMs = deps.clock.now() - start;
    if (status !== null && status !== last)
      deps.log.info(`Server ${order.serverId}: ${brief(status)}, ${duration(goneMs)} of ${duration(order.limits.timeoutMs)}`);
    last = status ?? last;
    ({ now: seen, end } = sight(seen, status, goneMs));
    return end !== null;
  };
  try {
    const result = await poll({
      clock: deps.clock,
      cancel: deps.cancel,
      timeoutMs: order.limits.timeoutMs,
      firstPauseMs: SHORTEST_PAUSE_MS,
      longestPauseMs: order.limits.pauseMs,
      look,
      rideOut,
      heartbeat: (goneMs) =>
        deps.log.info(`Server ${order.serverId}: ${last ?? 'not seen yet'}, ${duration(goneMs)} of ${duration(order.limits.timeoutMs)}`),
    });
    if (result === 'done' && end !== null) return end;
    if (!wasRead) return { kind: 'unobserved', why: 'the list of servers could not be read' };
    return { kind: 'deadline', status: last };
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    return { kind: 'unobserved', why: `the list of servers could not be read (${fault.reason})` };
  }
}

/** The server as the list shows it; `null` where it does not. */
export async function statusOf(deps: Deps, serverId: number, effort: Effort): Promise<Server | null> {
  const view = await deps.api.listServers(effort, (rows) => rows.has(serverId));
  return view.rows.find((server) => server.id === serverId) ?? null;
}
