/** The safety backup before a restore: made and waited for like any other, without room and without rotation. */
import type { Backup, ListResult } from '../backups/backup.js';
import { MANUAL_BACKUP_LIMIT } from '../backups/retention.js';
import { ActionError, CancelledError, errorMessage } from '../errors.js';
import type { WaitOptions } from '../inputs/types.js';
import { type OperationContext, serverLabel } from '../operations/context.js';
import { INITIAL_INTERVAL_MS } from '../polling.js';
import { validateCreated } from '../report/messages.js';
import { EMPTY, reportOf } from '../report/report.js';
import {
  type CreateRequest,
  createOnce,
  isUnconfirmed,
  rejectedError,
  withIdempotencyKey,
} from './create-once.js';
import { listServerBackups } from './resolve-servers.js';
import { waitForBackups } from './wait-for-backups.js';

export interface SafetyOrder {
  readonly serverId: number;
  /** The backup that is to be restored afterwards. */
  readonly target: Backup;
  /** The server's backups, as far as they were read to find the target. */
  readonly knownBackups: ListResult<Backup>;
  /** `null`: the default text. */
  readonly text: string | null;
  readonly limits: WaitOptions;
}

const HINT =
  'To restore without a safety backup, set safety_backup: false; what is on the server now is then lost.';

/** @throws OperationError where it does not come to a completed backup: then nothing is restored; Cancelled */
export async function takeSafetyBackup(deps: OperationContext, safety: SafetyOrder): Promise<void> {
  try {
    await take(deps, safety);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const what = `Nothing was restored: the safety backup of ${serverLabel(safety.serverId, safety.target.serverName)} was not completed.`;
    throw new ActionError(`${what} ${errorMessage(error)}`, HINT, { cause: error });
  }
}

async function take(
  deps: OperationContext,
  { serverId, target, knownBackups, text, limits }: SafetyOrder,
): Promise<void> {
  // What was there before tells an own backup from others.
  const before = knownBackups.complete
    ? knownBackups
    : await listServerBackups(deps.client, serverId);
  const order: CreateRequest = {
    serverId,
    kind: 'safety',
    text: text ?? `Before restore of ${target.id} by ${deps.run.actor}`,
    before,
  };
  const keyed = withIdempotencyKey(deps, order);
  const started = await createOnce(deps, keyed).catch((error: unknown) => {
    if (isUnconfirmed(error))
      deps.recorder.update({
        safety: { ...EMPTY, serverId, key: keyed.idempotencyKey, status: 'unknown' },
      });
    throw error;
  });
  if ('refused' in started)
    throw rejectedError(order, started.refused, {
      rows: before.items,
      limit: MANUAL_BACKUP_LIMIT,
      advice: 'Delete one (operation: delete), or prune (operation: prune).',
    });
  const { backup } = started;
  deps.recorder.update({ safety: reportOf(backup) });
  const bad = validateCreated(backup, serverId);
  if (bad !== null) throw bad;
  deps.log.info(
    `Safety backup ${backup.id} of ${serverLabel(serverId, backup.serverName)} started`,
  );
  const [end] = await waitForBackups(deps, {
    backups: [{ id: backup.id, serverId, backup }],
    limits,
    firstPauseMs: INITIAL_INTERVAL_MS,
    onUpdate: (_, { backup: row, waitedMs }) =>
      deps.recorder.update({ safety: { ...reportOf(row ?? backup), waitedMs } }),
  });
  if (end !== undefined && 'error' in end) throw end.error;
  deps.log.info(`Safety backup ${backup.id} is completed`);
}
