import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { poll } from '../../src/polling.js';
import { runs } from '../support/fixtures.js';
import { VirtualClock } from '../support/virtual-clock.js';
import { classify, type LIMITS, type ScriptedPoll, type Waited, wait } from './poll-harness.js';

/** Not a limit of the code: a machine may be busy. */
jest.setTimeout(120_000);

const GRACE_MS = 5_000;

describe('whatever polls take and come to', () => {
  const anyPoll: fc.Arbitrary<ScriptedPoll> = fc.record({
    takesMs: fc.oneof(fc.constant(0), fc.nat({ max: 900 }), fc.nat({ max: 40_000 })),
    result: fc.oneof(
      { weight: 10, arbitrary: fc.constantFrom('not yet' as const, 'transient' as const) },
      { weight: 2, arbitrary: fc.constantFrom('done' as const, 'confirm' as const) },
      { weight: 1, arbitrary: fc.constant('fatal' as const) },
    ),
    retryAfterMs: fc.oneof(fc.constant(0), fc.nat({ max: 60_000 })),
  });
  const anyLimits = fc.record({
    timeoutMs: fc.integer({ min: 1_000, max: 120_000 }),
    initialDelayMs: fc.constantFrom(0, 1_000),
    maxIntervalMs: fc.integer({ min: 1_000, max: 300_000 }),
  });

  type Limits = typeof LIMITS;

  /** How long the pause after a poll may be, and must be. */
  function pauseAfter(one: ScriptedPoll, { maxIntervalMs }: Limits): [number, number] {
    const { result, retryAfterMs = 0 } = one;
    if (result !== 'transient' && result !== 'confirm') return [1_000, maxIntervalMs];
    const longest = Math.min(maxIntervalMs, 30_000);
    return [Math.max(1_000, retryAfterMs), Math.max(longest, retryAfterMs)];
  }

  function expectPauses({ polls }: Waited, script: readonly ScriptedPoll[], limits: Limits): void {
    for (const [index, one] of polls.entries()) {
      const next = polls[index + 1];
      if (next === undefined || next.isFinal) return;
      const [shortest, longest] = pauseAfter(script[index] ?? { result: 'not yet' }, limits);
      expect(next.at - one.until).toBeGreaterThanOrEqual(shortest);
      expect(next.at - one.until).toBeLessThanOrEqual(longest + 1e-6);
    }
  }

  test('the deadline is kept but for the final poll, and pauses are no longer than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPoll, { maxLength: 25 }), anyLimits, async (script, limits) => {
        const waited = await wait(script, limits);
        const { polls, outcome, endedAt } = waited;
        expect(endedAt).toBeLessThanOrEqual(limits.timeoutMs + GRACE_MS);
        expect(endedAt).toBe(polls.at(-1)?.until);
        if (outcome === 'timeout') expect(polls.at(-1)?.isFinal).toBe(true);
        for (const one of polls) {
          expect(one.isFinal).toBe(one.at >= limits.timeoutMs);
          expect(one.deadline).toBe(limits.timeoutMs + (one.isFinal ? GRACE_MS : 0));
        }
        expectPauses(waited, script, limits);
      }),
      { numRuns: runs(400) },
    );
  });

  test('what is completed by the deadline is seen, however slow the answers', async () => {
    const anyWait = fc.record({
      answerMs: fc.nat({ max: 4_999 }),
      timeoutMs: fc.integer({ min: 8_000, max: 60_000 }),
      maxIntervalMs: fc.integer({ min: 1_000, max: 10_000 }),
      completedAt: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(anyWait, async ({ answerMs, completedAt, ...limits }) => {
        const clock = new VirtualClock();
        const check = async ({ deadline }: { deadline: number }): Promise<boolean> => {
          const isCompleted = clock.elapsed >= completedAt * limits.timeoutMs;
          const left = deadline - clock.now();
          await clock.sleep(Math.min(answerMs, left));
          return answerMs <= left && isCompleted;
        };
        const { signal } = new AbortController();
        const work = poll({ clock, signal, initialDelayMs: 1_000, ...limits, check, classify });
        expect(await clock.settle(work)).toBe('done');
        const latest = completedAt * limits.timeoutMs + limits.maxIntervalMs + 2 * answerMs;
        const expected = Math.max(latest, 1_000 + 2 * answerMs);
        // A poll that the deadline cuts short is followed by the final one.
        const bound = expected <= limits.timeoutMs ? expected : limits.timeoutMs + answerMs;
        expect(clock.elapsed).toBeLessThanOrEqual(bound + 1);
      }),
      {
        numRuns: runs(400),
        examples: [
          [{ answerMs: 3_001, timeoutMs: 8_000, maxIntervalMs: 1_000, completedAt: 0.125 }],
        ],
      },
    );
  });

  test('a backup that completes within 5 s is seen at most 1 s late', async () => {
    for (let completedAt = 0; completedAt <= 5_000; completedAt += 100) {
      const clock = new VirtualClock();
      const check = async (): Promise<boolean> => clock.elapsed >= completedAt;
      const { signal } = new AbortController();
      const limits = { timeoutMs: 3_600_000, initialDelayMs: 1_000, maxIntervalMs: 10_000 };
      await clock.settle(poll({ clock, signal, ...limits, check, classify }));
      expect(clock.elapsed - completedAt).toBeLessThanOrEqual(1_000);
    }
  });

  test('ten minutes take at most 72 polls', async () => {
    const { polls } = await wait([], { timeoutMs: 600_000, initialDelayMs: 1_000 });
    expect(polls.length).toBeLessThanOrEqual(72);
  });
});
