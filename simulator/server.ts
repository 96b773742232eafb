import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatorOptions } from './options.js';
import { API_BASE, type InProcessRequest, type Outcome } from './protocol.js';
import { createSimulator, type SimulatorCore } from './simulator.js';

/** A simulator that listens. */
export interface Simulator extends SimulatorCore {
  /** Such as `http://127.0.0.1:41234/api/v1`; it stays the same. */
  url: string;
  /** Closes the port and all connections: whoever calls now is really refused. */
  stopListening(): Promise<void>;
  /** Listens again on the same port. */
  startListening(): Promise<void>;
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
  const host = options.host ?? '127.0.0.1';
  let server = await listen(core, host, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    ...core,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}${API_BASE}`,
    stopListening: () => shut(server),
    startListening: async () => {
      if (!server.listening) server = await listen(core, host, port);
    },
    close: () => shut(server),
  };
}

function listen(core: SimulatorCore, host: string, port: number): Promise<http.Server> {
  const server = http.createServer((request, response) => void serve(core, request, response));
  // No time-outs of its own: a request that is to hang must hang, and an idle connection must not be
  // closed just as the client takes it up again.
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
  core: SimulatorCore,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  // A client that goes away in the middle is its own affair.
  request.on('error', () => {});
  response.on('error', () => {});
  try {
    play(await core.handle(await received(request)), response);
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

function play(outcome: Outcome, response: http.ServerResponse): void {
  switch (outcome.kind) {
    case 'hang':
      return;
    case 'refused':
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'answer': {
      const body = Buffer.from(outcome.body);
      response.writeHead(outcome.status, withLength(outcome, body));
      response.end(body);
      return;
    }
    case 'drip':
      drip(outcome, response);
      return;
    case 'truncated':
      truncate(outcome, response);
  }
}

function withLength(
  { status, headers }: { status: number; headers: Record<string, string> },
  body: Buffer,
): Record<string, string> {
  return status === 204 || status === 304
    ? headers
    : { ...headers, 'content-length': String(body.length) };
}

const DRIP_INTERVAL_MS = 50;

/** Real time, whatever the simulator's clock: a socket is read by a client that lives in real time. */
function drip(outcome: Extract<Outcome, { kind: 'drip' }>, response: http.ServerResponse): void {
  const body = Buffer.from(outcome.body);
  response.writeHead(outcome.status, withLength(outcome, body));
  response.flushHeaders();
  const started = Date.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(
      body.length,
      Math.floor(((Date.now() - started) / 1000) * outcome.bytesPerSecond),
    );
    if (due > sent) response.write(body.subarray(sent, due));
    sent = due;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, DRIP_INTERVAL_MS);
  response.on('close', () => clearInterval(timer));
}

/** A reset overtakes bytes that were sent before it; so long they are given to arrive. */
const ARRIVAL_MS = 20;

function truncate(
  outcome: Extract<Outcome, { kind: 'truncated' }>,
  response: http.ServerResponse,
): void {
  response.writeHead(outcome.status, outcome.headers);
  response.flushHeaders();
  response.write(outcome.body);
  const { socket } = response;
  if (outcome.ending === 'end') socket?.end();
  else setTimeout(() => socket?.resetAndDestroy(), ARRIVAL_MS);
}
