import type { VpsOrgOptions } from './options.js';
import { type Progress, type Server, type ServerSeed, statusAt } from './rows.js';

interface StoredServer {
  fields: Server;
  restore: Progress | null;
}

type RestoreOptions = Pick<
  VpsOrgOptions,
  'restoreStatuses' | 'restoreDurationMs' | 'restoreOutcome'
>;

/** The servers, and the restores they go through. Knows no backups; the time is handed in. */
export class Servers {
  private readonly byId = new Map<number, StoredServer>();

  constructor(private readonly options: RestoreOptions) {}

  /** The id of the first one; undefined if there is none. */
  get firstId(): number | undefined {
    return this.byId.keys().next().value;
  }

  all(now: number): Server[] {
    return [...this.byId.values()].map((server) => viewOf(server, now));
  }

  get(id: number, now: number): Server | undefined {
    const server = this.byId.get(id);
    return server && viewOf(server, now);
  }

  has(id: number): boolean {
    return this.byId.has(id);
  }

  add({
    id,
    name = `server-${id}`,
    status = 'active',
    location = 'us-west',
    ...others
  }: ServerSeed): void {
    this.byId.set(id, { fields: { id, name, status, location, ...others }, restore: null });
  }

  /** A status given here ends a restore. */
  update(id: number, change: Partial<Omit<ServerSeed, 'id'>>): void {
    const server = this.byId.get(id);
    if (!server) throw new Error(`simulator: no server ${id} to change`);
    Object.assign(server.fields, change);
    if (change.status !== undefined) server.restore = null;
  }

  remove(id: number): void {
    this.byId.delete(id);
  }

  /** Whether a restore is going on, visible or not. */
  isRestoring(id: number, now: number): boolean {
    const restore = this.byId.get(id)?.restore;
    return !!restore && now - restore.from < restore.durationMs;
  }

  startRestore(id: number, now: number): void {
    const server = this.byId.get(id);
    if (!server) return;
    // A restore on top of another must not take "restoring" for the status to go back to.
    if (server.restore && !this.isRestoring(id, now)) server.fields.status = server.restore.outcome;
    const former = server.fields.status;
    const {
      restoreStatuses = ['restoring'],
      restoreDurationMs = 3000,
      restoreOutcome = former,
    } = this.options;
    const statuses = restoreStatuses.length > 0 ? restoreStatuses : [former];
    server.restore = {
      from: now,
      durationMs: restoreDurationMs,
      statuses,
      outcome: restoreOutcome,
    };
  }
}

function viewOf({ fields, restore }: StoredServer, now: number): Server {
  return restore ? { ...fields, status: statusAt(restore, now) } : { ...fields };
}
