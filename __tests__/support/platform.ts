/** What a system lacks, so that the tests that need it are skipped there and nowhere else. */
import { test } from '@jest/globals';

const isWindows = process.platform === 'win32';

/** For a concurrent test that sends a signal, or passes over 32,767 characters in one variable of the environment. */
export const onUnix = isWindows ? test.concurrent.skip : test.concurrent;

if (isWindows)
  console.warn('SKIPPED: Windows has no signals and no variable of over 32,767 characters');
