import type { Progress } from './progress.js';

/** A server that is there at the start. Fields beyond these (plan, os, ...) are listed as they are. */
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

/** A backup that is there at the start, or that a test adds later. Everything has a default. */
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
  /** Runs from now on for this long, then ends in `status`. */
  duration_ms?: number;
  /** Fields that answers show instead of the true ones, such as `{server: null}`. */
  shows?: Record<string, unknown>;
  /** Fields that answers leave out. */
  hides?: string[];
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

/** A backup as it is kept: its status follows from the time. */
export interface StoredBackup extends Omit<Backup, 'status'> {
  progress: Progress;
  /** `created_at` for sorting; undated ones are oldest of all. */
  dateMs: number;
  /** It exists from then on. */
  since: number;
  listedFrom: number;
  deletedAt: number | null;
  /** As sent to `POST /backups/`; undefined if it was not made so. */
  sent: string | null | undefined;
  shows: Readonly<Record<string, unknown>>;
  hides: readonly string[];
}
