/** The outputs of `list` and `check`, and how long ones are cut. */
import { describe, expect, test } from '@jest/globals';
import type { Backup } from '../../src/backups/backup.js';
import type { ServerCheck } from '../../src/report/checks.js';
import { type Outputs, toOutputs } from '../../src/report/outputs.js';
import { row } from '../support/fixtures.js';
import { entries, entry, reportOf } from './reports.js';

function listed(backups: readonly Backup[], complete = true): Outputs {
  return toOutputs(reportOf('list', { list: { backups, complete } }));
}

describe('list', () => {
  test('backup_id is the newest completed one', () => {
    const backups = [
      row({ id: 9, status: 'in_progress' }),
      row({ id: 7, expiresAt: '2027-01-01T00:00:00Z' }),
      row({ id: 5 }),
    ];
    expect(listed(backups)).toMatchObject({
      ...{ backup_id: '7', backup_ids: '[9,7,5]', count: '3', truncated: 'false', status: '' },
      expires_at: '2027-01-01T00:00:00Z',
    });
  });

  test('of none', () => {
    expect(listed([])).toMatchObject({
      ...{ backup_id: '', backup_ids: '[]', backups: '[]', backup: '', count: '0' },
      ...{ truncated: 'false', server_id: '' },
    });
  });

  test('of none that is completed', () => {
    expect(listed([row({ status: 'failed' })])).toMatchObject({
      ...{ backup_id: '', server_id: '', backup_ids: '[1]', count: '1' },
    });
  });

  test('that is incomplete has its rows, but neither count nor backup_id', () => {
    const outputs = listed([row({ id: 7 }), row({ id: 5 })], false);
    expect(outputs).toMatchObject({
      ...{ backup_id: '', backup: '', count: '', backup_ids: '[7,5]', truncated: 'true' },
    });
    expect(JSON.parse(outputs.backups ?? '')).toHaveLength(2);
  });

  test('that was not read has neither rows nor a count', () => {
    const outputs = toOutputs(reportOf('list'));
    for (const name of ['count', 'truncated', 'backup_ids', 'backups']) {
      expect(outputs).not.toHaveProperty(name);
    }
    expect(outputs).toMatchObject({ backup_id: '', server_id: '', status: '' });
  });

  test('backups is at most 500 kB, and cut together with backup_ids', () => {
    const backups = Array.from({ length: 10_000 }, (_, index) =>
      row({ id: index + 1, description: `ü${'x'.repeat(200)}` }),
    );
    const { backups: json = '', backup_ids = '', ...rest } = listed(backups);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(500_000);
    expect(Buffer.byteLength(json)).toBeGreaterThan(499_000);
    expect(JSON.parse(json).map(({ id }: { id: number }) => id)).toEqual(JSON.parse(backup_ids));
    expect(rest).toMatchObject({ truncated: 'true', count: '10000', backup_id: '1' });
  });
});

describe('a long text', () => {
  const long = 'x'.repeat(1_001);

  test.each<[string, Partial<Backup>]>([
    ['description', { description: long }],
    ['status', { status: long }],
    ['type', { type: long }],
    ["server's name", { serverName: long }],
    ['date', { createdAt: long }],
    ['expiry date', { expiresAt: long }],
  ])('is cut to 1,000 characters, and truncated says so: %s', (_, change) => {
    const { backups = '', truncated } = listed([row({ id: 2 }), row(change)]);
    expect(truncated).toBe('true');
    expect(backups).toContain('x'.repeat(1_000));
    expect(backups).not.toContain(long);
    const backupsOf = entries(entry(row(change)));
    expect(toOutputs(reportOf('delete', { backups: backupsOf })).truncated).toBe('true');
  });

  test('of exactly 1,000 characters is not cut', () => {
    const backup = row({ description: 'x'.repeat(1_000), serverName: null });
    expect(listed([backup]).truncated).toBe('false');
    const backups = entries(entry(backup));
    expect(toOutputs(reportOf('create', { backups }))).not.toHaveProperty('truncated');
  });
});

test('ids are never cut but with list; where the rows are, truncated says so', () => {
  const all = Array.from({ length: 3_000 }, (_, index) =>
    entry(row({ id: index + 1, description: 'x'.repeat(300) })),
  );
  const outputs = toOutputs(reportOf('delete', { backups: entries(...all) }));
  expect(JSON.parse(outputs.backup_ids ?? '')).toHaveLength(3_000);
  expect(JSON.parse(outputs.backups ?? '').length).toBeLessThan(3_000);
  expect(outputs.truncated).toBe('true');
});

describe('check', () => {
  const check = (change: Partial<ServerCheck> = {}): ServerCheck => ({
    ...{ serverId: 12345, serverName: 'web', ok: true, problems: [], warnings: [] },
    ...{ backupId: 502, ageMs: 3_600_400, sizeMb: 4456, previousSizeMb: 4500 },
    ...{ completed: 3, slotsUsed: 4, ...change },
  });
  const json = {
    ...{ server_id: 12345, ok: true, problems: [], backup_id: 502, age_seconds: 3_600 },
    ...{ size_mb: 4456, previous_size_mb: 4500, completed: 3, slots_used: 4 },
  };

  test('of one server', () => {
    const backups = entries(entry(row({ id: 502 })));
    const slots = new Map([[12345, 4]]);
    const outputs = toOutputs(reportOf('check', { checks: [check()], backups, slots }));
    expect(outputs).toMatchObject({
      ...{ status: 'ok', backup_id: '502', server_id: '12345', slots_used: '4' },
      backup_ids: '[502]',
    });
    expect(JSON.parse(outputs.checks ?? '')).toEqual([json]);
  });

  test('of several is failed if any is, and describes the first one in the order given', () => {
    const nothing = { backupId: null, ageMs: null, sizeMb: null, previousSizeMb: null };
    const failed = check({
      ...nothing,
      serverId: 7,
      ok: false,
      problems: ['no backup'],
      slotsUsed: null,
    });
    const backups = entries(entry(row({ id: 502 })));
    const outputs = toOutputs(reportOf('check', { checks: [failed, check()], backups }));
    expect(outputs).toMatchObject({ status: 'failed', backup_id: '', backup_ids: '[502]' });
    expect(JSON.parse(outputs.checks ?? '')).toEqual([
      {
        ...{ server_id: 7, ok: false, problems: ['no backup'], backup_id: null },
        ...{ age_seconds: null, size_mb: null, previous_size_mb: null, completed: 3 },
        slots_used: null,
      },
      json,
    ]);
  });
});
