/** Deletes what the retention rule gives up, one at a time, each after a fresh list: the one way in which rotation and prune delete. */
import type { Backup } from '../backups/backup.js';
import { judge, type RetentionRule, type Verdict } from '../backups/retention.js';
import { Cancelled, CancelledInFlight, OperationError } from '../errors.js';
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

/**
 * Only what the first list gives up, and each fresh list again, goes. After a delete that fails the rest is tried.
 *
 * @returns the errors of the deletes that failed
 * @throws ApiError where a list can't be read; OperationError where it is not whole
 */
export async function giveUp(deps: Deps, order: GiveUpOrder): Promise<Error[]> {
  const tried = new Set<number>();
  const failures: Error[] = [];
  const first = await freshVerdicts(deps, order);
  const planned = new Set(first.filter((verdict) => verdict.goes).map((verdict) => verdict.backup.id));
  deps.journal.note({ verdicts: [...deps.journal.facts.verdicts, ...first] });
  if (order.dryRun) {
    for (const verdict of first) if (verdict.goes) wouldDelete(deps, verdict);
    return [];
  }
  for (let verdicts: Verdict[] | null = first; ; verdicts = await freshVerdicts(deps, order).catch(rememberIn(failures))) {
    const next = verdicts?.find((verdict) => verdict.goes && planned.has(verdict.backup.id) && !tried.has(verdict.backup.id));
    if (next === undefined) return failures;
    tried.add(next.backup.id);
    const failure = await deleteOne(deps, next);
    if (failure !== null) failures.push(failure);
  }
}

/** Where a delete has failed before, that is told too. */
function rememberIn(failures: Error[]): (fault: unknown) => null {
  return (fault) => {
    if (failures.length === 0 || !(fault instanceof Error) || fault instanceof Cancelled) throw fault;
    failures.push(fault);
    return null;
  };
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
    deps.journal.noteDeletion({ backup, why: reason, outcome: 'failed' });
    return new OperationError(`Could not delete ${what}: ${fault.message}`, '', { cause: fault });
  }
}

export function wouldDelete(deps: Deps, { backup, reason }: Pick<Verdict, 'backup' | 'reason'>): void {
  deps.log.info(`Would delete backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}: ${reason}`);
  deps.journal.noteDeletion({ backup, why: reason, outcome: 'would be deleted' });
}

/** A partial view deletes nothing. */
export function partialView(serverId: number): OperationError {
  const what = `The list of backups of ${serverLabel(serverId)} came incomplete; nothing is deleted on a guess.`;
  return new OperationError(what, 'Try again later; if it stays so, delete by hand or with operation: delete.');
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

/** What this step has deleted may still be listed for a while: it is taken out before the rule looks. */
async function freshVerdicts(deps: Deps, order: GiveUpOrder): Promise<Verdict[]> {
  const view = await viewOf(deps.api, order.serverId);
  if (!view.full) throw partialView(order.serverId);
  const { deletions } = deps.journal.facts;
  const gone = new Set(deletions.filter((one) => one.outcome !== 'failed').map((one) => one.backup.id));
  const rows = view.rows.filter((row) => !gone.has(row.id));
  return judge(rows, order.rule, { run: deps.run, now: deps.clock.now(), fresh: order.fresh, coming: false });
}
