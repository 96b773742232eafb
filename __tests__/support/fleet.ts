/** Servers for steps with many of them. */
import type { ServerSeed, SimulatorOptions } from '../../simulator/index.js';
import { scenario } from './harness.js';

export const servers = (count: number): ServerSeed[] =>
  Array.from({ length: count }, (_, n) => ({ id: 1001 + n }));

/** As the input `server_id`. */
export const idsOf = (count: number): string =>
  servers(count)
    .map((one) => one.id)
    .join(',');

/** Each server has a backup, and new ones take from 5 to 85 s. */
export function fleet(count: number, options: SimulatorOptions = {}) {
  return scenario({
    servers: servers(count),
    backups: servers(count).map((one) => ({ server_id: one.id })),
    backupDurationMs: ({ id }) => (id % 5) * 20_000 + 5_000,
    ...options,
  });
}
