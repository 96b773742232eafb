/** `prune`: gives up what the retention rule gives up, on each server. */
import pLimit from 'p-limit';
import { combine, OperationError } from '../errors.js';
import type { PruneInputs } from '../inputs/inputs.js';
import { type Deps, errorsIn, filtersInWords, settleServers } from './deps.js';
import { type GivenUp, giveUp, ruleInWords } from './give-up.js';
import { resolveServers } from './servers.js';

/**
 * As many as requests may be in flight: were all servers begun at once, their first lists would stand in line before any delete, and in a large
 * fleet a list would be old by the time that it justifies one.
 */
const SERVERS_AT_ONCE = 4;

export async function prune(inputs: PruneInputs, deps: Deps): Promise<void> {
  const { keepLast, olderThanMs, scope, match, dryRun } = inputs;
  const rule = { keepLast, olderThanMs, scope, match };
  const servers = await resolveServers(deps, inputs.servers);
  deps.log.info(filtersInWords(servers, ruleInWords(rule)));
  const inTurn = pLimit(SERVERS_AT_ONCE);
  const pruneOne = async (serverId: number): Promise<void> => {
    const error = errorIn(serverId, await giveUp(deps, { serverId, rule, fresh: new Set(), dryRun }));
    if (error !== null) throw error;
  };
  const settled = await settleServers(servers, (serverId) => inTurn(() => pruneOne(serverId)));
  const errors = errorsIn(settled);
  if (errors.length > 0) throw combine(errors, { count: servers.length, noun: 'servers' });
  const went = deps.journal.facts.deletions.length;
  if (went === 0) deps.log.info('Nothing had to go');
  deps.journal.note({ status: dryRun ? 'dry_run' : went === 0 ? 'unchanged' : 'deleted' });
}

/** A list that ended it is told as what it is, beside the deletes that failed. */
function errorIn(serverId: number, { tried, failures, stopped }: GivenUp): Error | null {
  if (failures.length === 0) return stopped;
  const failed = combine(failures, { count: tried, noun: `deletes of server ${serverId}` });
  if (stopped === null) return failed;
  return new OperationError(`${failed.message}\n${stopped.message}`, '', { cause: [failed, stopped] });
}
