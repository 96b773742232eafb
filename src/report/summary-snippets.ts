/** The YAML that a summary offers: steps that restore, resume or undo. Pure. */
import type { RunContext } from '../inputs/run-context.js';
import { plural } from './labels.js';
import { blocks, codeBlock, details } from './markdown.js';
import type { BackupReport } from './report.js';
import { sanitizeLine } from './sanitize.js';

interface SnippetContext {
  readonly run: RunContext;
  /** Only where it is not the default. */
  readonly apiUrl: string | null;
}

/** A backup that exists. */
interface ExistingBackup {
  readonly id: number;
  readonly serverId: number;
}

/** Those of the entries whose id and server are known. */
export function existing(entries: readonly BackupReport[]): ExistingBackup[] {
  return entries.flatMap(({ id, serverId }) =>
    id === null || serverId === null ? [] : [{ id, serverId }],
  );
}

/** GitHub refuses a matrix of more jobs. */
const MAX_MATRIX_JOBS = 256;
/** What is longer than this is not offered: a part of it would leave servers out. */
const MAX_SNIPPET_BYTES = 100_000;

type Value = string | number;

function step(inputs: Readonly<Record<string, Value>>, { run, apiUrl }: SnippetContext): string[] {
  const all: Readonly<Record<string, Value>> = {
    ...inputs,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
    api_token: '${{ secrets.VPSORG_TOKEN }}',
    ...(apiUrl === null ? {} : { api_url: plainOrQuoted(apiUrl) }),
  };
  return [
    `- uses: ${run.actionRef}`,
    '  with:',
    ...Object.entries(all).map(([name, value]) => `    ${name}: ${value}`),
  ];
}

function plainOrQuoted(url: string): string {
  return /^[\w.:/~%[\]-]+$/.test(url) ? url : JSON.stringify(sanitizeLine(url));
}

function offer(intro: string, lines: readonly string[], isFolded: boolean): string {
  const yaml = codeBlock('yaml', lines);
  if (Buffer.byteLength(yaml) > MAX_SNIPPET_BYTES) {
    return `${intro}: too many for a snippet; the output \`backup_ids\` has all ids.`;
  }
  return isFolded ? details(intro, yaml) : blocks([`${intro}:`, yaml]);
}

interface RestoreOffer {
  readonly backups: readonly ExistingBackup[];
  readonly areCompleted: boolean;
}

/** One step restores one backup; several are restored by a workflow with a job for each server. */
export function restoreSnippet(
  { backups: all, areCompleted }: RestoreOffer,
  context: SnippetContext,
): string {
  const backups = onePerServer(all);
  const [only] = backups;
  if (only === undefined) return '';
  const when = areCompleted ? '' : ', once completed';
  if (backups.length > 1) {
    const intro = `To restore these ${backups.length} backups${when}, run this workflow`;
    return offer(intro, restoreWorkflow(backups, context), true);
  }
  const what = all.length === 1 ? 'this backup' : `backup ${only.id}`;
  return offer(`To restore ${what}${when}`, restoreStep(only, context), false);
}

/** Of two backups of a server, only a person can choose which one to restore. */
function onePerServer(backups: readonly ExistingBackup[]): ExistingBackup[] {
  const counts = new Map<number, number>();
  for (const { serverId } of backups) counts.set(serverId, (counts.get(serverId) ?? 0) + 1);
  return backups.filter(({ serverId }) => counts.get(serverId) === 1);
}

/** The step that brings back what was there before a restore. */
export function undoSnippet(safety: ExistingBackup, context: SnippetContext): string {
  return offer('To undo this restore', restoreStep(safety, context), false);
}

function restoreStep({ id, serverId }: ExistingBackup, context: SnippetContext): string[] {
  return step({ operation: 'restore', server_id: serverId, backup_id: id }, context);
}

function restoreWorkflow(backups: readonly ExistingBackup[], context: SnippetContext): string[] {
  const jobs = Array.from({ length: Math.ceil(backups.length / MAX_MATRIX_JOBS) }, (_, index) => {
    const part = backups.slice(index * MAX_MATRIX_JOBS, (index + 1) * MAX_MATRIX_JOBS);
    return restoreJob(index === 0 ? 'restore' : `restore-${index + 1}`, part, context);
  });
  return ['on: workflow_dispatch', 'permissions: {}', 'jobs:', ...jobs.flat()];
}

function restoreJob(
  id: string,
  backups: readonly ExistingBackup[],
  context: SnippetContext,
): string[] {
  const inputs = {
    operation: 'restore',
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: expressions of the workflow's
    server_id: '${{ matrix.server_id }}',
    backup_id: '${{ matrix.backup_id }}',
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: expressions of the workflow's
  };
  return [
    `  ${id}:`,
    '    runs-on: ubuntu-latest',
    '    strategy:',
    '      fail-fast: false',
    '      matrix:',
    '        include:',
    ...backups.map((one) => `          - { server_id: ${one.serverId}, backup_id: ${one.id} }`),
    '    steps:',
    ...step(inputs, context).map((line) => `      ${line}`),
  ];
}

/** One step resumes the wait for all of them. */
export function resumeSnippet(backups: readonly ExistingBackup[], context: SnippetContext): string {
  if (backups.length === 0) return '';
  const servers = [...new Set(backups.map(({ serverId }) => serverId))];
  const inputs = {
    operation: 'wait',
    server_id: servers.join(','),
    backup_id: backups.map(({ id }) => id).join(','),
  };
  const what = backups.length === 1 ? 'this backup' : `these ${plural(backups.length, 'backup')}`;
  return offer(`To wait until VPS.org completes ${what}`, step(inputs, context), false);
}
