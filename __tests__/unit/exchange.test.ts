/** One request over a real socket: what is sent, what comes back, what an error proves. */
import type http from 'node:http';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { MAX_RESPONSE_BYTES } from '../../src/vpsorg/http.js';
import { closedPort, connect, DELETE, GET, listen, POST, start, TOKEN } from './loopback.js';

describe('a request', () => {
  test.each([
    ['GET', GET, ''],
    ['POST', POST, '{"server_id":7,"description":"ü"}'],
    ['DELETE', DELETE, ''],
  ])('%s has the documented headers', async (method, request, body) => {
    const seen: unknown[] = [];
    const { send, origin } = await start((received, response) => {
      const { url, headers, text } = received;
      seen.push({ method: received.method, url, text, headers });
      response.end('{}');
    });
    await send(request);
    const common = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      accept: 'application/json',
      'accept-language': 'en',
      'user-agent': 'test/1',
      host: origin.slice('http://'.length),
    };
    const ofGet = { 'cache-control': 'no-cache', 'accept-encoding': 'gzip' };
    const headers = method === 'GET' ? { ...common, ...ofGet } : common;
    expect(seen).toEqual([
      { method, url: request.path, text: body, headers: expect.objectContaining(headers) },
    ]);
    if (method === 'GET') return;
    for (const name of Object.keys(ofGet)) expect(seen[0]).not.toHaveProperty(['headers', name]);
  });

  const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
    all?.some((one) => one.internal && one.family === 'IPv6'),
  );
  (hasIPv6 ? test : test.skip)('goes to an IPv6 address', async () => {
    const { send } = await start((_, response) => response.end('six'), '::1');
    expect(await send(GET)).toMatchObject({ status: 200, body: 'six' });
    expect(await send(POST)).toMatchObject({ status: 200, body: 'six' });
  });

  test('ends with its signal', async () => {
    const abort = new AbortController();
    const { send } = await start(() => abort.abort());
    expect(await send(POST, abort.signal)).toBeInstanceOf(Error);
  });
});

describe('connections', () => {
  async function portsOf(requests: readonly (typeof GET)[]): Promise<number> {
    const ports = new Set<number | undefined>();
    const { send } = await start((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    for (const request of requests) await send(request);
    return ports.size;
  }

  test('are kept for GETs only', async () => {
    expect(await portsOf([GET, GET, GET])).toBe(1);
    expect(await portsOf([GET, POST, GET, DELETE, POST])).toBe(4);
  });

  test('are fresh where a GET asks for it', async () => {
    expect(await portsOf([GET, { ...GET, newConnection: true }, GET])).toBe(2);
  });

  test('that the server closes without a sign do not concern a POST', async () => {
    const { send, server } = await start((_, response) => response.end('{}'));
    await send(GET);
    server.closeAllConnections();
    expect(await send(POST)).toMatchObject({ status: 200 });
  });

  test('are closed at the end', async () => {
    const { send, close, server, sockets } = await start((_, response) => response.end('{}'));
    await send(GET);
    server.keepAliveTimeout = 0;
    const closed = [...sockets].map(
      (socket) => new Promise((resolve) => socket.on('close', resolve)),
    );
    close();
    await Promise.all(closed);
  });
});

describe('an answer', () => {
  test.each<[number, http.OutgoingHttpHeaders, string]>([
    [200, {}, '{"results":[]}'],
    [201, {}, ''],
    [404, {}, '{"detail":"Not found."}'],
    [401, { 'www-authenticate': 'Basic' }, ''],
    [500, {}, 'Oops: ü 🚀'],
    [503, { 'retry-after': '7' }, ''],
  ])('%p is handed on', async (status, headers, body) => {
    const { send } = await start((_, response) => response.writeHead(status, headers).end(body));
    expect(await send(POST)).toMatchObject({ status, body, complete: true, headers });
  });

  test.each([301, 302, 307, 308])('%p is not followed', async (status) => {
    let requests = 0;
    const { send } = await start((_, response) => {
      requests += 1;
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect(await send(GET)).toMatchObject({ status, headers: { location: '/elsewhere' } });
    expect(requests).toBe(1);
  });

  test('has headers that were sent twice in one', async () => {
    const { send } = await start((_, response) => {
      response.writeHead(200, { link: ['</a>; rel=prev', '</b>; rel=next'] }).end();
    });
    expect(await send(GET)).toMatchObject({ headers: { link: '</a>; rel=prev, </b>; rel=next' } });
  });

  test('is taken up to 32 MB', async () => {
    let size = MAX_RESPONSE_BYTES;
    const { send } = await start((_, response) => response.end(Buffer.alloc(size, 'x')));
    const largest = await send(GET);
    expect('body' in largest && [largest.complete, largest.body.length]).toEqual([
      ...[true, MAX_RESPONSE_BYTES],
    ]);
    size += 1;
    expect(await send(GET)).toMatchObject({ status: 200, body: '', complete: false });
  });

  test('may come byte by byte', async () => {
    const { send } = await start((_, response) => {
      for (const byte of Buffer.from('{"name":"ü 🚀"}')) response.write(Buffer.of(byte));
      response.end();
    });
    expect(await send(GET)).toMatchObject({ body: '{"name":"ü 🚀"}', complete: true });
  });

  test('that breaks off is incomplete', async () => {
    const { send } = await start((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"results"', () => response.destroy());
    });
    expect(await send(GET)).toMatchObject({ status: 200, complete: false, body: '{"results"' });
  });
});

describe('an error', () => {
  test('of a refused connection names the host; nothing was delivered', async () => {
    const port = await closedPort();
    for (const request of [POST, DELETE]) {
      expect(await connect(`http://127.0.0.1:${port}`).send(request)).toMatchObject({
        ...{ code: 'ECONNREFUSED', maybeDelivered: false },
        message: `127.0.0.1:${port} refused the connection (ECONNREFUSED)`,
      });
    }
  });

  test('of a host of which every address refuses: nothing was delivered', async () => {
    const { send } = connect(`http://localhost:${await closedPort()}`);
    expect(await send(POST)).toMatchObject({ code: 'ECONNREFUSED', maybeDelivered: false });
  });

  test('of an unknown host names it; nothing was delivered', async () => {
    const error = await connect('http://vps.invalid').send(POST);
    expect(error).toMatchObject({ maybeDelivered: false });
    expect(String(error)).toContain('vps.invalid');
  });

  test('of a reset after the request was sent: it may have been delivered', async () => {
    const { send } = await start((request) => request.socket.destroy());
    expect(await send(POST)).toMatchObject({ code: 'ECONNRESET', maybeDelivered: true });
  });

  test('of a reset at the first byte of the request: it may have been delivered', async () => {
    const server = net.createServer((socket) =>
      socket.once('data', () => socket.resetAndDestroy()),
    );
    const { port } = await listen(server);
    const error = await connect(`http://127.0.0.1:${port}`).send(POST);
    expect(error).toMatchObject({ code: 'ECONNRESET', maybeDelivered: true });
  });

  test('of an answer that is no HTTP: it may have been delivered', async () => {
    const server = net.createServer((socket) => socket.once('data', () => socket.end('hello\r\n')));
    const { port } = await listen(server);
    expect(await connect(`http://127.0.0.1:${port}`).send(POST)).toMatchObject({
      maybeDelivered: true,
    });
  });
});
