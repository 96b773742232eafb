/** One request over a socket, through `@actions/http-client`: connections, proxies, TLS. */
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { Socket, setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import { HttpClient } from '@actions/http-client';
import { CERTIFICATE, NetworkError } from './errors.js';
import { type Exchange, type HttpRequest, MAX_RESPONSE_BYTES, type RawResponse } from './http.js';
import { type ProxySetting, usableProxy } from './proxy.js';

export interface ExchangeOptions {
  /** The API's origin, such as `https://admin.vps.org`. */
  readonly origin: string;
  readonly token: string;
  readonly userAgent: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface SocketExchange {
  readonly exchange: Exchange;
  /** Closes every connection: an idle one would hold the process open. */
  close(): void;
}

/** Each address of a host is given this long; Node's default of 250 ms is too short for a far one. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Node's own limit, where it has one, comes first. */
const NODE_FIRST_MS = 200;

/** @throws ActionError where the environment names a proxy that can't be used */
export function createSocketExchange(options: ExchangeOptions): SocketExchange {
  setDefaultAutoSelectFamilyAttemptTimeout(CONNECT_TIMEOUT_MS);
  const proxy = usableProxy(options.origin, options.env);
  const isTls = new URL(options.origin).protocol === 'https:';
  const kept = openConnections(isTls, true);
  const next: Pending = { signal: undefined, agent: kept.agent };
  const client = new HttpClient(options.userAgent, [requestHandler(next)], {
    allowRedirects: false,
    allowRetries: false,
  });
  const exchange: Exchange = async (request, signal) => {
    const isKept = request.method === 'GET' && request.newConnection !== true;
    // Node hands an agent nothing that tells requests apart, so each has an agent of its own.
    const connections = isKept ? kept : openConnections(isTls, false);
    // Read back synchronously, as the client prepares the request.
    next.signal = signal;
    next.agent = connections.agent;
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const url = options.origin + request.path;
    try {
      const headers = headersOf(request, options.token);
      const { message } = await client.request(request.method, url, body, headers);
      return toRawResponse(message);
    } catch (error) {
      const wasSent = proxy === null && !isKept ? connections.wasOpened : null;
      throw toNetworkError(error as SystemError, { url: new URL(url), proxy, wasSent });
    }
  };
  const close = (): void => {
    kept.agent.destroy();
    client.dispose();
  };
  return { exchange, close };
}

function headersOf(request: HttpRequest, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-language': 'en',
    ...(request.method === 'GET' ? { 'cache-control': 'no-cache', 'accept-encoding': 'gzip' } : {}),
  };
}

interface Pending {
  signal: AbortSignal | undefined;
  agent: http.Agent;
}

/** The connections of one agent. */
interface Connections {
  readonly agent: http.Agent;
  /** Whether one was open, TLS handshake included; before that, nothing can have been sent. */
  wasOpened: boolean;
}

function openConnections(isTls: boolean, keepAlive: boolean): Connections {
  const agent = isTls ? new https.Agent({ keepAlive }) : new http.Agent({ keepAlive });
  const connections: Connections = { agent, wasOpened: false };
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    socket?.once(isTls ? 'secureConnect' : 'connect', () => {
      connections.wasOpened = true;
    });
    if (socket instanceof Socket) limitConnecting(socket);
    return socket;
  };
  return connections;
}

/** Node abandons an address only where there is another one to try. */
function limitConnecting(socket: Socket): void {
  let timer: NodeJS.Timeout | undefined;
  const fail = (): void => {
    const error = new Error('connect ETIMEDOUT');
    socket.destroy(Object.assign(error, { code: 'ETIMEDOUT', syscall: 'connect' }));
  };
  socket.on('connectionAttempt', () => {
    clearTimeout(timer);
    timer = setTimeout(fail, CONNECT_TIMEOUT_MS + NODE_FIRST_MS);
  });
  for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
}

/**
 * `@actions/http-client` takes neither a signal nor an agent with a request, and leaves the brackets
 * on an IPv6 address; its handlers can change all three. A tunnel through a proxy is no `http.Agent`
 * and opens a connection for each request anyway.
 */
function requestHandler(next: Pending) {
  return {
    prepareRequest(request: RequestOptions): void {
      if (next.signal !== undefined) request.signal = next.signal;
      if (request.agent instanceof http.Agent) request.agent = next.agent;
      request.host = request.host?.replace(/^\[(.*)\]$/, '$1') ?? null;
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('never asked for')),
  };
}

function toRawResponse(message: IncomingMessage): RawResponse {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
  return { status: message.statusCode ?? 0, headers, readBody: () => readBody(message) };
}

function readBody(message: IncomingMessage): Promise<{ bytes: Buffer; complete: boolean }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (complete: boolean): void => resolve({ bytes: Buffer.concat(chunks), complete });
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= MAX_RESPONSE_BYTES) return;
      chunks.length = 0;
      message.destroy();
    });
    message.on('end', () => done(message.complete && size <= MAX_RESPONSE_BYTES));
    message.on('error', () => done(false));
    message.on('close', () => done(false));
  });
}

type SystemError = NodeJS.ErrnoException & { readonly errors?: readonly SystemError[] };

interface Circumstances {
  readonly url: URL;
  readonly proxy: ProxySetting | null;
  /** Whether the connection was open; `null` where that is not known. */
  readonly wasSent: boolean | null;
}

function toNetworkError(error: SystemError, { url, proxy, wasSent }: Circumstances): NetworkError {
  const tunnel = /^tunneling socket could not be established, (.*)$/s.exec(error.message ?? '');
  if (tunnel !== null) {
    const subject = `${proxy?.label ?? 'the proxy'} did not open a tunnel (${tunnel[1]})`;
    return new NetworkError('PROXY', false, { subject, cause: error });
  }
  const code = error.errors?.[0]?.code ?? error.code ?? error.name ?? 'UNKNOWN';
  const isName = code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  const subject = isName || CERTIFICATE.test(code) ? url.hostname : url.host;
  const maybeDelivered = wasSent ?? !isHandshake(code, error);
  return new NetworkError(code, maybeDelivered, { subject, cause: error });
}

/** No connection was made. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Where the connection is not observed, as through a tunnel: Node's words for one that fails. */
function isHandshake(code: string, { message = '' }: SystemError): boolean {
  if (NOT_CONNECTED.has(code) || CERTIFICATE.test(code)) return true;
  return message.includes('before secure TLS connection was established');
}
