/** What GitHub says of the run. `context` of `@actions/github` is the one source. */
// The package's own entry would bring a whole REST client into the bundle, unused; its context stands in a file of its own.
import { Context } from '../../node_modules/@actions/github/lib/context.js';
import type { RunRef } from '../backups/marker.js';

export interface RunContext extends RunRef {
  /** Whether the environment says which repository and run this is; where it does not, no marker is ever ours. */
  readonly known: boolean;
  readonly runNumber: string;
  readonly workflow: string;
  readonly actor: string;
  /** The page of this attempt of the run. */
  readonly runUrl: string;
  /** How this action was called, `owner/name@ref`, to be quoted in hints. */
  readonly actionRef: string;
}

const DEFAULT_ACTION_REF = 'vps-backup/vps-backup-action@v1';

/** @param env the step's environment */
export function loadRunContext(env: NodeJS.ProcessEnv): RunContext {
  const context = new Context();
  const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
  const attempt = Number.isSafeInteger(context.runAttempt) ? context.runAttempt : 1;
  const runId = Number.isSafeInteger(context.runId) ? String(context.runId) : '';
  return {
    known: owner !== '' && repo !== '' && runId !== '',
    owner,
    repo,
    repositoryId:
      repositoryId(env.GITHUB_REPOSITORY_ID) ?? repositoryId(context.payload.repository?.id),
    runId,
    attempt,
    runNumber: String(context.runNumber),
    job: stripMarkerDelimiters(context.job),
    sha: stripMarkerDelimiters(context.sha),
    workflow: context.workflow ?? '',
    actor: context.actor ?? '',
    runUrl: `${context.serverUrl}/${owner}/${repo}/actions/runs/${runId}/attempts/${attempt}`,
    actionRef: calledAs(env),
  };
}

function repositoryId(value: unknown): string | null {
  return /^[1-9]\d*$/.test(String(value ?? '')) ? String(value) : null;
}

/** A marker's fields hold no space or bracket. */
function stripMarkerDelimiters(text: string | undefined): string {
  return (text ?? '').replace(/[\s[\]]/g, '');
}

function calledAs(env: NodeJS.ProcessEnv): string {
  const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  return repository && ref && /^[\w.-]+\/[\w./-]+$/.test(`${repository}/${ref}`)
    ? `${repository}@${ref}`
    : DEFAULT_ACTION_REF;
}
