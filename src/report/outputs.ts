/** The step's outputs, made of the report. Pure. */
import type { Backup } from '../backups/backup.js';
import { truncate } from '../backups/description.js';
import type { OutputName } from '../inputs/action-metadata.js';
import type { ServerCheck } from './checks.js';
import {
  type BackupReport,
  type CheckReport,
  type DeletionOutcome,
  EMPTY,
  type ListReport,
  observed,
  type Report,
} from './report.js';
import { safeJson, shorten } from './sanitize.js';

export type Outputs = Readonly<Partial<Record<OutputName, string>>>;

/** All outputs of a job together may hold 1 MB. */
const MAX_BYTES = 500_000;
/** One absurdly long text must not take the space of all other rows. */
const MAX_TEXT_LENGTH = 1_000;

/** What an operation says about itself. */
interface Specifics {
  /** The backup that the outputs describe. */
  readonly primary: BackupReport | null;
  readonly status: string;
  readonly more: Outputs;
  /** The lists, which may be long. */
  readonly lists: () => Outputs;
}

/** @param all includes the outputs that list every backup */
export function toOutputs(report: Report, all = true): Outputs {
  const { primary, status, more, lists } = specificsOf(report);
  const backup = primary?.backup ?? null;
  const slots = primary?.serverId == null ? undefined : report.slots.get(primary.serverId);
  return {
    backup_id: String(primary?.id ?? ''),
    server_id: String(primary?.serverId ?? ''),
    status: shorten(status),
    created_at: shorten(backup?.createdAt ?? ''),
    size_mb: String(backup?.sizeMb ?? ''),
    expires_at: shorten(backup?.expiresAt ?? ''),
    slots_used: String(slots ?? ''),
    duration_seconds: String(Math.round(report.waitedMs / 1_000)),
    ...more,
    ...(all ? lists() : {}),
  };
}

function specificsOf(report: Report): Specifics {
  switch (report.operation) {
    case 'create':
      return { ...ofBackups(report), more: { reused: String(report.reused) } };
    case 'wait':
      return ofBackups(report);
    case 'restore': {
      const safety =
        report.safety === null ? {} : { safety_backup_id: String(report.safety.id ?? '') };
      const status = report.status || (isPlanned(report) ? 'dry_run' : '');
      return { ...ofBackups(report), status, more: safety };
    }
    case 'delete':
    case 'prune':
      return { ...ofBackups(report), status: deletionStatus(report) };
    case 'list':
      return ofList(report);
    case 'check':
      return ofChecks(report);
  }
}

function isPlanned(report: Report): boolean {
  return report.dryRun && report.isDone;
}

function ofBackups(report: Report): Specifics {
  const entries = [...report.backups.values()];
  const known = entries.filter(({ id }) => id !== null);
  return {
    primary: known[0] ?? entries[0] ?? null,
    status: isPlanned(report) ? 'dry_run' : statusOf(entries),
    more: {},
    lists: () => ({ ...backupLists(known), ...deletionLists(report) }),
  };
}

/** `completed` only if all are; `unknown` while any is; else that of the first that is not. */
function statusOf(entries: readonly BackupReport[]): string {
  if (entries.some(({ status }) => status === 'unknown')) return 'unknown';
  const unfinished = entries.find((entry) => statusLabelOf(entry) !== 'completed');
  if (unfinished === undefined) return entries.length > 0 ? 'completed' : '';
  return statusLabelOf(unfinished);
}

/** Listed as completed, yet judged otherwise (it disappeared): not known. */
export function statusLabelOf({ status, problem }: BackupReport): string {
  return status === 'completed' && problem !== null ? 'unknown' : status;
}

function deletionStatus(report: Report): string {
  const isUnknown = [...report.deletions.values()].some(({ outcome }) => outcome === 'unconfirmed');
  if (!report.isDone) return isUnknown ? 'unknown' : '';
  if (report.dryRun) return 'dry_run';
  return report.deletions.size > 0 ? 'deleted' : 'unchanged';
}

function deletionLists(report: Report): Outputs {
  const idsOf = (outcome: DeletionOutcome): string => {
    const deletions = [...report.deletions.values()].filter((one) => one.outcome === outcome);
    return safeJson(deletions.map(({ backup }) => backup.id));
  };
  return { deleted_ids: idsOf('deleted'), would_delete_ids: idsOf('would be deleted') };
}

function backupLists(known: readonly BackupReport[]): Outputs {
  const backups = known.flatMap(({ backup }) => (backup === null ? [] : [backup]));
  const { json, isCut } = backupsJson(backups);
  return {
    backup:
      backups[0] === undefined || known[0]?.backup === null ? '' : safeJson(toApiJson(backups[0])),
    backup_ids: safeJson(known.map(({ id }) => id)),
    backups: json,
    ...(isCut ? { truncated: 'true' } : {}),
  };
}

function ofList({ list }: ListReport): Specifics {
  if (list === null) return { primary: null, status: '', more: {}, lists: () => ({}) };
  const { backups, complete } = list;
  const newest = complete ? backups.find(({ status }) => status === 'completed') : undefined;
  return {
    primary: newest === undefined ? null : { ...EMPTY, ...observed(newest) },
    status: '',
    more: { count: complete ? String(backups.length) : '' },
    lists: () => {
      const { json, isCut, kept } = backupsJson(backups);
      return {
        backup: newest === undefined ? '' : safeJson(toApiJson(newest)),
        backup_ids: safeJson(backups.slice(0, kept).map(({ id }) => id)),
        backups: json,
        truncated: String(isCut || !complete),
      };
    },
  };
}

function ofChecks({ checks, backups }: CheckReport): Specifics {
  if (checks === null) return { primary: null, status: '', more: {}, lists: () => ({}) };
  const newest = [...backups.values()];
  const first = newest.find(({ serverId }) => serverId === checks[0]?.serverId);
  return {
    primary: first ?? null,
    // Where not all servers could be listed, there are no checks.
    status: checks.length > 0 && checks.every(({ ok }) => ok) ? 'ok' : 'failed',
    more: {},
    lists: () => ({
      ...backupLists(newest.filter(({ id }) => id !== null)),
      checks: jsonArray(checks.map(toCheckJson)).json,
    }),
  };
}

function toCheckJson(check: ServerCheck) {
  return {
    server_id: check.serverId,
    ok: check.ok,
    problems: check.problems.map((problem) => truncate(problem, MAX_TEXT_LENGTH)),
    backup_id: check.backupId,
    age_seconds: check.ageMs === null ? null : Math.round(check.ageMs / 1_000),
    size_mb: check.sizeMb,
    previous_size_mb: check.previousSizeMb,
    completed: check.completed,
    slots_used: check.slotsUsed,
  };
}

/** A backup as the API documents it. */
function toApiJson(backup: Backup) {
  const text = <T extends string | null>(value: T) =>
    value === null ? value : truncate(value, MAX_TEXT_LENGTH);
  return {
    id: backup.id,
    server: { id: backup.serverId, name: text(backup.serverName) },
    backup_type: text(backup.type),
    status: text(backup.status),
    size_mb: backup.sizeMb,
    created_at: text(backup.createdAt),
    expires_at: text(backup.expiresAt),
    description: text(backup.description),
  };
}

function hasLongText(backup: Backup): boolean {
  const { serverName, type, status, createdAt, expiresAt, description } = backup;
  const texts = [serverName, type, status, createdAt, expiresAt, description];
  return texts.some((text) => (text?.length ?? 0) > MAX_TEXT_LENGTH);
}

interface CutArray {
  readonly json: string;
  readonly kept: number;
}

function backupsJson(backups: readonly Backup[]): CutArray & { readonly isCut: boolean } {
  const { json, kept } = jsonArray(backups.map(toApiJson));
  return { json, kept, isCut: kept < backups.length || backups.some(hasLongText) };
}

/** A JSON array of as many items as fit. */
function jsonArray(items: readonly unknown[]): CutArray {
  const parts: string[] = [];
  let bytes = 2;
  for (const item of items) {
    const part = safeJson(item);
    bytes += Buffer.byteLength(part) + 1;
    if (bytes > MAX_BYTES) break;
    parts.push(part);
  }
  return { json: `[${parts.join(',')}]`, kept: parts.length };
}
