/** Carries out a plan in virtual time, and says which promises were broken. */
import type { Backup, PlainFaultRule, SimulatorOptions } from '../../simulator/index.js';
import { CancelledError } from '../../src/errors.js';
import type { Transport } from '../../src/vpsorg/http.js';
import {
  DAY,
  type Scenario,
  type StepInputs,
  type StepOptions,
  type StepResult,
  scenario,
  scenarioOf,
} from '../support/harness.js';
import { createInProcessTransport } from '../support/in-process.js';
import { openSocket } from '../support/real-socket.js';
import { START, VirtualClock } from '../support/virtual-clock.js';
import { SERVERS, seedsOf } from './arbitrary-history.js';
import { checkStep } from './invariants.js';
import type { Plan, Step } from './plan.js';
import { field, keyOf, posts, type Ran, type Recording, recording, type Truth } from './record.js';
import { type Situation, situationsOf } from './situations.js';

export interface Outcome {
  /** One line for each promise that was broken. */
  readonly broken: readonly string[];
  /** The situations that the plan led into. */
  readonly reached: readonly Situation[];
  readonly ran: readonly Ran[];
}

export async function runPlan(plan: Plan): Promise<Outcome> {
  const s = scenario(optionsOf(plan));
  const { latencyMs } = plan;
  return runSteps(plan, s, (signal) => ({
    transport: createInProcessTransport({ sim: s.sim, clock: s.clock, signal, latencyMs }),
    close: () => {},
  }));
}

/** The same through a real socket and the real transport, still in virtual time. What needs real time is left out of the schedules. */
export async function runPlanOnSocket(plan: Plan): Promise<Outcome> {
  const clock = new VirtualClock(START, 30 * DAY);
  const socket = await openSocket(optionsOf(plan), clock);
  try {
    return await runSteps(playable(plan), scenarioOf(socket.simulator, clock), socket.connect);
  } finally {
    await socket.simulator.close();
  }
}

function optionsOf({ history, dialect, provider }: Plan): SimulatorOptions {
  const servers = SERVERS.map((id) => ({ id }));
  return { servers, backups: seedsOf(history), dialect, ...provider };
}

function playable(plan: Plan): Plan {
  const isPlayable = ({ fault }: PlainFaultRule): boolean => fault.kind !== 'drip';
  return {
    ...plan,
    steps: plan.steps.map((step) => ({
      ...step,
      faults: step.faults.filter(isPlayable),
      // The clock stands still while bytes travel: a step can't be ended meanwhile.
      cancelAfterMs: null,
    })),
  };
}

type Connect = (signal: AbortSignal) => {
  readonly transport: Transport;
  readonly apiUrl?: string;
  readonly close: () => void;
};

async function runSteps({ steps }: Plan, s: Scenario, connect: Connect): Promise<Outcome> {
  const broken: string[] = [];
  const reached: Situation[] = [];
  const all: Ran[] = [];
  for (const [n, step] of steps.entries()) {
    s.sim.clearFaults();
    s.sim.addFaults(...step.faults);
    s.sim.addScript(...step.script);
    const hasScript = steps.slice(0, n + 1).some(({ script }) => script.length > 0);
    for (const ran of await runStep(s, step, { connect, hasScript })) {
      all.push(ran);
      reached.push(...situationsOf(ran));
      broken.push(
        ...checkStep(ran).map((line) => `step ${n + 1} (${ran.inputs.operation}): ${line}`),
      );
    }
    s.clock.advance(step.pauseMs);
  }
  return { broken, reached, ran: all };
}

/** One step's inputs and run, what it sends and whether its outputs can be written. */
interface Actor {
  readonly inputs: StepInputs;
  readonly run: { readonly runId: string; readonly attempt: number };
  readonly wire: ReturnType<Connect>;
  readonly signal: AbortSignal;
  readonly recording: Recording;
  readonly options: StepOptions;
}

function actorOf(
  s: Scenario,
  step: Step,
  { inputs, run, wire, signal }: Pick<Actor, 'inputs' | 'run' | 'wire' | 'signal'>,
): Actor {
  let [writes, isWritable] = [0, true];
  const truth = (): Truth => ({ backups: s.sim.vps.backups, listed: listedOn(s), isWritable });
  const onWrite = (): void => {
    const { from, times } = step.unwritable ?? { from: 0, times: 0 };
    isWritable = writes < from || writes >= from + times;
    writes += 1;
    if (!isWritable) throw new Error('ENOSPC: no space left on device');
  };
  const taken = recording(wire.transport, s.clock, truth);
  const { state } = step;
  const options: StepOptions = {
    ...{ run, onWrite, transport: taken.transport, cancel: signal },
    readServerState: async () => ({ state, problem: null }),
    ...(wire.apiUrl === undefined ? {} : { apiUrl: wire.apiUrl }),
  };
  return { inputs, run, wire, signal, recording: taken, options };
}

/** Aborted when the runner ends the step. */
function signalOf({ clock }: Scenario, { cancelAfterMs = null }: Partial<Step>): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new CancelledError('SIGTERM'));
  if (cancelAfterMs !== null) void clock.sleep(cancelAfterMs).then(abort);
  return controller.signal;
}

function cancelTime({ cancelAfterMs = null }: Step, from: number, to: number): number | null {
  return cancelAfterMs === null || to < from + cancelAfterMs ? null : from + cancelAfterMs;
}

/** What a complete list shows; of a cached one, what it showed then. */
function listedOn({ sim: { vps } }: Scenario): Truth['listed'] {
  const { cachedList } = vps.dialect;
  const ageMs = cachedList === null || cachedList.heedsNoCache ? 0 : cachedList.ageMs;
  return vps.listed(vps.now() - ageMs).map((row) => ({ id: row.id, server: row.server_id }));
}

interface Surroundings {
  readonly connect: Connect;
  /** What a script of an earlier step waits for may come in this one. */
  readonly hasScript: boolean;
}

async function runStep(
  s: Scenario,
  step: Step,
  { connect, hasScript }: Surroundings,
): Promise<Ran[]> {
  const { sim, clock } = s;
  const { vps } = sim;
  const before = vps.backups;
  const ghosts = ghostsOn(s);
  const marks = [vps.created, vps.restores, vps.deleted, sim.unexpected].map((all) => all.length);
  const startedAt = clock.now();
  const run = { runId: step.runId, attempt: step.attempt };
  const signal = signalOf(s, step);
  const actors = [
    actorOf(s, step, {
      ...{ inputs: resolved(step.inputs, before), run, signal },
      wire: connect(signal),
    }),
  ];
  if (step.beside !== null) {
    const other = { runId: '2000', attempt: 1 };
    const inputs = resolved(step.beside, before);
    const { signal: never } = new AbortController();
    const more = { inputs, run: other, signal: never, wire: connect(never) };
    actors.push(actorOf(s, { ...step, unwritable: null }, more));
  }
  const results = await s.sideBySide(
    ...actors.map(({ inputs, options }): [StepInputs, StepOptions] => [inputs, options]),
  );
  const endedAt = clock.now();
  const sent = actors.map(({ recording: { exchanges } }) => exchanges.length);
  const after = vps.backups;
  await clock.drain();
  for (const { wire } of actors) wire.close();
  return actors.map((actor, n) =>
    ranOf(s, actor, {
      ...{ before, after, ghosts, marks, startedAt },
      // Side by side, the other one may end later.
      endedAt: actors.length === 1 ? endedAt : lastSign(s, actor, results[n] as StepResult),
      result: results[n] as StepResult,
      cancelledAt: n === 0 ? cancelTime(step, startedAt, endedAt) : null,
      late: actor.recording.exchanges.length - (sent[n] ?? 0),
      isAlone: step.beside === null && !hasScript,
    }),
  );
}

/** When a step sent or logged something for the last time. */
function lastSign({ clock }: Scenario, { recording }: Actor, { log }: StepResult): number {
  const answered = recording.exchanges.map((one) => one.endedAt);
  return Math.max(clock.start, ...answered, clock.start + (log.at(-1)?.at ?? 0));
}

interface Ended
  extends Omit<
    Ran,
    | ('inputs' | 'attempt' | 'runId' | 'exchanges' | 'created' | 'restored' | 'deleted')
    | ('unexpected' | 'dialect' | 'token')
  > {
  /** How many had been created, restored, deleted and unexpected before. */
  readonly marks: readonly number[];
}

function ranOf({ sim }: Scenario, actor: Actor, { marks, ...ended }: Ended): Ran {
  const { vps } = sim;
  const { exchanges } = actor.recording;
  const keys = posts({ exchanges }, '/backups/').map((one) => keyOf(field(one, 'description')));
  const asked = new Set(
    exchanges.filter(({ method }) => method === 'DELETE').map(({ target }) => target),
  );
  const [created = 0, restored = 0, deleted = 0, unexpected = 0] = marks;
  return {
    ...ended,
    ...actor.run,
    inputs: actor.inputs,
    exchanges,
    created: vps.created.slice(created).filter((row) => keys.includes(keyOf(row.sent_description))),
    restored: vps.restores.slice(restored),
    deleted: vps.deleted.slice(deleted).filter((id) => asked.has(`/backups/${id}/`)),
    unexpected: sim.unexpected.slice(unexpected),
    dialect: vps.dialect,
    token: sim.token,
  };
}

/** Rows that are deleted, and that lists show as they were. */
function ghostsOn({ sim: { vps } }: Scenario): number[] {
  const there = new Set(vps.backups.map(({ id }) => id));
  const { softDelete } = vps.dialect;
  return vps
    .listed()
    .filter((row) => !there.has(row.id) && vps.viewOf(row, vps.now()).status !== softDelete)
    .map(({ id }) => id);
}

/** Puts an id in the place of `~3`. */
function resolved(inputs: StepInputs, backups: readonly Backup[]): StepInputs {
  if (inputs.backup_id === undefined) return inputs;
  const rows = backups.filter(
    (row) => inputs.server_id === undefined || String(row.server_id) === inputs.server_id,
  );
  const completed = rows.filter((row) => row.status === 'completed');
  const nth = (n: number): string =>
    String(completed[n % Math.max(1, completed.length)]?.id ?? 999);
  return {
    ...inputs,
    backup_id: inputs.backup_id.replace(/~(\d+)/g, (_, n: string) => nth(Number(n))),
  };
}
