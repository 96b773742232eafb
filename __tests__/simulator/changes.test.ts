import { describe, expect, test } from '@jest/globals';
import {
  acceptanceDialects,
  type Dialect,
  deletionDialects,
  dubiousCreateDialects,
  dubiousRestoreDialects,
  on,
} from '../../simulator/index.js';
import { setUp } from './helpers.js';

const gatewayTimeout: Partial<Dialect> = {
  deleteAnswer: { status: 504, shape: 'html' },
  repeatedDelete: { status: 409, shape: 'detail' },
};
const body = { server_id: 12345, description: 'mine' };

const post = async (dialect: Partial<Dialect>) => {
  const { ask, clock, sim } = setUp({ dialect });
  const answer = await ask('POST /backups/', body);
  const made = sim.vps.backups.length;
  clock.advance(30_000);
  return { ...answer, made, later: sim.vps.backups };
};

const remove = async (dialect: Partial<Dialect>) => {
  const { ask, clock, ids, sim } = setUp({ backups: [{ id: 1 }], dialect });
  const answers: (number | string)[] = [];
  const rows: unknown[] = [];
  for (const ms of [0, 30_000, 60_000]) {
    clock.advance(ms);
    const { status, text } = await ask('DELETE /backups/1/');
    answers.push(status === 200 ? text : status);
    rows.push((await ids()).length);
  }
  return { answers, rows, deleted: sim.vps.deleted, left: sim.vps.backups.length };
};
const no = (what: string) => `{${what},"message":"The operation could not be performed."}`;

describe('POST /backups/', () => {
  test.each<[Dialect['postAnswer'], number, string]>([
    ['202 accepted', 202, '{"status":"accepted"}'],
    ['202 queued', 202, '{"status":"queued"}'],
    ['202 task', 202, '{"task_id":"'],
    ['202 empty', 202, ''],
    ['200 empty', 200, ''],
    ['200 row', 200, '{"id":502,'],
    ['201 array', 201, '[{"id":502,'],
    ['200 success false', 200, '{"success":false,'],
    ['201 success false', 201, '{"success":false,'],
    ['200 status error', 200, '{"status":"error",'],
    ['201 status error', 201, '{"status":"error",'],
  ])('answers %s, and makes the backup', async (postAnswer, status, text) => {
    const answer = await post({ postAnswer });
    expect(answer.status).toBe(status);
    expect(answer.text.slice(0, text.length || undefined)).toBe(text);
    expect(answer.made).toBe(1);
  });
});

describe('a new backup', () => {
  test('is made never, or later', async () => {
    const never = await post({ postAnswer: '202 task', createTakesMs: 'never' });
    expect([never.made, never.later]).toEqual([0, []]);
    const late = await post({ postAnswer: '202 task', createTakesMs: 20_000 });
    expect([late.made, late.later.length]).toEqual([0, 1]);
    expect(late.later[0]).toMatchObject({ id: 502, status: 'completed' });
  });

  test('is shown though it never exists', async () => {
    const answer = await post({ createTakesMs: 'never' });
    expect(answer).toMatchObject({ status: 201, json: { id: 502 }, later: [] });
  });

  test('is shown with another status, or another server', async () => {
    expect((await post({ createdStatus: 'failed' })).json.status).toBe('failed');
    const mislabelled = await post({ createdFor: 'another, in the answer only' });
    expect(mislabelled.json.server.id).toBe(12346);
    expect(mislabelled.later).toMatchObject([{ server_id: 12345, status: 'completed' }]);
    const another = await post({ createdFor: 'another' });
    expect(another.json.server.id).toBe(12346);
    expect(another.later).toMatchObject([{ server_id: 12346 }]);
  });

  test.each(Object.entries({ ...acceptanceDialects, ...dubiousCreateDialects }))(
    'in "%s" gets a 2xx unlike the documented one, or none is made',
    async (_name, dialect) => {
      const { status, json, made } = await post(dialect);
      const plain = await post({});
      expect(status).toBeLessThan(300);
      expect({ status, json, made }).not.toEqual({ status: 201, json: plain.json, made: 1 });
    },
  );
});

describe('DELETE /backups/{id}/', () => {
  test.each<[string, Partial<Dialect>, object]>([
    ['a ghost for a while', { staleDeletedMs: 60_000 }, { rows: [1, 1, 0], deleted: [1] }],
    ['a ghost for good', { staleDeletedMs: 'always' }, { rows: [1, 1, 1], left: 0 }],
    ['204, and it stays', { deleteTakesMs: 'never' }, { answers: [204, 204, 204], left: 1 }],
    ['404, done', { deleteAnswer: '404' }, { answers: [404, 404, 404], rows: [0, 0, 0] }],
    [
      '202, done later',
      { deleteAnswer: '202 empty', deleteTakesMs: 40_000 },
      { answers: [202, 202, 404], rows: [1, 1, 0], deleted: [1] },
    ],
    [
      'success false, and it stays',
      { deleteAnswer: '200 success false', deleteTakesMs: 'never' },
      { answers: Array(3).fill(no('"success":false')), deleted: [] },
    ],
    [
      'status error, done',
      { deleteAnswer: '200 status error' },
      { answers: [no('"status":"error"'), 404, 404], deleted: [1] },
    ],
    ['504, done, then 409', gatewayTimeout, { answers: [504, 409, 409], deleted: [1] }],
    [
      '500, and it stays',
      { deleteAnswer: { status: 500, shape: 'empty' }, deleteTakesMs: 'never' },
      { answers: [500, 500, 500], left: 1, deleted: [] },
    ],
  ])('%s', async (_name, dialect, expected) => {
    expect(await remove(dialect)).toMatchObject(expected);
  });
});

describe('DELETE /backups/{id}/, in other ways', () => {
  test('is soft: the row stays with its new status, and takes no slot', async () => {
    const { ask, clock, sim } = setUp({
      backups: [{ id: 1 }],
      dialect: { softDelete: 'deleted', staleDeletedMs: 5000 },
      manualLimit: 1,
    });
    await ask('DELETE /backups/1/');
    const shown = async () => (await ask('GET /backups/')).json.results[0].status;
    expect(await shown()).toBe('completed');
    clock.advance(5000);
    expect(await shown()).toBe('deleted');
    expect(sim.vps.backups).toEqual([]);
    expect((await ask('POST /servers/12345/restore/', { backup_id: 1 })).status).toBe(404);
    expect((await ask('POST /backups/', body)).status).toBe(201);
  });

  test('404 on the second try may also come by a fault', async () => {
    const { ask } = setUp({
      backups: [{ id: 1 }],
      faults: [on.delete.backup.nth(1).status(504, 'html', { commit: 'after' })],
    });
    expect((await ask('DELETE /backups/1/')).status).toBe(504);
    expect((await ask('DELETE /backups/1/')).status).toBe(404);
  });

  test.each(Object.entries(deletionDialects))('"%s" differs', async (_name, dialect) => {
    expect(await remove(dialect)).not.toEqual(await remove({}));
  });
});

describe('POST /servers/{id}/restore/', () => {
  const restore = async (dialect: Partial<Dialect>) => {
    const { ask, clock, sim } = setUp({ backups: [{ id: 1 }], dialect });
    const answer = await ask('POST /servers/12345/restore/', { backup_id: 1 });
    const statuses = [0, 20_000, 70_000].map((ms) => {
      clock.advance(ms);
      return sim.vps.server(12345)?.status;
    });
    return {
      status: answer.status,
      text: answer.text,
      statuses,
      restores: sim.vps.restores.length,
    };
  };

  test.each<[Dialect['restoreAnswer'], number, string]>([
    ['202 accepted', 202, '{"status":"accepted"}'],
    ['202 queued', 202, '{"status":"queued"}'],
    ['200 empty', 200, ''],
  ])('is accepted with %s', async (restoreAnswer, status, text) => {
    expect(await restore({ restoreAnswer })).toEqual({
      status,
      text,
      statuses: ['restoring', 'active', 'active'],
      restores: 1,
    });
  });

  test('begins later, or never', async () => {
    const late = await restore({ restoreTakesMs: 20_000 });
    expect(late).toMatchObject({ statuses: ['active', 'restoring', 'active'], restores: 1 });
    const never = await restore({ restoreTakesMs: 'never', restoreAnswer: '200 success false' });
    expect(never).toMatchObject({ status: 200, statuses: ['active', 'active', 'active'] });
    expect(never.restores).toBe(0);
  });

  test.each(Object.entries(dubiousRestoreDialects))('"%s" differs', async (_name, dialect) => {
    expect(await restore(dialect)).not.toEqual(await restore({}));
  });
});

test('a bare 2xx to one request only', async () => {
  const { ask, sim } = setUp({
    faults: [
      on.post.backups.nth(1).bare('202 task'),
      on.post.backups.nth(2).bare('200 success false', 'before'),
    ],
  });
  expect((await ask('POST /backups/', body)).json).toEqual({ task_id: expect.any(String) });
  expect((await ask('POST /backups/', body)).json).toMatchObject({ success: false });
  expect((await ask('POST /backups/', body)).status).toBe(201);
  expect(sim.vps.created).toHaveLength(2);
});
