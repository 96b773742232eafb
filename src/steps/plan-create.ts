/** What `create` would do, with `dry_run`: only GETs are sent. */
import type { Backup } from '../backups/backup.js';
import {
  applyRetention,
  chooseEviction,
  countedTowardLimit,
  keepLastPolicy,
  MANUAL_BACKUP_LIMIT,
  type RetentionDecision,
} from '../backups/retention.js';
import type { CreateInputs } from '../inputs/types.js';
import { type OperationContext, serverLabel } from '../operations/context.js';
import { observed } from '../report/report.js';
import { type CreateRequest, type KeyedOrder, withIdempotencyKey } from './create-once.js';
import { recordDryRunDeletion } from './prune-server.js';
import { findReusable } from './reuse.js';

export function previewCreate(
  deps: OperationContext,
  inputs: CreateInputs,
  order: CreateRequest & { readonly place: number },
): void {
  const reused = findReusable(deps, inputs, order.before);
  const keyed = withIdempotencyKey(deps, order);
  const room =
    reused === null && inputs.keepLast !== null && order.before.complete
      ? roomFor(deps, inputs.keepLast, { inputs, order })
      : null;
  if (reused !== null) {
    deps.recorder.update({ reused: true });
    deps.recorder.updateBackup(order.place, observed(reused));
    deps.log.info(
      `Would use backup ${reused.id} of ${serverLabel(order.serverId)} again, made by an earlier attempt of this job`,
    );
  } else {
    deps.log.info(`Would start a backup of ${serverLabel(order.serverId)}: "${keyed.description}"`);
    tellPlaces(deps, inputs, { order, room });
  }
  if (inputs.keepLast === null) return;
  if (!order.before.complete) {
    const what = `The list of backups of ${serverLabel(order.serverId)} came incomplete:`;
    deps.log.warning(
      `${what} what keep_last would delete can not be told; while it is so, nothing is deleted.`,
    );
    return;
  }
  const rotated = inputs.wait
    ? rotatedBy(deps, inputs.keepLast, { inputs, order: keyed, reused, room })
    : [];
  for (const verdict of room === null ? rotated : [room, ...rotated])
    recordDryRunDeletion(deps, verdict);
}

function tellPlaces(
  deps: OperationContext,
  inputs: CreateInputs,
  { order, room }: { order: CreateRequest; room: RetentionDecision | null },
): void {
  const taken = countedTowardLimit(order.before.items).length;
  if (taken < MANUAL_BACKUP_LIMIT) return;
  if (inputs.keepLast !== null && !order.before.complete) return; // what may make room can't be told
  const comes =
    room === null
      ? 'none may make room by the rules of keep_last: it would be refused'
      : 'one would have to make room';
  const what = inputs.keepLast === null ? 'without keep_last it would be refused' : comes;
  deps.log.warning(
    `${serverLabel(order.serverId)} has ${taken} manual backups, of at most ${MANUAL_BACKUP_LIMIT}; ${what}.`,
  );
}

function roomFor(
  deps: OperationContext,
  keepLast: number,
  at: { readonly inputs: CreateInputs; readonly order: CreateRequest },
): RetentionDecision | null {
  const { items } = at.order.before;
  if (countedTowardLimit(items).length < MANUAL_BACKUP_LIMIT) return null;
  const facts = {
    run: deps.run,
    now: deps.clock.now(),
    ownBackupIds: new Set<number>(),
    coming: true,
  };
  return chooseEviction(items, keepLastPolicy(keepLast, at.inputs.scope), facts);
}

interface Rotation {
  readonly inputs: CreateInputs;
  readonly order: KeyedOrder;
  readonly reused: Backup | null;
  readonly room: RetentionDecision | null;
}

/** What rotation would take once the new backup is completed: the rule is asked about the rows as they would be then. */
function rotatedBy(
  deps: OperationContext,
  keepLast: number,
  { inputs, order, reused, room }: Rotation,
): RetentionDecision[] {
  const now = deps.clock.now();
  const made = reused === null ? planned(order, now) : { ...reused, status: 'completed' };
  const rows = [
    made,
    ...order.before.items.filter((row) => row.id !== made.id && row !== room?.backup),
  ];
  const facts = { run: deps.run, now, ownBackupIds: new Set([made.id]), coming: false };
  return applyRetention(rows, keepLastPolicy(keepLast, inputs.scope), facts).filter(
    (verdict) => verdict.goes,
  );
}

/** The backup that would be made, as its row would be; no row of the API has the id 0. */
function planned({ serverId, description }: KeyedOrder, now: number): Backup {
  const dates = { createdAt: new Date(now).toISOString(), createdAtMs: now, expiresAt: null };
  return {
    id: 0,
    serverId,
    serverName: null,
    type: 'manual',
    status: 'completed',
    sizeMb: null,
    description,
    ...dates,
  };
}
