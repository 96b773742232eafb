import { isoSeconds } from './clock.js';
import type { Dialect } from './dialect/index.js';
import { isRunning, statusAt } from './progress.js';
import type { Backup, StoredBackup } from './rows.js';

/** The backups there are, were, and are about to be. Knows no rules; the time is handed in. */
export class BackupStore {
  private readonly rows = new Map<number, StoredBackup>();
  private newestFirst: StoredBackup[] | null = null;

  constructor(private readonly dialect: Dialect) {}

  has(id: number): boolean {
    return this.rows.has(id);
  }

  keep(row: StoredBackup): void {
    this.rows.set(row.id, row);
    this.newestFirst = null;
  }

  remove(id: number): void {
    this.rows.delete(id);
    this.newestFirst = null;
  }

  /** To be called when a date has changed. */
  resort(): void {
    this.newestFirst = null;
  }

  /** The row, unless it is deleted. */
  present(id: number, now: number): StoredBackup | undefined {
    const row = this.rows.get(id);
    return row && isPresent(row, now) ? row : undefined;
  }

  /** Those that are not deleted, in the order in which they were made. */
  allPresent(now: number): StoredBackup[] {
    return [...this.rows.values()].filter((row) => isPresent(row, now));
  }

  /** What a list shows that is of the instant `at`, newest first. */
  listed(at: number): StoredBackup[] {
    return this.sorted().filter((row) => this.isListed(row, at));
  }

  /** The manual backups that count toward the limit: all that are not deleted, in whatever status. */
  manualCount(serverId: number, now: number): number {
    let count = 0;
    for (const row of this.rows.values()) {
      const isManual = row.server_id === serverId && row.backup_type === 'manual';
      if (isManual && !isDeleted(row, now)) count += 1;
    }
    return count;
  }

  /** A server's backups, newest first, that are not deleted. */
  ofServer(serverId: number, now: number): StoredBackup[] {
    return this.sorted().filter((row) => row.server_id === serverId && isPresent(row, now));
  }

  hasRunning(serverId: number, now: number): boolean {
    return this.ofServer(serverId, now).some((row) => isRunning(row.progress, now));
  }

  /** Makes the server's backups `ms` older, as if that time had passed. */
  age(serverId: number, { now, ms }: { now: number; ms: number }): void {
    if (ms === 0) return;
    for (const row of this.ofServer(serverId, now)) {
      if (isRunning(row.progress, now) || !Number.isFinite(row.dateMs)) continue;
      row.dateMs -= ms;
      row.created_at = isoSeconds(row.dateMs);
    }
    this.resort();
  }

  /** The backup as a list or a test sees it at an instant. While it runs it has no size. */
  viewOf(row: StoredBackup, at: number): Backup {
    return {
      id: row.id,
      server_id: row.server_id,
      backup_type: row.backup_type,
      status: this.statusOf(row, at),
      size_mb: isRunning(row.progress, at) ? null : row.size_mb,
      created_at: row.created_at,
      expires_at: row.expires_at,
      description: row.description,
    };
  }

  private statusOf(row: StoredBackup, at: number): string {
    const { softDelete, staleDeletedMs } = this.dialect;
    const isSoftDeleted =
      softDelete !== null && row.deletedAt !== null && !isStale(row.deletedAt, staleDeletedMs, at);
    return isSoftDeleted && row.deletedAt !== null && row.deletedAt <= at
      ? softDelete
      : statusAt(row.progress, at);
  }

  private isListed(row: StoredBackup, at: number): boolean {
    if (Math.max(row.since, row.listedFrom) > at || isGone(row, at)) return false;
    const { listedWhenCompleted, softDelete, staleDeletedMs } = this.dialect;
    if (listedWhenCompleted && isRunning(row.progress, at)) return false;
    if (row.deletedAt === null || row.deletedAt > at) return true;
    return softDelete !== null || isStale(row.deletedAt, staleDeletedMs, at);
  }

  private sorted(): StoredBackup[] {
    this.newestFirst ??= [...this.rows.values()].sort((a, b) =>
      a.dateMs === b.dateMs ? b.id - a.id : b.dateMs > a.dateMs ? 1 : -1,
    );
    return this.newestFirst;
  }
}

function isDeleted(row: StoredBackup, now: number): boolean {
  return (row.deletedAt !== null && row.deletedAt <= now) || isGone(row, now);
}

/** Vanished by itself after its completion. */
function isGone(row: StoredBackup, at: number): boolean {
  return statusAt(row.progress, at) === 'gone';
}

function isPresent(row: StoredBackup, now: number): boolean {
  return row.since <= now && !isDeleted(row, now);
}

function isStale(deletedAt: number, staleMs: number | 'always', at: number): boolean {
  return staleMs === 'always' || at - deletedAt < staleMs;
}
