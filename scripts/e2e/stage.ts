/** What a scenario has: a simulator of its own with GitHub's deployments, the action as it was built, and a runner. */
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
import {
  GitHubStandIn,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.js';
import { type RunResult, runWorkflow, type WorkflowRun } from './act.js';
import { type Change, changed } from './workflow-copy.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORKFLOWS = join('.github', 'workflows');
/** The two that others call. */
const REUSABLE = ['backup-before-deploy.yml', 'rollback.yml'];

export interface ExampleRun extends WorkflowRun {
  /** New scripts, by the name of the step, where a deploy has to fail. */
  readonly run?: Change['run'];
  /** Other inputs of the action, by the name of the step. */
  readonly inputsOf?: Change['inputs'];
}

export interface Stage {
  readonly simulator: Simulator;
  /** Its deployments; act files none. */
  readonly github: GitHubStandIn;
  /** For files of the scenario. */
  readonly folder: string;
  /** Runs a file of `examples/`, with the simulator's token as the secret. */
  run(example: string, how: ExampleRun): Promise<RunResult>;
  /** Runs a workflow as it is given. */
  runText(workflow: string, how: WorkflowRun): Promise<RunResult>;
}

export interface Scenario {
  /** What it shows. */
  readonly name: string;
  readonly simulator?: SimulatorOptions;
  play(stage: Stage): Promise<void>;
}

/** Long enough to be seen by the first poll, after a second. */
const QUICK: SimulatorOptions = { backupDurationMs: 500, restoreDurationMs: 4_000 };

/** @param use what is done on the stage, which is gone afterwards */
export async function onStage(
  program: string,
  options: SimulatorOptions,
  use: (stage: Stage) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  const github = new GitHubStandIn();
  const simulator = await startSimulator({ ...QUICK, ...options, github });
  const action = join(folder, 'action');
  checkOut(action, simulator.url);
  let runs = 0;
  const runFile = (name: string, text: string, how: WorkflowRun): Promise<RunResult> => {
    const nth = ++runs;
    const [workspace, home] = [join(folder, `run-${nth}`), join(folder, `home-${nth}`)];
    const file = join(WORKFLOWS, name);
    for (const path of [join(workspace, WORKFLOWS), home]) mkdirSync(path, { recursive: true });
    writeFileSync(join(workspace, file), text);
    return runWorkflow({ program, folder: workspace, home, action }, file, {
      ...how,
      env: { GITHUB_API_URL: new URL('/github', simulator.url).href, ...how.env },
      // GitHub always gives the second one.
      secrets: { VPSORG_TOKEN: simulator.token, GITHUB_TOKEN: GITHUB_TOKEN, ...how.secrets },
    });
  };
  const run = (example: string, { run: scripts, inputsOf, ...how }: ExampleRun) => {
    const text = readFileSync(join(ROOT, 'examples', example), 'utf8');
    const change: Change = {
      apiUrl: simulator.url,
      ...(scripts === undefined ? {} : { run: scripts }),
      ...(inputsOf === undefined ? {} : { inputs: inputsOf }),
    };
    return runFile(example, changed(text, change), how);
  };
  const runText = (text: string, how: WorkflowRun) => runFile('given.yml', text, how);
  try {
    await use({ simulator, github, folder, run, runText });
  } finally {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** It has the form of one, and is none. */
const GITHUB_TOKEN = 'ghs_simulator_not_a_real_token';

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

/** Whether an example, or a workflow that it calls, asks GitHub how the last deploy ended. */
export function asksGitHub(example: string): boolean {
  return readFileSync(join(ROOT, 'examples', example), 'utf8').includes('deploy_environment:');
}
