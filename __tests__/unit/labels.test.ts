/** How servers, backups, durations and sizes are written. */
import { describe, expect, test } from '@jest/globals';
import { keepLastPolicy } from '../../src/backups/retention.js';
import {
  backupLabel,
  capitalize,
  describePolicy,
  describeSettings,
  formatAge,
  formatDuration,
  formatSize,
  plural,
  serverLabel,
  serversLabel,
  statusLabel,
} from '../../src/report/labels.js';
import { DAY, HOUR, MINUTE, NOW, row } from '../support/fixtures.js';

describe('formatDuration', () => {
  test.each([
    [-5, '0s'],
    [0, '0s'],
    [499, '0s'],
    [500, '1s'],
    [59_499, '59s'],
    [59_500, '1m'],
    [65_000, '1m5s'],
    [150_000, '2m30s'],
    [3_599_000, '59m59s'],
    [3_600_000, '1h'],
    [3_659_000, '1h'],
    [3_900_000, '1h5m'],
    [90 * MINUTE, '1h30m'],
    [31 * HOUR, '31h'],
    [2 * DAY - MINUTE, '47h59m'],
    [2 * DAY, '2d'],
    [3.5 * DAY, '3.5d'],
    [7 * DAY, '7d'],
    [3650 * DAY, '3650d'],
  ])('of %p ms: %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatSize', () => {
  test.each([
    [null, ''],
    [0, '0 MB'],
    [12.34, '12.3 MB'],
    [456, '456 MB'],
    [999, '999 MB'],
    [1_000, '1.0 GB'],
    [4_560, '4.6 GB'],
    [123_456, '123.5 GB'],
  ])('of %p MB: %j', (megabytes, text) => {
    expect(formatSize(megabytes)).toBe(text);
  });

  test('of nearly 1000 MB is not 1000 MB', () => {
    expect(formatSize(999.96)).toBe('1.0 GB');
  });
});

describe('labels', () => {
  test('name a server, a backup and a status', () => {
    expect(serverLabel(5)).toBe('server 5');
    expect(serverLabel(5, 'web\n1')).toBe('server 5 (web 1)');
    expect(backupLabel(row({ id: 502 }))).toBe('backup 502 of server 12345 (web-server-01)');
    expect([statusLabel('in_progress'), statusLabel(''), statusLabel('x'.repeat(99))]).toEqual([
      ...['in_progress', 'no status'],
      `${'x'.repeat(60)}…`,
    ]);
  });

  test('name several servers, or how many', () => {
    const servers = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ id: n + 1, name: null }));
    expect(serversLabel([])).toBe('all servers');
    expect(serversLabel([{ id: 5, name: 'web' }])).toBe('server 5 (web)');
    expect(serversLabel(servers(2))).toBe('servers 1, 2');
    expect(serversLabel(servers(20))).toMatch(/^servers 1, .*, 20$/);
    expect(serversLabel(servers(21))).toBe('21 servers');
  });

  test('count, and begin sentences', () => {
    expect([plural(0, 'backup'), plural(1, 'backup'), plural(2, 'backup')]).toEqual([
      ...['0 backups', '1 backup', '2 backups'],
    ]);
    expect([capitalize('backup 5'), capitalize('')]).toEqual(['Backup 5', '']);
  });

  test('describe settings and policies', () => {
    expect(describeSettings([null, null])).toBe('');
    expect(describeSettings(['a', null, 'b'])).toBe(' (a, b)');
    expect(describePolicy(keepLastPolicy(3, 'server'))).toBe('keep_last 3, scope server');
    const policy = {
      keepLast: null,
      olderThanMs: 14 * DAY,
      scope: 'repository',
      match: ' x',
    } as const;
    expect(describePolicy(policy)).toBe('older_than 14d, scope repository, match " x"');
  });

  test('say how old a backup is', () => {
    expect(formatAge(row({ ageMs: 200 * MINUTE }), NOW)).toBe('3h20m old');
    expect(formatAge(row({ ageMs: null }), NOW)).toBe('no date');
    expect(formatAge(row({ ageMs: null, createdAt: 'x' }), NOW)).toBe('unusable date');
  });
});
