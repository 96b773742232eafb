/** What the client asks for, what it asks for again, and what it makes of the answers. */
import { describe, expect, test } from '@jest/globals';
import { VpsOrgClient } from '../../src/vpsorg/client.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import { VirtualClock } from '../support/virtual-clock.js';
import {
  answer,
  BACKUP,
  CREATED,
  errorOf,
  LISTED,
  play,
  refused,
  reset,
  type Scripted,
  times,
} from './scripted-transport.js';

describe('requests', () => {
  test.each([
    ['https://admin.vps.org/api/v1', '/api/v1'],
    ['https://admin.vps.org/api/v1/', '/api/v1'],
    ['https://admin.vps.org/api//', '/api'],
    ['https://admin.vps.org', ''],
  ])('with %s go to paths that end in a slash', async (url, base) => {
    const script = [LISTED, { body: '[]' }, CREATED, answer(204), answer(200)];
    const { client, settle, sent, paths } = play(script, url);
    await settle(client.listBackups({}));
    await settle(client.listServers());
    await settle(client.createBackup({ serverId: 7, description: 'x' }, 0));
    await settle(client.deleteBackup(502));
    await settle(client.restoreBackup(7, 502));
    expect(paths()).toEqual([
      `GET ${base}/backups/`,
      `GET ${base}/servers/`,
      `POST ${base}/backups/`,
      `DELETE ${base}/backups/502/`,
      `POST ${base}/servers/7/restore/`,
    ]);
    const bodies = [undefined, undefined, { server_id: 7, description: 'x' }];
    expect(sent.map(({ body }) => body)).toEqual([...bodies, undefined, { backup_id: 502 }]);
    expect(sent.every(({ timeoutMs }) => timeoutMs === 30_000)).toBe(true);
  });

  test.each([
    [{ serverId: 7 }, '?server_id=7'],
    [{ backupType: 'manual' }, '?backup_type=manual'],
    [{ serverId: 7, backupType: 'automatic' }, '?server_id=7&backup_type=automatic'],
    [{ backupType: null }, ''],
    [{}, ''],
  ])('with the filter %j', async (filter, search) => {
    const { client, settle, paths } = play([LISTED]);
    await settle(client.listBackups(filter));
    expect(paths()).toEqual([`GET /api/v1/backups/${search}`]);
  });
});

describe('a list', () => {
  test('is parsed, with the time of its answer', async () => {
    const { client, clock, settle } = play([LISTED]);
    expect(await settle(client.listBackups({}))).toMatchObject({
      items: [{ id: 502, serverId: 7, status: 'in_progress' }],
      ...{ complete: true, reason: null, at: clock.start },
    });
  });

  test('of servers is parsed', async () => {
    const body = JSON.stringify([{ id: 7, name: 'web', status: 'Active' }]);
    const { client, settle } = play([{ body }]);
    const list = await settle(client.listServers());
    expect(list.items).toEqual([{ id: 7, name: 'web', status: 'active' }]);
  });

  test("drops dates in the API's future, on the clock of its own first page", async () => {
    const later = { ...BACKUP, created_at: '2025-01-16T17:00:00Z' };
    const body = JSON.stringify([BACKUP, { ...later, id: 503 }]);
    const date = (hours: number) => new Date(Date.UTC(2025, 0, 16, 15 + hours, 45)).toUTCString();
    const datesOf = async (offsetHours: number) => {
      const { client, settle } = play([answer(200, { date: date(offsetHours) }, body)]);
      const { items } = await settle(client.listBackups({}));
      return items.map(({ createdAtMs }) => createdAtMs !== null);
    };
    expect(await datesOf(0)).toEqual([true, false]);
    expect(await datesOf(1)).toEqual([true, true]);
    expect(await datesOf(-1)).toEqual([false, false]);
  });

  test('is followed through its pages, each with retries of its own', async () => {
    const page = (id: number, next: string | null): Scripted => ({
      body: JSON.stringify({ count: 2, next, results: [{ ...BACKUP, id }] }),
    });
    const { client, settle, paths } = play([
      ...[answer(500), page(502, 'https://admin.vps.org/api/v1/backups/?page=2')],
      ...[...times(5, answer(502)), page(503, null)],
    ]);
    expect(await settle(client.listBackups({}))).toMatchObject({
      items: [{ id: 502 }, { id: 503 }],
      complete: true,
    });
    expect(new Set(paths().slice(2))).toEqual(new Set(['GET /api/v1/backups/?page=2']));
  });

  test('is read again where a followed page is not there any more', async () => {
    const first = { body: JSON.stringify({ next: '?page=2', results: [BACKUP] }) };
    const { client, settle, sent } = play([first, answer(404), LISTED]);
    expect(await settle(client.listBackups({}))).toMatchObject({ complete: true });
    expect(sent).toHaveLength(3);
  });

  test('whose first page is not found is an error', async () => {
    const { client, settle } = play([answer(404, {}, '{"detail":"No."}')]);
    expect(await errorOf(settle(client.listBackups({})))).toMatchObject({ status: 404 });
  });

  test('from a cache is incomplete', async () => {
    const body = JSON.stringify([BACKUP]);
    const { client, settle } = play([answer(200, { age: '61' }, body)]);
    expect(await settle(client.listBackups({}))).toMatchObject({
      complete: false,
      reason: 'it came from a cache (Age: 61)',
    });
  });

  test('with a byte order mark before its JSON is parsed', async () => {
    const { client, settle } = play([{ body: `\uFEFF${JSON.stringify([BACKUP])}` }]);
    expect(await settle(client.listBackups({}))).toMatchObject({ complete: true });
  });
});

describe('GETs', () => {
  test.each<[string, Scripted]>([
    ['a refused connection', refused()],
    ['a reset', reset()],
    ['a time-out', new NetworkError('TIMEOUT', true)],
    ['408', answer(408)],
    ['425', answer(425)],
    ['429', answer(429)],
    ['500', answer(500)],
    ['503', answer(503)],
    ['403 with a web page', answer(403, {}, '<!doctype html>')],
    ['404 with a web page', answer(404, {}, '<html>')],
    ['409 with Retry-After', answer(409, { 'retry-after': '0' })],
    ['a web page with 200', { body: '<html>Back soon</html>' }],
    ['JSON that is no list', { body: '{"ok":true}' }],
    ['a list that was cut short', { ...LISTED, bodyComplete: false }],
  ])('are retried up to 5 times after %s', async (_, one) => {
    const good = play([...times(5, one), LISTED]);
    expect(await good.settle(good.client.listBackups({}))).toMatchObject({ items: [{ id: 502 }] });
    const bad = play(times(6, one));
    expect((await errorOf(bad.settle(bad.client.listBackups({})))).isTransient).toBe(true);
    expect(bad.sent).toHaveLength(6);
  });

  test.each([400, 401, 403, 404, 405, 409, 422, 301, 302, 307])(
    'are not retried after %p',
    async (status) => {
      const { client, settle, sent } = play([{ status, body: '{"detail":"No."}' }]);
      expect(await errorOf(settle(client.listBackups({})))).toMatchObject({
        ...{ status, action: 'list backups' },
        body: { detail: 'No.' },
      });
      expect(sent).toHaveLength(1);
    },
  );

  test('are not retried after a certificate that fails', async () => {
    const { client, settle, sent } = play([new NetworkError('CERT_HAS_EXPIRED', false)]);
    expect((await errorOf(settle(client.listBackups({})))).message).toContain(
      'NODE_EXTRA_CA_CERTS',
    );
    expect(sent).toHaveLength(1);
  });

  test('pause for half a second, then twice as long each time', async () => {
    const { client, settle, starts } = play([...times(5, answer(500)), LISTED]);
    await settle(client.listBackups({}));
    expect(starts()).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500]);
  });

  test('pause for as long as Retry-After asks, up to a minute', async () => {
    const asking = (seconds: number) => answer(503, { 'retry-after': String(seconds) });
    const { client, settle, starts } = play([asking(7), asking(0), asking(60), LISTED]);
    await settle(client.listBackups({}));
    expect(starts()).toEqual([0, 7_000, 8_000, 68_000]);
    const long = play([asking(61)]);
    const error = await errorOf(long.settle(long.client.listBackups({})));
    expect(error.remedy).toBe('Try again in 2m.');
    expect(long.sent).toHaveLength(1);
  });

  test('log a line before each retry', async () => {
    const { client, settle, retries } = play([answer(503), reset(), LISTED]);
    await settle(client.listBackups({}));
    expect(retries).toEqual([
      'Could not list backups (503); retrying in 0.5 s',
      'Could not list backups (the connection was reset (ECONNRESET)); retrying in 1 s',
    ]);
  });

  test.each<[string, Scripted, string]>([
    ['a web page', { body: '<html><title>Back soon</title>' }, '200: Back soon'],
    ['text', { body: 'Back soon' }, "200: its answer can't be read: Back soon"],
    ['broken JSON', { body: '{"results": [{"id": 50' }, "200: its answer can't be read"],
    ['nothing', { body: '' }, "200: its answer can't be read"],
    ['half an answer', { body: '[{', bodyComplete: false }, '200: its answer was cut short'],
  ])('that are answered with %s say so', async (_, one, shortReason) => {
    const { client, settle } = play(times(6, one));
    expect(await errorOf(settle(client.listBackups({})))).toMatchObject({ shortReason });
  });

  test('do not retry an error of another kind', async () => {
    const { client, settle, sent } = play([new Error('a bug')]);
    await expect(settle(client.listBackups({}))).rejects.toThrow('a bug');
    expect(sent).toHaveLength(1);
  });

  test('end in a pause when the step is cancelled', async () => {
    const { client, cancel, sent } = play([answer(500), LISTED]);
    const work = client.listBackups({});
    await new Promise((resolve) => setImmediate(resolve));
    cancel.abort(new Error('cancelled'));
    await expect(work).rejects.toThrow('cancelled');
    expect(sent).toHaveLength(1);
  });
});

describe('a list with a deadline', () => {
  test('is one attempt, which ends by it, all pages included', async () => {
    const first = { body: JSON.stringify({ next: '?page=2', results: [] }) };
    const { client, clock, settle, sent, retries } = play([first, answer(500)]);
    const deadline = clock.now() + 5_000;
    const work = client.listBackups({}, { deadline, newConnection: true });
    expect(await errorOf(settle(work))).toMatchObject({ status: 500 });
    expect(sent).toMatchObject([
      { deadline, newConnection: true, timeoutMs: 30_000 },
      { deadline, newConnection: true, timeoutMs: 30_000 },
    ]);
    expect(retries).toEqual([]);
  });

  test('is what other lists are not', async () => {
    const { client, settle, sent } = play([LISTED]);
    await settle(client.listBackups({}));
    expect(sent[0]).not.toHaveProperty('deadline');
    expect(sent[0]?.newConnection).toBe(false);
  });
});

test('at most four requests are in flight', async () => {
  const ends: (() => void)[] = [];
  let running = 0;
  const clock = new VirtualClock();
  const client = new VpsOrgClient({
    ...{ url: 'https://admin.vps.org/api/v1', clock, signal: new AbortController().signal },
    onRetry: () => {},
    transport: {
      send: async () => {
        running += 1;
        await new Promise<void>((resolve) => ends.push(resolve));
        running -= 1;
        return { status: 200, headers: {}, body: '[]', bodyComplete: true };
      },
    },
  });
  const work = Promise.all(Array.from({ length: 9 }, () => client.listBackups({})));
  for (let ended = 0; ended < 9; ended++) {
    await new Promise(setImmediate);
    expect(running).toBe(Math.min(4, 9 - ended));
    ends.shift()?.();
  }
  await work;
});
