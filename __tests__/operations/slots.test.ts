/** Ten slots: what is freed, what an error advises, how many are used. */
import { describe, expect, test } from '@jest/globals';
import type { BackupSeed } from '../../simulator/index.js';
import { own, run, safety, ten } from '../support/full-server.js';
import { ago, HOUR, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

const good = (more: BackupSeed = {}): BackupSeed => ({
  description: marked('create', { state: 'good' }),
  ...more,
});

interface Eviction {
  readonly seeds: BackupSeed[];
  readonly keepLast: string;
  readonly deleted: number;
}

describe('the order in which one is deleted', () => {
  const failedOfThisRun = own({
    status: 'failed',
    description: marked('create', { runId: '1000' }),
  });
  const minutes = Array.from({ length: 10 }, (_, n) =>
    own({ created_at: ago(15 * MINUTE + (9 - n) * 1_000) }),
  );

  test.each<[string, Eviction]>([
    ['failed, of this run too', { seeds: [own(), failedOfThisRun], keepLast: '3', deleted: 2 }],
    [
      'the last known good is spared, and counts as one of keep_last',
      { seeds: [good(), own(), own(), own()], keepLast: '3', deleted: 2 },
    ],
    ['even where keep_last is 1', { seeds: [good(), own()], keepLast: '1', deleted: 2 }],
    [
      'safety backups, but the newest',
      { seeds: [safety(), safety(), safety()], keepLast: '9', deleted: 1 },
    ],
    [
      'the newest safety backup too, if it is over a day old',
      { seeds: [safety(), own()], keepLast: '9', deleted: 1 },
    ],
    ['at 15 minutes', { seeds: minutes, keepLast: '5', deleted: 1 }],
  ])('%s', async (_, { seeds, keepLast, deleted }) => {
    const { failure, sim } = await run(ten(seeds), { keep_last: keepLast });
    expect(failure).toBeNull();
    const changes = sim.requests.filter(({ method }) => method !== 'GET');
    expect(changes.slice(0, 3).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /backups/',
      `DELETE /backups/${deleted}/`,
      'POST /backups/',
    ]);
  });

  test('the newest safety backup under a day old stays', async () => {
    const { failure, sim } = await run(ten([safety({ created_at: ago(23 * HOUR) }), own()]), {
      keep_last: '9',
    });
    expect(failure).toContain('the newest safety backup, under a day old');
    expect(sim.vps.deleted).toEqual([]);
  });
});

/** The step's inputs with the changes that an error advises, such as `set keep_last: 8 and scope: server`. */
function advised(failure: string, inputs: StepInputs): StepInputs {
  const [, changes = ''] =
    /\bset ((?:keep_last|scope): \w+(?: and scope: \w+)?)/.exec(failure) ?? [];
  const pairs = changes.split(' and ').map((one) => one.split(': '));
  return { ...inputs, ...Object.fromEntries(pairs) };
}

describe('each advice of a full server helps', () => {
  const byHand = ten([]);
  const other = marked('create', { repositoryId: '43', repo: 'other' });
  const situations: [string, BackupSeed[], StepInputs][] = [
    ['ten made by hand, without keep_last', byHand, {}],
    ['ten made by hand', byHand, { keep_last: '5' }],
    ['ten own ones, without keep_last', ten(Array.from({ length: 10 }, () => own())), {}],
    [
      'ten own ones, keep_last: 10, nine of them safe',
      ten([
        own(),
        ...Array.from({ length: 9 }, () =>
          own({ description: marked('create', { text: '[keep]' }) }),
        ),
      ]),
      {},
    ],
    [
      'ten of another repository',
      ten(Array.from({ length: 10 }, () => ({ description: other }))),
      { keep_last: '3' },
    ],
  ];

  test.each(situations)('%s: set as it says', async (_, backups, inputs) => {
    const s = scenario({ backups });
    const create = { operation: 'create', server_id: '12345', ...inputs };
    const { failure } = await s.step(create);
    expect(failure).toContain('all 10 slots for manual backups are used');
    expect(s.requests('DELETE')).toEqual([]);
    const change = advised(failure ?? '', create);
    expect(change).not.toEqual(create);
    expect((await s.step(change)).failure).toBeNull();
    expect(s.sim.vps.created).toHaveLength(1);
  });

  test.each(situations)('%s: delete the one that it names', async (_, backups, inputs) => {
    const s = scenario({ backups });
    const create = { operation: 'create', server_id: '12345', ...inputs };
    const { failure } = await s.step(create);
    const [, backup_id = ''] =
      /operation: delete, for example backup_id: (\d+)/.exec(failure ?? '') ?? [];
    expect((await s.step({ operation: 'delete', backup_id })).failure).toBeNull();
    expect((await s.step(create)).failure).toBeNull();
  });

  test('re-run when it says', async () => {
    const backups = ten(
      Array.from({ length: 10 }, (_, n) => own({ created_at: ago((12 - n) * MINUTE) })),
    );
    const s = scenario({ backups });
    const create = { operation: 'create', server_id: '12345', keep_last: '5' };
    const { failure } = await s.step(create);
    expect(failure).toContain('re-run in 4m, when one can be deleted');
    expect(failure).toContain(
      '- 1: 12m old, completed, "Before Deploy #6 by mona": under 15 minutes old',
    );
    await s.clock.settle(s.clock.sleep(4 * MINUTE));
    expect((await s.step(create)).failure).toBeNull();
  });

  test.each<[string, BackupSeed]>([
    ['all are marked [keep]', own({ description: marked('create', { text: '[keep]' }) })],
    ['all are in progress', own({ status: 'in_progress' })],
  ])('%s: neither keep_last nor waiting is advised', async (_, seed) => {
    const { failure } = await run(ten(Array.from({ length: 10 }, () => seed)), {});
    expect(failure).not.toMatch(/ set |re-run/);
    expect((failure?.split('\n')[0] ?? '').split(/\s+/).length).toBeLessThanOrEqual(60);
  });
});
