/** `restore` by id: the target, refusals, and outputs that are lost. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, on } from '../../simulator/index.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';

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
