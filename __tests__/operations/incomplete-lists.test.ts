/** Lists that hide rows, come from a cache, or lead elsewhere: nothing is concluded from them. */
import { describe, expect, test } from '@jest/globals';
import {
  cachedDialects,
  type Dialect,
  incompleteDialects,
  on,
  pagedSignDialects,
} from '../../simulator/index.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '2' } as const;
const backups = [1, 2, 3, 4].map((id) => ({
  id,
  created_at: ago((9 - id) * DAY),
  description: marked(),
}));
const newestFirst = { order: 'newest' } as const;

describe.each(Object.entries(incompleteDialects))('%s', (_, incomplete) => {
  const dialect: Partial<Dialect> = { ...newestFirst, ...incomplete };

  test('the new backup that is shown is waited for, nothing is rotated, a warning says why', async () => {
    const s = scenario({ backups, dialect });
    const { failure, warnings, outputs } = await s.step({ ...CREATE, wait_timeout: '10m' });
    expect(s.requests('DELETE')).toEqual([]);
    expect(outputs).toMatchObject({ backup_id: '502', deleted_ids: '[]', slots_used: '' });
    const why = warnings.filter((one) => /^The list of backups of .* is incomplete: ./.test(one));
    expect(why).toHaveLength(1);
    // A list of which no row has a server can't show that it is completed.
    const isShown = incomplete.serverField === undefined;
    expect(failure === null).toBe(isShown);
    expect(s.sim.unexpected).toEqual([]);
  });

  test('a request that was lost is not sent again', async () => {
    const faults = [on.post.backups.nth(1).reset('before')];
    const s = scenario({ backups, dialect, faults });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toMatch(
      /^Could not confirm whether .*, and the list is incomplete \(.+\)\. If/,
    );
    expect(outputs.status).toBe('unknown');
    expect(s.requests('POST')).toHaveLength(1);
  });

  test('no slot is freed', async () => {
    const full = Array.from({ length: 10 }, (_one, n) => ({
      id: n + 1,
      created_at: ago((20 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({ backups: full, dialect });
    const { failure } = await s.step(CREATE);
    expect(failure).toMatch(
      /^No backup of server 12345 was created: no slot could be freed\. The list of backups of server 12345 is incomplete \(.+\)\. Nothing was deleted\. Try again later\.$/,
    );
    expect(s.requests('DELETE')).toEqual([]);
  });
});

describe.each(Object.entries(pagedSignDialects))('%s beside next', (_, dialect) => {
  test('complete once all pages are read', async () => {
    const s = scenario({ backups, dialect });
    const { failure, warnings, outputs } = await s.step(CREATE);
    expect([failure, warnings]).toEqual([null, []]);
    expect(outputs.deleted_ids).toBe('[1,2,3]');
  });
});

test('a reason is said once a step, whatever its figures; another reason once more', async () => {
  const reasons: Partial<Dialect>[] = [{}, {}, {}, { moreSign: 'has_more' }];
  const many = Array.from({ length: 11 }, (_, n) => ({ id: n + 1 }));
  const s = scenario({
    backups: many,
    dialect: { capRowsAt: 2, order: 'id', deleteTakesMs: 'never' },
    onRequest: ({ method }) => {
      if (method !== 'GET') return;
      const [lists] = [s.requests('GET').length];
      Object.assign(s.sim.vps.dialect, reasons[lists - 1]);
      s.sim.vps.removeBackup(12 - lists);
    },
  });
  const { warnings } = await s.step({ operation: 'delete', backup_id: '1' });
  expect(s.requests('GET').length).toBeGreaterThan(4);
  expect(warnings.filter((one) => one.includes('incomplete'))).toEqual([
    'The list of backups of all servers is incomplete: it shows 2 of 10.',
    'The list of backups of all servers is incomplete: has_more announces more, and there is no next to follow.',
  ]);
});

describe('next', () => {
  test.each<[string, Partial<Dialect>]>([
    ['names an inner host', { nextHost: 'http://backend.internal:8000' }],
    ['names an inner address', { nextHost: 'https://10.1.2.3' }],
    ['has lost its port', { nextOrigin: 'without port' }],
    ['has another scheme', { nextOrigin: 'other scheme' }],
    ['is relative', { relativeNext: true }],
  ])('%s: it is followed on the own origin', async (_, dialect) => {
    const s = scenario({ backups, dialect: { pageSize: 1, order: 'oldest', ...dialect } });
    const { failure, warnings, outputs } = await s.step(CREATE);
    expect([failure, warnings]).toEqual([null, []]);
    expect(outputs).toMatchObject({ status: 'completed', deleted_ids: '[1,2,3]' });
    expect(s.sim.unexpected).toEqual([]);
  });

  test('leads out of the API: the warning says where to', async () => {
    const dialect = { pageSize: 2, nextBase: '/internal', ...newestFirst } as const;
    const { warnings } = await scenario({ backups, dialect }).step(CREATE);
    expect(warnings[0]).toMatch(
      /^The list of backups of server 12345 is incomplete: its next page \(https:\/\/admin\.vps\.org\/internal\/backups\/\?server_id=12345&page=2\) can't be followed: it is not under \/api\/v1\/; it shows 2 of 4\.$/,
    );
  });
});

describe('a page that has vanished (404)', () => {
  test.each([1, 2])('%d times: the list is read again, and is complete', async (vanishingPages) => {
    const s = scenario({ backups, dialect: { pageSize: 2, vanishingPages } });
    const { failure, warnings, outputs } = await s.step(CREATE);
    expect([failure, warnings]).toEqual([null, []]);
    expect(outputs.deleted_ids).toBe('[1,2,3]');
  });

  test('always: incomplete after two more readings', async () => {
    const dialect = { pageSize: 2, vanishingPages: 'always', ...newestFirst } as const;
    const s = scenario({ backups, dialect });
    const { warnings } = await s.step({ ...CREATE, wait: 'false' });
    expect(warnings[0]).toMatch(
      /is incomplete: its page \/api\/v1\/.*page=2 is not there any more \(404\)\.$/,
    );
    expect(s.requests('GET')).toHaveLength(6);
  });
});

describe.each(Object.entries(cachedDialects))('a list %s', (name, dialect) => {
  test('deletes nothing that a list of now would keep', async () => {
    const s = scenario({ backups, dialect, backupDurationMs: 3_000 });
    const { failure, warnings } = await s.step({ ...CREATE, wait_timeout: '90m' });
    expect(failure).toBeNull();
    const isNamed = !name.includes('without a sign');
    expect(warnings.some((one) => one.includes('it came from a cache'))).toBe(isNamed);
    expect(s.sim.vps.deleted).toEqual(isNamed ? [] : [1, 2, 3]);
  });

  test('proves no absence', async () => {
    const isNamed = !name.includes('without a sign');
    // Its `Date` is that of now, so that an old one shows.
    const lost = on.post.backups.nth(1).status(502, 'html', { commit: 'after' });
    const s = scenario({ backups, dialect, faults: [lost] });
    const { outputs } = await s.step({ operation: 'create', server_id: '12345' });
    expect(s.requests('POST')).toHaveLength(1);
    expect(outputs.status).toBe(isNamed ? 'unknown' : 'completed');
  });
});
