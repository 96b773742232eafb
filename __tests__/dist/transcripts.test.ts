/** What one step of each kind sends, logs and writes, from end to end: see `transcripts/`. */
import { describe, jest, test } from '@jest/globals';
import { PATIENCE_MS, stage } from '../support/step.js';
import { SCENARIOS } from './scenarios.js';
import { expectTranscript, type Played } from './transcript.js';

jest.setTimeout(2 * PATIENCE_MS);

describe('transcript', () => {
  test.concurrent.each(Object.entries(SCENARIOS))('%s', (name, { sim, steps, cancelAt }) =>
    stage(sim, async ({ sim: vps, step, on }) => {
      const played: Played[] = [];
      for (const { env, ...given } of steps) {
        const from = vps.requests.length;
        const { inputs } = given;
        const result = await step(inputs, {
          ...(env === undefined ? {} : { env }),
          onStart: ({ kill }) => on('outcome', (request) => cancelAt?.(request) && kill('SIGTERM')),
        });
        played.push({ inputs, result, requests: vps.requests.slice(from) });
      }
      expectTranscript(name, played);
    })(),
  );
});
