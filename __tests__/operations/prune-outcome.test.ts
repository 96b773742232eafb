/** What came of the deletes of `prune`. */
import { describe, expect, test } from '@jest/globals';
import { deletionDialects, on } from '../../simulator/index.js';
import { DAY, scenario } from '../support/harness.js';
import { ours, PRUNE } from './prune-steps.js';

describe('what came of deletes', () => {
  test.each(Object.entries(deletionDialects))(
    'no ghost costs another backup, and what stays is no success: %s',
    async (name, dialect) => {
      const s = scenario({ backups: ours(5), dialect });
      const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '2' });
      const left = s.sim.vps.backups.map(({ id }) => id);
      expect(left).toEqual(expect.arrayContaining([104, 105]));
      const isStaying = name.includes('and it stays') && name !== '204, and it stays';
      expect(failure === null).toBe(!isStaying);
      expect(outputs.deleted_ids).toBe(isStaying ? '[]' : '[101,102,103]');
      expect(outputs.status === 'deleted').toBe(!isStaying);
      const tries = [101, 102, 103].map(
        (id) => s.requests('DELETE').filter((one) => one.includes(`/${id}/`)).length,
      );
      expect(Math.max(...tries)).toBeLessThanOrEqual(5);
      expect(s.sim.unexpected).toEqual([]);
    },
  );

  test('a row that was answered 404 and stays is neither kept nor a candidate', async () => {
    // The newest is one of those: a rank for it would leave the server with one backup less.
    const s = scenario({ backups: ours(4), dialect: { staleDeletedMs: DAY } });
    await s.step({ ...PRUNE, keep_last: '2' });
    expect(s.sim.vps.deleted).toEqual([101, 102]);
    expect(s.sim.vps.backups.map(({ id }) => id)).toEqual([103, 104]);
  });

  test('a rejected one is kept, and not tried again', async () => {
    const s = scenario({
      backups: ours(4),
      faults: [on.path(/^\/backups\/101\//, 'DELETE').status(409)],
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure?.split('\n')).toEqual([
      '1 of 3 deletes of server 12345 failed.',
      '- Backup 101 of server 12345 (web-server-01) was not deleted. Could not delete the backup: VPS.org answered 409: Error 409.',
      'Try again later.',
    ]);
    expect(s.requests('DELETE').filter((one) => one.includes('/101/'))).toHaveLength(1);
    expect(outputs).toMatchObject({ deleted_ids: '[102,103]', status: '' });
  });

  test('an unconfirmed one is tried again only where a new list shows it', async () => {
    const s = scenario({
      backups: ours(3),
      faults: [on.delete.backup.nth(1).reset('before'), on.delete.backup.nth(3).reset('after')],
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect([failure, outputs.deleted_ids]).toEqual([null, '[101,102]']);
    expect(s.requests('DELETE')).toHaveLength(3);
  });

  test('status is unknown where the outcome could not be learned', async () => {
    const s = scenario({
      backups: ours(2),
      faults: [on.delete.backup.reset('after'), on.get.backups.from(2).status(500)],
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toMatch('Backup 101 of server 12345 (web-server-01) may be deleted');
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: 'unknown' });
  });
});

test('a row that stays after 204 does not count among those kept', async () => {
  const s = scenario({ backups: ours(5), dialect: deletionDialects['204, and it stays'] ?? {} });
  const { outputs } = await s.step({ ...PRUNE, keep_last: '2' });
  expect(s.requests('DELETE')).toEqual([101, 102, 103].map((id) => `DELETE /backups/${id}/`));
  expect(outputs.deleted_ids).toBe('[101,102,103]');
});

test('an unconfirmed delete that is still listed is tried again, up to five times', async () => {
  const faults = [on.path(/^\/backups\/101\//, 'DELETE').status(500)];
  const s = scenario({ backups: ours(3), faults });
  const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
  expect(failure).toContain('Backup 101 of server 12345 (web-server-01) is still listed');
  expect(s.requests('DELETE').filter((one) => one.includes('/101/'))).toHaveLength(5);
  expect(s.sim.vps.deleted).toEqual([102]);
});
