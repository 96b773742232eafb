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
import { BAD } from './bad-inputs.js';

jest.setTimeout(PATIENCE_MS);

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
    expect(result.summary).toMatch(
      /^### ❌ The step failed before it changed anything\n\n> The inputs are not valid/,
    );
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

  test.concurrent('outside of a run', () =>
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

  test.concurrent('fixed words in any case, and compound durations', () =>
    stage({ backupDurationMs: 0 }, async ({ step }) => {
      const result = await step({ operation: 'Create', scope: 'SERVER', wait_timeout: '1h30m' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
      expect(result.log.join('\n')).toContain('(timeout 1h30m)');
    })());

  test.concurrent('an api_url that ends in /backups gets a hint', () =>
    stage({}, async ({ sim, step }) => {
      const result = await step({ operation: 'list', api_url: `${sim.url}/backups` });
      expect(annotations(result, 'warning')[0]).toMatch(/^api_url ends in \/backups/);
      sim.unexpected.length = 0; // it leads nowhere
    })());

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
