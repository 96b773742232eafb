/**
 * The API's answers, narrowed: JSON of unknown shape is met nowhere else. Shapes: VPS.org's
 * public API documentation, with the variants that other APIs of its kind show.
 */

import * as v from 'valibot';
import { type Backup, parseTimestamp } from '../backups/backup.js';

/** A server of `GET /servers/`. */
export interface Server {
  readonly id: number;
  readonly name: string | null;
  /** In lower case: `active`, `stopped`, `suspended`, `restoring`, or what else the API says. */
  readonly status: string;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many there are in all; `null` where the API does not say; `Infinity` if unreadable. */
  readonly count: number | null;
  /** Where the next page is, as the API wrote it. */
  readonly next: string | null;
  /** Rows that could not be read. */
  readonly invalidCount: number;
  /** Another sign than `next` that there are more pages, such as `has_more`. */
  readonly moreSign: string | null;
}

const digits = v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number));
const wholeNumber = v.pipe(v.union([v.number(), digits]), v.safeInteger());
const id = v.pipe(wholeNumber, v.minValue(1));
const text = v.fallback(v.nullable(v.string()), null);
const word = v.fallback(v.pipe(v.string(), v.trim(), v.toLowerCase()), '');
const decimal = v.pipe(v.string(), v.regex(/^\d+(\.\d+)?$/), v.transform(Number));
const megabytes = v.fallback(
  v.nullable(v.pipe(v.union([v.number(), decimal]), v.minValue(0))),
  null,
);

/** `{id, name}` is documented; others write a bare id, or `server_id`. */
const serverRef = v.union([
  v.object({ id, name: text }),
  v.pipe(
    id,
    v.transform((bare) => ({ id: bare, name: null })),
  ),
]);

const backup = v.object({
  id,
  server: v.optional(v.nullable(serverRef)),
  server_id: v.optional(v.nullable(serverRef)),
  backup_type: word,
  status: word,
  size_mb: megabytes,
  created_at: text,
  expires_at: text,
  description: text,
});

const server = v.object({ id, name: text, status: word });

/**
 * @param requestedServerId whose backup it is where the row itself does not say
 * @returns the backup, or `null` where the JSON holds none, or none of a known server
 */
export function parseBackup(json: unknown, requestedServerId?: number): Backup | null {
  const parsed = v.safeParse(backup, json);
  if (!parsed.success) return null;
  const row = parsed.output;
  const ref = row.server ?? row.server_id;
  const serverId = ref?.id ?? requestedServerId;
  if (serverId === undefined) return null;
  return {
    id: row.id,
    serverId,
    serverName: ref?.name ?? null,
    type: row.backup_type,
    status: row.status,
    sizeMb: row.size_mb,
    createdAt: row.created_at,
    createdAtMs: parseTimestamp(row.created_at),
    expiresAt: row.expires_at,
    description: row.description,
  };
}

export function parseServer(json: unknown): Server | null {
  const parsed = v.safeParse(server, json);
  return parsed.success ? parsed.output : null;
}

const list = v.object({
  results: v.array(v.unknown()),
  count: v.optional(v.unknown()),
  total: v.optional(v.unknown()),
  total_count: v.optional(v.unknown()),
  next: v.optional(v.unknown()),
});

/**
 * @param parseRow `null` for a row that does not fit
 * @returns the page, or `null` where the JSON is no list
 */
export function parsePage<T>(json: unknown, parseRow: (row: unknown) => T | null): Page<T> | null {
  const parsed = v.safeParse(list, Array.isArray(json) ? { results: json } : json);
  if (!parsed.success) return null;
  const { results, next, count, total, total_count: totalCount } = parsed.output;
  const items = results.map((row) => parseRow(row)).filter((row) => row !== null);
  return {
    items,
    count: largestCount([count, total, totalCount]),
    next: parseNext(next),
    invalidCount: results.length - items.length,
    moreSign: Array.isArray(json) ? null : moreSign(json as Record<string, unknown>),
  };
}

/** A count that can't be read can't be reached: the list stays incomplete. */
export function largestCount(counts: readonly unknown[]): number | null {
  const given = counts.filter((count) => count !== undefined && count !== null);
  const numbers = given.map((count) => {
    const parsed = v.safeParse(wholeNumber, count);
    return parsed.success ? parsed.output : Infinity;
  });
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** An unreadable `next` still means that more pages exist: a URL that can't be followed. */
function parseNext(next: unknown): string | null {
  if (!isSet(next)) return null;
  return typeof next === 'string' ? next : UNFOLLOWABLE_URL;
}

const UNFOLLOWABLE_URL = 'unreadable:';

function moreSign(json: Record<string, unknown>): string | null {
  const nested = (name: string): unknown => (json[name] as { next?: unknown } | null)?.next;
  const signs = {
    has_more: json.has_more === true,
    hasMore: json.hasMore === true,
    next_cursor: isSet(json.next_cursor),
    nextPageToken: isSet(json.nextPageToken),
    'links.next': isSet(nested('links')),
    'meta.next': isSet(nested('meta')),
  };
  return Object.entries(signs).find(([, isThere]) => isThere)?.[0] ?? null;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

const says = v.object({
  success: v.optional(v.unknown()),
  ok: v.optional(v.unknown()),
  status: v.optional(v.unknown()),
  state: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  task_id: v.optional(v.unknown()),
  job_id: v.optional(v.unknown()),
  error: v.optional(v.unknown()),
  errors: v.optional(v.unknown()),
});

const NO_WORDS = new Set(['error', 'errored', 'failed', 'failure', 'fail', 'rejected', 'denied']);
const YES_WORDS = new Set([
  ...['accepted', 'queued', 'pending', 'success', 'ok', 'started'],
  ...['processing', 'in_progress', 'creating', 'running'],
]);

/** Whether the JSON of a 2xx says that the request failed, whatever else is in it. */
export function saysFailed(json: unknown): boolean {
  return inner(json).some(({ success, ok }) => isNo(success) || isNo(ok));
}

/**
 * What the JSON of a 2xx without a backup in it says: that the request was accepted, or not. Refused
 * counts as unconfirmed, because a 2xx may have been executed.
 */
export function parseVerdict(json: unknown): 'accepted' | 'refused' | null {
  const all = inner(json);
  if (all.some(isRefused)) return 'refused';
  return all.some(isAccepted) ? 'accepted' : null;
}

type Says = v.InferOutput<typeof says>;

/** The object itself, the one in an array of one, and the one under `data`. */
function inner(json: unknown): Says[] {
  const [outer = null] = Array.isArray(json) ? json : [json];
  const data = (outer as { data?: unknown } | null)?.data;
  return [outer, data].flatMap((one) => {
    const parsed = v.safeParse(says, one);
    return parsed.success && !Array.isArray(one) ? [parsed.output] : [];
  });
}

function isNo(value: unknown): boolean {
  return value === false || value === 'false';
}

function wordsOf({ status, state, result }: Says): string[] {
  return [status, state, result].map((one) => (typeof one === 'string' ? one.toLowerCase() : ''));
}

function isRefused(one: Says): boolean {
  if (isNo(one.success) || isNo(one.ok) || wordsOf(one).some((word) => NO_WORDS.has(word))) {
    return true;
  }
  return hasContent(one.error) || hasContent(one.errors);
}

function isAccepted(one: Says): boolean {
  const { success, ok, task_id: task, job_id: job } = one;
  if (success === true || ok === true || isSet(task) || isSet(job)) return true;
  return wordsOf(one).some((word) => YES_WORDS.has(word));
}

function hasContent(value: unknown): boolean {
  return isSet(value) && !(Array.isArray(value) && value.length === 0);
}
