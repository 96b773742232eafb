import { json } from './answers.js';
import type { Dialect } from './dialect.js';
import { type Answer, API_BASE, type Call } from './protocol.js';
import type { Backup, Server } from './rows.js';

/**
 * The documentation's example is neither in order of date nor of id: newest, oldest, middle. So is this:
 * from newest to oldest in groups of three, each so shuffled, and the last group first.
 */
function oddly<T>(newestFirst: readonly T[]): T[] {
  const rows: T[] = [];
  for (let start = 3 * Math.floor((newestFirst.length - 1) / 3); start >= 0; start -= 3) {
    const [first, ...others] = newestFirst.slice(start, start + 3) as [T, ...T[]];
    if (others.length === 1) rows.push(...others, first);
    else rows.push(first, ...others.reverse());
  }
  return rows;
}

/** Rows that come newest first, in the order in which the API would list them. */
export function inOrder<T extends { id: number }>(
  newestFirst: readonly T[],
  order: Dialect['order'],
): T[] {
  switch (order) {
    case 'documented':
      return oddly(newestFirst);
    case 'newest':
      return [...newestFirst];
    case 'oldest':
      return [...newestFirst].reverse();
    case 'id':
      return [...newestFirst].sort((a, b) => a.id - b.id);
  }
}

/** An id as the dialect writes it. */
export function writeId(id: number, dialect: Dialect): number | string {
  return dialect.idsAsStrings ? String(id) : id;
}

/** A backup as it stands in answers. */
export function backupJson(
  backup: Backup,
  server: Server | undefined,
  dialect: Dialect,
): Record<string, unknown> {
  const { server_id, ...fields } = backup;
  const row: Record<string, unknown> = {
    id: writeId(backup.id, dialect),
    server: { id: writeId(server_id, dialect), name: server?.name ?? `server-${server_id}` },
    backup_type: fields.backup_type,
    status: fields.status,
    size_mb: fields.size_mb,
    created_at: fields.created_at,
    expires_at: fields.expires_at,
    description: fields.description,
  };
  if (dialect.nulls) dropValues(row, dialect.nulls);
  if (dialect.extraFields)
    Object.assign(row, { checksum: 'sha256:00', region: 'us-west', tags: [], parent: null });
  return row;
}

function dropValues(row: Record<string, unknown>, how: 'null' | 'missing'): void {
  const names = ['size_mb', 'expires_at', ...(row.description ? [] : ['description'])];
  for (const name of names) {
    if (how === 'null') row[name] = null;
    else delete row[name];
  }
}

/** A server as it stands in the list. */
export function serverJson(server: Server, dialect: Dialect): Record<string, unknown> {
  const extra = dialect.extraFields ? { uptime_seconds: 86400, features: ['ipv6'] } : {};
  return { ...server, id: writeId(server.id, dialect), ...extra };
}

/** A list of anything, as the dialect hands it out; `write` is called only for rows that are sent. */
export function listAnswer<T>(
  all: readonly T[],
  write: (row: T) => unknown,
  context: { call: Call; dialect: Dialect },
): Answer {
  const { call, dialect } = context;
  if (dialect.bareArray) return json(200, all.map(write));
  if (dialect.capRowsAt !== null) {
    return json(200, { count: all.length, results: all.slice(0, dialect.capRowsAt).map(write) });
  }
  const count = dialect.withoutCount ? {} : { count: all.length };
  const extra = dialect.extraFields ? { total_size_mb: 0, links: {} } : {};
  if (dialect.pageSize === null) return json(200, { ...count, ...extra, results: all.map(write) });

  const page = Number(call.query.get('page') ?? '1');
  const pages = Math.max(1, Math.ceil(all.length / dialect.pageSize));
  if (!Number.isInteger(page) || page < 1 || page > pages)
    return json(404, { detail: 'Invalid page.' });
  const start = (page - 1) * dialect.pageSize;
  const last = dialect.endlessNext ? 1 : null;
  return json(200, {
    ...count,
    next: pageUrl(page < pages ? page + 1 : last, context),
    previous: pageUrl(page > 1 ? page - 1 : null, context),
    ...extra,
    results: all.slice(start, start + dialect.pageSize).map(write),
  });
}

function pageUrl(
  page: number | null,
  { call, dialect }: { call: Call; dialect: Dialect },
): string | null {
  if (page === null) return null;
  const query = new URLSearchParams(call.query);
  query.set('page', String(page));
  const path = `${API_BASE}${call.path}?${query}`;
  if (dialect.relativeNext) return path;
  return `${dialect.nextHost ?? call.origin}${path}`;
}
