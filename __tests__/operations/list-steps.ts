/** What the tests of `list` share. */
import type { BackupSeed } from '../../simulator/index.js';
import { ago, DAY, marked } from '../support/harness.js';

export const ROWS: BackupSeed[] = [
  { id: 101, created_at: ago(5 * DAY), description: marked('create', { text: 'Release 7' }) },
  { id: 102, created_at: ago(4 * DAY), description: 'release by hand' },
  { id: 103, created_at: ago(3 * DAY), backup_type: 'automatic' },
  { id: 104, created_at: ago(2 * DAY), description: marked('safety'), status: 'in_progress' },
  {
    id: 105,
    created_at: ago(6 * DAY),
    description: marked('create', { repositoryId: '43', repo: 'other' }),
  },
  { id: 201, created_at: ago(DAY), server_id: 12346, description: marked() },
];
