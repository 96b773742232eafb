/** The last list that shows a backup decides whether it is completed. */
import { describe, expect, test } from '@jest/globals';
import { lateListingDialects, spellingDialects } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type Scenario, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '1' } as const;
const backups = [1, 2, 3].map((id) => ({
  id,
  created_at: ago((9 - id) * DAY),
  description: marked(),
}));
/** Each request takes this long, so that two lists are not of the same moment. */
const SLOW = { latencyMs: 100 };

describe('completed, then otherwise in rotation’s list', () => {
  test.each(['failed', 'error', 'cancelled', 'deleted', 'expired'])(
    '%s: the step fails at once, and nothing is deleted',
    async (to) => {
      const s = scenario({ backups, dialect: { completionFlip: { to, afterMs: 2_000 } } });
      const { failure, outputs } = await s.step(CREATE, { latencyMs: 600 });
      expect(failure).toBe(
        `Backup 502 of server 12345 (web-server-01) failed (status: ${to}). Check the server on VPS.org before anything else.`,
      );
      expect(outputs).toMatchObject({ backup_id: '502', status: to });
      expect(s.requests('DELETE')).toEqual([]);
      expect(s.sim.unexpected).toEqual([]);
    },
  );

  test('gone: the step fails after three complete lists', async () => {
    const s = scenario({ backups, dialect: { completionFlip: { to: 'gone', afterMs: 2_000 } } });
    const { failure, outputs } = await s.step(CREATE, { latencyMs: 600 });
    expect(failure).toBe(
      'Backup 502 of server 12345 (web-server-01) disappeared: it was listed (completed), then missing from 3 complete lists in a row. Re-run to create another backup before you deploy.',
    );
    expect(outputs).toMatchObject({ backup_id: '502', status: 'unknown' });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('in progress again: it is waited for, then rotated', async () => {
    const completionFlip = { to: 'in_progress', afterMs: 2_000, forMs: 30_000 };
    const s = scenario({ backups, dialect: { completionFlip } });
    const { failure, outputs } = await s.step(CREATE, { latencyMs: 600 });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'completed', deleted_ids: '[1,2,3]' });
    expect(s.clock.elapsed).toBeGreaterThan(30_000);
  });

  test('in progress for good: the step fails at its deadline, and can be resumed', async () => {
    const completionFlip = { to: 'in_progress', afterMs: 2_000 };
    const s = scenario({ backups, dialect: { completionFlip } });
    const { failure, outputs } = await s.step(
      { ...CREATE, wait_timeout: '2m' },
      { latencyMs: 600 },
    );
    expect(failure).toMatch(/did not complete within 2m .*wait and backup_id: 502\.$/);
    expect(s.clock.elapsed).toBeLessThan(125_000);
    expect(outputs.status).toBe('in_progress');
    expect(s.requests('DELETE')).toEqual([]);
  });
});

describe('in a fleet, in a later list of all', () => {
  /** The first is completed long before the second. */
  const durations = ({ serverId }: { serverId: number }): number =>
    serverId === 12345 ? 3_000 : 2 * MINUTE;
  const inputs = { operation: 'create', server_id: '12345,12346' } as const;

  test('completed, then in no list while the other is waited for: that server failed', async () => {
    const s: Scenario = scenario({
      backupDurationMs: ({ serverId }) => (serverId === 12345 ? 3_000 : 30_000),
      onRequest: () => {
        if (s.clock.elapsed > 25_000) s.sim.vps.removeBackup(502);
      },
    });
    const { failure } = await s.step(inputs);
    expect(failure).toMatch(/^1 of 2 servers failed\.\n- Backup 502 .* disappeared: /);
  });

  test('failed, then completed: that server failed', async () => {
    const s: Scenario = scenario({
      backupDurationMs: durations,
      backupOutcome: ({ serverId }) => (serverId === 12345 ? 'failed' : 'completed'),
      onRequest: () => {
        if (s.clock.elapsed > MINUTE) s.sim.vps.updateBackup(502, { status: 'completed' });
      },
    });
    const { failure, outputs } = await s.step(inputs);
    expect(failure).toMatch(
      /^1 of 2 servers failed\.\n- Backup 502 of server 12345 .* failed \(status: failed\)/,
    );
    expect(outputs.status).toBe('failed');
  });

  test.each(['failed', 'gone'])('completed, then %s: that server failed', async (to) => {
    const s = scenario({
      backupDurationMs: durations,
      dialect: { completionFlip: { to, afterMs: MINUTE } },
    });
    const { failure, outputs } = await s.step(inputs);
    expect(failure).toMatch(
      /^1 of 2 servers failed\.\n- Backup 502 of server 12345 .*(failed|disappeared)/,
    );
    expect(outputs.status).not.toBe('completed');
  });

  test('completed, in progress again, then completed: it is waited for', async () => {
    const completionFlip = { to: 'in_progress', afterMs: MINUTE, forMs: 4 * MINUTE };
    const s = scenario({ backupDurationMs: durations, dialect: { completionFlip } });
    const { failure, outputs } = await s.step(inputs);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('completed');
    expect(s.clock.elapsed).toBeGreaterThan(5 * MINUTE);
  });
});

test('completed on the page that was read, failed in the complete list: the step fails', async () => {
  const s = scenario({
    backups,
    dialect: { pageSize: 1, order: 'newest', completionFlip: { to: 'failed', afterMs: 2_000 } },
  });
  const { failure, outputs } = await s.step(
    { operation: 'create', server_id: '12345' },
    { latencyMs: 600 },
  );
  expect(failure).toMatch(/^Backup 502 of server 12345 .*failed \(status: failed\)/);
  expect(outputs.status).toBe('failed');
});

describe('not listed at first', () => {
  test.each(Object.entries(lateListingDialects))(
    '%s: the confirmed id is waited for, with a warning at 120 s',
    async (_, dialect) => {
      const s = scenario({ dialect, backupDurationMs: 10 * MINUTE });
      const { failure, outputs, log } = await s.step(
        { operation: 'create', server_id: '12345' },
        SLOW,
      );
      expect(failure).toBeNull();
      expect(outputs.status).toBe('completed');
      const warned = log.filter(({ level }) => level === 'warning');
      const isLate = (dialect.listingDelayMs ?? HOUR) > 2 * MINUTE;
      expect(warned).toHaveLength(isLate ? 1 : 0);
      for (const { line, at } of warned) {
        expect(line).toMatch(
          /^Backup 502 is not listed after 2m\d*s?, though VPS\.org confirmed its id; the wait continues\.$/,
        );
        expect(at).toBeGreaterThanOrEqual(120_000);
      }
    },
  );

  test('never listed: the step fails at its deadline', async () => {
    const s = scenario({ dialect: { createTakesMs: 'never' } });
    const { failure, outputs } = await s.step({
      operation: 'create',
      server_id: '12345',
      wait_timeout: '10m',
    });
    expect(failure).toContain('did not complete within 10m');
    expect(failure).toContain('operation: wait and backup_id: 502');
    expect(outputs.backup_id).toBe('502');
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
  });
});

test.each(Object.entries(spellingDialects))(
  'words in %s are judged and output alike',
  async (_, dialect) => {
    const s = scenario({ backups, dialect });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'completed', deleted_ids: '[1,2,3]' });
  },
);
