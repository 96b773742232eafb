/** `backup_id: last_good`, which goes by the `state` in markers. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, harmlessDialects } from '../../simulator/index.js';
import type { ServerState } from '../../src/backups/marker.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

const LAST_GOOD = { operation: 'restore', server_id: '12345', backup_id: 'last_good' } as const;

const GOOD: BackupSeed = {
  id: 101,
  created_at: ago(3 * DAY),
  description: marked('create', { state: 'good', runId: '810', sha: 'feedbee0' }),
};

const of = (state: ServerState | undefined, more: BackupSeed = {}): BackupSeed => ({
  id: 102,
  created_at: ago(2 * HOUR),
  description: marked('create', state === undefined ? {} : { state }),
  ...more,
});

describe('last_good', () => {
  test.each<[string, BackupSeed]>([
    ['known to be bad', of('bad')],
    ['of which nothing is known', of(undefined)],
    ['made by hand', { ...of('good'), description: 'state=good, by hand' }],
    [
      "another repository's",
      of('good', { description: marked('create', { state: 'good', repositoryId: '43' }) }),
    ],
    ['a safety backup', of('good', { description: marked('safety', { state: 'good' }) })],
    [
      'one with text after its marker',
      of('good', { description: `${marked('create', { state: 'good' })} x` }),
    ],
    ['failed', of('good', { status: 'failed' })],
    ['not finished', of('good', { status: 'in_progress' })],
    ["another server's", of('good', { server_id: 12346 })],
  ])('passes over a newer one that is %s', async (_, newer) => {
    for (const dialect of [{}, { ignoreServerFilter: true, pageSize: 1 }]) {
      const s = scenario({ backups: [GOOD, newer], dialect });
      const { failure, outputs } = await s.step(LAST_GOOD);
      expect(failure).toBeNull();
      expect(outputs).toMatchObject({ backup_id: '101', status: 'restored' });
      expect(s.sim.vps.restores).toMatchObject([{ backupId: 101 }]);
      expect(s.sim.unexpected).toEqual([]);
    }
  });

  test.each(Object.entries(harmlessDialects))(
    'is the same in every dialect: %s',
    async (_, dialect) => {
      const s = scenario({
        backups: [GOOD, of('bad'), of(undefined, { id: 103, created_at: ago(HOUR) })],
        dialect,
      });
      const { outputs } = await s.step(LAST_GOOD);
      expect(outputs).toMatchObject({ backup_id: '101', status: 'restored' });
    },
  );

  test('is the newest good one by date, then id', async () => {
    const same = { created_at: ago(DAY) };
    const s = scenario({
      backups: [of('good', { id: 250, ...same }), GOOD, of('good', { id: 249, ...same })],
    });
    expect((await s.step(LAST_GOOD)).outputs.backup_id).toBe('250');
  });

  test('may be one of the present run, unlike latest', async () => {
    const own = { description: marked('create', { state: 'good', runId: '1000' }) };
    const s = scenario({ backups: [GOOD, of('good', own)] });
    expect((await s.step({ ...LAST_GOOD, backup_id: 'latest' })).failure).toMatch(
      'made by this run',
    );
    expect((await s.step(LAST_GOOD)).outputs.backup_id).toBe('102');
  });

  test('scope: server does not widen it to others', async () => {
    const s = scenario({
      backups: [
        GOOD,
        of('good', { description: marked('create', { state: 'good', repositoryId: '43' }) }),
      ],
    });
    expect((await s.step({ ...LAST_GOOD, scope: 'server' })).outputs.backup_id).toBe('101');
  });

  test('match chooses among the good ones', async () => {
    const shop = { ...GOOD, description: marked('create', { state: 'good', text: 'ŠHOP 7' }) };
    const s = scenario({ backups: [shop, of('good')] });
    expect((await s.step({ ...LAST_GOOD, match: 'šhop' })).outputs.backup_id).toBe('101');
  });

  test('survives a rename of the repository', async () => {
    const before = marked('create', { state: 'good', owner: 'before', repo: 'renamed' });
    const s = scenario({ backups: [of('good', { description: before })] });
    expect((await s.step(LAST_GOOD)).outputs.backup_id).toBe('102');
  });

  test('dry_run names it, and restores nothing', async () => {
    const s = scenario({ backups: [GOOD, of('bad')] });
    const { outputs, text } = await s.step({
      ...LAST_GOOD,
      dry_run: 'true',
      safety_backup: 'true',
    });
    expect(outputs).toMatchObject({ backup_id: '101', status: 'dry_run' });
    expect(text).toMatch('Would restore backup 101 to server 12345');
    expect(s.requests('POST')).toEqual([]);
  });
});

describe('is refused', () => {
  const refusal = async (backups: BackupSeed[], inputs: StepInputs = {}) => {
    const s = scenario({ backups });
    const { failure } = await s.step({ ...LAST_GOOD, ...inputs });
    expect(s.requests('POST')).toEqual([]);
    return failure;
  };

  test('where there is none: deploy_environment marks them, and the candidates show their state', async () => {
    const backups = [
      of('bad', { id: 104, created_at: ago(DAY) }),
      of(undefined, { id: 103, created_at: ago(2 * DAY) }),
      of('good', { id: 102, created_at: ago(3 * DAY), status: 'failed' }),
      { id: 101, created_at: ago(4 * DAY), description: 'by hand' },
    ];
    expect(await refusal(backups)).toBe(
      [
        'Nothing was restored: no backup of server 12345 passes the filters of last_good. Set backup_id to an id from the list below; deploy_environment in the create step marks good backups.',
        '- 104: 24h old, run 900, commit 0123456, state bad: known to be bad',
        '- 103: 2d old, run 900, commit 0123456: not known to be good',
        '- 102: 3d old, run 900, commit 0123456, state good: not completed',
        '- 101: 4d old, by hand: not made by this repository',
      ].join('\n'),
    );
  });

  test.each<[string, BackupSeed, StepInputs, string, string]>([
    ['older than max_age', {}, { max_age: '1h' }, 'is older than max_age (1h).', 'too old'],
    ['expired', { expires_at: ago(MINUTE) }, {}, 'has expired.', 'expired'],
    ['of 0 MB', { size_mb: 0 }, {}, 'has 0 MB.', '0 MB'],
  ])(
    'where the newest good one is %s, rather than for an older one',
    async (_, ...[more, inputs, problem, why]) => {
      expect(await refusal([GOOD, of('good', more)], inputs)).toBe(
        [
          `Nothing was restored: last_good, backup 102 (2h old), ${problem} If it is the right one, set backup_id: 102.`,
          `- 102: 2h old, run 900, commit 0123456, state good: ${why}`,
          `- 101: 3d old, run 810, commit feedbee, state good: ${inputs.max_age === undefined ? 'an older one' : 'too old'}`,
        ].join('\n'),
      );
    },
  );

  test('where a good one has no usable date', async () => {
    for (const created_at of [null, '2099-01-01T00:00:00Z', '2025-01-16 10:00']) {
      expect(await refusal([GOOD, of('good', { created_at })])).toMatch(
        'Nothing was restored: backup 102 passes the filters of last_good, but has no usable date.',
      );
    }
    const s = scenario({ backups: [GOOD, of('bad', { created_at: null })] });
    expect((await s.step(LAST_GOOD)).outputs.backup_id).toBe('101');
  });

  test('on an incomplete list', async () => {
    const s = scenario({
      backups: [GOOD, {}, {}],
      dialect: { capRowsAt: 2, moreSign: 'has_more' },
    });
    expect((await s.step(LAST_GOOD)).failure).toMatch(
      /^Nothing was restored: the list of backups of server 12345 is incomplete \(has_more announces more.*\), so last_good can't be determined\./,
    );
    expect(s.requests('POST')).toEqual([]);
  });
});
