/** What to say when the step is cancelled: what goes on at VPS.org, and how to pick it up. Pure. */
import { classifyStatus } from '../backups/status.js';
import type { CancelledError } from '../errors.js';
import type { BackupReport, Report } from './report.js';

/** One line. */
export function cancellationMessage(cancelled: CancelledError, facts: Report): string {
  const said =
    facts.operation === 'restore' ? ofRestore(facts) : [...ofBackups(facts), ...ofDeletions(facts)];
  return [cancelled.message, ...(said.length === 0 ? ['Nothing more was sent.'] : said)].join(' ');
}

function ofDeletions({ deletions }: Report): string[] {
  const open = deletions
    .filter((one) => one.outcome === 'may be deleted')
    .map((one) => one.backup.id);
  return open.length === 0
    ? []
    : [`Backup ${open.join(', ')} may have been deleted: no clear answer came.`];
}

function ofBackups(facts: Report): string[] {
  if (facts.operation !== 'create' && facts.operation !== 'wait') return [];
  const going = facts.backups.filter(isGoing).map((fact) => fact.id);
  const goesOn = going.length === 0 ? [] : [goingOn('Backup', going)];
  const open = facts.backups
    .filter((fact) => fact.id === null && fact.status === 'unknown')
    .map(mayHaveStarted);
  return [...goesOn, ...open];
}

function isGoing({ id, status }: BackupReport): boolean {
  return id !== null && status !== 'unknown' && classifyStatus(status) === 'pending';
}

function ofRestore({ safety, status, backups }: Report): string[] {
  const id = backups[0]?.id ?? 'latest';
  if (status === 'accepted')
    return [
      `The restore of backup ${id} was accepted and goes on at VPS.org; look at the server before anything else.`,
    ];
  if (status === 'restored') return [`Backup ${id} was restored.`];
  if (status === 'unknown')
    return [
      `The restore of backup ${id} may have started; look at the server before anything else.`,
    ];
  const nothing = 'Nothing was restored.';
  if (safety === null) return [nothing];
  if (safety.status === 'unknown') return [nothing, mayHaveStarted(safety)];
  return classifyStatus(safety.status) === 'pending'
    ? [nothing, goingOn('Safety backup', [safety.id])]
    : [nothing];
}

function goingOn(what: string, ids: readonly (number | null)[]): string {
  const [s, go, them] = ids.length === 1 ? ['', 'goes', 'it'] : ['s', 'go', 'them'];
  return `${what}${s} ${ids.join(', ')} ${go} on at VPS.org; pick ${them} up with operation: wait, backup_id: ${ids.join(',')}.`;
}

function mayHaveStarted(fact: BackupReport): string {
  return `A backup of server ${fact.serverId} may have been started: look for one whose description ends with key=${fact.key}].`;
}
