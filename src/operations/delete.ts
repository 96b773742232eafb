/** `delete`: the backups with exactly these ids; none of them, if one is not there. */
import type { Backup } from '../backups/backup.js';
import { classify } from '../backups/status.js';
import { combine, OperationError } from '../errors.js';
import type { DeleteInputs } from '../inputs/inputs.js';
import { factOf, goneIds, NO_BACKUP } from '../report/facts.js';
import { type Deps, filtersInWords, serverLabel } from './deps.js';
import { deleteOne, wouldDelete } from './give-up.js';
import { resolveServers } from './servers.js';

/** `delete` is a word of the language. */
export async function deleteBackups(inputs: DeleteInputs, deps: Deps): Promise<void> {
  const { backupIds, dryRun } = inputs;
  deps.journal.note({ backups: backupIds.map((id) => ({ ...NO_BACKUP, id })) });
  const [serverId] = await resolveServers(deps, inputs.servers);
  deps.log.info(filtersInWords(serverId === undefined ? [] : [serverId]));
  const view = await deps.api.listBackups(serverId === undefined ? {} : { serverId });
  const chosen = backupIds.map((id) => view.rows.find((row) => row.id === id && (serverId === undefined || row.serverId === serverId)));
  const missing = backupIds.filter((_, place) => chosen[place] === undefined);
  deps.journal.note({ backups: backupIds.map((id, place) => (chosen[place] ? factOf(chosen[place]) : { ...NO_BACKUP, id })) });
  if (missing.length > 0) throw notThere(missing, serverId, view.full);
  const backups = chosen.filter((row) => row !== undefined);
  for (const backup of dryRun ? backups : []) wouldDelete(deps, { backup, reason: ASKED_FOR });
  const failures: Error[] = [];
  for (const backup of dryRun ? [] : backups) {
    const failure = await deleteOne(deps, { backup, reason: ASKED_FOR });
    if (failure !== null) failures.push(failure);
  }
  if (view.full) warnOfBareServers(deps, { rows: view.rows, dryRun });
  if (failures.length > 0) throw combine(failures, { count: backups.length, noun: 'deletes' });
  deps.journal.note({ status: dryRun ? 'dry_run' : 'deleted' });
}

const ASKED_FOR = 'asked for by its id';

function notThere(missing: readonly number[], serverId: number | undefined, full: boolean): OperationError {
  const where = serverId === undefined ? 'the list of backups' : `the list of backups of ${serverLabel(serverId)}`;
  const partial = full ? '' : ' (which came incomplete)';
  const what = `Nothing was deleted: backup ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not in ${where}${partial}.`;
  return new OperationError(what, 'Check backup_id and server_id; operation: list shows what is there.');
}

interface Bare {
  readonly rows: readonly Backup[];
  readonly dryRun: boolean;
}

/** A server that had none before is bare all the same: its failed backup may have been taken for one. */
function warnOfBareServers(deps: Deps, { rows, dryRun }: Bare): void {
  const gone = goneIds(deps.journal.facts);
  const names = new Map(rows.filter((row) => gone.has(row.id)).map((row) => [row.serverId, row.serverName]));
  for (const [serverId, name] of names) {
    if (rows.some((row) => row.serverId === serverId && classify(row.status) === 'completed' && !gone.has(row.id))) continue;
    deps.log.warning(`${serverLabel(serverId, name)} ${dryRun ? 'would be' : 'is'} left without a completed backup.`);
  }
}
