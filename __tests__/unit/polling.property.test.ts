import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { poll } from '../../src/polling.js';
import { runs } from '../support/fixtures.js';
import { VirtualClock } from '../support/virtual-clock.js';
import { Fault, type LookPlan, wait } from './poll-harness.js';

/** Not a limit of the code: a machine may be busy. */
jest.setTimeout(120_000);

describe('whatever looks take and come to', () => {
  const anyLook: fc.Arbitrary<LookPlan> = fc.record({
    takesMs: fc.oneof(fc.constant(0), fc.nat({ max: 900 }), fc.nat({ max: 40_000 })),
    result: fc.oneof(
      { weight: 10, arbitrary: fc.constantFrom('not yet' as const, 'fault' as const) },
      { weight: 1, arbitrary: fc.constantFrom('done' as const, 'end' as const) },
    ),
    retryAfterMs: fc.oneof(fc.constant(0), fc.nat({ max: 60_000 })),
  });
  const anyLimits = fc.record({
    timeoutMs: fc.integer({ min: 1_000, max: 120_000 }),
    initialDelayMs: fc.constantFrom(0, 1_000),
    maxIntervalMs: fc.integer({ min: 1_000, max: 30_000 }),
  });

  test('the deadline is kept, pauses stay under their cap, and no look begins after the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLook, { maxLength: 25 }), anyLimits, async (plan, limits) => {
        const waited = await wait(plan, limits);
        const { looks, outcome, endedAt } = waited;
        expect(looks.length).toBeGreaterThan(0);
        expect(endedAt).toBeLessThanOrEqual(limits.timeoutMs + 700);
        let slowest = 0; // a look that would be in the way of the last one is left out
        for (const [place, look] of looks.entries()) {
          if (look.until - look.at > 560) slowest = Math.max(slowest, look.until - look.at);
          expect(look.at).toBeLessThanOrEqual(limits.timeoutMs);
          const slack = look.at + look.budgetMs - limits.timeoutMs;
          expect(Math.min(Math.abs(slack), Math.abs(slack - 700))).toBeCloseTo(0, 6);
          if (look.at === limits.timeoutMs) expect(look.budgetMs).toBe(700);
          const next = looks[place + 1];
          if (next === undefined) continue;
          const asked = plan[place]?.result === 'fault' ? (plan[place]?.retryAfterMs ?? 0) : 0;
          expect(next.at - look.until).toBeLessThanOrEqual(
            Math.max(limits.maxIntervalMs, asked) + slowest * 1.25 + 1e-6,
          );
          expect(look.at).toBeLessThan(limits.timeoutMs);
          expect(look.until).toBeLessThanOrEqual(limits.timeoutMs);
        }
        const last = looks.at(-1)?.until ?? 0;
        if (outcome === 'deadline') expect(last).toBeGreaterThanOrEqual(limits.timeoutMs);
        expect(endedAt).toBe(last);
      }),
      { numRuns: runs(400) },
    );
  });

  test('what is completed by the time that a look could still tell of it is seen, however slow the answers', async () => {
    const anyWait = fc.record({
      answerMs: fc.nat({ max: 3_000 }),
      timeoutMs: fc.integer({ min: 8_000, max: 60_000 }),
      maxIntervalMs: fc.integer({ min: 1_000, max: 10_000 }),
    });
    await fc.assert(
      fc.asyncProperty(anyWait, async ({ answerMs, timeoutMs, maxIntervalMs }) => {
        const clock = new VirtualClock();
        const completed = timeoutMs - answerMs * 1.25;
        const check = async (budgetMs: number): Promise<boolean> => {
          const isCompleted = clock.elapsed >= completed;
          await clock.sleep(Math.min(answerMs, budgetMs));
          if (answerMs > budgetMs) throw new Fault(true, 0);
          return isCompleted;
        };
        const retryDelay = () => ({ retryAfterMs: 0 });
        const options = {
          clock,
          signal: new AbortController().signal,
          timeoutMs,
          maxIntervalMs,
          initialDelayMs: 1_000,
        };
        expect(
          await clock.settle(poll({ ...options, check, retryDelay, onHeartbeat: () => {} })),
        ).toBe('done');
        expect(clock.elapsed).toBeLessThanOrEqual(timeoutMs + 700);
      }),
      { numRuns: runs(400) },
    );
  });
});
