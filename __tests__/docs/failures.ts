/** One situation for each row of the tables of messages in docs/troubleshooting.md. */
import { type BackupSeed, on, type SimulatorOptions } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, RUN, type StepInputs } from '../support/harness.js';
import {
  cancelledAfterMinute,
  failureOf,
  inputErrorOf,
  inputWarningOf,
  own,
  type Situation,
  warningOf,
} from './failing-steps.js';

type Produce = () => Promise<string>;

const SERVER = '12345';
const create: StepInputs = { operation: 'create', server_id: SERVER };
const wait777: StepInputs = { operation: 'wait', backup_id: '777', server_id: SERVER };
const wait501: StepInputs = { operation: 'wait', backup_id: '501', server_id: SERVER };
const restore501: StepInputs = { operation: 'restore', server_id: SERVER, backup_id: '501' };
const latest: StepInputs = { ...restore501, backup_id: 'latest' };
const lastGood: StepInputs = { ...restore501, backup_id: 'last_good' };
const prune: StepInputs = { operation: 'prune', server_id: SERVER, keep_last: '3' };
const check: StepInputs = { operation: 'check', server_id: SERVER };
const tenOfOthers: BackupSeed[] = Array.from({ length: 10 }, (_, i) => ({
  id: 101 + i,
  created_at: ago((20 - i) * DAY),
  description: 'Made by hand',
}));
const twoWebs = {
  servers: [
    { id: 1, name: 'web' },
    { id: 2, name: 'web' },
  ],
};

/** Each of them fails, or warns. */
function all(
  produce: (situation: Situation) => Promise<string>,
  situations: Readonly<
    Record<string, readonly [StepInputs, SimulatorOptions?, Partial<Situation>?]>
  >,
): Readonly<Record<string, Produce>> {
  const entries = Object.entries(situations).map(([name, [inputs, sim = {}, more = {}]]) => [
    name,
    () => produce({ inputs, sim, ...more }),
  ]);
  return Object.fromEntries(entries);
}

const before: Readonly<Record<string, Produce>> = {
  'a bad input': () => inputErrorOf({ ...create, keep_last: '11' }),
  'no token': () => inputErrorOf({ ...create, api_token: '' }),
  ...all(failureOf, {
    'a wrong token': [
      create,
      { faults: [on.get.any.status(401, 'detail', { text: 'Invalid token.' })] },
    ],
    'no list under that address': [
      create,
      { faults: [on.get.backups.status(404, 'detail', { text: 'Not found.' })] },
    ],
    'a web page': [create, { faults: [on.get.backups.status(403, 'html', { text: 'Sign in' })] }],
    'a redirect': [create, { faults: [on.get.backups.redirect(302, 'https://sso.example/')] }],
    'no connection': [create, { faults: [on.any.refuse()] }],
    'VPS.org is down': [
      create,
      { faults: [on.any.status(503, 'text', { text: 'Service Unavailable' })] },
    ],
    'no server of that name': [{ operation: 'create', server_name: 'web' }],
    'two servers of that name': [{ operation: 'create', server_name: 'web' }, twoWebs],
    'id and name differ': [{ ...create, server_name: 'db-server-01' }],
  }),
};

const creating: Readonly<Record<string, Produce>> = {
  ...all(failureOf, {
    'a token without permission': [
      create,
      { faults: [on.post.any.status(403, 'detail', { text: 'Forbidden.' })] },
    ],
    'no such server': [{ ...create, server_id: '99999' }],
    'a full server, without keep_last': [create, { backups: tenOfOthers }],
    'a full server, none can be deleted': [{ ...create, keep_last: '3' }, { backups: tenOfOthers }],
    'ten backups, and another reason': [
      { ...create, keep_last: '3' },
      {
        backups: tenOfOthers,
        dialect: { limitAnswer: { status: 400, shape: 'detail', text: 'Insufficient balance.' } },
      },
    ],
    'an unknown outcome': [create, { faults: [on.post.backups.reset('before')] }],
    'an unknown outcome, the list incomplete': [
      create,
      {
        backups: tenOfOthers.slice(0, 4),
        faults: [on.post.backups.reset()],
        dialect: { capRowsAt: 2 },
      },
    ],
    'the backup failed': [create, { backupOutcome: 'failed' }],
    wait_timeout: [create, { backupDurationMs: 2 * HOUR }],
    'the token was revoked in the middle of the wait': [
      create,
      { faults: [on.get.backups.from(3).status(401, 'detail', { text: 'Invalid token.' })] },
    ],
    'deleted meanwhile': [
      wait501,
      { backups: [own(501, { duration_ms: HOUR })] },
      {
        prepare: ({ clock, sim }) => void clock.sleep(MINUTE).then(() => sim.vps.deleteBackup(501)),
      },
    ],
    'never listed': [wait777],
    'of another server': [wait501, { backups: [own(501, { server_id: 12346 })] }],
    'one of several servers': [
      { ...create, server_id: '12345, 12346' },
      { backupOutcome: ({ serverId }) => (serverId === 12346 ? 'failed' : 'completed') },
    ],
  }),
  cancelled: () => cancelledAfterMinute({ inputs: create, sim: { backupDurationMs: HOUR } }),
};

const restoring = all(failureOf, {
  'not there': [restore501],
  'of another server': [restore501, { backups: [own(501, { server_id: 12346 })] }],
  'not completed': [restore501, { backups: [own(501, { status: 'failed' })] }],
  'latest: none': [latest, { backups: tenOfOthers }],
  'last_good: none': [lastGood, { backups: [own(501)] }],
  'latest: of this run': [
    latest,
    { backups: [own(501, { description: marked('create', { runId: RUN.runId }) })] },
  ],
  'latest: too old': [latest, { backups: [own(501, { created_at: ago(8 * DAY) })] }],
  'latest: undated': [latest, { backups: [own(501, { created_at: null })] }],
  'latest: 0 MB': [latest, { backups: [own(501, { size_mb: 0 }), own(500)] }],
  'latest: incomplete list': [latest, { backups: tenOfOthers, dialect: { capRowsAt: 5 } }],
  'already restoring': [
    restore501,
    {
      backups: [own(501)],
      servers: [{ id: 12345, name: 'web-server-01', status: 'restoring' }],
    },
  ],
  'no safety backup': [
    { ...restore501, safety_backup: 'true' },
    { backups: [own(501)], backupOutcome: 'failed' },
  ],
  rejected: [
    restore501,
    {
      backups: [own(501)],
      faults: [
        on.post.restore.status(400, 'detail', {
          text: 'server is not in a valid state for restoration',
        }),
      ],
    },
  ],
  'an unknown outcome': [
    restore501,
    { backups: [own(501)], faults: [on.post.restore.reset('after')] },
  ],
  'the server fails': [restore501, { backups: [own(501)], restoreOutcome: 'error' }],
  wait_timeout: [restore501, { backups: [own(501)], restoreDurationMs: 2 * HOUR }],
});

const others = all(failureOf, {
  'delete: not there': [{ operation: 'delete', backup_id: '501, 777' }, { backups: [own(501)] }],
  'delete: still there': [
    { operation: 'delete', backup_id: '501' },
    { backups: [own(501)], dialect: { deleteAnswer: '404', deleteTakesMs: 'never' } },
  ],
  'delete: rejected': [
    { operation: 'delete', backup_id: '501' },
    {
      backups: [own(501)],
      faults: [on.delete.backup.status(403, 'detail', { text: 'Forbidden.' })],
    },
  ],
  'prune: an incomplete list': [prune, { backups: tenOfOthers, dialect: { capRowsAt: 5 } }],
  'list: an unknown server': [{ operation: 'list', server_id: '99999' }],
  'check: too old': [check, { backups: [own(501)] }],
  'check: none': [check],
});

const warnings: Readonly<Record<string, Produce>> = {
  'an input without effect': () => inputWarningOf({ ...create, older_than: '7d' }),
  ...all(warningOf, {
    'an incomplete list': [
      { operation: 'list', server_id: SERVER },
      { backups: tenOfOthers, dialect: { capRowsAt: 5 } },
    ],
    "the runner's clock": [create, { dialect: { clockSkewMs: 2 * HOUR } }],
    'a backup without a date': [prune, { backups: [own(501), own(502, { created_at: null })] }],
    'dates that are off': [
      { ...create, keep_last: '3' },
      { backups: [own(401)], dialect: { createdAtSkewMs: 2 * HOUR } },
    ],
    'an undocumented status': [create, { intermediateStatuses: ['verifying'] }],
    'a lost marker': [create, { dialect: { stripMarker: true } }],
    '0 MB': [
      { ...create, keep_last: '3' },
      { backups: [own(401)], dialect: { newSizes: 'zero' } },
    ],
    'a backup that shrank': [
      { ...create, keep_last: '3' },
      { backups: [own(401)], dialect: { newSizes: 'shrinking' } },
    ],
    'few slots left': [create, { backups: tenOfOthers.slice(0, 8) }],
    'a rotation that is not complete': [
      { ...create, keep_last: '2' },
      {
        backups: [own(301, { created_at: ago(9 * DAY) }), own(302, { created_at: ago(8 * DAY) })],
        faults: [on.delete.backup.status(403, 'detail', { text: 'Forbidden.' })],
      },
    ],
    'wait: false with keep_last': [{ ...create, wait: 'false', keep_last: '3' }],
    'an unobserved restore': [restore501, { backups: [own(501)], restoreStatuses: [] }],
    'a server that is stopped now': [
      restore501,
      { backups: [own(501)], restoreOutcome: 'stopped' },
    ],
    'no backup left': [{ operation: 'delete', backup_id: '501' }, { backups: [own(501)] }],
  }),
};

/** By the names of the tables. */
export const tables: Readonly<Record<string, Readonly<Record<string, Produce>>>> = {
  before,
  create: creating,
  restore: restoring,
  others,
  warnings,
};
