/** Runs the built action as a GitHub runner would: a process of its own, inputs in the environment, outputs and summary in files. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type Command, parseCommand, parseFileCommands } from './workflow-commands.js';

export { type Command, parseCommand, parseFileCommands } from './workflow-commands.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface RunOptions {
  /** As in a workflow's `with:`; the runner fills in action.yml's defaults. */
  readonly with: Readonly<Record<string, string>>;
  /** More of the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder that has `dist`; this repository unless told. */
  readonly root?: string;
  /** Called before the process starts, to change the files that it finds. */
  readonly prepare?: (files: RunFiles) => void;
  /** Called once the process is there. */
  readonly onStart?: (running: Running) => void;
  /** Called with each line of the log as it comes. */
  readonly onLine?: (line: string, running: Running) => void;
  /**
   * How the log is read: as it comes, from so many milliseconds after the process began to write, or
   * not at all because its reader is gone.
   */
  readonly reader?: { readonly afterMs: number } | 'closed';
  /** A process that is still there after so many milliseconds is killed, and the run is an error. Default two minutes. */
  readonly patienceMs?: number;
}

/** The files that a runner hands to a step. */
interface RunFiles {
  readonly output: string;
  readonly summary: string;
  readonly event: string;
}

/** A step that is still running. */
export interface Running {
  readonly files: RunFiles;
  kill(signal: NodeJS.Signals): void;
  /** The outputs written so far. */
  outputs(): Record<string, string>;
}

export interface StepResult {
  /** `null` where a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The log's lines, stdout and stderr together. */
  readonly log: readonly string[];
  /** What came on stderr. */
  readonly stderr: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The outputs file as it was written; an empty text where it can't be read. */
  readonly outputFile: string;
  readonly summary: string;
  /** Workflow commands found in the log. */
  readonly commands: readonly Command[];
  /** Milliseconds from start to exit. */
  readonly ms: number;
  /** Milliseconds from the arrival of the first signal in the process to its exit; `null` where none came. */
  readonly msAfterSignal: number | null;
}

/** The environment of a run, as the action reads it. */
export const RUN_ENV = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_REPOSITORY_ID: '4711',
  GITHUB_RUN_ID: '9000000001',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_JOB: 'deploy',
  GITHUB_SHA: 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00',
  GITHUB_WORKFLOW: 'Deploy',
  GITHUB_ACTOR: 'octocat',
  GITHUB_SERVER_URL: 'https://github.com',
} as const;

/** What of this process's environment any program needs to start at all. */
const SYSTEM = ['PATH', 'SystemRoot', 'TEMP', 'TMP'] as const;

/**
 * Loaded before the action: notes when a signal arrives, and when the process ends by itself. A busy
 * machine delivers late what another process sends, and tells late that a process is gone.
 */
const SIGNAL_NOTES = `import { appendFileSync } from 'node:fs';
let arrived = false;
const note = (what) => appendFileSync(process.env.SIGNAL_NOTES, what + ' ' + Date.now() + '\\n');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => { if (!arrived) note('arrived'); arrived = true; });
}
process.once('exit', () => { if (arrived) note('ended'); });`;

export async function runAction(options: RunOptions): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const files: RunFiles = {
    output: join(folder, 'output'),
    summary: join(folder, 'summary'),
    event: join(folder, 'event.json'),
  };
  for (const file of [files.output, files.summary]) writeFileSync(file, '');
  writeFileSync(files.event, '{}');
  options.prepare?.(files);
  const notes = join(folder, 'signals');
  try {
    const ended = await run(options, { files, env: stepEnv(options, files, notes) });
    const outputFile = readIfThere(files.output);
    return {
      ...ended,
      msAfterSignal: sinceSignal(readIfThere(notes), ended.endedAt),
      outputs: parseFileCommands(outputFile),
      outputFile,
      summary: readIfThere(files.summary),
      commands: ended.log.flatMap(parseCommand),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stepEnv(options: RunOptions, files: RunFiles, notes: string): NodeJS.ProcessEnv {
  const mayBeKilled = options.onStart !== undefined || options.onLine !== undefined;
  const nodeOptions = [
    mayBeKilled ? `--import=data:text/javascript,${encodeURIComponent(SIGNAL_NOTES)}` : '',
    options.env?.NODE_OPTIONS ?? '',
  ];
  return definedOnly({
    ...Object.fromEntries(SYSTEM.map((name) => [name, process.env[name]])),
    HOME: join(files.output, '..'),
    ...RUN_ENV,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_EVENT_PATH: files.event,
    SIGNAL_NOTES: notes,
    ...inputEnv(options.with),
    ...options.env,
    NODE_OPTIONS: nodeOptions.join(' ').trim(),
  });
}

/** A test may have made something else of it. */
function readIfThere(file: string): string {
  try {
    return statSync(file).isFile() ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

function sinceSignal(notes: string, endedAt: number): number | null {
  const arrived = /^arrived (\d+)$/m.exec(notes)?.[1];
  const ended = /^ended (\d+)$/m.exec(notes)?.[1] ?? endedAt;
  return arrived === undefined ? null : Number(ended) - Number(arrived);
}

type Ended = Pick<StepResult, 'exitCode' | 'signal' | 'log' | 'stderr' | 'ms'> & {
  readonly endedAt: number;
};

interface Start {
  readonly files: RunFiles;
  readonly env: NodeJS.ProcessEnv;
}

function run(options: RunOptions, { files, env }: Start): Promise<Ended> {
  const started = performance.now();
  const main = join(options.root ?? ROOT, 'dist', 'index.js');
  const child = spawn(process.execPath, [main], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const running: Running = {
    files,
    kill: (signal) => void child.kill(signal),
    outputs: () => parseFileCommands(readIfThere(files.output)),
  };
  options.onStart?.(running);
  const log: string[] = [];
  const stderr: string[] = [];
  const take = (line: string): void => {
    log.push(line);
    options.onLine?.(line, running);
  };
  readLines(child.stdout, take, options.reader);
  readLines(child.stderr, (line) => {
    stderr.push(line);
    take(line);
  });
  const { patienceMs = 120_000 } = options;
  return new Promise((resolve, reject) => {
    const impatience = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(`the action did not end within ${patienceMs} ms; its log:\n${log.join('\n')}`),
      );
    }, patienceMs);
    let endedAt = 0;
    child.on('error', reject);
    child.on('exit', () => {
      endedAt = Date.now();
    });
    child.on('close', (exitCode, signal) => {
      clearTimeout(impatience);
      resolve({ exitCode, signal, log, stderr, endedAt, ms: performance.now() - started });
    });
  });
}

/** The lines of a stream as they come, split where the runner splits them. */
function readLines(
  stream: NonNullable<ChildProcess['stdout']>,
  take: (line: string) => void,
  reader?: RunOptions['reader'],
): void {
  if (reader === 'closed') return void stream.destroy();
  stream.pause();
  setTimeout(() => listen(stream, take), reader?.afterMs ?? 0);
}

function listen(stream: Readable, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  stream.on('end', () => rest !== '' && take(rest));
  stream.resume();
}

/** What the runner puts into the environment for `with:`. */
export function inputEnv(given: Readonly<Record<string, string>>): Record<string, string> {
  const { inputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  const filled = {
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, input.default ?? '']),
    ),
    ...given,
  };
  return Object.fromEntries(
    Object.entries(filled).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

function definedOnly(env: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
