/** `check`: are the backups there, fresh and plausible? */
import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  harmlessDialects,
  incompleteDialects,
  on,
  type ServerSeed,
  type SimulatorOptions,
  scenarios,
} from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';
import { START } from '../support/virtual-clock.js';

const ONE = { operation: 'check', server_id: '12345' } as const;
const TWO = { operation: 'check', server_id: '12345,12346' } as const;
const REMEDY = 'Check those servers and their backups on VPS.org.';

/** Backups so many hours old, each a little larger than the one before it. */
const aged = (...hours: number[]): BackupSeed[] =>
  hours.map((age, n) => ({ id: 101 + n, created_at: ago(age * HOUR), size_mb: 4_000 - n }));

async function checkOf(options: SimulatorOptions, inputs: StepInputs = {}) {
  const s = scenario(options);
  const result = await s.step({ ...ONE, ...inputs });
  expect(s.requests().every((one) => one.startsWith('GET '))).toBe(true);
  expect(s.sim.unexpected).toEqual([]);
  const checks: Record<string, unknown>[] = JSON.parse(result.outputs.checks || '[]');
  return { ...s, ...result, checks };
}

/** The error of one failing server of one. */
function failureOf(...problems: string[]): string {
  return [
    'The check failed for 1 of 1 server.',
    `- server 12345 (web-server-01): ${problems.join('; ')}`,
  ].join('\n');
}

describe('one server', () => {
  test('fresh: ok', async () => {
    const { failure, warnings, outputs, checks, requests, text } = await checkOf({
      backups: aged(2, 26, 50, 74),
    });
    expect([failure, warnings]).toEqual([null, []]);
    expect(outputs).toMatchObject({
      status: 'ok',
      backup_id: '101',
      backup_ids: '[101]',
      server_id: '12345',
      created_at: ago(2 * HOUR),
      size_mb: '4000',
      slots_used: '4',
    });
    expect(checks).toEqual([
      {
        server_id: 12345,
        ok: true,
        problems: [],
        backup_id: 101,
        age_seconds: 7_200,
        size_mb: 4_000,
        previous_size_mb: 3_999,
        completed: 4,
        slots_used: 4,
      },
    ]);
    expect(requests()).toEqual(['GET /backups/?server_id=12345']);
    expect(text).toBe(
      [
        'Checking backups of server 12345 (max_age 26h, max_shrink 50%, min_backups 1, scope server)',
        'server 12345 (web-server-01): ok (newest backup 2h old, 4.0 GB)',
      ].join('\n'),
    );
  });

  test('stale', async () => {
    const { failure, outputs, checks } = await checkOf({ backups: aged(31, 55) });
    expect(failure).toBe(
      `The check failed for 1 of 1 server. ${REMEDY}\n- server 12345 (web-server-01): newest backup 101 is 31h old (max_age 26h)`,
    );
    expect(outputs).toMatchObject({ status: 'failed', backup_id: '101' });
    expect(checks).toMatchObject([
      { ok: false, problems: ['newest backup 101 is 31h old (max_age 26h)'], age_seconds: 111_600 },
    ]);
  });

  test.each<[string, SimulatorOptions, StepInputs, string[]]>([
    [
      'no backup at all',
      { backups: [] },
      {},
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'only failed ones',
      { backups: aged(1, 2).map((one) => ({ ...one, status: 'failed' })) },
      {},
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'only one in progress',
      { backups: [{ ...aged(1)[0], status: 'in_progress' }] },
      {},
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'too few',
      { backups: aged(1, 2) },
      { min_backups: '3' },
      ['2 completed backups with data (min_backups 3)'],
    ],
    [
      'too few, as those of 0 MB do not count',
      { backups: [...aged(1, 2), { id: 201, created_at: ago(DAY), size_mb: 0 }] },
      { min_backups: '3' },
      ['2 completed backups with data (min_backups 3)'],
    ],
    [
      'a newest one of 0 MB',
      { backups: [{ id: 201, created_at: ago(HOUR), size_mb: 0 }, ...aged(2, 26)] },
      {},
      ['newest backup 201 has 0 MB'],
    ],
    [
      'an only one of 0 MB',
      { backups: [{ id: 201, created_at: ago(HOUR), size_mb: 0 }] },
      {},
      ['0 completed backups with data (min_backups 1)', 'newest backup 201 has 0 MB'],
    ],
    [
      'smaller by 51 %',
      {
        backups: [
          { id: 201, created_at: ago(HOUR), size_mb: 490 },
          { ...aged(26)[0], size_mb: 1_000 },
        ],
      },
      {},
      ['newest backup 201 has 490 MB, 51% smaller than 1.0 GB before (max_shrink 50%)'],
    ],
    [
      'smaller than the largest of the three before it',
      {
        backups: [400, 500, 900, 450, 8_000].map((size_mb, n) => ({
          id: 201 + n,
          created_at: ago((1 + 24 * n) * HOUR),
          size_mb,
        })),
      },
      {},
      ['newest backup 201 has 400 MB, 56% smaller than 900 MB before (max_shrink 50%)'],
    ],
    [
      'an undated one only',
      { backups: [{ id: 201, created_at: null }] },
      {},
      ['no completed backup within max_age 26h: backup 201 has no usable date'],
    ],
    [
      'one dated in the future only',
      { backups: [{ id: 201, created_at: ago(-2 * DAY) }] },
      {},
      ['no completed backup within max_age 26h: backup 201 has no usable date'],
    ],
    [
      'an own one in progress for 25 hours',
      {
        backups: [
          ...aged(1),
          { id: 201, created_at: ago(25 * HOUR), status: 'in_progress', description: marked() },
        ],
      },
      {},
      ['backup 201 has been pending for 25h (limit 24h)'],
    ],
    [
      'an own one pending under any word',
      {
        backups: [
          ...aged(1),
          { id: 201, created_at: ago(9 * DAY), status: 'queued', description: marked('safety') },
        ],
      },
      {},
      ['backup 201 has been pending for 9d (limit 24h)'],
    ],
    [
      'only an expired one',
      { backups: [{ ...aged(1)[0], expires_at: ago(MINUTE) }] },
      {},
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'fresh ones of another type only',
      { backups: [...aged(1), { id: 201, created_at: ago(DAY * 2), backup_type: 'automatic' }] },
      { backup_type: 'automatic' },
      ['newest backup 201 is 2d old (max_age 26h)'],
    ],
    [
      'fresh ones out of scope only',
      { backups: aged(1) },
      { scope: 'repository' },
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
    [
      'fresh ones that do not match only',
      { backups: aged(1) },
      { match: 'nightly' },
      ['no completed backup within max_age 26h', '0 completed backups with data (min_backups 1)'],
    ],
  ])('fails: %s', async (_, options, inputs, problems) => {
    const { failure, outputs, checks } = await checkOf(options, inputs);
    expect(outputs.status).toBe('failed');
    expect(checks).toMatchObject([{ server_id: 12345, ok: false, problems }]);
    expect(failure?.replace(` ${REMEDY}`, '').replace('12345:', '12345 (web-server-01):')).toBe(
      failureOf(...problems),
    );
  });

  test.each<[string, BackupSeed[], StepInputs]>([
    [
      'smaller by 49 %',
      [
        { id: 201, created_at: ago(HOUR), size_mb: 510 },
        { ...aged(26)[0], size_mb: 1_000 },
      ],
      {},
    ],
    [
      'smaller by 50 %',
      [
        { id: 201, created_at: ago(HOUR), size_mb: 500 },
        { ...aged(26)[0], size_mb: 1_000 },
      ],
      {},
    ],
    [
      'smaller than others, but not by type',
      [
        { id: 201, created_at: ago(HOUR), size_mb: 10 },
        { ...aged(26)[0], size_mb: 1_000, backup_type: 'automatic' },
      ],
      {},
    ],
    [
      'smaller than one that expired',
      [
        { id: 201, created_at: ago(HOUR), size_mb: 10 },
        { ...aged(26)[0], size_mb: 1_000, expires_at: ago(MINUTE) },
      ],
      {},
    ],
    [
      'far smaller, with max_shrink: 100%',
      [{ id: 201, created_at: ago(HOUR), size_mb: 1 }, ...aged(26)],
      { max_shrink: '100%' },
    ],
    [
      '0 MB, with max_shrink: 100%',
      [{ id: 201, created_at: ago(HOUR), size_mb: 0 }, ...aged(26)],
      { max_shrink: '100%' },
    ],
    ['unknown sizes', aged(1, 26).map((one) => ({ ...one, size_mb: null })), {}],
    [
      'an unknown size after known ones',
      [{ id: 201, created_at: ago(HOUR), size_mb: null }, ...aged(26)],
      {},
    ],
    ['exactly max_age', aged(26), { max_age: '26h' }],
    [
      'a safety backup counts',
      [{ ...aged(1)[0], description: marked('safety') }],
      { scope: 'repository' },
    ],
    ['an automatic one counts', [{ ...aged(1)[0], backup_type: 'automatic' }], {}],
    [
      'someone else’s is pending for days',
      [
        ...aged(1),
        { id: 201, created_at: ago(9 * DAY), status: 'in_progress', description: 'by hand' },
      ],
      {},
    ],
    [
      'an own one is in progress for 23 hours',
      [
        ...aged(1),
        { id: 201, created_at: ago(23 * HOUR), status: 'in_progress', description: marked() },
      ],
      {},
    ],
    ['an undated one beside', [...aged(1), { id: 201, created_at: null }], {}],
  ])('is ok: %s', async (_, backups, inputs) => {
    const { failure, outputs, checks } = await checkOf({ backups }, inputs);
    expect(failure).toBeNull();
    expect(outputs.status).toBe('ok');
    expect(checks).toMatchObject([{ ok: true, problems: [] }]);
  });

  test('an unknown size is null, never zero', async () => {
    const backups = [{ id: 201, created_at: ago(HOUR), size_mb: null }, ...aged(26)];
    const { checks, outputs } = await checkOf({ backups });
    expect(checks).toMatchObject([{ size_mb: null, previous_size_mb: 4_000, completed: 2 }]);
    expect(outputs.size_mb).toBe('');
  });

  test('filters hold for all but slots_used', async () => {
    const backups: BackupSeed[] = [
      ...aged(1, 2, 3),
      { id: 201, created_at: ago(4 * HOUR), backup_type: 'automatic', size_mb: 7_000 },
    ];
    const { checks } = await checkOf({ backups }, { backup_type: 'automatic' });
    expect(checks).toMatchObject([
      { ok: true, backup_id: 201, previous_size_mb: null, completed: 1, slots_used: 3 },
    ]);
  });

  test.each([
    ['20h', 0],
    ['21h', 1],
    ['26h', 1],
  ])('80 %% of max_age is a warning, not a failure: %s', async (age, count) => {
    const { failure, warnings, outputs } = await checkOf({
      backups: aged(Number.parseInt(age, 10)),
    });
    expect([failure, outputs.status, warnings.length]).toEqual([null, 'ok', count]);
    if (count > 0) {
      expect(warnings).toEqual([
        `server 12345 (web-server-01): newest backup 101 is ${age} old, over 80% of max_age 26h.`,
      ]);
    }
  });

  test('no free slot is a warning, not a failure', async () => {
    const { failure, warnings } = await checkOf(
      { backups: scenarios.full(START) },
      { max_age: '7d' },
    );
    expect(failure).toBeNull();
    expect(warnings).toEqual(['server 12345 (web-server-01): no free slot: 10 of 10 are used.']);
  });

  test('undated rows are counted in a warning', async () => {
    const { warnings } = await checkOf({ backups: [...aged(1), { id: 201, created_at: null }] });
    expect(warnings).toEqual([
      expect.stringMatching(/^1 backup without a usable date \(backup 201 /),
    ]);
  });

  test.each(['stale', 'shrunk', 'empty'] as const)(
    'the simulator’s scenario fails: %s',
    async (name) => {
      const { outputs } = await checkOf({ backups: scenarios[name](START) });
      expect(outputs.status).toBe('failed');
    },
  );

  test.each([-2 * DAY, -3 * HOUR, 3 * HOUR, 20 * DAY])(
    "ages are measured on the API's clock: %d ms off",
    async (clockSkewMs) => {
      const { checks } = await checkOf({ backups: aged(2), dialect: { clockSkewMs } });
      expect(checks).toMatchObject([{ ok: true, age_seconds: 7_200 }]);
    },
  );
});

describe('an incomplete list', () => {
  test.each(Object.entries(incompleteDialects))('fails: %s', async (_, dialect) => {
    const { failure, outputs, checks, warnings } = await checkOf({
      backups: aged(1, 2, 3),
      dialect,
    });
    expect(failure).toMatch(/its list of backups is incomplete \(.+\)/);
    expect(outputs.status).toBe('failed');
    expect(checks).toMatchObject([{ ok: false, slots_used: null }]);
    expect(warnings).toHaveLength(1);
  });

  test('shows no absence, and no newest one', async () => {
    const { checks, outputs } = await checkOf(
      { backups: aged(1, 200, 300), dialect: { capRowsAt: 2, order: 'oldest' } },
      { min_backups: '3' },
    );
    // The fresh one is not shown: "stale" or "too few" would be wrong.
    expect(checks).toEqual([
      {
        server_id: 12345,
        ok: false,
        problems: ['its list of backups is incomplete (it shows 2 of 3)'],
        backup_id: null,
        age_seconds: null,
        size_mb: null,
        previous_size_mb: null,
        completed: 0,
        slots_used: null,
      },
    ]);
    expect(outputs.backup_id).toBe('');
  });
});

describe('several servers', () => {
  const there = (...hours: number[]): BackupSeed[] =>
    aged(...hours).map((one) => ({ ...one, id: (one.id ?? 0) + 200, server_id: 12346 }));

  test('one list of all serves; backup_id is of the first in the order given', async () => {
    const { failure, outputs, checks, requests } = await checkOf(
      { backups: [...aged(1, 2), ...there(3, 4)] },
      { ...TWO, server_id: '12346 12345' },
    );
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({
      status: 'ok',
      backup_id: '301',
      backup_ids: '[301,101]',
      server_id: '12346',
    });
    expect(checks.map((one) => one.server_id)).toEqual([12346, 12345]);
    expect(requests()).toEqual(['GET /backups/']);
  });

  test('all are looked at; the error names each that fails, with figure and limit', async () => {
    const servers = [12345, 12346, 12347].map((id) => ({ id, name: `web-${id}` }));
    const { failure, outputs, checks } = await checkOf(
      {
        servers,
        backups: [
          ...aged(31),
          ...there(1),
          { id: 401, server_id: 12347, created_at: ago(HOUR), size_mb: 0 },
        ],
      },
      { server_id: '12345,12346,12347' },
    );
    expect(failure).toBe(
      [
        `The check failed for 2 of 3 servers. ${REMEDY}`,
        '- server 12345 (web-12345): newest backup 101 is 31h old (max_age 26h)',
        '- server 12347 (web-12347): 0 completed backups with data (min_backups 1); newest backup 401 has 0 MB',
      ].join('\n'),
    );
    expect(outputs.status).toBe('failed');
    expect(checks.map(({ ok }) => ok)).toEqual([false, true, false]);
  });

  test('where the first has none, backup_id is empty', async () => {
    const { outputs } = await checkOf({ backups: there(1) }, TWO);
    expect(outputs).toMatchObject({ backup_id: '', status: 'failed', backup_ids: '[301]' });
  });

  test('the API is down for one of two: it fails, the other is checked', async () => {
    const many = Array.from({ length: 9 }, (_, n) => ({
      id: 501 + n,
      server_id: 12347,
      created_at: ago((n + 1) * HOUR),
    }));
    const { failure, checks, outputs } = await checkOf(
      {
        servers: [{ id: 12345 }, { id: 12346 }, { id: 12347 }],
        backups: [...many, ...aged(1), ...there(1)],
        dialect: { pageSize: 3, order: 'id' },
        faults: [on.path(/server_id=12346/, 'GET').status(503)],
      },
      TWO,
    );
    expect(failure).toBe(
      [
        'The check failed for 1 of 2 servers. Try again later.',
        '- server 12346: Could not list backups: VPS.org answered 503: Error 503.',
      ].join('\n'),
    );
    expect(checks).toMatchObject([
      { server_id: 12345, ok: true, backup_id: 101 },
      { server_id: 12346, ok: false, backup_id: null, completed: 0 },
    ]);
    expect(outputs.status).toBe('failed');
  });

  test.each<[number, string]>([
    [
      401,
      "Create a new token on your VPS.org account's developer page and store it as the secret that api_token reads.",
    ],
    [403, "Give the token this permission on your VPS.org account's developer page."],
    [503, 'Try again later.'],
  ])('the API answers %d to all: each fails, and checks say so', async (status, remedy) => {
    const problem = `Could not list backups: VPS.org answered ${status}: Error ${status}.`;
    for (const server_id of ['12345,12346', '12345']) {
      const { failure, checks, outputs } = await checkOf(
        { faults: [on.get.backups.status(status)] },
        { server_id },
      );
      const count = server_id === '12345' ? '1 of 1 server' : '2 of 2 servers';
      expect(failure?.split('\n')).toEqual([
        `The check failed for ${count}. ${remedy}`,
        ...server_id.split(',').map((id) => `- server ${id}: ${problem}`),
      ]);
      expect(outputs.status).toBe('failed');
      expect(checks[0]).toMatchObject({ server_id: 12345, ok: false, problems: [problem] });
      expect(checks).toHaveLength(server_id.split(',').length);
    }
  });

  test('an unknown server id fails; the others are checked', async () => {
    const { failure, checks } = await checkOf({ backups: aged(1) }, { server_id: '12345,12354' });
    expect(failure).toMatch(
      '- server 12354: No server of this account has the id 12354, and no backup mentions it. Its servers: 12345 (web-server-01), 12346 (db-server-01).',
    );
    expect(checks).toMatchObject([{ ok: true }, { server_id: 12354, ok: false, backup_id: null }]);
  });

  test('where the list of servers can not be read, an unknown id is a warning, and has no backups', async () => {
    const { failure, warnings } = await checkOf(
      { backups: aged(1), faults: [on.get.servers.status(403)] },
      { server_id: '12345,777' },
    );
    expect(failure).toMatch('- server 777: no completed backup within max_age 26h');
    expect(warnings.join()).toMatch('It could not be checked whether server 777 exists');
  });

  test('by name, in the order given', async () => {
    const { checks, requests } = await checkOf(
      { backups: [...aged(1), ...there(1)] },
      { server_id: '', server_name: 'db-server-01\nweb-server-01' },
    );
    expect(checks.map((one) => one.server_id)).toEqual([12346, 12345]);
    expect(requests()).toEqual(['GET /servers/', 'GET /backups/']);
  });
});

describe('every server of the account', () => {
  const ALL = { server_id: '' };
  const servers: ServerSeed[] = [12345, 12346, 12347].map((id) => ({ id, name: `web-${id}` }));

  test('is checked where none is named', async () => {
    const backups = servers.map(({ id }, n) => ({
      id: 101 + n,
      server_id: id,
      created_at: ago(HOUR),
    }));
    const { failure, checks, requests, outputs } = await checkOf({ servers, backups }, ALL);
    expect(failure).toBeNull();
    expect(checks.map((one) => [one.server_id, one.ok])).toEqual([
      [12345, true],
      [12346, true],
      [12347, true],
    ]);
    expect(outputs.backup_ids).toBe('[101,102,103]');
    expect(requests()).toEqual(['GET /servers/', 'GET /backups/']);
  });

  test('one without a backup fails', async () => {
    const backups = [{ id: 101, server_id: 12345, created_at: ago(HOUR) }];
    const { failure } = await checkOf({ servers, backups }, ALL);
    expect(failure).toMatch(/^The check failed for 2 of 3 servers\./);
    expect(failure).toMatch('- server 12347 (web-12347): no completed backup within max_age 26h');
  });

  test.each<[string, SimulatorOptions, string]>([
    [
      'empty',
      { servers: [] },
      'The list of servers is empty, so not all servers of the account could be checked.',
    ],
    [
      'incomplete',
      { servers, dialect: { capRowsAt: 2, moreSign: 'has_more' } },
      'The list of servers is incomplete (has_more announces more',
    ],
    [
      'not readable',
      { servers, faults: [on.get.servers.status(403)] },
      'Could not list servers: VPS.org answered 403',
    ],
  ])('fails where the list of servers is %s', async (_, options, problem) => {
    const { failure, outputs } = await checkOf(options, ALL);
    expect(failure).toMatch(problem);
    expect(outputs.status).not.toBe('ok');
  });
});

describe('the verdict is the same in every dialect that hides nothing', () => {
  const backups: BackupSeed[] = [
    { id: 101, created_at: ago(3 * HOUR), description: marked() },
    { id: 102, created_at: ago(30 * HOUR), description: marked('safety') },
    { id: 103, created_at: ago(50 * HOUR), backup_type: 'automatic' },
    { id: 104, created_at: ago(28 * HOUR), status: 'in_progress', description: marked() },
    { id: 201, created_at: ago(40 * HOUR), server_id: 12346 },
    { id: 202, created_at: ago(2 * HOUR), server_id: 12346, status: 'failed' },
  ];
  const verdictIn = async (dialect: SimulatorOptions['dialect']) => {
    const { checks, outputs } = await checkOf({ backups, dialect: dialect ?? {} }, TWO);
    // A host that stamps rows may be minutes off: ages differ by that.
    const withoutAges = (problem: string) => problem.replace(/\d+h(\d+m)?(?= old| \(limit)/, 'AGE');
    const verdicts = checks.map(({ size_mb, previous_size_mb, problems, ...rest }) => {
      return { ...rest, problems: (problems as string[]).map(withoutAges) };
    });
    return { verdicts, status: outputs.status, backup_ids: outputs.backup_ids };
  };
  const PLAIN = {
    status: 'failed',
    backup_ids: '[101,201]',
    verdicts: [
      {
        ...{ server_id: 12345, ok: false, backup_id: 101, completed: 3, slots_used: 3 },
        problems: ['backup 104 has been pending for AGE (limit 24h)'],
      },
      {
        ...{ server_id: 12346, ok: false, backup_id: 201, completed: 1, slots_used: 2 },
        problems: ['newest backup 201 is AGE old (max_age 26h)'],
      },
    ],
  };

  test.each(Object.entries(harmlessDialects))('%s', async (_, dialect) => {
    expect(await verdictIn(dialect)).toMatchObject(PLAIN);
  });
});

test('200 servers with 2,000 rows take one list request', async () => {
  const servers = Array.from({ length: 200 }, (_, n) => ({ id: 1_001 + n, name: `web-${n}` }));
  const backups = servers.flatMap(({ id }, server) =>
    Array.from({ length: 10 }, (_, n) => ({
      id: 10_001 + 10 * server + n,
      server_id: id,
      created_at: ago((n + (server === 77 ? 40 : 1)) * HOUR),
      description: marked(),
    })),
  );
  const startedAt = performance.now();
  const { failure, checks, requests, clock } = await checkOf(
    { servers, backups },
    { server_id: servers.map(({ id }) => id).join(',') },
  );
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(clock.elapsed).toBe(0);
  expect(requests()).toEqual(['GET /backups/']);
  expect(checks).toHaveLength(200);
  expect(failure).toBe(
    [
      `The check failed for 1 of 200 servers. ${REMEDY}`,
      '- server 1078 (web-77): newest backup 10771 is 40h old (max_age 26h)',
    ].join('\n'),
  );
});
