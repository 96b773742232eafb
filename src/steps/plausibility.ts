/**
 * Whether a completed backup can be trusted: its date, its size, that there is only one, and that
 * later lists show it completed too.
 */
import { type Backup, CLOCK_TOLERANCE_MS, parseTimestamp } from '../backups/backup.js';
import { assessSize } from '../backups/health.js';
import { classifyStatus } from '../backups/status.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { backupLabel, capitalize, formatDuration, formatSize } from '../report/labels.js';
import { CHECK_SERVER } from '../report/messages.js';
import { ignoreApiError } from '../vpsorg/errors.js';
import { warnOfDuplicates } from './create-request.js';
import { type BackupList, listServerBackups, recordSlots } from './list-backups.js';

/** A backup that the wait has seen completed. */
export interface CompletedBackup {
  readonly backup: Backup;
  /** The last list that shows it. */
  readonly list: BackupList | null;
  /** The API's clock at the first request for it; `null` where this step did not request it. */
  readonly requestedAt: number | null;
}

/** Whether the backup's date lies between the request and the list; if not, the dates are off. */
export function isDateProven(
  ctx: OperationContext,
  { backup, list, requestedAt }: CompletedBackup,
): boolean {
  if (requestedAt === null) return true;
  const until = list?.at ?? ctx.client.apiClock.now();
  const why = dateProblem(backup, { since: requestedAt, until });
  if (why === null) return true;
  ctx.log.warning(
    `The API's dates can't be trusted: new backup ${backup.id} ${why}. Nothing was rotated.`,
  );
  return false;
}

/** @returns what is wrong with the date of a new backup; `null` if nothing */
function dateProblem(
  { createdAt }: Backup,
  { since, until }: { readonly since: number; readonly until: number },
): string | null {
  const createdAtMs = parseTimestamp(createdAt);
  if (createdAtMs === null) return 'has no usable date';
  const early = since - createdAtMs;
  if (early > CLOCK_TOLERANCE_MS) return `is dated ${formatDuration(early)} too early`;
  const late = createdAtMs - until;
  return late > CLOCK_TOLERANCE_MS ? `is dated ${formatDuration(late)} too late` : null;
}

/**
 * @param list one that shows the backups before it
 * @returns whether the size is plausible, or unknown
 */
export function judge(ctx: OperationContext, { backup, list, maxShrink }: JudgedBackup): boolean {
  recordSlots(ctx, list, backup.serverId);
  warnOfDuplicates(ctx, backup, list.items);
  const { verdict, previousSizeMb } = assessSize(backup, list.items, maxShrink);
  if (verdict === 'empty') {
    ctx.log.warning(
      `${capitalize(backupLabel(backup))} is completed, but has 0 MB${previousSizeMb === null ? '' : ` (before: ${formatSize(previousSizeMb)})`}. Nothing is rotated. ${CHECK_SERVER}`,
    );
  }
  if (verdict === 'shrunk') {
    ctx.log.warning(
      `${capitalize(backupLabel(backup))} has ${formatSize(backup.sizeMb)}, less than before (${formatSize(previousSizeMb)}) by more than max_shrink. Nothing is rotated. ${CHECK_SERVER}`,
    );
  }
  return verdict === 'plausible' || verdict === 'unknown';
}

interface JudgedBackup {
  readonly backup: Backup;
  readonly list: BackupList;
  readonly maxShrink: number;
}

/**
 * The newest list of one server's backups. One that was read only until it showed them has too few
 * others to compare with, and is read again.
 */
export async function completeList(
  ctx: OperationContext,
  server: ServerRef,
  lists: readonly (BackupList | null)[],
): Promise<BackupList> {
  const none = { items: [], complete: false, reason: null, at: 0 };
  const [last = none] = lists.filter((list) => list !== null).sort((a, b) => b.at - a.at);
  const own = { ...last, items: last.items.filter(({ serverId }) => serverId === server.id) };
  if (own.complete || own.reason !== null) return own;
  return (await listServerBackups(ctx, server).catch(ignoreApiError)) ?? own;
}

/** Whether a list shows any of these as not completed, or is complete and lacks it. */
export function withdraws({ items, complete }: BackupList, ids: Iterable<number>): boolean {
  const rows = new Map(items.map((backup) => [backup.id, backup]));
  return [...ids].some((id) => {
    const row = rows.get(id);
    return row === undefined ? complete : classifyStatus(row.status) !== 'completed';
  });
}
