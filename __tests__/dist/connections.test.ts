/** Connections that are kept, closed without a sign, dropped or slow to open, and a process that is stopped meanwhile. */
import { spawn } from 'node:child_process';
import net, { type AddressInfo } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import type { Running } from '../../scripts/run-action.js';
import type { Simulator } from '../../simulator/index.js';
import { describeOnLinux, onUnix } from '../support/platform.js';
import { PATIENCE_MS, stage, step, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

/** Forwards to the simulator, and notes which requests came on which connection. */
async function startForwarder(
  sim: Simulator,
): Promise<{ readonly url: string; readonly connections: string[][]; close(): void }> {
  const connections: string[][] = [];
  const server = net.createServer((client) => {
    const methods: string[] = [];
    connections.push(methods);
    const upstream = net.connect(Number(new URL(sim.url).port), '127.0.0.1');
    client.on('error', () => upstream.destroy());
    client.on('close', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('data', (chunk: Buffer) => {
      const method = /^(GET|POST|DELETE) \//.exec(chunk.toString('latin1'))?.[1];
      if (method !== undefined) methods.push(method);
      upstream.write(chunk);
    });
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    connections,
    close: () => void server.close(),
  };
}

test.concurrent(
  'requests that only read share a connection; each change opens its own',
  stage({ backupDurationMs: 2_500, backups: [{ id: 401 }] }, async ({ sim }) => {
    const forwarder = await startForwarder(sim);
    const api = { url: forwarder.url, token: TOKEN };
    const created = await step(api, {}).finally(forwarder.close);
    expect(created).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
    const [reading, ...changing] = forwarder.connections;
    expect(reading?.length).toBeGreaterThanOrEqual(3);
    expect(new Set(reading)).toEqual(new Set(['GET']));
    expect(changing).toEqual([['POST']]);
  }),
);

describe('a server that closes connections without a sign', () => {
  test.concurrent.each(['closed on the next request', 'closed after each answer'] as const)(
    '%s: create sends one POST, which is never lost',
    (connections) =>
      stage(
        { backupDurationMs: 200, dialect: { connections } },
        async ({ sim, step: run, sent }) => {
          const result = await run({ keep_last: '1' });
          expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
          expect(result.log.join('\n')).not.toContain('No definite answer');
          expect(sent('POST')).toHaveLength(1);
          expect(sim.lost.filter((request) => !request.startsWith('GET '))).toEqual([]);
        },
      )(),
  );
});

test.concurrent(
  'a connection that was dropped while idle does not spoil the final poll',
  // Polls are 1 s apart, then 1.25 s: that one is never answered, and the wait ends meanwhile.
  stage(
    { backupDurationMs: 5_500, dialect: { dropIdleAfterMs: 1_150 } },
    async ({ sim, step: run }) => {
      const result = await run({ wait_timeout: '8s' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
      expect(sim.lost).not.toEqual([]);
    },
  ),
);

onUnix('a process that is stopped past the deadline polls once more when it continues', () =>
  stage({ backupDurationMs: 4_000 }, async ({ step: run, on }) => {
    let running: Running | undefined;
    let isStopped = false;
    on('outcome', ({ method }) => {
      if (method !== 'POST' || isStopped) return;
      isStopped = true;
      setTimeout(() => running?.kill('SIGSTOP'), 300);
      setTimeout(() => running?.kill('SIGCONT'), 5_500);
    });
    const result = await run(
      { wait_timeout: '2s' },
      {
        onStart: (started) => {
          running = started;
        },
      },
    );
    expect(result).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
  })(),
);

/** A name with two addresses, for the step's process. */
const TWO_ADDRESSES = `import dns from 'node:dns';
const found = ['127.0.0.2', '127.0.0.1'].map((address) => ({ address, family: 4 }));
dns.lookup = (_, options, callback) =>
  process.nextTick(callback, null, options.all ? found : '127.0.0.1', options.all ? undefined : 4);`;

/** An address whose queue of connections is full: it never answers. */
async function startSilentAddress(host: string, port: number): Promise<() => void> {
  const listen = `require('node:net').createServer().listen({ host: '${host}', port: ${port}, backlog: 1 }, () => console.log('up'))`;
  const child = spawn(process.execPath, ['--eval', listen], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: 8 }, () => net.connect(port, host).on('error', () => {}));
  await new Promise((resolve) => setTimeout(resolve, 200));
  return () => {
    for (const filler of fillers) filler.destroy();
    child.kill('SIGKILL');
  };
}

describeOnLinux('a host with two addresses', () => {
  test.concurrent(
    'whose first never answers is reached at its second',
    stage({ backups: [{ id: 501 }] }, async ({ sim, step: run, sent }) => {
      const { port } = new URL(sim.url);
      const close = await startSilentAddress('127.0.0.2', Number(port));
      const result = await run(
        { operation: 'list', api_url: `http://localhost:${port}/api/v1` },
        {
          env: {
            NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TWO_ADDRESSES)}`,
          },
        },
      ).finally(close);
      expect(result.exitCode).toBe(0);
      expect(result.ms).toBeGreaterThan(4_000); // it was waited for
      expect(sent()).toEqual(['GET /backups/?server_id=12345']);
    }),
  );
});
