import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';
import { HISTORY, UNDATED } from '../support/history.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '3' } as const;

describe('rotation never fails a step', () => {
  test('a delete that fails is a warning; the rest is tried, and the step is green', async () => {
    const s = scenario({
      backups: [...HISTORY],
      faults: [on.path(/^\/backups\/105\//, 'DELETE').status(403)],
    });
    const { failure, warnings, outputs } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      UNDATED,
      'Rotation of server 12345 (web-server-01) is not complete; the new backup is not affected. Backup 105 of server 12345 (web-server-01) was not deleted. Could not delete the backup: VPS.org answered 403: Error 403.',
    ]);
    expect(outputs.deleted_ids).toBe('[101,102]');
  });

  test('an incomplete list deletes nothing, with a warning', async () => {
    const s = scenario({ backups: [...HISTORY], dialect: { capRowsAt: 9, order: 'newest' } });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      'The list of backups of server 12345 is incomplete: it shows 9 of 10.',
      'Rotation of server 12345 (web-server-01) is not complete; the new backup is not affected. The list of backups of server 12345 (web-server-01) is incomplete (it shows 9 of 10). Nothing was deleted.',
    ]);
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('a list that fails between two deletes: the warning says so', async () => {
    const s = scenario({
      backups: [...HISTORY],
      backupDurationMs: 500,
      faults: [
        on.path(/^\/backups\/105\//, 'DELETE').status(403),
        on.get.backups.from(4).status(401),
      ],
    });
    const { failure, warnings } = await s.step({ ...CREATE, keep_last: '2' });
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      UNDATED,
      'Rotation of server 12345 (web-server-01) is not complete; the new backup is not affected. Backup 105 of server 12345 (web-server-01) was not deleted. Could not delete the backup: VPS.org answered 403: Error 403. server 12345 (web-server-01): Could not list backups: VPS.org answered 401: Error 401. Nothing more was deleted.',
    ]);
  });

  test('an incomplete list after a slot was freed: nothing more is deleted', async () => {
    const full = Array.from({ length: 10 }, (_, n) => ({
      id: 101 + n,
      created_at: ago((20 - n) * DAY),
      description: marked(),
    }));
    const incomplete = on.get.backups.from(4).answer(200, '{"count": 9, "results": []}');
    const s = scenario({ backups: full, backupDurationMs: 500, faults: [incomplete] });
    const { failure, warnings, outputs } = await s.step({ ...CREATE, wait_timeout: '1m' });
    expect([failure, outputs.deleted_ids]).toEqual([null, '[101]']);
    expect(outputs.status).toBe('completed');
    expect(warnings).toContain(
      'Nothing was rotated on server 12345 (web-server-01): no list shows backup 502 again.',
    );
  });

  test('after a 404 to a delete the next list decides: still listed, it is not deleted', async () => {
    const s = scenario({
      backups: [...HISTORY],
      faults: [
        on
          .path(/^\/backups\/105\//, 'DELETE')
          .nth(1)
          .status(404),
      ],
    });
    const { failure, warnings, outputs } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toContain(
      'Rotation of server 12345 (web-server-01) is not complete; the new backup is not affected. Backup 105 of server 12345 (web-server-01) is still listed: VPS.org answered that it does not exist (404).',
    );
    expect(outputs.deleted_ids).toBe('[101,102]');
  });

  test('a delete whose answer is lost is decided by the next list, and not repeated', async () => {
    const s = scenario({ backups: [...HISTORY], faults: [on.delete.backup.nth(1).reset('after')] });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([UNDATED]);
    expect(s.sim.vps.deleted).toEqual([105, 101, 102]);
    expect(s.requests('DELETE')).toHaveLength(3);
  });

  test('several servers: each by its own history', async () => {
    const there = [1, 2].map((n) => ({
      id: 210 + n,
      server_id: 12346,
      created_at: ago((9 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({ backups: [...HISTORY, ...there] });
    await s.step({ ...CREATE, server_id: '12345,12346', keep_last: '2' });
    expect([...s.sim.vps.deleted].sort()).toEqual([101, 102, 103, 105, 211]);
  });

  test('a server whose backup failed is not rotated, the other is', async () => {
    const there = [1, 2, 3].map((n) => ({
      id: 210 + n,
      server_id: 12346,
      created_at: ago((9 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({
      backups: [...HISTORY, ...there],
      backupOutcome: ({ serverId }) => (serverId === 12346 ? 'failed' : 'completed'),
    });
    const { failure } = await s.step({ ...CREATE, server_id: '12345,12346', keep_last: '1' });
    expect(failure).toContain('12346');
    expect(s.sim.vps.deleted.some((id) => id > 200)).toBe(false);
    expect(s.sim.vps.deleted.length).toBeGreaterThan(0);
  });
});
