/** Which older deploys withdraw a good state. */
import { describe, expect, test } from '@jest/globals';
import { type Deployment, evaluateDeployments } from '../../src/github/deployments.js';

const OWN = '500';
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
    expect(evaluateDeployments([first, ...rest], { runId: OWN, attempt: 1 }).state).toBe(expected);
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
  expect(evaluateDeployments(history, { runId: OWN, attempt: 1 }).state).toBe('good');
});

test('a success of unknown start is withdrawn by a deploy in progress', () => {
  const history: Deployment[] = [
    { id: 2, state: 'success', runId: '7' },
    { id: 1, state: 'in_progress', runId: '3', endedAtMs: null },
  ];
  expect(evaluateDeployments(history, { runId: OWN, attempt: 1 }).state).toBeNull();
});
