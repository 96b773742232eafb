import { parseArgs } from 'node:util';
import { systemClock } from './clock.js';
import { documentedServers } from './documented.js';
import { type GitHubRequest, GitHubStandIn } from './github/stand-in.js';
import type { SimulatorOptions } from './options.js';
import type { BackupSeed, ServerSeed } from './rows.js';
import { scenarios } from './scenarios.js';

export const usage = `npm run simulator -- [options]

  --port N           listen on this port (default: any free one)
  --duration S       a backup takes this many seconds (default 3)
  --token TOKEN      accept this token
  --servers N        this many servers, ids from 12345 up (default 2)
  --fill N           start with N completed manual backups of the first server
  --scenario NAME    start with backups of the first server that are worth a try:
                       stale    the newest is 3 days old
                       shrunk   the newest is far smaller than those before
                       empty    the newest has 0 MB
                       full     ten made by hand: no slot is free
  --aged DURATION    each new backup makes the earlier ones of its server this much
                     older, as if that much time had passed (2h, 1h30m, 14d): to try
                     rotation and prune, which spare what is under an hour old
  --fail             backups end as failed
  --page-size N      lists come in pages of N rows
  --github           serve a stand-in for GitHub's deployments API under /github
  --ready-file PATH  write {"url", "token"} there once listening
  --log-file PATH    append each request there, as a line of JSON
  --help             this text
`;

const flags = {
  port: { type: 'string' },
  duration: { type: 'string' },
  token: { type: 'string' },
  servers: { type: 'string' },
  fill: { type: 'string' },
  scenario: { type: 'string' },
  aged: { type: 'string' },
  fail: { type: 'boolean' },
  'page-size': { type: 'string' },
  github: { type: 'boolean' },
  'ready-file': { type: 'string' },
  'log-file': { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];

/** @throws on an unknown option */
export function parseFlags(): Flags {
  return parseArgs({ options: flags }).values;
}

type NumberFlag = 'port' | 'duration' | 'servers' | 'fill' | 'page-size';

function numberOf(values: Flags, name: NumberFlag): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const pattern = name === 'duration' ? /^\d+(\.\d+)?$/ : /^\d+$/;
  const min = name === 'servers' || name === 'page-size' ? 1 : 0;
  if (!pattern.test(text) || Number(text) < min)
    throw new Error(`--${name} ${text}: expected a number from ${min} up`);
  return Number(text);
}

const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function agedMs({ aged: text }: Flags): number | undefined {
  if (text === undefined) return undefined;
  if (!/^(\d+[smhd])+$/.test(text))
    throw new Error(`--aged ${text}: expected a duration such as 2h, 1h30m or 14d`);
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  return parts.reduce((sum, [, n, unit = '']) => sum + Number(n) * (unitMs[unit] ?? 0), 0);
}

function serverSeeds(count: number): ServerSeed[] {
  return Array.from(
    { length: count },
    (_, i) => documentedServers[i] ?? { id: 12345 + i, name: `server-${i + 1}` },
  );
}

function backupSeeds(values: Flags): BackupSeed[] {
  const { scenario } = values;
  const filled = Array.from({ length: numberOf(values, 'fill') ?? 0 }, () => ({}));
  if (scenario === undefined) return filled;
  const seed = Object.entries(scenarios).find(([name]) => name === scenario)?.[1];
  const names = Object.keys(scenarios).join(', ');
  if (!seed) throw new Error(`--scenario ${scenario}: expected one of ${names}`);
  return [...filled, ...seed(systemClock.now())];
}

function printGitHub({ method, path, status }: GitHubRequest): void {
  console.log(`GitHub: ${method} ${path} ${status}`);
}

/** The simulator's options; what is to happen at each request is left to the caller. */
export function optionsOf(values: Flags): SimulatorOptions {
  const port = numberOf(values, 'port');
  const pageSize = numberOf(values, 'page-size');
  const aged = agedMs(values);
  return {
    ...(port === undefined ? {} : { port }),
    ...(values.token === undefined ? {} : { token: values.token }),
    ...(aged === undefined ? {} : { agedMs: aged }),
    ...(values.github ? { github: new GitHubStandIn({ onRequest: printGitHub }) } : {}),
    servers: serverSeeds(numberOf(values, 'servers') ?? 2),
    backups: backupSeeds(values),
    backupDurationMs: (numberOf(values, 'duration') ?? 3) * 1000,
    backupOutcome: values.fail ? 'failed' : 'completed',
    dialect: pageSize === undefined ? {} : { pageSize },
  };
}
