/** `wait`: picks up the wait for backups that were started before, in this job or another. */
import { combine } from '../errors.js';
import type { WaitInputs } from '../inputs/inputs.js';
import { factOf, NO_BACKUP } from '../report/facts.js';
import { duration } from '../report/text.js';
import { awaitBackups } from './await-backups.js';
import { type Deps, errorsIn, serverLabel } from './deps.js';
import { rotate } from './rotate.js';
import { resolveServers } from './servers.js';

export async function wait(inputs: WaitInputs, deps: Deps): Promise<void> {
  const { backupIds } = inputs;
  const [only] = inputs.servers.ids.length === 1 ? inputs.servers.ids : [];
  deps.journal.note({ backups: backupIds.map((id) => ({ ...NO_BACKUP, id, serverId: only ?? null })) });
  const servers = await resolveServers(deps, inputs.servers);
  const serverId = servers.length === 1 ? (servers[0] ?? null) : null;
  const begun = deps.clock.now();
  const ended = await awaitBackups(deps, {
    targets: backupIds.map((id) => ({ id, serverId, backup: null })),
    limits: inputs.limits,
    firstPauseMs: 0,
    onlyOn: servers,
    onSeen: (place, backup, waitedMs) => {
      if (backup !== null) deps.journal.noteBackup(place, { ...factOf(backup), waitedMs });
    },
  });
  deps.journal.note({ waitedMs: deps.clock.now() - begun });
  const errors = errorsIn(ended);
  if (errors.length > 0) throw combine(errors, { count: backupIds.length, noun: 'backups' });
  const completed = ended.flatMap((one) => ('value' in one ? [one.value] : []));
  for (const backup of completed)
    deps.log.info(
      `Backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)} is completed, after ${duration(deps.clock.now() - begun)}`,
    );
  // `scope` is not an input of wait: only this repository's backups rotate.
  if (inputs.keepLast !== null) await rotate(deps, { keepLast: inputs.keepLast, scope: 'repository', completed, dryRun: inputs.dryRun });
}
