/** What a search tries: a history, a dialect, what the provider does, and one to three steps with faults. Plain JSON, so that it can be read and replayed. */
import fc from 'fast-check';
import type {
  Dialect,
  PlainFaultRule,
  PlainScriptedChange,
  SimulatorOptions,
} from '../../simulator/index.js';
import { HOUR, MINUTE, type StepInputs } from '../support/harness.js';
import { beside, script } from './arbitrary-actors.js';
import { dialect, restoreCourses } from './arbitrary-dialects.js';
import { fault } from './arbitrary-faults.js';
import { type HistoryRow, history } from './arbitrary-history.js';
import { operation } from './arbitrary-inputs.js';
import { often } from './choices.js';

export interface Step {
  /** A `backup_id` of `~3` is the fourth completed backup of the server that there is as the step begins. */
  readonly inputs: StepInputs;
  readonly runId: string;
  readonly attempt: number;
  readonly faults: readonly PlainFaultRule[];
  readonly script: readonly PlainScriptedChange[];
  /** The inputs of another run's step, side by side. */
  readonly beside: StepInputs | null;
  /** Outputs can't be written from this write on, so many times; counted from 0. */
  readonly unwritable: { readonly from: number; readonly times: number } | null;
  /** The runner ends the step so many milliseconds after its start. */
  readonly cancelAfterMs: number | null;
  /** What GitHub's deployments say. */
  readonly state: 'good' | 'bad' | null;
  /** Milliseconds before the next step. */
  readonly pauseMs: number;
}

export interface Plan {
  readonly history: readonly HistoryRow[];
  readonly dialect: Partial<Dialect>;
  readonly provider: Pick<
    SimulatorOptions,
    | 'backupDurationMs'
    | 'backupOutcome'
    | 'intermediateStatuses'
    | 'restoreDurationMs'
    | 'restoreStatuses'
    | 'restoreOutcome'
  >;
  readonly latencyMs: number;
  readonly steps: readonly Step[];
}

const anyProvider: fc.Arbitrary<Plan['provider']> = fc.record({
  backupDurationMs: often(3_000, 0, 40_000, 5 * MINUTE, 2 * HOUR),
  backupOutcome: often('completed', 'failed', 'aborted', 'archived', 'deleted'),
  intermediateStatuses: often(
    ['in_progress'],
    ['queued', 'in_progress'],
    ['in_progress', 'verifying'],
  ),
  restoreDurationMs: fc.constantFrom(3_000, 50_000, 5 * MINUTE),
  restoreStatuses: often<string[]>(
    ['restoring'],
    [],
    ['stopped'],
    ['stopped', 'restoring'],
    ['restoring', 'stopped'],
  ),
  restoreOutcome: often('active', 'stopped', 'error', 'suspended'),
});

const provider: fc.Arbitrary<Plan['provider']> = fc
  .tuple(anyProvider, fc.oneof(fc.constant({}), fc.constantFrom(...restoreCourses)))
  .map(([usual, course]) => ({ ...usual, ...course }));

const unwritable = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      from: fc.integer({ min: 0, max: 12 }),
      times: fc.constantFrom(1, 3, 1_000),
    }),
  },
);

const cancelAfterMs = fc.oneof(
  { weight: 9, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 40, 80, 500, 1_500, 3_050, 20_000, 31_000) },
);

const step: fc.Arbitrary<Step> = fc.record({
  inputs: operation,
  runId: often('1000', '1001'),
  attempt: fc.constantFrom(1, 2),
  faults: fc.array(fault, { maxLength: 4 }),
  script,
  beside,
  unwritable,
  cancelAfterMs,
  state: fc.constantFrom<Step['state']>('good', 'bad', null),
  pauseMs: often(0, 0, MINUTE, 2 * HOUR),
});

export const plan: fc.Arbitrary<Plan> = fc.record({
  history,
  dialect,
  provider,
  latencyMs: fc.constantFrom(0, 35),
  steps: fc.array(step, { minLength: 1, maxLength: 3 }),
});
