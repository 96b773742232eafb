import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  deletionDialects,
  type FaultRule,
  incompleteDialects,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

const PRUNE = { operation: 'prune', server_id: '12345' } as const;

/** Ids 101 to 100 + n, the first the oldest, a day apart. */
function ours(count: number, more: BackupSeed = {}): BackupSeed[] {
  return Array.from({ length: count }, (_, n) => ({
    id: 101 + n,
    created_at: ago((count - n) * DAY),
    description: marked(),
    ...more,
  }));
}

describe('the policy', () => {
  test('keep_last', async () => {
    const s = scenario({ backups: ours(6) });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '4' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([101, 102]);
    expect(outputs).toMatchObject({ deleted_ids: '[101,102]', status: 'deleted' });
  });

  test('older_than', async () => {
    const s = scenario({ backups: ours(6) });
    await s.step({ ...PRUNE, older_than: '4d' });
    expect(s.sim.vps.deleted).toEqual([101, 102]);
  });

  test.each([
    ['2', '5d', [101]],
    ['5', '2d', [101]],
    ['6', '1h', []],
    ['1', '3650d', []],
  ])('with both (%s, %s), only what both select', async (keepLast, olderThan, deleted) => {
    const s = scenario({ backups: ours(6) });
    const { outputs } = await s.step({ ...PRUNE, keep_last: keepLast, older_than: olderThan });
    expect(s.sim.vps.deleted).toEqual(deleted);
    expect(outputs.status).toBe(deleted.length === 0 ? 'unchanged' : 'deleted');
  });

  test('failed ones go first and are never counted; with older_than only those that are older', async () => {
    const failed = [1, 9].map((days, n) => ({
      id: 201 + n,
      created_at: ago(days * DAY),
      description: marked(),
      status: 'error',
    }));
    const s = scenario({ backups: [...ours(4), ...failed] });
    await s.step({ ...PRUNE, keep_last: '3', older_than: '36h' });
    expect(s.sim.vps.deleted).toEqual([202, 101]);
    await s.step({ ...PRUNE, keep_last: '3' });
    expect(s.sim.vps.deleted).toEqual([202, 101, 201]);
  });

  test.each(['deleted', 'expired'])('%s is not deleted as failed', async (status) => {
    const s = scenario({ backups: [...ours(1), { id: 201, description: marked(), status }] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('match narrows what is ranked and what is deleted', async () => {
    const nightly = [1, 2, 3].map((n) => ({
      id: 200 + n,
      created_at: ago((9 - n) * DAY),
      description: marked('create', { text: 'Nightly' }),
    }));
    const s = scenario({ backups: [...ours(4), ...nightly] });
    await s.step({ ...PRUNE, keep_last: '1', match: 'nightly' });
    expect(s.sim.vps.deleted).toEqual([201, 202]);
  });

  test('spaces in match count', async () => {
    const texts = ['release-2 x', 'release-20', 'x release-2', 'release-2 x'];
    const rows = texts.map((text, n) => ({
      id: 201 + n,
      created_at: ago((9 - n) * DAY),
      description: marked('create', { text }),
    }));
    const s = scenario({ backups: [...ours(2), ...rows] });
    await s.step({ ...PRUNE, keep_last: '1', match: 'release-2 x' });
    expect(s.sim.vps.deleted).toEqual([201]);
    const spaced = scenario({ backups: [...ours(2), ...rows] });
    await spaced.step({ ...PRUNE, older_than: '1h', match: ' release-2 ' });
    expect(spaced.sim.vps.deleted).toEqual([203]);
  });

  test('a blank match is no filter of all: nothing is sent', async () => {
    const s = scenario({ backups: ours(4) });
    await expect(s.step({ ...PRUNE, keep_last: '1', match: ' ' })).rejects.toThrow(
      /match: " " is not allowed/,
    );
    expect(s.requests()).toEqual([]);
  });

  test('scope: server takes what others made, each kind on its own', async () => {
    const hand = [1, 2].map((n) => ({
      id: 300 + n,
      created_at: ago((40 - n) * DAY),
      description: 'by hand',
    }));
    const s = scenario({ backups: [...ours(2), ...hand] });
    await s.step({ ...PRUNE, keep_last: '1', scope: 'server' });
    expect([...s.sim.vps.deleted].sort()).toEqual([101, 301]);
  });

  test.each<[string, BackupSeed[]]>([
    ['one', ours(1)],
    ['several, all older', ours(3)],
    [
      'and failed ones',
      [...ours(1), { id: 200, created_at: ago(99 * DAY), description: marked(), status: 'failed' }],
    ],
    ['of safety backups alone', ours(2, { description: marked('safety') })],
  ])('the last completed manual backup in scope stays: %s', async (_, backups) => {
    const s = scenario({ backups });
    await s.step({ ...PRUNE, older_than: '1h' });
    const left = s.sim.vps.backups.filter((one) => one.status === 'completed');
    expect(left).toHaveLength(1);
  });

  test('though a younger foreign one is there', async () => {
    const s = scenario({
      backups: [...ours(1), { id: 200, created_at: ago(HOUR * 2), description: 'by hand' }],
    });
    await s.step({ ...PRUNE, older_than: '1h' });
    expect(s.requests('DELETE')).toEqual([]);
  });
});

describe('with care', () => {
  test('an incomplete list deletes nothing and fails', async () => {
    const s = scenario({ backups: ours(6), dialect: { capRowsAt: 5, order: 'oldest' } });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBe(
      'The list of backups of server 12345 is incomplete (it shows 5 of 6). Nothing was deleted. Try again later.',
    );
    expect(s.requests('DELETE')).toEqual([]);
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: '' });
  });

  test.each(Object.entries(incompleteDialects))('nothing is deleted on: %s', async (_, dialect) => {
    const s = scenario({ backups: ours(6), dialect });
    const { failure, warnings } = await s.step({ ...PRUNE, keep_last: '1', scope: 'server' });
    expect(failure).toMatch(/is incomplete \(.+\)\. Nothing was deleted\. Try again later\.$/);
    expect(s.sim.vps.deleted).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  test('so does a row that can not be read', async () => {
    const page = {
      count: 3,
      results: [
        { id: 'x' },
        { id: 101, server: { id: 12345 } },
        { id: 102, server: { id: 12345 } },
      ],
    };
    const s = scenario({
      backups: ours(6),
      faults: [on.get.backups.answer(200, JSON.stringify(page))],
    });
    const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toContain('incomplete');
    expect(s.requests('DELETE')).toEqual([]);
  });

  test('a list that turns incomplete in the middle stops it', async () => {
    const s = scenario({
      backups: ours(6),
      onOutcome: ({ method }) => {
        if (method === 'DELETE') s.sim.vps.dialect.capRowsAt = 2;
      },
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBe(
      'The list of backups of server 12345 is incomplete (it shows 2 of 5). Nothing more was deleted. Try again later.',
    );
    expect(outputs).toMatchObject({ deleted_ids: '[101]', status: '' });
  });

  test('a complete list is read before each delete, and once after the last', async () => {
    const s = scenario({ backups: ours(4) });
    const { outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    const [list, servers] = ['GET /backups/?server_id=12345', 'GET /servers/'];
    expect(s.requests()).toEqual([
      list,
      servers,
      ...[101, 102, 103].flatMap((id) => [`DELETE /backups/${id}/`, list]),
    ]);
    expect(outputs.slots_used).toBe('1');
  });

  test.each<[string, FaultRule]>([
    ['401', on.get.backups.from(3).status(401)],
    ['500', on.get.backups.from(3).status(500)],
    ['an incomplete one', on.get.backups.from(3).answer(200, '{"count": 9, "results": []}')],
  ])('after the last 204, a list that can not be read does not fail it: %s', async (_, fault) => {
    const s = scenario({ backups: ours(4), faults: [fault] });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '2' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'deleted', deleted_ids: '[101,102]' });
  });

  test('what the first list selected must be selected by the new one too', async () => {
    const s = scenario({
      backups: ours(4),
      onOutcome: ({ method }) => {
        if (method === 'DELETE' && s.sim.vps.backup(103)) s.sim.vps.removeBackup(103);
      },
    });
    // 104 and 102 are the newest two now.
    await s.step({ ...PRUNE, keep_last: '2' });
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('a delete that fails: the rest is tried, and it fails', async () => {
    const s = scenario({
      backups: ours(5),
      faults: [on.path(/^\/backups\/102\//, 'DELETE').status(500)],
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '2' });
    expect(failure).toContain('102');
    expect(outputs.deleted_ids).toBe('[101,103]');
    expect(outputs.status).not.toBe('deleted');
    expect(s.sim.vps.deleted).toEqual([101, 103]);
  });

  test.each<[string, FaultRule[], string]>([
    [
      'after a delete that failed',
      [on.path(/^\/backups\/101\//, 'DELETE').status(403), on.get.backups.from(2).status(401)],
      [
        'Backup 101 of server 12345 (web-server-01) was not deleted. Could not delete the backup: VPS.org answered 403: Error 403.',
        'server 12345: Could not list backups: VPS.org answered 401: Error 401. Nothing more was deleted. Try again later.',
      ].join('\n'),
    ],
    [
      'after two, one of which failed',
      [on.path(/^\/backups\/102\//, 'DELETE').status(403), on.get.backups.from(3).status(500)],
      [
        '1 of 2 deletes of server 12345 failed.',
        '- Backup 102 of server 12345 (web-server-01) was not deleted. Could not delete the backup: VPS.org answered 403: Error 403.',
        'server 12345: Could not list backups: VPS.org answered 500: Error 500. Nothing more was deleted. Try again later.',
      ].join('\n'),
    ],
    [
      'after one that was deleted',
      [on.get.backups.from(2).status(403)],
      "server 12345: Could not list backups: VPS.org answered 403: Error 403. Nothing more was deleted. Give the token this permission on your VPS.org account's developer page.",
    ],
  ])('a list that fails is said, and not counted as a delete: %s', async (_, faults, message) => {
    const s = scenario({ backups: ours(5), faults });
    const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBe(message);
  });

  test('a deleted row that lingers is not deleted twice', async () => {
    const s = scenario({ backups: ours(5), dialect: { staleDeletedMs: DAY } });
    const { failure } = await s.step({ ...PRUNE, keep_last: '2' });
    expect(failure).toBeNull();
    expect(s.requests('DELETE')).toHaveLength(3);
  });

  test('several servers: one that fails does not stop the others', async () => {
    const there = ours(3).map((one) => ({ ...one, id: (one.id ?? 0) + 100, server_id: 12346 }));
    const s = scenario({
      backups: [...ours(3), ...there],
      faults: [on.path(/server_id=12345/, 'GET').status(403)],
    });
    const { failure } = await s.step({ ...PRUNE, server_id: '12345,12346', keep_last: '1' });
    expect(failure).toMatch(/1 of 2 servers failed/);
    expect(s.sim.vps.deleted).toEqual([201, 202]);
  });

  test('the report has a reason for each row', async () => {
    const s = scenario({ backups: [...ours(3), { id: 300, description: 'by hand' }] });
    const { report } = await s.step({ ...PRUNE, keep_last: '1' });
    const decisions = report.decisions.get(12345) ?? [];
    expect(decisions.map(({ backup, action, reason }) => [backup.id, action, reason])).toEqual([
      [101, 'delete', 'number 3, beyond the newest 1'],
      [102, 'delete', 'number 2, beyond the newest 1'],
      [103, 'keep', 'number 1 of the newest 1'],
      [300, 'keep', 'not made by this repository'],
    ]);
  });
});

describe('protected', () => {
  test.each<[string, BackupSeed, string]>([
    ['an automatic one', { backup_type: 'automatic' }, 'automatic, not manual'],
    ['one in progress', { status: 'in_progress' }, 'in progress'],
    ['one of an unknown status', { status: 'verifying' }, 'not finished'],
    ['one without a date', { created_at: null }, 'no usable date'],
    ['one dated 2099', { created_at: '2099-01-01T00:00:00Z' }, 'no usable date'],
    ['one without a zone', { created_at: '2024-12-01T00:00:00' }, 'no usable date'],
    ['[keep]', { description: marked('create', { text: 'v1 [keep]' }) }, 'marked [keep]'],
    ['one of this run', { description: marked('create', { runId: '1000' }) }, 'made by this run'],
    ['one under an hour old', { created_at: ago(59 * MINUTE) }, 'under an hour old'],
    ['0 MB', { size_mb: 0 }, '0 MB'],
    [
      'the last known good',
      { description: marked('create', { state: 'good' }) },
      'last known good',
    ],
  ])('%s is never deleted', async (_, seed, reason) => {
    const newest = [1, 2, 3].map((n) => ({
      id: 400 + n,
      created_at: ago(n),
      description: marked(),
    }));
    const special: BackupSeed = {
      id: 201,
      created_at: ago(90 * DAY),
      description: marked(),
      ...seed,
    };
    const s = scenario({ backups: [...ours(2), special, ...newest] });
    const { failure, report } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([101, 102]);
    const decision = report.decisions.get(12345)?.find(({ backup }) => backup.id === 201);
    expect(decision).toMatchObject({ action: 'keep', reason });
  });

  test('one of exactly an hour is not', async () => {
    const s = scenario({
      backups: [
        { id: 201, created_at: ago(HOUR), description: marked() },
        { id: 202, created_at: ago(MINUTE), description: marked() },
      ],
    });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([201]);
  });

  test.each([-DAY, -2 * HOUR, 2 * HOUR, 8 * DAY])(
    "the hour is measured on the API's clock: %d ms off",
    async (clockSkewMs) => {
      const fresh = [10, 50].map((n) => ({
        id: 200 + n,
        created_at: ago(n * MINUTE),
        description: marked(),
      }));
      const s = scenario({ backups: [...ours(1), ...fresh], dialect: { clockSkewMs } });
      const { warnings } = await s.step({ ...PRUNE, keep_last: '1' });
      expect(s.sim.vps.deleted).toEqual([101]);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(
        /^The runner's clock is .* the API's; ages are measured on the API's\.$/,
      );
    },
  );

  test('without a Date header the runner’s clock serves', async () => {
    const s = scenario({ backups: ours(3), dialect: { dateHeader: false } });
    const { warnings } = await s.step({ ...PRUNE, keep_last: '1' });
    expect([s.sim.vps.deleted, warnings]).toEqual([[101, 102], []]);
  });

  test('a 0 MB one has no rank, and is never the last completed one', async () => {
    const empty = { id: 201, created_at: ago(2 * HOUR), size_mb: 0, description: marked() };
    const s = scenario({ backups: [...ours(2), empty] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([101]);
    const last = scenario({ backups: [...ours(1), empty] });
    await last.step({ ...PRUNE, older_than: '1h' });
    expect(last.sim.vps.deleted).toEqual([]);
  });

  test('an older good one is not, once a newer one is good', async () => {
    const good = (id: number, days: number) => ({
      id,
      created_at: ago(days * DAY),
      description: marked('create', { state: 'good' }),
    });
    const s = scenario({ backups: [good(301, 30), good(302, 20), ...ours(3)] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([301, 101, 102]);
  });

  test('a failed one of this run is not', async () => {
    const failed = {
      id: 201,
      created_at: ago(MINUTE),
      status: 'error',
      description: marked('create', { runId: '1000' }),
    };
    const s = scenario({ backups: [...ours(1), failed] });
    await s.step({ ...PRUNE, keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([201]);
  });

  test.each([
    ['1', [301, 302, 303]],
    ['2', [301, 302]],
    ['3', [301, 302]],
  ])(
    'with keep_last: %s, of safety backups all but the newest two, or one, are deleted',
    async (keep_last, deleted) => {
      const safety = [1, 2, 3, 4].map((n) => ({
        id: 300 + n,
        created_at: ago((30 - n) * DAY),
        description: marked('safety'),
      }));
      const s = scenario({ backups: [...safety, ...ours(1)] });
      await s.step({ ...PRUNE, keep_last });
      expect(s.sim.vps.deleted).toEqual(deleted);
    },
  );
});

describe('a server that is restoring', () => {
  test('keeps every backup', async () => {
    const s = scenario({
      backups: [...ours(4), { id: 201, description: marked(), status: 'failed' }],
      servers: [{ id: 12345, status: 'restoring' }],
    });
    const { failure, outputs, text } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.requests('DELETE')).toEqual([]);
    expect(outputs.status).toBe('unchanged');
    expect(text).toMatch('its server is being restored');
  });

  test('does not hold up another one', async () => {
    const there = ours(3).map((one) => ({ ...one, id: (one.id ?? 0) + 100, server_id: 12346 }));
    const s = scenario({
      backups: [...ours(3), ...there],
      servers: [{ id: 12345, status: 'restoring' }, { id: 12346 }],
    });
    await s.step({ ...PRUNE, server_id: '12345,12346', keep_last: '1' });
    expect(s.sim.vps.deleted).toEqual([201, 202]);
    expect(s.requests().filter((one) => one === 'GET /servers/')).toHaveLength(1);
  });

  test.each<[string, FaultRule]>([
    ['refused', on.get.servers.status(403)],
    ['down', on.get.servers.status(503)],
    ['hanging', on.get.servers.hang()],
  ])(
    'is asked for once, for at most 5 s; what fails counts as not restoring: %s',
    async (_, fault) => {
      const s = scenario({ backups: ours(3), faults: [fault] });
      const { failure } = await s.step({ ...PRUNE, keep_last: '1' });
      expect(failure).toBeNull();
      expect(s.sim.vps.deleted).toEqual([101, 102]);
      expect(s.requests().filter((one) => one === 'GET /servers/')).toHaveLength(1);
      expect(s.clock.elapsed).toBeLessThanOrEqual(5_000);
    },
  );

  test('is not asked for where nothing is selected', async () => {
    const s = scenario({ backups: ours(1) });
    await s.step({ ...PRUNE, keep_last: '3' });
    expect(s.requests()).toEqual(['GET /backups/?server_id=12345']);
  });
});

describe('what came of deletes', () => {
  test.each(Object.entries(deletionDialects))(
    'no ghost costs another backup, and what stays is no success: %s',
    async (name, dialect) => {
      const s = scenario({ backups: ours(5), dialect });
      const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '2' });
      const left = s.sim.vps.backups.map(({ id }) => id);
      expect(left).toEqual(expect.arrayContaining([104, 105]));
      const isStaying = name.includes('and it stays') && name !== '204, and it stays';
      expect(failure === null).toBe(!isStaying);
      expect(outputs.deleted_ids).toBe(isStaying ? '[]' : '[101,102,103]');
      expect(outputs.status === 'deleted').toBe(!isStaying);
      const tries = [101, 102, 103].map(
        (id) => s.requests('DELETE').filter((one) => one.includes(`/${id}/`)).length,
      );
      expect(Math.max(...tries)).toBeLessThanOrEqual(5);
      expect(s.sim.unexpected).toEqual([]);
    },
  );

  test('a row that was answered 404 and stays is neither kept nor a candidate', async () => {
    // The newest is one of those: a rank for it would leave the server with one backup less.
    const s = scenario({ backups: ours(4), dialect: { staleDeletedMs: DAY } });
    await s.step({ ...PRUNE, keep_last: '2' });
    expect(s.sim.vps.deleted).toEqual([101, 102]);
    expect(s.sim.vps.backups.map(({ id }) => id)).toEqual([103, 104]);
  });

  test('a rejected one is kept, and not tried again', async () => {
    const s = scenario({
      backups: ours(4),
      faults: [on.path(/^\/backups\/101\//, 'DELETE').status(409)],
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toMatch('Backup 101 of server 12345 (web-server-01) was not deleted.');
    expect(s.requests('DELETE').filter((one) => one.includes('/101/'))).toHaveLength(1);
    expect(outputs).toMatchObject({ deleted_ids: '[102,103]', status: '' });
  });

  test('an unconfirmed one is tried again only where a new list shows it', async () => {
    const s = scenario({
      backups: ours(3),
      faults: [on.delete.backup.nth(1).reset('before'), on.delete.backup.nth(3).reset('after')],
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect([failure, outputs.deleted_ids]).toEqual([null, '[101,102]']);
    expect(s.requests('DELETE')).toHaveLength(3);
  });

  test('status is unknown where the outcome could not be learned', async () => {
    const s = scenario({
      backups: ours(2),
      faults: [on.delete.backup.reset('after'), on.get.backups.from(2).status(500)],
    });
    const { failure, outputs } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toMatch('Backup 101 of server 12345 (web-server-01) may be deleted');
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: 'unknown' });
  });
});

describe('what could not be judged', () => {
  test('undated ones are counted once in a warning, with one of them', async () => {
    const undated = [1, 2, 3].map((n) => ({
      id: 200 + n,
      created_at: n === 1 ? '2024-12-01 10:00' : null,
      description: marked(),
    }));
    const s = scenario({ backups: [...undated, ...ours(2)] });
    const { failure, warnings } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^3 backups without a usable date \(backup 20\d of server 12345: (none|"2024-12-01 10:00")\): never deleted, and without a rank\.$/,
      ),
    ]);
    expect(s.sim.vps.deleted).toEqual([101]);
  });

  test('so are those of a type that is neither manual nor automatic', async () => {
    const s = scenario({
      backups: [
        ...ours(2),
        { id: 201, shows: { backup_type: 'on demand' }, description: marked() },
      ],
    });
    const { warnings } = await s.step({ ...PRUNE, keep_last: '1' });
    expect(warnings).toEqual([
      '1 backup neither manual nor automatic (backup 201: "on demand"): never deleted.',
    ]);
  });

  test('one of over a day that is kept as made by this run is a warning', async () => {
    const old = [30, 26].map((hours) => ({
      id: 200 + hours,
      created_at: ago(hours * HOUR),
      description: marked('create', { runId: '1' }),
    }));
    const s = scenario({
      backups: [
        ...old,
        { id: 301, description: marked('create', { runId: '1' }), created_at: ago(23 * HOUR) },
      ],
    });
    const { warnings } = await s.step({ ...PRUNE, keep_last: '1' }, { run: { runId: '1' } });
    expect(warnings).toEqual([
      '2 backups kept as made by this run, though over a day old (backup 226: 26h): does run id 1 repeat, as under act?',
    ]);
    expect(s.requests('DELETE')).toEqual([]);
  });
});

describe('nothing to delete', () => {
  const lineOf = async (backups: BackupSeed[], inputs: StepInputs = {}) => {
    const s = scenario({ backups });
    const { failure, outputs, log } = await s.step({ ...PRUNE, keep_last: '3', ...inputs });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ status: 'unchanged', deleted_ids: '[]' });
    expect(s.requests('DELETE')).toEqual([]);
    return log.map(({ line }) => line).find((line) => line.startsWith('Nothing to delete'));
  };

  test('says why, by count', async () => {
    const backups: BackupSeed[] = [
      ...ours(2),
      { id: 201, description: marked('create', { text: '[keep]' }), created_at: ago(99 * DAY) },
      { id: 202, backup_type: 'automatic' },
      { id: 203, backup_type: 'automatic' },
      { id: 204, backup_type: 'automatic' },
    ];
    expect(await lineOf(backups)).toBe(
      'Nothing to delete on server 12345: 3 automatic, not manual, 2 among the newest 3, 1 marked [keep]',
    );
  });

  test('says where scope: server would change it', async () => {
    const hand = [1, 2, 3, 4].map((n) => ({
      id: 300 + n,
      created_at: ago((40 - n) * DAY),
      description: 'by hand',
    }));
    expect(await lineOf([...ours(1), ...hand])).toBe(
      'Nothing to delete on server 12345: 4 not made by this repository, 1 among the newest 3. With scope: server some would be deleted',
    );
    expect(await lineOf([...ours(1), ...hand.slice(1)])).toBe(
      'Nothing to delete on server 12345: 3 not made by this repository, 1 among the newest 3',
    );
  });

  test('says so of a server without backups', async () => {
    expect(await lineOf([])).toBe('Nothing to delete on server 12345: it has no backups');
  });
});

describe('a server id that the account does not have', () => {
  const servers = [
    { id: 12345, name: 'web' },
    { id: 12346, name: 'db' },
  ];

  test('fails that server; the others are done', async () => {
    const s = scenario({ backups: ours(3), servers });
    const { failure } = await s.step({ ...PRUNE, server_id: '12435,12345', keep_last: '1' });
    expect(failure).toBe(
      [
        '1 of 2 servers failed.',
        '- No server of this account has the id 12435, and no backup mentions it. Its servers: 12345 (web), 12346 (db).',
        'Check server_id, and that the token belongs to the account of that server.',
      ].join('\n'),
    );
    expect(s.sim.vps.deleted).toEqual([101, 102]);
  });

  test('alone fails too, and says nothing of nothing to delete', async () => {
    const s = scenario({ servers });
    const { failure, text, outputs } = await s.step({ ...PRUNE, server_id: '777', keep_last: '1' });
    expect(failure).toMatch(
      /^No server of this account has the id 777, and no backup mentions it\./,
    );
    expect(text).not.toContain('Nothing to delete');
    expect(outputs.status).toBe('');
  });

  test('is none where a backup mentions it, though the list of servers does not', async () => {
    const s = scenario({ backups: ours(3, { server_id: 12347 }), servers });
    const { failure } = await s.step({ ...PRUNE, server_id: '12347', keep_last: '1' });
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([101, 102]);
  });

  test.each<[string, SimulatorOptions]>([
    ['can not be read', { faults: [on.get.servers.status(403)] }],
    ['is incomplete', { dialect: { capRowsAt: 1, moreSign: 'total' } }],
  ])('is a warning where the list of servers %s', async (_, options) => {
    const s = scenario({ servers, ...options });
    const { failure, warnings } = await s.step({ ...PRUNE, server_id: '777', keep_last: '1' });
    expect(failure).toBeNull();
    expect(warnings.join()).toMatch(
      /It could not be checked whether server 777 exists: the list of servers is incomplete \(.+\)\./,
    );
  });
});
