/**
 * The one table of inputs: the field that an operation sees, how its text is parsed, which
 * operations use it, which require it, and defaults that depend on the operation. The types of the
 * operations' inputs, the warnings about unused inputs and the errors about missing ones follow
 * from it. Names and plain defaults come from action.yml.
 */
import type * as v from 'valibot';
import type { INPUT_DEFAULTS, InputName } from './action-metadata.js';
import * as values from './values.js';

export const OPERATIONS = [
  'create',
  'list',
  'wait',
  'restore',
  'delete',
  'prune',
  'check',
] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** What the table says of one input. */
interface InputSpec {
  readonly field: string;
  readonly schema: v.GenericSchema<string, unknown>;
  readonly usedBy: readonly OperationName[];
  readonly requiredBy?: readonly OperationName[];
  /** The default where the input is empty, by operation. */
  readonly defaults?: { readonly [operation in OperationName]?: string };
}

const WAITING = ['create', 'wait', 'restore'] as const;
const AGE = { min: '1h', max: '3650d' };

const INPUTS = {
  operation: { field: 'operation', schema: values.word(OPERATIONS), usedBy: OPERATIONS },
  api_token: {
    field: 'apiToken',
    schema: values.token,
    usedBy: OPERATIONS,
    requiredBy: OPERATIONS,
  },
  server_id: { field: 'serverIds', schema: values.serverIds, usedBy: OPERATIONS },
  server_name: { field: 'serverNames', schema: values.names, usedBy: OPERATIONS },
  backup_id: {
    field: 'backupId',
    schema: values.backupIds,
    usedBy: ['wait', 'restore', 'delete'],
    requiredBy: ['wait', 'restore', 'delete'],
  },
  description: { field: 'description', schema: values.anyText, usedBy: ['create', 'restore'] },
  wait: { field: 'wait', schema: values.boolean, usedBy: ['create', 'restore'] },
  wait_timeout: {
    field: 'waitTimeoutMs',
    schema: values.waitDuration({ min: '1s', max: '24h' }),
    usedBy: WAITING,
  },
  poll_interval: {
    field: 'pollIntervalMs',
    schema: values.waitDuration({ min: '1s', max: '5m' }),
    usedBy: WAITING,
  },
  keep_last: {
    field: 'keepLast',
    schema: values.integer(1, 10),
    usedBy: ['create', 'wait', 'prune'],
  },
  older_than: { field: 'olderThanMs', schema: values.ageDuration(AGE), usedBy: ['prune'] },
  scope: {
    field: 'scope',
    schema: values.word(['repository', 'server']),
    usedBy: ['create', 'list', 'prune', 'restore', 'check'],
    defaults: {
      create: 'repository',
      prune: 'repository',
      restore: 'repository',
      list: 'server',
      check: 'server',
    },
  },
  backup_type: {
    field: 'backupType',
    schema: values.word(['manual', 'automatic']),
    usedBy: ['list', 'check', 'restore'],
  },
  match: { field: 'match', schema: values.text, usedBy: ['list', 'prune', 'check', 'restore'] },
  max_age: {
    field: 'maxAgeMs',
    schema: values.ageDuration(AGE),
    usedBy: ['create', 'restore', 'check'],
    defaults: { create: '7d', restore: '7d', check: '26h' },
  },
  max_shrink: {
    field: 'maxShrink',
    schema: values.percent,
    usedBy: ['create', 'wait', 'check'],
  },
  min_backups: { field: 'minBackups', schema: values.integer(1, 100), usedBy: ['check'] },
  safety_backup: { field: 'safetyBackup', schema: values.boolean, usedBy: ['restore'] },
  reuse_on_rerun: { field: 'reuseOnRerun', schema: values.boolean, usedBy: ['create'] },
  dry_run: {
    field: 'dryRun',
    schema: values.boolean,
    usedBy: ['create', 'restore', 'delete', 'prune', 'wait'],
  },
  deploy_environment: { field: 'deployEnvironment', schema: values.text, usedBy: ['create'] },
  github_token: { field: 'githubToken', schema: values.token, usedBy: ['create'] },
  api_url: { field: 'apiUrl', schema: values.apiUrl, usedBy: OPERATIONS },
} as const satisfies { readonly [name in InputName]: InputSpec };

/** The same table, typed so that all entries have the same shape. */
export const SPECS: { readonly [name in InputName]: InputSpec } = INPUTS;

type Table = typeof INPUTS;
type Output<N extends InputName> = v.InferOutput<Table[N]['schema']>;
type RequiredBy<N extends InputName> = Table[N] extends { requiredBy: readonly (infer Op)[] }
  ? Op
  : never;
type DefaultedBy<N extends InputName> = Table[N] extends { defaults: infer D } ? keyof D : never;

/** Every input's value, `null` where it is empty and has no default. */
export type ParsedValues = { readonly [N in InputName]: Output<N> | null };

/** What an input's text can stand for: words as `backup_id` are for `restore` alone. */
type Accepted<N extends InputName, Op extends OperationName> = N extends 'backup_id'
  ? Op extends 'restore'
    ? Output<N>
    : Exclude<Output<N>, string>
  : Output<N>;

/** What an operation sees of an input: never `null` where it is required or has a default. */
type Value<N extends InputName, Op extends OperationName> = (typeof INPUT_DEFAULTS)[N] extends ''
  ? Op extends RequiredBy<N> | DefaultedBy<N>
    ? Accepted<N, Op>
    : Accepted<N, Op> | null
  : Accepted<N, Op>;

/** The inputs that an operation uses, by field. Durations in milliseconds, percentages from 0 to 1. */
export type InputsOf<Op extends OperationName> = {
  readonly [N in InputName as Op extends Table[N]['usedBy'][number]
    ? Table[N]['field']
    : never]: N extends 'operation' ? Op : Value<N, Op>;
};

/** A union over the operations. */
export type Inputs = { [Op in OperationName]: InputsOf<Op> }[OperationName];
