/** Lists of backups: of one server, of several with as few requests as show them all. */

import type { Backup } from '../backups/backup.js';
import { countedTowardLimit } from '../backups/retention.js';
import { groupBy } from '../group-by.js';
import type { OperationContext } from '../operations/context.js';
import { formatDuration, plural, type ServerRef, serverLabel } from '../report/labels.js';
import { shorten } from '../report/sanitize.js';
import { ApiError } from '../vpsorg/errors.js';
import type { ListOptions } from '../vpsorg/options.js';
import type { ListResult } from '../vpsorg/pagination.js';

/** A list of backups. */
export type BackupList = ListResult<Backup>;

/** Whether it shows that there are no backups. */
export function isEmpty({ items, complete }: BackupList): boolean {
  return complete && items.length === 0;
}

/** The backups of one server. Filtered here too: it is not documented that the API's filter works. */
export async function listServerBackups(
  ctx: OperationContext,
  server: ServerRef,
  options: ListOptions<Backup> = {},
): Promise<BackupList> {
  const list = await ctx.client.listBackups({ serverId: server.id }, options);
  return ofServer(ctx, list, server);
}

/** The rows of one server in a list that may hold others'. */
function ofServer(ctx: OperationContext, list: BackupList, server: ServerRef): BackupList {
  const own = { ...list, items: list.items.filter(({ serverId }) => serverId === server.id) };
  noteList(ctx, own, serverLabel(server.id, server.name));
  recordSlots(ctx, own, server.id);
  return own;
}

/**
 * Counts the slots that a complete list shows in use. A row that was deleted (204) may linger in it;
 * after any other answer only the list decides.
 */
export function recordSlots(ctx: OperationContext, list: BackupList, serverId: number): void {
  if (!list.complete) return;
  const used = countedTowardLimit(list.items).filter(({ id }) => !ctx.ledger.isRemoved(id));
  ctx.slots.record(serverId, used.length);
}

/** The same of a list of all servers: of each that it mentions, or that an earlier list did. */
export function recordAllSlots(ctx: OperationContext, list: BackupList): void {
  const byServer = groupBy(list.items, ({ serverId }) => serverId);
  for (const serverId of new Set([...byServer.keys(), ...ctx.slots.servers()]))
    recordSlots(ctx, { ...list, items: byServer.get(serverId) ?? [] }, serverId);
}

/**
 * The backups of each of several servers: from one list of all, where that takes no more requests
 * than the servers' own lists.
 *
 * @returns a function of a server; where own lists are read, one that fails does not stop the others
 */
export async function listEachServer(
  ctx: OperationContext,
  servers: readonly ServerRef[],
): Promise<(server: ServerRef) => Promise<BackupList>> {
  const all = servers.length > 1 ? await listAll(ctx, { maxPages: servers.length }) : null;
  if (all === null || !all.complete) return (server) => listServerBackups(ctx, server);
  const byServer = groupBy(all.items, ({ serverId }) => serverId);
  return async (server) => {
    const list = { ...all, items: byServer.get(server.id) ?? [] };
    recordSlots(ctx, list, server.id);
    noteList(ctx, list, serverLabel(server.id, server.name));
    return list;
  };
}

/** @returns `null` where the API does not list the backups of all servers */
export async function listAll(
  ctx: OperationContext,
  options: ListOptions<Backup>,
): Promise<BackupList | null> {
  try {
    return await ctx.client.listBackups({}, options);
  } catch (error) {
    if (isOfThisList(error)) return null;
    throw error;
  }
}

/** A token that is not valid is so for every list; an API that does not answer, too. */
function isOfThisList(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status !== null && error.status !== 401;
}

/** A list of all that fails in so many polls in a row gives way to each server's own. */
const MAX_FAILED_POLLS = 3;

/** As {@link listAll}, in polls: a passing error does not turn one request a poll into one a server. */
export function pollingListAll(
  ctx: OperationContext,
): (options: ListOptions<Backup>) => Promise<BackupList | null> {
  let failures = 0;
  return async (options) => {
    try {
      const list = await ctx.client.listBackups({}, options);
      failures = 0;
      return list;
    } catch (error) {
      // Limited by rate, more requests would make it worse.
      if (!isOfThisList(error) || error.status === 429) throw error;
      failures += 1;
      if (error.isTransient && failures < MAX_FAILED_POLLS) throw error;
      return null;
    }
  };
}

/** Over this, ages on the runner's clock would mislead. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** Warns, once a step and reason, of what must be known of a list. */
export function noteList(ctx: OperationContext, list: BackupList, label: string): void {
  const { offsetMs } = ctx.client.apiClock;
  if (Math.abs(offsetMs) > MAX_CLOCK_SKEW_MS) {
    const direction = offsetMs > 0 ? 'behind' : 'ahead of';
    ctx.log.warnOnce(
      'clock',
      `The runner's clock is ${formatDuration(Math.abs(offsetMs))} ${direction} the API's; ages are measured on the API's.`,
    );
  }
  if (list.reason === null) return;
  const topic = `incomplete ${list.reason.replace(/\d+/g, '#')}`;
  ctx.log.warnOnce(
    topic,
    `The list of backups of ${label} is incomplete: ${shorten(list.reason, 400)}.`,
  );
}

/** Warns, once a step, of backups whose date can't be used: they are never deleted and not ranked. */
export function warnOfUndated(ctx: OperationContext, backups: readonly Backup[]): void {
  const undated = backups.filter(({ createdAtMs }) => createdAtMs === null);
  const [first] = undated;
  if (first === undefined) return;
  const date = first.createdAt === null ? 'none' : `"${shorten(first.createdAt, 40)}"`;
  ctx.log.warnOnce(
    'undated',
    `${plural(undated.length, 'backup')} without a usable date (backup ${first.id} of server ${first.serverId}: ${date}): never deleted, and without a rank.`,
  );
}
