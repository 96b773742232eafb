import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on, type SimulatorOptions } from '../../simulator/index.js';
import { ago, DAY, MINUTE, marked, scenario } from '../support/harness.js';

const WAIT = { operation: 'wait', backup_id: '101' } as const;
const running = (more: BackupSeed = {}): BackupSeed => ({
  id: 101,
  duration_ms: 10 * MINUTE,
  ...more,
});

describe('wait', () => {
  test('looks at once', async () => {
    const s = scenario({ backups: [{ id: 101 }] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toBeNull();
    expect(s.clock.elapsed).toBe(0);
    expect(outputs).toMatchObject({
      backup_id: '101',
      server_id: '12345',
      status: 'completed',
      duration_seconds: '0',
    });
    expect(s.requests()).toEqual(['GET /backups/']);
  });

  test('a backup that no list shows is told of plainly, wherever it may be', async () => {
    const { failure, text } = await scenario({}).step(WAIT);
    expect(failure).toMatch(
      /^Backup 101 of an unknown server is not in the list of backups, 2m0\ds after the wait began\. Check backup_id/,
    );
    expect(text).not.toContain('of of');
  });

  test('nor does what was just ordered: then backup_id can not be wrong', async () => {
    const s = scenario({ dialect: { listingDelayMs: 60 * MINUTE } });
    const { failure } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toMatch(/Backup 502 of server 12345.*not in the list.*VPS\.org gave this id/s);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['wait', { ...WAIT, keep_last: '3' }, /^Filters: any server, keep_last 3, scope repository$/m],
    ['wait', { ...WAIT, server_id: '12345' }, /^Filters: server 12345$/m],
    [
      'create',
      { server_id: '12345', keep_last: '2', scope: 'server' },
      /^Filters: server 12345, keep_last 2, scope server$/m,
    ],
    [
      'create',
      { server_id: '12345', reuse_on_rerun: 'true' },
      /^Filters: server 12345, reuse within max_age 168h/m,
    ],
    ['delete', { backup_id: '101', server_id: '12345' }, /^Filters: server 12345$/m],
  ])('%s tells its filters: %j', async (operation, inputs, says) => {
    const { text } = await scenario({ backups: [{ id: 101 }, {}] }).step({ operation, ...inputs });
    expect(text).toMatch(says);
  });

  test('create looks after 1 s', async () => {
    const s = scenario({ backupDurationMs: 0 });
    await s.step({ operation: 'create', server_id: '12345' });
    expect(s.sim.requests.at(-1)?.at).toBe(s.clock.start + 1_000);
  });

  test('pauses grow by a quarter up to poll_interval', async () => {
    const s = scenario({ backups: [running()] });
    await s.step({ ...WAIT, poll_interval: '2s' });
    const at = s.sim.requests.map((one) => one.at - s.clock.start);
    expect(at.slice(0, 7)).toEqual([0, 1_000, 2_250, 3_812.5, 5_765.625, 7_765.625, 9_765.625]);
  });

  test('several backups, on different servers, with one list a look', async () => {
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
    const looks = s.sim.requests.map((one) => one.at);
    expect(new Set(looks).size).toBe(looks.length);
  });

  test('one fails: the other is waited for all the same, and status is that of the first that is not completed', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102, status: 'failed', duration_ms: MINUTE })],
    });
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '101,102' });
    expect(failure).toContain('102');
    expect(outputs).toMatchObject({ backup_ids: '[101,102]', status: 'failed' });
    expect(s.sim.vps.backup(101)?.status).toBe('completed');
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  test('a status that nobody documents is pending, and named once', async () => {
    const s = scenario({
      backups: [running(), running({ id: 102 })],
      intermediateStatuses: ['queued', 'in_progress', 'queued', 'verifying'],
    });
    const { failure, warnings } = await s.step({ ...WAIT, backup_id: '101,102' });
    expect(failure).toBeNull();
    expect(warnings.map((one) => /"(\w+)"/.exec(one)?.[1])).toEqual(['queued', 'verifying']);
  });

  test('a line on every change of status, and else one every 30 s with the time gone and the limit', async () => {
    const s = scenario({ backups: [running({ duration_ms: 100_000 })] });
    const { log } = await s.step({ ...WAIT, wait_timeout: '30m' });
    const beats = log.filter((one) => one.line.includes('still in_progress'));
    expect(beats.map((one) => one.at)).toEqual([30_000, 60_000, 90_000]);
    expect(beats[1]?.line).toMatch(/Backup 101 of server 12345.*1m of 30m/);
    expect(log.filter((one) => /101.*: (in_progress|completed)/.test(one.line))).toHaveLength(2);
  });

  test('a backup of another server than server_id is refused', async () => {
    const s = scenario({
      backups: [{ id: 101, server_id: 12346 }],
      dialect: { ignoreServerFilter: true },
    });
    const { failure } = await s.step({ ...WAIT, server_id: '12345' });
    expect(failure).toMatch(/101.*12346.*12345/);
  });

  test('keep_last rotates as create does, once all are completed, within this repository', async () => {
    const old = [1, 2, 3].map((n) => ({
      id: n,
      created_at: ago((9 - n) * DAY),
      description: marked(),
    }));
    const strangers = [4, 5].map((n) => ({
      id: n,
      created_at: ago(90 * DAY),
      description: 'by hand',
    }));
    const backups = [
      ...old,
      ...strangers,
      running({ created_at: ago(0), description: marked('create', { runId: '1000' }) }),
    ];
    const s = scenario({ backups });
    const { failure } = await s.step({ ...WAIT, keep_last: '2' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([1, 2]);
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  test('keep_last rotates nothing where one was not completed', async () => {
    const old = [1, 2, 3].map((n) => ({
      id: n,
      created_at: ago((9 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({ backups: [...old, running(), running({ id: 102, status: 'failed' })] });
    await s.step({ ...WAIT, backup_id: '101,102', keep_last: '1' });
    expect(s.requests('DELETE')).toEqual([]);
  });
});

describe('the deadline', () => {
  test('one last look at the deadline itself; then it fails, and says how to go on', async () => {
    const s = scenario({ backups: [running({ duration_ms: DAY })] });
    const { failure, outputs } = await s.step({ ...WAIT, wait_timeout: '90s' });
    expect(s.sim.requests.at(-1)?.at).toBe(s.clock.start + 90_000);
    expect(s.clock.elapsed).toBe(90_000);
    expect(failure).toMatch(/Backup 101.*1m30s.*in_progress.*operation: wait.*backup_id: 101/s);
    expect(outputs).toMatchObject({
      backup_id: '101',
      status: 'in_progress',
      duration_seconds: '90',
    });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('what is completed just by then is seen', async () => {
    const s = scenario({ backups: [running({ duration_ms: 90_000 })] });
    const { failure } = await s.step({ ...WAIT, wait_timeout: '90s' });
    expect(failure).toBeNull();
  });

  test('a slow look is cut off there, so that the last look is had', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 15_000 })],
      faults: [on.get.backups.nth(2).delay(29_000)],
    });
    const { failure } = await s.step({ ...WAIT, wait_timeout: '20s' });
    expect(failure).toBeNull();
    expect(s.clock.elapsed).toBeLessThanOrEqual(21_000);
  });

  test('a hanging last look ends within one second of the deadline', async () => {
    const s = scenario({
      backups: [running({ duration_ms: DAY })],
      faults: [on.get.backups.from(2).hang()],
    });
    const { failure, outputs } = await s.step({ ...WAIT, wait_timeout: '20s' });
    expect(failure).not.toBeNull();
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(20_000);
    expect(s.clock.elapsed).toBeLessThanOrEqual(21_000);
    expect(outputs.status).toBe('in_progress');
  });

  test('Retry-After never leads past it', async () => {
    const s = scenario({
      backups: [running({ duration_ms: DAY })],
      faults: [on.get.backups.tooManyRequests(60)],
    });
    await s.step({ ...WAIT, wait_timeout: '70s' });
    expect(s.sim.requests.map((one) => one.at - s.clock.start)).toEqual([0, 60_000, 70_000]);
  });
});

describe('not listed', () => {
  test('not yet listed is tolerated', async () => {
    const s = scenario({ dialect: { listingDelayMs: 119_000 } });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('completed');
  });

  test('for 120 s, and no longer', async () => {
    const s = scenario();
    const { failure, outputs } = await s.step({ ...WAIT, backup_id: '999' });
    expect(failure).toMatch(/999.*not in the list/);
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(120_000);
    expect(s.clock.elapsed).toBeLessThanOrEqual(130_000);
    expect(outputs).toMatchObject({ backup_id: '999', status: '' });
  });

  test('a partial view is no absence', async () => {
    const s = scenario({ backups: [{}, {}, {}], dialect: { capRowsAt: 2 } });
    const { failure } = await s.step({ ...WAIT, backup_id: '999', wait_timeout: '10m' });
    expect(failure).toContain('wait_timeout');
    expect(s.clock.elapsed).toBe(10 * MINUTE);
  });

  test('once seen, absence from three whole views in a row is failure', async () => {
    const s = scenario({
      backups: [running()],
      onRequest: () => {
        if (s.sim.requests.length === 5) s.sim.vps.removeBackup(101);
      },
    });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toMatch(/101.*no longer in the list/);
    expect(s.sim.requests).toHaveLength(7);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('absence from two whole views is none yet', async () => {
    const s = scenario({
      backups: [running({ duration_ms: 20_000 })],
      onRequest: () => {
        if (s.sim.requests.length === 3) s.sim.vps.removeBackup(101);
        if (s.sim.requests.length === 5) s.sim.vps.addBackup({ id: 101, duration_ms: 20_000 });
      },
    });
    const { failure } = await s.step(WAIT);
    expect(failure).toBeNull();
  });

  test('a backup that create knows from the 201 alone has not been seen in a list', async () => {
    // Three whole views without it are no failure: it was never listed.
    const s = scenario({ dialect: { listingDelayMs: 60_000 } });
    const { failure } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toBeNull();
  });
});

describe('faults', () => {
  const faulty = (options: Partial<SimulatorOptions>) =>
    scenario({ backups: [running()], ...options });

  test.each([
    ['500', on.get.backups.from(2, 11).status(500, 'html')],
    ['429', on.get.backups.from(2, 11).tooManyRequests()],
    ['refused', on.get.backups.from(2, 11).refuse()],
    ['reset', on.get.backups.from(2, 11).reset()],
    ['hang', on.get.backups.from(2, 11).hang()],
    ['HTML with 200', on.get.backups.from(2, 11).html()],
    ['broken JSON', on.get.backups.from(2, 11).brokenJson()],
    ['cut short', on.get.backups.from(2, 11).cutShort()],
    ['redirect', on.get.backups.from(2, 11).redirect(302, '/login')],
  ])('ten in a row are ridden out: %s', async (_, fault) => {
    const { failure, outputs } = await faulty({ faults: [fault] }).step(WAIT);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('completed');
  });

  test.each([
    ['500', on.get.backups.from(2).status(500)],
    ['reset', on.get.backups.from(2).reset()],
    ['HTML', on.get.backups.from(2).html()],
  ])('the eleventh in a row fails, with the id kept: %s', async (_, fault) => {
    const s = faulty({ faults: [fault] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toMatch(/101.*in_progress.*operation: wait/s);
    expect(s.sim.requests).toHaveLength(12);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('a good look in between begins the count anew', async () => {
    const faults = [
      on.get.backups.from(2, 11).status(503),
      on.get.backups.from(13, 22).status(503),
    ];
    const { failure } = await faulty({ faults }).step(WAIT);
    expect(failure).toBeNull();
  });

  test('a backup that was never seen is not said to go on', async () => {
    const { failure } = await scenario({ faults: [on.get.backups.status(401)] }).step(WAIT);
    expect(failure).toMatch(/Could not go on waiting for backup 101 .*Check backup_id/);
    expect(failure).not.toContain('goes on');
  });

  test.each([401, 403])('%d in the middle fails at once, with the id kept', async (status) => {
    const s = faulty({ faults: [on.get.backups.from(4).status(status)] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toContain(String(status));
    expect(s.sim.requests).toHaveLength(4);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('looks are single tries', async () => {
    const s = faulty({ faults: [on.get.backups.nth(2).status(500)] });
    await s.step(WAIT);
    expect(s.sim.requests.slice(0, 3).map((one) => one.at - s.clock.start)).toEqual([
      0, 1_000, 2_250,
    ]);
  });

  test.each([
    ['20', 20_000],
    ['7200', 60_000],
    ['Thu, 16 Jan 2025 15:45:31 GMT', 30_000],
    ['soon', 1_250],
    ['0', 1_250],
  ])('Retry-After: %s', async (text, ms) => {
    const s = faulty({ faults: [on.get.backups.nth(2).tooManyRequests(text)] });
    await s.step(WAIT);
    const [, second, third] = s.sim.requests;
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBe(ms);
  });
});
