/** Self-hosted runners reach the API through a proxy: `https_proxy` and `no_proxy`, as `@actions/http-client` reads them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import type { Running } from '../../scripts/run-action.js';
import type { Simulator } from '../../simulator/index.js';
import { onUnix } from '../support/platform.js';
import { errorOf, GONE_WITHIN_MS, PATIENCE_MS, stage, step, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

/** A name that no resolver knows: only the proxy can reach it. */
const HOST = 'vps.example.test';
const API_URL = `https://${HOST}/api/v1`;

interface Seen {
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
}

interface Proxy {
  readonly url: string;
  readonly seen: Seen[];
  readonly close: () => void;
}

/** A CONNECT proxy. Whatever host is asked for, it leads to `port`, or answers with `status`; `null`: it never answers. */
async function startProxy(
  way: { readonly port: number } | { readonly status: number } | null,
): Promise<Proxy> {
  const seen: Seen[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer((_, response) => response.writeHead(500).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, client: net.Socket) => {
    seen.push({ target: request.url ?? '', headers: request.headers });
    client.on('error', () => {});
    if (way === null) return;
    if ('status' in way) return void client.end(`HTTP/1.1 ${way.status} No\r\n\r\n`);
    const upstream = net.connect(way.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream.on('error', () => client.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}

const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
const certificate = makeCertificate();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface KeyPair {
  readonly key: Buffer;
  readonly cert: Buffer;
}

function makeCertificate(): KeyPair | null {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const wanted = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    '-days',
    '2',
    '-subj',
    `/CN=${HOST}`,
  ];
  try {
    execFileSync('openssl', [...wanted, '-addext', `subjectAltName=DNS:${HOST}`], {
      stdio: 'ignore',
    });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } catch {
    console.warn(
      'SKIPPED: no openssl here that makes a certificate; what goes through the proxy to the end is not tested',
    );
    return null;
  }
}

/** TLS in front of a simulator. */
async function startTls(sim: Simulator, pair: KeyPair): Promise<tls.Server> {
  const port = Number(new URL(sim.url).port);
  const server = tls.createServer(pair, (client) => {
    const upstream = net.connect(port, '127.0.0.1');
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
    upstream.pipe(client).pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function throughTheProxy(
  pair: KeyPair,
  play: (at: { sim: Simulator; proxy: Proxy; env: Record<string, string> }) => Promise<void>,
): Promise<void> {
  await stage({ backupDurationMs: 0, backups: [{ id: 501 }] }, async ({ sim }) => {
    const server = await startTls(sim, pair);
    const proxy = await startProxy({ port: (server.address() as AddressInfo).port });
    try {
      await play({
        sim,
        proxy,
        env: {
          https_proxy: proxy.url,
          NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem'),
          RUNNER_DEBUG: '1',
        },
      });
    } finally {
      proxy.close();
      server.close();
    }
  })();
}

const target = { url: API_URL, token: TOKEN };

(certificate === null ? describe.skip : describe)('through a proxy to the API', () => {
  const pair = certificate as KeyPair;

  test.concurrent('create: the whole way, and the process ends though its tunnels are open', () =>
    throughTheProxy(pair, async ({ sim, proxy, env }) => {
      const result = await step(target, {}, { env });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '502', status: 'completed' },
      });
      expect(sim.vps.created).toHaveLength(1);
      expect(sim.requests[0]?.headers).toMatchObject({
        host: HOST,
        authorization: `Bearer ${TOKEN}`,
      });
      for (const { target: to, headers } of proxy.seen) {
        expect(to).toBe(`${HOST}:443`);
        expect(headers.authorization).toBeUndefined(); // the token is for the API, not for the proxy
      }
    }));

  test.concurrent('the name and password of the proxy reach it, and no log', () =>
    throughTheProxy(pair, async ({ proxy, env }) => {
      const url = proxy.url.replace('//', '//runner:not-a-real-password@');
      const result = await step(
        target,
        { operation: 'list' },
        { env: { ...env, https_proxy: url } },
      );
      expect(result.exitCode).toBe(0);
      expect(proxy.seen[0]?.headers['proxy-authorization']).toBe(
        `Basic ${btoa('runner:not-a-real-password')}`,
      );
      expect(`${result.log.join()}${result.summary}${result.outputFile}`).not.toContain(
        'not-a-real-password',
      );
    }));

  test.concurrent('a certificate of an unknown authority: nothing is sent', () =>
    throughTheProxy(pair, async ({ sim, env }) => {
      const { NODE_EXTRA_CA_CERTS: _, ...without } = env;
      const inputs = { operation: 'wait', backup_id: '501', wait_timeout: '1s' };
      const result = await step(target, inputs, { env: without });
      expect(result.exitCode).toBe(1);
      expect(result.log.join('\n')).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
      expect(sim.requests).toEqual([]);
    }));
});

describe('a proxy that does not let us through', () => {
  // A poll is a single attempt, and the wait is short.
  const inputs = { operation: 'wait', backup_id: '501', wait_timeout: '1s' };

  test.concurrent.each([403, 407, 502])('%i', async (status) => {
    const proxy = await startProxy({ status });
    const result = await step(target, inputs, { env: { HTTPS_PROXY: proxy.url } });
    proxy.close();
    expect(errorOf(result)).toMatch(/501.*operation: wait/);
    expect(result.log.join('\n')).toMatch(
      new RegExp(
        `proxy http://127\\.0\\.0\\.1:\\d+ \\(from HTTPS_PROXY\\) did not open a tunnel \\(statusCode=${status}\\)`,
      ),
    );
    expect(proxy.seen[0]?.target).toBe(`${HOST}:443`);
  });

  test.concurrent('one that never answers does not hold the process open after the work is done', async () => {
    const proxy = await startProxy(null);
    const result = await step(target, inputs, {
      env: { https_proxy: proxy.url },
      patienceMs: 15_000,
    }).finally(proxy.close);
    expect(errorOf(result)).toMatch(/501.*operation: wait/);
  });

  onUnix('a signal ends the step while one that never answers is waited for', async () => {
    const proxy = await startProxy(null);
    const onLine = (_: string, running: Running): void => {
      setTimeout(() => running.kill('SIGINT'), 300);
    };
    const result = await step(
      target,
      { ...inputs, wait_timeout: '1h' },
      { env: { https_proxy: proxy.url }, onLine },
    ).finally(proxy.close);
    expect(result.msAfterSignal).toBeLessThan(GONE_WITHIN_MS);
    expect(errorOf(result)).toMatch(/Cancelled by SIGINT/);
  });

  test.concurrent('one that is not there', async () => {
    const proxy = await startProxy(null);
    proxy.close();
    const result = await step(target, inputs, { env: { https_proxy: proxy.url } });
    expect(result.log.join('\n')).toMatch(/PROXY/);
  });
});

describe('past the proxy', () => {
  test.concurrent('no_proxy', async () => {
    const proxy = await startProxy({ status: 403 });
    const env = { https_proxy: proxy.url, no_proxy: 'other.example,vps.example.test' };
    const result = await step(
      target,
      { operation: 'wait', backup_id: '501', wait_timeout: '1s' },
      { env },
    );
    proxy.close();
    expect(result.exitCode).toBe(1); // no resolver knows that name
    expect(proxy.seen).toEqual([]);
  });

  test.concurrent('an API on loopback, as the simulator is', () =>
    stage({}, async ({ step: run }) => {
      const proxy = await startProxy({ status: 403 });
      const env = { http_proxy: proxy.url, https_proxy: proxy.url, HTTP_PROXY: proxy.url };
      expect((await run({ operation: 'list' }, { env })).exitCode).toBe(0);
      proxy.close();
      expect(proxy.seen).toEqual([]);
    })());
});
