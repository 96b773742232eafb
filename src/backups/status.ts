/** When a backup is complete, failed or restorable. Only `completed` is documented as success. */
import type { Backup } from './backup.js';

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

/** Completed, and not of 0 MB: there is something to restore. */
export function isRestorable({ status, sizeMb }: Backup): boolean {
  return classifyStatus(status) === 'completed' && sizeMb !== 0;
}

/** Whether the API documents this word, or other APIs use it for a failure. */
export function isKnownStatus(status: string): boolean {
  return status === 'in_progress' || classifyStatus(status) !== 'pending';
}
