/** Before each POST the outputs say that its outcome is unknown; a killed process leaves the truth. */
import { describe, expect, test } from '@jest/globals';
import { on, type SimulatorOptions } from '../../simulator/index.js';
import { own, ten } from '../support/full-server.js';
import { marked, type StepInputs, type StepOptions, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345' } as const;

/** What the outputs said as each POST was sent. */
async function statusAtPosts(
  inputs: StepInputs,
  options: SimulatorOptions = {},
  more: StepOptions = {},
) {
  const atPost: string[] = [];
  let last = '';
  const s = scenario(options);
  const result = await s.step(inputs, {
    ...more,
    onWrite: ({ status }) => {
      last = status ?? '';
    },
    onSend: ({ method }) => {
      if (method === 'POST') atPost.push(last);
    },
  });
  return { ...s, ...result, atPost };
}

describe('create', () => {
  test('unknown before the POST, the id right after it', async () => {
    const { atPost, history, log } = await statusAtPosts(CREATE);
    expect(atPost).toEqual(['unknown']);
    expect(history.map(({ outputs }) => outputs.backup_id)).toContain('502');
    const key = log.findIndex(
      ({ line }) => line === 'Requesting a backup of server 12345 (key=000000000001)',
    );
    const created = log.findIndex(({ line }) => line.startsWith('Created backup 502'));
    expect(key).toBeGreaterThan(-1);
    expect(key).toBeLessThan(created);
  });

  test.each([400, 401, 404])('a rejection with %d clears it', async (status) => {
    const { atPost, outputs, history } = await statusAtPosts(CREATE, {
      faults: [on.post.backups.status(status)],
    });
    expect(atPost).toEqual(['unknown']);
    expect(outputs.status).toBe('');
    expect(history.at(-1)?.outputs.status).toBe('');
  });

  test('of a full server: cleared while a slot is freed, unknown before the second POST', async () => {
    const statusAtDelete: string[] = [];
    let last = '';
    const s = scenario({ backups: ten([own(), own(), own()]) });
    const { failure } = await s.step(
      { ...CREATE, keep_last: '3' },
      {
        onWrite: ({ status }) => {
          last = status ?? '';
        },
        onSend: ({ method }) => {
          if (method !== 'GET') statusAtDelete.push(`${method} ${last}`);
        },
      },
    );
    expect(failure).toBeNull();
    expect(statusAtDelete.slice(0, 3)).toEqual(['POST unknown', 'DELETE ', 'POST unknown']);
  });

  test('a re-send is unknown all along', async () => {
    const { atPost } = await statusAtPosts(CREATE, {
      faults: [on.post.backups.nth(1).reset('before')],
    });
    expect(atPost).toEqual(['unknown', 'unknown']);
  });

  test('of several servers: unknown while any is', async () => {
    const { atPost, outputs } = await statusAtPosts({ ...CREATE, server_id: '12345,12346' });
    expect(atPost).toEqual(['unknown', 'unknown']);
    expect(outputs.status).toBe('completed');
  });
});

describe('restore', () => {
  const backups = [{ id: 101, description: marked() }];
  const RESTORE = { operation: 'restore', server_id: '12345', backup_id: '101' } as const;

  test('unknown before the POST, then accepted', async () => {
    const { atPost, history } = await statusAtPosts(RESTORE, { backups });
    expect(atPost).toEqual(['unknown']);
    const seen = [...new Set(history.map(({ outputs }) => outputs.status))];
    expect(seen).toEqual(['', 'unknown', 'accepted', 'restored']);
  });

  test('the POST of a safety backup leaves it empty', async () => {
    const { atPost } = await statusAtPosts({ ...RESTORE, safety_backup: 'true' }, { backups });
    expect(atPost).toEqual(['', 'unknown']);
  });

  test('a rejection clears it', async () => {
    const { atPost, outputs } = await statusAtPosts(RESTORE, {
      backups,
      faults: [on.post.restore.status(400)],
    });
    expect(atPost).toEqual(['unknown']);
    expect(outputs.status).toBe('');
  });
});

describe('outputs that can not be written', () => {
  test('from the start: nothing is sent that changes anything', async () => {
    const s = scenario();
    const { failure } = await s.step(CREATE, {
      onWrite: () => {
        throw new Error('ENOSPC');
      },
    });
    expect(failure).toContain('ENOSPC');
    expect(s.requests('POST')).toEqual([]);
  });

  test('after the POST: the backup is waited for all the same', async () => {
    const s = scenario();
    let isFull = false;
    const { failure, report } = await s.step(CREATE, {
      onWrite: () => {
        if (isFull) throw new Error('ENOSPC');
      },
      onSend: ({ method }) => {
        if (method === 'POST') isFull = true;
      },
    });
    expect(failure).toBeNull();
    expect(report.backups.get(12345)).toMatchObject({ id: 502, status: 'completed' });
  });
});

describe('the state of the server in the marker', () => {
  const inputs = {
    ...CREATE,
    deploy_environment: 'production',
    github_token: 'ghs_not_a_real_token',
  };

  test.each(['good', 'bad'] as const)('state=%s', async (state) => {
    const s = scenario();
    const asked: string[] = [];
    const { failure, notices } = await s.step(inputs, {
      readServerState: async (environment, token) => {
        asked.push(environment, token);
        return { state, problem: null };
      },
    });
    expect([failure, notices]).toEqual([null, []]);
    expect(asked).toEqual(['production', 'ghs_not_a_real_token']);
    expect(s.sim.vps.created[0]?.sent_description).toMatch(
      new RegExp(` state=${state} key=000000000001\\]$`),
    );
  });

  test('it is asked once for all servers', async () => {
    const s = scenario();
    let asked = 0;
    await s.step(
      { ...inputs, server_id: '12345,12346' },
      {
        readServerState: async () => {
          asked += 1;
          return { state: 'good', problem: null };
        },
      },
    );
    expect(asked).toBe(1);
    expect(s.sim.vps.created.every((one) => one.sent_description?.includes('state=good'))).toBe(
      true,
    );
  });

  test('nothing known: it is left out', async () => {
    const s = scenario();
    const { notices } = await s.step(inputs, {
      readServerState: async () => ({ state: null, problem: null }),
    });
    expect(notices).toEqual([]);
    expect(s.sim.vps.created[0]?.sent_description).not.toContain('state=');
  });

  test('not readable: it is left out, a notice says so, and the create succeeds', async () => {
    const s = scenario();
    const problem = 'GitHub answered 403; the job needs permissions: deployments: read.';
    const { failure, notices } = await s.step(inputs, {
      readServerState: async () => ({ state: null, problem }),
    });
    expect(failure).toBeNull();
    expect(notices).toEqual([`The backup is not marked good or bad: ${problem}`]);
    expect(s.sim.vps.created[0]?.sent_description).not.toContain('state=');
  });

  test('a re-send carries the same state', async () => {
    const s = scenario({ faults: [on.post.backups.nth(1).reset('before')] });
    await s.step(inputs, { readServerState: async () => ({ state: 'bad', problem: null }) });
    const [first, second] = s.sim.requests.filter(({ method }) => method === 'POST');
    expect(second?.body).toEqual(first?.body);
    expect(JSON.stringify(first?.body)).toContain('state=bad');
  });

  test('without deploy_environment nothing is asked', async () => {
    const { failure } = await scenario().step(CREATE, {
      readServerState: () => Promise.reject(new Error('asked')),
    });
    expect(failure).toBeNull();
  });
});
