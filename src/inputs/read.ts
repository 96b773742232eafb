/** Action inputs in, typed {@link Inputs} out; every fault is told at once, before any request. Pure. */
import { InputError } from '../errors.js';
import { quoted, without } from '../report/text.js';
import { DEFAULTS, type InputName } from './action-inputs.js';
import type { Inputs, OperationName } from './inputs.js';
import { READERS, type Values } from './readers.js';
import { combinationFaults, type Given, unusedInputs } from './rules.js';
import { NotAllowed } from './values.js';

export interface ReadInputs {
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
export function readInputs(get: (name: InputName) => string, inRun: boolean): ReadInputs {
  const names = Object.keys(READERS) as InputName[];
  const secret = get('api_token').trim();
  const given = new Map(names.map((name) => [name, textOf(name, get(name), secret) || DEFAULTS[name]]));
  const shown = (name: InputName): string => inQuotes(name, given.get(name) ?? '', secret);
  const faults: string[] = [];
  const read = (name: InputName): unknown => {
    const text = given.get(name) ?? '';
    try {
      return text === '' ? null : READERS[name](text);
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
      faults.push(`${name}: ${shown(name)} is not allowed. Allowed: ${error.message}.`);
      return null;
    }
  };
  const values = Object.fromEntries(names.map((name) => [name, read(name)])) as Values;
  const asGiven: Given = { has: (name) => given.get(name) !== '', quoted: shown };
  faults.push(...combinationFaults(values, asGiven, inRun));
  const { api_token: token, api_url: url } = values;
  if (faults.length > 0 || token === null || url === null) throw new InputError(faults);
  const differing = names.filter((name) => !isDefault(name, values));
  return { inputs: build(values), api: { url, token }, warnings: unusedInputs(values, differing) };
}

/** By value: `TRUE` and `60m` are what `true` and `1h` are. */
function isDefault(name: InputName, values: Values): boolean {
  const text = DEFAULTS[name];
  return JSON.stringify(text === '' ? null : READERS[name](text)) === JSON.stringify(values[name]);
}

function build(values: Values): Inputs {
  return BUILDERS[need(values.operation)](values);
}

const BUILDERS: { [name in OperationName]: (values: Values) => Inputs } = {
  create: (v) => ({
    operation: 'create',
    servers: servers(v),
    description: v.description,
    wait: need(v.wait),
    limits: limits(v),
    keepLast: v.keep_last,
    scope: v.scope ?? 'repository',
    reuseWithinMs: need(v.reuse_on_rerun) ? need(v.max_age) : null,
    dryRun: need(v.dry_run),
  }),
  list: (v) => ({ operation: 'list', servers: servers(v), scope: v.scope ?? 'server', backupType: v.backup_type, match: v.match }),
  wait: (v) => ({
    operation: 'wait',
    servers: servers(v),
    backupIds: ids(v),
    limits: limits(v),
    keepLast: v.keep_last,
    dryRun: need(v.dry_run),
  }),
  restore: (v) => ({
    operation: 'restore',
    servers: servers(v),
    target: v.backup_id === 'latest' ? { latest: latest(v) } : { id: need(ids(v)[0]) },
    safety: need(v.safety_backup) ? { description: v.description } : null,
    wait: need(v.wait),
    limits: limits(v),
    dryRun: need(v.dry_run),
  }),
  delete: (v) => ({ operation: 'delete', servers: servers(v), backupIds: ids(v), dryRun: need(v.dry_run) }),
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

function servers(v: Values): Inputs['servers'] {
  return { ids: v.server_id ?? [], name: v.server_name };
}

function limits(v: Values): { timeoutMs: number; pauseMs: number } {
  return { timeoutMs: need(v.wait_timeout), pauseMs: need(v.poll_interval) };
}

function latest(v: Values) {
  return { scope: v.scope ?? 'repository', match: v.match, backupType: v.backup_type, maxAgeMs: need(v.max_age) } as const;
}

function ids(v: Values): readonly number[] {
  return Array.isArray(v.backup_id) ? v.backup_id : [];
}

/** What the rules have already made sure of. */
function need<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('an input that was checked is missing');
  return value;
}

/** They are compared as they are: `match` with less in it would let more through, and more be deleted. */
const KEEPS_SPACES: readonly InputName[] = ['match', 'server_name'];
/** They are cut before they are printed or sent; half a token would not be recognised any more. */
const CUT_LATER: readonly InputName[] = ['description', 'server_name'];

/** A YAML block scalar ends in a line break, which nobody means. What is blank stays so, to be told of. */
function textOf(name: InputName, text: string, secret: string): string {
  const trimmed = KEEPS_SPACES.includes(name) ? text.replace(/^[\r\n]+|[\r\n]+$/g, '') || text : text.trim();
  return CUT_LATER.includes(name) ? without(secret, trimmed) : trimmed;
}

/** User and password end at the last @, however the slashes before them are written. */
const CREDENTIALS = /^(https?:[\\/]*)?.*@/is;

/** The token may stand in the wrong input: it is taken out before anything is cut. */
function inQuotes(name: InputName, text: string, secret: string): string {
  if (name === 'api_token') return 'its value (not shown)';
  const plain = without(secret, text);
  return quoted(name === 'api_url' ? plain.replace(CREDENTIALS, '$1***@') : plain);
}
