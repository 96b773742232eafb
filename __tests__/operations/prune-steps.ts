/** What the tests of `prune` share. */
import type { BackupSeed } from '../../simulator/index.js';
import { ago, DAY, marked } from '../support/harness.js';

export const PRUNE = { operation: 'prune', server_id: '12345' } as const;

/** Ids 101 to 100 + n, the first the oldest, a day apart. */
export function ours(count: number, more: BackupSeed = {}): BackupSeed[] {
  return Array.from({ length: count }, (_, n) => ({
    id: 101 + n,
    created_at: ago((count - n) * DAY),
    description: marked(),
    ...more,
  }));
}
