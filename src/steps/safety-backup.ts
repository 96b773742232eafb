/** The safety backup before a restore: created and waited for like any other, without rotation. */
import type { Backup } from '../backups/backup.js';
import { toBasicPlane } from '../backups/description.js';
import { CancelledError } from '../errors.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { INITIAL_INTERVAL_MS } from '../polling.js';
import { backupLabel, formatSize } from '../report/labels.js';
import * as messages from '../report/messages.js';
import { observed } from '../report/report.js';
import { safetyFailed } from '../report/restore-messages.js';
import { UnconfirmedError } from './create-once.js';
import { newCreateRequest, validateCreated } from './create-request.js';
import { createFreeingSlot } from './free-slot.js';
import { type BackupList, listServerBackups } from './list-backups.js';
import { type WaitOptions, waitForBackups } from './wait-for-backups.js';

export interface SafetyOptions {
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
export async function takeSafetyBackup(
  ctx: OperationContext,
  options: SafetyOptions,
): Promise<void> {
  try {
    await take(ctx, options);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    if (!(error instanceof UnconfirmedError)) ctx.recorder.updateSafety({ problem: 'failed' });
    throw safetyFailed(options.server, error);
  }
}

async function take(ctx: OperationContext, options: SafetyOptions): Promise<void> {
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
  const outcomes = await waitForBackups(ctx, {
    refs: [{ id: backup.id, serverId: server.id, last: backup, isConfirmed: true }],
    servers: [],
    wait,
    initialDelayMs: INITIAL_INTERVAL_MS,
    onUpdate: (_, row, waitedMs) => {
      ctx.recorder.updateSafety({ ...observed(row ?? backup), waitedMs });
    },
  });
  const result = outcomes.get(backup.id)?.result;
  if (result === undefined || 'error' in result)
    throw result?.error ?? messages.backupFailed(backup);
  ctx.log.info(
    `Safety ${backupLabel(result.value)} is completed (${formatSize(result.value.sizeMb) || 'size unknown'})`,
  );
}
