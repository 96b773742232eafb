/** Waits through a plan of looks, in virtual time. */
import { type PollOptions, poll } from '../../src/polling.js';
import { VirtualClock } from '../support/virtual-clock.js';

/** What one look comes to: how long it takes, and whether it is done, or fails. */
export interface LookPlan {
  readonly takesMs: number;
  readonly result: 'done' | 'not yet' | 'fault' | 'end';
  readonly retryAfterMs?: number;
}

export class Fault extends Error {
  constructor(
    readonly passing: boolean,
    readonly retryAfterMs: number,
  ) {
    super(passing ? 'passing' : 'lasting');
  }
}

export interface Waited {
  readonly outcome: 'done' | 'deadline' | Fault;
  /** When each look began, and its budget; milliseconds since the start. */
  readonly looks: readonly {
    readonly at: number;
    readonly until: number;
    readonly budgetMs: number;
  }[];
  readonly beats: readonly number[];
  readonly endedAt: number;
}

export const LIMITS = { timeoutMs: 60_000, initialDelayMs: 0, maxIntervalMs: 10_000 };

/** Waits through a plan; once it is used up, looks take no time and are not yet done. */
export async function wait(
  plan: readonly LookPlan[],
  limits: Partial<typeof LIMITS> & Pick<Partial<PollOptions>, 'gracePeriodMs'> = {},
  clock = new VirtualClock(),
): Promise<Waited> {
  const looks: { at: number; until: number; budgetMs: number }[] = [];
  const beats: number[] = [];
  const check = async (budgetMs: number): Promise<boolean> => {
    const {
      takesMs,
      result,
      retryAfterMs = 0,
    } = plan[looks.length] ?? { takesMs: 0, result: 'not yet' };
    const seen = { at: clock.elapsed, until: Number.NaN, budgetMs };
    looks.push(seen);
    if (takesMs > 0) await clock.sleep(Math.min(takesMs, budgetMs));
    seen.until = clock.elapsed;
    if (result === 'fault') throw new Fault(true, retryAfterMs);
    if (result === 'end') throw new Fault(false, 0);
    return result === 'done';
  };
  const work = poll({
    clock,
    signal: new AbortController().signal,
    ...LIMITS,
    ...limits,
    check,
    retryDelay: (fault) =>
      fault instanceof Fault && fault.passing ? { retryAfterMs: fault.retryAfterMs } : null,
    onHeartbeat: (goneMs) => beats.push(goneMs),
  }).catch((fault: unknown) => {
    if (fault instanceof Fault) return fault;
    throw fault;
  });
  return { outcome: await clock.settle(work), looks, beats, endedAt: clock.elapsed };
}
