import type { ErrorAnswer } from './errors.js';

/** How a list says that it has more rows than it shows, where it has no `next`. */
export type MoreSign =
  | 'count'
  | 'total'
  | 'total_count'
  | 'x-total-count'
  | 'link'
  | 'has_more'
  | 'next_cursor'
  | 'nextPageToken'
  | 'links.next'
  | 'meta.next'
  | '206';

/** A cache in front of the lists. */
interface CachedList {
  /** The age of what lists show. */
  ageMs: number;
  /** How the answer shows its age: an `Age` header, an old `Date`, or not at all. */
  sign: 'age' | 'date' | 'none';
  /** `Cache-Control: no-cache` gets a list of now. Default false. */
  heedsNoCache?: boolean;
}

/** How lists are cut into pages, ordered, filtered and cached. Lists of servers are paged and cached too. */
export interface ListDialect {
  /** Rows on a page, with `next` and `previous`; null: all rows in one answer. */
  pageSize: number | null;
  /** `next` and `previous` are path and query only. */
  relativeNext: boolean;
  /** Origin (such as `http://10.0.0.5:8080`) that `next` and `previous` name; null: the request's own. */
  nextHost: string | null;
  /** What a proxy in front makes of the origin in `next`, where `nextHost` is null. */
  nextOrigin: 'own' | 'without port' | 'other scheme';
  /** Path that `next` has instead of `/api/v1`; null: the true one. */
  nextBase: string | null;
  /** `next` of the last page leads to the first: pages without end. */
  endlessNext: boolean;
  /** How many requests for a page after the first get a 404, as if the page had vanished. */
  vanishingPages: number | 'always';
  /** The most rows that a list shows, without a `next`; null: no limit. */
  capRowsAt: number | null;
  /**
   * What shows that `capRowsAt` hides rows; other signs than `count` are there in complete lists too, and on
   * pages, beside `next`. Where `capRowsAt` hides rows and the sign is another, `count` counts what is shown.
   */
  moreSign: MoreSign;
  /**
   * A list is a bare array. Then it is complete: `pageSize` is off, and so is `capRowsAt`, unless `moreSign`
   * is one of the signs outside the body (`link`, `x-total-count`, `206`).
   */
  bareArray: boolean;
  /** No `count` beside `results`, except where `capRowsAt` hides rows and `count` alone shows it. */
  withoutCount: boolean;
  /** `documented` is as odd as the documentation's example: neither by date nor by id. */
  order: 'documented' | 'newest' | 'oldest' | 'id';
  /** `server_id` in the query of `GET /backups/` changes nothing. */
  ignoreServerFilter: boolean;
  /** `backup_type` in the query of `GET /backups/` changes nothing. */
  ignoreTypeFilter: boolean;
  /** What a `server_id` gets that no server has. */
  unknownServerFilter: ErrorAnswer | 'empty list';
  cachedList: CachedList | null;
}

export const plainLists: ListDialect = {
  pageSize: null,
  relativeNext: false,
  nextHost: null,
  nextOrigin: 'own',
  nextBase: null,
  endlessNext: false,
  vanishingPages: 0,
  capRowsAt: null,
  moreSign: 'count',
  bareArray: false,
  withoutCount: false,
  order: 'documented',
  ignoreServerFilter: false,
  ignoreTypeFilter: false,
  unknownServerFilter: 'empty list',
  cachedList: null,
};
