/** Many runs on one server, and how many slots are used. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

describe('many runs on one server', () => {
  const deploy = (n: number) =>
    [
      { operation: 'create', server_id: '12345', keep_last: '5' },
      { run: { runId: String(3000 + n) } },
    ] as const;

  test('eleven deploys in an hour with keep_last: 5 all succeed', async () => {
    const s = scenario({});
    for (let n = 0; n < 11; n++) {
      const [inputs, options] = deploy(n);
      const { failure } = await s.step(inputs, options);
      expect(failure).toBeNull();
      await s.clock.settle(s.clock.sleep(5 * MINUTE));
    }
    expect(s.sim.unexpected).toEqual([]);
  });

  const five = 'CCCCC';
  const twelve = 'RRRRRRRRRRRR';
  test.each([
    `${five}${twelve}`,
    `C${twelve}CCCC`,
    'CRRCRRCRRCRRCRRRR',
    'CCRRRRRRCRRRRRRCC',
    'CRRRRRRRRRRRRCCCC',
  ])(
    'creates (C) and rollbacks with a safety backup (R), a quarter of an hour apart: %s',
    async (order) => {
      for (const apart of [15 * MINUTE, 40 * MINUTE, 3 * HOUR]) {
        const s = scenario({});
        for (const [n, kind] of [...order].entries()) {
          const rollback = {
            operation: 'restore',
            server_id: '12345',
            backup_id: 'latest',
            safety_backup: 'true',
          };
          const [inputs, options] = deploy(n);
          const { failure } = await s.step(kind === 'C' ? inputs : rollback, options);
          expect(failure).toBeNull();
          await s.clock.settle(s.clock.sleep(apart));
        }
      }
    },
  );
});

describe('slots_used', () => {
  const count = (n: number, more: BackupSeed = {}) =>
    Array.from({ length: n }, (_, i) => ({ id: i + 1, created_at: ago((20 - i) * DAY), ...more }));
  const create = (more: StepInputs = {}) => ({ operation: 'create', server_id: '12345', ...more });

  test.each<[number, StepInputs, string[]]>([
    [7, {}, []],
    [
      8,
      {},
      [
        'Server 12345 uses 9 of 10 slots for manual backups: one is free. Set keep_last, or run operation: prune.',
      ],
    ],
    [8, { keep_last: '5' }, []],
    [
      9,
      {},
      [
        'Server 12345 uses 10 of 10 slots for manual backups: the next create needs a free one. Set keep_last, or run operation: prune.',
      ],
    ],
  ])('%d were used before: output, log and warning', async (before, inputs, expected) => {
    const s = scenario({ backups: count(before) });
    const { outputs, warnings, text } = await s.step(create(inputs));
    expect(outputs.slots_used).toBe(String(before + 1));
    expect(text).toContain(`Server 12345: ${before + 1} of 10 slots`);
    expect(warnings).toEqual(expected);
  });

  test('at 10 with keep_last the warning does not advise to set it', async () => {
    const s = scenario({ backups: count(9) });
    const { warnings } = await s.step(create({ keep_last: '5' }));
    expect(warnings).toEqual([
      'Server 12345 uses 10 of 10 slots for manual backups: the next create needs a free one. Run operation: prune.',
    ]);
  });

  test('automatic and deleted ones use none, failed ones do', async () => {
    const backups = [
      ...count(2),
      { id: 11, backup_type: 'automatic' },
      { id: 12, status: 'deleted' },
      { id: 13, status: 'failed' },
    ];
    const { outputs } = await scenario({ backups }).step(create());
    expect(outputs.slots_used).toBe('4');
  });

  test.each([
    ['fails', { backupOutcome: 'failed' }, '4'],
    ['is not finished in time', { backupDurationMs: DAY }, '4'],
  ])('the backup %s: the last list counts', async (_, options, used) => {
    const s = scenario({ backups: count(3), ...options });
    const { failure, outputs } = await s.step(create({ wait_timeout: '2m' }));
    expect(failure).not.toBeNull();
    expect(outputs.slots_used).toBe(used);
  });

  test('what rotation deleted is not counted', async () => {
    const s = scenario({ backups: count(5, { description: marked() }) });
    const { outputs } = await s.step(create({ keep_last: '2' }));
    expect(outputs).toMatchObject({ slots_used: '2', deleted_ids: '[1,2,3,4]' });
  });

  test('with an incomplete list it is empty', async () => {
    const s = scenario({ backups: count(5), dialect: { capRowsAt: 3, order: 'newest' } });
    const { outputs } = await s.step(create());
    expect(outputs.slots_used).toBe('');
  });
});

test('delete of the last backup of a server, proven by a list of all that mentions it no more', async () => {
  const s = scenario({ backups: [{ id: 1 }], dialect: { deleteAnswer: '202 empty' } });
  const { outputs } = await s.step({ operation: 'delete', backup_id: '1' });
  expect(outputs).toMatchObject({ deleted_ids: '[1]', slots_used: '0' });
});

test('delete of an automatic backup frees no slot, though no list shows that it is gone', async () => {
  const s = scenario({
    backups: [{ id: 1 }, { id: 2 }, { id: 3, backup_type: 'automatic' }],
    faults: [on.get.backups.from(2).status(500)],
  });
  const { outputs } = await s.step({ operation: 'delete', server_id: '12345', backup_id: '3' });
  expect(s.sim.vps.deleted).toEqual([3]);
  expect(outputs.slots_used).toBe('2');
});
