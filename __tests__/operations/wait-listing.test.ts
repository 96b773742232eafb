/** Waits for what is not listed, not yet or no longer; and rotation after a wait. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import { fleet, idsOf } from '../support/fleet.js';
import { ago, DAY, HOUR, MINUTE, scenario } from '../support/harness.js';

const WAIT = { operation: 'wait', backup_id: '101' } as const;

const running = (more: BackupSeed = {}): BackupSeed => ({
  id: 101,
  duration_ms: 10 * MINUTE,
  ...more,
});

describe('not listed', () => {
  test('wait tolerates 120 s, and no longer', async () => {
    const late = scenario({
      backups: [running({ duration_ms: 115_000 })],
      dialect: { listedWhenCompleted: true },
    });
    expect((await late.step(WAIT)).failure).toBeNull();
    const s = scenario();
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '999' });
    expect(failure).toMatch(
      /^Backup 999 is not in the list of backups after 2m\ds\. Check backup_id, and that the token belongs to the account that owns it\.$/,
    );
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(120_000);
    expect(s.clock.elapsed).toBeLessThanOrEqual(130_000);
    expect(outputs).toMatchObject({ backup_id: '999', status: '' });
  });

  test.each([
    ['60s', 'did not complete within 1m (last status: not listed yet)'],
    ['120s', 'is not in the list of backups after 2m'],
  ])('a wait of %s ends at its deadline: %s', async (wait_timeout, why) => {
    const s = scenario();
    const { failure } = await s.step({ ...WAIT, wait_timeout });
    expect(failure).toContain(`Backup 101 ${why}`);
    expect(s.clock.elapsed).toBe(Number.parseInt(wait_timeout, 10) * 1_000);
  });

  test('a complete list without it counts the slots all the same', async () => {
    const s = scenario();
    const { outputs } = await s.step({ ...WAIT, server_id: '12345', wait_timeout: '60s' });
    expect(outputs.slots_used).toBe('0');
  });

  test.each([150_000, 30 * MINUTE])(
    'create waits until the deadline for an id that VPS.org confirmed, with a warning at 120 s: %d ms',
    async (ms) => {
      const s = scenario({ backupDurationMs: ms, dialect: { listedWhenCompleted: true } });
      const { failure, outputs, log } = await s.step({ operation: 'create', server_id: '12345' });
      expect(failure).toBeNull();
      expect(outputs.status).toBe('completed');
      const warnings = log.filter(({ level }) => level === 'warning');
      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.line).toMatch(
        /^Backup 502 is not listed after 2m\d?s?, though VPS\.org confirmed its id; the wait continues\.$/,
      );
      expect(warnings[0]?.at).toBeLessThanOrEqual(131_000);
    },
  );

  test('create warns of each of several', async () => {
    const s = fleet(2, { backupDurationMs: 150_000, dialect: { listedWhenCompleted: true } });
    const { failure, warnings } = await s.step({ operation: 'create', server_id: idsOf(2) });
    expect(failure).toBeNull();
    expect(warnings.map((line) => /^Backup (\d+) is not listed/.exec(line)?.[1])).toEqual([
      '502',
      '503',
    ]);
  });

  test('create fails at the deadline where it is never listed', async () => {
    const s = scenario({ dialect: { createTakesMs: 'never' } });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toMatch(/^Backup 502 of server 12345 .*did not complete within 1h/);
    expect(s.clock.elapsed).toBe(HOUR);
    expect(outputs).toMatchObject({ backup_id: '502', status: 'in_progress' });
  });

  test('an incomplete list shows no absence, and is said at once', async () => {
    const s = scenario({ backups: [{}, {}, {}], dialect: { capRowsAt: 2 } });
    const { failure, log } = await s.step({ ...WAIT, backup_id: '999', wait_timeout: '10m' });
    expect(failure).toBe(
      'Backup 999 did not complete within 10m (last status: not listed yet). Last poll: its list is incomplete (it shows 2 of 3). To resume, run a step with operation: wait and backup_id: 999.',
    );
    expect(s.clock.elapsed).toBe(10 * MINUTE);
    expect(log.filter(({ level }) => level === 'warning')).toEqual([
      {
        level: 'warning',
        at: 0,
        line: 'The list of backups of all servers is incomplete: it shows 2 of 3.',
      },
    ]);
  });

  test('once seen, absence from three complete lists in a row fails', async () => {
    const s = scenario({
      backups: [running()],
      onRequest: () => {
        if (s.sim.requests.length === 5) s.sim.vps.removeBackup(101);
      },
    });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toBe(
      'Backup 101 of server 12345 (web-server-01) disappeared: it was listed (in_progress), then missing from 3 complete lists in a row. Re-run to create another backup before you deploy.',
    );
    expect(s.sim.requests).toHaveLength(7);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('absence from two complete lists is none yet', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 20_000 })],
      onRequest: () => {
        if (s.sim.requests.length === 3) s.sim.vps.removeBackup(101);
        if (s.sim.requests.length === 5) s.sim.vps.addBackup({ id: 101, duration_ms: 20_000 });
      },
    });
    expect((await s.step(WAIT)).failure).toBeNull();
  });

  test('absences that are not in a row do not add up', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 30_000 })],
      onRequest: () => {
        const { length } = s.sim.requests;
        if (length === 3 || length === 6) s.sim.vps.removeBackup(101);
        if (length === 5 || length === 8) s.sim.vps.addBackup(running({ duration_ms: 30_000 }));
      },
    });
    expect((await s.step(WAIT)).failure).toBeNull();
    expect(s.sim.requests.length).toBeGreaterThan(8);
  });

  test('absences count on over an incomplete list, a failed poll and a change of lists', async () => {
    const gone = { kind: 'remove backup', backup: 101 } as const;
    const s = scenario({
      backups: [running(), running({ id: 102, server_id: 12346 })],
      script: [{ when: { on: { method: 'GET' }, nth: 2 }, change: gone }],
      faults: [
        on.get.backups.nth(3).status(502),
        // The list of all no longer serves: the servers' own lists are polled from now on.
        on
          .path(/backups\/$/, 'GET')
          .from(4)
          .status(400),
      ],
    });
    const inputs = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };
    const { failure } = await s.step(inputs);
    expect(failure).toContain('101 of server 12345 (web-server-01) disappeared');
    const own = s.requests().filter((one) => one.endsWith('server_id=12345'));
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(s.sim.vps.backup(102)?.status).toBe('completed');
  });

  test('a backup that create knows from the 201 alone has not been seen in a list', async () => {
    // Three complete lists without it are no failure: it was never listed.
    const s = scenario({ dialect: { listingDelayMs: 60_000 } });
    const { failure } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toBeNull();
  });
});

test('without keep_last too, the last list that shows the backup decides', async () => {
  const s = scenario({
    backups: [
      running({ duration_ms: 5_000, created_at: ago(0) }),
      { id: 102, created_at: ago(DAY) },
    ],
    dialect: { pageSize: 1, order: 'newest' },
    onOutcome: () => {
      // The first page shows it completed; the list for the comparison of sizes shows it failed.
      if (s.sim.vps.backup(101)?.status === 'completed')
        s.sim.vps.updateBackup(101, { status: 'failed' });
    },
  });
  const { failure, outputs } = await s.step(WAIT);
  expect(failure).toMatch('Backup 101 of server 12345 (web-server-01) failed (status: failed).');
  expect(outputs.status).toBe('failed');
});
