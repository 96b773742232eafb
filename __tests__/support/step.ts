/**
 * Steps of a workflow as the runner runs them: the built action in a process of its own, and VPS.org
 * simulated behind a real socket.
 */
import { expect } from '@jest/globals';
import { RUN_ENV, type RunOptions, runAction, type StepResult } from '../../scripts/run-action.js';
import {
  isoSeconds,
  type RecordedRequest,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.js';
import { OUTPUT_NAMES } from '../../src/inputs/action-metadata.js';

/** Looks like one, is none. */
export const TOKEN = 'vps_test_not_a_real_token';
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** These tests live in real time, several at once on a machine that may be slow. */
export const PATIENCE_MS = 90_000;
/** The promised 2 s, and room for a busy machine. */
export const GONE_WITHIN_MS = 2_000 + 1_500;

export type Inputs = Readonly<Record<string, string>>;

export interface Stage {
  readonly sim: Simulator;
  /** Runs one step to its end. `api_url`, `api_token` and `server_id` are filled in; an empty text takes one away. */
  step(inputs: Inputs, options?: Omit<RunOptions, 'with'>): Promise<StepResult>;
  /** `POST /backups/`, and so on, in order of arrival. */
  sent(method?: string): string[];
  /** Calls the listener as a request arrives, before it has any effect; or when it is known how it ends. */
  on(when: Moment, listener: (request: RecordedRequest) => void): void;
}

export type Moment = 'arrival' | 'outcome';

/** A test on a simulator of its own; it fails on any request that is not documented. */
export function stage(
  options: SimulatorOptions,
  play: (stage: Stage) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const listeners: { when: Moment; listener: (request: RecordedRequest) => void }[] = [];
    const notify = (now: Moment) => (request: RecordedRequest) => {
      for (const { when, listener } of listeners) if (when === now) listener(request);
    };
    const sim = await startSimulator({
      token: TOKEN,
      onRequest: notify('arrival'),
      onOutcome: notify('outcome'),
      ...options,
    });
    try {
      await play({
        sim,
        step: (inputs, more) => step(sim, inputs, more),
        sent: (method) => sentTo(sim, method),
        on: (when, listener) => void listeners.push({ when, listener }),
      });
      expect(sim.unexpected).toEqual([]);
    } finally {
      await sim.close();
    }
  };
}

export async function step(
  { url, token }: Pick<Simulator, 'url' | 'token'>,
  inputs: Inputs,
  options: Omit<RunOptions, 'with'> = {},
): Promise<StepResult> {
  const given = { api_url: url, api_token: token, server_id: '12345', ...inputs };
  const result = await runAction({ patienceMs: PATIENCE_MS, ...options, with: given });
  if (options.reader !== 'closed') holdsAlways(result, given.api_token);
  return result;
}

function sentTo(sim: Pick<Simulator, 'requests'>, method?: string): string[] {
  return sim.requests
    .filter((one) => method === undefined || one.method === method)
    .map((one) => `${one.method} ${one.path}`);
}

const OWN_COMMANDS = new Set(['add-mask', 'debug', 'warning', 'notice', 'error']);
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
const SUMMARY_LIMIT = 1_048_576;
/** All outputs of a job together. */
const OUTPUTS_LIMIT = 1_000_000;

/** What is promised of every step, whatever it does and however it ends. */
function holdsAlways(result: StepResult, token: string): void {
  const { exitCode, log, outputFile, outputs, summary, commands } = result;
  const errors = commands.filter((one) => one.name === 'error');
  expect({ exitCode, errors: errors.length }).toEqual(
    exitCode === 0 ? { exitCode: 0, errors: 0 } : { exitCode: 1, errors: 1 },
  );
  expect(commands.filter((one) => !OWN_COMMANDS.has(one.name))).toEqual([]);
  expect(
    Object.keys(outputs).filter((name) => !(OUTPUT_NAMES as readonly string[]).includes(name)),
  ).toEqual([]);
  expect(Buffer.byteLength(Object.values(outputs).join(''))).toBeLessThan(OUTPUTS_LIMIT);
  const lines = log.filter((line) => !line.startsWith('::add-mask::'));
  expect(lines.filter((line) => CONTROL.test(line))).toEqual([]);
  expect(CONTROL.test(summary)).toBe(false);
  expect(Buffer.byteLength(summary)).toBeLessThan(SUMMARY_LIMIT);
  expect(brokenRows(summary)).toEqual([]);
  if (token === '') return;
  const shown = [...lines, outputFile, summary].join('\n');
  expect(shown.includes(token)).toBe(false);
}

/** Rows of the summary's tables that have not as many cells as their table's head. */
export function brokenRows(markdown: string): string[] {
  const broken: string[] = [];
  let columns = 0;
  for (const line of markdown.split('\n')) {
    const bars = line.split('|').length - 1;
    if (!line.startsWith('|')) columns = 0;
    else if (columns === 0) columns = bars;
    else if (bars !== columns || !line.endsWith('|')) broken.push(line);
  }
  return broken;
}

/** The step's one error annotation; an empty text where there is none. */
export function errorOf(result: StepResult): string {
  return result.commands.find((one) => one.name === 'error')?.data ?? '';
}

export function annotations(result: StepResult, name: 'warning' | 'notice' | 'debug'): string[] {
  return result.commands.filter((one) => one.name === name).map((one) => one.data);
}

/** When something was made, as VPS.org writes it. */
export function ago(ms: number): string {
  return isoSeconds(Date.now() - ms);
}

export interface MarkerParts {
  readonly kind?: 'create' | 'safety';
  readonly repository?: string;
  readonly run?: string;
  readonly job?: string;
  readonly key?: string;
  readonly state?: 'good' | 'bad';
}

/** A description that the action wrote, by default in an earlier run of this repository. */
export function marked(parts: MarkerParts = {}, text = 'Before Deploy #41 by octocat'): string {
  const { GITHUB_REPOSITORY: name, GITHUB_REPOSITORY_ID: id } = RUN_ENV;
  const {
    kind = 'create',
    repository = `${name}#${id}`,
    run = '8900000001.1',
    job = 'deploy',
    key = 'aaaaaaaaaaaa',
  } = parts;
  const state = parts.state === undefined ? '' : `state=${parts.state} `;
  return `${text} [gha ${repository} ${kind} run=${run} job=${job} sha=c0ffee00c0ff ${state}key=${key}]`;
}
