/** The server's state before a deploy: tables of histories, newest first. */
import { describe, expect, test } from '@jest/globals';
import {
  type Deployment,
  type DeploymentStatus,
  serverStateBefore,
  toDeployment,
} from '../../src/github/deployments.js';

const OWN = '500';
type Short = readonly [state: string | null, runId: string | null];

function history(...newestFirst: readonly Short[]): Deployment[] {
  return newestFirst.map(([state, runId], index) => ({ id: 1_000 - index, state, runId }));
}

describe('deploys of other runs', () => {
  test.each<[string, readonly Short[], 'good' | 'bad' | null]>([
    ['none yet', [], null],
    ['a success', [['success', '1']], 'good'],
    ['a success that a later one replaced', [['inactive', '1']], 'good'],
    ['a failure', [['failure', '1']], 'bad'],
    ['an error', [['error', '1']], 'bad'],
    ['queued', [['queued', '1']], null],
    ['pending', [['pending', '1']], null],
    ['in progress', [['in_progress', '1']], null],
    ['waiting for approval', [['waiting', '1']], null],
    ['a state that GitHub may add', [['cancelled', '1']], null],
    ['the name of a property of every object', [['constructor', '1']], null],
    ['no status yet', [[null, null]], null],
    ['a success without a run, by another tool', [['success', null]], 'good'],
    [
      'a failure after a success',
      [
        ['failure', '2'],
        ['success', '1'],
      ],
      'bad',
    ],
    [
      'a success after a failure',
      [
        ['success', '2'],
        ['failure', '1'],
      ],
      'good',
    ],
    [
      'an unfinished one hides a success',
      [
        ['in_progress', '2'],
        ['success', '1'],
      ],
      null,
    ],
    [
      'an unfinished one hides a failure',
      [
        ['queued', '2'],
        ['failure', '1'],
      ],
      null,
    ],
    [
      'a re-run that succeeded',
      [
        ['success', '1'],
        ['failure', '1'],
      ],
      'good',
    ],
    [
      'a re-run that failed',
      [
        ['failure', '1'],
        ['success', '1'],
      ],
      'bad',
    ],
  ])('%s', (_, deployments, expected) => {
    for (const attempt of [1, 2])
      expect(serverStateBefore(history(...deployments), { runId: OWN, attempt })).toBe(expected);
  });
});

describe("the present run's own deployments", () => {
  test.each<[string, number, readonly Short[], 'good' | 'bad' | null]>([
    [
      'this job',
      1,
      [
        ['in_progress', OWN],
        ['success', '1'],
      ],
      'good',
    ],
    [
      'this job after a bad deploy',
      1,
      [
        ['in_progress', OWN],
        ['failure', '1'],
      ],
      'bad',
    ],
    ['this job is the first ever', 1, [['in_progress', OWN]], null],
    ['a job without an environment', 1, [['success', '1']], 'good'],
    [
      'a finished job of the matrix',
      1,
      [
        ['success', OWN],
        ['failure', '1'],
      ],
      'bad',
    ],
    [
      'a replaced one of the matrix',
      1,
      [
        ['inactive', OWN],
        ['failure', '1'],
      ],
      'bad',
    ],
    [
      'a failed job of the matrix',
      1,
      [
        ['failure', OWN],
        ['success', '1'],
      ],
      'good',
    ],
    [
      'an unfinished one of the matrix',
      1,
      [
        ['queued', OWN],
        ['failure', '1'],
      ],
      'bad',
    ],
    [
      'attempt 1 failed',
      2,
      [
        ['in_progress', OWN],
        ['failure', OWN],
        ['success', '1'],
      ],
      'bad',
    ],
    [
      'attempt 1 had an error',
      2,
      [
        ['in_progress', OWN],
        ['error', OWN],
      ],
      'bad',
    ],
    [
      'attempt 1 succeeded',
      2,
      [
        ['in_progress', OWN],
        ['success', OWN],
        ['failure', '1'],
      ],
      'bad',
    ],
    [
      'attempt 1 succeeded, alone',
      2,
      [
        ['in_progress', OWN],
        ['success', OWN],
      ],
      null,
    ],
    [
      'attempt 1 never ended',
      3,
      [
        ['in_progress', OWN],
        ['waiting', OWN],
        ['success', '1'],
      ],
      'good',
    ],
    [
      'a success of another run since',
      2,
      [
        ['success', '2'],
        ['failure', OWN],
      ],
      'good',
    ],
    [
      'another run deploys at once',
      1,
      [
        ['in_progress', OWN],
        ['in_progress', '2'],
      ],
      null,
    ],
  ])('%s', (...[, attempt, deployments, expected]) => {
    expect(serverStateBefore(history(...deployments), { runId: OWN, attempt })).toBe(expected);
  });
});

describe('a success is withdrawn', () => {
  const first: Deployment = {
    id: 9,
    state: 'success',
    runId: '7',
    startedAtMs: 10_000,
    endedAtMs: 20_000,
  };
  const older = (
    state: string | null,
    runId: string | null,
    endedAtMs?: number | null,
  ): Deployment => ({
    id: 8,
    state,
    runId,
    startedAtMs: 5_000,
    endedAtMs,
  });

  test.each<[string, readonly Deployment[], 'good' | null]>([
    ['not by an earlier attempt', [older('failure', '7', 9_000)], 'good'],
    ['not within the same second', [older('failure', '7', 10_000)], 'good'],
    ['not where the time is not known', [older('failure', '7')], 'good'],
    ['by a job of its matrix that failed', [older('failure', '7', 11_000)], null],
    ['by a job of its matrix in progress', [older('in_progress', '7', null)], null],
    ['by a state that is not known', [older('cancelling', '7', null)], null],
    ['not by a job that succeeded', [older('success', '7', 30_000)], 'good'],
    ['not by a deploy that awaits approval', [older('waiting', '3', null)], 'good'],
    ['not by a deploy that a tool announced', [older('pending', '3', null)], 'good'],
    ['not by a deploy that is queued', [older('queued', '3', null)], 'good'],
    ['not by one without a status', [older(null, '3', null)], 'good'],
    ['by another run that failed meanwhile', [older('error', '3', 15_000)], null],
    ['by another run in progress', [older('in_progress', '3', null)], null],
    [
      'by a long job listed behind a short one',
      [older('success', '7', 9_000), older('failure', '7', 30_000)],
      null,
    ],
    ["not by the present run's own", [older('in_progress', OWN, null)], 'good'],
    [
      'by a late failure of one that lies before a run that had ended',
      [older('success', '6', 9_000), older('failure', '5', 30_000)],
      null,
    ],
    [
      'by a late approval of one that lies before a run that had ended',
      [older('success', '6', 9_000), { ...older('in_progress', '5', null), startedAtMs: 30_000 }],
      null,
    ],
    [
      'not by one that lies before a run that had ended and never ended itself',
      [older('success', '6', 9_000), older('in_progress', '5', null)],
      'good',
    ],
  ])('%s', (_, rest, expected) => {
    expect(serverStateBefore([first, ...rest], { runId: OWN, attempt: 1 })).toBe(expected);
  });
});

test('deployments of tools, which name no run, are not of one run', () => {
  const tool = (state: string, startedAtMs: number, endedAtMs: number): Deployment => ({
    id: 1,
    state,
    runId: null,
    startedAtMs,
    endedAtMs,
  });
  const history = [
    tool('success', 10_000, 20_000),
    tool('success', 5_000, 9_000),
    tool('failure', 1_000, 8_000),
  ];
  expect(serverStateBefore(history, { runId: OWN, attempt: 1 })).toBe('good');
});

test('a success of unknown start is withdrawn by a deploy in progress', () => {
  const history: Deployment[] = [
    { id: 2, state: 'success', runId: '7' },
    { id: 1, state: 'in_progress', runId: '3', endedAtMs: null },
  ];
  expect(serverStateBefore(history, { runId: OWN, attempt: 1 })).toBeNull();
});

describe('a deployment by its statuses', () => {
  const status = (id: number, state: string, ...urls: readonly string[]): DeploymentStatus => ({
    id,
    state,
    createdAtMs: id * 1_000,
    urls,
  });
  const RUN_URL = 'https://github.com/octo/site/actions/runs/42/job/7';

  test.each<[string, readonly DeploymentStatus[], Partial<Deployment>]>([
    ['none', [], { state: null, runId: null, startedAtMs: 500, endedAtMs: null }],
    ['queued', [status(1, 'queued')], { state: 'queued', startedAtMs: 500, endedAtMs: null }],
    [
      'in progress',
      [status(2, 'in_progress'), status(1, 'queued')],
      { state: 'in_progress', startedAtMs: 2_000, endedAtMs: null },
    ],
    [
      'succeeded, oldest status first',
      [status(1, 'queued'), status(2, 'in_progress'), status(3, 'success')],
      { state: 'success', startedAtMs: 2_000, endedAtMs: 3_000 },
    ],
    [
      'a success that was replaced ended when it succeeded',
      [status(9, 'inactive'), status(3, 'success'), status(2, 'in_progress')],
      { state: 'inactive', startedAtMs: 2_000, endedAtMs: 3_000 },
    ],
    [
      'a failure that a tool made inactive stays one',
      [status(9, 'inactive'), status(3, 'failure')],
      { state: 'failure', endedAtMs: 3_000 },
    ],
    [
      'a cancelled deploy that a tool made inactive is no success',
      [status(9, 'inactive'), status(2, 'in_progress')],
      { state: 'in_progress', endedAtMs: 9_000 },
    ],
    ['inactive from the start', [status(1, 'inactive')], { state: null, endedAtMs: 1_000 }],
  ])('%s', (_, statuses, expected) => {
    expect(toDeployment({ id: 5, createdAtMs: 500 }, statuses)).toMatchObject({
      id: 5,
      ...expected,
    });
  });

  test('the same second: the higher id is the later status', () => {
    const at = (id: number, state: string) => ({ ...status(id, state), createdAtMs: 1_000 });
    expect(toDeployment({ id: 5 }, [at(1, 'in_progress'), at(2, 'success')]).state).toBe('success');
  });

  test('no times at all: the higher id is the later status', () => {
    const statuses = [1, 2].map((id) => ({
      id,
      state: id === 1 ? 'success' : 'failure',
      urls: [],
    }));
    expect(toDeployment({ id: 5 }, statuses)).toMatchObject({ state: 'failure' });
  });

  test.each<[string, readonly DeploymentStatus[], string | null]>([
    ['the log of a job', [status(1, 'queued', RUN_URL, '')], '42'],
    ['the run itself', [status(1, 'queued', 'https://github.com/o/r/actions/runs/42')], '42'],
    ['a target_url alone', [status(1, 'queued', '', RUN_URL)], '42'],
    [
      'an earlier status, where the latest names none',
      [status(2, 'inactive'), status(1, 'success', RUN_URL)],
      '42',
    ],
    [
      'a server of its own',
      [status(1, 'queued', 'https://ghe.example/o/r/actions/runs/42?a=1')],
      '42',
    ],
    ['the site', [status(1, 'queued', 'https://example.com/', 'https://example.com/')], null],
    [
      'a check run, which has ids of its own',
      [status(1, 'queued', 'https://github.com/o/r/runs/42')],
      null,
    ],
    ['no number', [status(1, 'queued', 'https://github.com/o/r/actions/runs/42x')], null],
  ])('its run: %s', (_, statuses, expected) => {
    expect(toDeployment({ id: 5 }, statuses).runId).toBe(expected);
  });
});
