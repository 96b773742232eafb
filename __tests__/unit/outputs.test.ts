import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OperationName } from '../../src/inputs/types.js';
import { overallStatus, toOutputs } from '../../src/report/outputs.js';
import {
  type BackupReport,
  type DeletionOutcome,
  EMPTY,
  type Report,
  reportOf,
} from '../../src/report/report.js';
import { row, runs } from '../support/fixtures.js';
import { commandsIn, hostileText, LINE_BREAK } from '../support/hostile-strings.js';

function facts(operation: OperationName, change: Partial<Report> = {}): Report {
  const nothing = {
    backups: [],
    listLoaded: true,
    status: null,
    safety: null,
    deletions: [],
    decisions: [],
    reused: false,
    waitedMs: 0,
  };
  return { operation, ...nothing, ...change };
}

const DOCUMENTED = row({
  id: 502,
  status: 'completed',
  createdAt: '2025-01-16T15:45:00Z',
  description: 'Pre-deployment backup',
});

describe('create', () => {
  test('one backup, completed', () => {
    expect(
      toOutputs(facts('create', { backups: [reportOf(DOCUMENTED)], waitedMs: 90_400 })),
    ).toEqual({
      backup_id: '502',
      backup_ids: '[502]',
      server_id: '12345',
      status: 'completed',
      created_at: '2025-01-16T15:45:00Z',
      size_mb: '4456',
      expires_at: '',
      backup:
        '{"id":502,"server":{"id":12345,"name":"web-server-01"},"backup_type":"manual","status":"completed","size_mb":4456,"created_at":"2025-01-16T15:45:00Z","expires_at":null,"description":"Pre-deployment backup"}',
      backups:
        '[{"id":502,"server":{"id":12345,"name":"web-server-01"},"backup_type":"manual","status":"completed","size_mb":4456,"created_at":"2025-01-16T15:45:00Z","expires_at":null,"description":"Pre-deployment backup"}]',
      deleted_ids: '[]',
      would_delete_ids: '[]',
      reused: 'false',
      duration_seconds: '90',
    });
  });

  test('nothing known but the server', () => {
    expect(toOutputs(facts('create', { backups: [{ ...EMPTY, serverId: 12345 }] }))).toMatchObject({
      backup_id: '',
      backup_ids: '[]',
      server_id: '12345',
      status: '',
      created_at: '',
      size_mb: '',
      expires_at: '',
      backup: '',
      backups: '[]',
    });
  });

  test('what the API has not said is empty', () => {
    const started = row({
      id: 502,
      status: 'in_progress',
      sizeMb: null,
      createdAt: null,
      expiresAt: null,
      description: null,
    });
    expect(toOutputs(facts('create', { backups: [reportOf(started)] }))).toMatchObject({
      backup_id: '502',
      status: 'in_progress',
      size_mb: '',
      created_at: '',
    });
  });

  test('a size of nothing is a size', () => {
    expect(toOutputs(facts('create', { backups: [reportOf(row({ sizeMb: 0 }))] })).size_mb).toBe(
      '0',
    );
  });

  test('with several, the ids in the order given; backup_id is the first that is known', () => {
    const backups = [
      { ...EMPTY, serverId: 1 },
      reportOf(row({ id: 9, serverId: 2 })),
      reportOf(row({ id: 4, serverId: 3 })),
    ];
    expect(toOutputs(facts('create', { backups }))).toMatchObject({
      backup_id: '9',
      backup_ids: '[9,4]',
      server_id: '2',
      status: '',
    });
  });

  test('reused, where it was', () =>
    expect(toOutputs(facts('create', { reused: true })).reused).toBe('true'));
});

describe('list', () => {
  test('backup_id is the newest completed one; count and truncated are told', () => {
    const backups = [
      reportOf(row({ id: 9, status: 'in_progress' })),
      reportOf(row({ id: 7, expiresAt: '2027-01-01T00:00:00Z' })),
      reportOf(row({ id: 5 })),
    ];
    expect(toOutputs(facts('list', { backups }))).toMatchObject({
      backup_id: '7',
      backup_ids: '[9,7,5]',
      count: '3',
      truncated: 'false',
      status: '',
      expires_at: '2027-01-01T00:00:00Z',
    });
  });

  test('none matched', () => {
    expect(toOutputs(facts('list'))).toMatchObject({
      backup_id: '',
      backup_ids: '[]',
      backups: '[]',
      count: '0',
      truncated: 'false',
      server_id: '',
    });
  });

  test('until the list has been read it is not known that none matched', () => {
    const outputs = toOutputs(facts('list', { listLoaded: false }));
    for (const name of ['count', 'truncated', 'backup_ids', 'backups'])
      expect(outputs).not.toHaveProperty(name);
    expect(outputs).toMatchObject({ backup_id: '', server_id: '', status: '' });
  });

  test('none is completed', () => {
    expect(
      toOutputs(facts('list', { backups: [reportOf(row({ status: 'failed' }))] })),
    ).toMatchObject({
      backup_id: '',
      server_id: '',
      backup_ids: '[1]',
      count: '1',
    });
  });

  test('backups is never over 500 kB, and cut together with backup_ids', () => {
    const backups = Array.from({ length: 10_000 }, (_, place) =>
      reportOf(row({ id: place + 1, description: `ü${'x'.repeat(200)}` })),
    );
    const {
      backups: json = '',
      backup_ids = '',
      truncated,
      count,
    } = toOutputs(facts('list', { backups }));
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(500_000);
    expect(Buffer.byteLength(json)).toBeGreaterThan(499_000);
    expect(JSON.parse(json).map((one: { id: number }) => one.id)).toEqual(JSON.parse(backup_ids));
    expect([truncated, count]).toEqual(['true', '10000']);
  });

  test('a description of great length is cut in it, and truncated says so', () => {
    const { backup = '', truncated } = toOutputs(
      facts('list', { backups: [reportOf(row({ description: 'x'.repeat(1_001) }))] }),
    );
    expect(JSON.parse(backup).description).toBe('x'.repeat(1_000));
    expect(truncated).toBe('true');
  });

  test.each([
    ['description', { description: 'x'.repeat(1_001) }],
    ['status', { status: 'x'.repeat(1_001) }],
    ['type', { type: 'x'.repeat(1_001) }],
    ["server's name", { serverName: 'x'.repeat(1_001) }],
    ['date', { createdAt: 'x'.repeat(1_001) }],
    ['date of its end', { expiresAt: 'x'.repeat(1_001) }],
  ])('truncated where any text had to be cut, in any row: its %s', (_, change) => {
    expect(
      toOutputs(facts('list', { backups: [reportOf(row({ id: 2 })), reportOf(row(change))] }))
        .truncated,
    ).toBe('true');
    expect(toOutputs(facts('delete', { backups: [reportOf(row(change))] })).truncated).toBe('true');
  });

  test('a text of the greatest length is whole', () => {
    const backups = [reportOf(row({ description: 'x'.repeat(1_000), serverName: null }))];
    expect(toOutputs(facts('list', { backups })).truncated).toBe('false');
    expect(toOutputs(facts('create', { backups }))).not.toHaveProperty('truncated');
  });
});

describe('the others', () => {
  test("count is list's alone, and truncated unless rows were cut, reused is create's, safety_backup_id restore's", () => {
    for (const operation of ['wait', 'restore', 'delete', 'prune'] as const) {
      const names = Object.keys(toOutputs(facts(operation)));
      expect(names).not.toEqual(expect.arrayContaining(['count']));
      for (const name of ['count', 'truncated', 'reused', 'safety_backup_id'])
        expect(names).not.toContain(name);
    }
  });

  test('the ids are never cut but with list; where the rows are, truncated says so', () => {
    const backups = Array.from({ length: 3_000 }, (_, place) =>
      reportOf(row({ id: place + 1, description: 'x'.repeat(300) })),
    );
    const outputs = toOutputs(facts('delete', { backups }));
    expect(JSON.parse(outputs.backup_ids ?? '')).toHaveLength(3_000);
    expect(JSON.parse(outputs.backups ?? '').length).toBeLessThan(3_000);
    expect(outputs.truncated).toBe('true');
  });

  test('a safety backup', () => {
    expect(
      toOutputs(facts('restore', { safety: reportOf(row({ id: 77 })) })).safety_backup_id,
    ).toBe('77');
    expect(toOutputs(facts('restore', { safety: EMPTY })).safety_backup_id).toBe('');
  });

  test('deletions by what came of them', () => {
    const outcomes: DeletionOutcome[] = [
      'deleted',
      'already gone',
      'failed',
      'would be deleted',
      'deleted',
    ];
    const deletions = outcomes.map((outcome, place) => ({
      backup: row({ id: place + 1 }),
      reason: '',
      outcome,
    }));
    expect(toOutputs(facts('prune', { deletions }))).toMatchObject({
      deleted_ids: '[1,2,5]',
      would_delete_ids: '[4]',
    });
  });

  test.each([
    [0, '0'],
    [499, '0'],
    [500, '1'],
    [89_999, '90'],
  ])('%p ms waited', (waitedMs, seconds) => {
    expect(toOutputs(facts('wait', { waitedMs })).duration_seconds).toBe(seconds);
  });
});

describe('statusOf', () => {
  const of = (...statuses: string[]): BackupReport[] =>
    statuses.map((status) => ({ ...EMPTY, status }));

  test.each<[string, Report, string]>([
    ['all completed', facts('create', { backups: of('completed', 'completed') }), 'completed'],
    [
      'the first that is not',
      facts('wait', { backups: of('completed', 'failed', 'in_progress') }),
      'failed',
    ],
    ['an unknown one', facts('create', { backups: of('unknown', 'completed') }), 'unknown'],
    ['nothing seen yet', facts('create', { backups: of('') }), ''],
    ['no backup', facts('create'), ''],
    ['dry run', facts('create', { status: 'dry_run', backups: of('completed') }), 'dry_run'],
    ['restored', facts('restore', { status: 'restored', backups: of('completed') }), 'restored'],
    ['nothing restored', facts('restore', { backups: of('completed') }), ''],
    ['list', facts('list', { backups: of('completed') }), ''],
    ['delete, not all went', facts('delete', { backups: of('completed') }), ''],
    ['prune', facts('prune', { status: 'unchanged' }), 'unchanged'],
  ])('%s', (_, given, status) => {
    expect(overallStatus(given)).toBe(status);
    expect(toOutputs(given).status).toBe(status);
  });
});

test('whatever the API says, each output is one line and runs no command where it is echoed', () => {
  fc.assert(
    fc.property(
      fc.tuple(hostileText, hostileText, hostileText, hostileText),
      ([status, createdAt, description, serverName]) => {
        const backup = row({
          status,
          createdAt,
          expiresAt: createdAt,
          description,
          serverName,
          type: status,
        });
        for (const value of Object.values(
          toOutputs(facts('create', { backups: [reportOf(backup)] })),
        )) {
          expect(value).not.toMatch(LINE_BREAK);
          expect(commandsIn(value)).toEqual([]);
        }
      },
    ),
    { numRuns: runs(500) },
  );
});
