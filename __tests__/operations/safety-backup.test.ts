import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  type FaultRule,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

const RESTORE = {
  operation: 'restore',
  server_id: '12345',
  backup_id: '101',
  safety_backup: 'true',
} as const;
const IN_PROGRESS =
  'Nothing was restored: a restore of server 12345 is already in progress. Check the server on VPS.org before anything else.';
const POST_BACKUP = 'POST /backups/';
const POST_RESTORE = 'POST /servers/12345/restore/';

const ELSEWHERE = {
  id: 77,
  server: { id: 12346, name: 'db-server-01' },
  backup_type: 'manual',
  status: 'completed',
  description: null,
};
const TARGET = { ...ELSEWHERE, id: 101, server: { id: 12345, name: 'web-server-01' } };

async function run(options: SimulatorOptions = {}, inputs: StepInputs = {}) {
  const s = scenario({ backups: [{ id: 101 }], ...options });
  return { ...s, ...(await s.step({ ...RESTORE, ...inputs })) };
}

describe('safety_backup', () => {
  test('is made, completed, and only then the restore is sent', async () => {
    const { failure, outputs, sim, requests } = await run({ backupDurationMs: 2 * MINUTE });
    expect(failure).toBeNull();
    expect(requests('POST')).toEqual([POST_BACKUP, POST_RESTORE]);
    expect(outputs).toMatchObject({
      backup_id: '101',
      safety_backup_id: '502',
      status: 'restored',
    });
    expect(sim.vps.restores).toMatchObject([{ backupId: 101 }]);
    expect((sim.vps.restores[0]?.at ?? 0) - (sim.requests[0]?.at ?? 0)).toBeGreaterThanOrEqual(
      2 * MINUTE,
    );
  });

  test('carries the marker of its kind, and the default text', async () => {
    const { sim } = await run();
    expect(sim.vps.created[0]?.sent_description).toMatch(
      /^Before restore of 101 by mona \[gha octo\/shop#42 safety run=1000\.1 /,
    );
  });

  test('the description is its text', async () => {
    const { sim } = await run({}, { description: 'before the rollback' });
    expect(sim.vps.created[0]?.sent_description).toMatch(/^before the rollback \[gha /);
  });

  test('its id is known before the wait', async () => {
    const { history } = await run({ backupDurationMs: MINUTE });
    expect(history.find(({ outputs }) => outputs.safety_backup_id === '502')?.at).toBe(0);
  });

  test.each([
    ['the answer names', [on.post.backups.answer(201, JSON.stringify(ELSEWHERE))], 77],
    [
      'the list shows',
      [
        on.get.backups
          .from(2)
          .answer(200, JSON.stringify({ count: 2, results: [{ ...ELSEWHERE, id: 502 }, TARGET] })),
      ],
      502,
    ],
  ])('nothing is restored on a backup of another server, where %s one', async (_, faults, id) => {
    const { failure, outputs, requests } = await run({ faults });
    expect(failure).toMatch(/^Nothing was restored: the safety backup of server 12345.*12346/s);
    expect(outputs.safety_backup_id).toBe(String(id));
    expect(requests('POST')).toEqual([POST_BACKUP]);
  });

  test('rotates nothing', async () => {
    const backups: BackupSeed[] = [
      { id: 101 },
      ...[1, 2, 3, 4, 5, 6].map((id) => ({
        id,
        created_at: ago((40 - id) * DAY),
        description: marked('safety'),
      })),
    ];
    const { requests } = await run({ backups });
    expect(requests('DELETE')).toEqual([]);
  });
});

describe('a safety backup that does not complete: nothing is restored, and the error says how to go on without', () => {
  test.each<[string, SimulatorOptions, string]>([
    ['failed', { backupOutcome: 'failed' }, '502'],
    ['out of time', { backupDurationMs: DAY }, '502'],
    ['listed never', { dialect: { createTakesMs: 'never' } }, '502'],
    [
      'accepted without an id, and never made',
      { dialect: { postAnswer: '202 accepted', createTakesMs: 'never' } },
      '',
    ],
    [
      'answered with a 2xx that says no',
      { dialect: { postAnswer: '200 success false', createTakesMs: 'never' } },
      '',
    ],
    ['refused', { faults: [on.post.backups.status(422)] }, ''],
    [
      'failed in the very answer',
      {
        faults: [
          on.post.backups.answer(201, JSON.stringify({ ...TARGET, id: 502, status: 'failed' })),
        ],
      },
      '502',
    ],
    ['unknown', { faults: [on.post.backups.status(500)] }, ''],
    [
      'unknown, as the target is on the first page and the second can not be read',
      {
        faults: [on.path(/page=2/, 'GET').status(500)],
        backups: [{ id: 101 }, {}],
        dialect: { pageSize: 1, order: 'oldest' },
      },
      '',
    ],
    ['vanished', { faults: [on.get.backups.from(2).status(401)] }, '502'],
    [
      'not to be seen',
      { faults: [on.get.backups.from(2).reset()], backupDurationMs: MINUTE },
      '502',
    ],
  ])('%s', async (_, options, safetyId) => {
    const { failure, outputs, sim, requests } = await run(options, { wait_timeout: '10m' });
    expect(failure).toMatch(/^Nothing was restored/);
    expect(failure).toContain('safety_backup: false');
    expect(requests('POST')).not.toContain(POST_RESTORE);
    expect(sim.vps.restores).toEqual([]);
    expect(requests('DELETE')).toEqual([]);
    expect(outputs.backup_id).toBe('101');
    expect(outputs.safety_backup_id ?? '').toBe(safetyId);
  });
});

describe('ambiguous answers to the safety backup', () => {
  test.each<[string, FaultRule]>([
    ['reset', on.post.backups.nth(1).reset('after')],
    ['504', on.post.backups.nth(1).status(504, 'html', { commit: 'after' })],
  ])('%s: adopted, one backup', async (_, fault) => {
    const { failure, sim, outputs } = await run({ faults: [fault] });
    expect(failure).toBeNull();
    expect(sim.vps.created).toHaveLength(1);
    expect(outputs.safety_backup_id).toBe('502');
  });
});

describe('target and server are looked up once more', () => {
  test('deleted meanwhile: nothing is restored', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      onRequest: ({ method }) => void (method === 'POST' && s.sim.vps.removeBackup(101)),
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toMatch(/Nothing was restored.*101/);
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
    expect(outputs.safety_backup_id).toBe('502');
  });

  test('no longer completed: nothing is restored', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      onRequest: ({ method }) =>
        void (method === 'POST' && s.sim.vps.updateBackup(101, { status: 'deleting' })),
    });
    const { failure } = await s.step(RESTORE);
    expect(failure).toMatch(/Nothing was restored.*101.*deleting/);
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
  });
});

test('one that failed in the very answer is not waited for', async () => {
  const faults = [
    on.post.backups.answer(201, JSON.stringify({ ...TARGET, id: 502, status: 'failed' })),
  ];
  const { clock, failure } = await run({ faults });
  expect(failure).toBe(
    'Nothing was restored: the safety backup of server 12345 did not complete. Backup 502 of server 12345 (web-server-01) failed (status: failed). To restore without one, set safety_backup: false (the current state will be lost).',
  );
  expect(clock.elapsed).toBe(0);
});

describe('a restore is in progress already', () => {
  test('before: nothing is sent, no safety backup either', async () => {
    const { failure, requests } = await run({ servers: [{ id: 12345, status: 'restoring' }] });
    expect(failure).toBe(IN_PROGRESS);
    expect(requests('POST')).toEqual([]);
  });

  test('since the safety backup: no restore is sent', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      onRequest: ({ method }) =>
        void (method === 'POST' && s.sim.vps.updateServer(12345, { status: 'restoring' })),
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toBe(IN_PROGRESS);
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
    expect(outputs).toMatchObject({ safety_backup_id: '502', status: '' });
  });
});

describe('the status to come back to is the one right before the restore', () => {
  /** The server's status changes with the request for the safety backup; the restore itself shows nothing. */
  const during = async (after: string, later: string | null) => {
    const s = scenario({
      backups: [{ id: 101 }],
      restoreStatuses: [],
      onRequest: ({ method, path, at }) => {
        if (method === 'POST' && path === '/backups/')
          s.sim.vps.updateServer(12345, { status: after });
        const restored = s.sim.vps.restores[0]?.at ?? Number.POSITIVE_INFINITY;
        if (later !== null && at > restored + 2_000)
          s.sim.vps.updateServer(12345, { status: later });
      },
    });
    return { ...s, ...(await s.step(RESTORE)) };
  };

  test('a server that was stopped meanwhile and starts again is not taken for restored', async () => {
    const { failure, outputs, warnings } = await during('stopped', 'active');
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(warnings.join()).toContain('could not be observed');
  });

  test('nor is one that stays stopped waited for to the deadline', async () => {
    const { failure, outputs, clock } = await during('stopped', null);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('accepted');
    expect(clock.elapsed).toBeLessThan(5 * MINUTE);
  });
});

test('the list can not be read any more: the error says that nothing was restored', async () => {
  const s = scenario({
    backups: [{ id: 101 }],
    backupDurationMs: 0,
    faults: [on.get.backups.from(3).status(500)],
  });
  const { failure, outputs } = await s.step(RESTORE);
  expect(failure).toBe(
    'Nothing was restored. Could not list backups: VPS.org answered 500: Error 500. Try again later.',
  );
  expect(outputs.safety_backup_id).toBe('502');
});

test('latest is not the safety backup itself', async () => {
  const backups = [{ id: 101, created_at: ago(DAY), description: marked() }];
  const { sim, failure } = await run({ backups }, { backup_id: 'latest' });
  expect(failure).toBeNull();
  expect(sim.vps.restores).toMatchObject([{ backupId: 101 }]);
});

test.each(['failed', 'error', 'deleted'])(
  'a safety backup that a later list shows as %s does not count: nothing is restored',
  async (status) => {
    const s = scenario({
      backups: [{ id: 101 }],
      onOutcome: () => {
        // The wait saw it completed; the list that looks the target up once more shows otherwise.
        if (s.sim.vps.backup(502)?.status === 'completed') s.sim.vps.updateBackup(502, { status });
      },
    });
    const { failure, outputs } = await s.step(RESTORE);
    expect(failure).toBe(
      `Nothing was restored: the safety backup of server 12345 did not complete. Backup 502 of server 12345 (web-server-01) failed (status: ${status}). To restore without one, set safety_backup: false (the current state will be lost).`,
    );
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
    expect(outputs).toMatchObject({ safety_backup_id: '502', status: '' });
  },
);

test('a safety backup that is missing from three complete lists does not count either', async () => {
  const s = scenario({
    backups: [{ id: 101 }],
    onOutcome: () => {
      if (s.sim.vps.backup(502)?.status === 'completed') s.sim.vps.removeBackup(502);
    },
  });
  const { failure } = await s.step(RESTORE);
  expect(failure).toMatch(
    /^Nothing was restored: the safety backup .* disappeared: it was listed \(completed\), then missing from 3 complete lists/,
  );
  expect(s.requests('POST')).toEqual([POST_BACKUP]);
});

test('one that is in progress again for a while is waited for', async () => {
  let isFlipped = false;
  const s = scenario({
    backups: [{ id: 101 }],
    onOutcome: () => {
      if (isFlipped || s.sim.vps.backup(502)?.status !== 'completed') return;
      isFlipped = true;
      s.sim.vps.updateBackup(502, { status: 'in_progress' });
      s.sim.vps.at(s.clock.now() + MINUTE, () =>
        s.sim.vps.updateBackup(502, { status: 'completed' }),
      );
    },
  });
  const { failure, outputs } = await s.step(RESTORE);
  expect([failure, outputs.status]).toEqual([null, 'restored']);
  expect(s.sim.vps.restores[0]?.at ?? 0).toBeGreaterThanOrEqual(s.clock.start + MINUTE);
});

test('status stays empty while the safety backup is requested', async () => {
  const statuses: unknown[] = [];
  const s = scenario({ backups: [{ id: 101 }] });
  const { history } = await s.step(RESTORE, {
    onSend: ({ path, method }, report) => {
      if (method !== 'POST' || path.endsWith('/restore/')) return;
      statuses.push('safety' in report ? [report.status, report.safety?.status] : null);
    },
  });
  expect(statuses).toEqual([['', 'unknown']]);
  expect(history.every(({ outputs }) => outputs.safety_backup_id !== 'unknown')).toBe(true);
});

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
