/**
 * SIGINT and SIGTERM, as the runner sends them, in each phase of each operation: gone within 2 s (the contract's own bound, so the one that is
 * timed here), not green, what is known in outputs, log and summary, one line that says how to pick it up, and nothing deleted that was not.
 */
import { describe, expect, jest, test } from '@jest/globals';
import type { Running, StepResult } from '../../scripts/run-action.js';
import type { RecordedRequest } from '../../simulator/index.js';
import { errorOf, PATIENCE_MS, type Stage, stage } from '../support/step.js';
import { PHASES, type Phase } from './phases.js';

jest.setTimeout(PATIENCE_MS);

// Windows has no signals: what kills there kills at once.
const onUnix = process.platform === 'win32' ? describe.skip : describe;
if (process.platform === 'win32')
  console.warn('SKIPPED: cancellation can not be tested on Windows, which has no signals');

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const GONE_WITHIN_MS = 2_000;
async function cancelAt(
  { at, inputs = {} }: Phase,
  signals: readonly NodeJS.Signals[],
  { step, on: when }: Stage,
): Promise<StepResult> {
  let running: Running | undefined;
  let seen = 0;
  when(at.when, ({ method, path }: RecordedRequest) => {
    if (!at.request.test(`${method} ${path}`)) return;
    seen += 1;
    if (seen === (at.nth ?? 1)) for (const signal of signals) running?.kill(signal);
  });
  const onStart = (process: Running): void => {
    running = process;
  };
  return step(inputs, { onStart });
}

async function holds(phase: Phase, signals: readonly NodeJS.Signals[]): Promise<void> {
  await stage({ ...phase.sim }, async (at) => {
    const result = await cancelAt(phase, signals, at);
    expect(result.exitCode).toBe(1);
    expect(result.msAfterSignal).toBeLessThan(GONE_WITHIN_MS);
    expect(errorOf(result)).toMatch(new RegExp(`^Cancelled by (${signals.join('|')})\\.`));
    expect(errorOf(result)).toMatch(phase.says);
    expect(errorOf(result)).not.toContain('\n');
    expect(result.outputs).toMatchObject(phase.outputs ?? {});
    expect(result.summary).toMatch(/❌[\s\S]*Cancelled by/);
    expect(result.summary).toMatch(phase.summary ?? /Cancelled/);
    const changes = at.sim.requests
      .filter((one) => one.method !== 'GET')
      .map((one) => `${one.method} ${one.path}`);
    expect(changes).toEqual(phase.changes);
  })();
}

onUnix.each(SIGNALS)('%s', (signal) => {
  test.concurrent.each(Object.entries(PHASES))('%s', (_, phase) => holds(phase, [signal]));
});

// Which of two pending signals a process hears first is for the system to say.
onUnix('more than one signal', () => {
  test.concurrent('SIGINT and SIGTERM at once, while waiting', () => {
    const phase = PHASES['create, waiting, between two looks'];
    if (phase === undefined) throw new Error('no such phase');
    return holds(phase, ['SIGINT', 'SIGTERM', 'SIGINT']);
  });
});
