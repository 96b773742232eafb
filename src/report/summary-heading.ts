/** The first line of a summary: what happened. Pure. */
import type { RunContext } from '../inputs/run-context.js';
import { plural } from './labels.js';
import type {
  BackupReport,
  CheckReport,
  CreateReport,
  DeletionOutcome,
  ListReport,
  Report,
  RestoreReport,
  WaitReport,
} from './report.js';
import { type HasServer, serverTitle } from './summary-columns.js';
import { hasFailed, isReused, progressOf } from './summary-entries.js';

interface Outcome {
  readonly run: RunContext;
  readonly hasFailed: boolean;
}

export function heading(report: Report, outcome: Outcome): string {
  if (report.dryRun) return `### ${dryRunTitle(report, outcome)}`;
  return `### ${iconOf(report, outcome)} ${titleOf(report, outcome)}`;
}

function iconOf(report: Report, outcome: Outcome): string {
  if (outcome.hasFailed) return '❌';
  return report.operation === 'list' && report.list?.complete === false ? '⚠️' : '✅';
}

function dryRunTitle(report: Report, { run, hasFailed: isFailed }: Outcome): string {
  if (isFailed) return '❌ Dry run failed, nothing was changed';
  const plan = planOf(report, run);
  return plan === null ? 'Dry run: nothing to delete' : `Dry run: ${plan}, nothing was changed`;
}

/** `null` where nothing would be changed. */
function planOf(report: Report, run: RunContext): string | null {
  const [first] = report.backups.values();
  if (report.operation === 'create' && first !== undefined) {
    if (report.backups.size > 1) {
      return `backups of ${plural(report.backups.size, 'server')} would be created`;
    }
    if (isReused(first, report, run)) return `${backupOf(first)} would be reused`;
    return `a backup of ${serverTitle(first)} would be created`;
  }
  if (report.operation === 'restore' && first !== undefined) {
    return `backup ${first.id} would be restored to ${serverTitle(first)}`;
  }
  const backups = [...report.deletions.values()].map(({ backup }) => backup);
  if (backups.length === 0) return null;
  return `${plural(backups.length, 'backup')}${ofServer(backups)} would be deleted`;
}

function titleOf(report: Report, outcome: Outcome): string {
  switch (report.operation) {
    case 'create':
    case 'wait':
      return waitedTitle(report, outcome);
    case 'restore':
      return restoreTitle(report, outcome.hasFailed);
    case 'delete':
    case 'prune':
      return deletionTitle(report, outcome.hasFailed);
    case 'list':
      return listTitle(report, outcome.hasFailed);
    case 'check':
      return checkTitle(report, outcome.hasFailed);
  }
}

function backupOf(entry: BackupReport): string {
  return `backup ${entry.id} of ${serverTitle(entry)}`;
}

/** ` of web-server-01` where all are of one server. */
function ofServer(backups: readonly HasServer[]): string {
  const [first] = backups;
  const isOne = first !== undefined && backups.every((one) => one.serverId === first.serverId);
  return isOne ? ` of ${serverTitle(first)}` : '';
}

/** `All 12 servers`, `Both servers` */
function allOf(count: number, noun: string): string {
  return count === 2 ? `Both ${noun}s` : `All ${plural(count, noun)}`;
}

function butFailed(title: string, isFailed: boolean): string {
  return isFailed ? `${title}, but the step failed` : title;
}

function waitedTitle(report: CreateReport | WaitReport, outcome: Outcome): string {
  const entries = [...report.backups.values()];
  const [only] = entries;
  if (only === undefined) {
    const nothing = report.operation === 'create' ? 'No backup was created' : 'The wait failed';
    return outcome.hasFailed ? nothing : 'Done';
  }
  if (entries.length > 1) return fleetTitle(report, entries, outcome.hasFailed);
  if (isReused(only, report, outcome.run) && progressOf(only) === 'completed') {
    return butFailed(`Reused ${backupOf(only)}`, outcome.hasFailed);
  }
  return singleTitle(only, outcome.hasFailed);
}

function singleTitle(entry: BackupReport, isFailed: boolean): string {
  const backup = `Backup ${entry.id} of ${serverTitle(entry)}`;
  switch (progressOf(entry)) {
    case 'completed':
      return butFailed(`${backup} completed`, isFailed);
    case 'unfinished':
      return isFailed ? `${backup} did not complete` : `${backup} started`;
    case 'failed':
      return `${backup} failed`;
    case 'unknown':
      return entry.id === null
        ? `Could not confirm whether a backup of ${serverTitle(entry)} was created`
        : `Could not confirm that backup ${entry.id} of ${serverTitle(entry)} completed`;
    case 'none':
      return entry.id === null
        ? `No backup of ${serverTitle(entry)} was created`
        : `Backup ${entry.id} was not found`;
  }
}

function fleetTitle(
  { operation }: CreateReport | WaitReport,
  entries: readonly BackupReport[],
  isFailed: boolean,
): string {
  const noun = operation === 'create' ? 'server' : 'backup';
  const all = plural(entries.length, noun);
  const verb = operation === 'create' ? 'backed up' : 'completed';
  const failed = entries.filter(hasFailed).length;
  if (failed > 0) return `${failed} of ${all} failed`;
  const completed = entries.filter((entry) => progressOf(entry) === 'completed').length;
  if (completed === entries.length) {
    return butFailed(`${allOf(entries.length, noun)} ${verb}`, isFailed);
  }
  if (isFailed || operation === 'wait') return `${completed} of ${all} ${verb}`;
  return `Backups of ${all} started`;
}

function restoreTitle({ backups, status }: RestoreReport, isFailed: boolean): string {
  const [target] = backups.values();
  if (target === undefined) return 'Nothing was restored';
  const [id, server] = [target.id, serverTitle(target)];
  switch (status) {
    case 'restored':
      return butFailed(`Restored backup ${id} to ${server}`, isFailed);
    case 'accepted': {
      const accepted = `Restore of backup ${id} to ${server} was accepted`;
      return isFailed ? `${accepted}, but is not known to have completed` : accepted;
    }
    case 'unknown':
      return `The restore of backup ${id} to ${server} may have started`;
    case '':
      return `Nothing was restored to ${server}`;
  }
}

function deletionTitle({ deletions, backups, operation }: Report, isFailed: boolean): string {
  const all = [...deletions.values()];
  const count = (outcome: DeletionOutcome): number =>
    all.filter((deletion) => deletion.outcome === outcome).length;
  if (all.length === 0) return isFailed ? 'Nothing was deleted' : 'Nothing to delete';
  const [first] = all;
  if (all.length === 1 && first?.outcome === 'deleted' && !isFailed) {
    return `Deleted backup ${first.backup.id} of ${serverTitle(first.backup)}`;
  }
  const notTried = operation === 'delete' ? Math.max(0, backups.size - all.length) : 0;
  const notDeleted = count('failed') + notTried;
  const parts = [
    `${plural(count('deleted'), 'backup')}${ofServer(all.map(({ backup }) => backup))} deleted`,
    notDeleted === 0 ? '' : `${notDeleted} not deleted`,
    count('unconfirmed') === 0 ? '' : `${count('unconfirmed')} may have been deleted`,
  ];
  const title = parts.filter((part) => part !== '').join(', ');
  return butFailed(title, isFailed && count('deleted') === all.length + notTried);
}

function listTitle({ list }: ListReport, isFailed: boolean): string {
  if (list === null) return 'The backups could not be listed';
  const count = list.backups.length;
  const found = `${plural(count, 'backup')}${ofServer(list.backups)}`;
  if (!list.complete) return `The list is incomplete: ${found} shown`;
  return butFailed(count === 0 ? 'No backup found' : `${found} found`, isFailed);
}

function checkTitle({ checks }: CheckReport, isFailed: boolean): string {
  const [only] = checks ?? [];
  if (checks === null || only === undefined) return 'The check failed';
  const failed = checks.filter(({ ok }) => !ok).length;
  if (checks.length === 1) {
    const verdict = failed === 0 ? 'passed' : 'failed';
    return butFailed(`Check of ${serverTitle(only)} ${verdict}`, isFailed && failed === 0);
  }
  const all = plural(checks.length, 'server');
  if (failed > 0) return `${failed} of ${all} failed`;
  return butFailed(`${allOf(checks.length, 'server')} passed the check`, isFailed);
}
