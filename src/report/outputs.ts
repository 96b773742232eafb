/** The step's outputs, made of the facts. `outputsOf` is pure; the writer writes what is new. */
import * as core from '@actions/core';
import type { Backup } from '../backups/backup.js';
import { truncate } from '../backups/description.js';
import type { OutputName } from '../inputs/action-metadata.js';
import type { BackupReport, Report } from './report.js';
import { redact, safeJson, shorten } from './sanitize.js';

export type Outputs = Readonly<Partial<Record<OutputName, string>>>;

/** All outputs of a job together may hold 1 MB. */
const MAX_BYTES = 500_000;
/** No honest text is longer; one absurd text must not take the place of all other rows. */
const MAX_TEXT_LENGTH = 1_000;

/** All that can be said now; an output that the operation does not have is left out. */
export function toOutputs(facts: Report): Outputs {
  const known = facts.backups.filter((fact) => fact.id !== null);
  const main = primaryBackup(facts, known);
  // Of a list without a completed backup there is none to tell the server of; a backup that is not made yet has one.
  const about = facts.operation === 'list' ? main : (main ?? facts.backups[0]);
  return {
    backup_id: String(main?.id ?? ''),
    server_id: String(about?.serverId ?? ''),
    status: shorten(overallStatus(facts)),
    created_at: shorten(main?.backup?.createdAt ?? ''),
    size_mb: String(main?.backup?.sizeMb ?? ''),
    expires_at: shorten(main?.backup?.expiresAt ?? ''),
    backup: main?.backup ? safeJson(toApiJson(main.backup)) : '',
    ...listOutputs(facts, known),
    deleted_ids: idsOf(facts, ['deleted', 'already gone']),
    would_delete_ids: idsOf(facts, ['would be deleted']),
    ...(facts.safety === null ? {} : { safety_backup_id: String(facts.safety.id ?? '') }),
    ...(facts.operation === 'create' ? { reused: String(facts.reused) } : {}),
    duration_seconds: String(Math.round(facts.waitedMs / 1_000)),
  };
}

/** What is told of all backups; of a list that has not been read, nothing: that none matched would be another thing. */
function listOutputs(facts: Report, known: readonly BackupReport[]): Outputs {
  const isList = facts.operation === 'list';
  if (isList && !facts.listLoaded) return {};
  const backups = known.flatMap((fact) => (fact.backup === null ? [] : [fact.backup]));
  const { json, kept } = jsonArray(backups.map(toApiJson));
  const isCut = kept < backups.length || backups.some(hasLongText);
  const ids = (isList ? known.slice(0, kept) : known).map((fact) => fact.id);
  return {
    backup_ids: safeJson(ids),
    backups: json,
    ...(isList ? { count: String(known.length) } : {}),
    ...(isList || isCut ? { truncated: String(isCut) } : {}),
  };
}

/** Writes outputs; what was written before with the same value is not written again. */
export function createOutputWriter(secret: string): (outputs: Outputs) => void {
  const written = new Map<string, string>();
  return (outputs) => {
    for (const [name, value] of Object.entries(outputs)) {
      if (written.get(name) === value) continue;
      core.setOutput(name, redact(secret, value));
      written.set(name, value);
    }
  };
}

/** The status that the facts come to; an empty text where there is none to tell. */
export function overallStatus(facts: Report): string {
  if (facts.status !== null) return facts.status;
  if (facts.operation !== 'create' && facts.operation !== 'wait') return '';
  const unfinished = facts.backups.find((fact) => fact.status !== 'completed');
  return unfinished === undefined && facts.backups.length > 0
    ? 'completed'
    : (unfinished?.status ?? '');
}

function primaryBackup(facts: Report, known: readonly BackupReport[]): BackupReport | undefined {
  return facts.operation === 'list' ? known.find((fact) => fact.status === 'completed') : known[0];
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

/** Whether {@link toApiJson} cuts any of its texts. */
function hasLongText({
  serverName,
  type,
  status,
  createdAt,
  expiresAt,
  description,
}: Backup): boolean {
  return [serverName, type, status, createdAt, expiresAt, description].some(
    (text) => (text?.length ?? 0) > MAX_TEXT_LENGTH,
  );
}

/** A JSON array of as many items as fit. */
function jsonArray(items: readonly unknown[]): { json: string; kept: number } {
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

function idsOf(facts: Report, outcomes: readonly string[]): string {
  return safeJson(
    facts.deletions
      .filter((deletion) => outcomes.includes(deletion.outcome))
      .map((deletion) => deletion.backup.id),
  );
}
