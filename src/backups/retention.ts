/**
 * Which backups rotation and prune delete. Pure: backups, policy, run and time in; a decision with
 * its reason for each backup out.
 */
import { type Backup, newestFirst } from './backup.js';
import { hasKeepTag } from './description.js';
import { isFromRun, type MarkerKind, parseMarker, parseOwnMarker, type RunRef } from './marker.js';
import { inScope, matches, type Scope } from './selection.js';
import { classifyStatus, isRestorable } from './status.js';

/** How many manual backups a server may have. */
export const MANUAL_BACKUP_LIMIT = 10;
/** Another run may be deploying on a backup as young as this. */
const MIN_AGE_MS = 3_600_000;
/** With `keep_last` above 1, as many safety backups are kept. */
const KEPT_SAFETY_BACKUPS = 2;

export interface RetentionPolicy {
  /** Keep this many of the newest completed ones, for each kind. */
  readonly keepLast: number | null;
  /** Only what is older, in milliseconds. With `keepLast` too, both must select a backup. */
  readonly olderThanMs: number | null;
  readonly scope: Scope;
  readonly match: string | null;
}

/** The policy of `keep_last` alone, for rotation and eviction. */
export function keepLastPolicy(keepLast: number, scope: Scope): RetentionPolicy {
  return { keepLast, olderThanMs: null, scope, match: null };
}

export interface RetentionContext {
  readonly run: RunRef;
  /** The API's clock, in milliseconds since the epoch. */
  readonly now: number;
  /** The backups that the step itself made or waited for. */
  readonly ownBackupIds: ReadonlySet<number>;
  /** A restore reads from a backup of a server that is `restoring`. */
  readonly isRestoring: boolean;
  /** Completed backups younger than this are protected, in milliseconds; one hour by default. */
  readonly minAgeMs?: number;
  /** Ranks of kind `create` that are taken already, as by a backup to come; none by default. */
  readonly reservedRanks?: number;
}

export interface RetentionDecision {
  readonly backup: Backup;
  readonly action: 'delete' | 'keep';
  /** In words, for a log line or a table. */
  readonly reason: string;
  /** Its rank among those of its kind, 1 for the newest; `null` where it is not ranked. */
  readonly rank: number | null;
}

/**
 * Applies a policy to the backups of **one server**.
 *
 * @returns a decision for each; those to delete first, in the order of deletion: failed ones, then
 *   oldest first
 */
export function applyRetention(
  backups: readonly Backup[],
  policy: RetentionPolicy,
  context: RetentionContext,
): RetentionDecision[] {
  const ranks = rankByKind(backups, policy, context);
  const protect = protectionOf(backups, context);
  const decisions = backups.map((backup): RetentionDecision => {
    const rank = ranks.get(backup) ?? null;
    const kept = keepReason(backup, policy, { context, protect, rank });
    if (kept !== null) return { backup, action: 'keep', reason: kept, rank };
    return { backup, action: 'delete', reason: deleteReason(backup, policy, rank), rank };
  });
  return keepNewestCompleted(decisions, policy, context.run).sort(byDeletionOrder);
}

/** Manual backups that use one of a server's slots. */
export function countedTowardLimit(backups: readonly Backup[]): Backup[] {
  return backups.filter(
    (backup) => backup.type === 'manual' && classifyStatus(backup.status) !== 'removed',
  );
}

/** The newest own backup whose marker says that the server was good when it was made. */
export function lastKnownGood(backups: readonly Backup[], run: RunRef): Backup | undefined {
  const good = backups.filter((backup) => {
    const marker = parseOwnMarker(backup.description, run);
    return marker?.kind === 'create' && marker.state === 'good' && isRestorable(backup);
  });
  return good.sort(newestFirst)[0];
}

/**
 * @param backups those of one server
 * @returns why a backup of them is never deleted, or `null`
 */
export function protectionOf(
  backups: readonly Backup[],
  context: RetentionContext,
): (backup: Backup) => string | null {
  const good = lastKnownGood(backups, context.run);
  return (backup) =>
    stateProtection(backup) ??
    ownershipProtection(backup, context) ??
    (backup === good ? 'last known good' : null) ??
    ageProtection(backup, context) ??
    (context.isRestoring ? 'its server is being restored' : null);
}

function stateProtection(backup: Backup): string | null {
  const state = classifyStatus(backup.status);
  if (backup.type !== 'manual') return `${backup.type || 'of unknown type'}, not manual`;
  if (state === 'pending') return backup.status === 'in_progress' ? 'in progress' : 'not finished';
  if (state === 'removed') return `already ${backup.status}`;
  if (backup.createdAtMs === null) return 'no usable date';
  return state === 'completed' && !isRestorable(backup) ? '0 MB' : null;
}

function ownershipProtection(
  backup: Backup,
  { run, ownBackupIds }: RetentionContext,
): string | null {
  if (hasKeepTag(backup.description)) return 'marked [keep]';
  if (classifyStatus(backup.status) === 'failed') return null;
  if (isFromRun(backup.description, run)) return 'made by this run';
  return ownBackupIds.has(backup.id) ? 'waited for by this step' : null;
}

function ageProtection(
  backup: Backup,
  { now, minAgeMs = MIN_AGE_MS }: RetentionContext,
): string | null {
  if (classifyStatus(backup.status) !== 'completed') return null;
  if (now - (backup.createdAtMs ?? now) >= minAgeMs) return null;
  return minAgeMs === MIN_AGE_MS ? 'under an hour old' : `under ${minAgeMs / 60_000} minutes old`;
}

interface Ranked {
  readonly context: RetentionContext;
  readonly protect: (backup: Backup) => string | null;
  readonly rank: number | null;
}

function keepReason(
  backup: Backup,
  policy: RetentionPolicy,
  { context, protect, rank }: Ranked,
): string | null {
  if (backup.type === 'manual' && !inScope(backup, policy.scope, context.run)) {
    return 'not made by this repository';
  }
  if (!matches(backup, policy.match)) return 'does not match';
  const protectedBy = protect(backup);
  if (protectedBy !== null) return protectedBy;
  const age = context.now - (backup.createdAtMs ?? context.now);
  if (policy.olderThanMs !== null && age <= policy.olderThanMs) return 'not older than older_than';
  if (classifyStatus(backup.status) === 'failed' || policy.keepLast === null) return null;
  const limit = keptOf(kindOf(backup), policy.keepLast);
  return rank !== null && rank > limit ? null : `number ${rank} of the newest ${limit}`;
}

function deleteReason(backup: Backup, policy: RetentionPolicy, rank: number | null): string {
  if (classifyStatus(backup.status) === 'failed') return `failed (status: ${backup.status})`;
  if (policy.keepLast === null) return 'older than older_than';
  return `number ${rank}, beyond the newest ${keptOf(kindOf(backup), policy.keepLast)}`;
}

type Kind = MarkerKind | 'unmarked';

function kindOf(backup: Backup): Kind {
  return parseMarker(backup.description)?.kind ?? 'unmarked';
}

function keptOf(kind: Kind, keepLast: number): number {
  return kind === 'safety' ? Math.min(keepLast, KEPT_SAFETY_BACKUPS) : keepLast;
}

/** Ranks from 1, newest first, each kind separately. Protected backups count too; 0 MB does not. */
function rankByKind(
  backups: readonly Backup[],
  policy: RetentionPolicy,
  { run, reservedRanks = 0 }: RetentionContext,
): Map<Backup, number> {
  const counts = new Map<Kind, number>([['create', reservedRanks]]);
  const ranks = new Map<Backup, number>();
  const ranked = backups.filter(
    (backup) => isKeepable(backup, policy, run) && matches(backup, policy.match),
  );
  for (const backup of ranked.sort(newestFirst)) {
    const rank = (counts.get(kindOf(backup)) ?? 0) + 1;
    counts.set(kindOf(backup), rank);
    ranks.set(backup, rank);
  }
  return ranks;
}

/** The newest restorable manual backup in scope stays where all of them would be deleted. */
function keepNewestCompleted(
  decisions: readonly RetentionDecision[],
  policy: RetentionPolicy,
  run: RunRef,
): RetentionDecision[] {
  const keepable = decisions.filter(({ backup }) => isKeepable(backup, policy, run));
  if (keepable.some(({ action }) => action === 'keep')) return [...decisions];
  const newest = keepable.map(({ backup }) => backup).sort(newestFirst)[0];
  return decisions.map((decision) =>
    decision.backup === newest
      ? { ...decision, action: 'keep', reason: 'the last completed manual backup in scope' }
      : decision,
  );
}

/** A manual backup in scope that a server could be restored from, with a date. */
export function isKeepable(backup: Backup, { scope }: RetentionPolicy, run: RunRef): boolean {
  const isDated = backup.type === 'manual' && backup.createdAtMs !== null;
  return isDated && isRestorable(backup) && inScope(backup, scope, run);
}

function byDeletionOrder(a: RetentionDecision, b: RetentionDecision): number {
  if (a.action !== b.action) return a.action === 'delete' ? -1 : 1;
  if (a.action === 'keep') return newestFirst(a.backup, b.backup);
  const order = ({ backup }: RetentionDecision): number =>
    classifyStatus(backup.status) === 'failed' ? 0 : 1;
  return order(a) - order(b) || newestFirst(b.backup, a.backup);
}
