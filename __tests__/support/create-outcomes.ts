/** What a create comes to: exactly one backup, or an outcome that is not known. */
import { expect } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/index.js';
import { scenario } from './harness.js';

export const CREATE = {
  operation: 'create',
  server_id: '12345',
  description: 'Release 7',
} as const;

/** One backup was made, the step is green, and outputs its id. */
export async function expectOneBackup(options: SimulatorOptions) {
  const s = scenario(options);
  const result = await s.step(CREATE);
  expect(result.failure).toBeNull();
  expect(s.sim.vps.created).toHaveLength(1);
  expect(result.outputs).toMatchObject({
    backup_id: String(s.sim.vps.created[0]?.id),
    status: 'completed',
  });
  expect(s.sim.unexpected).toEqual([]);
  return { ...s, ...result };
}

/** `status: unknown`, after so many POSTs; the error names the key to search for. */
export async function expectUnknown(options: SimulatorOptions, posts: number) {
  const s = scenario(options);
  const result = await s.step(CREATE);
  expect(result.failure).toMatch(/^Could not confirm whether /);
  expect(result.failure).toContain('key=000000000001');
  expect(result.outputs).toMatchObject({ status: 'unknown', backup_id: '', server_id: '12345' });
  expect(s.requests('POST')).toHaveLength(posts);
  expect(s.sim.unexpected).toEqual([]);
  return { ...s, ...result };
}
