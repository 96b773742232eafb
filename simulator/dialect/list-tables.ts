import type { Dialect, MoreSign } from './index.js';

/** Dialects by name, of plain JSON. */
export type DialectTable = Readonly<Record<string, Partial<Dialect>>>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const moreSigns: readonly MoreSign[] = [
  'count',
  'total',
  'total_count',
  'x-total-count',
  'link',
  'has_more',
  'next_cursor',
  'nextPageToken',
  'links.next',
  'meta.next',
  '206',
];

/** Lists of three rows and more show that they are incomplete. */
export const incompleteDialects: DialectTable = {
  ...Object.fromEntries(
    moreSigns.map((moreSign) => [`more, by ${moreSign}`, { capRowsAt: 2, moreSign }]),
  ),
  ...Object.fromEntries(
    (['x-total-count', 'link', '206'] as const).map((moreSign) => [
      `a bare array with more, by ${moreSign}`,
      { capRowsAt: 2, moreSign, bareArray: true },
    ]),
  ),
  'more, by total, without a count': { capRowsAt: 2, moreSign: 'total', withoutCount: true },
  'next under another path': { pageSize: 2, nextBase: '/internal' },
  'followed pages always vanish': { pageSize: 2, vanishingPages: 'always' },
  'pages without end': { pageSize: 2, endlessNext: true },
  'rows without a server': { serverField: 'missing' },
  'rows whose server is null': { serverField: 'null' },
  'a cache, by its Age': { cachedList: { ageMs: 5 * MINUTE, sign: 'age' } },
};

/** Pages with `next` that say in another way, too, that there is more: complete once all pages are read. */
export const pagedSignDialects: DialectTable = Object.fromEntries(
  moreSigns
    .filter((sign) => sign !== 'count')
    .map((moreSign) => [`pages, and ${moreSign}`, { pageSize: 2, moreSign }]),
);

/** Lists are old. Those with `Date` show it only beside an answer that is newer; the last shows nothing. */
export const cachedDialects: DialectTable = {
  'two minutes old, by Age': { cachedList: { ageMs: 2 * MINUTE, sign: 'age' } },
  'an hour old, by Age': { cachedList: { ageMs: HOUR, sign: 'age' } },
  'ten minutes old, by Date': { cachedList: { ageMs: 10 * MINUTE, sign: 'date' } },
  'ten seconds old, without a sign': { cachedList: { ageMs: 10_000, sign: 'none' } },
};

/** A new backup is missing from lists for long, though its id is confirmed. */
export const lateListingDialects: DialectTable = {
  'listed once it has ended': { listedWhenCompleted: true },
  'listed after a minute': { listingDelayMs: MINUTE },
  'listed after five minutes': { listingDelayMs: 5 * MINUTE },
};

/** `created_at` can't be trusted or read. */
export const untrustedDateDialects: DialectTable = {
  'local time ahead of UTC, labelled Z': { localDates: 2 * HOUR },
  'local time behind UTC, labelled Z': { localDates: -5 * HOUR },
  'stamped by a host 40 minutes ahead': { createdAtSkewMs: 40 * MINUTE },
  'stamped by a host 40 minutes behind': { createdAtSkewMs: -40 * MINUTE },
  'stamped by a host a year ahead': { createdAtSkewMs: 365 * 24 * HOUR },
  'dates without a zone': { dateStyle: 'no zone' },
  'dates are null': { dateStyle: 'null' },
  'dates are missing': { dateStyle: 'missing' },
};

/** Words in another spelling than the documented one. */
export const spellingDialects: DialectTable = {
  capitalized: { spelling: 'capitalized' },
  'upper case': { spelling: 'upper case' },
  'trailing space': { spelling: 'trailing space' },
};
