/** Proxy settings as people write them: what can be used is, what can't is an error before any request. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import { errorOf, PATIENCE_MS, step, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const target = { url: 'https://vps.example.test/api/v1', token: TOKEN };
/** A poll is a single attempt, and the wait is short. */
const inputs = { operation: 'wait', backup_id: '501', wait_timeout: '1s' };

/** A proxy that asks for credentials, and notes those that it gets. */
async function startProxy(): Promise<{
  port: number;
  seen: (string | undefined)[];
  close(): void;
}> {
  const seen: (string | undefined)[] = [];
  const server = http.createServer();
  server.on('connect', (request, client) => {
    seen.push(request.headers['proxy-authorization']);
    client.on('error', () => {});
    client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, seen, close: () => void server.close() };
}

describe.each(['https_proxy', 'HTTPS_PROXY'])('%s', (name) => {
  test.concurrent('407 is named, with the proxy and the variable', async () => {
    const proxy = await startProxy();
    const result = await step(target, inputs, {
      env: { [name]: `http://me:not-a-password@127.0.0.1:${proxy.port}` },
    }).finally(proxy.close);
    expect(errorOf(result)).toContain(
      `proxy http://127.0.0.1:${proxy.port} (from ${name}) did not open a tunnel (statusCode=407)`,
    );
    expect(result.log.join('\n')).not.toContain('not-a-password');
  });

  test.concurrent('name:port without a scheme is used', async () => {
    const proxy = await startProxy();
    const result = await step(target, inputs, {
      env: { [name]: `127.0.0.1:${proxy.port}` },
    }).finally(proxy.close);
    expect(errorOf(result)).toContain(`proxy http://127.0.0.1:${proxy.port} (from ${name})`);
    expect(proxy.seen.length).toBeGreaterThan(0);
  });

  test.concurrent('an escaped % in the password reaches the proxy', async () => {
    const proxy = await startProxy();
    const value = `http://me:50%25off@127.0.0.1:${proxy.port}`;
    await step(target, inputs, { env: { [name]: value } }).finally(proxy.close);
    expect(proxy.seen[0]).toBe(`Basic ${btoa('me:50%off')}`);
  });

  test.concurrent('a bare % in the password is an error', async () => {
    const result = await step(target, inputs, { env: { [name]: 'http://me:50%off@127.0.0.1:9' } });
    expect(errorOf(result)).toBe(
      `The proxy in ${name} can't be used: "http://***@127.0.0.1:9" has a % in its user or password that is not followed by two hex digits. No request was sent. Set ${name} to a URL such as http://user:password@proxy.example:3128, with % in it as %25.`,
    );
  });

  test.concurrent.each(['socks5://127.0.0.1:9', 'http://', '::'])(
    '%s is an error',
    async (value) => {
      const result = await step(target, inputs, { env: { [name]: value } });
      expect(errorOf(result)).toMatch(
        new RegExp(
          `^The proxy in ${name} can't be used: .* is not an http or https URL\\. No request`,
        ),
      );
    },
  );

  test.concurrent('one that is not there is named', async () => {
    const result = await step(target, inputs, { env: { [name]: 'http://127.0.0.1:9' } });
    expect(errorOf(result)).toMatch(
      new RegExp(
        `proxy http://127\\.0\\.0\\.1:9 \\(from ${name}\\) did not open a tunnel \\(.*ECONNREFUSED`,
      ),
    );
  });
});
