import { describe, expect, test } from '@jest/globals';
import type { Backup } from '../../src/backups/backup.js';
import {
  applyRetention,
  keepLastPolicy,
  type RetentionContext,
  type RetentionPolicy,
} from '../../src/backups/retention.js';
import { DAY, daily, HOUR, MINUTE, marker, NOW, RUN, row } from '../support/fixtures.js';

const FACTS: RetentionContext = { run: RUN, now: NOW, ownBackupIds: new Set(), coming: false };
const NO_RULE: RetentionPolicy = {
  keepLast: null,
  olderThanMs: null,
  scope: 'repository',
  match: null,
};
const KEEP_1: RetentionPolicy = { ...NO_RULE, keepLast: 1 };
const SAFETY = marker({ kind: 'safety' });
const THEIRS = marker({ who: 'else/where#7' });

function goers(
  rows: readonly Backup[],
  rule: Partial<RetentionPolicy>,
  facts: Partial<RetentionContext> = {},
): number[] {
  const verdicts = applyRetention(rows, { ...NO_RULE, ...rule }, { ...FACTS, ...facts });
  return verdicts.filter((verdict) => verdict.goes).map((verdict) => verdict.backup.id);
}

test('the rule of keep_last alone', () => {
  expect(keepLastPolicy(3, 'server')).toEqual({
    keepLast: 3,
    olderThanMs: null,
    scope: 'server',
    match: null,
  });
});

describe('judge with keep_last', () => {
  test.each([
    [1, [5, 4, 3, 2]],
    [3, [5, 4]],
    [5, []],
    [10, []],
  ])('%p: the oldest go first', (keepLast, expected) => {
    expect(goers(daily(5), { keepLast })).toEqual(expected);
  });

  test('each kind is ranked on its own', () => {
    const rows = [
      ...daily(3),
      ...daily(3, { description: SAFETY }).map((one) => ({ ...one, id: one.id + 10 })),
      ...daily(3, { description: 'by hand' }).map((one) => ({ ...one, id: one.id + 20 })),
    ];
    expect(goers(rows, { keepLast: 2, scope: 'server' })).toEqual([3, 13, 23]);
    expect(goers(rows, { keepLast: 2, scope: 'repository' })).toEqual([3, 13]);
  });

  test("with scope: server another repository's are ranked among those of their kind", () => {
    const rows = [
      row({ id: 1, ageMs: DAY, description: THEIRS }),
      row({ id: 2, ageMs: 2 * DAY }),
      row({ id: 3, ageMs: 3 * DAY, description: THEIRS }),
    ];
    expect(goers(rows, { keepLast: 1, scope: 'server' })).toEqual([3, 2]);
  });

  test('what does not match is neither ranked nor given up', () => {
    const rows = [
      row({ id: 1, ageMs: DAY, description: `x ${marker()}` }),
      row({ id: 2, ageMs: 2 * DAY, description: `Nightly ${marker()}` }),
    ];
    expect(
      goers([...rows, row({ id: 3, ageMs: 3 * DAY })], { keepLast: 1, match: 'nightly' }),
    ).toEqual([]);
    expect(
      goers([...rows, row({ id: 3, ageMs: 3 * DAY, description: `nightly ${marker()}` })], {
        keepLast: 1,
        match: 'nightly',
      }),
    ).toEqual([3]);
  });

  test('protected and new ones take their places too', () => {
    const kept = row({ id: 1, ageMs: DAY, description: `[keep] ${marker()}` });
    expect(goers([kept, row({ id: 2, ageMs: 2 * DAY })], KEEP_1)).toEqual([2]);
    const young = row({ id: 1, ageMs: MINUTE });
    expect(goers([young, row({ id: 2, ageMs: 2 * DAY })], KEEP_1)).toEqual([2]);
    const made = row({ id: 1, ageMs: 2 * HOUR, description: marker({ run: '7000.2' }) });
    expect(goers([made, row({ id: 2, ageMs: 2 * DAY })], KEEP_1)).toEqual([2]);
  });

  test('undated ones take no place', () => {
    expect(
      goers(
        [row({ id: 9, ageMs: null }), row({ id: 1, ageMs: DAY }), row({ id: 2, ageMs: 2 * DAY })],
        KEEP_1,
      ),
    ).toEqual([2]);
    expect(goers([row({ id: 9, ageMs: null }), row({ id: 1, ageMs: DAY })], KEEP_1)).toEqual([]);
  });

  test('a coming one counts as one more of kind create, the newest', () => {
    const rows = [
      ...daily(3),
      row({ id: 13, ageMs: DAY, description: SAFETY }),
      row({ id: 23, description: 'by hand' }),
    ];
    expect(goers(rows, { keepLast: 3, scope: 'server' }, { coming: true })).toEqual([3]);
    expect(goers(rows, { keepLast: 1, scope: 'server' }, { coming: true })).toEqual([3, 2, 1]);
    expect(goers(rows, { keepLast: 1, scope: 'repository' }, { coming: true })).toEqual([3, 2, 1]);
  });

  test.each(['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'])(
    'one that ended as %s goes first and is never counted',
    (status) => {
      const rows = [row({ id: 9, ageMs: 2 * MINUTE, status }), ...daily(3)];
      expect(goers(rows, { keepLast: 2 })).toEqual([9, 3]);
      expect(goers(rows, { keepLast: 3 })).toEqual([9]);
    },
  );

  test('several failed ones go oldest first', () => {
    const failed = daily(3, { status: 'failed' }).map((one) => ({ ...one, id: one.id + 10 }));
    expect(goers([...failed, ...daily(2)], KEEP_1)).toEqual([13, 12, 11, 2]);
  });

  test('of one date the lesser id goes first, and stays last', () => {
    expect(goers([row({ id: 4 }), row({ id: 9 }), row({ id: 6 })], KEEP_1)).toEqual([4, 6]);
  });
});

describe('judge never gives up', () => {
  const beyond: [string, Parameters<typeof row>[0], Partial<RetentionContext>?][] = [
    ['an automatic one', { type: 'automatic' }],
    ['one whose type is not told', { type: '' }],
    ['one in progress', { status: 'in_progress' }],
    ['one of unknown status', { status: 'archiving' }],
    ['one without a status', { status: '' }],
    ['one that is gone', { status: 'deleted' }],
    ['one that has expired', { status: 'expired' }],
    ['an undated one', { ageMs: null }],
    ['one marked [keep]', { description: `[keep] ${marker()}` }],
    ['one marked [Keep] in other case', { description: `x [Keep] ${marker()}` }],
    ['one made by this attempt', { description: marker({ run: '7000.2' }) }],
    ['one made by an earlier attempt', { description: marker({ run: '7000.1' }) }],
    [
      'a safety backup of the present run',
      { description: marker({ run: '7000.1', kind: 'safety' }) },
    ],
    ['one that the step itself waited for', {}, { ownBackupIds: new Set([50]) }],
    ['one completed a moment ago', { ageMs: 0 }],
    ['one completed less than 1 h ago', { ageMs: HOUR - 1 }],
    ['one whose date is in the future', { ageMs: -DAY }],
    ['an automatic one that failed', { type: 'automatic', status: 'failed' }],
    ['a failed one marked [keep]', { status: 'failed', description: `[keep] ${marker()}` }],
    [
      'a failed one of the present run',
      { status: 'failed', description: marker({ run: '7000.1' }) },
    ],
    ['an undated failed one', { status: 'failed', ageMs: null }],
    ["another repository's", { description: THEIRS }],
    ['a failed one of another repository', { status: 'failed', description: THEIRS }],
    ['one made by hand', { description: 'by hand' }],
    ['one without a description', { description: null }],
    ['one with text after our marker', { description: `${marker()} x` }],
  ];
  const around = [
    row({ id: 1, ageMs: -2 * DAY }),
    row({ id: 2, ageMs: -2 * DAY }),
    row({ id: 3, ageMs: 400 * DAY }),
  ];

  test.each(beyond.map(([name, change, facts = {}]) => ({ name, change, facts })))(
    '$name',
    ({ change, facts }) => {
      const one = row({ id: 50, ageMs: 300 * DAY, ...change });
      expect(goers([...around, one], KEEP_1, facts)).not.toContain(50);
      expect(goers([...around, one], { olderThanMs: HOUR / 2 }, facts)).not.toContain(50);
      expect(goers([...around, one], KEEP_1, facts)).toContain(3);
    },
  );

  test('with scope: server the same protections hold, but those of whose it is', () => {
    const foreign = new Set([
      "another repository's",
      'a failed one of another repository',
      'one made by hand',
      'one without a description',
      'one with text after our marker',
    ]);
    for (const [name, change, facts] of beyond) {
      const one = row({ id: 50, ageMs: 300 * DAY, ...change });
      const first = [row({ id: 51, ageMs: DAY, description: one.description })];
      expect([
        name,
        goers([...around, ...first, one], { keepLast: 1, scope: 'server' }, facts).includes(50),
      ]).toEqual([name, foreign.has(name)]);
    }
  });

  test('a failed one is not protected by being young; a completed one exactly 1 h old is not either', () => {
    expect(goers([row({ id: 9, status: 'failed', ageMs: 0 })], KEEP_1)).toEqual([9]);
    expect(goers([row({ id: 1, ageMs: MINUTE }), row({ id: 2, ageMs: HOUR })], KEEP_1)).toEqual([
      2,
    ]);
  });
});

describe('judge spares the last completed manual backup in scope', () => {
  test('where all would go, the newest stays', () => {
    expect(goers(daily(3), { olderThanMs: HOUR })).toEqual([3, 2]);
    expect(goers(daily(1), { olderThanMs: HOUR })).toEqual([]);
    expect(goers(daily(3), KEEP_1, { coming: true })).toEqual([3, 2]);
  });

  test('automatic, failed, unfinished and foreign ones do not stand in for it', () => {
    const others = [
      row({ id: 11, type: 'automatic', description: null }),
      row({ id: 12, status: 'failed' }),
      row({ id: 13, status: 'in_progress' }),
      row({ id: 14, description: THEIRS }),
      row({ id: 15, description: 'by hand' }),
    ];
    expect(goers([...daily(1), ...others], { olderThanMs: HOUR })).toEqual([12]);
  });

  test('in whatever order the rows come', () => {
    expect(goers(daily(3).toReversed(), { olderThanMs: HOUR })).toEqual([3, 2]);
  });

  test('with scope: server, automatic ones neither stand in for it nor take places', () => {
    const automatic = row({ id: 9, ageMs: 2 * HOUR, type: 'automatic', description: null });
    expect(
      goers([automatic, row({ id: 1, description: null })], { olderThanMs: HOUR, scope: 'server' }),
    ).toEqual([]);
    const byHand = [
      row({ id: 1, ageMs: DAY, description: null }),
      row({ id: 2, ageMs: 2 * DAY, description: null }),
    ];
    expect(goers([automatic, ...byHand], { keepLast: 2, scope: 'server' })).toEqual([]);
  });

  test('one that stays for another reason stands in for it', () => {
    const kept = row({ id: 9, ageMs: 90 * DAY, description: `[keep] ${marker()}` });
    expect(goers([...daily(2), kept], { olderThanMs: HOUR })).toEqual([2, 1]);
    expect(goers([...daily(2), row({ id: 9, ageMs: null })], { olderThanMs: HOUR })).toEqual([
      2, 1,
    ]);
  });

  test('one that does not match stands in for it, as it is in scope', () => {
    const other = row({ id: 9, ageMs: 90 * DAY, description: `hotfix ${marker()}` });
    expect(goers([...daily(2), other], { olderThanMs: HOUR, match: 'before' })).toEqual([2, 1]);
  });

  test('its verdict says so', () => {
    expect(applyRetention(daily(1), { ...NO_RULE, olderThanMs: HOUR }, FACTS)).toEqual([
      {
        backup: row({ id: 1 }),
        goes: false,
        reason: expect.stringContaining('last completed manual backup in scope'),
      },
    ]);
  });
});

describe('judge with older_than', () => {
  test('only what is older: just as old stays', () => {
    const rows = [
      row({ id: 1, ageMs: HOUR }),
      row({ id: 2, ageMs: 14 * DAY }),
      row({ id: 3, ageMs: 14 * DAY + 1 }),
    ];
    expect(goers(rows, { olderThanMs: 14 * DAY })).toEqual([3]);
  });

  test('with keep_last too, only what both give up goes, failed ones included', () => {
    const failed = (id: number, ageMs: number) => row({ id, ageMs, status: 'failed' });
    const rows = [...daily(5), failed(11, HOUR), failed(12, 30 * DAY)];
    expect(goers(rows, { keepLast: 2, olderThanMs: 3 * DAY })).toEqual([12, 5, 4]);
    expect(goers(rows, { keepLast: 4, olderThanMs: HOUR })).toEqual([12, 5]);
    expect(goers(rows, { olderThanMs: 3 * DAY })).toEqual([12, 5, 4]);
  });
});

describe('verdicts', () => {
  test('each row has one with its reason; what goes comes first, in the order of going, then the rest, newest first', () => {
    const rows = [
      row({ id: 3, ageMs: 3 * DAY }),
      row({ id: 8, ageMs: 9 * DAY, type: 'automatic' }),
      ...daily(2),
      row({ id: 9, status: 'failed', ageMs: 4 * DAY }),
    ];
    const verdicts = applyRetention(rows, KEEP_1, FACTS);
    expect(verdicts.map((verdict) => [verdict.backup.id, verdict.goes])).toEqual([
      [9, true],
      [3, true],
      [2, true],
      [1, false],
      [8, false],
    ]);
    expect(verdicts.map((verdict) => verdict.backup)).toEqual(expect.arrayContaining(rows));
  });

  test.each<[string, Parameters<typeof row>[0], Partial<RetentionPolicy>, string]>([
    ['beyond keep_last', { ageMs: 9 * DAY }, {}, 'number 2, beyond the newest 1'],
    ['within keep_last', { ageMs: 9 * DAY }, { keepLast: 2 }, 'number 2 of the newest 2'],
    ['failed', { status: 'aborted' }, {}, 'ended as aborted'],
    ['old', { ageMs: 9 * DAY }, { keepLast: null, olderThanMs: DAY }, 'older than older_than'],
    [
      'not old',
      { ageMs: 2 * HOUR },
      { keepLast: null, olderThanMs: DAY },
      'not older than older_than',
    ],
    ['foreign', { description: THEIRS }, {}, 'not made by this repository'],
    ['not matching', {}, { match: 'nightly' }, 'does not match'],
    ['automatic', { type: 'automatic', description: null }, {}, 'automatic, not manual'],
    ['of no type', { type: '' }, {}, 'of unknown type, not manual'],
    ['in progress', { status: 'in_progress' }, {}, 'in progress'],
    ['unknown', { status: 'archiving' }, {}, 'its status is unknown'],
    ['gone', { status: 'expired' }, {}, 'already gone'],
    ['undated', { ageMs: null }, {}, 'its date is missing or unreadable'],
    ['kept', { description: `[keep] ${marker()}` }, {}, 'marked [keep]'],
    ['of this run', { description: marker({ run: '7000.1' }) }, {}, 'made by this run'],
    ['young', { ageMs: MINUTE }, {}, 'less than an hour old'],
  ])('%s: the reason is told', (_, change, rule, reason) => {
    const verdicts = applyRetention(
      [row({ id: 1, ageMs: HOUR + 1 }), row({ id: 50, ...change })],
      { ...KEEP_1, ...rule },
      FACTS,
    );
    expect(verdicts.find((verdict) => verdict.backup.id === 50)?.reason).toBe(reason);
  });
});
