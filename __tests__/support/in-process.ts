/**
 * The exchange of one request without a socket: the simulator's outcomes as `exchange.ts` would
 * report them. Everything above it is the real thing. `conformance.test.ts` holds the two together.
 */
import { bytesOf, type Outcome, type SimulatorCore } from '../../simulator/index.js';
import { createRedactor } from '../../src/report/sanitize.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import {
  createTransport,
  type Exchange,
  type HttpRequest,
  MAX_RESPONSE_BYTES,
  type RawResponse,
  type Transport,
} from '../../src/vpsorg/http.js';
import type { VirtualClock } from './virtual-clock.js';

export const ORIGIN = 'https://admin.vps.org';

interface InProcessOptions {
  readonly sim: Pick<SimulatorCore, 'handle' | 'token'>;
  readonly clock: VirtualClock;
  readonly signal: AbortSignal;
  /** Milliseconds each way; with it, requests of several steps overlap. Default 0. */
  readonly latencyMs?: number;
  /** Called as each request is sent, before anything of it has arrived. */
  readonly onSend?: (request: HttpRequest) => void;
}

export function createInProcessTransport(options: InProcessOptions): Transport {
  const { clock, signal, sim } = options;
  const exchange: Exchange = (request, given) => exchangeOnce(request, given, options);
  const redact = createRedactor([sim.token]);
  return createTransport({ exchange, clock, signal, redact, debug: () => {} });
}

async function exchangeOnce(
  request: HttpRequest,
  signal: AbortSignal,
  { sim, clock, latencyMs = 0, onSend }: InProcessOptions,
): Promise<RawResponse> {
  const travel = async (): Promise<void> => {
    if (latencyMs > 0) await clock.sleep(latencyMs);
  };
  onSend?.(request);
  await travel();
  const outcome = await sim.handle({
    method: request.method,
    url: ORIGIN + request.path,
    headers: headersOf(request, sim.token),
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  await travel();
  return toRawResponse(outcome, clock, signal);
}

/** As `exchange.ts` sends them. */
function headersOf({ method }: HttpRequest, token: string): Record<string, string> {
  const get = { 'cache-control': 'no-cache', 'accept-encoding': 'gzip' };
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-language': 'en',
    'user-agent': 'in-process/1',
    ...(method === 'GET' ? get : {}),
  };
}

function toRawResponse(outcome: Outcome, clock: VirtualClock, signal: AbortSignal): RawResponse {
  switch (outcome.kind) {
    case 'refused':
      throw new NetworkError('ECONNREFUSED', false, { subject: 'admin.vps.org' });
    case 'reset':
      throw new NetworkError('ECONNRESET', true, { subject: 'admin.vps.org' });
    case 'hang':
      // The transport ends it.
      return new Promise<never>(() => {}) as never;
    case 'truncated':
    case 'drip':
    case 'answer': {
      const { status, headers } = outcome;
      return { status, headers, readBody: () => readBody(outcome, clock, signal) };
    }
  }
}

type WithBody = Extract<Outcome, { readonly kind: 'truncated' | 'drip' | 'answer' }>;

async function readBody(
  outcome: WithBody,
  clock: VirtualClock,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; complete: boolean }> {
  const bytes = Buffer.from(bytesOf(outcome));
  // A 204 has no body that could be cut.
  if (outcome.kind === 'truncated') return { bytes, complete: outcome.status === 204 };
  if (outcome.kind === 'drip') {
    const ms = (bytes.length / outcome.bytesPerSecond) * 1_000;
    const isRead = await clock.sleep(ms, signal).then(
      () => true,
      () => false,
    );
    return { bytes: isRead ? bytes : Buffer.alloc(0), complete: isRead };
  }
  const isShort = bytes.length <= MAX_RESPONSE_BYTES;
  return { bytes: isShort ? bytes : Buffer.alloc(0), complete: isShort };
}
