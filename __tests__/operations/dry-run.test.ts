import { describe, expect, test } from '@jest/globals';
import type { BackupSeed } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

const backups: BackupSeed[] = Array.from({ length: 10 }, (_, n) => ({
  id: 101 + n,
  created_at: ago((12 - n) * DAY),
  description: marked(),
}));

interface Plan {
  readonly inputs: StepInputs;
  readonly wouldDelete: readonly number[];
  readonly logged: RegExp;
}

describe('dry_run sends only GET requests, and logs what would change', () => {
  test.each<[string, Plan]>([
    [
      'create',
      {
        inputs: { operation: 'create' },
        wouldDelete: [],
        logged: /Would create a backup of server 12345: "Before Deploy #7 by mona \[gha octo/,
      },
    ],
    [
      'create with keep_last, on a full server',
      {
        inputs: { operation: 'create', keep_last: '8' },
        wouldDelete: [101, 102, 103],
        logged: /Would create a backup/,
      },
    ],
    [
      'create with keep_last, wait: false',
      {
        inputs: { operation: 'create', keep_last: '8', wait: 'false' },
        wouldDelete: [101],
        logged: /Would create a backup/,
      },
    ],
    [
      'restore',
      {
        inputs: { operation: 'restore', backup_id: '105', safety_backup: 'true' },
        wouldDelete: [],
        logged: /safety backup.*Would restore backup 105/s,
      },
    ],
    [
      'restore latest',
      {
        inputs: { operation: 'restore', backup_id: 'latest' },
        wouldDelete: [],
        logged: /Would restore backup 110/,
      },
    ],
    [
      'delete',
      {
        inputs: { operation: 'delete', backup_id: '102,101' },
        wouldDelete: [102, 101],
        logged: /Would delete backup 102/,
      },
    ],
    [
      'prune',
      {
        inputs: { operation: 'prune', keep_last: '7' },
        wouldDelete: [101, 102, 103],
        logged: /Would delete backup 101/,
      },
    ],
  ])('%s', async (_, { inputs, wouldDelete, logged }) => {
    const s = scenario({ backups });
    const { failure, outputs, text } = await s.step({
      ...inputs,
      server_id: '12345',
      dry_run: 'true',
    });
    expect(failure).toBeNull();
    expect(s.sim.requests.filter((one) => one.method !== 'GET')).toEqual([]);
    expect(outputs).toMatchObject({ status: 'dry_run', deleted_ids: '[]' });
    expect(JSON.parse(outputs.would_delete_ids ?? '')).toEqual(wouldDelete);
    expect(text).toMatch(logged);
    expect(s.sim.vps.backups).toHaveLength(10);
  });

  test('it would delete exactly what then is deleted', async () => {
    for (const inputs of [
      { operation: 'prune', keep_last: '4' },
      { operation: 'create', keep_last: '6' },
    ]) {
      const s = scenario({ backups });
      const given = { ...inputs, server_id: '12345' };
      const preview = await s.step({ ...given, dry_run: 'true' });
      const real = await s.step(given);
      expect(real.outputs.deleted_ids).toBe(preview.outputs.would_delete_ids);
    }
  });

  test('refusals are the same as without', async () => {
    const s = scenario({ backups });
    for (const inputs of [
      { operation: 'restore', server_id: '12345', backup_id: '999' },
      { operation: 'delete', backup_id: '999' },
    ]) {
      expect((await s.step({ ...inputs, dry_run: 'true' })).failure).toMatch(/^Nothing was/);
    }
    const incomplete = scenario({ backups, dialect: { capRowsAt: 3 } });
    expect(
      (
        await incomplete.step({
          operation: 'prune',
          server_id: '12345',
          keep_last: '1',
          dry_run: 'true',
        })
      ).failure,
    ).toContain('incomplete');
  });

  test('a full server on which none may be deleted: the request would be rejected', async () => {
    const s = scenario({ backups: backups.map((one) => ({ ...one, description: 'by hand' })) });
    const { failure, warnings, outputs } = await s.step({
      operation: 'create',
      server_id: '12345',
      keep_last: '3',
      dry_run: 'true',
    });
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      'Server 12345 uses 10 of 10 slots: the request would be rejected, and nothing may be deleted.',
    ]);
    expect(outputs.would_delete_ids).toBe('[]');
  });

  test('a restore is refused while another is in progress, as without dry_run', async () => {
    const s = scenario({ backups, servers: [{ id: 12345, status: 'restoring' }] });
    const { failure } = await s.step({
      operation: 'restore',
      server_id: '12345',
      backup_id: '101',
      dry_run: 'true',
    });
    expect(failure).toMatch(
      /^Nothing was restored: a restore of server 12345 is already in progress\./,
    );
  });

  test.each([
    [
      '3',
      [
        'What keep_last would delete on server 12345 is not known, because its list is incomplete. Nothing would be deleted.',
      ],
    ],
    ['', []],
  ])('an incomplete list with keep_last: "%s"', async (keep_last, expected) => {
    const s = scenario({ backups: [...backups, {}, {}], dialect: { capRowsAt: 10 } });
    const { warnings } = await s.step({
      operation: 'create',
      server_id: '12345',
      keep_last,
      dry_run: 'true',
    });
    expect(warnings).toEqual([
      'The list of backups of server 12345 is incomplete: it shows 10 of 12.',
      ...expected,
    ]);
  });

  test('a backup that would be reused is named', async () => {
    const s = scenario({
      backups: [
        { id: 101, description: marked('create', { runId: '1000' }), created_at: ago(DAY) },
      ],
    });
    const inputs = {
      operation: 'create',
      server_id: '12345',
      reuse_on_rerun: 'true',
      dry_run: 'true',
    };
    const { outputs } = await s.step(inputs, { run: { attempt: 2 } });
    expect(outputs).toMatchObject({ status: 'dry_run', reused: 'true', backup_id: '101' });
  });

  test.each([
    ['completed', {}],
    ['in progress', { duration_ms: HOUR }],
  ])(
    'one that would be reused is %s, on a full server: it counts, and no slot is freed',
    async (_, more) => {
      const reused = {
        id: 110,
        created_at: ago(MINUTE),
        description: marked('create', { runId: '1000' }),
        ...more,
      };
      const inputs = {
        operation: 'create',
        server_id: '12345',
        keep_last: '2',
        reuse_on_rerun: 'true',
      };
      const s = scenario({ backups: [...backups.slice(0, 9), reused] });
      const rerun = { run: { attempt: 2 } };
      const plan = await s.step({ ...inputs, dry_run: 'true' }, rerun);
      expect(plan.warnings).toEqual([]);
      const kept = plan.report.decisions.get(12345)?.filter(({ action }) => action === 'keep');
      expect(kept?.map(({ backup, reason }) => [backup.id, reason])).toEqual([
        [109, 'number 2 of the newest 2'],
      ]);
      const real = await s.step(inputs, rerun);
      expect(real.outputs.deleted_ids).toBe(plan.outputs.would_delete_ids);
    },
  );
});
