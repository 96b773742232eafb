/**
 * What follows a completed backup: one more list that must show it completed, a comparison of
 * sizes, and rotation by `keep_last`. Rotation never fails a step: the backup that matters is there.
 */

import pLimit from 'p-limit';
import type { Backup } from '../backups/backup.js';
import type { RetentionPolicy } from '../backups/retention.js';
import { CancelledError, problemOf } from '../errors.js';
import { groupBy } from '../group-by.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { serverLabel } from '../report/labels.js';
import { MAX_CONCURRENT_REQUESTS } from '../vpsorg/client.js';
import type { WaitOutcome } from './backup-tracker.js';
import { warnOfUnjudged } from './kept-backups.js';
import type { BackupList } from './list-backups.js';
import {
  type CompletedBackup,
  completeList,
  isDateProven,
  judge,
  withdraws,
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
 * @returns by backup id, whether the last list that says something of each shows it completed
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
): Promise<readonly Confirmed[]> {
  if (options.policy !== null) return settle(ctx, await confirm(ctx, completed, options), options);
  const listed = completed.map(({ backup, list }) => ({
    ...{ id: backup.id, result: { value: backup }, list, lostBy: null },
  }));
  return settle(ctx, listed, options);
}

/** What lists say of a backup that was completed. */
interface Confirmed {
  readonly id: number;
  readonly result: Result<Backup>;
  /** The last list that shows it. */
  readonly list: BackupList | null;
  /** Why no list shows it again; `null` where one does. */
  readonly lostBy: string | null;
}

/** Where the list for the comparison of sizes, or a later one, withdraws a completion, the wait continues. */
async function settle(
  ctx: OperationContext,
  confirmed: readonly Confirmed[],
  options: FinishOptions,
): Promise<readonly Confirmed[]> {
  const { policy, maxShrink } = options;
  const completed = confirmed.flatMap(({ result, list }) =>
    'value' in result ? [{ backup: result.value, list }] : [],
  );
  const [first] = completed;
  if (first === undefined) return confirmed;
  const server = { id: first.backup.serverId, name: first.backup.serverName };
  const list = await completeList(
    ctx,
    server,
    completed.map((one) => one.list),
  );
  const ids = completed.map(({ backup }) => backup.id);
  const continueAfter = async (seen: BackupList): Promise<readonly Confirmed[]> => {
    const again = await confirm(ctx, completed, { ...options, seen });
    return [...confirmed.filter(({ result }) => 'error' in result), ...again];
  };
  if (withdraws(list, ids)) return settle(ctx, await continueAfter(list), options);
  const plausible = completed.map(({ backup }) => judge(ctx, { backup, list, maxShrink }));
  if (policy === null || completed.length < confirmed.length || !plausible.every(Boolean))
    return confirmed;
  const lost = confirmed.find(({ lostBy }) => lostBy !== null);
  if (lost !== undefined) {
    ctx.log.warning(
      `Nothing was rotated on ${serverLabel(server.id, server.name)}: ${lost.lostBy}`,
    );
    return confirmed;
  }
  const withdrawnBy = await rotate(ctx, server, { ...options, policy, list, ids });
  return withdrawnBy === null ? confirmed : continueAfter(withdrawnBy);
}

interface ConfirmOptions extends FinishOptions {
  /** The list that withdrew a completion. */
  readonly seen?: BackupList;
}

/** One more poll of the wait. Where no list says anything of a backup again, its completion stands. */
async function confirm(
  ctx: OperationContext,
  completed: readonly Omit<CompletedBackup, 'requestedAt'>[],
  { wait, onUpdate, seen }: ConfirmOptions,
): Promise<Confirmed[]> {
  const outcomes = await waitForBackups(ctx, {
    refs: completed.map(({ backup }) => ({
      ...{ id: backup.id, serverId: backup.serverId, last: backup },
      ...{ isConfirmed: true, wasListed: true },
    })),
    servers: [],
    wait,
    ...(seen === undefined ? {} : { seen }),
    initialDelayMs: 0,
    readToEnd: true,
    onUpdate: (_, backup) => onUpdate(backup),
  });
  return completed.flatMap(({ backup, list }) => {
    const { id } = backup;
    const outcome = outcomes.get(id);
    if (outcome === undefined) return [];
    if (outcome.list !== null || outcome.isDecided)
      return { id, result: outcome.result, list: outcome.list, lostBy: null };
    return { id, result: { value: backup }, list, lostBy: lostReason(backup, outcome) };
  });
}

/** The backup is completed: only the list that rotation needs did not come. */
function lostReason({ id }: Backup, { result }: WaitOutcome): string {
  const { cause = null } = 'error' in result ? result.error : {};
  return cause === null
    ? `no list shows backup ${id} again.`
    : `the list could not be read again. ${problemOf(cause)}`;
}

interface Rotation extends FinishOptions {
  readonly policy: RetentionPolicy;
  readonly list: BackupList;
  /** The new backups. */
  readonly ids: readonly number[];
}

/** @returns the last list that does not show each new backup as completed; `null` if there is none */
async function rotate(
  ctx: OperationContext,
  server: ServerRef,
  { policy, list, ids, dryRun }: Rotation,
): Promise<BackupList | null> {
  try {
    const ownBackupIds = new Set(ids);
    const result = await pruneServer(ctx, { server, policy, list, dryRun, ownBackupIds });
    warnOfUnjudged(ctx, result.decisions);
    warnOfErrors(ctx, server, pruneErrors(result));
    return result.withdrawnBy;
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    warnOfErrors(ctx, server, [error]);
    return null;
  }
}

function warnOfErrors(
  ctx: OperationContext,
  { id, name }: ServerRef,
  errors: readonly unknown[],
): void {
  if (errors.length === 0) return;
  ctx.log.warning(
    `Rotation of ${serverLabel(id, name)} is not complete; the new backup is not affected. ${errors.map(problemOf).join(' ')}`,
  );
}
