/** The transport: what is sent, what comes back, what a fault proves. */

import { once } from 'node:events';
import type http from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../src/vpsorg/errors.js';
import { closedPort, connect, DELETE, faultOf, GET, POST, start, TOKEN } from './loopback.js';

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
        url: request.path,
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
    server.keepAliveTimeout = 0; // it would close it by itself
    const closed = Promise.all([...sockets].map((socket) => once(socket, 'close')));
    transport.close();
    await closed;
  });

  const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
    all?.some((one) => one.internal && one.family === 'IPv6'),
  );
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
    expect(await transport.send(POST)).toEqual({
      status,
      body,
      bodyComplete: true,
      retryAfterMs: null,
    });
    expect(requests).toBe(1);
    expect(lines).toEqual([`POST /api/v1/backups/ -> ${status} (0 ms)`]);
  });

  test('up to 32 MB, and no further', async () => {
    let megabytes = 32;
    const { transport } = await start((_, response) =>
      response.end(Buffer.alloc(megabytes * 1_048_576, 'x')),
    );
    const most = await transport.send(GET);
    expect([most.bodyComplete, most.body.length]).toEqual([true, 33_554_432]);
    megabytes = 33;
    expect(await transport.send(GET)).toMatchObject({ status: 200, body: '', bodyComplete: false });
  });

  test('with signs that come in two parts', async () => {
    const text = Buffer.from('{"name":"ü 🚀"}');
    const { transport } = await start((_, response) => {
      for (const byte of text) response.write(Buffer.of(byte));
      response.end();
    });
    expect(await transport.send(GET)).toMatchObject({
      body: '{"name":"ü 🚀"}',
      bodyComplete: true,
    });
  });

  test('when to ask again', async () => {
    const { transport } = await start((_, response) =>
      response.writeHead(503, { 'retry-after': '7' }).end(),
    );
    expect(await transport.send(GET)).toMatchObject({ status: 503, retryAfterMs: 7_000 });
  });

  test('an answer that was cut short says so', async () => {
    const { transport, lines } = await start((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"results"', () => response.destroy());
    });
    expect(await transport.send(GET)).toMatchObject({
      status: 200,
      bodyComplete: false,
      body: '{"results"',
    });
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
  const escaped = (text: string): string =>
    [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
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
    [
      'beside quotes, which stay escaped',
      '"\\u0022\\u005c\\u005C\\u007f\\u0041"',
      '"\\u0022\\u005c\\u005C\\u007fA"',
    ],
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
    expect(await faultOf(transport.send(POST))).toMatchObject({
      code: 'ECONNREFUSED',
      maybeDelivered: false,
      cause: expect.anything(),
    });
    expect(lines).toEqual(['POST /api/v1/backups/ -> ECONNREFUSED (0 ms)']);
  });

  test('nobody listens at any address of a name: nothing was sent', async () => {
    const { transport } = connect(`http://localhost:${await closedPort()}`);
    expect(await faultOf(transport.send(POST))).toMatchObject({
      code: 'ECONNREFUSED',
      maybeDelivered: false,
    });
  });

  test('a reset after sending: it may have arrived', async () => {
    const { transport } = await start((request) => request.socket.destroy());
    const fault = await faultOf(transport.send(POST));
    expect(fault).toBeInstanceOf(NetworkError);
    expect(fault).toMatchObject({ code: 'ECONNRESET', maybeDelivered: true });
  });

  test.each([30_000, 700])('no answer within %p ms: it may have arrived', async (timeoutMs) => {
    const { transport, clock, lines, ...rest } = await start(() => rest.letGo());
    expect(await faultOf(transport.send({ ...POST, timeoutMs }))).toMatchObject({
      code: 'TIMEOUT',
      maybeDelivered: true,
    });
    expect(clock.elapsed).toBe(timeoutMs);
    expect(lines).toEqual([`POST /api/v1/backups/ -> TIMEOUT (${timeoutMs} ms)`]);
  });

  test.each([
    [5_000, 5_000],
    [60_000, 30_000],
  ])('a moment %p ms from now ends it after %p ms', async (untilMs, elapsed) => {
    const { transport, clock, ...rest } = await start(() => rest.letGo());
    const fault = await faultOf(transport.send({ ...GET, deadline: clock.now() + untilMs }));
    expect(fault).toMatchObject({ code: 'TIMEOUT' });
    expect(clock.elapsed).toBe(elapsed);
  });

  test('a moment that has passed while it stood in line: nothing is sent', async () => {
    let requests = 0;
    const { transport, clock } = await start((_, response) => {
      requests += 1;
      response.end();
    });
    expect(await faultOf(transport.send({ ...GET, deadline: clock.now() }))).toMatchObject({
      code: 'TIMEOUT',
      maybeDelivered: false,
    });
    expect(requests).toBe(0);
  });

  test('an answer whose end does not come in time is cut short', async () => {
    const { transport, clock, ...rest } = await start((_, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{', () => setImmediate(rest.letGo));
    });
    const came = await faultOf(transport.send(POST));
    expect(clock.elapsed).toBe(30_000);
    // Where the head was not yet read when the time was up, it is a time-out: a matter of the socket's own pace.
    if (came instanceof NetworkError)
      expect(came).toMatchObject({ code: 'TIMEOUT', maybeDelivered: true });
    else expect(came).toMatchObject({ status: 201, bodyComplete: false });
  });

  test('once the answer is there, no timer is left behind', async () => {
    const { transport, clock } = await start((_, response) => response.end());
    await transport.send(GET);
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.sleepers).toBe(0);
  });
});
