/** What the tests of `delete` share. */
import { expect } from '@jest/globals';
import type { BackupSeed, SimulatorOptions } from '../../simulator/index.js';
import { type StepInputs, scenario } from '../support/harness.js';

export const DELETE = { operation: 'delete' } as const;

export const TWO: BackupSeed[] = [{ id: 101 }, { id: 102 }];

export const LABEL = 'Backup 101 of server 12345 (web-server-01)';

export async function deleteOne(options: SimulatorOptions, inputs: StepInputs = {}) {
  const s = scenario({ backups: TWO, ...options });
  const result = await s.step({ ...DELETE, backup_id: '101', ...inputs });
  expect(s.sim.unexpected).toEqual([]);
  return { ...s, ...result };
}
