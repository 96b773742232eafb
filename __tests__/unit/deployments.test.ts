/** The server's state before a deploy: tables of histories, newest first. */
import { describe, expect, test } from '@jest/globals';
import { type Deployment, evaluateDeployments } from '../../src/github/deployments.js';

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
      expect(evaluateDeployments(history(...deployments), { runId: OWN, attempt }).state).toBe(
        expected,
      );
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
    expect(evaluateDeployments(history(...deployments), { runId: OWN, attempt }).state).toBe(
      expected,
    );
  });
});
