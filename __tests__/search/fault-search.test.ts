/**
 * A search for faults that the action does not withstand: random histories, dialects and fault schedules, in virtual time.
 *
 * `FAULT_SEARCH_RUNS=50000 FAULT_SEARCH_SEED=7 npm test -- __tests__/search` tries so many plans from that seed. What fails is shrunk, and
 * printed with its seed.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plan } from './plan.js';
import { runPlan, runPlanOnSocket } from './run-plan.js';
import { ALL_SITUATIONS, type Situation } from './situations.js';

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

test(
  `${RUNS} plans from seed ${SEED}`,
  async () => {
    const holds = fc.asyncProperty(plan, async (one) => {
      const outcome = await runPlan(one);
      for (const name of outcome.reached) reached.set(name, (reached.get(name) ?? 0) + 1);
      expect(outcome.broken).toEqual([]);
      expect(unhandled).toEqual([]);
    });
    await fc.assert(holds, { numRuns: RUNS, seed: SEED });
  },
  TIMEOUT_MS,
);

test(
  `${Math.ceil(RUNS / 30)} plans over a real socket`,
  async () => {
    const holds = fc.asyncProperty(plan, async (one) => {
      expect((await runPlanOnSocket(one)).broken).toEqual([]);
      expect(unhandled).toEqual([]);
    });
    await fc.assert(holds, { numRuns: Math.ceil(RUNS / 30), seed: SEED + 1 });
  },
  TIMEOUT_MS,
);

test('the search has met every situation that it is about', () => {
  const missed = ALL_SITUATIONS.filter((name) => !reached.has(name));
  // A short search may miss some.
  if (RUNS >= 2_000) expect(missed).toEqual([]);
});
