/** Whether the API's dates can be trusted: the date of a backup that this step requested proves it. */
import { type Backup, CLOCK_TOLERANCE_MS, parseTimestamp } from '../backups/backup.js';
import type { OperationContext } from '../operations/context.js';
import { formatDuration } from '../report/labels.js';
import type { BackupList } from './list-backups.js';

/** A backup that the wait has seen completed. */
export interface CompletedBackup {
  readonly backup: Backup;
  /** The list that showed it. */
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
  const createdAtMs = parseTimestamp(backup.createdAt);
  const until = list?.at ?? ctx.client.apiClock.now();
  const early = requestedAt - CLOCK_TOLERANCE_MS - (createdAtMs ?? 0);
  const late = (createdAtMs ?? 0) - until - CLOCK_TOLERANCE_MS;
  if (createdAtMs !== null && early <= 0 && late <= 0) return true;
  const off =
    early > 0
      ? `${formatDuration(early + CLOCK_TOLERANCE_MS)} too early`
      : `${formatDuration(late + CLOCK_TOLERANCE_MS)} too late`;
  const why = createdAtMs === null ? 'has no usable date' : `is dated ${off}`;
  ctx.log.warnOnce(
    'dates',
    `The API's dates can't be trusted: new backup ${backup.id} ${why}. Nothing was rotated.`,
  );
  return false;
}
