/** What a cancelled step, or one that lost its outputs, says of what it did. */
import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.js';
import { cancellationMessage, describeChanges } from '../../src/report/cancellation.js';
import type { Deletion, DeletionOutcome, Report } from '../../src/report/report.js';
import { row } from '../support/fixtures.js';
import { deletions, entries, entry, reportOf, request } from './reports.js';

const pending = (id: number) => entry(row({ id, status: 'in_progress' }));
const unknown = request({ status: 'unknown', key: '00112233aabb' });
const done = entry(row({ id: 5 }));
const deletion = (id: number, outcome: DeletionOutcome): Deletion => {
  return { backup: row({ id }), reason: 'x', outcome };
};
const RUNNING =
  'Backup 502 is still running on VPS.org. To resume, run a step with operation: wait and backup_id: 502.';
const MAYBE = 'A backup of server 7 may have been created: search the list for key=00112233aabb.';
const NOTHING = 'Nothing more was sent.';

describe('cancellationMessage', () => {
  test.each<[string, Report, string]>([
    ['create, in progress', reportOf('create', { backups: entries(pending(502)) }), RUNNING],
    [
      'create, just accepted',
      reportOf('create', { backups: entries(request({ id: 502 })) }),
      RUNNING,
    ],
    [
      'create, several',
      reportOf('create', { backups: entries(pending(502), done, pending(504)) }),
      'Backups 502, 504 are still running on VPS.org. To resume, run a step with operation: wait and backup_id: 502,504.',
    ],
    ['wait', reportOf('wait', { backups: entries(pending(502)) }), RUNNING],
    [
      'wait, for an id that no list has shown',
      reportOf('wait', { backups: entries(request({ id: 502 })) }),
      'To resume, run a step with operation: wait and backup_id: 502.',
    ],
    ['create, completed', reportOf('create', { backups: entries(done) }), NOTHING],
    [
      'create, failed',
      reportOf('create', { backups: entries(entry(row({ status: 'failed' }))) }),
      NOTHING,
    ],
    ['create, nothing sent', reportOf('create', { backups: entries(request()) }), NOTHING],
    ['create, unconfirmed', reportOf('create', { backups: entries(unknown) }), MAYBE],
    [
      'create, one in progress, one unconfirmed',
      reportOf('create', { backups: entries(pending(502), unknown) }),
      `${RUNNING} ${MAYBE}`,
    ],
    ['list', reportOf('list'), NOTHING],
    ['check', reportOf('check', { backups: entries(pending(5)) }), NOTHING],
    ['delete', reportOf('delete', { backups: entries(pending(5)) }), NOTHING],
    [
      'prune, a delete under way',
      reportOf('prune', {
        deletions: deletions(deletion(5, 'deleted'), deletion(6, 'unconfirmed')),
      }),
      'Backup 6 was requested to be deleted, without a confirmation.',
    ],
    [
      'create, rotating',
      reportOf('create', {
        backups: entries(done),
        deletions: deletions(deletion(6, 'unconfirmed'), deletion(7, 'unconfirmed')),
      }),
      'Backups 6, 7 were requested to be deleted, without a confirmation.',
    ],
    ['restore, before anything', reportOf('restore'), 'Nothing was restored.'],
    [
      'restore, accepted',
      reportOf('restore', { backups: entries(done), status: 'accepted' }),
      'The restore of backup 5 was accepted and is still running on VPS.org. Check the server on VPS.org before anything else.',
    ],
    [
      'restore, unconfirmed',
      reportOf('restore', { backups: entries(done), status: 'unknown' }),
      'The restore of backup 5 may have started. Check the server on VPS.org before anything else.',
    ],
    [
      'restore, safety backup in progress',
      reportOf('restore', { safety: pending(502) }),
      `Nothing was restored. ${RUNNING}`,
    ],
    [
      'restore, safety backup completed',
      reportOf('restore', { safety: done }),
      'Nothing was restored.',
    ],
    [
      'restore, safety backup unconfirmed',
      reportOf('restore', { safety: unknown }),
      `Nothing was restored. ${MAYBE}`,
    ],
  ])('%s', (_, report, words) => {
    const message = cancellationMessage(new CancelledError('SIGINT'), report);
    expect(message).toBe(`Cancelled by SIGINT. ${words}`);
  });
});

describe('describeChanges', () => {
  test.each<[string, Report, string]>([
    ['nothing', reportOf('create', { backups: entries(request()) }), 'Nothing was changed.'],
    [
      'a backup',
      reportOf('create', { backups: entries(done) }),
      'Backup 5 of server 12345: completed.',
    ],
    [
      'a backup without a status',
      reportOf('create', { backups: entries(request({ id: 5 })) }),
      'Backup 5 of server 7: no status.',
    ],
    ['an unconfirmed request', reportOf('create', { backups: entries(unknown) }), MAYBE],
    [
      'a backup that was waited for, of an unknown server',
      reportOf('wait', { backups: entries(request({ id: 5, serverId: null })) }),
      'Backup 5: no status.',
    ],
    [
      'deletions',
      reportOf('prune', {
        deletions: deletions(
          deletion(5, 'deleted'),
          deletion(6, 'unconfirmed'),
          deletion(7, 'failed'),
        ),
      }),
      'Backup 5 was deleted. Backup 6 was requested to be deleted, without a confirmation.',
    ],
    [
      'an accepted restore',
      reportOf('restore', { backups: entries(done), status: 'accepted' }),
      'The restore of backup 5 was accepted and is still running on VPS.org. Check the server on VPS.org before anything else.',
    ],
    [
      'a restore that is over, with its safety backup',
      reportOf('restore', {
        backups: entries(done),
        status: 'restored',
        safety: entry(row({ id: 77 })),
      }),
      'The restore of backup 5 was accepted and has completed. Safety backup 77 of server 12345: completed.',
    ],
    ['no restore', reportOf('restore', { backups: entries(done) }), 'Nothing was restored.'],
  ])('%s', (_, report, words) => {
    expect(describeChanges(report)).toBe(words);
  });
});
