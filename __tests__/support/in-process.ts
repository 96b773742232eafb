/**
 * A transport without a socket: it plays the simulator's outcomes as `src/vpsorg/http.ts` would tell of them.
 * `__tests__/support/conformance.test.ts` holds the two together.
 */
import pLimit from 'p-limit';
import type { Outcome, SimulatorCore } from '../../simulator/index.js';
import { CancelledError, CancelledInFlight } from '../../src/errors.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import type { HttpRequest, HttpResponse, Transport } from '../../src/vpsorg/http.js';
import { parseRetryAfter } from '../../src/vpsorg/retry-after.js';
import type { VirtualClock } from './virtual-clock.js';

export const ORIGIN = 'https://admin.vps.org';
const AT_ONCE = 4;
const LARGEST_ANSWER = 32 * 1024 * 1024;
const GRACE_MS = 1_000;

export interface InProcessOptions {
  readonly sim: Pick<SimulatorCore, 'handle' | 'token'>;
  readonly clock: VirtualClock;
  readonly cancel: AbortSignal;
  /** Milliseconds each way; with it, requests of several steps overlap. Default 0. */
  readonly latencyMs?: number;
  /** Called as each request is sent, before anything of it has arrived. */
  readonly onSend?: (request: HttpRequest) => void;
}

export interface InProcessTransport extends Transport {
  /** The most requests that were in flight at once. */
  readonly mostInFlight: number;
}

export function createInProcessTransport(options: InProcessOptions): InProcessTransport {
  const limit = pLimit(AT_ONCE);
  let inFlight = 0;
  let mostInFlight = 0;
  const counted = async (request: HttpRequest): Promise<HttpResponse> => {
    options.cancel.throwIfAborted();
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    try {
      return await sendOne(request, options);
    } finally {
      inFlight -= 1;
    }
  };
  return {
    send: (request) => limit(() => counted(request)),
    close: () => {},
    get mostInFlight() {
      return mostInFlight;
    },
  };
}

/** What has come of an answer when its time is up: its head, perhaps. */
interface Arrived {
  head: HttpResponse | null;
}

async function sendOne(request: HttpRequest, options: InProcessOptions): Promise<HttpResponse> {
  const { clock, cancel } = options;
  const timeoutMs = Math.min(request.timeoutMs, (request.deadline ?? Infinity) - clock.now());
  if (timeoutMs <= 0) throw new NetworkError('TIMEOUT', false);
  options.onSend?.(request);
  const over = new AbortController();
  const arrived: Arrived = { head: null };
  let end: (reason: unknown) => void = ignore;
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  });
  const expire = (ms: number, reason: () => unknown): void => {
    clock.sleep(ms, over.signal).then(() => end(reason()), ignore);
  };
  const onCancel = (): void =>
    expire(request.method === 'GET' ? 0 : GRACE_MS, () => cancelled(request, cancel.reason));
  expire(timeoutMs, () => new NetworkError('TIMEOUT', true));
  cancel.addEventListener('abort', onCancel, { once: true });
  try {
    const exchange = carryOut(request, arrived, { ...options, over: over.signal });
    exchange.catch(ignore); // nobody may be listening any more when it ends
    return await Promise.race([exchange, ended]);
  } catch (fault) {
    // A body that was not whole in time is an answer all the same: its status is known.
    if (fault instanceof NetworkError && fault.code === 'TIMEOUT' && arrived.head !== null)
      return arrived.head;
    throw fault;
  } finally {
    over.abort('answered');
    cancel.removeEventListener('abort', onCancel);
  }
}

function cancelled({ method }: HttpRequest, reason: unknown): unknown {
  return method !== 'GET' && reason instanceof CancelledError
    ? new CancelledInFlight(reason.by)
    : reason;
}

function ignore(): void {}

async function carryOut(
  request: HttpRequest,
  arrived: Arrived,
  options: InProcessOptions & { over: AbortSignal },
): Promise<HttpResponse> {
  const { sim, clock, latencyMs = 0 } = options;
  const travel = async (): Promise<void> => {
    if (latencyMs > 0) await clock.sleep(latencyMs);
  };
  await travel();
  const outcome = await sim.handle({
    method: request.method,
    url: ORIGIN + request.path,
    headers: {
      authorization: `Bearer ${sim.token}`,
      'content-type': 'application/json',
      'user-agent': 'in-process/1',
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  await travel();
  return told(outcome, arrived, options);
}

async function told(
  outcome: Outcome,
  arrived: Arrived,
  options: InProcessOptions & { over: AbortSignal },
): Promise<HttpResponse> {
  const { sim, clock, over } = options;
  switch (outcome.kind) {
    case 'refused':
      throw new NetworkError('ECONNREFUSED', false);
    case 'reset':
      throw new NetworkError('ECONNRESET', true);
    case 'hang':
      return new Promise(ignore);
    case 'truncated':
      // A 204 has no body that could be cut.
      return answerOf(outcome, sim.token, { now: clock.now(), whole: outcome.status === 204 });
    case 'drip':
      arrived.head = answerOf({ ...outcome, body: '' }, sim.token, {
        now: clock.now(),
        whole: false,
      });
      await clock.sleep((Buffer.byteLength(outcome.body) / outcome.bytesPerSecond) * 1_000, over);
      return answerOf(outcome, sim.token, { now: clock.now(), whole: true });
    case 'answer': {
      const whole = outcome.body.length <= LARGEST_ANSWER;
      return answerOf({ ...outcome, body: whole ? outcome.body : '' }, sim.token, {
        now: clock.now(),
        whole,
      });
    }
  }
}

type Told = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
};

function answerOf(
  { status, headers, body }: Told,
  token: string,
  how: { now: number; whole: boolean },
): HttpResponse {
  return {
    status,
    body: body.replaceAll(token, '***'),
    bodyComplete: how.whole,
    retryAfterMs: parseRetryAfter(headers['retry-after'], how.now),
  };
}
