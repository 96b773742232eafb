/** The safety backup before a restore: created and waited for like any other, without rotation. */
import type { Backup } from '../backups/backup.js';
import { toBasicPlane } from '../backups/description.js';
import { classifyStatus } from '../backups/status.js';
import { CancelledError } from '../errors.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { INITIAL_INTERVAL_MS } from '../polling.js';
import { backupLabel, formatSize } from '../report/labels.js';
import * as messages from '../report/messages.js';
import { observed } from '../report/report.js';
import { safetyFailed } from '../report/restore-messages.js';
import { UnconfirmedError } from './create-once.js';
import { newCreateRequest, validateCreated, warnIfMarkerMissing } from './create-request.js';
import { createFreeingSlot } from './free-slot.js';
import { type BackupList, listServerBackups } from './list-backups.js';
import { type WaitOptions, waitForBackups } from './wait-for-backups.js';

interface SafetyOptions {
  readonly server: ServerRef;
  /** The backup to restore afterwards; its slot is never taken. */
  readonly target: Backup;
  /** The server's backups, as far as they were read to find the target. */
  readonly known: BackupList;
  /** `null`: the default text. */
  readonly description: string | null;
  readonly wait: WaitOptions;
}

/** @throws ActionError where it does not complete: then nothing may be restored; CancelledError */
export function takeSafetyBackup(ctx: OperationContext, options: SafetyOptions): Promise<Backup> {
  return orNothingRestored(ctx, options, () => take(ctx, options));
}

/**
 * The last list decides: where one shows it otherwise than completed, or not at all, the wait for it
 * continues.
 *
 * @throws as {@link takeSafetyBackup}
 */
export async function confirmSafetyBackup(
  ctx: OperationContext,
  options: SafetyOptions,
  { backup, list }: { readonly backup: Backup; readonly list: BackupList },
): Promise<void> {
  const row = list.items.find(({ id }) => id === backup.id);
  if (row === undefined ? !list.complete : classifyStatus(row.status) === 'completed') return;
  await orNothingRestored(ctx, options, () => waitFor(ctx, backup, { ...options, isSeen: true }));
}

async function orNothingRestored<T>(
  ctx: OperationContext,
  options: SafetyOptions,
  task: () => Promise<T>,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    if (!(error instanceof UnconfirmedError)) ctx.recorder.updateSafety({ problem: 'failed' });
    throw safetyFailed(options.server, error);
  }
}

async function take(ctx: OperationContext, options: SafetyOptions): Promise<Backup> {
  const { server, target, wait } = options;
  const known = options.known.complete ? options.known : await listServerBackups(ctx, server);
  const text =
    options.description ?? toBasicPlane(`Before restore of ${target.id} by ${ctx.run.actor}`);
  const { timeoutMs } = wait;
  const request = newCreateRequest(ctx, {
    server,
    kind: 'safety',
    text,
    state: null,
    known,
    timeoutMs,
  });
  const { backup } = await createFreeingSlot(
    ctx,
    {
      ...request,
      onIntent: () => ctx.recorder.safetyIntent(server.id, request.idempotencyKey),
      onRejected: () => ctx.recorder.updateSafety({ status: '', key: null }),
    },
    { policy: null, targetId: target.id },
  );
  ctx.recorder.updateSafety(observed(backup));
  validateCreated(backup, server.id);
  ctx.log.info(`Created safety ${backupLabel(backup)}`);
  const completed = await waitFor(ctx, backup, { server, wait, isSeen: false });
  warnIfMarkerMissing(ctx, completed, request.idempotencyKey);
  if (completed.sizeMb === 0) {
    ctx.log.warning(`Safety ${backupLabel(completed)} is completed, but has 0 MB.`);
  }
  ctx.log.info(
    `Safety ${backupLabel(completed)} is completed (${formatSize(completed.sizeMb) || 'size unknown'})`,
  );
  return completed;
}

interface SafetyWait extends Pick<SafetyOptions, 'server' | 'wait'> {
  /** Whether a list has shown it before. */
  readonly isSeen: boolean;
}

/** @throws ActionError where it does not complete */
async function waitFor(
  ctx: OperationContext,
  backup: Backup,
  { server, wait, isSeen }: SafetyWait,
): Promise<Backup> {
  const ref = { id: backup.id, serverId: server.id, last: backup, isConfirmed: true };
  const outcomes = await waitForBackups(ctx, {
    refs: [{ ...ref, wasListed: isSeen }],
    servers: [],
    wait,
    initialDelayMs: isSeen ? 0 : INITIAL_INTERVAL_MS,
    onUpdate: (_, row, waitedMs) => ctx.recorder.updateSafety({ ...observed(row), waitedMs }),
  });
  const result = outcomes.get(backup.id)?.result;
  if (result === undefined || 'error' in result)
    throw result?.error ?? messages.backupFailed(backup);
  return result.value;
}
