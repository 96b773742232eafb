/** `wait`: results, log, and the deadline. */
import { describe, expect, test } from '@jest/globals';
import { type FaultRule, on } from '../../simulator/index.js';
import { FAILURES } from '../support/fixtures.js';
import { DAY, MINUTE, scenario } from '../support/harness.js';
import { running, timesOf, WAIT } from './wait-steps.js';

describe('wait', () => {
  test('polls at once', async () => {
    const s = scenario({ backups: [{ id: 101 }, { id: 201, server_id: 12346 }] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toBeNull();
    expect(s.clock.elapsed).toBe(0);
    expect(outputs).toMatchObject({
      backup_id: '101',
      server_id: '12345',
      status: 'completed',
      duration_seconds: '0',
      slots_used: '1',
    });
    expect(s.requests()).toEqual(['GET /backups/']);
    expect(s.sim.unexpected).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'wait',
      { ...WAIT, keep_last: '3' },
      'Waiting for 1 backup of all servers (keep_last 3, scope repository, timeout 1h)',
    ],
    ['wait', { ...WAIT, server_id: '12345' }, 'Waiting for 1 backup of server 12345 (timeout 1h)'],
    [
      'create',
      { server_id: '12345', keep_last: '2', scope: 'server' },
      'Creating a backup of server 12345 (keep_last 2, scope server)',
    ],
    [
      'create',
      { server_id: '12345', reuse_on_rerun: 'true' },
      'Creating a backup of server 12345 (reuse_on_rerun within 7d)',
    ],
    [
      'delete',
      { backup_id: '101,102', server_id: '12345' },
      'Deleting 2 backups (101, 102) of server 12345',
    ],
  ])('%s logs first what it will do: %j', async (operation, inputs, line) => {
    const s = scenario({ backups: [{ id: 101 }, { id: 102 }] });
    const { log } = await s.step({ operation, ...inputs });
    expect(log[0]?.line).toBe(line);
  });

  test('one fails: the other is waited for all the same, and status is that of the first that is not completed', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, status: 'failed', duration_ms: MINUTE })],
    });
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '101,102' });
    expect(failure).toBe(
      [
        '1 of 2 backups failed.',
        '- Backup 102 of server 12345 (web-server-01) failed (status: failed).',
        'Check the server on VPS.org before anything else.',
      ].join('\n'),
    );
    expect(outputs).toMatchObject({ backup_ids: '[101,102]', status: 'failed' });
    expect(s.sim.vps.backup(101)?.status).toBe('completed');
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  test.each(FAILURES)('%s is a failure', async (status) => {
    const s = scenario({ backups: [running({ status, duration_ms: 4_000 })] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toMatch(`failed (status: ${status})`);
    expect(outputs.status).toBe(status);
    expect(s.clock.elapsed).toBe(4_000);
  });

  test.each(['capitalized', 'upper case', 'trailing space'] as const)(
    'completed is judged and shown alike: %s',
    async (spelling) => {
      const s = scenario({ backups: [running({ duration_ms: 5_000 })], dialect: { spelling } });
      const { failure, outputs } = await s.step(WAIT);
      expect(failure).toBeNull();
      expect(outputs.status).toBe('completed');
    },
  );

  test('a word that is not documented is pending, and named once in a warning', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102 })],
      intermediateStatuses: ['queued', 'in_progress', 'queued', 'verifying'],
    });
    const { failure, warnings } = await s.step({ ...WAIT, backup_id: '101,102' });
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      'Backup 101 has the status "queued", which is not documented; it counts as unfinished.',
      'Backup 101 has the status "verifying", which is not documented; it counts as unfinished.',
    ]);
  });

  test('a line at each change of status, else one every 30 s', async () => {
    const s = scenario({ backups: [running({ duration_ms: 100_000 })] });
    const { log } = await s.step({ ...WAIT, wait_timeout: '30m' });
    expect(log.map(({ line, at }) => `${at}: ${line}`).slice(1)).toEqual([
      '0: Backup 101 of server 12345 (web-server-01): in_progress after 0s (timeout 30m)',
      '30000: Backup 101: in_progress for 30s (timeout 30m)',
      '60000: Backup 101: in_progress for 1m (timeout 30m)',
      '90000: Backup 101: in_progress for 1m30s (timeout 30m)',
      expect.stringMatching(
        /^1\d{5}[.\d]*: Backup 101 of server 12345 \(web-server-01\): completed after 1m46s \(timeout 30m\)$/,
      ),
    ]);
  });

  test('the time of a status counts from its first poll', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 100_000 })],
      intermediateStatuses: ['in_progress', 'queued'],
    });
    const { log } = await s.step({ ...WAIT, poll_interval: '5s' });
    const beats = log.filter(({ line }) => / for \d+s \(timeout/.test(line));
    expect(beats.map(({ line }) => line.replace(/ \(.*/, ''))).toEqual([
      'Backup 101: in_progress for 30s',
      'Backup 101: queued for 7s',
      'Backup 101: queued for 37s',
    ]);
  });

  test('each backup has waited until its own end', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 10_000 }), running({ id: 102, duration_ms: 300_000 })],
    });
    const { report } = await s.step({ ...WAIT, backup_id: '101,102', wait_timeout: '2m' });
    const waitedMs = [...report.backups.values()].map((one) => one.waitedMs ?? 0);
    expect(waitedMs[0]).toBeGreaterThanOrEqual(10_000);
    expect(waitedMs[0]).toBeLessThan(15_000);
    expect(waitedMs[1]).toBe(120_000);
  });

  test('a failure is final, whatever a later list shows', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 10_000 }), running({ id: 102 })],
      backupOutcome: 'completed',
      onRequest: () => {
        const status = s.clock.elapsed < 30_000 ? 'failed' : 'completed';
        if (s.clock.elapsed > 10_000) s.sim.vps.updateBackup(101, { status });
      },
    });
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '101,102' });
    expect(failure).toMatch(/^1 of 2 backups failed\.\n- Backup 101 .* failed \(status: failed\)/);
    expect(JSON.parse(outputs.backups ?? '[]')[0]).toMatchObject({ id: 101, status: 'failed' });
  });

  test('of a listed backup, no other list than that of its server is read', async () => {
    const s = scenario({ backups: [running()] });
    await s.step({ ...WAIT, server_id: '12345' });
    expect(new Set(s.requests())).toEqual(new Set(['GET /backups/?server_id=12345']));
  });

  test('of several, every 30 s a line with how many are done', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, duration_ms: 45_000 })],
    });
    const { log } = await s.step({ ...WAIT, backup_id: '101,102' });
    const beats = log.filter(({ line }) => line.includes('backups done'));
    expect(beats.slice(0, 2)).toMatchObject([
      { at: 30_000, line: '0 of 2 backups done after 30s (timeout 1h)' },
      { at: 60_000, line: '1 of 2 backups done after 1m (timeout 1h)' },
    ]);
  });
});

describe('the deadline', () => {
  const RESUME = 'To resume, run a step with operation: wait and backup_id: 101.';

  test('one final poll at the deadline itself; then it fails, and names the step that resumes', async () => {
    const s = scenario({ backups: [running({ duration_ms: DAY })] });
    const { failure, outputs, report } = await s.step({ ...WAIT, wait_timeout: '90s' });
    expect(timesOf(s).at(-1)).toBe(90_000);
    expect(report.backups.get(101)?.waitedMs).toBe(90_000);
    expect(s.clock.elapsed).toBe(90_000);
    expect(failure).toBe(
      `Backup 101 of server 12345 (web-server-01) did not complete within 1m30s (last status: in_progress); it is still running on VPS.org. ${RESUME}`,
    );
    expect(outputs).toMatchObject({
      backup_id: '101',
      status: 'in_progress',
      duration_seconds: '90',
    });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('one step resumes several, and only those that are not finished', async () => {
    const s = scenario({
      backups: [
        running({ duration_ms: DAY }),
        running({ id: 102, server_id: 12346, duration_ms: DAY }),
        running({ id: 103, duration_ms: 1_000 }),
      ],
    });
    const { failure } = await s.step({
      ...WAIT,
      backup_id: '102,103,101',
      wait_timeout: '90s',
    });
    expect(failure).toBe(
      [
        '2 of 3 backups failed.',
        '- Backup 102 of server 12346 (db-server-01) did not complete within 1m30s (last status: in_progress); it is still running on VPS.org.',
        '- Backup 101 of server 12345 (web-server-01) did not complete within 1m30s (last status: in_progress); it is still running on VPS.org.',
        'To resume, run a step with operation: wait and backup_id: 102,101.',
      ].join('\n'),
    );
  });

  test('what is completed just by then is seen', async () => {
    const s = scenario({ backups: [running({ duration_ms: 90_000 })] });
    expect((await s.step({ ...WAIT, wait_timeout: '90s' })).failure).toBeNull();
  });

  test('a slow poll is cut off there, so that the final poll is made', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 15_000 })],
      faults: [on.get.backups.nth(2).delay(29_000)],
    });
    const { failure } = await s.step({ ...WAIT, wait_timeout: '20s' });
    expect(failure).toBeNull();
    expect(s.clock.elapsed).toBe(20_000);
  });

  test('a hanging final poll ends within 5 s of the deadline', async () => {
    const s = scenario({
      backups: [running({ duration_ms: DAY })],
      faults: [on.get.backups.from(2).hang()],
    });
    const { failure, outputs } = await s.step({ ...WAIT, wait_timeout: '20s' });
    expect(failure).toMatch('Last poll: Could not list backups: the request timed out');
    expect(failure).toMatch(RESUME);
    expect(s.clock.elapsed).toBe(25_000);
    expect(outputs.status).toBe('in_progress');
  });

  test.each<[string, FaultRule[]]>([
    ['reset', [on.get.backups.nth(21).reset()]],
    ['refused', [on.get.backups.nth(21).refuse()]],
    ['cut short', [on.get.backups.nth(21).cutShort()]],
  ])('a final poll that is lost is tried again on a new connection: %s', async (_, faults) => {
    const fresh: boolean[] = [];
    const s = scenario({ backups: [running({ duration_ms: 99_500 })], faults });
    const { failure } = await s.step(
      { ...WAIT, wait_timeout: '100s' },
      { onSend: ({ newConnection }) => void fresh.push(newConnection ?? false) },
    );
    expect(timesOf(s).slice(-3)).toEqual([expect.any(Number), 100_000, 100_000]);
    expect(fresh.slice(-3)).toEqual([false, true, true]);
    expect(failure).toBeNull();
  });

  test('Retry-After never leads past it', async () => {
    const s = scenario({
      backups: [running({ duration_ms: DAY })],
      faults: [on.get.backups.tooManyRequests(60)],
    });
    const { failure } = await s.step({ ...WAIT, wait_timeout: '70s' });
    expect(timesOf(s)).toEqual([0, 60_000, 70_000, 70_000]);
    expect(failure).toBe(
      `Backup 101 did not complete within 1m10s (last status: not listed yet). Last poll: Could not list backups: VPS.org answered 429: Request was throttled. ${RESUME}`,
    );
  });
});
