/** Reads single input values. Each reader returns the value, or throws {@link InvalidValueError} with what is allowed. Pure. */

/** A value that is not allowed; the message says what is. */
export class InvalidValueError extends Error {}

export const EXPECTED = {
  id: 'a positive integer, such as 12345',
  ids: 'positive integers, separated by commas, spaces or newlines, or as a JSON array; no place may be empty',
  text: 'text with at least one visible character',
  boolean: 'true or false',
  url: 'an https URL without credentials, query or fragment; plain http only to a loopback address or localhost',
} as const;

const POSITIVE = /^[1-9]\d*$/;
/** YAML 1.2 core booleans, nothing else. */
const BOOLEANS = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof UNIT_MS;

export interface DurationLimits {
  readonly units: readonly Unit[];
  /** As a person would write them. */
  readonly min: string;
  readonly max: string;
}

export function parseBoolean(text: string): boolean {
  const value = BOOLEANS.get(text);
  if (value === undefined) throw new InvalidValueError(EXPECTED.boolean);
  return value;
}

/**
 * An empty place before, after or between commas is what an expression leaves that came to nothing: to go on without it would be to leave out a
 * server that was meant.
 *
 * @returns ids in the order given; repeats are folded
 */
export function parseIds(text: string): number[] {
  const parts = text.startsWith('[')
    ? parseJsonArray(text)
    : text.split(',').flatMap((part) => part.trim().split(/\s+/));
  const ids = parts.map((part) => (POSITIVE.test(part) ? Number(part) : Number.NaN));
  if (ids.length === 0 || !ids.every(Number.isSafeInteger))
    throw new InvalidValueError(EXPECTED.ids);
  return [...new Set(ids)];
}

export function parseInteger(text: string, min: number, max: number): number {
  const value = POSITIVE.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new InvalidValueError(`a whole number from ${min} to ${max}`);
  return value;
}

/** Blank text would filter nothing, or name nothing, and look as if it did. */
export function parseText(text: string): string {
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(text)) throw new InvalidValueError(EXPECTED.text);
  return text;
}

export function parseChoice<T extends string>(text: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new InvalidValueError(`one of ${choices.join(', ')}`);
  return choice;
}

/** @returns milliseconds */
export function parseDuration(text: string, limits: DurationLimits): number {
  const value = toMs(text, limits.units);
  if (value === null || value < (toMs(limits.min) ?? 0) || value > (toMs(limits.max) ?? 0)) {
    throw new InvalidValueError(
      `${limits.min} to ${limits.max}, always with a unit (${limits.units.join(', ')}), such as ${examples(limits)}`,
    );
  }
  return value;
}

/** @returns the URL without a slash at its end */
export function parseApiUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '' || url.password !== '' || /[?#]/.test(text))
    throw new InvalidValueError(EXPECTED.url);
  const secure =
    url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!secure) throw new InvalidValueError(EXPECTED.url);
  return url.href.replace(/\/+$/, '');
}

/** One header line can hold it, and it is one word. */
export function parseToken(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new InvalidValueError('one word of visible ASCII characters, from a secret');
  return text;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** A JSON array of whole numbers or digits in quotes, each as written: `JSON.parse` alone would read `1e3` as 1000. */
function parseJsonArray(text: string): string[] {
  const inside = /^\[([\s\d,"]*)\]$/.exec(text)?.[1];
  const parts = inside?.split(',').map((part) => part.trim()) ?? [];
  const written = parts
    .map((part) => /^(?:"(\d+)"|(\d+))$/.exec(part))
    .map((match) => match?.[1] ?? match?.[2]);
  if (!written.every((part) => part !== undefined)) throw new InvalidValueError(EXPECTED.ids);
  return written;
}

function toMs(text: string, units: readonly Unit[] = ['s', 'm', 'h', 'd', 'w']): number | null {
  const match = /^(\d{1,9})([smhdw])$/.exec(text);
  const unit = match?.[2] as Unit | undefined;
  if (match === null || unit === undefined || !units.includes(unit)) return null;
  return Number(match[1]) * UNIT_MS[unit];
}

function examples(limits: DurationLimits): string {
  return limits.units.includes('s') ? '90s, 30m or 2h' : '12h, 14d or 4w';
}
