/** One request over a socket, through `@actions/http-client`: connections, proxies, TLS. */
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
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

/** @throws ActionError where the environment names a proxy that can't be used */
export function createSocketExchange(options: ExchangeOptions): SocketExchange {
  setDefaultAutoSelectFamilyAttemptTimeout(CONNECT_TIMEOUT_MS);
  const proxy = usableProxy(options.origin, options.env);
  const isTls = new URL(options.origin).protocol === 'https:';
  const next: Pending = { signal: undefined, agent: null };
  const client = new HttpClient(options.userAgent, [requestHandler(next)], {
    allowRedirects: false,
    allowRetries: false,
    keepAlive: true,
  });
  const exchange: Exchange = async (request, signal) => {
    const needsNew = request.newConnection === true || request.method !== 'GET';
    const connection = needsNew ? newConnection(isTls) : null;
    // Read back synchronously, as the client prepares the request.
    next.signal = signal;
    next.agent = connection?.agent ?? null;
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const url = options.origin + request.path;
    try {
      const headers = headersOf(request, options.token);
      const { message } = await client.request(request.method, url, body, headers);
      return toRawResponse(message);
    } catch (error) {
      const wasSent = proxy === null && connection !== null ? connection.isOpen : null;
      throw toNetworkError(error as SystemError, { url: new URL(url), proxy, wasSent });
    }
  };
  return { exchange, close: () => client.dispose() };
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
  /** `null`: the client's own, which keeps connections. */
  agent: http.Agent | null;
}

/** A connection of one request. */
interface Connection {
  readonly agent: http.Agent;
  /** TLS handshake included; before that, nothing of the request can have been sent. */
  isOpen: boolean;
}

/** Node hands an agent no signal that could tell requests apart, so each has an agent of its own. */
function newConnection(isTls: boolean): Connection {
  const agent = isTls ? new https.Agent() : new http.Agent();
  const connection: Connection = { agent, isOpen: false };
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    socket?.once(isTls ? 'secureConnect' : 'connect', () => {
      connection.isOpen = true;
    });
    return socket;
  };
  return connection;
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
      if (next.agent !== null && request.agent instanceof http.Agent) request.agent = next.agent;
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
