/** How often a wait polls, and which lists. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import { DAY, MINUTE, scenario } from '../support/harness.js';
import { running, timesOf, WAIT } from './wait-steps.js';

describe('polls', () => {
  test('create polls after 1 s', async () => {
    const s = scenario({ backupDurationMs: 0 });
    await s.step({ operation: 'create', server_id: '12345' });
    expect(s.sim.requests.at(-1)?.at).toBe(s.clock.start + 1_000);
  });

  test('the first five polls are 1 s apart, then intervals grow by a quarter up to poll_interval', async () => {
    const s = scenario({ backups: [running()] });
    await s.step({ ...WAIT, poll_interval: '2s' });
    expect(timesOf(s).slice(0, 10)).toEqual([
      0, 1_000, 2_000, 3_000, 4_000, 5_250, 6_812.5, 8_765.625, 10_765.625, 12_765.625,
    ]);
  });

  test('a wait of ten minutes takes at most 72 requests', async () => {
    const s = scenario({ backups: [running()] });
    await s.step(WAIT);
    expect(s.sim.requests.length).toBeLessThanOrEqual(72);
  });

  test.each([2_000, 3_500, 5_000])('a backup of %d ms is seen within 1 s', async (ms) => {
    const s = scenario({ backupDurationMs: ms });
    await s.step({ operation: 'create', server_id: '12345' });
    expect(s.clock.elapsed).toBeLessThanOrEqual(ms + 1_000);
  });

  test('an incomplete list that shows it completed is not read again', async () => {
    const s = scenario({ backups: [{ id: 101 }, {}], dialect: { capRowsAt: 1, order: 'id' } });
    const { failure } = await s.step({ ...WAIT, server_id: '12345' });
    expect(failure).toBeNull();
    expect(s.requests()).toEqual(['GET /backups/?server_id=12345']);
  });

  test('several backups of different servers need one list a poll', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, server_id: 12346, duration_ms: MINUTE })],
    });
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '102,101' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({
      backup_id: '102',
      backup_ids: '[102,101]',
      server_id: '12346',
      status: 'completed',
    });
    expect(new Set(s.requests())).toEqual(new Set(['GET /backups/']));
    expect(new Set(timesOf(s)).size).toBe(s.sim.requests.length);
  });

  test('several backups of several named servers need one list a poll, where it shows all', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, server_id: 12346, duration_ms: MINUTE })],
    });
    const { failure } = await s.step({ ...WAIT, backup_id: '101 102', server_id: '12345,12346' });
    expect(failure).toBeNull();
    expect(new Set(s.requests())).toEqual(new Set(['GET /backups/']));
  });

  test('where one list does not show all, the own lists of the named servers are polled', async () => {
    const others = Array.from({ length: 6 }, (_, n) => ({ id: 301 + n, server_id: 12347 }));
    const s = scenario({
      servers: [{ id: 12345 }, { id: 12346 }, { id: 12347 }],
      backups: [
        ...others,
        running({ duration_ms: MINUTE }),
        running({ id: 102, server_id: 12346, duration_ms: 2 * MINUTE }),
      ],
      dialect: { pageSize: 2, order: 'oldest' },
    });
    const inputs = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };
    const { failure, outputs } = await s.step(inputs);
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ backup_ids: '[101,102]', status: 'completed' });
    expect(s.requests()).toContain('GET /backups/?server_id=12346');
    expect(s.clock.elapsed).toBeLessThanOrEqual(2 * MINUTE + 10_000);
  });

  test('an API that lists no servers together is asked for each named one', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102, server_id: 12346 }],
      faults: [on.path(/backups\/$/, 'GET').status(400)],
    });
    const inputs = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };
    expect((await s.step(inputs)).failure).toBeNull();
  });

  describe('and whose own lists', () => {
    const NO_LIST_OF_ALL = on.path(/backups\/$/, 'GET').status(400);
    const TWO = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };

    test('are incomplete: a backup that none shows is not absent', async () => {
      const s = scenario({
        backups: [
          running({ duration_ms: DAY }),
          ...[301, 302, 303].map((id) => ({ id, server_id: 12346 })),
        ],
        dialect: { capRowsAt: 2, order: 'oldest' },
        faults: [NO_LIST_OF_ALL],
      });
      const { failure, warnings } = await s.step({ ...TWO, backup_id: '303', wait_timeout: '5m' });
      expect(failure).toBe(
        'Backup 303 did not complete within 5m (last status: not listed yet). Last poll: its list is incomplete (it shows 2 of 3). To resume, run a step with operation: wait and backup_id: 303.',
      );
      expect(warnings).toEqual([
        'The list of backups of servers 12345, 12346 is incomplete: it shows 2 of 3.',
      ]);
    });

    test('fail later: only the backup of that server, or of none yet, is lost', async () => {
      const s = scenario({
        backups: [running({ duration_ms: MINUTE })],
        faults: [
          NO_LIST_OF_ALL,
          on
            .path(/server_id=12346/, 'GET')
            .from(3)
            .status(404),
        ],
      });
      const { failure } = await s.step(TWO);
      expect(failure).toBe(
        [
          '1 of 2 backups failed.',
          '- The wait for backup 102 ended (last status: not listed yet): Could not list backups: VPS.org answered 404: Error 404.',
          'To resume, run a step with operation: wait and backup_id: 102.',
        ].join('\n'),
      );
      expect(s.sim.vps.backup(101)?.status).toBe('completed');
    });
  });

  test.each([
    ['102', ['GET /backups/']],
    ['301', ['GET /backups/', 'GET /backups/?server_id=12345', 'GET /backups/?server_id=12346']],
  ])('an incomplete list of all serves where it shows all: 101 and %s', async (id, lists) => {
    const there = [102, 301].map((one) => running({ id: one, server_id: 12346 }));
    const dialect = { capRowsAt: 2, order: 'oldest' } as const;
    const s = scenario({ backups: [running(), ...there], dialect });
    const inputs = { ...WAIT, backup_id: `101,${id}`, server_id: '12345,12346' };
    const { failure, warnings } = await s.step(inputs);
    expect(failure).toBeNull();
    expect([...new Set(s.requests())]).toEqual(lists);
    const told = 'The list of backups of all servers is incomplete: it shows 2 of 3.';
    expect(warnings).toEqual(id === '102' ? [told] : []);
  });

  test('where no server is named, its refusal is the error', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      faults: [on.path(/backups\/$/, 'GET').status(400, 'detail', { text: 'server_id is needed' })],
    });
    const { failure } = await s.step(WAIT);
    expect(failure).toBe(
      'The wait for backup 101 ended (last status: not listed yet): Could not list backups: VPS.org answered 400: server_id is needed. To resume, run a step with operation: wait and backup_id: 101.',
    );
  });
});

describe("another server's backup", () => {
  const elsewhere: BackupSeed = { id: 101, server_id: 12346 };
  const MESSAGE =
    'Backup 101 belongs to server 12346 (db-server-01), not to server 12345. Correct server_id or backup_id.';

  test.each([{}, { ignoreServerFilter: true }])('fails at once: %j', async (dialect) => {
    const s = scenario({ backups: [elsewhere, { id: 102 }], dialect });
    const { failure } = await s.step({ ...WAIT, server_id: '12345' });
    expect(failure).toBe(MESSAGE);
    expect(s.clock.elapsed).toBe(0);
  });

  test('is looked for with one unfiltered list, and only one', async () => {
    const s = scenario({ backups: [{ id: 102 }] });
    const { failure } = await s.step({ ...WAIT, server_id: '12345' });
    expect(failure).toMatch(/^Backup 101 of server 12345 is not in the list of backups after 2m/);
    expect(s.requests().filter((one) => one === 'GET /backups/')).toHaveLength(1);
  });

  test('is named, though the other backup of the same step is its own', async () => {
    const s = scenario({ backups: [elsewhere, { id: 102 }] });
    const { failure } = await s.step({ ...WAIT, backup_id: '102,101', server_id: '12345' });
    expect(failure).toBe(
      [
        '1 of 2 backups failed.',
        '- Backup 101 belongs to server 12346 (db-server-01), not to server 12345.',
        'Correct server_id or backup_id.',
      ].join('\n'),
    );
  });

  test('of two named servers, either may have it', async () => {
    const s = scenario({ backups: [elsewhere, { id: 102 }] });
    const inputs = { ...WAIT, backup_id: '101,102', server_id: '12345,12346' };
    expect((await s.step(inputs)).failure).toBeNull();
    const third = scenario({
      servers: [{ id: 12345 }, { id: 12346 }, { id: 12347, name: 'mail' }],
      backups: [{ id: 102 }, { id: 101, server_id: 12347 }],
    });
    expect((await third.step(inputs)).failure).toMatch(
      'Backup 101 belongs to server 12347 (mail), not to server 12345, 12346.',
    );
  });

  test('is not looked for while its own list is incomplete', async () => {
    const others = [102, 103].map((id) => ({ id }));
    const s = scenario({ backups: [...others, elsewhere], dialect: { capRowsAt: 1 } });
    const { failure } = await s.step({ ...WAIT, server_id: '12345', wait_timeout: '1m' });
    expect(failure).toMatch(/^Backup 101 of server 12345 did not complete within 1m /);
    expect(new Set(s.requests())).toEqual(new Set(['GET /backups/?server_id=12345']));
  });

  test('is looked for on as many pages as it takes', async () => {
    const s = scenario({
      servers: [{ id: 12345 }, { id: 12346, name: 'db' }],
      backups: [201, 202, 101, 102, 301, 302].map((id) => ({ id, server_id: 12346 })),
      dialect: { pageSize: 2, order: 'oldest' },
    });
    const inputs = { ...WAIT, backup_id: '101,202', server_id: '12345' };
    expect((await s.step(inputs)).failure).toBe(
      [
        '2 of 2 backups failed.',
        '- Backup 101 belongs to server 12346 (db), not to server 12345.',
        '- Backup 202 belongs to server 12346 (db), not to server 12345.',
        'Correct server_id or backup_id.',
      ].join('\n'),
    );
    expect(s.requests().filter((one) => !one.includes('server_id'))).toHaveLength(2);
  });

  test('is not looked for where no server is named', async () => {
    const s = scenario({ backups: [running({ duration_ms: 30_000 })] });
    s.sim.addFaults(on.get.backups.nth(1).answer(200, '{"count": 0, "results": []}'));
    expect((await s.step(WAIT)).failure).toBeNull();
    expect(timesOf(s).slice(0, 3)).toEqual([0, 1_000, 2_000]);
  });

  test('an unfiltered list that fails decides nothing', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 30_000 })],
      dialect: { listedWhenCompleted: true },
      faults: [on.path(/backups\/$/, 'GET').status(403)],
    });
    expect((await s.step({ ...WAIT, server_id: '12345' })).failure).toBeNull();
  });
});
