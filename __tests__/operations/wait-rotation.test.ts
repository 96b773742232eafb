/** `wait` with `keep_last`. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, harmlessDialects, on } from '../../simulator/index.js';
import { ago, DAY, MINUTE, marked, scenario } from '../support/harness.js';

const WAIT = { operation: 'wait', backup_id: '101' } as const;

const running = (more: BackupSeed = {}): BackupSeed => ({
  id: 101,
  duration_ms: 10 * MINUTE,
  ...more,
});

describe('keep_last', () => {
  const old = [1, 2, 3].map((n) => ({
    id: n,
    created_at: ago((9 - n) * DAY),
    description: marked(),
  }));
  const own = (id: number, more: BackupSeed = {}) =>
    running({
      id,
      created_at: ago(0),
      description: marked('create', { runId: '1000' }),
      ...more,
    });

  test('rotates as create does, once all are completed, within this repository', async () => {
    const foreign = [4, 5].map((n) => ({
      id: n,
      created_at: ago(90 * DAY),
      description: 'by hand',
    }));
    const s = scenario({ backups: [...old, ...foreign, own(101)] });
    const { failure, outputs } = await s.step({ ...WAIT, keep_last: '2' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([1, 2]);
    expect(outputs).toMatchObject({ deleted_ids: '[1,2]', slots_used: '4' });
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  test.each(Object.entries(harmlessDialects))(
    'rotates the same in every dialect: %s',
    async (_, dialect) => {
      const s = scenario({ backups: [...old, own(101, { duration_ms: MINUTE })], dialect });
      const { failure, outputs } = await s.step({ ...WAIT, keep_last: '2' });
      expect(failure).toBeNull();
      expect(outputs).toMatchObject({ deleted_ids: '[1,2]', status: 'completed', slots_used: '2' });
      expect(s.sim.unexpected).toEqual([]);
    },
  );

  test('rotates nothing where one did not complete', async () => {
    const s = scenario({ backups: [...old, running(), running({ id: 102, status: 'failed' })] });
    await s.step({ ...WAIT, backup_id: '101,102', keep_last: '1' });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('rotates each server of several', async () => {
    const there = [6, 7].map((n) => ({
      id: n,
      server_id: 12346,
      created_at: ago((19 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({
      backups: [...old, ...there, own(101), own(102, { server_id: 12346, duration_ms: MINUTE })],
    });
    const { failure, outputs } = await s.step({
      ...WAIT,
      backup_id: '101,102',
      keep_last: '1',
    });
    expect(failure).toBeNull();
    expect([...s.sim.vps.deleted].sort()).toEqual([1, 2, 3, 6, 7]);
    expect(outputs.status).toBe('completed');
  });

  test.each(['failed', 'gone'])(
    'the list after the completion decides: %s fails, and nothing is rotated',
    async (to) => {
      const s = scenario({
        backups: [...old, own(101, { duration_ms: MINUTE })],
        onOutcome: () => {
          if (s.sim.vps.backup(101)?.status !== 'completed') return;
          if (to === 'gone') s.sim.vps.removeBackup(101);
          else s.sim.vps.updateBackup(101, { status: to });
        },
      });
      const { failure, outputs } = await s.step({ ...WAIT, keep_last: '1' });
      expect(failure).toMatch(to === 'gone' ? 'disappeared' : 'failed (status: failed)');
      expect(outputs.status).not.toBe('completed');
      expect(s.requests('DELETE')).toEqual([]);
    },
  );

  test.each<[string, BackupSeed, string]>([
    [
      '0 MB',
      { size_mb: 0 },
      'Backup 101 of server 12345 (web-server-01) is completed, but has 0 MB (before: 4.5 GB). Nothing is rotated. Check the server on VPS.org before anything else.',
    ],
    [
      'far smaller than before',
      { size_mb: 700 },
      'Backup 101 of server 12345 (web-server-01) has 700 MB, less than before (4.5 GB) by more than max_shrink. Nothing is rotated. Check the server on VPS.org before anything else.',
    ],
  ])('rotates nothing for a backup of %s, with a warning', async (_, seed, warning) => {
    const { duration_ms: _duration, ...completed } = own(101, seed);
    const before = old.map((one) => ({ ...one, size_mb: 4_500 }));
    const s = scenario({ backups: [...before, completed] });
    const { failure, warnings } = await s.step({ ...WAIT, keep_last: '1' });
    expect(failure).toBeNull();
    expect(warnings).toEqual([warning]);
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('rows without a server make the list incomplete: nothing is rotated, and a warning says so', async () => {
    const s = scenario({
      backups: [...old.map((one) => ({ ...one, hides: ['server'] })), own(101)],
    });
    const { failure, warnings } = await s.step({ ...WAIT, keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.requests('DELETE')).toEqual([]);
    expect(warnings.join('\n')).toContain("3 of its rows can't be read");
  });

  test('a delete that fails here is a warning', async () => {
    const s = scenario({
      backups: [...old, own(101, { duration_ms: 5_000 })],
      faults: [on.path(/^\/backups\/1\//, 'DELETE').status(403)],
    });
    const { failure, outputs, warnings } = await s.step({ ...WAIT, keep_last: '1' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ deleted_ids: '[2,3]', status: 'completed' });
    expect(warnings.join()).toMatch('Rotation of server 12345 (web-server-01) is not complete');
  });
});
