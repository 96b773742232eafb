/**
 * What follows a completed backup: one more list that must show it completed, a comparison of
 * sizes, and rotation by `keep_last`. Rotation never fails a step: the backup that matters is there.
 */

import pLimit from 'p-limit';
import type { Backup } from '../backups/backup.js';
import type { RetentionPolicy } from '../backups/retention.js';
import { classifyStatus, isFailed } from '../backups/status.js';
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
  type Withdrawn,
  withdrawnBy,
} from './plausibility.js';
import { pruneErrors, pruneServer } from './prune-server.js';
import { allEnded, type Result } from './result.js';
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
  const finished = await allEnded(
    [...byServer.values()].map((ofServer) =>
      limit(() => finishServer(ctx, ofServer, { ...options, policy })),
    ),
  );
  return new Map(finished.flat().map(({ id, result }) => [id, result]));
}

async function finishServer(
  ctx: OperationContext,
  completed: readonly CompletedBackup[],
  options: FinishOptions,
): Promise<readonly Outcome[]> {
  const { policy, maxShrink } = options;
  if (policy === null) return finishWithoutRotation(ctx, completed, options);
  const confirmed = await confirm(ctx, completed, options);
  const trusted = await Promise.all(confirmed.map((one) => isTrusted(ctx, one, maxShrink)));
  const list = confirmed[0]?.list ?? null;
  if (list === null || !trusted.every(Boolean)) return confirmed;
  const withdrawn = await rotate(ctx, completed, { ...options, policy, list });
  return withdrawn.size === 0 ? confirmed : finishWithdrawn(ctx, completed, { options, withdrawn });
}

async function isTrusted(
  ctx: OperationContext,
  { result, list, isListedAgain }: Confirmed,
  maxShrink: number,
): Promise<boolean> {
  if ('error' in result) return false;
  const isPlausible = await judge(ctx, { backup: result.value, list }, maxShrink);
  return isPlausible && isListedAgain;
}

/** Where the list for the comparison of sizes withdraws a completion, the wait continues. */
async function finishWithoutRotation(
  ctx: OperationContext,
  completed: readonly CompletedBackup[],
  options: FinishOptions,
): Promise<readonly Outcome[]> {
  const listed = await Promise.all(
    completed.map(async (one) => ({ ...one, list: await completeList(ctx, one) })),
  );
  const withdrawn = new Map(
    listed.flatMap(({ backup, list }) => [...withdrawnBy(list, [backup.id])]),
  );
  if (withdrawn.size > 0) return finishWithdrawn(ctx, completed, { options, withdrawn });
  for (const one of listed) judgeOn(ctx, one, options.maxShrink);
  return completed.map(({ backup }) => ({ id: backup.id, result: { value: backup } }));
}

/** One that the last list shows as failed fails. One that is pending, or absent, is waited for. */
async function finishWithdrawn(
  ctx: OperationContext,
  completed: readonly CompletedBackup[],
  { options, withdrawn }: { readonly options: FinishOptions; readonly withdrawn: Withdrawn },
): Promise<readonly Outcome[]> {
  const last = completed.map((one) => ({
    ...one,
    backup: withdrawn.get(one.backup.id) ?? one.backup,
  }));
  for (const { backup } of last) options.onUpdate(backup);
  const failed = last.filter(({ backup }) => isFailed(backup.status));
  const others = last.filter(({ backup }) => !isFailed(backup.status));
  // Without a policy, no line says that nothing was rotated: some may have been deleted.
  const confirmed = await confirm(ctx, others, { ...options, policy: null });
  const errors = failed.map(({ backup }) => ({
    id: backup.id,
    result: { error: backupFailed(backup) },
  }));
  return [...errors, ...confirmed];
}

interface Outcome {
  readonly id: number;
  readonly result: Result<Backup>;
}

interface Confirmed extends Outcome {
  /** The last list that shows it. */
  readonly list: BackupList | null;
  readonly isListedAgain: boolean;
}

/** One more poll of the wait. Where no list shows the backup again, what the last one said stands. */
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
    onUpdate: (_, backup) => options.onUpdate(backup),
  });
  return completed.flatMap(({ backup, list }) => {
    const { id } = backup;
    const outcome = outcomes.get(id);
    if (outcome === undefined) return [];
    const isListedAgain = outcome.list !== null;
    if (isListedAgain || outcome.isDecided || classifyStatus(backup.status) !== 'completed')
      return { id, isListedAgain, result: outcome.result, list: outcome.list };
    if (options.policy !== null) skipped(ctx, backup, lostReason(backup, outcome));
    return { id, isListedAgain, result: { value: backup }, list };
  });
}

/** The backup is completed: only the list that rotation needs did not come. */
function lostReason({ id }: Backup, { result }: WaitOutcome): string {
  const { cause = null } = 'error' in result ? result.error : {};
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
}

/** @returns the new backups that the last list does not show as completed any more */
async function rotate(
  ctx: OperationContext,
  completed: readonly CompletedBackup[],
  { policy, list, dryRun }: Rotation,
): Promise<Withdrawn> {
  const [first] = completed;
  if (first === undefined) return new Map();
  const { serverId: id, serverName: name } = first.backup;
  const own = { ...list, items: list.items.filter(({ serverId }) => serverId === id) };
  try {
    const result = await pruneServer(ctx, {
      ...{ server: { id, name }, policy, list: own, dryRun },
      ownBackupIds: new Set(completed.map(({ backup }) => backup.id)),
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
