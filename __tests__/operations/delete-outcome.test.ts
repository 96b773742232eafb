/** What a delete came to: the lists after it decide. */
import { describe, expect, test } from '@jest/globals';
import { deletionDialects, type FaultRule, on } from '../../simulator/index.js';
import { scenario } from '../support/harness.js';
import { DELETE, deleteOne, LABEL } from './delete-steps.js';

const REMEDY = 'Run operation: list, then delete what is left by id.';

describe('the list after the last delete decides', () => {
  /** Whether it counts as deleted, and how many DELETEs are sent. */
  const ENDS: Record<keyof typeof deletionDialects, [boolean, number]> = {
    'a ghost for a minute': [true, 1],
    'a ghost forever': [true, 1],
    '204, and it stays': [true, 1],
    '404, done': [true, 1],
    '404, and it stays': [false, 1],
    '202, done': [true, 1],
    '202, done after 20 s': [true, 1],
    '202, and it stays': [false, 1],
    'success false, done': [true, 1],
    'success false, and it stays': [false, 1],
    'status error, done': [true, 1],
    'status error, and it stays': [false, 1],
    '500, and it stays': [false, 5],
    '504, done, then 404': [true, 1],
    '504, done, then 409': [true, 1],
    '403, and it stays': [false, 1],
  };

  test.each(Object.entries(deletionDialects))('%s', async (name, dialect) => {
    const { failure, outputs, requests } = await deleteOne({ dialect });
    const [isDeleted, sent] = ENDS[name] ?? [null, 0];
    expect(failure === null).toBe(isDeleted);
    expect(outputs.deleted_ids).toBe(isDeleted ? '[101]' : '[]');
    if (isDeleted) expect(outputs.status).toBe('deleted');
    else expect(outputs.status).not.toBe('deleted');
    expect(requests('DELETE')).toHaveLength(sent);
  });

  test.each(['deleted', 'expired'])('a row that is listed as %s is gone', async (softDelete) => {
    const { failure, outputs, warnings } = await deleteOne({ dialect: { softDelete } });
    expect([failure, outputs.deleted_ids, warnings]).toEqual([null, '[101]', []]);
  });

  test('204 and still listed after 30 s: it counts as deleted, with a warning', async () => {
    const { failure, outputs, warnings, clock } = await deleteOne({
      dialect: { staleDeletedMs: 'always' },
    });
    expect([failure, outputs.deleted_ids]).toEqual([null, '[101]']);
    expect(warnings).toEqual([`${LABEL} was deleted (204), but is still listed.`]);
    expect(clock.elapsed).toBeGreaterThanOrEqual(30_000);
    expect(clock.elapsed).toBeLessThanOrEqual(35_000);
  });

  test.each([5_000, 29_000])(
    '204 and listed for %d ms more: no warning',
    async (staleDeletedMs) => {
      const { failure, warnings, clock } = await deleteOne({ dialect: { staleDeletedMs } });
      expect([failure, warnings]).toEqual([null, []]);
      expect(clock.elapsed).toBeGreaterThanOrEqual(staleDeletedMs);
    },
  );

  test('404 and still listed after 30 s: it fails', async () => {
    const { failure, outputs, clock } = await deleteOne({
      dialect: { deleteAnswer: '404', deleteTakesMs: 'never' },
    });
    expect(failure).toBe(
      `${LABEL} is still listed: VPS.org answered that it does not exist (404). ${REMEDY}`,
    );
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
    expect(clock.elapsed).toBeGreaterThanOrEqual(30_000);
  });

  test('another 2xx and still listed: it fails', async () => {
    const { failure } = await deleteOne({
      dialect: { deleteAnswer: '200 success false', deleteTakesMs: 'never' },
    });
    expect(failure).toBe(
      `${LABEL} is still listed: VPS.org answered the delete request without saying that it is deleted. ${REMEDY}`,
    );
  });

  test.each<[string, FaultRule[]]>([
    ['incomplete', [on.get.backups.nth(2).answer(200, '{"count": 2, "results": []}')]],
    ['not readable for half a minute', [on.get.backups.from(2).for(30_000).status(503)]],
  ])('a list that is %s is read again', async (_, faults) => {
    const { failure, outputs } = await deleteOne({ faults, dialect: { deleteAnswer: '404' } });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ deleted_ids: '[101]', status: 'deleted' });
  });

  test('a list that hangs is waited for no longer than that', async () => {
    const { failure, clock } = await deleteOne({
      dialect: { deleteAnswer: '404', deleteTakesMs: 'never' },
      faults: [on.get.backups.from(3).hang()],
    });
    expect(failure).toMatch(`${LABEL} is still listed:`);
    expect(clock.elapsed).toBe(35_000);
  });

  test.each(['404', '504'])('no list that can be read: unknown after %s', async (answer) => {
    const fault =
      answer === '404'
        ? on.delete.backup.status(404)
        : on.delete.backup.status(504, 'html', { commit: 'after' });
    const { failure, outputs, report } = await deleteOne({
      faults: [fault, on.get.backups.from(2).status(503)],
    });
    expect(failure).toMatch(
      new RegExp(`^${LABEL.replace(/[()]/g, '\\$&')} may be deleted: .*${answer}`),
    );
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: 'unknown' });
    expect(report.deletions.get(101)).toMatchObject({ outcome: 'unconfirmed' });
  });
});

describe('an unconfirmed delete', () => {
  test.each<[string, FaultRule]>([
    ['reset', on.delete.backup.nth(1).reset('before')],
    ['503', on.delete.backup.from(1, 4).status(503)],
    ['hang', on.delete.backup.nth(1).hang('before')],
    ['a web page', on.delete.backup.from(1, 2).html('before')],
    ['a redirect', on.delete.backup.nth(1).redirect(302, '/login')],
  ])('is sent again only after a new list that shows it: %s', async (_, fault) => {
    const { failure, outputs, requests } = await deleteOne({ faults: [fault] });
    expect([failure, outputs.deleted_ids]).toEqual([null, '[101]']);
    const order = requests();
    for (const [n, one] of order.entries()) {
      if (one.startsWith('DELETE')) expect(order[n - 1]).toMatch(/^GET \/backups\//);
    }
  });

  test.each<[string, FaultRule]>([
    ['reset', on.delete.backup.reset('after')],
    ['hang', on.delete.backup.hang('after')],
    ['504', on.delete.backup.status(504, 'html', { commit: 'after' })],
    ['a web page', on.delete.backup.html('after')],
  ])('is not sent again where the new list shows it gone: %s', async (_, fault) => {
    const { failure, outputs, requests } = await deleteOne({ faults: [fault] });
    expect([failure, outputs.deleted_ids, outputs.status]).toEqual([null, '[101]', 'deleted']);
    expect(requests('DELETE')).toHaveLength(1);
  });

  test('is tried five times; the rest is deleted all the same', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102 }, { id: 103 }],
      faults: [on.path(/^\/backups\/101\//, 'DELETE').status(500)],
    });
    const { failure, outputs } = await s.step({ ...DELETE, backup_id: '101,102' });
    expect(failure).toBe(
      [
        '1 of 2 deletes failed.',
        `- ${LABEL} is still listed: Could not delete the backup: VPS.org answered 500: Error 500.`,
        REMEDY,
      ].join('\n'),
    );
    expect(s.requests('DELETE').filter((one) => one.includes('/101/'))).toHaveLength(5);
    expect(s.sim.vps.deleted).toEqual([102]);
    expect(outputs).toMatchObject({ deleted_ids: '[102]' });
    expect(outputs.status).not.toBe('deleted');
  });

  test('504 (done), then 409: it is gone', async () => {
    const { failure, outputs } = await deleteOne({
      dialect: {
        deleteAnswer: { status: 504, shape: 'html' },
        staleDeletedMs: 10_000,
        repeatedDelete: { status: 409, shape: 'detail', text: 'Backup is already being deleted.' },
      },
    });
    expect([failure, outputs.deleted_ids, outputs.status]).toEqual([null, '[101]', 'deleted']);
  });

  test('status is unknown while it is on its way', async () => {
    const { history } = await deleteOne({ faults: [on.delete.backup.nth(1).delay(5_000)] });
    const statuses = history.map(({ outputs }) => outputs.status);
    expect(statuses.filter((status, n) => status !== statuses[n - 1])).toEqual([
      '',
      'unknown',
      '',
      'deleted',
    ]);
  });
});

test.each<[string, FaultRule]>([
  ['can be read', on.get.backups.from(2).status(404)],
  ['is complete', on.get.backups.from(2).answer(200, '{"count": 2, "results": []}')],
])('deleted (204), then no list %s: that is not waited for', async (_, fault) => {
  const s = await deleteOne({ faults: [fault] });
  expect(s.failure).toBeNull();
  expect(s.outputs).toMatchObject({ deleted_ids: '[101]', status: 'deleted', slots_used: '1' });
  expect(s.clock.elapsed).toBe(0);
});
