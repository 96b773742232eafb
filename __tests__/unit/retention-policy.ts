/** What a retention policy deletes, for tests. */
import type { Backup } from '../../src/backups/backup.js';
import {
  applyRetention,
  type RetentionContext,
  type RetentionPolicy,
} from '../../src/backups/retention.js';
import { ids, NOW, RUN } from '../support/fixtures.js';

export const CONTEXT: RetentionContext = {
  run: RUN,
  now: NOW,
  ownBackupIds: new Set(),
  isRestoring: false,
};
export const NO_LIMIT: RetentionPolicy = {
  keepLast: null,
  olderThanMs: null,
  scope: 'repository',
  match: null,
};

export function deleted(
  backups: readonly Backup[],
  policy: Partial<RetentionPolicy>,
  context: Partial<RetentionContext> = {},
): number[] {
  const decisions = applyRetention(backups, { ...NO_LIMIT, ...policy }, { ...CONTEXT, ...context });
  return ids(decisions.filter(({ action }) => action === 'delete').map(({ backup }) => backup));
}
