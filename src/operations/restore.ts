/** `restore`: puts exactly the right backup back, or refuses before anything is sent. */
import type { Backup } from '../backups/backup.js';
import { type LatestRejection, selectLatest } from '../backups/selection.js';
import { classifyStatus } from '../backups/status.js';
import { ActionError, CancelledInFlight } from '../errors.js';
import type { LatestFilter, RestoreInputs } from '../inputs/types.js';
import { EMPTY, reportOf } from '../report/report.js';
import { formatDuration, shorten } from '../report/sanitize.js';
import { listServerBackups, resolveServers, type ServerView } from '../steps/resolve-servers.js';
import { takeSafetyBackup } from '../steps/safety-backup.js';
import { findServer, type RestoreOutcome, waitForRestore } from '../steps/wait-for-restore.js';
import { ApiError } from '../vpsorg/errors.js';
import { type OperationContext, serverLabel } from './context.js';

export async function restore(inputs: RestoreInputs, deps: OperationContext): Promise<void> {
  const { target } = inputs;
  if ('id' in target)
    deps.recorder.update({
      backups: [{ ...EMPTY, id: target.id, serverId: inputs.servers.ids[0] ?? null }],
    });
  const chosen = await choose(inputs, deps).catch(nothingRestored);
  const { backup, serverId } = chosen;
  if (inputs.dryRun) return previewRestore(deps, inputs, backup).catch(nothingRestored);
  const former = await prepare(inputs, deps, chosen).catch(nothingRestored);
  await send(deps, serverId, backup);
  deps.recorder.update({ status: 'accepted' });
  deps.log.info(
    `VPS.org accepted the restore of backup ${backup.id} to ${serverLabel(serverId, backup.serverName)}`,
  );
  if (inputs.wait) await watch(deps, inputs, { serverId, former, backup });
}

interface Chosen extends On {
  readonly backup: Backup;
}

async function choose({ servers, target }: RestoreInputs, deps: OperationContext): Promise<Chosen> {
  const serverId = (await resolveServers(deps, servers))[0] ?? 0;
  deps.recorder.update({
    backups: [{ ...EMPTY, id: 'id' in target ? target.id : null, serverId }],
  });
  const view = await listServerBackups(
    deps.client,
    serverId,
    'id' in target ? shows(target.id) : undefined,
  );
  const on = { serverId, view };
  const backup = 'id' in target ? await byId(deps, target.id, on) : latest(deps, target.latest, on);
  deps.recorder.update({ backups: [reportOf(backup)] });
  deps.log.info(
    `To be restored: backup ${backup.id} of ${serverLabel(serverId, backup.serverName)}, made ${shorten(backup.createdAt ?? 'at an unknown time')}: "${shorten(backup.description ?? '', 255)}"`,
  );
  return { ...on, backup };
}

/**
 * What comes before the order: a look at the server, the safety backup, one more look at the target.
 *
 * @returns the status that the server is to come back to; `null` where it could not be read
 */
async function prepare(
  inputs: RestoreInputs,
  deps: OperationContext,
  { serverId, view, backup }: Chosen,
): Promise<string | null> {
  const former = await formerStatus(deps, serverId);
  if (inputs.safety === null) return former;
  await takeSafetyBackup(deps, {
    serverId,
    target: backup,
    knownBackups: view,
    text: inputs.safety.description,
    limits: inputs.waitOptions,
  });
  await byId(deps, backup.id, {
    serverId,
    view: await listServerBackups(deps.client, serverId, shows(backup.id)),
  });
  // Somebody may have begun a restore meanwhile, or stopped the server: what it was before counts only where it is so still.
  const now = await formerStatus(deps, serverId);
  return now === former ? now : null;
}

/** Its row is enough: what a later page comes to does not matter. */
function shows(id: number): (rows: ReadonlyMap<number, Backup>) => boolean {
  return (rows) => rows.has(id);
}

/** Until the order is sent, whatever fails means that nothing was restored, and says so. */
function nothingRestored(fault: unknown): never {
  if (!(fault instanceof ApiError)) throw fault;
  throw new ActionError(`Nothing was restored. ${fault.message}`, '', { cause: fault });
}

interface On {
  readonly serverId: number;
  readonly view: ServerView;
}

/** Its row is enough, whether the view is whole or not. */
async function byId(deps: OperationContext, id: number, on: On): Promise<Backup> {
  const backup = on.view.items.find((row) => row.id === id);
  if (backup === undefined) throw await notOnServer(deps, id, on);
  const state = classifyStatus(backup.status);
  if (state !== 'completed') {
    deps.recorder.update({ backups: [reportOf(backup)] });
    throw new ActionError(
      `Nothing was restored: backup ${id} of ${serverLabel(on.serverId, backup.serverName)} is ${shorten(backup.status) || 'without a status'}, not completed.`,
      `${state === 'pending' ? 'Wait for it (operation: wait), or choose' : 'Choose'} another (operation: list).`,
    );
  }
  return backup;
}

/** The list of all is asked only to say it better: whose the backup is. */
async function notOnServer(deps: OperationContext, id: number, on: On): Promise<ActionError> {
  const elsewhere = await deps.client
    .listBackups({}, {}, (rows) => rows.has(id))
    .catch((fault: unknown) => {
      if (fault instanceof ApiError) return { items: [] };
      throw fault;
    });
  const row = elsewhere.items.find((one) => one.id === id && one.serverId !== on.serverId);
  const what = `Nothing was restored: backup ${id} ${whereItIs(row, on)}.`;
  return new ActionError(
    what,
    'Check backup_id and server_id; operation: list shows what is there.',
  );
}

function whereItIs(row: Backup | undefined, { serverId, view }: On): string {
  const here = serverLabel(serverId, view.items[0]?.serverName);
  if (row === undefined)
    return `was not found among the backups of ${here}${view.complete ? '' : ' (the list came incomplete)'}`;
  if (row.serverId === null)
    return `does not say which server it is of, so it can't be known whether it is of ${here}`;
  return `belongs to another server, ${serverLabel(row.serverId, row.serverName)}, not to ${here}`;
}

function latest(deps: OperationContext, filter: LatestFilter, on: On): Backup {
  const { scope, match, backupType, maxAgeMs } = filter;
  deps.log.info(
    `Filters: server ${on.serverId}, scope ${scope}, ${backupType ?? 'any'} type, max_age ${formatDuration(maxAgeMs)}${match === null ? '' : `, match "${match}"`}`,
  );
  if (!on.view.complete) throw partialForLatest(on.serverId);
  const picked = selectLatest([...on.view.items, ...on.view.strays], filter, {
    run: deps.run,
    now: deps.clock.now(),
  });
  if ('found' in picked && picked.found.serverId === null) throw strayLatest(picked.found);
  if ('found' in picked) return picked.found;
  const which =
    picked.backup === null
      ? ''
      : `backup ${picked.backup.id} (${shorten(picked.backup.createdAt ?? 'no date')})`;
  throw new ActionError(
    `Nothing was restored: ${WHY_NOT[picked.refused](which, on.serverId)}`,
    HINT[picked.refused],
  );
}

function strayLatest({ id, createdAt }: Backup): ActionError {
  const what = `Nothing was restored: the newest, backup ${id} (${shorten(createdAt ?? 'no date')}), does not say which server it is of, so it can't be known which is the latest.`;
  return new ActionError(what, 'Give the id of the backup that is meant.');
}

/** From a partial view nothing may be called the latest. */
function partialForLatest(serverId: number): ActionError {
  const what = `Nothing was restored: the list of backups of ${serverLabel(serverId)} came incomplete, so it can't be known which is the latest.`;
  return new ActionError(what, 'Try again, or give the id of the backup that is meant.');
}

const WHY_NOT: Record<LatestRejection, (which: string, serverId: number) => string> = {
  none: (_, serverId) =>
    `no completed backup of server ${serverId} is in scope and passes the filters.`,
  'unreadable date': (which) =>
    `the date of ${which} can't be read, so it can't be known which backup is the latest.`,
  'made by this run': (which) =>
    `the latest, ${which}, was made by this very run; it may be the state that is to be left behind.`,
  'too old': (which) => `the latest, ${which}, is older than max_age.`,
};

const HINT: Record<LatestRejection, string> = {
  none: 'operation: list shows what is there; scope: server takes in backups that this repository did not make.',
  'unreadable date': 'Give the id of the backup that is meant.',
  'made by this run': 'If it is meant, give its id.',
  'too old': 'If it is meant, give its id, or a longer max_age.',
};

async function previewRestore(
  deps: OperationContext,
  inputs: RestoreInputs,
  backup: Backup,
): Promise<void> {
  if (backup.serverId !== null) await formerStatus(deps, backup.serverId);
  if (inputs.safety !== null)
    deps.log.info(`Would first make a safety backup of server ${backup.serverId}, and wait for it`);
  deps.log.info(
    `Would restore backup ${backup.id} to ${serverLabel(backup.serverId, backup.serverName)}, overwriting all that is on it`,
  );
  deps.recorder.update({ status: 'dry_run' });
}

/** What is learned here serves to observe, and to see a restore that is going on: a restore at night must not wait for it for long. */
const FORMER_EFFORT = { retries: 2 } as const;

/** The status to come back to. A server that is being restored already must not be restored once more on top. */
async function formerStatus(deps: OperationContext, serverId: number): Promise<string | null> {
  const server = await findServer(deps, serverId, FORMER_EFFORT).catch((fault: unknown) => {
    if (fault instanceof ApiError) return null;
    throw fault;
  });
  if (server?.status !== 'restoring') return server?.status || null;
  const what = `Nothing was restored: a restore of ${serverLabel(serverId, server.name)} is going on already.`;
  throw new ActionError(
    what,
    'Look who started it, wait until it is over, and look at the server before anything else.',
  );
}

async function send(deps: OperationContext, serverId: number, backup: Backup): Promise<void> {
  const what = `backup ${backup.id} to ${serverLabel(serverId, backup.serverName)}`;
  const outcome = await deps.client.restoreBackup(serverId, backup.id).catch((fault: unknown) => {
    if (fault instanceof CancelledInFlight) deps.recorder.update({ status: 'unknown' });
    throw fault;
  });
  if (outcome.kind === 'accepted') return;
  if (outcome.kind === 'refused') {
    throw new ActionError(
      `The restore of ${what} was refused; nothing was restored.`,
      outcome.error.message,
      { cause: outcome.error },
    );
  }
  deps.recorder.update({ status: 'unknown' });
  throw new ActionError(
    `It is not known whether the restore of ${what} has begun. ${outcome.error.message}`,
    'The restore may have started; look at the server before anything else. It was sent once and is not sent again.',
    { cause: outcome.error },
  );
}

async function watch(
  deps: OperationContext,
  inputs: RestoreInputs,
  on: { serverId: number; former: string | null; backup: Backup },
): Promise<void> {
  const start = deps.clock.now();
  const end = await waitForRestore(deps, {
    serverId: on.serverId,
    former: on.former,
    limits: inputs.waitOptions,
  }).finally(() => {
    const waitedMs = deps.clock.now() - start;
    deps.recorder.addWaitTime(waitedMs);
    deps.recorder.updateBackup(0, { waitedMs });
  });
  const what = `the restore of backup ${on.backup.id} to ${serverLabel(on.serverId, on.backup.serverName)}`;
  if (end.kind === 'restored') {
    deps.recorder.update({ status: 'restored' });
    deps.log.info(`Restored: ${what} is over, after ${formatDuration(deps.clock.now() - start)}`);
  } else if (end.kind === 'unobserved') {
    deps.log.warning(
      `VPS.org accepted ${what}, but its completion could not be observed: ${end.why}. Look at the server before you rely on it.`,
    );
  } else {
    throw new ActionError(
      failed(end, what, inputs),
      'Look at the server at VPS.org before anything else.',
    );
  }
}

function failed(
  end: Exclude<RestoreOutcome, { kind: 'restored' | 'unobserved' }>,
  what: string,
  inputs: RestoreInputs,
): string {
  if (end.kind === 'failed')
    return `VPS.org accepted ${what}, but then the server went to ${shorten(end.status)}.`;
  return `VPS.org accepted ${what}, but it was not seen to end within wait_timeout (${formatDuration(inputs.waitOptions.timeoutMs)}); the server's last status was ${shorten(end.status ?? 'not seen')}.`;
}
