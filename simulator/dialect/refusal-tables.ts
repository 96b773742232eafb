import type { Dialect, ErrorAnswer } from './index.js';
import type { DialectTable } from './list-tables.js';

function table(answers: Record<string, ErrorAnswer>, field: 'limitAnswer' | 'createRefusal') {
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]): [string, Partial<Dialect>] => [
      name,
      { [field]: answer },
    ]),
  );
}

const detail = (status: number, text: string): ErrorAnswer => ({ status, shape: 'detail', text });

/** What a full server may answer: several statuses, wordings and languages. */
export const limitDialects: DialectTable = table(
  {
    'English, 400': detail(400, 'Maximum number of manual backups (10) reached for this server.'),
    'English, 403': detail(403, 'Backup quota exceeded.'),
    'English, 409': detail(409, 'You already have too many backups.'),
    'English, 422': detail(422, 'A server may have at most ten manual backups.'),
    'English, as a field error': {
      status: 400,
      shape: 'fields',
      text: 'Backup limit reached.',
    },
    'Serbian, Latin, 400': detail(400, 'Dostignut je maksimalan broj rezervnih kopija (10).'),
    'Serbian, Cyrillic, 400': detail(400, 'Достигнут је максималан број резервних копија (10).'),
    'Serbian, Cyrillic, 422': detail(422, 'Ограничење броја резервних копија је достигнуто.'),
    'Dutch, 409': detail(409, 'Maximumaantal handmatige back-ups (10) voor deze server bereikt.'),
    'Dutch, 403': detail(403, 'De limiet voor handmatige back-ups is bereikt.'),
    'Chinese, 400': detail(400, '该服务器的手动备份数量已达上限（10）。'),
    'Chinese, 422': detail(422, '备份数量超过限制。'),
    'German, 400': detail(
      400,
      'Maximale Anzahl manueller Backups (10) für diesen Server erreicht.',
    ),
    'German, 403': detail(403, 'Das Limit für manuelle Backups ist erreicht.'),
    'no reason, 400': { status: 400, shape: 'empty' },
    'no reason, 409': { status: 409, shape: 'empty' },
    'no reason, 422': detail(422, ''),
    'no reason, 403': { status: 403, shape: 'empty' },
  },
  'limitAnswer',
);

/** Refusals of a new backup whose cause is not the limit, though some speak of one. For full servers too. */
export const otherRefusalDialects: DialectTable = table(
  {
    'a request rate': detail(403, 'Request limit exceeded. Try again in 30 seconds.'),
    'a disk that is full': detail(409, 'Storage limit reached on this node.'),
    'money that is short': detail(422, 'Account credit limit exceeded; please add balance.'),
    'an unpaid invoice': detail(403, 'Too many unpaid invoices.'),
    'a long description': {
      status: 400,
      shape: 'fields',
      field: 'description',
      text: 'Ensure this field has at most 255 characters.',
    },
    'a description that is refused': {
      status: 400,
      shape: 'fields',
      field: 'description',
      text: 'Invalid.',
    },
    'a server that is refused': {
      status: 400,
      shape: 'fields',
      field: 'server_id',
      text: 'Server limit exceeded.',
    },
    'a firewall': { status: 403, shape: 'html', text: 'Request blocked: limit exceeded' },
    'a lack of permission': detail(403, 'You do not have permission to perform this action.'),
    'a suspended server': detail(409, 'Server is suspended.'),
    'a snapshot that runs': detail(409, 'Another operation is in progress on this server.'),
  },
  'createRefusal',
);

const RUNNING = 'Another operation is in progress on this server.';
const retryIn30 = { 'retry-after': '30' };

/** A server that is locked while something else happens to it. */
export const lockDialects: DialectTable = {
  'one backup at a time, 409': { whileBackupRuns: detail(409, RUNNING) },
  'one backup at a time, 423 with Retry-After': {
    whileBackupRuns: { ...detail(423, RUNNING), headers: retryIn30 },
  },
  'no backup during a restore, 409': { whileRestoring: detail(409, RUNNING) },
  'no backup during a restore, 425 with Retry-After': {
    whileRestoring: { ...detail(425, RUNNING), headers: retryIn30 },
  },
};
