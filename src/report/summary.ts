/** The job summary, made of the facts. Pure: facts in, Markdown out. */
import { type Backup, newestFirst } from '../backups/backup.js';
import { classify } from '../backups/status.js';
import type { RunContext } from '../inputs/context.js';
import type { BackupFact, Deletion, Facts } from './facts.js';
import { statusOf } from './outputs.js';
import { cell, duration } from './text.js';

export interface SummaryAbout {
  readonly run: RunContext;
  /** Told in the hint only where it is not the default. */
  readonly apiUrl: string | null;
  readonly dryRun: boolean;
  /** Why the step failed, or `null`. */
  readonly failure: string | null;
}

/** A summary of over 1 MiB is dropped whole by the runner; its three or four parts end well before. */
const MOST_PART_BYTES = 220_000;

export function renderSummary(facts: Facts, about: SummaryAbout): string {
  return [
    heading(facts, about),
    failure(about.failure),
    backupTable(facts),
    deletionTable(facts.deletions),
    verdictTable(facts),
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

function heading(facts: Facts, about: SummaryAbout): string {
  const status = statusOf(facts);
  const outcome = about.failure === null ? '✅' : '❌';
  return `### ${outcome} VPS.org ${facts.operation}${status === '' ? '' : `: ${cell(status)}`}${about.dryRun ? ' (dry run, nothing was changed)' : ''}`;
}

function failure(message: string | null): string {
  if (message === null) return '';
  const lines = message.split('\n').map((line) => `> ${cell(line, 1_000)}`);
  const { shown, left } = asManyAsFit(lines);
  return [...shown, ...(left > 0 ? [`> … and ${left} more.`] : [])].join('  \n');
}

function backupTable(facts: Facts): string {
  const all = [...facts.backups, ...(facts.safety === null ? [] : [facts.safety])];
  if (facts.operation === 'list') return listTable(facts);
  if (all.length === 0 || (facts.operation === 'delete' && facts.deletions.length > 0)) return '';
  // Of a restore, what came of the restore: that its backup is completed says nothing of it.
  const statusIn = (fact: BackupFact): string =>
    facts.operation === 'restore' && fact !== facts.safety ? (facts.status ?? 'not restored') : fact.status || '—';
  const row = (fact: BackupFact): string[] => [
    serverCell(fact),
    `${fact.id ?? '—'}${fact === facts.safety ? ' (safety backup)' : ''}`,
    cell(statusIn(fact)),
    size(fact.backup),
    fact.waitedMs === null ? '—' : duration(fact.waitedMs),
    cell(fact.backup?.createdAt ?? '—'),
  ];
  return table(['Server', 'Backup', 'Status', 'Size', 'Waited', 'Created'], all, row);
}

function listTable(facts: Facts): string {
  if (!facts.listed) return '';
  const row = (fact: BackupFact): string[] => [
    String(fact.id),
    serverCell(fact),
    cell(fact.backup?.type ?? ''),
    cell(fact.status),
    size(fact.backup),
    cell(fact.backup?.createdAt ?? '—'),
    cell(fact.backup?.expiresAt ?? '—'),
    cell(fact.backup?.description ?? ''),
  ];
  const count = `${facts.backups.length} backup${facts.backups.length === 1 ? '' : 's'} matched.`;
  if (facts.backups.length === 0) return count;
  const head = ['Backup', 'Server', 'Type', 'Status', 'Size', 'Created', 'Expires', 'Description'];
  return `${count}\n\n${table(head, facts.backups, row)}`;
}

function deletionTable(deletions: readonly Deletion[]): string {
  if (deletions.length === 0) return '';
  const row = ({ backup, why, outcome }: Deletion): string[] => [
    String(backup.id),
    serverCell(backup),
    outcome,
    cell(why),
    cell(backup.createdAt ?? '—'),
    cell(backup.description ?? ''),
  ];
  return table(['Backup', 'Server', 'Outcome', 'Why', 'Created', 'Description'], deletions, row);
}

/** Why each of the others stays. */
function verdictTable(facts: Facts): string {
  const going = new Set(facts.deletions.map((deletion) => deletion.backup.id));
  const stay = facts.verdicts.filter((verdict) => !going.has(verdict.backup.id));
  if (stay.length === 0) return '';
  const sorted = [...stay].sort((a, b) => newestFirst(a.backup, b.backup));
  const rows = table(['Backup', 'Server', 'Why it stays', 'Created', 'Description'], sorted, ({ backup, goes, reason }) => [
    String(backup.id),
    serverCell(backup),
    cell(goes ? `not deleted, though it was to go: ${reason}` : reason),
    cell(backup.createdAt ?? '—'),
    cell(backup.description ?? ''),
  ]);
  return `<details><summary>Kept: ${stay.length}</summary>\n\n${rows}\n\n</details>`;
}

/** The few lines of YAML that would restore exactly this backup. */
function restoreHint(facts: Facts, about: SummaryAbout): string {
  const isOfUse = ({ id, status }: BackupFact): boolean =>
    id !== null && status !== 'unknown' && ['completed', 'pending'].includes(classify(status));
  const fact = facts.backups.find(isOfUse);
  if (facts.operation !== 'create' || about.dryRun || fact === undefined || fact.serverId === null) return '';
  const when = fact.status === 'completed' ? '' : ', once it is completed';
  const lines = [
    `- uses: ${about.run.uses}`,
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

function table<T>(head: readonly string[], items: readonly T[], row: (item: T) => readonly string[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const { shown, left } = asManyAsFit(items, (item) => line(row(item)));
  const lines = [line(head), line(head.map(() => '---')), ...shown].join('\n');
  return left > 0 ? `${lines}\n\n… and ${left} more.` : lines;
}

/** Lines are made one by one, for of tens of thousands only the first are shown. */
function asManyAsFit<T>(items: readonly T[], toLine: (item: T) => string = String): { readonly shown: string[]; readonly left: number } {
  const shown: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const text = toLine(item);
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > MOST_PART_BYTES) break;
    shown.push(text);
  }
  return { shown, left: items.length - shown.length };
}

function serverCell(of: { serverId: number | null; serverName: string | null }): string {
  const id = of.serverId === null ? '—' : String(of.serverId);
  return of.serverName ? `${cell(of.serverName, 60)} (${id})` : id;
}

function size(backup: Backup | null): string {
  return backup === null || backup.sizeMb === null ? '—' : `${backup.sizeMb} MB`;
}
