/** `list`: the backups that pass the filters, newest first. */
import { type Backup, newestFirst } from '../backups/backup.js';
import { userText } from '../backups/description.js';
import { parseOwnMarker } from '../backups/marker.js';
import { inScope, matches } from '../backups/selection.js';
import type { InputsOf } from '../inputs/table.js';
import {
  describeSettings,
  formatAge,
  formatSize,
  plural,
  serverLabel,
  serversLabel,
} from '../report/labels.js';
import { quote, shorten } from '../report/sanitize.js';
import {
  type BackupList,
  isEmpty,
  listEachServer,
  noteList,
  recordAllSlots,
  warnOfUndated,
} from '../steps/list-backups.js';
import { withUnknownServers } from '../steps/resolve-servers.js';
import { forEachServer, type Result, throwIfAnyFailed, valuesOf } from '../steps/result.js';
import type { OperationContext, ServerRef } from './context.js';

type ListInputs = InputsOf<'list'>;

/** @throws ActionError where a server is unknown, once the others were listed; ApiError */
export async function list(
  inputs: ListInputs,
  servers: readonly ServerRef[],
  ctx: OperationContext,
): Promise<void> {
  const { backupType, match, scope } = inputs;
  const settings = describeSettings([
    backupType === null ? null : `type ${backupType}`,
    `scope ${scope}`,
    match === null ? null : `match ${quote(match)}`,
  ]);
  ctx.log.info(`Listing backups of ${serversLabel(servers)}${settings}`);
  const lists = await readLists(ctx, servers, backupType);
  const read = valuesOf(lists.values());
  const backups = read
    .flatMap(({ items }) => items)
    .filter((backup) => backupType === null || backup.type === backupType)
    .filter((backup) => inScope(backup, scope, ctx.run) && matches(backup, match))
    .sort(newestFirst);
  warnOfUndated(ctx, backups);
  const isComplete = read.length === lists.size && read.every(({ complete }) => complete);
  ctx.recorder.listed(backups, isComplete);
  logBackups(ctx, backups, read[0]?.at ?? ctx.client.apiClock.now());
  const count = `${plural(backups.length, 'backup')} matched`;
  ctx.log.info(isComplete ? count : `${count} in an incomplete list`);
  ctx.slots.report(servers, Number.POSITIVE_INFINITY);
  throwIfAnyFailed(lists);
}

/** By server id; 0 for the list of all. */
async function readLists(
  ctx: OperationContext,
  servers: readonly ServerRef[],
  backupType: ListInputs['backupType'],
): Promise<ReadonlyMap<number, Result<BackupList>>> {
  if (servers.length === 0) {
    const all = await ctx.client.listBackups({ backupType });
    noteList(ctx, all, 'all servers');
    // The API may have filtered by type: then it shows no slots.
    if (backupType === null) recordAllSlots(ctx, all);
    return new Map([[0, { value: all }]]);
  }
  const listOf = await listEachServer(ctx, servers);
  const results = await forEachServer(servers, listOf);
  return withUnknownServers(ctx, servers, { results, isUnmentioned: isEmpty });
}

/** More would bury the rest of the log. */
const MAX_LINES = 100;

function logBackups(ctx: OperationContext, backups: readonly Backup[], now: number): void {
  for (const backup of backups.slice(0, MAX_LINES)) {
    const { id, serverId, serverName, type, status, sizeMb } = backup;
    const facts = [serverLabel(serverId, serverName), type, status, formatSize(sizeMb)];
    const state = parseOwnMarker(backup.description, ctx.run)?.state ?? null;
    const known = [...facts, formatAge(backup, now), state === null ? '' : `state ${state}`]
      .filter((fact) => fact !== '')
      .map((fact) => shorten(fact));
    ctx.log.info(`${id}: ${known.join(', ')}, "${shorten(userText(backup.description), 100)}"`);
  }
  if (backups.length > MAX_LINES) ctx.log.info(`… and ${backups.length - MAX_LINES} more`);
}
