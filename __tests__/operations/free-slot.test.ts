import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  type ErrorAnswer,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, MINUTE, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345' } as const;

/** Ten manual backups: the given ones, then hand-made ones that nobody gives up. Ids from 1, each a day younger than the one before. */
function ten(seeds: readonly BackupSeed[]): BackupSeed[] {
  return Array.from({ length: 10 }, (_, n) => ({
    id: n + 1,
    created_at: ago((30 - n) * DAY),
    ...seeds[n],
  }));
}

const ours = (more: BackupSeed = {}): BackupSeed => ({ description: marked(), ...more });
const safety = (more: BackupSeed = {}): BackupSeed => ({ description: marked('safety'), ...more });

async function run(
  backups: BackupSeed[],
  inputs: Record<string, string> = {},
  options: SimulatorOptions = {},
) {
  const s = scenario({ backups, ...options });
  const result = await s.step({ ...CREATE, keep_last: '3', ...inputs });
  return { ...s, ...result, posts: s.requests('POST').length };
}

describe('what went wrong is said with what was tried', () => {
  const full = ten(Array.from({ length: 10 }, () => ours()));

  test('a list that comes incomplete: nothing is deleted, and the refusal is told', async () => {
    const { failure, sim } = await run(
      full,
      {},
      {
        dialect: { capRowsAt: 10 },
        faults: [on.get.backups.nth(2).answer(200, '{"count":12,"results":[]}')],
      },
    );
    expect(failure).toMatch(
      /^No backup of server 12345.*It has 10 manual backups.*came incomplete; nothing is deleted on a guess/s,
    );
    expect(sim.vps.deleted).toEqual([]);
  });

  test('refused again, though one has made room', async () => {
    const { failure, sim } = await run(
      full,
      {},
      { faults: [on.post.backups.status(403, 'detail', { text: 'No.' })] },
    );
    expect(failure).toMatch(
      /^No backup of server 12345 was started\. VPS\.org answered 403.*Though backup 1 had made room, it was refused again/,
    );
    expect(sim.vps.deleted).toEqual([1]);
  });
});

describe('room: exactly one, in the order of the contract', () => {
  test('a failed one in scope goes first, though older ones are given up', async () => {
    const backups = ten([ours(), ours(), ours(), ours(), ours({ status: 'failed' })]);
    const { failure, sim, posts } = await run(backups, { keep_last: '10' });
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([5]);
    expect(posts).toBe(2);
    expect(sim.vps.created).toHaveLength(1);
  });

  test('else the oldest of what keep_last gives up, with the coming one counted', async () => {
    // Three of ours and keep_last 3: only because a fourth is coming, the oldest goes.
    const { failure, sim } = await run(ten([ours(), ours(), ours()]));
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([1]);
  });

  test('else the oldest safety backup of ours', async () => {
    const { failure, sim } = await run(ten([safety(), safety(), ours()]), { keep_last: '3' });
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([1]);
  });

  test('one goes before the POST, the rest only after the new backup is completed', async () => {
    const backups = ten(Array.from({ length: 10 }, () => ours()));
    const { sim, requests } = await run(backups, { keep_last: '2' });
    const changes = sim.requests
      .filter((one) => one.method !== 'GET')
      .map((one) => `${one.method} ${one.path}`);
    expect(changes.slice(0, 3)).toEqual(['POST /backups/', 'DELETE /backups/1/', 'POST /backups/']);
    const done = sim.requests.findLast((one) => one.method === 'POST')?.at ?? 0;
    expect(
      sim.requests
        .filter((one) => one.method === 'DELETE')
        .slice(1)
        .every((one) => one.at >= done + 3_000),
    ).toBe(true);
    expect(requests('DELETE')).toHaveLength(9);
    expect(sim.vps.backups.map((one) => one.id).sort()).toEqual([10, 502]);
  });

  test.each<ErrorAnswer>([
    { status: 400, shape: 'detail' },
    { status: 403, shape: 'message' },
    { status: 409, shape: 'text' },
    { status: 422, shape: 'fields' },
  ])('however the limit is said: $status $shape', async (limitAnswer) => {
    const { failure, sim } = await run(
      ten([ours(), ours(), ours()]),
      {},
      { dialect: { limitAnswer } },
    );
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([1]);
  });

  test('deleted_ids names it', async () => {
    const { outputs } = await run(ten([ours(), ours(), ours()]));
    expect(outputs.deleted_ids).toBe('[1]');
  });
});

describe('no room: the step fails, and nothing is deleted', () => {
  test('without keep_last, a full server is explained', async () => {
    const { failure, sim, posts } = await run(ten([ours()]), { keep_last: '' });
    expect(failure).toMatch(/10 manual backups.*at most 10.*Maximum number of manual backups/s);
    expect(failure).toMatch(/operation: delete.*operation: prune.*keep_last/s);
    for (let id = 1; id <= 10; id++) expect(failure).toMatch(new RegExp(`\\b${id}\\b`));
    expect(sim.vps.deleted).toEqual([]);
    expect(posts).toBe(1);
  });

  test.each<[string, BackupSeed[]]>([
    [
      "hand-made and other repositories' only",
      [{ description: marked('create', { repositoryId: '43', repo: 'other' }) }],
    ],
    [
      'ours are kept by [keep]',
      Array.from({ length: 10 }, () =>
        ours({ description: marked('create', { text: '[KEEP] x' }) }),
      ),
    ],
    [
      'ours are of this run, an earlier attempt',
      Array.from({ length: 10 }, () => ours({ description: marked('create', { runId: '1000' }) })),
    ],
    [
      'ours are less than an hour old',
      Array.from({ length: 10 }, (_, n) => ours({ created_at: ago(50 * MINUTE - n) })),
    ],
    ['ours are undated', Array.from({ length: 10 }, () => ours({ created_at: null }))],
    ['ours are in progress', Array.from({ length: 10 }, () => ours({ status: 'in_progress' }))],
    [
      'ours have a status nobody knows',
      Array.from({ length: 10 }, () => ours({ status: 'archived' })),
    ],
    ['the last completed one in scope', [safety()]],
  ])('%s', async (_, seeds) => {
    const { failure, sim, posts } = await run(ten(seeds), { keep_last: '1' });
    expect(failure).toMatch(/10 manual backups/);
    expect(failure).toMatch(/Delete one by hand/);
    expect(sim.vps.deleted).toEqual([]);
    expect(sim.requests.filter((one) => one.method === 'DELETE')).toEqual([]);
    expect(posts).toBe(1);
  });

  test('fewer than ten manual backups: the refusal has another reason, and is told as it is', async () => {
    const refusal = on.post.backups.status(400, 'detail', { text: 'This server is locked.' });
    const { failure, sim } = await run(
      ten([ours(), ours(), ours()]).slice(0, 9),
      {},
      { faults: [refusal] },
    );
    expect(failure).toContain('This server is locked');
    expect(failure).not.toContain('at most 10');
    expect(sim.vps.deleted).toEqual([]);
  });

  test('automatic and gone ones take no place', async () => {
    const refusal = on.post.backups.status(400, 'detail', { text: 'This server is locked.' });
    const backups = ten([
      ours(),
      ours(),
      ours(),
      { backup_type: 'automatic' },
      { status: 'deleted' },
      { status: 'expired' },
    ]);
    const { sim } = await run(backups, { keep_last: '1' }, { faults: [refusal] });
    expect(sim.vps.deleted).toEqual([]);
  });

  test.each([401, 404, 405])('a refusal with %d is none of a full server', async (status) => {
    const { failure, sim } = await run(
      ten([ours(), ours(), ours()]),
      {},
      { faults: [on.post.backups.status(status)] },
    );
    expect(failure).toContain(String(status));
    expect(sim.vps.deleted).toEqual([]);
  });

  test('an open answer on a full server makes no room', async () => {
    const { sim } = await run(
      ten([ours(), ours(), ours()]),
      {},
      { faults: [on.post.backups.status(500)] },
    );
    expect(sim.vps.deleted).toEqual([]);
  });

  test('a partial view makes no room', async () => {
    const backups = [...ten([ours(), ours(), ours()]), { id: 11, backup_type: 'automatic' }];
    const { failure, sim } = await run(
      backups,
      {},
      { dialect: { capRowsAt: 10, order: 'oldest' } },
    );
    expect(failure).not.toBeNull();
    expect(sim.vps.deleted).toEqual([]);
  });

  test('the delete fails: no second one is tried', async () => {
    const { failure, requests } = await run(
      ten([ours(), ours(), ours(), ours(), ours()]),
      {},
      { faults: [on.delete.backup.status(403)] },
    );
    expect(failure).toMatch(/Could not delete backup 1/);
    expect(new Set(requests('DELETE'))).toEqual(new Set(['DELETE /backups/1/']));
  });

  test('refused again after one has gone: still only one goes', async () => {
    const { failure, sim, posts } = await run(
      ten([ours(), ours(), ours(), ours()]),
      {},
      { faults: [on.post.backups.status(409)] },
    );
    expect(failure).toContain('409');
    expect(sim.vps.deleted).toEqual([1]);
    expect(posts).toBe(2);
  });
});

test('a place that has become free meanwhile is taken, and nothing makes room', async () => {
  const s = scenario({
    backups: ten([ours(), ours(), ours(), ours()]),
    onOutcome: ({ method }) => {
      if (method === 'POST' && s.sim.vps.backup(9)) s.sim.vps.removeBackup(9);
    },
  });
  const { failure } = await s.step({ ...CREATE, keep_last: '4' });
  expect(failure).toBeNull();
  expect(s.requests().findLastIndex((one) => one.startsWith('POST'))).toBeLessThan(
    s.requests().findIndex((one) => one.startsWith('DELETE')),
  );
});

test('with several servers each makes its own room', async () => {
  const backups = [
    ...ten([ours(), ours(), ours()]),
    ...ten([ours(), ours(), ours()]).map((one) => ({
      ...one,
      id: (one.id ?? 0) + 100,
      server_id: 12346,
    })),
  ];
  const s = scenario({ backups });
  const { failure } = await s.step({
    operation: 'create',
    server_id: '12345,12346',
    keep_last: '3',
  });
  expect(failure).toBeNull();
  expect([...s.sim.vps.deleted].sort()).toEqual([1, 101]);
});
