/** What `check` lets pass. */
import { describe, expect, test } from '@jest/globals';
import type { BackupSeed } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs } from '../support/harness.js';
import { aged, checkOf } from './check-steps.js';

describe('check passes', () => {
  test.each<[string, BackupSeed[], StepInputs]>([
    [
      'smaller by 49 %',
      [
        { id: 201, created_at: ago(HOUR), size_mb: 510 },
        { ...aged(26)[0], size_mb: 1_000 },
      ],
      {},
    ],
    [
      'smaller by 50 %',
      [
        { id: 201, created_at: ago(HOUR), size_mb: 500 },
        { ...aged(26)[0], size_mb: 1_000 },
      ],
      {},
    ],
    [
      'smaller than others, but not by type',
      [
        { id: 201, created_at: ago(HOUR), size_mb: 10 },
        { ...aged(26)[0], size_mb: 1_000, backup_type: 'automatic' },
      ],
      {},
    ],
    [
      'smaller than one that expired',
      [
        { id: 201, created_at: ago(HOUR), size_mb: 10 },
        { ...aged(26)[0], size_mb: 1_000, expires_at: ago(MINUTE) },
      ],
      {},
    ],
    [
      'far smaller, with max_shrink: 100%',
      [{ id: 201, created_at: ago(HOUR), size_mb: 1 }, ...aged(26)],
      { max_shrink: '100%' },
    ],
    [
      '0 MB, with max_shrink: 100%',
      [{ id: 201, created_at: ago(HOUR), size_mb: 0 }, ...aged(26)],
      { max_shrink: '100%' },
    ],
    ['unknown sizes', aged(1, 26).map((one) => ({ ...one, size_mb: null })), {}],
    [
      'an unknown size after known ones',
      [{ id: 201, created_at: ago(HOUR), size_mb: null }, ...aged(26)],
      {},
    ],
    ['exactly max_age', aged(26), { max_age: '26h' }],
    [
      'a safety backup counts',
      [{ ...aged(1)[0], description: marked('safety') }],
      { scope: 'repository' },
    ],
    ['an automatic one counts', [{ ...aged(1)[0], backup_type: 'automatic' }], {}],
    [
      'someone else’s is pending for days',
      [
        ...aged(1),
        { id: 201, created_at: ago(9 * DAY), status: 'in_progress', description: 'by hand' },
      ],
      {},
    ],
    [
      'an own one is in progress for 23 hours',
      [
        ...aged(1),
        { id: 201, created_at: ago(23 * HOUR), status: 'in_progress', description: marked() },
      ],
      {},
    ],
    ['an undated one beside', [...aged(1), { id: 201, created_at: null }], {}],
  ])('is ok: %s', async (_, backups, inputs) => {
    const { failure, outputs, checks } = await checkOf({ backups }, inputs);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('ok');
    expect(checks).toMatchObject([{ ok: true, problems: [] }]);
  });
});
