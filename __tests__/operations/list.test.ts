/** `list`: filters, order, outputs and log. */
import { describe, expect, test } from '@jest/globals';
import { documentedBackups } from '../../simulator/index.js';
import { ago, DAY, marked, type StepInputs, scenario } from '../support/harness.js';
import { ROWS } from './list-steps.js';

const IGNORED = { ignoreServerFilter: true, ignoreTypeFilter: true };

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
    expect(text).toMatch(
      /^Listing backups of server 12345 \(type manual, scope server, match "Release"\)$/m,
    );
  });

  test('slots_used counts the manual ones of that server, whatever the filters', async () => {
    const slotsOf = async (inputs: StepInputs) =>
      (await scenario({ backups: ROWS }).step({ operation: 'list', ...inputs })).outputs.slots_used;
    expect(await slotsOf({ server_id: '12345' })).toBe('4');
    expect(await slotsOf({ server_id: '12345', scope: 'repository' })).toBe('4');
    expect(await slotsOf({ server_id: '12345', backup_type: 'automatic' })).toBe('4');
    expect(await slotsOf({})).toBe('1');
    expect(await slotsOf({ match: 'by hand' })).toBe('4');
  });

  test('rows show the text, the age and the size, never the raw marker', async () => {
    const s = scenario({ backups: [{ ...ROWS[0], size_mb: 4_560 }] });
    const { log } = await s.step({ operation: 'list', server_id: '12345' });
    expect(log.map(({ line }) => line)).toContain(
      '101: server 12345 (web-server-01), manual, completed, 4.6 GB, 5d old, "Release 7"',
    );
  });

  test('rows show the state that their marker carries', async () => {
    const rows = (['good', 'bad'] as const).map((state, n) => ({
      id: 101 + n,
      created_at: ago((n + 1) * DAY),
      description: marked('create', { text: 'Deploy', state }),
    }));
    const s = scenario({ backups: rows });
    const { text } = await s.step({ operation: 'list', server_id: '12345' });
    expect(text).toMatch(/^101: .*, state good, "Deploy"$/m);
    expect(text).toMatch(/^102: .*, state bad, "Deploy"$/m);
  });

  test('a backup without a usable date comes last, and is counted in a warning', async () => {
    const undated = [
      { id: 301, created_at: null },
      { id: 302, created_at: '2099-01-01T00:00:00Z' },
    ];
    const s = scenario({ backups: [...undated, ...ROWS] });
    const { outputs, warnings } = await s.step({ operation: 'list', server_id: '12345' });
    expect(outputs.backup_ids).toBe('[104,103,102,101,105,302,301]');
    expect(warnings).toEqual([
      expect.stringMatching(/^2 backups without a usable date \(backup 302 /),
    ]);
  });

  test('none matched: all is known', async () => {
    const { outputs } = await scenario().step({ operation: 'list', server_id: '12345' });
    expect(outputs).toMatchObject({
      count: '0',
      backup_ids: '[]',
      backups: '[]',
      truncated: 'false',
    });
  });

  test('none is completed: backup_id is of no backup, and so is server_id', async () => {
    const s = scenario({ backups: [{ id: 101, status: 'failed' }] });
    const { outputs } = await s.step({ operation: 'list', server_id: '12345' });
    expect(outputs).toMatchObject({ backup_ids: '[101]', backup_id: '', server_id: '' });
  });

  test('10,000 rows: all counted, backups under 500 kB, and the cut is said', async () => {
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

test.each([100, 101, 103])('of %d backups, a hundred are logged', async (count) => {
  const backups = Array.from({ length: count }, (_, n) => ({ created_at: ago((n + 1) * DAY) }));
  const s = scenario({ backups, manualLimit: 200 });
  const { log } = await s.step({ operation: 'list', server_id: '12345' });
  const lines = log.map(({ line }) => line);
  expect(lines.filter((line) => / d?old, /.test(line) || /^\d+: /.test(line))).toHaveLength(100);
  const more = lines.filter((line) => line.startsWith('…'));
  expect(more).toEqual(count === 100 ? [] : [`… and ${count - 100} more`]);
});

test.each([
  ['', 'GET /backups/', 1],
  ['manual', 'GET /backups/?backup_type=manual', 0],
])(
  'of all servers and type "%s", slots are counted where all types are listed',
  async (type, request, counted) => {
    const s = scenario({ backups: [{}, {}] });
    const { report } = await s.step({ operation: 'list', backup_type: type });
    expect(s.requests()).toEqual([request]);
    expect(report.slots.size).toBe(counted);
  },
);
