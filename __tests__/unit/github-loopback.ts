/** GitHub's deployments on loopback, and the real transport to them. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect } from '@jest/globals';
import type { Clock } from '../../src/clock.js';
import { readServerState, type ServerStateOptions } from '../../src/github/client.js';
import { createRedactor } from '../../src/report/sanitize.js';
import { createSocketExchange } from '../../src/vpsorg/exchange.js';
import { createTransport } from '../../src/vpsorg/http.js';

export const NOW = Date.parse('2026-11-26T12:00:00Z');
export const TOKEN = 'ghs_test_not_a_real_token';
export const RUN = '500';
export const LIST = '/repos/octo/site/deployments?environment=production&per_page=10';

let cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups) cleanup();
  cleanups = [];
});

/** Pauses between retries end at once; limits never run out by themselves. */
export class TestClock implements Clock {
  readonly pauses: number[] = [];
  #now = NOW;

  now = (): number => this.#now;

  advance(ms: number): void {
    this.#now += ms;
  }

  sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (ms === 0) return Promise.resolve();
    if (signal === undefined) {
      this.pauses.push(ms);
      this.advance(ms);
      return Promise.resolve();
    }
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
  };
}

export type Answer =
  | {
      readonly status?: number;
      readonly headers?: http.OutgoingHttpHeaders;
      readonly body: unknown;
    }
  | 'reset'
  | 'cut short'
  | 'hang';

export interface GitHub {
  readonly origin: string;
  readonly requests: readonly string[];
  readonly unexpected: readonly string[];
  readonly stop: () => void;
}

export function respond(answer: Answer, response: http.ServerResponse): void {
  if (answer === 'hang') return;
  if (answer === 'reset') response.destroy();
  else if (answer === 'cut short') {
    response.writeHead(200, { 'content-length': 1_000 }).write('[');
    setImmediate(() => response.destroy());
  } else {
    const { status = 200, headers = {}, body } = answer;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  }
}

/** Each request takes the next answer of its path; one without an answer is unexpected. */
export async function startGitHub(
  answers: Readonly<Record<string, readonly Answer[]>>,
): Promise<GitHub> {
  const left = new Map(Object.entries(answers).map(([path, list]) => [path, [...list]]));
  const [requests, unexpected]: [string[], string[]] = [[], []];
  const server = http.createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const answer = left.get(path)?.shift();
    const isAuthorised = request.headers.authorization === `Bearer ${TOKEN}`;
    if (answer === undefined || request.method !== 'GET' || !isAuthorised) {
      unexpected.push(`${request.method} ${path}`);
      response.writeHead(418).end();
    } else respond(answer, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  cleanups.push(stop);
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests, unexpected, stop };
}

export function connect(origin: string, changes: Partial<ServerStateOptions> = {}) {
  const clock = new TestClock();
  const cancel = new AbortController();
  const connection = { origin, token: TOKEN, userAgent: 'test/1', env: {} };
  const { exchange, close } = createSocketExchange(connection);
  const transport = createTransport({
    exchange,
    clock,
    signal: cancel.signal,
    redact: createRedactor([TOKEN]),
    debug: () => undefined,
  });
  cleanups.push(close);
  const options: ServerStateOptions = {
    apiUrl: origin,
    repository: { owner: 'octo', repo: 'site' },
    environment: 'production',
    run: { runId: RUN, attempt: 1 },
    connect: () => transport,
    clock,
    ...changes,
  };
  return { clock, cancel, options };
}

/** Reads the state, and fails on any request that the answers don't foresee. */
export async function read(
  answers: Readonly<Record<string, readonly Answer[]>>,
  changes: Partial<ServerStateOptions> = {},
) {
  const github = await startGitHub(answers);
  const { options, clock } = connect(github.origin, changes);
  const result = await readServerState(options);
  expect(github.unexpected).toEqual([]);
  const problem = result.problem?.replaceAll(github.origin, 'https://api.github.com') ?? null;
  return { ...result, problem, requests: github.requests, pauses: clock.pauses };
}

export const at = (minute: number): string => new Date(NOW - (120 - minute) * 60_000).toISOString();

export function row(id: number, environment = 'production') {
  return { id, environment, created_at: at(id), sha: 'abc', task: 'deploy', payload: {} };
}

export function status(state: string, runId: string, minute: number) {
  return {
    id: 10_000 + minute,
    state,
    created_at: at(minute),
    log_url: `https://github.com/octo/site/actions/runs/${runId}/job/1`,
    target_url: `https://github.com/octo/site/actions/runs/${runId}/job/1`,
    description: '',
  };
}

/** A deployment that was in progress from the minute of its id on, and ended two minutes later. */
export function deploy(
  id: number,
  state: string,
  runId: string,
): Record<string, readonly Answer[]> {
  const started = status('in_progress', runId, id);
  const body = state === 'in_progress' ? [started] : [status(state, runId, id + 2), started];
  return { [statusesOf(id)]: [{ body }] };
}

export function statusesOf(id: number): string {
  return `/repos/octo/site/deployments/${id}/statuses?per_page=100`;
}

export function list(...ids: readonly number[]): Record<string, readonly Answer[]> {
  return { [LIST]: [{ body: ids.map((id) => row(id)) }] };
}

export const SUBJECT = 'Could not read the deployments of "production" in "octo/site": ';
export const FORBIDDEN = { message: 'Resource not accessible by integration', status: '403' };
export const USE_RUN_TOKEN = 'Set github_token to $'.concat('{{ github.token }}');
export const UNREADABLE =
  'the answer is not the JSON that GitHub documents. ' +
  'Check GITHUB_API_URL and the proxy of the runner.';
export const LIMITED = { message: 'API rate limit exceeded for installation ID 1.' };
