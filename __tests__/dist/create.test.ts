/** The main job, through the built action, beyond what the transcripts show: other ways to the end of a wait. */
import { describe, expect, jest, test } from '@jest/globals';
import type { Running } from '../../scripts/run-action.js';
import { on } from '../../simulator/index.js';
import { annotations, errorOf, PATIENCE_MS, stage } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

test.concurrent(
  'inputs that arrive empty mean their defaults',
  stage({ backupDurationMs: 0 }, async ({ step }) => {
    const empty = {
      operation: '',
      wait: '',
      wait_timeout: '',
      poll_interval: '',
      keep_last: '',
      scope: '',
      max_age: '',
      dry_run: '',
    };
    const result = await step({
      ...empty,
      description: ' ',
      match: '',
      reuse_on_rerun: '',
      safety_backup: '',
    });
    expect(result).toMatchObject({
      exitCode: 0,
      outputs: { backup_id: '502', status: 'completed' },
    });
    expect(annotations(result, 'warning')).toEqual([]);
  }),
);

describe('while it waits', () => {
  test.concurrent(
    'backup_id is in the outputs file',
    stage({ backupDurationMs: 500 }, async ({ sim, step, on }) => {
      let running: Running | undefined;
      let meanwhile: Record<string, string> | undefined;
      on('arrival', ({ method }) => {
        if (method === 'GET' && sim.vps.created.length > 0) meanwhile ??= running?.outputs();
      });
      const onStart = (process: Running): void => {
        running = process;
      };
      await step({}, { onStart });
      expect(meanwhile).toMatchObject({
        backup_id: '502',
        backup_ids: '[502]',
        server_id: '12345',
        status: 'in_progress',
      });
    }),
  );

  test.concurrent(
    'an undocumented status is pending, and named once',
    stage({ backupDurationMs: 2_000, intermediateStatuses: ['quiescing'] }, async ({ step }) => {
      const result = await step({ poll_interval: '1s' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
      expect(annotations(result, 'warning')).toEqual([expect.stringContaining('"quiescing"')]);
    }),
  );

  test.concurrent(
    'with wait: false it ends at once, and rotates nothing',
    stage({ backupDurationMs: 60_000 }, async ({ step, sent }) => {
      const result = await step({ wait: 'false', keep_last: '1' });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '502', status: 'in_progress', duration_seconds: '0' },
      });
      expect(annotations(result, 'notice')).toEqual([
        expect.stringMatching(/keep_last.*operation: wait/),
      ]);
      expect(sent()).toEqual(['GET /backups/?server_id=12345', 'POST /backups/']);
    }),
  );
});

describe('a wait that ends badly', () => {
  test.concurrent(
    'a list that hangs does not hold it beyond five seconds past the deadline',
    stage(
      { backupDurationMs: 60_000, faults: [on.get.backups.from(2).hang()] },
      async ({ step }) => {
        const result = await step({ wait_timeout: '2s' });
        expect(result).toMatchObject({
          exitCode: 1,
          outputs: { backup_id: '502', status: 'in_progress', duration_seconds: '7' },
        });
        expect(errorOf(result)).toMatch(/502.*operation: wait/);
      },
    ),
  );

  test.concurrent.each([401, 403])('two %i in a row end it, and the id is kept', (status) =>
    stage(
      { backupDurationMs: 60_000, faults: [on.get.backups.from(2).status(status)] },
      async ({ step, sent }) => {
        const result = await step({});
        expect(result).toMatchObject({
          exitCode: 1,
          outputs: { backup_id: '502', status: 'in_progress' },
        });
        expect(errorOf(result)).toMatch(
          new RegExp(`502.*VPS\\.org answered ${status}.*operation: wait and backup_id: 502`),
        );
        expect(sent('GET')).toHaveLength(3);
      },
    )(),
  );

  test.concurrent.each([401, 403])('one %i does not', (status) =>
    stage(
      { backupDurationMs: 1_500, faults: [on.get.backups.nth(2).status(status)] },
      async ({ step }) => {
        expect(await step({})).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
      },
    )(),
  );

  test.concurrent(
    'a list that is down, HTML or reset for a while is retried',
    stage({ backupDurationMs: 2_500 }, async ({ sim, step }) => {
      sim.addFaults(
        on.get.backups.nth(2).status(502, 'html'),
        on.get.backups.nth(3).html(),
        on.get.backups.nth(4).reset(),
      );
      const result = await step({ poll_interval: '1s' });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '502', status: 'completed' },
      });
    }),
  );
});

test.concurrent(
  'without a file for a summary the rest is as ever',
  stage({ backupDurationMs: 0 }, async ({ step }) => {
    const result = await step({}, { env: { GITHUB_STEP_SUMMARY: undefined } });
    expect(result).toMatchObject({
      exitCode: 0,
      summary: '',
      outputs: { backup_id: '502', status: 'completed' },
    });
    expect(annotations(result, 'warning')).toEqual([]);
  }),
);

describe.each([
  ['an API URL that is none', { GITHUB_API_URL: 'api.github.com' }, 'GITHUB_API_URL is not a URL'],
  ['an empty API URL', { GITHUB_API_URL: '' }, 'GITHUB_API_URL is not a URL'],
  [
    "a proxy that can't be used",
    { GITHUB_API_URL: 'https://github.invalid', HTTPS_PROXY: 'socks5://127.0.0.1:1' },
    'HTTPS_PROXY',
  ],
])('where GitHub is not to be reached, for %s', (_, env, said) => {
  test.concurrent(
    'the backup is made all the same',
    stage({ backupDurationMs: 0 }, async ({ step, sent }) => {
      const inputs = {
        deploy_environment: 'production',
        github_token: 'ghs_test_not_a_real_token',
      };
      const result = await step(inputs, { env });
      expect(result).toMatchObject({ exitCode: 0, outputs: { backup_id: '502' } });
      expect(annotations(result, 'notice').join('\n')).toContain(said);
      expect(sent('POST')).toHaveLength(1);
    }),
  );
});
