/** The main job, through the built action: make a backup, prove it complete, hand over its id. */
import { describe, expect, jest, test } from '@jest/globals';
import { RUN_ENV, type Running } from '../../scripts/run-action.js';
import { on } from '../../simulator/index.js';
import { annotations, errorOf, PATIENCE_MS, stage } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const { GITHUB_REPOSITORY, GITHUB_REPOSITORY_ID, GITHUB_RUN_ID, GITHUB_SHA } = RUN_ENV;
const MARKER = new RegExp(
  `\\[gha ${GITHUB_REPOSITORY}#${GITHUB_REPOSITORY_ID} create run=${GITHUB_RUN_ID}\\.1 job=deploy sha=${GITHUB_SHA} key=[0-9a-f]{12}\\]$`,
);

describe('create to completed', () => {
  test.concurrent(
    'every output, one POST, documented paths only',
    stage({ backupDurationMs: 500 }, async ({ sim, step, sent }) => {
      const result = await step({ description: 'Before the big one' });
      const row = sim.vps.backup(502);
      const backup = {
        id: 502,
        server: { id: 12345, name: 'web-server-01' },
        backup_type: 'manual',
        status: 'completed',
        size_mb: row?.size_mb,
        created_at: row?.created_at,
        expires_at: null,
        description: row?.description,
      };
      expect(result.exitCode).toBe(0);
      expect(result.outputs).toMatchObject({
        backup_id: '502',
        backup_ids: '[502]',
        server_id: '12345',
        status: 'completed',
        created_at: row?.created_at,
        size_mb: String(row?.size_mb),
        expires_at: '',
        deleted_ids: '[]',
        reused: 'false',
      });
      expect(Number(result.outputs.duration_seconds)).toBeGreaterThanOrEqual(1);
      expect(JSON.parse(result.outputs.backup ?? '')).toEqual(backup);
      expect(JSON.parse(result.outputs.backups ?? '')).toEqual([backup]);
      expect(sent()).toEqual([
        'GET /backups/?server_id=12345',
        'POST /backups/',
        'GET /backups/?server_id=12345',
      ]);
      expect(sim.requests[1]?.body).toEqual({
        server_id: 12345,
        description: expect.stringMatching(/^Before the big one \[gha /),
      });
      expect(row?.description).toMatch(MARKER);
    }),
  );

  test.concurrent(
    'the summary says what was done and how to put it back',
    stage({ backupDurationMs: 0 }, async ({ sim, step }) => {
      const { summary } = await step({});
      expect(summary).toContain('VPS.org create: completed');
      expect(summary).toContain('| web-server-01 (12345) | 502 | completed |');
      expect(summary).toMatch(
        /operation: restore\n {4}server_id: 12345\n {4}backup_id: 502\n {4}api_token: \$\{\{ secrets\.\w+ \}\}/,
      );
      expect(summary).toContain(`api_url: ${sim.url}`);
      expect(summary).toContain(
        `${RUN_ENV.GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`,
      );
    }),
  );

  test.concurrent(
    'the default text is made of the run',
    stage({ backupDurationMs: 0 }, async ({ sim, step }) => {
      await step({ wait: 'false' });
      expect(sim.vps.backup(502)?.description).toMatch(/^Before Deploy #42 by octocat \[gha /);
    }),
  );

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

  test.concurrent(
    'several servers side by side; the failure of one does not stop the other, and is named',
    stage(
      {
        backupDurationMs: 100,
        backupOutcome: ({ serverId }) => (serverId === 12346 ? 'error' : 'completed'),
      },
      async (at) => {
        const result = await at.step({ server_id: '12346, 12345' });
        expect(result.exitCode).toBe(1);
        expect(errorOf(result)).toMatch(/12346.*error/s);
        const started = new Map(at.sim.vps.created.map((row) => [row.server_id, row.id]));
        expect(result.outputs.backup_ids).toBe(
          JSON.stringify([started.get(12346), started.get(12345)]),
        );
        expect(result.outputs).toMatchObject({
          backup_id: String(started.get(12346)),
          server_id: '12346',
          status: 'error',
        });
        expect(result.summary).toMatch(/\(12345\) \| \d+ \| completed/);
      },
    ),
  );
});

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
    'a status nobody documents is pending, and named once',
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
    'a backup that failed: one error with id, server and status; outputs and summary are there',
    stage({ backupDurationMs: 100, backupOutcome: 'failed' }, async ({ step, sent }) => {
      const result = await step({ keep_last: '1' });
      expect(result.exitCode).toBe(1);
      expect(errorOf(result)).toMatch(/502.*12345.*failed/);
      expect(result.outputs).toMatchObject({
        backup_id: '502',
        backup_ids: '[502]',
        server_id: '12345',
        status: 'failed',
      });
      expect(result.summary).toMatch(/❌[\s\S]*502[\s\S]*failed/);
      expect(result.summary).not.toContain('operation: restore');
      expect(sent()).toEqual([
        'GET /backups/?server_id=12345',
        'POST /backups/',
        'GET /backups/?server_id=12345',
      ]);
    }),
  );

  test.concurrent(
    'a wait that runs out names the id, its last status and the step that would go on waiting',
    stage({ backupDurationMs: 60_000 }, async ({ sim, step, sent }) => {
      const result = await step({ wait_timeout: '2s', poll_interval: '1s' });
      expect(result.exitCode).toBe(1);
      expect(errorOf(result)).toMatch(/502.*2s.*in_progress.*operation: wait.*backup_id: 502/);
      expect(result.outputs).toMatchObject({
        backup_id: '502',
        status: 'in_progress',
        duration_seconds: '2',
      });
      const waited = (sim.requests.at(-1)?.at ?? 0) - (sim.requests[1]?.at ?? 0);
      expect(waited).toBeGreaterThanOrEqual(1_990); // the last look is at the deadline itself
      expect(sent('DELETE')).toEqual([]);
      expect(result.summary).toContain('502');
    }),
  );

  test.concurrent(
    'a list that hangs does not hold it beyond one second past the deadline',
    stage(
      { backupDurationMs: 60_000, faults: [on.get.backups.from(2).hang()] },
      async ({ step }) => {
        const result = await step({ wait_timeout: '2s' });
        expect(result).toMatchObject({
          exitCode: 1,
          outputs: { backup_id: '502', status: 'in_progress' },
        });
        expect(Number(result.outputs.duration_seconds)).toBeLessThanOrEqual(3);
        expect(errorOf(result)).toMatch(/502.*operation: wait/);
      },
    ),
  );

  test.concurrent.each([401, 403])(
    'a %i in the middle of it ends it within one look, and the id is kept',
    (status) =>
      stage(
        { backupDurationMs: 60_000, faults: [on.get.backups.from(2).status(status)] },
        async ({ step, sent }) => {
          const result = await step({});
          expect(result).toMatchObject({
            exitCode: 1,
            outputs: { backup_id: '502', status: 'in_progress' },
          });
          expect(errorOf(result)).toMatch(new RegExp(`502.*${status}.*token.*operation: wait`));
          expect(sent('GET')).toHaveLength(2);
        },
      )(),
  );

  test.concurrent(
    'a list that is down, HTML or reset for a while is ridden out',
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
  'without a place for a summary the rest is as ever',
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
