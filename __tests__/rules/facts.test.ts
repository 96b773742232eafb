import { describe, expect, test } from '@jest/globals';
import { type Facts, factOf, Journal, NO_BACKUP, seenIn } from '../../src/report/facts.js';
import { row } from './rows.js';

function journal(): { journal: Journal; written: Facts[] } {
  const written: Facts[] = [];
  return { journal: new Journal('create', (facts) => written.push(structuredClone(facts))), written };
}

test('a row tells of its server, id and status', () => {
  const backup = row({ id: 502, status: 'in_progress' });
  const seen = { serverId: 12345, serverName: 'web-server-01', id: 502, backup, status: 'in_progress' };
  expect(seenIn(backup)).toEqual(seen);
  expect(factOf(backup)).toEqual({ ...seen, waitedMs: null, key: null });
});

describe('Journal', () => {
  test('begins with nothing known', () => {
    expect(journal().journal.facts).toEqual({
      operation: 'create',
      backups: [],
      listed: false,
      status: null,
      safety: null,
      deletions: [],
      verdicts: [],
      reused: false,
      waitedMs: 0,
    });
  });

  test('writes each change the moment it is known', () => {
    const { journal: one, written } = journal();
    one.note({ backups: [{ ...NO_BACKUP, serverId: 1 }] });
    one.noteBackup(0, { id: 502 });
    one.noteBackup(0, { status: 'completed' });
    one.noteWaited(1_500);
    one.noteWaited(500);
    one.noteDeletion({ backup: row(), why: 'old', outcome: 'deleted' });
    expect(written).toHaveLength(6);
    expect(written[1]?.backups).toEqual([{ ...NO_BACKUP, serverId: 1, id: 502 }]);
    expect(one.facts).toMatchObject({ waitedMs: 2_000, deletions: [{ why: 'old' }] });
    expect(one.facts.backups).toEqual([{ ...NO_BACKUP, serverId: 1, id: 502, status: 'completed' }]);
  });

  test('what it is given to note stays as it was', () => {
    const { journal: one } = journal();
    const given = [NO_BACKUP];
    one.note({ backups: given });
    one.noteBackup(0, { id: 502 });
    expect(given).toEqual([NO_BACKUP]);
  });

  test('of a fleet, the first id and the end are written, and not each change', () => {
    const { journal: one, written } = journal();
    one.note({ backups: Array.from({ length: 21 }, () => NO_BACKUP) });
    expect(written).toHaveLength(0);
    one.noteBackup(7, { id: 502 });
    expect(written).toHaveLength(1);
    one.noteBackup(8, { id: 503 });
    one.noteBackup(7, { status: 'completed' });
    expect(written).toHaveLength(1);
    one.flush();
    expect(written).toHaveLength(2);
    expect(written[1]?.backups[8]?.id).toBe(503);
  });

  test('of twenty, every change is written', () => {
    const { journal: one, written } = journal();
    one.note({ backups: Array.from({ length: 20 }, () => NO_BACKUP) });
    one.noteBackup(7, { id: 502 });
    one.noteBackup(8, { id: 503 });
    expect(written).toHaveLength(3);
  });
});
