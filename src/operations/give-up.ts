/** Deletes what the retention rule gives up, one at a time, each after a fresh list: the one way in which rotation and prune delete. */
import type { Backup } from '../backups/backup.js';
import { judge, type RetentionRule, type Verdict } from '../backups/retention.js';
import { CancelledInFlight, OperationError } from '../errors.js';
import { goneIds } from '../report/facts.js';
import { duration } from '../report/text.js';
import { ApiError } from '../vpsorg/errors.js';
import { type Deps, serverLabel } from './deps.js';
import { viewOf } from './servers.js';

export interface GiveUpOrder {
  readonly serverId: number;
  readonly rule: RetentionRule;
  /** The backups that this step made or waited for. */
  readonly fresh: ReadonlySet<number>;
  /** Say what would go, and delete nothing. */
  readonly dryRun: boolean;
}

/** How far it came. */
export interface GivenUp {
  /** How many deletes were tried. */
  readonly tried: number;
  /** The errors of those that failed. */
  readonly failures: readonly Error[];
  /** Why not all that was planned was tried: a later list that could not be read, or was not whole. */
  readonly stopped: Error | null;
}

/**
 * Only what the first list gives up, and each fresh list again, goes. After a delete that fails the rest is tried. Once all has been tried, no
 * list is read any more: it could only fail what is done.
 *
 * @throws ApiError where the first list can't be read; OperationError where it is not whole; Cancelled
 */
export async function giveUp(deps: Deps, order: GiveUpOrder): Promise<GivenUp> {
  const first = await freshVerdicts(deps, order);
  if (first === null) throw partialView(order.serverId, { deleted: hasDeleted(deps, order.serverId), untried: [] });
  deps.journal.note({ verdicts: [...deps.journal.facts.verdicts, ...first] });
  const planned = first.filter((verdict) => verdict.goes);
  if (!order.dryRun) return deletePlanned(deps, order, planned);
  for (const verdict of planned) wouldDelete(deps, verdict);
  return { tried: 0, failures: [], stopped: null };
}

async function deletePlanned(deps: Deps, order: GiveUpOrder, planned: readonly Verdict[]): Promise<GivenUp> {
  const untried = new Set(planned.map((verdict) => verdict.backup.id));
  const failures: Error[] = [];
  const end = (stopped: Error | null): GivenUp => ({ tried: planned.length - untried.size, failures, stopped });
  let verdicts = planned;
  try {
    for (;;) {
      const next = verdicts.find((verdict) => verdict.goes && untried.has(verdict.backup.id));
      if (next === undefined) return end(null);
      untried.delete(next.backup.id);
      const failure = await deleteOne(deps, next);
      if (failure !== null) failures.push(failure);
      if (untried.size === 0) return end(null);
      const fresh = await freshVerdicts(deps, order);
      if (fresh === null) return end(partialView(order.serverId, { deleted: true, untried: [...untried] }));
      verdicts = fresh;
    }
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    return end(unreadList(order.serverId, fault, [...untried]));
  }
}

/** All that went wrong, in the order in which it did. */
export function errorsOf({ failures, stopped }: GivenUp): Error[] {
  return stopped === null ? [...failures] : [...failures, stopped];
}

/** Deletes one backup, and records what came of it. */
export async function deleteOne(
  deps: Deps,
  { backup, reason }: { readonly backup: Backup; readonly reason: string },
): Promise<Error | null> {
  const what = `backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}`;
  try {
    const outcome = await deps.api.deleteBackup(backup.id);
    deps.journal.noteDeletion({ backup, why: reason, outcome });
    if (outcome === 'deleted') deps.log.info(`Deleted ${what}: ${reason}`);
    else deps.log.notice(`${what} was gone already (404) when it was to be deleted.`);
    return null;
  } catch (fault) {
    if (fault instanceof CancelledInFlight) deps.journal.noteDeletion({ backup, why: reason, outcome: 'may be deleted' });
    if (!(fault instanceof ApiError)) throw fault;
    deps.journal.noteDeletion({ backup, why: reason, outcome: fault.leavesOpen ? 'may be deleted' : 'failed' });
    const hint = fault.leavesOpen ? 'It may be deleted all the same: operation: list shows whether it is there.' : '';
    return new OperationError(`Could not delete ${what}: ${fault.message}`, hint, { cause: fault });
  }
}

export function wouldDelete(deps: Deps, { backup, reason }: Pick<Verdict, 'backup' | 'reason'>): void {
  deps.log.info(`Would delete backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}: ${reason}`);
  deps.journal.noteDeletion({ backup, why: reason, outcome: 'would be deleted' });
}

/** How far the deletes of a server had come. */
interface SoFar {
  /** Whether any was sent. */
  readonly deleted: boolean;
  /** The ids of those that are not going to be sent. */
  readonly untried: readonly number[];
}

/** A partial view deletes nothing. */
export function partialView(serverId: number, { deleted, untried }: SoFar = { deleted: false, untried: [] }): OperationError {
  const so = deleted ? 'nothing more is deleted' : 'nothing is deleted on a guess';
  const what = `The list of backups of ${serverLabel(serverId)} came incomplete; ${so}.${notTried(untried)}`;
  return new OperationError(what, 'Try again later; if it stays so, delete by hand or with operation: delete.');
}

function unreadList(serverId: number, fault: ApiError, untried: readonly number[]): OperationError {
  const what = `The list of backups of ${serverLabel(serverId)} could not be read before the next delete.${notTried(untried)}`;
  return new OperationError(what, fault.message, { cause: fault });
}

function notTried(ids: readonly number[]): string {
  return ids.length === 0 ? '' : ` Not tried: backup ${ids.join(', ')}.`;
}

/** Room may have been made on it before. */
function hasDeleted(deps: Deps, serverId: number): boolean {
  return deps.journal.facts.deletions.some((one) => one.backup.serverId === serverId);
}

/** The rule in words, for the log. */
export function ruleInWords(rule: RetentionRule): string {
  const parts = [
    rule.keepLast === null ? null : `keep_last ${rule.keepLast}`,
    rule.olderThanMs === null ? null : `older_than ${duration(rule.olderThanMs)}`,
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
async function freshVerdicts(deps: Deps, order: GiveUpOrder): Promise<Verdict[] | null> {
  const view = await viewOf(deps.api, order.serverId);
  if (!view.full) return null;
  const gone = goneIds(deps.journal.facts);
  const rows = view.rows.filter((row) => !gone.has(row.id));
  return judge(rows, order.rule, { run: deps.run, now: deps.clock.now(), fresh: order.fresh, coming: false });
}
