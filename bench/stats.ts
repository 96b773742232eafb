/** Medians and spreads: what a run of measurements comes to. Pure. */

export interface Spread {
  readonly median: number;
  /** First and third quartile: half of all values lie between them. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * @param part from 0 (least) to 1 (greatest); between two values it is linear
 * @throws RangeError where there are no values
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = (sorted.length - 1) * part;
  const below = sorted[Math.floor(index)];
  const above = sorted[Math.ceil(index)];
  if (below === undefined || above === undefined) throw new RangeError('no values');
  return below + (above - below) * (index - Math.floor(index));
}

export function spreadOf(values: readonly number[]): Spread {
  return {
    median: quantile(values, 0.5),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
    count: values.length,
  };
}

/**
 * Ratios round by round, so that what slows the machine for a while slows both sides of a ratio.
 *
 * @throws RangeError where the two were not measured equally often
 */
export function pairedRatio(values: readonly number[], against: readonly number[]): Spread {
  if (values.length !== against.length)
    throw new RangeError('ratios need as many measurements on both sides');
  return spreadOf(values.map((value, round) => value / (against[round] ?? Number.NaN)));
}

/** A figure at a size. */
export type Point = readonly [size: number, value: number];

/** How a figure grows from one size to another: 1 where it doubles as the size does, 0 where it stays. */
export function growthExponent([from, less]: Point, [to, more]: Point): number {
  return Math.log(more / less) / Math.log(to / from);
}
