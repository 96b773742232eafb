/** Reports in which something is known. */
import type { Backup } from '../../src/backups/backup.js';
import {
  type BackupReport,
  type Deletion,
  EMPTY,
  emptyReport,
  observed,
  type Report,
} from '../../src/report/report.js';
import { NOW } from '../support/fixtures.js';

type ReportOf<Op extends Report['operation']> = Extract<Report, { operation: Op }>;

export function reportOf<Op extends Report['operation']>(
  operation: Op,
  change: Partial<ReportOf<Op>> = {},
): ReportOf<Op> {
  const empty = emptyReport(operation, change.dryRun ?? false);
  return { ...empty, now: NOW, ...change } as ReportOf<Op>;
}

export function entry(backup: Backup, change: Partial<BackupReport> = {}): BackupReport {
  return { ...EMPTY, ...observed(backup), ...change };
}

/** A server whose request is not answered, or not even sent. */
export function request(change: Partial<BackupReport> = {}): BackupReport {
  return { ...EMPTY, serverId: 7, ...change };
}

export function entries(...all: readonly BackupReport[]): Map<number, BackupReport> {
  return new Map(all.map((one, index) => [index, one]));
}

export function deletions(...all: readonly Deletion[]): Map<number, Deletion> {
  return new Map(all.map((one) => [one.backup.id, one]));
}
