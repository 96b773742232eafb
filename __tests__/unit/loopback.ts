/** A server on loopback, and the real exchange with it. */
import http from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach } from '@jest/globals';
import { createSocketExchange, type ExchangeOptions } from '../../src/vpsorg/exchange.js';
import type { HttpRequest, RawResponse } from '../../src/vpsorg/http.js';

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

let cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups) cleanup();
  cleanups = [];
});

/** Called after the test, however it ends. */
function afterThisTest(cleanup: () => void): void {
  cleanups.push(cleanup);
}

/** Starts a server of any kind; returns its port and sockets. */
export async function listen(server: Server, host = '127.0.0.1') {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  afterThisTest(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

export type Handler = (
  request: http.IncomingMessage & { readonly text: string },
  response: http.ServerResponse,
) => void;

/** A plain HTTP server, and an exchange with it. */
export async function start(handler: Handler, host = '127.0.0.1') {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      handler(Object.assign(request, { text }), response);
    });
  });
  const { port, sockets } = await listen(server, host);
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { ...connect(origin), server, sockets, origin };
}

export interface Answer extends Pick<RawResponse, 'status' | 'headers'> {
  readonly body: string;
  readonly complete: boolean;
}

/** The answer, or the error that was thrown. */
export type Outcome = Answer | Error;

export function connect(origin: string, env: ExchangeOptions['env'] = {}) {
  const options = { origin, token: TOKEN, userAgent: 'test/1', env };
  const { exchange, close } = createSocketExchange(options);
  afterThisTest(close);
  const send = async (
    request: HttpRequest,
    signal = new AbortController().signal,
  ): Promise<Outcome> => {
    try {
      const { status, headers, readBody } = await exchange(request, signal);
      const { bytes, complete } = await readBody();
      return { status, headers, body: bytes.toString('utf8'), complete };
    } catch (error) {
      return error as Error;
    }
  };
  return { send, close };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
