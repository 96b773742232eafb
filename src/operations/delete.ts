/** `delete`: the backups with exactly these ids; none of them, if one is not there. */
import type { Backup } from '../backups/backup.js';
import { classifyStatus } from '../backups/status.js';
import { ActionError, combineErrors } from '../errors.js';
import type { DeleteInputs } from '../inputs/types.js';
import { deletedIds, EMPTY, reportOf } from '../report/report.js';
import { deleteBackup, recordDryRunDeletion } from '../steps/prune-server.js';
import { resolveServers } from '../steps/resolve-servers.js';
import { describeSettings, type OperationContext, serverLabel } from './context.js';

/** `delete` is a word of the language. */
export async function deleteBackups(inputs: DeleteInputs, deps: OperationContext): Promise<void> {
  const { backupIds, dryRun } = inputs;
  deps.recorder.update({ backups: backupIds.map((id) => ({ ...EMPTY, id })) });
  const [serverId] = await resolveServers(deps, inputs.servers);
  deps.log.info(describeSettings(serverId === undefined ? [] : [serverId]));
  const view = await deps.client.listBackups(serverId === undefined ? {} : { serverId });
  const chosen = backupIds.map((id) =>
    view.items.find(
      (row) => row.id === id && (serverId === undefined || row.serverId === serverId),
    ),
  );
  const missing = backupIds.filter((_, place) => chosen[place] === undefined);
  deps.recorder.update({
    backups: backupIds.map((id, place) =>
      chosen[place] ? reportOf(chosen[place]) : { ...EMPTY, id },
    ),
  });
  if (missing.length > 0) throw notThere(missing, serverId, view.complete);
  const backups = chosen.filter((row) => row !== undefined);
  for (const backup of dryRun ? backups : [])
    recordDryRunDeletion(deps, { backup, reason: ASKED_FOR });
  const failures: Error[] = [];
  for (const backup of dryRun ? [] : backups) {
    const failure = await deleteBackup(deps, { backup, reason: ASKED_FOR });
    if (failure !== null) failures.push(failure);
  }
  if (view.complete) warnOfBareServers(deps, { rows: view.items, dryRun });
  if (failures.length > 0)
    throw combineErrors(failures, { count: backups.length, noun: 'deletes' });
  deps.recorder.update({ status: dryRun ? 'dry_run' : 'deleted' });
}

const ASKED_FOR = 'asked for by its id';

function notThere(
  missing: readonly number[],
  serverId: number | undefined,
  full: boolean,
): ActionError {
  const where =
    serverId === undefined
      ? 'the list of backups'
      : `the list of backups of ${serverLabel(serverId)}`;
  const partial = full ? '' : ' (which came incomplete)';
  const what = `Nothing was deleted: backup ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not in ${where}${partial}.`;
  return new ActionError(
    what,
    'Check backup_id and server_id; operation: list shows what is there.',
  );
}

interface Bare {
  readonly rows: readonly Backup[];
  readonly dryRun: boolean;
}

/** A server that had none before is bare all the same: its failed backup may have been taken for one. */
function warnOfBareServers(deps: OperationContext, { rows, dryRun }: Bare): void {
  const gone = deletedIds(deps.recorder.report);
  const names = new Map(
    rows.filter((row) => gone.has(row.id)).map((row) => [row.serverId, row.serverName]),
  );
  for (const [serverId, name] of names) {
    if (
      rows.some(
        (row) =>
          row.serverId === serverId &&
          classifyStatus(row.status) === 'completed' &&
          !gone.has(row.id),
      )
    )
      continue;
    deps.log.warning(
      `${serverLabel(serverId, name)} ${dryRun ? 'would be' : 'is'} left without a completed backup.`,
    );
  }
}
