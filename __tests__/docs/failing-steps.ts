/** Steps in one process whose error or warning is wanted. */
import type { BackupSeed, SimulatorOptions } from '../../simulator/index.js';
import { CancelledError, errorMessage } from '../../src/errors.js';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { parseInputs } from '../../src/inputs/parse.js';
import {
  ago,
  DAY,
  MINUTE,
  marked,
  RUN,
  type Scenario,
  type StepInputs,
  type StepOptions,
  type StepResult,
  scenario,
} from '../support/harness.js';

export interface Situation {
  readonly sim?: SimulatorOptions;
  readonly inputs: StepInputs;
  readonly options?: StepOptions;
  readonly prepare?: (world: Scenario) => void;
}

/** Runs one step; it must not ask for anything undocumented. */
async function run({ sim, inputs, options, prepare }: Situation): Promise<StepResult> {
  const world = scenario(sim);
  prepare?.(world);
  const result = await world.step(inputs, options);
  if (world.sim.unexpected.length > 0)
    throw new Error(`unexpected: ${world.sim.unexpected.join(', ')}`);
  return result;
}

/** The error of a step that must fail. */
export async function failureOf(situation: Situation): Promise<string> {
  const { failure } = await run(situation);
  if (failure === null) throw new Error('the step did not fail');
  return failure;
}

/** The warnings and notices of a step that must succeed. */
export async function warningOf(situation: Situation): Promise<string> {
  const { failure, warnings, notices } = await run(situation);
  if (failure !== null) throw new Error(`the step failed: ${failure}`);
  return [...warnings, ...notices].join('\n');
}

/** The error of inputs that are not accepted. */
export async function inputErrorOf(inputs: StepInputs): Promise<string> {
  return scenario()
    .step(inputs)
    .then(
      () => Promise.reject(new Error('the inputs were accepted')),
      (error: unknown) => errorMessage(error),
    );
}

/** The warnings about inputs that are accepted. */
export async function inputWarningOf(inputs: StepInputs): Promise<string> {
  const get = (name: InputName): string =>
    inputs[name] ?? (name === 'api_token' ? 'vps_test_not_a_real_token' : '');
  const { warnings } = parseInputs({ get, run: RUN, redact: (text) => text });
  return warnings.join('\n');
}

/** The error of a step that is cancelled after a minute. */
export async function cancelledAfterMinute({ sim, inputs }: Situation): Promise<string> {
  const world = scenario(sim);
  const cancel = new AbortController();
  void world.clock.sleep(MINUTE).then(() => cancel.abort(new CancelledError('SIGINT')));
  const { failure } = await world.step(inputs, { cancel: cancel.signal });
  return failure ?? 'the step was not cancelled';
}

/** A backup of this repository, two days old. */
export function own(id: number, more: Partial<BackupSeed> = {}): BackupSeed {
  return { id, created_at: ago(2 * DAY), description: marked(), ...more };
}
