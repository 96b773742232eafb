import { describe, expect, test } from '@jest/globals';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { type ParsedInputs, parseInputs } from '../../src/inputs/parse.js';
import type { Inputs } from '../../src/inputs/types.js';
import { DAY, HOUR, MINUTE, SECOND } from '../support/fixtures.js';

type Given = Partial<Record<InputName, string>>;
const TOKEN = 'vps_test_not_a_real_token';

/** Reads what a step gives; an input that it leaves out is empty, as the runner would pass it were there no default in action.yml. */
function read(given: Given): ParsedInputs {
  return parseInputs((name) => ({ api_token: TOKEN, ...given })[name] ?? '', true);
}

const LIMITS = { timeoutMs: 60 * MINUTE, maxIntervalMs: 10 * SECOND };

describe('the inputs of each operation', () => {
  test.each<[string, Given, Inputs]>([
    [
      'create with its defaults',
      { server_id: '12345' },
      {
        operation: 'create',
        servers: { ids: [12345], name: null },
        description: null,
        wait: true,
        waitOptions: LIMITS,
        keepLast: null,
        scope: 'repository',
        reuseMaxAgeMs: null,
        dryRun: false,
      },
    ],
    [
      'create with everything',
      {
        operation: 'create',
        server_name: 'web-server-01',
        description: 'before [keep]',
        wait: 'False',
        wait_timeout: '90s',
        poll_interval: '5m',
        keep_last: '3',
        scope: 'server',
        reuse_on_rerun: 'true',
        max_age: '12h',
        dry_run: 'TRUE',
      },
      {
        operation: 'create',
        servers: { ids: [], name: 'web-server-01' },
        description: 'before [keep]',
        wait: false,
        waitOptions: { timeoutMs: 90 * SECOND, maxIntervalMs: 5 * MINUTE },
        keepLast: 3,
        scope: 'server',
        reuseMaxAgeMs: 12 * HOUR,
        dryRun: true,
      },
    ],
    [
      'create, reuse within the default age',
      { server_id: '1,2', reuse_on_rerun: 'true' },
      {
        operation: 'create',
        servers: { ids: [1, 2], name: null },
        description: null,
        wait: true,
        waitOptions: LIMITS,
        keepLast: null,
        scope: 'repository',
        reuseMaxAgeMs: 7 * DAY,
        dryRun: false,
      },
    ],
    [
      'list with its defaults',
      { operation: 'list' },
      {
        operation: 'list',
        servers: { ids: [], name: null },
        scope: 'server',
        backupType: null,
        match: null,
      },
    ],
    [
      'list with everything',
      {
        operation: 'list',
        server_id: '[1,2]',
        scope: 'repository',
        backup_type: 'automatic',
        match: 'x',
      },
      {
        operation: 'list',
        servers: { ids: [1, 2], name: null },
        scope: 'repository',
        backupType: 'automatic',
        match: 'x',
      },
    ],
    [
      'wait with its defaults',
      { operation: 'wait', backup_id: '502' },
      {
        operation: 'wait',
        servers: { ids: [], name: null },
        backupIds: [502],
        waitOptions: LIMITS,
        keepLast: null,
        dryRun: false,
      },
    ],
    [
      'wait with everything',
      {
        operation: 'wait',
        backup_id: '5 4',
        server_id: '1',
        keep_last: '10',
        wait_timeout: '24h',
        poll_interval: '1s',
      },
      {
        operation: 'wait',
        servers: { ids: [1], name: null },
        backupIds: [5, 4],
        waitOptions: { timeoutMs: DAY, maxIntervalMs: SECOND },
        keepLast: 10,
        dryRun: false,
      },
    ],
    [
      'restore of an id',
      { operation: 'restore', server_id: '1', backup_id: '502' },
      {
        operation: 'restore',
        servers: { ids: [1], name: null },
        target: { id: 502 },
        safety: null,
        wait: true,
        waitOptions: LIMITS,
        dryRun: false,
      },
    ],
    [
      'restore of the latest',
      { operation: 'restore', server_id: '1', backup_id: 'latest' },
      {
        operation: 'restore',
        servers: { ids: [1], name: null },
        target: {
          latest: { scope: 'repository', match: null, backupType: null, maxAgeMs: 7 * DAY },
        },
        safety: null,
        wait: true,
        waitOptions: LIMITS,
        dryRun: false,
      },
    ],
    [
      'restore with everything',
      {
        operation: 'restore',
        server_id: '1',
        server_name: 'web',
        backup_id: 'latest',
        scope: 'server',
        match: 'nightly',
        backup_type: 'automatic',
        max_age: '4w',
        safety_backup: 'true',
        description: 'as it was',
        wait: 'false',
        dry_run: 'true',
      },
      {
        operation: 'restore',
        servers: { ids: [1], name: 'web' },
        target: {
          latest: {
            scope: 'server',
            match: 'nightly',
            backupType: 'automatic',
            maxAgeMs: 28 * DAY,
          },
        },
        safety: { description: 'as it was' },
        wait: false,
        waitOptions: LIMITS,
        dryRun: true,
      },
    ],
    [
      'restore with a safety backup of the default text',
      { operation: 'restore', server_id: '1', backup_id: '5', safety_backup: 'true' },
      {
        operation: 'restore',
        servers: { ids: [1], name: null },
        target: { id: 5 },
        safety: { description: null },
        wait: true,
        waitOptions: LIMITS,
        dryRun: false,
      },
    ],
    [
      'delete',
      { operation: 'delete', backup_id: '["7", 8]', server_id: '1', dry_run: 'true' },
      { operation: 'delete', servers: { ids: [1], name: null }, backupIds: [7, 8], dryRun: true },
    ],
    [
      'prune by count',
      { operation: 'prune', server_id: '1', keep_last: '1' },
      {
        operation: 'prune',
        servers: { ids: [1], name: null },
        keepLast: 1,
        olderThanMs: null,
        scope: 'repository',
        match: null,
        dryRun: false,
      },
    ],
    [
      'prune by age',
      {
        operation: 'prune',
        server_id: '1',
        older_than: '2w',
        scope: 'server',
        match: 'x',
        dry_run: 'true',
      },
      {
        operation: 'prune',
        servers: { ids: [1], name: null },
        keepLast: null,
        olderThanMs: 14 * DAY,
        scope: 'server',
        match: 'x',
        dryRun: true,
      },
    ],
  ])('%s', (_, given, inputs) => {
    expect(read(given)).toEqual({
      inputs,
      api: { url: 'https://admin.vps.org/api/v1', token: TOKEN },
      warnings: [],
    });
  });

  test('the API may be elsewhere', () => {
    expect(read({ server_id: '1', api_url: 'http://127.0.0.1:4010/api/v1/' }).api.url).toBe(
      'http://127.0.0.1:4010/api/v1',
    );
  });

  test('values are trimmed, but for match and server_name: of these, spaces count, and only line breaks at the ends do not', () => {
    const given = {
      operation: ' list\n',
      server_id: ' 1 ',
      scope: '\tserver',
      server_name: ' web\t\n',
      match: '\r\n nightly  \n\n',
    };
    expect(read(given).inputs).toMatchObject({
      servers: { ids: [1], name: ' web\t' },
      scope: 'server',
      match: ' nightly  ',
    });
    expect(read({ server_id: '1', description: ' x ', wait: ' ' }).inputs).toMatchObject({
      description: 'x',
      wait: true,
    });
  });
});
