/**
 * What follows a completed backup: one more list that must show it completed, a comparison of
 * sizes, and rotation by `keep_last`. Rotation never fails a step: the backup that matters is there.
 */

import pLimit from 'p-limit';
import type { Backup } from '../backups/backup.js';
import type { RetentionPolicy } from '../backups/retention.js';
import { classifyStatus } from '../backups/status.js';
import { CancelledError, problemOf } from '../errors.js';
import { groupBy } from '../group-by.js';
import type { OperationContext } from '../operations/context.js';
import { serverLabel } from '../report/labels.js';
import { backupFailed } from '../report/messages.js';
import { MAX_CONCURRENT_REQUESTS } from '../vpsorg/client.js';
import type { WaitOutcome } from './backup-tracker.js';
import { warnOfUnjudged } from './kept-backups.js';
import type { BackupList } from './list-backups.js';
import {
  type CompletedBackup,
  completeList,
  isDateProven,
  judge,
  judgeOn,
  type OnList,
} from './plausibility.js';
import { pruneErrors, pruneServer, type Withdrawn } from './prune-server.js';
import type { Result } from './result.js';
import { type WaitOptions, waitForBackups } from './wait-for-backups.js';

interface FinishOptions {
  /** `null`: nothing is rotated. */
  readonly policy: RetentionPolicy | null;
  readonly maxShrink: number;
  /** With a deadline: what is left of the wait. */
  readonly wait: WaitOptions;
  readonly dryRun: boolean;
  readonly onUpdate: (backup: Backup) => void;
}

/**
 * @returns by backup id, whether the last list still shows each completed
 * @throws CancelledError
 */
export async function finishCompleted(
  ctx: OperationContext,
  completed: readonly CompletedBackup[],
  options: FinishOptions,
): Promise<ReadonlyMap<number, Result<Backup>>> {
  const isProven = options.policy === null || completed.every((one) => isDateProven(ctx, one));
  const policy = isProven ? options.policy : null;
  const limit = pLimit(MAX_CONCURRENT_REQUESTS);
  const byServer = groupBy(completed, ({ backup }) => backup.serverId);
  const finished = await Promise.allSettled(
    [...byServer.values()].map((ofServer) =>
      limit(() => finishServer(ctx, ofServer, { ...options, policy })),
    ),
  );
  const failed = finished.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return new Map(finished.flatMap((one) => (one.status === 'fulfilled' ? [...one.value] : [])));
}

async function finishServer(
  ctx: OperationContext,
  completed: readonly CompletedBackup[],
  options: FinishOptions,
): Promise<[number, Result<Backup>][]> {
  if (options.policy === null) return finishWithoutRotation(ctx, completed, options);
  const confirmed = await confirm(ctx, completed, options);
  const survivors = confirmed.filter((one) => 'value' in one.result);
  const list = survivors.find((one) => one.list !== null)?.list ?? null;
  const verdicts = await Promise.all(
    survivors.map(({ id, result, list: seen }) => {
      const one = completed.find(({ backup }) => backup.id === id);
      if (one === undefined || !('value' in result)) return true;
      const last = { ...one, backup: result.value, list: seen ?? one.list };
      return judge(ctx, last, options.maxShrink);
    }),
  );
  if (survivors.length === completed.length && verdicts.every(Boolean) && list !== null) {
    const rotation = { ...options, policy: options.policy, list, completed };
    const withdrawn = await rotate(ctx, rotation);
    if (withdrawn.size > 0) return finishWithdrawn(ctx, withdrawn, rotation);
  }
  return confirmed.map(({ id, result }) => [id, result]);
}

/** A list read for a delete shows a backup as failed: it fails. As pending, or not: it is waited for. */
async function finishWithdrawn(
  ctx: OperationContext,
  withdrawn: Withdrawn,
  { completed, ...options }: Rotation,
): Promise<[number, Result<Backup>][]> {
  const rows = [...withdrawn.values()].filter((row) => row !== null);
  for (const row of rows) options.onUpdate(row);
  const failed = new Map(
    rows
      .filter(({ status }) => classifyStatus(status) !== 'pending')
      .map((row): [number, Result<Backup>] => [row.id, { error: backupFailed(row) }]),
  );
  const others = completed.filter(({ backup }) => !failed.has(backup.id));
  const confirmed = await confirm(ctx, others, options);
  return [...failed, ...confirmed.map(({ id, result }): [number, Result<Backup>] => [id, result])];
}

/** Where the list for the comparison of sizes withdraws a completion, the wait continues. */
async function finishWithoutRotation(
  ctx: OperationContext,
  completed: readonly CompletedBackup[],
  options: FinishOptions,
): Promise<[number, Result<Backup>][]> {
  const listed = await Promise.all(
    completed.map(async (one) => ({ ...one, list: await completeList(ctx, one) })),
  );
  if (listed.some(isWithdrawn)) {
    const confirmed = await confirm(ctx, completed, options);
    return confirmed.map(({ id, result }) => [id, result]);
  }
  for (const one of listed) judgeOn(ctx, one, options.maxShrink);
  return completed.map(({ backup }) => [backup.id, { value: backup }]);
}

function isWithdrawn({ backup, list }: OnList): boolean {
  const row = list.items.find(({ id }) => id === backup.id);
  return row !== undefined && classifyStatus(row.status) !== 'completed';
}

interface Confirmed {
  readonly id: number;
  readonly result: Result<Backup>;
  readonly list: BackupList | null;
}

/** One more poll of the wait. Where it can't be read, the completion seen before stands. */
async function confirm(
  ctx: OperationContext,
  completed: readonly CompletedBackup[],
  options: FinishOptions,
): Promise<Confirmed[]> {
  const outcomes = await waitForBackups(ctx, {
    refs: completed.map(({ backup }) => ({
      ...{ id: backup.id, serverId: backup.serverId, last: backup },
      ...{ isConfirmed: true, wasListed: true },
    })),
    servers: [],
    wait: options.wait,
    initialDelayMs: 0,
    readToEnd: true,
    onUpdate: (_, backup) => backup !== null && options.onUpdate(backup),
  });
  return completed.map(({ backup }) => {
    const outcome = outcomes.get(backup.id);
    const isLost = outcome === undefined || (!outcome.isDecided && outcome.list === null);
    if (!isLost) return { id: backup.id, result: outcome.result, list: outcome.list };
    if (options.policy !== null) skipped(ctx, backup, lostReason(backup, outcome));
    return { id: backup.id, result: { value: backup }, list: null };
  });
}

/** The backup is completed: only the list that rotation needs did not come. */
function lostReason({ id }: Backup, outcome: WaitOutcome | undefined): string {
  const { cause = null } =
    outcome !== undefined && 'error' in outcome.result ? outcome.result.error : {};
  return cause === null
    ? `no complete list shows backup ${id} again.`
    : `the list could not be read again. ${problemOf(cause)}`;
}

function skipped(ctx: OperationContext, backup: Backup, why: string): void {
  const server = serverLabel(backup.serverId, backup.serverName);
  ctx.log.warning(`Nothing was rotated on ${server}: ${why}`);
}

interface Rotation extends FinishOptions {
  readonly policy: RetentionPolicy;
  readonly list: BackupList;
  readonly completed: readonly CompletedBackup[];
}

/** @returns the new backups that the last list does not show as completed any more */
async function rotate(ctx: OperationContext, rotation: Rotation): Promise<Withdrawn> {
  const [first] = rotation.completed;
  if (first === undefined) return new Map();
  const { serverId: id, serverName: name } = first.backup;
  const own = {
    ...rotation.list,
    items: rotation.list.items.filter(({ serverId }) => serverId === id),
  };
  try {
    const result = await pruneServer(ctx, {
      ...{ server: { id, name }, policy: rotation.policy, list: own, dryRun: rotation.dryRun },
      ownBackupIds: new Set(rotation.completed.map(({ backup }) => backup.id)),
    });
    warnOfUnjudged(ctx, result.decisions);
    warnOfErrors(ctx, first.backup, pruneErrors(result));
    return result.withdrawn;
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    warnOfErrors(ctx, first.backup, [error]);
    return new Map();
  }
}

function warnOfErrors(
  ctx: OperationContext,
  { serverId, serverName }: Backup,
  errors: readonly unknown[],
): void {
  if (errors.length === 0) return;
  ctx.log.warning(
    `Rotation of ${serverLabel(serverId, serverName)} is not complete; the new backup is not affected. ${errors.map(problemOf).join(' ')}`,
  );
}
