/** 2xx answers to a create that show no row, say no, or are not so. */
import { describe, expect, test } from '@jest/globals';
import { acceptanceDialects, dubiousCreateDialects, on } from '../../simulator/index.js';
import { CREATE, expectOneBackup, expectUnknown } from '../support/create-outcomes.js';
import { fleet, idsOf } from '../support/fleet.js';
import { ago, HOUR, MINUTE, marked, scenario } from '../support/harness.js';

describe('accepted without a row: never sent again', () => {
  test.each(Object.entries(acceptanceDialects).filter(([name]) => name !== 'nothing, 200'))(
    '%s: the list shows the backup',
    async (_, dialect) => {
      for (const wait of ['true', 'false']) {
        const s = scenario({ dialect });
        const { failure, outputs } = await s.step({ ...CREATE, wait });
        expect(failure).toBeNull();
        expect(outputs.backup_id).toBe('502');
        expect(s.requests('POST')).toHaveLength(1);
        expect(s.sim.unexpected).toEqual([]);
      }
    },
  );

  test.each(['true', 'false'])(
    'listed after 40 minutes, with wait: %s: it is found within wait_timeout',
    async (wait) => {
      const dialect = { postAnswer: '202 queued', createTakesMs: 40 * MINUTE } as const;
      const s = scenario({ dialect });
      const { failure, outputs } = await s.step({ ...CREATE, wait });
      expect(failure).toBeNull();
      expect(outputs.backup_id).toBe('502');
      expect(s.requests('POST')).toHaveLength(1);
    },
  );

  test.each(['202 accepted', '202 queued', '202 task', '202 empty'] as const)(
    '%s, and never made: unknown after wait_timeout, after one request',
    async (postAnswer) => {
      const s = scenario({ dialect: { postAnswer, createTakesMs: 'never' } });
      const { failure, outputs } = await s.step({ ...CREATE, wait_timeout: '7m' });
      expect(failure).toBe(
        'Could not confirm whether VPS.org created a backup of server 12345: the request got no definite answer (202: accepted without an id), and no listed backup has key=000000000001. If a backup with key=000000000001 appears, wait for it by id (operation: wait); otherwise re-run.',
      );
      expect(outputs).toMatchObject({ status: 'unknown', backup_id: '' });
      expect(s.requests('POST')).toHaveLength(1);
      expect(s.clock.elapsed).toBeGreaterThanOrEqual(7 * MINUTE);
    },
  );

  test.each([
    ['{"status": "pending"}', 200],
    ['{"state": "Queued", "id": null}', 201],
    ['{"success": true}', 200],
    ['{"job_id": 17}', 202],
    ['[{"status": "in_progress"}]', 202],
  ])('%s with %d is an acceptance', async (body, status) => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).answer(status, body, { commit: { lateMs: 50_000 } })],
    });
    expect(requests('POST')).toHaveLength(1);
  });
});

describe('a 2xx that says no is unconfirmed: the list decides', () => {
  test.each(['success false, made', 'status error, made'])('%s: it is adopted', async (name) => {
    const { requests } = await expectOneBackup({ dialect: dubiousCreateDialects[name] ?? {} });
    expect(requests('POST')).toHaveLength(1);
  });

  test.each(['success false, not made', 'status error, not made'])(
    '%s: sent once more, then unknown, with the API’s words',
    async (name) => {
      const dialect = dubiousCreateDialects[name] ?? {};
      const { failure } = await expectUnknown({ dialect }, 2);
      expect(failure).toMatch(/2 requests got no definite answer \(20\d: it reports a failure: \w/);
    },
  );
});

describe('a row that is not so', () => {
  test('of another server, in the answer only: unknown, and not relied on', async () => {
    const dialect = dubiousCreateDialects['another server, says the row'] ?? {};
    const s = scenario({ dialect });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toContain('when asked for one of server 12345. Check both servers');
    expect(outputs).toMatchObject({ backup_id: '502', status: 'unknown' });
  });

  test('completed at once, says the row: only the list proves it', async () => {
    const dialect = dubiousCreateDialects['completed at once, says the row'] ?? {};
    const s = scenario({ dialect, backupDurationMs: 5 * MINUTE });
    const { failure } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(5 * MINUTE);
  });

  test.each(['deleted at once, says the row', 'failed at once, says the row'])(
    '%s: the step fails at once',
    async (name) => {
      const s = scenario({ dialect: dubiousCreateDialects[name] ?? {} });
      const { failure } = await s.step(CREATE);
      expect(failure).toMatch(/^Backup 502 of server 12345 .* failed \(status: (deleted|failed)\)/);
      expect(s.requests('POST')).toHaveLength(1);
    },
  );
});

describe('a late commit: a second row with our key', () => {
  test('is named in a warning, and neither is deleted', async () => {
    const s = scenario({
      faults: [on.post.backups.nth(1).reset({ lateMs: 60_000 })],
      backupDurationMs: 3 * MINUTE,
    });
    const { failure, warnings, outputs } = await s.step({ ...CREATE, keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.sim.vps.created).toHaveLength(2);
    expect(outputs.status).toBe('completed');
    expect(warnings).toContain(
      'Backups 502 and 503 of server 12345 both carry the key of one request: delete one of them.',
    );
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('is named for each server, though the new backups fail', async () => {
    const s = fleet(2, {
      faults: [on.post.backups.nth(1, 2).reset({ lateMs: 60_000 })],
      backupDurationMs: 3 * MINUTE,
      backupOutcome: 'failed',
    });
    const { failure, warnings } = await s.step({ operation: 'create', server_id: idsOf(2) });
    expect(failure).toMatch(/^2 of 2 servers failed/);
    const named = warnings.flatMap((line) => /of server (\d+) both carry/.exec(line)?.[1] ?? []);
    expect(named.sort()).toEqual(['1001', '1002']);
  });

  test.each([
    ['reset', on.post.backups.nth(2).reset('after')],
    ['502', on.post.backups.nth(2).status(502, 'html', { commit: 'after' })],
  ])('seen while the second answer, lost by %s, is searched for', async (_, second) => {
    const s = scenario({
      faults: [on.post.backups.nth(1).reset({ lateMs: 45_000 }), second],
      dialect: { listingDelayMs: 15_000 },
      backupDurationMs: MINUTE,
    });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings.join()).toMatch(/Backups \d+ and \d+ of server 12345 both carry the key/);
  });
});

describe('a possible match is new by its id and by its date', () => {
  const stripped = { description: 'Release 7' };

  test('an old row that an incomplete list hid before is none', async () => {
    const old = [
      { id: 7, created_at: ago(8 * 24 * HOUR), ...stripped },
      { id: 8, created_at: ago(HOUR), description: marked() },
    ];
    const s = scenario({
      backups: old,
      dialect: { capRowsAt: 1, order: 'newest' },
      script: [
        {
          when: { on: { method: 'POST' } },
          change: { kind: 'dialect', change: { capRowsAt: null } },
        },
      ],
      faults: [on.post.backups.nth(1).status(503)],
    });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(outputs.backup_id).toBe('502');
    expect(s.requests('POST')).toHaveLength(2);
  });

  test.each([
    ['without a date', null],
    ['dated now', ago(0)],
    ['dated 15 minutes before the request', ago(15 * MINUTE)],
  ])('a new row %s is one', async (_, created_at) => {
    const s = scenario({
      backups: [{ id: 76 }],
      script: [
        {
          when: { on: { method: 'POST' } },
          change: { kind: 'add backup', seed: { id: 77, created_at, ...stripped } },
        },
      ],
      faults: [on.post.backups.nth(1).reset('before')],
    });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toMatch(/^Could not confirm whether backup 77 is the one requested/);
    expect(outputs.status).toBe('unknown');
    expect(s.requests('POST')).toHaveLength(1);
  });
});
