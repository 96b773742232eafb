/** The ways in which an API may word an error (vps-api.md, "error body"). */
export type ErrorShape =
  | 'detail'
  | 'message'
  | 'error'
  | 'errors'
  | 'fields'
  | 'text'
  | 'html'
  | 'empty';

/** A body for an error: which shape, and (if the usual text will not do) which words. */
export interface ErrorBody {
  shape: ErrorShape;
  text?: string;
}

/** An answer given on purpose: a status and an error body. */
export interface ErrorAnswer extends ErrorBody {
  status: number;
}

/** What the API says when it accepts a restore. All of these mean "accepted". */
export type RestoreAnswer = 'snapshot-like' | '201' | '202 empty' | '204' | '200 text' | '200 html';

/**
 * How this VPS.org differs from the documented one, or fills in what nobody documented
 * (vps-api.md, second table). `plainDialect` is the documented behaviour.
 */
export interface Dialect {
  /** Rows on a page, with `next` and `previous`; null: everything at once. Lists of servers are paged too. */
  pageSize: number | null;
  /** `next` and `previous` are path and query only. */
  relativeNext: boolean;
  /** Origin (such as `https://evil.example`) that `next` and `previous` point to; null: the request's own. */
  nextHost: string | null;
  /** `next` of the last page leads to the first: pages without end. */
  endlessNext: boolean;
  /** Only so many rows come, without a `next`, while `count` tells of all: a partial view. */
  capRowsAt: number | null;
  /** A list is a bare array. Then it is whole: `pageSize` and `capRowsAt` would be invisible, and are off. */
  bareArray: boolean;
  /** No `count` beside `results`. With `capRowsAt` it is there all the same, or nobody could see the cut. */
  withoutCount: boolean;
  /** `documented` is as odd as the documentation's example: neither by date nor by id. */
  order: 'documented' | 'newest' | 'oldest' | 'id';
  /** `server_id` in the query of `GET /backups/` changes nothing. */
  ignoreServerFilter: boolean;
  /** `backup_type` in the query of `GET /backups/` changes nothing. */
  ignoreTypeFilter: boolean;
  /** Every id in an answer is a string. */
  idsAsStrings: boolean;
  /**
   * `size_mb` and `expires_at` are always null or always missing; so is a `description` that is empty
   * (to lose the others, there is `dropDescription`). Null: as documented.
   */
  nulls: 'null' | 'missing' | null;
  /** Rows and lists carry fields nobody documented. */
  extraFields: boolean;
  /** A new backup is not listed for so long. By its id it can be used at once. */
  listingDelayMs: number;
  /** A deleted backup is still listed for so long. By its id it is gone at once. */
  staleDeletedMs: number;
  /** What a full server answers to `POST /backups/`. */
  limitAnswer: ErrorAnswer;
  restoreAnswer: RestoreAnswer;
  /** What a second restore of a server gets while one runs. */
  restoreWhileRestoring: ErrorAnswer | 'accept';
  /** Descriptions are cut to so many UTF-16 units when stored. Seeds are stored as they are. */
  truncateDescriptionAt: number | null;
  /** Stored behind a description, cut or not. */
  appendToDescription: string;
  /** A trailing `[...]` of a description is not stored. */
  stripMarker: boolean;
  /** Descriptions are not stored at all. */
  dropDescription: boolean;
  /** Whether the 201 of `POST /backups/` echoes the description. */
  postAnswer: 'full' | 'without description';
}

/** The API as documented; where it is silent, the plainest answer. */
export const plainDialect: Dialect = {
  pageSize: null,
  relativeNext: false,
  nextHost: null,
  endlessNext: false,
  capRowsAt: null,
  bareArray: false,
  withoutCount: false,
  order: 'documented',
  ignoreServerFilter: false,
  ignoreTypeFilter: false,
  idsAsStrings: false,
  nulls: null,
  extraFields: false,
  listingDelayMs: 0,
  staleDeletedMs: 0,
  limitAnswer: { status: 400, shape: 'detail' },
  restoreAnswer: 'snapshot-like',
  restoreWhileRestoring: {
    status: 400,
    shape: 'detail',
    text: 'server is not in a valid state for restoration',
  },
  truncateDescriptionAt: null,
  appendToDescription: '',
  stripMarker: false,
  dropDescription: false,
  postAnswer: 'full',
};

/**
 * Dialects by name in which a careful client behaves as in the plain one: each is a plausible reading of
 * what is not documented, none hides anything. For `test.each` and random choice.
 */
export const harmlessDialects: Readonly<Record<string, Partial<Dialect>>> = {
  documented: {},
  'pages of two': { pageSize: 2 },
  'pages of one, next relative': { pageSize: 1, relativeNext: true },
  'pages without a count': { pageSize: 3, withoutCount: true },
  'bare array': { bareArray: true },
  'no count': { withoutCount: true },
  'newest first': { order: 'newest' },
  'oldest first': { order: 'oldest' },
  'by id': { order: 'id' },
  'server filter ignored': { ignoreServerFilter: true },
  'no filter works': { ignoreServerFilter: true, ignoreTypeFilter: true },
  'ids as strings': { idsAsStrings: true },
  'nulls everywhere': { nulls: 'null' },
  'fields missing': { nulls: 'missing' },
  'extra fields': { extraFields: true },
  'listed late': { listingDelayMs: 15_000 },
  'deleted rows linger': { staleDeletedMs: 15_000 },
  'no description in the 201': { postAnswer: 'without description' },
  'restore answers 201': { restoreAnswer: '201' },
  'restore answers 202, empty': { restoreAnswer: '202 empty' },
  'restore answers 204': { restoreAnswer: '204' },
  'restore answers text': { restoreAnswer: '200 text' },
  'restore answers HTML': { restoreAnswer: '200 html' },
  'everything at once': {
    pageSize: 2,
    order: 'oldest',
    ignoreServerFilter: true,
    ignoreTypeFilter: true,
    idsAsStrings: true,
    nulls: 'missing',
    extraFields: true,
    listingDelayMs: 5_000,
    staleDeletedMs: 5_000,
    postAnswer: 'without description',
  },
};
