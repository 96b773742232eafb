/** A request for a backup, and what is checked of the backup that comes of it. */
import type { Backup } from '../backups/backup.js';
import { composeDescription } from '../backups/description.js';
import { hasKey, type MarkerKind, parseMarker, type ServerState } from '../backups/marker.js';
import { classifyStatus } from '../backups/status.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { backupFailed, serverMismatch } from '../report/messages.js';
import type { BackupList } from './list-backups.js';

/** A backup to create. Sent again, it carries the same key. */
export interface CreateRequest {
  readonly server: ServerRef;
  readonly kind: MarkerKind;
  readonly idempotencyKey: string;
  /** With the marker. */
  readonly description: string;
  /** The server's backups before. */
  readonly known: BackupList;
  /** For how long an acceptance without an id is searched for, in milliseconds. */
  readonly timeoutMs: number;
  /** Records that a request is about to be sent, or was rejected. */
  readonly onIntent: () => void;
  readonly onRejected: () => void;
}

/** What {@link newCreateRequest} makes a request of. */
interface CreateOptions
  extends Omit<CreateRequest, 'idempotencyKey' | 'description' | 'onIntent' | 'onRejected'> {
  /** The user's text, or the default. */
  readonly text: string;
  readonly state: ServerState | null;
}

/** @returns the request without its callbacks */
export function newCreateRequest(
  ctx: OperationContext,
  { text, state, ...request }: CreateOptions,
): Omit<CreateRequest, 'onIntent' | 'onRejected'> {
  const { owner, repo, repositoryId, runId, attempt, job, sha } = ctx.run;
  const key = ctx.newIdempotencyKey();
  const run = { owner, repo, repositoryId, runId, attempt, job, sha };
  const marker = { ...run, kind: request.kind, state, key };
  return { ...request, idempotencyKey: key, description: composeDescription(text, marker) };
}

/** Rotation, `latest` and `last_good` recognise a backup by its marker alone. */
export function warnIfMarkerMissing(ctx: OperationContext, backup: Backup, key: string): void {
  if (hasKey(backup.description, key)) return;
  ctx.log.warnOnce(
    `marker ${backup.id}`,
    `VPS.org stored backup ${backup.id} without the marker that was sent: rotation, latest and last_good won't recognise it.`,
  );
}

/** A request that was sent again may have been executed twice, and the first one listed late. */
export function warnOfDuplicates(
  ctx: OperationContext,
  { id, serverId, description }: Backup,
  rows: readonly Backup[],
): void {
  const key = parseMarker(description)?.key;
  const others = rows.filter(
    (row) => row.id !== id && key !== undefined && hasKey(row.description, key),
  );
  if (others.length === 0) return;
  const ids = [id, ...others.map((row) => row.id)].join(' and ');
  ctx.log.warnOnce(
    `duplicates ${serverId}`,
    `Backups ${ids} of server ${serverId} both carry the key of one request: delete one of them.`,
  );
}

/** @throws ActionError where a created backup must not be relied on */
export function validateCreated(backup: Backup, requestedServerId: number): void {
  if (backup.serverId !== requestedServerId) throw serverMismatch(backup, requestedServerId);
  const state = classifyStatus(backup.status);
  if (state === 'failed' || state === 'removed') throw backupFailed(backup);
}
