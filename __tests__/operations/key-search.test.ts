/** How long the list is searched for the key of a request, and what ends the search. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { ago, HOUR, type Scenario, scenario } from '../support/harness.js';

const CREATE = {
  ...{ operation: 'create', server_id: '12345', wait: 'false' },
  description: 'Release 7',
} as const;

function timesOf(s: Scenario, method: string): number[] {
  return s.sim.requests.filter((one) => one.method === method).map(({ at }) => at - s.clock.start);
}

describe('a lost answer', () => {
  test('of a backup that is listed at once is found at once', async () => {
    const s = scenario({ faults: [on.post.backups.nth(1).reset('after')] });
    expect((await s.step(CREATE)).outputs.backup_id).toBe('502');
    expect(s.clock.elapsed).toBe(0);
  });

  test('is searched for for 30 s, then the request is sent again after 2 to 10 s', async () => {
    const s = scenario({ faults: [on.post.backups.nth(1).reset('before')] });
    expect((await s.step(CREATE)).failure).toBeNull();
    expect(timesOf(s, 'POST')).toEqual([0, 36_000]);
  });

  test('is not taken for absent sooner where the search ends early', async () => {
    const s = scenario({
      faults: [on.post.backups.nth(1).reset('before'), on.get.backups.nth(2).status(404)],
    });
    expect((await s.step(CREATE)).failure).toBeNull();
    expect(timesOf(s, 'POST')[1]).toBeGreaterThanOrEqual(30_000);
  });

  test('found by the last list, it is not sent again', async () => {
    const s = scenario({
      dialect: { listingDelayMs: 31_000 },
      faults: [
        on.post.backups.nth(1).reset('after'),
        on.get.backups.from(2).for(30_000).status(503),
      ],
    });
    expect((await s.step(CREATE)).failure).toBeNull();
    expect(timesOf(s, 'POST')).toHaveLength(1);
  });
});

describe('an acceptance without an id', () => {
  test('of a backup that is listed at once is found by one list', async () => {
    const s = scenario({ dialect: { postAnswer: '202 empty' } });
    expect((await s.step(CREATE)).outputs.backup_id).toBe('502');
    expect(s.requests().map((one) => one.split('/')[0])).toEqual(['GET ', 'POST ', 'GET ']);
  });

  test('is searched for until wait_timeout', async () => {
    const s = scenario({ dialect: { postAnswer: '202 empty', createTakesMs: 10 * 60_000 } });
    expect((await s.step(CREATE)).outputs.backup_id).toBe('502');
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(10 * 60_000);
  });

  test('is searched for in one more list, where no poll could read one', async () => {
    const s = scenario({
      dialect: { postAnswer: '202 empty' },
      faults: [on.get.backups.from(2).for(62_000).status(503)],
    });
    const { failure, outputs } = await s.step({ ...CREATE, wait_timeout: '1m' });
    expect([failure, outputs.backup_id]).toEqual([null, '502']);
  });

  test('and a backup whose marker is damaged end the search after 30 s', async () => {
    const s = scenario({ dialect: { postAnswer: '202 empty', stripMarker: true } });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toMatch(/^Could not confirm whether backup 502 is the one requested/);
    expect(outputs.status).toBe('unknown');
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(30_000);
    expect(s.clock.elapsed).toBeLessThan(40_000);
  });
});

test.each([
  ['that was there before, though it has no date', { created_at: null }],
  ['that is automatic', { backup_type: 'automatic', created_at: ago(0) }],
])('a backup with the same text %s is no possible match', async (_, seed) => {
  const row = { id: 77, description: 'Release 7', ...seed };
  const isThere = seed.created_at === null;
  const s = scenario({
    backups: isThere ? [row] : [{ id: 76, created_at: ago(HOUR) }],
    faults: [on.post.backups.nth(1).reset('before')],
    script: isThere
      ? []
      : [{ when: { on: { method: 'POST' }, nth: 1 }, change: { kind: 'add backup', seed: row } }],
  });
  const { failure } = await s.step(CREATE);
  expect(failure).toBeNull();
  expect(timesOf(s, 'POST')).toHaveLength(2);
});

test('while a rejected request waits to be sent again, its outcome is known', async () => {
  const s = scenario({ faults: [on.post.backups.nth(1).tooManyRequests(20)] });
  const { history } = await s.step(CREATE);
  const waiting = history.filter(({ at }) => at === 0).at(-1);
  expect(waiting?.outputs.status).toBe('');
  expect(history.some(({ outputs }) => outputs.status === 'unknown')).toBe(true);
});
