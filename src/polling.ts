/** Polls until a condition holds, the deadline passes, or polls have failed for too long. */
import type { Clock } from './clock.js';

/** One poll. */
export interface Poll {
  /** When its answers must be there, in milliseconds since the epoch. */
  readonly deadline: number;
  /** The poll at the deadline, or its second try: it must not rely on an idle connection. */
  readonly isFinal: boolean;
}

interface PollOptions {
  readonly clock: Clock;
  /** Ends the wait early, by rejection with the signal's reason. */
  readonly signal: AbortSignal;
  /** Milliseconds, from the start of the wait to its final poll. */
  readonly timeoutMs: number;
  /** Milliseconds before the first poll. */
  readonly initialDelayMs: number;
  /** Intervals grow up to this, in milliseconds. */
  readonly maxIntervalMs: number;
  /**
   * @returns `true` when there is nothing left to wait for
   * @throws what {@link PollOptions.classify} decides on
   */
  readonly check: (poll: Poll) => Promise<boolean>;
  /** What an error of a poll means, and for how long the API asks to be left alone. */
  readonly classify: (error: unknown) => PollError;
}

export interface PollError {
  /** `confirm` is fatal if the next poll comes to the same; `fatal` ends the wait at once. */
  readonly kind: 'transient' | 'confirm' | 'fatal';
  readonly retryAfterMs: number;
}

/** The first polls are so far apart; then the interval grows by a quarter. */
export const INITIAL_INTERVAL_MS = 1_000;
const CONSTANT_INTERVALS = 4;
const GROWTH = 1.25;
const HEARTBEAT_MS = 30_000;
/** The final poll may take this long past the deadline, its second try included. */
const GRACE_PERIOD_MS = 5_000;
/** After a failed poll the next one comes within this, unless the API asks for more. */
const MAX_RETRY_INTERVAL_MS = 30_000;
/** Polls that fail for this long end the wait; time that `Retry-After` asks for does not count. */
const MAX_FAILING_MS = 10 * 60_000;

/**
 * @returns `done` once a poll says so, or `timeout` after the final poll at the deadline
 * @throws the error of a poll that is fatal, or that comes after ten minutes of failures; the
 *   signal's reason
 */
export function poll(options: PollOptions): Promise<'done' | 'timeout'> {
  return new Polling(options).run();
}

/** How far apart polls are: the n-th interval, from 0, in milliseconds. */
export function interval(n: number, maxMs: number): number {
  const grown = INITIAL_INTERVAL_MS * GROWTH ** Math.max(0, n - CONSTANT_INTERVALS + 1);
  return Math.min(grown, maxMs);
}

class Polling {
  readonly #deadline: number;
  #polls = 0;
  /** Of failures in a row: when they began, and the time that the API asked for. */
  #failing: { readonly since: number; excusedMs: number } | null = null;
  #unconfirmed = false;

  constructor(private readonly options: PollOptions) {
    this.#deadline = options.clock.now() + options.timeoutMs;
  }

  async run(): Promise<'done' | 'timeout'> {
    const { clock, initialDelayMs, maxIntervalMs } = this.options;
    let pause = initialDelayMs;
    for (;;) {
      await this.#sleepUntil(Math.min(clock.now() + pause, this.#deadline));
      if (clock.now() >= this.#deadline) return this.#finalPoll();
      const retryMs = await this.#poll({ deadline: this.#deadline, isFinal: false });
      if (retryMs === 'done') return 'done';
      const next = interval(this.#polls++, maxIntervalMs);
      pause = retryMs === null ? next : Math.max(Math.min(next, MAX_RETRY_INTERVAL_MS), retryMs);
    }
  }

  /** A lost answer is asked for once more. */
  async #finalPoll(): Promise<'done' | 'timeout'> {
    const deadline = this.options.clock.now() + GRACE_PERIOD_MS;
    for (let tries = 0; tries < 2 && this.options.clock.now() < deadline; tries++) {
      const result = await this.#poll({ deadline, isFinal: true });
      if (result === null || result === 'done') return result === 'done' ? 'done' : 'timeout';
    }
    return 'timeout';
  }

  /** @returns `done`; `null` for not yet; the time that a failed poll's API asks for */
  async #poll(one: Poll): Promise<'done' | number | null> {
    const { signal, check } = this.options;
    const startedAt = this.options.clock.now();
    try {
      const isDone = await check(one);
      this.#failing = null;
      this.#unconfirmed = false;
      signal.throwIfAborted();
      return isDone ? 'done' : null;
    } catch (error) {
      signal.throwIfAborted();
      return this.#retryDelay(error, startedAt, one);
    }
  }

  #retryDelay(error: unknown, startedAt: number, { isFinal }: Poll): number {
    const { kind, retryAfterMs } = this.options.classify(error);
    if (kind === 'fatal' || (kind === 'confirm' && this.#unconfirmed)) throw error;
    this.#unconfirmed = kind === 'confirm';
    this.#failing ??= { since: startedAt, excusedMs: 0 };
    const failingMs = this.options.clock.now() - this.#failing.since - this.#failing.excusedMs;
    if (failingMs >= MAX_FAILING_MS && !isFinal) throw error;
    this.#failing.excusedMs += retryAfterMs;
    return retryAfterMs;
  }

  /** A timer may fire a little early. */
  async #sleepUntil(until: number): Promise<void> {
    const { clock, signal } = this.options;
    while (clock.now() < until) await clock.sleep(until - clock.now(), signal);
  }
}

/**
 * Calls a function every 30 s, on a clock of its own so that a slow poll does not delay it.
 *
 * @returns what stops it
 */
export function startHeartbeat(clock: Clock, onBeat: () => void): () => void {
  const ended = new AbortController();
  const next = (): void => {
    clock.sleep(HEARTBEAT_MS, ended.signal).then(() => {
      if (ended.signal.aborted) return;
      onBeat();
      next();
    }, ignore);
  };
  next();
  return () => ended.abort(ENDED);
}

/** The default reason is an error with a stack. */
const ENDED = 'the wait is over';

function ignore(): void {}
