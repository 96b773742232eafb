import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  dubiousRestoreDialects,
  type FaultRule,
  harmlessDialects,
  incompleteDialects,
  on,
} from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, scenario } from '../support/harness.js';

const RESTORE = { operation: 'restore', server_id: '12345', backup_id: '101' } as const;

describe('restore by id', () => {
  test('restores exactly this backup', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102 }, { id: 103 }],
      restoreDurationMs: 300_000,
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(s.sim.vps.restores).toMatchObject([{ serverId: 12345, backupId: 101 }]);
    expect(outputs).toMatchObject({ backup_id: '101', server_id: '12345', status: 'restored' });
    expect(Number(outputs.duration_seconds)).toBeGreaterThanOrEqual(299);
    expect(s.requests('POST')).toEqual(['POST /servers/12345/restore/']);
    expect(s.sim.unexpected).toEqual([]);
  });

  test('an old, foreign or automatic one too: the id is what counts', async () => {
    const backups = [
      { id: 101, backup_type: 'automatic', created_at: ago(300 * DAY), description: null },
    ];
    const s = scenario({ backups });
    const { failure } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(s.sim.vps.restores).toHaveLength(1);
  });

  test('its row is enough, though the list is incomplete', async () => {
    const s = scenario({
      backups: [{ id: 101 }, { id: 102 }],
      dialect: { capRowsAt: 1, order: 'id' },
    });
    const { failure } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(s.sim.vps.restores).toHaveLength(1);
  });

  test('its row is enough, though a later page can not be read', async () => {
    const s = scenario({
      backups: [{ id: 101 }, {}, {}],
      dialect: { pageSize: 1, order: 'oldest' },
      faults: [on.path(/backups.*page=2/, 'GET').status(500)],
    });
    expect(
      (await s.step({ operation: 'restore', server_id: '12345', backup_id: '101' })).failure,
    ).toBeNull();
    expect(s.sim.vps.restores).toMatchObject([{ backupId: 101 }]);
  });

  test('wait: false ends as accepted', async () => {
    const s = scenario({ backups: [{ id: 101 }] });
    const { failure, outputs } = await s.step({ ...RESTORE, wait: 'false' });
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(s.requests().at(-1)).toBe('POST /servers/12345/restore/');
  });
});

describe('refused before any POST', () => {
  test.each<[string, BackupSeed, string]>([
    [
      'not found',
      { id: 102 },
      'server 12345 has no backup 101. Check backup_id and server_id; operation: list shows what is there.',
    ],
    [
      "another server's",
      { id: 101, server_id: 12346 },
      'backup 101 belongs to another server, server 12346 (db-server-01), not to server 12345. Correct backup_id or server_id.',
    ],
    [
      'in progress',
      { id: 101, status: 'in_progress' },
      'backup 101 of server 12345 (web-server-01) is in_progress, not completed. To resume, run a step with operation: wait and backup_id: 101.',
    ],
    [
      'failed',
      { id: 101, status: 'failed' },
      'backup 101 of server 12345 (web-server-01) is failed, not completed. Choose another (operation: list).',
    ],
    [
      'expired, by its status',
      { id: 101, status: 'expired' },
      'backup 101 of server 12345 (web-server-01) is expired, not completed. Choose another (operation: list).',
    ],
    [
      'of a status that is not documented',
      { id: 101, status: 'verifying' },
      'backup 101 of server 12345 (web-server-01) is verifying, not completed. To resume, run a step with operation: wait and backup_id: 101.',
    ],
  ])('%s', async (_, seed, message) => {
    for (const dialect of [{}, { ignoreServerFilter: true }]) {
      const s = scenario({ backups: [seed], dialect });
      const { failure, outputs } = await s.step(RESTORE);
      expect(failure).toBe(`Nothing was restored: ${message}`);
      expect(s.requests('POST')).toEqual([]);
      expect(outputs).toMatchObject({ backup_id: '101', status: '' });
    }
  });

  test('the list can not be read', async () => {
    const s = scenario({ backups: [{ id: 101 }], faults: [on.get.backups.status(503)] });
    const { failure } = await s.step(RESTORE);
    expect(failure).toBe(
      'Nothing was restored. Could not list backups: VPS.org answered 503: Error 503. Try again later.',
    );
    expect(s.requests('POST')).toEqual([]);
  });

  test('a row that does not say which server it is of', async () => {
    const row = {
      id: 101,
      server: null,
      backup_type: 'manual',
      status: 'completed',
      created_at: ago(DAY),
      description: null,
    };
    const s = scenario({
      faults: [on.get.backups.answer(200, JSON.stringify({ count: 1, results: [row] }))],
    });
    const { failure } = await s.step(RESTORE);
    expect(failure).toBe(
      "Nothing was restored: server 12345 has no backup 101 (the list is incomplete: 1 of its rows can't be read). Check backup_id and server_id; operation: list shows what is there.",
    );
    expect(s.requests('POST')).toEqual([]);
  });

  test.each([0, 1, 3])(
    'a restore of the server is in progress, seen after %d failed requests',
    async (failed) => {
      const s = scenario({
        backups: [{ id: 101 }],
        servers: [{ id: 12345, status: 'restoring' }],
        faults: failed === 0 ? [] : [on.get.servers.from(1, failed).status(503)],
      });
      const { failure } = await s.step(RESTORE);
      expect(failure).toBe(
        'Nothing was restored: a restore of server 12345 is already in progress. Check the server on VPS.org before anything else.',
      );
      expect(s.requests('POST')).toEqual([]);
    },
  );
});

const LATEST = { operation: 'restore', server_id: '12345', backup_id: 'latest' } as const;

/** The newest that may be picked is 101; each of the others is newer and must not be. */
const CANDIDATE: BackupSeed = { id: 101, created_at: ago(2 * DAY), description: marked() };

describe('latest', () => {
  test.each<[string, BackupSeed]>([
    ['failed', { status: 'failed', description: marked() }],
    ['unfinished', { status: 'in_progress', description: marked() }],
    ["another server's", { server_id: 12346, description: marked() }],
    ["another repository's", { description: marked('create', { repositoryId: '43' }) }],
    ['a hand-made one', { description: 'by hand' }],
    ['an automatic one', { backup_type: 'automatic' }],
    ['a safety backup', { description: marked('safety') }],
    ['one with text after the marker', { description: `${marked()} x` }],
  ])('never picks %s', async (_, seed) => {
    for (const dialect of [{}, { ignoreServerFilter: true, ignoreTypeFilter: true }]) {
      const s = scenario({
        backups: [CANDIDATE, { id: 102, created_at: ago(HOUR), ...seed }],
        dialect,
      });
      const { failure } = await s.step(LATEST);
      expect(failure).toBeNull();
      expect(s.sim.vps.restores.map((one) => one.backupId)).toEqual([101]);
    }
  });

  test('refuses where a row has no server: it may be the newest of this one', async () => {
    const s = scenario({
      backups: [CANDIDATE, { id: 102, created_at: ago(HOUR), hides: ['server'] }],
    });
    const { failure } = await s.step(LATEST);
    expect(failure).toBe(
      "Nothing was restored: the list of backups of server 12345 is incomplete (1 of its rows can't be read), so latest can't be determined. Try again later, or set backup_id to the id.",
    );
    expect(s.requests('POST')).toEqual([]);
  });

  test('is the newest by date, then by id', async () => {
    const backups = [150, 149, 103, 151].map((id) => ({
      id,
      created_at: ago(id === 103 ? HOUR : DAY),
      description: marked(),
    }));
    const s = scenario({ backups });
    const { outputs } = await s.step(LATEST);
    expect(outputs.backup_id).toBe('103');
    const same = scenario({ backups: backups.map((one) => ({ ...one, created_at: ago(DAY) })) });
    expect((await same.step(LATEST)).outputs.backup_id).toBe('151');
  });

  const ROW_101 = '- 101: 2d old, run 900, commit 0123456: an older one';

  test.each<[string, BackupSeed, string, string]>([
    [
      'was made by the present run',
      { description: marked('create', { runId: '1000' }) },
      'latest, backup 102 (1h old), was made by this run, so it may hold the state to roll back.',
      '- 102: 1h old, run 1000, commit 0123456: made by this run',
    ],
    [
      'was made by another attempt of the present run',
      { description: marked('create', { runId: '1000', attempt: 3, sha: 'c0ffee00' }) },
      'latest, backup 102 (1h old), was made by this run, so it may hold the state to roll back.',
      '- 102: 1h old, run 1000, commit c0ffee0: made by this run',
    ],
    [
      'has expired, though its status says completed',
      { expires_at: ago(60_000), description: marked() },
      'latest, backup 102 (1h old), has expired.',
      '- 102: 1h old, run 900, commit 0123456: expired',
    ],
    [
      'has 0 MB',
      { size_mb: 0, description: marked('create', { runId: '901' }) },
      'latest, backup 102 (1h old), has 0 MB.',
      '- 102: 1h old, run 901, commit 0123456: 0 MB',
    ],
  ])('is refused where it %s, and named', async (_, seed, problem, row) => {
    const s = scenario({ backups: [CANDIDATE, { id: 102, created_at: ago(HOUR), ...seed }] });
    const { failure, outputs } = await s.step(LATEST);
    expect(failure).toBe(
      [
        `Nothing was restored: ${problem} If it is the right one, set backup_id: 102.`,
        row,
        ROW_101,
      ].join('\n'),
    );
    expect(s.requests('POST')).toEqual([]);
    expect(outputs).toMatchObject({ backup_id: '102', status: '' });
  });

  test.each<[string, string | null]>([
    ['without a date', null],
    ['of an unreadable date', 'yesterday'],
    ['of a date without a zone', ago(HOUR).replace('Z', '')],
    ['of the year 1', '0001-01-01T00:00:00Z'],
    ['of 1999', '1999-12-31T23:59:59Z'],
    ['dated 20 minutes ahead', ago(-20 * MINUTE)],
    ['dated 2099', '2099-01-01T00:00:00Z'],
  ])('is refused where one that passes the filters is %s', async (_, created_at) => {
    const undated = { id: 99, created_at, description: marked() };
    const s = scenario({ backups: [undated, CANDIDATE] });
    const { failure, warnings } = await s.step(LATEST);
    expect(failure).toMatch(
      /^Nothing was restored: backup 99 passes the filters of latest, but has no usable date\. If it is the right one, set backup_id: 99\.\n/,
    );
    expect(failure).toMatch(/^- 99: (no|unusable) date, run 900, commit 0123456: no usable date$/m);
    expect(s.requests('POST')).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  test('is not refused for an undated one that does not pass the filters', async () => {
    const others: BackupSeed[] = [
      { id: 102, created_at: null, description: 'by hand' },
      { id: 103, created_at: null, description: marked(), status: 'failed' },
      { id: 104, created_at: null, description: marked('safety') },
    ];
    const s = scenario({ backups: [CANDIDATE, ...others] });
    expect((await s.step(LATEST)).outputs.backup_id).toBe('101');
  });

  test('a date up to 15 minutes ahead of the API is a date', async () => {
    const s = scenario({
      backups: [CANDIDATE, { id: 102, created_at: ago(-14 * MINUTE), description: marked() }],
    });
    expect((await s.step(LATEST)).outputs.backup_id).toBe('102');
  });

  test.each([-20 * DAY, -2 * HOUR, 2 * HOUR, 8 * DAY])(
    "ages are measured on the API's clock: %d ms off",
    async (clockSkewMs) => {
      const s = scenario({ backups: [CANDIDATE], dialect: { clockSkewMs } });
      // Seeds are written by the true clock, and shown by the API's: both shift together.
      const { failure, warnings } = await s.step({ ...LATEST, max_age: '47h' });
      expect(failure).toMatch('latest, backup 101 (2d old), is older than max_age (47h).');
      expect(warnings.join()).toMatch("ages are measured on the API's");
      expect((await s.step({ ...LATEST, max_age: '49h' })).failure).toBeNull();
    },
  );

  test('is refused where it is older than max_age, 7d by default', async () => {
    const s = scenario({ backups: [{ ...CANDIDATE, created_at: ago(7 * DAY + HOUR) }] });
    const { failure } = await s.step(LATEST);
    expect(failure).toBe(
      [
        'Nothing was restored: latest, backup 101 (7d old), is older than max_age (7d). If it is the right one, set backup_id: 101.',
        '- 101: 7d old, run 900, commit 0123456: too old',
      ].join('\n'),
    );
    expect(s.requests('POST')).toEqual([]);
    expect((await s.step({ ...LATEST, max_age: '8d' })).failure).toBeNull();
  });

  test('is refused on an incomplete list', async () => {
    const s = scenario({
      backups: [CANDIDATE, { id: 102, description: 'x' }],
      dialect: { capRowsAt: 1, order: 'newest' },
    });
    const { failure } = await s.step(LATEST);
    expect(failure).toBe(
      "Nothing was restored: the list of backups of server 12345 is incomplete (it shows 1 of 2), so latest can't be determined. Try again later, or set backup_id to the id.",
    );
    expect(s.requests('POST')).toEqual([]);
  });

  test.each(Object.entries(incompleteDialects))(
    'is refused on a list with %s',
    async (_, dialect) => {
      const rows = [1, 2, 3].map((n) => ({ ...CANDIDATE, id: 200 + n }));
      const s = scenario({ backups: rows, dialect });
      expect((await s.step(LATEST)).failure).toMatch(/^Nothing was restored: the list of backups/);
      expect(s.requests('POST')).toEqual([]);
    },
  );

  test('the newest five candidates are named, each with why it was not taken', async () => {
    const backups: BackupSeed[] = [
      { id: 101, created_at: ago(6 * DAY), description: 'left out: the sixth' },
      { id: 102, created_at: ago(5 * DAY), description: 'by hand, before the move' },
      { id: 103, created_at: ago(4 * DAY), description: marked('create', { repositoryId: '43' }) },
      { id: 104, created_at: ago(3 * DAY), description: marked('safety', { runId: '77' }) },
      { id: 105, created_at: ago(2 * DAY), description: marked(), status: 'error' },
      { id: 106, created_at: ago(DAY), description: marked(), backup_type: 'automatic' },
    ];
    const s = scenario({ backups });
    const { failure } = await s.step({ ...LATEST, backup_type: 'manual' });
    expect(failure).toBe(
      [
        'Nothing was restored: no backup of server 12345 passes the filters of latest. Set backup_id to an id (operation: list), or set scope: server.',
        '- 106: 24h old, run 900, commit 0123456: another type',
        '- 105: 2d old, run 900, commit 0123456: not completed',
        '- 104: 3d old, run 77, commit 0123456: a safety backup',
        '- 103: 4d old, run 900, commit 0123456: not made by this repository',
        '- 102: 5d old, by hand, before the move: not made by this repository',
      ].join('\n'),
    );
  });

  test('is never an older one because a row vanished between two pages', async () => {
    const rows = [4, 3, 2, 1, 5].map((days, n) => ({
      id: 101 + n,
      created_at: ago(days * DAY),
      description: marked(),
    }));
    const s = scenario({
      backups: rows,
      dialect: { pageSize: 3, order: 'id' },
      onOutcome: () => {
        // The newest, 104, moves from the second page to the first, which has been read; 105 is older.
        if (s.sim.vps.backup(101)) s.sim.vps.removeBackup(101);
      },
    });
    await s.step(LATEST);
    expect(s.sim.vps.restores.filter((one) => one.backupId !== 104)).toEqual([]);
  });

  test('is refused where there is none', async () => {
    const s = scenario({ backups: [{ id: 102, description: 'by hand' }] });
    const { failure } = await s.step(LATEST);
    expect(failure).toMatch(
      /^Nothing was restored: no backup of server 12345 passes the filters of latest\./,
    );
  });

  test('match picks among descriptions, whatever the case', async () => {
    const newer = {
      id: 102,
      created_at: ago(HOUR),
      description: marked('create', { text: 'nightly' }),
    };
    const s = scenario({
      backups: [{ ...CANDIDATE, description: marked('create', { text: 'Release 7' }) }, newer],
    });
    const { outputs } = await s.step({ ...LATEST, match: 'RELEASE' });
    expect(outputs.backup_id).toBe('101');
  });

  test('scope: server takes any but marked safety backups, whosever', async () => {
    const backups: BackupSeed[] = [
      CANDIDATE,
      { id: 102, created_at: ago(10 * HOUR), description: 'by hand' },
      { id: 103, created_at: ago(HOUR), description: marked('safety', { repositoryId: '43' }) },
    ];
    const s = scenario({ backups });
    const { outputs } = await s.step({ ...LATEST, scope: 'server' });
    expect(outputs.backup_id).toBe('102');
  });

  test('scope: server with backup_type', async () => {
    const backups: BackupSeed[] = [
      CANDIDATE,
      { id: 102, created_at: ago(10 * HOUR), backup_type: 'automatic' },
    ];
    const s = scenario({
      backups: [...backups, { id: 103, created_at: ago(HOUR), description: 'by hand' }],
    });
    expect(
      (await s.step({ ...LATEST, scope: 'server', backup_type: 'automatic' })).outputs.backup_id,
    ).toBe('102');
  });
});

describe('the one POST', () => {
  test.each<[string, FaultRule, number]>([
    ['refused connections', on.post.restore.from(1, 4).refuse(), 15_000],
    ['429', on.post.restore.nth(1).tooManyRequests(5), 5_000],
    ['429 without Retry-After', on.post.restore.from(1, 5).tooManyRequests(), 15_500],
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
    expect(s.clock.elapsed).toBeGreaterThanOrEqual(15_000);
    expect(s.clock.elapsed).toBeLessThanOrEqual(32_000);
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
    [`success: false ${commit}`, on.post.restore.bare('200 success false', commit), 'reports a failure'],
    [`status: error ${commit}`, on.post.restore.bare('201 status error', commit), 'reports a failure'],
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
    'a 2xx that reports a failure is never success, one that accepts is: %s',
    async (name, dialect) => {
      const s = scenario({ backups: [{ id: 101 }], dialect });
      const { failure, outputs } = await s.step(RESTORE);
      expect(s.requests('POST')).toHaveLength(1);
      const saysNo = /^(success false|status error)/.test(name);
      expect([failure === null, outputs.status === 'unknown']).toEqual([!saysNo, saysNo]);
      if (!saysNo) expect(['accepted', 'restored']).toContain(outputs.status);
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

describe('by its id, what is doubtful is restored with a warning', () => {
  test.each<[string, BackupSeed, string]>([
    [
      'expired',
      { expires_at: '2025-01-01T00:00:00Z' },
      'Backup 101 of server 12345 (web-server-01) expired at 2025-01-01T00:00:00Z.',
    ],
    ['0 MB', { size_mb: 0 }, 'Backup 101 of server 12345 (web-server-01) has 0 MB.'],
  ])('%s', async (_, seed, warning) => {
    const s = scenario({ backups: [{ id: 101, ...seed }] });
    const { failure, warnings, outputs } = await s.step(RESTORE);
    expect([failure, outputs.status]).toEqual([null, 'restored']);
    expect(warnings).toEqual([warning]);
  });

  test('one without a date, or of this run, without one', async () => {
    const seeds: BackupSeed[] = [
      { created_at: null },
      { description: marked('create', { runId: '1000' }) },
    ];
    for (const seed of seeds) {
      const s = scenario({ backups: [{ id: 101, ...seed }] });
      const { failure, warnings } = await s.step(RESTORE);
      expect([failure, warnings]).toEqual([null, []]);
    }
  });
});

describe('outputs that can not be written', () => {
  test('before the restore is sent: nothing is sent', async () => {
    const s = scenario({ backups: [{ id: 101 }] });
    const { failure } = await s.step(RESTORE, {
      onWrite: () => {
        throw new Error('ENOSPC');
      },
    });
    expect(failure).toMatch('ENOSPC');
    expect(s.requests('POST')).toEqual([]);
  });

  test.each(['false', 'true'])(
    'from the moment it is sent: the report keeps that it was accepted; safety_backup: %s',
    async (safety_backup) => {
      const s = scenario({ backups: [{ id: 101 }] });
      let isFull = false;
      const { failure, report, outputs, text } = await s.step(
        { ...RESTORE, safety_backup },
        {
          onSend: ({ path }) => {
            if (path.endsWith('/restore/')) isFull = true;
          },
          onWrite: () => {
            if (isFull) throw new Error('ENOSPC');
          },
        },
      );
      expect(failure).toBeNull();
      expect(s.sim.vps.restores).toHaveLength(1);
      expect(report).toMatchObject({ status: 'restored' });
      expect(outputs.status).toBe('restored');
      expect(text).toMatch('VPS.org accepted the restore of backup 101');
    },
  );

  test('after the safety backup: the restore that was asked for is sent all the same', async () => {
    const s = scenario({ backups: [{ id: 101 }] });
    let isFull = false;
    const { report } = await s.step(
      { ...RESTORE, safety_backup: 'true' },
      {
        onSend: ({ method }) => {
          if (method === 'POST') isFull = true;
        },
        onWrite: () => {
          if (isFull) throw new Error('ENOSPC');
        },
      },
    );
    expect(s.requests('POST')).toEqual(['POST /backups/', 'POST /servers/12345/restore/']);
    expect(report).toMatchObject({ status: 'restored', safety: { id: 502 } });
  });
});
