/** The last list before a restore decides on the safety backup; and what is recorded of it. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { type Scenario, scenario } from '../support/harness.js';
import { POST_BACKUP, POST_RESTORE, RESTORE, run } from './safety-steps.js';

/** Changes the safety backup once a list has shown it completed. */
function afterCompletion(change: (s: Scenario) => void): Scenario {
  let isDone = false;
  const s: Scenario = scenario({
    backups: [{ id: 101 }],
    backupDurationMs: 500,
    onOutcome: ({ method }) => {
      if (method !== 'GET' || isDone || s.sim.vps.backup(502)?.status !== 'completed') return;
      isDone = true;
      change(s);
    },
  });
  return s;
}

describe('the list after the safety backup shows it', () => {
  test.each(['failed', 'deleted'])('as %s: nothing is restored', async (status) => {
    const s = afterCompletion(({ sim }) => sim.vps.updateBackup(502, { status }));
    const { failure, report } = await s.step(RESTORE);
    expect(failure).toMatch(new RegExp(`^Nothing was restored: .* failed \\(status: ${status}\\)`));
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
    expect(report).toMatchObject({ safety: { id: 502, status, problem: 'failed' } });
  });

  test('as in progress: it is waited for, then the restore is sent', async () => {
    const s = afterCompletion(({ sim, clock }) => {
      sim.vps.updateBackup(502, { status: 'in_progress' });
      void clock.sleep(40_000).then(() => sim.vps.updateBackup(502, { status: 'completed' }));
    });
    const { failure } = await s.step({ ...RESTORE, wait: 'false' });
    expect(failure).toBeNull();
    expect(s.requests('POST')).toEqual([POST_BACKUP, POST_RESTORE]);
    expect(s.clock.elapsed).toBeGreaterThan(40_000);
  });

  test('no more: nothing is restored', async () => {
    const s = afterCompletion(({ sim }) => sim.vps.removeBackup(502));
    const { failure } = await s.step(RESTORE);
    expect(failure).toMatch(/^Nothing was restored: .*Backup 502 .* disappeared/);
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
  });
});

test('one that is listed late is waited for, as its id is confirmed', async () => {
  const { failure, sim, clock } = await run({ dialect: { listingDelayMs: 150_000 } });
  expect(failure).toBeNull();
  expect((sim.vps.restores[0]?.at ?? 0) - clock.start).toBeGreaterThanOrEqual(150_000);
});

describe('what is recorded', () => {
  test('of one that completes', async () => {
    const { report, log } = await run({ backupDurationMs: 40_000 });
    expect(report).toMatchObject({
      safety: { id: 502, serverId: 12345, status: 'completed', problem: null },
    });
    const { safety } = report as { safety: { waitedMs: number } };
    expect(safety.waitedMs).toBeGreaterThan(40_000);
    expect(log.map(({ line }) => line)).toContain(
      'Created safety backup 502 of server 12345 (web-server-01)',
    );
  });

  test.each([
    [0, '0 MB', ['Safety backup 502 of server 12345 (web-server-01) is completed, but has 0 MB.']],
    [null, 'size unknown', []],
    [4_000, '4.0 GB', []],
  ])('of one of %j MB', async (backupSizeMb, shown, expected) => {
    const { log, warnings } = await run({ backupSizeMb, backupDurationMs: 500 });
    expect(warnings.filter((line) => line.startsWith('Safety'))).toEqual(expected);
    expect(log.map(({ line }) => line)).toContain(
      `Safety backup 502 of server 12345 (web-server-01) is completed (${shown})`,
    );
  });

  test('of one that is stored without the marker, which its answer did not show', async () => {
    const dialect = { postAnswer: 'without description', dropDescription: true } as const;
    const { warnings } = await run({ dialect });
    expect(warnings).toEqual([
      "VPS.org stored backup 502 without the marker that was sent: rotation, latest and last_good won't recognise it.",
    ]);
  });

  test('of one that fails', async () => {
    const { report, failure } = await run({ backupOutcome: 'failed' });
    expect(failure).toMatch(/^Nothing was restored/);
    expect(report).toMatchObject({ safety: { status: 'failed', problem: 'failed' } });
  });

  test('of one that may exist', async () => {
    const { report } = await run({ faults: [on.post.backups.reset('before')] });
    expect(report).toMatchObject({ safety: { id: null, status: 'unknown', problem: null } });
  });

  test('of one that is rejected', async () => {
    const { report } = await run({ faults: [on.post.backups.status(400)] });
    expect(report).toMatchObject({
      safety: { id: null, status: '', key: null, problem: 'failed' },
    });
  });
});
