import { isoSeconds } from './clock.js';
import { settled } from './progress.js';
import type { BackupSeed, StoredBackup } from './rows.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `created_at` as a number to sort by. */
export function dateKey(createdAt: string | null): number {
  const ms = createdAt === null ? Number.NaN : Date.parse(createdAt);
  return Number.isNaN(ms) ? Number.NEGATIVE_INFINITY : ms;
}

/** When an automatic backup expires: 31 days after it was made, as in the documentation's example. */
function automaticExpiry(createdAt: string | null): string | null {
  const ms = dateKey(createdAt);
  return Number.isFinite(ms) ? isoSeconds(ms + 31 * DAY) : null;
}

/** The size of a backup: arbitrary, and always the same for an id. */
export function sizeOf(id: number): number {
  return 4400 + ((id * 37) % 300);
}

/** What a seed may leave out. */
interface SeedDefaults {
  id: number;
  serverId: number;
  now: number;
  statuses: readonly string[];
}

/** A seed with everything filled in. */
export function storeSeed(seed: BackupSeed, defaults: SeedDefaults): StoredBackup {
  const { id = defaults.id, backup_type = 'manual', status = 'completed' } = seed;
  const isAutomatic = backup_type === 'automatic';
  const createdAt = or(seed.created_at, isoSeconds(defaults.now - 30 * DAY + (id % 500) * HOUR));
  const dateMs = dateKey(createdAt);
  return {
    id,
    server_id: seed.server_id ?? defaults.serverId,
    backup_type,
    size_mb: or(seed.size_mb, status === 'completed' ? sizeOf(id) : null),
    created_at: createdAt,
    expires_at: or(seed.expires_at, isAutomatic ? automaticExpiry(createdAt) : null),
    description: or(seed.description, isAutomatic ? 'Automatic daily backup' : 'Pre-update backup'),
    progress: progressOf(seed, status, defaults),
    dateMs,
    since: Math.min(defaults.now, dateMs),
    listedFrom: Number.NEGATIVE_INFINITY,
    deletedAt: null,
    sent: undefined,
    shows: seed.shows ?? {},
    hides: seed.hides ?? [],
  };
}

function progressOf(seed: BackupSeed, outcome: string, { now, statuses }: SeedDefaults) {
  const { duration_ms: durationMs } = seed;
  return durationMs === undefined ? settled(outcome) : { from: now, durationMs, statuses, outcome };
}

/** The value, null included, or what there usually is. */
function or<T>(value: T | undefined, usual: T): T {
  return value === undefined ? usual : value;
}
