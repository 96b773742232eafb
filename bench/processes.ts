/** Processes under measurement: started one at a time, timed from start to exit. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputEnv, RUN_ENV } from '../scripts/run-action.js';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Ran {
  /** From start to exit. */
  readonly ms: number;
  /** Peak resident memory of the process itself; `null` unless asked for. */
  readonly peakMb: number | null;
  readonly output: string;
}

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DIST = join(HERE, '..', 'dist', 'index.js');

/** The built action with these inputs, as a runner would start it. */
export function action(node: string, given: Readonly<Record<string, string>>): Command {
  return { file: node, args: [DIST], env: { ...RUN_ENV, ...inputEnv(given) } };
}

/** A script of `bench/rivals/`. */
export function rival(
  node: string,
  script: string,
  env: Readonly<Record<string, string>>,
): Command {
  return { file: node, args: [join(HERE, 'rivals', script)], env };
}

/** @throws where the process fails: a figure of something that did not do its work is worth nothing */
export async function run(command: Command, about: { readonly peak?: boolean } = {}): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await runIn(folder, command, about.peak === true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, command: Command, peak: boolean): Promise<Ran> {
  const files = {
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const peakFile = join(folder, 'peak');
  // Quoted as JSON is: the path may hold spaces or backslashes.
  const watched = {
    NODE_OPTIONS: `--require ${JSON.stringify(join(HERE, 'peak.cjs'))}`,
    BENCH_PEAK_FILE: peakFile,
  };
  const system = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    ...(process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {}),
  };
  const env = { ...system, ...files, ...command.env, ...(peak ? watched : {}) };
  const { ms, code, output } = await timed(command, env);
  if (code !== 0)
    throw new Error(
      `${command.file} ${command.args.join(' ')} ended with ${code}:\n${output.slice(-2_000)}`,
    );
  return {
    ms,
    output,
    peakMb: peak ? (Number(readFileSync(peakFile, 'utf8')) * 1_024) / 1e6 : null,
  };
}

function timed(
  { file, args }: Command,
  env: Record<string, string>,
): Promise<{ ms: number; code: number | null; output: string }> {
  const started = performance.now();
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let ms = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => (ms = performance.now() - started));
    child.on('close', (code) => resolve({ ms, code, output }));
  });
}

/** What is measured side by side. */
export interface Contender {
  readonly name: string;
  readonly measure: () => Promise<Ran>;
}

/**
 * Measures all of them again and again, in turn, so that a slow moment of the machine falls on each alike. One round goes before, uncounted,
 * unless asked otherwise.
 *
 * @returns of each, its measurements round by round
 */
export async function alternate(
  contenders: readonly Contender[],
  rounds: number,
  warmUp = true,
): Promise<Map<string, Ran[]>> {
  const measured = new Map(contenders.map(({ name }): [string, Ran[]] => [name, []]));
  for (let round = warmUp ? -1 : 0; round < rounds; round++) {
    for (const { name, measure } of contenders) {
      const ran = await measure();
      if (round >= 0) measured.get(name)?.push(ran);
    }
  }
  return measured;
}
