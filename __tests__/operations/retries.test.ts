/** Creates that were rejected, and so provably not executed. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { CREATE, expectOneBackup } from '../support/create-outcomes.js';
import { MINUTE, scenario } from '../support/harness.js';

describe('rejected and transient: retried', () => {
  test('a refused connection, five times', async () => {
    const { requests } = await expectOneBackup({ faults: [on.post.backups.from(1, 5).refuse()] });
    expect(requests('POST')).toHaveLength(6);
    expect(requests('GET').length).toBeGreaterThan(1);
  });

  test('five retries over about 30 s, then the step fails, and nothing was made', async () => {
    const s = scenario({ faults: [on.post.backups.refuse()] });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toBe(
      'No backup of server 12345 was created. Could not create a backup: admin.vps.org refused the connection (ECONNREFUSED). Check the network and api_url.',
    );
    expect(outputs.status).toBe('');
    expect(s.clock.elapsed).toBe(30_000);
    expect(s.requests('POST')).toHaveLength(6);
    expect(s.sim.vps.created).toEqual([]);
  });

  test.each([
    ['seconds', '7', 7_000],
    ['a date', 'Thu, 16 Jan 2025 15:45:20 GMT', 20_000],
    ['minutes, within the patience of 10 min', '300', 300_000],
  ])('429 with Retry-After in %s is waited out', async (_, retryAfter, ms) => {
    const { sim } = await expectOneBackup({
      faults: [on.post.backups.nth(1).tooManyRequests(retryAfter)],
    });
    const [first, second] = sim.requests.filter((one) => one.method === 'POST');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(ms);
  });

  test('429 without Retry-After: pauses double up to 30 s', async () => {
    const { sim } = await expectOneBackup({
      faults: [on.post.backups.from(1, 9).tooManyRequests()],
    });
    const at = sim.requests.filter((one) => one.method === 'POST').map((one) => one.at);
    const pauses = at.slice(1).map((ms, n) => (ms - (at[n] ?? 0)) / 1_000);
    expect(pauses).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
  });

  test('429 with Retry-After: 0 is not repeated without a pause', async () => {
    const s = scenario({ faults: [on.post.backups.tooManyRequests(0)] });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toBe(
      'No backup of server 12345 was created. Could not create a backup: VPS.org answered 429: Request was throttled. Try again later.',
    );
    expect(outputs.status).toBe('');
    expect(s.requests('POST').length).toBeLessThan(30);
  });

  test('429 is retried for ten minutes, and no longer', async () => {
    const s = scenario({ faults: [on.post.backups.tooManyRequests()] });
    const { failure } = await s.step(CREATE);
    expect(failure).toContain('429');
    expect(s.clock.elapsed).toBeGreaterThan(9 * MINUTE);
    expect(s.clock.elapsed).toBeLessThanOrEqual(10 * MINUTE);
    expect(s.sim.vps.created).toEqual([]);
  });

  test('429 is retried no longer than wait_timeout', async () => {
    const s = scenario({ faults: [on.post.backups.tooManyRequests()] });
    const { failure } = await s.step({ ...CREATE, wait_timeout: '90s' });
    expect(failure).toContain('429');
    expect(s.clock.elapsed).toBeLessThanOrEqual(90_000);
  });

  test.each([
    [429, '86400', '24h'],
    [409, '90', '2m'],
    [423, '3601', '1h1m'],
    [425, 'Thu, 16 Jan 2025 17:00:00 GMT', '1h15m'],
  ] as const)(
    '%d with Retry-After: %s is too long: it fails at once, and says when to come back',
    async (status, retryAfter, inWords) => {
      const fault = on.post.backups.status(status, 'detail', {
        text: 'Locked.',
        headers: { 'retry-after': retryAfter },
      });
      const s = scenario({ faults: [fault] });
      const { failure, outputs } = await s.step(CREATE);
      expect(failure).toBe(
        `No backup of server 12345 was created. Could not create a backup: VPS.org answered ${status}: Locked. Try again in ${inWords}.`,
      );
      expect(outputs.status).toBe('');
      expect(s.requests('POST')).toHaveLength(1);
      expect(s.clock.elapsed).toBe(0);
    },
  );

  test.each([409, 423, 425] as const)(
    '%d of a locked server, with Retry-After, is retried',
    async (status) => {
      const { sim } = await expectOneBackup({
        faults: [on.post.backups.nth(1, 2).locked(status, 20)],
      });
      const at = sim.requests.filter((one) => one.method === 'POST').map((one) => one.at);
      expect(at.map((ms) => ms - (at[0] ?? 0))).toEqual([0, 20_000, 40_000]);
    },
  );

  test('425 is retried without Retry-After too', async () => {
    const { requests } = await expectOneBackup({ faults: [on.post.backups.nth(1).locked(425)] });
    expect(requests('POST')).toHaveLength(2);
  });

  test.each([400, 401, 403, 404, 405, 409, 422])(
    '%d is final, and is not repeated',
    async (status) => {
      const s = scenario({
        faults: [on.post.backups.status(status, 'detail', { text: 'no, because' })],
      });
      const { failure, outputs } = await s.step(CREATE);
      expect(failure).toContain(`${status}`);
      expect(failure).toContain('no, because');
      expect(outputs.status).toBe('');
      expect(s.requests('POST')).toHaveLength(1);
    },
  );
});
