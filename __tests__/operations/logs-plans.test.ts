/** What plans and refusals log, line by line. */
import { expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { fleet, idsOf } from '../support/fleet.js';
import { own, ten } from '../support/full-server.js';
import { ago, HOUR, marked, scenario } from '../support/harness.js';
import { linesOf, OLD, type Step } from './log-steps.js';

test.each<[string, Step, string[]]>([
  [
    'create with dry_run and nothing else',
    [{ backups: OLD }, { operation: 'create', server_id: '12345', dry_run: 'true' }],
    [
      'Planning a backup of server 12345',
      'Would create a backup of server 12345: "Before Deploy #7 by mona [gha octo/shop#42 create run=1000.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=000000000001]"',
    ],
  ],
  [
    'create with dry_run, which would reuse',
    [
      {
        backups: [
          ...OLD,
          {
            id: 101,
            created_at: ago(HOUR),
            description: marked('create', { runId: '1000', key: '001122334499' }),
          },
        ],
      },
      {
        operation: 'create',
        server_id: '12345',
        keep_last: '2',
        reuse_on_rerun: 'true',
        dry_run: 'true',
      },
      { run: { attempt: 2 } },
    ],
    [
      'Planning a backup of server 12345 (keep_last 2, scope repository, reuse_on_rerun within 7d)',
      'Would reuse backup 101 of server 12345 (web-server-01) of an earlier attempt',
      'Would delete backup 1 of server 12345 (web-server-01): number 4, beyond the newest 2',
      'Would delete backup 2 of server 12345 (web-server-01): number 3, beyond the newest 2',
    ],
  ],
  [
    'create with dry_run on a full server',
    [
      { backups: ten([own(), own(), own()]) },
      { operation: 'create', server_id: '12345', keep_last: '2', dry_run: 'true' },
    ],
    [
      'Planning a backup of server 12345 (keep_last 2, scope repository)',
      'Would create a backup of server 12345: "Before Deploy #7 by mona [gha octo/shop#42 create run=1000.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=000000000001]"',
      'warning: Server 12345 uses 10 of 10 slots: one would be deleted to free a slot.',
      'Would delete backup 1 of server 12345 (web-server-01): number 4, beyond the newest 2',
      'Would delete backup 2 of server 12345 (web-server-01): number 3, beyond the newest 2',
    ],
  ],
  [
    'create with dry_run on a full server, without keep_last',
    [
      { backups: ten([own({ status: 'failed' })]) },
      { operation: 'create', server_id: '12345', dry_run: 'true' },
    ],
    [
      'Planning a backup of server 12345',
      'Would create a backup of server 12345: "Before Deploy #7 by mona [gha octo/shop#42 create run=1000.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=000000000001]"',
      'warning: Server 12345 uses 10 of 10 slots: the request would be rejected, and nothing may be deleted.',
    ],
  ],
  [
    'create with dry_run and wait: false',
    [
      { backups: OLD },
      { operation: 'create', server_id: '12345', keep_last: '1', wait: 'false', dry_run: 'true' },
    ],
    [
      'Planning a backup of server 12345 (keep_last 1, scope repository)',
      'Would create a backup of server 12345: "Before Deploy #7 by mona [gha octo/shop#42 create run=1000.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=000000000001]"',
    ],
  ],
  [
    'restore with dry_run of a backup without a description',
    [
      { backups: [{ id: 1, created_at: ago(HOUR), description: null }] },
      { operation: 'restore', server_id: '12345', backup_id: '1', dry_run: 'true' },
    ],
    [
      'Planning to restore backup 1 to server 12345',
      'Target: backup 1 of server 12345 (web-server-01), 1h old: ""',
      'Would restore backup 1 to server 12345, overwriting everything on it',
    ],
  ],
  [
    'restore of an id that is nowhere',
    [
      {
        servers: [{ id: 12345 }, { id: 12346 }],
        backups: [{ id: 1 }, { id: 2, server_id: 12346 }],
      },
      { operation: 'restore', server_id: '12345', backup_id: '999' },
    ],
    [
      'Restoring backup 999 to server 12345',
      'FAILURE Nothing was restored: server 12345 has no backup 999. Check backup_id and server_id; operation: list shows what is there.',
    ],
  ],
  [
    'restore of another server',
    [
      {
        servers: [{ id: 12345 }, { id: 12346 }],
        backups: [
          { id: 1, server_id: 12346 },
          { id: 2, server_id: 12346 },
        ],
      },
      { operation: 'restore', server_id: '12345', backup_id: '2' },
    ],
    [
      'Restoring backup 2 to server 12345',
      'FAILURE Nothing was restored: backup 2 belongs to another server, server 12346 (server-12346), not to server 12345. Correct backup_id or server_id.',
    ],
  ],
  [
    'restore, id looked for in vain',
    [
      {
        servers: [{ id: 12345 }, { id: 12346 }],
        backups: [{ id: 1 }, { id: 2, server_id: 12346 }],
        faults: [on.path(/^\/backups\/$/, 'GET').status(404)],
      },
      { operation: 'restore', server_id: '12345', backup_id: '2' },
    ],
    [
      'Restoring backup 2 to server 12345',
      'FAILURE Nothing was restored: server 12345 has no backup 2. Check backup_id and server_id; operation: list shows what is there.',
    ],
  ],
  [
    'a name that is not there',
    [
      {
        servers: [
          { id: 5, name: 'web-server-10' },
          { id: 6, name: 'web-server-2' },
          { id: 7, name: 'db' },
          { id: 8, name: 'web-server-01' },
          { id: 9, name: 'mail.example.org' },
        ],
      },
      { operation: 'list', server_name: 'web-server-1' },
    ],
    [
      'FAILURE No server of this account has the name "web-server-1". Nothing was changed. Near: "web-server-10" (server 5), "web-server-2" (server 6), "web-server-01" (server 8). Correct server_name: case and spaces count.',
    ],
  ],
  [
    'ids that are not there',
    [
      { servers: [{ id: 12345 }, { id: 777 }, { id: 12346, name: 'b' }], backups: [{}] },
      { operation: 'list', server_id: '12347' },
    ],
    [
      'Listing backups of server 12347 (scope server)',
      '0 backups matched in an incomplete list',
      'Server 12347: 0 of 10 slots',
      'FAILURE No server of this account has the id 12347, and no backup mentions it. Its servers: 12345 (server-12345), 12346 (b), 777 (server-777). Check server_id, and that the token belongs to the account of that server.',
    ],
  ],
  [
    'name and id',
    [
      { servers: [{ id: 12345 }, { id: 777, name: 'a' }] },
      { operation: 'list', server_id: '12345', server_name: 'a' },
    ],
    [
      'FAILURE server_id 12345 and server_name "a" (server 777) are not the same. Nothing was changed. Correct one of the two.',
    ],
  ],
  [
    'name',
    [{ servers: [{ id: 12345 }, { id: 777, name: 'a' }] }, { operation: 'list', server_name: 'a' }],
    [
      'server_name "a" is server 777',
      'Listing backups of server 777 (a) (scope server)',
      '0 backups matched',
      'Server 777 (a): 0 of 10 slots',
    ],
  ],
  [
    'names in an incomplete list',
    [
      { servers: [{ id: 12345 }, { id: 777, name: 'a' }], dialect: { capRowsAt: 1 } },
      { operation: 'list', server_name: 'a' },
    ],
    [
      'FAILURE The list of servers is incomplete (it shows 1 of 2), so server_name "a" can\'t be resolved. Nothing was changed. Set server_id instead.',
    ],
  ],
  [
    'unknown, and servers unreadable',
    [
      { backups: [], faults: [on.path(/^\/servers\/$/, 'GET').status(403)] },
      { operation: 'list', server_id: '12345' },
    ],
    [
      'Listing backups of server 12345 (scope server)',
      'warning: It could not be checked whether the account has server 12345: the list of servers is incomplete (Could not list servers: VPS.org answered 403: Error 403.).',
      '0 backups matched',
      'Server 12345: 0 of 10 slots',
    ],
  ],
])('%s', async (_, step, lines) => expect(await linesOf(step)).toEqual(lines));

test('a token that is not valid is asked about once, however many servers there are', async () => {
  const s = fleet(5, { faults: [on.get.backups.status(401)] });
  const { failure } = await s.step({ operation: 'list', server_id: idsOf(5) });
  expect(failure).toContain('401');
  expect(s.requests()).toEqual(['GET /backups/']);
});

test('a list of all that is not allowed: each server is asked about', async () => {
  const s = fleet(3, { faults: [on.path(/^\/backups\/$/, 'GET').status(403)] });
  const { failure } = await s.step({ operation: 'list', server_id: idsOf(3) });
  expect(failure).toBeNull();
  expect(s.requests()).toHaveLength(4);
});

test('an id that another server has is named, wherever it stands in the list', async () => {
  const s = scenario({
    servers: [{ id: 12345 }, { id: 12346 }],
    backups: [{ id: 1 }, { id: 2, server_id: 12346 }, { id: 3, server_id: 12346 }],
  });
  const restore = { operation: 'restore', server_id: '12345' };
  const { failure } = await s.step({ ...restore, backup_id: '3' });
  expect(failure).toContain('backup 3 belongs to another server, server 12346');
});
