/** Room on a full server: after a refusal, and only with `keep_last`, exactly one backup goes, and the order is sent once more. */
import type { Backup } from '../backups/backup.js';
import {
  chooseEviction,
  countedTowardLimit,
  MANUAL_BACKUP_LIMIT,
  type RetentionPolicy,
} from '../backups/retention.js';
import { ActionError, CancelledError, CancelledInFlight } from '../errors.js';
import { type OperationContext, serverLabel } from '../operations/context.js';
import type { ApiError } from '../vpsorg/errors.js';
import { createOnce, type KeyedOrder, mayBeLimitReached, rejectedError } from './create-once.js';
import { deleteBackup, incompleteListError } from './prune-server.js';
import { listServerBackups } from './resolve-servers.js';

const WITHOUT_ROOM =
  'Delete one (operation: delete), or prune (operation: prune), or give keep_last so that room is made and old ones rotate out.';
/** Why none makes room, and what to do. */
function noneMayGo({ keepLast, scope }: RetentionPolicy): string {
  const why = `None of them may go by the rules of keep_last: they are among the newest ${keepLast}, protected, fresh, from this run, or not in scope.`;
  const wider = scope === 'server' ? '' : ', or give scope: server if all of them may rotate';
  return `${why} Delete one by hand or with operation: delete, or give a lower keep_last${wider}.`;
}

/**
 * Starts a backup; where the server is full and the rule allows it, makes room for it once.
 *
 * @param rule `null`: nothing is ever deleted
 * @throws OperationError, ApiError, Cancelled; what {@link isUnknown} says of the error holds here too
 */
export async function createFreeingSlot(
  deps: OperationContext,
  order: KeyedOrder,
  rule: RetentionPolicy | null,
): Promise<Backup> {
  const started = await createOnce(deps, order);
  if ('backup' in started) return started.backup;
  const wasFull = countedTowardLimit(order.before.items).length >= MANUAL_BACKUP_LIMIT;
  const refused = (rows: readonly Backup[], advice: string): Error =>
    rejectedError(order, started.refused, { rows, limit: MANUAL_BACKUP_LIMIT, advice });
  if (rule === null || !wasFull || !mayBeLimitReached(started.refused))
    throw refused(order.before.items, WITHOUT_ROOM);
  const gone = await freeSlot(deps, order, { rule, refused, error: started.refused });
  const again = await createOnce(deps, { ...order, earlierAttemptUnconfirmed: started.wasOpen });
  if ('backup' in again) return again.backup;
  const what =
    gone === null ? 'Though a place had become free' : `Though backup ${gone.id} had made room`;
  const error = rejectedError(order, again.refused, {
    rows: [],
    limit: MANUAL_BACKUP_LIMIT,
    advice: '',
  });
  throw new ActionError(
    `${error.message} ${what}, it was refused again: the places were not the cause, or somebody else took this one.`,
    '',
    { cause: error },
  );
}

interface RoomOrder {
  readonly rule: RetentionPolicy;
  readonly refused: (rows: readonly Backup[], advice: string) => Error;
  readonly error: ApiError;
}

/** @returns the backup that made room; `null` where a place was free already */
async function freeSlot(
  deps: OperationContext,
  order: KeyedOrder,
  room: RoomOrder,
): Promise<Backup | null> {
  const view = await listServerBackups(deps.client, order.serverId);
  if (!view.complete)
    throw room.refused(order.before.items, incompleteListError(order.serverId).message);
  if (countedTowardLimit(view.items).length < MANUAL_BACKUP_LIMIT) {
    deps.log.info(
      `A place on ${serverLabel(order.serverId)} has become free meanwhile; nothing is deleted`,
    );
    return null;
  }
  const choice = chooseEviction(view.items, room.rule, {
    run: deps.run,
    now: deps.clock.now(),
    ownBackupIds: new Set(),
    coming: true,
  });
  if (choice === null) throw room.refused(view.items, noneMayGo(room.rule));
  deps.log.info(
    `${serverLabel(order.serverId)} has ${countedTowardLimit(view.items).length} manual backups and refused another (${room.error.status}): making room for one`,
  );
  const failure = await deleteBackup(deps, {
    ...choice,
    reason: `room for the new backup: ${choice.reason}`,
  }).catch((fault: unknown) => {
    // What is in flight here is the delete, not the order.
    throw fault instanceof CancelledInFlight ? new CancelledError(fault.by) : fault;
  });
  if (failure !== null) throw room.refused(view.items, failure.message);
  return choice.backup;
}
