import { json } from './answers.js';
import type { Dialect, ListDialect, MoreSign } from './dialect/index.js';
import { type Answer, API_BASE, type Call } from './protocol.js';

/**
 * The documentation's example is ordered neither by date nor by id: newest, oldest, middle. This applies the
 * same order to groups of three, from newest to oldest, with the last group first.
 */
function shuffleAsDocumented<T>(newestFirst: readonly T[]): T[] {
  const rows: T[] = [];
  for (let start = 3 * Math.floor((newestFirst.length - 1) / 3); start >= 0; start -= 3) {
    const [first, ...others] = newestFirst.slice(start, start + 3) as [T, ...T[]];
    if (others.length === 1) rows.push(...others, first);
    else rows.push(first, ...others.reverse());
  }
  return rows;
}

/** Rows that come newest first, in the order in which the API would list them. */
export function inOrder<T extends { id: number }>(
  newestFirst: readonly T[],
  order: Dialect['order'],
): T[] {
  switch (order) {
    case 'documented':
      return shuffleAsDocumented(newestFirst);
    case 'newest':
      return [...newestFirst];
    case 'oldest':
      return [...newestFirst].reverse();
    case 'id':
      return [...newestFirst].sort((a, b) => a.id - b.id);
  }
}

interface ListContext {
  call: Call;
  dialect: Dialect;
  /** Called for each page after the first; whether it has vanished. */
  pageVanishes: () => boolean;
}

/** A list of anything, as the dialect shows it; `write` is called only for rows that are sent. */
export function listAnswer<T>(
  all: readonly T[],
  write: (row: T) => unknown,
  context: ListContext,
): Answer {
  const { dialect } = context;
  const isPaged = dialect.pageSize !== null && dialect.capRowsAt === null && !dialect.bareArray;
  if (isPaged) return pageAnswer(all, write, context);
  if (dialect.capRowsAt !== null || dialect.moreSign !== 'count')
    return cappedAnswer(all, write, context);
  if (dialect.bareArray) return json(200, all.map(write));
  return json(200, {
    ...counted(all.length, dialect),
    ...extraFields(dialect),
    results: all.map(write),
  });
}

function counted(count: number, dialect: ListDialect): { count?: number } {
  return dialect.withoutCount ? {} : { count };
}

function extraFields(dialect: Dialect): Record<string, unknown> {
  return dialect.extraFields ? { total_size_mb: 0, links: {} } : {};
}

function pageAnswer<T>(
  all: readonly T[],
  write: (row: T) => unknown,
  { call, dialect, pageVanishes }: ListContext,
): Answer {
  const size = dialect.pageSize ?? all.length;
  const page = Number(call.query.get('page') ?? '1');
  const pages = Math.max(1, Math.ceil(all.length / size));
  const exists = Number.isInteger(page) && page >= 1 && page <= pages;
  if (!exists || (page > 1 && pageVanishes())) return json(404, { detail: 'Invalid page.' });
  const start = (page - 1) * size;
  const last = dialect.endlessNext ? 1 : null;
  const next = pageUrl(page < pages ? page + 1 : last, call, dialect);
  const sign = pageSign(dialect, { total: all.length, isCut: page < pages, next });
  const { status = 200, headers, fields } = sign;
  const body = {
    ...counted(all.length, dialect),
    next,
    previous: pageUrl(page > 1 ? page - 1 : null, call, dialect),
    ...extraFields(dialect),
    ...fields,
    results: all.slice(start, start + size).map(write),
  };
  return json(status, body, headers);
}

/** Beside `count` and `next`, which pages have anyway. */
function pageSign({ moreSign }: ListDialect, list: SignedList): Sign {
  return moreSign === 'count' ? {} : signOf(moreSign, list);
}

function pageUrl(page: number | null, call: Call, dialect: ListDialect): string | null {
  if (page === null) return null;
  const query = new URLSearchParams(call.query);
  query.set('page', String(page));
  const path = `${dialect.nextBase ?? API_BASE}${call.path}?${query}`;
  return dialect.relativeNext ? path : `${dialect.nextHost ?? nextOrigin(call, dialect)}${path}`;
}

function nextOrigin({ origin }: Call, dialect: ListDialect): string {
  const url = new URL(origin);
  switch (dialect.nextOrigin) {
    case 'own':
      return origin;
    case 'without port':
      return `${url.protocol}//${url.hostname}`;
    case 'other scheme':
      return `${url.protocol === 'https:' ? 'http:' : 'https:'}//${url.host}`;
  }
}

interface SignedList {
  total: number;
  isCut: boolean;
  /** The address of what is not shown. */
  next: string | null;
}

interface Sign {
  status?: number;
  headers?: Record<string, string>;
  fields?: Record<string, unknown>;
}

/** All rows up to the cap, and a sign that says whether there are more. */
function cappedAnswer<T>(
  all: readonly T[],
  write: (row: T) => unknown,
  { call, dialect }: ListContext,
): Answer {
  const shown = all.slice(0, capOf(dialect) ?? undefined).map(write);
  const isCut = shown.length < all.length;
  const next = isCut ? pageUrl(2, call, dialect) : null;
  const sign = cappedSign(dialect, { total: all.length, isCut, next });
  const { status = 200, headers = {}, fields = {} } = sign;
  if (dialect.bareArray) return json(status, shown, headers);
  const body = { ...counted(shown.length, dialect), ...extraFields(dialect), ...fields };
  return json(status, { ...body, results: shown }, headers);
}

/** A bare array can't be cut where only its body could tell. */
function capOf({ bareArray, capRowsAt, moreSign }: ListDialect): number | null {
  const isOutsideBody = ['link', 'x-total-count', '206'].includes(moreSign);
  return bareArray && !isOutsideBody ? null : capRowsAt;
}

function cappedSign({ moreSign, withoutCount }: ListDialect, list: SignedList): Sign {
  if (moreSign === 'count' && withoutCount && !list.isCut) return {};
  return signOf(moreSign, list);
}

function signOf(sign: MoreSign, { total, isCut, next }: SignedList): Sign {
  switch (sign) {
    case 'count':
      return { fields: { count: total } };
    case 'total':
    case 'total_count':
      return { fields: { [sign]: total } };
    case 'has_more':
      return { fields: { has_more: isCut } };
    case 'next_cursor':
    case 'nextPageToken':
      return { fields: { [sign]: isCut ? 'Y3Vyc29yOjI=' : null } };
    case 'links.next':
    case 'meta.next':
      return { fields: { [sign.split('.')[0] ?? '']: { next } } };
    case 'x-total-count':
      return { headers: { 'x-total-count': String(total) } };
    case 'link':
      return isCut ? { headers: { link: `<${next}>; rel="next"` } } : {};
    case '206':
      return isCut ? { status: 206 } : {};
  }
}
