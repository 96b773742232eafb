/** The client's reading side: what is asked for, and again, and what is made of the answers. */
import { describe, expect, test } from '@jest/globals';
import {
  BACKUP,
  faultOf,
  LISTED,
  type Played,
  play,
  refused,
  reset,
  STARTED,
  times,
} from './scripted-transport.js';

describe('where requests go', () => {
  test.each([
    ['https://admin.vps.org/api/v1', '/api/v1'],
    ['https://admin.vps.org/api/v1/', '/api/v1'],
    ['https://admin.vps.org/api//', '/api'],
    ['https://admin.vps.org', ''],
  ])('%s: every path ends in a slash', async (url, base) => {
    const { api, settle, sent, targets } = play(
      [LISTED, { body: '[]' }, STARTED, { status: 204 }, { status: 200 }],
      url,
    );
    await settle(api.listBackups({}));
    await settle(api.listServers());
    await settle(api.createBackup(7, 'x'));
    await settle(api.deleteBackup(502));
    await settle(api.restoreBackup(7, 502));
    expect(targets()).toEqual([
      `GET ${base}/backups/`,
      `GET ${base}/servers/`,
      `POST ${base}/backups/`,
      `DELETE ${base}/backups/502/`,
      `POST ${base}/servers/7/restore/`,
    ]);
    expect(sent.map((request) => request.body)).toEqual([
      undefined,
      undefined,
      { server_id: 7, description: 'x' },
      undefined,
      { backup_id: 502 },
    ]);
    expect(sent.map((request) => request.timeoutMs)).toEqual([
      30_000, 30_000, 30_000, 30_000, 30_000,
    ]);
  });

  test.each([
    [{ serverId: 7 }, '?server_id=7'],
    [{ backupType: 'manual' }, '?backup_type=manual'],
    [{ serverId: 7, backupType: 'automatic' }, '?server_id=7&backup_type=automatic'],
    [{ backupType: null }, ''],
    [{}, ''],
  ])('the filter %j', async (filter, search) => {
    const { api, settle, targets } = play([LISTED]);
    await settle(api.listBackups(filter));
    expect(targets()).toEqual([`GET /api/v1/backups/${search}`]);
  });
});

describe('a list', () => {
  test('is narrowed', async () => {
    const { api, settle } = play([LISTED]);
    expect(await settle(api.listBackups({}))).toMatchObject({
      items: [{ id: 502, serverId: 7, status: 'in_progress' }],
      complete: true,
      truncated: false,
      pagesInAll: 1,
    });
  });

  test('of servers, too', async () => {
    const { api, settle } = play([
      { body: JSON.stringify([{ id: 7, name: 'web', status: 'active' }]) },
    ]);
    expect(await settle(api.listServers())).toMatchObject({
      items: [{ id: 7, name: 'web', status: 'active' }],
      complete: true,
    });
  });

  test('is followed through its pages, each with its own retries', async () => {
    const first = {
      body: JSON.stringify({
        count: 2,
        next: 'https://admin.vps.org/api/v1/backups/?page=2',
        results: [BACKUP],
      }),
    };
    const second = {
      body: JSON.stringify({ count: 2, next: null, results: [{ ...BACKUP, id: 503 }] }),
    };
    const { api, settle, targets } = play([
      { status: 500 },
      first,
      ...times(5, { status: 502 }),
      second,
    ]);
    expect(await settle(api.listBackups({}))).toMatchObject({
      items: [{ id: 502 }, { id: 503 }],
      complete: true,
    });
    expect(new Set(targets().slice(2))).toEqual(new Set(['GET /api/v1/backups/?page=2']));
  });

  test('is followed until it is enough', async () => {
    const { api, settle } = play([
      { body: JSON.stringify({ count: 2, next: '?page=2', results: [BACKUP] }) },
    ]);
    expect(await settle(api.listBackups({}, {}, (rows) => rows.has(502)))).toMatchObject({
      complete: false,
      truncated: true,
    });
  });

  test('a next to another host is not followed', async () => {
    const { api, settle, targets } = play([
      {
        body: JSON.stringify({
          next: 'https://evil.example/api/v1/backups/?page=2',
          results: [BACKUP],
        }),
      },
    ]);
    expect(await settle(api.listBackups({}))).toMatchObject({ complete: false });
    expect(targets()).toHaveLength(1);
  });
});

describe('GETs', () => {
  const passing: [string, Played][] = [
    ['a refused connection', refused()],
    ['a reset', reset()],
    ['408', { status: 408 }],
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['HTML with 200', { body: '<html>Back soon</html>' }],
    ['JSON that is no list', { body: '{"ok":true}' }],
    ['a list that was cut short', { ...LISTED, bodyComplete: false }],
  ];

  test.each(passing)('%s: tried again up to 5 times', async (_, played) => {
    const good = play([...times(5, played), LISTED]);
    expect(await good.settle(good.api.listBackups({}))).toMatchObject({ items: [{ id: 502 }] });
    const bad = play(times(6, played));
    expect((await faultOf(bad.settle(bad.api.listBackups({})))).isTransient).toBe(true);
    expect(bad.sent).toHaveLength(6);
  });

  test.each([400, 401, 403, 404, 405, 409, 422, 301, 302, 307])(
    '%p: not tried again',
    async (status) => {
      const { api, settle, sent } = play([{ status, body: '{"detail":"No."}' }]);
      expect(await faultOf(settle(api.listBackups({})))).toMatchObject({
        status,
        detail: 'No.',
        action: 'list the backups',
      });
      expect(sent).toHaveLength(1);
    },
  );

  test('with pauses that double from half a second', async () => {
    const { api, settle, sent } = play([...times(5, { status: 500 }), LISTED]);
    await settle(api.listBackups({}));
    expect(sent.map((request) => request.at)).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500]);
  });

  test('Retry-After makes a pause longer, never shorter', async () => {
    const { api, settle, sent } = play([
      { status: 429, retryAfterMs: 7_000 },
      { status: 429, retryAfterMs: 100 },
      { body: '<p>', retryAfterMs: 3_000 },
      LISTED,
    ]);
    await settle(api.listBackups({}));
    expect(sent.map((request) => request.at)).toEqual([0, 7_000, 8_000, 11_000]);
  });

  test('each retry is told', async () => {
    const { api, settle, retries } = play([{ status: 503 }, reset(), LISTED]);
    await settle(api.listBackups({}));
    expect(retries).toEqual([
      'Could not list the backups (503); trying again in 0.5 s',
      'Could not list the backups (ECONNRESET: the connection was reset); trying again in 1 s',
    ]);
  });

  test('a list whose JSON is broken is not printed', async () => {
    const { api, settle } = play(times(6, { body: '{"count": 1, "results": [{"id": 50' }));
    expect(await faultOf(settle(api.listBackups({})))).toMatchObject({
      detail: 'its answer can not be read',
    });
  });

  test('a byte order mark before the JSON does no harm', async () => {
    const { api, settle } = play([
      { body: `\uFEFF${JSON.stringify({ count: 1, results: [BACKUP] })}` },
    ]);
    expect(await settle(api.listBackups({}))).toMatchObject({
      complete: true,
      items: [{ id: BACKUP.id }],
    });
  });

  test('what was unreadable is told with its beginning', async () => {
    const html = play(times(6, { body: '<title>Back soon</title>' }));
    expect(await faultOf(html.settle(html.api.listBackups({})))).toMatchObject({
      status: 200,
      detail: 'its answer can not be read: Back soon',
      about: { unreadable: true },
    });
    const empty = play(times(6, { body: '' }));
    expect((await faultOf(empty.settle(empty.api.listServers()))).message).toContain(
      'VPS.org answered 200 when asked to list the servers: its answer can not be read.',
    );
    const short = play(times(6, { body: '[{"id"', bodyComplete: false }));
    expect((await faultOf(short.settle(short.api.listBackups({})))).detail).toBe(
      'its answer was cut short',
    );
  });

  test("a fault of another kind is nobody's to retry", async () => {
    const { api, settle, sent } = play([new Error('a fault of ours')]);
    await expect(settle(api.listBackups({}))).rejects.toThrow('a fault of ours');
    expect(sent).toHaveLength(1);
  });

  test('a cancellation ends the pause', async () => {
    const { api, cancel, sent } = play([{ status: 500 }, LISTED]);
    const work = api.listBackups({});
    await Promise.resolve();
    cancel.abort(new Error('asked to end'));
    await expect(work).rejects.toThrow('asked to end');
    expect(sent).toHaveLength(1);
  });
});

describe('a look', () => {
  test('is a single try', async () => {
    const { api, settle, sent, retries } = play([{ status: 500 }]);
    expect(await faultOf(settle(api.listBackups({}, { timeoutMs: 60_000 })))).toMatchObject({
      status: 500,
    });
    expect([sent.length, retries.length]).toEqual([1, 0]);
  });

  test.each([60_000, 700, 0])(
    'of %p ms ends by its moment, wherever it stands in line',
    async (timeoutMs) => {
      const { api, clock, settle, sent } = play([LISTED, { body: '[]' }]);
      clock.advance(10_000);
      await settle(api.listBackups({}, { timeoutMs }));
      await settle(api.listServers({ timeoutMs }));
      const until = clock.now() + timeoutMs;
      expect(sent).toMatchObject([
        { timeoutMs: 30_000, deadline: until },
        { timeoutMs: 30_000, deadline: until },
      ]);
    },
  );

  test('its pages share the moment', async () => {
    const first = { body: JSON.stringify({ next: '?page=2', results: [] }) };
    const { api, clock, settle, sent } = play([first, { body: '[]' }]);
    await settle(api.listBackups({}, { timeoutMs: 5_000 }));
    expect(sent.map((request) => request.deadline)).toEqual([
      clock.start + 5_000,
      clock.start + 5_000,
    ]);
  });

  test('what is no look has no such moment', async () => {
    const { api, settle, sent } = play([LISTED]);
    await settle(api.listBackups({}));
    expect(sent[0]).not.toHaveProperty('until');
  });
});

describe('a list whose rows move while it is read', () => {
  const moving = (counts: readonly number[]): Played[] =>
    counts.map((count, place) => ({
      body: JSON.stringify({
        count,
        next: place % 2 === 0 ? '?page=2' : null,
        results: [{ ...BACKUP, id: (place % 2) + 1 }],
      }),
    }));

  test('is read again, twice at most', async () => {
    const once = play(moving([3, 2, 2, 2]));
    expect(await once.settle(once.api.listBackups({}))).toMatchObject({ complete: true });
    const ever = play(moving([3, 2, 3, 2, 3, 2]));
    expect(await ever.settle(ever.api.listBackups({}))).toMatchObject({ complete: false });
    expect(ever.sent).toHaveLength(6);
  });

  test('is partial in a look', async () => {
    const { api, settle, sent } = play(moving([3, 2]));
    expect(await settle(api.listBackups({}, { timeoutMs: 5_000 }))).toMatchObject({
      complete: false,
    });
    expect(sent).toHaveLength(2);
  });
});
