/** The job summary, made of the facts. Pure: facts in, Markdown out. */
import { type Backup, newestFirst } from '../backups/backup.js';
import { classifyStatus } from '../backups/status.js';
import type { RunContext } from '../inputs/run-context.js';
import { overallStatus } from './outputs.js';
import type { BackupReport, Deletion, Report } from './report.js';
import { escapeTableCell, formatDuration } from './sanitize.js';

export interface SummaryContext {
  readonly run: RunContext;
  /** Told in the hint only where it is not the default. */
  readonly apiUrl: string | null;
  readonly dryRun: boolean;
  /** Why the step failed, or `null`. */
  readonly failure: string | null;
}

/** A summary of over 1 MiB is dropped whole by the runner; its three or four parts end well before. */
const MAX_PART_BYTES = 220_000;

export function renderSummary(facts: Report, about: SummaryContext): string {
  return [
    heading(facts, about),
    failure(about.failure),
    backupTable(facts),
    deletionTable(facts.deletions),
    keptTable(facts),
    restoreHint(facts, about),
    about.run.known ? `[The run](${encodeURI(about.run.runUrl)})` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** Where the step failed before there was an operation to tell of. */
export function renderFailure(message: string): string {
  return `### ❌ VPS.org\n\n${failure(message)}\n`;
}

function heading(facts: Report, about: SummaryContext): string {
  const status = overallStatus(facts);
  const outcome = about.failure === null ? '✅' : '❌';
  return `### ${outcome} VPS.org ${facts.operation}${status === '' ? '' : `: ${escapeTableCell(status)}`}${about.dryRun ? ' (dry run, nothing was changed)' : ''}`;
}

function failure(message: string | null): string {
  if (message === null) return '';
  const lines = message.split('\n').map((line) => `> ${escapeTableCell(line, 1_000)}`);
  const { shown, left } = asManyAsFit(lines);
  return [...shown, ...(left > 0 ? [`> … and ${left} more.`] : [])].join('  \n');
}

function backupTable(facts: Report): string {
  const all = [...facts.backups, ...(facts.safety === null ? [] : [facts.safety])];
  if (facts.operation === 'list') return listTable(facts);
  if (all.length === 0 || (facts.operation === 'delete' && facts.deletions.length > 0)) return '';
  // Of a restore, what came of the restore: that its backup is completed says nothing of it.
  const statusIn = (fact: BackupReport): string =>
    facts.operation === 'restore' && fact !== facts.safety
      ? (facts.status ?? 'not restored')
      : fact.status || '—';
  const row = (fact: BackupReport): string[] => [
    serverCell(fact),
    `${fact.id ?? '—'}${fact === facts.safety ? ' (safety backup)' : ''}`,
    escapeTableCell(statusIn(fact)),
    size(fact.backup),
    fact.waitedMs === null ? '—' : formatDuration(fact.waitedMs),
    escapeTableCell(fact.backup?.createdAt ?? '—'),
  ];
  return table(['Server', 'Backup', 'Status', 'Size', 'Waited', 'Created'], all, row);
}

function listTable(facts: Report): string {
  if (!facts.listLoaded) return '';
  const row = (fact: BackupReport): string[] => [
    String(fact.id),
    serverCell(fact),
    escapeTableCell(fact.backup?.type ?? ''),
    escapeTableCell(fact.status),
    size(fact.backup),
    escapeTableCell(fact.backup?.createdAt ?? '—'),
    escapeTableCell(fact.backup?.expiresAt ?? '—'),
    escapeTableCell(fact.backup?.description ?? ''),
  ];
  const count = `${facts.backups.length} backup${facts.backups.length === 1 ? '' : 's'} matched.`;
  if (facts.backups.length === 0) return count;
  const head = ['Backup', 'Server', 'Type', 'Status', 'Size', 'Created', 'Expires', 'Description'];
  return `${count}\n\n${table(head, facts.backups, row)}`;
}

function deletionTable(deletions: readonly Deletion[]): string {
  if (deletions.length === 0) return '';
  const row = ({ backup, reason, outcome }: Deletion): string[] => [
    String(backup.id),
    serverCell(backup),
    outcome,
    escapeTableCell(reason),
    escapeTableCell(backup.createdAt ?? '—'),
    escapeTableCell(backup.description ?? ''),
  ];
  return table(['Backup', 'Server', 'Outcome', 'Why', 'Created', 'Description'], deletions, row);
}

/** Why each of the others stays. */
function keptTable(facts: Report): string {
  const going = new Set(facts.deletions.map((deletion) => deletion.backup.id));
  const stay = facts.decisions.filter((verdict) => !going.has(verdict.backup.id));
  if (stay.length === 0) return '';
  const sorted = [...stay].sort((a, b) => newestFirst(a.backup, b.backup));
  const rows = table(
    ['Backup', 'Server', 'Why it stays', 'Created', 'Description'],
    sorted,
    ({ backup, goes, reason }) => [
      String(backup.id),
      serverCell(backup),
      escapeTableCell(goes ? `not deleted, though it was to go: ${reason}` : reason),
      escapeTableCell(backup.createdAt ?? '—'),
      escapeTableCell(backup.description ?? ''),
    ],
  );
  return `<details><summary>Kept: ${stay.length}</summary>\n\n${rows}\n\n</details>`;
}

/** The few lines of YAML that would restore exactly this backup. */
function restoreHint(facts: Report, about: SummaryContext): string {
  const isOfUse = ({ id, status }: BackupReport): boolean =>
    id !== null &&
    status !== 'unknown' &&
    ['completed', 'pending'].includes(classifyStatus(status));
  const fact = facts.backups.find(isOfUse);
  if (facts.operation !== 'create' || about.dryRun || fact === undefined || fact.serverId === null)
    return '';
  const when = fact.status === 'completed' ? '' : ', once it is completed';
  const lines = [
    `- uses: ${about.run.actionRef}`,
    '  with:',
    '    operation: restore',
    `    server_id: ${fact.serverId}`,
    `    backup_id: ${fact.id}`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
    '    api_token: ${{ secrets.VPSORG_TOKEN }}',
    ...(about.apiUrl === null ? [] : [`    api_url: ${about.apiUrl}`]),
  ];
  return `To put exactly this backup back${when}:\n\n\`\`\`yaml\n${lines.join('\n')}\n\`\`\``;
}

function table<T>(
  head: readonly string[],
  items: readonly T[],
  row: (item: T) => readonly string[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const { shown, left } = asManyAsFit(items, (item) => line(row(item)));
  const lines = [line(head), line(head.map(() => '---')), ...shown].join('\n');
  return left > 0 ? `${lines}\n\n… and ${left} more.` : lines;
}

/** Lines are made one by one, for of tens of thousands only the first are shown. */
function asManyAsFit<T>(
  items: readonly T[],
  toLine: (item: T) => string = String,
): { readonly shown: string[]; readonly left: number } {
  const shown: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const text = toLine(item);
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > MAX_PART_BYTES) break;
    shown.push(text);
  }
  return { shown, left: items.length - shown.length };
}

function serverCell(of: { serverId: number | null; serverName: string | null }): string {
  const id = of.serverId === null ? '—' : String(of.serverId);
  return of.serverName ? `${escapeTableCell(of.serverName, 60)} (${id})` : id;
}

function size(backup: Backup | null): string {
  return backup === null || backup.sizeMb === null ? '—' : `${backup.sizeMb} MB`;
}
