/** Fleets: the built action against the simulator in another process. */
import { actionsNode } from './nodes.js';
import { action, alternate, type Contender, type Ran, rival, run } from './processes.js';
import {
  FIRST_SERVER,
  type Provider,
  type ProviderOptions,
  type ProviderStats,
  pollsIn,
} from './provider.js';
import type { Report } from './report.js';
import { type Point, pairedRatio, quantile, spreadOf } from './stats.js';
import { growthTable, shown, table } from './table.js';

interface Measured extends Ran {
  readonly stats: ProviderStats;
}

/** Measures against a simulator started afresh, untimed. */
async function against(
  provider: Provider,
  options: ProviderOptions,
  measure: (at: { url: string; token: string }) => Promise<Ran>,
): Promise<Measured> {
  const at = await provider.start(options);
  const ran = await measure(at);
  return { ...ran, stats: await provider.stats() };
}

interface Fleet {
  readonly servers: number;
  /** Backups that each server has before. */
  readonly older: number;
  readonly pageSize?: number;
}

const FLEETS: readonly Fleet[] = [
  { servers: 1, older: 5 },
  { servers: 10, older: 5 },
  { servers: 100, older: 5 },
  { servers: 1_000, older: 5 },
  { servers: 1_000, older: 5, pageSize: 500 },
  { servers: 1_000, older: 0 },
];
const FASTEST_MS = 1_000;
const SLOWEST_MS = 10_000;

/** `create` for fleets, and the floor under it: one list, the POSTs 4 in flight, and the slowest backup. */
export async function benchFleets(
  report: Report,
  provider: Provider,
  rounds: number,
): Promise<void> {
  report.heading('Fleets: create for several servers, waited for');
  const node = actionsNode(report);
  report.text(
    `Backups take ${FASTEST_MS / 1_000} s to ${SLOWEST_MS / 1_000} s, the slowest starts last. The floor: the slowest backup, plus the wall time of a node:http script that lists once and POSTs 4 in flight. ${rounds} alternating rounds, ${node.name}.`,
  );
  const contenders = FLEETS.flatMap((fleet): Contender[] => {
    const options = {
      ...fleet,
      rows: fleet.servers * fleet.older,
      fastestMs: FASTEST_MS,
      slowestMs: SLOWEST_MS,
    };
    const ids = Array.from({ length: fleet.servers }, (_, index) => FIRST_SERVER + index);
    const own = (at: { url: string; token: string }) =>
      run(action(node.path, { api_url: at.url, api_token: at.token, server_id: ids.join(',') }), {
        peak: true,
      });
    const floor = (at: { url: string; token: string }) =>
      run(rival(node.path, 'posts.mjs', floorEnv(at, fleet.servers)));
    return [
      { name: nameOf(fleet), measure: () => against(provider, options, own) },
      { name: `floor ${nameOf(fleet)}`, measure: () => against(provider, options, floor) },
    ];
  });
  const measured = (await alternate(contenders, rounds, false)) as Map<string, Measured[]>;
  report.text(
    table(
      FLEET_HEAD,
      FLEETS.map((fleet) => fleetRow(report, fleetOf(nameOf(fleet), fleet.servers, measured))),
    ),
  );
  printGrowth(report, measured);
}

/** From size to size, start-up included; the wall time beyond the slowest backup. */
function printGrowth(report: Report, measured: ReadonlyMap<string, readonly Measured[]>): void {
  const fleets = FLEETS.filter(({ older, pageSize }) => older === 5 && pageSize === undefined);
  const pointsOf = (of: (ran: Measured) => number): Point[] =>
    fleets.map((fleet) => [fleet.servers, medianOf(measured.get(nameOf(fleet)) ?? [], of)]);
  report.text('Growth as an exponent of the number of servers; 1 is linear:');
  report.text(
    growthTable('servers', {
      'wall time beyond the slowest backup': pointsOf((ran) => ran.ms - SLOWEST_MS),
      'peak memory': pointsOf((ran) => ran.peakMb ?? Number.NaN),
      requests: pointsOf((ran) => ran.stats.requests),
    }),
  );
}

function floorEnv(
  { url, token }: { url: string; token: string },
  count: number,
): Record<string, string> {
  return {
    BENCH_URL: url,
    BENCH_TOKEN: token,
    BENCH_FIRST: String(FIRST_SERVER),
    BENCH_COUNT: String(count),
  };
}

function nameOf({ servers, older, pageSize }: Fleet): string {
  const paged = pageSize === undefined ? '' : `, pages of ${pageSize}`;
  return `${servers} server${servers === 1 ? '' : 's'}, ${older} older backups each${paged}`;
}

const FLEET_HEAD = [
  'fleet',
  'wall, ms',
  'floor, ms',
  'against floor',
  'requests',
  'polls',
  'requests a poll',
  'connections',
  'peak, MB',
  'simulator CPU, ms',
];

interface MeasuredFleet {
  readonly name: string;
  readonly own: readonly Measured[];
  readonly floors: readonly number[];
  readonly ratio: ReturnType<typeof pairedRatio>;
}

function fleetOf(
  name: string,
  servers: number,
  measured: ReadonlyMap<string, readonly Measured[]>,
): MeasuredFleet {
  const own = measured.get(name) ?? [];
  for (const ran of own)
    if (ran.stats.posts !== servers)
      throw new Error(`${ran.stats.posts} POSTs for ${servers} servers`);
  const floors = (measured.get(`floor ${name}`) ?? []).map((ran) => ran.ms + SLOWEST_MS);
  const ratio = pairedRatio(
    own.map((ran) => ran.ms),
    floors,
  );
  return { name, own, floors, ratio };
}

function perPoll({ stats }: Measured): number {
  return stats.pollsAt.length / pollsIn(stats.pollsAt);
}

function medianOf(runs: readonly Measured[], of: (ran: Measured) => number): number {
  return quantile(runs.map(of), 0.5);
}

function reportTargets(report: Report, { name, own, ratio }: MeasuredFleet): void {
  if (!name.startsWith('1000')) return;
  report.target({
    what: `wall time against its floor, ${name}`,
    max: 1.3,
    measured: ratio.median,
    unit: ' x',
  });
  report.target({
    what: `peak memory, ${name}`,
    max: 150,
    measured: quantile(
      own.map((ran) => ran.peakMb ?? Number.NaN),
      1,
    ),
    unit: ' MB',
  });
  if (!name.includes('pages'))
    report.target({
      what: `requests a poll, ${name}`,
      max: 1,
      measured: medianOf(own, perPoll),
      unit: '',
    });
}

function fleetRow(report: Report, fleet: MeasuredFleet): string[] {
  const { name, own, floors, ratio } = fleet;
  reportTargets(report, fleet);
  return [
    name,
    shown(spreadOf(own.map((ran) => ran.ms))),
    shown(spreadOf(floors)),
    shown(ratio, 2),
    String(medianOf(own, (ran) => ran.stats.requests)),
    String(medianOf(own, (ran) => pollsIn(ran.stats.pollsAt))),
    String(Number(medianOf(own, perPoll).toFixed(1))),
    String(medianOf(own, (ran) => ran.stats.connections)),
    shown(spreadOf(own.map((ran) => ran.peakMb ?? Number.NaN))),
    shown(spreadOf(own.map((ran) => ran.stats.cpuMs))),
  ];
}
