/** `prune`: its policy, and one server or several. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on, type SimulatorOptions } from '../../simulator/index.js';
import { ago, DAY, HOUR, marked, type StepInputs, scenario } from '../support/harness.js';
import { ours, PRUNE } from './prune-steps.js';

describe('the policy', () => {
  test('keep_last', async () => {
    const s = scenario({ backups: ours(6) });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '4' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([101, 102]);
    expect(outputs).toMatchObject({ deleted_ids: '[101,102]', status: 'deleted' });
  });

  test('older_than', async () => {
    const s = scenario({ backups: ours(6) });
    await s.step({ ...PRUNE, older_than: '4d' });
    expect(s.sim.vps.deleted).toEqual([101, 102]);
  });

  test.each([
    ['2', '5d', [101]],
    ['5', '2d', [101]],
    ['6', '1h', []],
    ['1', '3650d', []],
  ])('with both (%s, %s), only what both select', async (keepLast, olderThan, deleted) => {
    const s = scenario({ backups: ours(6) });
    const { outputs } = await s.step({ ...PRUNE, keep_last: keepLast, older_than: olderThan });
    expect(s.sim.vps.deleted).toEqual(deleted);
    expect(outputs.status).toBe(deleted.length === 0 ? 'unchanged' : 'deleted');
  });

  test('failed ones go first and are never counted; with older_than only those that are older', async () => {
    const failed = [1, 9].map((days, n) => ({
      id: 201 + n,
      created_at: ago(days * DAY),
      description: marked(),
      status: 'error',
    }));
    const s = scenario({ backups: [...ours(4), ...failed] });
    await s.step({ ...PRUNE, keep_last: '3', older_than: '36h' });
    expect(s.sim.vps.deleted).toEqual([202, 101]);
    await s.step({ ...PRUNE, keep_last: '3' });
    expect(s.sim.vps.deleted).toEqual([202, 101, 201]);
  });

  test.each(['deleted', 'expired'])('%s is not deleted as failed', async (status) => {
    const s = scenario({ backups: [...ours(1), { id: 201, description: marked(), status }] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('match narrows what is ranked and what is deleted', async () => {
    const nightly = [1, 2, 3].map((n) => ({
      id: 200 + n,
      created_at: ago((9 - n) * DAY),
      description: marked('create', { text: 'Nightly' }),
    }));
    const s = scenario({ backups: [...ours(4), ...nightly] });
    await s.step({ ...PRUNE, keep_last: '1', match: 'nightly' });
    expect(s.sim.vps.deleted).toEqual([201, 202]);
  });

  test('spaces in match count', async () => {
    const texts = ['release-2 x', 'release-20', 'x release-2', 'release-2 x'];
    const rows = texts.map((text, n) => ({
      id: 201 + n,
      created_at: ago((9 - n) * DAY),
      description: marked('create', { text }),
    }));
    const s = scenario({ backups: [...ours(2), ...rows] });
    await s.step({ ...PRUNE, keep_last: '1', match: 'release-2 x' });
    expect(s.sim.vps.deleted).toEqual([201]);
    const spaced = scenario({ backups: [...ours(2), ...rows] });
    await spaced.step({ ...PRUNE, older_than: '1h', match: ' release-2 ' });
    expect(spaced.sim.vps.deleted).toEqual([203]);
  });

  test('a blank match is no filter of all: nothing is sent', async () => {
    const s = scenario({ backups: ours(4) });
    await expect(s.step({ ...PRUNE, keep_last: '1', match: ' ' })).rejects.toThrow(
      /match: " " is not allowed/,
    );
    expect(s.requests()).toEqual([]);
  });

  test('scope: server takes what others made, each kind on its own', async () => {
    const hand = [1, 2].map((n) => ({
      id: 300 + n,
      created_at: ago((40 - n) * DAY),
      description: 'by hand',
    }));
    const s = scenario({ backups: [...ours(2), ...hand] });
    await s.step({ ...PRUNE, keep_last: '1', scope: 'server' });
    expect([...s.sim.vps.deleted].sort()).toEqual([101, 301]);
  });

  test.each<[string, BackupSeed[]]>([
    ['one', ours(1)],
    ['several, all older', ours(3)],
    [
      'and failed ones',
      [...ours(1), { id: 200, created_at: ago(99 * DAY), description: marked(), status: 'failed' }],
    ],
    ['of safety backups alone', ours(2, { description: marked('safety') })],
  ])('the last completed manual backup in scope stays: %s', async (_, backups) => {
    const s = scenario({ backups });
    await s.step({ ...PRUNE, older_than: '1h' });
    const left = s.sim.vps.backups.filter((one) => one.status === 'completed');
    expect(left).toHaveLength(1);
  });

  test('though a younger foreign one is there', async () => {
    const s = scenario({
      backups: [...ours(1), { id: 200, created_at: ago(HOUR * 2), description: 'by hand' }],
    });
    await s.step({ ...PRUNE, older_than: '1h' });
    expect(s.requests('DELETE')).toEqual([]);
  });
});

describe('nothing to delete', () => {
  const lineOf = async (backups: BackupSeed[], inputs: StepInputs = {}) => {
    const s = scenario({ backups });
    const { failure, outputs, log } = await s.step({ ...PRUNE, keep_last: '3', ...inputs });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'unchanged', deleted_ids: '[]' });
    expect(s.requests('DELETE')).toEqual([]);
    return log.map(({ line }) => line).find((line) => line.startsWith('Nothing to delete'));
  };

  test('says why, by count', async () => {
    const backups: BackupSeed[] = [
      ...ours(2),
      { id: 201, description: marked('create', { text: '[keep]' }), created_at: ago(99 * DAY) },
      { id: 202, backup_type: 'automatic' },
      { id: 203, backup_type: 'automatic' },
      { id: 204, backup_type: 'automatic' },
    ];
    expect(await lineOf(backups)).toBe(
      'Nothing to delete on server 12345: 3 automatic, not manual, 2 among the newest 3, 1 marked [keep]',
    );
  });

  test('with scope: server suggests it to nobody, though backups age while others are pruned', async () => {
    const young = [1, 2].map((id) => ({
      ...{ id, created_at: ago(HOUR - 10_000 - id), description: 'by hand' },
    }));
    const there = [21, 22].map((id) => ({
      ...{ id, server_id: 12346, created_at: ago((40 - id) * DAY), description: marked() },
    }));
    const s = scenario({
      backups: [...young, ...there],
      dialect: { staleDeletedMs: 'always' },
    });
    const inputs = { ...PRUNE, server_id: '12345,12346', keep_last: '1', scope: 'server' };
    expect((await s.step(inputs)).text).not.toContain('With scope: server');
    expect(s.clock.elapsed).toBeGreaterThan(10_000);
  });

  test('says where scope: server would change it', async () => {
    const hand = [1, 2, 3, 4].map((n) => ({
      id: 300 + n,
      created_at: ago((40 - n) * DAY),
      description: 'by hand',
    }));
    expect(await lineOf([...ours(1), ...hand])).toBe(
      'Nothing to delete on server 12345: 4 not made by this repository, 1 among the newest 3. With scope: server some would be deleted',
    );
    expect(await lineOf([...ours(1), ...hand.slice(1)])).toBe(
      'Nothing to delete on server 12345: 3 not made by this repository, 1 among the newest 3',
    );
  });

  test('says so of a server without backups', async () => {
    expect(await lineOf([])).toBe('Nothing to delete on server 12345: it has no backups');
  });
});

describe('a server id that the account does not have', () => {
  const servers = [
    { id: 12345, name: 'web' },
    { id: 12346, name: 'db' },
  ];

  test('fails that server; the others are done', async () => {
    const s = scenario({ backups: ours(3), servers });
    const { failure } = await s.step({ ...PRUNE, server_id: '12435,12345', keep_last: '1' });
    expect(failure).toBe(
      [
        '1 of 2 servers failed.',
        '- No server of this account has the id 12435, and no backup mentions it. Its servers: 12345 (web), 12346 (db).',
        'Check server_id, and that the token belongs to the account of that server.',
      ].join('\n'),
    );
    expect(s.sim.vps.deleted).toEqual([101, 102]);
  });

  test('alone fails too, and says nothing of nothing to delete', async () => {
    const s = scenario({ servers });
    const { failure, text, outputs } = await s.step({ ...PRUNE, server_id: '777', keep_last: '1' });
    expect(failure).toMatch(
      /^No server of this account has the id 777, and no backup mentions it\./,
    );
    expect(text).not.toContain('Nothing to delete');
    expect(outputs.status).toBe('');
  });

  test('is none where a backup mentions it, though the list of servers does not', async () => {
    const s = scenario({ backups: ours(3, { server_id: 12347 }), servers });
    const { failure } = await s.step({ ...PRUNE, server_id: '12347', keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([101, 102]);
  });

  test.each<[string, SimulatorOptions]>([
    ['can not be read', { faults: [on.get.servers.status(403)] }],
    ['is incomplete', { dialect: { capRowsAt: 1, moreSign: 'total' } }],
  ])('is a warning where the list of servers %s', async (_, options) => {
    const s = scenario({ servers, ...options });
    const { failure, warnings } = await s.step({ ...PRUNE, server_id: '777', keep_last: '1' });
    expect(failure).toBeNull();
    expect(warnings.join()).toMatch(
      /It could not be checked whether the account has server 777: the list of servers is incomplete \(.+\)\./,
    );
  });
});
