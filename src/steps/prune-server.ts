/** Deletes what the retention rule gives up, one at a time, each after a fresh list: the one way in which rotation and prune delete. */
import type { Backup } from '../backups/backup.js';
import {
  applyRetention,
  type RetentionDecision,
  type RetentionPolicy,
} from '../backups/retention.js';
import { ActionError, CancelledInFlight } from '../errors.js';
import { type OperationContext, serverLabel } from '../operations/context.js';
import { deletedIds } from '../report/report.js';
import { formatDuration } from '../report/sanitize.js';
import { ApiError } from '../vpsorg/errors.js';
import { listServerBackups } from './resolve-servers.js';

export interface PruneOptions {
  readonly serverId: number;
  readonly rule: RetentionPolicy;
  /** The backups that this step made or waited for. */
  readonly ownBackupIds: ReadonlySet<number>;
  /** Say what would go, and delete nothing. */
  readonly dryRun: boolean;
}

/** How far it came. */
export interface PruneResult {
  /** How many deletes were tried. */
  readonly attempted: number;
  /** The errors of those that failed. */
  readonly failures: readonly Error[];
  /** Why not all that was planned was tried: a later list that could not be read, or was not whole. */
  readonly abortedBy: Error | null;
}

/**
 * Only what the first list gives up, and each fresh list again, goes. After a delete that fails the rest is tried. Once all has been tried, no
 * list is read any more: it could only fail what is done.
 *
 * @throws ApiError where the first list can't be read; OperationError where it is not whole; Cancelled
 */
export async function pruneServer(
  deps: OperationContext,
  order: PruneOptions,
): Promise<PruneResult> {
  const first = await freshVerdicts(deps, order);
  if (first === null)
    throw incompleteListError(order.serverId, {
      deleted: hasDeleted(deps, order.serverId),
      untried: [],
    });
  deps.recorder.update({ decisions: [...deps.recorder.report.decisions, ...first] });
  const planned = first.filter((verdict) => verdict.goes);
  if (!order.dryRun) return deletePlanned(deps, order, planned);
  for (const verdict of planned) recordDryRunDeletion(deps, verdict);
  return { attempted: 0, failures: [], abortedBy: null };
}

async function deletePlanned(
  deps: OperationContext,
  order: PruneOptions,
  planned: readonly RetentionDecision[],
): Promise<PruneResult> {
  const untried = new Set(planned.map((verdict) => verdict.backup.id));
  const failures: Error[] = [];
  const end = (abortedBy: Error | null): PruneResult => ({
    attempted: planned.length - untried.size,
    failures,
    abortedBy,
  });
  let verdicts = planned;
  try {
    for (;;) {
      const next = verdicts.find((verdict) => verdict.goes && untried.has(verdict.backup.id));
      if (next === undefined) return end(null);
      untried.delete(next.backup.id);
      const failure = await deleteBackup(deps, next);
      if (failure !== null) failures.push(failure);
      if (untried.size === 0) return end(null);
      const fresh = await freshVerdicts(deps, order);
      if (fresh === null)
        return end(incompleteListError(order.serverId, { deleted: true, untried: [...untried] }));
      verdicts = fresh;
    }
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    return end(unreadList(order.serverId, fault, [...untried]));
  }
}

/** All that went wrong, in the order in which it did. */
export function pruneErrors({ failures, abortedBy }: PruneResult): Error[] {
  return abortedBy === null ? [...failures] : [...failures, abortedBy];
}

/** Deletes one backup, and records what came of it. */
export async function deleteBackup(
  deps: OperationContext,
  { backup, reason }: { readonly backup: Backup; readonly reason: string },
): Promise<Error | null> {
  const what = `backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}`;
  try {
    const outcome = await deps.client.deleteBackup(backup.id);
    deps.recorder.addDeletion({ backup, reason: reason, outcome });
    if (outcome === 'deleted') deps.log.info(`Deleted ${what}: ${reason}`);
    else deps.log.notice(`${what} was gone already (404) when it was to be deleted.`);
    return null;
  } catch (fault) {
    if (fault instanceof CancelledInFlight)
      deps.recorder.addDeletion({ backup, reason: reason, outcome: 'may be deleted' });
    if (!(fault instanceof ApiError)) throw fault;
    deps.recorder.addDeletion({
      backup,
      reason: reason,
      outcome: fault.mayHaveSucceeded ? 'may be deleted' : 'failed',
    });
    const hint = fault.mayHaveSucceeded
      ? 'It may be deleted all the same: operation: list shows whether it is there.'
      : '';
    return new ActionError(`Could not delete ${what}: ${fault.message}`, hint, { cause: fault });
  }
}

export function recordDryRunDeletion(
  deps: OperationContext,
  { backup, reason }: Pick<RetentionDecision, 'backup' | 'reason'>,
): void {
  deps.log.info(
    `Would delete backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}: ${reason}`,
  );
  deps.recorder.addDeletion({ backup, reason: reason, outcome: 'would be deleted' });
}

/** How far the deletes of a server had come. */
interface SoFar {
  /** Whether any was sent. */
  readonly deleted: boolean;
  /** The ids of those that are not going to be sent. */
  readonly untried: readonly number[];
}

/** A partial view deletes nothing. */
export function incompleteListError(
  serverId: number,
  { deleted, untried }: SoFar = { deleted: false, untried: [] },
): ActionError {
  const so = deleted ? 'nothing more is deleted' : 'nothing is deleted on a guess';
  const what = `The list of backups of ${serverLabel(serverId)} came incomplete; ${so}.${notTried(untried)}`;
  return new ActionError(
    what,
    'Try again later; if it stays so, delete by hand or with operation: delete.',
  );
}

function unreadList(serverId: number, fault: ApiError, untried: readonly number[]): ActionError {
  const what = `The list of backups of ${serverLabel(serverId)} could not be read before the next delete.${notTried(untried)}`;
  return new ActionError(what, fault.message, { cause: fault });
}

function notTried(ids: readonly number[]): string {
  return ids.length === 0 ? '' : ` Not tried: backup ${ids.join(', ')}.`;
}

/** Room may have been made on it before. */
function hasDeleted(deps: OperationContext, serverId: number): boolean {
  return deps.recorder.report.deletions.some((one) => one.backup.serverId === serverId);
}

/** The rule in words, for the log. */
export function describePolicy(rule: RetentionPolicy): string {
  const parts = [
    rule.keepLast === null ? null : `keep_last ${rule.keepLast}`,
    rule.olderThanMs === null ? null : `older_than ${formatDuration(rule.olderThanMs)}`,
    `scope ${rule.scope}`,
    rule.match === null ? null : `match "${rule.match}"`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/**
 * What this step has deleted may still be listed for a while: it is taken out before the rule looks.
 *
 * @returns `null` where the list is not whole
 */
async function freshVerdicts(
  deps: OperationContext,
  order: PruneOptions,
): Promise<RetentionDecision[] | null> {
  const view = await listServerBackups(deps.client, order.serverId);
  if (!view.complete) return null;
  const gone = deletedIds(deps.recorder.report);
  const rows = view.items.filter((row) => !gone.has(row.id));
  return applyRetention(rows, order.rule, {
    run: deps.run,
    now: deps.clock.now(),
    ownBackupIds: order.ownBackupIds,
    coming: false,
  });
}
