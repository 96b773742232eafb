/** Builds the context that operations work with, from the few things that differ between runs. */
import type { Clock } from '../clock.js';
import type { RunContext } from '../inputs/run-context.js';
import type { Log } from '../report/log.js';
import { Recorder, type RecorderOptions } from '../report/recorder.js';
import { DeletionLedger } from '../steps/deletion-ledger.js';
import { ServerStatuses } from '../steps/server-statuses.js';
import { SlotCounter } from '../steps/slot-counter.js';
import { VpsOrgClient } from '../vpsorg/client.js';
import type { Transport } from '../vpsorg/http.js';
import type { OperationContext, ReadServerState } from './context.js';

interface ContextOptions extends Omit<RecorderOptions, 'now'> {
  readonly apiUrl: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly run: RunContext;
  readonly newIdempotencyKey: () => string;
  readonly random: () => number;
  readonly readServerState: ReadServerState;
}

export function createContext(options: ContextOptions): OperationContext {
  const { apiUrl, transport, clock, signal, log, run, newIdempotencyKey, random } = options;
  const client = new VpsOrgClient({ url: apiUrl, transport, clock, signal, onRetry: log.info });
  const recorder = new Recorder({ ...options, now: () => client.apiClock.now() });
  return {
    ...{ client, clock, signal, log, recorder, run, newIdempotencyKey, random },
    ledger: new DeletionLedger(),
    serverStatuses: new ServerStatuses(client, clock),
    slots: new SlotCounter(recorder, log),
    readServerState: options.readServerState,
  };
}
