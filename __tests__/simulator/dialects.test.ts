import { describe, expect, test } from '@jest/globals';
import type { Dialect } from '../../simulator/index.js';
import { setUp } from './helpers.js';

const five = Array.from({ length: 5 }, (_, i) => ({ id: i + 1 }));

describe('pages', () => {
  test('lead on to one another, on the origin of the request', async () => {
    const { ask } = setUp({ backups: five, dialect: { pageSize: 2, order: 'id' } });
    const first = (await ask('GET /backups/?server_id=12345')).json;
    expect(first).toMatchObject({ count: 5, previous: null, results: [{ id: 1 }, { id: 2 }] });
    expect(first.next).toBe('https://admin.vps.org/api/v1/backups/?server_id=12345&page=2');
    const last = (await ask('GET /backups/?server_id=12345&page=3')).json;
    expect(last).toMatchObject({ count: 5, next: null, results: [{ id: 5 }] });
    expect(last.previous).toBe('https://admin.vps.org/api/v1/backups/?server_id=12345&page=2');
    expect((await ask('GET /backups/?page=4')).status).toBe(404);
  });

  test.each<[Partial<Dialect>, string]>([
    [{ relativeNext: true }, '/api/v1/backups/?page=2'],
    [{ nextHost: 'https://evil.example' }, 'https://evil.example/api/v1/backups/?page=2'],
  ])('with %j lead to %s', async (dialect, next) => {
    const { ask } = setUp({ backups: five, dialect: { pageSize: 2, ...dialect } });
    expect((await ask('GET /backups/')).json.next).toBe(next);
  });

  test('without end lead back to the first', async () => {
    const { ask } = setUp({ backups: five, dialect: { pageSize: 5, endlessNext: true } });
    expect((await ask('GET /backups/')).json.next).toMatch(/page=1$/);
  });

  test('of servers too', async () => {
    const { ask } = setUp({ dialect: { pageSize: 1 } });
    expect((await ask('GET /servers/')).json).toMatchObject({ count: 2, results: [{ id: 12345 }] });
  });
});

describe('the shape of a list', () => {
  test('cut without a next: count shows it', async () => {
    const { ask } = setUp({ backups: five, dialect: { capRowsAt: 2, withoutCount: true } });
    const { json } = await ask('GET /backups/');
    expect(json.count).toBe(5);
    expect(json.results).toHaveLength(2);
    expect(json).not.toHaveProperty('next');
  });

  test('a bare array is complete', async () => {
    const { ask } = setUp({
      backups: five,
      dialect: { bareArray: true, pageSize: 2, capRowsAt: 1 },
    });
    expect((await ask('GET /backups/')).json).toHaveLength(5);
    expect((await ask('GET /servers/')).json).toHaveLength(2);
  });

  test('no count', async () => {
    const { ask } = setUp({ backups: five, dialect: { withoutCount: true } });
    expect(Object.keys((await ask('GET /backups/')).json)).toEqual(['results']);
  });

  test.each([
    ['newest', [3, 1, 2]],
    ['oldest', [2, 1, 3]],
    ['id', [1, 2, 3]],
  ] as const)('%s first', async (order, expected) => {
    const days = ['02', '01', '03'];
    const backups = days.map((day, i) => ({ id: i + 1, created_at: `2025-01-${day}T00:00:00Z` }));
    expect(await setUp({ backups, dialect: { order } }).ids()).toEqual(expected);
  });

  test('filters that do nothing', async () => {
    const backups = [{ id: 1 }, { id: 2, server_id: 12346, backup_type: 'automatic' }];
    const server = setUp({ backups, dialect: { ignoreServerFilter: true } });
    expect(await server.ids('?server_id=99&backup_type=manual')).toEqual([1]);
    const type = setUp({ backups, dialect: { ignoreTypeFilter: true } });
    expect(await type.ids('?server_id=12346&backup_type=manual')).toEqual([2]);
  });
});

describe('the shape of a row', () => {
  test('ids as strings, everywhere', async () => {
    const { ask } = setUp({ dialect: { idsAsStrings: true }, backupDurationMs: 0 });
    const ids = { id: '502', server: { id: '12345' } };
    expect((await ask('POST /backups/', { server_id: 12345 })).json).toMatchObject(ids);
    expect((await ask('GET /backups/')).json.results[0]).toMatchObject(ids);
    expect((await ask('GET /servers/')).json.results[0].id).toBe('12345');
    const restored = (await ask('POST /servers/12345/restore/', { backup_id: 502 })).json;
    expect(restored).toMatchObject({ backup: { id: '502' }, server: { id: '12345' } });
  });

  test('nulls and missing fields, but never a lost description', async () => {
    const backups = [
      { id: 1, description: 'mine', expires_at: '2026-01-01T00:00:00Z' },
      { id: 2, description: null },
    ];
    const nulls = (
      await setUp({ backups, dialect: { nulls: 'null', order: 'id' } }).ask('GET /backups/')
    ).json.results;
    expect(nulls[0]).toMatchObject({ size_mb: null, expires_at: null, description: 'mine' });
    expect(nulls[1]).toMatchObject({ size_mb: null, expires_at: null, description: null });
    const missing = (
      await setUp({ backups, dialect: { nulls: 'missing', order: 'id' } }).ask('GET /backups/')
    ).json.results;
    expect(Object.keys(missing[0])).toEqual([
      'id',
      'server',
      'backup_type',
      'status',
      'created_at',
      'description',
    ]);
    expect(Object.keys(missing[1])).toEqual([
      'id',
      'server',
      'backup_type',
      'status',
      'created_at',
    ]);
  });

  test('extra fields', async () => {
    const { ask } = setUp({ backups: [{}], dialect: { extraFields: true } });
    expect((await ask('GET /backups/')).json.results[0]).toHaveProperty('checksum');
    expect((await ask('GET /servers/')).json.results[0]).toHaveProperty('features');
  });
});

describe('what becomes of a description', () => {
  const text = 'Before deploy [gha o/r create key=0123456789ab]';
  test.each<[Partial<Dialect>, string | null]>([
    [{}, text],
    [{ truncateDescriptionAt: 10 }, 'Before dep'],
    [{ truncateDescriptionAt: 10, appendToDescription: '...' }, 'Before dep...'],
    [{ stripMarker: true }, 'Before deploy'],
    [{ dropDescription: true }, null],
  ])('with %j it is kept as %j', async (dialect, kept) => {
    const { ask, sim } = setUp({ dialect });
    expect(
      (await ask('POST /backups/', { server_id: 12345, description: text })).json.description,
    ).toBe(kept);
    expect((await ask('GET /backups/')).json.results[0].description).toBe(kept);
    expect(sim.vps.created[0]).toMatchObject({ description: kept, sent_description: text });
  });

  test('the 201 may say nothing of it', async () => {
    const { ask } = setUp({ dialect: { postAnswer: 'without description' } });
    const { json } = await ask('POST /backups/', { server_id: 12345, description: text });
    expect(json).not.toHaveProperty('description');
    expect((await ask('GET /backups/')).json.results[0].description).toBe(text);
  });
});

describe('late and stale lists', () => {
  test('a new backup shows late, but is there', async () => {
    const { ask, clock, ids, sim } = setUp({ dialect: { listingDelayMs: 5000 }, manualLimit: 1 });
    await ask('POST /backups/', { server_id: 12345 });
    clock.advance(4999);
    expect(await ids()).toEqual([]);
    expect(sim.vps.backups).toHaveLength(1);
    expect((await ask('POST /backups/', { server_id: 12345 })).status).toBe(400);
    clock.advance(1);
    expect(await ids()).toEqual([502]);
  });

  test('a deleted backup shows for a while, but is gone', async () => {
    const { ask, clock, ids } = setUp({
      backups: [{ id: 1 }],
      dialect: { staleDeletedMs: 5000 },
      manualLimit: 1,
    });
    await ask('DELETE /backups/1/');
    clock.advance(4999);
    expect(await ids()).toEqual([1]);
    expect((await ask('DELETE /backups/1/')).status).toBe(404);
    expect((await ask('POST /servers/12345/restore/', { backup_id: 1 })).status).toBe(404);
    expect((await ask('POST /backups/', { server_id: 12345 })).status).toBe(201);
    clock.advance(1);
    expect(await ids()).toEqual([502]);
  });
});

describe('answers nobody documented', () => {
  test.each([
    [{ status: 403, shape: 'message' }, 'message'],
    [{ status: 409, shape: 'error' }, 'error'],
    [{ status: 422, shape: 'errors' }, 'errors'],
    [{ status: 400, shape: 'fields' }, 'non_field_errors'],
  ] as const)('a full server: %j', async (limitAnswer, key) => {
    const { ask } = setUp({ manualLimit: 0, dialect: { limitAnswer } });
    const { status, json, text } = await ask('POST /backups/', { server_id: 12345 });
    expect(status).toBe(limitAnswer.status);
    expect(Object.keys(json)).toEqual([key]);
    expect(text).toContain('Maximum number of manual backups (0) reached');
  });

  test.each([
    ['201', [201, 'application/json'], /"status":"success"/],
    ['202 empty', [202, undefined], /^$/],
    ['204', [204, undefined], /^$/],
    ['200 text', [200, 'text/plain; charset=utf-8'], /^Restore started/],
    ['200 html', [200, 'text/html; charset=utf-8'], /^<!doctype html>/],
  ] as const)('a restore: %s', async (restoreAnswer, head, body) => {
    const { ask, sim } = setUp({ backups: [{ id: 1 }], dialect: { restoreAnswer } });
    const answer = await ask('POST /servers/12345/restore/', { backup_id: 1 });
    expect([answer.status, answer.headers['content-type']]).toEqual(head);
    expect(answer.text).toMatch(body);
    expect(sim.vps.restores).toHaveLength(1);
  });
});

describe('a restore during another', () => {
  test.each([
    [undefined, 400, 1],
    [{ status: 409, shape: 'message' }, 409, 1],
    ['accept', 200, 2],
  ] as const)('with %j: %i', async (restoreWhileRestoring, status, restores) => {
    const dialect = restoreWhileRestoring === undefined ? {} : { restoreWhileRestoring };
    const { ask, clock, sim } = setUp({ backups: [{ id: 1 }], dialect });
    await ask('POST /servers/12345/restore/', { backup_id: 1 });
    clock.advance(1000);
    expect((await ask('POST /servers/12345/restore/', { backup_id: 1 })).status).toBe(status);
    expect(sim.vps.restores).toHaveLength(restores);
    clock.advance(10_000);
    expect(sim.vps.server(12345)?.status).toBe('active');
  });
});
