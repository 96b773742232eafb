/** Long lists: the built action against the simulator in another process. */
import { actionsNode } from './nodes.js';
import { action, alternate, type Ran, rival, run } from './processes.js';
import type { Provider, ProviderStats } from './provider.js';
import type { Report } from './report.js';
import { type Point, pairedRatio, quantile, spreadOf } from './stats.js';
import { growthTable, shown, table } from './table.js';

const LISTS = [10, 100, 1_000, 10_000, 50_000] as const;
const PAGE = 1_000;

/** `list` of everything, at once and in pages, beside a node:http script that gets the same pages and parses them. */
export async function benchLists(
  report: Report,
  provider: Provider,
  rounds: number,
): Promise<void> {
  report.heading('Lists: operation list over everything');
  const node = actionsNode(report);
  report.text(
    `Against a node:http script that gets the same pages and parses their JSON. ${rounds} alternating rounds, ${node.name}.`,
  );
  const measured: MeasuredList[] = [];
  for (const count of LISTS) {
    for (const pageSize of count < PAGE ? [undefined] : [undefined, PAGE]) {
      measured.push(
        await measureList(provider, {
          node: node.path,
          rounds,
          count,
          ...(pageSize === undefined ? {} : { pageSize }),
        }),
      );
    }
  }
  for (const list of measured) if (list.count === LISTS.at(-1)) reportTargets(report, list);
  report.text(
    table(
      [
        'rows',
        'wall, ms',
        'script, ms',
        'against it',
        'requests',
        'connections',
        'peak, MB',
        'script, MB',
        'simulator CPU, ms',
      ],
      measured.map(listRow),
    ),
  );
  printGrowth(
    report,
    measured.filter(({ isPaged }) => !isPaged),
  );
}

/** From size to size, start-up included. */
function printGrowth(report: Report, measured: readonly MeasuredList[]): void {
  const pointsOf = (what: 'ms' | 'peakMb'): Point[] =>
    measured.map(({ count, own }) => [count, quantile(valuesOf(own, what), 0.5)]);
  report.text('Growth as an exponent of the number of rows; 1 is linear:');
  report.text(
    growthTable('rows', { 'wall time': pointsOf('ms'), 'peak memory': pointsOf('peakMb') }),
  );
}

async function measureList(
  provider: Provider,
  {
    node,
    rounds,
    count,
    pageSize,
  }: { node: string; rounds: number; count: number; pageSize?: number },
): Promise<MeasuredList> {
  const { url, token } = await provider.start({
    servers: 100,
    rows: count,
    ...(pageSize === undefined ? {} : { pageSize }),
  });
  const given = { operation: 'list', api_url: url, api_token: token };
  const stats: ProviderStats[] = [];
  const own = async (): Promise<Ran> => {
    const ran = await run(action(node, given), { peak: true });
    stats.push(await provider.stats());
    if (!ran.output.includes(`${count} backups matched`))
      throw new Error(`not all of ${count} rows: ${ran.output.slice(-300)}`);
    return ran;
  };
  const script = async (): Promise<Ran> => {
    const ran = await run(rival(node, 'list.mjs', { BENCH_URL: url, BENCH_TOKEN: token }), {
      peak: true,
    });
    await provider.stats();
    return ran;
  };
  const measured = await alternate(
    [
      { name: 'own', measure: own },
      { name: 'script', measure: script },
    ],
    rounds,
  );
  const name = `${count} rows${pageSize === undefined ? '' : `, pages of ${pageSize}`}`;
  return {
    ...{ name, count, isPaged: pageSize !== undefined, stats },
    own: measured.get('own') ?? [],
    script: measured.get('script') ?? [],
  };
}

interface MeasuredList {
  readonly name: string;
  readonly count: number;
  readonly isPaged: boolean;
  readonly own: readonly Ran[];
  readonly script: readonly Ran[];
  readonly stats: readonly ProviderStats[];
}

function valuesOf(runs: readonly Ran[], what: 'ms' | 'peakMb'): number[] {
  return runs.map((ran) => ran[what] ?? Number.NaN);
}

function reportTargets(report: Report, { name, own }: MeasuredList): void {
  report.target({
    what: `wall time, ${name}`,
    max: 2,
    measured: quantile(valuesOf(own, 'ms'), 0.5) / 1_000,
    unit: ' s',
  });
  report.target({
    what: `peak memory, ${name}`,
    max: 200,
    measured: quantile(valuesOf(own, 'peakMb'), 1),
    unit: ' MB',
  });
}

function listRow({ name, own, script, stats }: MeasuredList): string[] {
  const median = (what: 'requests' | 'connections'): string =>
    String(
      quantile(
        stats.map((one) => one[what]),
        0.5,
      ),
    );
  return [
    name,
    shown(spreadOf(valuesOf(own, 'ms'))),
    shown(spreadOf(valuesOf(script, 'ms'))),
    shown(pairedRatio(valuesOf(own, 'ms'), valuesOf(script, 'ms')), 2),
    median('requests'),
    median('connections'),
    shown(spreadOf(valuesOf(own, 'peakMb'))),
    shown(spreadOf(valuesOf(script, 'peakMb'))),
    shown(spreadOf(stats.map((one) => one.cpuMs))),
  ];
}
