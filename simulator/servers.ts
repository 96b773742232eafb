import type { VpsOrgOptions } from './options.js';
import { isRunning, type Progress, statusAt } from './progress.js';
import type { Server, ServerSeed } from './rows.js';

interface StoredServer {
  fields: Server;
  restore: Progress | null;
}

type RestoreOptions = Pick<
  VpsOrgOptions,
  'restoreStatuses' | 'restoreDurationMs' | 'restoreOutcome'
>;

/** A restore by a second actor. Defaults: those of all restores. */
export interface Occupation {
  /** How long the restore takes. */
  forMs?: number;
  /** What the server shows meanwhile, each for an equal part. */
  statuses?: string[];
  /** Its status afterwards. */
  outcome?: string;
}

/** The servers and their restores. Knows no backups; the time is handed in. */
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

  /** A status given here ends a restore; `restoring` begins one without end. */
  update(id: number, change: Partial<Omit<ServerSeed, 'id'>>): void {
    const server = this.byId.get(id);
    if (!server) throw new Error(`simulator: no server ${id} to change`);
    Object.assign(server.fields, change);
    if (change.status !== undefined) server.restore = null;
  }

  remove(id: number): void {
    this.byId.delete(id);
  }

  /** Whether a restore is under way, visible or not. */
  isRestoring(id: number, now: number): boolean {
    const server = this.byId.get(id);
    if (!server) return false;
    return server.restore ? isRunning(server.restore, now) : server.fields.status === 'restoring';
  }

  startRestore(id: number, now: number, occupation: Occupation = {}): void {
    const server = this.byId.get(id);
    if (!server) return;
    // A restore on top of another must not take "restoring" for the status that comes back.
    if (server.restore && !this.isRestoring(id, now)) server.fields.status = server.restore.outcome;
    const former = server.fields.status === 'restoring' ? 'active' : server.fields.status;
    const { restoreStatuses, restoreDurationMs, restoreOutcome } = this.options;
    const {
      forMs = restoreDurationMs ?? 3000,
      statuses = restoreStatuses ?? ['restoring'],
      outcome = restoreOutcome ?? former,
    } = occupation;
    server.restore = {
      from: now,
      durationMs: forMs,
      statuses: statuses.length > 0 ? statuses : [former],
      outcome,
    };
  }
}

function viewOf({ fields, restore }: StoredServer, at: number): Server {
  return restore && at >= restore.from
    ? { ...fields, status: statusAt(restore, at) }
    : { ...fields };
}
