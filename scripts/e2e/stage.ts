/** What a scenario has: a simulator of its own, the action as it was built, and a runner. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.js';
import { type RunResult, runWorkflow, type WorkflowRun } from './act.js';
import { changed } from './workflow-copy.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORKFLOWS = join('.github', 'workflows');
/** The two that others call. */
const REUSABLE = ['backup-before-deploy.yml', 'rollback.yml'];

export interface ExampleRun extends Omit<WorkflowRun, 'secrets'> {
  /** New scripts, by the name of the step, where a deploy has to fail. */
  readonly run?: Readonly<Record<string, string>>;
}

export interface Stage {
  readonly simulator: Simulator;
  /** Runs a file of `examples/`, with the simulator's token as the secret. */
  run(example: string, how: ExampleRun): Promise<RunResult>;
}

export interface Scenario {
  /** What it shows. */
  readonly name: string;
  readonly simulator?: SimulatorOptions;
  play(stage: Stage): Promise<void>;
}

/** Long enough to be seen by the first look, after a second. */
const QUICK: SimulatorOptions = { backupDurationMs: 500, restoreDurationMs: 4_000 };

/** @param use what is done on the stage, which is gone afterwards */
export async function onStage(
  program: string,
  options: SimulatorOptions,
  use: (stage: Stage) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  const simulator = await startSimulator({ ...QUICK, ...options });
  const action = join(folder, 'action');
  checkOut(action, simulator.url);
  let runs = 0;
  const run = (example: string, { run: scripts = {}, ...how }: ExampleRun): Promise<RunResult> => {
    const nth = ++runs;
    const [workspace, home] = [join(folder, `run-${nth}`), join(folder, `home-${nth}`)];
    const file = join(WORKFLOWS, example);
    for (const path of [join(workspace, WORKFLOWS), home]) mkdirSync(path, { recursive: true });
    const text = readFileSync(join(ROOT, 'examples', example), 'utf8');
    writeFileSync(join(workspace, file), changed(text, { apiUrl: simulator.url, run: scripts }));
    return runWorkflow({ program, folder: workspace, home, action }, file, {
      ...how,
      secrets: { VPSORG_TOKEN: simulator.token },
    });
  };
  try {
    await use({ simulator, run });
  } finally {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The files of this repository that a runner needs. */
function checkOut(folder: string, apiUrl: string): void {
  mkdirSync(join(folder, WORKFLOWS), { recursive: true });
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'action.yml'), join(folder, 'action.yml'));
  for (const name of REUSABLE) {
    const file = join(WORKFLOWS, name);
    writeFileSync(join(folder, file), changed(readFileSync(join(ROOT, file), 'utf8'), { apiUrl }));
  }
}

/** The names of all examples. */
export function examples(): string[] {
  return readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.yml'));
}
