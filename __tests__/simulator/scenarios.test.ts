import { expect, test } from '@jest/globals';
import { scenarios } from '../../simulator/index.js';
import { START, setUp } from './helpers.js';

const newestFirst = (name: keyof typeof scenarios) => {
  const { sim } = setUp({ backups: scenarios[name](START) });
  return sim.vps.backups
    .map(({ created_at, size_mb, status, backup_type }) => ({
      ageHours: (START - Date.parse(created_at ?? '')) / 3_600_000,
      size_mb,
      status,
      backup_type,
    }))
    .sort((a, b) => a.ageHours - b.ageHours);
};

test('stale: the newest is three days old', () => {
  expect(newestFirst('stale')[0]).toMatchObject({ ageHours: 74, status: 'completed' });
});

test.each([
  ['shrunk', 900],
  ['empty', 0],
] as const)('%s: the newest has %i MB', (name, size) => {
  const [newest, before] = newestFirst(name);
  expect(newest).toMatchObject({ ageHours: 2, size_mb: size });
  expect(before?.size_mb).toBeGreaterThan(4000);
});

test('full: ten manual backups', () => {
  const rows = newestFirst('full');
  expect(rows).toHaveLength(10);
  expect(new Set(rows.map((row) => row.backup_type))).toEqual(new Set(['manual']));
});
