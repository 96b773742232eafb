/** Safety backups on full servers. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, type FaultRule, on } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';
import { POST_BACKUP, POST_RESTORE, RESTORE, run } from './safety-steps.js';

describe('a full server', () => {
  const own = (id: number, ageMs: number, more: BackupSeed = {}): BackupSeed => ({
    id,
    created_at: ago(ageMs),
    description: marked('create', { runId: String(500 + id) }),
    ...more,
  });
  const safety = (id: number, ageMs: number, more: BackupSeed = {}): BackupSeed =>
    own(id, ageMs, { description: marked('safety', { runId: String(500 + id) }), ...more });
  /** The target 101, these, and backups by hand up to ten. */
  const tenWith = (...seeds: BackupSeed[]): BackupSeed[] => [
    own(101, 20 * DAY),
    ...seeds,
    ...Array.from({ length: 9 - seeds.length }, (_, n) => ({
      id: 301 + n,
      created_at: ago((90 + n) * DAY),
      description: `by hand ${n}`,
    })),
  ];

  test.each<[string, number, BackupSeed[]]>([
    [
      'a failed own backup',
      110,
      [safety(111, 9 * DAY), safety(112, DAY), own(110, 2 * DAY, { status: 'failed' })],
    ],
    [
      'a failed own backup of this very run',
      110,
      [
        safety(111, 9 * DAY),
        safety(112, DAY),
        own(110, MINUTE, { status: 'error', description: marked('create', { runId: '1000' }) }),
      ],
    ],
    [
      'the oldest own safety backup but the newest',
      113,
      [safety(111, 3 * DAY), safety(112, 2 * DAY), safety(113, 9 * DAY), safety(114, HOUR)],
    ],
    ['one of 16 minutes', 111, [safety(111, 16 * MINUTE), safety(112, 5 * MINUTE)]],
    ['the newest, if it is over a day old', 111, [safety(111, 25 * HOUR)]],
    [
      'the next oldest, where the oldest is marked [keep]',
      112,
      [
        safety(111, 9 * DAY, { description: marked('safety', { text: '[keep] it' }) }),
        safety(112, 8 * DAY),
        safety(113, HOUR),
      ],
    ],
    [
      'never one of another repository',
      112,
      [
        safety(111, 30 * DAY, { description: marked('safety', { repositoryId: '43' }) }),
        safety(112, 8 * DAY),
        safety(113, HOUR),
      ],
    ],
    [
      'never one of 0 MB',
      112,
      [safety(111, 30 * DAY, { size_mb: 0 }), safety(112, 8 * DAY), safety(113, HOUR)],
    ],
  ])('gives the safety backup the slot of %s', async (_, freed, seeds) => {
    const { failure, outputs, requests, sim, text } = await run({ backups: tenWith(...seeds) });
    expect(failure).toBeNull();
    expect(sim.vps.deleted).toEqual([freed]);
    expect(outputs).toMatchObject({
      backup_id: '101',
      safety_backup_id: '502',
      deleted_ids: `[${freed}]`,
      status: 'restored',
      slots_used: '10',
    });
    expect(requests('POST')).toEqual([POST_BACKUP, POST_BACKUP, POST_RESTORE]);
    expect(text).toContain('to free a slot');
  });

  test('never that of the target, though it is the oldest safety backup', async () => {
    const backups = [
      safety(101, 30 * DAY),
      ...tenWith(safety(111, 9 * DAY), safety(112, HOUR)).slice(1),
    ];
    const { sim, outputs } = await run({ backups });
    expect(sim.vps.deleted).toEqual([111]);
    expect(outputs).toMatchObject({ backup_id: '101', status: 'restored' });
  });

  test.each<[string, BackupSeed[], string]>([
    ['none is its own safety backup', [], 'not a safety backup of this repository'],
    [
      'its only one is under a day old',
      [safety(111, 23 * HOUR)],
      'the newest safety backup, under a day old',
    ],
    [
      'the older one is under 15 minutes old',
      [safety(111, 14 * MINUTE), safety(112, 5 * MINUTE)],
      'under 15 minutes old',
    ],
    [
      'the only one is marked [keep]',
      [safety(111, 9 * DAY, { description: marked('safety', { text: '[keep]' }) })],
      'marked [keep]',
    ],
    [
      'its only failed one is not its own',
      [own(110, DAY, { status: 'failed', description: 'by hand' })],
      'not a safety backup',
    ],
  ])('nothing is deleted and nothing restored where %s', async (_, seeds, why) => {
    const { failure, sim, requests } = await run({ backups: tenWith(...seeds) });
    expect(failure).toMatch(
      /^Nothing was restored: the safety backup of server 12345 did not complete\. No backup of server 12345 was created: all 10 slots for manual backups are used/,
    );
    expect(failure).toContain('None of them can be deleted now.');
    const isTimely = seeds.some(({ id }) => id === 111) && why !== 'marked [keep]';
    expect(/, or re-run in \S+, when one can be deleted\./.test(failure ?? '')).toBe(isTimely);
    const table = (failure ?? '').split('\n').slice(1);
    expect(table).toHaveLength(10);
    expect(table.join('\n')).toContain(why);
    expect(table[0]).toMatch(/^- 3\d\d: \d+d old, completed, "by hand \d": not a safety backup/);
    expect(table.find((row) => row.startsWith('- 101:'))).toMatch(/: the backup to restore$/);
    expect(sim.vps.deleted).toEqual([]);
    expect(requests('POST')).toEqual([POST_BACKUP]);
  });

  test.each<[string, FaultRule]>([
    ['a lock', on.post.backups.status(409, 'detail', { text: 'Busy, try again in 10 minutes' })],
    ['money', on.post.backups.status(422, 'detail', { text: 'Insufficient account balance' })],
    ['a full disk', on.post.backups.status(400, 'detail', { text: 'Disk limit exceeded' })],
    ['a firewall', on.post.backups.status(403, 'html')],
    ['an empty 403', on.post.backups.status(403, 'empty')],
    [
      'a field error',
      on.post.backups.status(400, 'fields', { field: 'description', text: 'At most 100' }),
    ],
  ])('nothing is deleted where the answer speaks of %s', async (_, fault) => {
    const backups = tenWith(safety(111, 9 * DAY), safety(112, 2 * DAY));
    const { failure, sim } = await run({ backups, faults: [fault] });
    expect(failure).toMatch(/^Nothing was restored/);
    expect(sim.vps.deleted).toEqual([]);
  });

  test('nothing is deleted on an incomplete list', async () => {
    const s = scenario({
      backups: tenWith(safety(111, 9 * DAY), safety(112, 2 * DAY)),
      script: [
        {
          when: { on: { method: 'POST', path: 'backups' } },
          change: { kind: 'dialect', change: { capRowsAt: 9 } },
        },
      ],
    });
    const { failure } = await s.step(RESTORE);
    expect(failure).toMatch('is incomplete');
    expect(s.sim.vps.deleted).toEqual([]);
    expect(s.sim.vps.restores).toEqual([]);
  });

  test('nothing is deleted while the server is being restored', async () => {
    const s = scenario({
      backups: tenWith(safety(111, 9 * DAY), safety(112, 2 * DAY)),
      script: [
        {
          when: { on: { method: 'POST', path: 'backups' } },
          change: { kind: 'update server', server_id: 12345, change: { status: 'restoring' } },
        },
      ],
    });
    const { failure } = await s.step(RESTORE);
    expect(failure).toMatch('its server is being restored');
    expect(s.sim.vps.deleted).toEqual([]);
    expect(s.sim.vps.restores).toEqual([]);
  });

  test('five deploys and twelve rollbacks an hour apart all succeed', async () => {
    const s = scenario();
    for (let n = 0; n < 17; n++) {
      const isDeploy = n < 5;
      const newest = Math.max(...s.sim.vps.backups.map(({ id }) => id), 0);
      const first = s.sim.vps.backups.find(({ description }) => description?.includes(' create '));
      const inputs: StepInputs = isDeploy
        ? { server_id: '12345', keep_last: '5' }
        : { ...RESTORE, backup_id: String(first?.id ?? newest) };
      const { failure } = await s.step(inputs, { run: { runId: String(4_000 + n) } });
      expect([n, failure]).toEqual([n, null]);
      s.clock.advance(HOUR);
    }
    expect(s.sim.vps.restores).toHaveLength(12);
  });
});
