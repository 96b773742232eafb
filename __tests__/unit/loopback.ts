/** A plain server on loopback, and the real transport to it. Time is virtual: it stands still until a test lets it go on. */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach } from '@jest/globals';
import { createTransport, type HttpRequest } from '../../src/vpsorg/http.js';
import { VirtualClock } from '../support/virtual-clock.js';

export const TOKEN = 'vps_test_not_a_real_token';
export const GET: HttpRequest = {
  method: 'GET',
  path: '/api/v1/backups/?server_id=7',
  timeoutMs: 30_000,
};
export const POST: HttpRequest = {
  method: 'POST',
  path: '/api/v1/backups/',
  body: { server_id: 7, description: 'ü' },
  timeoutMs: 30_000,
};
export const DELETE: HttpRequest = {
  method: 'DELETE',
  path: '/api/v1/backups/5/',
  timeoutMs: 30_000,
};

let ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends) end();
  ends = [];
});

/** Called after the test, however it ends. */
export function atTheEnd(end: () => void): void {
  ends.push(end);
}

type Handler = (
  request: http.IncomingMessage & { readonly text: string },
  response: http.ServerResponse,
) => void;

/** A server, and a transport to it; `held` lets the time go on. */
export async function start(handler: Handler, host = '127.0.0.1') {
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      handler(Object.assign(request, { text: Buffer.concat(chunks).toString('utf8') }), response),
    );
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

export function connect(origin: string) {
  const clock = new VirtualClock();
  const letGo = clock.hold();
  const cancel = new AbortController();
  const lines: string[] = [];
  const debug = (line: string): void => void lines.push(line);
  const transport = createTransport({
    origin,
    token: TOKEN,
    userAgent: 'test/1',
    clock,
    signal: cancel.signal,
    debug,
  });
  ends.push(() => transport.close());
  return { transport, clock, letGo, cancel, lines };
}

export async function faultOf(sending: Promise<unknown>): Promise<unknown> {
  return sending.then(
    (answer) => answer,
    (fault: unknown) => fault,
  );
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
