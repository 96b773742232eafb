/** Steps of `check`, which must send nothing but GETs, and backups for them. */
import { expect } from '@jest/globals';
import type { BackupSeed, SimulatorOptions } from '../../simulator/index.js';
import { ago, HOUR, type StepInputs, scenario } from '../support/harness.js';

export const ONE = { operation: 'check', server_id: '12345' } as const;

export const TWO = { operation: 'check', server_id: '12345,12346' } as const;

export const REMEDY = 'Check these backups on VPS.org.';

/** Backups so many hours old, each a little larger than the one before it. */
export const aged = (...hours: number[]): BackupSeed[] =>
  hours.map((age, n) => ({ id: 101 + n, created_at: ago(age * HOUR), size_mb: 4_000 - n }));

export async function checkOf(options: SimulatorOptions, inputs: StepInputs = {}) {
  const s = scenario(options);
  const result = await s.step({ ...ONE, ...inputs });
  expect(s.requests().every((one) => one.startsWith('GET '))).toBe(true);
  expect(s.sim.unexpected).toEqual([]);
  const checks: Record<string, unknown>[] = JSON.parse(result.outputs.checks || '[]');
  return { ...s, ...result, checks };
}
