import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { marked, scenario } from '../support/harness.js';

const DELETE = { operation: 'delete' } as const;

describe('delete', () => {
  test('deletes exactly these, in the order given', async () => {
    const s = scenario({ backups: [{ id: 101 }, { id: 102 }, { id: 103 }, { id: 104 }] });
    const { failure, outputs, warnings } = await s.step({ ...DELETE, backup_id: '103 101' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([103, 101]);
    expect(outputs).toMatchObject({
      backup_id: '103',
      backup_ids: '[103,101]',
      deleted_ids: '[103,101]',
      status: 'deleted',
    });
    expect(warnings).toEqual([]);
    expect(s.sim.unexpected).toEqual([]);
  });

  test('what rotation would protect goes too: the id is what counts', async () => {
    const s = scenario({
      backups: [
        { id: 101, description: marked('create', { runId: '1000', text: '[keep]' }) },
        { id: 102 },
      ],
    });
    await s.step({ ...DELETE, backup_id: '101' });
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test.each([
    ['one is not there', { backup_id: '101,999' }],
    ['one is on another server than server_id', { backup_id: '101,201', server_id: '12345' }],
    ['all are on another server', { backup_id: '201', server_id: '12345' }],
  ])('none is deleted if %s', async (_, inputs) => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 201, server_id: 12346 }],
      dialect: { ignoreServerFilter: true },
    });
    const { failure, outputs } = await s.step({ ...DELETE, ...inputs });
    expect(failure).toMatch(/Nothing was deleted: backup (999|201) is not in/);
    expect(s.requests('DELETE')).toEqual([]);
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
  });

  test('what is known of those that are there stands in the outputs', async () => {
    const s = scenario({ backups: [{ id: 101, created_at: '2025-01-10T00:00:00Z', size_mb: 7 }] });
    const { outputs } = await s.step({ ...DELETE, backup_id: '101,999' });
    expect(outputs).toMatchObject({
      backup_id: '101',
      backup_ids: '[101,999]',
      created_at: '2025-01-10T00:00:00Z',
      size_mb: '7',
    });
  });

  test('a row that a partial view shows can be deleted by its id; one that it does not show can not', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102 }, { id: 103 }, { id: 104 }],
      dialect: { capRowsAt: 2, order: 'id' },
    });
    expect((await s.step({ ...DELETE, backup_id: '102' })).failure).toBeNull();
    const { failure } = await s.step({ ...DELETE, backup_id: '999' });
    expect(failure).toContain('incomplete');
    expect(s.sim.vps.deleted).toEqual([102]);
  });

  test('a 404 counts as done, with a notice', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102 }],
      faults: [on.delete.backup.status(404)],
    });
    const { failure, notices, outputs } = await s.step({ ...DELETE, backup_id: '101' });
    expect(failure).toBeNull();
    expect(notices.join()).toMatch(/101.*404/);
    expect(outputs).toMatchObject({ deleted_ids: '[101]', status: 'deleted' });
  });

  test.each([
    ['reset after commit', on.delete.backup.nth(1).reset('after')],
    ['503', on.delete.backup.from(1, 4).status(503)],
    ['429', on.delete.backup.nth(1).tooManyRequests(3)],
    ['hang', on.delete.backup.nth(1).hang('after')],
  ])('is retried, up to 4 times: %s', async (_, fault) => {
    const s = scenario({ backups: [{ id: 101 }, { id: 102 }], faults: [fault] });
    const { failure } = await s.step({ ...DELETE, backup_id: '101' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('a login page in the place of an answer is no deletion', async () => {
    const s = scenario({ backups: [{ id: 101 }, { id: 102 }], faults: [on.delete.backup.html()] });
    const { failure, outputs } = await s.step({ ...DELETE, backup_id: '101' });
    expect(failure).toMatch(/Could not delete backup 101.*its answer can not be read: Welcome/);
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
    const after = scenario({
      backups: [{ id: 101 }, { id: 102 }],
      faults: [on.delete.backup.nth(1).html('after')],
    });
    expect((await after.step({ ...DELETE, backup_id: '101' })).outputs).toMatchObject({
      deleted_ids: '[101]',
      status: 'deleted',
    });
  });

  test.each([
    ['no answer', on.delete.backup.reset('after'), 'may be deleted'],
    ['a refusal', on.delete.backup.status(403), 'failed'],
  ])('%s to the last: what is told of it', async (_, fault, outcome) => {
    const s = scenario({ backups: [{ id: 101 }, { id: 102 }], faults: [fault] });
    const { failure, facts, outputs } = await s.step({ ...DELETE, backup_id: '101' });
    expect(failure).toMatch(/Could not delete backup 101/);
    expect(failure?.includes('It may be deleted all the same')).toBe(outcome === 'may be deleted');
    expect(facts.deletions).toMatchObject([{ outcome }]);
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
  });

  test('a fifth fault fails; the rest is tried all the same', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102 }, { id: 103 }],
      faults: [on.path(/^\/backups\/101\//, 'DELETE').status(500)],
    });
    const { failure, outputs } = await s.step({ ...DELETE, backup_id: '101,102' });
    expect(failure).toContain('101');
    expect(s.requests('DELETE').filter((one) => one.includes('/101/'))).toHaveLength(5);
    expect(s.sim.vps.deleted).toEqual([102]);
    expect(outputs).toMatchObject({ deleted_ids: '[102]', status: '' });
  });

  test('a server that is left without a completed backup is a warning', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102, status: 'failed' }, { id: 201, server_id: 12346 }],
    });
    const { failure, warnings } = await s.step({ ...DELETE, backup_id: '101' });
    expect(failure).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/12345.*without a completed backup/);
  });

  test('so is one that had none before; only where something of it went, and all was seen', async () => {
    const s = scenario({
      backups: [
        { id: 102, status: 'failed' },
        { id: 103, status: 'archived' },
        { id: 201, server_id: 12346 },
      ],
    });
    const { warnings } = await s.step({ ...DELETE, backup_id: '102' });
    expect(warnings).toEqual(['server 12345 (web-server-01) is left without a completed backup.']);
    const dry = scenario({ backups: [{ id: 102, status: 'failed' }] });
    expect(
      (await dry.step({ ...DELETE, backup_id: '102', dry_run: 'true' })).warnings.join(),
    ).toContain('would be left without');
    const kept = scenario({
      backups: [{ id: 102, status: 'failed' }],
      faults: [on.delete.backup.status(403)],
    });
    expect((await kept.step({ ...DELETE, backup_id: '102' })).warnings).toEqual([]);
    const partial = scenario({
      backups: [{ id: 101, status: 'failed' }, { id: 102 }],
      dialect: { capRowsAt: 1, order: 'id' },
    });
    expect((await partial.step({ ...DELETE, backup_id: '101' })).warnings).toEqual([]);
  });

  test('a failed one that goes beside a completed one is none', async () => {
    const s = scenario({ backups: [{ id: 101 }, { id: 102, status: 'failed' }] });
    expect((await s.step({ ...DELETE, backup_id: '102' })).warnings).toEqual([]);
  });
});
