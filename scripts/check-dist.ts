/** Fails if `dist`, its licence notices included, or a generated file is not what the sources build. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = mkdtempSync(join(tmpdir(), 'dist-'));

function run(script: string, ...args: string[]): void {
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm run ${script} failed`);
}

/** A file's text, whatever line endings the checkout has; `null` if there is none. */
function read(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}

try {
  run('check:generated');
  run('bundle', fresh);
  const names = [...new Set([...readdirSync(fresh), ...readdirSync(join(root, 'dist'))])];
  const stale = names.filter((name) => read(fresh, name) !== read(join(root, 'dist'), name));
  if (stale.length > 0)
    throw new Error(
      `dist is not what the sources build (${stale.join(', ')}): run npm run build, and commit dist`,
    );
  console.log('dist is what the sources build');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
