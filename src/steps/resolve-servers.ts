/** Which servers are meant, and the rows of each. */
import type { Backup, ListResult } from '../backups/backup.js';
import { ActionError } from '../errors.js';
import type { ServerSelector } from '../inputs/types.js';
import type { OperationContext } from '../operations/context.js';
import { quote } from '../report/sanitize.js';
import type { PaginationOptions } from '../vpsorg/pagination.js';
import { cheapestWay } from './list-backups.js';

/**
 * The ids of the servers that the inputs name.
 *
 * @throws OperationError where no server or several bear the name, where that can't be known, or where id and name don't agree
 */
export async function resolveServers(
  { client, log }: OperationContext,
  query: ServerSelector,
): Promise<readonly number[]> {
  const { ids, name } = query;
  if (name === null) return ids;
  const view = await client.listServers();
  const found = view.items.filter((server) => server.name === name);
  const shown = `server_name ${quote(name)}`;
  if (!view.complete) {
    throw new ActionError(
      `The list of servers came incomplete, so it can't be known which server ${shown} means; nothing was changed.`,
      'Give server_id instead.',
    );
  }
  if (found.length > 1) {
    const all = found.map((server) => server.id).join(', ');
    throw new ActionError(
      `${shown} is the name of ${found.length} servers (${all}); nothing was changed.`,
      'Give the server_id of the one that is meant.',
    );
  }
  const [server] = found;
  if (server === undefined) {
    throw new ActionError(
      `No server of this account has the ${shown}; nothing was changed.`,
      'The whole name is compared, upper and lower case and spaces too.',
    );
  }
  if (ids.length > 0 && !ids.includes(server.id)) {
    throw new ActionError(
      `server_id ${ids.join(', ')} and ${shown} are not the same server: that is the name of server ${server.id}; nothing was changed.`,
      'Correct one of the two.',
    );
  }
  log.info(`${shown} is server ${server.id}`);
  return [server.id];
}

/**
 * Where to get the backups of each of several servers: one list of all serves, where it can be had whole with fewer requests.
 *
 * @returns a function of a server's id; where each server's own list is asked for, one that fails does not stop the others
 */
export async function viewSource(
  api: OperationContext['client'],
  serverIds: readonly number[],
): Promise<(serverId: number) => Promise<ListResult<Backup>>> {
  const all = serverIds.length > 1 ? await listAll(api, serverIds.length) : null;
  if (all === null) return (serverId) => listServerBackups(api, serverId);
  const rows = new Map(serverIds.map((id): [number, Backup[]] => [id, []]));
  for (const row of all.items) rows.get(row.serverId ?? 0)?.push(row);
  return async (serverId) => ({ items: rows.get(serverId) ?? [], complete: true });
}

/** A server's backups, and the rows that came along without saying whose they are. */
export interface ServerView extends ListResult<Backup> {
  readonly strays: readonly Backup[];
}

/**
 * The backups of one server; filtered on this side too, as it is not documented whether the API's filter can be relied on.
 *
 * @param enough stops the reading early once these rows are enough; the view is then partial
 */
export async function listServerBackups(
  api: OperationContext['client'],
  serverId: number,
  enough?: PaginationOptions<Backup>['stopWhen'],
): Promise<ServerView> {
  const { items, complete } = await api.listBackups({ serverId }, {}, enough);
  return {
    items: items.filter((row) => row.serverId === serverId),
    complete,
    strays: items.filter((row) => row.serverId === null),
  };
}

/** One list of everything, or `null` where it would take more requests than there are servers, or does not come whole. */
async function listAll(
  api: OperationContext['client'],
  servers: number,
): Promise<ListResult<Backup> | null> {
  const first = await api.listBackups({}, {}, () => true);
  if (first.complete) return first;
  if (cheapestWay(first, servers) === 'each') return null;
  const all = await api.listBackups({});
  return all.complete ? all : null;
}
