/** `list`: what the filters let through, newest first. */
import { type Backup, type ListResult, newestFirst } from '../backups/backup.js';
import { inScope, matches } from '../backups/selection.js';
import { combineErrors } from '../errors.js';
import type { ListInputs } from '../inputs/types.js';
import { reportOf } from '../report/report.js';
import { shorten } from '../report/sanitize.js';
import { resolveServers, viewSource } from '../steps/resolve-servers.js';
import { describeSettings, errorsOf, forEachServer, type OperationContext } from './context.js';

export async function list(inputs: ListInputs, deps: OperationContext): Promise<void> {
  const servers = await resolveServers(deps, inputs.servers);
  const { backupType, match, scope } = inputs;
  const matching = match === null ? null : `match "${match}"`;
  deps.log.info(
    describeSettings(servers, `${backupType ?? 'any'} type`, `scope ${scope}`, matching),
  );
  const view = await listed(deps, servers, backupType);
  if (!view.complete)
    deps.log.warning(
      'The list came incomplete: VPS.org counts more backups than it shows, or some could not be read.',
    );
  const wanted = new Set<number | null>(servers);
  const rows = view.items
    .filter((row) => servers.length === 0 || wanted.has(row.serverId))
    .filter((row) => backupType === null || row.type === backupType)
    .filter((row) => inScope(row, scope, deps.run) && matches(row, match))
    .sort(newestFirst);
  deps.recorder.update({ backups: rows.map(reportOf), listLoaded: true });
  for (const row of rows.slice(0, MOST_LINES)) {
    deps.log.info(
      `${row.id}: server ${row.serverId ?? '?'}, ${shorten(row.type)}, ${shorten(row.status)}, ${shorten(row.createdAt ?? 'no date')}, ${shorten(row.description ?? '', 255)}`,
    );
  }
  if (rows.length > MOST_LINES) deps.log.info(`… and ${rows.length - MOST_LINES} more`);
  deps.log.info(`${rows.length} ${rows.length === 1 ? 'backup' : 'backups'} matched`);
}

/** Of several servers, each one's own list where the list of all does not come whole. */
async function listed(
  deps: OperationContext,
  servers: readonly number[],
  backupType: ListInputs['backupType'],
): Promise<ListResult<Backup>> {
  const [only, more] = servers;
  if (more === undefined)
    return deps.client.listBackups({
      ...(only === undefined ? {} : { serverId: only }),
      backupType,
    });
  const viewFor = await viewSource(deps.client, servers);
  const views = await forEachServer(servers, viewFor);
  const errors = errorsOf(views);
  if (errors.length > 0) throw combineErrors(errors, { count: servers.length, noun: 'servers' });
  const read = views.flatMap((one) => ('value' in one ? [one.value] : []));
  return {
    items: read.flatMap((view) => view.items),
    complete: read.every((view) => view.complete),
  };
}

/** A log is read by people. */
const MOST_LINES = 100;
