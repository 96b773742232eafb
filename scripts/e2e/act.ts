/** Runs one workflow with act, on the bare machine, and reads its log. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface WorkflowRun {
  readonly event: 'push' | 'schedule' | 'workflow_dispatch';
  readonly inputs?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** More of the environment of every step. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folders of programs that steps find before all others. */
  readonly programs?: readonly string[];
  readonly runId?: number;
  /** Called with each line that a step prints; to cancel the run as a person would. */
  readonly onLine?: (line: string, cancel: () => void) => void;
}

interface Workspace {
  readonly program: string;
  /** The workspace: jobs get copies of it, so nothing that changes meanwhile may be in it. */
  readonly folder: string;
  /** Where act keeps its own files. */
  readonly home: string;
  /** What `uses: vps-backup/vps-backup-action@v1` resolves to. */
  readonly action: string;
}

export interface StepRecord {
  /** Names of workflow and job, a matrix leg's number included. */
  readonly job: string;
  readonly step: string;
  readonly result: string | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: readonly string[];
  readonly summary: string;
}

export interface RunResult {
  readonly exitCode: number | null;
  readonly steps: readonly StepRecord[];
  /** What act itself has to say of errors. */
  readonly errors: readonly string[];
}

export const REPOSITORY = 'octo-org/shop';
export const RUN_ID = 9_000_000_001;
export const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';

/** @param file the workflow, from the workspace's folder */
export async function runWorkflow(
  workspace: Workspace,
  file: string,
  run: WorkflowRun,
): Promise<RunResult> {
  const child = spawn(workspace.program, argumentsOf(workspace, file, run), {
    cwd: workspace.folder,
    env: environment(workspace.home, run.programs),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const collected = new Collector();
  const cancel = (): void => void child.kill('SIGINT');
  await Promise.all([
    ...[child.stdout, child.stderr].map(async (stream) => {
      for await (const line of createInterface({ input: stream })) {
        const printed = collected.take(line);
        if (printed !== null) run.onLine?.(printed, cancel);
      }
    }),
    ended(child),
  ]);
  return { exitCode: child.exitCode, steps: collected.steps, errors: collected.errors };
}

function argumentsOf({ home, action }: Workspace, file: string, run: WorkflowRun): string[] {
  const env = {
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_RUN_ID: String(run.runId ?? RUN_ID),
    GITHUB_RUN_NUMBER: '42',
    GITHUB_REF: 'refs/heads/main',
    SHA_REF: SHA,
    ...run.env,
  };
  return [
    run.event,
    '--json',
    '--no-cache-server',
    ...['--workflows', file],
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--local-repository', `vps-backup/vps-backup-action@v1=${action}`],
    ...['--actor', 'octocat'],
    ...['--secret-file', settings(join(home, 'secrets'), run.secrets)],
    ...['--var-file', settings(join(home, 'vars'), run.vars)],
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...Object.entries(run.inputs ?? {}).flatMap(([name, value]) => ['--input', `${name}=${value}`]),
  ];
}

function settings(path: string, values: Readonly<Record<string, string>> = {}): string {
  writeFileSync(
    path,
    Object.entries(values)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
      .join(''),
  );
  return path;
}

/** No settings of the user's for act, and the Node that runs this. */
function environment(home: string, programs: readonly string[] = []): NodeJS.ProcessEnv {
  const own = {
    HOME: home,
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_CONFIG_HOME: join(home, '.config'),
  };
  const path = [...programs, dirname(process.execPath), process.env.PATH].join(delimiter);
  const kept = ['SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LOCALAPPDATA', 'USERPROFILE'];
  return {
    ...Object.fromEntries(
      kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    ),
    ...own,
    PATH: path,
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
}

/** A line of act's JSON log, as far as it concerns us. */
interface ActLine {
  readonly msg?: string;
  readonly job?: string;
  readonly step?: string;
  readonly stage?: string;
  readonly stepResult?: string;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly raw_output?: boolean;
  readonly level?: string;
  readonly error?: string;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

class Collector {
  readonly errors: string[] = [];
  private readonly records = new Map<
    string,
    Writable<StepRecord> & { outputs: Record<string, string>; log: string[] }
  >();

  get steps(): StepRecord[] {
    return [...this.records.values()];
  }

  /** @returns what a step printed, where the line is that */
  take(line: string): string | null {
    const seen = parse(line);
    this.takeError(line, seen);
    if (seen.job === undefined || seen.step === undefined || seen.stage !== 'Main') return null;
    const step = this.record(seen.job, seen.step);
    if (seen.stepResult !== undefined) step.result = seen.stepResult;
    if (seen.command === 'set-output' && seen.name !== undefined)
      step.outputs[seen.name] = seen.arg ?? '';
    if (seen.command === 'summary') step.summary += seen.content ?? '';
    const printed = seen.raw_output === true ? (seen.msg ?? '').trimEnd() : annotation(seen);
    if (printed !== null) step.log.push(printed);
    return printed;
  }

  private takeError(line: string, { level, job, step, msg, error }: ActLine): void {
    if (level === 'error') this.errors.push([job, step, msg, error].filter(Boolean).join(': '));
    if (level === undefined && line !== '') this.errors.push(line);
  }

  private record(job: string, name: string) {
    const key = `${job} / ${name}`;
    const known = this.records.get(key) ?? {
      job,
      step: name,
      result: null,
      outputs: {},
      log: [],
      summary: '',
    };
    this.records.set(key, known);
    return known;
  }
}

function annotation({ command, arg }: ActLine): string | null {
  return command === 'error' || command === 'warning' || command === 'notice'
    ? `${command}: ${arg ?? ''}`
    : null;
}

function parse(line: string): ActLine {
  try {
    return JSON.parse(line) as ActLine;
  } catch {
    return {};
  }
}
