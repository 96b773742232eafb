/**
 * Makes text safe to print: every log line, output and table cell passes through here. Names,
 * descriptions, error bodies and inputs are other people's words: they must neither run a workflow
 * command nor break out of a table, and no token may be among them. Pure.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Zero-width and direction marks: they make a line read as something that it is not. */
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Longer lines are cut. */
const MAX_LINE_LENGTH = 4_000;

/** One line that can't be a workflow command: neither `::name::` at its start, nor `##[name]`. */
export function sanitizeLine(text: string): string {
  const start = text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)}…` : text;
  const line = start.toWellFormed().replace(CONTROL, ' ').replace(INVISIBLE, '');
  return line.replaceAll('##[', '# #[').replace(/^(\s*):(?=:)/, '$1: ');
}

/** As {@link sanitizeLine}, at most `limit` characters: for a name or a word in a sentence. */
export function shorten(text: string, limit = 100): string {
  return cutTo(sanitizeLine(text).trim(), limit);
}

/** A value of the user's in quotes, with its spaces; at most 100 characters of it. */
export function quote(text: string): string {
  return `"${cutTo(sanitizeLine(text), 100)}"`;
}

function cutTo(line: string, limit: number): string {
  return line.length > limit ? `${line.slice(0, limit)}…`.toWellFormed() : line;
}

/** Everything that means something to Markdown or HTML, links and mentions included. */
const MARKUP = /[\\`*_{}[\]<>&|~#!@$]|:(?=\/\/)/g;

/** Text for Markdown, such as a table cell: shown as it is, whatever it holds. */
export function escapeTableCell(text: string, limit = 200): string {
  return escapeMarkup(shorten(text, limit));
}

function escapeMarkup(text: string): string {
  return text.replace(MARKUP, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * JSON on one line that can't run a command, even where a workflow echoes it. What is dangerous is
 * written as `\uXXXX`, so that the value stays the same.
 */
export function safeJson(value: unknown): string {
  const asCode = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value)
    .replace(/[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, asCode)
    .replace(/#(?=#\[)|:(?=:)/g, asCode);
}

/**
 * The URL of `api_url` or of a proxy without user and password. They end at the last @, however the
 * slashes before them are written.
 */
export function hideCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:[\\/]+)?.*@/is, '$1***@');
}

/** Takes tokens out of a text. */
export type Redact = (text: string) => string;

/** Shorter ones, and mere numbers, would take ordinary words and ids out of every message. */
const MIN_SECRET_LENGTH = 6;

/** What to mask of tokens as the inputs hold them: each, and each word of one that may be one. */
export function secretsOf(tokens: readonly string[]): string[] {
  const words = tokens.flatMap((token) => token.split(/\s+/)).filter(isMaskable);
  return [...new Set([...tokens, ...words])].filter((one) => one !== '');
}

function isMaskable(word: string): boolean {
  return word.length >= MIN_SECRET_LENGTH && /\D/.test(word) && !/^bearer$/i.test(word);
}

/** @returns takes secrets out as they are, and as they stand in JSON or in {@link escapeTableCell} */
export function createRedactor(secrets: readonly string[]): Redact {
  const forms = secretsOf(secrets)
    .filter(isMaskable)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), escapeMarkup(secret)]);
  const distinct = [...new Set(forms)];
  return (text) => distinct.reduce((rest, form) => rest.replaceAll(form, '***'), text);
}
