/** Carries out a plan in virtual time, and says which promises were broken. */
import type { Backup, PlainFaultRule, SimulatorOptions } from '../../simulator/index.js';
import type { Transport } from '../../src/vpsorg/http.js';
import {
  DAY,
  MINUTE,
  type Scenario,
  type StepInputs,
  scenario,
  scenarioOf,
} from '../support/harness.js';
import { createInProcessTransport } from '../support/in-process.js';
import { openSocket } from '../support/real-socket.js';
import { START, VirtualClock } from '../support/virtual-clock.js';
import { checkStep } from './invariants.js';
import { type Plan, type Step, seedsOf } from './plan.js';
import { type Exchange, type Ran, recording } from './record.js';
import { type Situation, situationsOf } from './situations.js';

/** Longer than any row is listed late or lingers. */
const BETWEEN_STEPS_MS = MINUTE;

export interface Outcome {
  /** One line for each promise that was broken. */
  readonly broken: readonly string[];
  /** The situations that the plan led into. */
  readonly reached: readonly Situation[];
}

export async function runPlan(plan: Plan): Promise<Outcome> {
  const s = scenario(optionsOf(plan));
  const cancel = new AbortController().signal;
  return runSteps(plan, s, () => ({
    transport: createInProcessTransport({
      sim: s.sim,
      clock: s.clock,
      cancel,
      latencyMs: plan.latencyMs,
    }),
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
  return { backups: seedsOf(history), dialect, ...provider };
}

function playable(plan: Plan): Plan {
  const isPlayable = ({ fault }: PlainFaultRule): boolean => fault.kind !== 'drip';
  return {
    ...plan,
    steps: plan.steps.map((step) => ({ ...step, faults: step.faults.filter(isPlayable) })),
  };
}

type Connect = () => { readonly transport: Transport; readonly apiUrl?: string };

async function runSteps({ steps }: Plan, s: Scenario, connect: Connect): Promise<Outcome> {
  const broken: string[] = [];
  const reached: Situation[] = [];
  for (const [n, step] of steps.entries()) {
    s.sim.clearFaults();
    s.sim.addFaults(...step.faults);
    const ran = await runStep(s, step, connect());
    reached.push(...situationsOf(ran));
    broken.push(
      ...checkStep(ran).map((line) => `step ${n + 1} (${step.inputs.operation}): ${line}`),
    );
    s.clock.advance(BETWEEN_STEPS_MS);
  }
  return { broken, reached };
}

async function runStep(
  s: Scenario,
  { inputs: planned, attempt }: Step,
  wire: ReturnType<Connect>,
): Promise<Ran> {
  const { sim, clock } = s;
  const { vps } = sim;
  const inputs = resolved(planned, vps.backups);
  const [created, restored, deleted] = [
    vps.created.length,
    vps.restores.length,
    vps.deleted.length,
  ];
  const before = vps.backups;
  const startedAt = clock.now();
  const truths = new Map<Exchange, readonly Backup[]>();
  const { transport, exchanges } = recording(wire.transport, clock, (one) => {
    if (one.method !== 'GET') truths.set(one, vps.backups);
  });
  const result = await s.step(inputs, { ...wire, run: { attempt }, transport });
  const endedAt = clock.now();
  const sent = exchanges.length;
  const after = vps.backups;
  await clock.drain();
  transport.close();
  return {
    inputs,
    attempt,
    result,
    exchanges,
    truths,
    before,
    after,
    created: vps.created.slice(created),
    restored: vps.restores.slice(restored),
    deleted: vps.deleted.slice(deleted),
    startedAt,
    endedAt,
    late: exchanges.length - sent,
    unexpected: sim.unexpected,
  };
}

/** Puts an id in the place of `~3`. */
function resolved(inputs: StepInputs, backups: readonly Backup[]): StepInputs {
  if (inputs.backup_id === undefined || inputs.backup_id === 'latest') return inputs;
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
