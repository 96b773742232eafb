import { afterEach, describe, expect, test } from '@jest/globals';
import {
  createSimulator,
  type GitHubFailure,
  type GitHubOptions,
  GitHubStandIn,
  type Simulator,
  startSimulator,
} from '../../simulator/index.js';
import { type Loose, manualClock, setUp } from './helpers.js';

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

const TOKEN = { Authorization: 'Bearer ghs_not_a_real_token' };

function stand(options: GitHubOptions = {}) {
  const clock = manualClock();
  const github = new GitHubStandIn({ clock, ...options });
  const ask = async (path: string, headers: Record<string, string> = TOKEN) => {
    const answer = await github.handle({ method: 'GET', url: `/github${path}`, headers });
    const json: Loose = answer.body.startsWith('<') ? null : JSON.parse(answer.body);
    return { ...answer, json };
  };
  return { clock, github, ask };
}

describe('deployments', () => {
  test('are listed newest first, by environment', async () => {
    const { clock, github, ask } = stand();
    const first = github.addDeployment({ sha: 'a'.repeat(40) });
    clock.advance(60_000);
    github.addDeployment({ environment: 'staging' });
    const last = github.addDeployment();
    const { json, status, headers } = await ask(
      '/repos/octo/app/deployments?environment=production&per_page=10',
    );
    expect(status).toBe(200);
    expect(headers.date).toBe('Thu, 16 Jan 2025 15:46:00 GMT');
    expect(json).toMatchObject([
      { id: last.id, environment: 'production', created_at: '2025-01-16T15:46:00Z' },
      { id: first.id, sha: 'a'.repeat(40), ref: 'main', task: 'deploy' },
    ]);
    expect(json[0]).not.toHaveProperty('statuses');
    expect(json[0].statuses_url).toMatch(/\/github\/repos\/octo\/app\/deployments\/\d+\/statuses$/);
    expect(github.unexpected).toEqual([]);
  });

  test('are of a repository where they name one', async () => {
    const { github, ask } = stand();
    github.addDeployment({ repository: 'Octo/App' });
    expect((await ask('/repos/octo/app/deployments')).json).toHaveLength(1);
    expect((await ask('/repos/octo/other/deployments')).json).toEqual([]);
  });

  test('come in pages, with a Link to the next', async () => {
    const { github, ask } = stand();
    for (let i = 0; i < 3; i += 1) github.addDeployment();
    const first = await ask('/repos/o/r/deployments?per_page=2');
    expect(first.json).toHaveLength(2);
    expect(first.headers.link).toMatch(
      /\/github\/repos\/o\/r\/deployments\?per_page=2&page=2>; rel="next"$/,
    );
    const second = await ask('/repos/o/r/deployments?per_page=2&page=2');
    expect(second.json).toHaveLength(1);
    expect(second.headers).not.toHaveProperty('link');
  });
});

describe('statuses', () => {
  test('are listed newest first, with the run in their addresses', async () => {
    const { github, ask } = stand();
    const { id } = github.addDeployment({}, { state: 'in_progress', run_id: 42 });
    github.addStatus(id, { state: 'failure', run_id: 42, job_id: 7 });
    const { json } = await ask(`/repos/octo/app/deployments/${id}/statuses?per_page=1`);
    expect(json).toMatchObject([
      {
        state: 'failure',
        log_url: 'https://github.com/octo/app/actions/runs/42/job/7',
        target_url: 'https://github.com/octo/app/actions/runs/42/job/7',
        environment: 'production',
      },
    ]);
    expect((await ask('/repos/octo/app/deployments/1/statuses')).status).toBe(404);
    expect(() => github.addStatus(1, { state: 'error' })).toThrow('no deployment 1');
  });

  test('a success makes the earlier one of its environment inactive', () => {
    const { github } = stand();
    const [one, other] = ['production', 'staging'].map((environment) =>
      github.addDeployment({ environment }, { state: 'success', run_id: 1 }),
    );
    github.addDeployment({}, { state: 'success', run_id: 2 });
    const states = (deployment = one) => deployment?.statuses.map(({ state }) => state);
    expect(states()).toEqual(['success', 'inactive']);
    expect(states(other)).toEqual(['success']);
    expect(one?.statuses[1]?.log_url).toContain('/runs/1/');
  });

  test('a success can leave the earlier one as it is', () => {
    const { github } = stand({ autoInactive: false });
    for (let i = 0; i < 2; i += 1) github.addDeployment({}, { state: 'success' });
    expect(github.deployments.map(({ statuses }) => statuses.length)).toEqual([1, 1]);
  });
});

describe('what can go wrong', () => {
  test('no token, or one of another kind', async () => {
    const { ask, github } = stand();
    expect((await ask('/repos/o/r/deployments', {})).status).toBe(401);
    expect((await ask('/repos/o/r/deployments', { Authorization: 'Basic eDp5' })).status).toBe(401);
    expect((await ask('/repos/o/r/deployments', { Authorization: 'token ghp_x' })).status).toBe(
      200,
    );
    expect(github.requests.map(({ status }) => status)).toEqual([401, 401, 200]);
  });

  test.each<[GitHubFailure, number]>([
    ['no permission', 403],
    ['not found', 404],
    ['rate limit 403', 403],
    ['rate limit 429', 429],
    ['unavailable', 503],
    ['not JSON', 200],
  ])('%s: %i', async (failure, status) => {
    const { ask, github } = stand({ failure });
    const answer = await ask('/repos/o/r/deployments');
    expect(answer.status).toBe(status);
    expect(answer.headers['x-ratelimit-remaining']).toBe(
      failure.startsWith('rate') ? '0' : undefined,
    );
    github.failure = null;
    expect((await ask('/repos/o/r/deployments')).json).toEqual([]);
  });

  test('slow, by the clock', async () => {
    const { ask, clock } = stand({ delayMs: 5000 });
    const before = clock.now();
    await ask('/repos/o/r/deployments');
    expect(clock.now() - before).toBe(5000);
  });

  test('requests that nobody documented', async () => {
    const { ask, github } = stand();
    expect((await ask('/user')).status).toBe(404);
    expect(github.unexpected).toEqual(['GET /user: not documented']);
  });
});

describe('beside the API', () => {
  test('in process, apart from its requests', async () => {
    const { sim } = setUp({ github: new GitHubStandIn() });
    const url = 'http://127.0.0.1/github/repos/o/r/deployments';
    expect(await sim.handle({ method: 'GET', url, headers: TOKEN })).toMatchObject({ body: '[]' });
    expect([sim.requests, sim.unexpected]).toEqual([[], []]);
  });

  test('not there unless asked for', async () => {
    const sim = createSimulator();
    const outcome = await sim.handle({ method: 'GET', url: '/github/repos/o/r/deployments' });
    expect(outcome).toMatchObject({ status: 404 });
    expect(sim.unexpected).toHaveLength(1);
  });

  test('over HTTP, where deployments can be filed', async () => {
    const github = new GitHubStandIn();
    simulator = await startSimulator({ github });
    const base = `${new URL(simulator.url).origin}/github`;
    const file = (body: string) => fetch(`${base}/_deployments`, { method: 'POST', body });
    const filed = await file(
      JSON.stringify({
        environment: 'production',
        sha: 'b'.repeat(40),
        run_id: 7,
        state: 'success',
      }),
    );
    expect(filed.status).toBe(201);
    expect((await file('[]')).status).toBe(400);
    const list: Loose = await (
      await fetch(`${base}/repos/o/r/deployments`, { headers: TOKEN })
    ).json();
    expect(list).toMatchObject([{ sha: 'b'.repeat(40) }]);
    const statuses: Loose = await (await fetch(list[0].statuses_url, { headers: TOKEN })).json();
    expect(statuses).toMatchObject([
      { state: 'success', log_url: expect.stringContaining('/actions/runs/7/job/1') },
    ]);
  });
});
