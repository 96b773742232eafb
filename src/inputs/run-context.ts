/** What GitHub says of the run. `context` of `@actions/github` is the one source. */
// The package's entry would bring a REST client into the bundle; its context has a file of its own.
import { Context } from '../../node_modules/@actions/github/lib/context.js';
import type { RunRef } from '../backups/marker.js';

/** The present run. Without a run (no `GITHUB_REPOSITORY`, no `GITHUB_RUN_ID`) these are empty. */
export interface RunContext extends RunRef {
  readonly runNumber: string;
  readonly workflow: string;
  readonly actor: string;
  /** Such as `https://github.com`. */
  readonly serverUrl: string;
  /** The REST API, such as `https://api.github.com`. */
  readonly apiUrl: string;
  /** How the workflow refers to this action, `owner/name@ref`, for snippets. */
  readonly actionRef: string;
}

export interface LoadedRun {
  readonly run: RunContext;
  /** What could not be read, in one sentence; `null` if nothing. */
  readonly warning: string | null;
}

const DEFAULT_ACTION_REF = 'vps-backup/vps-backup-action@v1';

/** @param env the step's environment, which is also the process's */
export function loadRunContext(env: NodeJS.ProcessEnv): LoadedRun {
  const { context, warning } = readContext(env);
  const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
  const run: RunContext = {
    owner,
    repo,
    repositoryId:
      toRepositoryId(env.GITHUB_REPOSITORY_ID) ?? toRepositoryId(context.payload.repository?.id),
    runId: Number.isSafeInteger(context.runId) ? String(context.runId) : '',
    attempt: Number.isSafeInteger(context.runAttempt) ? context.runAttempt : 1,
    runNumber: String(context.runNumber),
    job: stripMarkerDelimiters(context.job),
    sha: stripMarkerDelimiters(context.sha),
    workflow: context.workflow ?? '',
    actor: context.actor ?? '',
    serverUrl: context.serverUrl,
    apiUrl: context.apiUrl,
    actionRef: actionRef(env),
  };
  return { run, warning };
}

/** `new Context()` parses the event file, and throws if that is cut short or can't be read. */
function readContext(env: NodeJS.ProcessEnv): { context: Context; warning: string | null } {
  try {
    return { context: new Context(), warning: null };
  } catch {
    const path = env.GITHUB_EVENT_PATH;
    delete env.GITHUB_EVENT_PATH;
    try {
      const warning = `The event file (${path}) could not be read; the action continues without it.`;
      return { context: new Context(), warning };
    } finally {
      env.GITHUB_EVENT_PATH = path;
    }
  }
}

function toRepositoryId(value: unknown): string | null {
  return /^[1-9]\d*$/.test(String(value ?? '')) ? String(value) : null;
}

/** A marker's fields hold no space or bracket. */
function stripMarkerDelimiters(text: string | undefined): string {
  return (text ?? '').replace(/[\s[\]]/g, '');
}

function actionRef(env: NodeJS.ProcessEnv): string {
  const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  const isPlain = /^[\w.-]+\/[\w./-]+$/.test(`${repository}/${ref}`);
  return repository && ref && isPlain ? `${repository}@${ref}` : DEFAULT_ACTION_REF;
}
