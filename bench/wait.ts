/** The wait: seconds between the backup being complete and the step going on, against the requests that it takes to know. */
import { frontier } from './frontier.js';
import { DEFAULT_CAP, type OwnWait, ownOverBand, ownWait } from './own-wait.js';
import type { Report } from './report.js';
import {
  type Band,
  type BandResult,
  fixed,
  growing,
  overBand,
  overTimes,
  type Schedule,
  TEN_MINUTES,
  UNDER_5_S,
  worstShare,
} from './schedules.js';
import { seconds, table } from './table.js';

const BANDS: readonly Band[] = [
  UNDER_5_S,
  [5, 60],
  [60, 300],
  TEN_MINUTES,
  [1_800, 3_600],
  [3_600, 7_200],
];

const OWN: readonly (OwnWait & { readonly name: string })[] = [
  { name: 'this action, create', first: 1, cap: DEFAULT_CAP },
  { name: 'this action, wait', first: 0, cap: DEFAULT_CAP },
  { name: 'create, poll_interval: 30s', first: 1, cap: 30 },
  { name: 'create, poll_interval: 2s', first: 1, cap: 2 },
];

/** As these libraries wait unless asked otherwise; botocore's is its usual snapshot waiter. */
const OTHERS: readonly Schedule[] = [
  ...[2, 5, 10, 15].map((pause) => fixed(`fixed, ${pause} s`, pause)),
  fixed('botocore: 15 s, 40 attempts', 15, { maxPolls: 40 }),
  fixed('hcloud: constant 500 ms', 0.5, { first: 0.5 }),
  growing('hcloud: doubling from 500 ms, to 60 s', 0.5, { start: 1, factor: 2, cap: 60 }),
  growing('terraform: doubling from 100 ms, to 10 s', 0, { start: 0.1, factor: 2, cap: 10 }),
];

export async function benchWait(report: Report): Promise<void> {
  report.heading('The wait, under a handed-in clock');
  report.text(
    'In each cell: mean lag / worst lag in seconds; requests. This action by its real waiter; a poll takes no time.',
  );
  const own = await Promise.all(
    OWN.map(async (wait) => ({ name: wait.name, bands: await overBands(wait) })),
  );
  const others = OTHERS.map((schedule) => ({
    name: schedule.name,
    bands: BANDS.map((band) => overBand(schedule, band)),
  }));
  const head = [
    'a backup takes',
    ...BANDS.map(([from, to]) => `${seconds(from)} to ${seconds(to)}`),
  ];
  report.text(
    table(
      head,
      [...own, ...others].map(({ name, bands }) => [name, ...bands.map(cell)]),
    ),
  );
  await targets(report, own[0]?.bands ?? []);
  await shares(report);
  frontier(report);
}

function overBands(wait: OwnWait): Promise<BandResult[]> {
  return Promise.all(BANDS.map((band) => ownOverBand(wait, band)));
}

function cell({ meanLag, worstLag, requests }: BandResult): string {
  if (meanLag === null || worstLag === null) return 'times out';
  return `${meanLag.toFixed(2)} / ${worstLag.toFixed(2)}; ${requests < 10 ? requests.toFixed(1) : Math.round(requests)}`;
}

async function targets(report: Report, create: readonly BandResult[]): Promise<void> {
  const worst = Math.max(...create.map((band) => band.worstLag ?? Number.POSITIVE_INFINITY));
  const { length: polls } = await ownWait({ first: 1, cap: DEFAULT_CAP }, 600);
  const small = await ownOverBand({ first: 1, cap: DEFAULT_CAP }, UNDER_5_S);
  const ten = await ownOverBand({ first: 1, cap: DEFAULT_CAP }, TEN_MINUTES);
  const infinite = Number.POSITIVE_INFINITY;
  report.target({ what: 'lag, worst of all durations', max: 10, measured: worst, unit: ' s' });
  report.target({
    what: 'lag, mean for a 10-minute backup',
    max: 5,
    measured: ten.meanLag ?? infinite,
    unit: ' s',
  });
  report.target({ what: 'polls for a 10-minute backup', max: 72, measured: polls, unit: '' });
  report.target({
    what: 'lag, mean for backups under 5 s',
    max: 1,
    measured: small.meanLag ?? infinite,
    unit: ' s',
  });
  report.target({
    what: 'lag, worst for backups under 5 s',
    max: 1,
    measured: small.worstLag ?? infinite,
    unit: ' s',
  });
}

const SHARE_BANDS: readonly Band[] = [
  [5, 10],
  [10, 20],
  [20, 40],
  [40, 80],
  [80, 300],
  [300, 7_200],
];

/** The lag as a share of the backup's own time: what the pauses alone add to a wait. */
async function shares(report: Report): Promise<void> {
  report.text(
    'What the pauses of create add to the time of the backup itself, at the worst moment and on average:',
  );
  const times = await ownWait({ first: 1, cap: DEFAULT_CAP }, 7_200);
  const rows = SHARE_BANDS.map((band) => {
    const { meanLag } = overTimes(times, band);
    return [
      `${seconds(band[0])} to ${seconds(band[1])}`,
      percent(worstShare(times, band)),
      percent((meanLag ?? 0) / ((band[0] + band[1]) / 2)),
    ];
  });
  report.text(table(['a backup takes', 'at worst', 'on average'], rows));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
