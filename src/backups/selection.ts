/** Which backups a filter lets through, which one `latest` is, and which one a re-run may use again. Pure. */
import { type Backup, newestFirst } from './backup.js';
import { DESCRIPTION_LIMIT } from './description.js';
import { type Identity, type Marker, madeByRun, ourMarker, parseMarker, type RunIdentity, renderMarker } from './marker.js';
import { classify } from './status.js';

/** `repository`: only backups that carry this repository's marker; `server`: any. */
export type Scope = 'repository' | 'server';

export function inScope(backup: Backup, scope: Scope, us: Identity): boolean {
  return scope === 'server' || ourMarker(backup.description, us) !== null;
}

/** Whether the whole description, marker included, contains the text; case does not matter. */
export function matches(backup: Backup, text: string | null): boolean {
  return text === null || (backup.description ?? '').toLowerCase().includes(text.toLowerCase());
}

export interface LatestQuery {
  readonly scope: Scope;
  readonly match: string | null;
  readonly backupType: 'manual' | 'automatic' | null;
  readonly maxAgeMs: number;
}

export type Latest = { readonly found: Backup } | { readonly refused: LatestRefusal; readonly backup: Backup | null };
export type LatestRefusal = 'none' | 'unreadable date' | 'made by this run' | 'too old';

/**
 * The backup that `backup_id: latest` means, or why none is.
 *
 * @param rows the rows of one server, from a full view
 * @param at   the run that asks, and the time in milliseconds since the epoch
 */
export function pickLatest(rows: readonly Backup[], query: LatestQuery, at: { run: RunIdentity; now: number }): Latest {
  const candidates = rows.filter((row) => isCandidate(row, query, at.run)).sort(newestFirst);
  const undated = candidates.find((row) => row.createdMs === null);
  if (undated !== undefined) return { refused: 'unreadable date', backup: undated };
  const newest = candidates[0];
  if (newest === undefined) return { refused: 'none', backup: null };
  // It may be the very state that one is fleeing from.
  if (madeByRun(newest.description, at.run)) return { refused: 'made by this run', backup: newest };
  if (!isWithin(newest, query.maxAgeMs, at.now)) return { refused: 'too old', backup: newest };
  return { found: newest };
}

/**
 * The backup that an earlier attempt of the same job made of the same server: the oldest one, for it shows the server before the
 * first attempt's deploy. Where the oldest is too old or undated, none: a younger one may show the server after that deploy.
 *
 * @param rows the rows of one server
 * @param at   the present run, the time in milliseconds since the epoch, and the greatest age
 */
export function pickReusable(rows: readonly Backup[], at: { run: RunIdentity; now: number; maxAgeMs: number }): Backup | null {
  const reusable = rows.filter((row) => {
    const marker = ourMarker(row.description, at.run);
    if (marker === null || marker.kind !== 'create' || marker.runId !== at.run.runId) return false;
    const usable = classify(row.status) === 'completed' || row.status === 'in_progress';
    return usable && marker.attempt < at.run.attempt && isSameJob(marker, at.run.job);
  });
  const oldest = reusable.sort(newestFirst).at(-1);
  return oldest !== undefined && isWithin(oldest, at.maxAgeMs, at.now) ? oldest : null;
}

function isCandidate(row: Backup, query: LatestQuery, run: RunIdentity): boolean {
  if (classify(row.status) !== 'completed' || !matches(row, query.match)) return false;
  if (query.backupType !== null && row.type !== query.backupType) return false;
  if (query.scope === 'repository') return ourMarker(row.description, run)?.kind === 'create';
  return parseMarker(row.description)?.kind !== 'safety';
}

function isWithin(backup: Backup, maxAgeMs: number, now: number): boolean {
  return backup.createdMs !== null && now - backup.createdMs <= maxAgeMs;
}

/** A job id is cut only where the marker fills all the room that it may have, with or without a `[keep]` beside it. */
const SHORTEST_CUT_MARKER = DESCRIPTION_LIMIT - ' [keep]'.length;

function isSameJob(marker: Marker, job: string): boolean {
  if (marker.job === job) return true;
  return renderMarker(marker, Infinity).length >= SHORTEST_CUT_MARKER && job.startsWith(marker.job);
}
