/**
 * The marker: how the action recognises its own backups, at the very end of a description:
 * `[gha <owner>/<repo>[#<repository id>] <create|safety> run=<run_id>.<attempt> job=<job id>
 * sha=<commit> [state=<good|bad> ]key=<12 hex>]`.
 */

export type MarkerKind = 'create' | 'safety';

/** What was known of the server when the backup was requested. */
export type ServerState = 'good' | 'bad';

/** The repository whose backups are own. */
export interface RepositoryRef {
  readonly owner: string;
  readonly repo: string;
  /** GitHub's number of the repository, which survives a rename. */
  readonly repositoryId: string | null;
}

/** The repository, and which run of it. */
export interface RunRef extends RepositoryRef {
  readonly runId: string;
  readonly attempt: number;
  /** The job's id in the workflow file. */
  readonly job: string;
  readonly sha: string;
}

export interface Marker extends RunRef {
  readonly kind: MarkerKind;
  /** `null` where nothing was known. */
  readonly state: ServerState | null;
  /** The idempotency key: 12 hex digits, random for each backup. */
  readonly key: string;
}

const MARKER = new RegExp(
  [
    String.raw`\[gha (?<owner>[^\s/[\]#]+)\/(?<repo>[^\s/[\]#]+)(?:#(?<repositoryId>\d+))?`,
    String.raw`(?<kind>create|safety) run=(?<runId>\d+)\.(?<attempt>\d+)`,
    String.raw`job=(?<job>[^\s[\]]*) sha=(?<sha>[^\s[\]]*)`,
    String.raw`(?:state=(?<state>good|bad) )?key=(?<key>[0-9a-f]{12})\]$`,
  ].join(' '),
);
const SHORT_SHA_LENGTH = 12;
/** Longer than a description may be; a longer tail need not be searched. */
const MAX_MARKER_LENGTH = 300;

/** The marker at the end of a description, or `null`. Text after a marker means: not own. */
export function parseMarker(description: string | null): Marker | null {
  const tail = (description ?? '').slice(-MAX_MARKER_LENGTH).trimEnd();
  const groups = MARKER.exec(tail)?.groups;
  if (groups === undefined) return null;
  const { owner = '', repo = '', runId = '', job = '', sha = '', key = '' } = groups;
  return {
    ...{ owner, repo, runId, job, sha, key },
    repositoryId: groups.repositoryId ?? null,
    kind: groups.kind as MarkerKind,
    attempt: Number(groups.attempt),
    state: (groups.state as ServerState | undefined) ?? null,
  };
}

/**
 * The marker as text.
 *
 * @param limit UTF-16 units; if it is longer, the sha is cut to 12, then the job id
 */
export function renderMarker(marker: Marker, limit: number): string {
  const full = render(marker);
  if (full.length <= limit) return full;
  const shorter = { ...marker, sha: marker.sha.slice(0, SHORT_SHA_LENGTH) };
  const over = Math.max(0, render(shorter).length - limit);
  return render({ ...shorter, job: marker.job.slice(0, Math.max(0, marker.job.length - over)) });
}

/** The ids decide where both have one (a rename loses nothing), else the names, in any case. */
export function isFromRepository(marker: Marker, repository: RepositoryRef): boolean {
  if (marker.repositoryId !== null && repository.repositoryId !== null) {
    return marker.repositoryId === repository.repositoryId;
  }
  const nameOf = ({ owner, repo }: RepositoryRef): string => `${owner}/${repo}`.toLowerCase();
  return nameOf(marker) === nameOf(repository);
}

/** The marker of a description if it is this repository's, else `null`. */
export function parseOwnMarker(
  description: string | null,
  repository: RepositoryRef,
): Marker | null {
  const marker = parseMarker(description);
  return marker !== null && isFromRepository(marker, repository) ? marker : null;
}

/** Whether a backup was made by the present run, in any attempt. */
export function isFromRun(description: string | null, run: RunRef): boolean {
  return parseOwnMarker(description, run)?.runId === run.runId;
}

/** Whether a description carries an idempotency key in its marker. */
export function hasKey(description: string | null, key: string): boolean {
  // Few descriptions hold the key at all: the others need not be parsed.
  return description?.includes(key) === true && parseMarker(description)?.key === key;
}

function render(m: Marker): string {
  const id = m.repositoryId === null ? '' : `#${m.repositoryId}`;
  const run = `run=${m.runId}.${m.attempt} job=${m.job} sha=${m.sha}`;
  const state = m.state === null ? '' : `state=${m.state} `;
  return `[gha ${m.owner}/${m.repo}${id} ${m.kind} ${run} ${state}key=${m.key}]`;
}
