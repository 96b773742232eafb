/** Where `latest` is refused. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, incompleteDialects } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, scenario } from '../support/harness.js';

const LATEST = { operation: 'restore', server_id: '12345', backup_id: 'latest' } as const;

/** The newest that may be picked is 101; each of the others is newer and must not be. */
const CANDIDATE: BackupSeed = { id: 101, created_at: ago(2 * DAY), description: marked() };

describe('latest is refused', () => {
  test('refuses where a row has no server: it may be the newest of this one', async () => {
    const s = scenario({
      backups: [CANDIDATE, { id: 102, created_at: ago(HOUR), hides: ['server'] }],
    });
    const { failure } = await s.step(LATEST);
    expect(failure).toBe(
      "Nothing was restored: the list of backups of server 12345 is incomplete (1 of its rows can't be read), so latest can't be determined. Try again later, or set backup_id to the id.",
    );
    expect(s.requests('POST')).toEqual([]);
  });

  const ROW_101 = '- 101: 2d old, run 900, commit 0123456: an older one';

  test.each<[string, BackupSeed, string, string]>([
    [
      'was made by the present run',
      { description: marked('create', { runId: '1000' }) },
      'latest, backup 102 (1h old), was made by this run, so it may hold the state to roll back.',
      '- 102: 1h old, run 1000, commit 0123456: made by this run',
    ],
    [
      'was made by another attempt of the present run',
      { description: marked('create', { runId: '1000', attempt: 3, sha: 'c0ffee00' }) },
      'latest, backup 102 (1h old), was made by this run, so it may hold the state to roll back.',
      '- 102: 1h old, run 1000, commit c0ffee0: made by this run',
    ],
    [
      'has expired, though its status says completed',
      { expires_at: ago(60_000), description: marked() },
      'latest, backup 102 (1h old), has expired.',
      '- 102: 1h old, run 900, commit 0123456: expired',
    ],
    [
      'has 0 MB',
      { size_mb: 0, description: marked('create', { runId: '901' }) },
      'latest, backup 102 (1h old), has 0 MB.',
      '- 102: 1h old, run 901, commit 0123456: 0 MB',
    ],
  ])('is refused where it %s, and named', async (_, ...[seed, problem, row]) => {
    const s = scenario({ backups: [CANDIDATE, { id: 102, created_at: ago(HOUR), ...seed }] });
    const { failure, outputs } = await s.step(LATEST);
    expect(failure).toBe(
      [
        `Nothing was restored: ${problem} If it is the right one, set backup_id: 102.`,
        row,
        ROW_101,
      ].join('\n'),
    );
    expect(s.requests('POST')).toEqual([]);
    expect(outputs).toMatchObject({ backup_id: '102', status: '' });
  });

  test.each<[string, string | null]>([
    ['without a date', null],
    ['of an unreadable date', 'yesterday'],
    ['of a date without a zone', ago(HOUR).replace('Z', '')],
    ['of the year 1', '0001-01-01T00:00:00Z'],
    ['of 1999', '1999-12-31T23:59:59Z'],
    ['dated 20 minutes ahead', ago(-20 * MINUTE)],
    ['dated 2099', '2099-01-01T00:00:00Z'],
  ])('is refused where one that passes the filters is %s', async (_, created_at) => {
    const undated = { id: 99, created_at, description: marked() };
    const s = scenario({ backups: [undated, CANDIDATE] });
    const { failure, warnings } = await s.step(LATEST);
    expect(failure).toMatch(
      /^Nothing was restored: backup 99 passes the filters of latest, but has no usable date\. If it is the right one, set backup_id: 99\.\n/,
    );
    expect(failure).toMatch(/^- 99: (no|unusable) date, run 900, commit 0123456: no usable date$/m);
    expect(s.requests('POST')).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  test('is refused where it is older than max_age, 7d by default', async () => {
    const s = scenario({ backups: [{ ...CANDIDATE, created_at: ago(7 * DAY + HOUR) }] });
    const { failure } = await s.step(LATEST);
    expect(failure).toBe(
      [
        'Nothing was restored: latest, backup 101 (7d old), is older than max_age (7d). If it is the right one, set backup_id: 101.',
        '- 101: 7d old, run 900, commit 0123456: too old',
      ].join('\n'),
    );
    expect(s.requests('POST')).toEqual([]);
    expect((await s.step({ ...LATEST, max_age: '8d' })).failure).toBeNull();
  });

  test('is refused on an incomplete list', async () => {
    const s = scenario({
      backups: [CANDIDATE, { id: 102, description: 'x' }],
      dialect: { capRowsAt: 1, order: 'newest' },
    });
    const { failure } = await s.step(LATEST);
    expect(failure).toBe(
      "Nothing was restored: the list of backups of server 12345 is incomplete (it shows 1 of 2), so latest can't be determined. Try again later, or set backup_id to the id.",
    );
    expect(s.requests('POST')).toEqual([]);
  });

  test.each(Object.entries(incompleteDialects))(
    'is refused on a list with %s',
    async (_, dialect) => {
      const rows = [1, 2, 3].map((n) => ({ ...CANDIDATE, id: 200 + n }));
      const s = scenario({ backups: rows, dialect });
      expect((await s.step(LATEST)).failure).toMatch(/^Nothing was restored: the list of backups/);
      expect(s.requests('POST')).toEqual([]);
    },
  );

  test('is refused where there is none', async () => {
    const s = scenario({ backups: [{ id: 102, description: 'by hand' }] });
    const { failure } = await s.step(LATEST);
    expect(failure).toMatch(
      /^Nothing was restored: no backup of server 12345 passes the filters of latest\./,
    );
  });
});
