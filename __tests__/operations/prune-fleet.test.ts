/** `prune` of many servers. */
import { expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import type { HttpRequest } from '../../src/vpsorg/http.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';

const PRUNE = { operation: 'prune', keep_last: '1' } as const;

/** Three of a server, the first the oldest: with `keep_last: 1` two are deleted. */
function ours(firstId: number, server_id: number): BackupSeed[] {
  return [0, 1, 2].map((n) => ({
    id: firstId + n,
    server_id,
    created_at: ago((9 - n) * DAY),
    description: marked(),
  }));
}

test('at most four servers are between their list and their delete, so that no list is old by then', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => 201 + n);
  const seeds = ids.flatMap((id, n) => ours(101 + 10 * n, id));
  const s = scenario({ servers: ids.map((id) => ({ id, name: `web-${id}` })), backups: seeds });
  /** Servers with a list that a delete is to follow. */
  const open = new Set<string>();
  const deletes = new Map<string, number>();
  let most = 0;
  const onSend = ({ method, path }: HttpRequest): void => {
    const server =
      /server_id=(\d+)/.exec(path)?.[1] ??
      String(s.sim.vps.backup(Number(/(\d+)\/$/.exec(path)?.[1]))?.server_id);
    if (path.endsWith('/servers/')) return;
    const done = deletes.get(server) ?? 0;
    // After its two deletes a server's list is read once more, and no delete follows.
    if (method === 'GET' && done < 2) open.add(server);
    if (method === 'DELETE') {
      open.delete(server);
      deletes.set(server, done + 1);
    }
    most = Math.max(most, open.size);
  };
  const { failure } = await s.step(
    { ...PRUNE, server_id: ids.join(',') },
    { latencyMs: 35, onSend },
  );
  expect(failure).toBeNull();
  expect(s.sim.vps.deleted).toHaveLength(24);
  expect([most, open.size]).toEqual([4, 0]);
});

test('one that fails does not hold up those that have not begun', async () => {
  const s = scenario({
    backups: ours(101, 12345),
    faults: [on.path(/server_id=[1-6]$/, 'GET').status(403)],
  });
  const { failure } = await s.step({ ...PRUNE, server_id: '1,2,3,4,5,6,12345' });
  expect(failure).toContain('6 of 7 servers failed');
  expect(s.sim.vps.deleted).toEqual([101, 102]);
});

test('the servers are asked for their statuses together, while an answer is at most 10 s old', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => 201 + n);
  const s = scenario({
    servers: ids.map((id) => ({ id, status: id === 205 ? 'restoring' : 'active' })),
    backups: ids.flatMap((id, n) => ours(101 + 10 * n, id)),
  });
  const { failure } = await s.step({ ...PRUNE, server_id: ids.join(',') }, { latencyMs: 35 });
  expect(failure).toBeNull();
  expect(s.sim.vps.deleted).toHaveLength(22);
  expect(s.sim.vps.backups.filter(({ server_id }) => server_id === 205)).toHaveLength(3);
  expect(s.requests().filter((one) => one === 'GET /servers/')).toHaveLength(1);
});

test('an answer of over 10 s is asked for again', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => 201 + n);
  const s = scenario({
    servers: ids.map((id) => ({ id })),
    backups: ids.flatMap((id, n) => ours(101 + 10 * n, id)),
    // The first four servers are done after 12 s; by then the last one is being restored.
    faults: [on.delete.backup.from(1, 4).delay(12_000)],
    script: [
      {
        when: { afterMs: 5_000 },
        change: { kind: 'update server', server_id: 212, change: { status: 'restoring' } },
      },
    ],
  });
  const { failure } = await s.step({ ...PRUNE, server_id: ids.join(',') });
  expect(failure).toBeNull();
  expect(s.sim.vps.backups.filter(({ server_id }) => server_id === 212)).toHaveLength(3);
});
