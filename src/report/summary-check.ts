/** The verdict of `check`: one row a server. Pure. */
import type { ServerCheck } from './checks.js';
import { formatDuration, formatSize } from './labels.js';
import { type Column, table } from './markdown.js';
import type { CheckReport } from './report.js';
import { escapeTableCell } from './sanitize.js';
import { serverCell, slotsCell } from './summary-columns.js';

const COLUMNS: readonly Column<ServerCheck>[] = [
  { title: 'Server', cell: serverCell },
  { title: 'Verdict', cell: verdictCell },
  { title: 'Findings', cell: findingsCell },
  { title: 'Newest', cell: ({ backupId }) => String(backupId ?? '') },
  { title: 'Age', cell: ({ ageMs }) => (ageMs === null ? '' : formatDuration(ageMs)) },
  { title: 'Size', cell: ({ sizeMb }) => formatSize(sizeMb) },
  { title: 'Change', cell: changeCell },
  { title: 'Backups', cell: ({ completed }) => String(completed) },
  { title: 'Slots', cell: ({ slotsUsed }) => slotsCell(slotsUsed) },
];

/** Failures first, then warnings; else in the order given. */
export function checkTable({ checks }: CheckReport): string {
  if (checks === null || checks.length === 0) return '';
  return table(
    [...checks].sort((a, b) => rankOf(a) - rankOf(b)),
    COLUMNS,
  );
}

function rankOf({ ok, warnings }: ServerCheck): number {
  if (!ok) return 0;
  return warnings.length > 0 ? 1 : 2;
}

function verdictCell(check: ServerCheck): string {
  return ['❌ failed', '⚠️ ok', '✅ ok'][rankOf(check)] ?? '';
}

const MAX_FINDINGS = 10;

function findingsCell({ problems, warnings }: ServerCheck): string {
  const findings = [...problems, ...warnings].slice(0, MAX_FINDINGS);
  return findings.map((finding) => escapeTableCell(finding)).join('<br>');
}

/** In percent of the size before: `+3%`. */
function changeCell({ sizeMb, previousSizeMb }: ServerCheck): string {
  if (sizeMb === null || previousSizeMb === null || previousSizeMb <= 0) return '';
  const percent = Math.round((sizeMb / previousSizeMb - 1) * 100);
  return `${percent > 0 ? '+' : ''}${percent}%`;
}
