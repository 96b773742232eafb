/** The texts of a step's inputs in, typed {@link Inputs} out; every problem at once. Pure. */

import * as v from 'valibot';
import { InputError } from '../errors.js';
import { hideCredentials, quote, type Redact } from '../report/sanitize.js';
import { INPUT_DEFAULTS, type InputName } from './action-metadata.js';
import type { RunContext } from './run-context.js';
import { type Inputs, type ParsedValues, SPECS } from './table.js';
import { unusedInputWarnings, validateCombinations } from './validate.js';

export interface ParsedInputs {
  readonly inputs: Inputs;
  /** One sentence for each input that was given and has no effect, or that needs a hint. */
  readonly warnings: readonly string[];
}

interface ParseOptions {
  /** The text of an input; an empty one means its default. */
  readonly get: (name: InputName) => string;
  readonly run: RunContext;
  /** Takes the tokens out of a text. */
  readonly redact: Redact;
}

const NAMES = Object.keys(SPECS) as InputName[];

/** @throws InputError with every problem: the input, its value (never a token's), what is allowed */
export function parseInputs({ get, run, redact }: ParseOptions): ParsedInputs {
  const given = new Map(NAMES.map((name) => [name, textOf(name, get(name), redact)]));
  const raw = {
    has: (name: InputName) => given.get(name) !== '',
    quoted: (name: InputName) => quoted(name, given.get(name) ?? '', redact),
  };
  const problems: string[] = [];
  const parse = (name: InputName): unknown => {
    const text = given.get(name) || INPUT_DEFAULTS[name];
    const parsed = text === '' ? null : v.safeParse(SPECS[name].schema, text);
    if (parsed === null || parsed.success) return parsed?.output ?? null;
    const allowed = parsed.issues[0].message;
    problems.push(`${name}: ${raw.quoted(name)} is not allowed. Allowed: ${allowed}.`);
    return null;
  };
  const values = Object.fromEntries(NAMES.map((name) => [name, parse(name)])) as ParsedValues;
  problems.push(...validateCombinations(values, raw, run));
  if (problems.length > 0 || values.operation === null) throw new InputError(problems);
  const differing = NAMES.filter((name) => !isDefault(name, values));
  const warnings = [...unusedInputWarnings(values, differing), ...urlHint(values.api_url)];
  return { inputs: toInputs(values), warnings };
}

/** By value: `TRUE` and `60m` are what `true` and `1h` are. */
function isDefault(name: InputName, values: ParsedValues): boolean {
  const text = INPUT_DEFAULTS[name];
  const value = text === '' ? null : v.parse(SPECS[name].schema, text);
  return JSON.stringify(value) === JSON.stringify(values[name]);
}

function toInputs(values: ParsedValues): Inputs {
  const operation = values.operation ?? 'create';
  const used = NAMES.filter((name) => SPECS[name].usedBy.includes(operation));
  const fields = used.map((name) => {
    const { field, schema, defaults } = SPECS[name];
    const fallback = defaults?.[operation];
    return [field, values[name] ?? (fallback === undefined ? null : v.parse(schema, fallback))];
  });
  return Object.fromEntries(fields) as Inputs;
}

function urlHint(url: string | null): string[] {
  if (url === null || !/\/backups$/i.test(url)) return [];
  return ['api_url ends in /backups, which the action adds itself: give the URL without it.'];
}

/** Spaces count in these: a shorter `match` would match, and delete, more. */
const KEEPS_SPACES: readonly InputName[] = ['match', 'server_name', 'deploy_environment'];
/**
 * They are shortened before they are sent or logged; half a token would not be recognised any more.
 * What an API says is redacted too, so `match` still compares like with like.
 */
const SHORTENED_LATER: readonly InputName[] = ['description', 'server_name', 'match'];

/** A YAML block scalar ends in a line break that is not part of the value. */
function textOf(name: InputName, text: string, redact: Redact): string {
  const edges = /^[\r\n]+|[\r\n]+$/g;
  const trimmed = KEEPS_SPACES.includes(name) ? text.replace(edges, '') || text : text.trim();
  return SHORTENED_LATER.includes(name) ? redact(trimmed) : trimmed;
}

/** The token may stand in the wrong input: it is redacted before anything is shortened. */
function quoted(name: InputName, text: string, redact: Redact): string {
  if (name === 'api_token' || name === 'github_token') return 'its value (not shown)';
  const shown = redact(text);
  return quote(name === 'api_url' ? hideCredentials(shown) : shown);
}
