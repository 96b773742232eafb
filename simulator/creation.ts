import type { BackupStore } from './backup-store.js';
import { isoSeconds } from './clock.js';
import type { Dialect } from './dialect/index.js';
import type { NewBackup, VpsOrgOptions } from './options.js';
import type { Progress } from './progress.js';
import type { StoredBackup } from './rows.js';
import { dateKey, sizeOf } from './seeds.js';

/** Makes the rows of new backups. */
export class BackupFactory {
  constructor(
    private readonly options: VpsOrgOptions,
    private readonly dialect: Dialect,
    private readonly store: BackupStore,
  ) {}

  /** What new backups show on the way to their outcome. */
  get statuses(): readonly string[] {
    return this.options.intermediateStatuses ?? ['in_progress'];
  }

  create(backup: NewBackup, now: number): StoredBackup {
    const { createTakesMs, listingDelayMs } = this.dialect;
    const since = now + (createTakesMs === 'never' ? 0 : createTakesMs);
    const progress = this.progressOf(backup, since);
    const createdAt = isoSeconds(now);
    return {
      id: backup.id,
      server_id: backup.serverId,
      backup_type: 'manual',
      size_mb: progress.outcome === 'completed' ? this.sizeOf(backup, now) : null,
      created_at: createdAt,
      expires_at: null,
      description: this.asStored(backup.description),
      progress,
      dateMs: dateKey(createdAt),
      since,
      listedFrom: since + listingDelayMs,
      deletedAt: null,
      sent: backup.description,
      shows: {},
      hides: [],
    };
  }

  private progressOf(backup: NewBackup, from: number): Progress {
    const { backupDurationMs: duration = 3000, backupOutcome: outcome = 'completed' } =
      this.options;
    return {
      from,
      durationMs: typeof duration === 'function' ? duration(backup) : duration,
      statuses: this.statuses,
      outcome: typeof outcome === 'function' ? outcome(backup) : outcome,
      flip: this.dialect.completionFlip,
    };
  }

  private sizeOf(backup: NewBackup, now: number): number | null {
    const { backupSizeMb: size } = this.options;
    if (size !== undefined) return typeof size === 'function' ? size(backup) : size;
    switch (this.dialect.newSizes) {
      case 'usual':
        return sizeOf(backup.id);
      case 'zero':
        return 0;
      case 'unknown':
        return null;
      case 'shrinking':
        return Math.floor(0.4 * this.sizeBefore(backup, now));
    }
  }

  /** The newest size that is known of that server's backups. */
  private sizeBefore({ id, serverId }: NewBackup, now: number): number {
    const sized = this.store.ofServer(serverId, now).find((row) => row.size_mb !== null);
    return sized?.size_mb ?? sizeOf(id);
  }

  private asStored(description: string | null): string | null {
    const { appendToDescription, dropDescription, stripMarker, truncateDescriptionAt } =
      this.dialect;
    if (description === null || dropDescription) return null;
    const text = stripMarker ? description.replace(/\s*\[[^[\]]*\]\s*$/, '') : description;
    return text.slice(0, truncateDescriptionAt ?? undefined) + appendToDescription;
  }
}
