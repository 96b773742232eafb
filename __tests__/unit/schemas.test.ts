import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseBackup, parseBackupPage, parseServerPage } from '../../src/vpsorg/schemas.js';

/** The documented answer to POST, word for word. */
const STARTED = {
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

const READ = {
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

describe('readBackup', () => {
  test('the documented row; extra fields are normal', () => {
    expect(parseBackup(STARTED)).toEqual(READ);
    expect(parseBackup({ ...STARTED, size_mb: 4523, expires_at: '2025-02-16T03:00:00Z' })).toEqual({
      ...READ,
      sizeMb: 4523,
      expiresAt: '2025-02-16T03:00:00Z',
    });
  });

  test.each<[string, Record<string, unknown>, Partial<typeof READ> | Record<string, unknown>]>([
    ['ids as texts', { id: '502', server: { id: '12345', name: 'web-server-01' } }, {}],
    ['a server without a name', { server: { id: 12345 } }, { serverName: null }],
    ['a server whose name is null', { server: { id: 12345, name: null } }, { serverName: null }],
    ['a bare server id', { server: 12345 }, { serverName: null }],
    ['a bare server id as text', { server: '12345' }, { serverName: null }],
    ['no server', { server: undefined }, { serverId: null, serverName: null }],
    ['a server that is null', { server: null }, { serverId: null, serverName: null }],
    ['a server by name only', { server: { name: 'web' } }, { serverId: null, serverName: null }],
    ['a server of id 0', { server: { id: 0 } }, { serverId: null, serverName: null }],
    ['no type', { backup_type: undefined }, { type: '' }],
    ['a type that is null', { backup_type: null }, { type: '' }],
    ['another type', { backup_type: 'weekly' }, { type: 'weekly' }],
    ['no status', { status: undefined }, { status: '' }],
    ['a status that is a number', { status: 3 }, { status: '' }],
    ['a size as text', { size_mb: '4456' }, { sizeMb: 4456 }],
    ['a size with a fraction', { size_mb: '12.25' }, { sizeMb: 12.25 }],
    ['a size in words', { size_mb: '4 GB' }, { sizeMb: null }],
    ['a size that begins like one', { size_mb: 'x12' }, { sizeMb: null }],
    ['a size with an open end', { size_mb: '12.' }, { sizeMb: null }],
    ['no size', { size_mb: undefined }, { sizeMb: null }],
    ['no date', { created_at: undefined }, { createdAt: null, createdAtMs: null }],
    ['a date that is a number', { created_at: 1737042300 }, { createdAt: null, createdAtMs: null }],
    [
      'a date that can not be read',
      { created_at: 'yesterday' },
      { createdAt: 'yesterday', createdAtMs: null },
    ],
    ['no expiry', { expires_at: undefined }, { expiresAt: null }],
    ['no description', { description: undefined }, { description: null }],
    ['a description that is null', { description: null }, { description: null }],
    ['a description that is no text', { description: ['x'] }, { description: null }],
  ])('%s', (_, change, expected) => {
    const json = JSON.parse(JSON.stringify({ ...STARTED, ...change }));
    expect(parseBackup(json)).toEqual({ ...READ, ...expected });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'started'],
    ['a number', 502],
    ['a list', [STARTED]],
    ['an empty object', {}],
    ['no id', { ...STARTED, id: undefined }],
    ['an id that is null', { ...STARTED, id: null }],
    ['an id of 0', { ...STARTED, id: 0 }],
    ['a negative id', { ...STARTED, id: -5 }],
    ['an id with a fraction', { ...STARTED, id: 5.5 }],
    ['an id beyond what can be told apart', { ...STARTED, id: 2 ** 53 }],
    ['an id of letters', { ...STARTED, id: '502a' }],
    ['an id of letters first', { ...STARTED, id: 'a502' }],
    ['an empty id', { ...STARTED, id: '' }],
    ['an id in exponents', { ...STARTED, id: '5e2' }],
    ['a list in place of a row', { results: [STARTED] }],
  ])('%s is no backup', (_, json) => {
    expect(parseBackup(json)).toBeNull();
  });
});

describe('readBackupPage', () => {
  const page = (json: unknown) => {
    const read = parseBackupPage(json);
    return read === null ? null : { ...read, items: read.items.map((row) => row.id) };
  };

  test.each<[string, unknown, unknown]>([
    [
      'the documented shape',
      { count: 1, results: [STARTED] },
      { items: [502], count: 1, next: null, invalidCount: 0 },
    ],
    ['a bare array', [STARTED], { items: [502], count: null, next: null, invalidCount: 0 }],
    [
      'an empty list',
      { count: 0, results: [] },
      { items: [], count: 0, next: null, invalidCount: 0 },
    ],
    ['an empty array', [], { items: [], count: null, next: null, invalidCount: 0 }],
    [
      'no count',
      { results: [STARTED] },
      { items: [502], count: null, next: null, invalidCount: 0 },
    ],
    [
      'a count that is null',
      { results: [], count: null },
      { items: [], count: null, next: null, invalidCount: 0 },
    ],
    [
      'a count as text',
      { results: [], count: '3' },
      { items: [], count: 3, next: null, invalidCount: 0 },
    ],
    [
      'a count that can not be read, and so not be met',
      { results: [], count: 'many' },
      { items: [], count: Number.POSITIVE_INFINITY, next: null, invalidCount: 0 },
    ],
    [
      'a next',
      { results: [], next: '/x?page=2' },
      { items: [], count: null, next: '/x?page=2', invalidCount: 0 },
    ],
    [
      'a next that is null',
      { results: [], next: null },
      { items: [], count: null, next: null, invalidCount: 0 },
    ],
    [
      'a next that is false',
      { results: [], next: false },
      { items: [], count: null, next: null, invalidCount: 0 },
    ],
    [
      'an empty next',
      { results: [], next: '' },
      { items: [], count: null, next: null, invalidCount: 0 },
    ],
    [
      'rows that can not be read',
      { results: [STARTED, null, { id: 'x' }, 5], count: 4 },
      { items: [502], count: 4, next: null, invalidCount: 3 },
    ],
    [
      'extra fields',
      { results: [STARTED], count: 1, previous: null, total_pages: 1 },
      { items: [502], count: 1, next: null, invalidCount: 0 },
    ],
  ])('%s', (_, json, expected) => {
    expect(page(json)).toEqual(expected);
  });

  test.each([
    undefined,
    null,
    'text',
    5,
    true,
    {},
    { results: null },
    { results: {} },
    { data: [] },
    STARTED,
  ])('%j is no list', (json) => {
    expect(page(json)).toBeNull();
  });

  test('of any JSON, rows have ids that can be told apart; nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.jsonValue().map((results) => ({ results })),
          fc.array(fc.jsonValue()).map((results) => ({ results })),
        ),
        (json) => {
          for (const row of parseBackupPage(json)?.items ?? []) {
            expect(Number.isSafeInteger(row.id)).toBe(true);
            expect(row.id).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});

describe('readServerPage', () => {
  test('the documented rows, the short one too', () => {
    const long = {
      id: 12345,
      name: 'web-server-01',
      hostname: 'web01.example.com',
      status: 'active',
      plan: { id: 1 },
      os: { id: 5 },
    };
    const short = { id: 12346, name: 'db-server-01', status: 'active', location: 'us-east' };
    expect(parseServerPage({ count: 2, results: [long, short] })).toEqual({
      items: [
        { id: 12345, name: 'web-server-01', status: 'active' },
        { id: 12346, name: 'db-server-01', status: 'active' },
      ],
      count: 2,
      next: null,
      invalidCount: 0,
    });
  });

  test('names and states may be missing, ids may be texts, and a row without an id can not be read', () => {
    expect(
      parseServerPage([{ id: '7' }, { id: 8, name: null, status: null }, { name: 'web' }]),
    ).toMatchObject({
      items: [
        { id: 7, name: null, status: '' },
        { id: 8, name: null, status: '' },
      ],
      invalidCount: 1,
    });
  });

  test('no list', () => expect(parseServerPage({ detail: 'no' })).toBeNull());
});
