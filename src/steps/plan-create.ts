/** What `create` would do, as `dry_run` prints it: only GET requests are sent. */
import type { Backup } from '../backups/backup.js';
import { chooseEviction } from '../backups/eviction.js';
import {
  applyRetention,
  countedTowardLimit,
  MANUAL_BACKUP_LIMIT,
  type RetentionContext,
  type RetentionDecision,
  type RetentionPolicy,
} from '../backups/retention.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { backupLabel, capitalize, serverLabel } from '../report/labels.js';
import { planDeletion } from './delete-backups.js';
import type { BackupList } from './list-backups.js';

interface PlanOptions {
  readonly server: ServerRef;
  readonly known: BackupList;
  /** The backup of an earlier attempt that would be reused. */
  readonly reused: Backup | null;
  /** That of the backup that would be created. */
  readonly description: string;
  readonly policy: RetentionPolicy | null;
  readonly wait: boolean;
}

/** Logs and records what would be created and deleted on one server. */
export function planCreate(ctx: OperationContext, options: PlanOptions): void {
  const { server, known, reused, description, policy } = options;
  const label = serverLabel(server.id, server.name);
  if (reused === null) {
    ctx.log.info(`Would create a backup of ${label}: "${description}"`);
  } else {
    ctx.recorder.reused();
    ctx.recorder.observe(server.id, reused);
    ctx.log.info(`Would reuse ${backupLabel(reused)} of an earlier attempt`);
  }
  if (!known.complete) {
    if (policy !== null) {
      ctx.log.warning(
        `What keep_last would delete on ${label} is not known, because its list is incomplete. Nothing would be deleted.`,
      );
    }
    return;
  }
  const evicted = reused === null ? planEviction(ctx, options) : null;
  const rotated = options.wait ? planRotation(ctx, options, evicted) : [];
  for (const decision of evicted === null ? rotated : [evicted, ...rotated]) {
    planDeletion(ctx, decision);
  }
}

function planEviction(ctx: OperationContext, options: PlanOptions): RetentionDecision | null {
  const { server, known, policy } = options;
  const used = countedTowardLimit(known.items).length;
  if (used < MANUAL_BACKUP_LIMIT) return null;
  const context = contextOf(ctx, known);
  const choice = chooseEviction(known.items, { policy, context });
  const consequence =
    choice === null
      ? 'the request would be rejected, and nothing may be deleted'
      : 'one would be deleted to free a slot';
  ctx.log.warning(
    `${capitalize(serverLabel(server.id, server.name))} uses ${used} of ${MANUAL_BACKUP_LIMIT} slots: ${consequence}.`,
  );
  return choice;
}

/** The policy applied to the backups as they would be once the new one is completed. */
function planRotation(
  ctx: OperationContext,
  { server, known, reused, description, policy }: PlanOptions,
  evicted: RetentionDecision | null,
): RetentionDecision[] {
  if (policy === null) return [];
  const made =
    reused === null
      ? plannedBackup(server, description, known.at)
      : { ...reused, status: 'completed' };
  const others = known.items.filter(
    (backup) => backup.id !== made.id && backup !== evicted?.backup,
  );
  const decisions = applyRetention([made, ...others], policy, contextOf(ctx, known));
  ctx.recorder.decisions(
    server.id,
    decisions.filter(({ backup }) => backup.id !== made.id),
  );
  return decisions.filter(({ action }) => action === 'delete');
}

/** By its marker, a backup of this run is protected already. */
function contextOf(ctx: OperationContext, { at }: BackupList): RetentionContext {
  return { run: ctx.run, now: at, ownBackupIds: new Set(), isRestoring: false };
}

/** No backup of the API has the id 0. */
function plannedBackup(server: ServerRef, description: string, now: number): Backup {
  return {
    ...{ id: 0, serverId: server.id, serverName: server.name, type: 'manual', status: 'completed' },
    ...{ sizeMb: null, createdAt: null, createdAtMs: now, expiresAt: null, description },
  };
}
