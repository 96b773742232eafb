import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, type FaultRule, on } from '../../simulator/index.js';
import { ago, DAY, HOUR, marked, scenario } from '../support/harness.js';

const PRUNE = { operation: 'prune', server_id: '12345' } as const;

/** Ids 101 to 100 + n, the first the oldest, a day apart. */
function ours(count: number, more: BackupSeed = {}): BackupSeed[] {
  return Array.from({ length: count }, (_, n) => ({
    id: 101 + n,
    created_at: ago((count - n) * DAY),
    description: marked(),
    ...more,
  }));
}

describe('the rules', () => {
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
  ])('with both (%s, %s), only what both give up', async (keepLast, olderThan, deleted) => {
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

  test.each(['deleted', 'expired'])('%s is no failure word that can go', async (status) => {
    const s = scenario({ backups: [...ours(1), { id: 201, description: marked(), status }] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('match narrows what is ranked and what goes', async () => {
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

describe('with care', () => {
  test('a partial view deletes nothing and fails', async () => {
    const s = scenario({ backups: ours(6), dialect: { capRowsAt: 5, order: 'oldest' } });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toContain('incomplete');
    expect(s.requests('DELETE')).toEqual([]);
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
  });

  test('so does a row that can not be read', async () => {
    const page = {
      count: 3,
      results: [
        { id: 'x' },
        { id: 101, server: { id: 12345 } },
        { id: 102, server: { id: 12345 } },
      ],
    };
    const s = scenario({
      backups: ours(6),
      faults: [on.get.backups.answer(200, JSON.stringify(page))],
    });
    const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toContain('incomplete');
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('a view that turns partial in the middle stops it', async () => {
    const s = scenario({
      backups: ours(6),
      onOutcome: ({ method }) => {
        if (method === 'DELETE') s.sim.vps.dialect.capRowsAt = 2;
      },
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toMatch(
      /^The list of backups of server 12345 came incomplete; nothing more is deleted. Not tried: backup 102, 103, 104, 105\. Try/,
    );
    expect(outputs.deleted_ids).toBe('[101]');
    expect(outputs.status).not.toBe('deleted');
  });

  test('a fresh list is read before each delete', async () => {
    const s = scenario({ backups: ours(4) });
    await s.step({ ...PRUNE, keep_last: '1' });
    const order = s.requests();
    expect(
      order.filter(
        (one, n) => one.startsWith('DELETE') && !order[n - 1]?.startsWith('GET /backups/'),
      ),
    ).toEqual([]);
    expect(s.requests('DELETE')).toHaveLength(3);
  });

  test.each([
    ['401', on.get.backups.from(3).status(401)],
    ['500', on.get.backups.from(3).status(500)],
    ['a partial one', on.get.backups.from(3).answer(200, '{"count": 9, "results": []}')],
  ])(
    'once all that had to go is gone, no list is read that could still fail it: %s',
    async (_, fault) => {
      const s = scenario({ backups: ours(4), faults: [fault] });
      const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '2' });
      expect(failure).toBeNull();
      expect(outputs).toMatchObject({ status: 'deleted', deleted_ids: '[101,102]' });
      expect(s.requests().map((one) => one.split(' ')[0])).toEqual([
        'GET',
        'DELETE',
        'GET',
        'DELETE',
      ]);
    },
  );

  test('what the first list gave up must be given up by the fresh one too', async () => {
    const s = scenario({
      backups: ours(4),
      onOutcome: ({ method }) => {
        if (method === 'DELETE' && s.sim.vps.backup(103)) s.sim.vps.removeBackup(103);
      },
    });
    // 104 and 102 are the newest two now.
    await s.step({ ...PRUNE, keep_last: '2' });
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('a delete that fails: the rest is tried, and it fails', async () => {
    const s = scenario({
      backups: ours(5),
      faults: [on.path(/^\/backups\/102\//, 'DELETE').status(500)],
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '2' });
    expect(failure).toContain('102');
    expect(outputs.deleted_ids).toBe('[101,103]');
    expect(outputs.status).not.toBe('deleted');
    expect(s.sim.vps.deleted).toEqual([101, 103]);
  });

  test.each<[string, FaultRule[], string[], string]>([
    [
      'after a delete that failed',
      [on.path(/^\/backups\/101\//, 'DELETE').status(403), on.get.backups.from(2).status(401)],
      [
        'Could not delete backup 101 of server 12345',
        'The list of backups of server 12345 could not be read',
      ],
      'Not tried: backup 102, 103, 104.',
    ],
    [
      'after two, one of which failed',
      [on.path(/^\/backups\/102\//, 'DELETE').status(403), on.get.backups.from(3).status(500)],
      [
        '1 of 2 deletes of server 12345 failed.',
        '- Could not delete backup 102',
        'The list of backups of server 12345 could not be read',
      ],
      'Not tried: backup 103, 104.',
    ],
    [
      'after one that went',
      [on.get.backups.from(2).status(403)],
      ['The list of backups of server 12345 could not be read'],
      'Not tried: backup 102, 103, 104.',
    ],
  ])(
    'a list that fails is told as such, with what was not tried, and not counted as a delete: %s',
    async (_, faults, lines, end) => {
      const s = scenario({ backups: ours(5), faults });
      const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
      const told = (failure ?? '').split('\n');
      expect(told.map((line, n) => line.slice(0, lines[n]?.length))).toEqual(lines);
      expect(told.at(-1)).toContain('when asked to list the backups');
      expect(failure).toContain(end);
    },
  );

  test('a deleted row that lingers is not deleted twice', async () => {
    const s = scenario({ backups: ours(5), dialect: { staleDeletedMs: DAY } });
    const { failure } = await s.step({ ...PRUNE, keep_last: '2' });
    expect(failure).toBeNull();
    expect(s.requests('DELETE')).toHaveLength(3);
  });

  test('nothing had to go: unchanged', async () => {
    const s = scenario({ backups: ours(2) });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '3' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'unchanged', deleted_ids: '[]' });
  });

  test('several servers: one that fails does not stop the others', async () => {
    const there = ours(3).map((one) => ({ ...one, id: (one.id ?? 0) + 100, server_id: 12346 }));
    const s = scenario({
      backups: [...ours(3), ...there],
      faults: [on.path(/server_id=12345/, 'GET').status(403)],
    });
    const { failure } = await s.step({ ...PRUNE, server_id: '12345,12346', keep_last: '1' });
    expect(failure).toMatch(/1 of 2 servers failed/);
    expect(s.sim.vps.deleted).toEqual([201, 202]);
  });

  test('each row has its reason in the facts', async () => {
    const s = scenario({ backups: [...ours(3), { id: 300, description: 'by hand' }] });
    const { facts } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(facts.decisions).toHaveLength(4);
    expect(facts.decisions.every((one) => one.reason !== '')).toBe(true);
  });
});
