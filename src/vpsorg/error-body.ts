/** The readable part of an error body, whatever its shape. Pure. */
import { toSingleLine, truncate } from '../backups/description.js';

/** What the body of a failed request says. */
export interface ErrorBody {
  /** The API's words on one line, at most 20 of them and 300 characters: for a message. */
  readonly detail: string;
  /** The same, up to 4,000 characters: for decisions by its words. */
  readonly text: string;
  /** A web page: a login wall, a proxy, a firewall. */
  readonly isWebPage: boolean;
  /** The fields that a field map complains of. */
  readonly fields: readonly string[];
}

export const EMPTY_BODY: ErrorBody = { detail: '', text: '', isWebPage: false, fields: [] };

const MAX_DETAIL_LENGTH = 300;
/** A message of which these are a part has at most 60. */
const MAX_DETAIL_WORDS = 20;
const MAX_TEXT_LENGTH = 4_000;
const MAX_DEPTH = 4;
const MAX_ENTRIES = 10;

/** Names under which an API puts its message; any other name is a field. */
const MESSAGE_NAMES = ['detail', 'message', 'msg', 'error', 'errors', 'non_field_errors'];
const FIELD_PATH = /^[\w./[\]-]{1,80}$/;

/** Reads `detail`, `message`, `error`, `errors[]`, field maps, plain text or HTML. */
export function parseErrorBody(body: string): ErrorBody {
  const json = parseJson(body);
  const isWebPage = json === undefined && /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
  const messages = json === undefined ? [plainText(body)] : collectMessages(json, 0);
  const text = truncate(toSingleLine([...new Set(messages)].join('; ')), MAX_TEXT_LENGTH);
  return {
    detail: toDetail(text),
    text,
    isWebPage,
    fields: json === undefined ? [] : collectFields(json, 0),
  };
}

function toDetail(text: string): string {
  const words = text.split(' ').slice(0, MAX_DETAIL_WORDS).join(' ');
  const isComplete = words === text && text.length <= MAX_DETAIL_LENGTH;
  return isComplete ? text : `${truncate(words, MAX_DETAIL_LENGTH - 1)}…`;
}

/** `undefined` where the text is not JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** The messages in a JSON error body; a field is named before its messages. */
function collectMessages(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ENTRIES).flatMap((entry) => collectMessages(entry, depth + 1));
  }
  const record = value as Record<string, unknown>;
  const known = MESSAGE_NAMES.flatMap((name) => collectMessages(record[name], depth + 1));
  if (known.length > 0) return known;
  return Object.entries(record)
    .slice(0, MAX_ENTRIES)
    .flatMap(([field, entry]) =>
      collectMessages(entry, depth + 1).map((one) => `${field}: ${one}`),
    );
}

/** Every key, and every string that could be a path to a field (`["body", "description"]`). */
function collectFields(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return FIELD_PATH.test(value) ? value.split(/[./[\]]+/) : [];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return [...names, ...Object.values(value).flatMap((entry) => collectFields(entry, depth + 1))];
}

/** Text, or the title and text of a web page. */
function plainText(body: string): string {
  const start = body.slice(0, 20_000);
  if (!/<[a-z!/]/i.test(start)) return start.slice(0, MAX_TEXT_LENGTH);
  const title = /<title[^>]*>([^<]*)</i.exec(start)?.[1] ?? '';
  const text = start
    .replace(/<(script|style|title)[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^>]*>?/g, ' ');
  return `${title} ${text}`.slice(0, MAX_TEXT_LENGTH);
}
