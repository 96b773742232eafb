/** What a DELETE is answered with proves little: the next list decides what rotation deleted. */
import { describe, expect, test } from '@jest/globals';
import { deletionDialects, on } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '2' } as const;
/** With keep_last 2 and the new one, 1 and 2 are deleted. */
const backups = [1, 2, 3].map((id) => ({
  id,
  created_at: ago((9 - id) * DAY),
  description: marked(),
}));

async function rotated(dialectName: string, more = {}) {
  const dialect = deletionDialects[dialectName];
  if (dialect === undefined) throw new Error(`no dialect ${dialectName}`);
  const s = scenario({ backups, dialect, ...more });
  const result = await s.step(CREATE);
  expect(result.failure).toBeNull();
  expect(result.outputs.status).toBe('completed');
  expect(s.sim.unexpected).toEqual([]);
  return { ...s, ...result };
}

describe('gone from the next list: deleted, each with one request', () => {
  test.each([
    '404, done',
    '202, done',
    '202, done after 20 s',
    'success false, done',
    'status error, done',
    '504, done, then 404',
    '504, done, then 409',
  ])('%s', async (name) => {
    const { outputs, warnings, requests } = await rotated(name);
    expect(outputs).toMatchObject({ deleted_ids: '[1,2]', slots_used: '2' });
    expect(warnings).toEqual([]);
    expect(requests('DELETE')).toHaveLength(2);
  });
});

describe('still listed: not deleted, whatever was answered', () => {
  test.each([
    '404, and it stays',
    '202, and it stays',
    'success false, and it stays',
    'status error, and it stays',
    '403, and it stays',
  ])('%s: each is tried once', async (name) => {
    const { outputs, warnings, requests, sim } = await rotated(name);
    expect(outputs).toMatchObject({ deleted_ids: '[]', slots_used: '4' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^Rotation of server 12345 \(web-server-01\) is not complete; the new backup is not affected\. Backup 1 of .* Backup 2 of /,
    );
    expect(requests('DELETE')).toEqual(['DELETE /backups/1/', 'DELETE /backups/2/']);
    expect(sim.vps.backups).toHaveLength(4);
  });

  test('500, and it stays: each is tried five times, each after a new list', async () => {
    const { outputs, warnings, requests } = await rotated('500, and it stays');
    expect(outputs.deleted_ids).toBe('[]');
    expect(warnings).toHaveLength(1);
    const order = requests();
    expect(order.filter((one) => one.startsWith('DELETE'))).toHaveLength(10);
    const isAfterList = (n: number): boolean =>
      order.slice(0, n).findLast((one) => one !== 'GET /servers/') ===
      'GET /backups/?server_id=12345';
    expect(order.every((one, n) => !one.startsWith('DELETE') || isAfterList(n))).toBe(true);
  });
});

describe('204', () => {
  test.each(['a ghost forever', 'a ghost for a minute', '204, and it stays'])(
    '%s: it counts as deleted, with a warning that it is still listed',
    async (name) => {
      const { outputs, warnings, requests } = await rotated(name);
      expect(outputs).toMatchObject({ deleted_ids: '[1,2]', slots_used: '2' });
      expect(warnings).toEqual([
        'Backup 1 of server 12345 (web-server-01) was deleted (204), but is still listed.',
        'Backup 2 of server 12345 (web-server-01) was deleted (204), but is still listed.',
      ]);
      expect(requests('DELETE')).toHaveLength(2);
    },
  );

  test.each([
    ['gone within 30 s', { staleDeletedMs: 25_000 }],
    ['soft deleted', { softDelete: 'deleted' }],
    ['listed as expired', { softDelete: 'expired' }],
    ['a ghost first, then soft deleted', { softDelete: 'Deleted', staleDeletedMs: 20_000 }],
  ])('%s: it counts as deleted, without a warning', async (_, dialect) => {
    const s = scenario({ backups, dialect });
    const { failure, outputs, warnings } = await s.step(CREATE);
    expect([failure, warnings]).toEqual([null, []]);
    expect(outputs).toMatchObject({ deleted_ids: '[1,2]', slots_used: '2' });
  });

  test('a ghost of the step before is neither a good backup nor a slot less', async () => {
    const s = scenario({ backups, dialect: { staleDeletedMs: 'always' } });
    for (const runId of ['2001', '2002', '2003', '2004']) {
      const { failure } = await s.step(CREATE, { run: { runId } });
      expect(failure).toBeNull();
      await s.clock.settle(s.clock.sleep(2 * HOUR));
    }
    expect(s.sim.vps.backups.map(({ id }) => id)).toEqual([504, 505]);
  });
});

test('marked [keep] after a delete that was lost: it is not deleted again', async () => {
  const s = scenario({
    backups,
    faults: [on.delete.backup.nth(1).status(502)],
    onOutcome: ({ method }) => {
      if (method !== 'DELETE' || s.requests('DELETE').length > 1) return;
      s.sim.vps.updateBackup(1, { description: marked('create', { text: '[keep]' }) });
    },
  });
  const { failure, warnings } = await s.step(CREATE);
  expect(failure).toBeNull();
  expect(warnings.join()).toContain('Backup 1 of server 12345 (web-server-01) is still listed');
  expect(s.requests('DELETE')).toEqual(['DELETE /backups/1/', 'DELETE /backups/2/']);
  expect(s.sim.vps.deleted).toEqual([2]);
});

describe('a server that is being restored', () => {
  test('nothing of it is deleted, the others are rotated', async () => {
    const there = backups.map((one) => ({ ...one, id: one.id + 100, server_id: 12346 }));
    const s = scenario({ backups: [...backups, ...there] });
    s.sim.vps.occupyServer(12345, { forMs: HOUR });
    const { failure, warnings } = await s.step({ ...CREATE, server_id: '12345,12346' });
    expect([failure, warnings]).toEqual([null, []]);
    expect(s.sim.vps.deleted).toEqual([101, 102]);
    expect(s.requests('GET').filter((one) => one === 'GET /servers/')).toHaveLength(1);
  });

  test('no slot of it is freed', async () => {
    const full = Array.from({ length: 10 }, (_, n) => ({
      id: n + 1,
      created_at: ago((20 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({ backups: full });
    s.sim.vps.occupyServer(12345, { forMs: 10 * MINUTE });
    const { failure } = await s.step(CREATE);
    expect(failure).toContain('its server is being restored');
    expect(s.requests('DELETE')).toEqual([]);
  });

  test.each([
    ['can not be read', on.get.servers.status(500)],
    ['hangs', on.get.servers.hang()],
  ])(
    'a list of servers that %s counts as not restoring, after one try of 5 s',
    async (_, fault) => {
      const s = scenario({ backups, faults: [fault] });
      const { failure } = await s.step(CREATE);
      expect(failure).toBeNull();
      expect(s.sim.vps.deleted).toEqual([1, 2]);
      expect(s.requests('GET').filter((one) => one === 'GET /servers/')).toHaveLength(1);
      expect(s.clock.elapsed).toBeLessThan(12_000);
    },
  );
});
