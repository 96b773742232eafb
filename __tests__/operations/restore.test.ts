import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, type FaultRule, harmlessDialects, on } from '../../simulator/index.js';
import { ago, DAY, HOUR, marked, scenario } from '../support/harness.js';

const RESTORE = { operation: 'restore', server_id: '12345', backup_id: '101' } as const;

describe('restore by id', () => {
  test('puts exactly this backup back', async () => {
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

  test('its row is enough, though the view is partial', async () => {
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
  test.each<[string, BackupSeed, RegExp]>([
    ['not found', { id: 102 }, /101 was not found/],
    ["another server's", { id: 101, server_id: 12346 }, /101 belongs to another server.*12346/],
    ['in progress', { id: 101, status: 'in_progress' }, /101.*in_progress, not completed/],
    ['failed', { id: 101, status: 'failed' }, /101.*failed, not completed/],
    ['expired', { id: 101, status: 'expired' }, /101.*expired, not completed/],
    ['of unknown status', { id: 101, status: 'Completed' }, /101.*not completed/],
  ])('%s', async (_, seed, message) => {
    for (const dialect of [{}, { ignoreServerFilter: true }]) {
      const s = scenario({ backups: [seed], dialect });
      const { failure, outputs } = await s.step(RESTORE);
      expect(failure).toMatch(message);
      expect(s.requests('POST')).toEqual([]);
      expect(outputs).toMatchObject({ backup_id: '101', status: '' });
    }
  });

  test('the list can not be read', async () => {
    const s = scenario({ backups: [{ id: 101 }], faults: [on.get.backups.status(503)] });
    const { failure } = await s.step(RESTORE);
    expect(failure).toMatch(/^Nothing was restored\. VPS\.org answered 503/);
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
    expect(failure).toMatch(/backup 101 does not say which server it is of/);
    expect(s.requests('POST')).toEqual([]);
  });

  test('the server is being restored already', async () => {
    const s = scenario({ backups: [{ id: 101 }] });
    s.sim.vps.updateServer(12345, { status: 'restoring' });
    const { failure } = await s.step(RESTORE);
    expect(failure).toContain('going on already');
    expect(s.requests('POST')).toEqual([]);
  });
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

  test('is refused where the newest does not say which server it is of', async () => {
    const row = (id: number, server: object | null, hours: number) => ({
      ...{ id, server, backup_type: 'manual', status: 'completed', size_mb: 1 },
      ...{ created_at: ago(hours * HOUR), description: marked() },
    });
    const results = (first: object | null) => ({
      results: [row(102, first, 2), row(101, { id: 12345 }, 40)],
    });
    const of = (first: object | null) =>
      scenario({ faults: [on.get.backups.answer(200, JSON.stringify(results(first)))] });
    const stray = of(null);
    expect((await stray.step(LATEST)).failure).toMatch(
      /^Nothing was restored: the newest, backup 102 .* does not say which server it is of/,
    );
    expect(stray.requests('POST')).toEqual([]);
    expect((await of({ id: 12346 }).step(LATEST)).outputs.backup_id).toBe('101');
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

  test.each<[string, BackupSeed, RegExp]>([
    [
      'made by the present run',
      { description: marked('create', { runId: '1000' }) },
      /102.*this very run/,
    ],
    [
      'made by another attempt of the present run',
      { description: marked('create', { runId: '1000', attempt: 3 }) },
      /102.*this very run/,
    ],
    [
      'of an unreadable date',
      { created_at: 'yesterday', description: marked() },
      /date of backup 102/,
    ],
    ['undated', { created_at: null, description: marked() }, /date of backup 102/],
  ])('refuses where it is %s, and names it', async (_, seed, message) => {
    const s = scenario({ backups: [CANDIDATE, { id: 102, created_at: ago(HOUR), ...seed }] });
    const { failure } = await s.step(LATEST);
    expect(failure).toMatch(message);
    expect(s.requests('POST')).toEqual([]);
  });

  test('refuses one older than max_age, and names it', async () => {
    const s = scenario({ backups: [CANDIDATE] });
    const { failure } = await s.step({ ...LATEST, max_age: '47h' });
    expect(failure).toMatch(/101.*older than max_age/);
    expect(s.requests('POST')).toEqual([]);
    expect((await s.step({ ...LATEST, max_age: '49h' })).failure).toBeNull();
  });

  test('refuses a partial view', async () => {
    const s = scenario({
      backups: [CANDIDATE, { id: 102, description: 'x' }],
      dialect: { capRowsAt: 1, order: 'newest' },
    });
    const { failure } = await s.step(LATEST);
    expect(failure).toContain('incomplete');
    expect(s.requests('POST')).toEqual([]);
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

  test('refuses where there is none', async () => {
    const s = scenario({ backups: [{ id: 102, description: 'by hand' }] });
    const { failure } = await s.step(LATEST);
    expect(failure).toMatch(/no completed backup of server 12345/);
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
  test.each<[string, FaultRule]>([
    ['refused', on.post.restore.from(1, 4).refuse()],
    ['429', on.post.restore.nth(1).tooManyRequests(5)],
  ])('a proven refusal is retried: %s', async (_, fault) => {
    const s = scenario({ backups: [{ id: 101 }], faults: [fault] });
    const { failure } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(s.sim.vps.restores).toHaveLength(1);
  });

  const open = (commit: 'before' | 'after'): [string, FaultRule][] => [
    ['reset', on.post.restore.reset(commit)],
    ['hang', on.post.restore.hang(commit)],
    ...[408, 500, 502, 503, 504].map((status): [string, FaultRule] => [
      `${status}`,
      on.post.restore.status(status, 'html', { commit }),
    ]),
    ['redirect', on.post.restore.redirect(307, 'https://elsewhere.example/', commit)],
  ];

  test.each([...open('before'), ...open('after')])(
    'anything open is a failure, and not repeated: %s',
    async (_, fault) => {
      const s = scenario({ backups: [{ id: 101 }], faults: [fault] });
      const { failure, outputs } = await s.step(RESTORE);
      expect(failure).toMatch(/may have started; look at the server before anything else/);
      expect(outputs).toMatchObject({ backup_id: '101', status: 'unknown' });
      expect(s.requests('POST')).toHaveLength(1);
    },
  );

  test.each([400, 401, 403, 404, 409, 422])('%d is a refusal in plain words', async (status) => {
    const s = scenario({
      backups: [{ id: 101 }],
      faults: [on.post.restore.status(status, 'errors', { text: 'not now' })],
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toMatch(/refused; nothing was restored.*not now/s);
    expect(outputs.status).toBe('');
    expect(s.requests('POST')).toHaveLength(1);
  });

  test.each(
    Object.entries(harmlessDialects).filter(([name]) => name.startsWith('restore answers')),
  )('%s: accepted', async (_, dialect) => {
    const s = scenario({ backups: [{ id: 101 }], dialect });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('restored');
  });

  test('a 2xx that is cut short is acceptance', async () => {
    const s = scenario({ backups: [{ id: 101 }], faults: [on.post.restore.cutShort()] });
    const { failure } = await s.step(RESTORE);
    expect(failure).toBeNull();
    expect(s.sim.vps.restores).toHaveLength(1);
  });
});
