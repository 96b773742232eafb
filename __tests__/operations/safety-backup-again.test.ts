/** What is looked up once more after the safety backup. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { MINUTE, scenario } from '../support/harness.js';
import { POST_BACKUP, RESTORE, run } from './safety-steps.js';

const IN_PROGRESS =
  'Nothing was restored: a restore of server 12345 is already in progress. Check the server on VPS.org before anything else.';

describe('target and server are looked up once more', () => {
  test('deleted meanwhile: nothing is restored', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      onRequest: ({ method }) => void (method === 'POST' && s.sim.vps.removeBackup(101)),
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toMatch(/Nothing was restored.*101/);
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
    expect(outputs.safety_backup_id).toBe('502');
  });

  test('no longer completed: nothing is restored', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      onRequest: ({ method }) =>
        void (method === 'POST' && s.sim.vps.updateBackup(101, { status: 'deleting' })),
    });
    const { failure } = await s.step(RESTORE);
    expect(failure).toMatch(/Nothing was restored.*101.*deleting/);
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
  });
});

describe('a restore is in progress already', () => {
  test('before: nothing is sent, no safety backup either', async () => {
    const { failure, requests } = await run({ servers: [{ id: 12345, status: 'restoring' }] });
    expect(failure).toBe(IN_PROGRESS);
    expect(requests('POST')).toEqual([]);
  });

  test('since the safety backup: no restore is sent', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      onRequest: ({ method }) =>
        void (method === 'POST' && s.sim.vps.updateServer(12345, { status: 'restoring' })),
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toBe(IN_PROGRESS);
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
    expect(outputs).toMatchObject({ safety_backup_id: '502', status: '' });
  });
});

describe('the status to come back to is the one right before the restore', () => {
  /** The server's status changes with the request for the safety backup; the restore itself shows nothing. */
  const during = async (after: string, later: string | null) => {
    const s = scenario({
      backups: [{ id: 101 }],
      restoreStatuses: [],
      onRequest: ({ method, path, at }) => {
        if (method === 'POST' && path === '/backups/')
          s.sim.vps.updateServer(12345, { status: after });
        const restored = s.sim.vps.restores[0]?.at ?? Number.POSITIVE_INFINITY;
        if (later !== null && at > restored + 2_000)
          s.sim.vps.updateServer(12345, { status: later });
      },
    });
    return { ...s, ...(await s.step(RESTORE)) };
  };

  test('a server that was stopped meanwhile and starts again is not taken for restored', async () => {
    const { failure, outputs, warnings } = await during('stopped', 'active');
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings.join()).toContain('could not be observed');
  });

  test('a server that was stopped before and during the safety backup: restored, without a warning', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      servers: [{ id: 12345, status: 'stopped' }],
      backupDurationMs: 0,
    });
    const { outputs, warnings } = await s.step(RESTORE);
    expect([outputs.status, warnings]).toEqual(['restored', []]);
    expect(s.clock.elapsed).toBeLessThan(10_000);
  });

  test('nor is one that stays stopped waited for to the deadline', async () => {
    const { failure, outputs, clock } = await during('stopped', null);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(clock.elapsed).toBeLessThan(5 * MINUTE);
  });
});

test('the list can not be read any more: the error says that nothing was restored', async () => {
  const s = scenario({
    backups: [{ id: 101 }],
    backupDurationMs: 0,
    faults: [on.get.backups.from(3).status(500)],
  });
  const { failure, outputs } = await s.step(RESTORE);
  expect(failure).toBe(
    'Nothing was restored. Could not list backups: VPS.org answered 500: Error 500. Try again later.',
  );
  expect(outputs.safety_backup_id).toBe('502');
});

test.each(['failed', 'error', 'deleted'])(
  'a safety backup that a later list shows as %s does not count: nothing is restored',
  async (status) => {
    const s = scenario({
      backups: [{ id: 101 }],
      onOutcome: () => {
        // The wait saw it completed; the list that looks the target up once more shows otherwise.
        if (s.sim.vps.backup(502)?.status === 'completed') s.sim.vps.updateBackup(502, { status });
      },
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toBe(
      `Nothing was restored: the safety backup of server 12345 did not complete. Backup 502 of server 12345 (web-server-01) failed (status: ${status}). To restore without one, set safety_backup: false (the current state will be lost).`,
    );
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
    expect(outputs).toMatchObject({ safety_backup_id: '502', status: '' });
  },
);

test('a safety backup that is missing from three complete lists does not count either', async () => {
  const s = scenario({
    backups: [{ id: 101 }],
    onOutcome: () => {
      if (s.sim.vps.backup(502)?.status === 'completed') s.sim.vps.removeBackup(502);
    },
  });
  const { failure } = await s.step(RESTORE);
  expect(failure).toMatch(
    /^Nothing was restored: the safety backup .* disappeared: it was listed \(completed\), then missing from 3 complete lists/,
  );
  expect(s.requests('POST')).toEqual([POST_BACKUP]);
});

test('one that is in progress again for a while is waited for', async () => {
  let isFlipped = false;
  const s = scenario({
    backups: [{ id: 101 }],
    onOutcome: () => {
      if (isFlipped || s.sim.vps.backup(502)?.status !== 'completed') return;
      isFlipped = true;
      s.sim.vps.updateBackup(502, { status: 'in_progress' });
      s.sim.vps.at(s.clock.now() + MINUTE, () =>
        s.sim.vps.updateBackup(502, { status: 'completed' }),
      );
    },
  });
  const { failure, outputs } = await s.step(RESTORE);
  expect([failure, outputs.status]).toEqual([null, 'restored']);
  expect(s.sim.vps.restores[0]?.at ?? 0).toBeGreaterThanOrEqual(s.clock.start + MINUTE);
});
