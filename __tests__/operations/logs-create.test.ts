/** What `create` and `wait` log, line by line. */
import { expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { own, ten } from '../support/full-server.js';
import { ago, HOUR, marked } from '../support/harness.js';
import { linesOf, OLD, type Step } from './log-steps.js';

test.each<[string, Step, string[]]>([
  [
    'create',
    [
      { backups: OLD, backupDurationMs: 40000 },
      { operation: 'create', server_id: '12345', keep_last: '2' },
    ],
    [
      'Creating a backup of server 12345 (keep_last 2, scope repository)',
      'Requesting a backup of server 12345 (key=000000000001)',
      'Created backup 502 of server 12345 (web-server-01): in_progress',
      'Backup 502 of server 12345 (web-server-01): in_progress after 1s (timeout 1h)',
      'Backup 502: in_progress for 30s (timeout 1h)',
      'Backup 502 of server 12345 (web-server-01): completed after 47s (timeout 1h)',
      'Deleted backup 1 of server 12345 (web-server-01): number 4, beyond the newest 2',
      'Deleted backup 2 of server 12345 (web-server-01): number 3, beyond the newest 2',
      'Server 12345: 2 of 10 slots',
    ],
  ],
  [
    'create of two servers',
    [
      { servers: [{ id: 12345 }, { id: 12346 }], backups: [] },
      { operation: 'create', server_id: '12345,12346', wait: 'false' },
    ],
    [
      'Creating backups of servers 12345, 12346',
      'Requesting a backup of server 12345 (key=000000000001)',
      'Requesting a backup of server 12346 (key=000000000002)',
      'Created backup 502 of server 12345 (server-12345): in_progress',
      'Created backup 503 of server 12346 (server-12346): in_progress',
      'Server 12345: 0 of 10 slots',
      'Server 12346: 0 of 10 slots',
    ],
  ],
  [
    'create with dry_run',
    [
      { backups: OLD },
      {
        operation: 'create',
        server_id: '12345',
        keep_last: '2',
        reuse_on_rerun: 'true',
        dry_run: 'true',
      },
    ],
    [
      'Planning a backup of server 12345 (keep_last 2, scope repository, reuse_on_rerun within 7d)',
      'Would create a backup of server 12345: "Before Deploy #7 by mona [gha octo/shop#42 create run=1000.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=000000000001]"',
      'Would delete backup 1 of server 12345 (web-server-01): number 4, beyond the newest 2',
      'Would delete backup 2 of server 12345 (web-server-01): number 3, beyond the newest 2',
    ],
  ],
  [
    'create whose answer is lost',
    [
      { backups: [], faults: [on.post.backups.nth(1).reset('before')] },
      { operation: 'create', server_id: '12345', wait: 'false' },
    ],
    [
      'Creating a backup of server 12345',
      'Requesting a backup of server 12345 (key=000000000001)',
      'No definite answer to the create request (the connection was reset (ECONNRESET)); searching the list for key=000000000001',
      'No listed backup has key=000000000001; sending again',
      'Created backup 502 of server 12345 (web-server-01): in_progress',
      'Server 12345: 0 of 10 slots',
    ],
  ],
  [
    'create on a full server',
    [
      { backups: ten([own(), own(), own()]), backupDurationMs: 1000 },
      { operation: 'create', server_id: '12345', keep_last: '3' },
    ],
    [
      'Creating a backup of server 12345 (keep_last 3, scope repository)',
      'Requesting a backup of server 12345 (key=000000000001)',
      'All 10 slots of server 12345 are used: freeing one',
      'Deleted backup 1 of server 12345 (web-server-01): to free a slot: number 4, beyond the newest 3',
      'Requesting a backup of server 12345 (key=000000000001)',
      'Created backup 502 of server 12345 (web-server-01): in_progress',
      'Backup 502 of server 12345 (web-server-01): completed after 1s (timeout 1h)',
      'Server 12345: 10 of 10 slots',
      'warning: Server 12345 uses 10 of 10 slots for manual backups: the next create needs a free one. Run operation: prune.',
    ],
  ],
  [
    'create whose answer speaks of a limit that is not reached',
    [
      {
        backups: OLD,
        faults: [on.post.backups.status(400, 'detail', { text: 'Backup limit reached.' })],
      },
      { operation: 'create', server_id: '12345', keep_last: '3' },
    ],
    [
      'Creating a backup of server 12345 (keep_last 3, scope repository)',
      'Requesting a backup of server 12345 (key=000000000001)',
      '3 of 10 slots of server 12345 are used: nothing is deleted; sending once more',
      'Requesting a backup of server 12345 (key=000000000001)',
      'Server 12345: 3 of 10 slots',
      'FAILURE No backup of server 12345 was created: the request was rejected again, though a slot was free. Could not create a backup: VPS.org answered 400: Backup limit reached. Check the inputs.',
    ],
  ],
  [
    'create after a good deploy',
    [
      { backups: [], backupDurationMs: 500 },
      {
        operation: 'create',
        server_id: '12345',
        deploy_environment: 'production',
        github_token: 'ghs_test_not_a_real_token',
      },
      { readServerState: async () => ({ state: 'good', problem: null }) },
    ],
    [
      'Creating a backup of server 12345',
      'The last deploy was good: the marker says state=good',
      'Requesting a backup of server 12345 (key=000000000001)',
      'Created backup 502 of server 12345 (web-server-01): in_progress',
      'Backup 502 of server 12345 (web-server-01): completed after 1s (timeout 1h)',
      'Server 12345: 1 of 10 slots',
    ],
  ],
  [
    'create after no deploy',
    [
      { backups: [], backupDurationMs: 500 },
      {
        operation: 'create',
        server_id: '12345',
        deploy_environment: 'production',
        github_token: 'ghs_test_not_a_real_token',
      },
      { readServerState: async () => ({ state: null, problem: null }) },
    ],
    [
      'Creating a backup of server 12345',
      'Requesting a backup of server 12345 (key=000000000001)',
      'Created backup 502 of server 12345 (web-server-01): in_progress',
      'Backup 502 of server 12345 (web-server-01): completed after 1s (timeout 1h)',
      'Server 12345: 1 of 10 slots',
    ],
  ],
  [
    'create, reused',
    [
      {
        backups: [
          {
            id: 101,
            created_at: ago(HOUR),
            description: marked('create', { runId: '1000', attempt: 1 }),
          },
        ],
      },
      { operation: 'create', server_id: '12345', reuse_on_rerun: 'true' },
      { run: { attempt: 2 } },
    ],
    [
      'Creating a backup of server 12345 (reuse_on_rerun within 7d)',
      'Reusing backup 101 of server 12345 (web-server-01) of an earlier attempt (completed)',
      'Backup 101 of server 12345 (web-server-01): completed after 0s (timeout 1h)',
      'Server 12345: 1 of 10 slots',
    ],
  ],
  [
    'wait',
    [
      { backups: [{ id: 101, duration_ms: 40000 }] },
      { operation: 'wait', backup_id: '101', server_id: '12345', keep_last: '3' },
    ],
    [
      'Waiting for 1 backup of server 12345 (keep_last 3, scope repository, timeout 1h)',
      'Backup 101 of server 12345 (web-server-01): in_progress after 0s (timeout 1h)',
      'Backup 101: in_progress for 30s (timeout 1h)',
      'Backup 101 of server 12345 (web-server-01): completed after 46s (timeout 1h)',
    ],
  ],
])('%s', async (_, step, lines) => expect(await linesOf(step)).toEqual(lines));
