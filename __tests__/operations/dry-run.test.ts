import { describe, expect, test } from '@jest/globals';
import type { BackupSeed } from '../../simulator/index.js';
import { ago, DAY, marked, type StepInputs, scenario } from '../support/harness.js';

const backups: BackupSeed[] = Array.from({ length: 10 }, (_, n) => ({
  id: 101 + n,
  created_at: ago((12 - n) * DAY),
  description: marked(),
}));

describe('dry_run sends only GETs, and says what would be sent', () => {
  test.each<[string, StepInputs, number[], RegExp]>([
    ['create', { operation: 'create' }, [], /Would start a backup of server 12345/],
    [
      'create with keep_last, on a full server',
      { operation: 'create', keep_last: '8' },
      [101, 102, 103],
      /Would start a backup/,
    ],
    [
      'create with keep_last, wait: false',
      { operation: 'create', keep_last: '8', wait: 'false' },
      [101],
      /Would start a backup/,
    ],
    [
      'restore',
      { operation: 'restore', backup_id: '105', safety_backup: 'true' },
      [],
      /safety backup.*Would restore backup 105/s,
    ],
    [
      'restore latest',
      { operation: 'restore', backup_id: 'latest' },
      [],
      /Would restore backup 110/,
    ],
    [
      'delete',
      { operation: 'delete', backup_id: '102,101' },
      [102, 101],
      /Would delete backup 102/,
    ],
    ['prune', { operation: 'prune', keep_last: '7' }, [101, 102, 103], /Would delete backup 101/],
  ])('%s', async (_, inputs, wouldGo, said) => {
    const s = scenario({ backups });
    const { failure, outputs, text } = await s.step({
      ...inputs,
      server_id: '12345',
      dry_run: 'true',
    });
    expect(failure).toBeNull();
    expect(s.sim.requests.filter((one) => one.method !== 'GET')).toEqual([]);
    expect(outputs).toMatchObject({ status: 'dry_run', deleted_ids: '[]' });
    expect(JSON.parse(outputs.would_delete_ids ?? '')).toEqual(wouldGo);
    expect(text).toMatch(said);
    expect(s.sim.vps.backups).toHaveLength(10);
  });

  test('it would delete just what then is deleted', async () => {
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
    const partial = scenario({ backups, dialect: { capRowsAt: 3 } });
    expect(
      (
        await partial.step({
          operation: 'prune',
          server_id: '12345',
          keep_last: '1',
          dry_run: 'true',
        })
      ).failure,
    ).toContain('incomplete');
  });

  test('a full server where none may make room: that it would be refused', async () => {
    const s = scenario({ backups: backups.map((one) => ({ ...one, description: 'by hand' })) });
    const { failure, warnings, outputs } = await s.step({
      operation: 'create',
      server_id: '12345',
      keep_last: '3',
      dry_run: 'true',
    });
    expect(failure).toBeNull();
    expect(warnings.join()).toMatch(
      /none may make room by the rules of keep_last: it would be refused/,
    );
    expect(outputs.would_delete_ids).toBe('[]');
  });

  test('a restore that would be refused, as one is going on already, is refused', async () => {
    const s = scenario({ backups, servers: [{ id: 12345, status: 'restoring' }] });
    const { failure } = await s.step({
      operation: 'restore',
      server_id: '12345',
      backup_id: '101',
      dry_run: 'true',
    });
    expect(failure).toMatch(
      /^Nothing was restored: a restore of server 12345 .*is going on already/,
    );
  });

  test('a list that came incomplete: that keep_last can not be foretold', async () => {
    const s = scenario({ backups: [...backups, {}, {}], dialect: { capRowsAt: 10 } });
    const { warnings } = await s.step({
      operation: 'create',
      server_id: '12345',
      keep_last: '3',
      dry_run: 'true',
    });
    expect(warnings.join()).toMatch(/came incomplete: what keep_last would delete can not be told/);
    expect(warnings.join()).not.toContain('none may make room');
  });

  test('a reused backup is told of', async () => {
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
});
