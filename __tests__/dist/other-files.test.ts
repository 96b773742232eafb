/** The runner's other files, and a process that is killed: what is lost is said, and the truth is in the outputs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { type Running, runAction } from '../../scripts/run-action.js';
import { on } from '../../simulator/index.js';
import { describeOnUnix } from '../support/platform.js';
import { annotations, PATIENCE_MS, type Stage, stage, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

describe('what can be done without', () => {
  test.concurrent(
    'a summary that can not be written is a warning',
    stage({ backupDurationMs: 0 }, async ({ step }) => {
      const result = await step(
        {},
        {
          prepare: ({ summary }) => {
            rmSync(summary);
            mkdirSync(summary);
          },
        },
      );
      expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
      expect(annotations(result, 'warning')).toEqual([
        expect.stringMatching(/^The job summary could not be written: /),
      ]);
    }),
  );

  test.concurrent.each(['{"repository": {"id":', '', 'not JSON'])(
    'an event file that can not be read is a warning: %j',
    (text) =>
      stage({ backupDurationMs: 0 }, async ({ step }) => {
        const result = await step({}, { prepare: ({ event }) => writeFileSync(event, text) });
        expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
        expect(annotations(result, 'warning')).toEqual([
          expect.stringMatching(/^The event file \(.*\) could not be read/),
        ]);
      })(),
  );

  test.concurrent(
    'an event file that is not there',
    stage({ backupDurationMs: 0 }, async ({ step }) => {
      const result = await step({}, { prepare: ({ event }) => rmSync(event) });
      expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
    }),
  );
});

/** Kills the step once a request arrives that is never answered. */
async function killAt(
  { sim, on: when }: Stage,
  path: RegExp,
  inputs: Record<string, string>,
): ReturnType<typeof runAction> {
  let running: Running | undefined;
  when('arrival', (request) => {
    if (request.method === 'POST' && path.test(request.path)) running?.kill('SIGKILL');
  });
  const given = { api_url: sim.url, api_token: TOKEN, server_id: '12345', ...inputs };
  return runAction({
    with: given,
    onStart: (started) => {
      running = started;
    },
  });
}

describeOnUnix('a process that is killed while its request is under way', () => {
  test.concurrent(
    'create: status is unknown, and the key of the backup is in the log',
    stage({ faults: [on.post.backups.hang('after')] }, async (at) => {
      const result = await killAt(at, /backups/, {});
      expect(result).toMatchObject({
        signal: 'SIGKILL',
        outputs: { status: 'unknown', server_id: '12345', backup_id: '' },
      });
      const key = /key=([0-9a-f]{12})\]$/.exec(at.sim.vps.created[0]?.description ?? '')?.[1];
      expect(result.log.join('\n')).toContain(`(key=${key})`);
    }),
  );

  test.concurrent(
    'restore: status is unknown',
    stage({ backups: [{ id: 501 }], faults: [on.post.restore.hang('after')] }, async (at) => {
      const result = await killAt(at, /restore/, { operation: 'restore', backup_id: '501' });
      expect(result).toMatchObject({
        signal: 'SIGKILL',
        outputs: { status: 'unknown', backup_id: '501' },
      });
    }),
  );

  test.concurrent(
    'a safety backup leaves status empty',
    stage({ backups: [{ id: 501 }], faults: [on.post.backups.hang('after')] }, async (at) => {
      const inputs = { operation: 'restore', backup_id: '501', safety_backup: 'true' };
      const result = await killAt(at, /backups/, inputs);
      expect(result).toMatchObject({ signal: 'SIGKILL', outputs: { status: '' } });
    }),
  );
});
