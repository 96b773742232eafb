import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, documentedBackups, on } from '../../simulator/index.js';
import { ago, DAY, marked, type StepInputs, scenario } from '../support/harness.js';

const IGNORED = { ignoreServerFilter: true, ignoreTypeFilter: true };

/** The outputs that are of no backup. */
const NOTHING = {
  backup_id: '',
  server_id: '',
  status: '',
  created_at: '',
  size_mb: '',
  expires_at: '',
  backup: '',
};

const ROWS: BackupSeed[] = [
  { id: 101, created_at: ago(5 * DAY), description: marked('create', { text: 'Release 7' }) },
  { id: 102, created_at: ago(4 * DAY), description: 'release by hand' },
  { id: 103, created_at: ago(3 * DAY), backup_type: 'automatic' },
  { id: 104, created_at: ago(2 * DAY), description: marked('safety'), status: 'in_progress' },
  {
    id: 105,
    created_at: ago(6 * DAY),
    description: marked('create', { repositoryId: '43', repo: 'other' }),
  },
  { id: 201, created_at: ago(DAY), server_id: 12346, description: marked() },
];

describe('list', () => {
  test('the order of the documentation’s example comes out newest first', async () => {
    const s = scenario({ backups: [...documentedBackups] });
    const { failure, outputs } = await s.step({ operation: 'list' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({
      backup_ids: '[501,495,499]',
      backup_id: '501',
      count: '3',
      truncated: 'false',
      status: '',
    });
    expect(s.sim.unexpected).toEqual([]);
  });

  test.each<[StepInputs, number[]]>([
    [{}, [201, 104, 103, 102, 101, 105]],
    [{ server_id: '12345' }, [104, 103, 102, 101, 105]],
    [{ server_id: '12346' }, [201]],
    [{ server_id: '12345,12346' }, [201, 104, 103, 102, 101, 105]],
    [{ server_id: '777' }, []],
    [{ server_name: 'db-server-01' }, [201]],
    [{ backup_type: 'automatic' }, [103]],
    [{ backup_type: 'manual', server_id: '12345' }, [104, 102, 101, 105]],
    [{ scope: 'repository' }, [201, 104, 101]],
    [{ match: 'RELEASE' }, [102, 101]],
    [{ match: 'octo/other' }, [105]],
    [
      { match: 'safety run=900', scope: 'repository', server_id: '12345', backup_type: 'manual' },
      [104],
    ],
  ])('%j', async (inputs, ids) => {
    for (const dialect of [{}, IGNORED, { pageSize: 2 }, { bareArray: true, ...IGNORED }]) {
      const s = scenario({ backups: ROWS, dialect });
      const { failure, outputs } = await s.step({ operation: 'list', ...inputs });
      expect(failure).toBeNull();
      expect(JSON.parse(outputs.backup_ids ?? '')).toEqual(ids);
      expect(outputs.count).toBe(String(ids.length));
    }
  });

  test('backup_id is the newest completed one', async () => {
    const s = scenario({ backups: ROWS });
    expect((await s.step({ operation: 'list', server_id: '12345' })).outputs.backup_id).toBe('103');
  });

  test('the filters in effect are logged', async () => {
    const s = scenario({ backups: ROWS });
    const { text } = await s.step({
      operation: 'list',
      server_id: '12345',
      backup_type: 'manual',
      match: 'Release',
    });
    expect(text).toMatch(/Filters: server 12345, manual type, scope server, match "Release"/);
  });

  test('a partial list is shown, with a warning', async () => {
    const s = scenario({ backups: ROWS, dialect: { capRowsAt: 2 } });
    const { failure, warnings } = await s.step({ operation: 'list' });
    expect(failure).toBeNull();
    expect(warnings.join()).toContain('incomplete');
  });

  test('a fault is retried up to 5 times', async () => {
    const s = scenario({ backups: ROWS, faults: [on.get.backups.from(1, 5).status(502)] });
    expect((await s.step({ operation: 'list' })).failure).toBeNull();
    const down = scenario({ backups: ROWS, faults: [on.get.backups.status(502)] });
    expect((await down.step({ operation: 'list' })).failure).toContain('502');
    expect(down.sim.requests).toHaveLength(6);
  });

  test.each<[string, StepInputs]>([
    ['of one server', { server_id: '12345' }],
    ['of one of several servers', { server_id: '12345,12346' }],
    ['of all', {}],
    ['of servers, for a name', { server_name: 'web' }],
  ])(
    'a list that can not be read %s: how many matched is not known, which is not none',
    async (_, inputs) => {
      const faults = [
        on.get.servers.status(403),
        on.path(/server_id=12346/).status(403),
        on.path(/\/backups\/$/).status(403),
      ];
      const s = scenario({
        backups: ROWS,
        faults: [...faults, on.path(/server_id=12345$/).status(403)],
      });
      const { failure, outputs } = await s.step({ operation: 'list', ...inputs });
      expect(failure).toContain('403');
      expect(outputs).toEqual({
        ...NOTHING,
        deleted_ids: '[]',
        would_delete_ids: '[]',
        duration_seconds: '0',
      });
      const none = await scenario({ backups: [] }).step({
        operation: 'list',
        ...inputs,
        server_name: '',
      });
      expect(none.outputs).toMatchObject({
        count: '0',
        backup_ids: '[]',
        backups: '[]',
        truncated: 'false',
      });
    },
  );

  test('none is completed: backup_id is of no backup, and so is server_id', async () => {
    const s = scenario({ backups: [{ id: 101, status: 'failed' }] });
    const { outputs } = await s.step({ operation: 'list', server_id: '12345' });
    expect(outputs).toMatchObject({ backup_ids: '[101]', backup_id: '', server_id: '' });
  });

  test('next to another host is not followed: the list is partial', async () => {
    const s = scenario({
      backups: ROWS,
      dialect: { pageSize: 2, nextHost: 'https://elsewhere.example' },
    });
    const { failure, warnings, outputs } = await s.step({ operation: 'list' });
    expect(failure).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(outputs.count).toBe('2');
    expect(s.sim.requests).toHaveLength(1);
  });

  test('a row that vanishes between two pages pulls another one past the reader: the list is not taken for whole', async () => {
    const s = scenario({
      backups: ROWS,
      dialect: { pageSize: 2, order: 'id' },
      onOutcome: () => {
        // 101 stood on the first page, which has just been read; 103 moves there from the second.
        if (s.sim.vps.backup(101)) s.sim.vps.removeBackup(101);
      },
    });
    const { outputs, warnings } = await s.step({ operation: 'list' });
    const isComplete = JSON.parse(outputs.backup_ids ?? '').includes(103);
    expect(isComplete || warnings.some((line) => line.includes('incomplete'))).toBe(true);
  });

  test('at most 100 pages, and pages without end are partial', async () => {
    const many = Array.from({ length: 105 }, (_, n) => ({ id: 1001 + n }));
    const s = scenario({ backups: many, dialect: { pageSize: 1 } });
    const { warnings } = await s.step({ operation: 'list' });
    expect(s.sim.requests).toHaveLength(100);
    expect(warnings).toHaveLength(1);
    const endless = scenario({ backups: ROWS, dialect: { pageSize: 2, endlessNext: true } });
    expect((await endless.step({ operation: 'list' })).warnings).toHaveLength(1);
    expect(endless.sim.requests.length).toBeLessThanOrEqual(100);
  });

  test('10,000 rows: all counted, backups under 500 kB, and the cut is told', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => ({
      id: 1001 + n,
      description: marked(),
    }));
    const s = scenario({ backups: many });
    const { outputs } = await s.step({ operation: 'list' });
    expect(outputs).toMatchObject({ count: '10000', truncated: 'true' });
    expect(Buffer.byteLength(outputs.backups ?? '')).toBeLessThan(500_000);
    expect(JSON.parse(outputs.backups ?? '')).toHaveLength(
      JSON.parse(outputs.backup_ids ?? '').length,
    );
  });
});
