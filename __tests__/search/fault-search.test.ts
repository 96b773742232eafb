/**
 * A search for situations that the action does not withstand: random histories, dialects, fault schedules and second
 * actors, in virtual time.
 *
 * `FAULT_SEARCH_RUNS=20000 FAULT_SEARCH_SEED=7 npm test -- __tests__/search` tries so many plans from that seed. What
 * fails is shrunk, and printed as JSON; `FAULT_SEARCH_PLAN=plan.json` carries out the plan in that file alone.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Plan, plan } from './plan.js';
import { type Outcome, runPlan, runPlanOnSocket } from './run-plan.js';
import { ALL_SITUATIONS, type Situation } from './situations.js';

const { FAULT_SEARCH_PLAN: FILE } = process.env;
const RUNS = Number(process.env.FAULT_SEARCH_RUNS ?? 3_000);
/** The same plans each time, unless told otherwise: what is green stays green until the code changes. */
const SEED = Number(process.env.FAULT_SEARCH_SEED ?? 20_250_116);

/** Long enough for a slow machine; short enough that a search that hangs is seen. */
const TIMEOUT_MS = 120_000 + RUNS * 100;

const unhandled: unknown[] = [];
const remember = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', remember));
afterAll(() => void process.off('unhandledRejection', remember));

const reached = new Map<Situation, number>();

/** @throws Error with the plan, ready to be replayed, where a promise was broken */
async function holds(one: Plan, run: (plan: Plan) => Promise<Outcome>): Promise<void> {
  const { broken, reached: situations } = await run(one);
  for (const name of situations) reached.set(name, (reached.get(name) ?? 0) + 1);
  if (broken.length > 0)
    throw new Error(`${broken.join('\n')}\nThe plan (FAULT_SEARCH_PLAN): ${JSON.stringify(one)}`);
  expect(unhandled).toEqual([]);
}

const searching = FILE === undefined ? test : test.skip;

searching(
  `${RUNS} plans from seed ${SEED}`,
  () =>
    fc.assert(
      fc.asyncProperty(plan, (one) => holds(one, runPlan)),
      { numRuns: RUNS, seed: SEED },
    ),
  TIMEOUT_MS,
);

searching(
  `${Math.ceil(RUNS / 30)} plans over a real socket`,
  () =>
    fc.assert(
      fc.asyncProperty(plan, (one) => holds(one, runPlanOnSocket)),
      { numRuns: Math.ceil(RUNS / 30), seed: SEED + 1 },
    ),
  TIMEOUT_MS,
);

// A short search may miss some.
(RUNS >= 2_000 ? searching : test.skip)('the search has met every situation that it is about', () =>
  expect(ALL_SITUATIONS.filter((name) => !reached.has(name))).toEqual([]),
);

if (FILE !== undefined) {
  test(`the plan in ${FILE}`, () => holds(JSON.parse(readFileSync(FILE, 'utf8')), runPlan));
}
