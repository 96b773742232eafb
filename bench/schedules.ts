/** When waiters poll: pure arithmetic on seconds since the start of a wait. */

export interface Schedule {
  readonly name: string;
  /** Before the first poll. */
  readonly first: number;
  /** After the poll with this number, from 0. */
  readonly pause: (poll: number) => number;
  /** It times out after so many polls. */
  readonly maxPolls?: number;
}

export function fixed(
  name: string,
  pause: number,
  about: { first?: number; maxPolls?: number } = {},
): Schedule {
  return { name, first: 0, pause: () => pause, ...about };
}

export interface Growth {
  /** The pause after the first poll. */
  readonly start: number;
  /** Each pause is so many times the one before. */
  readonly factor: number;
  /** The longest pause. */
  readonly cap: number;
  /** So many pauses stay as long as the first one before they grow. */
  readonly flat?: number;
}

export function growing(
  name: string,
  first: number,
  { start, factor, cap, flat = 0 }: Growth,
): Schedule {
  return {
    name,
    first,
    pause: (poll) => Math.min(start * factor ** Math.max(0, poll - flat), cap),
  };
}

/** When it polls, up to and with the first poll at or after `until`, or until it times out. */
export function pollTimes(schedule: Schedule, until: number): number[] {
  const times = [schedule.first];
  for (
    let at = schedule.first;
    at < until && times.length < (schedule.maxPolls ?? Number.POSITIVE_INFINITY);
  ) {
    at += schedule.pause(times.length - 1);
    times.push(at);
  }
  return times;
}

/** From and to, in seconds. */
export type Band = readonly [number, number];

export const UNDER_5_S: Band = [2, 5];
export const TEN_MINUTES: Band = [540, 660];

export interface BandResult {
  /** `null` where the waiter times out on some of the band. */
  readonly meanLag: number | null;
  /** Never quite reached: the end of a backup that a poll has just missed. */
  readonly worstLag: number | null;
  readonly requests: number;
}

/**
 * What waits come to for durations spread evenly over a band: exact means, not samples, which would fall into step with the pauses.
 *
 * @param times of the polls, ascending
 */
export function overTimes(times: readonly number[], [from, to]: Band): BandResult {
  let lag = 0;
  let requests = 0;
  let worst = 0;
  for (const [index, at] of times.entries()) {
    // Whatever ends between the poll before and this one is seen by this one.
    const begin = Math.max(from, times[index - 1] ?? 0);
    const end = Math.min(to, at);
    if (end <= begin) continue;
    lag += (end - begin) * (at - (begin + end) / 2);
    requests += (end - begin) * (index + 1);
    worst = Math.max(worst, at - begin);
  }
  const timedOut = (times.at(-1) ?? 0) < to;
  if (timedOut) return { meanLag: null, worstLag: null, requests: times.length };
  return { meanLag: lag / (to - from), worstLag: worst, requests: requests / (to - from) };
}

/** The greatest lag within a band, as a share of the duration that it comes after. */
export function worstShare(times: readonly number[], [from, to]: Band): number {
  return times.reduce((worst, at, index) => {
    const begin = Math.max(from, times[index - 1] ?? 0);
    return at > from && begin < to ? Math.max(worst, (at - begin) / begin) : worst;
  }, 0);
}

/** A schedule over a band of durations. */
export function overBand(schedule: Schedule, band: Band): BandResult {
  return overTimes(pollTimes(schedule, band[1]), band);
}

/** Whether `a` is at least as good as `b` in everything (less is better), and better in something. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return (
    a.every((value, index) => value <= (b[index] ?? 0)) &&
    a.some((value, index) => value < (b[index] ?? 0))
  );
}
