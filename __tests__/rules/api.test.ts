/** The client against a transport that plays a script: what is sent, what is sent again, and what is made of the answers. */
import { describe, expect, test } from '@jest/globals';
import { Api, type PostOutcome } from '../../src/vpsorg/api.js';
import { ApiError, TransportError } from '../../src/vpsorg/errors.js';
import type { Answer, Request, Transport } from '../../src/vpsorg/http.js';
import { VirtualClock } from '../support/virtual-clock.js';

type Played = Partial<Answer> | Error;

const BACKUP = {
  id: 502,
  server: { id: 7, name: 'web' },
  backup_type: 'manual',
  status: 'in_progress',
  created_at: '2025-01-16T15:45:00Z',
};
const STARTED: Played = { status: 201, body: JSON.stringify(BACKUP) };
const LISTED: Played = { status: 200, body: JSON.stringify({ count: 1, results: [BACKUP] }) };

const refused = (): Error => new TransportError('ECONNREFUSED', false);
const reset = (): Error => new TransportError('ECONNRESET', true);
const times = (count: number, played: Played): Played[] => Array.from({ length: count }, () => played);

/** An API whose transport plays these answers, in order; a request beyond them is a fault of the test. */
function play(played: readonly Played[], url = 'https://admin.vps.org/api/v1') {
  const clock = new VirtualClock();
  const cancel = new AbortController();
  const sent: (Request & { readonly at: number })[] = [];
  const retries: string[] = [];
  const transport: Transport = {
    send: async (request) => {
      const next = played[sent.length];
      sent.push({ ...request, at: clock.elapsed });
      if (next === undefined) throw new Error(`nobody expected ${request.method} ${request.target}`);
      if (next instanceof Error) throw next;
      return { status: 200, body: '', whole: true, retryAfterMs: null, ...next };
    },
    close: () => {},
  };
  const api = new Api({ url, transport, clock, cancel: cancel.signal, onRetry: (line) => retries.push(line) });
  const targets = (): string[] => sent.map((request) => `${request.method} ${request.target}`);
  return { api, clock, cancel, sent, retries, targets, settle: <T>(work: Promise<T>): Promise<T> => clock.settle(work) };
}

async function faultOf(work: Promise<unknown>): Promise<ApiError> {
  const fault = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (fault instanceof ApiError) return fault;
  throw new Error(`expected an ApiError, but got ${String(fault)}`);
}

describe('where requests go', () => {
  test.each([
    ['https://admin.vps.org/api/v1', '/api/v1'],
    ['https://admin.vps.org/api/v1/', '/api/v1'],
    ['https://admin.vps.org/api//', '/api'],
    ['https://admin.vps.org', ''],
  ])('%s: every path ends in a slash', async (url, base) => {
    const { api, settle, sent, targets } = play([LISTED, { body: '[]' }, STARTED, { status: 204 }, { status: 200 }], url);
    await settle(api.listBackups({}));
    await settle(api.listServers());
    await settle(api.startBackup(7, 'x'));
    await settle(api.deleteBackup(502));
    await settle(api.restore(7, 502));
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
    expect(sent.map((request) => request.timeoutMs)).toEqual([30_000, 30_000, 30_000, 30_000, 30_000]);
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
      rows: [{ id: 502, serverId: 7, status: 'in_progress' }],
      full: true,
      more: false,
      pagesInAll: 1,
    });
  });

  test('of servers, too', async () => {
    const { api, settle } = play([{ body: JSON.stringify([{ id: 7, name: 'web', status: 'active' }]) }]);
    expect(await settle(api.listServers())).toMatchObject({ rows: [{ id: 7, name: 'web', status: 'active' }], full: true });
  });

  test('is followed through its pages, each with its own retries', async () => {
    const first = { body: JSON.stringify({ count: 2, next: 'https://admin.vps.org/api/v1/backups/?page=2', results: [BACKUP] }) };
    const second = { body: JSON.stringify({ count: 2, next: null, results: [{ ...BACKUP, id: 503 }] }) };
    const { api, settle, targets } = play([{ status: 500 }, first, ...times(5, { status: 502 }), second]);
    expect(await settle(api.listBackups({}))).toMatchObject({ rows: [{ id: 502 }, { id: 503 }], full: true });
    expect(new Set(targets().slice(2))).toEqual(new Set(['GET /api/v1/backups/?page=2']));
  });

  test('is followed until it is enough', async () => {
    const { api, settle } = play([{ body: JSON.stringify({ count: 2, next: '?page=2', results: [BACKUP] }) }]);
    expect(await settle(api.listBackups({}, {}, (rows) => rows.has(502)))).toMatchObject({ full: false, more: true });
  });

  test('a next to another host is not followed', async () => {
    const { api, settle, targets } = play([
      { body: JSON.stringify({ next: 'https://evil.example/api/v1/backups/?page=2', results: [BACKUP] }) },
    ]);
    expect(await settle(api.listBackups({}))).toMatchObject({ full: false });
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
    ['a list that was cut short', { ...LISTED, whole: false }],
  ];

  test.each(passing)('%s: tried again up to 5 times', async (_, played) => {
    const good = play([...times(5, played), LISTED]);
    expect(await good.settle(good.api.listBackups({}))).toMatchObject({ rows: [{ id: 502 }] });
    const bad = play(times(6, played));
    expect((await faultOf(bad.settle(bad.api.listBackups({})))).passing).toBe(true);
    expect(bad.sent).toHaveLength(6);
  });

  test.each([400, 401, 403, 404, 405, 409, 422, 301, 302, 307])('%p: not tried again', async (status) => {
    const { api, settle, sent } = play([{ status, body: '{"detail":"No."}' }]);
    expect(await faultOf(settle(api.listBackups({})))).toMatchObject({ status, detail: 'No.', action: 'list the backups' });
    expect(sent).toHaveLength(1);
  });

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
    const short = play(times(6, { body: '[{"id"', whole: false }));
    expect((await faultOf(short.settle(short.api.listBackups({})))).detail).toBe('its answer was cut short');
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
    expect(await faultOf(settle(api.listBackups({}, { budgetMs: 60_000 })))).toMatchObject({ status: 500 });
    expect([sent.length, retries.length]).toEqual([1, 0]);
  });

  test.each([
    [60_000, 30_000],
    [30_000, 30_000],
    [700, 700],
    [0, 1],
  ])('of %p ms gives its request %p ms', async (budgetMs, timeoutMs) => {
    const { api, settle, sent } = play([LISTED, { body: '[]' }]);
    await settle(api.listBackups({}, { budgetMs }));
    await settle(api.listServers({ budgetMs }));
    expect(sent.map((request) => request.timeoutMs)).toEqual([timeoutMs, timeoutMs]);
  });

  test('its pages share the budget', async () => {
    const clock = new VirtualClock();
    const budgets: number[] = [];
    const transport: Transport = {
      send: async (request) => {
        budgets.push(request.timeoutMs);
        clock.advance(2_000);
        const next = budgets.length < 3 ? `?page=${budgets.length + 1}` : null;
        return { status: 200, body: JSON.stringify({ results: [], next }), whole: true, retryAfterMs: null };
      },
      close: () => {},
    };
    const api = new Api({ url: 'https://admin.vps.org', transport, clock, cancel: new AbortController().signal, onRetry: () => {} });
    await clock.settle(api.listBackups({}, { budgetMs: 5_000 }));
    expect(budgets).toEqual([5_000, 3_000, 1_000]);
  });
});

describe('POST /backups/', () => {
  const start = async (played: readonly Played[]) => {
    const one = play(played);
    return { ...one, outcome: await one.settle(one.api.startBackup(7, 'text')) };
  };

  test('201 with the backup', async () => {
    const { outcome, sent } = await start([STARTED]);
    expect(outcome).toMatchObject({ kind: 'accepted', value: { id: 502, serverId: 7, status: 'in_progress' } });
    expect(sent).toHaveLength(1);
  });

  test('any 2xx with a backup will do', async () => {
    expect((await start([{ ...STARTED, status: 200 }])).outcome.kind).toBe('accepted');
    expect((await start([{ ...STARTED, status: 299 }])).outcome.kind).toBe('accepted');
  });

  test.each<[string, Played]>([
    ['a reset', reset()],
    ['a time-out', new TransportError('TIMEOUT', true)],
    ['408', { status: 408 }],
    ['500', { status: 500 }],
    ['502', { status: 502, body: '<html>' }],
    ['503 with Retry-After', { status: 503, retryAfterMs: 1_000 }],
    ['504', { status: 504 }],
    ['301', { status: 301 }],
    ['307', { status: 307 }],
    ['300', { status: 300 }],
    ['201 without a body', { status: 201 }],
    ['201 with HTML', { status: 201, body: '<html>' }],
    ['201 without an id', { status: 201, body: '{"status":"in_progress"}' }],
    ['201 that was cut short', { ...STARTED, whole: false }],
    ['204', { status: 204 }],
    ['199', { ...STARTED, status: 199 }],
  ])('%s leaves it open, and is never answered by a second POST', async (_, played) => {
    const { outcome, sent } = await start([played]);
    expect(outcome.kind).toBe('open');
    expect(sent).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 405, 409, 410, 413, 422])('%p is a refusal that is not tried again', async (status) => {
    const { outcome, sent } = await start([{ status, body: '{"detail":"No."}' }]);
    expect(outcome).toMatchObject({ kind: 'refused', error: { status, detail: 'No.', action: 'start a backup' } });
    expect(sent).toHaveLength(1);
  });

  test.each<[string, Played]>([
    ['a refused connection', refused()],
    ['an unknown host', new TransportError('ENOTFOUND', false)],
    ['429', { status: 429 }],
  ])('%s proves that nothing was accepted: tried again up to 4 times', async (_, played) => {
    const good = await start([...times(4, played), STARTED]);
    expect(good.outcome.kind).toBe('accepted');
    expect(good.sent.map((request) => request.at)).toEqual([0, 500, 1_500, 3_500, 7_500]);
    expect(good.sent.every((request) => request.body === good.sent[0]?.body)).toBe(true);
    expect(good.retries[0]).toMatch(/^Could not start a backup, and nothing was accepted \(.*\); trying again in 0\.5 s$/);
    const bad = await start(times(5, played));
    expect(bad.outcome.kind).toBe('refused');
    expect(bad.sent).toHaveLength(5);
  });

  test('an open answer after refusals ends the tries', async () => {
    const { outcome, sent } = await start([refused(), { status: 429, retryAfterMs: 9_000 }, reset()]);
    expect(outcome).toMatchObject({ kind: 'open', error: { status: null, detail: 'ECONNRESET: the connection was reset' } });
    expect(sent.map((request) => request.at)).toEqual([0, 500, 9_500]);
  });

  test('a fault of another kind, a cancellation for one, goes through', async () => {
    const { api, settle } = play([new Error('asked to end')]);
    await expect(settle(api.startBackup(7, 'text'))).rejects.toThrow('asked to end');
  });
});

describe('POST /servers/{id}/restore/', () => {
  const restore = async (played: readonly Played[]): Promise<{ outcome: PostOutcome<null>; posts: number }> => {
    const one = play(played);
    const outcome = await one.settle(one.api.restore(7, 502));
    return { outcome, posts: one.sent.length };
  };

  test.each<[string, Played]>([
    ['200 with JSON', { body: '{"status":"success"}' }],
    ['200 with HTML', { body: '<html>' }],
    ['202 without a body', { status: 202 }],
    ['204', { status: 204 }],
    ['an answer that was cut short', { body: '{"sta', whole: false }],
  ])('%s is acceptance', async (_, played) => {
    expect(await restore([played])).toEqual({ outcome: { kind: 'accepted', value: null }, posts: 1 });
  });

  test.each<[string, Played]>([
    ['a reset', reset()],
    ['500', { status: 500 }],
    ['302', { status: 302 }],
    ['408', { status: 408 }],
  ])('%s leaves it open; one POST', async (_, played) => {
    expect(await restore([played])).toMatchObject({ outcome: { kind: 'open' }, posts: 1 });
  });

  test('a refusal is told; one that proves nothing was accepted is tried again', async () => {
    expect(await restore([{ status: 400, body: '{"detail":"Not in a valid state."}' }])).toMatchObject({
      outcome: { kind: 'refused', error: { status: 400, detail: 'Not in a valid state.', action: 'restore the backup' } },
      posts: 1,
    });
    expect(await restore([refused(), { status: 429 }, { status: 200 }])).toMatchObject({ outcome: { kind: 'accepted' }, posts: 3 });
  });
});

describe('DELETE', () => {
  const remove = (played: readonly Played[]) => {
    const one = play(played);
    return { ...one, work: one.settle(one.api.deleteBackup(502)) };
  };

  test.each([200, 202, 204, 299])('%p is done', async (status) => {
    expect(await remove([{ status }]).work).toBe('deleted');
  });

  test('404 counts as done', async () => {
    expect(await remove([{ status: 404 }]).work).toBe('already gone');
    expect(await remove([reset(), { status: 404 }]).work).toBe('already gone');
  });

  test('tried again up to 4 times, for it may be done twice', async () => {
    const good = remove([...[reset(), refused()], { status: 500 }, { status: 429 }, { status: 204 }]);
    expect(await good.work).toBe('deleted');
    const bad = remove(times(5, { status: 503 }));
    expect(await faultOf(bad.work)).toMatchObject({ status: 503, action: 'delete the backup' });
    expect(bad.sent).toHaveLength(5);
  });

  test.each([199, 301, 400, 401, 403, 409])('%p is a failure', async (status) => {
    const { work, sent } = remove(status < 200 ? times(5, { status }) : [{ status, body: 'No.' }]);
    expect(await faultOf(work)).toMatchObject({ status });
    if (status >= 200) expect(sent).toHaveLength(1);
  });
});
