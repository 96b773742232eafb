/** Which backups a filter lets through, which one `latest` is, and which one a re-run may use again. Pure. */
import { type Backup, newestFirst } from './backup.js';
import { DESCRIPTION_LIMIT } from './description.js';
import {
  isFromRun,
  type Marker,
  parseMarker,
  parseOwnMarker,
  type RepositoryRef,
  type RunRef,
  renderMarker,
} from './marker.js';
import { classifyStatus } from './status.js';

/** `repository`: only backups that carry this repository's marker; `server`: any. */
export type Scope = 'repository' | 'server';

export function inScope(backup: Backup, scope: Scope, us: RepositoryRef): boolean {
  return scope === 'server' || parseOwnMarker(backup.description, us) !== null;
}

/** Whether the whole description, marker included, contains the text; case does not matter. */
export function matches(backup: Backup, text: string | null): boolean {
  return text === null || (backup.description ?? '').toLowerCase().includes(text.toLowerCase());
}

export interface LatestFilter {
  readonly scope: Scope;
  readonly match: string | null;
  readonly backupType: 'manual' | 'automatic' | null;
  readonly maxAgeMs: number;
}

export type LatestResult =
  | { readonly found: Backup }
  | { readonly refused: LatestRejection; readonly backup: Backup | null };
export type LatestRejection = 'none' | 'unreadable date' | 'made by this run' | 'too old';

/**
 * The backup that `backup_id: latest` means, or why none is.
 *
 * @param rows the rows of one server, from a full view
 * @param at   the run that asks, and the time in milliseconds since the epoch
 */
export function selectLatest(
  rows: readonly Backup[],
  query: LatestFilter,
  at: { run: RunRef; now: number },
): LatestResult {
  const candidates = rows.filter((row) => isCandidate(row, query, at.run)).sort(newestFirst);
  const undated = candidates.find((row) => row.createdAtMs === null);
  if (undated !== undefined) return { refused: 'unreadable date', backup: undated };
  const newest = candidates[0];
  if (newest === undefined) return { refused: 'none', backup: null };
  // It may be the very state that one is fleeing from.
  if (isFromRun(newest.description, at.run)) return { refused: 'made by this run', backup: newest };
  if (!isYoungerThan(newest, query.maxAgeMs, at.now)) return { refused: 'too old', backup: newest };
  return { found: newest };
}

/**
 * The backup that an earlier attempt of the same job made of the same server: the oldest one, for it shows the server before the
 * first attempt's deploy. Where the oldest is too old or undated, none: a younger one may show the server after that deploy.
 *
 * @param rows the rows of one server
 * @param at   the present run, the time in milliseconds since the epoch, and the greatest age
 */
export function selectReusable(
  rows: readonly Backup[],
  at: { run: RunRef; now: number; maxAgeMs: number },
): Backup | null {
  const reusable = rows.filter((row) => {
    const marker = parseOwnMarker(row.description, at.run);
    if (marker === null || marker.kind !== 'create' || marker.runId !== at.run.runId) return false;
    const usable = classifyStatus(row.status) === 'completed' || row.status === 'in_progress';
    return usable && marker.attempt < at.run.attempt && isSameJob(marker, at.run.job);
  });
  const oldest = reusable.sort(newestFirst).at(-1);
  return oldest !== undefined && isYoungerThan(oldest, at.maxAgeMs, at.now) ? oldest : null;
}

function isCandidate(row: Backup, query: LatestFilter, run: RunRef): boolean {
  if (classifyStatus(row.status) !== 'completed' || !matches(row, query.match)) return false;
  if (query.backupType !== null && row.type !== query.backupType) return false;
  if (query.scope === 'repository') return parseOwnMarker(row.description, run)?.kind === 'create';
  return parseMarker(row.description)?.kind !== 'safety';
}

function isYoungerThan(backup: Backup, maxAgeMs: number, now: number): boolean {
  return backup.createdAtMs !== null && now - backup.createdAtMs <= maxAgeMs;
}

/** A job id is cut only where the marker fills all the room that it may have, with or without a `[keep]` beside it. */
const MIN_TRUNCATED_MARKER_LENGTH = DESCRIPTION_LIMIT - ' [keep]'.length;

function isSameJob(marker: Marker, job: string): boolean {
  if (marker.job === job) return true;
  return (
    renderMarker(marker, Infinity).length >= MIN_TRUNCATED_MARKER_LENGTH &&
    job.startsWith(marker.job)
  );
}
