/** The real transport against the real socket, in virtual time: the clock stands still while bytes travel. */
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.js';
import type { Clock } from '../../src/clock.js';
import { TransportError } from '../../src/vpsorg/errors.js';
import { createTransport, type Request, type Transport } from '../../src/vpsorg/http.js';
import type { VirtualClock } from './virtual-clock.js';

export interface Socket {
  readonly simulator: Simulator;
  /** A new connection, as a new step would make one. */
  readonly connect: () => { readonly transport: Transport; readonly apiUrl: string };
}

/**
 * @param options no faults that drip or delay: they take real time, or virtual time in the middle of a request
 */
export async function openSocket(options: SimulatorOptions, clock: VirtualClock): Promise<Socket> {
  const travels = new Travels(clock);
  const simulator = await startSimulator({
    ...options,
    clock,
    onRequest: () => travels.arrived(),
    onOutcome: ({ outcome }) => {
      if (outcome?.kind !== 'hang') travels.started();
    },
  });
  const { origin } = new URL(simulator.url);
  const connect = () => {
    const cancel = new AbortController().signal;
    const inner = createTransport({ origin, token: simulator.token, userAgent: 'test/1', clock: travels.clock, cancel, debug: () => {} });
    return { transport: { send: (request: Request) => travels.send(inner, request), close: () => inner.close() }, apiUrl: simulator.url };
  };
  return { simulator, connect };
}

/** Holds the clock from a request's sending to its arrival, and from its answer's to that one's. */
class Travels {
  readonly #under: (() => void)[] = [];
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

  started(): void {
    this.#under.push(this.inner.hold());
  }

  arrived(): void {
    this.#under.shift()?.();
  }

  async send(transport: Transport, request: Request): ReturnType<Transport['send']> {
    this.started();
    let isAnswered = true;
    try {
      return await transport.send(request);
    } catch (fault) {
      isAnswered = !(fault instanceof TransportError && fault.code === 'TIMEOUT');
      throw fault;
    } finally {
      if (isAnswered) this.arrived();
      for (const release of this.#timeouts.splice(0)) release();
    }
  }
}
