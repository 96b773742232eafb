/** What a real network adds: long lists over a slow link, and creates on new connections over TLS. */
import { startLink } from './link.js';
import { actionsNode } from './nodes.js';
import { action, alternate, type Contender, type Ran, rival, run } from './processes.js';
import { FIRST_SERVER, type Provider } from './provider.js';
import type { Report } from './report.js';
import { pairedRatio, quantile, spreadOf } from './stats.js';
import { shown, table } from './table.js';
import { startTls } from './tls.js';

const ROUND_TRIP_MS = 40;
const MEGABITS = 20;
const LINK = `${MEGABITS} Mbit/s with ${ROUND_TRIP_MS} ms`;
const ROWS = 50_000;
const SERVERS = 100;

export async function benchNetwork(
  report: Report,
  provider: Provider,
  rounds: number,
): Promise<void> {
  await benchGzip(report, provider, rounds);
  await benchTls(report, provider, rounds);
}

/** The same list with and without gzip; the API that has no gzip sends it as it is. */
async function benchGzip(report: Report, provider: Provider, rounds: number): Promise<void> {
  report.heading(`A list of ${ROWS} rows over a link of ${LINK}`);
  const node = actionsNode(report);
  const contender = (name: string, hasGzip: boolean): Contender => ({
    name,
    measure: async () => {
      const { url, token } = await provider.start({ servers: 100, rows: ROWS, hasGzip });
      const link = await linkTo(url);
      try {
        const api_url = withPort(url, link.port);
        return await run(
          action(node.path, { operation: 'list', api_url, api_token: token, server_id: '' }),
        );
      } finally {
        link.close();
      }
    },
  });
  const measured = await alternate([contender('gzip', true), contender('identity', false)], rounds);
  const ms = (name: string): number[] => (measured.get(name) ?? []).map((ran) => ran.ms);
  const ratio = pairedRatio(ms('gzip'), ms('identity'));
  report.text(
    table(
      ['answer', 'wall, ms', 'against identity'],
      [
        ['gzip', shown(spreadOf(ms('gzip'))), shown(ratio, 2)],
        ['identity', shown(spreadOf(ms('identity'))), ''],
      ],
    ),
  );
  report.target({
    what: `list of ${ROWS} rows over ${LINK}, gzip against identity`,
    max: 0.5,
    measured: ratio.median,
    unit: ' x',
  });
}

function linkTo(url: string) {
  return startLink({
    port: Number(new URL(url).port),
    roundTripMs: ROUND_TRIP_MS,
    megabitsPerSecond: MEGABITS,
  });
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}

/** One list and the POSTs of a fleet, 4 in flight: by a script with and without kept connections, and by the action. */
async function benchTls(report: Report, provider: Provider, rounds: number): Promise<void> {
  report.heading(`Creates of ${SERVERS} servers over TLS: new connections beside kept ones`);
  const node = actionsNode(report);
  const rows: string[][] = [];
  for (const isFar of [false, true]) {
    const contenders = TLS_CONTENDERS.map(({ name, commandFor }) => ({
      name,
      measure: () => overTls(provider, { isFar, command: (at) => commandFor(node.path, at) }),
    }));
    const measured = await alternate(contenders, rounds);
    rows.push(...tlsRows(isFar ? LINK : 'loopback', measured));
  }
  report.text(
    table(['link', 'list and POSTs', 'wall, ms', 'handshakes', 'ms a create more than kept'], rows),
  );
}

interface At {
  readonly url: string;
  readonly token: string;
}

const IDS = Array.from({ length: SERVERS }, (_, index) => FIRST_SERVER + index);

const scriptFor =
  (keepAlive: boolean) =>
  (node: string, { url, token }: At) =>
    rival(node, 'posts.mjs', {
      BENCH_URL: url,
      BENCH_TOKEN: token,
      BENCH_FIRST: String(FIRST_SERVER),
      BENCH_COUNT: String(SERVERS),
      BENCH_KEEP_ALIVE: String(keepAlive),
    });

const actionFor = (node: string, { url, token }: At) =>
  action(node, { api_url: url, api_token: token, server_id: IDS.join(','), wait: 'false' });

const TLS_CONTENDERS = [
  { name: 'a script, kept connections', commandFor: scriptFor(true) },
  { name: 'a script, a new connection each', commandFor: scriptFor(false) },
  { name: 'this action, wait: false', commandFor: actionFor },
];

interface TlsRan extends Ran {
  readonly handshakes: number;
}

async function overTls(
  provider: Provider,
  { isFar, command }: { isFar: boolean; command: (at: At) => Parameters<typeof run>[0] },
): Promise<TlsRan> {
  const { url, token } = await provider.start({ servers: SERVERS, rows: 0 });
  const terminator = await startTls(Number(new URL(url).port));
  const link = isFar ? await linkTo(`http://127.0.0.1:${terminator.port}`) : null;
  try {
    const port = link?.port ?? terminator.port;
    const { file, args, env } = command({ url: `https://localhost:${port}/api/v1`, token });
    const trusting = { ...env, NODE_EXTRA_CA_CERTS: terminator.certificate };
    const ran = await run({ file, args, env: trusting });
    const { posts } = await provider.stats();
    if (posts !== SERVERS) throw new Error(`${posts} POSTs for ${SERVERS} servers`);
    return { ...ran, handshakes: terminator.handshakes() };
  } finally {
    link?.close();
    terminator.close();
  }
}

function tlsRows(link: string, measured: ReadonlyMap<string, readonly Ran[]>): string[][] {
  const kept = measured.get(TLS_CONTENDERS[0]?.name ?? '') ?? [];
  return TLS_CONTENDERS.map(({ name }, nth) => {
    const runs = (measured.get(name) ?? []) as readonly TlsRan[];
    const more = runs.map((ran, round) => (ran.ms - (kept[round]?.ms ?? Number.NaN)) / SERVERS);
    return [
      link,
      name,
      shown(spreadOf(runs.map((ran) => ran.ms))),
      String(
        quantile(
          runs.map((ran) => ran.handshakes),
          0.5,
        ),
      ),
      nth === 0 ? '' : shown(spreadOf(more), 1),
    ];
  });
}
