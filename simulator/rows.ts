import { isoSeconds } from './clock.js';

/** A server to begin with. Fields beyond these (plan, os, ...) are listed as they are. */
export interface ServerSeed {
  id: number;
  /** Default `server-<id>`. */
  name?: string;
  /** Default `active`. */
  status?: string;
  /** Default `us-west`. */
  location?: string;
  [field: string]: unknown;
}

/** A server as it is now. */
export interface Server {
  id: number;
  name: string;
  status: string;
  location: string;
  [field: string]: unknown;
}

/** A backup to begin with, or to add in the middle of a test. Everything has a default. */
export interface BackupSeed {
  /** Default: counting up from 101. */
  id?: number;
  /** Default: the first server. */
  server_id?: number;
  /** Default `manual`. */
  backup_type?: string;
  /** Default `completed`. It stays, unless `duration_ms` is given. */
  status?: string;
  /** Default: a number if completed, else null. */
  size_mb?: number | null;
  /** Default: a month ago, later ids later. Any text, or null for undated. */
  created_at?: string | null;
  /** Default: of automatic ones 31 days after `created_at`, else null. */
  expires_at?: string | null;
  /** Default: the documentation's. */
  description?: string | null;
  /** Runs from now on, for so long, and ends in `status`. */
  duration_ms?: number;
}

/** A backup as it is now. */
export interface Backup {
  id: number;
  server_id: number;
  backup_type: string;
  status: string;
  size_mb: number | null;
  created_at: string | null;
  expires_at: string | null;
  description: string | null;
}

/** A backup made by `POST /backups/`, whatever became of it. */
export interface CreatedBackup extends Backup {
  /** The description as it was sent, before any dialect changed it. */
  sent_description: string | null;
  deleted: boolean;
}

/** An accepted restore. */
export interface RestoreRecord {
  serverId: number;
  backupId: number;
  at: number;
}

/** What takes its time: shows `statuses` in equal parts from `from` on, then `outcome`. */
export interface Progress {
  from: number;
  durationMs: number;
  statuses: readonly string[];
  outcome: string;
}

/** A backup as it is kept: its status follows from the time. */
export interface StoredBackup extends Omit<Backup, 'status'> {
  progress: Progress;
  /** `created_at` for sorting; undated ones are oldest of all. */
  dateMs: number;
  listedFrom: number;
  deletedAt: number | null;
  /** As sent to `POST /backups/`; undefined if it was not made so. */
  sent: string | null | undefined;
}

/** The status that something in progress shows at an instant. */
export function statusAt(progress: Progress, now: number): string {
  const elapsed = now - progress.from;
  if (elapsed >= progress.durationMs) return progress.outcome;
  const part = Math.floor((elapsed / progress.durationMs) * progress.statuses.length);
  return progress.statuses[Math.max(0, part)] ?? progress.outcome;
}

/** A status that stays. */
export function settled(status: string): Progress {
  return { from: 0, durationMs: 0, statuses: [], outcome: status };
}

const DAY = 86_400_000;

/** `created_at` as a number to sort by. */
export function dateKey(createdAt: string | null): number {
  const ms = createdAt === null ? Number.NaN : Date.parse(createdAt);
  return Number.isNaN(ms) ? Number.NEGATIVE_INFINITY : ms;
}

/** When an automatic backup expires: 31 days after it was made, as in the documentation's example. */
export function automaticExpiry(createdAt: string | null): string | null {
  const ms = dateKey(createdAt);
  return Number.isFinite(ms) ? isoSeconds(ms + 31 * DAY) : null;
}

/** The size of a backup: as good as any, and always the same for an id. */
export function sizeOf(id: number): number {
  return 4400 + ((id * 37) % 300);
}

/** What a seed may leave open. */
export interface SeedDefaults {
  id: number;
  serverId: number;
  now: number;
  statuses: readonly string[];
}

/** A seed with everything filled in. */
export function plantBackup(seed: BackupSeed, defaults: SeedDefaults): StoredBackup {
  const id = seed.id ?? defaults.id;
  const type = seed.backup_type ?? 'manual';
  const status = seed.status ?? 'completed';
  const createdAt =
    seed.created_at === undefined
      ? isoSeconds(defaults.now - 30 * DAY + (id % 500) * 3_600_000)
      : seed.created_at;
  const usualText = type === 'automatic' ? 'Automatic daily backup' : 'Pre-update backup';
  const usualSize = status === 'completed' ? sizeOf(id) : null;
  const usualExpiry = type === 'automatic' ? automaticExpiry(createdAt) : null;
  return {
    id,
    server_id: seed.server_id ?? defaults.serverId,
    backup_type: type,
    size_mb: seed.size_mb === undefined ? usualSize : seed.size_mb,
    created_at: createdAt,
    expires_at: seed.expires_at === undefined ? usualExpiry : seed.expires_at,
    description: seed.description === undefined ? usualText : seed.description,
    progress:
      seed.duration_ms === undefined
        ? settled(status)
        : {
            from: defaults.now,
            durationMs: seed.duration_ms,
            statuses: defaults.statuses,
            outcome: status,
          },
    dateMs: dateKey(createdAt),
    listedFrom: Number.NEGATIVE_INFINITY,
    deletedAt: null,
    sent: undefined,
  };
}

/** The backup as it is at an instant. While it runs it has no size. */
export function viewOf(stored: StoredBackup, now: number): Backup {
  const running = now - stored.progress.from < stored.progress.durationMs;
  return {
    id: stored.id,
    server_id: stored.server_id,
    backup_type: stored.backup_type,
    status: statusAt(stored.progress, now),
    size_mb: running ? null : stored.size_mb,
    created_at: stored.created_at,
    expires_at: stored.expires_at,
    description: stored.description,
  };
}

/** The two servers of the documentation's example, with just the fields it shows. */
export const documentedServers: readonly ServerSeed[] = [
  {
    id: 12345,
    name: 'web-server-01',
    hostname: 'web01.example.com',
    status: 'active',
    ip_address: '203.0.113.10',
    location: 'us-west',
    plan: { id: 1, name: 'Standard VPS', vcpus: 2, memory: 4096, storage: 80 },
    os: { id: 5, name: 'Ubuntu 22.04 LTS' },
    created_at: '2025-01-10T14:30:00Z',
    updated_at: '2025-01-15T10:20:00Z',
  },
  { id: 12346, name: 'db-server-01', status: 'active', location: 'us-east' },
];

/** The three backups of the documentation's example, for tests that want just these. */
export const documentedBackups: readonly BackupSeed[] = [
  {
    id: 501,
    server_id: 12345,
    backup_type: 'automatic',
    size_mb: 4523,
    created_at: '2025-01-16T03:00:00Z',
    expires_at: '2025-02-16T03:00:00Z',
    description: 'Automatic daily backup',
  },
  {
    id: 499,
    server_id: 12345,
    size_mb: 4456,
    created_at: '2025-01-14T10:30:00Z',
    description: 'Pre-update backup',
  },
  {
    id: 495,
    server_id: 12345,
    backup_type: 'automatic',
    size_mb: 4389,
    created_at: '2025-01-15T03:00:00Z',
    expires_at: '2025-02-15T03:00:00Z',
    description: 'Automatic daily backup',
  },
];
