/** What is accepted as a backup or a server. */
import { describe, expect, test } from '@jest/globals';
import { parseBackup, parseServer } from '../../src/vpsorg/schemas.js';

/** The documented answer to POST, word for word. */
const CREATED = {
  id: 502,
  server: { id: 12345, name: 'web-server-01' },
  backup_type: 'manual',
  status: 'in_progress',
  size_mb: null,
  created_at: '2025-01-16T15:45:00Z',
  expires_at: null,
  description: 'Pre-deployment backup',
  message: 'Backup is being created. This may take several minutes depending on server size.',
};

const PARSED = {
  id: 502,
  serverId: 12345,
  serverName: 'web-server-01',
  type: 'manual',
  status: 'in_progress',
  sizeMb: null,
  createdAt: '2025-01-16T15:45:00Z',
  createdAtMs: Date.UTC(2025, 0, 16, 15, 45),
  expiresAt: null,
  description: 'Pre-deployment backup',
};

describe('parseBackup', () => {
  test('takes the documented row; extra fields are normal', () => {
    expect(parseBackup(CREATED)).toEqual(PARSED);
    const row = { ...CREATED, size_mb: 4523, expires_at: '2025-02-16T03:00:00Z' };
    expect(parseBackup(row)).toEqual({
      ...PARSED,
      sizeMb: 4523,
      expiresAt: '2025-02-16T03:00:00Z',
    });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['ids as texts', { id: '502', server: { id: '12345', name: 'web-server-01' } }, {}],
    ['a server without a name', { server: { id: 12345 } }, { serverName: null }],
    ['a server whose name is null', { server: { id: 12345, name: null } }, { serverName: null }],
    ['a bare server id', { server: 12345 }, { serverName: null }],
    ['a bare server id as text', { server: '12345' }, { serverName: null }],
    ['server_id', { server: undefined, server_id: 12345 }, { serverName: null }],
    ['server_id beside a null server', { server: null, server_id: '12345' }, { serverName: null }],
    ['no type', { backup_type: undefined }, { type: '' }],
    ['a type that is null', { backup_type: null }, { type: '' }],
    ['a type in capitals', { backup_type: ' Manual ' }, { type: 'manual' }],
    ['another type', { backup_type: 'weekly' }, { type: 'weekly' }],
    ['no status', { status: undefined }, { status: '' }],
    ['a status that is a number', { status: 3 }, { status: '' }],
    ['a status with spaces and capitals', { status: 'Completed ' }, { status: 'completed' }],
    ['a size as text', { size_mb: '4456' }, { sizeMb: 4456 }],
    ['a size with a fraction', { size_mb: '12.25' }, { sizeMb: 12.25 }],
    ['a size of 0', { size_mb: 0 }, { sizeMb: 0 }],
    ['a negative size', { size_mb: -1 }, { sizeMb: null }],
    ['a size in words', { size_mb: '4 GB' }, { sizeMb: null }],
    ['a size with a letter before it', { size_mb: 'x12' }, { sizeMb: null }],
    ['a size with a point at its end', { size_mb: '12.' }, { sizeMb: null }],
    ['no size', { size_mb: undefined }, { sizeMb: null }],
    ['no date', { created_at: undefined }, { createdAt: null, createdAtMs: null }],
    ['a date that is a number', { created_at: 1737042300 }, { createdAt: null, createdAtMs: null }],
    [
      'an unreadable date',
      { created_at: 'yesterday' },
      { createdAt: 'yesterday', createdAtMs: null },
    ],
    [
      'a date without a zone',
      { created_at: '2025-01-16T15:45:00' },
      { createdAt: '2025-01-16T15:45:00', createdAtMs: null },
    ],
    ['no expiry', { expires_at: undefined }, { expiresAt: null }],
    ['no description', { description: undefined }, { description: null }],
    ['a description that is no text', { description: ['x'] }, { description: null }],
  ])('takes %s', (_, change, expected) => {
    const json = JSON.parse(JSON.stringify({ ...CREATED, ...change }));
    expect(parseBackup(json)).toEqual({ ...PARSED, ...expected });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'started'],
    ['a number', 502],
    ['a list', [CREATED]],
    ['an empty object', {}],
    ['no id', { ...CREATED, id: undefined }],
    ['an id that is null', { ...CREATED, id: null }],
    ['an id of 0', { ...CREATED, id: 0 }],
    ['a negative id', { ...CREATED, id: -5 }],
    ['an id with a fraction', { ...CREATED, id: 5.5 }],
    ['an id that is not a safe integer', { ...CREATED, id: 2 ** 53 }],
    ['an id with letters', { ...CREATED, id: '502a' }],
    ['an empty id', { ...CREATED, id: '' }],
    ['an id in exponents', { ...CREATED, id: '5e2' }],
    ['a list in place of a row', { results: [CREATED] }],
    ['no server', { ...CREATED, server: undefined }],
    ['a server that is null', { ...CREATED, server: null }],
    ['a server by name only', { ...CREATED, server: { name: 'web' } }],
    ['a server of id 0', { ...CREATED, server: { id: 0 } }],
  ])('does not take %s', (_, json) => {
    expect(parseBackup(json)).toBeNull();
  });

  test('of an answer without a server is one of the requested server', () => {
    expect(parseBackup({ id: 502 }, 7)).toMatchObject({ id: 502, serverId: 7, serverName: null });
    expect(parseBackup(CREATED, 7)).toMatchObject({ serverId: 12345 });
    expect(parseBackup({ status: 'accepted' }, 7)).toBeNull();
  });
});

describe('parseServer', () => {
  test('takes the documented rows, the short one too', () => {
    const long = {
      ...{ id: 12345, name: 'web-server-01', hostname: 'web01.example.com', status: 'active' },
      ...{ plan: { id: 1 }, os: { id: 5 } },
    };
    const short = { id: 12346, name: 'db-server-01', status: 'Active', location: 'us-east' };
    expect([long, short].map(parseServer)).toEqual([
      { id: 12345, name: 'web-server-01', status: 'active' },
      { id: 12346, name: 'db-server-01', status: 'active' },
    ]);
  });

  test('takes one without a name or a status, and an id as text', () => {
    expect(parseServer({ id: '7' })).toEqual({ id: 7, name: null, status: '' });
    expect(parseServer({ id: 8, name: null, status: null })).toEqual({
      ...{ id: 8, name: null, status: '' },
    });
    expect(parseServer({ name: 'web' })).toBeNull();
  });
});
