/** The client of GitHub's deployments, against a server on loopback, through the real transport. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Clock } from '../../src/clock.js';
import { CancelledError } from '../../src/errors.js';
import { readServerState, type ServerStateOptions } from '../../src/github/client.js';
import { createRedactor } from '../../src/report/sanitize.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import { createSocketExchange } from '../../src/vpsorg/exchange.js';
import { createTransport, type HttpRequest, type Transport } from '../../src/vpsorg/http.js';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const TOKEN = 'ghs_test_not_a_real_token';
const RUN = '500';
const LIST = '/repos/octo/site/deployments?environment=production&per_page=10';

let cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups) cleanup();
  cleanups = [];
});

/** Pauses between retries end at once; limits never run out by themselves. */
class TestClock implements Clock {
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

type Answer =
  | {
      readonly status?: number;
      readonly headers?: http.OutgoingHttpHeaders;
      readonly body: unknown;
    }
  | 'reset'
  | 'cut short'
  | 'hang';

interface GitHub {
  readonly origin: string;
  readonly requests: readonly string[];
  readonly unexpected: readonly string[];
  readonly stop: () => void;
}

/** Each request takes the next answer of its path; one without an answer is unexpected. */
async function startGitHub(answers: Readonly<Record<string, readonly Answer[]>>): Promise<GitHub> {
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
    } else if (answer === 'reset') request.socket.destroy();
    else if (answer === 'cut short') {
      response.writeHead(200, { 'content-length': 1_000 }).write('[');
      setImmediate(() => request.socket.destroy());
    } else if (answer !== 'hang') {
      const { status = 200, headers = {}, body } = answer;
      response
        .writeHead(status, headers)
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    }
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

function connect(origin: string, changes: Partial<ServerStateOptions> = {}) {
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
    transport,
    clock,
    ...changes,
  };
  return { clock, cancel, options };
}

/** Reads the state, and fails on any request that the answers don't foresee. */
async function read(
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

const at = (minute: number): string => new Date(NOW - (120 - minute) * 60_000).toISOString();

function row(id: number, environment = 'production') {
  return { id, environment, created_at: at(id), sha: 'abc', task: 'deploy', payload: {} };
}

function status(state: string, runId: string, minute: number) {
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
function deploy(id: number, state: string, runId: string): Record<string, readonly Answer[]> {
  const started = status('in_progress', runId, id);
  const body = state === 'in_progress' ? [started] : [status(state, runId, id + 2), started];
  return { [statusesOf(id)]: [{ body }] };
}

function statusesOf(id: number): string {
  return `/repos/octo/site/deployments/${id}/statuses?per_page=100`;
}

function list(...ids: readonly number[]): Record<string, readonly Answer[]> {
  return { [LIST]: [{ body: ids.map((id) => row(id)) }] };
}

describe('reads as few deployments as decide', () => {
  test('no deployment yet', async () => {
    const { state, problem, requests } = await read(list());
    expect({ state, problem, requests }).toEqual({ state: null, problem: null, requests: [LIST] });
  });

  test.each([
    ['failure', 'bad'],
    ['error', 'bad'],
    ['in_progress', null],
    ['waiting', null],
  ])('%s by another run is %p at once', async (state, expected) => {
    const result = await read({ ...list(30, 20), ...deploy(30, state, '3') });
    expect(result).toMatchObject({ state: expected, problem: null });
    expect(result.requests).toEqual([LIST, statusesOf(30)]);
  });

  test('a success, and the one before it, which had ended', async () => {
    const result = await read({
      ...list(40, 30, 20, 10),
      ...deploy(40, 'in_progress', RUN),
      ...deploy(30, 'success', '3'),
      ...deploy(20, 'failure', '2'),
    });
    expect(result).toMatchObject({ state: 'good', problem: null });
    expect(result.requests).toEqual([LIST, statusesOf(40), statusesOf(30), statusesOf(20)]);
  });

  test('the only success there is', async () => {
    const result = await read({ ...list(30), ...deploy(30, 'success', '3') });
    expect(result).toMatchObject({ state: 'good', problem: null });
  });

  test('a job of the same matrix that failed while the newest succeeded', async () => {
    const result = await read({
      ...list(32, 31, 30, 10),
      ...deploy(32, 'success', '3'),
      ...deploy(31, 'failure', '3'),
    });
    expect(result).toMatchObject({ state: null, problem: null });
  });

  test('attempt 2 after a failure', async () => {
    const result = await read(
      { ...list(40, 30, 20), ...deploy(40, 'in_progress', RUN), ...deploy(30, 'failure', RUN) },
      { run: { runId: RUN, attempt: 2 } },
    );
    expect(result).toMatchObject({ state: 'bad', problem: null });
  });

  test('at most ten, and then the state is not known', async () => {
    const ids = Array.from({ length: 11 }, (_, index) => 50 - index);
    const own = Object.assign({}, ...ids.map((id) => deploy(id, 'in_progress', RUN)));
    const result = await read({ ...list(...ids), ...own });
    expect(result.requests).toHaveLength(11);
    expect(result.state).toBeNull();
    expect(result.problem).toBe(
      'The 10 newest deployments of "production" do not show how the last deploy ended: ' +
        'too many jobs share that environment. Use one environment for each server.',
    );
  });
});

describe('what GitHub sends', () => {
  test('rows and statuses in any order', async () => {
    const result = await read({
      ...list(20, 30),
      [statusesOf(30)]: [{ body: [status('in_progress', '3', 30), status('failure', '3', 31)] }],
    });
    expect(result).toMatchObject({ state: 'bad', problem: null });
  });

  test('statuses without URLs and dates', async () => {
    const result = await read({
      ...list(30),
      [statusesOf(30)]: [
        {
          body: [
            { id: 1, state: 'in_progress' },
            { id: 2, state: 'success' },
          ],
        },
      ],
    });
    expect(result).toMatchObject({ state: 'good', problem: null });
  });

  test('a deployment without a status', async () => {
    const result = await read({ ...list(30, 20), [statusesOf(30)]: [{ body: [] }] });
    expect(result).toMatchObject({ state: null, problem: null });
  });

  test('a row of another environment is not counted', async () => {
    const result = await read({
      [LIST]: [{ body: [row(40, 'production-eu'), row(30)] }],
      ...deploy(30, 'failure', '3'),
    });
    expect(result).toMatchObject({ state: 'bad', problem: null });
  });

  test('only rows whose environment is written in another way', async () => {
    const result = await read({
      [LIST]: [{ body: [row(40, 'Production'), row(30, 'Production'), row(20, 'PRODUCTION')] }],
    });
    expect(result.state).toBeNull();
    expect(result.problem).toBe(
      'GitHub has no deployments of "production", but of "Production", "PRODUCTION". ' +
        'Write deploy_environment exactly as GitHub does.',
    );
  });

  test('to a server of its own, under its path, with names that need encoding', async () => {
    const base = '/api/v3/repos/octo/s%20te/deployments';
    const github = await startGitHub({
      [`${base}?environment=a%2Fb+%26&per_page=10`]: [{ body: [row(30, 'a/b &')] }],
      [`${base}/30/statuses?per_page=100`]: [{ body: [status('success', '3', 31)] }],
    });
    const { options } = connect(github.origin, {
      apiUrl: `${github.origin}/api/v3//`,
      repository: { owner: 'octo', repo: 's te' },
      environment: 'a/b &',
    });
    expect(await readServerState(options)).toEqual({ state: 'good', problem: null });
    expect(github.unexpected).toEqual([]);
  });
});

const SUBJECT = 'Could not read the deployments of "production" in "octo/site": ';
const FORBIDDEN = { message: 'Resource not accessible by integration', status: '403' };
const USE_RUN_TOKEN = 'Set github_token to $'.concat('{{ github.token }}');
const UNREADABLE =
  'the answer is not the JSON that GitHub documents. ' +
  'Check GITHUB_API_URL and the proxy of the runner.';
const LIMITED = { message: 'API rate limit exceeded for installation ID 1.' };

describe('what could not be read is a problem with its remedy', () => {
  test.each<[string, Answer, string]>([
    [
      'a missing permission',
      { status: 403, body: FORBIDDEN },
      'GitHub answered 403: Resource not accessible by integration. ' +
        'github_token lacks a permission: ' +
        'add the line "deployments: read" under "permissions:" of this job.',
    ],
    [
      'a token that is not valid',
      { status: 401, body: { message: 'Bad credentials. .' } },
      `GitHub answered 401: Bad credentials. github_token is not valid. ${USE_RUN_TOKEN}.`,
    ],
    [
      'a repository that the token cannot see',
      { status: 404, body: { message: 'Not Found' } },
      'GitHub answered 404: Not Found. "octo/site" does not exist at "https://api.github.com", ' +
        `or github_token cannot see it. ${USE_RUN_TOKEN} and add the line ` +
        '"deployments: read" under "permissions:" of this job.',
    ],
    [
      'the primary rate limit',
      { status: 403, body: LIMITED },
      'GitHub answered 403: API rate limit exceeded for installation ID 1. ' +
        'The rate limit is used up: run the workflow again in an hour.',
    ],
    [
      'the secondary rate limit',
      { status: 403, headers: { 'retry-after': '42' }, body: { message: 'Slow down.' } },
      'GitHub answered 403: Slow down. ' +
        'The rate limit is used up: run the workflow again after 42 s.',
    ],
    [
      '429',
      { status: 429, headers: { 'retry-after': '5' }, body: '' },
      'GitHub answered 429. The rate limit is used up: run the workflow again after 5 s.',
    ],
    [
      'a redirect',
      { status: 301, headers: { location: '/elsewhere' }, body: { message: 'Moved' } },
      'GitHub answered 301: Moved. Check GITHUB_API_URL.',
    ],
    ['a web page', { body: '<html>Sign in</html>' }, UNREADABLE],
    ['another JSON', { body: { deployments: [] } }, UNREADABLE],
    ['a row without an id', { body: [row(30), { environment: 'production' }] }, UNREADABLE],
    ['an answer that is cut short', 'cut short', UNREADABLE],
  ])('%s', async (_, answer, expected) => {
    const result = await read({ [LIST]: [answer] });
    expect(result).toMatchObject({ state: null, problem: SUBJECT + expected, requests: [LIST] });
    expect(result.problem?.split(' ').length).toBeLessThanOrEqual(60);
  });

  test('a good deployment whose predecessor cannot be read is not good', async () => {
    const result = await read({
      ...list(30, 20),
      ...deploy(30, 'success', '3'),
      [statusesOf(20)]: [{ status: 403, body: FORBIDDEN }],
    });
    expect(result.state).toBeNull();
    expect(result.problem).toContain('deployments: read');
  });

  test('an unreadable list of statuses', async () => {
    const result = await read({ ...list(30), [statusesOf(30)]: [{ body: [{ id: 1 }] }] });
    expect(result).toMatchObject({ state: null, problem: SUBJECT + UNREADABLE });
  });

  test('an API URL that is none', async () => {
    const result = await read({}, { apiUrl: 'api.github.com' });
    expect(result).toMatchObject({
      state: null,
      problem: `${SUBJECT}GITHUB_API_URL is not a URL: "api.github.com". Correct it on the runner.`,
    });
  });

  test('an unforeseen error', async () => {
    const send = (): Promise<never> => Promise.reject(new TypeError('a bug'));
    expect(await read({}, { transport: { send } })).toMatchObject({
      state: null,
      problem: `${SUBJECT}a bug`,
    });
  });
});

describe('a moment in which GitHub fails', () => {
  test.each<[string, Answer]>([
    ['a server error', { status: 502, body: '<html><title>Unicorn!</title></html>' }],
    ['a reset connection', 'reset'],
  ])('%s is retried', async (_, failure) => {
    const answers = { ...list(30), ...deploy(30, 'failure', '3') };
    const result = await read({ ...answers, [LIST]: [failure, failure, ...(answers[LIST] ?? [])] });
    expect(result).toMatchObject({ state: 'bad', problem: null, pauses: [500, 1_000] });
  });

  test('but not for ever', async () => {
    const down = { status: 500, headers: { 'retry-after': '9' }, body: { message: 'Down' } };
    const result = await read({ [LIST]: [down, down, down] });
    expect(result).toMatchObject({
      state: null,
      problem: `${SUBJECT}GitHub answered 500: Down. Run the workflow again later.`,
      pauses: [500, 1_000],
    });
  });

  test('a refused connection is not retried', async () => {
    const github = await startGitHub({});
    const { options, clock } = connect(github.origin);
    github.stop();
    const { state, problem } = await readServerState(options);
    expect(state).toBeNull();
    expect(problem).toBe(
      `${SUBJECT}${github.origin.slice(7)} refused the connection (ECONNREFUSED). ` +
        `Check the network and proxy of the runner, and "${github.origin}".`,
    );
    expect(clock.pauses).toEqual([]);
  });
});

describe('ten seconds in all', () => {
  /** Answers each request after some time, as the transport does: not beyond the deadline. */
  function slow(clock: TestClock, takesMs: number, answers: readonly unknown[]) {
    const requests: HttpRequest[] = [];
    const send: Transport['send'] = async (request) => {
      const body = JSON.stringify(answers[requests.length]);
      requests.push(request);
      const leftMs = (request.deadline ?? Number.POSITIVE_INFINITY) - clock.now();
      clock.advance(Math.min(takesMs, leftMs));
      if (takesMs > leftMs) throw new NetworkError('TIMEOUT', true);
      return { status: 200, headers: {}, body, bodyComplete: true };
    };
    return { transport: { send }, requests };
  }

  test.each([
    [3_000, 'good', 3, 9_000],
    [4_000, null, 3, 10_000],
    [30_000, null, 1, 10_000],
  ])('requests of %d ms', async (...[takesMs, state, count, elapsedMs]) => {
    const clock = new TestClock();
    const answers = [
      [row(30), row(20)],
      [status('success', '3', 31)],
      [status('success', '2', 21)],
    ];
    const { transport, requests } = slow(clock, takesMs, answers);
    const { options } = connect('http://127.0.0.1:1', { transport, clock });
    const result = await readServerState(options);
    expect(result.state).toBe(state);
    expect(result.problem).toBe(
      state === null
        ? `${SUBJECT}GitHub did not answer within 10 s. Run the workflow again later.`
        : null,
    );
    expect(requests.map(({ deadline }) => deadline)).toEqual(Array(count).fill(NOW + 10_000));
    expect(clock.now() - NOW).toBe(elapsedMs);
    expect(clock.pauses).toEqual([]);
  });

  test('no retry that would begin after them', async () => {
    const clock = new TestClock();
    const send = async (): Promise<never> => {
      clock.advance(9_700);
      throw new NetworkError('ECONNRESET', true);
    };
    const { options } = connect('http://127.0.0.1:1', { transport: { send }, clock });
    expect((await readServerState(options)).problem).toContain('ECONNRESET');
    expect(clock.pauses).toEqual([]);
  });
});

describe('a cancellation is thrown', () => {
  test('before a request', async () => {
    const { options, cancel } = connect('http://127.0.0.1:1');
    cancel.abort(new CancelledError('SIGINT'));
    await expect(readServerState(options)).rejects.toThrow(new CancelledError('SIGINT'));
  });

  test('during a request', async () => {
    const github = await startGitHub({ [LIST]: ['hang'] });
    const send: Transport['send'] = async (request) => {
      const sending = options.transport.send(request);
      while (github.requests.length === 0) await new Promise(setImmediate);
      cancel.abort(new CancelledError('SIGTERM'));
      return sending;
    };
    const { options, cancel } = connect(github.origin);
    await expect(readServerState({ ...options, transport: { send } })).rejects.toThrow(
      new CancelledError('SIGTERM'),
    );
  });
});
