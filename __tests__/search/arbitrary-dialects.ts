/** How the API may differ from its documentation: every table of the simulator, and what can be combined at random. */
import fc from 'fast-check';
import * as tables from '../../simulator/dialect/tables.js';
import type { Dialect } from '../../simulator/index.js';
import { DAY, HOUR, MINUTE } from '../support/harness.js';
import { often } from './choices.js';

type Part = Partial<Dialect>;

/** Entries of all tables; those of connections show on a real server only. */
const entries: Part[] = Object.entries(tables)
  .filter(([name]) => name !== 'restoreCourses')
  .flatMap(([, table]) => Object.values(table as Record<string, Part>));

export const restoreCourses = Object.values(tables.restoreCourses);

const named = fc.constantFrom(...entries);

/** What the API may make of a description. */
const rewording = often<Part>(
  {},
  { truncateDescriptionAt: 20 },
  { truncateDescriptionAt: 200 },
  { truncateDescriptionAt: 200, appendToDescription: '...' },
  { appendToDescription: ' (api)' },
  { stripMarker: true },
  { dropDescription: true },
);

/** Seen from the API, it is the runner's clock that is off. */
const clock = often<Part>(
  {},
  { clockSkewMs: 2 * HOUR },
  { clockSkewMs: -2 * HOUR },
  { clockSkewMs: 8 * DAY },
  { clockSkewMs: -20 * DAY },
  { clockSkewMs: 4 * MINUTE },
  { dateHeader: false },
  { dateHeader: false, clockSkewMs: 3 * HOUR },
  { dateHeader: false, clockSkewMs: -3 * HOUR },
  { localDates: HOUR },
  { localDates: -HOUR },
  { createdAtSkewMs: 10 * MINUTE },
  { createdAtSkewMs: -14 * MINUTE },
);

const shape = fc.record<Part>(
  {
    pageSize: fc.constantFrom(1, 2, 5),
    relativeNext: fc.boolean(),
    nextHost: often<string | null>(null, null, 'https://elsewhere.example'),
    vanishingPages: often<Dialect['vanishingPages']>(0, 1, 3),
    capRowsAt: often<number | null>(null, null, null, 2, 5),
    bareArray: often(false, true),
    withoutCount: fc.boolean(),
    order: fc.constantFrom<Dialect['order']>('documented', 'newest', 'oldest', 'id'),
    ignoreServerFilter: fc.boolean(),
    ignoreTypeFilter: fc.boolean(),
    idsAsStrings: fc.boolean(),
    nulls: fc.constantFrom<Dialect['nulls']>(null, 'null', 'missing'),
    extraFields: fc.boolean(),
    listingDelayMs: fc.constantFrom(0, 3_000, 20_000),
    staleDeletedMs: fc.constantFrom(0, 3_000, 15_000),
  },
  { requiredKeys: [] },
);

export const dialect: fc.Arbitrary<Part> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.oneof(fc.constant<Part>({}), shape),
        fc.array(named, { maxLength: 2 }),
        rewording,
        clock,
      )
      .map(([base, parts, words, time]): Part => Object.assign({}, base, ...parts, words, time)),
  },
);
