/**
 * Schemas of single input values, from the text that a workflow passes to the value that an
 * operation uses. The message of a failed schema says what is allowed. Pure.
 */
import * as v from 'valibot';

export const ALLOWED = {
  id: 'a positive integer, such as 12345',
  ids:
    'positive integers, separated by commas, spaces or newlines, or as a JSON array; ' +
    'empty entries are rejected',
  text: 'text with at least one visible character',
  names: 'exact server names, one a line or as a JSON array; empty entries are rejected',
  boolean: 'true or false',
  percent: '0% to 100%, such as 50%',
  token: 'the token alone, one word of at least 8 visible ASCII characters, not digits only',
  url:
    'an https URL without credentials, query or fragment; ' +
    'plain http only to a loopback address or localhost',
} as const;

const VISIBLE = /[^\s\p{Cc}\p{Cf}]/u;
const POSITIVE = /^[1-9]\d*$/;

/** YAML 1.2 core booleans, nothing else. */
export const boolean = v.pipe(
  v.string(),
  v.picklist(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'], ALLOWED.boolean),
  v.transform((text) => text.toLowerCase() === 'true'),
);

/** Free text, as it is. */
export const anyText = v.string();

/** Blank text would filter nothing, or name nothing, and seem to. */
export const text = v.pipe(v.string(), v.regex(VISIBLE, ALLOWED.text));

/** A fixed word, in any case. */
export function word<const T extends readonly string[]>(words: T) {
  const allowed = `one of ${words.join(', ')}`;
  return v.pipe(v.string(), v.trim(), v.toLowerCase(), v.picklist(words, allowed));
}

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number) {
  const allowed = `a whole number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.regex(POSITIVE, allowed),
    v.transform(Number),
    v.minValue(min, allowed),
    v.maxValue(max, allowed),
  );
}

/** `50%`, as a fraction from 0 to 1. */
export const percent = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}(\.\d{1,3})?%$/, ALLOWED.percent),
  v.transform((text) => Number(text.slice(0, -1)) / 100),
  v.maxValue(1, ALLOWED.percent),
);

/**
 * One or more ids, in the order given, duplicates folded.
 *
 * Empty entries are rejected: they usually come from an expression that evaluated to nothing, and
 * skipping one would silently drop a server.
 */
export const ids = v.pipe(
  v.string(),
  v.transform((text) => (text.startsWith('[') ? jsonNumbers(text) : splitIds(text))),
  v.array(
    v.pipe(
      v.string(ALLOWED.ids),
      v.regex(POSITIVE, ALLOWED.ids),
      v.transform(Number),
      v.safeInteger(ALLOWED.ids),
    ),
    ALLOWED.ids,
  ),
  v.minLength(1, ALLOWED.ids),
  v.transform((all) => [...new Set(all)]),
);

/** As {@link ids}; words, which would be names, get a hint. */
export const serverIds = v.pipe(
  v.string(),
  v.check(
    (text) => text.startsWith('[') || !/\p{L}/u.test(text),
    `${ALLOWED.ids}. For a server's name use server_name`,
  ),
  ids,
);

/** Ids, or one of the words that `restore` takes instead. */
export const backupIds = v.union(
  [v.pipe(v.string(), v.trim(), v.toLowerCase(), v.picklist(['latest', 'last_good'])), ids],
  `${ALLOWED.ids}; restore takes one, or the word latest or last_good`,
);

/** One or more exact names in Unicode NFC, duplicates folded. Spaces count. */
export const names = v.pipe(
  v.string(),
  v.transform((text) => jsonStrings(text) ?? text.split(/\r\n|\r|\n/)),
  v.array(v.pipe(v.string(), v.regex(VISIBLE, ALLOWED.names))),
  v.minLength(1, ALLOWED.names),
  v.transform((all) => [...new Set(all.map((name) => name.normalize('NFC')))]),
);

/** A token that one header can hold and that can be masked without masking ordinary words. */
export const token = v.pipe(
  v.string(),
  v.check(
    (text) => !/^bearer\b/i.test(text),
    `${ALLOWED.token}; leave out "Bearer", which the action adds`,
  ),
  v.regex(/^[\x21-\x7e]{8,}$/, ALLOWED.token),
  v.regex(/\D/, ALLOWED.token),
);

/** The API's base URL, without a slash at its end. */
export const apiUrl = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text) && isAllowedUrl(new URL(text), text), ALLOWED.url),
  v.transform((text) => new URL(text).href.replace(/\/+$/, '')),
);

const UNIT_MS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
const DURATION = /^(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;

interface DurationLimits {
  /** As a person would write them. */
  readonly min: string;
  readonly max: string;
}

/** How long to wait: `90s`, `1h30m`; milliseconds. */
export function waitDuration(limits: DurationLimits) {
  return duration(limits, { pattern: /[wd]/, units: 's, m, h', examples: '90s, 30m or 1h30m' });
}

/**
 * How old: `12h`, `14d`, `1d12h`; milliseconds. No minutes alone: `6m` reads as six months too, and
 * what is older is deleted.
 */
export function ageDuration(limits: DurationLimits) {
  return duration(limits, {
    pattern: /s|^\d+m/,
    units: 'h, d, w',
    examples: '12h, 14d or 1d12h',
  });
}

interface DurationForm {
  /** What is not allowed in the text. */
  readonly pattern: RegExp;
  readonly units: string;
  readonly examples: string;
}

function duration({ min, max }: DurationLimits, { pattern, units, examples }: DurationForm) {
  const allowed = `${min} to ${max}, always with a unit (${units}), such as ${examples}`;
  return v.pipe(
    v.string(),
    v.check((text) => !pattern.test(text), allowed),
    v.transform(toMs),
    v.number(allowed),
    v.minValue(toMs(min) ?? 0, allowed),
    v.maxValue(toMs(max) ?? 0, allowed),
  );
}

function toMs(text: string): number | null {
  const parts = text === '' ? null : DURATION.exec(text);
  if (parts === null) return null;
  const units = Object.values(UNIT_MS);
  return units.reduce((sum, unit, n) => sum + Number(parts[n + 1] ?? 0) * unit, 0);
}

function splitIds(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim().split(/\s+/));
}

/** Each number as written: `JSON.parse` alone would read `1e3` as 1000. */
function jsonNumbers(text: string): (string | undefined)[] {
  const inside = /^\[([\s\d,"]*)\]$/.exec(text)?.[1] ?? '';
  return inside.split(',').map((part) => {
    const match = /^(?:"(\d+)"|(\d+))$/.exec(part.trim());
    return match?.[1] ?? match?.[2];
  });
}

/** A name may begin with a bracket: only a JSON array of strings is taken for one. */
function jsonStrings(text: string): string[] | null {
  if (!text.trim().startsWith('[')) return null;
  try {
    const parsed = v.safeParse(v.array(v.string()), JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function isAllowedUrl(url: URL, text: string): boolean {
  if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
