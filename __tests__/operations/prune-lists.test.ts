/** `prune` reads a complete list before each delete. */
import { describe, expect, test } from '@jest/globals';
import { type FaultRule, incompleteDialects, on } from '../../simulator/index.js';
import { DAY, scenario } from '../support/harness.js';
import { ours, PRUNE } from './prune-steps.js';

describe('with care', () => {
  test('an incomplete list deletes nothing and fails', async () => {
    const s = scenario({ backups: ours(6), dialect: { capRowsAt: 5, order: 'oldest' } });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBe(
      'The list of backups of server 12345 is incomplete (it shows 5 of 6). Nothing was deleted. Try again later.',
    );
    expect(s.requests('DELETE')).toEqual([]);
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
  });

  test.each(Object.entries(incompleteDialects))('nothing is deleted on: %s', async (_, dialect) => {
    const s = scenario({ backups: ours(6), dialect });
    const { failure, warnings } = await s.step({ ...PRUNE, keep_last: '1', scope: 'server' });
    expect(failure).toMatch(/is incomplete \(.+\)\. Nothing was deleted\. Try again later\.$/);
    expect(s.sim.vps.deleted).toEqual([]);
    expect(warnings).toHaveLength(1);
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

  test('a list that turns incomplete in the middle stops it', async () => {
    const s = scenario({
      backups: ours(6),
      onOutcome: ({ method }) => {
        if (method === 'DELETE') s.sim.vps.dialect.capRowsAt = 2;
      },
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBe(
      'The list of backups of server 12345 is incomplete (it shows 2 of 5). Nothing more was deleted. Try again later.',
    );
    expect(outputs).toMatchObject({ deleted_ids: '[101]', status: '' });
  });

  test('a complete list is read before each delete, and once after the last', async () => {
    const s = scenario({ backups: ours(4) });
    const { outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    const [list, servers] = ['GET /backups/?server_id=12345', 'GET /servers/'];
    expect(s.requests()).toEqual([
      list,
      servers,
      ...[101, 102, 103].flatMap((id) => [`DELETE /backups/${id}/`, list]),
    ]);
    expect(outputs.slots_used).toBe('1');
  });

  test.each<[string, FaultRule]>([
    ['401', on.get.backups.from(3).status(401)],
    ['500', on.get.backups.from(3).status(500)],
    ['an incomplete one', on.get.backups.from(3).answer(200, '{"count": 9, "results": []}')],
  ])('after the last 204, a list that can not be read does not fail it: %s', async (_, fault) => {
    const s = scenario({ backups: ours(4), faults: [fault] });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '2' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'deleted', deleted_ids: '[101,102]' });
  });

  test('what the first list selected must be selected by the new one too', async () => {
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

  test.each<[string, FaultRule[], string]>([
    [
      'after a delete that failed',
      [on.path(/^\/backups\/101\//, 'DELETE').status(403), on.get.backups.from(2).status(401)],
      [
        'Backup 101 of server 12345 (web-server-01) was not deleted. Could not delete the backup: VPS.org answered 403: Error 403.',
        "server 12345: Could not list backups: VPS.org answered 401: Error 401. Nothing more was deleted. Give the token this permission on your VPS.org account's developer page.",
      ].join('\n'),
    ],
    [
      'after two, one of which failed',
      [on.path(/^\/backups\/102\//, 'DELETE').status(403), on.get.backups.from(3).status(500)],
      [
        '1 of 2 deletes of server 12345 failed.',
        '- Backup 102 of server 12345 (web-server-01) was not deleted. Could not delete the backup: VPS.org answered 403: Error 403.',
        "server 12345: Could not list backups: VPS.org answered 500: Error 500. Nothing more was deleted. Give the token this permission on your VPS.org account's developer page.",
      ].join('\n'),
    ],
    [
      'after one that was deleted',
      [on.get.backups.from(2).status(403)],
      "server 12345: Could not list backups: VPS.org answered 403: Error 403. Nothing more was deleted. Give the token this permission on your VPS.org account's developer page.",
    ],
  ])('a list that fails is said, and not counted as a delete: %s', async (_, faults, message) => {
    const s = scenario({ backups: ours(5), faults });
    const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBe(message);
  });

  test('a deleted row that lingers is not deleted twice', async () => {
    const s = scenario({ backups: ours(5), dialect: { staleDeletedMs: DAY } });
    const { failure } = await s.step({ ...PRUNE, keep_last: '2' });
    expect(failure).toBeNull();
    expect(s.requests('DELETE')).toHaveLength(3);
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

  test('the report has a reason for each row', async () => {
    const s = scenario({ backups: [...ours(3), { id: 300, description: 'by hand' }] });
    const { report } = await s.step({ ...PRUNE, keep_last: '1' });
    const decisions = report.decisions.get(12345) ?? [];
    expect(decisions.map(({ backup, action, reason }) => [backup.id, action, reason])).toEqual([
      [101, 'delete', 'number 3, beyond the newest 1'],
      [102, 'delete', 'number 2, beyond the newest 1'],
      [103, 'keep', 'number 1 of the newest 1'],
      [300, 'keep', 'not made by this repository'],
    ]);
  });
});
