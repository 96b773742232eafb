/** The columns of the summary's tables, each written one way everywhere. Pure. */
import { type Backup, parseTimestamp } from '../backups/backup.js';
import { userText } from '../backups/description.js';
import { type Marker, parseOwnMarker } from '../backups/marker.js';
import { MANUAL_BACKUP_LIMIT } from '../backups/retention.js';
import type { RunContext } from '../inputs/run-context.js';
import { formatDuration, formatSize } from './labels.js';
import { type Column, columnOf, link } from './markdown.js';
import { escapeTableCell } from './sanitize.js';

/** What cells are made with, beside the row. */
export interface Frame {
  readonly run: RunContext;
  /** The API's clock; NaN where it is not known: then no age is shown. */
  readonly now: number;
}

export interface HasServer {
  readonly serverId: number | null;
  readonly serverName: string | null;
}

/** `web-server-01`, or `server 12345` where it has no name. */
export function serverTitle({ serverId, serverName }: HasServer): string {
  if (serverName) return escapeTableCell(serverName, 60);
  return serverId === null ? 'the server' : `server ${serverId}`;
}

/** `web-server-01 (12345)` */
export function serverCell({ serverId, serverName }: HasServer): string {
  if (!serverName) return String(serverId ?? '');
  return `${escapeTableCell(serverName, 60)}${serverId === null ? '' : ` (${serverId})`}`;
}

/** `4 of 10` */
export function slotsCell(used: number | null | undefined): string {
  return used == null ? '' : `${used} of ${MANUAL_BACKUP_LIMIT}`;
}

/** `2025-01-14 10:30`, in UTC */
export function formatDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

function dateCell(text: string | null, ms: number | null, now: number): string {
  if (ms === null) return escapeTableCell(text ?? '', 40);
  if (Number.isNaN(now)) return formatDate(ms);
  const age = ms > now ? `in ${formatDuration(ms - now)}` : `${formatDuration(now - ms)} ago`;
  return `${formatDate(ms)} (${age})`;
}

/** A backup's clock may be a little ahead of the list's: it was not made in the future. */
function createdCell({ createdAt, createdAtMs }: Backup, now: number): string {
  const isAhead = createdAtMs !== null && createdAtMs > now;
  return dateCell(createdAt, createdAtMs, isAhead ? createdAtMs : now);
}

/** Longer than a description may be; the text of a longer one is cut before its end. */
const MAX_DESCRIPTION_LENGTH = 600;

function textCell({ description }: Backup): string {
  const text = description ?? '';
  return escapeTableCell(
    text.length > MAX_DESCRIPTION_LENGTH ? text.slice(0, MAX_DESCRIPTION_LENGTH) : userText(text),
  );
}

export function repositoryUrl({ serverUrl, owner, repo }: RunContext): string {
  return `${serverUrl}/${owner}/${repo}`;
}

const SHORT_SHA_LENGTH = 7;

function commitCell({ sha }: Marker, run: RunContext): string {
  const short = escapeTableCell(sha.slice(0, SHORT_SHA_LENGTH));
  const isHash = /^[0-9a-f]{7,64}$/i.test(sha);
  return isHash ? link(short, `${repositoryUrl(run)}/commit/${sha}`) : short;
}

/** The number that a marker has is the run's id; `.2` is its second attempt. */
function runCell({ runId, attempt }: Marker, run: RunContext): string {
  const label = attempt > 1 ? `${runId}.${attempt}` : runId;
  return link(label, `${repositoryUrl(run)}/actions/runs/${runId}`);
}

export type BackupColumns = Readonly<
  Record<
    | ('id' | 'server' | 'state' | 'created' | 'size' | 'type')
    | ('status' | 'expires' | 'text' | 'commit' | 'run'),
    Column<Backup>
  >
>;

export function backupColumns({ run, now }: Frame): BackupColumns {
  const marker = ({ description }: Backup) => parseOwnMarker(description, run);
  const markerColumn = (title: string, cell: (marker: Marker) => string): Column<Backup> =>
    columnOf({ title, cell }, marker);
  const expiry = ({ expiresAt }: Backup): string =>
    dateCell(expiresAt, parseTimestamp(expiresAt), now);
  return {
    id: { title: 'Backup', cell: ({ id }) => String(id) },
    server: { title: 'Server', cell: serverCell },
    state: markerColumn('State', ({ state }) => state ?? ''),
    created: { title: 'Created (UTC)', cell: (backup) => createdCell(backup, now) },
    size: { title: 'Size', cell: ({ sizeMb }) => formatSize(sizeMb) },
    type: { title: 'Type', cell: ({ type }) => escapeTableCell(type, 60) },
    status: { title: 'Status', cell: ({ status }) => escapeTableCell(status, 60) },
    expires: { title: 'Expires (UTC)', cell: expiry },
    text: { title: 'Text', cell: textCell },
    commit: markerColumn('Commit', (own) => commitCell(own, run)),
    run: markerColumn('Run', (own) => runCell(own, run)),
  };
}

/** The server's column where the rows are of several, else none. */
export function serverColumn<T>(
  items: readonly T[],
  column: Column<T>,
  server: (item: T) => number | null,
): readonly Column<T>[] {
  const [first] = items;
  if (first === undefined) return [];
  return items.some((item) => server(item) !== server(first)) ? [column] : [];
}
