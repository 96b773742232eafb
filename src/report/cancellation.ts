/** What the step has done, in words: for a cancelled step, and where its outputs are lost. Pure. */
import { classifyStatus } from '../backups/status.js';
import { type CancelledError, remedyText } from '../errors.js';
import { capitalize } from './labels.js';
import { CHECK_SERVER } from './messages.js';
import type { BackupReport, DeletionOutcome, Report } from './report.js';

/** One line: who cancelled, what is still running on VPS.org, how to resume. */
export function cancellationMessage(error: CancelledError, report: Report): string {
  const facts = [...unfinished(report), ...deletions(report, 'unconfirmed')];
  if (report.operation === 'restore') facts.unshift(restoreState(report.status, targetOf(report)));
  return [error.message, ...(facts.length === 0 ? ['Nothing more was sent.'] : facts)].join(' ');
}

/** One line for an error where outputs can't be written: everything that was changed. */
export function describeChanges(report: Report): string {
  const made = entriesOf(report).filter(({ id }) => id !== null);
  const isMaking = report.operation === 'create' || report.operation === 'wait';
  const backups = isMaking ? made.map(describeBackup) : [];
  const safety = report.operation === 'restore' ? report.safety : null;
  const facts = [
    ...(report.operation === 'restore' ? [restoreState(report.status, targetOf(report))] : []),
    ...(safety?.id == null ? [] : [`Safety ${describeBackup(safety)}`]),
    ...backups.map(capitalize),
    ...unknownRequests(report),
    ...deletions(report, 'deleted'),
    ...deletions(report, 'unconfirmed'),
  ];
  return facts.length === 0 ? 'Nothing was changed.' : facts.join(' ');
}

function describeBackup({ id, serverId, status }: BackupReport): string {
  const server = serverId === null ? '' : ` of server ${serverId}`;
  return `backup ${id}${server}: ${status || 'no status'}.`;
}

function entriesOf(report: Report): BackupReport[] {
  return [...report.backups.values()];
}

function targetOf(report: Report): number | string {
  return entriesOf(report)[0]?.id ?? 'of the target';
}

function restoreState(status: string, target: number | string): string {
  const restore = `The restore of backup ${target}`;
  if (status === 'accepted')
    return `${restore} was accepted and is still running on VPS.org. ${CHECK_SERVER}`;
  if (status === 'restored') return `${restore} was accepted and has completed.`;
  return status === 'unknown'
    ? `${restore} may have started. ${CHECK_SERVER}`
    : 'Nothing was restored.';
}

/** Backups that are still running, and requests whose outcome is not known. */
function unfinished(report: Report): string[] {
  const isMaking = report.operation === 'create' || report.operation === 'wait';
  const safety = report.operation === 'restore' && report.safety !== null ? [report.safety] : [];
  const pending = [...(isMaking ? entriesOf(report) : []), ...safety].filter(
    ({ id, status }) => id !== null && status !== 'unknown' && classifyStatus(status) === 'pending',
  );
  // An id that is only waited for may not exist.
  const running = pending.filter(({ backup }) => backup !== null || report.operation !== 'wait');
  return [
    ...(running.length === 0 ? [] : [stillRunning(idsOf(running))]),
    ...(pending.length === 0 ? [] : [remedyText({ resume: idsOf(pending) })]),
    ...unknownRequests(report),
  ];
}

function idsOf(entries: readonly BackupReport[]): number[] {
  return entries.flatMap(({ id }) => id ?? []);
}

function stillRunning(ids: readonly number[]): string {
  const [noun, verb] = ids.length === 1 ? ['Backup', 'is'] : ['Backups', 'are'];
  return `${noun} ${ids.join(', ')} ${verb} still running on VPS.org.`;
}

function unknownRequests(report: Report): string[] {
  const safety = report.operation === 'restore' && report.safety !== null ? [report.safety] : [];
  const isMaking = report.operation === 'create';
  return [...(isMaking ? entriesOf(report) : []), ...safety]
    .filter(({ id, status }) => id === null && status === 'unknown')
    .map(
      ({ serverId, key }) =>
        `A backup of server ${serverId} may have been created: search the list for key=${key}.`,
    );
}

const DELETION_VERBS: Partial<Record<DeletionOutcome, string>> = {
  deleted: 'deleted',
  unconfirmed: 'requested to be deleted, without a confirmation',
};

function deletions(report: Report, outcome: DeletionOutcome): string[] {
  const ids = [...report.deletions.values()]
    .filter((one) => one.outcome === outcome)
    .map(({ backup }) => backup.id);
  if (ids.length === 0) return [];
  const [noun, verb] = ids.length === 1 ? ['Backup', 'was'] : ['Backups', 'were'];
  return [`${noun} ${ids.join(', ')} ${verb} ${DELETION_VERBS[outcome]}.`];
}
