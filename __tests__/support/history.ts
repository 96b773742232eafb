/** A server's history: what rotation deletes of it, and what it keeps. */
import type { BackupSeed } from '../../simulator/index.js';
import { ago, DAY, marked } from './harness.js';

/** The warning about backup 109 of {@link HISTORY}. */
export const UNDATED =
  '1 backup without a usable date (backup 109 of server 12345: none): never deleted, and without a rank.';

/** Deleted with keep_last 3: 105 (failed), 101, 102. Everything else has a reason to stay. */
export const HISTORY: readonly BackupSeed[] = [
  { id: 101, created_at: ago(20 * DAY), description: marked() },
  {
    id: 102,
    created_at: ago(19 * DAY),
    description: marked('create', { owner: 'OCTO', repo: 'renamed' }),
  },
  { id: 103, created_at: ago(18 * DAY), description: marked() },
  { id: 104, created_at: ago(17 * DAY), description: marked() },
  { id: 105, created_at: ago(16 * DAY), description: marked(), status: 'failed' },
  { id: 106, created_at: ago(50 * DAY), description: marked('create', { repositoryId: '43' }) },
  { id: 107, created_at: ago(60 * DAY), description: 'by hand' },
  { id: 108, created_at: ago(70 * DAY), description: marked(), backup_type: 'automatic' },
  { id: 109, created_at: null, description: marked() },
];
export const MORE: readonly BackupSeed[] = [
  { id: 201, created_at: ago(80 * DAY), description: marked(), server_id: 12346 },
  {
    id: 202,
    created_at: ago(81 * DAY),
    description: `${marked()} copied`,
    server_id: 12345,
    backup_type: 'automatic',
  },
];
