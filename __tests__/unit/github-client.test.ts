import { describe, expect, test } from '@jest/globals';
import { readServerState } from '../../src/github/client.js';
import {
  connect,
  deploy,
  LIST,
  list,
  RUN,
  read,
  row,
  startGitHub,
  status,
  statusesOf,
} from './github-loopback.js';

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
