/**
 * Which backups may go: one rule for rotation, prune, room and their previews. Pure: rows, rule, who we are and the time in; a
 * verdict with its reason for each row out. Models: restic forget, Elastic SLM, borg prune.
 */
import { type Backup, newestFirst } from './backup.js';
import { hasKeepTag } from './description.js';
import { isFromRun, parseMarker, parseOwnMarker, type RunRef } from './marker.js';
import { inScope, matches, type Scope } from './selection.js';
import { classifyStatus } from './status.js';

/** How many manual backups a server may have. */
export const MANUAL_BACKUP_LIMIT = 10;
/** Another run may be deploying on a backup this fresh. */
const MIN_AGE_MS = 3_600_000;

export interface RetentionPolicy {
  /** Keep this many of the newest completed ones, for each kind. */
  readonly keepLast: number | null;
  /** Only what is older than this, in milliseconds. With `keepLast` too, only what both give up goes. */
  readonly olderThanMs: number | null;
  readonly scope: Scope;
  readonly match: string | null;
}

/** The rule that `keep_last` alone makes, for rotation and room. */
export function keepLastPolicy(keepLast: number, scope: Scope): RetentionPolicy {
  return { keepLast, olderThanMs: null, scope, match: null };
}

export interface RetentionContext {
  readonly run: RunRef;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The backups that the step itself made or waited for. */
  readonly ownBackupIds: ReadonlySet<number>;
  /** Count one more of kind `create`, newer than all: the backup about to be made. */
  readonly coming: boolean;
}

export interface RetentionDecision {
  readonly backup: Backup;
  readonly goes: boolean;
  /** Why, in words for a table. */
  readonly reason: string;
}

/**
 * Judges the rows of **one server**.
 *
 * @returns a verdict for each row, in the order in which those that go should go: failed ones first, then oldest first; the rest after.
 */
export function applyRetention(
  rows: readonly Backup[],
  rule: RetentionPolicy,
  facts: RetentionContext,
): RetentionDecision[] {
  const ranks = rankByKind(rows, rule, facts);
  const verdicts = rows.map((backup) => decide(backup, ranks.get(backup), rule, facts));
  return keepNewestCompleted(verdicts, rule, facts.run).sort(byDeletionOrder);
}

/**
 * The one backup that may go so that a full server takes a new one: a failed one in scope; else what `keepLast` gives up with the coming one
 * counted, oldest first; else the oldest safety backup of ours.
 *
 * @returns `null` where none may go.
 */
export function chooseEviction(
  rows: readonly Backup[],
  rule: RetentionPolicy,
  facts: RetentionContext,
): RetentionDecision | null {
  const first = applyRetention(rows, rule, { ...facts, coming: true })[0];
  if (first?.goes) return first;
  const safety = rows
    .filter(
      (row) =>
        classifyStatus(row.status) === 'completed' &&
        parseOwnMarker(row.description, facts.run)?.kind === 'safety',
    )
    .filter((row) => protectionReason(row, facts) === null)
    .sort(newestFirst)
    .map((backup) => ({
      backup,
      goes: true,
      reason: 'the oldest safety backup of this repository, to make room for the new one',
    }));
  const oldest = safety.at(-1);
  if (oldest === undefined) return null;
  return keepNewestCompleted([oldest, ...others(rows, oldest.backup)], rule, facts.run)[0]?.goes
    ? oldest
    : null;
}

/** Manual backups that take one of a server's ten places. */
export function countedTowardLimit(rows: readonly Backup[]): Backup[] {
  return rows.filter((row) => row.type === 'manual' && classifyStatus(row.status) !== 'gone');
}

/** Why a backup is never given up, or `null`. */
function protectionReason(backup: Backup, facts: RetentionContext): string | null {
  const state = classifyStatus(backup.status);
  if (backup.type !== 'manual') return `${backup.type || 'of unknown type'}, not manual`;
  if (state === 'pending')
    return backup.status === 'in_progress' ? 'in progress' : 'its status is unknown';
  if (state === 'gone') return 'already gone';
  if (backup.createdAtMs === null) return 'its date is missing or unreadable';
  if (hasKeepTag(backup.description)) return 'marked [keep]';
  if (facts.ownBackupIds.has(backup.id) || isFromRun(backup.description, facts.run))
    return 'made by this run';
  if (state === 'completed' && facts.now - backup.createdAtMs < MIN_AGE_MS)
    return 'less than an hour old';
  return null;
}

function decide(
  backup: Backup,
  rank: number | undefined,
  rule: RetentionPolicy,
  facts: RetentionContext,
): RetentionDecision {
  const stays = (reason: string): RetentionDecision => ({ backup, goes: false, reason });
  if (backup.type === 'manual' && !inScope(backup, rule.scope, facts.run))
    return stays('not made by this repository');
  if (!matches(backup, rule.match)) return stays('does not match');
  const protectedBy = protectionReason(backup, facts);
  if (protectedBy !== null) return stays(protectedBy);
  const age = facts.now - (backup.createdAtMs ?? facts.now);
  if (rule.olderThanMs !== null && age <= rule.olderThanMs)
    return stays('not older than older_than');
  if (classifyStatus(backup.status) === 'failed')
    return { backup, goes: true, reason: `ended as ${backup.status}` };
  if (rule.keepLast === null) return { backup, goes: true, reason: 'older than older_than' };
  if (rank === undefined || rank <= rule.keepLast)
    return stays(`number ${rank} of the newest ${rule.keepLast}`);
  return { backup, goes: true, reason: `number ${rank}, beyond the newest ${rule.keepLast}` };
}

/** Ranks from 1, newest first; each kind on its own. Protected ones and new ones take their places too. */
function rankByKind(
  rows: readonly Backup[],
  rule: RetentionPolicy,
  facts: RetentionContext,
): Map<Backup, number> {
  const taken = new Map<string, number>(facts.coming ? [['create', 1]] : []);
  const ranks = new Map<Backup, number>();
  const ranked = rows.filter(
    (row) =>
      isCompletedManual(row, rule, facts.run) &&
      row.createdAtMs !== null &&
      matches(row, rule.match),
  );
  for (const row of ranked.sort(newestFirst)) {
    const kind = parseMarker(row.description)?.kind ?? 'unmarked';
    const rank = (taken.get(kind) ?? 0) + 1;
    taken.set(kind, rank);
    ranks.set(row, rank);
  }
  return ranks;
}

/** The last completed manual backup in scope of a server is never given up: where all would go, the newest stays. */
function keepNewestCompleted(
  verdicts: readonly RetentionDecision[],
  rule: RetentionPolicy,
  run: RunRef,
): RetentionDecision[] {
  const completed = verdicts.filter((v) => isCompletedManual(v.backup, rule, run));
  if (completed.some((v) => !v.goes)) return [...verdicts];
  const newest = completed.map((v) => v.backup).sort(newestFirst)[0];
  return verdicts.map((v) =>
    v.backup === newest
      ? { backup: v.backup, goes: false, reason: 'the last completed manual backup in scope' }
      : v,
  );
}

function isCompletedManual(row: Backup, rule: RetentionPolicy, run: RunRef): boolean {
  return (
    row.type === 'manual' &&
    classifyStatus(row.status) === 'completed' &&
    inScope(row, rule.scope, run)
  );
}

function others(rows: readonly Backup[], one: Backup): RetentionDecision[] {
  return rows.filter((row) => row !== one).map((backup) => ({ backup, goes: false, reason: '' }));
}

function byDeletionOrder(a: RetentionDecision, b: RetentionDecision): number {
  if (a.goes !== b.goes) return a.goes ? -1 : 1;
  if (!a.goes) return newestFirst(a.backup, b.backup);
  const failed = (v: RetentionDecision) => (classifyStatus(v.backup.status) === 'failed' ? 0 : 1);
  return failed(a) - failed(b) || newestFirst(b.backup, a.backup);
}
