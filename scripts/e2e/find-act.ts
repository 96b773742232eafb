/** Finds act, the runner that runs whole workflows on this machine; installs it where Go is there. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The oldest that is used, and the one that is installed; 0.2.87 was the first to know `runs.using: node24`. */
const VERSION = pinned('ACT_VERSION');
const EXE = process.platform === 'win32' ? 'act.exe' : 'act';

/**
 * @returns the program to start, or why there is none
 * @throws where the one that was named is none
 */
export async function findAct(): Promise<{ program: string } | { missing: string }> {
  const { ACT: given } = process.env;
  if (given && !(await isUsable(given)))
    throw new Error(`ACT=${given} is not act ${VERSION} or later`);
  if (given) return { program: given };
  if (await isUsable('act')) return { program: 'act' };
  const gopath = await output('go', ['env', 'GOPATH']);
  if (gopath === null)
    return { missing: `act ${VERSION} is not on PATH, and neither is Go to install it with` };
  const own = join(cacheFolder(), `act-${VERSION}`);
  for (const program of [join(gopath, 'bin', EXE), join(own, EXE)])
    if (await isUsable(program)) return { program };
  console.log(`Installing act ${VERSION} into ${own}`);
  await run('go', ['install', `github.com/nektos/act@v${VERSION}`], {
    env: { ...process.env, GOBIN: own },
  });
  return { program: join(own, EXE) };
}

function pinned(name: string): string {
  const versions = readFileSync(new URL('../../.ci/versions', import.meta.url), 'utf8');
  const version = new RegExp(`^${name}=(\\S+)$`, 'm').exec(versions)?.[1];
  if (version === undefined) throw new Error(`.ci/versions has no ${name}`);
  return version;
}

/** Outside the tree, and there again at the next run. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'vps-backup-action');
}

async function isUsable(program: string): Promise<boolean> {
  const version = /(\d+)\.(\d+)\.(\d+)/.exec((await output(program, ['--version'])) ?? '');
  if (version === null) return false;
  return version.slice(1).map(pad).join() >= VERSION.split('.').map(pad).join();
}

function pad(part: string): string {
  return part.padStart(6, '0');
}

async function output(program: string, args: readonly string[]): Promise<string | null> {
  try {
    return (await run(program, [...args])).stdout.trim();
  } catch {
    return null;
  }
}
