/** The outputs of each operation. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import { toOutputs } from '../../src/report/outputs.js';
import type { BackupReport, DeletionOutcome, Report } from '../../src/report/report.js';
import { row, runs } from '../support/fixtures.js';
import { commandsIn, hostileText, LINE_BREAK } from '../support/hostile-strings.js';
import { deletions, entries, entry, reportOf, request } from './reports.js';

const DOCUMENTED = row({
  id: 502,
  createdAt: '2025-01-16T15:45:00Z',
  description: 'Pre-deployment backup',
});
const JSON_ROW =
  '{"id":502,"server":{"id":12345,"name":"web-server-01"},"backup_type":"manual",' +
  '"status":"completed","size_mb":4456,"created_at":"2025-01-16T15:45:00Z",' +
  '"expires_at":null,"description":"Pre-deployment backup"}';

const created = (...all: BackupReport[]): Report =>
  reportOf('create', { backups: entries(...all) });

describe('create', () => {
  test('of one backup that is completed', () => {
    const backups = entries(entry(DOCUMENTED));
    const slots = new Map([[12345, 4]]);
    expect(toOutputs(reportOf('create', { backups, slots, waitedMs: 90_400 }))).toEqual({
      backup_id: '502',
      backup_ids: '[502]',
      server_id: '12345',
      status: 'completed',
      created_at: '2025-01-16T15:45:00Z',
      size_mb: '4456',
      expires_at: '',
      backup: JSON_ROW,
      backups: `[${JSON_ROW}]`,
      deleted_ids: '[]',
      would_delete_ids: '[]',
      reused: 'false',
      duration_seconds: '90',
      slots_used: '4',
    });
  });

  test('of which only the server is known', () => {
    expect(toOutputs(created(request()))).toMatchObject({
      ...{ backup_id: '', backup_ids: '[]', server_id: '7', status: '', slots_used: '' },
      ...{ created_at: '', size_mb: '', expires_at: '', backup: '', backups: '[]' },
    });
  });

  test('is empty where the API says nothing', () => {
    const pending = row({
      status: 'in_progress',
      sizeMb: null,
      createdAt: null,
      description: null,
    });
    expect(toOutputs(created(entry(pending)))).toMatchObject({
      ...{ backup_id: '1', status: 'in_progress', size_mb: '', created_at: '' },
    });
  });

  test('a size of 0 is a size', () => {
    expect(toOutputs(created(entry(row({ sizeMb: 0 })))).size_mb).toBe('0');
  });

  test('of several: ids in the order given; backup_id is the first that is known', () => {
    const all = [request(), entry(row({ id: 9, serverId: 2 })), entry(row({ id: 4, serverId: 3 }))];
    expect(toOutputs(created(...all))).toMatchObject({
      ...{ backup_id: '9', backup_ids: '[9,4]', server_id: '2', status: '' },
    });
  });

  test('of a fleet under way leaves the long lists out', () => {
    const outputs = toOutputs(created(entry(DOCUMENTED)), false);
    for (const name of ['backup', 'backups', 'backup_ids', 'deleted_ids']) {
      expect(outputs).not.toHaveProperty(name);
    }
    expect(outputs).toMatchObject({ backup_id: '502', status: 'completed' });
  });

  test('says that one was reused', () => {
    expect(toOutputs(reportOf('create', { reused: true })).reused).toBe('true');
  });
});

describe('status', () => {
  const of = (...statuses: string[]): BackupReport[] =>
    statuses.map((status) => request({ status }));

  test.each<[string, Report, string]>([
    ['all completed', created(...of('completed', 'completed')), 'completed'],
    [
      'that of the first that is not',
      created(...of('completed', 'failed', 'in_progress')),
      'failed',
    ],
    ['unknown while any is', created(...of('completed', 'failed', 'unknown')), 'unknown'],
    ['nothing seen yet', created(...of('')), ''],
    ['no backup', created(), ''],
    [
      'listed as completed, but judged otherwise',
      created(request({ status: 'completed', problem: 'It disappeared.' })),
      'unknown',
    ],
    ['wait', reportOf('wait', { backups: entries(...of('queued')) }), 'queued'],
    ['a dry run that is over', reportOf('create', { dryRun: true, isDone: true }), 'dry_run'],
    ['a dry run that failed', reportOf('create', { dryRun: true }), ''],
    [
      'restored',
      reportOf('restore', { status: 'restored', backups: entries(...of('completed')) }),
      'restored',
    ],
    ['nothing restored', reportOf('restore', { backups: entries(...of('completed')) }), ''],
    ['a planned restore', reportOf('restore', { dryRun: true, isDone: true }), 'dry_run'],
    ['list', reportOf('list'), ''],
    ['delete that failed', reportOf('delete', { backups: entries(...of('completed')) }), ''],
    ['prune without a deletion', reportOf('prune', { isDone: true }), 'unchanged'],
    ['check that is not done', reportOf('check'), ''],
  ])('%s', (_, report, status) => {
    expect(toOutputs(report).status).toBe(status);
  });

  test.each<[DeletionOutcome, boolean, string]>([
    ['deleted', true, 'deleted'],
    ['deleted', false, ''],
    ['unconfirmed', false, 'unknown'],
    ['failed', false, ''],
  ])('of a deletion that is %s: %p', (outcome, isDone, status) => {
    const one = deletions({ backup: row(), reason: '', outcome });
    for (const operation of ['delete', 'prune'] as const) {
      expect(toOutputs(reportOf(operation, { deletions: one, isDone })).status).toBe(status);
    }
  });
});

describe('the others', () => {
  test('have no count, truncated, reused, safety_backup_id or checks', () => {
    for (const operation of ['wait', 'restore', 'delete', 'prune'] as const) {
      const names = Object.keys(toOutputs(reportOf(operation)));
      for (const name of ['count', 'truncated', 'reused', 'safety_backup_id', 'checks']) {
        expect(names).not.toContain(name);
      }
    }
  });

  test('a safety backup has its id', () => {
    const safety = entry(row({ id: 77 }));
    expect(toOutputs(reportOf('restore', { safety })).safety_backup_id).toBe('77');
    expect(toOutputs(reportOf('restore', { safety: request() })).safety_backup_id).toBe('');
  });

  test('deletions are listed by outcome', () => {
    const outcomes: DeletionOutcome[] = [
      'deleted',
      'unconfirmed',
      'failed',
      'would be deleted',
      'deleted',
    ];
    const all = outcomes.map((outcome, index) => {
      return { backup: row({ id: index + 1 }), reason: '', outcome };
    });
    expect(toOutputs(reportOf('prune', { deletions: deletions(...all) }))).toMatchObject({
      ...{ deleted_ids: '[1,5]', would_delete_ids: '[4]' },
    });
  });

  test.each([
    [0, '0'],
    [499, '0'],
    [500, '1'],
    [89_999, '90'],
  ])('%p ms of waiting are %s s', (waitedMs, seconds) => {
    expect(toOutputs(reportOf('wait', { waitedMs })).duration_seconds).toBe(seconds);
  });
});

test('whatever the API says, each output is one line and runs no command where it is echoed', () => {
  const texts = fc.tuple(hostileText, hostileText, hostileText, hostileText);
  fc.assert(
    fc.property(texts, ([status, createdAt, description, serverName]) => {
      const change = {
        status,
        createdAt,
        expiresAt: createdAt,
        description,
        serverName,
        type: status,
      };
      const backup: Backup = row(change);
      for (const value of Object.values(toOutputs(created(entry(backup))))) {
        expect(value).not.toMatch(LINE_BREAK);
        expect(commandsIn(value)).toEqual([]);
      }
    }),
    { numRuns: runs(500) },
  );
});
