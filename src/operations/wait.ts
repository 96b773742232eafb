/** `wait`: picks up the wait for backups that were started before, in this job or another. */
import { rotationRule } from '../backups/retention.js';
import { combine } from '../errors.js';
import type { WaitInputs } from '../inputs/inputs.js';
import { NO_BACKUP, seenIn } from '../report/facts.js';
import { awaitBackups } from './await-backups.js';
import { type Deps, errorsIn, filtersInWords } from './deps.js';
import { ruleInWords } from './give-up.js';
import { rotate } from './rotate.js';
import { resolveServers } from './servers.js';

export async function wait(inputs: WaitInputs, deps: Deps): Promise<void> {
  const { backupIds } = inputs;
  const [only] = inputs.servers.ids.length === 1 ? inputs.servers.ids : [];
  deps.journal.note({ backups: backupIds.map((id) => ({ ...NO_BACKUP, id, serverId: only ?? null })) });
  const servers = await resolveServers(deps, inputs.servers);
  const serverId = servers.length === 1 ? (servers[0] ?? null) : null;
  const rule = inputs.keepLast === null ? null : rotationRule(inputs.keepLast, 'repository');
  deps.log.info(filtersInWords(servers, rule === null ? null : ruleInWords(rule)));
  const ended = await awaitBackups(deps, {
    targets: backupIds.map((id) => ({ id, serverId, backup: null })),
    limits: inputs.limits,
    firstPauseMs: 0,
    onlyOn: servers,
    onSeen: (place, { backup, waitedMs }) => deps.journal.noteBackup(place, { ...(backup === null ? {} : seenIn(backup)), waitedMs }),
  });
  const errors = errorsIn(ended);
  if (errors.length > 0) throw combine(errors, { count: backupIds.length, noun: 'backups' });
  const completed = ended.flatMap((one) => ('value' in one ? [one.value] : []));
  // `scope` is not an input of wait: only this repository's backups rotate.
  if (inputs.keepLast !== null) await rotate(deps, { keepLast: inputs.keepLast, scope: 'repository', completed, dryRun: inputs.dryRun });
}
