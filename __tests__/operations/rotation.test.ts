import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '3' } as const;

/** What goes with keep_last 3: 101, 102 (create), 111 (safety), 105 (failed). Everything else has a reason to stay. */
const HISTORY: readonly BackupSeed[] = [
  { id: 101, created_at: ago(20 * DAY), description: marked() },
  {
    id: 102,
    created_at: ago(19 * DAY),
    description: marked('create', { owner: 'OCTO', repo: 'renamed' }),
  },
  { id: 103, created_at: ago(18 * DAY), description: marked() },
  { id: 104, created_at: ago(17 * DAY), description: marked() },
  { id: 105, created_at: ago(16 * DAY), description: marked(), status: 'failed' },
  { id: 106, created_at: ago(50 * DAY), description: marked('create', { repositoryId: '43' }) },
  { id: 107, created_at: ago(60 * DAY), description: 'by hand' },
  { id: 108, created_at: ago(70 * DAY), description: marked(), backup_type: 'automatic' },
  { id: 109, created_at: null, description: marked() },
];
const MORE: readonly BackupSeed[] = [
  { id: 201, created_at: ago(80 * DAY), description: marked(), server_id: 12346 },
  {
    id: 202,
    created_at: ago(81 * DAY),
    description: `${marked()} copied`,
    server_id: 12345,
    backup_type: 'automatic',
  },
];

test('a backup that is listed as one of another server fails, and nothing rotates there', async () => {
  const row = (id: number, server: number, created_at = ago(id * DAY)) => ({
    ...{
      id,
      server: { id: server, name: 'x' },
      backup_type: 'manual',
      status: 'completed',
      size_mb: 1,
    },
    ...{ created_at, description: marked() },
  });
  const results = [row(502, 12346, ago(0)), row(1, 12346), row(2, 12346), row(3, 12346)];
  const s = scenario({
    faults: [on.get.backups.from(2).answer(200, JSON.stringify({ count: 4, results }))],
  });
  const { failure } = await s.step({ operation: 'create', server_id: '12345', keep_last: '1' });
  expect(failure).toMatch(
    /answered with backup 502 of server 12346 .* when asked for one of server 12345/,
  );
  expect(s.requests('DELETE')).toEqual([]);
});

describe('rotation', () => {
  test('takes exactly what the contract says, failed ones first, then oldest first', async () => {
    const s = scenario({ backups: [...HISTORY, ...MORE] });
    const { failure, outputs, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([105, 101, 102]);
    expect(outputs.deleted_ids).toBe('[105,101,102]');
    expect(warnings).toEqual([]);
  });

  test.each<[string, BackupSeed]>([
    ['in progress', { status: 'in_progress' }],
    ['of unknown status', { status: 'archiving' }],
    ['marked [keep]', { description: marked('create', { text: 'Golden [Keep]' }) }],
    ['made by this run, an earlier attempt', { description: marked('create', { runId: '1000' }) }],
    [
      'made by this run, another job',
      { description: marked('create', { runId: '1000', job: 'other' }) },
    ],
    ['with a date that can not be read', { created_at: 'last week' }],
    ['with the date that means none', { created_at: '0001-01-01T00:00:00Z' }],
    ['with the date that means none to others', { created_at: '1970-01-01T00:00:00Z' }],
    ['with a date without a zone', { created_at: '2024-12-01T10:00:00' }],
    ['less than an hour old', { created_at: ago(59 * MINUTE) }],
    ['hand-made', { description: 'by hand' }],
    ['without a description', { description: null }],
    [
      "another repository's of the same name",
      { description: marked('create', { repositoryId: '43' }) },
    ],
    [
      "another repository's by name",
      { description: marked('create', { repositoryId: null, repo: 'shop2' }) },
    ],
    ['with text after the marker', { description: `${marked()} x` }],
    ['of another type', { backup_type: 'weekly' }],
  ])('never takes one %s', async (_, seed) => {
    const backups = [
      { id: 100, created_at: ago(90 * DAY), description: marked(), ...seed },
      { id: 101, description: marked() },
    ];
    const s = scenario({ backups });
    const { failure } = await s.step({ ...CREATE, keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).not.toContain(100);
  });

  test('by names, whatever their case, where one side has no repository id', async () => {
    const old = marked('create', { owner: 'Octo', repo: 'SHOP', repositoryId: null });
    const s = scenario({ backups: [{ id: 101, created_at: ago(9 * DAY), description: old }] });
    await s.step({ ...CREATE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('kinds are ranked each on their own', async () => {
    const kinds = ['create', 'safety'] as const;
    const backups = kinds.flatMap((kind, k) =>
      Array.from({ length: 3 }, (_, n) => ({
        id: 101 + 10 * k + n,
        created_at: ago((9 - n) * DAY),
        description: marked(kind),
      })),
    );
    const s = scenario({ backups });
    await s.step({ ...CREATE, keep_last: '2' });
    expect(s.sim.vps.deleted).toEqual([101, 111, 102]);
  });

  test('scope: server takes hand-made ones too, each kind on its own', async () => {
    const s = scenario({
      backups: [1, 2, 3].map((n) => ({
        id: 100 + n,
        created_at: ago((9 - n) * DAY),
        description: `by hand ${n}`,
      })),
    });
    await s.step({ ...CREATE, keep_last: '2', scope: 'server' });
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('protected ones take their places', async () => {
    const backups = [
      { id: 101, created_at: ago(9 * DAY), description: marked() },
      { id: 102, created_at: ago(8 * DAY), description: marked('create', { text: '[keep]' }) },
    ];
    const s = scenario({ backups });
    await s.step({ ...CREATE, keep_last: '2' });
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('nothing goes before the new backup is completed', async () => {
    const s = scenario({ backups: [...HISTORY], backupDurationMs: 100_000 });
    await s.step(CREATE);
    const deletes = s.sim.requests.filter((one) => one.method === 'DELETE');
    expect(deletes.length).toBeGreaterThan(0);
    expect(deletes.every((one) => one.at - s.clock.start >= 100_000)).toBe(true);
  });

  test.each(['failed', 'cancelled', 'never ends'])(
    'a new backup that %s takes nothing',
    async (end) => {
      const s = scenario({
        backups: [...HISTORY],
        ...(end === 'never ends' ? { backupDurationMs: DAY } : { backupOutcome: end }),
      });
      const { failure } = await s.step({ ...CREATE, keep_last: '1', wait_timeout: '5m' });
      expect(failure).not.toBeNull();
      expect(s.requests('DELETE')).toEqual([]);
    },
  );

  test('a fresh list is read before each single delete', async () => {
    const s = scenario({ backups: [...HISTORY] });
    await s.step(CREATE);
    const order = s.requests().slice(s.requests().findIndex((one) => one.startsWith('DELETE')) - 1);
    expect(
      order.filter(
        (one, n) => one.startsWith('DELETE') && order[n - 1] !== 'GET /backups/?server_id=12345',
      ),
    ).toEqual([]);
  });

  test('what another run protects in the middle of it stays', async () => {
    const s = scenario({
      backups: [...HISTORY],
      onOutcome: ({ method }) => {
        if (method === 'DELETE' && s.sim.vps.backup(102))
          s.sim.vps.updateBackup(102, { description: marked('create', { text: '[keep]' }) });
      },
    });
    await s.step(CREATE);
    expect(s.sim.vps.deleted).toEqual([105, 101]);
  });

  test('what is newer than the plan does not go in its course', async () => {
    // 103 is kept; only a newcomer makes it number 4. The plan did not give it up.
    const s = scenario({
      backups: [...HISTORY],
      onOutcome: ({ method }) => {
        if (method === 'DELETE' && !s.sim.vps.backup(300)) {
          s.sim.vps.addBackup({
            id: 300,
            created_at: ago(HOUR / 2),
            description: marked('create', { runId: '1001' }),
          });
        }
      },
    });
    await s.step(CREATE);
    expect(s.sim.vps.deleted).toEqual([105, 101, 102]);
  });

  test('a delete that fails is a warning; the rest is tried, and the step is green', async () => {
    const s = scenario({
      backups: [...HISTORY],
      faults: [on.path(/^\/backups\/105\//, 'DELETE').status(403)],
    });
    const { failure, warnings, outputs } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('105');
    expect(outputs.deleted_ids).toBe('[101,102]');
  });

  test('a partial view deletes nothing, with a warning', async () => {
    const s = scenario({ backups: [...HISTORY], dialect: { capRowsAt: 9, order: 'newest' } });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings.join()).toContain('incomplete');
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('a list that fails between two deletes: the warning says so, and what was not tried', async () => {
    const s = scenario({
      backups: [...HISTORY],
      backupDurationMs: 500,
      faults: [
        on.path(/^\/backups\/105\//, 'DELETE').status(403),
        on.get.backups.from(4).status(401),
      ],
    });
    const { failure, warnings } = await s.step({ ...CREATE, keep_last: '2' });
    expect(failure).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /Could not delete backup 105.* The list of backups of server 12345 could not be read.*Not tried: backup 101, 102, 103\./,
    );
  });

  test('a partial view after room was made: nothing more is deleted', async () => {
    const full = Array.from({ length: 10 }, (_, n) => ({
      id: 101 + n,
      created_at: ago((20 - n) * DAY),
      description: marked(),
    }));
    const partial = on.get.backups.from(4).answer(200, '{"count": 9, "results": []}');
    const s = scenario({ backups: full, backupDurationMs: 500, faults: [partial] });
    const { failure, warnings, outputs } = await s.step(CREATE);
    expect([failure, outputs.deleted_ids]).toEqual([null, '[101]']);
    expect(warnings.join()).toContain('came incomplete; nothing more is deleted. Try again later');
  });

  test('a 404 to a delete counts as done, with a notice', async () => {
    const s = scenario({
      backups: [...HISTORY],
      faults: [
        on
          .path(/^\/backups\/105\//, 'DELETE')
          .nth(1)
          .status(404),
      ],
    });
    const { failure, notices, outputs } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(notices.join()).toContain('105');
    expect(JSON.parse(outputs.deleted_ids ?? '')).toContain(105);
  });

  test('a delete whose answer is lost is tried again, and done', async () => {
    const s = scenario({ backups: [...HISTORY], faults: [on.delete.backup.nth(1).reset('after')] });
    const { failure, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([]);
    expect(s.sim.vps.deleted).toEqual([105, 101, 102]);
  });

  test('several servers: each by its own history', async () => {
    const there = [1, 2].map((n) => ({
      id: 210 + n,
      server_id: 12346,
      created_at: ago((9 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({ backups: [...HISTORY, ...there] });
    await s.step({ ...CREATE, server_id: '12345,12346', keep_last: '2' });
    expect([...s.sim.vps.deleted].sort()).toEqual([101, 102, 103, 105, 211]);
  });

  test('a server whose backup failed is not rotated, the other is', async () => {
    const there = [1, 2, 3].map((n) => ({
      id: 210 + n,
      server_id: 12346,
      created_at: ago((9 - n) * DAY),
      description: marked(),
    }));
    const s = scenario({
      backups: [...HISTORY, ...there],
      backupOutcome: ({ serverId }) => (serverId === 12346 ? 'failed' : 'completed'),
    });
    const { failure } = await s.step({ ...CREATE, server_id: '12345,12346', keep_last: '1' });
    expect(failure).toContain('12346');
    expect(s.sim.vps.deleted.some((id) => id > 200)).toBe(false);
    expect(s.sim.vps.deleted.length).toBeGreaterThan(0);
  });
});
