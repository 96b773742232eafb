/** A new backup that is completed, but empty or much smaller than those before it. */
import { describe, expect, test } from '@jest/globals';
import { type Dialect, unreliableBackupDialects } from '../../simulator/index.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '1' } as const;
const old = (id: number, size_mb: number | null, more = {}) => ({
  ...{ id, size_mb, created_at: ago((20 - id) * DAY), description: marked() },
  ...more,
});
const three = [old(1, 4000), old(2, 4200), old(3, 3900)];

describe('nothing is rotated, with a warning', () => {
  test('0 MB where others have a size', async () => {
    const s = scenario({ backups: three, backupSizeMb: 0 });
    const { failure, outputs, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'completed', size_mb: '0' });
    expect(warnings).toEqual([
      'Backup 502 of server 12345 (web-server-01) is completed, but has 0 MB (before: 4.2 GB). Nothing is rotated. Check the server on VPS.org before anything else.',
    ]);
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('0 MB where only backups of another type have a size', async () => {
    const backups = three.map((one) => ({ ...one, backup_type: 'automatic' }));
    const s = scenario({ backups, backupSizeMb: 0 });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      'Backup 502 of server 12345 (web-server-01) is completed, but has 0 MB. Nothing is rotated. Check the server on VPS.org before anything else.',
    ]);
  });

  test('smaller by more than max_shrink than the largest of the three before it', async () => {
    const s = scenario({ backups: three, backupSizeMb: 2099 });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      'Backup 502 of server 12345 (web-server-01) has 2.1 GB, less than before (4.2 GB) by more than max_shrink. Nothing is rotated. Check the server on VPS.org before anything else.',
    ]);
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('a smaller max_shrink is stricter', async () => {
    const s = scenario({ backups: three, backupSizeMb: 3700 });
    const { warnings } = await s.step({ ...CREATE, max_shrink: '10%' });
    expect(warnings.join()).toContain('has 3.7 GB, less than before (4.2 GB)');
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('without keep_last too', async () => {
    const s = scenario({ backups: three, backupSizeMb: 0 });
    const { warnings } = await s.step({ operation: 'create', server_id: '12345' });
    expect(warnings.join()).toContain('has 0 MB');
  });

  test('three runs with empty backups: every one with data is still there', async () => {
    const s = scenario({
      backups: three,
      dialect: unreliableBackupDialects['backups of 0 MB'] ?? {},
    });
    for (const runId of ['2001', '2002', '2003']) {
      const { failure, warnings } = await s.step({ ...CREATE, keep_last: '3' }, { run: { runId } });
      expect(failure).toBeNull();
      expect(warnings.join()).toContain('has 0 MB');
      await s.clock.settle(s.clock.sleep(2 * 3_600_000));
    }
    const left = s.sim.vps.backups.map(({ id }) => id);
    expect(left).toEqual(expect.arrayContaining([1, 2, 3]));
  });

  test('one empty backup does not stop the rotation of another server', async () => {
    const there = three.map((one) => ({ ...one, id: one.id + 100, server_id: 12346 }));
    const s = scenario({
      backups: [...three, ...there],
      backupSizeMb: ({ serverId }) => (serverId === 12346 ? 0 : 4100),
    });
    await s.step({ ...CREATE, server_id: '12345,12346' });
    expect([...s.sim.vps.deleted].sort()).toEqual([1, 2, 3]);
  });
});

describe('rotated as usual', () => {
  test.each<[string, number | null, Record<string, string>]>([
    ['exactly max_shrink smaller', 2100, {}],
    ['of unknown size', null, {}],
    ['much larger', 90_000, {}],
    ['much smaller, with the test turned off', 5, { max_shrink: '100%' }],
  ])('%s', async (_, backupSizeMb, more) => {
    const s = scenario({ backups: three, backupSizeMb });
    const { failure, warnings } = await s.step({ ...CREATE, ...more });
    expect([failure, warnings]).toEqual([null, []]);
    expect(s.sim.vps.deleted).toEqual([1, 2, 3]);
  });

  test('0 MB is no sign of an empty one where no other has a size', async () => {
    const backups = three.map((one) => ({ ...one, size_mb: null }));
    const s = scenario({ backups, backupSizeMb: 0 });
    const { warnings } = await s.step(CREATE);
    expect(warnings).toEqual([]);
    // 0 MB is never the last completed one in scope, so 3 stays.
    expect(s.sim.vps.deleted).toEqual([1, 2]);
  });

  test('only the three before it, of its type and completed, are compared', async () => {
    const backups = [
      old(1, 90_000),
      ...three.map((one) => ({ ...one, id: one.id + 1, created_at: ago((10 - one.id) * DAY) })),
      old(9, 90_000, { backup_type: 'automatic', created_at: ago(DAY) }),
      old(10, 90_000, { status: 'failed', created_at: ago(DAY) }),
    ];
    const s = scenario({ backups, backupSizeMb: 2200 });
    const { warnings } = await s.step(CREATE);
    expect(warnings).toEqual([]);
  });

  test('empty ones are neither ranked nor deleted', async () => {
    const backups = [...three, old(4, 0), old(5, 0)];
    const s = scenario({ backups, backupSizeMb: 4100 });
    await s.step({ ...CREATE, keep_last: '2' });
    expect(s.sim.vps.deleted).toEqual([1, 2]);
  });

  test.each<[string, Partial<Dialect>]>([
    ['sizes are null', { nulls: 'null' }],
    ['sizes are missing', { nulls: 'missing' }],
  ])('%s', async (_, dialect) => {
    const s = scenario({ backups: three, dialect });
    const { warnings } = await s.step(CREATE);
    expect(warnings).toEqual([]);
    expect(s.sim.vps.deleted).toEqual([1, 2, 3]);
  });
});

test('a fourth of 40 % each time is warned of in each run', async () => {
  const s = scenario({ backups: three, dialect: { newSizes: 'shrinking' } });
  for (const runId of ['2001', '2002']) {
    const { warnings } = await s.step(CREATE, { run: { runId } });
    expect(warnings.join()).toContain('by more than max_shrink');
  }
  expect(s.requests('DELETE')).toEqual([]);
});
