/** How far the backup of a report has come, for headings, tables and snippets. Pure. */
import { parseOwnMarker } from '../backups/marker.js';
import { classifyStatus } from '../backups/status.js';
import type { RunContext } from '../inputs/run-context.js';
import { statusLabelOf } from './outputs.js';
import type { BackupReport, Report } from './report.js';

/** `none`: there is no backup; `unknown`: it is not known whether there is one. */
type Progress = 'completed' | 'unfinished' | 'failed' | 'unknown' | 'none';

export function progressOf(entry: BackupReport): Progress {
  const status = statusLabelOf(entry);
  if (status === 'unknown') return 'unknown';
  if (entry.id === null || (status === '' && entry.backup === null)) return 'none';
  const state = classifyStatus(status);
  if (state === 'pending') return entry.isResumable ? 'unfinished' : 'failed';
  return state === 'completed' ? 'completed' : 'failed';
}

/** Whether it is what made the step fail. */
export function hasFailed(entry: BackupReport): boolean {
  return entry.problem !== null || ['failed', 'unknown'].includes(progressOf(entry));
}

/** A backup that an earlier attempt of this run made. */
export function isReused({ backup }: BackupReport, report: Report, run: RunContext): boolean {
  if (report.operation !== 'create' || !report.reused) return false;
  const marker = parseOwnMarker(backup?.description ?? null, run);
  return marker !== null && marker.runId === run.runId && marker.attempt < run.attempt;
}
