/** Which inputs each operation uses: any other that is given causes a warning. */
import { describe, expect, test } from '@jest/globals';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { OPERATIONS, type OperationName } from '../../src/inputs/table.js';
import { type Given, MINIMUM, parse } from './parse-harness.js';

const AGE_USERS = ['create', 'restore', 'check'] as const;
/** The table of docs/reference.md, with a value that is not the default. */
const USED: readonly [InputName, string, readonly OperationName[]][] = [
  ['server_id', '1', OPERATIONS],
  ['server_name', 'web', OPERATIONS],
  ['api_url', 'https://vps.example/api', OPERATIONS],
  ['backup_id', '5', ['wait', 'restore', 'delete']],
  ['wait', 'false', ['create', 'restore']],
  ['wait_timeout', '5m', ['create', 'wait', 'restore']],
  ['poll_interval', '5s', ['create', 'wait', 'restore']],
  ['keep_last', '5', ['create', 'wait', 'prune']],
  ['older_than', '2d', ['prune']],
  ['max_shrink', '5%', ['create', 'wait', 'check']],
  ['min_backups', '2', ['check']],
  ['safety_backup', 'true', ['restore']],
  ['reuse_on_rerun', 'true', ['create']],
];

const CASES = USED.flatMap(([name, value, users]) =>
  OPERATIONS.map((operation) => ({ name, value, operation, isUsed: users.includes(operation) })),
);

describe('by operation', () => {
  test.each(CASES)('$name is used by $operation: $isUsed', ({ name, value, operation, isUsed }) => {
    const { warnings } = parse({ ...MINIMUM[operation], [name]: value });
    const warning = `${name} is not used by operation ${operation} and has no effect.`;
    expect(warnings).toEqual(isUsed ? [] : [warning]);
  });
});

const LATEST = { ...MINIMUM.restore, backup_id: 'latest' };
const LAST_GOOD = { ...MINIMUM.restore, backup_id: 'last_good' };
const GITHUB = { github_token: 'ghs_not_a_real_token' };

describe('by what else is given', () => {
  test.each<[string, Given, string | null]>([
    ['description with create', { ...MINIMUM.create, description: 'x' }, null],
    [
      'description with a safety backup',
      { ...MINIMUM.restore, description: 'x', safety_backup: 'true' },
      null,
    ],
    [
      'description without one',
      { ...MINIMUM.restore, description: 'x' },
      'description is not used by operation restore without safety_backup.',
    ],
    [
      'description with prune',
      { ...MINIMUM.prune, description: 'x' },
      'description is not used by operation prune and has no effect.',
    ],
    ['scope with create', { ...MINIMUM.create, scope: 'server' }, null],
    ['scope with list', { ...MINIMUM.list, scope: 'repository' }, null],
    ['scope with prune', { ...MINIMUM.prune, scope: 'server' }, null],
    ['scope with check', { ...MINIMUM.check, scope: 'repository' }, null],
    ['scope with latest', { ...LATEST, scope: 'server' }, null],
    [
      'scope with last_good',
      { ...LAST_GOOD, scope: 'server' },
      'scope is not used by operation restore unless backup_id is latest.',
    ],
    [
      'scope with an id',
      { ...MINIMUM.restore, scope: 'server' },
      'scope is not used by operation restore unless backup_id is latest.',
    ],
    [
      'scope with wait',
      { ...MINIMUM.wait, scope: 'server' },
      'scope is not used by operation wait and has no effect.',
    ],
    ['match with list', { ...MINIMUM.list, match: 'x' }, null],
    ['match with prune', { ...MINIMUM.prune, match: 'x' }, null],
    ['match with check', { ...MINIMUM.check, match: 'x' }, null],
    ['match with latest', { ...LATEST, match: 'x' }, null],
    ['match with last_good', { ...LAST_GOOD, match: 'x' }, null],
    [
      'match with an id',
      { ...MINIMUM.restore, match: 'x' },
      'match is not used by operation restore unless backup_id is latest or last_good.',
    ],
    [
      'match with create',
      { ...MINIMUM.create, match: 'x' },
      'match is not used by operation create and has no effect.',
    ],
    ['backup_type with list', { ...MINIMUM.list, backup_type: 'manual' }, null],
    ['backup_type with check', { ...MINIMUM.check, backup_type: 'manual' }, null],
    ['backup_type with latest', { ...LATEST, backup_type: 'manual' }, null],
    [
      'backup_type with last_good',
      { ...LAST_GOOD, backup_type: 'manual' },
      'backup_type is not used by operation restore unless backup_id is latest.',
    ],
    [
      'backup_type with prune',
      { ...MINIMUM.prune, backup_type: 'manual' },
      'backup_type is not used by operation prune and has no effect.',
    ],
    ['max_age with reuse', { ...MINIMUM.create, max_age: '1d', reuse_on_rerun: 'true' }, null],
    [
      'max_age without reuse',
      { ...MINIMUM.create, max_age: '1d' },
      'max_age is not used by operation create without reuse_on_rerun.',
    ],
    ['max_age with latest', { ...LATEST, max_age: '1d' }, null],
    ['max_age with last_good', { ...LAST_GOOD, max_age: '1d' }, null],
    ['max_age with check', { ...MINIMUM.check, max_age: '1d' }, null],
    [
      'max_age with an id',
      { ...MINIMUM.restore, max_age: '1d' },
      'max_age is not used by operation restore unless backup_id is latest or last_good.',
    ],
    [
      'github_token with deploy_environment',
      { ...MINIMUM.create, ...GITHUB, deploy_environment: 'p' },
      null,
    ],
    [
      'github_token alone',
      { ...MINIMUM.create, ...GITHUB },
      'github_token is not used by operation create without deploy_environment.',
    ],
    [
      'deploy_environment with list',
      { ...MINIMUM.list, deploy_environment: 'p' },
      'deploy_environment is not used by operation list and has no effect.',
    ],
    ['dry_run with create', { ...MINIMUM.create, dry_run: 'true' }, null],
    ['dry_run with delete', { ...MINIMUM.delete, dry_run: 'true' }, null],
    [
      'dry_run with list',
      { ...MINIMUM.list, dry_run: 'true' },
      'dry_run is not used by operation list and has no effect.',
    ],
    [
      'dry_run with check',
      { ...MINIMUM.check, dry_run: 'true' },
      'dry_run is not used by operation check and has no effect.',
    ],
    [
      'dry_run with wait',
      { ...MINIMUM.wait, dry_run: 'true' },
      'dry_run is not used by operation wait without keep_last.',
    ],
    ['dry_run with wait and keep_last', { ...MINIMUM.wait, dry_run: 'true', keep_last: '3' }, null],
  ])('%s', (_, given, warning) => {
    expect(parse(given).warnings).toEqual(warning === null ? [] : [warning]);
  });

  test('max_age is used by three operations only', () => {
    for (const operation of OPERATIONS) {
      const { warnings } = parse({ ...MINIMUM[operation], max_age: '1d' });
      const isUsed = (AGE_USERS as readonly string[]).includes(operation);
      expect(warnings.join().includes('and has no effect')).toBe(!isUsed);
    }
  });

  test('a default that is spelt out, in whatever way, causes no warning', () => {
    const spelt = { wait_timeout: '60m', poll_interval: '10s', wait: 'true', dry_run: 'false' };
    expect(parse({ ...MINIMUM.list, ...spelt, max_shrink: '50%' }).warnings).toEqual([]);
    const otherwise = {
      wait: 'TRUE',
      wait_timeout: '3600s',
      dry_run: 'False',
      max_shrink: '50.0%',
    };
    expect(parse({ ...MINIMUM.list, ...otherwise, poll_interval: '10s' }).warnings).toEqual([]);
  });
});
