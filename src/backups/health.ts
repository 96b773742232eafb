/** Whether backups are there, fresh and plausible. Pure. */
import { type Backup, isExpired, newestFirst } from './backup.js';
import { parseOwnMarker, type RepositoryRef } from './marker.js';
import { classifyStatus, isRestorable } from './status.js';

/** What the size of a backup says of it. */
interface SizeAssessment {
  /** `unknown` where either size is not known; `empty`: 0 MB where others have a size. */
  readonly verdict: 'plausible' | 'unknown' | 'empty' | 'shrunk';
  /** The largest of the three completed ones before it, of its server and type; `null` if none. */
  readonly previousSizeMb: number | null;
}

const COMPARED_BACKUPS = 3;

/**
 * Compares a backup with the largest of the three before it.
 *
 * @param backups those of its server, in any order
 * @param maxShrink by how much it may be smaller, from 0 to 1; 1 turns the test off
 */
export function assessSize(
  backup: Backup,
  backups: readonly Backup[],
  maxShrink: number,
): SizeAssessment {
  const sized = backups.filter((other) => other.id !== backup.id && hasSize(other, backup));
  const before = sized
    .filter((other) => other.type === backup.type && newestFirst(backup, other) < 0)
    .sort(newestFirst);
  const sizes = before.slice(0, COMPARED_BACKUPS).map(({ sizeMb }) => sizeMb ?? 0);
  const previousSizeMb = sizes.length === 0 ? null : Math.max(...sizes);
  return {
    verdict: verdictOf(backup, { previousSizeMb, maxShrink, hasSized: sized.length > 0 }),
    previousSizeMb,
  };
}

function hasSize(other: Backup, { serverId }: Backup): boolean {
  const isCompleted = classifyStatus(other.status) === 'completed';
  return isCompleted && other.serverId === serverId && (other.sizeMb ?? 0) > 0;
}

interface Comparison {
  readonly previousSizeMb: number | null;
  readonly maxShrink: number;
  readonly hasSized: boolean;
}

function verdictOf(
  { sizeMb }: Backup,
  { previousSizeMb, maxShrink, hasSized }: Comparison,
): SizeAssessment['verdict'] {
  if (sizeMb === null || maxShrink >= 1) return sizeMb === null ? 'unknown' : 'plausible';
  if (sizeMb === 0) return hasSized ? 'empty' : 'unknown';
  if (previousSizeMb === null) return 'unknown';
  // A quotient is rounded as the percentage was: smaller by exactly max_shrink is not more.
  const shrink = (previousSizeMb - sizeMb) / previousSizeMb;
  return shrink > maxShrink ? 'shrunk' : 'plausible';
}

interface HealthThresholds {
  readonly maxAgeMs: number;
  readonly maxShrink: number;
  readonly minBackups: number;
}

/** One thing that is wrong, or nearly, with its figures. */
export type Finding =
  | { readonly kind: 'none' }
  | { readonly kind: 'undated'; readonly backupId: number }
  | { readonly kind: 'stale' | 'nearly stale'; readonly backupId: number; readonly ageMs: number }
  | { readonly kind: 'too few'; readonly completed: number }
  | { readonly kind: 'empty'; readonly backupId: number }
  | {
      readonly kind: 'shrunk';
      readonly backupId: number;
      readonly sizeMb: number;
      readonly previousSizeMb: number;
    }
  | { readonly kind: 'stuck'; readonly backupId: number; readonly ageMs: number };

export interface Health {
  /** The newest completed one that is dated and not expired. */
  readonly newest: Backup | null;
  readonly ageMs: number | null;
  readonly previousSizeMb: number | null;
  /** Completed ones with data in them. */
  readonly completed: number;
  readonly problems: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/** An own backup that is pending for longer than this is stuck. */
const STUCK_MS = 24 * 3_600_000;
const NEARLY = 0.8;

/**
 * @param backups those of one server that pass the filters, from a complete list
 * @param now the API's clock, in milliseconds since the epoch
 */
export function assessHealth(
  backups: readonly Backup[],
  thresholds: HealthThresholds,
  { now, repository }: { readonly now: number; readonly repository: RepositoryRef },
): Health {
  const completed = backups
    .filter((backup) => classifyStatus(backup.status) === 'completed' && !isExpired(backup, now))
    .sort(newestFirst);
  const newest = completed.find(({ createdAtMs }) => createdAtMs !== null) ?? null;
  const ageMs = newest === null ? null : Math.max(0, now - (newest.createdAtMs ?? now));
  const withData = completed.filter(isRestorable).length;
  const size = newest === null ? null : assessSize(newest, completed, thresholds.maxShrink);
  const problems = [
    ...freshness(newest, ageMs, { completed, thresholds }),
    ...(withData < thresholds.minBackups
      ? [{ kind: 'too few' as const, completed: withData }]
      : []),
    ...plausibility(newest, size, thresholds),
    ...stuck(backups, now, repository),
  ];
  const isNearly = newest !== null && ageMs !== null && ageMs > thresholds.maxAgeMs * NEARLY;
  const isStale = problems.some(({ kind }) => kind === 'stale');
  return {
    newest,
    ageMs,
    previousSizeMb: size?.previousSizeMb ?? null,
    completed: withData,
    problems,
    warnings: isNearly && !isStale ? [{ kind: 'nearly stale', backupId: newest.id, ageMs }] : [],
  };
}

function freshness(
  newest: Backup | null,
  ageMs: number | null,
  { completed, thresholds }: { completed: readonly Backup[]; thresholds: HealthThresholds },
): Finding[] {
  const [undated] = completed;
  if (newest === null || ageMs === null) {
    return [undated === undefined ? { kind: 'none' } : { kind: 'undated', backupId: undated.id }];
  }
  return ageMs <= thresholds.maxAgeMs ? [] : [{ kind: 'stale', backupId: newest.id, ageMs }];
}

function plausibility(
  newest: Backup | null,
  size: SizeAssessment | null,
  { maxShrink }: HealthThresholds,
): Finding[] {
  if (newest === null || size === null || maxShrink >= 1) return [];
  if (newest.sizeMb === 0) return [{ kind: 'empty', backupId: newest.id }];
  if (size.verdict !== 'shrunk') return [];
  const { sizeMb } = newest;
  const { previousSizeMb } = size;
  if (sizeMb === null || previousSizeMb === null) return [];
  return [{ kind: 'shrunk', backupId: newest.id, sizeMb, previousSizeMb }];
}

function stuck(backups: readonly Backup[], now: number, repository: RepositoryRef): Finding[] {
  return backups.flatMap((backup): Finding[] => {
    const ageMs = now - (backup.createdAtMs ?? now);
    const isOwn = parseOwnMarker(backup.description, repository) !== null;
    if (!isOwn || classifyStatus(backup.status) !== 'pending' || ageMs <= STUCK_MS) return [];
    return [{ kind: 'stuck', backupId: backup.id, ageMs }];
  });
}
