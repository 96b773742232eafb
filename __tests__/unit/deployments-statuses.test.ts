/** What the statuses of a deployment come to. */
import { describe, expect, test } from '@jest/globals';
import {
  type Deployment,
  type DeploymentStatus,
  toDeployment,
} from '../../src/github/deployments.js';

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
    ['inactive alone', [status(1, 'inactive')], { state: 'inactive', endedAtMs: 1_000 }],
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
