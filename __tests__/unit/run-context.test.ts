import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LoadedRun, loadRunContext, type RunContext } from '../../src/inputs/run-context.js';

/** What a runner sets for a step, as far as it concerns us. */
const RUNNER: NodeJS.ProcessEnv = {
  GITHUB_REPOSITORY: 'octo/site',
  GITHUB_REPOSITORY_ID: '42',
  GITHUB_RUN_ID: '12345678901',
  GITHUB_RUN_NUMBER: '17',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_JOB: 'deploy',
  GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
  GITHUB_WORKFLOW: 'Release: web',
  GITHUB_ACTOR: 'mona',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_API_URL: 'https://github.example/api/v3',
  GITHUB_ACTION_REPOSITORY: 'vps-backup/vps-backup-action',
  GITHUB_ACTION_REF: 'v1',
  GITHUB_EVENT_PATH: undefined,
};

/** The package's context reads the process's own environment: it is put in place, and put back. */
let before: NodeJS.ProcessEnv;
let folder: string;

beforeEach(() => {
  before = { ...process.env };
  folder = mkdtempSync(join(tmpdir(), 'context-'));
});

afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

function load(change: NodeJS.ProcessEnv = {}): LoadedRun {
  const env = Object.fromEntries(
    Object.entries({ ...before, ...RUNNER, ...change }).filter(([, value]) => value !== undefined),
  );
  process.env = env;
  return loadRunContext(env);
}

function read(change: NodeJS.ProcessEnv = {}): RunContext {
  return load(change).run;
}

function eventFile(payload: unknown): string {
  const path = join(folder, 'event.json');
  writeFileSync(path, JSON.stringify(payload));
  return path;
}

test('reads everything that a runner says of a step', () => {
  expect(read()).toEqual({
    owner: 'octo',
    repo: 'site',
    repositoryId: '42',
    runId: '12345678901',
    attempt: 2,
    runNumber: '17',
    job: 'deploy',
    sha: '0123456789abcdef0123456789abcdef01234567',
    workflow: 'Release: web',
    actor: 'mona',
    serverUrl: 'https://github.example',
    apiUrl: 'https://github.example/api/v3',
    actionRef: 'vps-backup/vps-backup-action@v1',
  });
});

describe('outside of a run', () => {
  test.each<[string, NodeJS.ProcessEnv, Partial<RunContext>]>([
    ['no repository', { GITHUB_REPOSITORY: undefined }, { owner: '', repo: '' }],
    ['an empty repository', { GITHUB_REPOSITORY: '' }, { owner: '', repo: '' }],
    ['an owner alone', { GITHUB_REPOSITORY: 'octo' }, { owner: 'octo', repo: '' }],
    ['a repository without an owner', { GITHUB_REPOSITORY: '/site' }, { owner: '', repo: 'site' }],
    ['no run', { GITHUB_RUN_ID: undefined }, { runId: '' }],
    ['a run id that is no number', { GITHUB_RUN_ID: 'x' }, { runId: '' }],
  ])('%s', (_, change, expected) => {
    expect(read(change)).toMatchObject(expected);
  });
});

describe('an event file that can not be read', () => {
  test('is a warning; all else is read', () => {
    const path = join(folder, 'event.json');
    writeFileSync(path, '{"repository": {"id": 7');
    const { run, warning } = load({ GITHUB_EVENT_PATH: path });
    expect(run).toEqual(read());
    expect(warning).toBe(
      `The event file (${path}) could not be read; the action continues without it.`,
    );
  });

  test('that is a folder is one', () => {
    expect(load({ GITHUB_EVENT_PATH: folder }).warning).toContain('could not be read');
  });

  test('stays in the environment', () => {
    const path = join(folder, 'event.json');
    writeFileSync(path, '{');
    load({ GITHUB_EVENT_PATH: path });
    expect(process.env.GITHUB_EVENT_PATH).toBe(path);
  });

  test('that is readable is no warning', () => {
    expect(load({ GITHUB_EVENT_PATH: eventFile({}) }).warning).toBeNull();
  });
});

describe("the repository's id", () => {
  test('comes from the environment, else from the event, else is unknown', () => {
    const event = eventFile({ repository: { id: 77, name: 'site', owner: { login: 'octo' } } });
    expect(read({ GITHUB_EVENT_PATH: event }).repositoryId).toBe('42');
    expect(read({ GITHUB_EVENT_PATH: event, GITHUB_REPOSITORY_ID: undefined }).repositoryId).toBe(
      '77',
    );
    expect(read({ GITHUB_REPOSITORY_ID: undefined }).repositoryId).toBeNull();
  });

  test.each(['', '0', '042', 'x', '4 2', '-1'])('%j is none', (id) => {
    expect(read({ GITHUB_REPOSITORY_ID: id }).repositoryId).toBeNull();
  });
});

test('the attempt is the first where the runner does not say', () => {
  expect(read({ GITHUB_RUN_ATTEMPT: undefined }).attempt).toBe(1);
});

test('a job id and a commit have nothing in them that would break a marker', () => {
  expect(read({ GITHUB_JOB: 'de ploy[1]\n', GITHUB_SHA: undefined })).toMatchObject({
    job: 'deploy1',
    sha: '',
  });
});

test('workflow and actor may be missing', () => {
  expect(read({ GITHUB_WORKFLOW: undefined, GITHUB_ACTOR: undefined })).toMatchObject({
    workflow: '',
    actor: '',
  });
});

describe('how the action was called', () => {
  test.each<[string, NodeJS.ProcessEnv, string]>([
    ['by a commit', { GITHUB_ACTION_REF: '0123abcd' }, 'vps-backup/vps-backup-action@0123abcd'],
    [
      'by a branch',
      { GITHUB_ACTION_REPOSITORY: 'octo/fork.x', GITHUB_ACTION_REF: 'feature/new_1' },
      'octo/fork.x@feature/new_1',
    ],
    [
      'from a local path',
      { GITHUB_ACTION_REPOSITORY: undefined, GITHUB_ACTION_REF: undefined },
      'vps-backup/vps-backup-action@v1',
    ],
    [
      'without a ref',
      { GITHUB_ACTION_REPOSITORY: 'octo/fork', GITHUB_ACTION_REF: '' },
      'vps-backup/vps-backup-action@v1',
    ],
    [
      'without a repository',
      { GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: 'v9' },
      'vps-backup/vps-backup-action@v1',
    ],
    [
      'by something that would break out of a line',
      { GITHUB_ACTION_REF: 'v1\n    run: x' },
      'vps-backup/vps-backup-action@v1',
    ],
    [
      'by something else than a name',
      { GITHUB_ACTION_REPOSITORY: '`x`/y' },
      'vps-backup/vps-backup-action@v1',
    ],
  ])('%s', (_, change, uses) => {
    expect(read(change).actionRef).toBe(uses);
  });
});
