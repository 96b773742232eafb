import { describe, expect, test } from '@jest/globals';
import { type ErrorAnswer, on } from '../../simulator/index.js';
import { own, run, safety, ten } from '../support/full-server.js';
import { scenario } from '../support/harness.js';

describe('an error says what was tried', () => {
  const full = ten(Array.from({ length: 10 }, () => own()));

  test('an incomplete list after the rejection: nothing is deleted', async () => {
    const { failure, sim } = await run(
      full,
      {},
      {
        dialect: { capRowsAt: 10 },
        faults: [on.get.backups.nth(2).answer(200, '{"count":12,"results":[]}')],
      },
    );
    expect(failure).toBe(
      'No backup of server 12345 was created: no slot could be freed. The list of backups of server 12345 is incomplete (it shows 0 of 12). Nothing was deleted. Try again later.',
    );
    expect(sim.vps.deleted).toEqual([]);
  });

  test('a delete whose answer is lost: the list decides', async () => {
    const lost = await run(full, {}, { faults: [on.delete.backup.nth(1).reset('after')] });
    expect([lost.failure, lost.posts]).toEqual([null, 2]);
    expect(lost.sim.vps.deleted[0]).toBe(1);
    const not = await run(full, {}, { faults: [on.delete.backup.nth(1).reset('before')] });
    expect(not.failure).toMatch(
      /^No backup of server 12345 was created: no slot could be freed\. Backup 1 of server 12345 \(web-server-01\) is still listed/,
    );
    expect([not.posts, not.sim.vps.deleted]).toEqual([1, []]);
  });

  test('a delete whose answer is lost, and whose row lingers: its absence is awaited, for 30 s', async () => {
    const faults = [on.delete.backup.nth(1).reset('after')];
    const gone = await run(full, {}, { faults, dialect: { staleDeletedMs: 20_000 } });
    expect([gone.failure, gone.posts]).toEqual([null, 2]);
    const hangs = on.get.backups.from(4).hang();
    const not = await run(
      full,
      {},
      { faults: [...faults, hangs], dialect: { staleDeletedMs: 'always' } },
    );
    expect(not.failure).toBe(
      'No backup of server 12345 was created: no slot could be freed. Backup 1 of server 12345 (web-server-01) is still listed: Could not delete the backup: the connection was reset (ECONNRESET). Run operation: list, then delete what is left by id.',
    );
    expect(not.clock.elapsed).toBe(35_000);
  });

  test('rejected again, though one was deleted', async () => {
    const text = 'Maximum of backups reached.';
    const { failure, sim, posts } = await run(
      full,
      {},
      { faults: [on.post.backups.status(403, 'detail', { text })] },
    );
    expect(failure).toBe(
      "No backup of server 12345 was created: the request was rejected again, though backup 1 was deleted to free a slot. Could not create a backup: VPS.org answered 403: Maximum of backups reached. Give the token this permission on your VPS.org account's developer page.",
    );
    expect(sim.vps.deleted).toEqual([1]);
    expect(posts).toBe(2);
  });
});

describe('exactly one is deleted, in the documented order', () => {
  test('a failed own one first, though older ones are candidates', async () => {
    const backups = ten([own(), own(), own(), own(), own({ status: 'failed' })]);
    const { failure, sim, posts } = await run(backups, { keep_last: '10' });
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([5]);
    expect(posts).toBe(2);
    expect(sim.vps.created).toHaveLength(1);
  });

  test('else the oldest candidate of keep_last, the backup to come counted', async () => {
    // Three own ones and keep_last 3: with the new one they are four.
    const { failure, sim } = await run(ten([own(), own(), own()]));
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([1]);
  });

  test('else the oldest own safety backup', async () => {
    const { failure, sim } = await run(ten([safety(), safety(), own()]), { keep_last: '3' });
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([1]);
  });

  test('one is deleted before the POST, the rest only after the new backup is completed', async () => {
    const backups = ten(Array.from({ length: 10 }, () => own()));
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
  ])('whatever the shape of the answer: $status $shape', async (limitAnswer) => {
    const { failure, sim } = await run(
      ten([own(), own(), own()]),
      {},
      { dialect: { limitAnswer } },
    );
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([1]);
  });

  test('after 204 no list is needed: the request is sent again at once', async () => {
    const { requests } = await run(
      ten([own(), own(), own()]),
      { wait: 'false' },
      { dialect: { staleDeletedMs: 'always' } },
    );
    expect(requests()).toEqual([
      'GET /backups/?server_id=12345',
      'POST /backups/',
      'GET /backups/?server_id=12345',
      'GET /servers/',
      'DELETE /backups/1/',
      'POST /backups/',
    ]);
  });

  test('deleted_ids names it', async () => {
    const { outputs } = await run(ten([own(), own(), own()]));
    expect(outputs.deleted_ids).toBe('[1]');
  });
});

test('a slot that has become free meanwhile is used, and nothing is deleted for it', async () => {
  const s = scenario({
    backups: ten([own(), own(), own(), own()]),
    onOutcome: ({ method }) => {
      if (method === 'POST' && s.sim.vps.backup(9)) s.sim.vps.removeBackup(9);
    },
  });
  const { failure } = await s.step({ operation: 'create', server_id: '12345', keep_last: '4' });
  expect(failure).toBeNull();
  expect(s.requests().findLastIndex((one) => one.startsWith('POST'))).toBeLessThan(
    s.requests().findIndex((one) => one.startsWith('DELETE')),
  );
});

test('with several servers, each frees its own slot', async () => {
  const backups = [
    ...ten([own(), own(), own()]),
    ...ten([own(), own(), own()]).map((one) => ({
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
