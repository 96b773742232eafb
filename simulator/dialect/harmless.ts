import type { Dialect } from './index.js';

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
