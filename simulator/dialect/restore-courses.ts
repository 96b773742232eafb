import type { VpsOrgOptions } from '../options.js';

/** What a server may show of a restore, as options of the simulator. Plain JSON. */
export const restoreCourses: Readonly<
  Record<string, Pick<VpsOrgOptions, 'restoreDurationMs' | 'restoreStatuses' | 'restoreOutcome'>>
> = {
  'restoring, then as before': { restoreDurationMs: 60_000 },
  'restoring for 15 minutes': { restoreDurationMs: 900_000 },
  'left stopped': { restoreDurationMs: 60_000, restoreOutcome: 'stopped' },
  'stopped before restoring': {
    restoreDurationMs: 60_000,
    restoreStatuses: ['stopped', 'restoring'],
  },
  'stopped before restoring, and left so': {
    restoreDurationMs: 60_000,
    restoreStatuses: ['stopped', 'restoring'],
    restoreOutcome: 'stopped',
  },
  'stopped only': { restoreDurationMs: 60_000, restoreStatuses: ['stopped'] },
  'restoring, then stopped, then as before': {
    restoreDurationMs: 60_000,
    restoreStatuses: ['restoring', 'restoring', 'stopped'],
  },
  'nothing shown': { restoreDurationMs: 60_000, restoreStatuses: [] },
  'over before the first poll': { restoreDurationMs: 0 },
  'ends in error': { restoreDurationMs: 60_000, restoreOutcome: 'error' },
  'ends in failed': { restoreDurationMs: 60_000, restoreOutcome: 'failed' },
  'ends in suspended': { restoreDurationMs: 60_000, restoreOutcome: 'suspended' },
  'nothing shown, then error': {
    restoreDurationMs: 10_000,
    restoreStatuses: [],
    restoreOutcome: 'error',
  },
};
