/** The end of the process: the log arrives as far as its reader takes it, and nothing holds a cancelled step. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { runAction } from '../../scripts/run-action.js';
import { on } from '../../simulator/index.js';
import { errorOf, GONE_WITHIN_MS, PATIENCE_MS, stage, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

describe('the log', () => {
  test.concurrent('of 290 kB arrives whole, four seconds late', () => {
    const servers = Array.from({ length: 1_000 }, (_, i) => ({ id: i + 1 }));
    const text = 'No. '.repeat(75);
    return stage(
      { servers, faults: [on.post.any.status(400, 'detail', { text })] },
      async ({ step }) => {
        const server_id = servers.map(({ id }) => id).join(' ');
        const result = await step({ server_id }, { reader: { afterMs: 4_000 } });
        expect(Buffer.byteLength(result.log.join('\n'))).toBeGreaterThan(290_000);
        expect(errorOf(result)).toMatch(/^1000 of 1000 servers failed\.\n/);
        expect(errorOf(result).split('\n- ')).toHaveLength(1_001);
      },
    )();
  });

  test.concurrent.each([
    { outcome: 'completed', exitCode: 0 },
    { outcome: 'failed', exitCode: 1 },
  ])('whose reader is gone does not end the step: $outcome', ({ outcome, exitCode }) =>
    stage({ backupDurationMs: 200, backupOutcome: outcome }, async ({ step }) => {
      const result = await step({}, { reader: 'closed' });
      expect(result).toMatchObject({ exitCode, outputs: { backup_id: '502', status: outcome } });
      expect(result.summary).toContain('Backup 502');
    })(),
  );
});

const folder = mkdtempSync(join(tmpdir(), 'dns-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A resolver that does not answer within a minute, in place of the C library's. */
function buildHangingResolver(): string | null {
  if (process.platform !== 'linux') return null;
  const [source, library] = [join(folder, 'dns.c'), join(folder, 'dns.so')];
  writeFileSync(
    source,
    '#include <netdb.h>\n#include <unistd.h>\nint getaddrinfo(const char *n, const char *s, const struct addrinfo *h, struct addrinfo **r) { sleep(60); return EAI_AGAIN; }\n',
  );
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, source], { stdio: 'ignore' });
    return library;
  } catch {
    console.warn('SKIPPED: no C compiler here, so a hanging look-up of a name is not tested');
    return null;
  }
}

const resolver = buildHangingResolver();

(resolver === null ? describe.skip : describe)('while a look-up of a name hangs', () => {
  const given = {
    operation: 'list',
    server_id: '12345',
    api_url: 'https://vps.example.test/api/v1',
    api_token: TOKEN,
  };

  test.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it', async (signal) => {
    const result = await runAction({
      with: given,
      env: { LD_PRELOAD: resolver ?? '' },
      onLine: (line, { kill }) => {
        if (line.startsWith('Listing')) setTimeout(() => kill(signal), 300);
      },
    });
    expect(result.msAfterSignal).toBeLessThan(GONE_WITHIN_MS);
    // Before Node 23.11 only a signal ends a process whose look-up hangs.
    const isReplaced = 'execve' in process;
    expect(result).toMatchObject(
      isReplaced ? { exitCode: 1, signal: null } : { exitCode: null, signal: 'SIGKILL' },
    );
    expect(errorOf(result)).toBe(`Cancelled by ${signal}. Nothing more was sent.`);
    expect(result.stderr).toEqual([]);
    expect(result.summary).toContain(`Cancelled by ${signal}`);
  });
});
