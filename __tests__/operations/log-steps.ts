/** What the tests of logs share. */
import type { SimulatorOptions } from '../../simulator/index.js';
import {
  ago,
  DAY,
  marked,
  type StepInputs,
  type StepOptions,
  scenario,
} from '../support/harness.js';

export const OLD = [1, 2, 3].map((id) => ({
  ...{ id, created_at: ago((9 - id) * DAY) },
  description: marked('create', { text: `Release ${id}`, key: `00112233440${id}` }),
}));

export type Step = readonly [options: SimulatorOptions, inputs: StepInputs, more?: StepOptions];

/** The log, and the error that the step fails with. */
export async function linesOf([options, inputs, more]: Step): Promise<string[]> {
  const { log, failure } = await scenario(options).step(inputs, more);
  const shown = log.map(({ level, line }) => (level === 'info' ? line : `${level}: ${line}`));
  return failure === null ? shown : [...shown, `FAILURE ${failure}`];
}
