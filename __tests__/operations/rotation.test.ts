import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, scenario } from '../support/harness.js';
import { HISTORY, MORE, UNDATED } from '../support/history.js';

const CREATE = { operation: 'create', server_id: '12345', keep_last: '3' } as const;

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
  test('deletes exactly what is documented, failed ones first, then oldest first', async () => {
    const s = scenario({ backups: [...HISTORY, ...MORE] });
    const { failure, outputs, warnings } = await s.step(CREATE);
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([105, 101, 102]);
    expect(outputs.deleted_ids).toBe('[105,101,102]');
    expect(warnings).toEqual([UNDATED]);
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
    ["with a date that can't be read", { created_at: 'last week' }],
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
  ])('never deletes one %s', async (_, seed) => {
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

  test('scope: server deletes hand-made ones too, each kind on its own', async () => {
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

  test('protected ones are ranked', async () => {
    const backups = [
      { id: 101, created_at: ago(9 * DAY), description: marked() },
      { id: 102, created_at: ago(8 * DAY), description: marked('create', { text: '[keep]' }) },
    ];
    const s = scenario({ backups });
    await s.step({ ...CREATE, keep_last: '2' });
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('nothing is deleted before the new backup is completed', async () => {
    const s = scenario({ backups: [...HISTORY], backupDurationMs: 100_000 });
    await s.step(CREATE);
    const deletes = s.sim.requests.filter((one) => one.method === 'DELETE');
    expect(deletes.length).toBeGreaterThan(0);
    expect(deletes.every((one) => one.at - s.clock.start >= 100_000)).toBe(true);
  });

  test.each(['failed', 'cancelled', 'never ends'])(
    'nothing is deleted for a new backup that %s',
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

  test('a list is read before each single delete, and the servers before the first', async () => {
    const s = scenario({ backups: [...HISTORY] });
    await s.step(CREATE);
    const order = s.requests();
    const list = 'GET /backups/?server_id=12345';
    expect(order.slice(order.findIndex((one) => one.startsWith('DELETE')) - 2)).toEqual([
      ...[list, 'GET /servers/', 'DELETE /backups/105/'],
      ...[list, 'DELETE /backups/101/'],
      ...[list, 'DELETE /backups/102/'],
      list,
    ]);
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

  test('what only a later list selects is not deleted', async () => {
    // 103 is kept; only a newcomer makes it number 4.
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
});
