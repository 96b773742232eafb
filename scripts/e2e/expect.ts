/** What scenarios say of a run, in words. */
import assert from 'node:assert/strict';
import type { BackupSeed, RecordedRequest, Simulator } from '../../simulator/index.js';
import { REPOSITORY, type RunResult, type StepRecord } from './act.js';

/** The steps of this name, one for each job that ran it. */
export function stepsNamed(run: RunResult, name: string): StepRecord[] {
  return run.steps.filter((step) => step.step === name);
}

/** The one step of this name that ran. */
export function stepNamed(run: RunResult, name: string): StepRecord {
  const [step, ...others] = stepsNamed(run, name);
  assert.ok(
    step !== undefined && others.length === 0,
    `one step "${name}", but there are ${others.length + (step ? 1 : 0)}`,
  );
  return step;
}

export function succeeded(run: RunResult): void {
  assert.equal(run.exitCode, 0, 'the run should have succeeded');
}

export function failed(run: RunResult): void {
  assert.equal(run.exitCode, 1, 'the run should have failed');
}

/** That no step of this name was even begun. */
export function neverRan(run: RunResult, name: string): void {
  const begun = stepsNamed(run, name).filter((step) => step.result !== null || step.log.length > 0);
  assert.deepEqual(begun, [], `"${name}" should not have run`);
}

/** That a step printed this text. For steps that succeed: of one that fails, act may lose what it printed last. */
export function printed(step: StepRecord, text: string): void {
  assert.ok(
    step.log.some((line) => line.includes(text)),
    `"${step.step}" should have printed "${text}", not:\n${step.log.join('\n')}`,
  );
}

/** Requests that change something, as `METHOD path`. */
export function changes(simulator: Simulator): string[] {
  return simulator.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);
}

export function posts(simulator: Simulator, path: string): RecordedRequest[] {
  return simulator.requests.filter((request) => request.method === 'POST' && request.path === path);
}

/** The description of a backup that the action made in a run of the same repository. */
export function marked(run: string, more: { sha?: string; kind?: string } = {}): string {
  const { sha = '0123456789abcdef0123456789abcdef01234567', kind = 'create' } = more;
  return `Before Deploy #7 by octocat [gha ${REPOSITORY} ${kind} run=${run} job=deploy sha=${sha} key=0123456789ab]`;
}

/** `created_at` so many hours ago; negative is to come. */
export function hoursAgo(hours: number): string {
  return `${new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19)}Z`;
}

/** So many completed backups of earlier runs, ids from 201 up, each a day older than the one before. */
export function earlier(count: number, more: BackupSeed = {}): BackupSeed[] {
  return Array.from({ length: count }, (_, nth) => ({
    id: 201 + nth,
    created_at: hoursAgo(24 * (nth + 1)),
    description: marked(`${100 + nth}.1`),
    ...more,
  }));
}
