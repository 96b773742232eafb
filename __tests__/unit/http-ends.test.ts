/** How a request ends that has no answer: the step is cancelled, or a proxy stands in between. */
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { CancelledError, CancelledInFlight } from '../../src/errors.js';
import type { HttpRequest } from '../../src/vpsorg/http.js';
import { atTheEnd, connect, DELETE, faultOf, GET, POST, start } from './loopback.js';

describe('cancellation', () => {
  const reason = new CancelledError('SIGTERM');

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

  test.each([POST, DELETE])(
    'an order under way is given a second, so that its outcome is learned: $method',
    async (request) => {
      const { transport, ...rest } = await start((_, response) => {
        rest.cancel.abort(reason);
        setImmediate(() => response.writeHead(201).end('{"id":5}'));
      });
      expect(await transport.send(request)).toMatchObject({
        status: 201,
        body: '{"id":5}',
        bodyComplete: true,
      });
    },
  );

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

  test.each([
    ['of a list, it is no answer', GET, (end: unknown) => expect(end).toBe(reason)],
    [
      'to an order, its status is known',
      POST,
      (end: unknown) => expect(end).toMatchObject({ status: 200, bodyComplete: false }),
    ],
  ])('in the middle of an answer %s', async (_, request, expectEnd) => {
    const { transport, ...rest } = await start((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"results"', async () => {
        // So many turns of the loop that both ends share that the part has come.
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
        rest.letGo();
        rest.cancel.abort(reason);
      });
    });
    expectEnd(await faultOf(transport.send(request)));
  });
});

test('an order that must not be left open goes on a connection of its own', async () => {
  const ports = new Set<number | undefined>();
  const { transport } = await start((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('{}');
  });
  for (const onNewConnection of [false, false, true, true])
    await transport.send({ ...POST, onNewConnection });
  expect(ports.size).toBe(3);
});

describe('a TLS handshake that fails: nothing was sent', () => {
  test.each<[string, (socket: net.Socket) => void]>([
    ['the connection is closed in it', (socket) => socket.end()],
    ...[40, 70, 112].map((alert): [string, (socket: net.Socket) => void] => [
      `alert ${alert}`,
      (socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])),
    ]),
  ])('%s', async (_, end) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => end(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atTheEnd(() => server.close());
    const { transport } = connect(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await faultOf(transport.send(POST))).toMatchObject({ maybeDelivered: false });
  });
});

describe('a proxy', () => {
  const names = ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'] as const;

  /** A proxy that answers CONNECT with a status, or not at all. */
  async function through(status: number | null, request: HttpRequest) {
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
    atTheEnd(() => {
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
    expect((await through(403, POST)).fault).toMatchObject({
      code: 'PROXY',
      maybeDelivered: false,
    });
  });

  test('that keeps silent ends with the time of the request', async () => {
    const { fault, clock } = await through(null, GET);
    expect(fault).toMatchObject({ code: 'TIMEOUT' });
    expect(clock.elapsed).toBe(30_000);
  });
});
