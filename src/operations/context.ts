/** What operations need, handed in. */

import type { ServerState } from '../backups/marker.js';
import type { Clock } from '../clock.js';
import type { RunContext } from '../inputs/run-context.js';
import type { Inputs, InputsOf, OperationName } from '../inputs/table.js';
import type { ServerRef } from '../report/labels.js';
import type { Log } from '../report/log.js';
import type { Recorder } from '../report/recorder.js';
import type { DeletionLedger } from '../steps/deletion-ledger.js';
import type { ServerStatuses } from '../steps/server-statuses.js';
import type { SlotCounter } from '../steps/slot-counter.js';
import type { VpsOrgClient } from '../vpsorg/client.js';

export interface OperationContext {
  readonly client: VpsOrgClient;
  readonly clock: Clock;
  /** Aborted when the step is asked to end. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly recorder: Recorder;
  readonly run: RunContext;
  /** What the step's deletes were answered with. */
  readonly ledger: DeletionLedger;
  readonly serverStatuses: ServerStatuses;
  readonly slots: SlotCounter;
  /** 12 random hex digits. */
  readonly newIdempotencyKey: () => string;
  /** From 0 to 1. */
  readonly random: () => number;
  /** What GitHub's deployments say of the server; `problem` in words where they can't be read. */
  readonly readServerState: ReadServerState;
}

export type ReadServerState = (
  environment: string,
  githubToken: string,
) => Promise<{ readonly state: ServerState | null; readonly problem: string | null }>;

/** @param servers those that the inputs name; none where they name none */
export type Operation<I = Inputs> = (
  inputs: I,
  servers: readonly ServerRef[],
  context: OperationContext,
) => Promise<void>;

/** One operation for each value of the input; a missing one does not compile. */
export type Operations = { readonly [Op in OperationName]: Operation<InputsOf<Op>> };

export type { ServerRef };
