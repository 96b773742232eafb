/** `list`: what the filters let through, newest first. */
import { type Backup, newestFirst, type View } from '../backups/backup.js';
import { inScope, matches } from '../backups/selection.js';
import { combine } from '../errors.js';
import type { ListInputs } from '../inputs/inputs.js';
import { factOf } from '../report/facts.js';
import { brief } from '../report/text.js';
import { type Deps, errorsIn, filtersInWords, settleServers } from './deps.js';
import { resolveServers, viewSource } from './servers.js';

export async function list(inputs: ListInputs, deps: Deps): Promise<void> {
  const servers = await resolveServers(deps, inputs.servers);
  const { backupType, match, scope } = inputs;
  const matching = match === null ? null : `match "${match}"`;
  deps.log.info(filtersInWords(servers, `${backupType ?? 'any'} type`, `scope ${scope}`, matching));
  const view = await listed(deps, servers, backupType);
  if (!view.full) deps.log.warning('The list came incomplete: VPS.org counts more backups than it shows, or some could not be read.');
  const wanted = new Set<number | null>(servers);
  const rows = view.rows
    .filter((row) => servers.length === 0 || wanted.has(row.serverId))
    .filter((row) => backupType === null || row.type === backupType)
    .filter((row) => inScope(row, scope, deps.run) && matches(row, match))
    .sort(newestFirst);
  deps.journal.note({ backups: rows.map(factOf), listed: true });
  for (const row of rows.slice(0, MOST_LINES)) {
    deps.log.info(
      `${row.id}: server ${row.serverId ?? '?'}, ${brief(row.type)}, ${brief(row.status)}, ${brief(row.createdAt ?? 'no date')}, ${brief(row.description ?? '', 255)}`,
    );
  }
  if (rows.length > MOST_LINES) deps.log.info(`… and ${rows.length - MOST_LINES} more`);
  deps.log.info(`${rows.length} ${rows.length === 1 ? 'backup' : 'backups'} matched`);
}

/** Of several servers, each one's own list where the list of all does not come whole. */
async function listed(deps: Deps, servers: readonly number[], backupType: ListInputs['backupType']): Promise<View<Backup>> {
  const [only, more] = servers;
  if (more === undefined) return deps.api.listBackups({ ...(only === undefined ? {} : { serverId: only }), backupType });
  const viewFor = await viewSource(deps.api, servers);
  const views = await settleServers(servers, viewFor);
  const errors = errorsIn(views);
  if (errors.length > 0) throw combine(errors, { count: servers.length, noun: 'servers' });
  const read = views.flatMap((one) => ('value' in one ? [one.value] : []));
  return { rows: read.flatMap((view) => view.rows), full: read.every((view) => view.full) };
}

/** A log is read by people. */
const MOST_LINES = 100;
