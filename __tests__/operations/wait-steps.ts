/** What the tests of `wait` share. */
import type { BackupSeed } from '../../simulator/index.js';
import { MINUTE, type Scenario } from '../support/harness.js';

export const WAIT = { operation: 'wait', backup_id: '101' } as const;

export const running = (more: BackupSeed = {}): BackupSeed => ({
  id: 101,
  duration_ms: 10 * MINUTE,
  ...more,
});

/** Milliseconds from the scenario's start to each request. */
export const timesOf = (s: Scenario): number[] =>
  s.sim.requests.map(({ at }) => at - s.clock.start);
