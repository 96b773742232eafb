import { writeDate } from './dates.js';
import type { Dialect, Spelling } from './dialect/index.js';
import type { Backup, Server } from './rows.js';

/** An id as the dialect writes it. */
export function writeId(id: number, dialect: Dialect): number | string {
  return dialect.idsAsStrings ? String(id) : id;
}

/** What one backup shows instead of its true fields, whatever the dialect. */
interface Disguise {
  shows?: Readonly<Record<string, unknown>>;
  hides?: readonly string[];
}

/** A backup as it stands in answers. */
export function backupJson(
  { backup, server }: { backup: Backup; server: Server | undefined },
  dialect: Dialect,
  { shows = {}, hides = [] }: Disguise = {},
): Record<string, unknown> {
  const row: Record<string, unknown> = {
    id: writeId(backup.id, dialect),
    ...serverFields(backup.server_id, server, dialect),
    backup_type: spelled(backup.backup_type, dialect.spelling),
    status: spelled(backup.status, dialect.spelling),
    size_mb: backup.size_mb,
    ...createdAt(backup.created_at, dialect),
    expires_at: writeDate(backup.expires_at, dialect),
    description: backup.description,
  };
  if (dialect.nulls) dropValues(row, dialect.nulls);
  if (dialect.extraFields)
    Object.assign(row, { checksum: 'sha256:00', region: 'us-west', tags: [], parent: null });
  Object.assign(row, shows);
  for (const name of hides) delete row[name];
  return row;
}

function serverFields(
  id: number,
  server: Server | undefined,
  dialect: Dialect,
): Record<string, unknown> {
  const written = writeId(id, dialect);
  switch (dialect.serverField) {
    case 'object':
      return { server: { id: written, name: server?.name ?? `server-${id}` } };
    case 'id':
      return { server: written };
    case 'server_id':
      return { server_id: written };
    case 'null':
      return { server: null };
    case 'missing':
      return {};
  }
}

function spelled(word: string, spelling: Spelling): string {
  switch (spelling) {
    case 'documented':
      return word;
    case 'capitalized':
      return word.charAt(0).toUpperCase() + word.slice(1);
    case 'upper case':
      return word.toUpperCase();
    case 'trailing space':
      return `${word} `;
  }
}

function createdAt(date: string | null, dialect: Dialect): Record<string, unknown> {
  if (dialect.dateStyle === 'missing') return {};
  return { created_at: dialect.dateStyle === 'null' ? null : writeDate(date, dialect) };
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
