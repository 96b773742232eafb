import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  deletionDialects,
  type FaultRule,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { marked, type StepInputs, scenario } from '../support/harness.js';

const DELETE = { operation: 'delete' } as const;
const TWO: BackupSeed[] = [{ id: 101 }, { id: 102 }];
const LABEL = 'Backup 101 of server 12345 (web-server-01)';
const REMEDY = 'Run operation: list, then delete what is left by id.';

async function deleteOne(options: SimulatorOptions, inputs: StepInputs = {}) {
  const s = scenario({ backups: TWO, ...options });
  const result = await s.step({ ...DELETE, backup_id: '101', ...inputs });
  expect(s.sim.unexpected).toEqual([]);
  return { ...s, ...result };
}

describe('delete', () => {
  test('deletes exactly these, in the order given', async () => {
    const s = scenario({ backups: [{ id: 101 }, { id: 102 }, { id: 103 }, { id: 104 }] });
    const { failure, outputs, warnings } = await s.step({ ...DELETE, backup_id: '103 101' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([103, 101]);
    expect(outputs).toMatchObject({
      backup_id: '103',
      backup_ids: '[103,101]',
      deleted_ids: '[103,101]',
      status: 'deleted',
    });
    expect(warnings).toEqual([]);
    expect(s.sim.unexpected).toEqual([]);
  });

  test('what rotation would protect is deleted too: the id is what counts', async () => {
    const s = scenario({
      backups: [
        {
          id: 101,
          description: marked('create', { runId: '1000', text: '[keep]', state: 'good' }),
        },
        { id: 102 },
      ],
    });
    await s.step({ ...DELETE, backup_id: '101' });
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test.each([
    ['one is not there', { backup_id: '101,999' }, 'backup 999 is not in the list of backups.'],
    [
      'several are not there',
      { backup_id: '998,101,999' },
      'backups 998, 999 are not in the list of backups.',
    ],
    [
      'one is on another server than server_id',
      { backup_id: '101,201', server_id: '12345' },
      'backup 201 is not in the list of backups of server 12345.',
    ],
    [
      'all are on another server',
      { backup_id: '201', server_id: '12345' },
      'backup 201 is not in the list of backups of server 12345.',
    ],
  ])('none is deleted if %s', async (_, inputs, problem) => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 201, server_id: 12346 }],
      dialect: { ignoreServerFilter: true },
    });
    const { failure, outputs } = await s.step({ ...DELETE, ...inputs });
    expect(failure).toBe(
      `Nothing was deleted: ${problem} Check backup_id and server_id; operation: list shows what is there.`,
    );
    expect(s.requests('DELETE')).toEqual([]);
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
  });

  test('what is known of those that are there stands in the outputs', async () => {
    const s = scenario({ backups: [{ id: 101, created_at: '2025-01-10T00:00:00Z', size_mb: 7 }] });
    const { outputs } = await s.step({ ...DELETE, backup_id: '101,999' });
    expect(outputs).toMatchObject({
      backup_id: '101',
      backup_ids: '[101,999]',
      created_at: '2025-01-10T00:00:00Z',
      size_mb: '7',
    });
  });

  test('a row that an incomplete list shows can be deleted by its id; one that it does not show can not', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102 }, { id: 103 }, { id: 104 }],
      dialect: { capRowsAt: 2, order: 'id' },
    });
    expect((await s.step({ ...DELETE, backup_id: '102' })).failure).toBeNull();
    const { failure } = await s.step({ ...DELETE, backup_id: '999' });
    expect(failure).toMatch(
      'Nothing was deleted: backup 999 is not in the list of backups, which is incomplete (it shows 2 of 3).',
    );
    expect(s.sim.vps.deleted).toEqual([102]);
  });

  test.each(['', '12345'])(
    'slots_used is less what was deleted; server_id: "%s"',
    async (server_id) => {
      const backups: BackupSeed[] = [...TWO, { id: 103 }, { id: 104, backup_type: 'automatic' }];
      for (const dialect of [{}, { deleteAnswer: '404' }, { staleDeletedMs: 60_000 }] as const) {
        const { outputs } = await deleteOne({ backups, dialect }, { server_id });
        expect(outputs).toMatchObject({ deleted_ids: '[101]', slots_used: '2' });
      }
    },
  );
});

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
    expect(failure).toBe(`${LABEL} is still listed: VPS.org answered that it does not exist (404). ${REMEDY}`);
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

describe('a rejected delete', () => {
  test.each([400, 401, 403, 409, 423])('%d fails, and is not tried again', async (status) => {
    const { failure, outputs, requests, report } = await deleteOne({
      faults: [on.delete.backup.status(status, 'detail', { text: 'not this one' })],
    });
    expect(failure).toMatch(
      `${LABEL} was not deleted. Could not delete the backup: VPS.org answered ${status}: not this one.`,
    );
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
    expect(report.deletions.get(101)).toMatchObject({ outcome: 'failed' });
    expect(requests('DELETE')).toHaveLength(1);
  });

  test.each<[string, FaultRule]>([
    ['429', on.delete.backup.nth(1).tooManyRequests(3)],
    ['409 with Retry-After', on.delete.backup.nth(1).locked(409, 5)],
    ['refused', on.delete.backup.from(1, 3).refuse()],
  ])('is retried where it is transient: %s', async (_, fault) => {
    const { failure, sim } = await deleteOne({ faults: [fault] });
    expect([failure, sim.vps.deleted]).toEqual([null, [101]]);
  });
});

describe('a server left without a completed backup', () => {
  const NOW = 'server 12345 (web-server-01) now has no completed backup.';

  test('is a warning', async () => {
    const { failure, warnings } = await deleteOne({
      backups: [{ id: 101 }, { id: 102, status: 'failed' }, { id: 201, server_id: 12346 }],
    });
    expect([failure, warnings]).toEqual([null, [NOW]]);
  });

  test('also where it had none before', async () => {
    const backups: BackupSeed[] = [
      { id: 101, status: 'failed' },
      { id: 103, status: 'archived' },
      { id: 201, server_id: 12346 },
    ];
    expect((await deleteOne({ backups })).warnings).toEqual([NOW]);
  });

  test('of two servers, names the one that is', async () => {
    const s = scenario({ backups: [...TWO, { id: 201, server_id: 12346 }] });
    const { warnings } = await s.step({ ...DELETE, backup_id: '101,201' });
    expect(warnings).toEqual(['server 12346 (db-server-01) now has no completed backup.']);
  });

  test('in a dry run, would have', async () => {
    const { warnings, requests } = await deleteOne({ backups: [{ id: 101 }] }, { dry_run: 'true' });
    expect(warnings).toEqual(['server 12345 (web-server-01) would have no completed backup.']);
    expect(requests('DELETE')).toEqual([]);
  });

  test.each<[string, SimulatorOptions]>([
    ['a completed one is left', { backups: [{ id: 101, status: 'failed' }, { id: 102 }] }],
    ['nothing was deleted', { backups: [{ id: 101 }], faults: [on.delete.backup.status(403)] }],
    [
      'it is still listed after all tries',
      { backups: [{ id: 101 }], dialect: { deleteAnswer: '404', deleteTakesMs: 'never' } },
    ],
    ['the list is incomplete', { backups: TWO, dialect: { capRowsAt: 1, order: 'id' } }],
  ])('is none where %s', async (_, options) => {
    const { warnings } = await deleteOne(options);
    expect(warnings.filter((one) => one.includes('no completed backup'))).toEqual([]);
  });
});

describe('outputs that can not be written', () => {
  test('before the first delete: nothing is deleted', async () => {
    const s = scenario({ backups: TWO });
    const onWrite = () => {
      throw new Error('EACCES');
    };
    const { failure } = await s.step({ ...DELETE, backup_id: '101' }, { onWrite });
    expect(failure).toMatch('EACCES');
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('after it: the rest is deleted, and the report names all', async () => {
    const s = scenario({ backups: [...TWO, { id: 103 }] });
    let isFull = false;
    const { failure, report } = await s.step(
      { ...DELETE, backup_id: '101,102' },
      {
        onSend: ({ method }) => {
          if (method === 'DELETE') isFull = true;
        },
        onWrite: () => {
          if (isFull) throw new Error('ENOSPC');
        },
      },
    );
    expect(failure).toBeNull();
    expect([...report.deletions.values()].map(({ outcome }) => outcome)).toEqual([
      'deleted',
      'deleted',
    ]);
  });
});
