/** The safety backup before a restore: made and waited for like any other, without room and without rotation. */
import type { Backup, View } from '../backups/backup.js';
import { MANUAL_LIMIT } from '../backups/retention.js';
import { Cancelled, messageOf, OperationError } from '../errors.js';
import type { WaitLimits } from '../inputs/inputs.js';
import { SHORTEST_PAUSE_MS } from '../polling.js';
import { factOf, NO_BACKUP } from '../report/facts.js';
import { awaitBackups } from './await-backups.js';
import { badStart } from './backup-errors.js';
import { type Deps, serverLabel } from './deps.js';
import { viewOf } from './servers.js';
import { isUnknown, keyedOrder, refusedError, type StartOrder, startBackup } from './start-backup.js';

export interface SafetyOrder {
  readonly serverId: number;
  /** The backup that is to be restored afterwards. */
  readonly target: Backup;
  /** The server's backups, as far as they were read to find the target. */
  readonly seen: View<Backup>;
  /** `null`: the default text. */
  readonly text: string | null;
  readonly limits: WaitLimits;
}

const HINT = 'To restore without a safety backup, set safety_backup: false; what is on the server now is then lost.';

/** @throws OperationError where it does not come to a completed backup: then nothing is restored; Cancelled */
export async function takeSafetyBackup(deps: Deps, safety: SafetyOrder): Promise<void> {
  try {
    await take(deps, safety);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    const what = `Nothing was restored: the safety backup of ${serverLabel(safety.serverId, safety.target.serverName)} was not completed.`;
    throw new OperationError(`${what} ${messageOf(error)}`, HINT, { cause: error });
  }
}

async function take(deps: Deps, { serverId, target, seen, text, limits }: SafetyOrder): Promise<void> {
  // What was there before tells an own backup from others.
  const before = seen.full ? seen : await viewOf(deps.api, serverId);
  const order: StartOrder = { serverId, kind: 'safety', text: text ?? `Before restore of ${target.id} by ${deps.run.actor}`, before };
  const keyed = keyedOrder(deps, order);
  const started = await startBackup(deps, keyed).catch((error: unknown) => {
    if (isUnknown(error)) deps.journal.note({ safety: { ...NO_BACKUP, serverId, key: keyed.key, status: 'unknown' } });
    throw error;
  });
  if ('refused' in started)
    throw refusedError(order, started.refused, {
      rows: before.rows,
      limit: MANUAL_LIMIT,
      advice: 'Delete one (operation: delete), or prune (operation: prune).',
    });
  const { backup } = started;
  deps.journal.note({ safety: factOf(backup) });
  const bad = badStart(backup, serverId);
  if (bad !== null) throw bad;
  deps.log.info(`Safety backup ${backup.id} of ${serverLabel(serverId, backup.serverName)} started`);
  const [end] = await awaitBackups(deps, {
    targets: [{ id: backup.id, serverId, backup }],
    limits,
    firstPauseMs: SHORTEST_PAUSE_MS,
    onSeen: (_, { backup: row, waitedMs }) => deps.journal.note({ safety: { ...factOf(row ?? backup), waitedMs } }),
  });
  if (end !== undefined && 'error' in end) throw end.error;
  deps.log.info(`Safety backup ${backup.id} is completed`);
}
