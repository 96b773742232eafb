import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import { composeDescription } from '../../src/backups/description.js';
import { parseMarker } from '../../src/backups/marker.js';
import {
  inScope,
  type LatestFilter,
  type LatestResult,
  matches,
  selectLatest,
  selectReusable,
} from '../../src/backups/selection.js';
import {
  anyMarker,
  anyRows,
  DAY,
  HOUR,
  MINUTE,
  marker,
  NOW,
  RUN,
  row,
  runs,
} from '../support/fixtures.js';

const QUERY: LatestFilter = {
  scope: 'repository',
  match: null,
  backupType: null,
  maxAgeMs: 7 * DAY,
};
const AT = { run: RUN, now: NOW };

function latest(rows: Backup[], change: Partial<LatestFilter> = {}): LatestResult {
  return selectLatest(rows, { ...QUERY, ...change }, AT);
}

describe('inScope', () => {
  test.each([
    ['ours', `x ${marker()}`, true],
    ['our safety backup', marker({ kind: 'safety' }), true],
    ["another repository's", marker({ who: 'else/where#7' }), false],
    ['text after our marker', `${marker()} x`, false],
    ['by hand', 'by hand', false],
    ['nothing', null, false],
  ])('%s', (_, description, expected) => {
    expect(inScope(row({ description }), 'repository', RUN)).toBe(expected);
    expect(inScope(row({ description }), 'server', RUN)).toBe(true);
  });
});

describe('matches', () => {
  test.each([
    ['Before Deploy', 'before deploy', true],
    ['before deploy', 'DEPLOY', true],
    [marker(), 'job=deploy', true],
    [marker(), 'key=00112233aabb]', true],
    ['Before', 'after', false],
    ['a.b', 'a*b', false],
    [null, 'x', false],
    [null, null, true],
    ['x', null, true],
  ])('%p contains %p: %p', (description, text, expected) => {
    expect(matches(row({ description }), text)).toBe(expected);
  });
});

describe('pickLatest', () => {
  test('is the newest by date, whatever the order of rows and ids', () => {
    const newest = row({ id: 3, ageMs: 2 * HOUR });
    expect(
      latest([row({ id: 9, ageMs: 3 * HOUR }), newest, row({ id: 7, ageMs: 5 * HOUR })]),
    ).toEqual({ found: newest });
  });

  test('of one date, the greater id', () => {
    expect(latest([row({ id: 3 }), row({ id: 8 }), row({ id: 5 })])).toEqual({
      found: row({ id: 8 }),
    });
  });

  test.each<[string, Partial<Backup>]>([
    ['in progress', { status: 'in_progress' }],
    ['failed', { status: 'failed' }],
    ['of a status nobody knows', { status: 'ready' }],
    ['deleted', { status: 'deleted' }],
    ['a safety backup', { description: marker({ kind: 'safety' }) }],
    ["another repository's", { description: marker({ who: 'else/where#7' }) }],
    ['by hand', { description: 'by hand' }],
    ['not ours, for text stands after the marker', { description: `${marker()} x` }],
    ['without a description', { description: null }],
  ])('does not take a newer one that is %s', (_, change) => {
    const ours = row({ id: 1, ageMs: DAY });
    expect(latest([row({ id: 2, ageMs: 2 * HOUR, ...change }), ours])).toEqual({ found: ours });
  });

  test.each<[string, Partial<Backup>, boolean]>([
    ['by hand', { description: 'by hand' }, true],
    ['automatic', { type: 'automatic', description: null }, true],
    ["another repository's", { description: marker({ who: 'else/where#7' }) }, true],
    [
      "another run's of the same number, elsewhere",
      { description: marker({ who: 'else/where#7', run: '7000.1' }) },
      true,
    ],
    ['a safety backup of ours', { description: marker({ kind: 'safety' }) }, false],
    [
      'a safety backup of somebody else',
      { description: marker({ kind: 'safety', who: 'else/where#7' }) },
      false,
    ],
    ['failed', { status: 'failed', description: 'by hand' }, false],
  ])('with scope: server, one that is %s: %p', (_, change, taken) => {
    const other = row({ id: 2, ageMs: 2 * HOUR, ...change });
    const older = row({ id: 1, ageMs: DAY });
    expect(latest([other, older], { scope: 'server' })).toEqual({ found: taken ? other : older });
  });

  test('match and backup_type pass over what they do not let through', () => {
    const rows = [
      row({ id: 4, ageMs: HOUR, type: 'automatic', description: 'nightly' }),
      row({ id: 3, ageMs: 2 * HOUR, description: `hotfix ${marker()}` }),
      row({ id: 2, ageMs: 3 * HOUR, description: `Release 5 ${marker()}` }),
    ];
    expect(latest(rows, { match: 'release' })).toMatchObject({ found: { id: 2 } });
    expect(latest(rows, { scope: 'server' })).toMatchObject({ found: { id: 4 } });
    expect(latest(rows, { scope: 'server', backupType: 'manual' })).toMatchObject({
      found: { id: 3 },
    });
    expect(latest(rows, { scope: 'server', backupType: 'automatic' })).toMatchObject({
      found: { id: 4 },
    });
    expect(latest(rows, { match: 'nothing like it' })).toEqual({ refused: 'none', backup: null });
  });

  test('no candidate', () => {
    expect(latest([])).toEqual({ refused: 'none', backup: null });
    expect(latest([row({ status: 'failed' })])).toEqual({ refused: 'none', backup: null });
  });

  test('a candidate without a readable date is refused and named: it might be the newest', () => {
    const undated = row({ id: 7, ageMs: null, createdAt: 'last week' });
    expect(latest([undated, row({ id: 8 })])).toEqual({
      refused: 'unreadable date',
      backup: undated,
    });
    expect(latest([row({ id: 8 }), undated])).toEqual({
      refused: 'unreadable date',
      backup: undated,
    });
  });

  test('an undated row that is no candidate is no hindrance', () => {
    expect(
      latest([row({ id: 7, ageMs: null, description: 'by hand' }), row({ id: 8 })]),
    ).toMatchObject({ found: { id: 8 } });
  });

  test.each(['7000.2', '7000.1'])(
    'the latest was made by the present run (%s): refused and named, no older one taken',
    (run) => {
      const made = row({ id: 9, ageMs: 5 * MINUTE, description: marker({ run }) });
      expect(latest([made, row({ id: 8 })])).toEqual({ refused: 'made by this run', backup: made });
      expect(latest([made, row({ id: 8 })], { scope: 'server' })).toEqual({
        refused: 'made by this run',
        backup: made,
      });
    },
  );

  test('one of the present run that is not the latest is no hindrance', () => {
    expect(
      latest([
        row({ id: 9, ageMs: 3 * HOUR, description: marker({ run: '7000.1' }) }),
        row({ id: 8, ageMs: HOUR }),
      ]),
    ).toMatchObject({
      found: { id: 8 },
    });
  });

  test('older than max_age is refused and named; just as old is not', () => {
    expect(latest([row({ id: 5, ageMs: 7 * DAY })])).toMatchObject({ found: { id: 5 } });
    expect(latest([row({ id: 5, ageMs: 7 * DAY + 1 })])).toMatchObject({
      refused: 'too old',
      backup: { id: 5 },
    });
  });

  test('never picks a failed, unfinished, undated, too old, foreign one, nor one of this run; nothing newer would have done', () => {
    const scope = fc.constantFrom('repository' as const, 'server' as const);
    fc.assert(
      fc.property(anyRows(), scope, fc.constantFrom(null, 'a', 'OCTO'), (rows, inWhich, match) => {
        const result = latest(rows, { scope: inWhich, match });
        if (!('found' in result)) return;
        const { found } = result;
        const text = found.description ?? '';
        expect(found.status).toBe('completed');
        expect(NOW - (found.createdAtMs ?? Number.NaN)).toBeLessThanOrEqual(7 * DAY);
        expect(text).not.toMatch(/octo\/site.* run=7000\./i);
        expect(text).not.toMatch(/\[gha \S+ safety [^\]]*\]$/);
        if (inWhich === 'repository')
          expect(text).toMatch(/\[gha octo\/site(#42)? create [^\]]*\]$/i);
        if (match !== null) expect(text.toLowerCase()).toContain(match.toLowerCase());
        const same = rows.filter(
          (one) => one.status === 'completed' && one.description === found.description,
        );
        for (const one of same) expect(one.createdAtMs).toBeLessThanOrEqual(found.createdAtMs ?? 0);
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('pickReusable', () => {
  const at = { run: RUN, now: NOW, maxAgeMs: 7 * DAY };
  const earlier = (change: Parameters<typeof row>[0] = {}) =>
    row({ description: marker({ run: '7000.1' }), ageMs: 2 * HOUR, ...change });

  test.each(['completed', 'in_progress'])(
    'takes one of an earlier attempt that is %s',
    (status) => {
      expect(selectReusable([earlier({ status })], at)).toEqual(earlier({ status }));
    },
  );

  test("takes the oldest: it shows the server before the first attempt's deploy", () => {
    const third = { ...at, run: { ...RUN, attempt: 3 } };
    const rows = [
      earlier({ id: 5, ageMs: HOUR }),
      earlier({ id: 9, ageMs: 3 * HOUR }),
      earlier({ id: 7, ageMs: 2 * HOUR }),
    ];
    expect(selectReusable(rows, third)?.id).toBe(9);
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['of this attempt', { description: marker({ run: '7000.2' }) }],
    ['of a later attempt', { description: marker({ run: '7000.3' }) }],
    ['of another run', { description: marker({ run: '6999.1' }) }],
    ['of another job', { description: marker({ run: '7000.1', job: 'other' }) }],
    [
      'of a job whose id begins like ours',
      { description: marker({ run: '7000.1', job: 'deploy-2' }) },
    ],
    ['of a job with which ours begins', { description: marker({ run: '7000.1', job: 'dep' }) }],
    ['a safety backup', { description: marker({ run: '7000.1', kind: 'safety' }) }],
    ["another repository's", { description: marker({ run: '7000.1', who: 'else/where#7' }) }],
    ['by hand', { description: 'by hand' }],
    ['failed', { status: 'failed' }],
    ['of a status nobody knows', { status: 'queued' }],
    ['gone', { status: 'deleted' }],
    ['undated', { ageMs: null }],
    ['too old', { ageMs: 7 * DAY + 1 }],
  ])('does not take one that is %s', (_, change) => {
    expect(selectReusable([earlier(change)], at)).toBeNull();
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['too old', { ageMs: 8 * DAY }],
    ['undated', { ageMs: null }],
  ])('where the oldest is %s, no younger one either', (_, change) => {
    expect(selectReusable([earlier({ id: 5 }), earlier({ id: 4, ...change })], at)).toBeNull();
  });

  test('one exactly as old as max_age serves', () => {
    expect(selectReusable([earlier({ ageMs: 7 * DAY })], at)).not.toBeNull();
  });

  test('nothing to take', () => expect(selectReusable([], at)).toBeNull());

  test('a job id that the marker had to cut is still known, and another one is not', () => {
    const job = 'j'.repeat(200);
    const made = parseMarker(marker({ run: '7000.1' }));
    if (made === null) throw new Error('no marker');
    const description = composeDescription('', { ...made, job });
    const mine = { ...at.run, job };
    expect(
      selectReusable([row({ description, ageMs: HOUR })], { ...at, run: mine }),
    ).not.toBeNull();
    expect(
      selectReusable([row({ description, ageMs: HOUR })], {
        ...at,
        run: { ...mine, job: `k${job}` },
      }),
    ).toBeNull();
    expect(
      selectReusable([row({ description, ageMs: HOUR })], {
        ...at,
        run: { ...mine, job: `k${job.slice(1)}` },
      }),
    ).toBeNull();
  });

  test('knows its own job however far the marker had to cut the job id', () => {
    const text = fc.constantFrom('', 'text', '[keep]', `${'x'.repeat(300)} [KEEP]`);
    fc.assert(
      fc.property(anyMarker, text, (made, words) => {
        const { key: _key, kind: _kind, ...who } = made;
        const description = composeDescription(words, { ...made, kind: 'create' });
        const run = { ...who, attempt: made.attempt + 1 };
        expect(selectReusable([row({ description, ageMs: HOUR })], { ...at, run })).not.toBeNull();
      }),
      { numRuns: runs(500) },
    );
  });
});
