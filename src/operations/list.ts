/** `list`: what the filters let through, newest first. */
import { newestFirst } from '../backups/backup.js';
import { inScope, matches } from '../backups/selection.js';
import type { ListInputs } from '../inputs/inputs.js';
import { factOf } from '../report/facts.js';
import { brief } from '../report/text.js';
import type { Deps } from './deps.js';
import { resolveServers } from './servers.js';

export async function list(inputs: ListInputs, deps: Deps): Promise<void> {
  const servers = await resolveServers(deps, inputs.servers);
  const [only] = servers.length === 1 ? servers : [];
  const { backupType, match, scope } = inputs;
  deps.log.info(
    `Filters: ${servers.length === 0 ? 'any server' : `server ${servers.join(', ')}`}, ${backupType ?? 'any'} type, scope ${scope}${match === null ? '' : `, match "${match}"`}`,
  );
  const view = await deps.api.listBackups({ ...(only === undefined ? {} : { serverId: only }), backupType });
  if (!view.full) deps.log.warning('The list came incomplete: VPS.org counts more backups than it shows, or some could not be read.');
  const wanted = new Set<number | null>(servers);
  const rows = view.rows
    .filter((row) => servers.length === 0 || wanted.has(row.serverId))
    .filter((row) => backupType === null || row.type === backupType)
    .filter((row) => inScope(row, scope, deps.run) && matches(row, match))
    .sort(newestFirst);
  deps.journal.note({ backups: rows.map(factOf) });
  for (const row of rows.slice(0, MOST_LINES)) {
    deps.log.info(
      `${row.id}: server ${row.serverId ?? '?'}, ${brief(row.type)}, ${brief(row.status)}, ${brief(row.createdAt ?? 'no date')}, ${brief(row.description ?? '', 255)}`,
    );
  }
  if (rows.length > MOST_LINES) deps.log.info(`… and ${rows.length - MOST_LINES} more`);
  deps.log.info(`${rows.length} backups matched`);
}

/** A log is read by people. */
const MOST_LINES = 100;
