/** What is accepted as a page of a list, and what an answer without a backup says. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { largestCount, parseBackup, parsePage, parseVerdict } from '../../src/vpsorg/schemas.js';

const ROW = { id: 502, server: 7 };
const EMPTY = { items: [], count: null, next: null, invalidCount: 0, moreSign: null };

function parse(json: unknown) {
  const page = parsePage(json, (row) => parseBackup(row));
  return page === null ? null : { ...page, items: page.items.map(({ id }) => id) };
}

describe('parsePage', () => {
  test.each<[string, unknown, object]>([
    ['the documented shape', { count: 1, results: [ROW] }, { items: [502], count: 1 }],
    ['a bare array', [ROW], { items: [502] }],
    ['an empty list', { count: 0, results: [] }, { count: 0 }],
    ['an empty array', [], {}],
    ['no count', { results: [ROW] }, { items: [502] }],
    ['a count that is null', { results: [], count: null }, {}],
    ['a count as text', { results: [], count: '3' }, { count: 3 }],
    ['an unreadable count', { results: [], count: 'many' }, { count: Infinity }],
    ['a total', { results: [], total: 4 }, { count: 4 }],
    ['a total_count', { results: [], count: 2, total_count: 5 }, { count: 5 }],
    ['a next', { results: [], next: '/x?page=2' }, { next: '/x?page=2' }],
    ['a next that is null', { results: [], next: null }, {}],
    ['a next that is false', { results: [], next: false }, {}],
    ['an empty next', { results: [], next: '' }, {}],
    ['a next that is a number', { results: [], next: 2 }, { next: 'unreadable:' }],
    ['a next that is an object', { results: [], next: { href: '/x' } }, { next: 'unreadable:' }],
    ['has_more', { results: [], has_more: true }, { moreSign: 'has_more' }],
    ['has_more: false', { results: [], has_more: false }, {}],
    ['a cursor', { results: [], next_cursor: 'abc' }, { moreSign: 'next_cursor' }],
    ['an empty cursor', { results: [], next_cursor: '' }, {}],
    ['a page token', { results: [], nextPageToken: 'abc' }, { moreSign: 'nextPageToken' }],
    ['links.next', { results: [], links: { next: '/x' } }, { moreSign: 'links.next' }],
    ['links without next', { results: [], links: { next: null } }, {}],
    ['meta.next', { results: [], meta: { next: '/x' } }, { moreSign: 'meta.next' }],
    ['meta that is null', { results: [], meta: null, links: null }, {}],
    [
      'unreadable rows, one without its server among them',
      { results: [ROW, null, { id: 'x' }, 5, { id: 9 }], count: 5 },
      { items: [502], count: 5, invalidCount: 4 },
    ],
    ['extra fields', { results: [ROW], previous: null, total_pages: 1 }, { items: [502] }],
  ])('takes %s', (_, json, expected) => {
    expect(parse(json)).toEqual({ ...EMPTY, ...expected });
  });

  test.each([
    undefined,
    null,
    'text',
    5,
    true,
    {},
    { results: null },
    { results: {} },
    { data: [] },
    ROW,
  ])('does not take %j', (json) => {
    expect(parse(json)).toBeNull();
  });

  test('of any JSON has safe ids only, and throws nothing', () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.jsonValue().map((results) => ({ results })),
      fc.array(fc.jsonValue()).map((results) => ({ results })),
    );
    fc.assert(
      fc.property(json, (value) => {
        for (const id of parse(value)?.items ?? []) {
          expect([Number.isSafeInteger(id), id > 0]).toEqual([true, true]);
        }
      }),
    );
  });
});

describe('largestCount', () => {
  test.each<[unknown[], number | null]>([
    [[], null],
    [[undefined, null], null],
    [[2, '5', 3], 5],
    [[2, 'x'], Infinity],
    [[2.5], Infinity],
    [['7', undefined], 7],
  ])('of %j is %p', (counts, expected) => {
    expect(largestCount(counts)).toBe(expected);
  });
});

describe('parseVerdict', () => {
  test.each<[unknown, 'accepted' | 'refused' | null]>([
    [{ status: 'accepted' }, 'accepted'],
    [{ status: 'QUEUED' }, 'accepted'],
    [{ state: 'pending' }, 'accepted'],
    [{ success: true }, 'accepted'],
    [{ ok: true }, 'accepted'],
    [{ task_id: 5 }, 'accepted'],
    [{ job_id: 'a1' }, 'accepted'],
    [{ success: true, error: null, errors: [] }, 'accepted'],
    [{ success: false }, 'refused'],
    [{ ok: false, task_id: 5 }, 'refused'],
    [{ status: 'error' }, 'refused'],
    [{ status: 'Failed', success: true }, 'refused'],
    [{ error: 'Not now.' }, 'refused'],
    [{ errors: ['Not now.'] }, 'refused'],
    [{ status: 'accepted', errors: { server_id: ['No.'] } }, 'refused'],
    [{}, null],
    [[], null],
    [{ success: 'yes' }, null],
    [{ status: 5 }, null],
    [{ task_id: null, error: '', errors: [] }, null],
    [null, null],
    ['accepted', null],
    [undefined, null],
  ])('of %j is %p', (json, expected) => {
    expect(parseVerdict(json)).toBe(expected);
  });
});
