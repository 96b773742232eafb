/** The real transport against the real socket, in virtual time: the clock stands still while bytes travel. */
import {
  type RecordedRequest,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.js';
import type { Clock } from '../../src/clock.js';
import { createRedactor } from '../../src/report/sanitize.js';
import { createSocketExchange } from '../../src/vpsorg/exchange.js';
import { createTransport, type HttpRequest, type Transport } from '../../src/vpsorg/http.js';
import type { VirtualClock } from './virtual-clock.js';

export interface Socket {
  readonly simulator: Simulator;
  /** A new connection, as a new step would make one. */
  readonly connect: () => Connected & { readonly apiUrl: string };
}

interface Connected {
  readonly transport: Transport;
  readonly close: () => void;
}

/** The transport of the action to a simulator that listens. */
export function connectTo(
  { url, token }: Pick<Simulator, 'url' | 'token'>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Connected {
  const { origin } = new URL(url);
  const { exchange, close } = createSocketExchange({ origin, token, userAgent: 'test/1', env: {} });
  const redact = createRedactor([token]);
  return {
    transport: createTransport({ exchange, clock, signal, redact, debug: () => {} }),
    close,
  };
}

/**
 * @param options no faults that drip: they take real time
 */
export async function openSocket(options: SimulatorOptions, clock: VirtualClock): Promise<Socket> {
  const travels = new Travels(clock);
  const simulator = await startSimulator({
    ...options,
    clock,
    onRequest: (record) => travels.arrived(record),
    onOutcome: (record) => travels.answered(record),
  });
  const connect = () => {
    const { signal } = new AbortController();
    const { transport, close } = connectTo(simulator, { clock: travels.clock, signal });
    const send = (request: HttpRequest) => travels.send(transport, request);
    return { transport: { send }, close, apiUrl: simulator.url };
  };
  return { simulator, connect };
}

interface Travel {
  readonly request: string;
  isOver: boolean;
  /** Lets the time go on, if this travel holds it. */
  release: () => void;
}

/** Holds the clock from a request's sending to its arrival, and from its answer's to that one's. */
class Travels {
  /** Sent, and not arrived. */
  readonly #sent = new Set<Travel>();
  readonly #arrived = new WeakMap<RecordedRequest, Travel>();
  readonly #timeouts: (() => void)[] = [];

  constructor(private readonly inner: VirtualClock) {}

  /** For the transport: a time-out that has struck holds the time until the request has ended. */
  readonly clock: Clock = {
    now: () => this.inner.now(),
    sleep: async (ms, signal) => {
      await this.inner.sleep(ms, signal);
      this.#timeouts.push(this.inner.hold());
    },
  };

  arrived(record: RecordedRequest): void {
    const travel = [...this.#sent].find((one) => one.request === `${record.method} ${record.path}`);
    // Its sender may have gone already, when a connection broke behind it.
    if (travel === undefined) return;
    this.#sent.delete(travel);
    this.#arrived.set(record, travel);
    travel.release();
  }

  answered(record: RecordedRequest): void {
    const travel = this.#arrived.get(record);
    if (travel !== undefined && !travel.isOver && record.outcome?.kind !== 'hang')
      travel.release = this.inner.hold();
  }

  async send(transport: Transport, request: HttpRequest): ReturnType<Transport['send']> {
    const travel: Travel = {
      request: `${request.method} ${request.path.replace('/api/v1', '')}`,
      isOver: false,
      release: this.inner.hold(),
    };
    this.#sent.add(travel);
    try {
      return await transport.send(request);
    } finally {
      travel.isOver = true;
      this.#sent.delete(travel);
      travel.release();
      for (const release of this.#timeouts.splice(0)) release();
    }
  }
}
