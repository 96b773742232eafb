/** What a backup's status word means. Only `completed` is documented as success; the rest follows the least hopeful reading. */

/** `gone` is failure too, of a backup that no longer takes a place. */
export type BackupState = 'completed' | 'pending' | 'failed' | 'gone';

const FAILED = new Set(['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted']);
const REMOVED = new Set(['deleted', 'expired']);

/** Any word that is neither success nor failure is pending: an unknown word must not end a wait, nor cost a backup. */
export function classifyStatus(status: string): BackupState {
  if (status === 'completed') return 'completed';
  if (FAILED.has(status)) return 'failed';
  return REMOVED.has(status) ? 'gone' : 'pending';
}

/** Whether the API documents this word, or it is one of the failure words that we expect. */
export function isDocumentedStatus(status: string): boolean {
  return status === 'in_progress' || classifyStatus(status) !== 'pending';
}
