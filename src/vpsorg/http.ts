/**
 * Sends a request: time limit, cancellation, decoding, redaction. The exchange
 * itself is passed in; `exchange.ts` has the one over a socket.
 */
import type { Clock } from '../clock.js';
import { CancelledError } from '../errors.js';
import type { Redact } from '../report/sanitize.js';
import { NetworkError } from './errors.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query on the API's origin. */
  readonly path: string;
  readonly body?: unknown;
  /** Milliseconds, from the start of the request to the end of its answer. */
  readonly timeoutMs: number;
  /** When it must have ended, queueing included, in milliseconds since the epoch. */
  readonly deadline?: number;
  /** Open a new connection: a kept one may have been closed without a sign of it. */
  readonly newConnection?: boolean;
  /** Called when it is really about to be sent: not where it is cancelled in the queue. */
  readonly onSend?: () => void;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Whether the body arrived to its end. */
  readonly bodyComplete: boolean;
}

/** Response headers by lower-case name. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** An answer as it arrives: its body may never end. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  /** At most {@link MAX_RESPONSE_BYTES}; `complete` is `false` where there is more, or it broke off. */
  readBody(): Promise<{ readonly bytes: Buffer; readonly complete: boolean }>;
}

/**
 * Sends one request.
 *
 * @param signal ends the exchange, body included
 * @throws NetworkError where no status came
 */
export type Exchange = (request: HttpRequest, signal: AbortSignal) => Promise<RawResponse>;

export interface Transport {
  /** @throws NetworkError where no status came; CancelledError where the step is asked to end */
  send(request: HttpRequest): Promise<HttpResponse>;
}

interface TransportOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  /** Aborted when the step is asked to end. */
  readonly signal: AbortSignal;
  /** Takes tokens out of what an API may echo. */
  readonly redact: Redact;
  /** A line for each request: method, path, status, milliseconds. Never a header. */
  readonly debug: (line: string) => void;
}

export const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
/** A request that changes something may run on this long after a cancellation. */
const CANCEL_GRACE_MS = 1_000;

export function createTransport(options: TransportOptions): Transport {
  return { send: (request) => sendOne(request, options) };
}

async function sendOne(request: HttpRequest, options: TransportOptions): Promise<HttpResponse> {
  const { clock, signal } = options;
  signal.throwIfAborted();
  const started = clock.now();
  const timeoutMs = Math.min(request.timeoutMs, (request.deadline ?? Infinity) - started);
  if (timeoutMs <= 0) throw new NetworkError('TIMEOUT', false); // it queued for too long
  request.onSend?.();
  const guard = guardRequest(request, timeoutMs, options);
  const log = (result: string | number): void => {
    const ms = Math.round(clock.now() - started);
    options.debug(`${request.method} ${request.path} -> ${result} (${ms} ms)`);
  };
  try {
    const exchange = options.exchange(request, guard.signal);
    const raw = await Promise.race([exchange, rejectOnAbort(guard.signal)]);
    const response = await readResponse(raw, options.redact);
    const { reason } = guard.signal;
    // Of a request that changes something, the status alone says what came of it.
    if (!response.bodyComplete && request.method === 'GET' && reason instanceof CancelledError) {
      throw reason;
    }
    log(response.bodyComplete ? response.status : `${response.status}, incomplete`);
    return response;
  } catch (thrown) {
    const error = guard.signal.aborted ? guard.signal.reason : thrown;
    log(error instanceof NetworkError ? error.code : 'cancelled');
    throw error;
  } finally {
    guard.release();
  }
}

interface Guard {
  readonly signal: AbortSignal;
  release(): void;
}

/** Aborts when the request takes too long, or the step is cancelled. */
function guardRequest(
  { method }: HttpRequest,
  timeoutMs: number,
  { clock, signal }: TransportOptions,
): Guard {
  const abort = new AbortController();
  const timer = new AbortController();
  const abortAfter = (ms: number, reason: () => unknown): void => {
    clock.sleep(ms, timer.signal).then(() => abort.abort(reason()), ignore);
  };
  const onCancel = (): void =>
    abortAfter(method === 'GET' ? 0 : CANCEL_GRACE_MS, () => signal.reason);
  abortAfter(timeoutMs, () => new NetworkError('TIMEOUT', true));
  signal.addEventListener('abort', onCancel, { once: true });
  return {
    signal: abort.signal,
    release: () => {
      timer.abort(DONE);
      signal.removeEventListener('abort', onCancel);
    },
  };
}

/** A request that has no socket yet (a silent proxy) is not ended by the signal itself. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The default reason is an error with a stack, made for each request. */
const DONE = 'the request is done';

function ignore(): void {}

/** A token that the API echoes never gets further in than this. */
async function readResponse(raw: RawResponse, redact: Redact): Promise<HttpResponse> {
  const { status, headers } = raw;
  const { bytes, complete } = await raw.readBody();
  const encoding = headers['content-encoding'];
  // The status of a 4xx says enough; of any other answer the body is needed.
  const isRejected = status >= 400 && status < 500 && !isReadable(encoding);
  const decoded = isRejected ? '' : await decode(bytes, encoding);
  const bodyComplete = complete && decoded !== null;
  return { status, headers, body: redact(decoded ?? ''), bodyComplete };
}

/**
 * @returns the text; `null` where gzip is broken or too large once decoded
 * @throws NetworkError for an encoding other than gzip
 */
async function decode(bytes: Buffer, encoding = ''): Promise<string | null> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity' || bytes.length === 0) return bytes.toString('utf8');
  if (!isReadable(name)) throw new NetworkError('ENCODING', true, { subject: name });
  try {
    return (await import('node:zlib'))
      .gunzipSync(bytes, { maxOutputLength: MAX_RESPONSE_BYTES })
      .toString('utf8');
  } catch {
    return null;
  }
}

function isReadable(encoding = ''): boolean {
  return ['', 'identity', 'gzip', 'x-gzip'].includes(encoding.trim().toLowerCase());
}
