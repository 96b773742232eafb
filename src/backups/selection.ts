/** Which backups pass a filter, which one `latest` and `last_good` mean, which one is reused. Pure. */
import { groupBy } from '../group-by.js';
import { type Backup, isExpired, newestFirst } from './backup.js';
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
import { classifyStatus, isRestorable } from './status.js';

/** `repository`: own backups; `server`: any. */
export type Scope = 'repository' | 'server';
type BackupType = 'manual' | 'automatic';

export function inScope(backup: Backup, scope: Scope, repository: RepositoryRef): boolean {
  return scope === 'server' || parseOwnMarker(backup.description, repository) !== null;
}

/** Whether a description contains the text: in NFC, by Unicode simple case folding. */
export function matches(backup: Backup, text: string | null): boolean {
  if (text === null) return true;
  const pattern = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(pattern, 'iu').test((backup.description ?? '').normalize('NFC'));
}

export interface TargetFilter {
  readonly target: 'latest' | 'last_good';
  readonly scope: Scope;
  readonly match: string | null;
  readonly backupType: BackupType | null;
  /** Milliseconds; the default is in `inputs/table.ts`. */
  readonly maxAgeMs: number;
}

/** The run that asks, and the API's clock in milliseconds since the epoch. */
interface RunAt {
  readonly run: RunRef;
  readonly now: number;
}

/** Why a backup is not what the filter means. */
type Exclusion =
  | 'not completed'
  | 'another type'
  | 'not made by this repository'
  | 'a safety backup'
  | 'does not match'
  | 'not known to be good'
  | 'known to be bad';

/** Why the backup that the filter means is not restored. */
type Rejection = 'no usable date' | 'made by this run' | 'too old' | 'expired' | '0 MB';

export interface Candidate {
  readonly backup: Backup;
  readonly why: Exclusion | Rejection | 'an older one' | 'chosen';
}

export type TargetResult = (
  | { readonly found: Backup }
  | { readonly rejected: Rejection | 'none'; readonly backup: Backup | null }
) & {
  /** The newest five of the server, and why each was not taken. */
  readonly candidates: readonly Candidate[];
};

const MAX_CANDIDATES = 5;

/**
 * The backup that `latest` or `last_good` means: the newest that passes the filter. If it can't be
 * trusted none is chosen, rather than an older one.
 *
 * @param backups those of one server, from a complete list
 */
export function selectTarget(
  backups: readonly Backup[],
  filter: TargetFilter,
  at: RunAt,
): TargetResult {
  const sorted = [...backups].sort(newestFirst);
  const passing = sorted.filter((backup) => exclusion(backup, filter, at.run) === null);
  const chosen = passing.find((backup) => backup.createdAtMs === null) ?? passing[0] ?? null;
  const rejected = chosen === null ? 'none' : rejection(chosen, filter, at);
  const candidates = sorted.slice(0, MAX_CANDIDATES).map((backup): Candidate => {
    const why = exclusion(backup, filter, at.run) ?? rejection(backup, filter, at);
    return { backup, why: why ?? (backup === chosen ? 'chosen' : 'an older one') };
  });
  if (chosen !== null && rejected === null) return { found: chosen, candidates };
  return { rejected: rejected ?? 'none', backup: chosen, candidates };
}

function exclusion(backup: Backup, filter: TargetFilter, run: RunRef): Exclusion | null {
  if (classifyStatus(backup.status) !== 'completed') return 'not completed';
  const isOwn = parseOwnMarker(backup.description, run) !== null;
  const wantsOwn = filter.target === 'last_good' || filter.scope === 'repository';
  if (wantsOwn && !isOwn) return 'not made by this repository';
  const marker = parseMarker(backup.description);
  if (marker?.kind === 'safety') return 'a safety backup';
  const mismatch = filter.target === 'latest' ? wrongType(backup, filter) : notGood(marker);
  return mismatch ?? (matches(backup, filter.match) ? null : 'does not match');
}

function wrongType({ type }: Backup, { backupType }: TargetFilter): Exclusion | null {
  return backupType === null || type === backupType ? null : 'another type';
}

function notGood(marker: Marker | null): Exclusion | null {
  if (marker?.state === 'good') return null;
  return marker?.state === 'bad' ? 'known to be bad' : 'not known to be good';
}

function rejection(backup: Backup, filter: TargetFilter, { run, now }: RunAt): Rejection | null {
  if (backup.createdAtMs === null) return 'no usable date';
  // `latest` of the present run may be the broken state that the user wants to roll back.
  if (filter.target === 'latest' && isFromRun(backup.description, run)) return 'made by this run';
  if (!isYoungerThan(backup, filter.maxAgeMs, now)) return 'too old';
  if (isExpired(backup, now)) return 'expired';
  return isRestorable(backup) ? null : '0 MB';
}

interface ReuseResult {
  readonly reused: Backup | null;
  /** Backups of one attempt, of which it is not known which one a re-run should reuse. */
  readonly ambiguous: readonly Backup[];
}

/**
 * The backup that an earlier attempt of the same job made of the same server: the oldest, because it
 * holds the state before the first attempt's deploy. If that is too old or undated, none: a younger
 * one may hold the state after that deploy.
 *
 * @param backups those of one server
 * @param maxAgeMs milliseconds
 */
export function selectReusable(
  backups: readonly Backup[],
  { run, now }: RunAt,
  maxAgeMs: number,
): ReuseResult {
  const usable = backups.filter((backup) => isOfEarlierAttempt(backup, run)).sort(newestFirst);
  const attempts = groupBy(usable, ({ description }) => parseMarker(description)?.attempt);
  const ambiguous = [...attempts.values()].find((ofAttempt) => ofAttempt.length > 1) ?? [];
  const oldest = usable.at(-1);
  const isUsable = oldest !== undefined && isYoungerThan(oldest, maxAgeMs, now);
  return { reused: ambiguous.length === 0 && isUsable ? oldest : null, ambiguous };
}

function isOfEarlierAttempt(backup: Backup, run: RunRef): boolean {
  const marker = parseOwnMarker(backup.description, run);
  if (marker === null || marker.kind !== 'create' || marker.runId !== run.runId) return false;
  const state = classifyStatus(backup.status);
  if (state !== 'completed' && state !== 'pending') return false;
  return marker.attempt < run.attempt && isSameJob(marker, run.job);
}

/** Whether a backup's date lies within an age, in milliseconds. */
function isYoungerThan(backup: Backup, maxAgeMs: number, now: number): boolean {
  return backup.createdAtMs !== null && now - backup.createdAtMs <= maxAgeMs;
}

/** A job id is cut only where the marker fills what it may, with or without a `[keep]`. */
const MIN_TRUNCATED_MARKER_LENGTH = DESCRIPTION_LIMIT - ' [keep]'.length;

function isSameJob(marker: Marker, job: string): boolean {
  if (marker.job === job) return true;
  const isCut =
    renderMarker(marker, Number.POSITIVE_INFINITY).length >= MIN_TRUNCATED_MARKER_LENGTH;
  return isCut && job.startsWith(marker.job);
}
