/** The API's answers, narrowed: the only place where JSON of unknown shape is met. Shapes: VPS.org's public API documentation. */
import * as v from 'valibot';
import { type Backup, parseTimestamp } from '../backups/backup.js';

/** A server of `GET /servers/`, as far as it concerns us. */
export interface Server {
  readonly id: number;
  readonly name: string | null;
  /** `active`, `stopped`, `suspended`, `restoring`, or whatever else the API says. */
  readonly status: string;
}

/** One page of a list. */
export interface Page<Row> {
  readonly items: readonly Row[];
  /** How many rows there are in all; `null` where the API does not say. */
  readonly count: number | null;
  /** Where the next page is, as the API wrote it. */
  readonly next: string | null;
  /** Rows that could not be read. */
  readonly invalidCount: number;
}

const digits = v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number));
const whole = v.pipe(v.union([v.number(), digits]), v.safeInteger());
const id = v.pipe(whole, v.minValue(1));
const text = v.fallback(v.nullable(v.string()), null);
const word = v.fallback(v.string(), '');
const megabytes = v.fallback(
  v.nullable(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+(\.\d+)?$/), v.transform(Number))]),
  ),
  null,
);

/** `{id, name}` is documented; a bare id would do. */
const serverOfBackup = v.fallback(
  v.nullable(
    v.union([
      v.object({ id, name: text }),
      v.pipe(
        id,
        v.transform((bare) => ({ id: bare, name: null })),
      ),
    ]),
  ),
  null,
);

const backup = v.pipe(
  v.object({
    id,
    server: serverOfBackup,
    backup_type: word,
    status: word,
    size_mb: megabytes,
    created_at: text,
    expires_at: text,
    description: text,
  }),
  v.transform(
    (row): Backup => ({
      id: row.id,
      serverId: row.server?.id ?? null,
      serverName: row.server?.name ?? null,
      type: row.backup_type,
      status: row.status,
      sizeMb: row.size_mb,
      createdAt: row.created_at,
      createdAtMs: parseTimestamp(row.created_at),
      expiresAt: row.expires_at,
      description: row.description,
    }),
  ),
);

const server = v.object({ id, name: text, status: word });
const listed = v.object({
  results: v.array(v.unknown()),
  count: v.optional(v.unknown()),
  next: v.optional(v.unknown()),
});

/** @returns the backup, or `null` where the JSON holds none */
export function parseBackup(json: unknown): Backup | null {
  const read = v.safeParse(backup, json);
  return read.success ? read.output : null;
}

/** @returns the page, or `null` where the JSON is no list */
export function parseBackupPage(json: unknown): Page<Backup> | null {
  return parsePage(json, parseBackup);
}

/** @returns the page, or `null` where the JSON is no list */
export function parseServerPage(json: unknown): Page<Server> | null {
  return parsePage(json, (row) => {
    const read = v.safeParse(server, row);
    return read.success ? read.output : null;
  });
}

function parsePage<Row>(json: unknown, readRow: (row: unknown) => Row | null): Page<Row> | null {
  const read = v.safeParse(
    v.union([
      v.pipe(
        v.array(v.unknown()),
        v.transform((results) => ({ results })),
      ),
      listed,
    ]),
    json,
  );
  if (!read.success) return null;
  const { results, count, next } = { count: undefined, next: undefined, ...read.output };
  const rows = results.map(readRow).filter((row) => row !== null);
  const counted = v.safeParse(whole, count);
  // A count that can't be read can't be met: the view stays partial.
  const total = counted.success
    ? counted.output
    : count === undefined || count === null
      ? null
      : Infinity;
  return {
    items: rows,
    count: total,
    next: readNext(next),
    invalidCount: results.length - rows.length,
  };
}

/** A `next` that can't be read leads nowhere, but there is one. */
function readNext(next: unknown): string | null {
  if (next === undefined || next === null || next === '' || next === false) return null;
  return typeof next === 'string' ? next : UNFOLLOWABLE_URL;
}

/** Of no host of ours, so it is not followed, and the view stays partial. */
const UNFOLLOWABLE_URL = 'nowhere:';
