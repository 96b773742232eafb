/** Which next pages are followed. */
import { describe, expect, test } from '@jest/globals';
import { FIRST, page, read, SECOND } from './scripted-pages.js';

describe('the next page', () => {
  test.each([
    ['a URL', `https://admin.vps.org${SECOND}`],
    ['path and query', SECOND],
    ['a query alone', '?page=2'],
    ['plain http, as an API behind a proxy says', `http://admin.vps.org${SECOND}`],
    ['an inner host', `http://backend:8000${SECOND}`],
    ['another host, which is never asked', `https://evil.example${SECOND}`],
    ['a lost port', `https://admin.vps.org:8443${SECOND}`],
    ['no scheme', `//admin.vps.org${SECOND}`],
    ['a fragment', `${SECOND}#x`],
    ['credentials', `https://me:word@admin.vps.org${SECOND}`],
    ['dots in its path', `/api/v1/x/../backups/?page=2`],
  ])('as %s is followed by its path and query, on the own origin', async (_, next) => {
    const pages = { [FIRST]: page([1, 2], { next, count: 3 }), [SECOND]: page([3], { count: 3 }) };
    expect(await read(pages)).toMatchObject({
      ...{ complete: true, reason: null, ids: [1, 2, 3] },
      asked: [FIRST, SECOND],
    });
  });

  test.each([
    ['another path', 'https://admin.vps.org/admin/?page=2'],
    ['a path that climbs out', '/api/v1/../../admin/'],
    ['a path that only begins alike', '/api/v10/backups/'],
    ['the root', '/'],
    ['another scheme', `ftp://admin.vps.org${SECOND}`],
    ['a script', 'javascript:alert(1)'],
    ['no URL', 'https://['],
    ['something unreadable', 'unreadable:'],
  ])('to %s is not followed, and the list is incomplete', async (_, next) => {
    expect(await read({ [FIRST]: page([1, 2], { next, count: 2 }) })).toMatchObject({
      complete: false,
      reason: `its next page (${next}) can't be followed: it is not under /api/v1/`,
      asked: [FIRST],
    });
  });

  test.each([
    ['itself', { [FIRST]: page([1], { next: FIRST }) }, [FIRST]],
    [
      'the one before',
      { [FIRST]: page([1], { next: SECOND }), [SECOND]: page([2], { next: FIRST }) },
      [FIRST, SECOND],
    ],
  ])('that points back to %s ends the list, incomplete', async (_, pages, asked) => {
    expect(await read(pages)).toMatchObject({
      ...{ complete: false, asked },
      reason: `its next page points back to ${FIRST}`,
    });
  });

  test('ignores other signs of more, as it is followed', async () => {
    const more = { moreSign: 'has_more', next: SECOND };
    expect(await read({ [FIRST]: page([1], more), [SECOND]: page([2]) })).toMatchObject({
      complete: true,
    });
  });

  test('with unreadable rows, or from a cache, makes the list incomplete', async () => {
    const first = page([1], { next: SECOND, count: 2 });
    const unreadable = { [FIRST]: first, [SECOND]: page([2], { invalidCount: 2 }) };
    expect((await read(unreadable)).reason).toBe("2 of its rows can't be read");
    const cached = page([2], {}, { cached: 'it came from a cache (Age: 70)' });
    expect((await read({ [FIRST]: first, [SECOND]: cached })).complete).toBe(false);
  });

  test('is held to a count that only the first page has', async () => {
    const pages = { [FIRST]: page([1, 2], { next: SECOND, count: 9 }), [SECOND]: page([3]) };
    expect((await read(pages)).reason).toBe('it shows 3 of 9');
  });

  test('does not change the time of the list, which is that of its first page', async () => {
    const pages = {
      [FIRST]: page([1], { next: SECOND }, { at: 5 }),
      [SECOND]: page([2], {}, { at: 9 }),
    };
    expect((await read(pages)).at).toBe(5);
  });
});
