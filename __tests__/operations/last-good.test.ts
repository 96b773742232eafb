/** `backup_id: last_good`, and the `state` in markers that it goes by. */
import { describe, expect, test } from '@jest/globals';
import { type BackupSeed, harmlessDialects, on } from '../../simulator/index.js';
import type { ServerState } from '../../src/backups/marker.js';
import type { ReadServerState } from '../../src/operations/context.js';
import {
  ago,
  DAY,
  HOUR,
  MINUTE,
  marked,
  type Scenario,
  type StepInputs,
  scenario,
} from '../support/harness.js';

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
    async (_, more, inputs, problem, why) => {
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

describe('deploy_environment in create', () => {
  const CREATE = {
    server_id: '12345',
    deploy_environment: 'production',
    github_token: 'ghs_a_token_of_github',
  };
  const says =
    (state: ServerState | null, problem: string | null = null): ReadServerState =>
    async () => ({ state, problem });

  test.each(['good', 'bad', null] as const)('the marker says what was known: %s', async (state) => {
    const s = scenario();
    const { failure } = await s.step(CREATE, { readServerState: says(state) });
    expect(failure).toBeNull();
    const sent = s.sim.vps.created[0]?.sent_description;
    const words = state === null ? '' : `state=${state} `;
    expect(sent).toMatch(new RegExp(`sha=0123456789abcdef\\w+ ${words}key=[0-9a-f]{12}\\]$`));
  });

  test('what can not be read leaves it out, with a notice, and never fails the create', async () => {
    const s = scenario();
    const { failure, notices, warnings } = await s.step(CREATE, {
      readServerState: says(null, 'the token lacks deployments: read.'),
    });
    expect([failure, warnings]).toEqual([null, []]);
    expect(notices).toEqual([
      'The backup is not marked good or bad: the token lacks deployments: read.',
    ]);
    expect(s.sim.vps.created[0]?.sent_description).not.toContain('state=');
  });

  test('GitHub is asked once, with the environment and the token, also for a fleet', async () => {
    const asked: string[][] = [];
    const s = scenario();
    const { failure } = await s.step(
      { ...CREATE, server_id: '12345,12346' },
      {
        readServerState: async (...all) => {
          asked.push(all);
          return { state: 'good', problem: null };
        },
      },
    );
    expect(failure).toBeNull();
    expect(asked).toEqual([['production', 'ghs_a_token_of_github']]);
    for (const { sent_description } of s.sim.vps.created) {
      expect(sent_description).toContain(' state=good ');
    }
  });

  test('without it nothing is asked', async () => {
    const s = scenario();
    const readServerState: ReadServerState = () => Promise.reject(new Error('asked'));
    expect((await s.step({ server_id: '12345' }, { readServerState })).failure).toBeNull();
  });

  test('the same key and state are sent again after a lost request', async () => {
    const s = scenario({ faults: [on.post.backups.nth(1).reset('before')] });
    await s.step(CREATE, { readServerState: says('good') });
    const [first, second] = s.sim.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body);
    expect(second).toEqual(first);
    expect(JSON.stringify(first)).toContain(' state=good ');
  });
});

/** One deploy: a backup with the state that the deploy before left; the server then holds this one. */
async function deploy(s: Scenario, n: number, leaves: ServerState | null): Promise<string> {
  const { failure, outputs } = await s.step(
    {
      server_id: '12345',
      keep_last: '2',
      deploy_environment: 'production',
      github_token: 'ghs_a_token_of_github',
    },
    {
      run: { runId: String(2_000 + n), runNumber: String(n) },
      readServerState: async () => ({ state: leaves, problem: null }),
    },
  );
  expect(failure).toBeNull();
  s.clock.advance(2 * HOUR);
  return outputs.backup_id ?? '';
}

describe('two good deploys and three bad ones, with keep_last: 2', () => {
  const play = async (): Promise<{ s: Scenario; afterSecond: string }> => {
    const s = scenario();
    await deploy(s, 1, null);
    await deploy(s, 2, 'good');
    // The backup before deploy 3 holds what deploy 2 left.
    const afterSecond = await deploy(s, 3, 'good');
    await deploy(s, 4, 'bad');
    await deploy(s, 5, 'bad');
    return { s, afterSecond };
  };

  test('the state after the second is restored', async () => {
    const { s, afterSecond } = await play();
    const { failure, outputs } = await s.step(LAST_GOOD, { run: { runId: '3000' } });
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({ backup_id: afterSecond, status: 'restored' });
  });

  test('it survives three more bad deploys and a nightly that knows nothing', async () => {
    const { s, afterSecond } = await play();
    for (const n of [6, 7, 8]) await deploy(s, n, 'bad');
    await deploy(s, 9, null);
    const prune = { operation: 'prune', server_id: '12345', keep_last: '1' };
    expect((await s.step(prune, { run: { runId: '3000' } })).failure).toBeNull();
    expect(s.sim.vps.backups.map(({ id }) => String(id))).toContain(afterSecond);
    const { outputs } = await s.step(LAST_GOOD, { run: { runId: '3001' } });
    expect(outputs.backup_id).toBe(afterSecond);
  });

  test('a re-run of the last bad deploy may restore it too', async () => {
    const { s, afterSecond } = await play();
    const { outputs } = await s.step(LAST_GOOD, { run: { runId: '2005', attempt: 2 } });
    expect(outputs.backup_id).toBe(afterSecond);
  });

  test('the next good one takes its protection over', async () => {
    const { s, afterSecond } = await play();
    const next = await deploy(s, 6, 'good');
    await deploy(s, 7, 'bad');
    await deploy(s, 8, 'bad');
    const left = s.sim.vps.backups.map(({ id }) => String(id));
    expect(left).toContain(next);
    expect(left).not.toContain(afterSecond);
  });
});
