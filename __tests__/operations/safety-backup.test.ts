import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  type FaultRule,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

const RESTORE = {
  operation: 'restore',
  server_id: '12345',
  backup_id: '101',
  safety_backup: 'true',
} as const;
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
    expect(history.find(({ facts }) => facts.safety?.id === 502)?.at).toBe(0);
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
      ...[1, 2, 3, 4].map((id) => ({
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
  const full: BackupSeed[] = Array.from({ length: 10 }, (_, n) => ({
    id: 101 + n,
    description: marked(),
    created_at: ago((20 - n) * DAY),
  }));

  test.each<[string, SimulatorOptions, string]>([
    ['failed', { backupOutcome: 'failed' }, '502'],
    ['out of time', { backupDurationMs: DAY }, '502'],
    ['refused', { faults: [on.post.backups.status(422)] }, ''],
    ['on a full server', { backups: full }, ''],
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

describe('the target is looked at once more', () => {
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
  expect(failure).toMatch(/Backup 502 of server 12345.*ended as failed/);
  expect(clock.elapsed).toBe(0);
});

describe('a restore is going on already', () => {
  test('before: nothing is sent, no safety backup either', async () => {
    const { failure, requests } = await run({ servers: [{ id: 12345, status: 'restoring' }] });
    expect(failure).toMatch(
      /Nothing was restored: a restore of server 12345 .*is going on already/,
    );
    expect(requests('POST')).toEqual([]);
  });

  test('since the safety backup: no restore is sent', async () => {
    const s = scenario({
      backups: [{ id: 101 }],
      onRequest: ({ method }) =>
        void (method === 'POST' && s.sim.vps.updateServer(12345, { status: 'restoring' })),
    });
    expect((await s.step(RESTORE)).failure).toMatch(/is going on already/);
    expect(s.requests('POST')).toEqual([POST_BACKUP]);
  });
});

describe('the status to come back to is the one right before the order', () => {
  /** The server's status changes with the order for the safety backup; the restore itself shows nothing. */
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

test('the whole list can not be read any more: the error says that nothing was restored', async () => {
  const s = scenario({
    backups: [{ id: 101 }],
    backupDurationMs: 0,
    faults: [on.get.backups.from(3).status(500)],
  });
  const { failure, outputs } = await s.step(RESTORE);
  expect(failure).toMatch(/^Nothing was restored\. VPS\.org answered 500/);
  expect(outputs.safety_backup_id).toBe('502');
});

test('latest is not the safety backup itself', async () => {
  const backups = [{ id: 101, created_at: ago(DAY), description: marked() }];
  const { sim, failure } = await run({ backups }, { backup_id: 'latest' });
  expect(failure).toBeNull();
  expect(sim.vps.restores).toMatchObject([{ backupId: 101 }]);
});
