/** Servers without a free slot. */
import type { BackupSeed, SimulatorOptions } from '../../simulator/index.js';
import { ago, DAY, marked, type StepInputs, scenario } from './harness.js';

/** Ten manual backups: the given ones, then hand-made ones. Ids from 1, each a day younger than the one before. */
export function ten(seeds: readonly BackupSeed[]): BackupSeed[] {
  return Array.from({ length: 10 }, (_, n) => ({
    id: n + 1,
    created_at: ago((30 - n) * DAY),
    ...seeds[n],
  }));
}

export const own = (more: BackupSeed = {}): BackupSeed => ({ description: marked(), ...more });
export const safety = (more: BackupSeed = {}): BackupSeed => ({
  description: marked('safety'),
  ...more,
});

/** A create with `keep_last: 3`, unless other inputs are given. */
export async function run(
  backups: BackupSeed[],
  inputs: StepInputs = {},
  options: SimulatorOptions = {},
) {
  const s = scenario({ backups, ...options });
  const create = { operation: 'create', server_id: '12345', keep_last: '3' };
  const result = await s.step({ ...create, ...inputs });
  return { ...s, ...result, posts: s.requests('POST').length };
}
