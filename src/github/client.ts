/**
 * Asks GitHub how the last deploy to an environment ended. Imported only where `deploy_environment`
 * is set, so that other runs don't load it.
 */

import * as v from 'valibot';
import type { ServerState } from '../backups/marker.js';
import type { Clock } from '../clock.js';
import { CancelledError, errorMessage } from '../errors.js';
import { quote } from '../report/sanitize.js';
import { parseErrorBody, parseJson } from '../vpsorg/error-body.js';
import { NetworkError } from '../vpsorg/errors.js';
import type { HttpResponse, Transport } from '../vpsorg/http.js';
import { retryAfterOf } from '../vpsorg/retry-after.js';
import {
  type Deployment,
  type Evaluation,
  evaluateDeployments,
  newestFirst,
  type PresentRun,
  toDeployment,
} from './deployments.js';

export interface ServerStateOptions {
  /** `GITHUB_API_URL`; on GitHub Enterprise Server it has a path, `/api/v3`. */
  readonly apiUrl: string;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly environment: string;
  readonly run: PresentRun;
  /**
   * Makes the transport to the origin of `apiUrl`, with `github_token`.
   *
   * @throws ActionError where the environment names a proxy that can't be used
   */
  readonly connect: () => Pick<Transport, 'send'>;
  readonly clock: Clock;
}

interface ServerStateResult {
  readonly state: ServerState | null;
  /** Why the state could not be read, and what to do about it. */
  readonly problem: string | null;
}

/** Limit of all requests together: a backup never waits longer for its marker. */
const TIME_LIMIT_MS = 10_000;
const MAX_DEPLOYMENTS = 10;
/**
 * GitHub's maximum. A deployment has about five, so one request reads all of them, and their order,
 * which is not documented, does not matter.
 */
const STATUSES_PER_PAGE = 100;
const RETRY_PAUSES_MS = [500, 1_000];

/**
 * The server's state before the present deploy, by the environment's deployments.
 *
 * Reads the list and the statuses of as few deployments as decide it, at most ten, in at most 10 s.
 *
 * @throws CancelledError where the step is asked to end; nothing else
 */
export async function readServerState(options: ServerStateOptions): Promise<ServerStateResult> {
  try {
    return await readState(options, options.clock.now() + TIME_LIMIT_MS);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const { environment, repository } = options;
    const subject = `the deployments of ${quote(environment)} in ${quote(nameOf(repository))}`;
    return { state: null, problem: `Could not read ${subject}: ${errorMessage(error)}` };
  }
}

interface Api extends ServerStateOptions {
  readonly transport: Pick<Transport, 'send'>;
}

async function readState(
  options: ServerStateOptions,
  deadline: number,
): Promise<ServerStateResult> {
  const { environment, run } = options;
  const base = deploymentsPath(options);
  const api: Api = { ...options, transport: options.connect() };
  const query = new URLSearchParams({ environment, per_page: String(MAX_DEPLOYMENTS) });
  const listed = parse(ROWS, await get(api, `${base}?${query}`, deadline));
  const rows = newestFirst(listed).filter((row) => row.environment === environment);
  if (rows.length === 0 && listed.length > 0) return otherNames(environment, listed);
  const read: Deployment[] = [];
  let evaluation = evaluateDeployments(read, run);
  for (const row of rows.slice(0, MAX_DEPLOYMENTS)) {
    if (!mayChange(evaluation, row)) continue;
    const path = `${base}/${row.id}/statuses?per_page=${STATUSES_PER_PAGE}`;
    read.push(toDeployment(row, parse(STATUSES, await get(api, path, deadline))));
    evaluation = evaluateDeployments(read, run);
  }
  const { state, needsOlder } = evaluation;
  return needsOlder && rows.length >= MAX_DEPLOYMENTS
    ? { state: null, problem: tooMany(environment) }
    : { state, problem: null };
}

/** GitHub changes a deployment's `updated_at` with each of its statuses. */
function mayChange(
  { needsOlder, changedSinceMs }: Evaluation,
  { updatedAtMs = 0 }: { readonly updatedAtMs?: number | undefined },
): boolean {
  return needsOlder || (changedSinceMs !== null && updatedAtMs > changedSinceMs);
}

function nameOf({ owner, repo }: ServerStateOptions['repository']): string {
  return `${owner}/${repo}`;
}

/** Path of the environment's deployments on the API's origin. */
function deploymentsPath({ apiUrl, repository }: ServerStateOptions): string {
  if (!URL.canParse(apiUrl))
    throw new Error(`GITHUB_API_URL is not a URL: ${quote(apiUrl)}. Correct it on the runner.`);
  const [owner, repo] = [repository.owner, repository.repo].map(encodeURIComponent);
  return `${new URL(apiUrl).pathname.replace(/\/+$/, '')}/repos/${owner}/${repo}/deployments`;
}

function otherNames(environment: string, listed: v.InferOutput<typeof ROWS>): ServerStateResult {
  const names = [...new Set(listed.map((row) => quote(row.environment)))].join(', ');
  return {
    state: null,
    problem:
      `GitHub has no deployments of ${quote(environment)}, but of ${names}. ` +
      'Write deploy_environment exactly as GitHub does.',
  };
}

/** Older ones are not read, and one of them could withdraw a `good`. */
function tooMany(environment: string): string {
  return (
    `The ${MAX_DEPLOYMENTS} newest deployments of ${quote(environment)} do not show how the last ` +
    'deploy ended: too many jobs share that environment. Use one environment for each server.'
  );
}

const time = v.fallback(
  v.optional(v.pipe(v.string(), v.transform(Date.parse), v.number())),
  undefined,
);
const id = v.pipe(v.number(), v.safeInteger());
const link = v.fallback(v.string(), '');

/** A row that can't be read makes the list unreadable: it could be the one that decides. */
const ROWS = v.array(
  v.pipe(
    v.object({ id, environment: v.string(), created_at: time, updated_at: time }),
    v.transform(({ created_at, updated_at, ...row }) => ({
      ...{ ...row, createdAtMs: created_at },
      updatedAtMs: updated_at,
    })),
  ),
);
const STATUSES = v.array(
  v.pipe(
    v.object({ id, state: v.string(), created_at: time, log_url: link, target_url: link }),
    v.transform((row) => ({
      id: row.id,
      state: row.state,
      createdAtMs: row.created_at,
      urls: [row.log_url, row.target_url],
    })),
  ),
);

/** @throws Error with problem and remedy where the answer is not that list */
function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  response: HttpResponse,
): v.InferOutput<Schema> {
  const read = v.safeParse(schema, response.bodyComplete ? parseJson(response.body) : undefined);
  if (read.success) return read.output;
  throw new Error(
    'the answer is not the JSON that GitHub documents. ' +
      'Check GITHUB_API_URL and the proxy of the runner.',
  );
}

/** @throws Error with problem and remedy where GitHub's answer is not 200 or none came */
async function get(api: Api, path: string, deadline: number): Promise<HttpResponse> {
  const { transport, clock } = api;
  for (let attempt = 0; ; attempt += 1) {
    const result = await transport
      .send({ method: 'GET', path, timeoutMs: TIME_LIMIT_MS, deadline })
      .catch(networkErrorOf);
    if (!(result instanceof NetworkError) && result.status === 200) return result;
    const pauseMs = isTransient(result) ? RETRY_PAUSES_MS[attempt] : undefined;
    if (pauseMs === undefined || clock.now() + pauseMs >= deadline)
      throw new Error(describeFailure(result, api));
    await clock.sleep(pauseMs);
  }
}

function networkErrorOf(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error;
  throw error;
}

/** Of network errors, those after the connection was made: a wrong host stays wrong. */
function isTransient(result: HttpResponse | NetworkError): boolean {
  return result instanceof NetworkError ? result.maybeDelivered : result.status >= 500;
}

function describeFailure(
  result: HttpResponse | NetworkError,
  { apiUrl, repository, clock }: ServerStateOptions,
): string {
  if (result instanceof NetworkError) return describeNetworkError(result, apiUrl);
  const detail = parseErrorBody(result.body).detail.replace(/[.\s]+$/, '');
  const answer = `GitHub answered ${result.status}${detail === '' ? '' : `: ${detail}`}.`;
  if (result.status === 404)
    return (
      `${answer} ${quote(nameOf(repository))} does not exist at ${quote(apiUrl)}, ` +
      `or github_token cannot see it. ${USE_RUN_TOKEN} and ${ADD_PERMISSION}.`
    );
  return `${answer} ${remedyFor(result, clock.now())}`;
}

function describeNetworkError(error: NetworkError, apiUrl: string): string {
  if (error.code === 'TIMEOUT')
    return `GitHub did not answer within ${TIME_LIMIT_MS / 1_000} s. Run the workflow again later.`;
  return `${error.message}. Check the network and proxy of the runner, and ${quote(apiUrl)}.`;
}

const USE_RUN_TOKEN = `Set github_token to \${{ github.token }}`;
const ADD_PERMISSION = 'add the line "deployments: read" under "permissions:" of this job';

function remedyFor(response: HttpResponse, now: number): string {
  const { status } = response;
  const retryAfterMs = retryAfterOf(response.headers, now);
  if (isRateLimited(response)) {
    const when =
      retryAfterMs === null ? 'in an hour' : `after ${Math.ceil(retryAfterMs / 1_000)} s`;
    return `The rate limit is used up: run the workflow again ${when}.`;
  }
  if (status === 401) return `github_token is not valid. ${USE_RUN_TOKEN}.`;
  if (status === 403) return `github_token lacks a permission: ${ADD_PERMISSION}.`;
  return status >= 500 ? 'Run the workflow again later.' : 'Check GITHUB_API_URL.';
}

/** A 403 is a missing permission or the rate limit. `Retry-After` or the text shows which. */
function isRateLimited(response: HttpResponse): boolean {
  const { status, headers, body } = response;
  if (status !== 403) return status === 429;
  return headers['retry-after'] !== undefined || /rate limit/i.test(body);
}
