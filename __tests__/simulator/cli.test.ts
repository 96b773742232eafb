import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { headersFor, type Loose } from './helpers.js';

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): {
  child: ChildProcess;
  seen: () => string;
  until: (pattern: RegExp) => Promise<void>;
} {
  const started = spawn(process.execPath, ['--import', 'tsx', 'simulator/cli.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  child = started;
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const until = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      const check = () => pattern.test(text) && resolve();
      listeners.add(check);
      check();
    });
  return { child: started, seen: () => text, until };
}

test('serves, says how to use it, logs each request, and ends on SIGTERM', async () => {
  const ready = join(folder, 'ready.json');
  const log = join(folder, 'log.jsonl');
  const seeds = ['--fill', '3', '--servers', '3', '--page-size', '2'];
  const files = ['--ready-file', ready, '--log-file', log];
  const cli = run(...seeds, '--fail', '--duration', '0', ...files);
  await cli.until(/Requests:\n/);
  const { url, token } = JSON.parse(readFileSync(ready, 'utf8'));
  expect(cli.seen()).toContain(
    `    api_url: ${url}\n    api_token: ${token}\n    server_id: 12345\n`,
  );

  const headers = headersFor(token);
  const list: Loose = await (await fetch(`${url}/backups/`, { headers })).json();
  expect(list).toMatchObject({ count: 3, next: `${url}/backups/?page=2` });
  const made: Loose = await (
    await fetch(`${url}/backups/`, { method: 'POST', headers, body: '{"server_id":12347}' })
  ).json();
  expect(made).toMatchObject({ id: 502, status: 'failed', server: { name: 'server-3' } });
  await fetch(`${url}/backups/502/`, { headers });

  await cli.until(/! GET \/backups\/502\/: not documented\n/);
  expect(cli.seen()).toMatch(
    /GET \/backups\/ 200\nPOST \/backups\/ 201\nGET \/backups\/502\/ 404\n/,
  );
  const lines = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { method: 'GET', path: '/backups/', headers: { authorization: '***' } },
    { method: 'POST', path: '/backups/', body: { server_id: 12347 } },
    { method: 'GET', unexpected: ['GET /backups/502/: not documented'] },
  ]);

  cli.child.kill('SIGTERM');
  // Windows has no SIGTERM: the process ends there without hearing of it.
  const ended = process.platform === 'win32' ? [null, 'SIGTERM'] : [0, null];
  expect(await once(cli.child, 'exit')).toEqual(ended);
}, 20_000);

test('a ready file that cannot be written ends it', async () => {
  const cli = run('--ready-file', join(folder, 'nowhere', 'ready.json'));
  expect(await once(cli.child, 'close')).toEqual([1, null]);
  expect(cli.seen()).toMatch(/^simulator: ENOENT/);
}, 20_000);

test.each([
  ['--page-size', '0', 'expected a number from 1 up'],
  ['--aged', '2 hours', 'expected a duration such as 2h, 1h30m or 14d'],
  ['--scenario', 'odd', 'expected one of stale, shrunk, empty, full'],
])(
  'says what is wrong with an option: %s %s',
  async (flag, value, problem) => {
    const cli = run(flag, value);
    expect(await once(cli.child, 'close')).toEqual([1, null]);
    expect(cli.seen()).toBe(`simulator: ${flag} ${value}: ${problem}\n`);
  },
  20_000,
);

test('ages backups, fills a server, and serves GitHub', async () => {
  const flags = ['--aged', '1h30m', '--scenario', 'full', '--duration', '0', '--github'];
  const ready = join(folder, 'ready.json');
  const cli = run(...flags, '--ready-file', ready);
  await cli.until(/Requests:\n/);
  const { url, token } = JSON.parse(readFileSync(ready, 'utf8'));
  const headers = headersFor(token);
  const list = async (): Promise<Loose[]> =>
    ((await (await fetch(`${url}/backups/`, { headers })).json()) as Loose).results;
  const post = (server_id: number) =>
    fetch(`${url}/backups/`, { method: 'POST', headers, body: JSON.stringify({ server_id }) });

  expect((await list()).length).toBe(10);
  expect((await post(12345)).status).toBe(400);
  await post(12346);
  await post(12346);
  const dates = new Map((await list()).map((row) => [row.id, Date.parse(row.created_at)]));
  const apart = (dates.get(503) ?? 0) - (dates.get(502) ?? 0);
  expect(apart).toBeGreaterThanOrEqual(5_400_000);
  expect(apart).toBeLessThan(5_420_000);

  const base = /GITHUB_API_URL=(\S+)/.exec(cli.seen())?.[1];
  await fetch(`${base}/_deployments`, { method: 'POST', body: '{"state": "success"}' });
  const filed = await fetch(`${base}/repos/o/r/deployments`, { headers });
  expect(await filed.json()).toMatchObject([{ environment: 'production' }]);
  await cli.until(/GitHub: GET \/repos\/o\/r\/deployments 200\n/);
}, 20_000);
