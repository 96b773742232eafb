/** Requests through a proxy: it is used, and an error names it. */
import http from 'node:http';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { closedPort, connect, GET, listen, POST } from './loopback.js';

const NAMES = ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'] as const;
/** `@actions/http-client` reads them from the process. */
let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
  for (const name of NAMES) delete process.env[name];
});
afterEach(() => {
  process.env = before;
});

const ORIGIN = 'https://vps.invalid';

/** A proxy; `connects` are the targets that it was asked for. */
async function startProxy(onConnect: (socket: Duplex) => void) {
  const connects: (string | undefined)[] = [];
  const headers: http.IncomingHttpHeaders[] = [];
  const server = http.createServer();
  server.on('connect', (request: http.IncomingMessage, socket: Duplex) => {
    connects.push(request.url);
    headers.push(request.headers);
    socket.on('error', () => {});
    onConnect(socket);
  });
  const { port } = await listen(server);
  return { host: `127.0.0.1:${port}`, connects, headers };
}

describe('a proxy that fails: nothing was delivered, and it is named', () => {
  test.each([403, 407, 502])('with %p', async (status) => {
    const { host, connects } = await startProxy((socket) => {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    });
    process.env.https_proxy = `http://${host}`;
    for (const request of [POST, GET]) {
      const error = await connect(ORIGIN, process.env).send(request);
      expect(error).toMatchObject({ code: 'PROXY', maybeDelivered: false });
      expect(String(error)).toContain(
        `proxy http://${host} (from https_proxy) did not open a tunnel`,
      );
      expect(String(error)).toContain(String(status));
    }
    expect(connects).toEqual(['vps.invalid:443', 'vps.invalid:443']);
  });

  test('as nothing listens there', async () => {
    const host = `127.0.0.1:${await closedPort()}`;
    process.env.HTTPS_PROXY = `http://${host}`;
    const error = await connect(ORIGIN, process.env).send(POST);
    expect(error).toMatchObject({ code: 'PROXY', maybeDelivered: false });
    expect(String(error)).toContain(`proxy http://${host} (from HTTPS_PROXY)`);
  });

  test('as the tunnel closes in the handshake', async () => {
    const { host } = await startProxy((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.once('data', () => socket.end());
    });
    process.env.https_proxy = `http://${host}`;
    const error = await connect(ORIGIN, process.env).send(POST);
    expect(error).toMatchObject({ maybeDelivered: false });
  });
});

test('a proxy without a scheme is used', async () => {
  const { host, connects } = await startProxy((socket) => socket.end('HTTP/1.1 403 No\r\n\r\n'));
  process.env.https_proxy = host;
  expect(await connect(ORIGIN, process.env).send(GET)).toMatchObject({ code: 'PROXY' });
  expect(connects).toEqual(['vps.invalid:443']);
});

test("the proxy's user and password are sent to it", async () => {
  const { host, headers } = await startProxy((socket) => socket.end('HTTP/1.1 403 No\r\n\r\n'));
  process.env.https_proxy = `http://me:p%40ss@${host}`;
  const error = await connect(ORIGIN, process.env).send(GET);
  const expected = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  expect(headers[0]?.['proxy-authorization']).toBe(expected);
  expect(String(error)).not.toContain('p@ss');
});
