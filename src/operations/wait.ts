/** `wait`: picks up the wait for backups that were started before, in this job or another. */
import { keepLastPolicy } from '../backups/retention.js';
import { combineErrors } from '../errors.js';
import type { WaitInputs } from '../inputs/types.js';
import { EMPTY, observed } from '../report/report.js';
import { describePolicy } from '../steps/prune-server.js';
import { resolveServers } from '../steps/resolve-servers.js';
import { rotate } from '../steps/rotate.js';
import { waitForBackups } from '../steps/wait-for-backups.js';
import { describeSettings, errorsOf, type OperationContext } from './context.js';

export async function wait(inputs: WaitInputs, deps: OperationContext): Promise<void> {
  const { backupIds } = inputs;
  const [only] = inputs.servers.ids.length === 1 ? inputs.servers.ids : [];
  deps.recorder.update({
    backups: backupIds.map((id) => ({ ...EMPTY, id, serverId: only ?? null })),
  });
  const servers = await resolveServers(deps, inputs.servers);
  const serverId = servers.length === 1 ? (servers[0] ?? null) : null;
  const rule = inputs.keepLast === null ? null : keepLastPolicy(inputs.keepLast, 'repository');
  deps.log.info(describeSettings(servers, rule === null ? null : describePolicy(rule)));
  const ended = await waitForBackups(deps, {
    backups: backupIds.map((id) => ({ id, serverId, backup: null })),
    limits: inputs.waitOptions,
    firstPauseMs: 0,
    onlyOn: servers,
    onUpdate: (place, { backup, waitedMs }) =>
      deps.recorder.updateBackup(place, { ...(backup === null ? {} : observed(backup)), waitedMs }),
  });
  const errors = errorsOf(ended);
  if (errors.length > 0) throw combineErrors(errors, { count: backupIds.length, noun: 'backups' });
  const completed = ended.flatMap((one) => ('value' in one ? [one.value] : []));
  // `scope` is not an input of wait: only this repository's backups rotate.
  if (inputs.keepLast !== null)
    await rotate(deps, {
      keepLast: inputs.keepLast,
      scope: 'repository',
      completed,
      dryRun: inputs.dryRun,
    });
}
