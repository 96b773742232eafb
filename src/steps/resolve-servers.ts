/** Which servers the inputs mean, and whether they exist. */
import { distance } from 'fastest-levenshtein';
import { ActionError } from '../errors.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { serverLabel, serversLabel } from '../report/labels.js';
import * as messages from '../report/messages.js';
import { quote, shorten } from '../report/sanitize.js';
import { ApiError } from '../vpsorg/errors.js';
import type { Server } from '../vpsorg/schemas.js';
import type { Result } from './result.js';

/** `server_id` and `server_name`; with both, a guard: they must name the same servers. */
interface ServerSelector {
  readonly serverIds: readonly number[] | null;
  /** In Unicode NFC. */
  readonly serverNames: readonly string[] | null;
}

/**
 * @returns the servers in the order given; none where the inputs name none
 * @throws ActionError where a name is unknown or ambiguous, or ids and names don't agree; ApiError
 */
export async function resolveServers(
  ctx: OperationContext,
  { serverIds, serverNames }: ServerSelector,
): Promise<readonly ServerRef[]> {
  if (serverNames === null) return (serverIds ?? []).map((id) => ({ id, name: null }));
  const servers = await ctx.client.listServers();
  if (servers.reason !== null) {
    throw new ActionError(
      `The list of servers is incomplete (${shorten(servers.reason, 300)}), so server_name ${serverNames.map(quote).join(', ')} can't be resolved. Nothing was changed.`,
      'Set server_id instead.',
    );
  }
  const named = servers.items.flatMap(({ id, name }) => (name ? { id, name } : []));
  const resolved = serverNames.map((name) => findByName(named, name));
  if (serverIds !== null) assertSame(serverIds, resolved);
  for (const { id, name } of resolved) ctx.log.info(`server_name ${quote(name)} is server ${id}`);
  return resolved;
}

interface NamedServer extends ServerRef {
  readonly name: string;
}

function findByName(servers: readonly NamedServer[], name: string): NamedServer {
  const found = servers.filter((server) => server.name.normalize('NFC') === name);
  const [server] = found;
  if (server === undefined) {
    throw new ActionError(
      `No server of this account has the name ${quote(name)}. Nothing was changed.${nearNames(servers, name)}`,
      'Correct server_name: case and spaces count.',
    );
  }
  if (found.length === 1) return server;
  throw new ActionError(
    `${found.length} servers have the name ${quote(name)} (${found.map(({ id }) => id).join(', ')}). Nothing was changed.`,
    'Set server_id to the one that you mean.',
  );
}

function assertSame(ids: readonly number[], servers: readonly NamedServer[]): void {
  const byName = new Set(servers.map(({ id }) => id));
  if (ids.length === byName.size && ids.every((id) => byName.has(id))) return;
  const named = servers.map(labelByName).join(', ');
  throw new ActionError(
    `server_id ${ids.join(', ')} and server_name ${named} are not the same. Nothing was changed.`,
    'Correct one of the two.',
  );
}

/** `"web-1" (server 5)` */
function labelByName({ id, name }: NamedServer): string {
  return `${quote(name)} (server ${id})`;
}

const MAX_SUGGESTIONS = 5;

/** ` Near: "web-1" (server 5), …`, or an empty text where nothing is near. */
function nearNames(servers: readonly NamedServer[], wanted: string): string {
  const ranked = servers
    .map((server) => ({
      server,
      far: distance(wanted.toLowerCase(), server.name.toLowerCase()),
    }))
    .filter(({ far }) => far <= Math.max(2, wanted.length / 2))
    .sort((a, b) => a.far - b.far)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ server }) => labelByName(server));
  return ranked.length === 0 ? '' : ` Near: ${ranked.join(', ')}.`;
}

/**
 * Ids that no backup mentions may be mistyped.
 *
 * @param isUnmentioned whether a complete list shows no backup of the server
 * @returns the results, with an error for each server that the account does not have
 */
export async function withUnknownServers<T>(
  ctx: OperationContext,
  servers: readonly ServerRef[],
  { results, isUnmentioned }: ServerResults<T>,
): Promise<ReadonlyMap<number, Result<T>>> {
  const unmentioned = servers.filter(({ id }) => {
    const one = results.get(id);
    return one !== undefined && 'value' in one && isUnmentioned(one.value);
  });
  const unknown = await unknownServers(ctx, unmentioned);
  const errors = [...unknown].map(([id, error]): [number, Result<T>] => [id, { error }]);
  return new Map([...results, ...errors]);
}

interface ServerResults<T> {
  readonly results: ReadonlyMap<number, Result<T>>;
  readonly isUnmentioned: (value: T) => boolean;
}

/**
 * @param unmentioned servers of which a complete list shows no backup
 * @returns an error for each that a complete list of servers does not know; a warning is logged
 *   where that list can't be read
 */
async function unknownServers(
  ctx: OperationContext,
  unmentioned: readonly ServerRef[],
): Promise<ReadonlyMap<number, Error>> {
  if (unmentioned.length === 0) return new Map();
  const servers = await ctx.client.listServers().catch((error: unknown) => {
    if (error instanceof ApiError) return { items: [], reason: error.problem };
    throw error;
  });
  if (servers.reason !== null) {
    ctx.log.warning(
      `It could not be checked whether the account has ${serversLabel(unmentioned)}: the list of servers is incomplete (${shorten(servers.reason, 200)}).`,
    );
    return new Map();
  }
  const known = new Set(servers.items.map(({ id }) => id));
  const unknown = unmentioned.filter(({ id }) => !known.has(id));
  return new Map(
    unknown.map((server) => [
      server.id,
      messages.unknownServer(server, nearIds(servers.items, server)),
    ]),
  );
}

function nearIds(servers: readonly Server[], { id }: ServerRef): string[] {
  return [...servers]
    .sort((a, b) => distance(String(a.id), String(id)) - distance(String(b.id), String(id)))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ id: near, name }) => serverLabel(near, name).slice('server '.length));
}
