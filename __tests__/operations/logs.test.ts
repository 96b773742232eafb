/** What the other operations log, line by line. */
import { expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { ago, DAY, HOUR } from '../support/harness.js';
import { linesOf, OLD, type Step } from './log-steps.js';

test.each<[string, Step, string[]]>([
  [
    'restore',
    [
      { backups: OLD, restoreDurationMs: 40000 },
      { operation: 'restore', server_id: '12345', backup_id: '3' },
    ],
    [
      'Restoring backup 3 to server 12345',
      'Target: backup 3 of server 12345 (web-server-01), 6d old: "Release 3 [gha octo/shop#42 create run=900.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=001122334403]"',
      'VPS.org accepted the restore of backup 3 of server 12345 (web-server-01)',
      'Server 12345: restoring after 1s (timeout 1h)',
      'Server 12345: restoring for 30s (timeout 1h)',
      'Server 12345: active after 47s (timeout 1h)',
      'Restored backup 3 of server 12345 (web-server-01) after 47s',
    ],
  ],
  [
    'restore of latest with a safety backup',
    [
      { backups: OLD, restoreDurationMs: 1000, backupDurationMs: 1000 },
      { operation: 'restore', server_id: '12345', backup_id: 'latest', safety_backup: 'true' },
    ],
    [
      'Restoring latest to server 12345',
      'Filters of latest: scope repository, any type, max_age 7d',
      'Candidate 3: 6d old, run 900, commit 0123456: chosen',
      'Candidate 2: 7d old, run 900, commit 0123456: an older one',
      'Candidate 1: 8d old, run 900, commit 0123456: too old',
      'Target: backup 3 of server 12345 (web-server-01), 6d old: "Release 3 [gha octo/shop#42 create run=900.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=001122334403]"',
      'Requesting a backup of server 12345 (key=000000000001)',
      'Created safety backup 502 of server 12345 (web-server-01)',
      'Backup 502 of server 12345 (web-server-01): completed after 1s (timeout 1h)',
      'Safety backup 502 of server 12345 (web-server-01) is completed (4.7 GB)',
      'VPS.org accepted the restore of backup 3 of server 12345 (web-server-01)',
      'Server 12345: active after 1s (timeout 1h)',
      'Server 12345: active for 30s (timeout 1h)',
      'Server 12345: active for 1m (timeout 1h)',
      'warning: VPS.org accepted the restore of backup 3 of server 12345 (web-server-01), but its completion could not be observed: its status (active) did not change within 1m. Check the server on VPS.org before anything else.',
    ],
  ],
  [
    'restore with dry_run',
    [
      { backups: OLD },
      { operation: 'restore', server_id: '12345', backup_id: '3', dry_run: 'true' },
    ],
    [
      'Planning to restore backup 3 to server 12345',
      'Target: backup 3 of server 12345 (web-server-01), 6d old: "Release 3 [gha octo/shop#42 create run=900.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=001122334403]"',
      'Would restore backup 3 to server 12345, overwriting everything on it',
    ],
  ],
  [
    'restore with dry_run and a safety backup',
    [
      { backups: OLD },
      {
        operation: 'restore',
        server_id: '12345',
        backup_id: 'latest',
        dry_run: 'true',
        safety_backup: 'true',
      },
    ],
    [
      'Planning to restore latest to server 12345',
      'Filters of latest: scope repository, any type, max_age 7d',
      'Candidate 3: 6d old, run 900, commit 0123456: chosen',
      'Candidate 2: 7d old, run 900, commit 0123456: an older one',
      'Candidate 1: 8d old, run 900, commit 0123456: too old',
      'Target: backup 3 of server 12345 (web-server-01), 6d old: "Release 3 [gha octo/shop#42 create run=900.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=001122334403]"',
      'Would first create a safety backup of server 12345, and wait for it',
      'Would restore backup 3 to server 12345, overwriting everything on it',
    ],
  ],
  [
    'list',
    [
      { backups: OLD },
      {
        operation: 'list',
        server_id: '12345',
        scope: 'repository',
        match: 'release',
        backup_type: 'manual',
      },
    ],
    [
      'Listing backups of server 12345 (type manual, scope repository, match "release")',
      '3: server 12345 (web-server-01), manual, completed, 4.5 GB, 6d old, "Release 3"',
      '2: server 12345 (web-server-01), manual, completed, 4.5 GB, 7d old, "Release 2"',
      '1: server 12345 (web-server-01), manual, completed, 4.4 GB, 8d old, "Release 1"',
      '3 backups matched',
      'Server 12345: 3 of 10 slots',
    ],
  ],
  [
    'delete',
    [{ backups: OLD }, { operation: 'delete', server_id: '12345', backup_id: '1,2' }],
    [
      'Deleting 2 backups (1, 2) of server 12345',
      'Deleted backup 1 of server 12345 (web-server-01): requested by id',
      'Deleted backup 2 of server 12345 (web-server-01): requested by id',
    ],
  ],
  [
    'delete with dry_run',
    [{ backups: OLD }, { operation: 'delete', backup_id: '1', dry_run: 'true' }],
    [
      'Planning to delete 1 backup (1) of all servers',
      'Would delete backup 1 of server 12345 (web-server-01): requested by id',
    ],
  ],
  [
    'delete that is answered 404',
    [
      { backups: OLD, faults: [on.delete.backup.nth(1).status(404)] },
      { operation: 'delete', server_id: '12345', backup_id: '1' },
    ],
    [
      'Deleting 1 backup (1) of server 12345',
      'Backup 1 of server 12345 (web-server-01) (requested by id): VPS.org answered that it does not exist (404).',
      'FAILURE Backup 1 of server 12345 (web-server-01) is still listed: VPS.org answered that it does not exist (404). Run operation: list, then delete what is left by id.',
    ],
  ],
  [
    'delete whose answer is lost',
    [
      { backups: OLD, faults: [on.delete.backup.nth(1).reset('after')] },
      { operation: 'delete', server_id: '12345', backup_id: '1' },
    ],
    [
      'Deleting 1 backup (1) of server 12345',
      'Backup 1 of server 12345 (web-server-01) (requested by id): Could not delete the backup: the connection was reset (ECONNRESET).',
      'Backup 1 of server 12345 (web-server-01) is gone from the list.',
    ],
  ],
  [
    'prune',
    [
      { backups: OLD },
      { operation: 'prune', server_id: '12345', keep_last: '1', older_than: '2d' },
    ],
    [
      'Pruning server 12345 (keep_last 1, older_than 2d, scope repository)',
      'Deleted backup 1 of server 12345 (web-server-01): number 3, beyond the newest 1',
      'Deleted backup 2 of server 12345 (web-server-01): number 2, beyond the newest 1',
      'Server 12345: 1 of 10 slots',
    ],
  ],
  [
    'prune with dry_run',
    [{ backups: OLD }, { operation: 'prune', server_id: '12345', keep_last: '1', dry_run: 'true' }],
    [
      'Planning to prune server 12345 (keep_last 1, scope repository)',
      'Would delete backup 1 of server 12345 (web-server-01): number 3, beyond the newest 1',
      'Would delete backup 2 of server 12345 (web-server-01): number 2, beyond the newest 1',
      'Server 12345: 3 of 10 slots',
    ],
  ],
  [
    'prune of nothing',
    [
      { backups: [...OLD, { id: 9, created_at: ago(90 * DAY) }] },
      { operation: 'prune', server_id: '12345', keep_last: '3' },
    ],
    [
      'Pruning server 12345 (keep_last 3, scope repository)',
      'Nothing to delete on server 12345: 3 among the newest 3, 1 not made by this repository',
      'Server 12345: 4 of 10 slots',
    ],
  ],
  [
    'check',
    [
      { backups: OLD },
      {
        operation: 'check',
        server_id: '12345',
        max_age: '30d',
        min_backups: '2',
        scope: 'repository',
        match: 'release',
        backup_type: 'manual',
      },
    ],
    [
      'Checking backups of server 12345 (max_age 30d, max_shrink 50%, min_backups 2, type manual, scope repository, match "release")',
      'Server 12345 (web-server-01): ok (newest backup 6d old, 4.5 GB)',
    ],
  ],
  [
    'list of all servers',
    [{ backups: OLD.slice(0, 1) }, { operation: 'list' }],
    [
      'Listing backups of all servers (scope server)',
      '1: server 12345 (web-server-01), manual, completed, 4.4 GB, 8d old, "Release 1"',
      '1 backup matched',
    ],
  ],
  [
    'list that is incomplete',
    [
      { backups: OLD, dialect: { capRowsAt: 1, order: 'newest' } },
      { operation: 'list', server_id: '12345' },
    ],
    [
      'Listing backups of server 12345 (scope server)',
      'warning: The list of backups of server 12345 is incomplete: it shows 1 of 3.',
      '3: server 12345 (web-server-01), manual, completed, 4.5 GB, 6d old, "Release 3"',
      '1 backup matched in an incomplete list',
    ],
  ],
  [
    'check by default, of a backup without a size',
    [
      { backups: [{ id: 1, created_at: ago(HOUR), size_mb: null }] },
      { operation: 'check', server_id: '12345' },
    ],
    [
      'Checking backups of server 12345 (max_age 26h, max_shrink 50%, min_backups 1, scope server)',
      'Server 12345 (web-server-01): ok (newest backup 1h old)',
    ],
  ],
  [
    'check that fails',
    [
      { backups: OLD, dialect: { capRowsAt: 1, order: 'newest' } },
      { operation: 'check', server_id: '12345' },
    ],
    [
      'Checking backups of server 12345 (max_age 26h, max_shrink 50%, min_backups 1, scope server)',
      'warning: The list of backups of server 12345 is incomplete: it shows 1 of 3.',
      'Server 12345 (web-server-01): its list of backups is incomplete (it shows 1 of 3)',
      'FAILURE The check failed for 1 of 1 server. Check these backups on VPS.org.\n- server 12345 (web-server-01): its list of backups is incomplete (it shows 1 of 3)',
    ],
  ],
])('%s', async (_, step, lines) => expect(await linesOf(step)).toEqual(lines));
