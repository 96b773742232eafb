/** Restores with a safety backup. */
import type { SimulatorOptions } from '../../simulator/index.js';
import { type StepInputs, scenario } from '../support/harness.js';

export const RESTORE = {
  operation: 'restore',
  server_id: '12345',
  backup_id: '101',
  safety_backup: 'true',
} as const;

export const POST_BACKUP = 'POST /backups/';

export const POST_RESTORE = 'POST /servers/12345/restore/';

export async function run(options: SimulatorOptions = {}, inputs: StepInputs = {}) {
  const s = scenario({ backups: [{ id: 101 }], ...options });
  return { ...s, ...(await s.step({ ...RESTORE, ...inputs })) };
}
