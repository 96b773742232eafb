/** The errors of a restore. Until it is sent, each begins with "Nothing was restored". */
import type { Backup } from '../backups/backup.js';
import { parseMarker } from '../backups/marker.js';
import type { Candidate, TargetFilter, TargetResult } from '../backups/selection.js';
import { ActionError, problemOf, type Remedy, remedyOf } from '../errors.js';
import type { ApiError } from '../vpsorg/errors.js';
import {
  backupLabel,
  formatAge,
  formatDuration,
  type ServerRef,
  serverLabel,
  statusLabel,
} from './labels.js';
import { CHECK_SERVER, LIST_HINT, labelOf } from './messages.js';
import { quote, shorten } from './sanitize.js';

/** @param problem a sentence that begins in lower case */
function nothingRestored(problem: string, remedy: Remedy, options?: ErrorOptions): ActionError {
  return new ActionError(`Nothing was restored: ${problem}`, remedy, options);
}

/** Wraps an error that came before the restore was sent. */
export function failedBefore(error: unknown): ActionError {
  return new ActionError(`Nothing was restored. ${problemOf(error)}`, remedyOf(error), {
    cause: error,
  });
}

export function notCompleted(backup: Backup, isPending: boolean): ActionError {
  return nothingRestored(
    `${backupLabel(backup)} is ${statusLabel(backup.status)}, not completed.`,
    isPending ? { resume: [backup.id] } : 'Choose another (operation: list).',
  );
}

/** @param incomplete why the list of the server can't prove absence; `null` where it is complete */
export function notFound(id: number, server: ServerRef, incomplete: string | null): ActionError {
  const list = incomplete === null ? '' : ` (the list is incomplete: ${shorten(incomplete, 200)})`;
  return nothingRestored(`${labelOf(server)} has no backup ${id}${list}.`, LIST_HINT);
}

export function ofOtherServer(backup: Backup, server: ServerRef): ActionError {
  return nothingRestored(
    `backup ${backup.id} belongs to another server, ${serverLabel(backup.serverId, backup.serverName)}, not to ${labelOf(server)}.`,
    'Correct backup_id or server_id.',
  );
}

export function alreadyRestoring(server: ServerRef): ActionError {
  return nothingRestored(`a restore of ${labelOf(server)} is already in progress.`, CHECK_SERVER);
}

export function incompleteForTarget(
  server: ServerRef,
  target: string,
  reason: string | null,
): ActionError {
  return nothingRestored(
    `the list of backups of ${labelOf(server)} is incomplete (${shorten(reason ?? '', 300)}), so ${target} can't be determined.`,
    'Try again later, or set backup_id to the id.',
  );
}

type Rejected = Extract<TargetResult, { readonly rejected: unknown }>;

/** Why neither `latest` nor `last_good` could be chosen, with the newest five backups. */
export function targetRejected(
  result: Rejected,
  { server, filter, now }: { server: ServerRef; filter: TargetFilter; now: number },
): ActionError {
  const { rejected, backup } = result;
  const which =
    backup === null ? '' : `${filter.target}, backup ${backup.id} (${formatAge(backup, now)}),`;
  const problem = {
    none: `no backup of ${labelOf(server)} passes the filters of ${filter.target}${matchOf(filter)}.`,
    'no usable date': `backup ${backup?.id} passes the filters of ${filter.target}, but has no usable date.`,
    'made by this run': `${which} was made by this run, so it may hold the state to roll back.`,
    'too old': `${which} is older than max_age (${formatDuration(filter.maxAgeMs)}).`,
    expired: `${which} has expired.`,
    '0 MB': `${which} has 0 MB.`,
  }[rejected];
  const table = result.candidates.map((candidate) => candidateLine(candidate, now));
  const message = `Nothing was restored: ${problem}`;
  return new ActionError(message, targetRemedy(result, filter), { table });
}

function matchOf({ match }: TargetFilter): string {
  return match === null ? '' : ` (match ${quote(match)})`;
}

function targetRemedy({ rejected, backup }: Rejected, { target, scope }: TargetFilter): string {
  if (rejected === 'none' && target === 'last_good') {
    return 'Set backup_id to an id from the list below; deploy_environment in the create step marks good backups.';
  }
  if (rejected === 'none') {
    const wider = scope === 'repository' ? ', or set scope: server' : '';
    return `Set backup_id to an id (operation: list)${wider}.`;
  }
  return `If it is the right one, set backup_id: ${backup?.id}.`;
}

/** `- 501: 3h20m old, run 900, commit c0ffee0, state good: too old` */
export function candidateLine({ backup, why }: Candidate, now: number): string {
  const marker = parseMarker(backup.description);
  const facts = [
    formatAge(backup, now),
    marker === null ? shorten(backup.description ?? '', 60) : `run ${marker.runId}`,
    marker === null ? '' : `commit ${marker.sha.slice(0, 7)}`,
    marker === null || marker.state === null ? '' : `state ${marker.state}`,
  ];
  return `- ${backup.id}: ${facts.filter((fact) => fact !== '').join(', ')}: ${why}`;
}

export function restoreRejected(backup: Backup, error: ApiError): ActionError {
  return new ActionError(
    `Nothing was restored: VPS.org rejected the restore of ${backupLabel(backup)}. ${problemOf(error)}`,
    remedyOf(error),
    { cause: error },
  );
}

export function restoreUnconfirmed(backup: Backup, error: ApiError): ActionError {
  return new ActionError(
    `The restore of ${backupLabel(backup)} may have started: the request got no definite answer (${shorten(error.shortReason, 150)}), and it is not sent again.`,
    CHECK_SERVER,
    { cause: error },
  );
}

/** VPS.org accepted it, but the server ended up elsewhere. */
export function restoreFailed(backup: Backup, what: string): ActionError {
  return new ActionError(
    `VPS.org accepted the restore of ${backupLabel(backup)}, but ${what}.`,
    CHECK_SERVER,
  );
}

/** @param cause why the safety backup did not complete */
export function safetyFailed(server: ServerRef, cause: unknown): ActionError {
  const problem = problemOf(cause);
  const table = cause instanceof ActionError ? cause.table : [];
  const [first = ''] = problem.split('\n');
  return new ActionError(
    `Nothing was restored: the safety backup of ${labelOf(server)} did not complete. ${first}`,
    table.length > 0
      ? remedyOf(cause)
      : 'To restore without one, set safety_backup: false (the current state will be lost).',
    { cause, table },
  );
}
