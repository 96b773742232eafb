/** What the answers told: rows, and lists through their pages. Read from their text, sharing no code with the action. */
import { isDeepStrictEqual } from 'node:util';
import { MINUTE } from '../support/harness.js';
import { type Exchange, isRecord, parse, succeeded } from './record.js';

/** A row of a backup in an answer. */
export interface Row {
  readonly id: number;
  /** `NaN` where the row does not say. */
  readonly server: number;
  readonly type: string;
  readonly status: string;
  readonly sizeMb: number | null;
  /** Milliseconds since the epoch; `null` for what is no date with a time and a zone, of this century. */
  readonly madeAt: number | null;
  readonly expiresAt: number | null;
  readonly description: string | null;
}

export interface Told extends Row {
  /** When the answer came. */
  readonly at: number;
  readonly by: Exchange;
}

/** Everything that the answers told of backups, in the order in which they came. */
export function toldBy(exchanges: readonly Exchange[]): Told[] {
  return exchanges
    .filter((one) => one.target.startsWith('/backups/') && succeeded(one))
    .sort((a, b) => a.endedAt - b.endedAt)
    .flatMap((by) => rowsIn(by).map((row) => ({ ...row, at: by.endedAt, by })));
}

/** The rows of a list, or the one row of the answer to a POST. */
function rowsIn({ answer, method }: Exchange): Row[] {
  const json = parse(answer?.body ?? '');
  if (method === 'POST') return rowOf(json);
  const list = Array.isArray(json) ? json : isRecord(json) ? json.results : [];
  return Array.isArray(list) ? list.flatMap(rowOf) : [];
}

function rowOf(json: unknown): Row[] {
  const id = isRecord(json) ? Number(json.id) : Number.NaN;
  if (!isRecord(json) || !Number.isSafeInteger(id) || typeof json.status !== 'string') return [];
  const server = json.server ?? json.server_id;
  return [
    {
      id,
      server: Number(isRecord(server) ? server.id : (server ?? Number.NaN)),
      type: word(json.backup_type),
      status: word(json.status),
      sizeMb: typeof json.size_mb === 'number' ? json.size_mb : null,
      madeAt: dateOf(json.created_at),
      expiresAt: dateOf(json.expires_at),
      description: typeof json.description === 'string' ? json.description : null,
    },
  ];
}

function word(value: unknown): string {
  return String(value ?? '')
    .trim()
    .toLowerCase();
}

function dateOf(value: unknown): number | null {
  const zoned = /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  return typeof value === 'string' && zoned.test(value) ? Date.parse(value) : null;
}

/** A list, read through its pages. */
export interface Reading {
  /** Of the server asked for; dates in the API's future are none. */
  readonly rows: readonly Row[];
  readonly pages: readonly Exchange[];
  /** The API's clock at its first page; the runner's where that shows none. */
  readonly at: number;
}

/** The last list of a server's backups before something was sent. */
export function readingBefore(
  exchanges: readonly Exchange[],
  until: Exchange,
  server: number,
): Reading | null {
  const lists = exchanges
    .slice(0, exchanges.indexOf(until))
    .filter((one) => isListOf(one, server) && one.endedAt <= until.sentAt);
  const begin = lists.findLastIndex((one) => pageOf(one) === null && succeeded(one));
  const first = lists[begin];
  if (first === undefined) return null;
  const pages = lists
    .slice(begin)
    .filter((one) => filterOf(one) === filterOf(first) && succeeded(one));
  const at = apiTime(first);
  const rows = new Map(
    pages.flatMap((page) => rowsIn(page).map((row) => [row.id, plausible(row, at)])),
  );
  return { pages, at, rows: [...rows.values()].filter((row) => row.server === server) };
}

function plausible(row: Row, now: number): Row {
  return row.madeAt !== null && row.madeAt > now + 15 * MINUTE ? { ...row, madeAt: null } : row;
}

function isListOf({ method, target }: Exchange, server: number): boolean {
  const query = queryOf(target);
  const filter = query.get('server_id');
  return (
    method === 'GET' &&
    target.startsWith('/backups/') &&
    !query.has('backup_type') &&
    (filter === null || filter === String(server))
  );
}

function queryOf(target: string): URLSearchParams {
  return new URLSearchParams(target.split('?')[1] ?? '');
}

const pageOf = ({ target }: Exchange): string | null => queryOf(target).get('page');
const filterOf = ({ target }: Exchange): string | null => queryOf(target).get('server_id');

/** The API's clock, as an answer shows it; the runner's where it shows none. */
function apiTime({ answer, endedAt }: Exchange): number {
  const date = Date.parse(answer?.headers.date ?? '');
  return Number.isNaN(date) ? endedAt : date;
}

/** Why a list may hide rows; `null` where nothing speaks against it. */
export function whyIncomplete(
  { pages, rows }: Reading,
  exchanges: readonly Exchange[],
  server: number,
): string | null {
  const last = pages.at(-1);
  const hidden = hiddenRows(pages, rows, server);
  if (hidden.length > 0) return `it does not show ${hidden.join(', ')}`;
  if (last === undefined) return 'it has no page';
  if (pages.some(({ answer }) => Number(answer?.headers.age ?? 0) > 60)) return 'of its Age';
  if (pages.some((page) => isOlder(page, exchanges))) return 'of its Date';
  return moreSign(last);
}

/** Rows that were there all the while, and were not shown. */
function hiddenRows(pages: readonly Exchange[], rows: readonly Row[], server: number): number[] {
  const shown = new Set(rows.map(({ id }) => id));
  const moments = pages.flatMap(({ truth, listedAfter }) => [truth.listed, listedAfter]);
  const [first = []] = moments;
  // Pages without a count are let off where rows came or went between two of them: nothing tells that another row moved.
  const isMoved = moments.some((listed) => !isDeepStrictEqual(listed, first));
  const isCounted = pages.some(({ answer }) => answer?.body.includes('"count"'));
  if (pages.length > 1 && isMoved && !isCounted) return [];
  const isAlways = (id: number): boolean =>
    moments.every((listed) => listed.some((row) => row.id === id && row.server === server));
  return first.map(({ id }) => id).filter((id) => !shown.has(id) && isAlways(id));
}

function isOlder(page: Exchange, exchanges: readonly Exchange[]): boolean {
  const earlier = exchanges
    .slice(0, exchanges.indexOf(page))
    .filter(({ answer, endedAt }) => answer?.headers.date !== undefined && endedAt <= page.sentAt);
  return (
    page.answer?.headers.date !== undefined &&
    earlier.some((one) => apiTime(page) < apiTime(one) - 5 * MINUTE)
  );
}

function moreSign({ answer }: Exchange): string | null {
  if (answer?.status === 206) return 'it is partial content';
  if (/rel="next"/.test(answer?.headers.link ?? '')) return 'of its Link';
  const json = parse(answer?.body ?? '');
  if (!isRecord(json)) return null;
  const nested = [json.links, json.meta].map((one) => (isRecord(one) ? one.next : null));
  const signs = [json.next, json.next_cursor, json.nextPageToken, json.has_more, ...nested];
  return signs.some(Boolean) ? 'it announces more' : null;
}

/** What the last list of servers before a request told of a server's status; `null` where none did. */
export function toldStatus(
  exchanges: readonly Exchange[],
  until: Exchange,
  server: number,
): string | null {
  const lists = exchanges
    .slice(0, exchanges.indexOf(until))
    .filter(
      (one) =>
        one.target.startsWith('/servers/') &&
        one.method === 'GET' &&
        succeeded(one) &&
        one.endedAt <= until.sentAt,
    );
  for (const { answer } of lists.reverse()) {
    const json = parse(answer?.body ?? '');
    const rows = Array.isArray(json) ? json : isRecord(json) ? json.results : [];
    const row = (Array.isArray(rows) ? rows : []).find((one) => Number(one?.id) === server);
    if (row !== undefined) return word(row.status);
  }
  return null;
}
