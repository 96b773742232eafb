/** Action inputs in, typed {@link Inputs} out; every fault is told at once, before any request. Pure. */
import { InputError } from '../errors.js';
import { quote, redact } from '../report/sanitize.js';
import { INPUT_DEFAULTS, type InputName } from './action-metadata.js';
import { PARSERS, type ParsedValues } from './readers.js';
import type { Inputs, OperationName } from './types.js';
import { type RawInputs, unusedInputWarnings, validateCombinations } from './validate.js';
import { InvalidValueError } from './values.js';

export interface ParsedInputs {
  readonly inputs: Inputs;
  readonly api: { readonly url: string; readonly token: string };
  /** One sentence for each input that was given and is not used. */
  readonly warnings: readonly string[];
}

/**
 * @param get the text of an input; an empty text means its default, as the runner passes an empty text for an empty expression
 * @param inRun whether the environment says which repository and run this is
 * @throws InputError with all faults, each naming the input, its value (never the token's) and what is allowed
 */
export function parseInputs(get: (name: InputName) => string, inRun: boolean): ParsedInputs {
  const names = Object.keys(PARSERS) as InputName[];
  const secret = get('api_token').trim();
  const given = new Map(
    names.map((name) => [name, textOf(name, get(name), secret) || INPUT_DEFAULTS[name]]),
  );
  const shown = (name: InputName): string => inQuotes(name, given.get(name) ?? '', secret);
  const faults: string[] = [];
  const read = (name: InputName): unknown => {
    const text = given.get(name) ?? '';
    try {
      return text === '' ? null : PARSERS[name](text);
    } catch (error) {
      if (!(error instanceof InvalidValueError)) throw error;
      faults.push(`${name}: ${shown(name)} is not allowed. Allowed: ${error.message}.`);
      return null;
    }
  };
  const values = Object.fromEntries(names.map((name) => [name, read(name)])) as ParsedValues;
  const asGiven: RawInputs = { has: (name) => given.get(name) !== '', quoted: shown };
  faults.push(...validateCombinations(values, asGiven, inRun));
  const { api_token: token, api_url: url } = values;
  if (faults.length > 0 || token === null || url === null) throw new InputError(faults);
  const differing = names.filter((name) => !isDefault(name, values));
  return {
    inputs: build(values),
    api: { url, token },
    warnings: unusedInputWarnings(values, differing),
  };
}

/** By value: `TRUE` and `60m` are what `true` and `1h` are. */
function isDefault(name: InputName, values: ParsedValues): boolean {
  const text = INPUT_DEFAULTS[name];
  return JSON.stringify(text === '' ? null : PARSERS[name](text)) === JSON.stringify(values[name]);
}

function build(values: ParsedValues): Inputs {
  return BUILDERS[need(values.operation)](values);
}

const BUILDERS: { [name in OperationName]: (values: ParsedValues) => Inputs } = {
  create: (v) => ({
    operation: 'create',
    servers: servers(v),
    description: v.description,
    wait: need(v.wait),
    waitOptions: limits(v),
    keepLast: v.keep_last,
    scope: v.scope ?? 'repository',
    reuseMaxAgeMs: need(v.reuse_on_rerun) ? need(v.max_age) : null,
    dryRun: need(v.dry_run),
  }),
  list: (v) => ({
    operation: 'list',
    servers: servers(v),
    scope: v.scope ?? 'server',
    backupType: v.backup_type,
    match: v.match,
  }),
  wait: (v) => ({
    operation: 'wait',
    servers: servers(v),
    backupIds: ids(v),
    waitOptions: limits(v),
    keepLast: v.keep_last,
    dryRun: need(v.dry_run),
  }),
  restore: (v) => ({
    operation: 'restore',
    servers: servers(v),
    target: v.backup_id === 'latest' ? { latest: latest(v) } : { id: need(ids(v)[0]) },
    safety: need(v.safety_backup) ? { description: v.description } : null,
    wait: need(v.wait),
    waitOptions: limits(v),
    dryRun: need(v.dry_run),
  }),
  delete: (v) => ({
    operation: 'delete',
    servers: servers(v),
    backupIds: ids(v),
    dryRun: need(v.dry_run),
  }),
  prune: (v) => ({
    operation: 'prune',
    servers: servers(v),
    keepLast: v.keep_last,
    olderThanMs: v.older_than,
    scope: v.scope ?? 'repository',
    match: v.match,
    dryRun: need(v.dry_run),
  }),
};

function servers(v: ParsedValues): Inputs['servers'] {
  return { ids: v.server_id ?? [], name: v.server_name };
}

function limits(v: ParsedValues): { timeoutMs: number; maxIntervalMs: number } {
  return { timeoutMs: need(v.wait_timeout), maxIntervalMs: need(v.poll_interval) };
}

function latest(v: ParsedValues) {
  return {
    scope: v.scope ?? 'repository',
    match: v.match,
    backupType: v.backup_type,
    maxAgeMs: need(v.max_age),
  } as const;
}

function ids(v: ParsedValues): readonly number[] {
  return Array.isArray(v.backup_id) ? v.backup_id : [];
}

/** What the rules have already made sure of. */
function need<T>(value: T | null | undefined): T {
  if (value === null || value === undefined)
    throw new Error('an input that was checked is missing');
  return value;
}

/** They are compared as they are: `match` with less in it would let more through, and more be deleted. */
const KEEPS_SPACES: readonly InputName[] = ['match', 'server_name'];
/** They are cut before they are printed or sent; half a token would not be recognised any more. */
const CUT_LATER: readonly InputName[] = ['description', 'server_name'];

/** A YAML block scalar ends in a line break, which nobody means. What is blank stays so, to be told of. */
function textOf(name: InputName, text: string, secret: string): string {
  const trimmed = KEEPS_SPACES.includes(name)
    ? text.replace(/^[\r\n]+|[\r\n]+$/g, '') || text
    : text.trim();
  return CUT_LATER.includes(name) ? redact(secret, trimmed) : trimmed;
}

/** User and password end at the last @, however the slashes before them are written. */
const CREDENTIALS = /^(https?:[\\/]*)?.*@/is;

/** The token may stand in the wrong input: it is taken out before anything is cut. */
function inQuotes(name: InputName, text: string, secret: string): string {
  if (name === 'api_token') return 'its value (not shown)';
  const plain = redact(secret, text);
  return quote(name === 'api_url' ? plain.replace(CREDENTIALS, '$1***@') : plain);
}
