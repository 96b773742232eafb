/** `prune`: deletes what the retention policy selects, on each server. */
import pLimit from 'p-limit';
import { ActionError, combineErrors, problemOf, remedyOf } from '../errors.js';
import type { InputsOf } from '../inputs/table.js';
import { describePolicy, serverLabel, serversLabel } from '../report/labels.js';
import { ofServer } from '../report/report.js';
import { keptReasons, warnOfUnjudged, wouldServerScopeHelp } from '../steps/kept-backups.js';
import { type PruneResult, pruneServer } from '../steps/prune-server.js';
import { withUnknownServers } from '../steps/resolve-servers.js';
import { forEachServer, type Result, throwIfAnyFailed, valuesOf } from '../steps/result.js';
import { MAX_CONCURRENT_REQUESTS } from '../vpsorg/client.js';
import type { OperationContext, ServerRef } from './context.js';

/** @throws ActionError where any delete failed, a server is unknown, or a list is incomplete */
export async function prune(
  inputs: InputsOf<'prune'>,
  servers: readonly ServerRef[],
  ctx: OperationContext,
): Promise<void> {
  const { keepLast, olderThanMs, scope, match, dryRun } = inputs;
  const policy = { keepLast, olderThanMs, scope, match };
  for (const server of servers) ctx.recorder.update(server.id, ofServer(server));
  ctx.log.info(
    `${dryRun ? 'Planning to prune' : 'Pruning'} ${serversLabel(servers)} (${describePolicy(policy)})`,
  );
  // A list of a server that is begun too early would be old by the time of its first delete.
  const limit = pLimit(MAX_CONCURRENT_REQUESTS);
  const results = await forEachServer(servers, (server) =>
    limit(() => pruneServer(ctx, { server, policy, ownBackupIds: new Set(), dryRun })),
  );
  warnOfUnjudged(
    ctx,
    valuesOf(results.values()).flatMap(({ decisions }) => decisions),
  );
  const isUnmentioned = ({ decisions }: PruneResult): boolean => decisions.length === 0;
  const checked = await withUnknownServers(ctx, servers, { results, isUnmentioned });
  for (const server of servers) {
    const one = checked.get(server.id);
    if (one !== undefined && 'value' in one) logNothing(ctx, server, { result: one.value, policy });
  }
  ctx.slots.report(servers, Number.POSITIVE_INFINITY);
  throwIfAnyFailed(new Map([...checked].map(([id, one]) => [id, toResult(id, one)])));
  ctx.recorder.done();
}

interface Pruned {
  readonly result: PruneResult;
  readonly policy: Parameters<typeof describePolicy>[0];
}

function logNothing(
  ctx: OperationContext,
  { id, name }: ServerRef,
  { result, policy }: Pruned,
): void {
  const { decisions } = result;
  if (decisions.some(({ action }) => action === 'delete')) return;
  const label = serverLabel(id, name);
  const why = decisions.length === 0 ? 'it has no backups' : keptReasons(decisions);
  const wider = wouldServerScopeHelp(ctx, result, policy)
    ? '. With scope: server some would be deleted'
    : '';
  ctx.log.info(`Nothing to delete on ${label}: ${why}${wider}`);
}

function toResult(serverId: number, one: Result<PruneResult>): Result<unknown> {
  if ('error' in one) return one;
  const { failures, attempted, abortedBy } = one.value;
  if (failures.length === 0) return abortedBy === null ? one : { error: abortedBy };
  const noun = `deletes of server ${serverId}`;
  const failed = combineErrors(failures, { count: Math.max(attempted, failures.length), noun });
  if (abortedBy === null) return { error: failed };
  const problem = `${problemOf(failed)}\n${problemOf(abortedBy)}`;
  return { error: new ActionError(problem, remedyOf(failed), { cause: abortedBy }) };
}
