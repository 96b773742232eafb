/** What inputs mean together: what an operation needs, what must not be combined, and what it does not use. Pure. */
import type { InputName } from './action-metadata.js';
import type { ParsedValues } from './readers.js';
import type { OperationName } from './types.js';
import { EXPECTED } from './values.js';

/** Every input as the workflow gave it. */
export interface RawInputs {
  readonly has: (name: InputName) => boolean;
  /** The value, in quotes, fit for a message. */
  readonly quoted: (name: InputName) => string;
}

/** Faults that no single value has; one sentence each. */
export function validateCombinations(
  values: ParsedValues,
  given: RawInputs,
  inRun: boolean,
): string[] {
  const faults: string[] = [];
  if (!given.has('api_token'))
    faults.push('api_token: is missing. Needed: a VPS.org API token, from a secret.');
  if (!inRun && needsRun(values)) {
    faults.push(
      'GITHUB_REPOSITORY, GITHUB_RUN_ID: missing from the environment. Needed: a step of a GitHub Actions run; they say whose the backups are.',
    );
  }
  if (values.operation === null) return faults;
  return [
    ...faults,
    ...serverFaults(values, values.operation, given),
    ...backupFaults(values, values.operation, given),
  ];
}

/** Whether a marker is written, or read to tell whose a backup is. */
function needsRun(v: ParsedValues): boolean {
  if (v.operation === 'list') return v.scope === 'repository';
  if (v.operation === 'wait') return v.keep_last !== null;
  if (v.operation === 'restore') return v.backup_id === 'latest' || v.safety_backup === true;
  return v.operation === 'create' || v.operation === 'prune';
}

function serverFaults(values: ParsedValues, operation: OperationName, given: RawInputs): string[] {
  const faults: string[] = [];
  const count = values.server_id?.length ?? 0;
  const needsServer = operation === 'create' || operation === 'restore' || operation === 'prune';
  if (needsServer && !given.has('server_id') && !given.has('server_name')) {
    faults.push(
      `server_id: is missing. operation ${operation} needs server_id or server_name. Allowed: ${EXPECTED.id}.`,
    );
  }
  if (count > 1 && (operation === 'restore' || operation === 'delete')) {
    faults.push(
      `server_id: ${given.quoted('server_id')} names ${count} servers. Allowed with operation ${operation}: one.`,
    );
  }
  if (count > 1 && given.has('server_name')) {
    faults.push(
      `server_id: ${given.quoted('server_id')} names ${count} servers. Allowed with server_name: one, and both must name the same server.`,
    );
  }
  return faults;
}

function backupFaults(values: ParsedValues, operation: OperationName, given: RawInputs): string[] {
  const faults: string[] = [];
  const id = values.backup_id;
  const several = Array.isArray(id) && id.length > 1;
  if (
    (operation === 'wait' || operation === 'restore' || operation === 'delete') &&
    !given.has('backup_id')
  ) {
    faults.push(
      `backup_id: is missing. Allowed with operation ${operation}: ${operation === 'restore' ? 'one positive integer, or latest' : EXPECTED.ids}.`,
    );
  }
  if (operation === 'restore' && several) {
    faults.push(
      `backup_id: ${given.quoted('backup_id')} names ${id.length} backups. Allowed with operation restore: one, or the word latest.`,
    );
  }
  if ((operation === 'wait' || operation === 'delete') && id === 'latest') {
    faults.push(
      `backup_id: "latest" is for operation restore. Allowed with operation ${operation}: ${EXPECTED.ids}.`,
    );
  }
  if (
    operation === 'restore' &&
    id === 'latest' &&
    values.backup_type === 'automatic' &&
    values.scope !== 'server'
  ) {
    faults.push(
      `backup_type: "automatic" with backup_id latest asks for scope: server, for no automatic backup carries this repository's marker.`,
    );
  }
  if (operation === 'prune' && !given.has('keep_last') && !given.has('older_than')) {
    faults.push(
      'keep_last, older_than: both are missing. operation prune needs at least one: keep_last 1 to 10, older_than 1h to 3650d.',
    );
  }
  return faults;
}

/** When an input is used: by these operations, or by these operations under a condition that is told where it does not hold. */
type Use = {
  readonly by: readonly OperationName[];
  readonly if?: (values: ParsedValues) => boolean;
  readonly says?: (operation: OperationName) => string;
};

const ALL: readonly OperationName[] = ['create', 'list', 'wait', 'restore', 'delete', 'prune'];
const isLatest = (values: ParsedValues): boolean =>
  values.operation !== 'restore' || values.backup_id === 'latest';
const ONLY_LATEST = { if: isLatest, says: () => 'unless backup_id is latest' } as const;

const INPUT_USAGE: { readonly [name in InputName]: Use } = {
  operation: { by: ALL },
  api_token: { by: ALL },
  server_id: { by: ALL },
  server_name: { by: ALL },
  api_url: { by: ALL },
  backup_id: { by: ['wait', 'restore', 'delete'] },
  description: {
    by: ['create', 'restore'],
    if: (v) => v.operation === 'create' || v.safety_backup === true,
    says: () => 'without safety_backup',
  },
  wait: { by: ['create', 'restore'] },
  wait_timeout: { by: ['create', 'wait', 'restore'] },
  poll_interval: { by: ['create', 'wait', 'restore'] },
  keep_last: { by: ['create', 'wait', 'prune'] },
  older_than: { by: ['prune'] },
  scope: { by: ['create', 'list', 'prune', 'restore'], ...ONLY_LATEST },
  backup_type: { by: ['list', 'restore'], ...ONLY_LATEST },
  match: { by: ['list', 'prune', 'restore'], ...ONLY_LATEST },
  max_age: {
    by: ['create', 'restore'],
    if: (v) => (v.operation === 'create' ? v.reuse_on_rerun === true : isLatest(v)),
    says: (operation) =>
      operation === 'create' ? 'without reuse_on_rerun' : 'unless backup_id is latest',
  },
  safety_backup: { by: ['restore'] },
  reuse_on_rerun: { by: ['create'] },
  dry_run: { by: ['create', 'restore', 'delete', 'prune'] },
};

/** @param differing the inputs whose values are not their defaults */
export function unusedInputWarnings(
  values: ParsedValues,
  differing: readonly InputName[],
): string[] {
  const operation = values.operation;
  if (operation === null) return [];
  return differing.flatMap((name) => {
    const use = INPUT_USAGE[name];
    if (!use.by.includes(operation)) {
      const spares = name === 'dry_run' && operation === 'wait' && values.keep_last !== null;
      return [
        `${name} is not used by operation ${operation}; it ${spares ? 'only keeps keep_last from deleting anything' : 'changes nothing'} here.`,
      ];
    }
    return use.if === undefined || use.if(values)
      ? []
      : [`${name} is not used by operation ${operation} ${use.says?.(operation)}.`];
  });
}
