/** `check`: outputs, warnings, clocks and incomplete lists. */
import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  harmlessDialects,
  incompleteDialects,
  type SimulatorOptions,
  scenarios,
} from '../../simulator/index.js';
import { ago, DAY, HOUR, marked } from '../support/harness.js';
import { START } from '../support/virtual-clock.js';
import { aged, checkOf, REMEDY, TWO } from './check-steps.js';

describe('one server', () => {
  test('fresh: ok', async () => {
    const { failure, warnings, outputs, checks, requests, text } = await checkOf({
      backups: aged(2, 26, 50, 74),
    });
    expect([failure, warnings]).toEqual([null, []]);
    expect(outputs).toMatchObject({
      status: 'ok',
      backup_id: '101',
      backup_ids: '[101]',
      server_id: '12345',
      created_at: ago(2 * HOUR),
      size_mb: '4000',
      slots_used: '4',
    });
    expect(checks).toEqual([
      {
        server_id: 12345,
        ok: true,
        problems: [],
        backup_id: 101,
        age_seconds: 7_200,
        size_mb: 4_000,
        previous_size_mb: 3_999,
        completed: 4,
        slots_used: 4,
      },
    ]);
    expect(requests()).toEqual(['GET /backups/?server_id=12345']);
    expect(text).toBe(
      [
        'Checking backups of server 12345 (max_age 26h, max_shrink 50%, min_backups 1, scope server)',
        'Server 12345 (web-server-01): ok (newest backup 2h old, 4.0 GB)',
      ].join('\n'),
    );
  });

  test('stale', async () => {
    const { failure, outputs, checks } = await checkOf({ backups: aged(31, 55) });
    expect(failure).toBe(
      `The check failed for 1 of 1 server. ${REMEDY}\n- server 12345 (web-server-01): newest backup 101 is 31h old (max_age 26h)`,
    );
    expect(outputs).toMatchObject({ status: 'failed', backup_id: '101' });
    expect(checks).toMatchObject([
      { ok: false, problems: ['newest backup 101 is 31h old (max_age 26h)'], age_seconds: 111_600 },
    ]);
  });

  test('an unknown size is null, never zero', async () => {
    const backups = [{ id: 201, created_at: ago(HOUR), size_mb: null }, ...aged(26)];
    const { checks, outputs } = await checkOf({ backups });
    expect(checks).toMatchObject([{ size_mb: null, previous_size_mb: 4_000, completed: 2 }]);
    expect(outputs.size_mb).toBe('');
  });

  test('filters hold for all but slots_used', async () => {
    const backups: BackupSeed[] = [
      ...aged(1, 2, 3),
      { id: 201, created_at: ago(4 * HOUR), backup_type: 'automatic', size_mb: 7_000 },
    ];
    const { checks } = await checkOf({ backups }, { backup_type: 'automatic' });
    expect(checks).toMatchObject([
      { ok: true, backup_id: 201, previous_size_mb: null, completed: 1, slots_used: 3 },
    ]);
  });

  test.each([
    ['20h', 0],
    ['21h', 1],
    ['26h', 1],
  ])('80 %% of max_age is a warning, not a failure: %s', async (age, count) => {
    const { failure, warnings, outputs } = await checkOf({
      backups: aged(Number.parseInt(age, 10)),
    });
    expect([failure, outputs.status, warnings.length]).toEqual([null, 'ok', count]);
    if (count > 0) {
      expect(warnings).toEqual([
        `Server 12345 (web-server-01): newest backup 101 is ${age} old, over 80% of max_age 26h.`,
      ]);
    }
  });

  test('no free slot is a warning, not a failure', async () => {
    const { failure, warnings } = await checkOf(
      { backups: scenarios.full(START) },
      { max_age: '7d' },
    );
    expect(failure).toBeNull();
    expect(warnings).toEqual(['Server 12345 (web-server-01): no free slot: 10 of 10 are used.']);
  });

  test('undated rows are counted in a warning', async () => {
    const { warnings } = await checkOf({ backups: [...aged(1), { id: 201, created_at: null }] });
    expect(warnings).toEqual([
      expect.stringMatching(/^1 backup without a usable date \(backup 201 /),
    ]);
  });

  test.each(['stale', 'shrunk', 'empty'] as const)(
    'the simulator’s scenario fails: %s',
    async (name) => {
      const { outputs } = await checkOf({ backups: scenarios[name](START) });
      expect(outputs.status).toBe('failed');
    },
  );

  test.each([-2 * DAY, -3 * HOUR, 3 * HOUR, 20 * DAY])(
    "ages are measured on the API's clock: %d ms off",
    async (clockSkewMs) => {
      const { checks } = await checkOf({ backups: aged(2), dialect: { clockSkewMs } });
      expect(checks).toMatchObject([{ ok: true, age_seconds: 7_200 }]);
    },
  );
});

describe('an incomplete list', () => {
  test.each(Object.entries(incompleteDialects))('fails: %s', async (_, dialect) => {
    const { failure, outputs, checks, warnings } = await checkOf({
      backups: aged(1, 2, 3),
      dialect,
    });
    expect(failure).toMatch(/its list of backups is incomplete \(.+\)/);
    expect(outputs.status).toBe('failed');
    expect(checks).toMatchObject([{ ok: false, slots_used: null }]);
    expect(warnings).toHaveLength(1);
  });

  test('shows no absence, and no newest one', async () => {
    const { checks, outputs } = await checkOf(
      { backups: aged(1, 200, 300), dialect: { capRowsAt: 2, order: 'oldest' } },
      { min_backups: '3' },
    );
    // The fresh one is not shown: "stale" or "too few" would be wrong.
    expect(checks).toEqual([
      {
        server_id: 12345,
        ok: false,
        problems: ['its list of backups is incomplete (it shows 2 of 3)'],
        backup_id: null,
        age_seconds: null,
        size_mb: null,
        previous_size_mb: null,
        completed: 0,
        slots_used: null,
      },
    ]);
    expect(outputs.backup_id).toBe('');
  });
});

describe('the verdict is the same in every dialect that hides nothing', () => {
  const backups: BackupSeed[] = [
    { id: 101, created_at: ago(3 * HOUR), description: marked() },
    { id: 102, created_at: ago(30 * HOUR), description: marked('safety') },
    { id: 103, created_at: ago(50 * HOUR), backup_type: 'automatic' },
    { id: 104, created_at: ago(28 * HOUR), status: 'in_progress', description: marked() },
    { id: 201, created_at: ago(40 * HOUR), server_id: 12346 },
    { id: 202, created_at: ago(2 * HOUR), server_id: 12346, status: 'failed' },
  ];
  const verdictIn = async (dialect: SimulatorOptions['dialect']) => {
    const { checks, outputs } = await checkOf({ backups, dialect: dialect ?? {} }, TWO);
    // A host that stamps rows may be minutes off: ages differ by that.
    const withoutAges = (problem: string) => problem.replace(/\d+h(\d+m)?(?= old| \(limit)/, 'AGE');
    const verdicts = checks.map(({ size_mb, previous_size_mb, problems, ...rest }) => {
      return { ...rest, problems: (problems as string[]).map(withoutAges) };
    });
    return { verdicts, status: outputs.status, backup_ids: outputs.backup_ids };
  };
  const PLAIN = {
    status: 'failed',
    backup_ids: '[101,201]',
    verdicts: [
      {
        ...{ server_id: 12345, ok: false, backup_id: 101, completed: 3, slots_used: 3 },
        problems: ['backup 104 has been pending for AGE (limit 24h)'],
      },
      {
        ...{ server_id: 12346, ok: false, backup_id: 201, completed: 1, slots_used: 2 },
        problems: ['newest backup 201 is AGE old (max_age 26h)'],
      },
    ],
  };

  test.each(Object.entries(harmlessDialects))('%s', async (_, dialect) => {
    expect(await verdictIn(dialect)).toMatchObject(PLAIN);
  });
});
