/** How far a list is followed, and whether it is complete. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listAllPages, type PaginationOptions } from '../../src/vpsorg/pagination.js';
import { FIRST, type Item, page, read, SECOND } from './scripted-pages.js';

describe('one page', () => {
  test.each<[string, Parameters<typeof page>[1], string | null]>([
    ['as many rows as its count', { count: 2 }, null],
    ['more rows than its count', { count: 1 }, null],
    ['no count', {}, null],
    ['fewer rows than its count', { count: 3 }, 'it shows 2 of 3'],
    ['a count that is unreadable', { count: Infinity }, "its count can't be read"],
    ['an unreadable row', { invalidCount: 1 }, "1 of its rows can't be read"],
    [
      'an unreadable row beyond the count',
      { count: 2, invalidCount: 1 },
      "1 of its rows can't be read",
    ],
    [
      'a sign of more',
      { moreSign: 'has_more' },
      'has_more announces more, and there is no next to follow',
    ],
  ])('with %s', async (_, rest, reason) => {
    const list = await read({ [FIRST]: page([1, 2], rest) });
    expect(list).toMatchObject({ complete: reason === null, reason, ids: [1, 2] });
  });

  test.each<[string, Parameters<typeof page>[2], string | null]>([
    ['X-Total-Count', { headers: { 'x-total-count': '3' } }, 'it shows 2 of 3'],
    ['X-Total-Count as shown', { headers: { 'x-total-count': '2' } }, null],
    [
      'an unreadable X-Total-Count',
      { headers: { 'x-total-count': 'many' } },
      "its count can't be read",
    ],
    [
      'a Link to the next page',
      { headers: { link: '<https://vps.example/x>; rel="next"' } },
      'a Link header announces more, and there is no next to follow',
    ],
    [
      'a Link without quotes',
      { headers: { link: '</a>; rel=prev, </x>; rel=next' } },
      'a Link header announces more, and there is no next to follow',
    ],
    ['a Link to the previous page', { headers: { link: '</x>; rel="prev"' } }, null],
    ['status 206', { status: 206 }, 'it is partial content (206)'],
    [
      'a cached answer',
      { cached: 'it came from a cache (Age: 61)' },
      'it came from a cache (Age: 61)',
    ],
  ])('whose response has %s', async (_, response, reason) => {
    const list = await read({ [FIRST]: page([1, 2], {}, response) });
    expect(list).toMatchObject({ complete: reason === null, reason });
  });

  test('without a row', async () => {
    expect(await read({ [FIRST]: page([], { count: 0 }) })).toMatchObject({
      ...{ complete: true, ids: [] },
    });
    expect(await read({ [FIRST]: page([], { count: 1 }) })).toMatchObject({ complete: false });
  });

  test('an id that is listed twice is one row', async () => {
    const list = await read({ [FIRST]: page([1, 1], { count: 2 }) });
    expect(list).toMatchObject({ complete: false, ids: [1], reason: 'it shows 1 of 2' });
  });
});

describe('a list is read again', () => {
  /** Each reading has a count of the first page, and of the second; `null`: that is not there. */
  async function readAgain(readings: readonly (readonly [number, number | null])[]) {
    let requests = 0;
    const list = await listAllPages<Item>({
      first: FIRST,
      basePath: '/api/v1/',
      fetch: async (path) => {
        const reading = readings[Math.floor(requests++ / 2)];
        if (reading === undefined) throw new Error(`unexpected ${path}`);
        const [first, second] = reading;
        if (path === FIRST) return page([1, 2], { next: SECOND, count: first });
        return second === null ? null : page([3], { count: second });
      },
    });
    return { requests, complete: list.complete, reason: list.reason };
  }

  test('where a followed page is not there any more, at most twice', async () => {
    expect(
      await readAgain([
        [3, null],
        [3, 3],
      ]),
    ).toMatchObject({ requests: 4, complete: true });
    expect(
      await readAgain([
        [3, null],
        [3, null],
        [3, null],
      ]),
    ).toEqual({
      ...{ requests: 6, complete: false },
      reason: `its page ${SECOND} is not there any more (404)`,
    });
  });

  test('where its count changed between the pages, at most twice', async () => {
    expect(
      await readAgain([
        [4, 3],
        [3, 3],
      ]),
    ).toMatchObject({ requests: 4, complete: true });
    expect(
      await readAgain([
        [2, 3],
        [2, 3],
        [2, 3],
      ]),
    ).toEqual({
      ...{ requests: 6, complete: false },
      reason: 'its rows changed while it was read',
    });
  });

  test('not where rows are missing and nothing changed', async () => {
    expect(await readAgain([[9, 9]])).toMatchObject({ requests: 2, complete: false });
  });
});

/** A list of so many pages of two. */
function longList(count: number): Record<string, ReturnType<typeof page>> {
  const pathOf = (n: number): string => (n === 1 ? FIRST : `/api/v1/backups/?page=${n}`);
  const entries = Array.from({ length: count }, (_, index) => {
    const n = index + 1;
    const next = n < count ? pathOf(n + 1) : null;
    return [pathOf(n), page([2 * n - 1, 2 * n], { next, count: 2 * count })] as const;
  });
  return Object.fromEntries(entries);
}

describe('how far a list is followed', () => {
  const upTo = (options: Partial<PaginationOptions<Item>>) => read(longList(5), options);

  test('100 pages at most', async () => {
    expect(await read(longList(100))).toMatchObject({ complete: true });
    const list = await read(longList(101));
    expect(list.asked).toHaveLength(100);
    expect(list.complete).toBe(false);
    expect(list.reason).toContain('only its first 100 pages are read');
  });

  test('until it is enough: then it is incomplete without a reason', async () => {
    expect(await upTo({ stopWhen: (items) => items.has(3) })).toMatchObject({
      ...{ complete: false, reason: null, ids: [1, 2, 3, 4] },
    });
    expect(await upTo({ stopWhen: (_, last) => last.some(({ id }) => id === 1) })).toMatchObject({
      ids: [1, 2],
    });
    expect(await upTo({ maxPages: 2 })).toMatchObject({
      ...{ complete: false, reason: null, ids: [1, 2, 3, 4] },
    });
  });

  test('to its end where that is enough, too', async () => {
    expect(await upTo({ stopWhen: (items) => items.has(9) })).toMatchObject({ complete: true });
    expect(await upTo({ maxPages: 5 })).toMatchObject({ complete: true });
  });
});

test('a complete list has every id once, whatever the sizes of the pages', async () => {
  const lots = fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(lots, fc.nat({ max: 40 }), async (pagesOfIds, count) => {
      const pathOf = (n: number): string => (n === 0 ? FIRST : `/api/v1/backups/?page=${n}`);
      const pages = pagesOfIds.map((ids, n) => {
        const next = n + 1 < pagesOfIds.length ? pathOf(n + 1) : null;
        return [pathOf(n), page(ids, { count, next })] as const;
      });
      const list = await read(Object.fromEntries(pages));
      const all = [...new Set(pagesOfIds.flat())];
      expect(list.ids).toEqual(all);
      expect(list.complete).toBe(all.length >= count);
    }),
  );
});
