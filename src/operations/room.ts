/** Room on a full server: after a refusal, and only with `keep_last`, exactly one backup goes, and the order is sent once more. */
import type { Backup } from '../backups/backup.js';
import { chooseRoom, MANUAL_LIMIT, type RetentionRule, takingPlaces } from '../backups/retention.js';
import { Cancelled, CancelledInFlight, OperationError } from '../errors.js';
import type { ApiError } from '../vpsorg/errors.js';
import { type Deps, serverLabel } from './deps.js';
import { deleteOne, partialView } from './give-up.js';
import { viewOf } from './servers.js';
import { type KeyedOrder, mayBeFull, refusedError, startBackup } from './start-backup.js';

const WITHOUT_ROOM =
  'Delete one (operation: delete), or prune (operation: prune), or give keep_last so that room is made and old ones rotate out.';
/** Why none makes room, and what to do. */
function noneMayGo({ keepLast, scope }: RetentionRule): string {
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
export async function startWithRoom(deps: Deps, order: KeyedOrder, rule: RetentionRule | null): Promise<Backup> {
  const started = await startBackup(deps, order);
  if ('backup' in started) return started.backup;
  const wasFull = takingPlaces(order.before.rows).length >= MANUAL_LIMIT;
  const refused = (rows: readonly Backup[], advice: string): Error =>
    refusedError(order, started.refused, { rows, limit: MANUAL_LIMIT, advice });
  if (rule === null || !wasFull || !mayBeFull(started.refused)) throw refused(order.before.rows, WITHOUT_ROOM);
  const gone = await makeRoom(deps, order, { rule, refused, error: started.refused });
  const again = await startBackup(deps, { ...order, wasOpen: started.wasOpen });
  if ('backup' in again) return again.backup;
  const what = gone === null ? 'Though a place had become free' : `Though backup ${gone.id} had made room`;
  const error = refusedError(order, again.refused, { rows: [], limit: MANUAL_LIMIT, advice: '' });
  throw new OperationError(
    `${error.message} ${what}, it was refused again: the places were not the cause, or somebody else took this one.`,
    '',
    { cause: error },
  );
}

interface RoomOrder {
  readonly rule: RetentionRule;
  readonly refused: (rows: readonly Backup[], advice: string) => Error;
  readonly error: ApiError;
}

/** @returns the backup that made room; `null` where a place was free already */
async function makeRoom(deps: Deps, order: KeyedOrder, room: RoomOrder): Promise<Backup | null> {
  const view = await viewOf(deps.api, order.serverId);
  if (!view.full) throw room.refused(order.before.rows, partialView(order.serverId).message);
  if (takingPlaces(view.rows).length < MANUAL_LIMIT) {
    deps.log.info(`A place on ${serverLabel(order.serverId)} has become free meanwhile; nothing is deleted`);
    return null;
  }
  const choice = chooseRoom(view.rows, room.rule, { run: deps.run, now: deps.clock.now(), fresh: new Set(), coming: true });
  if (choice === null) throw room.refused(view.rows, noneMayGo(room.rule));
  deps.log.info(
    `${serverLabel(order.serverId)} has ${takingPlaces(view.rows).length} manual backups and refused another (${room.error.status}): making room for one`,
  );
  const failure = await deleteOne(deps, { ...choice, reason: `room for the new backup: ${choice.reason}` }).catch((fault: unknown) => {
    // What is in flight here is the delete, not the order.
    throw fault instanceof CancelledInFlight ? new Cancelled(fault.by) : fault;
  });
  if (failure !== null) throw room.refused(view.rows, failure.message);
  return choice.backup;
}
