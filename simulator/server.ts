import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connections } from './connections.js';
import type { SimulatorOptions } from './options.js';
import { play } from './play.js';
import { API_BASE, type InProcessRequest } from './protocol.js';
import { createSimulator, type SimulatorCore } from './simulator.js';

/** A simulator that listens. */
export interface Simulator extends SimulatorCore {
  /** Such as `http://127.0.0.1:41234/api/v1`; it stays the same. */
  url: string;
  /** Closes the port and all connections: whoever calls now is really refused. */
  stopListening(): Promise<void>;
  /** Listens again on the same port. */
  startListening(): Promise<void>;
  /** Requests that a dead connection swallowed, such as `GET /api/v1/servers/`. */
  lost: readonly string[];
  /** Ends everything at once, whatever hangs. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts VPS.org on a port of this machine.
 *
 * The outcome `refused` cannot be played for one request on an open port: it becomes a connection reset before
 * anything is done. For real refusals there is `stopListening`.
 *
 * @throws if the port is taken
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const core = createSimulator(options);
  const connections = new Connections(core, options.onLost);
  const onRequest: http.RequestListener = (request, response) =>
    void serve({ core, connections }, request, response);
  const host = options.host ?? '127.0.0.1';
  let server = await listen(onRequest, host, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    ...core,
    lost: connections.lost,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}${API_BASE}`,
    stopListening: () => shut(server),
    startListening: async () => {
      if (!server.listening) server = await listen(onRequest, host, port);
    },
    close: () => shut(server),
  };
}

function listen(onRequest: http.RequestListener, host: string, port: number): Promise<http.Server> {
  const server = http.createServer(onRequest);
  // No time-outs of its own: a request that is to hang must hang, and an idle connection must not be
  // closed just as the client uses it again.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.on('clientError', (_error, socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function shut(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    // An error here means that it was not listening, which is what is wanted.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  { core, connections }: { core: SimulatorCore; connections: Connections },
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  // A client that disappears in the middle is no problem of the server's.
  request.on('error', () => {});
  response.on('error', () => {});
  // The simulator writes `Date` itself, or leaves it out on purpose.
  response.sendDate = false;
  if (!connections.accepts(request)) return;
  try {
    const outcome = await core.handle(await received(request));
    connections.beforeAnswer(response);
    play(outcome, response);
  } catch {
    response.destroy();
  }
}

async function received(request: http.IncomingMessage): Promise<InProcessRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const target = request.url ?? '/';
  return {
    method: request.method ?? 'GET',
    url: target.startsWith('/') ? `http://${headers.host ?? '127.0.0.1'}${target}` : target,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
