/** `restore` with `safety_backup`. */
import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  type FaultRule,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, MINUTE, marked, scenario } from '../support/harness.js';
import { POST_BACKUP, POST_RESTORE, RESTORE, run } from './safety-steps.js';

const ELSEWHERE = {
  id: 77,
  server: { id: 12346, name: 'db-server-01' },
  backup_type: 'manual',
  status: 'completed',
  description: null,
};

const TARGET = { ...ELSEWHERE, id: 101, server: { id: 12345, name: 'web-server-01' } };

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

test('latest is not the safety backup itself', async () => {
  const backups = [{ id: 101, created_at: ago(DAY), description: marked() }];
  const { sim, failure } = await run({ backups }, { backup_id: 'latest' });
  expect(failure).toBeNull();
  expect(sim.vps.restores).toMatchObject([{ backupId: 101 }]);
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
