/** The one POST of a restore. */
import { describe, expect, test } from '@jest/globals';
import {
  dubiousRestoreDialects,
  type FaultRule,
  harmlessDialects,
  on,
} from '../../simulator/index.js';
import { scenario } from '../support/harness.js';

const RESTORE = { operation: 'restore', server_id: '12345', backup_id: '101' } as const;

describe('the one POST', () => {
  test.each<[string, FaultRule, number]>([
    ['refused connections', on.post.restore.from(1, 4).refuse(), 15_000],
    ['429', on.post.restore.nth(1).tooManyRequests(5), 5_000],
    ['429 without Retry-After', on.post.restore.from(1, 6).tooManyRequests(), 30_000],
    ['409 with Retry-After', on.post.restore.nth(1).locked(409, 20), 20_000],
    ['423 with Retry-After', on.post.restore.from(1, 2).locked(423, 10), 20_000],
    ['425', on.post.restore.nth(1).locked(425), 1_000],
  ])('is retried after a transient rejection: %s', async (_, fault, ms) => {
    const s = scenario({ backups: [{ id: 101 }], faults: [fault] });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(s.sim.vps.restores).toHaveLength(1);
    expect((s.sim.vps.restores[0]?.at ?? 0) - s.clock.start).toBe(ms);
    expect(outputs.status).toBe('restored');
  });

  test('429 is retried for about 30 s', async () => {
    const s = scenario({ backups: [{ id: 101 }], faults: [on.post.restore.tooManyRequests()] });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toMatch(
      'Nothing was restored: VPS.org rejected the restore of backup 101 of server 12345 (web-server-01). Could not restore the backup: VPS.org answered 429: Request was throttled. Try again later.',
    );
    expect(outputs.status).toBe('');
    expect(s.clock.elapsed).toBe(30_000);
  });

  test.each<[string, FaultRule]>([
    ['409', on.post.restore.locked(409, 1_800)],
    ['423', on.post.restore.locked(423, 1_800)],
    ['429', on.post.restore.tooManyRequests(1_800)],
  ])('a long Retry-After fails at once, and says when to come back: %s', async (_, fault) => {
    const s = scenario({ backups: [{ id: 101 }], faults: [fault] });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toMatch(/^Nothing was restored: .* Try again in 30m\.$/);
    expect(s.clock.elapsed).toBe(0);
    expect([s.requests('POST').length, outputs.status]).toEqual([1, '']);
  });

  const unconfirmed = (commit: 'before' | 'after'): [string, FaultRule, string][] => [
    [`reset ${commit}`, on.post.restore.reset(commit), 'the connection was reset (ECONNRESET)'],
    [`hang ${commit}`, on.post.restore.hang(commit), 'the request timed out (TIMEOUT)'],
    ...[408, 500, 502, 503, 504].map((status): [string, FaultRule, string] => [
      `${status} ${commit}`,
      on.post.restore.status(status, 'html', { commit }),
      `${status}: Error ${status}`,
    ]),
    [
      `redirect ${commit}`,
      on.post.restore.redirect(307, 'https://elsewhere.example/', commit),
      '307',
    ],
    [
      `success: false ${commit}`,
      on.post.restore.bare('200 success false', commit),
      'reports a failure',
    ],
    [
      `status: error ${commit}`,
      on.post.restore.bare('201 status error', commit),
      'reports a failure',
    ],
  ];

  test.each([...unconfirmed('before'), ...unconfirmed('after')])(
    'without a definite answer it fails, and is not repeated: %s',
    async (_, fault, reason) => {
      const s = scenario({ backups: [{ id: 101 }], faults: [fault] });
      const { failure, outputs } = await s.step(RESTORE);
      expect(failure).toMatch(
        /^The restore of backup 101 of server 12345 \(web-server-01\) may have started: the request got no definite answer \(.*\), and it is not sent again\. Check the server on VPS\.org before anything else\.$/,
      );
      expect(failure).toContain(reason);
      expect(outputs).toMatchObject({ backup_id: '101', status: 'unknown' });
      expect(s.requests('POST')).toHaveLength(1);
    },
  );

  test.each(Object.entries(dubiousRestoreDialects))(
    'a 2xx that says no or is a web page is never success, one that accepts is: %s',
    async (name, dialect) => {
      const s = scenario({ backups: [{ id: 101 }], dialect });
      const { failure, outputs } = await s.step(RESTORE);
      expect(s.requests('POST')).toHaveLength(1);
      const unconfirmed = /^(success false|status error|a web page)/.test(name);
      expect([failure === null, outputs.status === 'unknown']).toEqual([!unconfirmed, unconfirmed]);
      if (!unconfirmed) expect(['accepted', 'restored']).toContain(outputs.status);
    },
  );

  test.each([400, 401, 403, 404, 409, 422, 423])(
    "%d is a rejection in the API's words",
    async (status) => {
      const s = scenario({
        backups: [{ id: 101 }],
        faults: [on.post.restore.status(status, 'errors', { text: 'not now' })],
      });
      const { failure, outputs } = await s.step(RESTORE);
      expect(failure).toMatch(
        `Nothing was restored: VPS.org rejected the restore of backup 101 of server 12345 (web-server-01). Could not restore the backup: VPS.org answered ${status}: not now.`,
      );
      expect(outputs.status).toBe('');
      expect(s.requests('POST')).toHaveLength(1);
    },
  );

  test('while a rejected request waits to be sent again, nothing was restored', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      faults: [on.post.restore.nth(1).tooManyRequests(20)],
    });
    const { history } = await s.step(RESTORE);
    const waiting = history.filter(({ at }) => at === 0);
    expect(waiting.map(({ outputs }) => outputs.status).slice(-2)).toEqual(['unknown', '']);
  });

  test('status is unknown while it is on its way: a killed process leaves the truth', async () => {
    const s = scenario({ backups: [{ id: 101 }] });
    const statuses: (string | undefined)[] = [];
    const { history } = await s.step(RESTORE, {
      onSend: ({ method }, report) => {
        if (method === 'POST') statuses.push('status' in report ? report.status : undefined);
      },
    });
    expect(statuses).toEqual(['unknown']);
    const shown = history.map(({ outputs }) => outputs.status);
    expect(shown.filter((status, n) => status !== shown[n - 1])).toEqual([
      '',
      'unknown',
      'accepted',
      'restored',
    ]);
  });

  test.each(Object.entries(harmlessDialects).filter(([name]) => name.startsWith('restore ')))(
    '%s: accepted',
    async (_, dialect) => {
      const s = scenario({ backups: [{ id: 101 }], dialect });
      const { failure, outputs } = await s.step(RESTORE);
      expect(failure).toBeNull();
      expect(outputs.status).toBe('restored');
    },
  );

  test('a 2xx that is cut short is acceptance', async () => {
    const s = scenario({ backups: [{ id: 101 }], faults: [on.post.restore.cutShort()] });
    const { failure } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(s.sim.vps.restores).toHaveLength(1);
  });
});
