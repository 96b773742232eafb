/** Where the schedule stands among all that could be: lag against requests, over starts, growths and caps. */
import type { Report } from './report.js';
import {
  type Band,
  dominates,
  type Growth,
  growing,
  overBand,
  pollTimes,
  TEN_MINUTES,
  UNDER_5_S,
} from './schedules.js';
import { table } from './table.js';

const OURS: Growth = { start: 1, factor: 1.25, cap: 10, flat: 3 };
const MINUTES: Band = [60, 900];

const STARTS = [0.25, 0.5, 1, 2, 5];
const FACTORS = [1, 1.1, 1.25, 1.5, 2];
const CAPS = [5, 7, 10, 15, 20];

interface Costs {
  readonly growth: Growth;
  /** Looks until a backup of ten minutes is seen. */
  readonly requests: number;
  readonly smallMean: number;
  readonly smallWorst: number;
  /** Mean lag of backups of 1 to 15 minutes. */
  readonly minutesMean: number;
  readonly tenMean: number;
}

function costsOf(growth: Growth): Costs {
  const schedule = growing('', 1, growth);
  const small = overBand(schedule, UNDER_5_S);
  return {
    growth,
    requests: pollTimes(schedule, 600).length,
    smallMean: small.meanLag ?? 0,
    smallWorst: small.worstLag ?? 0,
    minutesMean: overBand(schedule, MINUTES).meanLag ?? 0,
    tenMean: overBand(schedule, TEN_MINUTES).meanLag ?? 0,
  };
}

export function frontier(report: Report): void {
  report.heading('The schedule among others: first poll after 1 s, then start, growth, cap');
  const grid = STARTS.flatMap((start) =>
    FACTORS.flatMap((factor) => CAPS.map((cap) => costsOf({ start, factor, cap }))),
  );
  const varied = [
    ...STARTS.map((start) => ({ ...OURS, start })),
    ...FACTORS.filter((factor) => factor !== OURS.factor).map((factor) => ({ ...OURS, factor })),
    ...CAPS.filter((cap) => cap !== OURS.cap).map((cap) => ({ ...OURS, cap })),
  ];
  report.text(`Of ${grid.length} schedules; one knob turned at a time. The last column: how many of all are better in requests, in mean lag
under 5 s and in mean lag of 1 to 15 min at once (none: it is on the frontier).`);
  report.text(
    table(
      HEAD,
      varied.map(costsOf).map((one) => [...row(one), String(betterThan(one, grid))]),
    ),
  );
  shortBackups(report);
}

const HEAD = [
  'start, growth, cap',
  'polls in 10 min',
  'mean lag 2-5 s',
  'worst lag 2-5 s',
  'mean lag 1-15 min',
  'mean lag 9-11 min',
  'better ones',
];

function row({ growth, requests, smallMean, smallWorst, minutesMean, tenMean }: Costs): string[] {
  const { start, factor, cap, flat } = growth;
  const isOurs = JSON.stringify(growth) === JSON.stringify({ ...growth, ...OURS });
  const alike = flat === undefined ? '' : `, the first ${flat + 1} alike`;
  const name = `${start} s, x ${factor}, ${cap} s${alike}${isOurs ? ' (ours)' : ''}`;
  return [
    name,
    String(requests),
    ...[smallMean, smallWorst, minutesMean, tenMean].map((lag) => lag.toFixed(2)),
  ];
}

function betterThan(one: Costs, all: readonly Costs[]): number {
  const measures = ({ requests, smallMean, minutesMean }: Costs): number[] => [
    requests,
    smallMean,
    minutesMean,
  ];
  return all.filter((other) => dominates(measures(other), measures(one))).length;
}

/** The fewest polls in ten minutes for which no backup under 5 s waits a second, by growth, each with its best start. */
function fewestPollsForSmallLag(
  factor: number,
  flats: readonly (number | undefined)[],
): Costs | null {
  const starts = Array.from({ length: 200 }, (_, index) => (index + 1) / 200);
  const all = starts.flatMap((start) =>
    flats.map((flat) =>
      costsOf({ start, factor, cap: 10, ...(flat === undefined ? {} : { flat }) }),
    ),
  );
  const good = all
    .filter((one) => one.smallWorst <= 1)
    .sort((a, b) => a.requests - b.requests || a.smallMean - b.smallMean);
  return good[0] ?? null;
}

function shortBackups(report: Report): void {
  report.text(
    'The fewest polls in 10 minutes with a lag under 1 s for every backup of 2 to 5 s, cap 10 s, best start to 5 ms:',
  );
  const candidates: readonly [string, number, readonly (number | undefined)[]][] = [
    ['growth by a quarter', 1.25, [undefined]],
    ['alike at first, then growth by a quarter', 1.25, [1, 2, 3, 4, 5]],
    ['growth by a half', 1.5, [undefined]],
    ['alike at first, then growth by a half', 1.5, [1, 2, 3, 4, 5]],
  ];
  const rows = candidates.map(([name, factor, flats]) => {
    const best = fewestPollsForSmallLag(factor, flats);
    return best === null ? [name, 'none'] : [`${name}: ${row(best)[0]}`, ...row(best).slice(1)];
  });
  report.text(table(HEAD.slice(0, -1), rows));
}
