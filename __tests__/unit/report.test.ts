import { describe, expect, test } from '@jest/globals';
import { EMPTY, observed, Recorder, type Report, reportOf } from '../../src/report/report.js';
import { row } from '../support/fixtures.js';

function journal(): { journal: Recorder; written: Report[] } {
  const written: Report[] = [];
  return {
    journal: new Recorder('create', (facts) => written.push(structuredClone(facts))),
    written,
  };
}

test('a row tells of its server, id and status', () => {
  const backup = row({ id: 502, status: 'in_progress' });
  const seen = {
    serverId: 12345,
    serverName: 'web-server-01',
    id: 502,
    backup,
    status: 'in_progress',
  };
  expect(observed(backup)).toEqual(seen);
  expect(reportOf(backup)).toEqual({ ...seen, waitedMs: null, key: null });
});

describe('Journal', () => {
  test('begins with nothing known', () => {
    expect(journal().journal.report).toEqual({
      operation: 'create',
      backups: [],
      listLoaded: false,
      status: null,
      safety: null,
      deletions: [],
      decisions: [],
      reused: false,
      waitedMs: 0,
    });
  });

  test('writes each change the moment it is known', () => {
    const { journal: one, written } = journal();
    one.update({ backups: [{ ...EMPTY, serverId: 1 }] });
    one.updateBackup(0, { id: 502 });
    one.updateBackup(0, { status: 'completed' });
    one.addWaitTime(1_500);
    one.addWaitTime(500);
    one.addDeletion({ backup: row(), reason: 'old', outcome: 'deleted' });
    expect(written).toHaveLength(6);
    expect(written[1]?.backups).toEqual([{ ...EMPTY, serverId: 1, id: 502 }]);
    expect(one.report).toMatchObject({ waitedMs: 2_000, deletions: [{ reason: 'old' }] });
    expect(one.report.backups).toEqual([{ ...EMPTY, serverId: 1, id: 502, status: 'completed' }]);
  });

  test('what it is given to note stays as it was', () => {
    const { journal: one } = journal();
    const given = [EMPTY];
    one.update({ backups: given });
    one.updateBackup(0, { id: 502 });
    expect(given).toEqual([EMPTY]);
  });

  test('of a fleet, the first id and the end are written, and not each change', () => {
    const { journal: one, written } = journal();
    one.update({ backups: Array.from({ length: 21 }, () => EMPTY) });
    expect(written).toHaveLength(0);
    one.updateBackup(7, { id: 502 });
    expect(written).toHaveLength(1);
    one.updateBackup(8, { id: 503 });
    one.updateBackup(7, { status: 'completed' });
    expect(written).toHaveLength(1);
    one.flush();
    expect(written).toHaveLength(2);
    expect(written[1]?.backups[8]?.id).toBe(503);
  });

  test('of twenty, every change is written', () => {
    const { journal: one, written } = journal();
    one.update({ backups: Array.from({ length: 20 }, () => EMPTY) });
    one.updateBackup(7, { id: 502 });
    one.updateBackup(8, { id: 503 });
    expect(written).toHaveLength(3);
  });
});
