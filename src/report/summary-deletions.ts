/** What a step deleted and kept, and why. Pure. */
import { type Backup, newestFirst } from '../backups/backup.js';
import type { RetentionDecision } from '../backups/retention.js';
import { plural, reasonGroup } from './labels.js';
import {
  blocks,
  bulletList,
  type Column,
  columnOf,
  details,
  inlineText,
  table,
} from './markdown.js';
import type { BackupReport, Deletion, DeletionOutcome, Report } from './report.js';
import { escapeTableCell } from './sanitize.js';
import { type BackupColumns, backupColumns, type Frame, serverColumn } from './summary-columns.js';

type Outcome = DeletionOutcome | 'not tried';
type DeletionRow = Omit<Deletion, 'outcome'> & { readonly outcome: Outcome };

/** In the order of the table: what needs attention first. */
const OUTCOMES: Readonly<Record<Outcome, { readonly cell: string; readonly verb: string }>> = {
  failed: { cell: '❌ not deleted', verb: 'could not be deleted' },
  unconfirmed: { cell: '❓ may have been deleted', verb: 'may have been deleted' },
  'not tried': { cell: 'not tried', verb: 'not tried' },
  deleted: { cell: 'deleted', verb: 'deleted' },
  'would be deleted': { cell: 'would be deleted', verb: 'would be deleted' },
};
const ORDER = Object.keys(OUTCOMES) as Outcome[];

export function deletionsPart(report: Report, frame: Frame): string {
  const rows = deletionRows(report).sort(
    (a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome),
  );
  if (rows.length === 0) return '';
  const count = (outcome: Outcome): number => rows.filter((row) => row.outcome === outcome).length;
  const counts = ORDER.filter((outcome) => count(outcome) > 0).map(
    (outcome) => `${plural(count(outcome), 'backup')} ${OUTCOMES[outcome].verb}`,
  );
  const outcome: Column<DeletionRow> = {
    title: 'Outcome',
    cell: (row) => OUTCOMES[row.outcome].cell,
  };
  const columns = backupColumns(frame);
  const shown = [
    columnOf(columns.id, backupIn),
    ...serverColumn(rows, columnOf(columns.server, backupIn), ({ backup }) => backup.serverId),
    ...(counts.length > 1 ? [outcome] : []),
    reasonColumn((row: DeletionRow) => row.reason),
    ...detailColumns(columns).map((column) => columnOf(column, backupIn)),
  ];
  // Of `delete` and `prune`, the heading has the counts.
  const isHeadline = report.operation === 'delete' || report.operation === 'prune';
  return blocks([isHeadline ? '' : `**${counts.join(', ')}**`, table(rows, shown)]);
}

function backupIn({ backup }: { readonly backup: Backup }): Backup {
  return backup;
}

function reasonColumn<T>(reason: (row: T) => string): Column<T> {
  return { title: 'Why', cell: (row) => escapeTableCell(reason(row)) };
}

function detailColumns({ state, created, size, text, commit, run }: BackupColumns) {
  return [state, created, size, text, commit, run];
}

/** Of `delete`, also those that were asked for and not reached. */
function deletionRows({ operation, deletions, backups, dryRun }: Report): DeletionRow[] {
  const rows: DeletionRow[] = [...deletions.values()];
  if (operation !== 'delete' || dryRun || rows.length === 0) return rows;
  const isNotTried = ({ id }: BackupReport): boolean => id !== null && !deletions.has(id);
  const others = [...backups.values()].filter(isNotTried);
  return rows.concat(
    others.flatMap(({ backup }) =>
      backup === null ? [] : [{ backup, reason: 'requested', outcome: 'not tried' as const }],
    ),
  );
}

function keptDecisions({ decisions, deletions }: Report): RetentionDecision[] {
  return [...decisions.values()].flat().filter(({ backup }) => !deletions.has(backup.id));
}

/** Why each of the others stays; shown when it is clicked. */
export function keptPart(report: Report, frame: Frame): string {
  const kept = keptDecisions(report).sort(
    (a, b) => a.backup.serverId - b.backup.serverId || newestFirst(a.backup, b.backup),
  );
  if (kept.length === 0) return '';
  const columns = backupColumns(frame);
  const shown = [
    columnOf(columns.id, backupIn),
    ...serverColumn(kept, columnOf(columns.server, backupIn), ({ backup }) => backup.serverId),
    reasonColumn(keptReason),
    ...detailColumns(columns).map((column) => columnOf(column, backupIn)),
  ];
  return details(`Kept: ${plural(kept.length, 'backup')}`, table(kept, shown));
}

function keptReason({ action, reason }: RetentionDecision): string {
  return action === 'keep' ? reason : `selected for deletion, but not deleted: ${reason}`;
}

const MAX_REASONS = 20;
const OUT_OF_SCOPE = 'not made by this repository';

/** Where nothing was deleted: how many backups stay, and why. */
export function reasonsPart(report: Report): string {
  const kept = keptDecisions(report);
  if (kept.length === 0) return 'The list shows no backups.';
  const counts = new Map<string, number>();
  for (const { reason } of kept) {
    const group = reasonGroup(reason);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const lines = sorted.slice(0, MAX_REASONS).map(([reason, count]) => {
    const hint = reason === OUT_OF_SCOPE ? ' (`scope: server` would include them)' : '';
    return `${count} ${inlineText(reason)}${hint}`;
  });
  return blocks([`${plural(kept.length, 'backup')} kept:`, bulletList(lines)]);
}
