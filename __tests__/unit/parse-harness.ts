/** Parses the inputs of a step, as the runner passes them. */
import { InputError } from '../../src/errors.js';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { type ParsedInputs, parseInputs } from '../../src/inputs/parse.js';
import type { RunContext } from '../../src/inputs/run-context.js';
import type { OperationName } from '../../src/inputs/table.js';
import { createRedactor } from '../../src/report/sanitize.js';
import { RUN_CONTEXT } from '../support/fixtures.js';

export type Given = Partial<Record<InputName, string>>;
export const TOKEN = 'vps_test_not_a_real_token';

/** Outside of a run these are empty. */
export const NO_RUN: RunContext = { ...RUN_CONTEXT, owner: '', repo: '', runId: '' };

/** The least that each operation needs. */
export const MINIMUM: Record<OperationName, Given> = {
  create: { operation: 'create', server_id: '1' },
  list: { operation: 'list' },
  wait: { operation: 'wait', backup_id: '5' },
  restore: { operation: 'restore', server_id: '1', backup_id: '5' },
  delete: { operation: 'delete', backup_id: '5' },
  prune: { operation: 'prune', server_id: '1', keep_last: '3' },
  check: { operation: 'check' },
};

/** An input that is left out is empty, as the runner would pass it without defaults. */
export function parse(given: Given, run = RUN_CONTEXT): ParsedInputs {
  const inputs: Given = { api_token: TOKEN, ...given };
  const tokens = [inputs.api_token ?? '', inputs.github_token ?? ''];
  const redact = createRedactor(tokens);
  return parseInputs({ get: (name) => inputs[name] ?? '', run, redact });
}

/** The problems of the inputs; none where they are valid. */
export function problems(given: Given, run = RUN_CONTEXT): readonly string[] {
  try {
    parse(given, run);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}
