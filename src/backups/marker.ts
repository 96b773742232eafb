/**
 * The marker: how the action recognises its own backups.
 *
 * It stands at the very end of a description:
 * `[gha <owner>/<repo>[#<repository id>] <create|safety> run=<run_id>.<attempt> job=<job id> sha=<commit> key=<12 hex>]`.
 */

export type MarkerKind = 'create' | 'safety';

/** Whose backups are ours. */
export interface RepositoryRef {
  readonly owner: string;
  readonly repo: string;
  /** GitHub's own number of the repository: it survives a rename. */
  readonly repositoryId: string | null;
}

/** Which run this is: the identity and the run's own numbers. */
export interface RunRef extends RepositoryRef {
  readonly runId: string;
  readonly attempt: number;
  /** The job's id in the workflow file. */
  readonly job: string;
  readonly sha: string;
}

export interface Marker extends RunRef {
  readonly kind: MarkerKind;
  /** 12 hex digits, random for each backup. */
  readonly key: string;
}

const MARKER =
  /\[gha ([^\s/[\]#]+)\/([^\s/[\]#]+)(?:#(\d+))? (create|safety) run=(\d+)\.(\d+) job=([^\s[\]]*) sha=([^\s[\]]*) key=([0-9a-f]{12})\]$/;
const SHORT_SHA_LENGTH = 12;
/** No marker is longer than a description may be; a longer tail need not be searched. */
const MAX_MARKER_LENGTH = 300;

/** The marker at the end of a description, or `null`: text after a marker means that it is not ours. */
export function parseMarker(description: string | null): Marker | null {
  const match = MARKER.exec((description ?? '').slice(-MAX_MARKER_LENGTH).trimEnd());
  if (match === null) return null;
  const [
    ,
    owner = '',
    repo = '',
    repositoryId = null,
    kind = '',
    runId = '',
    attempt = '',
    job = '',
    sha = '',
    key = '',
  ] = match;
  return {
    owner,
    repo,
    repositoryId,
    kind: kind as MarkerKind,
    runId,
    attempt: Number(attempt),
    job,
    sha,
    key,
  };
}

/**
 * The marker as text.
 *
 * @param limit the most UTF-16 units it may take: if it is longer, the sha goes down to 12, then the job id is cut.
 */
export function renderMarker(marker: Marker, limit: number): string {
  const full = render(marker);
  if (full.length <= limit) return full;
  const shorter = { ...marker, sha: marker.sha.slice(0, SHORT_SHA_LENGTH) };
  const over = Math.max(0, render(shorter).length - limit);
  return render({ ...shorter, job: marker.job.slice(0, Math.max(0, marker.job.length - over)) });
}

/** Ours if the repository ids agree where both have one (a rename loses nothing), else the names, whatever their case. */
export function isFromRepository(marker: Marker, us: RepositoryRef): boolean {
  if (marker.repositoryId !== null && us.repositoryId !== null)
    return marker.repositoryId === us.repositoryId;
  return `${marker.owner}/${marker.repo}`.toLowerCase() === `${us.owner}/${us.repo}`.toLowerCase();
}

/** The marker of a description if it is this repository's, else `null`. */
export function parseOwnMarker(description: string | null, us: RepositoryRef): Marker | null {
  const marker = parseMarker(description);
  return marker !== null && isFromRepository(marker, us) ? marker : null;
}

/** Whether a backup was made by the present run, in any attempt. */
export function isFromRun(description: string | null, run: RunRef): boolean {
  return parseOwnMarker(description, run)?.runId === run.runId;
}

function render(m: Marker): string {
  const id = m.repositoryId === null ? '' : `#${m.repositoryId}`;
  return `[gha ${m.owner}/${m.repo}${id} ${m.kind} run=${m.runId}.${m.attempt} job=${m.job} sha=${m.sha} key=${m.key}]`;
}
