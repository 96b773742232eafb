/** How markers come to their `state`, and what becomes of good backups. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import type { ServerState } from '../../src/backups/marker.js';
import type { ReadServerState } from '../../src/operations/context.js';
import { HOUR, type Scenario, scenario } from '../support/harness.js';

const LAST_GOOD = { operation: 'restore', server_id: '12345', backup_id: 'last_good' } as const;

/** One deploy: a backup with the state that the deploy before left; the server then holds this one. */
async function deploy(s: Scenario, n: number, leaves: ServerState | null): Promise<string> {
  const { failure, outputs } = await s.step(
    {
      server_id: '12345',
      keep_last: '2',
      deploy_environment: 'production',
      github_token: 'ghs_a_token_of_github',
    },
    {
      run: { runId: String(2_000 + n), runNumber: String(n) },
      readServerState: async () => ({ state: leaves, problem: null }),
    },
  );
  expect(failure).toBeNull();
  s.clock.advance(2 * HOUR);
  return outputs.backup_id ?? '';
}

describe('deploy_environment in create', () => {
  const CREATE = {
    server_id: '12345',
    deploy_environment: 'production',
    github_token: 'ghs_a_token_of_github',
  };
  const says =
    (state: ServerState | null, problem: string | null = null): ReadServerState =>
    async () => ({ state, problem });

  test.each(['good', 'bad', null] as const)('the marker says what was known: %s', async (state) => {
    const s = scenario();
    const { failure } = await s.step(CREATE, { readServerState: says(state) });
    expect(failure).toBeNull();
    const sent = s.sim.vps.created[0]?.sent_description;
    const words = state === null ? '' : `state=${state} `;
    expect(sent).toMatch(new RegExp(`sha=0123456789abcdef\\w+ ${words}key=[0-9a-f]{12}\\]$`));
  });

  test('what can not be read leaves it out, with a notice, and never fails the create', async () => {
    const s = scenario();
    const { failure, notices, warnings } = await s.step(CREATE, {
      readServerState: says(null, 'the token lacks deployments: read.'),
    });
    expect([failure, warnings]).toEqual([null, []]);
    expect(notices).toEqual([
      'The backup is not marked good or bad: the token lacks deployments: read.',
    ]);
    expect(s.sim.vps.created[0]?.sent_description).not.toContain('state=');
  });

  test('GitHub is asked once, with the environment and the token, also for a fleet', async () => {
    const asked: string[][] = [];
    const s = scenario();
    const { failure } = await s.step(
      { ...CREATE, server_id: '12345,12346' },
      {
        readServerState: async (...all) => {
          asked.push(all);
          return { state: 'good', problem: null };
        },
      },
    );
    expect(failure).toBeNull();
    expect(asked).toEqual([['production', 'ghs_a_token_of_github']]);
    for (const { sent_description } of s.sim.vps.created) {
      expect(sent_description).toContain(' state=good ');
    }
  });

  test('without it nothing is asked', async () => {
    const s = scenario();
    const readServerState: ReadServerState = () => Promise.reject(new Error('asked'));
    expect((await s.step({ server_id: '12345' }, { readServerState })).failure).toBeNull();
  });

  test('the same key and state are sent again after a lost request', async () => {
    const s = scenario({ faults: [on.post.backups.nth(1).reset('before')] });
    await s.step(CREATE, { readServerState: says('good') });
    const [first, second] = s.sim.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body);
    expect(second).toEqual(first);
    expect(JSON.stringify(first)).toContain(' state=good ');
  });
});

describe('two good deploys and three bad ones, with keep_last: 2', () => {
  const play = async (): Promise<{ s: Scenario; afterSecond: string }> => {
    const s = scenario();
    await deploy(s, 1, null);
    await deploy(s, 2, 'good');
    // The backup before deploy 3 holds what deploy 2 left.
    const afterSecond = await deploy(s, 3, 'good');
    await deploy(s, 4, 'bad');
    await deploy(s, 5, 'bad');
    return { s, afterSecond };
  };

  test('the state after the second is restored', async () => {
    const { s, afterSecond } = await play();
    const { failure, outputs } = await s.step(LAST_GOOD, { run: { runId: '3000' } });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ backup_id: afterSecond, status: 'restored' });
  });

  test('it survives three more bad deploys and a nightly that knows nothing', async () => {
    const { s, afterSecond } = await play();
    for (const n of [6, 7, 8]) await deploy(s, n, 'bad');
    await deploy(s, 9, null);
    const prune = { operation: 'prune', server_id: '12345', keep_last: '1' };
    expect((await s.step(prune, { run: { runId: '3000' } })).failure).toBeNull();
    expect(s.sim.vps.backups.map(({ id }) => String(id))).toContain(afterSecond);
    const { outputs } = await s.step(LAST_GOOD, { run: { runId: '3001' } });
    expect(outputs.backup_id).toBe(afterSecond);
  });

  test('a re-run of the last bad deploy may restore it too', async () => {
    const { s, afterSecond } = await play();
    const { outputs } = await s.step(LAST_GOOD, { run: { runId: '2005', attempt: 2 } });
    expect(outputs.backup_id).toBe(afterSecond);
  });

  test('the next good one takes its protection over', async () => {
    const { s, afterSecond } = await play();
    const next = await deploy(s, 6, 'good');
    await deploy(s, 7, 'bad');
    await deploy(s, 8, 'bad');
    const left = s.sim.vps.backups.map(({ id }) => String(id));
    expect(left).toContain(next);
    expect(left).not.toContain(afterSecond);
  });
});
