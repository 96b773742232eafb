/** The summary of one report, made of what differs from an empty one. */
import {
  type BackupReport,
  EMPTY,
  emptyReport,
  observed,
  type Report,
} from '../../src/report/report.js';
import { renderSummary, type SummaryContext } from '../../src/report/summary.js';
import { NOW, RUN_CONTEXT, row } from '../support/fixtures.js';

type Change<Op> = Partial<Extract<Report, { operation: Op }>>;

export function render<Op extends Report['operation']>(
  operation: Op,
  change: Change<Op> = {},
  context: Partial<SummaryContext> = {},
): string {
  const report = { ...emptyReport(operation, change.dryRun ?? false), isDone: true, now: NOW };
  const about = { run: RUN_CONTEXT, apiUrl: null, failure: null, ...context };
  return renderSummary({ ...report, ...change } as Report, about);
}

export function entry(
  change: Parameters<typeof row>[0],
  of: Partial<BackupReport> = {},
): BackupReport {
  return { ...EMPTY, ...observed(row(change)), ...of };
}

export function of(...all: readonly BackupReport[]): {
  readonly backups: Map<number, BackupReport>;
} {
  return { backups: new Map(all.map((one, index) => [index, one])) };
}
