/**
 * Deletes backups and decides by the lists that follow what came of it. What a DELETE is answered
 * with proves little: a row may stay, or be gone after an error.
 */
import type { Backup } from '../backups/backup.js';
import { countedTowardLimit } from '../backups/retention.js';
import { classifyStatus } from '../backups/status.js';
import { ActionError } from '../errors.js';
import type { OperationContext } from '../operations/context.js';
import { poll } from '../polling.js';
import { backupLabel, capitalize } from '../report/labels.js';
import * as messages from '../report/messages.js';
import { classifyPollError, ignoreApiError } from '../vpsorg/errors.js';
import type { LedgerEntry } from './deletion-ledger.js';
import type { BackupList } from './list-backups.js';

interface DeletionRequest {
  readonly backup: Backup;
  readonly reason: string;
}

/** Sends one DELETE, and records what it was answered with. */
export async function deleteOnce(
  ctx: OperationContext,
  request: DeletionRequest,
): Promise<LedgerEntry> {
  const { backup, reason } = request;
  // What may have been done stays unknown, even if a later attempt is rejected.
  const recordUndone = (): void => {
    if (ctx.ledger.get(backup.id)?.maybeDeleted) return;
    ctx.recorder.deletionOutcome(backup.id, 'failed');
  };
  const result = await ctx.client.deleteBackup(backup.id, {
    onSend: () => ctx.recorder.deletionIntent(backup, reason),
    onRejected: recordUndone,
  });
  const why = 'error' in result ? result.error.problem : ANSWERS[result.outcome];
  const remedy = 'error' in result ? result.error.remedy : '';
  const entry = ctx.ledger.record({ backup, answer: result.outcome, reason: why, remedy });
  if (result.outcome === 'removed') {
    ctx.recorder.deletionOutcome(backup.id, 'deleted');
    if (countedTowardLimit([backup]).length > 0) ctx.slots.free(backup.serverId);
    ctx.log.info(`Deleted ${backupLabel(backup)}: ${reason}`);
    return entry;
  }
  recordUndone();
  ctx.log.info(`${capitalize(backupLabel(backup))} (${reason}): ${why}`);
  return entry;
}

const ANSWERS = {
  removed: 'deleted',
  answered: 'VPS.org answered the delete request without saying that it is deleted.',
  not_found: 'VPS.org answered that it does not exist (404).',
} as const;

/** Records what `dry_run` would delete. */
export function planDeletion(ctx: OperationContext, { backup, reason }: DeletionRequest): void {
  ctx.log.info(`Would delete ${backupLabel(backup)}: ${reason}`);
  ctx.recorder.deletion({ backup, reason, outcome: 'would be deleted' });
}

/** Not listed, or listed as deleted or expired. Only a complete list shows absence. */
export function isGone({ items, complete }: BackupList, id: number): boolean | null {
  const row = items.find((backup) => backup.id === id);
  if (row !== undefined) return classifyStatus(row.status) === 'removed';
  return complete ? true : null;
}

const SETTLE_MS = 30_000;

interface Settling {
  readonly entries: readonly LedgerEntry[];
  /** A list read after the last delete; `null` where it could not be read. */
  readonly list: BackupList | null;
  /** Reads the list again. */
  readonly relist: (deadline: number) => Promise<BackupList>;
}

/**
 * Decides what came of deletes: waits for up to 30 s until what was deleted is gone from the list.
 *
 * @returns an error for each that is not proven deleted, by backup id
 */
export async function settleDeletions(
  ctx: OperationContext,
  { entries, list, relist }: Settling,
): Promise<ReadonlyMap<number, Error>> {
  const sent = entries.filter(({ maybeDeleted }) => maybeDeleted);
  // After 204 only a row that is still listed is read again; else absence must be proven.
  const isSettled = (one: BackupList | null): boolean =>
    sent.every(({ backup, answer }) => {
      const gone = one === null ? null : isGone(one, backup.id);
      return answer === 'removed' ? gone !== false : gone === true;
    });
  let last = list;
  if (!isSettled(last)) {
    await poll({
      clock: ctx.clock,
      signal: ctx.signal,
      timeoutMs: SETTLE_MS,
      initialDelayMs: 1_000,
      maxIntervalMs: 5_000,
      classify: classifyPollError,
      check: async ({ deadline }) => {
        last = await relist(deadline);
        return isSettled(last);
      },
    }).catch(ignoreApiError);
  }
  return new Map(
    entries.flatMap((entry): [number, Error][] => {
      const failure = settleOne(ctx, entry, last);
      return failure === null ? [] : [[entry.backup.id, failure]];
    }),
  );
}

function settleOne(
  ctx: OperationContext,
  entry: LedgerEntry,
  list: BackupList | null,
): Error | null {
  const { backup, answer, reason, remedy, maybeDeleted } = entry;
  const gone = list === null ? null : isGone(list, backup.id);
  if (answer === 'removed') {
    if (gone === false) {
      const label = capitalize(backupLabel(backup));
      ctx.log.warning(`${label} was deleted (204), but is still listed.`);
    }
    return null;
  }
  if (gone === true && maybeDeleted) {
    ctx.recorder.deletionOutcome(backup.id, 'deleted');
    ctx.log.info(`${capitalize(backupLabel(backup))} is gone from the list.`);
    return null;
  }
  ctx.recorder.deletionOutcome(
    backup.id,
    gone === false || !maybeDeleted ? 'failed' : 'unconfirmed',
  );
  if (maybeDeleted) return messages.notDeleted(backup, reason, gone === false);
  return new ActionError(`${capitalize(backupLabel(backup))} was not deleted. ${reason}`, remedy);
}
