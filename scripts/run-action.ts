/** Runs the built action as a GitHub runner would: a process of its own, inputs in the environment, outputs and summary in files. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** Called with each line of the log as it comes. */
  readonly onLine?: (line: string, running: Running) => void;
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
  readonly summary: string;
  /** Workflow commands found in the log. */
  readonly commands: readonly Command[];
  /** Milliseconds from start to exit. */
  readonly ms: number;
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

export async function runAction(options: RunOptions): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const env = definedOnly({ PATH: process.env.PATH, HOME: folder, ...RUN_ENV, ...files, ...inputEnv(options.with), ...options.env });
  const started = performance.now();
  try {
    const outputs = (): Record<string, string> => parseFileCommands(readFileSync(files.GITHUB_OUTPUT, 'utf8'));
    const { exitCode, log } = await run(options, env, outputs);
    const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
    return { exitCode, log, outputs: outputs(), summary, commands: log.flatMap(parseCommand), ms: performance.now() - started };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(
  options: RunOptions,
  env: NodeJS.ProcessEnv,
  outputs: Running['outputs'],
): Promise<{ exitCode: number | null; log: string[] }> {
  const child = spawn(options.node ?? process.execPath, [join(ROOT, 'dist', 'index.js')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  const running: Running = { kill: (signal) => void child.kill(signal), outputs };
  const take = (line: string): void => {
    log.push(line);
    options.onLine?.(line, running);
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
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, log }));
  });
}

/** What the runner puts into the environment for `with:`. */
export function inputEnv(given: Readonly<Record<string, string>>): Record<string, string> {
  const { inputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: Record<string, { default?: string }> };
  const filled = { ...Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default ?? ''])), ...given };
  return Object.fromEntries(Object.entries(filled).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]));
}

/** `name<<delimiter` blocks and `name=value` lines, as the runner reads them; the last value of a name counts. */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const block = /^([^=]*?)<<(.+)$/.exec(line);
    const single = /^([^=]+)=(.*)$/.exec(line);
    if (block?.[1] !== undefined) {
      const end = lines.indexOf(block[2] ?? '', at + 1);
      values[block[1]] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (single?.[1] !== undefined) {
      values[single[1]] = single[2] ?? '';
    }
  }
  return values;
}

const NAMES =
  'set-env|set-output|save-state|add-mask|add-path|add-matcher|remove-matcher|debug|warning|error|notice|group|endgroup|echo|stop-commands';
const NEW_FORM = new RegExp(`^\\s*::(${NAMES})(?: [^:]*)?::(.*)$`, 'i');
const OLD_FORM = new RegExp(`##\\[(${NAMES})(?: [^\\]]*)?\\](.*)$`, 'i');

/** A line as the runner's parser takes it: the new form after white space, the old one anywhere. */
function parseCommand(line: string): Command[] {
  const match = NEW_FORM.exec(line) ?? OLD_FORM.exec(line);
  if (match === null) return [];
  const data = (match[2] ?? '').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  return [{ name: (match[1] ?? '').toLowerCase(), data }];
}

function definedOnly(env: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
