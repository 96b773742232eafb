/** The one file that knows HTTP: sends one request, and says what came of it. Decides nothing. */
import type { IncomingMessage, RequestOptions } from 'node:http';
import { HttpClient } from '@actions/http-client';
import pLimit from 'p-limit';
import type { Clock } from '../clock.js';
import { CancelledError, CancelledInFlight } from '../errors.js';
import { redact } from '../report/sanitize.js';
import { NetworkError } from './errors.js';
import { parseRetryAfter } from './retry-after.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query on the API's origin. */
  readonly path: string;
  readonly body?: unknown;
  /** Milliseconds, from the start of the request to the end of its answer. */
  readonly timeoutMs: number;
  /** The moment by which it must have ended all the same, in milliseconds since the epoch: it may have to stand in line first. */
  readonly deadline?: number;
  /** Not on a connection that was used before: such a one may be closed at the other end by now, and then it is not known what arrived. */
  readonly onNewConnection?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  /** Whether the body came to its end. */
  readonly bodyComplete: boolean;
  /** Milliseconds to wait before asking again, if the answer says so. */
  readonly retryAfterMs: number | null;
}

export interface Transport {
  /** @throws TransportError where no status came; Cancelled where the step is asked to end */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes every connection: an idle one must not hold the process open. */
  close(): void;
}

export interface TransportOptions {
  /** The API's origin, such as `https://admin.vps.org`. */
  readonly origin: string;
  readonly token: string;
  readonly userAgent: string;
  readonly clock: Clock;
  /** Aborted when the step is asked to end. */
  readonly signal: AbortSignal;
  /** A line for each request: method, path, status, milliseconds. Never a header. */
  readonly debug: (line: string) => void;
}

/** Requests in flight at once. */
const MAX_CONCURRENT_REQUESTS = 4;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
/** A request that changes something is given this long after a cancellation, so that its outcome is learned. */
const CANCEL_GRACE_MS = 1_000;

export function createTransport(options: TransportOptions): Transport {
  const limit = pLimit(MAX_CONCURRENT_REQUESTS);
  const port: { signal: AbortSignal | undefined } = { signal: undefined };
  const clientOf = (keepAlive: boolean): HttpClient =>
    new HttpClient(options.userAgent, [signalHandler(port)], {
      allowRedirects: false,
      allowRetries: false,
      keepAlive,
    });
  const [kept, single] = [clientOf(true), clientOf(false)];
  const exchange: Exchange = (request, signal) => {
    port.signal = signal; // read back synchronously, as the client prepares the request
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const headers = {
      authorization: `Bearer ${options.token}`,
      'content-type': 'application/json',
      accept: 'application/json',
    };
    const client = request.onNewConnection ? single : kept;
    return client
      .request(request.method, options.origin + request.path, body, headers)
      .then((response) => response.message);
  };
  return {
    send: (request) => limit(() => sendOne(request, exchange, options)),
    close: () => {
      kept.dispose();
      single.dispose();
    },
  };
}

type Exchange = (request: HttpRequest, signal: AbortSignal) => Promise<IncomingMessage>;

async function sendOne(
  request: HttpRequest,
  exchange: Exchange,
  options: TransportOptions,
): Promise<HttpResponse> {
  options.signal.throwIfAborted();
  const { clock } = options;
  const started = clock.now();
  const timeoutMs = Math.min(request.timeoutMs, (request.deadline ?? Infinity) - started);
  if (timeoutMs <= 0) throw new NetworkError('TIMEOUT', false); // its turn came too late
  const abort = new AbortController();
  const timer = new AbortController();
  const expire = (ms: number, reason: () => unknown): void => {
    clock.sleep(ms, timer.signal).then(() => abort.abort(reason()), ignore);
  };
  const onCancel = (): void =>
    expire(request.method === 'GET' ? 0 : CANCEL_GRACE_MS, () =>
      cancelled(request, options.signal.reason),
    );
  expire(timeoutMs, () => new NetworkError('TIMEOUT', true));
  options.signal.addEventListener('abort', onCancel, { once: true });
  const say = (came: string | number): void =>
    options.debug(
      `${request.method} ${request.path} -> ${came} (${Math.round(clock.now() - started)} ms)`,
    );
  try {
    const message = await Promise.race([exchange(request, abort.signal), rejection(abort.signal)]);
    const { text, whole } = await readBody(message, options.token);
    // Of an order, the status alone tells what came of it.
    if (!whole && request.method === 'GET' && abort.signal.reason instanceof CancelledError)
      throw abort.signal.reason;
    say(whole ? (message.statusCode ?? 0) : `${message.statusCode}, cut short`);
    return {
      status: message.statusCode ?? 0,
      body: text,
      bodyComplete: whole,
      retryAfterMs: parseRetryAfter(message.headers['retry-after'], clock.now()),
    };
  } catch (error) {
    const fault = abort.signal.aborted ? abort.signal.reason : toTransportError(error);
    say(fault instanceof NetworkError ? fault.code : 'cancelled');
    throw fault;
  } finally {
    timer.abort(DONE);
    options.signal.removeEventListener('abort', onCancel);
  }
}

/** An order that was on its way may have been taken. */
function cancelled(request: HttpRequest, reason: unknown): unknown {
  return request.method !== 'GET' && reason instanceof CancelledError
    ? new CancelledInFlight(reason.by)
    : reason;
}

/** Rejects when a signal is aborted: a request that has no socket yet (a proxy that keeps silent) is not ended by the signal itself. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
}

/** A reason of our own: the default one is an error with a stack, made for each request. */
const DONE = 'the request is over';

function ignore(): void {}

/** `@actions/http-client` takes no signal with a request, and leaves the brackets on an IPv6 address; its handlers can mend both. */
function signalHandler(port: { readonly signal: AbortSignal | undefined }) {
  return {
    prepareRequest(request: RequestOptions): void {
      if (port.signal !== undefined) request.signal = port.signal;
      request.host = request.host?.replace(/^\[(.*)\]$/, '$1') ?? null;
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('never asked for')),
  };
}

/** The token never gets further in than this: an API that echoes it must not make us print it. */
function readBody(
  message: IncomingMessage,
  token: string,
): Promise<{ text: string; whole: boolean }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (whole: boolean): void =>
      resolve({ text: redact(token, plainAscii(Buffer.concat(chunks).toString('utf8'))), whole });
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

/** Writes visible ASCII plainly where JSON may have it escaped (quote and backslash stay), so that no spelling of the token is overlooked. */
function plainAscii(text: string): string {
  if (!text.includes('\\u00')) return text;
  return text.replace(/\\\\|\\u00([2-7][0-9a-f])/gi, (whole, hex?: string) => {
    if (hex === undefined) return whole; // a backslash of the text, which may stand before a "u"
    const sign = String.fromCharCode(Number.parseInt(hex, 16));
    return /["\\\u007f]/.test(sign) ? whole : sign;
  });
}

/** Errors of these system calls come before a byte of the request is sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);
/**
 * A certificate is looked at before the request, too. Other TLS faults (`ERR_SSL_*`) are not named here: a broken record on an established
 * connection has the same codes as a handshake that fails.
 */
const HANDSHAKE =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|ERR_TLS_HANDSHAKE_TIMEOUT|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** Alerts with which a server ends a handshake: handshake_failure, protocol_version, unrecognized_name. */
const HANDSHAKE_ALERT = /SSL alert number (40|70|112)\b/;
/** Node's words for a connection that was closed in the middle of the handshake; its code is that of any reset. */
const CLOSED_IN_HANDSHAKE =
  'Client network socket disconnected before secure TLS connection was established';

function toTransportError(error: unknown): NetworkError {
  const fault = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (fault.message?.startsWith('tunneling socket could not be established'))
    return new NetworkError('PROXY', false, { cause: error });
  return new NetworkError(fault.code ?? fault.name ?? 'UNKNOWN', !isBeforeSending(fault), {
    cause: error,
  });
}

/** Several addresses were tried: each must have failed before sending. */
function isBeforeSending(fault: NodeJS.ErrnoException & { errors?: unknown[] }): boolean {
  const each = fault.errors;
  if (Array.isArray(each) && each.length > 0)
    return each.every((one) => isBeforeSending(one as NodeJS.ErrnoException));
  if (
    BEFORE_SENDING.has(fault.syscall ?? '') ||
    HANDSHAKE.test(fault.code ?? '') ||
    fault.code === 'ERR_INVALID_URL'
  )
    return true;
  return (
    fault.message === CLOSED_IN_HANDSHAKE ||
    (fault.code === 'EPROTO' && HANDSHAKE_ALERT.test(fault.message))
  );
}
