/** Hostile texts in inputs and in what the runner says of the run, through the built action. */
import { describe, expect, jest, test } from '@jest/globals';
import { onUnix } from '../support/platform.js';
import { annotations, errorOf, PATIENCE_MS, stage, step, TOKEN } from '../support/step.js';
import { ALL, DEBUG, isHarmless } from './hostile-checks.js';
import { HOSTILE } from './hostile-texts.js';

jest.setTimeout(PATIENCE_MS);

describe('inputs and the run', () => {
  test.concurrent.each(Object.entries(HOSTILE))('%s', (_, text) =>
    stage(
      { servers: [{ id: 12345, name: text.trim() }], backupDurationMs: 0 },
      async ({ sim, step }) => {
        const env = { ...DEBUG.env, GITHUB_WORKFLOW: text, GITHUB_ACTOR: text, GITHUB_JOB: text };
        const made = await step(
          { description: text, server_id: '', server_name: text, wait: 'false' },
          { env },
        );
        isHarmless(made);
        for (const { description } of sim.vps.created) {
          expect(description?.length).toBeLessThanOrEqual(255);
          expect(description).not.toMatch(/[\r\n\u2028\u2029]/);
        }
      },
    )(),
  );

  test.concurrent('as the filter of a list', () =>
    stage({}, async ({ step }) => {
      for (const match of [ALL.join('\n'), [...ALL].reverse().join('\r')]) {
        const result = await step({ operation: 'list', match }, DEBUG);
        expect(result).toMatchObject({ exitCode: 0, outputs: { count: '0' } });
        isHarmless(result);
        isHarmless(await step({ operation: 'list', server_id: '', server_name: match }, DEBUG));
      }
    })());

  test.concurrent('every input rejected with such a value', async () => {
    for (const text of Object.values(HOSTILE).filter((_, i) => i % 3 === 0)) {
      const bad = {
        operation: text,
        server_id: text,
        backup_id: text,
        wait: text,
        keep_last: text,
        older_than: text,
        scope: text,
        api_url: `https://x/?${text}`,
      };
      const result = await step(
        { url: '', token: TOKEN },
        { ...bad, backup_type: text, max_age: text, dry_run: text },
      );
      expect(errorOf(result)).toMatch(/^The inputs are not valid/);
      isHarmless(result);
    }
  });

  // Windows allows 32,767 characters in a variable of the environment.
  onUnix('a text of 100 kB', () =>
    stage({ backupDurationMs: 0 }, async ({ sim, step }) => {
      const result = await step(
        { description: '::error::PWNED '.repeat(7_000), match: 'x'.repeat(100_000), wait: 'false' },
        DEBUG,
      );
      expect(result.exitCode).toBe(0);
      expect(annotations(result, 'warning')).toHaveLength(1);
      expect(sim.vps.created[0]?.description).toHaveLength(255);
      isHarmless(result);
    })(),
  );
});
