/** Restores whose course the simulator, or a test, decides. */
import { expect } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/index.js';
import { MINUTE, type Scenario, type StepInputs, scenario } from '../support/harness.js';

export const RESTORE = { operation: 'restore', server_id: '12345', backup_id: '101' } as const;

export const LABEL = 'backup 101 of server 12345 (web-server-01)';

export async function watch(options: SimulatorOptions, inputs: StepInputs = {}) {
  const s = scenario({ backups: [{ id: 101 }], restoreDurationMs: 5 * MINUTE, ...options });
  const result = await s.step({ ...RESTORE, ...inputs });
  expect(s.sim.vps.restores).toHaveLength(1);
  expect(s.sim.unexpected).toEqual([]);
  return { ...s, ...result };
}

/** A restore during which the server shows these statuses, each from so many milliseconds after it on. */
export async function course(
  statuses: readonly (readonly [number, string])[],
  { inputs = {}, before = 'active' }: { inputs?: StepInputs; before?: string } = {},
) {
  const s: Scenario = scenario({
    backups: [{ id: 101 }],
    servers: [{ id: 12345, status: before }],
    restoreStatuses: [],
    restoreDurationMs: 0,
    onRequest: ({ at }) => {
      const since = at - (s.sim.vps.restores[0]?.at ?? at);
      const status = statuses.filter(([from]) => since >= from).at(-1)?.[1];
      if (status !== undefined && since > 0) s.sim.vps.updateServer(12345, { status });
    },
  });
  const result = await s.step({ ...RESTORE, ...inputs });
  return { ...s, ...result, status: result.outputs.status };
}
