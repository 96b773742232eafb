/**
 * What a step has learned and done: a union by operation. Operations write it through the
 * {@link Recorder} and never read it; outputs, summary and cancellation message are made of it.
 */
import type { Backup } from '../backups/backup.js';
import type { RetentionDecision } from '../backups/retention.js';
import type { ServerCheck } from './checks.js';
import type { ServerRef } from './labels.js';

/** One backup of the step; before it exists, its server is known, and after its request, its key. */
export interface BackupReport {
  readonly serverId: number | null;
  readonly serverName: string | null;
  readonly id: number | null;
  /** As last listed. */
  readonly backup: Backup | null;
  /** The last status seen; `unknown` where it is not known whether there is a backup. */
  readonly status: string;
  /** Milliseconds. */
  readonly waitedMs: number | null;
  readonly key: string | null;
  /** Why it failed. */
  readonly problem: string | null;
  /** Whether `operation: wait` can still see it completed. */
  readonly isResumable: boolean;
}

export const EMPTY: BackupReport = {
  serverId: null,
  serverName: null,
  id: null,
  backup: null,
  status: '',
  waitedMs: null,
  key: null,
  problem: null,
  isResumable: true,
};

/** `unconfirmed`: requested, and not (yet) known to be gone. */
export type DeletionOutcome = 'deleted' | 'failed' | 'unconfirmed' | 'would be deleted';

export interface Deletion {
  readonly backup: Backup;
  readonly reason: string;
  readonly outcome: DeletionOutcome;
}

interface ReportBase {
  /** By server id (create) or backup id, in the order given. */
  readonly backups: Map<number, BackupReport>;
  /** By backup id. */
  readonly deletions: Map<number, Deletion>;
  /** What the retention policy decided, by server id. */
  readonly decisions: Map<number, readonly RetentionDecision[]>;
  /** Slots that manual backups use, by server id, by the last complete list. */
  readonly slots: Map<number, number>;
  /** Milliseconds waited in all. */
  waitedMs: number;
  readonly dryRun: boolean;
  /** Deletes are done, or what `dry_run` asks for is planned. */
  isDone: boolean;
  /** The API's clock when something was last recorded, for ages. */
  now: number;
}

export interface CreateReport extends ReportBase {
  readonly operation: 'create';
  reused: boolean;
}
export interface WaitReport extends ReportBase {
  readonly operation: 'wait';
}
export interface ListReport extends ReportBase {
  readonly operation: 'list';
  /** `null` until the list was read. */
  list: { readonly backups: readonly Backup[]; readonly complete: boolean } | null;
}
export interface RestoreReport extends ReportBase {
  readonly operation: 'restore';
  status: '' | 'unknown' | 'accepted' | 'restored';
  safety: BackupReport | null;
  /** What the server was left as, where that needs attention. */
  note: string | null;
}
interface DeleteReport extends ReportBase {
  readonly operation: 'delete';
}
interface PruneReport extends ReportBase {
  readonly operation: 'prune';
}
export interface CheckReport extends ReportBase {
  readonly operation: 'check';
  checks: readonly ServerCheck[] | null;
}

export type Report =
  | CreateReport
  | ListReport
  | WaitReport
  | RestoreReport
  | DeleteReport
  | PruneReport
  | CheckReport;

/** A report in which nothing is known yet. */
export function emptyReport(operation: Report['operation'], dryRun: boolean): Report {
  const base: ReportBase = {
    backups: new Map(),
    deletions: new Map(),
    decisions: new Map(),
    slots: new Map(),
    waitedMs: 0,
    dryRun,
    isDone: false,
    now: Number.NaN,
  };
  switch (operation) {
    case 'create':
      return { ...base, operation, reused: false };
    case 'list':
      return { ...base, operation, list: null };
    case 'restore':
      return { ...base, operation, status: '', safety: null, note: null };
    case 'check':
      return { ...base, operation, checks: null };
    case 'wait':
    case 'delete':
    case 'prune':
      return { ...base, operation };
  }
}

/** What a listed backup tells. */
export function observed(
  backup: Backup,
): Pick<BackupReport, 'serverId' | 'serverName' | 'id' | 'backup' | 'status'> {
  const { serverId, serverName, id, status } = backup;
  return { serverId, serverName, id, backup, status };
}

/** A server whose backup is not made yet. */
export function ofServer({ id, name }: ServerRef): BackupReport {
  return { ...EMPTY, serverId: id, serverName: name };
}
