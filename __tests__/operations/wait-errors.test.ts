/** Polls that fail. */
import { describe, expect, test } from '@jest/globals';
import { type FaultRule, on, type SimulatorOptions } from '../../simulator/index.js';
import { DAY, HOUR, MINUTE, scenario } from '../support/harness.js';
import { running, timesOf, WAIT } from './wait-steps.js';

describe('errors', () => {
  const faulty = (options: Partial<SimulatorOptions>) =>
    scenario({ backups: [running()], ...options });
  const PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>';

  test.each<[string, (when: typeof on.get.backups) => FaultRule]>([
    ['408', (when) => when.status(408)],
    ['425', (when) => when.status(425)],
    ['429', (when) => when.tooManyRequests()],
    ['500', (when) => when.status(500, 'html')],
    ['503', (when) => when.status(503, 'empty')],
    ['refused', (when) => when.refuse()],
    ['reset', (when) => when.reset()],
    ['hang', (when) => when.hang()],
    ['HTML with 200', (when) => when.html()],
    ['HTML with 403', (when) => when.answer(403, PAGE)],
    ['HTML with 404', (when) => when.answer(404, PAGE)],
    ['broken JSON', (when) => when.brokenJson()],
    ['cut short', (when) => when.cutShort()],
    ['redirect', (when) => when.redirect(302, '/login')],
    ['409 with Retry-After', (when) => when.locked(409, 3)],
  ])('nine minutes of transient errors are tolerated: %s', async (_, fault) => {
    const rule = fault(on.get.backups.from(2).for(9 * MINUTE));
    const { failure, outputs } = await faulty({ faults: [rule] }).step(WAIT);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('completed');
  });

  test.each<[string, FaultRule, string]>([
    ['500', on.get.backups.from(2).status(500), 'VPS.org answered 500: Error 500.'],
    ['reset', on.get.backups.from(2).reset(), 'the connection was reset (ECONNRESET).'],
    [
      'HTML',
      on.get.backups.from(2).html(),
      'a web page came instead of an answer of the API (200: Welcome Welcome).',
    ],
  ])('ten minutes of them end the wait, with the id kept: %s', async (_, fault, why) => {
    const s = faulty({ backups: [running({ duration_ms: DAY })], faults: [fault] });
    const { failure, outputs } = await s.step({ ...WAIT, wait_timeout: '2h' });
    expect(failure).toBe(
      `The wait for backup 101 of server 12345 (web-server-01) ended (last status: in_progress): Could not list backups: ${why} To resume, run a step with operation: wait and backup_id: 101.`,
    );
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(s.clock.elapsed).toBeLessThanOrEqual(10 * MINUTE + 31_000);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('a failed poll is logged, and one that ends the wait is not', async () => {
    const s = faulty({
      faults: [on.get.backups.nth(2).status(503), on.get.backups.from(3).status(404)],
    });
    const { log } = await s.step(WAIT);
    expect(log.filter(({ line }) => line.startsWith('Status check failed'))).toMatchObject([
      { level: 'info', line: 'Status check failed (503: Error 503); retrying' },
    ]);
  });

  test('time that Retry-After asks for does not count', async () => {
    const s = faulty({
      backups: [running({ duration_ms: 25 * MINUTE })],
      faults: [on.get.backups.from(2, 5).tooManyRequests(300)],
    });
    expect((await s.step({ ...WAIT, wait_timeout: '2h' })).failure).toBeNull();
    expect(timesOf(s).slice(1, 6)).toEqual([1_000, 301_000, 601_000, 901_000, 1_201_000]);
  });

  test('a good poll in between begins the count anew', async () => {
    const faults = [
      on.get.backups
        .from(2)
        .for(6 * MINUTE)
        .status(503),
      on
        .path(/./, 'GET')
        .from(60)
        .for(6 * MINUTE)
        .status(503),
    ];
    const s = faulty({ backups: [running({ duration_ms: 20 * MINUTE })], faults });
    expect((await s.step(WAIT)).failure).toBeNull();
  });

  test('a short wait ends at its deadline, and names the last error', async () => {
    const s = faulty({ faults: [on.get.backups.from(2).status(503)] });
    const { failure } = await s.step({ ...WAIT, wait_timeout: '3m' });
    expect(failure).toBe(
      'Backup 101 of server 12345 (web-server-01) did not complete within 3m (last status: in_progress); it is still running on VPS.org. Last poll: Could not list backups: VPS.org answered 503: Error 503. To resume, run a step with operation: wait and backup_id: 101.',
    );
    expect(s.clock.elapsed).toBe(3 * MINUTE);
  });

  test.each([401, 403])('two %d in a row fail, with the id kept', async (status) => {
    const s = faulty({ faults: [on.get.backups.from(4).status(status)] });
    const { failure, outputs } = await s.step(WAIT);
    expect(failure).toMatch(`VPS.org answered ${status}`);
    expect(failure).toMatch('To resume, run a step with operation: wait and backup_id: 101.');
    expect(s.sim.requests).toHaveLength(5);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'in_progress' });
  });

  test('one 401 and one 403, with an error or a list between, are tolerated', async () => {
    const faults = [
      on.get.backups.nth(2).status(401),
      on.get.backups.nth(3).status(500),
      on.get.backups.nth(4).status(403),
      on.get.backups.nth(6).status(401),
    ];
    expect((await faulty({ faults }).step(WAIT)).failure).toBeNull();
  });

  test('401 and then 403 are two in a row', async () => {
    const s = faulty({
      faults: [on.get.backups.nth(2).status(401), on.get.backups.nth(3).status(403)],
    });
    expect((await s.step(WAIT)).failure).toContain('403');
    expect(s.sim.requests).toHaveLength(3);
  });

  test('a 404 of the API itself ends the wait at once', async () => {
    const s = faulty({ faults: [on.get.backups.from(3).status(404)] });
    expect((await s.step(WAIT)).failure).toContain('404');
    expect(s.sim.requests).toHaveLength(3);
  });

  test('polls are single tries', async () => {
    const s = faulty({ faults: [on.get.backups.nth(2).status(500)] });
    await s.step(WAIT);
    expect(timesOf(s).slice(0, 3)).toEqual([0, 1_000, 2_000]);
  });

  test('after a failed poll the next comes within 30 s, whatever poll_interval', async () => {
    const s = faulty({
      backups: [running({ duration_ms: 30 * MINUTE })],
      faults: [on.get.backups.from(30, 31).status(502)],
    });
    await s.step({ ...WAIT, poll_interval: '5m' });
    const failed = s.sim.requests.flatMap(({ outcome }, n) =>
      outcome?.faulty && n < s.sim.requests.length - 1 ? [n] : [],
    );
    const times = timesOf(s);
    for (const n of failed)
      expect((times[n + 1] ?? 0) - (times[n] ?? 0)).toBeLessThanOrEqual(30_000);
    const all = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(Math.max(...all)).toBeGreaterThan(30_000);
  });

  test.each([
    ['20', 20_000],
    ['1800', 1_800_000],
    ['Thu, 16 Jan 2025 15:45:31 GMT', 30_000],
    ['soon', 1_000],
    ['0', 1_000],
  ])('Retry-After is honoured in full: %s', async (text, ms) => {
    const s = faulty({ faults: [on.get.backups.nth(2).tooManyRequests(text)] });
    await s.step(WAIT);
    const [, second, third] = timesOf(s);
    expect((third ?? 0) - (second ?? 0)).toBe(ms);
  });

  test.each([-3 * HOUR, 3 * HOUR])(
    "a date in Retry-After is read by the answer's own Date, also of the first answer: %d ms off",
    async (clockSkewMs) => {
      for (const inputs of [WAIT, { operation: 'list' }]) {
        const s = faulty({ dialect: { clockSkewMs } });
        const at = new Date(s.clock.start + clockSkewMs + 20_000).toUTCString();
        s.sim.addFaults(on.get.backups.nth(1).tooManyRequests(at));
        expect((await s.step(inputs)).failure).toBeNull();
        expect(timesOf(s)[1]).toBe(20_000);
      }
    },
  );
});
