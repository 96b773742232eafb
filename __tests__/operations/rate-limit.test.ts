/** Limits of the rate of requests: a fleet is paced, and nothing is sent twice for nothing. */
import { describe, expect, test } from '@jest/globals';
import { type Limiter, limiterDialects, on } from '../../simulator/index.js';
import { idsOf, servers } from '../support/fleet.js';
import { MINUTE, scenario } from '../support/harness.js';

const THROTTLED = { status: 429, shape: 'detail', text: 'Request was throttled.' } as const;
const answers: readonly Limiter['answer'][] = ['seconds', 'date', 'body', 'none', '503'];

describe('60 servers at 20 requests in 10 s', () => {
  const limited = (answer: Limiter['answer'], capRowsAt: number | null) =>
    scenario({
      servers: servers(60),
      backups: servers(60).map((one) => ({ server_id: one.id })),
      backupDurationMs: MINUTE,
      dialect: { capRowsAt, order: 'newest', limiter: { requests: 20, perMs: 10_000, answer } },
    });

  test.each(answers)('the wait stands in: %s', async (answer) => {
    const s = limited(answer, null);
    const { failure, outputs } = await s.step({ operation: 'create', server_id: idsOf(60) });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('completed');
    expect(s.sim.vps.created).toHaveLength(60);
    expect(s.requests('POST').length).toBeLessThanOrEqual(80);
    expect(s.sim.unexpected).toEqual([]);
  });

  test.each(answers)('no list shows them all, and the wait stands in: %s', async (answer) => {
    const s = limited(answer, 30);
    const { failure } = await s.step({ operation: 'create', server_id: idsOf(60) });
    expect(failure).toBeNull();
    expect(s.sim.vps.created).toHaveLength(60);
    expect(s.requests('POST').length).toBeLessThanOrEqual(90);
  });
});

test.each(Object.entries(limiterDialects))('six servers: %s', async (_, dialect) => {
  const s = scenario({ servers: servers(6), dialect });
  const { failure } = await s.step({ operation: 'create', server_id: idsOf(6) });
  expect(failure).toBeNull();
  expect(s.sim.vps.created).toHaveLength(6);
});

test('a 429 for one slows all: nothing is sent until its Retry-After is over', async () => {
  const s = scenario({
    servers: servers(12),
    faults: [on.post.backups.nth(3).tooManyRequests(20)],
  });
  const { failure } = await s.step(
    { operation: 'create', server_id: idsOf(12) },
    { latencyMs: 50 },
  );
  expect(failure).toBeNull();
  const rejected = s.sim.requests.find((one) => one.outcome?.status === 429);
  const at = rejected?.at ?? 0;
  // Those that were under way with it are answered.
  const during = s.sim.requests.filter((one) => one.at > at + 100 && one.at < at + 20_000);
  expect(during).toEqual([]);
});

test('a fleet is one: creates that are accepted renew the patience', async () => {
  // One passes every 6 minutes: the last one is rejected for longer than ten.
  let next = 0;
  const s = scenario({
    servers: servers(4),
    onRequest: ({ method }) => {
      if (method !== 'POST') return;
      const isOpen = s.clock.elapsed >= next;
      if (isOpen) next = s.clock.elapsed + 6 * MINUTE;
      s.sim.vps.dialect.createRefusal = isOpen ? null : THROTTLED;
    },
  });
  const { failure } = await s.step({ operation: 'create', server_id: idsOf(4) });
  expect(failure).toBeNull();
  expect(s.sim.vps.created).toHaveLength(4);
  expect(s.clock.elapsed).toBeGreaterThan(18 * MINUTE);
});

describe('503, which limiters answer', () => {
  test('is sent again twice, the second time after a second search', async () => {
    const s = scenario({ faults: [on.post.backups.nth(1, 2).status(503, 'html')] });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toBeNull();
    expect(outputs.backup_id).toBe('502');
    const at = s.sim.requests.filter((one) => one.method === 'POST').map((one) => one.at);
    const pauses = at.slice(1).map((ms, n) => ms - (at[n] ?? 0));
    expect(pauses).toHaveLength(2);
    for (const ms of pauses) {
      expect(ms).toBeGreaterThanOrEqual(32_000);
      expect(ms).toBeLessThanOrEqual(45_000);
    }
  });

  test('a third one leaves it unknown', async () => {
    const s = scenario({ faults: [on.post.backups.status(503, 'html')] });
    const { failure, outputs } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toMatch(
      /^Could not confirm whether .*: 3 requests got no definite answer \(503/,
    );
    expect(outputs.status).toBe('unknown');
    expect(s.requests('POST')).toHaveLength(3);
  });

  test.each([500, 502, 504])('%d is sent again once', async (status) => {
    const s = scenario({ faults: [on.post.backups.status(status)] });
    await s.step({ operation: 'create', server_id: '12345' });
    expect(s.requests('POST')).toHaveLength(2);
  });
});
