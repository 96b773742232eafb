/** What comes back from the network, and what does not: encodings, and names that lead nowhere. */
import { describe, expect, jest, test } from '@jest/globals';
import { errorOf, PATIENCE_MS, stage, step, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

/** A poll is a single attempt, and the wait is short. */
const ONE_POLL = { operation: 'wait', backup_id: '501', wait_timeout: '1s' };

describe('encodings', () => {
  test.concurrent.each(['gzip where asked', 'gzip'] as const)('%s is read', (encoding) =>
    stage({ backupDurationMs: 0, dialect: { encoding } }, async ({ sim, step: run }) => {
      const result = await run({});
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '502', status: 'completed' },
      });
      const asked = sim.requests.map(({ method, headers }) => [method, headers['accept-encoding']]);
      expect(asked).toEqual([
        ['GET', 'gzip'],
        ['POST', undefined],
        ['GET', 'gzip'],
      ]);
    })(),
  );

  test.concurrent.each(['br', 'deflate'] as const)('%s is named', (encoding) =>
    stage({ backups: [{ id: 501 }], dialect: { encoding } }, async ({ step: run }) => {
      const result = await run(ONE_POLL);
      expect(errorOf(result)).toContain(
        `the answer has the content encoding ${encoding}, which was not asked for.`,
      );
    })(),
  );

  test.concurrent.each(['broken gzip', 'gzip in name only'] as const)('%s', (encoding) =>
    stage({ backups: [{ id: 501 }], dialect: { encoding } }, async ({ step: run }) => {
      const result = await run(ONE_POLL);
      expect(errorOf(result)).toMatch(/VPS\.org answered 200: its answer was cut short\./);
    })(),
  );
});

describe('a host that can not be reached is named', () => {
  const fails = (code: string): string =>
    `import dns from 'node:dns';
    dns.lookup = (host, _, callback) => process.nextTick(callback, Object.assign(new Error('${code}'), { code: '${code}' }));`;

  test.concurrent.each([
    ['ENOTFOUND', 'the host name vps.example.test is not known (ENOTFOUND)'],
    ['EAI_AGAIN', 'the host name vps.example.test could not be resolved (EAI_AGAIN)'],
  ])('%s', async (code, words) => {
    const api = { url: 'https://vps.example.test/api/v1', token: TOKEN };
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(fails(code))}`;
    const result = await step(api, ONE_POLL, { env: { NODE_OPTIONS } });
    expect(errorOf(result)).toContain(words);
  });

  test.concurrent('ECONNREFUSED', async () => {
    const api = { url: 'http://127.0.0.1:9/api/v1', token: TOKEN };
    const result = await step(api, ONE_POLL);
    expect(errorOf(result)).toContain('127.0.0.1:9 refused the connection (ECONNREFUSED)');
  });
});
