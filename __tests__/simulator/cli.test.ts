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
      const look = () => pattern.test(text) && resolve();
      listeners.add(look);
      look();
    });
  return { child: started, seen: () => text, until };
}

test('serves, tells how to use it, logs each request, and ends on SIGTERM', async () => {
  const ready = join(folder, 'ready.json');
  const log = join(folder, 'log.jsonl');
  const cli = run(
    '--fill',
    '3',
    '--servers',
    '3',
    '--fail',
    '--duration',
    '0',
    '--page-size',
    '2',
    '--ready-file',
    ready,
    '--log-file',
    log,
  );
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
  expect(await once(cli.child, 'exit')).toEqual([0, null]);
}, 20_000);

test('a ready file that cannot be written ends it', async () => {
  const cli = run('--ready-file', join(folder, 'nowhere', 'ready.json'));
  expect(await once(cli.child, 'close')).toEqual([1, null]);
  expect(cli.seen()).toMatch(/^simulator: ENOENT/);
}, 20_000);

test('says what is wrong with an option', async () => {
  const cli = run('--page-size', '0');
  expect(await once(cli.child, 'close')).toEqual([1, null]);
  expect(cli.seen()).toBe('simulator: --page-size 0: expected a number from 1 up\n');
}, 20_000);
