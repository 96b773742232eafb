import { describe, expect, test } from '@jest/globals';
import { cachedDialects, type Dialect, incompleteDialects } from '../../simulator/index.js';
import { setUp } from './helpers.js';

const five = Array.from({ length: 5 }, (_, i) => ({ id: i + 1 }));
const PAGE_2 = 'https://admin.vps.org/api/v1/backups/?page=2';

const read = async (dialect: Partial<Dialect>, capRowsAt: number | null = 2) => {
  const { ask } = setUp({ backups: five, dialect: { capRowsAt, order: 'id', ...dialect } });
  const { json, status, headers } = await ask('GET /backups/');
  const { results, ...fields } = Array.isArray(json) ? { results: json } : json;
  return { results, fields, status, headers };
};

describe('more rows than are shown', () => {
  test.each<[Dialect['moreSign'], object]>([
    ['count', { count: 5 }],
    ['total', { count: 2, total: 5 }],
    ['total_count', { count: 2, total_count: 5 }],
    ['has_more', { count: 2, has_more: true }],
    ['next_cursor', { count: 2, next_cursor: expect.any(String) }],
    ['nextPageToken', { count: 2, nextPageToken: expect.any(String) }],
    ['links.next', { count: 2, links: { next: PAGE_2 } }],
    ['meta.next', { count: 2, meta: { next: PAGE_2 } }],
    ['x-total-count', { count: 2 }],
    ['link', { count: 2 }],
    ['206', { count: 2 }],
  ])('by %s', async (moreSign, fields) => {
    const list = await read({ moreSign });
    expect(list.fields).toEqual(fields);
    expect(list.results).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect(list.status).toBe(moreSign === '206' ? 206 : 200);
    expect(list.headers.link).toBe(moreSign === 'link' ? `<${PAGE_2}>; rel="next"` : undefined);
    expect(list.headers['x-total-count']).toBe(moreSign === 'x-total-count' ? '5' : undefined);
  });

  test.each<[Dialect['moreSign'], object]>([
    ['total', { count: 5, total: 5 }],
    ['has_more', { count: 5, has_more: false }],
    ['next_cursor', { count: 5, next_cursor: null }],
    ['links.next', { count: 5, links: { next: null } }],
    ['link', { count: 5 }],
    ['206', { count: 5 }],
  ])('by %s, which says so where there are none', async (moreSign, fields) => {
    const list = await read({ moreSign }, null);
    expect(list).toMatchObject({ fields, status: 200 });
    expect(list.headers).not.toHaveProperty('link');
    expect(list.results).toHaveLength(5);
  });
});

describe('a cut list', () => {
  test('in pages, beside next', async () => {
    const first = await read({ pageSize: 2, moreSign: 'has_more' }, null);
    expect(first.fields).toMatchObject({ count: 5, has_more: true, next: PAGE_2 });
    const linked = await read({ pageSize: 2, moreSign: 'link' }, null);
    expect(linked.headers.link).toBe(`<${PAGE_2}>; rel="next"`);
    const only = await read({ pageSize: 9, moreSign: 'total' }, null);
    expect(only.fields).toEqual({ count: 5, total: 5, next: null, previous: null });
  });

  test('without a count', async () => {
    expect((await read({ moreSign: 'total', withoutCount: true })).fields).toEqual({ total: 5 });
  });

  test.each(['link', 'x-total-count', '206'] as const)(
    'in a bare array, by %s',
    async (moreSign) => {
      expect((await read({ moreSign, bareArray: true })).results).toHaveLength(2);
    },
  );

  test('a bare array hides nothing that only its body could tell', async () => {
    expect((await read({ moreSign: 'total', bareArray: true })).results).toHaveLength(5);
  });
});

describe('next', () => {
  const nextIn = async (dialect: Partial<Dialect>, origin = 'https://admin.vps.org') => {
    const { sim } = setUp({ backups: five, dialect: { pageSize: 2, ...dialect } });
    const headers = { authorization: `Bearer ${sim.token}` };
    const url = `${origin}/api/v1/backups/`;
    const outcome = await sim.handle({ method: 'GET', url, headers });
    return outcome.kind === 'answer' ? JSON.parse(outcome.body).next : null;
  };

  test.each<[Partial<Dialect>, string]>([
    [{ nextHost: 'http://10.0.0.5:8080' }, 'http://10.0.0.5:8080/api/v1/backups/?page=2'],
    [{ nextOrigin: 'without port' }, 'http://localhost/api/v1/backups/?page=2'],
    [{ nextOrigin: 'other scheme' }, 'https://localhost:8080/api/v1/backups/?page=2'],
    [{ nextBase: '/internal' }, 'http://localhost:8080/internal/backups/?page=2'],
    [{ nextBase: '', relativeNext: true }, '/backups/?page=2'],
  ])('with %j', async (dialect, next) => {
    expect(await nextIn(dialect, 'http://localhost:8080')).toBe(next);
  });

  test('with another scheme, from https', async () => {
    expect(await nextIn({ nextOrigin: 'other scheme' })).toMatch(/^http:\/\/admin\.vps\.org\//);
  });
});

describe('a followed page vanishes', () => {
  const statuses = async (vanishingPages: number | 'always') => {
    const { ask } = setUp({ backups: five, dialect: { pageSize: 2, vanishingPages } });
    const seen: number[] = [];
    for (const page of [1, 2, 3, 2]) seen.push((await ask(`GET /backups/?page=${page}`)).status);
    return seen;
  };

  test.each<[number | 'always', number[]]>([
    [1, [200, 404, 200, 200]],
    [2, [200, 404, 404, 200]],
    ['always', [200, 404, 404, 404]],
  ])('%s', async (times, expected) => {
    expect(await statuses(times)).toEqual(expected);
  });
});

describe('rows', () => {
  const row = async (dialect: Partial<Dialect>) => {
    const { ask } = setUp({ backups: [{ id: 1 }], dialect });
    return (await ask('GET /backups/?server_id=12345')).json.results[0];
  };

  test('name their server in several ways', async () => {
    expect(await row({ serverField: 'id' })).toMatchObject({ server: 12345 });
    expect(await row({ serverField: 'id', idsAsStrings: true })).toMatchObject({ server: '12345' });
    const byServerId = await row({ serverField: 'server_id' });
    expect(byServerId).toMatchObject({ server_id: 12345 });
    expect(byServerId).not.toHaveProperty('server');
    expect(await row({ serverField: 'null' })).toMatchObject({ server: null });
    expect(Object.keys(await row({ serverField: 'missing' }))).not.toContain('server');
  });

  test.each<[Dialect['spelling'], string, string]>([
    ['capitalized', 'Manual', 'Completed'],
    ['upper case', 'MANUAL', 'COMPLETED'],
    ['trailing space', 'manual ', 'completed '],
  ])('spell their words: %s', async (spelling, backup_type, status) => {
    expect(await row({ spelling })).toMatchObject({ backup_type, status });
  });

  test('one alone can be odd', async () => {
    const backups = [
      { id: 1, shows: { server: null, size_mb: 'big' }, hides: ['status'] },
      { id: 2 },
    ];
    const { ask, sim } = setUp({ backups, dialect: { order: 'id' } });
    const [odd, usual] = (await ask('GET /backups/')).json.results;
    expect(odd).toMatchObject({ id: 1, server: null, size_mb: 'big' });
    expect(odd).not.toHaveProperty('status');
    expect(usual).toMatchObject({ status: 'completed', server: { id: 12345 } });
    expect(sim.vps.backup(1)).toMatchObject({ server_id: 12345, status: 'completed' });
  });

  test('a filter for a server that is unknown', async () => {
    const { ask } = setUp({ dialect: { unknownServerFilter: { status: 400, shape: 'detail' } } });
    expect((await ask('GET /backups/?server_id=99')).status).toBe(400);
    expect((await ask('GET /backups/?server_id=12345')).status).toBe(200);
  });
});

describe('a cache', () => {
  const stale = { 'Cache-Control': 'max-age=0' };

  test('shows rows and servers as they were, and how old they are', async () => {
    const { ask, clock, sim } = setUp({
      backups: [{ id: 1 }],
      dialect: { cachedList: { ageMs: 120_000, sign: 'age' } },
      backupDurationMs: 30_000,
      restoreDurationMs: 30_000,
    });
    await ask('POST /backups/', { server_id: 12345 });
    await ask('DELETE /backups/1/');
    sim.vps.occupyServer(12346);
    clock.advance(119_000);
    const before = await ask('GET /backups/');
    expect(before.json.results).toMatchObject([{ id: 1 }]);
    expect(before.headers.age).toBe('120');
    expect((await ask('GET /servers/')).json.results[1].status).toBe('active');
    clock.advance(1000);
    const after = await ask('GET /backups/');
    expect(after.json.results).toMatchObject([{ id: 502, status: 'in_progress' }]);
    expect((await ask('GET /servers/')).json.results[1].status).toBe('restoring');
  });

  test('may show its age by an old Date, or not at all', async () => {
    const { ask, sim } = setUp({ dialect: { cachedList: { ageMs: 600_000, sign: 'date' } } });
    expect((await ask('GET /backups/')).headers.date).toBe('Thu, 16 Jan 2025 15:35:00 GMT');
    sim.vps.dialect.cachedList = { ageMs: 600_000, sign: 'none' };
    const { headers } = await ask('GET /backups/');
    expect(headers.date).toBe('Thu, 16 Jan 2025 15:45:00 GMT');
    expect(headers).not.toHaveProperty('age');
  });

  test('may heed no-cache', async () => {
    const cachedList = { ageMs: 600_000, sign: 'age', heedsNoCache: true } as const;
    const { ask } = setUp({ dialect: { cachedList } });
    expect((await ask('GET /backups/')).headers).not.toHaveProperty('age');
    expect((await ask('GET /backups/', undefined, stale)).headers.age).toBe('600');
  });

  test.each(Object.entries(cachedDialects))('"%s" hides a new backup', async (_name, dialect) => {
    const { ask, ids } = setUp({ dialect });
    await ask('POST /backups/', { server_id: 12345 });
    expect(await ids()).toEqual([]);
  });
});

test.each(Object.entries(incompleteDialects))('the list "%s" differs', async (_name, dialect) => {
  const plain = await setUp({ backups: five }).ask('GET /backups/');
  const { json, headers, status } = await setUp({ backups: five, dialect }).ask('GET /backups/');
  expect({ json, headers, status }).not.toEqual({
    json: plain.json,
    headers: plain.headers,
    status: plain.status,
  });
});
