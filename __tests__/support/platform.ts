/** What a system lacks, so that the tests that need it are skipped there and nowhere else. */
import { describe, test } from '@jest/globals';

const isWindows = process.platform === 'win32';

/** For a concurrent test that sends a signal, or passes over 32,767 characters in one variable of the environment. */
export const onUnix = isWindows ? test.concurrent.skip : test.concurrent;

/** For tests that send signals, or use devices and links of Unix. */
export const describeOnUnix = isWindows ? describe.skip : describe;

/** For what only Linux has: `/dev/full`, `LD_PRELOAD`, any address of 127.0.0.0/8. */
export const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

if (isWindows)
  console.warn('SKIPPED: Windows has no signals and no variable of over 32,767 characters');
if (process.platform !== 'linux')
  console.warn('SKIPPED: only Linux has /dev/full, LD_PRELOAD and all of 127.0.0.0/8');
