import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.js';
import { readServerState } from '../../src/github/client.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import type { HttpRequest, Transport } from '../../src/vpsorg/http.js';
import {
  type Answer,
  connect,
  deploy,
  LIST,
  list,
  NOW,
  read,
  row,
  SUBJECT,
  startGitHub,
  status,
  TestClock,
} from './github-loopback.js';

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
    return { connect: () => ({ send }), requests };
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
    const { connect: toGitHub, requests } = slow(clock, takesMs, answers);
    const { options } = connect('http://127.0.0.1:1', { connect: toGitHub, clock });
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
    const { options } = connect('http://127.0.0.1:1', { connect: () => ({ send }), clock });
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
      const sending = transport.send(request);
      while (github.requests.length === 0) await new Promise(setImmediate);
      cancel.abort(new CancelledError('SIGTERM'));
      return sending;
    };
    const { options, cancel } = connect(github.origin);
    const transport = options.connect();
    await expect(readServerState({ ...options, connect: () => ({ send }) })).rejects.toThrow(
      new CancelledError('SIGTERM'),
    );
  });
});
