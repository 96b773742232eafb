/** `delete`: what is deleted, and what is said of it. */
import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  type FaultRule,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { marked, scenario } from '../support/harness.js';
import { DELETE, deleteOne, LABEL, TWO } from './delete-steps.js';

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

  test.each(['', '12345'])(
    'of one that is not there, only server_id is known: "%s"',
    async (server_id) => {
      const { outputs } = await deleteOne({}, { backup_id: '999', server_id });
      expect(outputs).toMatchObject({ backup_id: '999', backup_ids: '[999]', server_id });
    },
  );

  test('a row that an incomplete list shows can be deleted by its id; one that it does not show can not', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102 }, { id: 103 }, { id: 104 }],
      dialect: { capRowsAt: 2, order: 'id' },
    });
    const shown = await s.step({ ...DELETE, backup_id: '102' });
    expect([shown.failure, shown.warnings]).toEqual([
      null,
      ['The list of backups of all servers is incomplete: it shows 2 of 4.'],
    ]);
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

describe('a rejected delete', () => {
  test.each([400, 401, 403, 409, 423])('%d fails, and is not tried again', async (status) => {
    const { failure, outputs, requests, report, clock } = await deleteOne({
      faults: [on.delete.backup.status(status, 'detail', { text: 'not this one' })],
    });
    expect(failure).toMatch(
      `${LABEL} was not deleted. Could not delete the backup: VPS.org answered ${status}: not this one.`,
    );
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
    expect(report.deletions.get(101)).toMatchObject({ outcome: 'failed' });
    expect(requests('DELETE')).toHaveLength(1);
    expect(clock.elapsed).toBe(0);
  });

  test('of a backup that another deletes meanwhile is no delete of this step', async () => {
    const { failure, outputs } = await deleteOne({
      faults: [on.delete.backup.status(403)],
      script: [
        { when: { on: { method: 'DELETE' } }, change: { kind: 'remove backup', backup: 101 } },
      ],
    });
    expect(failure).toMatch(`${LABEL} was not deleted. Could not delete the backup:`);
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
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
  const NOW = 'Server 12345 (web-server-01) now has no completed backup.';

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
    expect(warnings).toEqual(['Server 12346 (db-server-01) now has no completed backup.']);
  });

  test('in a dry run, would have', async () => {
    const { warnings, requests } = await deleteOne({ backups: [{ id: 101 }] }, { dry_run: 'true' });
    expect(warnings).toEqual(['Server 12345 (web-server-01) would have no completed backup.']);
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
