/** The transport against a plain server on loopback. Time is virtual: it stands still until a test lets it go on. */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Cancelled, CancelledInFlight } from '../../src/errors.js';
import { TransportError } from '../../src/vpsorg/errors.js';
import { createTransport, type Request } from '../../src/vpsorg/http.js';
import { VirtualClock } from '../support/virtual-clock.js';

const TOKEN = 'vps_test_not_a_real_token';
const GET: Request = { method: 'GET', target: '/api/v1/backups/?server_id=7', timeoutMs: 30_000 };
const POST: Request = { method: 'POST', target: '/api/v1/backups/', body: { server_id: 7, description: 'ü' }, timeoutMs: 30_000 };
const DELETE: Request = { method: 'DELETE', target: '/api/v1/backups/5/', timeoutMs: 30_000 };

let ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends) end();
  ends = [];
});

type Handler = (request: http.IncomingMessage & { readonly text: string }, response: http.ServerResponse) => void;

/** A server, and a transport to it; `held` lets the time go on. */
async function start(handler: Handler, host = '127.0.0.1') {
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handler(Object.assign(request, { text: Buffer.concat(chunks).toString('utf8') }), response));
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { ...connect(origin), server, sockets, origin };
}

function connect(origin: string) {
  const clock = new VirtualClock();
  const letGo = clock.hold();
  const cancel = new AbortController();
  const lines: string[] = [];
  const debug = (line: string): void => void lines.push(line);
  const transport = createTransport({ origin, token: TOKEN, userAgent: 'test/1', clock, cancel: cancel.signal, debug });
  ends.push(() => transport.close());
  return { transport, clock, letGo, cancel, lines };
}

async function faultOf(sending: Promise<unknown>): Promise<unknown> {
  return sending.then(
    (answer) => answer,
    (fault: unknown) => fault,
  );
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('what is sent', () => {
  test.each([
    ['GET', GET, ''],
    ['POST', POST, '{"server_id":7,"description":"ü"}'],
    ['DELETE', DELETE, ''],
  ])('%s with the documented headers', async (method, request, body) => {
    const seen: unknown[] = [];
    const { transport, origin } = await start(({ method: came, url, headers, text }, response) => {
      seen.push({ came, url, text, ...headers });
      response.end('{}');
    });
    await transport.send(request);
    expect(seen).toEqual([
      expect.objectContaining({
        came: method,
        url: request.target,
        text: body,
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        accept: 'application/json',
        'user-agent': 'test/1',
        host: origin.slice('http://'.length),
      }),
    ]);
  });

  test('over one connection, which closes with the transport', async () => {
    const { transport, server, sockets } = await start((_, response) => response.end('{}'));
    await transport.send(GET);
    await transport.send(POST);
    expect(sockets.size).toBe(1);
    transport.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some((one) => one.internal && one.family === 'IPv6'));
  (hasIPv6 ? test : test.skip)('to an IPv6 address, too', async () => {
    const { transport } = await start((_, response) => response.end('six'), '::1');
    expect(await transport.send(GET)).toMatchObject({ status: 200, body: 'six' });
  });
});

describe('what comes back', () => {
  test.each<[number, http.OutgoingHttpHeaders, string]>([
    [200, {}, '{"results":[]}'],
    [200, {}, '<html>Back soon</html>'],
    [201, {}, ''],
    [404, {}, '{"detail":"Not found."}'],
    [500, {}, 'Oops: ü 🚀'],
    [302, { location: 'http://127.0.0.1:1/elsewhere' }, ''],
    [307, { location: '/elsewhere' }, 'moved'],
  ])('%p as it is', async (status, headers, body) => {
    let requests = 0;
    const { transport, lines } = await start((_, response) => {
      requests += 1;
      response.writeHead(status, headers).end(body);
    });
    expect(await transport.send(POST)).toEqual({ status, body, whole: true, retryAfterMs: null });
    expect(requests).toBe(1);
    expect(lines).toEqual([`POST /api/v1/backups/ -> ${status} (0 ms)`]);
  });

  test('when to ask again', async () => {
    const { transport } = await start((_, response) => response.writeHead(503, { 'retry-after': '7' }).end());
    expect(await transport.send(GET)).toMatchObject({ status: 503, retryAfterMs: 7_000 });
  });

  test('an answer that was cut short says so', async () => {
    const { transport, lines } = await start((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"results"', () => response.destroy());
    });
    expect(await transport.send(GET)).toMatchObject({ status: 200, whole: false, body: '{"results"' });
    expect(lines).toEqual(['GET /api/v1/backups/?server_id=7 -> 200, cut short (0 ms)']);
  });

  test('how long it took, as the clock has it', async () => {
    const one = await start((_, response) => {
      one.clock.advance(1_234.4);
      response.end();
    });
    await one.transport.send(GET);
    expect(one.lines).toEqual(['GET /api/v1/backups/?server_id=7 -> 200 (1234 ms)']);
  });
});

describe('an API that echoes the token', () => {
  const escaped = (text: string): string => [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  test.each([
    ['as it is', `{"detail":"bad ${TOKEN}!"}`, '{"detail":"bad ***!"}'],
    ['twice', `${TOKEN}${TOKEN}`, '******'],
    ['escaped', `{"detail":"${escaped(TOKEN)}"}`, '{"detail":"***"}'],
    [
      'escaped in capitals',
      `{"detail":"${escaped(TOKEN).replaceAll(/u00[0-9a-f]{2}/g, (code) => `u${code.slice(1).toUpperCase()}`)}"}`,
      '{"detail":"***"}',
    ],
    ['escaped in part', `"${escaped(TOKEN.slice(0, 5))}${TOKEN.slice(5)}"`, '"***"'],
    ['beside a backslash of the text', '"C:\\\\u0041"', '"C:\\\\u0041"'],
    ['beside quotes, which stay escaped', '"\\u0022\\u005c\\u005C\\u007f\\u0041"', '"\\u0022\\u005c\\u005C\\u007fA"'],
    ['beside other escapes', '"\\u00e9\\u0001\\n\\u2028\\u0041"', '"\\u00e9\\u0001\\n\\u2028A"'],
    ['beside escapes of the edge', '"\\u0020\\u007e\\u0080"', '" ~\\u0080"'],
    ['not at all', '"\\u12ab"', '"\\u12ab"'],
  ])('%s', async (_, body, expected) => {
    const { transport } = await start((_request, response) => response.end(body));
    expect((await transport.send(GET)).body).toBe(expected);
  });
});

describe('faults', () => {
  test('nobody listens: nothing was sent', async () => {
    const { transport, lines } = connect(`http://127.0.0.1:${await closedPort()}`);
    expect(await faultOf(transport.send(POST))).toMatchObject({ code: 'ECONNREFUSED', maybeArrived: false, cause: expect.anything() });
    expect(lines).toEqual(['POST /api/v1/backups/ -> ECONNREFUSED (0 ms)']);
  });

  test('nobody listens at any address of a name: nothing was sent', async () => {
    const { transport } = connect(`http://localhost:${await closedPort()}`);
    expect(await faultOf(transport.send(POST))).toMatchObject({ code: 'ECONNREFUSED', maybeArrived: false });
  });

  test('a reset after sending: it may have arrived', async () => {
    const { transport } = await start((request) => request.socket.destroy());
    const fault = await faultOf(transport.send(POST));
    expect(fault).toBeInstanceOf(TransportError);
    expect(fault).toMatchObject({ code: 'ECONNRESET', maybeArrived: true });
  });

  test.each([30_000, 700])('no answer within %p ms: it may have arrived', async (timeoutMs) => {
    const { transport, clock, lines, ...rest } = await start(() => rest.letGo());
    expect(await faultOf(transport.send({ ...POST, timeoutMs }))).toMatchObject({ code: 'TIMEOUT', maybeArrived: true });
    expect(clock.elapsed).toBe(timeoutMs);
    expect(lines).toEqual([`POST /api/v1/backups/ -> TIMEOUT (${timeoutMs} ms)`]);
  });

  test('an answer whose end does not come in time is cut short', async () => {
    const { transport, clock, ...rest } = await start((_, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{', () => setImmediate(rest.letGo));
    });
    const came = await faultOf(transport.send(POST));
    expect(clock.elapsed).toBe(30_000);
    // Where the head was not yet read when the time was up, it is a time-out: a matter of the socket's own pace.
    if (came instanceof TransportError) expect(came).toMatchObject({ code: 'TIMEOUT', maybeArrived: true });
    else expect(came).toMatchObject({ status: 201, whole: false });
  });

  test('once the answer is there, no timer is left behind', async () => {
    const { transport, clock } = await start((_, response) => response.end());
    await transport.send(GET);
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.sleepers).toBe(0);
  });
});

describe('cancellation', () => {
  const reason = new Cancelled('SIGTERM');

  test('before: nothing is sent', async () => {
    let requests = 0;
    const { transport, cancel } = await start((_, response) => {
      requests += 1;
      response.end();
    });
    cancel.abort(reason);
    expect(await faultOf(transport.send(POST))).toBe(reason);
    expect(requests).toBe(0);
  });

  test('a GET ends at once, with the reason', async () => {
    const { transport, clock, lines, ...rest } = await start(() => {
      rest.letGo();
      rest.cancel.abort(reason);
    });
    expect(await faultOf(transport.send(GET))).toBe(reason);
    expect(clock.elapsed).toBe(0);
    expect(lines).toEqual(['GET /api/v1/backups/?server_id=7 -> cancelled (0 ms)']);
  });

  test.each([POST, DELETE])('an order under way is given a second, so that its outcome is learned: $method', async (request) => {
    const { transport, ...rest } = await start((_, response) => {
      rest.cancel.abort(reason);
      setImmediate(() => response.writeHead(201).end('{"id":5}'));
    });
    expect(await transport.send(request)).toMatchObject({ status: 201, body: '{"id":5}', whole: true });
  });

  test.each([POST, DELETE])('and no longer; it may have been taken: $method', async (request) => {
    const { transport, clock, ...rest } = await start(() => {
      rest.letGo();
      rest.cancel.abort(reason);
    });
    const fault = await faultOf(transport.send(request));
    expect(fault).toBeInstanceOf(CancelledInFlight);
    expect(fault).toMatchObject({ by: 'SIGTERM' });
    expect(clock.elapsed).toBe(1_000);
  });

  test('in the middle of an answer it is no answer', async () => {
    const { transport, ...rest } = await start((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"results"', () => {
        rest.letGo();
        rest.cancel.abort(reason);
      });
    });
    expect(await faultOf(transport.send(GET))).toBe(reason);
  });
});

describe('a proxy', () => {
  const names = ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'] as const;

  /** A proxy that answers CONNECT with a status, or not at all. */
  async function through(status: number | null, request: Request) {
    const sockets = new Set<{ destroy(): void }>();
    const server = http.createServer();
    const { transport, clock, letGo } = connect('https://vps.example.test');
    server.on('connect', (_, socket) => {
      sockets.add(socket);
      if (status === null) letGo();
      else socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
    for (const name of names) delete process.env[name];
    process.env.https_proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    ends.push(() => {
      for (const name of names) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return { fault: await faultOf(transport.send(request)), clock };
  }

  test('that does not let it through: nothing was sent', async () => {
    expect((await through(403, POST)).fault).toMatchObject({ code: 'PROXY', maybeArrived: false });
  });

  test('that keeps silent ends with the time of the request', async () => {
    const { fault, clock } = await through(null, GET);
    expect(fault).toMatchObject({ code: 'TIMEOUT' });
    expect(clock.elapsed).toBe(30_000);
  });
});
