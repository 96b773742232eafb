import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listAllPages, type PaginationOptions } from '../../src/vpsorg/pagination.js';
import { type Page, parseBackupPage } from '../../src/vpsorg/schemas.js';

interface Row {
  readonly id: number;
}

const FIRST = '/api/v1/backups/?server_id=1';
const ORIGIN = 'https://admin.vps.org';

function page(ids: readonly number[], rest: Partial<Page<Row>> = {}): Page<Row> {
  return { items: ids.map((id) => ({ id })), count: null, next: null, invalidCount: 0, ...rest };
}

/** Pages by their targets; anything else that is asked for is a fault. */
async function read(
  pages: Record<string, Page<Row>>,
  stopWhen?: PaginationOptions<Row>['stopWhen'],
) {
  const asked: string[] = [];
  const fetch = async (target: string): Promise<Page<Row>> => {
    asked.push(target);
    const found = pages[target];
    if (found === undefined) throw new Error(`nobody expected a request for ${target}`);
    return found;
  };
  const view = await listAllPages({
    first: FIRST,
    origin: ORIGIN,
    fetch,
    ...(stopWhen === undefined ? {} : { stopWhen }),
  });
  return { ...view, ids: view.items.map((row) => row.id), asked };
}

describe('one page', () => {
  test.each<[string, Partial<Page<Row>>, boolean]>([
    ['as many rows as are counted', { count: 2 }, true],
    ['more rows than are counted', { count: 1 }, true],
    ['no count', {}, true],
    ['fewer rows than are counted', { count: 3 }, false],
    ['a count that can not be read', { count: Number.POSITIVE_INFINITY }, false],
    ['a row that can not be read', { invalidCount: 1 }, false],
    ['a row that can not be read, beyond the count', { count: 2, invalidCount: 1 }, false],
  ])('with %s is complete: %p', async (_, rest, complete) => {
    expect(await read({ [FIRST]: page([1, 2], rest) })).toMatchObject({
      complete,
      truncated: false,
      ids: [1, 2],
    });
  });

  test('without a row', async () => {
    expect(await read({ [FIRST]: page([], { count: 0 }) })).toMatchObject({
      complete: true,
      ids: [],
      pagesInAll: null,
    });
    expect(await read({ [FIRST]: page([], { count: 1 }) })).toMatchObject({
      complete: false,
      pagesInAll: null,
    });
  });

  test('one id twice is one row', async () => {
    expect(await read({ [FIRST]: page([1, 1], { count: 2 }) })).toMatchObject({
      complete: false,
      ids: [1],
    });
  });
});

describe('several pages', () => {
  const second = '/api/v1/backups/?page=2';
  test.each([
    ['a whole URL', `${ORIGIN}${second}`],
    ['path and query', second],
    ['a query alone', '?page=2'],
    ['plain http of our host, as an API behind a proxy would say', `http://admin.vps.org${second}`],
    ['the port that https has anyway', `https://admin.vps.org:443${second}`],
    ['no scheme', `//admin.vps.org${second}`],
    ['a fragment', `${second}#x`],
    ['credentials, which are left out', `https://me:word@admin.vps.org${second}`],
  ])('next as %s is followed', async (_, next) => {
    const view = await read({
      [FIRST]: page([1, 2], { next, count: 3 }),
      [second]: page([3], { count: 3 }),
    });
    expect(view).toMatchObject({
      complete: true,
      truncated: false,
      ids: [1, 2, 3],
      asked: [FIRST, second],
      pagesInAll: 2,
    });
  });

  test.each([
    ['another host', `https://evil.example${second}`],
    ['a host that begins like ours', `https://admin.vps.org.evil.example${second}`],
    ['another port', `https://admin.vps.org:8443${second}`],
    ['a host behind our name as a user', `https://admin.vps.org@evil.example${second}`],
    ['another scheme', `ftp://admin.vps.org${second}`],
    ['no URL', 'https://['],
    ['itself', FIRST],
  ])('next to %s is not followed, and the view is partial', async (_, next) => {
    expect(await read({ [FIRST]: page([1, 2], { next, count: 2 }) })).toMatchObject({
      complete: false,
      truncated: false,
      ids: [1, 2],
      asked: [FIRST],
    });
  });

  test('a circle ends', async () => {
    const view = await read({
      [FIRST]: page([1], { next: second }),
      [second]: page([2], { next: FIRST }),
    });
    expect(view).toMatchObject({
      complete: false,
      truncated: false,
      ids: [1, 2],
      asked: [FIRST, second],
    });
  });

  test('a row that stands on two pages, as one was deleted meanwhile, leaves the view partial if another is missing for it', async () => {
    const pages = (count: number) => ({
      [FIRST]: page([1, 2], { next: second, count }),
      [second]: page([2, 3], { count }),
    });
    expect(await read(pages(4))).toMatchObject({ complete: false, ids: [1, 2, 3] });
    expect(await read(pages(3))).toMatchObject({ complete: true });
  });

  test('where the count changes from page to page, a row may have slipped through unseen: the view is partial', async () => {
    const pages = (first: number, last: number) => ({
      [FIRST]: page([1, 2], { next: second, count: first }),
      [second]: page([3], { count: last }),
    });
    expect(await read(pages(4, 3))).toMatchObject({ complete: false, ids: [1, 2, 3] });
    expect(await read(pages(3, 4))).toMatchObject({ complete: false });
    expect(await read(pages(2, 3))).toMatchObject({ complete: false });
  });

  test('a count that only the first page tells holds all the same', async () => {
    expect(
      await read({ [FIRST]: page([1, 2], { next: second, count: 9 }), [second]: page([3]) }),
    ).toMatchObject({ complete: false });
  });

  test('unreadable rows of every page count', async () => {
    expect(
      await read({ [FIRST]: page([1], { next: second, invalidCount: 1 }), [second]: page([2]) }),
    ).toMatchObject({ complete: false });
  });
});

describe('reading it all again, where rows came or went between the pages', () => {
  const second = '/api/v1/backups/?page=2';
  /** The counts that the two pages tell, one pair for each reading. */
  async function readAgain(counts: readonly (readonly [number, number])[], rereads?: number) {
    const asked: string[] = [];
    const fetch = async (target: string): Promise<Page<Row>> => {
      asked.push(target);
      const [first, last] = counts[Math.floor((asked.length - 1) / 2)] ?? [Number.NaN, Number.NaN];
      return target === FIRST
        ? page([1, 2], { next: second, count: first })
        : page([3], { count: last });
    };
    const view = await listAllPages({
      first: FIRST,
      origin: ORIGIN,
      fetch,
      ...(rereads === undefined ? {} : { rereads }),
    });
    return { complete: view.complete, requests: asked.length };
  }

  test('as often as told, and not at all unless told', async () => {
    expect(await readAgain([[4, 3]])).toEqual({ complete: false, requests: 2 });
    expect(
      await readAgain(
        [
          [4, 3],
          [3, 3],
        ],
        1,
      ),
    ).toEqual({ complete: true, requests: 4 });
    expect(
      await readAgain(
        [
          [4, 3],
          [3, 4],
        ],
        1,
      ),
    ).toEqual({ complete: false, requests: 4 });
    expect(
      await readAgain(
        [
          [4, 3],
          [3, 4],
          [3, 3],
        ],
        2,
      ),
    ).toEqual({ complete: true, requests: 6 });
  });

  test('not where nothing changed, though rows are missing', async () => {
    expect(await readAgain([[9, 9]], 3)).toEqual({ complete: false, requests: 2 });
  });
});

/** A list of so many pages of two. */
function longList(pages: number): Record<string, Page<Row>> {
  const target = (n: number): string => (n === 1 ? FIRST : `/api/v1/backups/?page=${n}`);
  const entries = Array.from({ length: pages }, (_, place) => {
    const next = place + 1 < pages ? target(place + 2) : null;
    return [
      target(place + 1),
      page([2 * place + 1, 2 * place + 2], { next, count: 2 * pages }),
    ] as const;
  });
  return Object.fromEntries(entries);
}

describe('how far a list is followed', () => {
  test('100 pages, and no further', async () => {
    expect(await read(longList(100))).toMatchObject({
      complete: true,
      truncated: false,
      pagesInAll: 100,
    });
    const view = await read(longList(101));
    expect(view).toMatchObject({ complete: false, truncated: true, pagesInAll: 101 });
    expect(view.asked).toHaveLength(100);
  });

  test('until it is enough: the view is then partial', async () => {
    const view = await read(longList(5), (rows) => rows.has(3));
    expect(view).toMatchObject({
      complete: false,
      truncated: true,
      ids: [1, 2, 3, 4],
      pagesInAll: 5,
    });
  });

  test('enough on the last page takes nothing from it', async () => {
    expect(await read(longList(2), (rows) => rows.has(3))).toMatchObject({
      complete: true,
      truncated: false,
    });
  });

  test('how many pages there are is unknown where nothing is counted', async () => {
    expect((await read({ [FIRST]: page([1], { next: null }) })).pagesInAll).toBeNull();
    expect(
      (await read({ [FIRST]: page([1], { count: Number.POSITIVE_INFINITY }) })).pagesInAll,
    ).toBeNull();
  });

  test('of pages unlike in size, the largest tells', async () => {
    const view = await read({
      [FIRST]: page([1, 2, 3], { next: '?p=2', count: 7 }),
      '/api/v1/backups/?p=2': page([4], { count: 7 }),
    });
    expect(view.pagesInAll).toBe(3);
  });
});

describe('a next that can not be read', () => {
  test.each([2, { href: '/backups/?page=2' }, ['/backups/?page=2'], true])(
    '%j leaves the view partial: there may be more',
    async (next) => {
      const results = [{ id: 1, server: { id: 1 }, backup_type: 'manual', status: 'completed' }];
      const first = parseBackupPage({ results, next });
      if (first === null) throw new Error('no page');
      const view = await listAllPages({
        first: FIRST,
        origin: ORIGIN,
        fetch: async (target) => (target === FIRST ? first : { ...first, items: [], next: null }),
      });
      expect(view.complete).toBe(false);
    },
  );
});

test('a complete view has every id, once, whatever the sizes of the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.nat({ max: 40 }),
      async (lots, count) => {
        const target = (n: number): string => (n === 0 ? FIRST : `/api/v1/backups/?page=${n}`);
        const pages = lots.map(
          (ids, n) =>
            [
              target(n),
              page(ids, { count, next: n + 1 < lots.length ? target(n + 1) : null }),
            ] as const,
        );
        const view = await read(Object.fromEntries(pages));
        const all = [...new Set(lots.flat())];
        expect(view.ids).toEqual(all);
        expect(view.complete).toBe(all.length >= count);
      },
    ),
  );
});
