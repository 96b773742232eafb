import { describe, expect, test } from '@jest/globals';
import type { BackupSeed } from '../../simulator/index.js';
import { ago, HOUR, MINUTE, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', reuse_on_rerun: 'true' } as const;
const RERUN = { run: { attempt: 2 } };

/** Made by the first attempt of the same job, an hour ago. */
const earlier = (more: BackupSeed = {}): BackupSeed => ({
  id: 101,
  created_at: ago(HOUR),
  description: marked('create', { runId: '1000' }),
  ...more,
});

describe('reuse_on_rerun', () => {
  test('an earlier attempt’s completed backup is reused, and nothing is posted', async () => {
    const s = scenario({ backups: [earlier()] });
    const { failure, outputs } = await s.step(CREATE, RERUN);
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ backup_id: '101', status: 'completed', reused: 'true' });
    expect(s.requests('POST')).toEqual([]);
  });

  test.each([['in_progress'], ['queued'], ['pending'], ['creating']])(
    'one that is %s is waited for',
    async (word) => {
      const s = scenario({
        backups: [earlier({ duration_ms: 5 * MINUTE })],
        intermediateStatuses: [word],
      });
      const { outputs } = await s.step(CREATE, RERUN);
      expect(outputs).toMatchObject({ backup_id: '101', status: 'completed', reused: 'true' });
      expect(s.clock.elapsed).toBeGreaterThanOrEqual(5 * MINUTE);
    },
  );

  test.each([
    [1, []],
    [
      2,
      [
        "The list of backups of server 12345 is incomplete: an earlier attempt's backup may be missing from it.",
      ],
    ],
  ])('a list of one of %d is warned of where it hides some', async (count, expected) => {
    const backups = [1, 2].map((id) => ({
      ...{ id, created_at: ago(id * HOUR) },
      description: marked('create', { runId: '1000', attempt: 1 }),
    }));
    const dialect = { capRowsAt: 1, order: 'newest' } as const;
    const s = scenario({ backups: backups.slice(0, count), dialect });
    const { warnings } = await s.step(
      { operation: 'create', server_id: '12345', reuse_on_rerun: 'true' },
      { run: { attempt: 2 } },
    );
    expect(warnings.filter((line) => line.includes('earlier attempt'))).toEqual(expected);
  });

  test('one in progress that then fails, fails the step', async () => {
    const s = scenario({ backups: [earlier({ duration_ms: 5 * MINUTE, status: 'failed' })] });
    const { failure, outputs } = await s.step(CREATE, RERUN);
    expect(failure).toContain('101');
    expect(outputs.status).toBe('failed');
    expect(s.requests('POST')).toEqual([]);
  });

  test('the oldest one is reused: it holds the state before the first deploy', async () => {
    const second = earlier({
      id: 100,
      created_at: ago(30 * MINUTE),
      description: marked('create', { runId: '1000', attempt: 2 }),
    });
    const s = scenario({ backups: [second, earlier()] });
    const { outputs } = await s.step(CREATE, { run: { attempt: 3 } });
    expect(outputs.backup_id).toBe('101');
  });

  test.each<[string, BackupSeed]>([
    ['failed', { status: 'failed' }],
    ['cancelled', { status: 'cancelled' }],
    ['deleted', { status: 'deleted' }],
    ['of another run', { description: marked('create', { runId: '999' }) }],
    ['of another job', { description: marked('create', { runId: '1000', job: 'deploy-2' }) }],
    ['of the same attempt', { description: marked('create', { runId: '1000', attempt: 2 }) }],
    [
      'of another repository',
      { description: marked('create', { runId: '1000', repositoryId: '43' }) },
    ],
    ['a safety backup', { description: marked('safety', { runId: '1000' }) }],
    ['of another server', { server_id: 12346 }],
    ['older than max_age', { created_at: ago(8 * 24 * HOUR) }],
    ['undated', { created_at: null }],
  ])('never one %s', async (_, more) => {
    const s = scenario({ backups: [earlier(more)], dialect: { ignoreServerFilter: true } });
    const { failure, outputs } = await s.step(CREATE, RERUN);
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ backup_id: '502', reused: 'false' });
  });

  test('not on the first attempt, nor unless asked for', async () => {
    const first = scenario({ backups: [earlier()] });
    expect((await first.step(CREATE)).outputs.reused).toBe('false');
    const unasked = scenario({ backups: [earlier()] });
    expect(
      (await unasked.step({ operation: 'create', server_id: '12345' }, RERUN)).outputs,
    ).toMatchObject({
      reused: 'false',
      backup_id: '502',
    });
  });

  test('several servers: each its own', async () => {
    const s = scenario({ backups: [earlier()] });
    const { failure, outputs } = await s.step({ ...CREATE, server_id: '12345,12346' }, RERUN);
    expect(failure).toBeNull();
    expect(outputs.backup_ids).toBe('[101,502]');
    expect(s.sim.vps.created.map((one) => one.server_id)).toEqual([12346]);
  });

  test('rotation does not delete the one that is reused', async () => {
    const newer = {
      id: 110,
      created_at: ago(20 * MINUTE),
      description: marked('create', { runId: '1001' }),
    };
    const s = scenario({ backups: [earlier({ created_at: ago(5 * HOUR) }), newer] });
    const { failure } = await s.step({ ...CREATE, keep_last: '1' }, RERUN);
    expect(failure).toBeNull();
    expect(s.sim.vps.deleted).toEqual([]);
  });

  describe('one attempt made several', () => {
    const two = [earlier(), earlier({ id: 102, created_at: ago(50 * MINUTE) })].map((one) => ({
      ...one,
      description: marked('create', { runId: '1000' }),
    }));

    test.each<[string, BackupSeed]>([
      ['both completed', {}],
      ['one pending', { duration_ms: MINUTE }],
      ['one queued', { status: 'queued' }],
      ['one too old', { created_at: ago(8 * 24 * HOUR) }],
    ])('%s: none is reused, with a warning', async (_, more) => {
      const s = scenario({ backups: [two[0] ?? {}, { ...two[1], ...more }] });
      const { failure, outputs, warnings } = await s.step(CREATE, RERUN);
      expect(failure).toBeNull();
      expect(outputs).toMatchObject({ backup_id: '502', reused: 'false' });
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(
        /^An earlier attempt of this job made several backups of server 12345 \((101, 102|102, 101)\): none is reused\.$/,
      );
    });

    test('two calls of one reusable workflow: a re-run of the second gets neither', async () => {
      const s = scenario();
      const job = { runId: '1000', job: 'backup' };
      await s.step(CREATE, { run: job });
      await s.step(CREATE, { run: job });
      const { outputs, warnings } = await s.step(CREATE, { run: { ...job, attempt: 2 } });
      expect(outputs).toMatchObject({ backup_id: '504', reused: 'false' });
      expect(warnings.join()).toContain('several backups');
    });

    test('a failed one beside it is no candidate', async () => {
      const s = scenario({ backups: [two[0] ?? {}, { ...two[1], status: 'failed' }] });
      const { outputs } = await s.step(CREATE, RERUN);
      expect(outputs).toMatchObject({ backup_id: '101', reused: 'true' });
    });

    test('one of each attempt: the oldest is reused', async () => {
      const later = { ...two[1], description: marked('create', { runId: '1000', attempt: 2 }) };
      const s = scenario({ backups: [two[0] ?? {}, later] });
      const { outputs, warnings } = await s.step(CREATE, { run: { attempt: 3 } });
      expect([outputs.backup_id, warnings]).toEqual(['101', []]);
    });
  });
});
