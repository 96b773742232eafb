/** Which answers of a full server free a slot, and which delete nothing. */
import { describe, expect, test } from '@jest/globals';
import { limitDialects, lockDialects, on, otherRefusalDialects } from '../../simulator/index.js';
import { own, run, ten } from '../support/full-server.js';
import { ago, DAY, HOUR, marked, scenario } from '../support/harness.js';

const full = ten(Array.from({ length: 10 }, () => own()));

describe('the limit, in several words and languages: exactly one is deleted', () => {
  test.each(Object.entries(limitDialects).filter(([name]) => name !== 'no reason, 403'))(
    '%s',
    async (_, dialect) => {
      const { failure, sim, posts } = await run(full, { keep_last: '9' }, { dialect });
      expect(failure).toBeNull();
      expect(sim.vps.deleted.slice(0, 1)).toEqual([1]);
      expect(posts).toBe(2);
      expect(sim.unexpected).toEqual([]);
    },
  );

  test.each([
    ['a quota in a sentence', 409, { detail: 'The quota of this plan is used up.' }],
    ['the whole word ten', 422, { error: 'There are ten already.' }],
    ['Cyrillic', 400, { message: 'Достигнут лимит резервных копий.' }],
    ['a list of errors', 400, { errors: ['Limit of backups reached'] }],
    ['another field', 422, { backups: ['at most 10'] }],
    ['text', 403, 'Exceeded: manual backups'],
  ])('%s', async (_, status, body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const { failure, sim } = await run(
      full,
      { keep_last: '9' },
      { faults: [on.post.backups.nth(1).answer(status, text)] },
    );
    expect(failure).toBeNull();
    expect(sim.vps.deleted[0]).toBe(1);
  });
});

describe('another cause, on a full server: nothing is deleted, and the error names prune', () => {
  test.each(Object.entries(otherRefusalDialects))('%s', async (_, dialect) => {
    const { failure, sim, posts } = await run(full, {}, { dialect });
    expect(failure).toMatch(/^No backup of server 12345 was created\. Could not create a backup: /);
    expect(failure).toMatch(
      /Its 10 slots are used: if that is the cause, free one with operation: prune\.$/,
    );
    expect(sim.vps.deleted).toEqual([]);
    expect(posts).toBeLessThanOrEqual(6);
    expect(sim.unexpected).toEqual([]);
  });

  test.each([
    ['an empty 403', 403, ''],
    ['a 403 with an empty detail', 403, '{"detail": ""}'],
    ['a word in which ten is only a part', 409, '{"detail": "Tenant is not listening, often."}'],
    ['a number in which 10 is only a part', 400, '{"detail": "Error 1010."}'],
    ['a limit that is one of length', 400, '{"detail": "Maximum length exceeded."}'],
    ['a wait', 409, '{"detail": "Limit reached, come back in 10 minutes."}'],
    ['a rate, within a word', 422, '{"detail": "Maximum generated backups."}'],
    ['a server error in words of a limit', 404, '{"detail": "Limit of backups reached."}'],
    [
      'a nested field error',
      422,
      '{"detail":[{"loc":["body","description"],"msg":"at most 255"}]}',
    ],
  ])('%s', async (_, status, body) => {
    const { sim, posts } = await run(full, {}, { faults: [on.post.backups.answer(status, body)] });
    expect(sim.vps.deleted).toEqual([]);
    expect(posts).toBe(1);
  });

  test.each(['409', '423', '425'])(
    'a lock (%s) with Retry-After deletes nothing',
    async (status) => {
      const fault = on.post.backups.status(Number(status), 'detail', {
        text: 'Limit of operations reached.',
        headers: { 'retry-after': '1' },
      });
      const { failure, sim, posts } = await run(full, {}, { faults: [fault] });
      expect(failure).toContain(status);
      expect(sim.vps.deleted).toEqual([]);
      expect(posts).toBe(6);
    },
  );
});

describe('a server that is locked', () => {
  const lock = (name: string) => ({ dialect: lockDialects[name] ?? {} });

  test('423 with Retry-After: the create waits for the backup that runs', async () => {
    const s = scenario({
      ...lock('one backup at a time, 423 with Retry-After'),
      backups: [{ id: 1, duration_ms: 50_000, created_at: ago(HOUR) }],
    });
    const { failure } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toBeNull();
    expect(s.requests('POST')).toHaveLength(3);
  });

  test('409 without: it fails at once with the API’s words', async () => {
    const s = scenario({
      ...lock('one backup at a time, 409'),
      backups: [{ id: 1, duration_ms: 50_000, created_at: ago(HOUR) }],
    });
    const { failure } = await s.step({ operation: 'create', server_id: '12345' });
    expect(failure).toContain('Another operation is in progress on this server.');
    expect(s.requests('POST')).toHaveLength(1);
  });
});

describe('the list that is read after the rejection decides', () => {
  const nine = full.slice(1).map((one) => ({ ...one, description: marked() }));
  const tenth = {
    when: { on: { method: 'POST' as const }, nth: 1 },
    change: {
      kind: 'add backup' as const,
      seed: { id: 50, created_at: ago(HOUR / 2), description: 'by hand' },
    },
  };

  test('another took the tenth slot between list and POST: one is deleted', async () => {
    const { failure, sim, posts } = await run(nine, { keep_last: '8' }, { script: [tenth] });
    expect(failure).toBeNull();
    expect(posts).toBe(2);
    expect(sim.vps.deleted[0]).toBe(2);
    expect(sim.vps.backup(50)).toBeDefined();
  });

  test('it shows fewer than ten, and the answer fits: nothing is deleted, and it is sent once more', async () => {
    const { failure, sim, posts, text } = await run(
      nine.slice(4),
      { keep_last: '9' },
      { faults: [on.post.backups.nth(1).status(400, 'detail', { text: 'Limit reached.' })] },
    );
    expect(failure).toBeNull();
    expect(posts).toBe(2);
    expect(sim.vps.deleted).toEqual([]);
    expect(text).toContain(
      '5 of 10 slots of server 12345 are used: nothing is deleted; sending once more',
    );
  });

  test('and is rejected again: it fails, after two requests', async () => {
    const { failure, sim, posts } = await run(
      nine.slice(4),
      {},
      { faults: [on.post.backups.status(400, 'detail', { text: 'Limit reached.' })] },
    );
    expect(failure).toMatch(
      /^No backup of server 12345 was created: the request was rejected again, though a slot was free\./,
    );
    expect(sim.vps.deleted).toEqual([]);
    expect(posts).toBe(2);
  });

  test('soft-deleted rows use no slot', async () => {
    const gone = [...full.slice(0, 9), { id: 11, created_at: ago(DAY), status: 'deleted' }];
    const { sim, posts } = await run(
      gone,
      {},
      { faults: [on.post.backups.nth(1).status(400, 'detail', { text: 'Limit reached.' })] },
    );
    expect(posts).toBe(2);
    expect(sim.requests.findIndex(({ method }) => method === 'DELETE')).not.toBe(2);
  });
});
