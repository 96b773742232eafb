/** `check`: are the backups there, fresh and plausible? Reads only. */
import { assessHealth, type Finding, type Health } from '../backups/health.js';
import { MANUAL_BACKUP_LIMIT } from '../backups/retention.js';
import { inScope, matches } from '../backups/selection.js';
import { ActionError, problemOf, type Remedy, remedyOf } from '../errors.js';
import type { InputsOf } from '../inputs/table.js';
import type { ServerCheck } from '../report/checks.js';
import {
  capitalize,
  describeSettings,
  formatDuration,
  formatSize,
  plural,
  serverLabel,
  serversLabel,
} from '../report/labels.js';
import { EMPTY, observed } from '../report/report.js';
import { quote, shorten } from '../report/sanitize.js';
import { type BackupList, isEmpty, listEachServer, warnOfUndated } from '../steps/list-backups.js';
import { withUnknownServers } from '../steps/resolve-servers.js';
import { errorsOf, forEachServer, type Result, valuesOf } from '../steps/result.js';
import { ApiError } from '../vpsorg/errors.js';
import type { OperationContext, ServerRef } from './context.js';

type CheckInputs = InputsOf<'check'>;

/** @throws ActionError where any server fails, once all were checked */
export async function check(
  inputs: CheckInputs,
  named: readonly ServerRef[],
  ctx: OperationContext,
): Promise<void> {
  const servers = named.length > 0 ? named : await allServers(ctx);
  logStart(inputs, servers, ctx);
  const results = await readLists(ctx, servers);
  const lists = await withUnknownServers(ctx, servers, { results, isUnmentioned: isEmpty });
  warnOfUndated(
    ctx,
    valuesOf(lists.values()).flatMap(({ items }) => items),
  );
  const checks = servers.map((server) =>
    checkServer(ctx, inputs, {
      server,
      list: lists.get(server.id) ?? { error: new Error('not listed') },
    }),
  );
  ctx.recorder.checks(checks);
  for (const one of checks) logCheck(ctx, one);
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return;
  throw checkFailed(failed, checks.length, remedyFor(failed, errorsOf(lists.values())));
}

/** Where the list of all can't be read, that is each server's problem. */
async function readLists(
  ctx: OperationContext,
  servers: readonly ServerRef[],
): Promise<ReadonlyMap<number, Result<BackupList>>> {
  const listOf = await listEachServer(ctx, servers).catch(
    (error: unknown) => () => Promise.reject(error),
  );
  return forEachServer(servers, listOf);
}

/** Where no list was read, the remedy is that of the error which came instead. */
function remedyFor(failed: readonly ServerCheck[], errors: readonly Error[]): Remedy {
  const isUnseen = errors.length === failed.length;
  return isUnseen ? remedyOf(errors[0]) : 'Check these backups on VPS.org.';
}

/** @throws ActionError where the account's servers are not all known */
async function allServers(ctx: OperationContext): Promise<ServerRef[]> {
  ctx.recorder.checks([]); // failed, unless all are known
  const { items, reason } = await ctx.client.listServers();
  if (reason === null && items.length > 0) return items.map(({ id, name }) => ({ id, name }));
  const why = reason === null ? 'is empty' : `is incomplete (${shorten(reason, 300)})`;
  throw new ActionError(
    `The list of servers ${why}, so not all servers of the account could be checked.`,
    'Set server_id or server_name, and check whose token it is.',
  );
}

function logStart(inputs: CheckInputs, servers: readonly ServerRef[], ctx: OperationContext): void {
  const { maxAgeMs, maxShrink, minBackups, backupType, scope, match } = inputs;
  const settings = describeSettings([
    `max_age ${formatDuration(maxAgeMs)}`,
    `max_shrink ${formatPercent(maxShrink)}`,
    `min_backups ${minBackups}`,
    backupType === null ? null : `type ${backupType}`,
    `scope ${scope}`,
    match === null ? null : `match ${quote(match)}`,
  ]);
  ctx.log.info(`Checking backups of ${serversLabel(servers)}${settings}`);
}

interface Listed {
  readonly server: ServerRef;
  readonly list: Result<BackupList>;
}

function checkServer(
  ctx: OperationContext,
  inputs: CheckInputs,
  { server, list }: Listed,
): ServerCheck {
  const base = {
    ...{ serverId: server.id, serverName: server.name, slotsUsed: ctx.slots.get(server.id) },
    ...{ backupId: null, ageMs: null, sizeMb: null, previousSizeMb: null, completed: 0 },
  };
  if ('error' in list) {
    // The row names its server already.
    const { cause } = list.error;
    const problem = problemOf(cause instanceof ApiError ? cause : list.error);
    return { ...base, ok: false, problems: [problem], warnings: [] };
  }
  const { items, complete, reason, at } = list.value;
  const backups = items
    .filter(({ type }) => inputs.backupType === null || type === inputs.backupType)
    .filter((backup) => inScope(backup, inputs.scope, ctx.run) && matches(backup, inputs.match));
  const health = assessHealth(backups, inputs, { now: at, repository: ctx.run });
  const serverName = server.name ?? items[0]?.serverName ?? null;
  if (!complete) {
    const incomplete = `its list of backups is incomplete (${shorten(reason ?? '', 300)})`;
    // Of the rest, only what rows show is certain: neither which is the newest nor what is missing.
    const stuck = health.problems.filter(({ kind }) => kind === 'stuck');
    const problems = [incomplete, ...stuck.map((one) => describe(one, inputs))];
    return { ...base, serverName, ok: false, problems, warnings: [] };
  }
  const problems = health.problems.map((one) => describe(one, inputs));
  recordNewest(ctx, server, health);
  return {
    ...base,
    ...{ serverName, ok: problems.length === 0, problems },
    warnings: [
      ...health.warnings.map((one) => describe(one, inputs)),
      ...slotWarnings(base.slotsUsed),
    ],
    backupId: health.newest?.id ?? null,
    ageMs: health.ageMs,
    sizeMb: health.newest?.sizeMb ?? null,
    previousSizeMb: health.previousSizeMb,
    completed: health.completed,
  };
}

function recordNewest(ctx: OperationContext, server: ServerRef, { newest }: Health): void {
  if (newest !== null) ctx.recorder.update(server.id, { ...EMPTY, ...observed(newest) });
}

function slotWarnings(used: number | null): string[] {
  if ((used ?? 0) < MANUAL_BACKUP_LIMIT) return [];
  return [`no free slot: ${used} of ${MANUAL_BACKUP_LIMIT} are used`];
}

/** A finding with its figure and limit. */
function describe(finding: Finding, { maxAgeMs, maxShrink, minBackups }: CheckInputs): string {
  const limit = formatDuration(maxAgeMs);
  switch (finding.kind) {
    case 'none':
      return `no completed backup within max_age ${limit}`;
    case 'undated':
      return `no completed backup within max_age ${limit}: backup ${finding.backupId} has no usable date`;
    case 'stale':
      return `newest backup ${finding.backupId} is ${formatDuration(finding.ageMs)} old (max_age ${limit})`;
    case 'nearly stale':
      return `newest backup ${finding.backupId} is ${formatDuration(finding.ageMs)} old, over 80% of max_age ${limit}`;
    case 'too few':
      return `${plural(finding.completed, 'completed backup')} with data (min_backups ${minBackups})`;
    case 'empty':
      return `newest backup ${finding.backupId} has 0 MB`;
    case 'shrunk':
      return `newest backup ${finding.backupId} has ${formatSize(finding.sizeMb)}, ${formatPercent(1 - finding.sizeMb / finding.previousSizeMb)} smaller than ${formatSize(finding.previousSizeMb)} before (max_shrink ${formatPercent(maxShrink)})`;
    case 'stuck':
      return `backup ${finding.backupId} has been pending for ${formatDuration(finding.ageMs)} (limit 24h)`;
  }
}

/** From 0 to 1, as `12.3%`. */
function formatPercent(part: number): string {
  return `${Math.round(part * 1_000) / 10}%`;
}

function logCheck(
  ctx: OperationContext,
  { serverId, serverName, ok, problems, warnings, ageMs, sizeMb }: ServerCheck,
): void {
  const label = capitalize(serverLabel(serverId, serverName));
  const facts = [`${formatDuration(ageMs ?? 0)} old`, formatSize(sizeMb)].filter(Boolean);
  ctx.log.info(
    ok ? `${label}: ok (newest backup ${facts.join(', ')})` : `${label}: ${problems.join('; ')}`,
  );
  for (const warning of warnings) ctx.log.warning(`${label}: ${warning}.`);
}

function checkFailed(failed: readonly ServerCheck[], count: number, remedy: Remedy): ActionError {
  const lines = failed.map(({ serverId, serverName, problems }) => {
    return `- ${serverLabel(serverId, serverName)}: ${problems.join('; ')}`;
  });
  return new ActionError(
    `The check failed for ${failed.length} of ${plural(count, 'server')}.`,
    remedy,
    { table: lines },
  );
}
