/** What is said of a backup that did not come to a completed one: what happened, to which backup on which server, what to do now. Pure. */
import type { Backup } from '../backups/backup.js';
import { classifyStatus } from '../backups/status.js';
import { ActionError } from '../errors.js';
import { serverLabel } from '../operations/context.js';
import type { ApiError } from '../vpsorg/errors.js';
import { formatDuration, shorten } from './sanitize.js';

/** A backup that is waited for, as far as it is known. */
export interface Awaited {
  readonly id: number;
  readonly serverId: number | null;
  /** What the API said before the wait, if it said anything. */
  readonly backup: Backup | null;
  /** What it said last. */
  readonly last: Backup | null;
}

/** Why a backup that the API says it has started must not be relied on; `null`: nothing speaks against it. */
export function validateCreated(backup: Backup, asked: number): ActionError | null {
  if (backup.serverId !== asked) return serverMismatch(backup, asked);
  return ['failed', 'gone'].includes(classifyStatus(backup.status)) ? backupFailed(backup) : null;
}

/** The error of a backup that ended in failure. */
export function backupFailed(backup: Backup): ActionError {
  const what = `Backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)} ended as ${statusLabel(backup)}: there is no backup to go back to.`;
  return new ActionError(
    what,
    'Do not deploy on it; look at the server at VPS.org, then run again.',
  );
}

/** The error of a backup that is not of the server that was asked for. */
export function serverMismatch(backup: Backup, asked: number): ActionError {
  const what = `VPS.org answered with backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)} when asked for one of server ${asked}.`;
  return new ActionError(what, 'Do not rely on it; look at both servers at VPS.org.');
}

/** @param timeoutMs the whole wait, in milliseconds */
export function waitTimedOut(one: Awaited, timeoutMs: number): ActionError {
  const what = `${backupLabel(one)} was not finished within wait_timeout (${formatDuration(timeoutMs)}); its last status was ${lastStatusLabel(one)}.`;
  return new ActionError(what, resumeHint(one));
}

/** @param absences so many whole lists in a row did not show it */
export function backupDisappeared(one: Awaited, absences: number): ActionError {
  const what = `${backupLabel(one)} is no longer in the list: it was there (${lastStatusLabel(one)}), and then missing from ${absences} whole lists in a row.`;
  return new ActionError(what, 'Somebody may have deleted it. Do not deploy on it; run again.');
}

/** @param goneMs since the wait began, in milliseconds */
export function backupNotListed(one: Awaited, goneMs: number): ActionError {
  const what = `${backupLabel(one)} is not in the list of backups, ${formatDuration(goneMs)} after the wait began.`;
  if (one.backup !== null)
    return new ActionError(
      what,
      'VPS.org gave this id when it took the order: look at the server there.',
    );
  return new ActionError(what, CHECK_ID);
}

const CHECK_ID = 'Check backup_id, and that the token belongs to the account that owns it.';

export function waitAborted(one: Awaited, fault: ApiError): ActionError {
  const what = `Could not go on waiting for ${backupLabel(one, 'backup')} (last status ${lastStatusLabel(one)}): ${fault.message}`;
  return new ActionError(what, resumeHint(one), { cause: fault });
}

/** What becomes of it, and the step that would go on waiting. Of one that was never seen nobody knows whether there is one. */
function resumeHint({ id, last }: Awaited): string {
  const goesOn = last === null ? CHECK_ID : 'The backup itself goes on at VPS.org.';
  return `${goesOn} To go on waiting, run a step with operation: wait and backup_id: ${id}.`;
}

/** `Backup 502 of server 12345 (web-server-01)` */
export function backupLabel(one: Awaited, noun = 'Backup'): string {
  return `${noun} ${one.id} of ${serverLabel(one.last?.serverId ?? one.serverId, one.last?.serverName)}`;
}

export function lastStatusLabel(one: Awaited): string {
  return one.last === null ? 'not seen yet' : statusLabel(one.last);
}

export function statusLabel(backup: Backup): string {
  return shorten(backup.status, 60) || 'no status';
}
