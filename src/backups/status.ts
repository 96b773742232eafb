/** What a backup's status word means. Only `completed` is documented as success. */

/** `removed` is a failure too, of a backup that no longer uses a slot. */
type BackupState = 'completed' | 'pending' | 'failed' | 'removed';

const FAILED = new Set(['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted']);
const REMOVED = new Set(['deleted', 'expired']);

/**
 * Any word that is neither success nor failure is pending: an unknown word must neither end a wait
 * nor cost a backup.
 *
 * @param status in lower case
 */
export function classifyStatus(status: string): BackupState {
  if (status === 'completed') return 'completed';
  if (FAILED.has(status)) return 'failed';
  return REMOVED.has(status) ? 'removed' : 'pending';
}

/** Whether the API documents this word, or other APIs use it for a failure. */
export function isKnownStatus(status: string): boolean {
  return status === 'in_progress' || classifyStatus(status) !== 'pending';
}
