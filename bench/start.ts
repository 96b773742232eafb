/** Start to exit: `create` with `wait: false` on loopback, beside the least that could do the same two requests. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findNodes, type NodeBinary } from './nodes.js';
import {
  action,
  alternate,
  type Command,
  type Contender,
  type Ran,
  rival,
  run,
} from './processes.js';
import { FIRST_SERVER, type Provider } from './provider.js';
import type { Report } from './report.js';
import { pairedRatio, spreadOf } from './stats.js';
import { shown, table } from './table.js';

/** Asks GitHub how the last deploy ended: two more requests, beside the first list. */
const ASKING = { deploy_environment: 'production', github_token: 'ghs_bench_not_a_real_token' };
const RIVALS = ['http', 'fetch'] as const;

export async function benchStart(
  report: Report,
  provider: Provider,
  rounds: number,
): Promise<void> {
  report.heading('Start to exit: create, wait: false');
  const { url, token } = await provider.start({ servers: 1, rows: 5 });
  const env = { BENCH_URL: url, BENCH_TOKEN: token, BENCH_SERVER: String(FIRST_SERVER) };
  const given = { api_url: url, api_token: token, server_id: String(FIRST_SERVER), wait: 'false' };
  for (const node of findNodes(report)) {
    const contenders: Contender[] = [
      { name: 'this action', measure: () => run(action(node.path, given)) },
      {
        name: 'with deploy_environment',
        measure: () => run(asking(action(node.path, { ...given, ...ASKING }), given.api_url)),
      },
      { name: 'bare node', measure: () => run(rival(node.path, 'bare.mjs', env)) },
      ...RIVALS.map((name) => ({ name, measure: () => run(rival(node.path, `${name}.mjs`, env)) })),
      ...curl(report, env),
    ];
    // Afresh for each Node: a list that has grown must not count against the later one.
    await provider
      .start({ servers: 1, rows: 5 })
      .then((fresh) => Object.assign(env, { BENCH_URL: fresh.url }));
    given.api_url = env.BENCH_URL;
    const measured = await alternate(contenders, rounds);
    await checkRequests(provider, (contenders.length - 1) * (rounds + 1));
    print(report, node, measured);
  }
}

function asking(command: Command, url: string): Command {
  const GITHUB_API_URL = new URL('/github', url).href;
  return { ...command, env: { ...command.env, GITHUB_API_URL } };
}

function curl(report: Report, env: Readonly<Record<string, string>>): Contender[] {
  try {
    execFileSync('bash', ['-c', 'curl --version'], { stdio: 'ignore' });
  } catch {
    report.skipped('curl twice in bash', 'there is no bash with curl here');
    return [];
  }
  const script = fileURLToPath(new URL('./rivals/curl.sh', import.meta.url));
  return [{ name: 'curl twice', measure: () => run({ file: 'bash', args: [script], env }) }];
}

/** Everything but the bare process must have sent just its two requests each time. */
async function checkRequests(provider: Provider, runs: number): Promise<void> {
  const { requests, posts } = await provider.stats();
  if (requests !== 2 * runs || posts !== runs)
    throw new Error(`${runs} runs sent ${requests} requests, ${posts} of them POSTs`);
}

const LABELS: Readonly<Record<string, string>> = {
  'this action': 'this action',
  'with deploy_environment': 'this action with deploy_environment, two more requests',
  'bare node': 'a bare node process',
  http: 'a node:http script, same two requests',
  fetch: 'a built-in fetch script, same two requests',
  'curl twice': 'curl twice in bash',
};

function print(
  report: Report,
  node: NodeBinary,
  measured: ReadonlyMap<string, readonly Ran[]>,
): void {
  const times = (name: string): number[] => (measured.get(name) ?? []).map((ran) => ran.ms);
  const own = times('this action');
  const rows = [...measured.keys()].map((name) => [
    LABELS[name] ?? name,
    shown(spreadOf(times(name))),
    name === 'this action' ? '' : shown(pairedRatio(own, times(name)), 2),
  ]);
  report.text(`${node.name}, ${own.length} alternating rounds; median (quartiles).`);
  report.text(table(['start to exit', 'ms', 'this action against it'], rows));
  // The runtime that action.yml names; the older one is for comparison.
  if (!node.name.startsWith('Node 24')) return;
  const ratio = (name: string): number => pairedRatio(own, times(name)).median;
  report.target({
    what: `start to exit against the fetch script, ${node.name}`,
    max: 1,
    measured: ratio('fetch'),
    unit: ' x',
  });
  report.target({
    what: `start to exit against the node:http script, ${node.name}`,
    max: 1.15,
    measured: ratio('http'),
    unit: ' x',
  });
}
