/** The job summary: report in, GitHub-flavoured Markdown out, the result first. Pure. */
import type { RunContext } from '../inputs/run-context.js';
import { blocks, inlineText, link, quoteBlock } from './markdown.js';
import type { CreateReport, Report, RestoreReport, WaitReport } from './report.js';
import { checkTable } from './summary-check.js';
import { type Frame, repositoryUrl } from './summary-columns.js';
import { deletionsPart, keptPart, reasonsPart } from './summary-deletions.js';
import { hasFailed, progressOf } from './summary-entries.js';
import { heading } from './summary-heading.js';
import { existing, restoreSnippet, resumeSnippet, undoSnippet } from './summary-snippets.js';
import {
  backupsTable,
  listPart,
  noteLine,
  restoreLimits,
  restoreTable,
  slotsLine,
} from './summary-tables.js';

export interface SummaryContext {
  readonly run: RunContext;
  /** Shown in snippets, and only where it is not the default. */
  readonly apiUrl: string | null;
  /** The error message, which may have several lines; `null` where the step succeeded. */
  readonly failure: string | null;
}

export function renderSummary(report: Report, context: SummaryContext): string {
  const { run, failure } = context;
  const title = heading(report, { run, hasFailed: failure !== null });
  const parts = [
    title,
    failure === null ? '' : quoteBlock(withoutTitle(failure, title)),
    ...resultParts(report, context),
    ...deletionParts(report, { run, now: report.now }),
    runLink(run),
  ];
  return `${blocks(parts)}\n`;
}

/** The message without its first line where the heading says the same. */
function withoutTitle(message: string, title: string): string {
  const [first, ...others] = message.split('\n');
  return others.length > 0 && title.endsWith(` ${first}`.replace(/\.$/, ''))
    ? others.join('\n')
    : message;
}

/** Where the step failed before there was a report. */
export function renderFailure(message: string): string {
  return `${blocks(['### ❌ The step failed before it changed anything', quoteBlock(message)])}\n`;
}

function resultParts(report: Report, context: SummaryContext): string[] {
  const frame: Frame = { run: context.run, now: report.now };
  switch (report.operation) {
    case 'create':
    case 'wait':
      return backupParts(report, context);
    case 'restore':
      return restoreParts(report, context);
    case 'list':
      return [slotsLine(report), listPart(report, frame)];
    case 'check':
      return [checkTable(report)];
    case 'delete':
    case 'prune':
      return [slotsLine(report)];
  }
}

function backupParts(report: CreateReport | WaitReport, context: SummaryContext): string[] {
  const frame: Frame = { run: context.run, now: report.now };
  const entries = [...report.backups.values()];
  const facts = [
    backupsTable(report, frame),
    // Several servers have a column of it.
    report.operation === 'create' && entries.length > 1 ? '' : slotsLine(report),
  ];
  if (report.dryRun) return facts;
  const completed = entries.filter((entry) => progressOf(entry) === 'completed');
  const unfinished = entries.filter((entry) => progressOf(entry) === 'unfinished');
  const started = context.failure === null ? unfinished.filter((entry) => !hasFailed(entry)) : [];
  return [
    ...facts,
    resumeSnippet(existing(unfinished), context),
    restoreSnippet({ backups: existing(completed), areCompleted: true }, context),
    restoreSnippet({ backups: existing(started), areCompleted: false }, context),
  ];
}

function restoreParts(report: RestoreReport, context: SummaryContext): string[] {
  return [
    noteLine(report),
    restoreTable(report, { run: context.run, now: report.now }),
    restoreLimits(report),
    undoPart(report, context),
    slotsLine(report),
  ];
}

/** The step that undoes the restore, or that resumes the wait for an unfinished safety backup. */
function undoPart({ safety, status, dryRun }: RestoreReport, context: SummaryContext): string {
  if (dryRun) return '';
  const isUnderWay = status === 'accepted' || status === 'restored';
  if (safety === null) return isUnderWay ? NO_SAFETY_BACKUP : '';
  const [backup] = existing([safety]);
  if (backup === undefined) return '';
  const progress = progressOf(safety);
  if (progress === 'unfinished') return resumeSnippet([backup], context);
  return progress === 'completed' && status !== '' ? undoSnippet(backup, context) : '';
}

const NO_SAFETY_BACKUP =
  "This restore can't be undone: it was run without a safety backup (`safety_backup: true`).";

function deletionParts(report: Report, frame: Frame): string[] {
  const hasNone = report.operation === 'prune' && report.isDone && report.deletions.size === 0;
  return [hasNone ? reasonsPart(report) : deletionsPart(report, frame), keptPart(report, frame)];
}

function runLink(run: RunContext): string {
  if (run.runId === '') return '';
  const number = /^\d+$/.test(run.runNumber) ? ` &#35;${run.runNumber}` : '';
  const label = `${inlineText(run.workflow || run.runId)}${number}`;
  const url = `${repositoryUrl(run)}/actions/runs/${run.runId}/attempts/${run.attempt}`;
  return `Run: ${link(label, url)}`;
}
