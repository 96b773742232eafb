/** How servers, backups, durations and sizes are written, everywhere. Pure. */
import type { Backup } from '../backups/backup.js';
import type { RetentionPolicy } from '../backups/retention.js';
import { quote, shorten } from './sanitize.js';

/** A server as far as it is known. */
export interface ServerRef {
  readonly id: number;
  readonly name: string | null;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `45s`, `2m30s`, `1h30m`, `31h`; from 48 hours on in days, `3.5d`. */
export function formatDuration(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.round((ms / DAY_MS) * 10) / 10}d`;
  const seconds = Math.round(Math.max(0, ms) / SECOND_MS);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${rest(seconds % 60, 's')}`;
  return `${Math.floor(minutes / 60)}h${rest(minutes % 60, 'm')}`;
}

function rest(amount: number, unit: string): string {
  return amount === 0 ? '' : `${amount}${unit}`;
}

/** `456 MB`; from 1000 MB on in GB, `4.6 GB`. An empty text where it is not known. */
export function formatSize(megabytes: number | null): string {
  if (megabytes === null) return '';
  const rounded = Math.round(megabytes * 10) / 10;
  if (rounded < 1_000) return `${rounded} MB`;
  return `${(megabytes / 1_000).toFixed(1)} GB`;
}

/** `1 backup`, `2 backups`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `server 12345 (web-server-01)` */
export function serverLabel(id: number, name: string | null = null): string {
  return name ? `server ${id} (${shorten(name)})` : `server ${id}`;
}

/** `backup 502 of server 12345 (web-server-01)` */
export function backupLabel(backup: Pick<Backup, 'id' | 'serverId' | 'serverName'>): string {
  return `backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}`;
}

/** The status as the API writes it. */
export function statusLabel(status: string): string {
  return shorten(status, 60) || 'no status';
}

/** `servers 1, 2`; `all servers` where none is given. */
export function serversLabel(servers: readonly ServerRef[]): string {
  const [only] = servers;
  if (only === undefined) return 'all servers';
  if (servers.length === 1) return serverLabel(only.id, only.name);
  if (servers.length > 20) return `${servers.length} servers`;
  return `servers ${servers.map(({ id }) => id).join(', ')}`;
}

/** The settings that a step works with, for its first line. */
export function describeSettings(settings: readonly (string | null)[]): string {
  const given = settings.filter((setting) => setting !== null);
  return given.length === 0 ? '' : ` (${given.join(', ')})`;
}

export function describePolicy(policy: RetentionPolicy): string {
  const parts = [
    policy.keepLast === null ? null : `keep_last ${policy.keepLast}`,
    policy.olderThanMs === null ? null : `older_than ${formatDuration(policy.olderThanMs)}`,
    `scope ${policy.scope}`,
    policy.match === null ? null : `match ${quote(policy.match)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** `3h20m old`, or why there is no age. */
export function formatAge(backup: Pick<Backup, 'createdAt' | 'createdAtMs'>, now: number): string {
  if (backup.createdAtMs === null) return backup.createdAt === null ? 'no date' : 'unusable date';
  return `${formatDuration(now - backup.createdAtMs)} old`;
}

/** Text that begins a sentence. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Reasons that differ by rank alone as one: `among the newest 3`. */
export function reasonGroup(reason: string): string {
  return reason.replace(/^number \d+ of/, 'among');
}
