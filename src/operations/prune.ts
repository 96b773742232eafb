/** `prune`: gives up what the retention rule gives up, on each server. */
import pLimit from 'p-limit';
import { ActionError, combineErrors } from '../errors.js';
import type { PruneInputs } from '../inputs/types.js';
import { describePolicy, type PruneResult, pruneServer } from '../steps/prune-server.js';
import { resolveServers } from '../steps/resolve-servers.js';
import { describeSettings, errorsOf, forEachServer, type OperationContext } from './context.js';

/**
 * As many as requests may be in flight: were all servers begun at once, their first lists would stand in line before any delete, and in a large
 * fleet a list would be old by the time that it justifies one.
 */
const SERVERS_AT_ONCE = 4;

export async function prune(inputs: PruneInputs, deps: OperationContext): Promise<void> {
  const { keepLast, olderThanMs, scope, match, dryRun } = inputs;
  const rule = { keepLast, olderThanMs, scope, match };
  const servers = await resolveServers(deps, inputs.servers);
  deps.log.info(describeSettings(servers, describePolicy(rule)));
  const inTurn = pLimit(SERVERS_AT_ONCE);
  const pruneOne = async (serverId: number): Promise<void> => {
    const error = errorIn(
      serverId,
      await pruneServer(deps, { serverId, rule, ownBackupIds: new Set(), dryRun }),
    );
    if (error !== null) throw error;
  };
  const settled = await forEachServer(servers, (serverId) => inTurn(() => pruneOne(serverId)));
  const errors = errorsOf(settled);
  if (errors.length > 0) throw combineErrors(errors, { count: servers.length, noun: 'servers' });
  const went = deps.recorder.report.deletions.length;
  if (went === 0) deps.log.info('Nothing had to go');
  deps.recorder.update({ status: dryRun ? 'dry_run' : went === 0 ? 'unchanged' : 'deleted' });
}

/** A list that ended it is told as what it is, beside the deletes that failed. */
function errorIn(serverId: number, { attempted, failures, abortedBy }: PruneResult): Error | null {
  if (failures.length === 0) return abortedBy;
  const failed = combineErrors(failures, {
    count: attempted,
    noun: `deletes of server ${serverId}`,
  });
  if (abortedBy === null) return failed;
  return new ActionError(`${failed.message}\n${abortedBy.message}`, '', {
    cause: [failed, abortedBy],
  });
}
