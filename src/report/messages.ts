/** The errors of creating, waiting for, listing and deleting backups: each thing is said one way. */
import type { Backup } from '../backups/backup.js';
import { MANUAL_BACKUP_LIMIT } from '../backups/retention.js';
import { ActionError, problemOf, remedyOf } from '../errors.js';
import type { ApiError } from '../vpsorg/errors.js';
import {
  backupLabel,
  capitalize,
  formatDuration,
  type ServerRef,
  serverLabel,
  statusLabel,
} from './labels.js';
import { shorten } from './sanitize.js';

export const LIST_HINT = 'Check backup_id and server_id; operation: list shows what is there.';
export const CHECK_SERVER = 'Check the server on VPS.org before anything else.';

/** Of a reason in a message that says much else. */
const MAX_REASON_LENGTH = 60;

/** The server that an error is about, and the key of its request. */
interface Requested {
  readonly server: ServerRef;
  readonly idempotencyKey: string;
}

export function labelOf({ id, name }: ServerRef): string {
  return serverLabel(id, name);
}

/** A backup that a wait is about, as far as it is known. */
export interface WaitedFor {
  readonly id: number;
  readonly serverId: number | null;
  readonly last: Backup | null;
}

/** `Backup 502 of server 12345 (web-server-01)`, or less where less is known. */
function waitedForLabel({ id, serverId, last }: WaitedFor): string {
  if (last !== null) return backupLabel(last);
  return serverId === null ? `backup ${id}` : `backup ${id} of ${serverLabel(serverId)}`;
}

export function lastStatusLabel({ last }: WaitedFor): string {
  return last === null ? 'not listed yet' : statusLabel(last.status);
}

export function backupFailed(backup: Backup): ActionError {
  return new ActionError(
    `${capitalize(backupLabel(backup))} failed (status: ${statusLabel(backup.status)}).`,
    CHECK_SERVER,
  );
}

export function serverMismatch(backup: Backup, requested: number): ActionError {
  return new ActionError(
    `VPS.org answered with ${backupLabel(backup)} when asked for one of server ${requested}.`,
    'Check both servers on VPS.org before anything else.',
  );
}

/** @param lastError what was wrong with the last poll; `null` if nothing */
export function waitTimedOut(
  waited: WaitedFor,
  timeoutMs: number,
  lastError: string | null,
): ActionError {
  const polls = lastError === null ? '' : ` Last poll: ${lastError}`;
  // Of one that no list has shown, it is not known whether it runs.
  const running = waited.last === null ? '' : '; it is still running on VPS.org';
  return new ActionError(
    `${capitalize(waitedForLabel(waited))} did not complete within ${formatDuration(timeoutMs)} (last status: ${lastStatusLabel(waited)})${running}.${polls}`,
    { resume: [waited.id] },
  );
}

export function waitAborted(waited: WaitedFor, error: Error): ActionError {
  return new ActionError(
    `The wait for ${waitedForLabel(waited)} ended (last status: ${lastStatusLabel(waited)}): ${problemOf(error)}`,
    { resume: [waited.id] },
    { cause: error },
  );
}

export function backupDisappeared(waited: WaitedFor, absences: number): ActionError {
  return new ActionError(
    `${capitalize(waitedForLabel(waited))} disappeared: it was listed (${lastStatusLabel(waited)}), then missing from ${absences === 1 ? 'the last complete list' : `${absences} complete lists in a row`}.`,
    'Re-run to create another backup before you deploy.',
  );
}

export function backupNotListed(waited: WaitedFor, waitedMs: number): ActionError {
  return new ActionError(
    `${capitalize(waitedForLabel(waited))} is not in the list of backups after ${formatDuration(waitedMs)}.`,
    'Check backup_id, and that the token belongs to the account that owns it.',
  );
}

export function belongsElsewhere(backup: Backup, servers: readonly number[]): ActionError {
  return new ActionError(
    `Backup ${backup.id} belongs to ${serverLabel(backup.serverId, backup.serverName)}, not to server ${servers.join(', ')}.`,
    'Correct server_id or backup_id.',
  );
}

/** @param incomplete why the list could not prove anything; `null` where it shows no such backup */
export function unconfirmed(
  { server, idempotencyKey }: Requested,
  error: ApiError,
  { sends, incomplete }: { readonly sends: number; readonly incomplete: string | null },
): ActionError {
  const requests = sends === 1 ? 'the request' : `${sends} requests`;
  const list =
    incomplete === null
      ? `no listed backup has key=${idempotencyKey}`
      : `the list is incomplete (${shorten(incomplete, 200)})`;
  return new ActionError(
    `Could not confirm whether VPS.org created a backup of ${labelOf(server)}: ${requests} got no definite answer (${shorten(error.shortReason, MAX_REASON_LENGTH)}), and ${list}.`,
    `If a backup with key=${idempotencyKey} appears, wait for it by id (operation: wait); otherwise re-run.`,
    { cause: error },
  );
}

export function possibleMatch(
  { server, idempotencyKey }: Requested,
  backup: Backup,
  reason: string,
): ActionError {
  return new ActionError(
    `Could not confirm whether backup ${backup.id} is the one requested for ${labelOf(server)}: the request got no definite answer (${shorten(reason, MAX_REASON_LENGTH)}), and its text fits ("${shorten(backup.description ?? '', 40)}"), but not its marker (key=${idempotencyKey}).`,
    `If it is yours, wait for it (operation: wait, backup_id: ${backup.id}); otherwise re-run.`,
  );
}

/** The API rejected the request, for a reason that has nothing to do with the number of slots. */
export function createRejected(server: ServerRef, error: ApiError, isFull: boolean): ActionError {
  return new ActionError(
    `No backup of ${labelOf(server)} was created. ${problemOf(error)}`,
    isFull && error.retryAfterMs === null
      ? `Its ${MANUAL_BACKUP_LIMIT} slots are used: if that is the cause, free one with operation: prune.`
      : remedyOf(error),
    { cause: error },
  );
}

export function rejectedAgain(
  server: ServerRef,
  error: ApiError,
  freed: number | null,
): ActionError {
  const before =
    freed === null ? 'though a slot was free' : `though backup ${freed} was deleted to free a slot`;
  return new ActionError(
    `No backup of ${labelOf(server)} was created: the request was rejected again, ${before}. ${problemOf(error)}`,
    remedyOf(error),
    { cause: error },
  );
}

/** @param consequence what was not done because of it, as a sentence */
export function incompleteList(
  server: ServerRef,
  reason: string | null,
  consequence: string,
): ActionError {
  const why = reason === null ? '' : ` (${shorten(reason, 300)})`;
  return new ActionError(
    `The list of backups of ${labelOf(server)} is incomplete${why}. ${consequence}`,
    'Try again later.',
  );
}

export function notListed(
  ids: readonly number[],
  server: ServerRef | null,
  incomplete: string | null,
): ActionError {
  const where = server === null ? '' : ` of ${labelOf(server)}`;
  const list = incomplete === null ? '' : `, which is incomplete (${shorten(incomplete, 200)})`;
  const subject = ids.length > 1 ? `backups ${ids.join(', ')} are` : `backup ${ids[0]} is`;
  return new ActionError(
    `Nothing was deleted: ${subject} not in the list of backups${where}${list}.`,
    LIST_HINT,
  );
}

export function notDeleted(backup: Backup, reason: string, isListed: boolean): ActionError {
  const state = isListed ? 'is still listed' : 'may be deleted';
  return new ActionError(
    `${capitalize(backupLabel(backup))} ${state}: ${reason}`,
    'Run operation: list, then delete what is left by id.',
  );
}

export function unknownServer(server: ServerRef, near: readonly string[]): ActionError {
  const names = near.length === 0 ? '' : ` Its servers: ${near.join(', ')}.`;
  return new ActionError(
    `No server of this account has the id ${server.id}, and no backup mentions it.${names}`,
    'Check server_id, and that the token belongs to the account of that server.',
  );
}
