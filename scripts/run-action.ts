/** Runs the built action as a GitHub runner would: a process of its own, inputs in the environment, outputs and summary in files. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface RunOptions {
  /** As in a workflow's `with:`; the runner fills in action.yml's defaults. */
  readonly with: Readonly<Record<string, string>>;
  /** More of the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The Node binary; the present one unless told. */
  readonly node?: string;
  /** Called once the process is there. */
  readonly onStart?: (running: Running) => void;
  /** Called with each line of the log as it comes. */
  readonly onLine?: (line: string, running: Running) => void;
  /** A process that is still there after so many milliseconds is killed, and the run is an error. Default two minutes. */
  readonly patienceMs?: number;
}

/** A step that is still going on. */
export interface Running {
  kill(signal: NodeJS.Signals): void;
  /** The outputs written so far. */
  outputs(): Record<string, string>;
}

export interface StepResult {
  /** `null` where a signal ended the process. */
  readonly exitCode: number | null;
  /** The log's lines, stdout and stderr together. */
  readonly log: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The outputs file as it was written. */
  readonly outputFile: string;
  readonly summary: string;
  /** Workflow commands found in the log. */
  readonly commands: readonly Command[];
  /** Milliseconds from start to exit. */
  readonly ms: number;
  /** Milliseconds from the first signal to exit; `null` where none was sent. */
  readonly msAfterSignal: number | null;
}

export interface Command {
  readonly name: string;
  readonly data: string;
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

export async function runAction(options: RunOptions): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const files = {
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const system = Object.fromEntries(SYSTEM.map((name) => [name, process.env[name]]));
  const env = definedOnly({
    ...system,
    HOME: folder,
    ...RUN_ENV,
    ...files,
    ...inputEnv(options.with),
    ...options.env,
  });
  try {
    const ended = await run(options, env, () =>
      parseFileCommands(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
    );
    const outputFile = readFileSync(files.GITHUB_OUTPUT, 'utf8');
    return {
      ...ended,
      outputs: parseFileCommands(outputFile),
      outputFile,
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
      commands: ended.log.flatMap(parseCommand),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ended = Pick<StepResult, 'exitCode' | 'log' | 'ms' | 'msAfterSignal'>;

function run(
  options: RunOptions,
  env: NodeJS.ProcessEnv,
  outputs: Running['outputs'],
): Promise<Ended> {
  const started = performance.now();
  let signalled: number | null = null;
  const child = spawn(options.node ?? process.execPath, [join(ROOT, 'dist', 'index.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (signal: NodeJS.Signals): void => {
    signalled ??= performance.now();
    child.kill(signal);
  };
  const running: Running = { kill, outputs };
  options.onStart?.(running);
  const log = gatherLines(child, (line) => options.onLine?.(line, running));
  const { patienceMs = 120_000 } = options;
  return new Promise((resolve, reject) => {
    const impatience = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(`the action did not end within ${patienceMs} ms; its log:\n${log.join('\n')}`),
      );
    }, patienceMs);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(impatience);
      const now = performance.now();
      resolve({
        exitCode,
        log,
        ms: now - started,
        msAfterSignal: signalled === null ? null : now - signalled,
      });
    });
  });
}

/** The lines of both streams as they come, split where the runner splits them. */
function gatherLines(
  child: ChildProcessByStdio<null, Readable, Readable>,
  onLine: (line: string) => void,
): string[] {
  const log: string[] = [];
  const take = (line: string): void => {
    log.push(line);
    onLine(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
    stream.on('end', () => rest !== '' && take(rest));
  }
  return log;
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

/**
 * `name<<delimiter` blocks and `name=value` lines, as the runner reads them; the last value of a name counts.
 *
 * @throws where the runner would: a line that is neither, a block without its end
 */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] === '') continue;
    const { name, value, last } = fileCommandAt(lines, at);
    values[name] = value;
    at = last;
  }
  return values;
}

/** The command that begins at a line, and the last line that belongs to it. */
function fileCommandAt(
  lines: readonly string[],
  at: number,
): { name: string; value: string; last: number } {
  const line = lines[at] ?? '';
  const [, name, delimiter = ''] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
  if (name !== undefined) {
    const last = lines.indexOf(delimiter, at + 1);
    if (last === -1) throw new Error(`the outputs file: ${name} has no end`);
    return { name, value: lines.slice(at + 1, last).join('\n'), last };
  }
  const [, single, value = ''] = /^([^=]+)=(.*)$/.exec(line) ?? [];
  if (single === undefined)
    throw new Error(`the outputs file: "${line}" is neither name=value nor name<<delimiter`);
  return { name: single, value, last: at };
}

const NAMES = new Set(
  'set-env set-output save-state add-mask add-path add-matcher remove-matcher debug warning error notice group endgroup echo stop-commands'.split(
    ' ',
  ),
);

/** A line as the runner's parser takes it: the new form after white space, the old one anywhere. */
export function parseCommand(line: string): Command[] {
  return newForm(line.trimStart()) ?? oldForm(line) ?? [];
}

function newForm(line: string): Command[] | null {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  return end === -1 ? null : command(line.slice(2, end), line.slice(end + 2));
}

function oldForm(line: string): Command[] | null {
  const start = line.indexOf('##[');
  const end = start === -1 ? -1 : line.indexOf(']', start);
  return end === -1 ? null : command(line.slice(start + 3, end), line.slice(end + 1));
}

function command(head: string, data: string): Command[] | null {
  const name = (head.split(' ')[0] ?? '').toLowerCase();
  return NAMES.has(name)
    ? [{ name, data: data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%') }]
    : null;
}

function definedOnly(env: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
