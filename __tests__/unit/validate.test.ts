/** What is missing, and what must not be combined. */
import { describe, expect, test } from '@jest/globals';
import { OPERATIONS } from '../../src/inputs/table.js';
import { type Given, MINIMUM, NO_RUN, problems } from './parse-harness.js';

const EMPTY_CAUSES =
  'If it was set from secrets.X or vars.X, that was empty: check the name, that the job uses the ' +
  'environment that defines it, and that the run is not from a fork or Dependabot.';

describe('what is missing', () => {
  test.each(OPERATIONS)('nothing with the minimum of %s', (operation) => {
    expect(problems(MINIMUM[operation])).toEqual([]);
  });

  test.each(['create', 'restore', 'prune'] as const)('%s needs a server', (operation) => {
    expect(problems({ ...MINIMUM[operation], server_id: '' })).toEqual([
      `server_id: is missing. Operation ${operation} needs server_id or server_name. ` +
        `Allowed: a positive integer, such as 12345. ${EMPTY_CAUSES}`,
    ]);
    expect(problems({ ...MINIMUM[operation], server_id: '', server_name: 'web' })).toEqual([]);
  });

  test.each(['wait', 'restore', 'delete'] as const)('%s needs a backup', (operation) => {
    const [problem, ...others] = problems({ ...MINIMUM[operation], backup_id: '' });
    const allowed =
      operation === 'restore'
        ? 'one positive integer, latest or last_good'
        : 'positive integers, separated by';
    expect(problem).toContain(
      `backup_id: is missing. Allowed with operation ${operation}: ${allowed}`,
    );
    expect(problem).toContain(EMPTY_CAUSES);
    expect(others).toEqual([]);
  });

  test.each(OPERATIONS)('%s needs a token', (operation) => {
    expect(problems({ ...MINIMUM[operation], api_token: '' })).toEqual([
      `api_token: is missing. Needed: a VPS.org API token, from a secret. ${EMPTY_CAUSES}`,
    ]);
  });

  test('prune needs keep_last or older_than', () => {
    const prune: Given = { operation: 'prune', server_id: '1' };
    expect(problems(prune)).toEqual([
      'keep_last, older_than: both are missing. Operation prune needs at least one: ' +
        'keep_last 1 to 10, older_than 1h to 3650d.',
    ]);
    expect(problems({ ...prune, older_than: '1h' })).toEqual([]);
    expect(problems({ ...prune, older_than: '1h', keep_last: '3' })).toEqual([]);
  });

  test('deploy_environment needs github_token', () => {
    const given: Given = { ...MINIMUM.create, deploy_environment: 'production' };
    expect(problems(given)).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow
      'github_token: is missing. deploy_environment needs it: github_token: ${{ github.token }}, ' +
        `with the permission deployments: read. ${EMPTY_CAUSES}`,
    ]);
    expect(problems({ ...given, github_token: 'ghs_not_a_real_token' })).toEqual([]);
  });

  test('a value that is not allowed is not missing, too', () => {
    expect(problems({ operation: 'create', server_id: 'x' })).toHaveLength(1);
    expect(problems({ operation: 'restore', server_id: '1', backup_id: 'x' })).toHaveLength(1);
    expect(problems({ operation: 'prune', server_id: '1', keep_last: 'x' })).toHaveLength(1);
  });

  test('of an unknown operation only the token can be missing', () => {
    expect(problems({ operation: 'x', api_token: '' })).toEqual([
      expect.stringMatching(/^operation: "x"/),
      expect.stringMatching(/^api_token: is missing/),
    ]);
  });
});

describe('how many', () => {
  test.each(['create', 'list', 'wait', 'prune', 'check'] as const)(
    '%s takes several servers',
    (operation) => {
      expect(problems({ ...MINIMUM[operation], server_id: '1,2' })).toEqual([]);
      const byName = { ...MINIMUM[operation], server_id: '', server_name: 'a\nb' };
      expect(problems(byName)).toEqual([]);
    },
  );

  test.each(['restore', 'delete'] as const)('%s takes one server', (operation) => {
    expect(problems({ ...MINIMUM[operation], server_id: '1 2' })).toEqual([
      `server_id: "1 2" names 2 servers. Allowed with operation ${operation}: one.`,
    ]);
    expect(problems({ ...MINIMUM[operation], server_id: '', server_name: 'a\nb' })).toEqual([
      `server_name: "a b" names 2 servers. Allowed with operation ${operation}: one.`,
    ]);
    expect(problems({ ...MINIMUM[operation], server_id: '1 1' })).toEqual([]);
  });

  test('a name guards an id, and several guard several', () => {
    const both = { ...MINIMUM.create, server_name: 'web' };
    expect(problems({ ...both, server_id: '1' })).toEqual([]);
    expect(problems({ ...both, server_id: '1,2', server_name: 'a\nb' })).toEqual([]);
  });

  test('restore takes one backup, wait and delete several', () => {
    expect(problems({ ...MINIMUM.restore, backup_id: '5,6' })).toEqual([
      'backup_id: "5,6" names 2 backups. Allowed with operation restore: one, or the word latest or last_good.',
    ]);
    expect(problems({ ...MINIMUM.wait, backup_id: '5,6' })).toEqual([]);
    expect(problems({ ...MINIMUM.delete, backup_id: '5,6' })).toEqual([]);
  });

  test.each([
    ['wait', 'latest'],
    ['wait', 'last_good'],
    ['delete', 'latest'],
    ['delete', 'last_good'],
  ] as const)('%s does not take %s', (operation, backup_id) => {
    expect(problems({ ...MINIMUM[operation], backup_id })).toEqual([
      expect.stringContaining(`backup_id: "${backup_id}" is for operation restore.`),
    ]);
    expect(problems({ ...MINIMUM.restore, backup_id })).toEqual([]);
  });
});

test('an automatic latest needs scope: server', () => {
  const given: Given = { ...MINIMUM.restore, backup_id: 'latest', backup_type: 'automatic' };
  const problem =
    'backup_type: "automatic" with backup_id latest needs scope: server, because no automatic ' +
    "backup carries this repository's marker.";
  expect(problems(given)).toEqual([problem]);
  expect(problems({ ...given, scope: 'repository' })).toEqual([problem]);
  expect(problems({ ...given, scope: 'server' })).toEqual([]);
  expect(problems({ ...given, backup_type: 'manual' })).toEqual([]);
  expect(problems({ ...given, backup_id: '5' })).toEqual([]);
  expect(problems({ operation: 'list', backup_type: 'automatic' })).toEqual([]);
});

describe('outside of a run, where no backup is own', () => {
  test.each<[string, Given, boolean]>([
    ['create', MINIMUM.create, true],
    ['prune', MINIMUM.prune, true],
    ['list', MINIMUM.list, false],
    ['list of this repository', { ...MINIMUM.list, scope: 'repository' }, true],
    ['check', MINIMUM.check, false],
    ['check of this repository', { ...MINIMUM.check, scope: 'repository' }, true],
    ['wait', MINIMUM.wait, false],
    ['wait with keep_last', { ...MINIMUM.wait, keep_last: '3' }, true],
    ['restore of an id', MINIMUM.restore, false],
    ['restore of the latest', { ...MINIMUM.restore, backup_id: 'latest' }, true],
    ['restore of the last good', { ...MINIMUM.restore, backup_id: 'last_good' }, true],
    ['restore with a safety backup', { ...MINIMUM.restore, safety_backup: 'true' }, true],
    ['delete', MINIMUM.delete, false],
  ])('%s', (_, given, isRejected) => {
    const expected = [expect.stringMatching(/^GITHUB_REPOSITORY, GITHUB_RUN_ID: missing/)];
    expect(problems(given, NO_RUN)).toEqual(isRejected ? expected : []);
    expect(problems(given)).toEqual([]);
  });
});
