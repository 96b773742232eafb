/** Time that passes only when nobody has anything else to do: what takes an hour takes a millisecond, and always the same way. */
import type { SimulatorClock } from '../../simulator/index.js';
import type { Clock } from '../../src/clock.js';

/** The documented example's day. */
export const START = Date.parse('2025-01-16T15:45:00Z');

interface Sleeper {
  readonly at: number;
  /** Earlier sleepers of the same moment wake first. */
  readonly place: number;
  readonly wake: () => void;
  readonly fail: (reason: unknown) => void;
}

/** Turns of the event loop without any work, after which nothing more can come. */
const IDLE_TURNS = 5;

/**
 * A clock for code under test and for the simulator at once. It goes on to the earliest sleeper once the event loop has run dry and nobody
 * holds it; one sleeper wakes at a time, so that concurrent work is carried out in one order only.
 */
export class VirtualClock implements Clock, SimulatorClock {
  #now: number;
  #place = 0;
  #holds = 0;
  #isPumping = false;
  readonly #sleepers = new Set<Sleeper>();

  /**
   * @param start   milliseconds since the epoch
   * @param limitMs so much time may pass; whoever sleeps beyond that is woken with an error
   */
  constructor(
    readonly start = START,
    private readonly limitMs = Number.POSITIVE_INFINITY,
  ) {
    this.#now = start;
  }

  now = (): number => this.#now;

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => sleeper.fail(signal?.reason);
      const wake = (): void => {
        leave();
        resolve();
      };
      const fail = (reason: unknown): void => {
        leave();
        reject(reason);
      };
      const sleeper: Sleeper = {
        at: this.#now + Math.max(0, ms),
        place: this.#place++,
        wake,
        fail,
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#pump();
    });

  /** Milliseconds since the start. */
  get elapsed(): number {
    return this.#now - this.start;
  }

  /** How many sleep now. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  /** Moves the time by hand; who should have woken meanwhile wakes at once. */
  advance(ms: number): void {
    this.#now += ms;
    this.#pump();
  }

  /** Time stands still until the returned function is called: for work that goes through a real socket. */
  hold(): () => void {
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      this.#pump();
    };
  }

  /**
   * The work's result.
   *
   * @throws what the work throws; an error if it waits for something that can never come
   */
  async settle<T>(work: Promise<T>): Promise<T> {
    let isSettled = false;
    const done = (): void => {
      isSettled = true;
    };
    work.then(done, done);
    for (let idle = 0; !isSettled && idle < IDLE_TURNS; ) {
      await turn();
      idle = this.#sleepers.size > 0 || this.#holds > 0 ? 0 : idle + 1;
    }
    if (!isSettled) throw new Error('the work waits for something that never comes');
    return work;
  }

  /** Lets everybody who still sleeps have their sleep out. */
  async drain(): Promise<void> {
    for (let idle = 0; idle < IDLE_TURNS; ) {
      await turn();
      idle = this.#sleepers.size > 0 || this.#holds > 0 ? 0 : idle + 1;
    }
  }

  #pump(): void {
    if (this.#isPumping || this.#holds > 0 || this.#sleepers.size === 0) return;
    this.#isPumping = true;
    // A macrotask: whatever promises can settle without time have settled by then.
    setImmediate(() => {
      this.#isPumping = false;
      if (this.#holds === 0) this.#wakeNext();
      this.#pump();
    });
  }

  #wakeNext(): void {
    let next: Sleeper | undefined;
    for (const one of this.#sleepers) {
      if (next === undefined || one.at < next.at || (one.at === next.at && one.place < next.place))
        next = one;
    }
    if (next === undefined) return;
    this.#now = Math.max(this.#now, next.at);
    if (this.elapsed > this.limitMs)
      next.fail(new Error(`virtual time ran out after ${this.limitMs} ms`));
    else next.wake();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
