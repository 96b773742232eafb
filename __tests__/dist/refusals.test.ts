/** What VPS.org says no to, and the built action's message that says what to do about it. */
import { describe, expect, jest, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import {
  ago,
  DAY,
  errorOf,
  HOUR,
  type Inputs,
  marked,
  PATIENCE_MS,
  stage,
} from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const ALL: readonly Inputs[] = [
  { operation: 'create' },
  { operation: 'list' },
  { operation: 'wait', backup_id: '501' },
  { operation: 'restore', backup_id: '501' },
  { operation: 'delete', backup_id: '501' },
  { operation: 'prune', keep_last: '1' },
];

describe('the token', () => {
  test.concurrent.each(ALL)('is not valid: %j', (inputs) =>
    stage({ token: 'vps_another_token' }, async ({ sim, step }) => {
      const result = await step({ ...inputs, api_token: 'vps_test_wrong_token' });
      expect(errorOf(result)).toMatch(/VPS\.org answered 401: Invalid token\./);
      // A wait takes only the second one in a row for an answer.
      const polls = inputs.operation === 'wait' ? ['GET', 'GET'] : ['GET'];
      expect(sim.requests.map((one) => one.method)).toEqual(polls);
    })(),
  );

  test.concurrent('is not permitted to create backups', () =>
    stage(
      { faults: [on.post.backups.status(403, 'detail', { text: 'You do not have permission.' })] },
      async ({ step, sent }) => {
        const result = await step({});
        expect(errorOf(result)).toMatch(
          /^No backup of server 12345 was created\. .*403: You do not have permission\. Give the token this permission/,
        );
        expect(result.outputs.backup_id).toBe('');
        expect(sent('POST')).toHaveLength(1);
      },
    )());
});

describe('a server', () => {
  test.concurrent('that is not there', () =>
    stage({}, async ({ step, sent }) => {
      const result = await step({ server_id: '77' });
      expect(errorOf(result)).toMatch(/77.*404.*Server not found.*check server_id/i);
      expect(sent('POST')).toHaveLength(1);
    })());

  const full: BackupSeed[] = Array.from({ length: 10 }, (_, i) => ({
    id: 401 + i,
    created_at: ago((20 - i) * DAY),
  }));

  test.concurrent.each([400, 403, 409, 422])('that has ten manual backups and says %i', (status) =>
    stage(
      {
        backups: full,
        dialect: { limitAnswer: { status, shape: 'fields', text: 'At most 10 backups.' } },
      },
      async ({ sim, step, sent }) => {
        const result = await step({});
        expect(errorOf(result)).toMatch(
          new RegExp(
            `^No backup .* all 10 slots .* answered ${status}: .*At most 10 backups\\)\\. Delete one .*\n- 401: .*\n- 402: `,
          ),
        );
        expect(sent('POST')).toHaveLength(1);
        expect(sim.vps.deleted).toEqual([]);
      },
    )(),
  );

  test.concurrent('that has ten, and rejects for another reason: nothing is deleted', () =>
    stage(
      {
        backups: full.map((row) => ({ ...row, description: marked() })),
        dialect: { limitAnswer: { status: 400, shape: 'detail', text: 'Insufficient balance.' } },
      },
      async ({ sim, step, sent }) => {
        const result = await step({ keep_last: '3' });
        expect(errorOf(result)).toMatch(/answered 400: Insufficient balance\..*operation: prune/);
        expect(sent('POST')).toHaveLength(1);
        expect(sim.vps.deleted).toEqual([]);
      },
    )());

  test.concurrent('that is full, with keep_last: exactly one is deleted to free a slot, then rotation deletes what is beyond', () =>
    stage(
      { backups: full.map((row) => ({ ...row, description: marked() })), backupDurationMs: 0 },
      async ({ sim, step, sent }) => {
        const result = await step({ keep_last: '8' });
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { backup_id: '502', status: 'completed', deleted_ids: '[401,402,403]' },
        });
        const changes = sim.requests
          .filter((one) => one.method !== 'GET')
          .map((one) => `${one.method} ${one.outcome?.status}`);
        expect(changes).toEqual(['POST 400', 'DELETE 204', 'POST 201', 'DELETE 204', 'DELETE 204']);
        expect(sent('DELETE')).toEqual([
          'DELETE /backups/401/',
          'DELETE /backups/402/',
          'DELETE /backups/403/',
        ]);
        expect(result.summary).toMatch(/\| 401 \| to free a slot: number 11/);
      },
    )());
});

describe('a restore', () => {
  const hours = (age: number, row: BackupSeed): BackupSeed => ({
    created_at: ago(age * HOUR),
    ...row,
  });
  const REFUSED: readonly [string, Inputs, readonly BackupSeed[], RegExp][] = [
    ['a backup that is not there', { backup_id: '501' }, [], /server 12345 has no backup 501\./],
    [
      "another server's",
      { backup_id: '501' },
      [{ id: 501, server_id: 12346 }],
      /501 belongs to another server.*12346.*12345/,
    ],
    [
      'a failed one',
      { backup_id: '501' },
      [{ id: 501, status: 'failed' }],
      /501.*is failed, not completed/,
    ],
    [
      'an unfinished one',
      { backup_id: '501' },
      [{ id: 501, status: 'in_progress' }],
      /501.*in_progress.*operation: wait/,
    ],
    [
      'latest where nothing is',
      { backup_id: 'latest' },
      [],
      /no backup of server 12345 passes the filters of latest/,
    ],
    [
      'latest where only others have some',
      { backup_id: 'latest' },
      [hours(2, {})],
      /no backup of server 12345 passes the filters of latest\..*scope: server\.\n- 101: 2h old, .*: not made by this repository/,
    ],
    [
      'latest made by this run',
      { backup_id: 'latest' },
      [hours(2, { id: 501, description: marked({ run: '9000000001.1' }) })],
      /latest, backup 501 \(2h old\), was made by this run.*set backup_id: 501/,
    ],
    [
      'latest that is old',
      { backup_id: 'latest' },
      [hours(170, { id: 501, description: marked() })],
      /501.*older than max_age/,
    ],
    [
      'latest without a date',
      { backup_id: 'latest' },
      [{ id: 501, created_at: 'long ago', description: marked() }],
      /backup 501 passes the filters of latest, but has no usable date/,
    ],
    [
      'a safety backup as latest',
      { backup_id: 'latest' },
      [hours(2, { description: marked({ kind: 'safety' }) })],
      /passes the filters of latest[\s\S]*run 8900000001, commit c0ffee0: a safety backup/,
    ],
  ];

  test.concurrent.each(REFUSED)(
    'of %s is refused before anything is sent',
    (...[, inputs, backups, says]) =>
      stage({ backups: [...backups] }, async ({ step, sent }) => {
        const result = await step({ operation: 'restore', safety_backup: 'true', ...inputs });
        expect(errorOf(result)).toMatch(/Nothing was restored/);
        expect(errorOf(result)).toMatch(says);
        expect(sent('POST')).toEqual([]);
      })(),
  );

  test.concurrent('whose safety backup fails is not sent', () =>
    stage(
      { backups: [{ id: 501 }], backupDurationMs: 100, backupOutcome: 'error' },
      async ({ step, sent }) => {
        const result = await step({
          operation: 'restore',
          backup_id: '501',
          safety_backup: 'true',
        });
        expect(errorOf(result)).toMatch(/Nothing was restored.*502.*error.*safety_backup: false/);
        expect(result.outputs).toMatchObject({ backup_id: '501', safety_backup_id: '502' });
        expect(sent('POST')).toEqual(['POST /backups/']);
      },
    )());

  test.concurrent.each([
    on.post.restore.status(502),
    on.post.restore.reset('after'),
    on.post.restore.redirect(307, '/elsewhere/'),
  ])('without a definite answer is a failure, and is not sent again: %j', (fault) =>
    stage({ backups: [{ id: 501 }], faults: [fault] }, async ({ step, sent }) => {
      const result = await step({ operation: 'restore', backup_id: '501' });
      expect(result.outputs).toMatchObject({ backup_id: '501', status: 'unknown' });
      expect(errorOf(result)).toMatch(
        /^The restore of backup 501 .* may have started: .*not sent again\. Check the server/,
      );
      expect(sent('POST')).toHaveLength(1);
    })(),
  );
});

describe('delete', () => {
  test.concurrent('of several, one of them unknown, deletes none', () =>
    stage({ backups: [{ id: 501 }, { id: 499 }] }, async ({ step, sent }) => {
      const result = await step({ operation: 'delete', backup_id: '501 77 499' });
      expect(errorOf(result)).toContain('77');
      expect(result.outputs).toMatchObject({
        backup_id: '501',
        backup_ids: '[501,77,499]',
        deleted_ids: '[]',
      });
      expect(sent('DELETE')).toEqual([]);
    })());

  test.concurrent("of another server's backup deletes none", () =>
    stage({ backups: [{ id: 501, server_id: 12346 }, { id: 499 }] }, async ({ step, sent }) => {
      const result = await step({ operation: 'delete', backup_id: '499, 501' });
      expect(errorOf(result)).toMatch(/Nothing was deleted.*501.*server 12345/);
      expect(sent('DELETE')).toEqual([]);
    })());
});

test.concurrent('an incomplete list deletes nothing', () =>
  stage(
    { backups: [1, 2, 3].map(() => ({ description: marked() })), dialect: { capRowsAt: 2 } },
    async ({ step, sent }) => {
      const result = await step({ operation: 'prune', keep_last: '1' });
      expect(errorOf(result)).toMatch(/incomplete/);
      expect(sent('DELETE')).toEqual([]);
    },
  )());
