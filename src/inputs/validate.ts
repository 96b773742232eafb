/** What inputs mean together: what is missing, what excludes what, what is unused. Pure. */

import type { InputName } from './action-metadata.js';
import type { RunContext } from './run-context.js';
import { type OperationName, type ParsedValues, SPECS } from './table.js';
import { ALLOWED } from './values.js';

/** Every input as the workflow gave it. */
interface RawInputs {
  readonly has: (name: InputName) => boolean;
  /** The value in quotes, safe for a message. */
  readonly quoted: (name: InputName) => string;
}

/** A value that the runner passes as empty usually comes from one of these. */
const EMPTY_CAUSES =
  'If it was set from secrets.X or vars.X, that was empty: check the name, that the job uses the ' +
  'environment that defines it, and that the run is not from a fork or Dependabot';

const EXPECTED_IDS: Partial<Record<OperationName, string>> = {
  restore: 'one positive integer, latest or last_good',
};

/** Problems that no single value has, one sentence each. */
export function validateCombinations(
  values: ParsedValues,
  raw: RawInputs,
  run: RunContext,
): string[] {
  const { operation } = values;
  if (operation === null) return missingInputs('create', raw);
  return [
    ...missingInputs(operation, raw),
    ...missingRun(values, run),
    ...serverProblems(values, operation, raw),
    ...backupProblems(values, operation, raw),
    ...deployProblems(values, operation, raw),
  ];
}

/** What is needed of a missing input, and in which words. */
function missingInput(name: InputName, operation: OperationName): string {
  if (name === 'api_token') {
    return `api_token: is missing. Needed: a VPS.org API token, from a secret. ${EMPTY_CAUSES}.`;
  }
  const allowed = EXPECTED_IDS[operation] ?? ALLOWED.ids;
  return `${name}: is missing. Allowed with operation ${operation}: ${allowed}. ${EMPTY_CAUSES}.`;
}

function missingInputs(operation: OperationName, raw: RawInputs): string[] {
  return (Object.keys(SPECS) as InputName[])
    .filter((name) => SPECS[name].requiredBy?.includes(operation) && !raw.has(name))
    .map((name) => missingInput(name, operation));
}

/** Whether a marker is written, or read to tell whose a backup is. */
function needsRun(values: ParsedValues): boolean {
  const { operation, backup_id: target } = values;
  if (operation === 'list' || operation === 'check') return values.scope === 'repository';
  if (operation === 'wait') return values.keep_last !== null;
  if (operation === 'restore') return !Array.isArray(target) || values.safety_backup === true;
  return operation === 'create' || operation === 'prune';
}

function missingRun(values: ParsedValues, { owner, repo, runId }: RunContext): string[] {
  if ((owner !== '' && repo !== '' && runId !== '') || !needsRun(values)) return [];
  return [
    'GITHUB_REPOSITORY, GITHUB_RUN_ID: missing from the environment. Needed: a step of a GitHub ' +
      'Actions run; they identify whose the backups are.',
  ];
}

const NEEDS_SERVER: readonly OperationName[] = ['create', 'restore', 'prune'];
const ONE_SERVER: readonly OperationName[] = ['restore', 'delete'];

function serverProblems(values: ParsedValues, operation: OperationName, raw: RawInputs): string[] {
  const isGiven = raw.has('server_id') || raw.has('server_name');
  if (NEEDS_SERVER.includes(operation) && !isGiven) {
    return [
      `server_id: is missing. Operation ${operation} needs server_id or server_name. ` +
        `Allowed: ${ALLOWED.id}. ${EMPTY_CAUSES}.`,
    ];
  }
  if (!ONE_SERVER.includes(operation)) return [];
  return (['server_id', 'server_name'] as const).flatMap((name) => {
    const count = values[name]?.length ?? 0;
    if (count < 2) return [];
    return `${name}: ${raw.quoted(name)} names ${count} servers. Allowed with operation ${operation}: one.`;
  });
}

function backupProblems(values: ParsedValues, operation: OperationName, raw: RawInputs): string[] {
  const problems: string[] = [];
  const id = values.backup_id;
  if (operation === 'restore' && Array.isArray(id) && id.length > 1) {
    problems.push(
      `backup_id: ${raw.quoted('backup_id')} names ${id.length} backups. ` +
        'Allowed with operation restore: one, or the word latest or last_good.',
    );
  }
  if ((operation === 'wait' || operation === 'delete') && typeof id === 'string') {
    problems.push(
      `backup_id: "${id}" is for operation restore. Allowed with operation ${operation}: ${ALLOWED.ids}.`,
    );
  }
  if (operation === 'restore' && id === 'latest' && isAutomaticOfRepository(values)) {
    problems.push(
      'backup_type: "automatic" with backup_id latest needs scope: server, because no automatic ' +
        "backup carries this repository's marker.",
    );
  }
  if (operation === 'prune' && !raw.has('keep_last') && !raw.has('older_than')) {
    problems.push(
      'keep_last, older_than: both are missing. Operation prune needs at least one: ' +
        'keep_last 1 to 10, older_than 1h to 3650d.',
    );
  }
  return problems;
}

function isAutomaticOfRepository(values: ParsedValues): boolean {
  return values.backup_type === 'automatic' && values.scope !== 'server';
}

function deployProblems(values: ParsedValues, operation: OperationName, raw: RawInputs): string[] {
  if (operation !== 'create' || values.deploy_environment === null) return [];
  if (raw.has('github_token')) return [];
  return [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow
    'github_token: is missing. deploy_environment needs it: github_token: ${{ github.token }}, ' +
      `with the permission deployments: read. ${EMPTY_CAUSES}.`,
  ];
}

/** When an input that an operation uses is unused all the same, and why. */
interface Condition {
  readonly isUsed: (values: ParsedValues) => boolean;
  readonly unusedReason: (operation: OperationName) => string;
}

const isRestore = (values: ParsedValues): boolean => values.operation === 'restore';
const ONLY_LATEST: Condition = {
  isUsed: (values) => !isRestore(values) || values.backup_id === 'latest',
  unusedReason: () => 'unless backup_id is latest',
};
const ONLY_SELECTED: Condition = {
  isUsed: (values) => !isRestore(values) || typeof values.backup_id === 'string',
  unusedReason: () => 'unless backup_id is latest or last_good',
};

/** Not those of a wait: `wait` is a switch that a workflow sets for a run. */
const CONDITIONS: { readonly [name in InputName]?: Condition } = {
  description: {
    isUsed: (values) => !isRestore(values) || values.safety_backup === true,
    unusedReason: () => 'without safety_backup',
  },
  scope: ONLY_LATEST,
  backup_type: ONLY_LATEST,
  match: ONLY_SELECTED,
  max_age: {
    isUsed: (values) =>
      values.operation === 'create' ? values.reuse_on_rerun === true : ONLY_SELECTED.isUsed(values),
    unusedReason: (operation) =>
      operation === 'create' ? 'without reuse_on_rerun' : ONLY_SELECTED.unusedReason(operation),
  },
  github_token: {
    isUsed: (values) => values.deploy_environment !== null,
    unusedReason: () => 'without deploy_environment',
  },
  dry_run: {
    isUsed: (values) => values.operation !== 'wait' || values.keep_last !== null,
    unusedReason: () => 'without keep_last',
  },
};

/**
 * @param differing the inputs whose values are not their defaults
 * @returns one sentence for each input that was given and has no effect
 */
export function unusedInputWarnings(
  values: ParsedValues,
  differing: readonly InputName[],
): string[] {
  const { operation } = values;
  if (operation === null) return [];
  return differing.flatMap((name) => {
    if (!SPECS[name].usedBy.includes(operation)) {
      return `${name} is not used by operation ${operation} and has no effect.`;
    }
    const condition = CONDITIONS[name];
    if (condition === undefined || condition.isUsed(values)) return [];
    return `${name} is not used by operation ${operation} ${condition.unusedReason(operation)}.`;
  });
}
