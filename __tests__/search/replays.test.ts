/** What the search has found, each as small as it gets. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { CancelledError } from '../../src/errors.js';
import { ago, DAY, MINUTE, marked, scenario } from '../support/harness.js';

describe('a rate limit', () => {
  test('that one server does not wait for holds no other up', async () => {
    const day = String(24 * 3_600);
    const s = scenario({
      faults: [on.post.backups.nth(1).status(503), on.post.backups.nth(2).tooManyRequests(day)],
    });
    const { failure } = await s.step({ operation: 'create', server_id: '12345,12346' });
    expect(failure).toContain('1 of 2 servers failed');
    expect(s.sim.vps.created.map((one) => one.server_id)).toEqual([12345]);
    expect(s.clock.elapsed).toBeLessThan(2 * MINUTE);
  });
});

describe('a server that is being restored', () => {
  test('is asked about and spared, though a rate limit holds all requests back', async () => {
    const s = scenario({
      backups: [
        { created_at: ago(2 * DAY), description: marked() },
        { created_at: ago(DAY), description: marked() },
      ],
      faults: [on.get.backups.nth(2).tooManyRequests(60)],
    });
    s.sim.vps.occupyServer(12345, { forMs: 10 * MINUTE });
    await s.step({ operation: 'prune', server_id: '12345,12346', keep_last: '1' });
    expect(s.requests('DELETE')).toEqual([]);
  });
});

test('a server that one page shows as restoring is spared, though the next page is lost', async () => {
  const s = scenario({
    backups: [
      { created_at: ago(2 * DAY), description: marked() },
      { created_at: ago(DAY), description: marked() },
    ],
    dialect: { pageSize: 1 },
    faults: [on.path(/^\/servers\/\?page=2/).reset()],
  });
  s.sim.vps.occupyServer(12345, { forMs: 10 * MINUTE });
  await s.step({ operation: 'prune', server_id: '12345', keep_last: '1' });
  expect(s.requests('DELETE')).toEqual([]);
});

describe('a new backup that fails while others are rotated', () => {
  test.each(['create', 'wait'])('ends the rotation, and fails %s', async (operation) => {
    const s = scenario({
      backups: [40, 30, 20, 10].map((days) => ({
        created_at: ago(days * DAY),
        description: marked(),
      })),
      script: [
        {
          when: { on: { method: 'DELETE', path: 'backup' }, nth: 1, moment: 'after' },
          change: {
            kind: 'update backup',
            backup: { age: 'newest' },
            change: { status: 'failed' },
          },
        },
      ],
    });
    const backup = operation === 'create' ? { server_id: '12345' } : { backup_id: '104' };
    const { failure, outputs } = await s.step({ operation, ...backup, keep_last: '1' });
    expect(failure).toMatch(/failed \(status: failed\)/);
    expect(outputs.status).toBe('failed');
    expect(s.sim.vps.deleted).toEqual([101]);
  });
});

describe('a request for a backup that got no definite answer', () => {
  test('after a slot was freed: a deleted row that is still listed fills no slot', async () => {
    const s = scenario({
      backups: Array.from({ length: 10 }, (_, n) => ({
        created_at: ago((n + 1) * DAY),
        description: marked(),
      })),
      dialect: { staleDeletedMs: 60_000, listingDelayMs: 60_000 },
      faults: [on.post.backups.nth(2).reset('after')],
    });
    const { failure, outputs } = await s.step({ server_id: '12345', keep_last: '5' });
    expect(s.sim.vps.created).toHaveLength(1);
    expect(failure).toContain('Could not confirm whether VPS.org created a backup');
    expect(outputs.status).toBe('unknown');
  });

  test('and whose acceptance no readable row shows: the error says why', async () => {
    const s = scenario({ dialect: { postAnswer: '202 accepted', serverField: 'missing' } });
    const { failure } = await s.step({ server_id: '12345', wait_timeout: '30s' });
    expect(failure).toContain("the list is incomplete (1 of its rows can't be read)");
  });
});

test('a search for a lost backup that one poll ends early lasts half a minute all the same', async () => {
  const s = scenario({
    dialect: { listingDelayMs: 15_000 },
    faults: [on.post.backups.nth(1).reset('after'), on.get.backups.nth(2).status(405)],
  });
  const { failure } = await s.step({ server_id: '12345' });
  expect(failure).toBeNull();
  expect(s.requests('POST')).toHaveLength(1);
});

test('a backup that is answered as failed is named in the log, should the step be cancelled', async () => {
  const s = scenario({
    dialect: { createdStatus: 'failed' },
    faults: [on.post.backups.nth(2).reset('before')],
  });
  const cancel = new AbortController();
  void s.clock.sleep(500).then(() => cancel.abort(new CancelledError('SIGTERM')));
  const { text, failure } = await s.step({ server_id: '12345,12346' }, { cancel: cancel.signal });
  expect(failure).toContain('Cancelled by SIGTERM');
  expect(text).toContain('Created backup 502');
});

test('the size of a backup is judged by the last list that shows it', async () => {
  const s = scenario({
    backups: [30, 20, 10].map((days) => ({ created_at: ago(days * DAY), description: marked() })),
    script: [
      {
        when: { on: { method: 'GET', path: 'backups' }, nth: 2 },
        change: { kind: 'update backup', backup: { age: 'newest' }, change: { size_mb: 0 } },
      },
    ],
  });
  const { warnings } = await s.step({ operation: 'wait', backup_id: '103', keep_last: '1' });
  expect(warnings.join()).toContain('has 0 MB');
  expect(s.sim.vps.deleted).toEqual([]);
});

test('a new backup that vanishes while others are rotated ends the rotation, and fails', async () => {
  const s = scenario({
    backups: [40, 30, 20, 10].map((days) => ({
      created_at: ago(days * DAY),
      description: marked(),
    })),
    script: [
      {
        when: { on: { method: 'DELETE', path: 'backup' }, nth: 1, moment: 'after' },
        change: { kind: 'remove backup', backup: { age: 'newest' } },
      },
    ],
  });
  const { failure } = await s.step({ server_id: '12345', keep_last: '1' });
  expect(failure).toContain('disappeared');
  expect(s.sim.vps.deleted).toEqual([101]);
});

test('a second backup of one request is named, though only the first one is listed', async () => {
  const s = scenario({
    dialect: { listingDelayMs: 60_000 },
    faults: [on.post.backups.nth(1).status(503, 'detail', { commit: 'after' })],
  });
  const { warnings } = await s.step({ server_id: '12345', wait_timeout: '30s' });
  expect(s.sim.vps.created).toHaveLength(2);
  expect(warnings.join()).toMatch(/Backups 503 and 502 of server 12345 both carry the key/);
});
