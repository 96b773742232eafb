/** What each operation sees of its inputs. */
import { describe, expect, test } from '@jest/globals';
import { DAY, HOUR, MINUTE, SECOND } from '../support/fixtures.js';
import { type Given, parse, TOKEN } from './parse-harness.js';

const COMMON = {
  apiToken: TOKEN,
  apiUrl: 'https://admin.vps.org/api/v1',
  serverIds: null,
  serverNames: null,
};
const WAIT = { waitTimeoutMs: 60 * MINUTE, pollIntervalMs: 10 * SECOND };
const ONE = { serverIds: [1] };

const CASES: [string, Given, object][] = [
  [
    'create with its defaults',
    { server_id: '12345' },
    {
      ...{ ...COMMON, ...WAIT, operation: 'create', serverIds: [12345], description: null },
      ...{ wait: true, keepLast: null, scope: 'repository', maxAgeMs: 7 * DAY, maxShrink: 0.5 },
      ...{ reuseOnRerun: false, dryRun: false, deployEnvironment: null, githubToken: null },
    },
  ],
  [
    'create with everything',
    {
      ...{ operation: 'CREATE', server_name: 'web-1\nweb-2', description: 'before [keep]' },
      ...{ wait: 'False', wait_timeout: '1h30m', poll_interval: '5m', keep_last: '3' },
      ...{ scope: 'Server', reuse_on_rerun: 'true', max_age: '12h', max_shrink: '10%' },
      ...{
        dry_run: 'TRUE',
        deploy_environment: 'production ',
        github_token: 'ghs_not_a_real_token',
      },
    },
    {
      ...{ ...COMMON, operation: 'create', serverNames: ['web-1', 'web-2'] },
      ...{ description: 'before [keep]', wait: false, keepLast: 3, scope: 'server' },
      ...{ waitTimeoutMs: 90 * MINUTE, pollIntervalMs: 5 * MINUTE, maxAgeMs: 12 * HOUR },
      ...{ maxShrink: 0.1, reuseOnRerun: true, dryRun: true },
      ...{ deployEnvironment: 'production ', githubToken: 'ghs_not_a_real_token' },
    },
  ],
  [
    'list with its defaults',
    { operation: 'list' },
    { ...COMMON, operation: 'list', scope: 'server', backupType: null, match: null },
  ],
  [
    'list with everything',
    {
      ...{ operation: 'list', server_id: '[1,2]', scope: 'repository' },
      ...{ backup_type: 'Automatic', match: 'x' },
    },
    {
      ...{ ...COMMON, operation: 'list', serverIds: [1, 2], scope: 'repository' },
      ...{ backupType: 'automatic', match: 'x' },
    },
  ],
  [
    'wait with its defaults',
    { operation: 'wait', backup_id: '502' },
    {
      ...{ ...COMMON, ...WAIT, operation: 'wait', backupId: [502], keepLast: null },
      ...{ maxShrink: 0.5, dryRun: false },
    },
  ],
  [
    'wait with everything',
    {
      ...{ operation: 'wait', backup_id: '5 4', server_id: '1', keep_last: '10' },
      ...{ wait_timeout: '24h', poll_interval: '1s', max_shrink: '100%' },
    },
    {
      ...{ ...COMMON, ...ONE, operation: 'wait', backupId: [5, 4], keepLast: 10, maxShrink: 1 },
      ...{ waitTimeoutMs: DAY, pollIntervalMs: SECOND, dryRun: false },
    },
  ],
  [
    'restore of an id',
    { operation: 'restore', server_id: '1', backup_id: '502' },
    {
      ...{ ...COMMON, ...ONE, ...WAIT, operation: 'restore', backupId: [502], description: null },
      ...{ wait: true, scope: 'repository', backupType: null, match: null, maxAgeMs: 7 * DAY },
      ...{ safetyBackup: false, dryRun: false },
    },
  ],
  [
    'restore with everything',
    {
      ...{ operation: 'restore', server_id: '1', server_name: 'web', backup_id: 'Latest' },
      ...{ scope: 'server', match: 'nightly', backup_type: 'automatic', max_age: '4w' },
      ...{ safety_backup: 'true', description: 'as it was', wait: 'false', dry_run: 'true' },
    },
    {
      ...{ ...COMMON, ...ONE, ...WAIT, operation: 'restore', serverNames: ['web'] },
      ...{ backupId: 'latest', description: 'as it was', wait: false, scope: 'server' },
      ...{ backupType: 'automatic', match: 'nightly', maxAgeMs: 28 * DAY },
      ...{ safetyBackup: true, dryRun: true },
    },
  ],
  [
    'delete',
    { operation: 'delete', backup_id: '["7", 8]', server_id: '1', dry_run: 'true' },
    { ...COMMON, ...ONE, operation: 'delete', backupId: [7, 8], dryRun: true },
  ],
  [
    'prune by count',
    { operation: 'prune', server_id: '1', keep_last: '1' },
    {
      ...{ ...COMMON, ...ONE, operation: 'prune', keepLast: 1, olderThanMs: null },
      ...{ scope: 'repository', match: null, dryRun: false },
    },
  ],
  [
    'prune by age',
    {
      ...{ operation: 'prune', server_id: '1', older_than: '2w', scope: 'server' },
      ...{ match: 'x', dry_run: 'true' },
    },
    {
      ...{ ...COMMON, ...ONE, operation: 'prune', keepLast: null, olderThanMs: 14 * DAY },
      ...{ scope: 'server', match: 'x', dryRun: true },
    },
  ],
  [
    'check with its defaults',
    { operation: 'check' },
    {
      ...{ ...COMMON, operation: 'check', scope: 'server', backupType: null, match: null },
      ...{ maxAgeMs: 26 * HOUR, maxShrink: 0.5, minBackups: 1 },
    },
  ],
  [
    'check with everything',
    {
      ...{ operation: 'check', server_id: '1 2', scope: 'repository', backup_type: 'manual' },
      ...{ match: 'x', max_age: '1d12h', max_shrink: '0%', min_backups: '100' },
    },
    {
      ...{ ...COMMON, operation: 'check', serverIds: [1, 2], scope: 'repository' },
      ...{ backupType: 'manual', match: 'x', maxAgeMs: 36 * HOUR, maxShrink: 0, minBackups: 100 },
    },
  ],
];

describe('the inputs of an operation', () => {
  test.each(CASES)('%s', (_, given, inputs) => {
    expect(parse(given)).toEqual({ inputs, warnings: [] });
  });
});

describe('the text of an input', () => {
  test('is trimmed', () => {
    const given = { operation: ' list\n', server_id: ' 1 ', scope: '\tserver' };
    expect(parse(given).inputs).toMatchObject({ serverIds: [1], scope: 'server' });
    const other = { server_id: '1', description: ' x ', wait: ' ' };
    expect(parse(other).inputs).toMatchObject({ description: 'x', wait: true });
  });

  test.each(['match', 'server_name', 'deploy_environment'] as const)(
    '%s keeps its spaces, but not the line breaks at its ends',
    (name) => {
      const github = { github_token: 'ghs_not_a_real_token' };
      const operation = name === 'match' ? 'list' : 'create';
      const given = { ...github, operation, server_id: '1', [name]: '\r\n nightly  \n\n' };
      expect(JSON.stringify(parse(given).inputs)).toContain('" nightly  "');
    },
  );
});

describe('api_url', () => {
  test('may be elsewhere; its slash at the end is dropped', () => {
    const { inputs } = parse({ server_id: '1', api_url: 'http://127.0.0.1:4010/api/v1/' });
    expect(inputs.apiUrl).toBe('http://127.0.0.1:4010/api/v1');
  });

  test.each(['https://admin.vps.org/api/v1/backups', 'https://admin.vps.org/api/v1/Backups/'])(
    '%s gets a hint',
    (api_url) => {
      expect(parse({ server_id: '1', api_url }).warnings).toEqual([
        'api_url ends in /backups, which the action adds itself: give the URL without it.',
      ]);
    },
  );
});
