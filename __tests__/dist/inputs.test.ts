/** Bad input, through the built action: exit 1, no request, and one message that names each input, its value and what is allowed. */
import { describe, expect, jest, test } from '@jest/globals';
import {
  annotations,
  errorOf,
  type Inputs,
  PATIENCE_MS,
  stage,
  step,
  TOKEN,
} from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

/** Each group is one step: all its faults are told at once. `says` is what the message must hold of each. */
const BAD: Readonly<Record<string, { readonly with: Inputs; readonly says: readonly RegExp[] }>> = {
  'wrong words': {
    with: {
      operation: 'backup',
      wait: 'yes',
      scope: 'mine',
      backup_type: 'weekly',
      safety_backup: 'on',
      reuse_on_rerun: '1',
      dry_run: 'no',
    },
    says: [
      /operation: "backup".*create, list, wait, restore, delete, prune/,
      /wait: "yes".*true or false/,
      /scope: "mine".*repository, server/,
      /backup_type: "weekly".*manual, automatic/,
      /safety_backup: "on".*true or false/,
      /reuse_on_rerun: "1".*true or false/,
      /dry_run: "no".*true or false/,
    ],
  },
  'durations without a unit': {
    with: { wait_timeout: '60', poll_interval: '10', older_than: '5', max_age: '7' },
    says: [
      /wait_timeout: "60".*1s to 24h.*unit/,
      /poll_interval: "10".*1s to 5m.*unit/,
      /older_than: "5".*1h to 3650d.*unit/,
      /max_age: "7".*1h to 3650d.*unit/,
    ],
  },
  'durations beyond their bounds': {
    with: { wait_timeout: '25h', poll_interval: '0s', older_than: '3651d', max_age: '59m' },
    says: [/wait_timeout: "25h"/, /poll_interval: "0s"/, /older_than: "3651d"/, /max_age: "59m"/],
  },
  'durations that are no such thing': {
    with: { wait_timeout: '-5m', poll_interval: '1.5s', older_than: '1e1d', max_age: '7 d' },
    says: [/wait_timeout: "-5m"/, /poll_interval: "1\.5s"/, /older_than: "1e1d"/, /max_age: "7 d"/],
  },
  'negative numbers': {
    with: { server_id: '-1', keep_last: '-3' },
    says: [/server_id: "-1".*positive/, /keep_last: "-3".*1 to 10/],
  },
  'empty places between ids': {
    with: { server_id: '12345,', backup_id: '1,,2' },
    says: [/server_id: "12345,".*empty/, /backup_id: "1,,2".*empty/],
  },
  'blank texts': {
    with: { match: ' ', server_name: '\n' },
    says: [/match: " ".*visible/, /server_name: " ".*visible/],
  },
  zeros: {
    with: { server_id: '0', keep_last: '0' },
    says: [/server_id: "0".*positive/, /keep_last: "0".*1 to 10/],
  },
  'powers of ten': {
    with: { server_id: '1e3', keep_last: '1e0' },
    says: [/server_id: "1e3"/, /keep_last: "1e0"/],
  },
  'beyond 2^53': {
    with: { server_id: '9007199254740993' },
    says: [/server_id: "9007199254740993".*positive/],
  },
  'fractions, signs and leading zeros': {
    with: { server_id: '12345.0 +7 007' },
    says: [/server_id: "12345\.0 \+7 007"/],
  },
  'one bad id among good ones': {
    with: { server_id: '12345, twelve' },
    says: [/server_id: "12345, twelve"/],
  },
  'a broken JSON array': {
    with: { server_id: '[12345, 1e3]' },
    says: [/server_id: "\[12345, 1e3\]".*JSON array/],
  },
  'keep_last: 11': { with: { keep_last: '11' }, says: [/keep_last: "11".*1 to 10/] },
  'older_than: 5': {
    with: { operation: 'prune', older_than: '5' },
    says: [/older_than: "5".*1h to 3650d/],
  },
  'backup_id: newest': {
    with: { operation: 'restore', backup_id: 'newest' },
    says: [/backup_id: "newest".*latest/],
  },
  'restore with two ids': {
    with: { operation: 'restore', backup_id: '501 499' },
    says: [/backup_id: "501 499".*one, or the word latest/],
  },
  'restore to two servers': {
    with: { operation: 'restore', backup_id: '501', server_id: '1 2' },
    says: [/server_id: "1 2".*one/],
  },
  'wait for latest': {
    with: { operation: 'wait', backup_id: 'latest' },
    says: [/backup_id: "latest".*restore/],
  },
  'delete of latest': {
    with: { operation: 'delete', backup_id: 'latest' },
    says: [/backup_id: "latest".*restore/],
  },
  'automatic latest of this repository': {
    with: { operation: 'restore', backup_id: 'latest', backup_type: 'automatic' },
    says: [/backup_type: "automatic".*scope: server/],
  },
  'restore without an id': { with: { operation: 'restore' }, says: [/backup_id.*missing.*latest/] },
  'prune without a rule': {
    with: { operation: 'prune' },
    says: [/keep_last.*older_than.*at least one/],
  },
  'no server': { with: { server_id: '' }, says: [/server_id.*missing.*server_name/] },
  'a name for several servers': {
    with: { server_id: '1 2', server_name: 'web' },
    says: [/server_id: "1 2".*server_name/],
  },
  'no token': { with: { api_token: '' }, says: [/api_token.*missing/] },
  'a token of two words': {
    with: { api_token: `${TOKEN} second` },
    says: [/api_token.*not shown.*one word/],
  },
};

const NO_URL = { says: [/api_url: ".*https.*loopback/] };
const BAD_URLS: readonly string[] = [
  'http://admin.vps.org/api/v1',
  'http://192.0.2.7/api/v1',
  'http://localhost.example.com/',
  'ftp://127.0.0.1/',
  'admin.vps.org',
  'https://admin.vps.org/api/v1?debug=1',
  'https://admin.vps.org/#api',
];

async function refusedWithOneMessage(inputs: Inputs, says: readonly RegExp[]): Promise<void> {
  await stage({}, async ({ sim, step }) => {
    const result = await step(inputs);
    const message = errorOf(result);
    for (const each of says) expect(message).toMatch(each);
    expect(message.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(says.length);
    expect(sim.requests).toEqual([]);
    expect(result.outputs).toEqual({});
    expect(result.summary).toMatch(/^### ❌ VPS\.org\n\n> The inputs are not valid/);
  })();
}

describe('refused before any request', () => {
  test.concurrent.each(Object.entries(BAD))('%s', (_, { with: inputs, says }) =>
    refusedWithOneMessage(inputs, says),
  );
  test.concurrent.each(BAD_URLS)('api_url %s', (api_url) =>
    refusedWithOneMessage({ api_url }, NO_URL.says),
  );

  test.concurrent('a password in api_url is not shown', async () => {
    const result = await step(
      { url: 'https://user:not-a-real-password@admin.vps.org/api/v1', token: TOKEN },
      {},
    );
    expect(errorOf(result)).toMatch(/api_url: .*credentials/);
    expect(result.log.join('\n')).not.toContain('not-a-real-password');
  });

  test.concurrent('outside of a run there is nobody whose backups they would be', () =>
    stage({}, async ({ sim, step }) => {
      const result = await step({}, { env: { GITHUB_REPOSITORY: undefined } });
      expect(errorOf(result)).toMatch(/GITHUB_REPOSITORY.*missing/);
      expect(sim.requests).toEqual([]);
    })());

  test.concurrent('a very long value is quoted in part', async () => {
    const result = await step(
      { url: 'https://admin.vps.org/api/v1', token: TOKEN },
      { keep_last: '9'.repeat(30_000) },
    );
    expect(errorOf(result)).toMatch(/keep_last: "9{90,}…" is not allowed/);
    expect(errorOf(result).length).toBeLessThan(2_000);
  });
});

describe('accepted', () => {
  test.concurrent('ids in every documented form, repeats folded', () =>
    stage({ backupDurationMs: 0 }, async ({ sim, step, sent }) => {
      const backups = [501, 499, 495].map((id) => sim.vps.addBackup({ id }).id);
      for (const backup_id of ['501,499, 495', '501\n499\r\n495 501', '[501, "499", 495]']) {
        const result = await step({ operation: 'wait', backup_id });
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { backup_id: '501', backup_ids: JSON.stringify(backups) },
        });
      }
      expect(sent('POST')).toEqual([]);
    })());

  test.concurrent('spaces in match count; the line break of a block scalar does not', () =>
    stage(
      {
        backups: [
          { id: 501, description: 'x v1 y' },
          { id: 499, description: 'v1' },
        ],
      },
      async ({ step }) => {
        const result = await step({ operation: 'list', match: ' v1 \n' });
        expect(result).toMatchObject({ exitCode: 0, outputs: { backup_ids: '[501]' } });
        expect(result.log.join('\n')).toContain('match " v1 "');
      },
    )());

  test.concurrent('YAML 1.2 booleans and a URL that ends in slashes', () =>
    stage({ backupDurationMs: 60_000 }, async ({ sim, step }) => {
      const result = await step({ wait: 'FALSE', dry_run: 'False', api_url: `${sim.url}//` });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '502', status: 'in_progress' },
      });
    })());
});

describe('inputs that the operation does not use', () => {
  const UNUSED: readonly [string, Inputs, readonly string[]][] = [
    [
      'create',
      { backup_id: '501', older_than: '7d', safety_backup: 'true', wait: 'false' },
      ['backup_id', 'older_than', 'safety_backup'],
    ],
    ['create', { max_age: '1d', wait: 'false' }, ['max_age']],
    ['list', { keep_last: '3', wait: 'false' }, ['keep_last', 'wait']],
    ['wait', { backup_id: '501', dry_run: 'true', scope: 'server' }, ['dry_run', 'scope']],
    [
      'restore',
      { backup_id: '501', match: 'x', description: 'y', wait: 'false' },
      ['match', 'description'],
    ],
    ['delete', { backup_id: '499', wait_timeout: '5m' }, ['wait_timeout']],
    ['prune', { keep_last: '3', reuse_on_rerun: 'true' }, ['reuse_on_rerun']],
  ];

  test.concurrent.each(UNUSED)('%s with %j warns of each', (operation, inputs, names) =>
    stage({ backups: [{ id: 501 }, { id: 499 }] }, async ({ step }) => {
      const result = await step({ operation, ...inputs });
      expect(result.exitCode).toBe(0);
      const warnings = annotations(result, 'warning').filter((text) => text.includes('not used'));
      expect(warnings.map((text) => text.split(' ')[0]).sort()).toEqual([...names].sort());
      for (const warning of warnings) expect(warning).toContain(`operation ${operation}`);
    })(),
  );
});
