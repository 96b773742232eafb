/** Runs whole operations in one process against the simulator, in virtual time: inputs as a workflow gives them, outputs as it gets them. */
import {
  createSimulator,
  isoSeconds,
  type RecordedRequest,
  type SimulatorCore,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { composeDescription } from '../../src/backups/description.js';
import type { MarkerKind, ServerState } from '../../src/backups/marker.js';
import { ActionError, CancelledError, errorMessage } from '../../src/errors.js';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { parseInputs } from '../../src/inputs/parse.js';
import type { RunContext } from '../../src/inputs/run-context.js';
import type { Operation, ReadServerState } from '../../src/operations/context.js';
import { createContext } from '../../src/operations/create-context.js';
import { OPERATIONS } from '../../src/operations/index.js';
import { cancellationMessage } from '../../src/report/cancellation.js';
import { type Log, onceByTopic } from '../../src/report/log.js';
import { type Outputs, toOutputs } from '../../src/report/outputs.js';
import { emptyReport, type Report } from '../../src/report/report.js';
import { createRedactor } from '../../src/report/sanitize.js';
import { resolveServers } from '../../src/steps/resolve-servers.js';
import type { HttpRequest, Transport } from '../../src/vpsorg/http.js';
import { createInProcessTransport, ORIGIN } from './in-process.js';
import { START, VirtualClock } from './virtual-clock.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The run that steps belong to, unless told otherwise. */
export const RUN: RunContext = {
  owner: 'octo',
  repo: 'shop',
  repositoryId: '42',
  runId: '1000',
  attempt: 1,
  job: 'deploy',
  sha: '0123456789abcdef0123456789abcdef01234567',
  runNumber: '7',
  workflow: 'Deploy',
  actor: 'mona',
  serverUrl: 'https://github.example',
  apiUrl: 'https://api.github.example',
  actionRef: 'vps-backup/vps-backup-action@v1',
};

export type StepInputs = { readonly [name in InputName]?: string };

export interface StepOptions {
  readonly run?: Partial<RunContext>;
  readonly cancel?: AbortSignal;
  readonly latencyMs?: number;
  readonly transport?: Transport;
  /** Where the transport leads to; default: where the in-process one does. */
  readonly apiUrl?: string;
  readonly onSend?: (request: HttpRequest, report: Report) => void;
  /** What GitHub's deployments say. */
  readonly readServerState?: ReadServerState;
  /** Called at each write of outputs; what it throws makes outputs unwritable. */
  readonly onWrite?: (outputs: Outputs) => void;
}

interface LogLine {
  readonly level: 'info' | 'debug' | 'notice' | 'warning' | 'fail';
  readonly line: string;
  /** Virtual milliseconds since the scenario's start. */
  readonly at: number;
}

export interface StepResult {
  readonly error: unknown;
  /** The message that the step fails with; `null` if it is green. */
  readonly failure: string | null;
  readonly report: Report;
  readonly outputs: Outputs;
  readonly log: readonly LogLine[];
  /** All lines, to be searched. */
  readonly text: string;
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  /** The outputs each time they were written, and when. */
  readonly history: readonly { readonly at: number; readonly outputs: Outputs }[];
}

/** A simulated VPS.org, a clock, and steps that run against them. */
export interface Scenario {
  readonly clock: VirtualClock;
  readonly sim: SimulatorCore;
  /** `GET /backups/?server_id=12345`, and so on, in order of arrival. */
  requests(method?: string): string[];
  /** Carries out one step of a workflow, to its end. */
  step(inputs: StepInputs, options?: StepOptions): Promise<StepResult>;
  /** Steps of several runs, side by side. */
  sideBySide(...steps: readonly [StepInputs, StepOptions?][]): Promise<StepResult[]>;
}

export function scenario(
  options: SimulatorOptions = {},
  clock = new VirtualClock(START, 30 * DAY),
): Scenario {
  return scenarioOf(createSimulator({ clock, ...options }), clock);
}

/** Steps against a simulator that is there already; its clock must be this one. */
export function scenarioOf(sim: SimulatorCore, clock: VirtualClock): Scenario {
  let keys = 0;
  const newKey = (): string => (++keys).toString(16).padStart(12, '0');
  const begin = (inputs: StepInputs, more: StepOptions = {}) =>
    runStep({ sim, clock, newKey, inputs, ...more });
  return {
    clock,
    sim,
    requests: (method) =>
      sim.requests.filter((one) => method === undefined || one.method === method).map(nameOf),
    step: (inputs, more) => clock.settle(begin(inputs, more)),
    sideBySide: (...steps) =>
      clock.settle(Promise.all(steps.map(([inputs, more]) => begin(inputs, more)))),
  };
}

function nameOf({ method, path }: RecordedRequest): string {
  return `${method} ${path}`;
}

interface Begun extends StepOptions {
  readonly sim: SimulatorCore;
  readonly clock: VirtualClock;
  readonly newKey: () => string;
  readonly inputs: StepInputs;
}

async function runStep({ sim, clock, newKey, inputs, ...options }: Begun): Promise<StepResult> {
  const run = { ...RUN, ...options.run };
  const get = (name: InputName): string => inputs[name] ?? (name === 'api_token' ? sim.token : '');
  const parsed = parseInputs({ get, run, redact: createRedactor([sim.token]) });
  const signal = options.cancel ?? new AbortController().signal;
  const log: LogLine[] = [];
  const history: { at: number; outputs: Outputs }[] = [];
  const given = parsed.inputs;
  const report = emptyReport(given.operation, 'dryRun' in given && given.dryRun);
  let writeError: Error | null = null;
  const ctx = createContext({
    apiUrl: options.apiUrl ?? `${ORIGIN}/api/v1`,
    transport: options.transport ?? inProcess({ sim, clock, signal, report, ...options }),
    ...{ clock, signal, run, report, newIdempotencyKey: newKey, random: () => 0.5 },
    log: recordingLog(log, clock),
    write: (written, all) => {
      const outputs = toOutputs(written, all);
      writeError = null;
      try {
        options.onWrite?.(outputs);
        history.push({ at: clock.elapsed, outputs });
      } catch (error) {
        writeError = error instanceof Error ? error : new Error(String(error));
      }
    },
    assertWritable: () => {
      if (writeError !== null) throw new ActionError(`Not writable: ${writeError.message}`, '');
    },
    readServerState: options.readServerState ?? (async () => ({ state: null, problem: null })),
  });
  const operation = OPERATIONS[given.operation] as Operation;
  const error = await resolveServers(ctx, given)
    .then((servers) => operation(given, servers, ctx))
    .then(
      () => null,
      (thrown: unknown) => thrown ?? new Error('nothing was thrown, as an error'),
    );
  return resultOf({ error, report, log, history });
}

function resultOf({
  error,
  report,
  log,
  history,
}: Pick<StepResult, 'error' | 'report' | 'log' | 'history'>): StepResult {
  const of = (level: LogLine['level']): string[] =>
    log.filter((one) => one.level === level).map((one) => one.line);
  return {
    ...{ error, report, log, history },
    failure: error === null ? null : failureOf(error, report),
    outputs: toOutputs(report),
    text: log.map((one) => one.line).join('\n'),
    warnings: of('warning'),
    notices: of('notice'),
  };
}

function failureOf(error: unknown, report: Report): string {
  return error instanceof CancelledError ? cancellationMessage(error, report) : errorMessage(error);
}

interface Wiring extends StepOptions {
  readonly sim: SimulatorCore;
  readonly clock: VirtualClock;
  readonly signal: AbortSignal;
  readonly report: Report;
}

function inProcess({ sim, clock, signal, report, latencyMs = 0, onSend }: Wiring): Transport {
  return createInProcessTransport({
    ...{ sim, clock, signal, latencyMs },
    onSend: (request) => onSend?.(request, report),
  });
}

function recordingLog(lines: LogLine[], clock: VirtualClock): Log {
  const at = (level: LogLine['level']) => (line: string) =>
    void lines.push({ level, line, at: clock.elapsed });
  return {
    info: at('info'),
    debug: at('debug'),
    notice: at('notice'),
    warning: at('warning'),
    warnOnce: onceByTopic(at('warning')),
    fail: at('fail'),
  };
}

/** When something was made so many milliseconds before the scenario's start, as VPS.org writes it. */
export function ago(ms: number): string {
  return isoSeconds(START - ms);
}

let seeded = 0;

/** The description of a backup that the action made, by default in an earlier run of this repository. */
export function marked(
  kind: MarkerKind = 'create',
  more: Partial<RunContext> & {
    readonly text?: string;
    readonly key?: string;
    readonly state?: ServerState;
  } = {},
): string {
  const {
    text = 'Before Deploy #6 by mona',
    key = (0xf00000 + seeded++).toString(16).padStart(12, 'a'),
    state = null,
    ...run
  } = more;
  const { owner, repo, repositoryId, runId, attempt, job, sha } = { ...RUN, runId: '900', ...run };
  const who = { owner, repo, repositoryId, runId, attempt, job, sha };
  return composeDescription(text, { ...who, kind, state, key });
}
