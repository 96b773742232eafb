/** Plays a script of polls in virtual time. */
import { type Poll, type PollError, poll } from '../../src/polling.js';
import { VirtualClock } from '../support/virtual-clock.js';

/** What one poll takes and comes to. */
export interface ScriptedPoll {
  readonly takesMs?: number;
  readonly result: 'done' | 'not yet' | PollError['kind'];
  readonly retryAfterMs?: number;
}

class ScriptedError extends Error {
  constructor(readonly script: ScriptedPoll) {
    super(script.result);
  }
}

interface RecordedPoll {
  /** When it began and ended, in milliseconds since the start. */
  readonly at: number;
  until: number;
  /** When its answer had to be there, since the start. */
  readonly deadline: number;
  readonly isFinal: boolean;
}

export interface Waited {
  readonly outcome: 'done' | 'timeout' | ScriptedError;
  readonly polls: readonly RecordedPoll[];
  readonly endedAt: number;
}

export const LIMITS = { timeoutMs: 60_000, initialDelayMs: 0, maxIntervalMs: 10_000 };

export function classify(error: unknown): PollError {
  if (!(error instanceof ScriptedError)) return { kind: 'fatal', retryAfterMs: 0 };
  const { result, retryAfterMs = 0 } = error.script;
  return { kind: result as PollError['kind'], retryAfterMs };
}

/** Polls beyond the script take no time and are not done. A poll is cut off at its deadline. */
export async function wait(
  script: readonly ScriptedPoll[],
  limits: Partial<typeof LIMITS> = {},
  clock = new VirtualClock(),
): Promise<Waited> {
  const polls: RecordedPoll[] = [];
  const check = async ({ deadline, isFinal }: Poll): Promise<boolean> => {
    const one = script[polls.length] ?? { result: 'not yet' };
    const since = { at: clock.elapsed, deadline: deadline - clock.start, isFinal };
    const recorded = { ...since, until: Number.NaN };
    polls.push(recorded);
    const takesMs = Math.min(one.takesMs ?? 0, deadline - clock.now());
    if (takesMs > 0) await clock.sleep(takesMs);
    recorded.until = clock.elapsed;
    if (one.result === 'done' || one.result === 'not yet') return one.result === 'done';
    throw new ScriptedError(one);
  };
  const { signal } = new AbortController();
  const work = poll({ clock, signal, ...LIMITS, ...limits, check, classify }).catch(
    (error: unknown) => {
      if (error instanceof ScriptedError) return error;
      throw error;
    },
  );
  return { outcome: await clock.settle(work), polls, endedAt: clock.elapsed };
}

export function times(count: number, one: ScriptedPoll): ScriptedPoll[] {
  return Array.from({ length: count }, () => one);
}

/** When each poll began. */
export function startsOf({ polls }: Waited): number[] {
  return polls.map(({ at }) => at);
}
