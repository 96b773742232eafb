/**
 * A waiter: looks, pauses, looks again, until done or out of time. Knows nothing of backups. Models: hcloud-go's ActionWaiter,
 * terraform's StateChangeConf, smithy's util-waiter.
 */
import type { Clock } from './clock.js';

export interface PollOptions {
  readonly clock: Clock;
  /** Ends the wait early, by rejection with the signal's reason. */
  readonly cancel: AbortSignal;
  /** Milliseconds, from the start of the wait to its last look. */
  readonly timeoutMs: number;
  /** Milliseconds before the first look. */
  readonly firstPauseMs: number;
  /** Pauses grow up to this, in milliseconds. */
  readonly longestPauseMs: number;
  /**
   * One look; `true` when there is nothing left to wait for.
   *
   * @param budgetMs the look should have ended by then
   * @throws whatever a look can come to; `rideOut` decides what that means
   */
  readonly look: (budgetMs: number) => Promise<boolean>;
  /**
   * What a thrown fault means: `null` ends the wait with it, else the pause before the next look is at least `retryAfterMs`, and the fault
   * counts as one in a row, unless told otherwise.
   */
  readonly rideOut: (fault: unknown) => { readonly retryAfterMs: number; readonly counts?: boolean } | null;
  /** How far the last look may go past the deadline, in milliseconds; 700 unless told. */
  readonly lastLookMs?: number;
  /** Called every 30 s of a wait with the time gone, in milliseconds. */
  readonly heartbeat: (goneMs: number) => void;
}

/** Pauses start here and grow by a quarter. */
export const SHORTEST_PAUSE_MS = 1_000;
const GROWTH = 1.25;
const HEARTBEAT_MS = 30_000;
/** So many faults in a row are ridden out; the next one ends the wait. */
export const FAULTS_RIDDEN_OUT = 10;
const LAST_LOOK_MS = 700;

/**
 * @returns `done` once a look says so, or `deadline` after one last look at the deadline itself
 * @throws the fault that was not ridden out, or the eleventh in a row; the reason of `cancel`
 */
export async function poll(options: PollOptions): Promise<'done' | 'deadline'> {
  const { clock } = options;
  const start = clock.now();
  const deadline = start + options.timeoutMs;
  const rest = sleeper(options, start);
  let pause = SHORTEST_PAUSE_MS;
  let faults = 0;
  await rest(Math.min(start + options.firstPauseMs, deadline));
  for (;;) {
    // A look that was asked before the deadline is cut off there: an old answer says nothing of the time since.
    const isLast = clock.now() >= deadline;
    let retryAfterMs = 0;
    try {
      if (await options.look(isLast ? (options.lastLookMs ?? LAST_LOOK_MS) : deadline - clock.now())) return 'done';
      faults = 0;
    } catch (fault) {
      const ridden = options.rideOut(fault);
      const isCutOff = !isLast && clock.now() >= deadline; // by us: the last look is still to come
      if (ridden?.counts === false) faults = 0;
      else if (!isCutOff) faults += 1;
      if (ridden === null || faults > FAULTS_RIDDEN_OUT) throw fault;
      retryAfterMs = ridden.retryAfterMs;
    }
    options.cancel.throwIfAborted();
    if (isLast) return 'deadline';
    await rest(Math.min(clock.now() + Math.max(pause, retryAfterMs), deadline));
    pause = nextPause(pause, options.longestPauseMs);
  }
}

/** Each pause is a quarter longer than the one before, up to the longest. Milliseconds. */
export function nextPause(pause: number, longest: number): number {
  return Math.min(pause * GROWTH, longest);
}

/** Sleeps until a moment, telling the heartbeats that fall in between. */
function sleeper(options: PollOptions, start: number): (until: number) => Promise<void> {
  const { clock } = options;
  let beat = start + HEARTBEAT_MS;
  return async (until) => {
    while (clock.now() < until) {
      await clock.sleep(Math.min(until, Math.max(beat, clock.now())) - clock.now(), options.cancel);
      if (clock.now() < beat) continue;
      options.heartbeat(clock.now() - start);
      beat = clock.now() + HEARTBEAT_MS;
    }
  };
}
