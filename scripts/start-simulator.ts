/**
 * A step of a job: starts the simulator in the background, where it stays until the job ends, and hands its `url` and `token` on as outputs.
 * `npx tsx scripts/start-simulator.ts [options of npm run simulator]`.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const TIMEOUT_MS = 60_000;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

async function main(options: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), 'simulator-'));
  const [ready, log] = [join(folder, 'ready.json'), join(folder, 'log')];
  const out = openSync(log, 'a');
  const args = ['--import', 'tsx', 'simulator/cli.ts', '--ready-file', ready, ...options];
  // Of its own process group and without this step's pipes, which the runner would wait for.
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', out, out],
    windowsHide: true,
  });
  const deadline = Date.now() + TIMEOUT_MS;
  while (!existsSync(ready) && child.exitCode === null && Date.now() < deadline) await sleep(100);
  if (!existsSync(ready))
    throw new Error(`the simulator did not start:\n${readFileSync(log, 'utf8')}`);
  const { url, token } = JSON.parse(readFileSync(ready, 'utf8')) as { url: string; token: string };
  console.log(`VPS.org, simulated, at ${url}; process ${child.pid}, log ${log}`);
  const { GITHUB_OUTPUT } = process.env;
  if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, `url=${url}\ntoken=${token}\n`);
  child.unref();
}

await main(process.argv.slice(2));
