/**
 * Text made harmless: the one home of it, used by every line that is printed, every output and every cell of the summary. Names,
 * descriptions, error bodies and inputs are other people's words: they must neither run a workflow command nor break a table. Pure.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Zero-width and direction marks: they make a line read as something that it is not. */
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Nothing that a person would read to its end. */
const MAX_LINE_LENGTH = 4_000;

/** One line that can't be a workflow command: neither `::name::` at its start, nor `##[name]` anywhere in it. */
export function sanitizeLine(text: string): string {
  const head = text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)}…` : text;
  const line = head.toWellFormed().replace(CONTROL, ' ').replace(INVISIBLE, '');
  return line.replaceAll('##[', '# #[').replace(/^(\s*):(?=:)/, '$1: ');
}

/** As {@link sanitizeLine}, at most `limit` characters: for a name or a word in the middle of a sentence. */
export function shorten(text: string, limit = 100): string {
  return head(sanitizeLine(text).trim(), limit);
}

/** A value of the user's, in quotes, with the spaces that it has; at most 100 characters of it. */
export function quote(text: string): string {
  return `"${head(sanitizeLine(text), 100)}"`;
}

function head(line: string, limit: number): string {
  return line.length > limit ? `${line.slice(0, limit)}…`.toWellFormed() : line;
}

/** Everything that means something to Markdown or HTML, links and mentions included. */
const MARKUP = /[\\`*_{}[\]<>&|~#!@$]|:(?=\/\/)/g;

/** Text for a cell of a Markdown table: shown as it is, whatever it holds. */
export function escapeTableCell(text: string, limit = 200): string {
  return escapeMarkup(shorten(text, limit));
}

function escapeMarkup(text: string): string {
  return text.replace(MARKUP, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * JSON on one line whose text can't run a command, even where a workflow echoes it: what is dangerous is written as `\uXXXX`, so that the
 * value stays the same.
 */
export function safeJson(value: unknown): string {
  const asCode = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value)
    .replace(/[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, asCode)
    .replace(/#(?=#\[)|:(?=:)/g, asCode);
}

/** Takes a secret out of a text, as it is, and as it would stand in JSON or in a {@link escapeTableCell}. */
export function redact(secret: string, text: string): string {
  if (secret.length < MIN_SECRET_LENGTH || /^\d+$/.test(secret)) return text;
  const forms = new Set([secret, JSON.stringify(secret).slice(1, -1), escapeMarkup(secret)]);
  return [...forms].reduce((rest, form) => rest.replaceAll(form, '***'), text);
}

/** A shorter one, or a mere number, can't be a token, and would take the words out of every message and the ids out of every answer. */
const MIN_SECRET_LENGTH = 6;

/** `1h05m`, `2m30s`, `45s`: a duration in milliseconds as a person would say it. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  const pad = (n: number, unit: string): string =>
    n === 0 ? '' : `${String(n).padStart(2, '0')}${unit}`;
  return minutes < 60
    ? `${minutes}m${pad(seconds % 60, 's')}`
    : `${Math.floor(minutes / 60)}h${pad(minutes % 60, 'm')}`;
}
