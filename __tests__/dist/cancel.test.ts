/**
 * The signals that a runner or a terminal sends, in each phase of each operation: ended within 2 s,
 * not green, what is known in outputs, log and summary, one line that says how to resume, and nothing
 * deleted that was not. How long it takes is a documented bound, so it is measured: from the
 * signal's arrival in the process, and with room for a busy machine.
 */
import { expect, jest, test } from '@jest/globals';
import type { Running, StepResult } from '../../scripts/run-action.js';
import type { RecordedRequest } from '../../simulator/index.js';
import { describeOnUnix } from '../support/platform.js';
import { errorOf, GONE_WITHIN_MS, PATIENCE_MS, type Stage, stage } from '../support/step.js';
import { PHASES, type Phase } from './phases.js';

jest.setTimeout(PATIENCE_MS);

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

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

describeOnUnix.each(SIGNALS)('%s', (signal) => {
  test.concurrent.each(Object.entries(PHASES))('%s', (_, phase) => holds(phase, [signal]));
});

const WAITING = 'create, waiting, between two polls';

function whileWaiting(...signals: NodeJS.Signals[]): Promise<void> {
  const phase = PHASES[WAITING];
  if (phase === undefined) throw new Error('no such phase');
  return holds(phase, signals);
}

describeOnUnix('while waiting', () => {
  test.concurrent('SIGHUP, as of a terminal that is closed', () => whileWaiting('SIGHUP'));

  // Which of two pending signals a process takes first is decided by the system.
  test.concurrent('SIGINT and SIGTERM at once', () => whileWaiting('SIGINT', 'SIGTERM', 'SIGINT'));
});
