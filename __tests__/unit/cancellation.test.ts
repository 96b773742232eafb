import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.js';
import type { OperationName } from '../../src/inputs/types.js';
import { cancellationMessage } from '../../src/report/cancellation.js';
import {
  type BackupReport,
  type Deletion,
  type DeletionOutcome,
  EMPTY,
  type Report,
  reportOf,
} from '../../src/report/report.js';
import { row } from '../support/fixtures.js';

function said(operation: OperationName, change: Partial<Report> = {}): string {
  const facts = {
    operation,
    backups: [],
    listLoaded: false,
    status: null,
    safety: null,
    deletions: [],
    decisions: [],
    reused: false,
    waitedMs: 0,
    ...change,
  };
  return cancellationMessage(new CancelledError('SIGINT'), facts);
}

const going = (id: number): BackupReport => reportOf(row({ id, status: 'in_progress' }));
const open: BackupReport = { ...EMPTY, serverId: 7, status: 'unknown', key: '00112233aabb' };
const gone = (id: number, outcome: DeletionOutcome): Deletion => ({
  backup: row({ id }),
  reason: 'x',
  outcome,
});
const done = reportOf(row({ id: 5 }));
const pickUp = (id: string): RegExp =>
  new RegExp(
    `Backup ${id} goes on at VPS\\.org; pick it up with operation: wait, backup_id: ${id}\\.`,
  );
const pickUpAll = (ids: string): RegExp =>
  new RegExp(
    `Backups ${ids.replace(',', ', ')} go on at VPS\\.org; pick them up with operation: wait, backup_id: ${ids}\\.`,
  );

test.each<[string, string, RegExp | null]>([
  ['create, under way', said('create', { backups: [going(502)] }), pickUp('502')],
  [
    'create, just accepted, no status told',
    said('create', { backups: [{ ...EMPTY, id: 502 }] }),
    pickUp('502'),
  ],
  [
    'create, several',
    said('create', { backups: [going(502), done, going(504)] }),
    pickUpAll('502,504'),
  ],
  ['wait', said('wait', { backups: [going(5), going(6)] }), pickUpAll('5,6')],
  ['create, completed', said('create', { backups: [done] }), null],
  ['create, failed', said('create', { backups: [reportOf(row({ status: 'failed' }))] }), null],
  ['create, nothing sent', said('create', { backups: [{ ...EMPTY, serverId: 7 }] }), null],
  [
    'create, order open',
    said('create', { backups: [open] }),
    /backup of server 7 may have been started.*key=00112233aabb\]/,
  ],
  [
    'create, one under way, one open',
    said('create', { backups: [going(502), open] }),
    /Backup 502 goes on.*server 7 may have been started/,
  ],
  [
    "create, another server's backup came of it",
    said('create', { backups: [{ ...going(502), status: 'unknown', key: '00112233aabb' }] }),
    null,
  ],
  ['list', said('list', { backups: [going(5)] }), null],
  ['delete', said('delete', { backups: [going(5)] }), null],
  ['prune', said('prune'), null],
  [
    'prune, a delete under way',
    said('prune', { deletions: [gone(5, 'deleted'), gone(6, 'may be deleted')] }),
    /SIGINT\. Backup 6 may have been deleted/,
  ],
  [
    'create, rotating',
    said('create', { backups: [done], deletions: [gone(6, 'may be deleted')] }),
    /Backup 6 may have been deleted: no clear answer came\.$/,
  ],
  ['restore, before anything', said('restore'), /Nothing was restored\.$/],
  [
    'restore, accepted',
    said('restore', { backups: [done], status: 'accepted' }),
    /restore of backup 5 was accepted and goes on at VPS\.org/,
  ],
  [
    'restore, open',
    said('restore', { backups: [done], status: 'unknown' }),
    /restore of backup 5 may have started; look at the server/,
  ],
  [
    'restore, safety backup under way',
    said('restore', { safety: going(77) }),
    /Nothing was restored\. Safety backup 77 goes on.*backup_id: 77\./,
  ],
  [
    'restore, safety backup completed',
    said('restore', { safety: done }),
    /Nothing was restored\.$/,
  ],
  [
    'restore, safety backup open',
    said('restore', { safety: open }),
    /Nothing was restored\. .*key=00112233aabb/,
  ],
])('%s', (_, message, expected) => {
  expect(message).toMatch(/^Cancelled by SIGINT\. /);
  expect(message).not.toContain('\n');
  expect(message).toMatch(expected ?? /Nothing more was sent\.$/);
  if (expected === null) expect(message).not.toMatch(/goe?s? on/);
});

describe('restore of a backup that was not found yet', () => {
  test('is told without an id', () =>
    expect(said('restore', { status: 'unknown' })).toContain(
      'restore of backup latest may have started',
    ));
});
