/** What is recorded, and when outputs are written. */
import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.js';
import { Recorder } from '../../src/report/recorder.js';
import { EMPTY, emptyReport, observed, type Report } from '../../src/report/report.js';
import { row } from '../support/fixtures.js';

function create(operation: Report['operation'], isWritable = () => true) {
  const report = emptyReport(operation, false);
  const written: { readonly report: Report; readonly all: boolean }[] = [];
  const recorder = new Recorder({
    report,
    write: (one, all) => written.push({ report: structuredClone(one), all }),
    assertWritable: () => {
      if (!isWritable()) throw new ActionError('The disk is full.', '');
    },
    now: () => 5,
  });
  return { report, written, recorder };
}

test('a listed backup has its server, id and status', () => {
  const backup = row({ id: 502, status: 'in_progress' });
  expect(observed(backup)).toEqual({
    ...{ serverId: 12345, serverName: 'web-server-01', id: 502, backup, status: 'in_progress' },
  });
});

describe('Recorder', () => {
  test('writes each change the moment it is known, with its time', () => {
    const { report, written, recorder } = create('create');
    recorder.update(7, { serverId: 7 });
    recorder.observe(7, row({ id: 502, serverId: 7 }), 1_500);
    recorder.waitBegan(0);
    recorder.waitEnded(1_500);
    recorder.waitBegan(2_000);
    recorder.waitEnded(2_500);
    recorder.done();
    expect(written).toHaveLength(5);
    expect(written[0]?.report.backups.get(7)).toEqual({ ...EMPTY, serverId: 7 });
    expect(report.backups.get(7)).toMatchObject({ id: 502, status: 'completed', waitedMs: 1_500 });
    expect(report).toMatchObject({ waitedMs: 2_000, isDone: true, now: 5 });
  });

  test('counts waits that overlap once', () => {
    const { report, recorder } = create('create');
    recorder.waitBegan(1_000);
    recorder.waitBegan(2_000);
    recorder.waitEnded(5_000);
    recorder.waitEnded(6_000);
    recorder.waitBegan(9_000);
    recorder.waitEnded(9_500);
    expect(report.waitedMs).toBe(5_500);
  });

  test('keeps backups in the order in which they were first recorded', () => {
    const { report, recorder } = create('create');
    for (const id of [9, 4, 7, 9]) recorder.update(id, { serverId: id });
    expect([...report.backups.keys()]).toEqual([9, 4, 7]);
  });

  test('of a fleet leaves the long lists to the end', () => {
    const { written, recorder } = create('create');
    for (let id = 1; id <= 21; id++) recorder.update(id, { id });
    expect(written.map(({ all }) => all)).toEqual([...Array(20).fill(true), false]);
    recorder.flush();
    expect(written.at(-1)?.all).toBe(true);
  });

  test('records a failure, and whether it can be resumed', () => {
    const { report, recorder } = create('create');
    recorder.failed(7, new ActionError('It timed out.', { resume: [502] }));
    expect(report.backups.get(7)).toMatchObject({ isResumable: true });
    recorder.failed(7, new ActionError('It failed.', 'Check it.'));
    expect(report.backups.get(7)).toMatchObject({
      ...{ problem: 'It failed. Check it.', isResumable: false },
    });
  });
});

describe('an intent', () => {
  test('to create is unknown, with its key, before the request; a rejection clears it', () => {
    const { report, written, recorder } = create('create');
    recorder.createIntent(7, '00112233aabb');
    expect(written.at(-1)?.report.backups.get(7)).toMatchObject({
      ...{ status: 'unknown', key: '00112233aabb' },
    });
    recorder.createRejected(7);
    expect(report.backups.get(7)).toMatchObject({ status: '', key: null });
  });

  test('to restore is unknown until it is answered', () => {
    const { report, recorder } = create('restore');
    recorder.restoreIntent();
    expect(report).toMatchObject({ status: 'unknown' });
    recorder.restoreStatus('accepted');
    expect(report).toMatchObject({ status: 'accepted', note: null });
  });

  test('to create a safety backup leaves the status of the restore empty', () => {
    const { report, recorder } = create('restore');
    recorder.safetyIntent(7, '00112233aabb');
    expect(report).toMatchObject({ status: '', safety: { serverId: 7, status: 'unknown' } });
  });

  test('to delete is unconfirmed until it is answered', () => {
    const { report, recorder } = create('prune');
    recorder.deletionIntent(row(), 'old');
    expect(report.deletions.get(1)).toMatchObject({ reason: 'old', outcome: 'unconfirmed' });
    recorder.deletionOutcome(1, 'deleted');
    recorder.deletionOutcome(99, 'deleted');
    expect([...report.deletions.values()].map(({ outcome }) => outcome)).toEqual(['deleted']);
  });

  test.each<[string, Report['operation'], (recorder: Recorder) => void]>([
    ['create', 'create', (recorder) => recorder.createIntent(7, 'k')],
    ['create a safety backup', 'restore', (recorder) => recorder.safetyIntent(7, 'k')],
    ['restore', 'restore', (recorder) => recorder.restoreIntent()],
    ['delete', 'prune', (recorder) => recorder.deletionIntent(row(), 'old')],
  ])(
    'to %s fails where outputs can not be written, and leaves no trace',
    (_, operation, intend) => {
      const { report, recorder } = create(operation, () => false);
      expect(() => intend(recorder)).toThrow('The disk is full.');
      expect(JSON.stringify([...report.backups.values()])).not.toContain('unknown');
      expect(report.deletions.size).toBe(0);
      if (report.operation === 'restore') expect(report.status).toBe('');
    },
  );

  test('does not fail once something was changed', () => {
    let isWritable = true;
    const { recorder } = create('prune', () => isWritable);
    recorder.deletionIntent(row({ id: 1 }), 'old');
    isWritable = false;
    expect(() => recorder.deletionIntent(row({ id: 2 }), 'old')).not.toThrow();
  });
});

describe('what only one operation knows', () => {
  test('is recorded there', () => {
    const [created, listed, checked] = [create('create'), create('list'), create('check')];
    created.recorder.reused();
    listed.recorder.listed([row()], false);
    checked.recorder.checks([]);
    expect(created.report).toMatchObject({ reused: true });
    expect(listed.report).toMatchObject({ list: { backups: [row()], complete: false } });
    expect(checked.report).toMatchObject({ checks: [] });
  });

  test('and nowhere else', () => {
    const { report, recorder } = create('delete');
    const before = structuredClone(report);
    recorder.reused();
    recorder.listed([row()], true);
    recorder.checks([]);
    recorder.restoreStatus('accepted');
    recorder.updateSafety({ id: 5 });
    expect({ ...report, now: before.now }).toEqual(before);
  });

  test('decisions and slots are kept by server', () => {
    const { report, recorder } = create('prune');
    recorder.decisions(7, []);
    recorder.slots(7, 4);
    expect([report.decisions.get(7), report.slots.get(7)]).toEqual([[], 4]);
  });
});
