/** Scripts do their work however they are started. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { onUnix } from '../support/platform.js';
import { ROOT } from './files.js';

// On Windows, only administrators may make symbolic links.
onUnix('a script that is started through a symbolic link runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'link-'));
  try {
    symlinkSync(join(ROOT, 'scripts'), join(folder, 'scripts'));
    const args = ['--import', 'tsx', join(folder, 'scripts', 'release-notes.ts'), 'v0.0.0'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^The tag is v0\.0\.0, but package\.json says/),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
