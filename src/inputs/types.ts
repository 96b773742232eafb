/** The action's inputs as the operations see them: a discriminated union, so that no operation sees an input it doesn't use. */
import type { Scope } from '../backups/selection.js';

export const OPERATIONS = ['create', 'list', 'wait', 'restore', 'delete', 'prune'] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** Which servers are meant: by id, or by one exact name; both are a guard. */
export interface ServerSelector {
  readonly ids: readonly number[];
  readonly name: string | null;
}

/** Durations in milliseconds. */
export interface WaitOptions {
  readonly timeoutMs: number;
  /** The longest pause between two looks. */
  readonly maxIntervalMs: number;
}

export interface CreateInputs {
  readonly operation: 'create';
  readonly servers: ServerSelector;
  /** `null`: the default text, from the run. */
  readonly description: string | null;
  readonly wait: boolean;
  readonly waitOptions: WaitOptions;
  readonly keepLast: number | null;
  readonly scope: Scope;
  /** Reuse an earlier attempt's backup that is no older than this; `null`: never. */
  readonly reuseMaxAgeMs: number | null;
  readonly dryRun: boolean;
}

export interface ListInputs {
  readonly operation: 'list';
  readonly servers: ServerSelector;
  readonly scope: Scope;
  readonly backupType: BackupType | null;
  readonly match: string | null;
}

export interface WaitInputs {
  readonly operation: 'wait';
  readonly servers: ServerSelector;
  readonly backupIds: readonly number[];
  readonly waitOptions: WaitOptions;
  readonly keepLast: number | null;
  /** `wait` has no dry run; but under `dry_run: true` nothing is ever deleted. */
  readonly dryRun: boolean;
}

export interface RestoreInputs {
  readonly operation: 'restore';
  readonly servers: ServerSelector;
  readonly target: RestoreTarget;
  /** `null`: no safety backup. Its `description` is `null` for the default text. */
  readonly safety: { readonly description: string | null } | null;
  readonly wait: boolean;
  readonly waitOptions: WaitOptions;
  readonly dryRun: boolean;
}

export type RestoreTarget = { readonly id: number } | { readonly latest: LatestFilter };

export interface LatestFilter {
  readonly scope: Scope;
  readonly match: string | null;
  readonly backupType: BackupType | null;
  readonly maxAgeMs: number;
}

export interface DeleteInputs {
  readonly operation: 'delete';
  readonly servers: ServerSelector;
  readonly backupIds: readonly number[];
  readonly dryRun: boolean;
}

export interface PruneInputs {
  readonly operation: 'prune';
  readonly servers: ServerSelector;
  readonly keepLast: number | null;
  readonly olderThanMs: number | null;
  readonly scope: Scope;
  readonly match: string | null;
  readonly dryRun: boolean;
}

export type BackupType = 'manual' | 'automatic';
export type Inputs =
  | CreateInputs
  | ListInputs
  | WaitInputs
  | RestoreInputs
  | DeleteInputs
  | PruneInputs;
