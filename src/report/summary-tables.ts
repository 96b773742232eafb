/** The facts of a summary: backups and slots. Pure. */
import { type Backup, newestFirst } from '../backups/backup.js';
import { formatDuration, plural } from './labels.js';
import { blocks, type Column, columnOf, inlineText, table } from './markdown.js';
import { statusLabelOf } from './outputs.js';
import type {
  BackupReport,
  CreateReport,
  ListReport,
  Report,
  RestoreReport,
  WaitReport,
} from './report.js';
import { escapeTableCell } from './sanitize.js';
import {
  backupColumns,
  type Frame,
  formatDate,
  serverCell,
  serverColumn,
  slotsCell,
} from './summary-columns.js';
import { hasFailed, isReused, progressOf } from './summary-entries.js';

const id: Column<BackupReport> = { title: 'Backup', cell: (entry) => String(entry.id ?? '') };
const server: Column<BackupReport> = { title: 'Server', cell: serverCell };
const waited: Column<BackupReport> = {
  title: 'Waited',
  cell: ({ waitedMs }) => (waitedMs === null ? '' : formatDuration(waitedMs)),
};
const why: Column<BackupReport> = {
  title: 'Why',
  cell: ({ problem }) => escapeTableCell(problem?.split('\n', 1)[0] ?? '', MAX_PROBLEM_LENGTH),
};
/** The complete problem stands in the quoted error above the table. */
const MAX_PROBLEM_LENGTH = 400;

const ICONS = {
  completed: '✅ ',
  unfinished: '⏳ ',
  failed: '❌ ',
  unknown: '❓ ',
  none: '',
} as const;

function statusCell(entry: BackupReport): string {
  const status = escapeTableCell(statusLabelOf(entry), 60);
  if (status === '') return hasFailed(entry) ? '❌ no backup' : '';
  return `${ICONS[progressOf(entry)]}${status}`;
}

/** One row a backup; of several, those that failed in a table above the others, with why. */
export function backupsTable(report: CreateReport | WaitReport, frame: Frame): string {
  const entries = [...report.backups.values()];
  if (entries.length > 1) {
    const columns = fleetColumns(report, frame);
    const [failed, others] = [entries.filter(hasFailed), entries.filter((one) => !hasFailed(one))];
    return blocks([failed, others].map((rows) => table(rows, columns)));
  }
  if (entries.every((entry) => entry.id === null)) return '';
  const { state, created, size, text } = entryColumns(frame);
  return table(entries, [server, id, status(report, frame), state, created, size, waited, text]);
}

/** Dates and texts of a fleet are all alike. */
function fleetColumns(report: Report, frame: Frame): readonly Column<BackupReport>[] {
  const { state, size } = entryColumns(frame);
  const slots = ({ serverId }: BackupReport): string =>
    slotsCell(serverId === null ? null : report.slots.get(serverId));
  const slotsColumn = { title: 'Slots', cell: slots };
  return [server, id, status(report, frame), why, state, size, waited, slotsColumn];
}

function status(report: Report, { run }: Frame): Column<BackupReport> {
  const suffix = (entry: BackupReport): string => (isReused(entry, report, run) ? ' (reused)' : '');
  return { title: 'Status', cell: (entry) => `${statusCell(entry)}${suffix(entry)}` };
}

/** The columns of a backup, for the entry that it stands in. */
function entryColumns(frame: Frame) {
  const { state, created, size, text, commit, run } = backupColumns(frame);
  const ofEntry = (column: Column<Backup>): Column<BackupReport> =>
    columnOf(column, ({ backup }) => backup);
  return {
    state: ofEntry(state),
    created: ofEntry(created),
    size: ofEntry(size),
    text: ofEntry(text),
    commit: ofEntry(commit),
    run: ofEntry(run),
  };
}

/** The backup that was restored and, where there is one, the safety backup. */
export function restoreTable(report: RestoreReport, frame: Frame): string {
  const [target] = report.backups.values();
  const { safety } = report;
  const rows = [target, safety].filter((entry) => entry != null);
  const role = (entry: BackupReport): string => {
    if (safety === null) return '';
    return entry === safety ? 'safety backup' : 'target';
  };
  const result = (entry: BackupReport): string =>
    entry === safety ? statusCell(safety) : restoreStatus(report);
  const { state, created, size, text, commit, run } = entryColumns(frame);
  return table(rows, [
    ...[{ title: 'Role', cell: role }, server, id, { title: 'Result', cell: result }],
    ...[state, created, size, text, commit, run, waited],
  ]);
}

function restoreStatus({ status, dryRun, isDone }: RestoreReport): string {
  if (status !== '') return status;
  return dryRun && isDone ? 'would be restored' : 'not restored';
}

/** What a restore does not undo, in words. */
export function restoreLimits(report: RestoreReport): string {
  const { status, backups, dryRun, isDone } = report;
  const isPlanned = dryRun && isDone;
  if (status !== 'accepted' && status !== 'restored' && !isPlanned) return '';
  const createdAtMs = [...backups.values()][0]?.backup?.createdAtMs ?? null;
  const since = createdAtMs === null ? 'after that backup' : `after ${formatDate(createdAtMs)} UTC`;
  const [isLost, are] = isPlanned ? ['would be lost', 'would stay'] : ['is lost', 'are'];
  return [
    `What was written to the server ${since} ${isLost}.`,
    `DNS records, other servers and outside services ${are} as they ${isPlanned ? 'are' : 'were'}.`,
  ].join(' ');
}

/** Newest first; where the list was incomplete, that it was. */
export function listPart({ list }: ListReport, frame: Frame): string {
  if (list === null) return '';
  const backups = [...list.backups].sort(newestFirst);
  const columns = backupColumns(frame);
  const { state, created, size, type, status, expires, text, commit, run } = columns;
  return blocks([
    list.complete ? '' : 'VPS.org did not return the complete list: there may be more backups.',
    table(backups, [
      columns.id,
      ...serverColumn(backups, columns.server, ({ serverId }) => serverId),
      ...[state, created, size, status, type, expires, text, commit, run],
    ]),
  ]);
}

const MAX_SLOT_SERVERS = 10;

/** `Slots: 4 of 10 used on server 12345`; the fullest servers first. */
export function slotsLine(report: Report): string {
  const all = [...report.slots].sort(([, a], [, b]) => b - a);
  const [only] = all;
  if (only === undefined) return '';
  const [serverId, used] = only;
  if (all.length === 1) return `Slots: ${slotsCell(used)} used on server ${serverId}`;
  const shown = all.slice(0, MAX_SLOT_SERVERS).map(([of, count]) => `${slotsCell(count)} on ${of}`);
  const left = all.length - shown.length;
  const rest = left === 0 ? '' : ` and ${plural(left, 'more server')}`;
  return `Slots used: ${shown.join(', ')}${rest}`;
}

/** What a restored server was left as. */
export function noteLine({ note }: RestoreReport): string {
  return note === null ? '' : `⚠️ ${inlineText(note)}`;
}
