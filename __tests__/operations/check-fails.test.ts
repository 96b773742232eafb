/** What makes `check` fail. */
import { describe, expect, test } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';
import { aged, checkOf, REMEDY } from './check-steps.js';

/** The error of one failing server of one. */
function failureOf(...problems: string[]): string {
  return [
    'The check failed for 1 of 1 server.',
    `- server 12345 (web-server-01): ${problems.join('; ')}`,
  ].join('\n');
}

describe('check fails', () => {
  test.each<[string, SimulatorOptions, StepInputs, string[]]>([
    [
      'no backup at all',
      { backups: [] },
      {},
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'only failed ones',
      { backups: aged(1, 2).map((one) => ({ ...one, status: 'failed' })) },
      {},
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'only one in progress',
      { backups: [{ ...aged(1)[0], status: 'in_progress' }] },
      {},
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'too few',
      { backups: aged(1, 2) },
      { min_backups: '3' },
      ['2 completed backups with data (min_backups 3)'],
    ],
    [
      'too few, as those of 0 MB do not count',
      { backups: [...aged(1, 2), { id: 201, created_at: ago(DAY), size_mb: 0 }] },
      { min_backups: '3' },
      ['2 completed backups with data (min_backups 3)'],
    ],
    [
      'a newest one of 0 MB',
      { backups: [{ id: 201, created_at: ago(HOUR), size_mb: 0 }, ...aged(2, 26)] },
      {},
      ['newest backup 201 has 0 MB'],
    ],
    [
      'an only one of 0 MB',
      { backups: [{ id: 201, created_at: ago(HOUR), size_mb: 0 }] },
      {},
      ['0 completed backups with data (min_backups 1)', 'newest backup 201 has 0 MB'],
    ],
    [
      'smaller by 51 %',
      {
        backups: [
          { id: 201, created_at: ago(HOUR), size_mb: 490 },
          { ...aged(26)[0], size_mb: 1_000 },
        ],
      },
      {},
      ['newest backup 201 has 490 MB, 51% smaller than 1.0 GB before (max_shrink 50%)'],
    ],
    [
      'smaller by more than a part of a percent',
      {
        backups: [9_950, 10_000].map((size_mb, n) => ({
          id: 201 + n,
          created_at: ago((1 + 24 * n) * HOUR),
          size_mb,
        })),
      },
      { max_shrink: '0.4%' },
      ['newest backup 201 has 9.9 GB, 0.5% smaller than 10.0 GB before (max_shrink 0.4%)'],
    ],
    [
      'smaller than the largest of the three before it',
      {
        backups: [400, 500, 900, 450, 8_000].map((size_mb, n) => ({
          id: 201 + n,
          created_at: ago((1 + 24 * n) * HOUR),
          size_mb,
        })),
      },
      {},
      ['newest backup 201 has 400 MB, 55.6% smaller than 900 MB before (max_shrink 50%)'],
    ],
    [
      'an undated one only',
      { backups: [{ id: 201, created_at: null }] },
      {},
      ['no completed backup within max_age 26h: backup 201 has no usable date'],
    ],
    [
      'one dated in the future only',
      { backups: [{ id: 201, created_at: ago(-2 * DAY) }] },
      {},
      ['no completed backup within max_age 26h: backup 201 has no usable date'],
    ],
    [
      'an own one in progress for 25 hours',
      {
        backups: [
          ...aged(1),
          { id: 201, created_at: ago(25 * HOUR), status: 'in_progress', description: marked() },
        ],
      },
      {},
      ['backup 201 has been pending for 25h (limit 24h)'],
    ],
    [
      'an own one pending under any word',
      {
        backups: [
          ...aged(1),
          { id: 201, created_at: ago(9 * DAY), status: 'queued', description: marked('safety') },
        ],
      },
      {},
      ['backup 201 has been pending for 9d (limit 24h)'],
    ],
    [
      'only an expired one',
      { backups: [{ ...aged(1)[0], expires_at: ago(MINUTE) }] },
      {},
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'fresh ones of another type only',
      { backups: [...aged(1), { id: 201, created_at: ago(DAY * 2), backup_type: 'automatic' }] },
      { backup_type: 'automatic' },
      ['newest backup 201 is 2d old (max_age 26h)'],
    ],
    [
      'fresh ones out of scope only',
      { backups: aged(1) },
      { scope: 'repository' },
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'fresh ones that do not match only',
      { backups: aged(1) },
      { match: 'nightly' },
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
  ])('fails: %s', async (_, ...[options, inputs, problems]) => {
    const { failure, outputs, checks } = await checkOf(options, inputs);
    expect(outputs.status).toBe('failed');
    expect(checks).toMatchObject([{ server_id: 12345, ok: false, problems }]);
    expect(failure?.replace(` ${REMEDY}`, '').replace('12345:', '12345 (web-server-01):')).toBe(
      failureOf(...problems),
    );
  });
});

test('an own backup that hangs is certain in an incomplete list, too', async () => {
  const s = scenario({
    backups: [
      { id: 1, created_at: ago(40 * HOUR) },
      { id: 2, created_at: ago(30 * HOUR), status: 'in_progress', description: marked() },
    ],
    dialect: { capRowsAt: 1, order: 'newest' },
  });
  const { outputs } = await s.step({ operation: 'check', server_id: '12345' });
  expect(JSON.parse(outputs.checks ?? '')[0].problems).toEqual([
    'its list of backups is incomplete (it shows 1 of 2)',
    'backup 2 has been pending for 30h (limit 24h)',
  ]);
});
