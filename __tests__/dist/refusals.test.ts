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
      expect(errorOf(result)).toMatch(/401.*Invalid token.*make a new one/);
      expect(sim.requests.map((one) => one.method)).toEqual(['GET']);
    })(),
  );

  test.concurrent('is not permitted to start backups', () =>
    stage(
      { faults: [on.post.backups.status(403, 'detail', { text: 'You do not have permission.' })] },
      async ({ step, sent }) => {
        const result = await step({});
        expect(errorOf(result)).toMatch(
          /12345.*403.*You do not have permission.*permission on the developer page/,
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
      { backups: full, dialect: { limitAnswer: { status, shape: 'fields', text: 'No room.' } } },
      async ({ sim, step, sent }) => {
        const result = await step({});
        expect(errorOf(result)).toMatch(
          new RegExp(
            `10 manual backups.*at most 10.*${status}.*No room\\..*401\\b.*402\\b.*keep_last`,
          ),
        );
        expect(sent('POST')).toHaveLength(1);
        expect(sim.vps.deleted).toEqual([]);
      },
    )(),
  );

  test.concurrent('that is full, with keep_last and nothing that may go', () =>
    stage({ backups: full }, async ({ sim, step, sent }) => {
      const result = await step({ keep_last: '3' });
      expect(errorOf(result)).toMatch(/10 manual backups.*None of them may go.*delete/i);
      expect(sent('POST')).toHaveLength(1);
      expect(sim.vps.deleted).toEqual([]);
    })());

  test.concurrent('that is full, with keep_last: exactly one makes room, then rotation takes what is beyond', () =>
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
        expect(result.summary).toMatch(/\| 401 \|.*room for the new backup/);
      },
    )());
});

describe('a restore', () => {
  const hours = (age: number, row: BackupSeed): BackupSeed => ({
    created_at: ago(age * HOUR),
    ...row,
  });
  const REFUSED: readonly [string, Inputs, readonly BackupSeed[], RegExp][] = [
    ['a backup that is not there', { backup_id: '501' }, [], /501 was not found.*server 12345/],
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
    ['latest where nothing is', { backup_id: 'latest' }, [], /no completed backup of server 12345/],
    [
      'latest where only others have some',
      { backup_id: 'latest' },
      [hours(2, {})],
      /no completed backup.*scope: server/,
    ],
    [
      'latest made by this run',
      { backup_id: 'latest' },
      [hours(2, { id: 501, description: marked({ run: '9000000001.1' }) })],
      /501.*this very run.*give its id/,
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
      /date of backup 501/,
    ],
    [
      'a safety backup as latest',
      { backup_id: 'latest' },
      [hours(2, { description: marked({ kind: 'safety' }) })],
      /no completed backup/,
    ],
  ];

  test.concurrent.each(REFUSED)(
    'of %s is refused before anything is sent',
    (_, inputs, backups, says) =>
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
  ])('with an open answer is a failure, and is not sent again: %j', (fault) =>
    stage({ backups: [{ id: 501 }], faults: [fault] }, async ({ step, sent }) => {
      const result = await step({ operation: 'restore', backup_id: '501' });
      expect(result.outputs).toMatchObject({ backup_id: '501', status: 'unknown' });
      expect(errorOf(result)).toMatch(
        /restore may have started; look at the server before anything else/i,
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

test.concurrent('a partial view deletes nothing', () =>
  stage(
    { backups: [1, 2, 3].map(() => ({ description: marked() })), dialect: { capRowsAt: 2 } },
    async ({ step, sent }) => {
      const result = await step({ operation: 'prune', keep_last: '1' });
      expect(errorOf(result)).toMatch(/incomplete/);
      expect(sent('DELETE')).toEqual([]);
    },
  )());
