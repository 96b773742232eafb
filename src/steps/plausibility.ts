/** Whether a completed backup can be trusted: its date, its size, and that there is only one. */
import { type Backup, CLOCK_TOLERANCE_MS, parseTimestamp } from '../backups/backup.js';
import { assessSize } from '../backups/health.js';
import { classifyStatus } from '../backups/status.js';
import type { OperationContext } from '../operations/context.js';
import { backupLabel, capitalize, formatDuration, formatSize } from '../report/labels.js';
import { CHECK_SERVER } from '../report/messages.js';
import { ignoreApiError } from '../vpsorg/errors.js';
import { warnOfDuplicates } from './create-request.js';
import { type BackupList, listServerBackups, recordSlots } from './list-backups.js';

/** A completed backup, and the last list that shows it. */
interface ListedBackup {
  readonly backup: Backup;
  readonly list: BackupList | null;
}

/** A backup that the wait has seen completed. */
export interface CompletedBackup extends ListedBackup {
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

/** @returns whether the size is plausible, or unknown */
export async function judge(
  ctx: OperationContext,
  one: ListedBackup,
  maxShrink: number,
): Promise<boolean> {
  const list = await completeList(ctx, one);
  return judgeOn(ctx, { backup: one.backup, list }, maxShrink);
}

/** @param one with a list that shows the backups before it */
export function judgeOn(
  ctx: OperationContext,
  { backup, list }: { readonly backup: Backup; readonly list: BackupList },
  maxShrink: number,
): boolean {
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

/** A list that was read only until it showed the backup has too few others to compare with. */
export async function completeList(
  ctx: OperationContext,
  { backup, list }: ListedBackup,
): Promise<BackupList> {
  const partial = list ?? { items: [backup], complete: false, reason: null, at: 0 };
  const own = {
    ...partial,
    items: partial.items.filter(({ serverId }) => serverId === backup.serverId),
  };
  if (own.complete || own.reason !== null) return own;
  const server = { id: backup.serverId, name: backup.serverName };
  return (await listServerBackups(ctx, server).catch(ignoreApiError)) ?? own;
}

/** Backups thought completed that a list does not show so; `null` for one that it does not show. */
export type Withdrawn = ReadonlyMap<number, Backup | null>;

/** Only a complete list shows absence. */
export function withdrawnBy(list: BackupList, ids: Iterable<number>): Withdrawn {
  const rows = new Map(list.items.map((backup) => [backup.id, backup]));
  const own = [...ids].map((id) => [id, rows.get(id) ?? null] as const);
  return new Map(
    own.filter(([, row]) =>
      row === null ? list.complete : classifyStatus(row.status) !== 'completed',
    ),
  );
}
