/** What is said of the backups that a retention policy keeps. */
import type { Backup } from '../backups/backup.js';
import {
  applyRetention,
  type RetentionDecision,
  type RetentionPolicy,
} from '../backups/retention.js';
import { groupBy } from '../group-by.js';
import type { OperationContext } from '../operations/context.js';
import { formatDuration, plural, reasonGroup } from '../report/labels.js';
import { shorten } from '../report/sanitize.js';
import { warnOfUndated } from './list-backups.js';

/** Warns, once a step, of backups that the policy can't judge: without a date, or of an unknown type. */
export function warnOfUnjudged(
  ctx: OperationContext,
  decisions: readonly RetentionDecision[],
): void {
  const backups = decisions.map(({ backup }) => backup);
  warnOfUndated(ctx, backups);
  warnOfUnknownTypes(ctx, backups);
}

/** The policy applies to manual backups only: one of another kind may be a manual one, misspelt. */
function warnOfUnknownTypes(ctx: OperationContext, backups: readonly Backup[]): void {
  const unknown = backups.filter(({ type }) => type !== 'manual' && type !== 'automatic');
  const [first] = unknown;
  if (first === undefined) return;
  ctx.log.warnOnce(
    'types',
    `${plural(unknown.length, 'backup')} neither manual nor automatic (backup ${first.id}: "${shorten(first.type, 40)}"): never deleted.`,
  );
}

const DAY_MS = 86_400_000;

/** Run ids that repeat, as under act, make old backups seem to be the present run's. */
export function warnOfRepeatedRun(
  ctx: OperationContext,
  decisions: readonly RetentionDecision[],
  now: number,
): void {
  const kept = decisions.filter(({ reason, backup }) => {
    return reason === 'made by this run' && now - (backup.createdAtMs ?? now) > DAY_MS;
  });
  const [first] = kept;
  if (first === undefined) return;
  const age = formatDuration(now - (first.backup.createdAtMs ?? now));
  ctx.log.warnOnce(
    'repeated run',
    `${plural(kept.length, 'backup')} kept as made by this run, though over a day old (backup ${first.backup.id}: ${age}): does run id ${ctx.run.runId} repeat, as under act?`,
  );
}

/**
 * @param kept decisions of a policy that deletes none
 * @returns why they are kept, by reason and count, most frequent first
 */
export function keptReasons(kept: readonly RetentionDecision[]): string {
  const byReason = groupBy(kept, ({ reason }) => reasonGroup(reason));
  return [...byReason]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([reason, all]) => `${all.length} ${reason}`)
    .join(', ');
}

interface Kept {
  readonly decisions: readonly RetentionDecision[];
  readonly at: number;
  readonly isRestoring: boolean;
}

/** Whether the policy, which deletes none of them, would delete any with `scope: server`. */
export function wouldServerScopeHelp(
  ctx: OperationContext,
  { decisions, at: now, isRestoring }: Kept,
  policy: RetentionPolicy,
): boolean {
  const backups = decisions.map(({ backup }) => backup);
  const context = { run: ctx.run, now, ownBackupIds: new Set<number>(), isRestoring };
  return applyRetention(backups, { ...policy, scope: 'server' }, context).some(
    ({ action }) => action === 'delete',
  );
}
