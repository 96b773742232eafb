/** `list` where pages, lists or servers are missing. */
import { describe, expect, test } from '@jest/globals';
import { type Dialect, incompleteDialects, on, pagedSignDialects } from '../../simulator/index.js';
import { type StepInputs, scenario } from '../support/harness.js';
import { ROWS } from './list-steps.js';

/** The outputs that are of no backup. */
const NOTHING = {
  backup_id: '',
  server_id: '',
  status: '',
  created_at: '',
  size_mb: '',
  expires_at: '',
  backup: '',
};

describe('list', () => {
  test.each<[string, StepInputs]>([
    ['of all', {}],
    ['of one server', { server_id: '12345' }],
    ['of two, one of which is incomplete', { server_id: '12346,12345' }],
  ])(
    'an incomplete list %s shows its rows, and nothing that can not be known: green, with a warning',
    async (_, inputs) => {
      const s = scenario({ backups: ROWS, dialect: { capRowsAt: 2, order: 'id' } });
      const { failure, warnings, outputs, text } = await s.step({ operation: 'list', ...inputs });
      expect(failure).toBeNull();
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(/^The list of backups of .* is incomplete: it shows 2 of \d\.$/);
      const ids = JSON.parse(outputs.backup_ids ?? '');
      expect(ids).toEqual(inputs.server_id === '12346,12345' ? [201, 102, 101] : [102, 101]);
      expect(JSON.parse(outputs.backups ?? '')).toHaveLength(ids.length);
      expect(outputs).toMatchObject({ ...NOTHING, count: '', truncated: 'true', slots_used: '' });
      expect(text).toMatch(`${ids.length} backups matched in an incomplete list`);
    },
  );

  test.each(Object.entries(incompleteDialects))('is incomplete: %s', async (_, dialect) => {
    const s = scenario({ backups: ROWS, dialect });
    const { failure, warnings, outputs } = await s.step({ operation: 'list', server_id: '12345' });
    expect([failure, warnings.length]).toEqual([null, 1]);
    expect(outputs).toMatchObject({ backup_id: '', count: '', truncated: 'true' });
    expect(s.sim.unexpected).toEqual([]);
  });

  test.each(Object.entries(pagedSignDialects))(
    'is complete once all is read: %s',
    async (_, dialect) => {
      const s = scenario({ backups: ROWS, dialect });
      const { warnings, outputs } = await s.step({ operation: 'list' });
      expect(warnings).toEqual([]);
      expect(outputs).toMatchObject({ count: '6', truncated: 'false', backup_id: '201' });
    },
  );

  test.each([
    ['by Age', { ageMs: 120_000, sign: 'age' }, true],
    ['by Age, of a minute', { ageMs: 60_000, sign: 'age' }, false],
    ['that heeds no-cache', { ageMs: 3_600_000, sign: 'age', heedsNoCache: true }, false],
  ] as const)('a list from a cache, %s', async (_, cachedList, isIncomplete) => {
    const s = scenario({ backups: ROWS, dialect: { cachedList } });
    const { warnings, outputs } = await s.step({ operation: 'list' });
    expect(warnings).toEqual(isIncomplete ? [expect.stringMatching('came from a cache')] : []);
    expect(outputs.truncated).toBe(String(isIncomplete));
  });

  test('an error is retried up to 5 times', async () => {
    const s = scenario({ backups: ROWS, faults: [on.get.backups.from(1, 5).status(502)] });
    expect((await s.step({ operation: 'list' })).failure).toBeNull();
    const down = scenario({ backups: ROWS, faults: [on.get.backups.status(502)] });
    expect((await down.step({ operation: 'list' })).failure).toContain('502');
    expect(down.sim.requests).toHaveLength(6);
  });

  test.each<[string, StepInputs, boolean]>([
    ['of one server', { server_id: '12345' }, true],
    ['of one of several servers', { server_id: '12345,12346' }, true],
    ['of all', {}, false],
    ['of servers, for a name', { server_name: 'web' }, false],
  ])(
    'a list that can not be read %s: how many matched is not known, which is not none',
    async (_, inputs, isBegun) => {
      const faults = [
        on.get.servers.status(403),
        on.path(/server_id=12346/).status(403),
        on.path(/\/backups\/$/).status(inputs.server_id === undefined ? 403 : 400),
      ];
      const s = scenario({
        backups: ROWS,
        faults: [...faults, on.path(/server_id=12345$/).status(403)],
      });
      const { failure, outputs } = await s.step({ operation: 'list', ...inputs });
      expect(failure).toContain('403');
      expect(outputs).toEqual({
        ...NOTHING,
        slots_used: '',
        duration_seconds: '0',
        ...(isBegun ? { count: '', backup_ids: '[]', backups: '[]', truncated: 'true' } : {}),
        ...(isBegun ? {} : { backup: undefined }),
      });
    },
  );

  test('of several servers, one that fails does not hide the others', async () => {
    const s = scenario({
      backups: ROWS,
      faults: [on.path(/\/backups\/$/).status(400), on.path(/server_id=12345$/).status(403)],
    });
    const { failure, outputs } = await s.step({ operation: 'list', server_id: '12345,12346' });
    expect(failure).toMatch(/^1 of 2 servers failed\.\n- server 12345: Could not list backups/);
    expect(outputs).toMatchObject({ backup_ids: '[201]', count: '', truncated: 'true' });
  });

  describe('a server id that the account does not have', () => {
    test('fails; the rows of the others are shown', async () => {
      const s = scenario({ backups: ROWS });
      const { failure, outputs } = await s.step({ operation: 'list', server_id: '12346,123466' });
      expect(failure).toBe(
        [
          '1 of 2 servers failed.',
          '- No server of this account has the id 123466, and no backup mentions it. Its servers: 12346 (db-server-01), 12345 (web-server-01).',
          'Check server_id, and that the token belongs to the account of that server.',
        ].join('\n'),
      );
      expect(outputs.backup_ids).toBe('[201]');
    });

    test('is none where the account has it, though without a backup', async () => {
      const s = scenario({ servers: [{ id: 777 }] });
      const { failure, outputs } = await s.step({ operation: 'list', server_id: '777' });
      expect([failure, outputs.count]).toEqual([null, '0']);
      expect(s.requests()).toEqual(['GET /backups/?server_id=777', 'GET /servers/']);
    });

    test('is a warning where the list of servers can not be read', async () => {
      const s = scenario({ faults: [on.get.servers.status(403)] });
      const { failure, warnings } = await s.step({ operation: 'list', server_id: '777' });
      expect(failure).toBeNull();
      expect(warnings.join()).toMatch('It could not be checked whether the account has server 777');
    });
  });

  test.each<[string, Partial<Dialect>]>([
    ['an inner host', { nextHost: 'http://10.0.0.5:8080' }],
    ['another host', { nextHost: 'https://elsewhere.example' }],
    ['a lost port', { nextOrigin: 'without port' }],
    ['another scheme', { nextOrigin: 'other scheme' }],
    ['a path only', { relativeNext: true }],
  ])('next is followed on the own origin, whatever host it names: %s', async (_, dialect) => {
    const s = scenario({ backups: ROWS, dialect: { pageSize: 2, ...dialect } });
    const { warnings, outputs } = await s.step({ operation: 'list' });
    expect([warnings, outputs.count]).toEqual([[], '6']);
    expect(s.sim.requests).toHaveLength(3);
  });

  test('next under another path is not followed: the warning says where it points to', async () => {
    const s = scenario({ backups: ROWS, dialect: { pageSize: 2, nextBase: '/internal' } });
    const { warnings } = await s.step({ operation: 'list' });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The list of backups of all servers is incomplete: its next page \(.*\/internal\/backups\/.*\) can't be followed: it is not under \/api\/v1\/; it shows 2 of 6\.$/,
      ),
    ]);
    expect(s.sim.requests).toHaveLength(1);
  });

  test.each([1, 2, 3])(
    'a page that vanished %d times: the list is read again, at most twice',
    async (times) => {
      const s = scenario({ backups: ROWS, dialect: { pageSize: 2, vanishingPages: times } });
      const { outputs } = await s.step({ operation: 'list' });
      expect(outputs.truncated).toBe(String(times === 3));
    },
  );

  test('a row that vanishes between two pages pulls another one past the reader: the list is not taken for complete', async () => {
    const s = scenario({
      backups: ROWS,
      dialect: { pageSize: 2, order: 'id' },
      onOutcome: () => {
        // 101 stood on the first page, which has just been read; 103 moves there from the second.
        if (s.sim.vps.backup(101)) s.sim.vps.removeBackup(101);
      },
    });
    const { outputs, warnings } = await s.step({ operation: 'list' });
    const isComplete = JSON.parse(outputs.backup_ids ?? '').includes(103);
    expect(isComplete || warnings.some((line) => line.includes('incomplete'))).toBe(true);
  });

  test('at most 100 pages, and pages without end are incomplete', async () => {
    const many = Array.from({ length: 105 }, (_, n) => ({ id: 1001 + n }));
    const s = scenario({ backups: many, dialect: { pageSize: 1 } });
    const { warnings } = await s.step({ operation: 'list' });
    expect(s.sim.requests).toHaveLength(100);
    expect(warnings).toHaveLength(1);
    const endless = scenario({ backups: ROWS, dialect: { pageSize: 2, endlessNext: true } });
    expect((await endless.step({ operation: 'list' })).warnings).toHaveLength(1);
    expect(endless.sim.requests.length).toBeLessThanOrEqual(100);
  });
});
