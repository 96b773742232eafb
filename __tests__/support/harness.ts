/** Runs whole operations in one process against the simulator, in virtual time: inputs as a workflow gives them, outputs as it gets them. */
import { createSimulator, isoSeconds, type RecordedRequest, type SimulatorCore, type SimulatorOptions } from '../../simulator/index.js';
import { composeDescription } from '../../src/backups/description.js';
import type { MarkerKind } from '../../src/backups/marker.js';
import { messageOf } from '../../src/errors.js';
import type { InputName } from '../../src/inputs/action-inputs.js';
import type { RunContext } from '../../src/inputs/context.js';
import type { Inputs } from '../../src/inputs/inputs.js';
import { readInputs } from '../../src/inputs/read.js';
import { create } from '../../src/operations/create.js';
import { deleteBackups } from '../../src/operations/delete.js';
import type { Deps } from '../../src/operations/deps.js';
import { list } from '../../src/operations/list.js';
import { prune } from '../../src/operations/prune.js';
import { restore } from '../../src/operations/restore.js';
import { wait } from '../../src/operations/wait.js';
import { type Facts, Journal } from '../../src/report/facts.js';
import type { Log } from '../../src/report/log.js';
import { type Outputs, outputsOf } from '../../src/report/outputs.js';
import { Api } from '../../src/vpsorg/api.js';
import type { Request, Transport } from '../../src/vpsorg/http.js';
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
  uses: 'vps-backup/vps-backup-action@v1',
};

export type StepInputs = { readonly [name in InputName]?: string };

export interface StepOptions {
  readonly run?: Partial<RunContext>;
  readonly cancel?: AbortSignal;
  readonly latencyMs?: number;
  readonly transport?: Transport;
  /** Where the transport leads to; default: where the in-process one does. */
  readonly apiUrl?: string;
  readonly onSend?: (request: Request, facts: Facts) => void;
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
  readonly facts: Facts;
  readonly outputs: Outputs;
  readonly log: readonly LogLine[];
  /** All lines, to be searched. */
  readonly text: string;
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  /** Each record of what was known, and when. */
  readonly history: readonly { readonly at: number; readonly facts: Facts }[];
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

export function scenario(options: SimulatorOptions = {}, clock = new VirtualClock(START, 30 * DAY)): Scenario {
  return scenarioOf(createSimulator({ clock, ...options }), clock);
}

/** Steps against a simulator that is there already; its clock must be this one. */
export function scenarioOf(sim: SimulatorCore, clock: VirtualClock): Scenario {
  let keys = 0;
  const newKey = (): string => (++keys).toString(16).padStart(12, '0');
  const begin = (inputs: StepInputs, more: StepOptions = {}) => runStep({ sim, clock, newKey, inputs, ...more });
  return {
    clock,
    sim,
    requests: (method) => sim.requests.filter((one) => method === undefined || one.method === method).map(nameOf),
    step: (inputs, more) => clock.settle(begin(inputs, more)),
    sideBySide: (...steps) => clock.settle(Promise.all(steps.map(([inputs, more]) => begin(inputs, more)))),
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
  const given = readInputs((name) => inputs[name] ?? (name === 'api_token' ? sim.token : ''), true).inputs;
  const cancel = options.cancel ?? new AbortController().signal;
  const log: LogLine[] = [];
  const history: { at: number; facts: Facts }[] = [];
  const journal = new Journal(given.operation, (facts) => history.push({ at: clock.elapsed, facts }));
  const transport = options.transport ?? inProcess({ sim, clock, cancel, journal, ...options });
  const recorder = recordingLog(log, clock);
  const api = new Api({ url: options.apiUrl ?? `${ORIGIN}/api/v1`, transport, clock, cancel, onRetry: recorder.info });
  const deps: Deps = { api, clock, cancel, log: recorder, journal, run: { ...RUN, ...options.run }, newKey };
  const error = await carryOut(given, deps).then(
    () => null,
    (thrown: unknown) => thrown ?? new Error('nothing was thrown, as an error'),
  );
  const lines = (level: LogLine['level']): string[] => log.filter((one) => one.level === level).map((one) => one.line);
  return {
    error,
    failure: error === null ? null : messageOf(error),
    facts: journal.facts,
    outputs: outputsOf(journal.facts),
    log,
    text: log.map((one) => one.line).join('\n'),
    warnings: lines('warning'),
    notices: lines('notice'),
    history,
  };
}

interface Wiring extends StepOptions {
  readonly sim: SimulatorCore;
  readonly clock: VirtualClock;
  readonly cancel: AbortSignal;
  readonly journal: Journal;
}

function inProcess({ sim, clock, cancel, journal, latencyMs = 0, onSend }: Wiring): Transport {
  return createInProcessTransport({ sim, clock, cancel, latencyMs, onSend: (request) => onSend?.(request, journal.facts) });
}

function recordingLog(lines: LogLine[], clock: VirtualClock): Log {
  const at = (level: LogLine['level']) => (line: string) => void lines.push({ level, line, at: clock.elapsed });
  return { info: at('info'), debug: at('debug'), notice: at('notice'), warning: at('warning'), fail: at('fail') };
}

function carryOut(inputs: Inputs, deps: Deps): Promise<void> {
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
  const { text = 'Before Deploy #6 by mona', key = (0xf00000 + seeded++).toString(16).padStart(12, 'a'), ...run } = more;
  const { owner, repo, repositoryId, runId, attempt, job, sha } = { ...RUN, runId: '900', ...run };
  return composeDescription(text, { owner, repo, repositoryId, runId, attempt, job, sha, kind, key });
}
