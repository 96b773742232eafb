/** Which backup `latest` is. */
import { describe, expect, test } from '@jest/globals';
import type { BackupSeed } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

const LATEST = { operation: 'restore', server_id: '12345', backup_id: 'latest' } as const;

/** The newest that may be picked is 101; each of the others is newer and must not be. */
const CANDIDATE: BackupSeed = { id: 101, created_at: ago(2 * DAY), description: marked() };

describe('latest', () => {
  test.each<[string, BackupSeed]>([
    ['failed', { status: 'failed', description: marked() }],
    ['unfinished', { status: 'in_progress', description: marked() }],
    ["another server's", { server_id: 12346, description: marked() }],
    ["another repository's", { description: marked('create', { repositoryId: '43' }) }],
    ['a hand-made one', { description: 'by hand' }],
    ['an automatic one', { backup_type: 'automatic' }],
    ['a safety backup', { description: marked('safety') }],
    ['one with text after the marker', { description: `${marked()} x` }],
  ])('never picks %s', async (_, seed) => {
    for (const dialect of [{}, { ignoreServerFilter: true, ignoreTypeFilter: true }]) {
      const s = scenario({
        backups: [CANDIDATE, { id: 102, created_at: ago(HOUR), ...seed }],
        dialect,
      });
      const { failure } = await s.step(LATEST);
      expect(failure).toBeNull();
      expect(s.sim.vps.restores.map((one) => one.backupId)).toEqual([101]);
    }
  });

  test('is the newest by date, then by id', async () => {
    const backups = [150, 149, 103, 151].map((id) => ({
      id,
      created_at: ago(id === 103 ? HOUR : DAY),
      description: marked(),
    }));
    const s = scenario({ backups });
    const { outputs } = await s.step(LATEST);
    expect(outputs.backup_id).toBe('103');
    const same = scenario({ backups: backups.map((one) => ({ ...one, created_at: ago(DAY) })) });
    expect((await same.step(LATEST)).outputs.backup_id).toBe('151');
  });

  test('is not refused for an undated one that does not pass the filters', async () => {
    const others: BackupSeed[] = [
      { id: 102, created_at: null, description: 'by hand' },
      { id: 103, created_at: null, description: marked(), status: 'failed' },
      { id: 104, created_at: null, description: marked('safety') },
    ];
    const s = scenario({ backups: [CANDIDATE, ...others] });
    expect((await s.step(LATEST)).outputs.backup_id).toBe('101');
  });

  test('a date up to 15 minutes ahead of the API is a date', async () => {
    const s = scenario({
      backups: [CANDIDATE, { id: 102, created_at: ago(-14 * MINUTE), description: marked() }],
    });
    expect((await s.step(LATEST)).outputs.backup_id).toBe('102');
  });

  test.each([-20 * DAY, -2 * HOUR, 2 * HOUR, 8 * DAY])(
    "ages are measured on the API's clock: %d ms off",
    async (clockSkewMs) => {
      const s = scenario({ backups: [CANDIDATE], dialect: { clockSkewMs } });
      // Seeds are written by the true clock, and shown by the API's: both shift together.
      const { failure, warnings } = await s.step({ ...LATEST, max_age: '47h' });
      expect(failure).toMatch('latest, backup 101 (2d old), is older than max_age (47h).');
      expect(warnings.join()).toMatch("ages are measured on the API's");
      expect((await s.step({ ...LATEST, max_age: '49h' })).failure).toBeNull();
    },
  );

  test('the newest five candidates are named, each with why it was not taken', async () => {
    const backups: BackupSeed[] = [
      { id: 101, created_at: ago(6 * DAY), description: 'left out: the sixth' },
      { id: 102, created_at: ago(5 * DAY), description: 'by hand, before the move' },
      { id: 103, created_at: ago(4 * DAY), description: marked('create', { repositoryId: '43' }) },
      { id: 104, created_at: ago(3 * DAY), description: marked('safety', { runId: '77' }) },
      { id: 105, created_at: ago(2 * DAY), description: marked(), status: 'error' },
      { id: 106, created_at: ago(DAY), description: marked(), backup_type: 'automatic' },
    ];
    const s = scenario({ backups });
    const { failure } = await s.step({ ...LATEST, backup_type: 'manual' });
    expect(failure).toBe(
      [
        'Nothing was restored: no backup of server 12345 passes the filters of latest. Set backup_id to an id (operation: list), or set scope: server.',
        '- 106: 24h old, run 900, commit 0123456: another type',
        '- 105: 2d old, run 900, commit 0123456: not completed',
        '- 104: 3d old, run 77, commit 0123456: a safety backup',
        '- 103: 4d old, run 900, commit 0123456: not made by this repository',
        '- 102: 5d old, by hand, before the move: not made by this repository',
      ].join('\n'),
    );
  });

  test('is never an older one because a row vanished between two pages', async () => {
    const rows = [4, 3, 2, 1, 5].map((days, n) => ({
      id: 101 + n,
      created_at: ago(days * DAY),
      description: marked(),
    }));
    const s = scenario({
      backups: rows,
      dialect: { pageSize: 3, order: 'id' },
      onOutcome: () => {
        // The newest, 104, moves from the second page to the first, which has been read; 105 is older.
        if (s.sim.vps.backup(101)) s.sim.vps.removeBackup(101);
      },
    });
    await s.step(LATEST);
    expect(s.sim.vps.restores.filter((one) => one.backupId !== 104)).toEqual([]);
  });

  test.each<[string, StepInputs, string]>([
    ['latest', {}, 'scope repository, any type, max_age 7d'],
    [
      'latest',
      { scope: 'server', backup_type: 'manual', max_age: '30d', match: 'before deploy' },
      'scope server, manual type, max_age 30d, match "before deploy"',
    ],
    ['last_good', { match: 'v2' }, 'scope repository, any type, max_age 7d, match "v2"'],
  ])('the filters in effect are logged: %s, %j', async (backup_id, inputs, filters) => {
    const s = scenario({ backups: [CANDIDATE] });
    const { log } = await s.step({ ...LATEST, backup_id, ...inputs });
    expect(log[1]?.line).toBe(`Filters of ${backup_id}: ${filters}`);
  });

  test('match picks among descriptions, whatever the case', async () => {
    const newer = {
      id: 102,
      created_at: ago(HOUR),
      description: marked('create', { text: 'nightly' }),
    };
    const s = scenario({
      backups: [{ ...CANDIDATE, description: marked('create', { text: 'Release 7' }) }, newer],
    });
    const { outputs } = await s.step({ ...LATEST, match: 'RELEASE' });
    expect(outputs.backup_id).toBe('101');
  });

  test('scope: server takes any but marked safety backups, whosever', async () => {
    const backups: BackupSeed[] = [
      CANDIDATE,
      { id: 102, created_at: ago(10 * HOUR), description: 'by hand' },
      { id: 103, created_at: ago(HOUR), description: marked('safety', { repositoryId: '43' }) },
    ];
    const s = scenario({ backups });
    const { outputs } = await s.step({ ...LATEST, scope: 'server' });
    expect(outputs.backup_id).toBe('102');
  });

  test('scope: server with backup_type', async () => {
    const backups: BackupSeed[] = [
      CANDIDATE,
      { id: 102, created_at: ago(10 * HOUR), backup_type: 'automatic' },
    ];
    const s = scenario({
      backups: [...backups, { id: 103, created_at: ago(HOUR), description: 'by hand' }],
    });
    expect(
      (await s.step({ ...LATEST, scope: 'server', backup_type: 'automatic' })).outputs.backup_id,
    ).toBe('102');
  });
});
