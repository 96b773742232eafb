/** `npm run simulator`: VPS.org on this machine, to try a workflow without an account. */
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { documentedServers } from './documented.js';
import type { SimulatorOptions } from './options.js';
import type { RecordedRequest } from './protocol.js';
import type { ServerSeed } from './rows.js';
import { type Simulator, startSimulator } from './server.js';

const usage = `npm run simulator -- [options]

  --port N           listen on this port (default: any free one)
  --duration S       a backup takes so many seconds (default 3)
  --token TOKEN      accept this token
  --servers N        so many servers, ids from 12345 up (default 2)
  --fill N           begin with N completed manual backups of the first server
  --fail             backups end as failed
  --page-size N      lists come in pages of N rows
  --ready-file PATH  write {"url", "token"} there once listening
  --log-file PATH    add each request there, as a line of JSON
  --help             this text
`;

const flags = {
  port: { type: 'string' },
  duration: { type: 'string' },
  token: { type: 'string' },
  servers: { type: 'string' },
  fill: { type: 'string' },
  fail: { type: 'boolean' },
  'page-size': { type: 'string' },
  'ready-file': { type: 'string' },
  'log-file': { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];

function numberOf(
  values: Flags,
  name: 'port' | 'duration' | 'servers' | 'fill' | 'page-size',
): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const pattern = name === 'duration' ? /^\d+(\.\d+)?$/ : /^\d+$/;
  const least = name === 'servers' || name === 'page-size' ? 1 : 0;
  if (!pattern.test(text) || Number(text) < least)
    throw new Error(`--${name} ${text}: expected a number from ${least} up`);
  return Number(text);
}

function serverSeeds(count: number): ServerSeed[] {
  return Array.from(
    { length: count },
    (_, i) => documentedServers[i] ?? { id: 12345 + i, name: `server-${i + 1}` },
  );
}

function optionsOf(values: Flags): SimulatorOptions {
  const port = numberOf(values, 'port');
  const pageSize = numberOf(values, 'page-size');
  const logFile = values['log-file'];
  return {
    ...(port === undefined ? {} : { port }),
    ...(values.token === undefined ? {} : { token: values.token }),
    servers: serverSeeds(numberOf(values, 'servers') ?? 2),
    backups: Array.from({ length: numberOf(values, 'fill') ?? 0 }, () => ({})),
    backupDurationMs: (numberOf(values, 'duration') ?? 3) * 1000,
    backupOutcome: values.fail ? 'failed' : 'completed',
    dialect: pageSize === undefined ? {} : { pageSize },
    onOutcome: (request) => {
      // The file first: who has seen the printed line, or the answer, finds the request in the file.
      if (logFile !== undefined) appendFileSync(logFile, `${logLine(request)}\n`);
      console.log(
        `${request.method} ${request.path} ${request.outcome?.status ?? request.outcome?.kind}`,
      );
      for (const fault of request.unexpected) console.log(`  ! ${fault}`);
    },
  };
}

/** A request as JSON, its token left out: somebody may have pointed a real one here. */
function logLine(request: RecordedRequest): string {
  const { authorization, ...headers } = request.headers;
  return JSON.stringify({
    ...request,
    headers: authorization === undefined ? headers : { ...headers, authorization: '***' },
  });
}

function greeting({ url, token, vps }: Simulator): string {
  const servers = vps.servers.map((server) => `${server.id} ${server.name}`);
  const more = servers.length > 5 ? `, and ${servers.length - 5} more` : '';
  return `VPS.org, simulated. Nothing here is real.

  url:     ${url}
  token:   ${token}
  servers: ${servers.slice(0, 5).join(', ')}${more}

In a workflow that runs on this machine (with act, or on a self-hosted runner):

  with:
    api_url: ${url}
    api_token: ${token}
    server_id: ${vps.servers[0]?.id}

Ctrl-C ends it. Requests:
`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const simulator = await startSimulator(optionsOf(values));
  // Whoever sees the file or the greeting may send a request or a signal at once: all else comes first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void simulator.close());
  try {
    if (values['ready-file'] !== undefined) announce(values['ready-file'], simulator);
  } catch (error) {
    await simulator.close();
    throw error;
  }
  process.stdout.write(greeting(simulator));
}

/** Appears under its name only when it is whole. */
function announce(path: string, { url, token }: Simulator): void {
  writeFileSync(`${path}.part`, `${JSON.stringify({ url, token })}\n`);
  renameSync(`${path}.part`, path);
}

main().catch((error: unknown) => {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
