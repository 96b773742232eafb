/** VPS.org for the bench, in a process of its own: its memory and its work must not count as the action's. Driven by messages. */
import { subscribe } from 'node:diagnostics_channel';
import {
  type BackupSeed,
  GitHubStandIn,
  type Simulator,
  startSimulator,
} from '../simulator/index.js';
import {
  FIRST_SERVER,
  type ProviderOptions,
  type ProviderStats,
  type ToProvider,
} from './provider.js';

let simulator: Simulator | null = null;
let connections = 0;
let cpu = process.cpuUsage();

subscribe('net.server.socket', () => {
  connections += 1;
});

async function start(options: ProviderOptions): Promise<void> {
  await simulator?.close();
  const { fastestMs = 0, slowestMs = 0 } = options;
  const step = (slowestMs - fastestMs) / Math.max(1, options.servers - 1);
  simulator = await startSimulator({
    servers: Array.from({ length: options.servers }, (_, index) => ({ id: FIRST_SERVER + index })),
    backups: Array.from({ length: options.rows }, (_, index) => seed(index, options)),
    firstBackupId: 1_000_000,
    manualLimit: 1_000_000,
    // The last server's backup is both the last to start and the slowest.
    backupDurationMs: ({ serverId }) =>
      options.servers === 1 ? slowestMs : fastestMs + step * (serverId - FIRST_SERVER),
    dialect: {
      pageSize: options.pageSize ?? null,
      encoding: options.hasGzip ? 'gzip where asked' : 'identity',
    },
    github: withGoodDeployment(),
  });
  forget();
  process.send?.({ url: simulator.url, token: simulator.token });
}

/** GitHub, where the last deploy succeeded. */
function withGoodDeployment(): GitHubStandIn {
  const github = new GitHubStandIn();
  github.addDeployment({ environment: 'production' }, { state: 'success', run_id: 8_999_999_999 });
  return github;
}

/** As real rows are: some automatic, most with a marker. */
function seed(index: number, { servers }: ProviderOptions): BackupSeed {
  const own = { id: 1_000 + index, server_id: FIRST_SERVER + (index % servers) };
  if (index % 3 === 2) return { ...own, backup_type: 'automatic' };
  const key = index.toString(16).padStart(12, '0');
  const marker = `[gha octo-org/shop#4711 create run=${8_000_000_000 + index}.1 job=deploy sha=c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00 key=${key}]`;
  return { ...own, description: `Before Deploy #${index} by octocat ${marker}` };
}

function forget(): void {
  if (simulator !== null) simulator.requests.length = 0;
  connections = 0;
  cpu = process.cpuUsage();
}

function stats(): ProviderStats {
  const requests = simulator?.requests ?? [];
  const { user, system } = process.cpuUsage(cpu);
  const lastPost = requests.findLastIndex((request) => request.method === 'POST');
  const polls = requests.slice(lastPost + 1).filter((request) => request.method === 'GET');
  return {
    requests: requests.length,
    posts: requests.filter((request) => request.method === 'POST').length,
    pollsAt: polls.map((request) => request.at),
    connections,
    cpuMs: (user + system) / 1_000,
    unexpected: simulator?.unexpected ?? [],
  };
}

process.on('message', (message: ToProvider) => {
  if (message.kind === 'start') void start(message.options);
  else if (message.kind === 'stats') {
    process.send?.(stats());
    forget();
  } else void Promise.resolve(simulator?.close()).then(() => process.disconnect());
});
