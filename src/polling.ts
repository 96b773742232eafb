/**
 * A waiter: looks, pauses, looks again, until done or out of time. Knows nothing of backups. Models: hcloud-go's ActionWaiter,
 * terraform's StateChangeConf, smithy's util-waiter.
 */
import type { Clock } from './clock.js';

export interface PollOptions {
  readonly clock: Clock;
  /** Ends the wait early, by rejection with the signal's reason. */
  readonly signal: AbortSignal;
  /** Milliseconds, from the start of the wait to its last look. */
  readonly timeoutMs: number;
  /** Milliseconds before the first look. */
  readonly initialDelayMs: number;
  /** Pauses grow up to this, in milliseconds. */
  readonly maxIntervalMs: number;
  /**
   * One look; `true` when there is nothing left to wait for.
   *
   * @param budgetMs the look should have ended by then
   * @throws whatever a look can come to; `rideOut` decides what that means
   */
  readonly check: (budgetMs: number) => Promise<boolean>;
  /**
   * What a thrown fault means: `null` ends the wait with it, else the pause before the next look is at least `retryAfterMs`, and the fault
   * counts as one in a row, unless told otherwise.
   */
  readonly retryDelay: (
    fault: unknown,
  ) => { readonly retryAfterMs: number; readonly counts?: boolean } | null;
  /** How far the last look may go past the deadline, in milliseconds; 700 unless told. */
  readonly gracePeriodMs?: number;
  /** Called every 30 s of a wait with the time gone, in milliseconds. */
  readonly onHeartbeat: (goneMs: number) => void;
}

/** Pauses start here and grow by a quarter. */
export const INITIAL_INTERVAL_MS = 1_000;
const GROWTH = 1.25;
const HEARTBEAT_MS = 30_000;
/** So many faults in a row are ridden out; the next one ends the wait. */
export const MAX_CONSECUTIVE_ERRORS = 10;
const GRACE_PERIOD_MS = 700;

/**
 * @returns `done` once a look says so, or `deadline` after one last look at the deadline itself; where answers are slow, that look is asked as
 *   much earlier as they take, so that its answer can be there in time
 * @throws the fault that was not ridden out, or the eleventh in a row; the reason of `cancel`
 */
export async function poll(options: PollOptions): Promise<'done' | 'deadline'> {
  const ended = new AbortController();
  startHeartbeat(options, ended.signal);
  try {
    return await runPolling(options);
  } finally {
    ended.abort(ENDED);
  }
}

async function runPolling(options: PollOptions): Promise<'done' | 'deadline'> {
  const { clock, signal, gracePeriodMs = GRACE_PERIOD_MS } = options;
  const deadline = clock.now() + options.timeoutMs;
  // A timer may fire a little early: a look that is asked just before the deadline would be cut off at it.
  const rest = async (until: number): Promise<void> => {
    while (clock.now() < until) await clock.sleep(until - clock.now(), signal);
  };
  let pause = INITIAL_INTERVAL_MS;
  let faults = 0;
  let answerMs = 0;
  await rest(Math.min(clock.now() + options.initialDelayMs, deadline));
  for (;;) {
    const asked = clock.now();
    const end = { deadline, gracePeriodMs, answerMs };
    const isLast = asked >= lastLookAt(end);
    let retryAfterMs: number | null = null;
    try {
      // Another look is cut off at the deadline: an old answer says nothing of the time since.
      if (
        await options.check((isLast ? Math.max(deadline, asked) + gracePeriodMs : deadline) - asked)
      )
        return 'done';
      faults = 0;
      answerMs = clock.now() - asked;
    } catch (fault) {
      const ridden = options.retryDelay(fault);
      const isCutOff = !isLast && clock.now() >= deadline; // by us: the last look is still to come
      if (ridden?.counts === false) faults = 0;
      else if (!isCutOff) faults += 1;
      if (ridden === null || faults > MAX_CONSECUTIVE_ERRORS) throw fault;
      retryAfterMs = ridden.retryAfterMs;
    }
    signal.throwIfAborted();
    if (isLast && clock.now() >= deadline) return 'deadline';
    const next = clock.now() + Math.max(pause, retryAfterMs ?? 0);
    await rest(
      nextLookAt(
        { now: clock.now(), next, isAnswered: retryAfterMs === null },
        { ...end, answerMs },
      ),
    );
    pause = nextInterval(pause, options.maxIntervalMs);
  }
}

/** The end of a wait; all in milliseconds. */
interface End {
  readonly deadline: number;
  /** How far the last look may go past the deadline. */
  readonly gracePeriodMs: number;
  /** How long the last answer took; nought where there was none. */
  readonly answerMs: number;
}

/** Answers are expected to take a quarter longer than the one before did. */
const MARGIN = 1.25;

/** When to ask the last look: as late as its answer can be there in time. */
function lastLookAt({ deadline, gracePeriodMs, answerMs }: End): number {
  return deadline - Math.max(0, answerMs * MARGIN - gracePeriodMs);
}

interface Next {
  readonly now: number;
  /** When it would be, were it not for the end. */
  readonly next: number;
  /** Whether the look before had an answer. After a fault, which may come fast, there is a pause at least. */
  readonly isAnswered: boolean;
}

/** When to look next. Where answers are slow, a look that would still be under way when the last one is due gives way to it. */
function nextLookAt({ now, next, isAnswered }: Next, end: End): number {
  const lastAt = lastLookAt(end);
  const isInTheWay = lastAt < end.deadline && next + end.answerMs * MARGIN > lastAt;
  if (lastAt > now) return isInTheWay ? lastAt : Math.min(next, lastAt);
  return isAnswered && now + end.answerMs <= end.deadline + end.gracePeriodMs
    ? now
    : Math.min(next, end.deadline);
}

/** Each pause is a quarter longer than the one before, up to the longest. Milliseconds. */
export function nextInterval(pause: number, longest: number): number {
  return Math.min(pause * GROWTH, longest);
}

/** A reason of our own: the default one is an error with a stack. */
const ENDED = 'the wait is over';

/** Tells the time while looks are made and paused for. */
function startHeartbeat({ clock, onHeartbeat }: PollOptions, ended: AbortSignal): void {
  const start = clock.now();
  const next = (): void => {
    clock.sleep(HEARTBEAT_MS, ended).then(() => {
      if (ended.aborted) return;
      onHeartbeat(clock.now() - start);
      next();
    }, ignore);
  };
  next();
}

function ignore(): void {}
