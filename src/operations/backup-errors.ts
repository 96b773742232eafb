/** What is said of a backup that did not come to a completed one: what happened, to which backup on which server, what to do now. Pure. */
import type { Backup } from '../backups/backup.js';
import { classify } from '../backups/status.js';
import { OperationError } from '../errors.js';
import { brief, duration } from '../report/text.js';
import type { ApiError } from '../vpsorg/errors.js';
import { serverLabel } from './deps.js';

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
export function badStart(backup: Backup, asked: number): OperationError | null {
  if (backup.serverId !== asked) return ofAnotherServer(backup, asked);
  return ['failed', 'gone'].includes(classify(backup.status)) ? endedBadly(backup) : null;
}

/** The error of a backup that ended in failure. */
export function endedBadly(backup: Backup): OperationError {
  const what = `Backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)} ended as ${statusWord(backup)}: there is no backup to go back to.`;
  return new OperationError(what, 'Do not deploy on it; look at the server at VPS.org, then run again.');
}

/** The error of a backup that is not of the server that was asked for. */
export function ofAnotherServer(backup: Backup, asked: number): OperationError {
  const what = `VPS.org answered with backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)} when asked for one of server ${asked}.`;
  return new OperationError(what, 'Do not rely on it; look at both servers at VPS.org.');
}

/** @param timeoutMs the whole wait, in milliseconds */
export function outOfTime(one: Awaited, timeoutMs: number): OperationError {
  const what = `${label(one)} was not finished within wait_timeout (${duration(timeoutMs)}); its last status was ${lastStatus(one)}.`;
  return new OperationError(what, onward(one));
}

/** @param absences so many whole lists in a row did not show it */
export function vanished(one: Awaited, absences: number): OperationError {
  const what = `${label(one)} is no longer in the list: it was there (${lastStatus(one)}), and then missing from ${absences} whole lists in a row.`;
  return new OperationError(what, 'Somebody may have deleted it. Do not deploy on it; run again.');
}

/** @param goneMs since the wait began, in milliseconds */
export function neverListed(one: Awaited, goneMs: number): OperationError {
  const what = `${label(one)} is not in the list of backups, ${duration(goneMs)} after the wait began.`;
  if (one.backup !== null) return new OperationError(what, 'VPS.org gave this id when it took the order: look at the server there.');
  return new OperationError(what, CHECK_ID);
}

const CHECK_ID = 'Check backup_id, and that the token belongs to the account that owns it.';

export function cutOff(one: Awaited, fault: ApiError): OperationError {
  const what = `Could not go on waiting for ${label(one, 'backup')} (last status ${lastStatus(one)}): ${fault.message}`;
  return new OperationError(what, onward(one), { cause: fault });
}

/** What becomes of it, and the step that would go on waiting. Of one that was never seen nobody knows whether there is one. */
function onward({ id, last }: Awaited): string {
  const goesOn = last === null ? CHECK_ID : 'The backup itself goes on at VPS.org.';
  return `${goesOn} To go on waiting, run a step with operation: wait and backup_id: ${id}.`;
}

/** `Backup 502 of server 12345 (web-server-01)` */
export function label(one: Awaited, noun = 'Backup'): string {
  return `${noun} ${one.id} of ${serverLabel(one.last?.serverId ?? one.serverId, one.last?.serverName)}`;
}

export function lastStatus(one: Awaited): string {
  return one.last === null ? 'not seen yet' : statusWord(one.last);
}

export function statusWord(backup: Backup): string {
  return brief(backup.status, 60) || 'no status';
}
