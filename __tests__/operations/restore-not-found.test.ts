/** `restore` of an id that the list of its server does not show. */
import { expect, test } from '@jest/globals';
import { type BackupSeed, on, type SimulatorOptions } from '../../simulator/index.js';
import { scenario } from '../support/harness.js';

const RESTORE = { operation: 'restore', server_id: '12345', backup_id: '101' } as const;
const OWN = /server_id=12345$/;
const ALL = /\/backups\/$/;
const HINT = 'Check backup_id and server_id; operation: list shows what is there.';
const NONE = `Nothing was restored: server 12345 has no backup 101. ${HINT}`;
const ELSEWHERE: BackupSeed[] = [
  { id: 101, server_id: 12346 },
  { id: 201, server_id: 12346 },
];

test.each<[string, SimulatorOptions, string]>([
  [
    'names the server that it is of',
    { backups: ELSEWHERE },
    'Nothing was restored: backup 101 belongs to another server, server 12346 (db-server-01), not to server 12345. Correct backup_id or server_id.',
  ],
  ['names no server of another backup', { backups: ELSEWHERE.slice(1) }, NONE],
  [
    'names no server where the list of all can not be read',
    { backups: ELSEWHERE, faults: [on.path(ALL, 'GET').status(403)] },
    NONE,
  ],
  [
    'is not said to be of another server where an incomplete list alone does not show it',
    {
      backups: [{ id: 101 }],
      faults: [on.path(OWN, 'GET').answer(200, '{"count": 1, "results": []}')],
    },
    `Nothing was restored: server 12345 has no backup 101 (the list is incomplete: it shows 0 of 1). ${HINT}`,
  ],
])('%s', async (_, options, message) => {
  const s = scenario(options);
  const { failure } = await s.step(RESTORE);
  expect(failure).toBe(message);
  expect(s.requests()).toEqual(['GET /backups/?server_id=12345', 'GET /backups/']);
});

test('the list of all is read until it shows it, and no further', async () => {
  const s = scenario({
    backups: [...ELSEWHERE, { id: 301, server_id: 12346 }],
    dialect: { pageSize: 1, order: 'id' },
  });
  const { failure } = await s.step(RESTORE);
  expect(failure).toContain('belongs to another server, server 12346 (db-server-01)');
  expect(s.requests()).toEqual(['GET /backups/?server_id=12345', 'GET /backups/']);
});
