import type { SimulatorClock } from './clock.js';
import type { Dialect } from './dialect/index.js';
import type { FaultRule } from './faults.js';
import type { GitHubStandIn } from './github/stand-in.js';
import type { RecordedRequest } from './protocol.js';
import type { BackupSeed, ServerSeed } from './rows.js';
import type { ScriptedChange } from './script.js';

/** The token that a simulator accepts by default. It has the form of one, and is none. */
export const DEFAULT_TOKEN = 'vps_simulator_not_a_real_token';

/** A new backup, as the option functions see it. */
export interface NewBackup {
  id: number;
  serverId: number;
  description: string | null;
}

/** What the simulated provider does by itself; `VpsOrg` needs no more than this. */
export interface VpsOrgOptions {
  /** Default: the machine's time. */
  clock?: SimulatorClock;
  /** Default: the two servers of the documentation, 12345 and 12346. */
  servers?: ServerSeed[];
  /** Default: none. */
  backups?: BackupSeed[];
  /** Id of the first backup made; they count up. Default 502. */
  firstBackupId?: number;
  /** How long a new backup takes. Default 3000. */
  backupDurationMs?: number | ((backup: NewBackup) => number);
  /** The status in which a new backup ends. Default `completed`. */
  backupOutcome?: string | ((backup: NewBackup) => string);
  /** Its size once it is completed; null: unknown. Default: what the dialect's `newSizes` says. */
  backupSizeMb?: number | null | ((backup: NewBackup) => number | null);
  /** What it shows on the way there, each for an equal part of the time. Default `in_progress`. */
  intermediateStatuses?: string[];
  /** Manual backups a server may have, whatever their status. Default 10. */
  manualLimit?: number;
  /** How long a restore takes. Default 3000. */
  restoreDurationMs?: number;
  /** What a server shows meanwhile, each for an equal part. Default `restoring`; none: no visible change. */
  restoreStatuses?: string[];
  /** The server's status afterwards. Default: the one it had before. */
  restoreOutcome?: string;
  /** How much older each new backup makes the earlier ones of its server, as if that time had passed. */
  agedMs?: number;
  dialect?: Partial<Dialect>;
}

/** Everything one can choose about a simulator. */
export interface SimulatorOptions extends VpsOrgOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  token?: string;
  faults?: FaultRule[];
  /** What a second actor does at VPS.org meanwhile. */
  script?: ScriptedChange[];
  /** Served under `/github` on the same port. */
  github?: GitHubStandIn;
  /** Called as a request arrives, before it has any effect: a test can change things here. */
  onRequest?: (request: RecordedRequest) => void;
  /** Called when it is known how the request ends. */
  onOutcome?: (request: RecordedRequest) => void;
  /** Real server only: called when a dead connection swallows a request, such as `GET /api/v1/servers/`. */
  onLost?: (request: string) => void;
}
