import { describe, expect, test } from '@jest/globals';
import { documentedBackups, on, type SimulatorOptions } from '../../simulator/index.js';
import { FAILURES } from '../support/fixtures.js';
import { scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345' } as const;

describe('create', () => {
  test('lists, posts once, waits, and outputs what the API said', async () => {
    const s = scenario({ backupDurationMs: 40_000 });
    const { failure, outputs } = await s.step({ ...CREATE, description: 'Release 7' });
    expect(failure).toBeNull();
    expect(s.requests('POST')).toEqual(['POST /backups/']);
    expect(s.requests()[0]).toBe('GET /backups/?server_id=12345');
    expect(outputs).toMatchObject({
      backup_id: '502',
      backup_ids: '[502]',
      server_id: '12345',
      status: 'completed',
      created_at: '2025-01-16T15:45:00Z',
      size_mb: String(s.sim.vps.backup(502)?.size_mb),
      expires_at: '',
      reused: 'false',
      deleted_ids: '[]',
    });
    expect(Number(outputs.duration_seconds)).toBeGreaterThanOrEqual(40);
    expect(JSON.parse(outputs.backup ?? '')).toMatchObject({ id: 502, status: 'completed' });
    expect(JSON.parse(outputs.backups ?? '')).toHaveLength(1);
    expect(s.sim.unexpected).toEqual([]);
  });

  test('the description is the text and the marker at its end', async () => {
    const s = scenario();
    await s.step({ ...CREATE, description: 'Release 7' });
    expect(s.sim.vps.created[0]?.sent_description).toMatch(
      /^Release 7 \[gha octo\/shop#42 create run=1000\.1 job=deploy sha=0123456789abcdef0123456789abcdef01234567 key=[0-9a-f]{12}\]$/,
    );
  });

  test('the default text names workflow, run and actor', async () => {
    const s = scenario();
    await s.step(CREATE);
    expect(s.sim.vps.created[0]?.sent_description).toMatch(/^Before Deploy #7 by mona \[gha /);
  });

  test('backup_id is written the moment it is known, before any poll of the wait', async () => {
    const s = scenario({ backupDurationMs: 60_000 });
    const { history } = await s.step(CREATE);
    const first = history.find(({ outputs }) => outputs.backup_id === '502');
    expect(first?.at).toBe(0);
  });

  test('wait: false ends after the POST, with the status that it was answered with', async () => {
    const s = scenario({ backupDurationMs: 60_000 });
    const { failure, outputs } = await s.step({ ...CREATE, wait: 'false' });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ backup_id: '502', status: 'in_progress' });
    expect(s.requests()).toEqual(['GET /backups/?server_id=12345', 'POST /backups/']);
    expect(s.clock.elapsed).toBe(0);
  });

  test.each(['true', 'false'])(
    'a 201 that says failed fails the step at once, with wait: %s',
    async (wait) => {
      const s = scenario({ backupDurationMs: 0, backupOutcome: 'failed' });
      const { failure, outputs } = await s.step({ ...CREATE, wait });
      expect(failure).toBe(
        'Backup 502 of server 12345 (web-server-01) failed (status: failed). Check the server on VPS.org before anything else.',
      );
      expect(outputs).toMatchObject({ backup_id: '502', status: 'failed' });
      expect(s.requests('GET')).toHaveLength(1);
    },
  );

  test('with keep_last and wait, nothing is noticed', async () => {
    const { notices } = await scenario().step({ ...CREATE, keep_last: '3' });
    expect(notices).toEqual([]);
  });

  test('GitHub is not asked without deploy_environment', async () => {
    const readServerState = () => Promise.reject(new Error('not to be asked'));
    const inputs = { ...CREATE, wait: 'false', github_token: 'ghs_test_not_a_real_token' };
    const { failure } = await scenario().step(inputs, { readServerState });
    expect(failure).toBeNull();
  });

  test('wait: false without keep_last: nothing is noticed', async () => {
    const { notices } = await scenario().step({ ...CREATE, wait: 'false' });
    expect(notices).toEqual([]);
  });

  test('wait: false rotates nothing, and says so', async () => {
    const s = scenario({ backups: [{ status: 'failed' }, {}, {}] });
    const { notices } = await s.step({ ...CREATE, wait: 'false', keep_last: '1', scope: 'server' });
    expect(s.sim.vps.deleted).toEqual([]);
    expect(notices.join()).toContain('operation: wait');
  });

  test('a backup that fails, fails the step within one poll, and keeps its id', async () => {
    const s = scenario({ backupOutcome: 'failed', backupDurationMs: 20_000 });
    const { failure, outputs } = await s.step({ ...CREATE, poll_interval: '5s' });
    expect(failure).toMatch(/502.*12345.*failed/);
    expect(outputs).toMatchObject({ backup_id: '502', status: 'failed' });
    expect(s.clock.elapsed).toBeLessThanOrEqual(25_000);
  });

  test.each(FAILURES)('%s is failure', async (word) => {
    const s = scenario({ backupOutcome: word });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toContain(word);
    expect(outputs.status).toBe(word);
  });

  test.each([
    [
      401,
      "Create a new token on your VPS.org account's developer page and store it as the secret that api_token reads.",
    ],
    [403, "Give the token this permission on your VPS.org account's developer page."],
    [404, 'Check api_url, and server_id where it is given.'],
  ])(
    'a list that is rejected with %d: nothing is posted, and the error says what to do',
    async (status, remedy) => {
      const s = scenario({ faults: [on.get.backups.status(status)] });
      const { failure, outputs } = await s.step(CREATE);
      expect(failure).toBe(
        `Could not list backups: VPS.org answered ${status}: Error ${status}. ${remedy}`,
      );
      expect(s.requests('POST')).toEqual([]);
      expect(outputs).toMatchObject({ backup_id: '', server_id: '12345', status: '' });
    },
  );

  test('a server that does not exist: one POST, and what to check', async () => {
    const s = scenario();
    const { failure } = await s.step({ operation: 'create', server_id: '777' });
    expect(failure).toMatch(/777.*404.*server_id/);
    expect(s.requests('POST')).toHaveLength(1);
  });

  test('never asks for a backup by its id', async () => {
    const s = scenario({ backups: [...documentedBackups], backupDurationMs: 90_000 });
    await s.step(CREATE);
    expect(s.requests('GET').every((one) => one === 'GET /backups/?server_id=12345')).toBe(true);
  });

  test.each([
    ['stripMarker', { stripMarker: true }],
    ['truncateDescriptionAt', { truncateDescriptionAt: 40 }],
  ])(
    'where the 201 echoes a description without the marker (%s), a warning says so',
    async (_, dialect) => {
      const s = scenario({ dialect });
      const { failure, warnings } = await s.step(CREATE);
      expect(failure).toBeNull();
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(
        /^VPS\.org stored backup 502 without the marker that was sent: rotation, latest and last_good won't recognise it\.$/,
      );
    },
  );

  test('of several servers, each such backup is named', async () => {
    const s = scenario({ dialect: { stripMarker: true } });
    const { warnings } = await s.step({ ...CREATE, server_id: '12345,12346' });
    expect(warnings).toEqual(
      [502, 503].map(
        (id) =>
          `VPS.org stored backup ${id} without the marker that was sent: rotation, latest and last_good won't recognise it.`,
      ),
    );
  });

  test.each<[string, SimulatorOptions]>([
    ['does not show', { dialect: { postAnswer: 'without description', dropDescription: true } }],
    [
      'echoes',
      {
        script: [
          {
            when: { on: { method: 'POST' }, moment: 'after' },
            change: { kind: 'update backup', backup: 502, change: { description: 'Release 7' } },
          },
        ],
      },
    ],
  ])('where the 201 %s the description, the listed row decides', async (_, options) => {
    const { failure, warnings } = await scenario(options).step(CREATE);
    expect(failure).toBeNull();
    expect(warnings).toEqual([
      "VPS.org stored backup 502 without the marker that was sent: rotation, latest and last_good won't recognise it.",
    ]);
  });

  test('a 201 that names another server: the outcome is unknown, and the backup must not be relied on', async () => {
    const other = {
      id: 900,
      server: { id: 99, name: 'x' },
      backup_type: 'manual',
      status: 'in_progress',
      description: null,
    };
    const s = scenario({ faults: [on.post.backups.answer(201, JSON.stringify(other))] });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toBe(
      'VPS.org answered with backup 900 of server 99 (x) when asked for one of server 12345. Check both servers on VPS.org before anything else.',
    );
    expect(outputs).toMatchObject({ backup_id: '900', server_id: '99', status: 'unknown' });
  });

  test('a description that is not echoed at all is no reason to warn', async () => {
    const s = scenario({ dialect: { postAnswer: 'without description' } });
    const { warnings } = await s.step(CREATE);
    expect(warnings).toEqual([]);
  });
});
