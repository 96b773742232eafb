import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import { own, run, safety, ten } from '../support/full-server.js';
import { ago, MINUTE, marked } from '../support/harness.js';

describe('none may be deleted: the step fails', () => {
  test('without keep_last, a full server is explained', async () => {
    const { failure, sim, posts } = await run(ten([own()]), { keep_last: '' });
    expect(failure?.split('\n').slice(0, 3)).toEqual([
      'No backup of server 12345 was created: all 10 slots for manual backups are used (VPS.org answered 400: Maximum number of manual backups (10) reached for this server). Delete one that you no longer need (operation: delete, for example backup_id: 1), or set keep_last: 8 and scope: server.',
      '- 1: 30d old, completed, "Before Deploy #6 by mona": keep_last is not set',
      '- 2: 29d old, completed, "Pre-update backup": keep_last is not set',
    ]);
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
      'own ones are marked [keep]',
      Array.from({ length: 10 }, () =>
        own({ description: marked('create', { text: '[KEEP] x' }) }),
      ),
    ],
    [
      'own ones are of this run, an earlier attempt',
      Array.from({ length: 10 }, () => own({ description: marked('create', { runId: '1000' }) })),
    ],
    [
      'own ones are under 15 minutes old',
      Array.from({ length: 10 }, (_, n) => own({ created_at: ago(14 * MINUTE - n) })),
    ],
    ['own ones are undated', Array.from({ length: 10 }, () => own({ created_at: null }))],
    ['own ones are in progress', Array.from({ length: 10 }, () => own({ status: 'in_progress' }))],
    [
      'own ones have an undocumented status',
      Array.from({ length: 10 }, () => own({ status: 'archived' })),
    ],
    ['the last completed one in scope', [safety()]],
  ])('%s', async (_, seeds) => {
    const { failure, sim, posts } = await run(ten(seeds), { keep_last: '1' });
    expect(failure).toContain('all 10 slots for manual backups are used');
    expect(failure).toContain('None of them can be deleted now.');
    expect(sim.vps.deleted).toEqual([]);
    expect(sim.requests.filter((one) => one.method === 'DELETE')).toEqual([]);
    expect(posts).toBe(1);
  });

  test.each([
    ['a failed backup', own({ status: 'failed' })],
    ['old safety backups', safety()],
  ])('without keep_last, %s of this repository is not deleted', async (_, seed) => {
    const { failure, sim } = await run(ten([seed, seed, seed]), { keep_last: '' });
    expect(failure).toContain('all 10 slots for manual backups are used');
    expect(sim.vps.deleted).toEqual([]);
  });

  test('fewer than ten manual backups: the answer is shown as it is', async () => {
    const refusal = on.post.backups.status(400, 'detail', { text: 'This server is locked.' });
    const { failure, sim } = await run(
      ten([own(), own(), own()]).slice(0, 9),
      {},
      { faults: [refusal] },
    );
    expect(failure).toContain('This server is locked');
    expect(failure).not.toContain('slots');
    expect(sim.vps.deleted).toEqual([]);
  });

  test('fewer than ten, without keep_last: an answer that speaks of a limit is shown as it is', async () => {
    const limit = on.post.backups.status(400, 'detail', { text: 'Backup limit reached.' });
    const { failure, posts } = await run(
      ten([]).slice(0, 9),
      { keep_last: '' },
      { faults: [limit] },
    );
    expect(failure).toBe(
      'No backup of server 12345 was created. Could not create a backup: VPS.org answered 400: Backup limit reached. Check the inputs.',
    );
    expect(posts).toBe(1);
  });

  test('automatic, deleted and expired ones use no slot', async () => {
    const refusal = on.post.backups.status(400, 'detail', { text: 'This server is locked.' });
    const backups = ten([
      own(),
      own(),
      own(),
      { backup_type: 'automatic' },
      { status: 'deleted' },
      { status: 'expired' },
    ]);
    const { sim } = await run(backups, { keep_last: '1' }, { faults: [refusal] });
    expect(sim.vps.deleted).toEqual([]);
  });

  test.each([401, 404, 405])('%d is not the answer of a full server', async (status) => {
    const { failure, sim } = await run(
      ten([own(), own(), own()]),
      {},
      { faults: [on.post.backups.status(status)] },
    );
    expect(failure).toContain(String(status));
    expect(sim.vps.deleted).toEqual([]);
  });

  test('a lost answer on a full server deletes nothing', async () => {
    const { sim } = await run(
      ten([own(), own(), own()]),
      {},
      { faults: [on.post.backups.status(500)] },
    );
    expect(sim.vps.deleted).toEqual([]);
  });

  test('an incomplete list deletes nothing', async () => {
    const backups = [...ten([own(), own(), own()]), { id: 11, backup_type: 'automatic' }];
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
      ten([own(), own(), own(), own(), own()]),
      {},
      { faults: [on.delete.backup.status(403)] },
    );
    expect(failure).toBe(
      "No backup of server 12345 was created: no slot could be freed. Backup 1 of server 12345 (web-server-01) was not deleted. Could not delete the backup: VPS.org answered 403: Error 403. Give the token this permission on your VPS.org account's developer page.",
    );
    expect(new Set(requests('DELETE'))).toEqual(new Set(['DELETE /backups/1/']));
  });

  test('rejected again after one was deleted: no second one is deleted', async () => {
    const { failure, sim, posts } = await run(
      ten([own(), own(), own(), own()]),
      {},
      { faults: [on.post.backups.status(409, 'empty')] },
    );
    expect(failure).toContain('409');
    expect(sim.vps.deleted).toEqual([1]);
    expect(posts).toBe(2);
  });
});
