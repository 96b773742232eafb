/**
 * What an environment's deployments say of the server's state before the present deploy. Pure.
 *
 * Source: docs.github.com/rest/deployments. GitHub files one deployment for each job that has an
 * `environment`, and adds a status to it whenever the job changes.
 */

import type { ServerState } from '../backups/marker.js';

export interface Deployment {
  readonly id: number;
  /** The state that its statuses amount to; `null` where it has none. */
  readonly state: string | null;
  /** The workflow run that filed it; `null` where no status names one. */
  readonly runId: string | null;
  /** When the deploy began, in milliseconds since the epoch; absent where not known. */
  readonly startedAtMs?: number | undefined;
  /** When it ended; `null` if it has not; absent where not known. */
  readonly endedAtMs?: number | null | undefined;
}

export interface PresentRun {
  readonly runId: string;
  readonly attempt: number;
}

export interface Evaluation {
  readonly state: ServerState | null;
  /** Whether any older deployment could change the state. */
  readonly needsOlder: boolean;
  /** Else, one that has changed since could, in milliseconds since the epoch; `null`: none. */
  readonly changedSinceMs: number | null;
}

/**
 * The first deployment that counts decides. Older ones can only withdraw a `good`: a deploy that
 * ran at the same time, and failed or is in progress, may have been the last to change this server
 * (a matrix whose jobs share the environment, two runs at once). A failed earlier attempt ended
 * before the good one began, and withdraws nothing. Behind a deployment of another run that ended
 * before the good one began, only what has changed since matters: a deploy that awaited its approval
 * for long. One that has been in progress since before is taken for dead.
 *
 * @param deployments the newest ones, newest first; as many as were read
 */
export function evaluateDeployments(
  deployments: readonly Deployment[],
  present: PresentRun,
): Evaluation {
  const [first, ...older] = deployments.filter((one) => resultOf(one, present) !== 'skipped');
  if (first === undefined) return { state: null, needsOlder: true, changedSinceMs: null };
  const result = resultOf(first, present);
  if (result !== 'good') return decided(result === 'bad' ? 'bad' : null);
  let isBounded = false;
  for (const one of older) {
    const wasConcurrent: boolean = isBounded
      ? changedAfterStart(one, first)
      : endedAfterStart(one, first);
    if (wasConcurrent && mayHaveBrokenState(one, present)) return decided(null);
    isBounded ||= !wasConcurrent && !isSameRun(one, first);
  }
  return { state: 'good', needsOlder: !isBounded, changedSinceMs: first.startedAtMs ?? null };
}

function decided(state: ServerState | null): Evaluation {
  return { state, needsOlder: false, changedSinceMs: null };
}

type DeployResult = ServerState | 'unfinished' | 'skipped';

/** `inactive` is a success that a later one replaced. A state not named here is not finished. */
const FINISHED: ReadonlyMap<string | null, ServerState> = new Map([
  ['success', 'good'],
  ['inactive', 'good'],
  ['failure', 'bad'],
  ['error', 'bad'],
]);

/** The present run is this deploy, not the one before; only an earlier attempt can have failed. */
function resultOf(deployment: Deployment, present: PresentRun): DeployResult {
  const result = FINISHED.get(deployment.state) ?? 'unfinished';
  if (deployment.runId !== present.runId) return result;
  return result === 'bad' && present.attempt >= 2 ? 'bad' : 'skipped';
}

/** Times have a resolution of a second: only a later second proves it. */
function endedAfterStart(older: Deployment, newer: Deployment): boolean {
  if (older.endedAtMs === null) return true;
  return (older.endedAtMs ?? 0) > (newer.startedAtMs ?? Number.POSITIVE_INFINITY);
}

/** It began or ended then; when it was filed says nothing. */
function changedAfterStart(older: Deployment, newer: Deployment): boolean {
  const changedAtMs = older.endedAtMs ?? older.startedAtMs ?? 0;
  return changedAtMs > (newer.startedAtMs ?? Number.POSITIVE_INFINITY);
}

/** A long job of a matrix can be listed behind many short ones. */
function isSameRun(one: Deployment, other: Deployment): boolean {
  return one.runId !== null && one.runId === other.runId;
}

/** States in which a deploy has changed nothing yet; an approval can be awaited for weeks. */
const NOT_STARTED: ReadonlySet<string | null> = new Set([null, 'queued', 'pending', 'waiting']);

function mayHaveBrokenState(deployment: Deployment, present: PresentRun): boolean {
  return resultOf(deployment, present) !== 'good' && !NOT_STARTED.has(deployment.state);
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs?: number | undefined;
  /** Where it leads: `log_url` and `target_url`. */
  readonly urls: readonly string[];
}

/**
 * A deployment as its statuses show it.
 *
 * The latest is not enough. Tools write `inactive` over cancelled and failed deployments too, and
 * only over a success does it mean a success. Nor is it documented that the `inactive` that GitHub
 * adds names the run.
 *
 * @param statuses of this deployment, in any order
 */
export function toDeployment(
  row: { readonly id: number; readonly createdAtMs?: number | undefined },
  statuses: readonly DeploymentStatus[],
): Deployment {
  const ordered = newestFirst(statuses);
  const [latest] = ordered;
  const deciding = ordered.find(({ state }) => state !== 'inactive');
  const isReplaced = latest?.state === 'inactive' && deciding?.state === 'success';
  const hasEnded = FINISHED.has(deciding?.state ?? null);
  return {
    id: row.id,
    // Alone, it is what is left of a success whose other statuses are not shown.
    state: isReplaced ? 'inactive' : ((deciding ?? latest)?.state ?? null),
    runId: ordered.flatMap(({ urls }) => urls.map(runIdIn)).find((id) => id !== null) ?? null,
    startedAtMs:
      ordered.findLast(({ state }) => state === 'in_progress')?.createdAtMs ?? row.createdAtMs,
    endedAtMs: hasEnded ? deciding?.createdAtMs : latest === deciding ? null : latest?.createdAtMs,
  };
}

/** Neither list of GitHub's API documents its order. */
export function newestFirst<
  Row extends { readonly id: number; readonly createdAtMs?: number | undefined },
>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0) || b.id - a.id);
}

/** Such as `https://github.com/octo/site/actions/runs/42/job/7`. */
function runIdIn(url: string): string | null {
  return /\/actions\/runs\/(\d+)(?=[/?#]|$)/.exec(url)?.[1] ?? null;
}
