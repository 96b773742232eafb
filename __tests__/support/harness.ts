/** Runs whole operations in one process against the simulator, in virtual time: inputs as a workflow gives them, outputs as it gets them. */
import {
  createSimulator,
  isoSeconds,
  type RecordedRequest,
  type SimulatorCore,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { composeDescription } from '../../src/backups/description.js';
import type { MarkerKind } from '../../src/backups/marker.js';
import { errorMessage } from '../../src/errors.js';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { parseInputs } from '../../src/inputs/parse.js';
import type { RunContext } from '../../src/inputs/run-context.js';
import type { Inputs } from '../../src/inputs/types.js';
import type { OperationContext } from '../../src/operations/context.js';
import { create } from '../../src/operations/create.js';
import { deleteBackups } from '../../src/operations/delete.js';
import { list } from '../../src/operations/list.js';
import { prune } from '../../src/operations/prune.js';
import { restore } from '../../src/operations/restore.js';
import { wait } from '../../src/operations/wait.js';
import type { Log } from '../../src/report/log.js';
import { type Outputs, toOutputs } from '../../src/report/outputs.js';
import { Recorder, type Report } from '../../src/report/report.js';
import { VpsOrgClient } from '../../src/vpsorg/client.js';
import type { HttpRequest, Transport } from '../../src/vpsorg/http.js';
import { createInProcessTransport, ORIGIN } from './in-process.js';
import { START, VirtualClock } from './virtual-clock.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The run that steps belong to, unless told otherwise. */
export const RUN: RunContext = {
  known: true,
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
  runUrl: 'https://github.example/octo/shop/actions/runs/1000/attempts/1',
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
  readonly onSend?: (request: HttpRequest, facts: Report) => void;
}

export interface LogLine {
  readonly level: 'info' | 'debug' | 'notice' | 'warning' | 'fail';
  readonly line: string;
  /** Virtual milliseconds since the scenario's start. */
  readonly at: number;
}

export interface StepResult {
  readonly error: unknown;
  /** The message that the step fails with; `null` if it is green. */
  readonly failure: string | null;
  readonly facts: Report;
  readonly outputs: Outputs;
  readonly log: readonly LogLine[];
  /** All lines, to be searched. */
  readonly text: string;
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  /** Each record of what was known, and when. */
  readonly history: readonly { readonly at: number; readonly facts: Report }[];
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
  const given = parseInputs(
    (name) => inputs[name] ?? (name === 'api_token' ? sim.token : ''),
    true,
  ).inputs;
  const cancel = options.cancel ?? new AbortController().signal;
  const log: LogLine[] = [];
  const history: { at: number; facts: Report }[] = [];
  const recorder = new Recorder(given.operation, (facts) =>
    history.push({ at: clock.elapsed, facts }),
  );
  const transport = options.transport ?? inProcess({ sim, clock, cancel, recorder, ...options });
  const lines = recordingLog(log, clock);
  const client = new VpsOrgClient({
    url: options.apiUrl ?? `${ORIGIN}/api/v1`,
    transport,
    clock,
    signal: cancel,
    onRetry: lines.info,
  });
  const deps: OperationContext = {
    client,
    clock,
    signal: cancel,
    log: lines,
    recorder,
    run: { ...RUN, ...options.run },
    newIdempotencyKey: newKey,
  };
  const error = await carryOut(given, deps).then(
    () => null,
    (thrown: unknown) => thrown ?? new Error('nothing was thrown, as an error'),
  );
  const of = (level: LogLine['level']): string[] =>
    log.filter((one) => one.level === level).map((one) => one.line);
  return {
    error,
    failure: error === null ? null : errorMessage(error),
    facts: recorder.report,
    outputs: toOutputs(recorder.report),
    log,
    text: log.map((one) => one.line).join('\n'),
    warnings: of('warning'),
    notices: of('notice'),
    history,
  };
}

interface Wiring extends StepOptions {
  readonly sim: SimulatorCore;
  readonly clock: VirtualClock;
  readonly cancel: AbortSignal;
  readonly recorder: Recorder;
}

function inProcess({ sim, clock, cancel, recorder, latencyMs = 0, onSend }: Wiring): Transport {
  return createInProcessTransport({
    sim,
    clock,
    cancel,
    latencyMs,
    onSend: (request) => onSend?.(request, recorder.report),
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
    fail: at('fail'),
  };
}

function carryOut(inputs: Inputs, deps: OperationContext): Promise<void> {
  switch (inputs.operation) {
    case 'create':
      return create(inputs, deps);
    case 'list':
      return list(inputs, deps);
    case 'wait':
      return wait(inputs, deps);
    case 'restore':
      return restore(inputs, deps);
    case 'delete':
      return deleteBackups(inputs, deps);
    case 'prune':
      return prune(inputs, deps);
  }
}

/** When something was made so many milliseconds before the scenario's start, as VPS.org writes it. */
export function ago(ms: number): string {
  return isoSeconds(START - ms);
}

let seeded = 0;

/** The description of a backup that the action made, by default in an earlier run of this repository. */
export function marked(
  kind: MarkerKind = 'create',
  more: Partial<RunContext> & { readonly text?: string; readonly key?: string } = {},
): string {
  const {
    text = 'Before Deploy #6 by mona',
    key = (0xf00000 + seeded++).toString(16).padStart(12, 'a'),
    ...run
  } = more;
  const { owner, repo, repositoryId, runId, attempt, job, sha } = { ...RUN, runId: '900', ...run };
  return composeDescription(text, {
    owner,
    repo,
    repositoryId,
    runId,
    attempt,
    job,
    sha,
    kind,
    key,
  });
}
