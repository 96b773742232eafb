import { isoSeconds, type SimulatorClock, systemClock } from './clock.js';
import { type Dialect, plainDialect } from './dialect.js';
import type { NewBackup, VpsOrgOptions } from './options.js';
import {
  type Backup,
  type BackupSeed,
  type CreatedBackup,
  dateKey,
  documentedServers,
  type Progress,
  plantBackup,
  type RestoreRecord,
  type Server,
  type ServerSeed,
  type StoredBackup,
  settled,
  sizeOf,
  viewOf,
} from './rows.js';
import { Servers } from './servers.js';

/** Why a backup was not started. */
export type BackupRefusal = 'no such server' | 'full';
/** Why a restore was not started. */
export type RestoreRefusal =
  | 'no such server'
  | 'no such backup'
  | 'another server'
  | 'not completed'
  | 'restoring';

/**
 * The provider itself, without HTTP: servers, backups, restores. Nothing in it runs by itself; what takes
 * time is worked out from the clock at each look. Tests read it, and change it between two requests.
 */
export class VpsOrg {
  /** Restores that were accepted, in order. */
  readonly restores: RestoreRecord[] = [];
  /** Ids deleted by `DELETE`, in order. */
  readonly deleted: number[] = [];
  /** May be changed at any time. */
  readonly dialect: Dialect;
  readonly manualLimit: number;
  private readonly options: VpsOrgOptions;
  private readonly clock: SimulatorClock;
  private readonly rows = new Map<number, StoredBackup>();
  private readonly park: Servers;
  private readonly made: StoredBackup[] = [];
  private newestFirst: StoredBackup[] | null = null;
  private nextId: number;
  private nextSeedId = 101;

  constructor(options: VpsOrgOptions = {}) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.dialect = { ...plainDialect, ...options.dialect };
    this.manualLimit = options.manualLimit ?? 10;
    this.nextId = options.firstBackupId ?? 502;
    this.park = new Servers(options);
    for (const server of options.servers ?? documentedServers) this.addServer(server);
    for (const backup of options.backups ?? []) this.addBackup(backup);
  }

  /** The backups there are, as they are now; in the order in which they were made. */
  get backups(): Backup[] {
    const now = this.clock.now();
    return [...this.rows.values()]
      .filter((row) => row.deletedAt === null)
      .map((row) => viewOf(row, now));
  }

  /** Every backup that `POST /backups/` ever made, as it is now (or would be). */
  get created(): CreatedBackup[] {
    const now = this.clock.now();
    return this.made.map((row) => ({
      ...viewOf(row, now),
      sent_description: row.sent ?? null,
      deleted: row.deletedAt !== null || !this.rows.has(row.id),
    }));
  }

  /** The servers as they are now. */
  get servers(): Server[] {
    return this.park.all(this.clock.now());
  }

  /** One backup as it is now; undefined if there is none such (any more). */
  backup(id: number): Backup | undefined {
    const row = this.present(id);
    return row && viewOf(row, this.clock.now());
  }

  /** One server as it is now. */
  server(id: number): Server | undefined {
    return this.park.get(id, this.clock.now());
  }

  /** Adds a backup behind the API's back, as another user or the nightly schedule would. */
  addBackup(seed: BackupSeed = {}): Backup {
    while (this.rows.has(this.nextSeedId)) this.nextSeedId += 1;
    const now = this.clock.now();
    const serverId = this.park.firstId ?? 12345;
    const statuses = this.statuses;
    const row = plantBackup(seed, { id: this.nextSeedId, serverId, now, statuses });
    if (this.rows.has(row.id)) throw new Error(`simulator: backup ${row.id} is there already`);
    this.keep(row);
    return viewOf(row, now);
  }

  /** Changes a backup; a status given here stays. */
  updateBackup(id: number, change: Partial<Omit<Backup, 'id'>>): void {
    const row = this.present(id);
    if (!row) throw new Error(`simulator: no backup ${id} to change`);
    const { status, ...fields } = change;
    Object.assign(row, fields);
    if (status !== undefined) row.progress = settled(status);
    row.dateMs = dateKey(row.created_at);
    this.newestFirst = null;
  }

  /** Makes a backup vanish at once, without a trace in `deleted`. */
  removeBackup(id: number): void {
    this.rows.delete(id);
    this.newestFirst = null;
  }

  addServer(seed: ServerSeed): void {
    this.park.add(seed);
  }

  /** Changes a server; a status given here ends a restore. */
  updateServer(id: number, change: Partial<Omit<ServerSeed, 'id'>>): void {
    this.park.update(id, change);
  }

  removeServer(id: number): void {
    this.park.remove(id);
  }

  /** What a list would show now, newest first. */
  listed(): StoredBackup[] {
    const now = this.clock.now();
    this.newestFirst ??= [...this.rows.values()].sort((a, b) =>
      a.dateMs === b.dateMs ? b.id - a.id : b.dateMs > a.dateMs ? 1 : -1,
    );
    const stale = this.dialect.staleDeletedMs;
    return this.newestFirst.filter(
      (row) => row.listedFrom <= now && (row.deletedAt === null || now - row.deletedAt < stale),
    );
  }

  /** `POST /backups/`. */
  startBackup(serverId: number, description: string | null): Backup | BackupRefusal {
    if (!this.park.has(serverId)) return 'no such server';
    if (this.manualCount(serverId) >= this.manualLimit) return 'full';
    const now = this.clock.now();
    while (this.rows.has(this.nextId)) this.nextId += 1;
    const id = this.nextId++;
    const progress = this.backupProgress({ id, serverId, description }, now);
    const createdAt = isoSeconds(now);
    const row: StoredBackup = {
      id,
      server_id: serverId,
      backup_type: 'manual',
      size_mb: progress.outcome === 'completed' ? sizeOf(id) : null,
      created_at: createdAt,
      expires_at: null,
      description: this.asStored(description),
      progress,
      dateMs: dateKey(createdAt),
      listedFrom: now + this.dialect.listingDelayMs,
      deletedAt: null,
      sent: description,
    };
    this.keep(row);
    this.made.push(row);
    return viewOf(row, now);
  }

  /** `DELETE /backups/{id}/`; false if there is none such. */
  deleteBackup(id: number): boolean {
    const row = this.present(id);
    if (!row) return false;
    row.deletedAt = this.clock.now();
    this.deleted.push(id);
    return true;
  }

  /** `POST /servers/{id}/restore/`. */
  startRestore(serverId: number, backupId: number): Backup | RestoreRefusal {
    if (!this.park.has(serverId)) return 'no such server';
    const backup = this.backup(backupId);
    if (!backup) return 'no such backup';
    if (backup.server_id !== serverId) return 'another server';
    if (backup.status !== 'completed') return 'not completed';
    const now = this.clock.now();
    const busy =
      this.park.isRestoring(serverId, now) && this.dialect.restoreWhileRestoring !== 'accept';
    if (busy) return 'restoring';
    this.park.startRestore(serverId, now);
    this.restores.push({ serverId, backupId, at: now });
    return backup;
  }

  /** The manual backups that a server has, whatever their status: what the limit counts. */
  manualCount(serverId: number): number {
    let count = 0;
    for (const row of this.rows.values()) {
      if (row.server_id === serverId && row.backup_type === 'manual' && row.deletedAt === null)
        count += 1;
    }
    return count;
  }

  private get statuses(): readonly string[] {
    return this.options.intermediateStatuses ?? ['in_progress'];
  }

  private backupProgress(backup: NewBackup, from: number): Progress {
    const { backupDurationMs: duration = 3000, backupOutcome: outcome = 'completed' } =
      this.options;
    return {
      from,
      durationMs: typeof duration === 'function' ? duration(backup) : duration,
      statuses: this.statuses,
      outcome: typeof outcome === 'function' ? outcome(backup) : outcome,
    };
  }

  private asStored(description: string | null): string | null {
    const { appendToDescription, dropDescription, stripMarker, truncateDescriptionAt } =
      this.dialect;
    if (description === null || dropDescription) return null;
    const text = stripMarker ? description.replace(/\s*\[[^[\]]*\]\s*$/, '') : description;
    return text.slice(0, truncateDescriptionAt ?? undefined) + appendToDescription;
  }

  private present(id: number): StoredBackup | undefined {
    const row = this.rows.get(id);
    return row?.deletedAt === null ? row : undefined;
  }

  private keep(row: StoredBackup): void {
    this.rows.set(row.id, row);
    this.newestFirst = null;
  }
}
