import { Agenda } from './agenda.js';
import { BackupStore } from './backup-store.js';
import { systemClock } from './clock.js';
import { BackupFactory } from './creation.js';
import { type Dialect, plainDialect } from './dialect/index.js';
import { documentedServers } from './documented.js';
import type { VpsOrgOptions } from './options.js';
import { settled } from './progress.js';
import type {
  Backup,
  BackupSeed,
  CreatedBackup,
  RestoreRecord,
  Server,
  ServerSeed,
  StoredBackup,
} from './rows.js';
import { dateKey, storeSeed } from './seeds.js';
import { type Occupation, Servers } from './servers.js';

/** Why a backup was not started. */
export type BackupRefusal = 'no such server' | 'full' | 'busy' | 'restoring';
/** Why a backup was not deleted. */
export type DeleteRefusal = 'no such backup' | 'deleted before' | 'restoring';
/** Why a restore was not started. */
export type RestoreRefusal =
  | 'no such server'
  | 'no such backup'
  | 'another server'
  | 'not completed'
  | 'busy'
  | 'restoring';

/**
 * The provider itself, without HTTP: servers, backups, restores. Nothing in it runs by itself; what takes
 * time is computed from the clock whenever it is read. Tests read it, and change it between two requests.
 */
export class VpsOrg {
  /** May be changed at any time. */
  readonly dialect: Dialect;
  readonly manualLimit: number;
  private readonly agenda: Agenda;
  private readonly store: BackupStore;
  private readonly factory: BackupFactory;
  private readonly fleet: Servers;
  private readonly made: StoredBackup[] = [];
  private readonly restoreLog: RestoreRecord[] = [];
  private readonly deletedIds: number[] = [];
  private readonly agedMs: number;
  private nextId: number;
  private nextSeedId = 101;

  constructor(options: VpsOrgOptions = {}) {
    const clock = options.clock ?? systemClock;
    this.agenda = new Agenda(() => clock.now());
    this.dialect = { ...plainDialect, ...options.dialect };
    this.manualLimit = options.manualLimit ?? 10;
    this.agedMs = options.agedMs ?? 0;
    this.nextId = options.firstBackupId ?? 502;
    this.store = new BackupStore(this.dialect);
    this.factory = new BackupFactory(options, this.dialect, this.store);
    this.fleet = new Servers(options);
    for (const server of options.servers ?? documentedServers) this.addServer(server);
    for (const backup of options.backups ?? []) this.addBackup(backup);
  }

  /** The time at VPS.org; true, not skewed. */
  now(): number {
    this.agenda.catchUp();
    return this.agenda.now();
  }

  /** The API's clock, which the dialect may have wrong. */
  apiNow(): number {
    return this.now() + this.dialect.clockSkewMs;
  }

  /** Schedules a change: a request that takes effect late, or a change by a second actor. */
  at(time: number, change: () => void): void {
    this.agenda.add(time, change);
  }

  /** The backups there are, as they are now; in the order in which they were made. */
  get backups(): Backup[] {
    const now = this.now();
    return this.store.allPresent(now).map((row) => this.store.viewOf(row, now));
  }

  /** Every backup that `POST /backups/` ever made, as it is now (or would be). */
  get created(): CreatedBackup[] {
    const now = this.now();
    return this.made.map((row) => ({
      ...this.store.viewOf(row, now),
      sent_description: row.sent ?? null,
      deleted: row.deletedAt !== null || !this.store.has(row.id),
    }));
  }

  /** Restores that were accepted, in order. */
  get restores(): RestoreRecord[] {
    this.agenda.catchUp();
    return this.restoreLog;
  }

  /** Ids deleted by `DELETE`, in order. */
  get deleted(): number[] {
    this.agenda.catchUp();
    return this.deletedIds;
  }

  /** The servers as they are now. */
  get servers(): Server[] {
    return this.serversAt(this.now());
  }

  /** One backup as it is now; undefined if it does not exist or is deleted. */
  backup(id: number): Backup | undefined {
    const now = this.now();
    const row = this.store.present(id, now);
    return row && this.store.viewOf(row, now);
  }

  /** One server as it is now. */
  server(id: number): Server | undefined {
    return this.fleet.get(id, this.now());
  }

  /** Adds a backup behind the API's back, as another user or the nightly schedule would. */
  addBackup(seed: BackupSeed = {}): Backup {
    const now = this.now();
    while (this.store.has(this.nextSeedId)) this.nextSeedId += 1;
    const serverId = this.fleet.firstId ?? 12345;
    const { statuses } = this.factory;
    const row = storeSeed(seed, { id: this.nextSeedId, serverId, now, statuses });
    if (this.store.has(row.id)) throw new Error(`simulator: backup ${row.id} is there already`);
    this.store.keep(row);
    return this.store.viewOf(row, now);
  }

  /** Changes a backup; a status given here stays. */
  updateBackup(id: number, change: Partial<Omit<Backup, 'id'>>): void {
    const row = this.store.present(id, this.now());
    if (!row) throw new Error(`simulator: no backup ${id} to change`);
    const { status, ...fields } = change;
    Object.assign(row, fields);
    if (status !== undefined) row.progress = settled(status);
    row.dateMs = dateKey(row.created_at);
    this.store.resort();
  }

  /** Makes a backup vanish at once, without a trace in `deleted`. */
  removeBackup(id: number): void {
    this.store.remove(id);
  }

  addServer(seed: ServerSeed): void {
    this.fleet.add(seed);
  }

  /** Changes a server; a status given here ends a restore, and `restoring` begins one without end. */
  updateServer(id: number, change: Partial<Omit<ServerSeed, 'id'>>): void {
    this.fleet.update(id, change);
  }

  /** A restore by a second actor: the same as an accepted restore, but not in `restores`. */
  occupyServer(id: number, occupation: Occupation = {}): void {
    this.fleet.startRestore(id, this.now(), occupation);
  }

  removeServer(id: number): void {
    this.fleet.remove(id);
  }

  /** What a list of the instant `at` shows, newest first; default: of now. */
  listed(at = this.now()): StoredBackup[] {
    return this.store.listed(at);
  }

  /** A listed backup as it was at an instant. */
  viewOf(row: StoredBackup, at: number): Backup {
    return this.store.viewOf(row, at);
  }

  serversAt(at: number): Server[] {
    return this.fleet.all(at);
  }

  /** `POST /backups/`. */
  startBackup(serverId: number, description: string | null): Backup | BackupRefusal {
    const now = this.now();
    if (!this.fleet.has(serverId)) return 'no such server';
    if (this.dialect.whileRestoring && this.fleet.isRestoring(serverId, now)) return 'restoring';
    if (this.isBusy(serverId, now)) return 'busy';
    if (this.manualCount(serverId) >= this.manualLimit) return 'full';
    while (this.store.has(this.nextId)) this.nextId += 1;
    const row = this.factory.create({ id: this.nextId++, serverId, description }, now);
    if (this.dialect.createTakesMs !== 'never') {
      this.store.age(serverId, { now, ms: this.agedMs });
      this.store.keep(row);
      this.made.push(row);
    }
    return this.store.viewOf(row, now);
  }

  /** `DELETE /backups/{id}/`; null: it is accepted. */
  deleteBackup(id: number): DeleteRefusal | null {
    const now = this.now();
    const row = this.store.present(id, now);
    if (!row) return this.deletedIds.includes(id) ? 'deleted before' : 'no such backup';
    if (this.dialect.whileRestoring && this.fleet.isRestoring(row.server_id, now))
      return 'restoring';
    const { deleteTakesMs } = this.dialect;
    if (deleteTakesMs === 'never' || row.deletedAt !== null) return null;
    row.deletedAt = now + deleteTakesMs;
    this.deletedIds.push(id);
    return null;
  }

  /** `POST /servers/{id}/restore/`. */
  startRestore(serverId: number, backupId: number): Backup | RestoreRefusal {
    const now = this.now();
    const { restoreAcrossServers, restoreTakesMs, restoreWhileRestoring } = this.dialect;
    if (!this.fleet.has(serverId)) return 'no such server';
    const backup = this.backup(backupId);
    if (!backup) return 'no such backup';
    if (backup.server_id !== serverId && !restoreAcrossServers) return 'another server';
    if (backup.status !== 'completed') return 'not completed';
    if (this.fleet.isRestoring(serverId, now) && restoreWhileRestoring !== 'accept')
      return 'restoring';
    if (this.isBusy(serverId, now)) return 'busy';
    if (restoreTakesMs === 'never') return backup;
    this.at(now + restoreTakesMs, () => this.fleet.startRestore(serverId, this.now()));
    this.restoreLog.push({ serverId, backupId, at: now });
    return backup;
  }

  /** The manual backups that a server has, whatever their status: what the limit counts. */
  manualCount(serverId: number): number {
    return this.store.manualCount(serverId, this.now());
  }

  private isBusy(serverId: number, now: number): boolean {
    return this.dialect.whileBackupRuns !== null && this.store.hasRunning(serverId, now);
  }
}
