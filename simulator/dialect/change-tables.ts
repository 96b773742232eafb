import type { DialectTable } from './list-tables.js';

/** `POST /backups/` is accepted, and its answer shows no row. */
export const acceptanceDialects: DialectTable = {
  'accepted, 202': { postAnswer: '202 accepted' },
  'queued, 202': { postAnswer: '202 queued' },
  'a task, 202': { postAnswer: '202 task' },
  'a task, and the backup after 20 s': { postAnswer: '202 task', createTakesMs: 20_000 },
  'nothing, 202': { postAnswer: '202 empty' },
  'nothing, 200': { postAnswer: '200 empty' },
  'an array with the row, 201': { postAnswer: '201 array' },
};

/** 2xx to `POST /backups/` that say no, or show something that is not so. The names tell what is true. */
export const dubiousCreateDialects: DialectTable = {
  'accepted, and never made': { postAnswer: '202 accepted', createTakesMs: 'never' },
  'success false, made': { postAnswer: '200 success false' },
  'success false, not made': { postAnswer: '201 success false', createTakesMs: 'never' },
  'status error, made': { postAnswer: '201 status error' },
  'status error, not made': { postAnswer: '200 status error', createTakesMs: 'never' },
  'a row that never exists': { createTakesMs: 'never' },
  'a row that exists after 20 s': { createTakesMs: 20_000 },
  'deleted at once, says the row': { createdStatus: 'deleted' },
  'failed at once, says the row': { createdStatus: 'failed' },
  'completed at once, says the row': { createdStatus: 'completed' },
  'another server, says the row': { createdFor: 'another, in the answer only' },
  'really for another server': { createdFor: 'another' },
};

/** Deletions that end otherwise than 204 and gone. */
export const deletionDialects: DialectTable = {
  'a ghost for a minute': { staleDeletedMs: 60_000 },
  'a ghost forever': { staleDeletedMs: 'always' },
  '204, and it stays': { deleteTakesMs: 'never' },
  '404, done': { deleteAnswer: '404' },
  '404, and it stays': { deleteAnswer: '404', deleteTakesMs: 'never' },
  '202, done': { deleteAnswer: '202 empty' },
  '202, done after 20 s': { deleteAnswer: '202 accepted', deleteTakesMs: 20_000 },
  '202, and it stays': { deleteAnswer: '202 accepted', deleteTakesMs: 'never' },
  'success false, done': { deleteAnswer: '200 success false' },
  'success false, and it stays': { deleteAnswer: '200 success false', deleteTakesMs: 'never' },
  'status error, done': { deleteAnswer: '200 status error' },
  'status error, and it stays': { deleteAnswer: '200 status error', deleteTakesMs: 'never' },
  '500, and it stays': { deleteAnswer: { status: 500, shape: 'html' }, deleteTakesMs: 'never' },
  '504, done, then 404': { deleteAnswer: { status: 504, shape: 'html' } },
  '504, done, then 409': {
    deleteAnswer: { status: 504, shape: 'html' },
    repeatedDelete: { status: 409, shape: 'detail', text: 'Backup is already being deleted.' },
  },
  '403, and it stays': {
    deleteAnswer: { status: 403, shape: 'detail' },
    deleteTakesMs: 'never',
  },
};

/** "completed" that is not final, or not true. */
export const unreliableBackupDialects: DialectTable = {
  'completed, then failed at once': { completionFlip: { to: 'failed', afterMs: 0 } },
  'completed, then failed': { completionFlip: { to: 'failed', afterMs: 5_000 } },
  'completed, then gone': { completionFlip: { to: 'gone', afterMs: 5_000 } },
  'completed, then gone after a minute': { completionFlip: { to: 'gone', afterMs: 60_000 } },
  'completed, in_progress again forever': {
    completionFlip: { to: 'in_progress', afterMs: 2_000 },
  },
  'completed, in_progress again for a while': {
    completionFlip: { to: 'in_progress', afterMs: 2_000, forMs: 10_000 },
  },
  'backups of 0 MB': { newSizes: 'zero' },
  'backups of unknown size': { newSizes: 'unknown' },
  'backups that shrink': { newSizes: 'shrinking' },
};

/** 2xx to a restore that say no, or nothing of the API's, or that take effect late or never. */
export const dubiousRestoreDialects: DialectTable = {
  'a web page, restored': { restoreAnswer: '200 html' },
  'a web page, not restored': { restoreAnswer: '200 html', restoreTakesMs: 'never' },
  'success false, restored': { restoreAnswer: '200 success false' },
  'success false, not restored': { restoreAnswer: '200 success false', restoreTakesMs: 'never' },
  'status error, restored': { restoreAnswer: '200 status error' },
  'status error, not restored': { restoreAnswer: '200 status error', restoreTakesMs: 'never' },
  'accepted, and never begun': { restoreTakesMs: 'never' },
  'accepted, and begun after 20 s': { restoreAnswer: '202 accepted', restoreTakesMs: 20_000 },
  'a task, and begun after 90 s': { restoreAnswer: '202 task', restoreTakesMs: 90_000 },
};
