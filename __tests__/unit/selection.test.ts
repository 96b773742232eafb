import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import { selectTarget, type TargetFilter, type TargetResult } from '../../src/backups/selection.js';
import { anyRows, DAY, HOUR, MINUTE, marker, NOW, RUN, row, runs } from '../support/fixtures.js';

const FILTER: TargetFilter = {
  target: 'latest',
  scope: 'repository',
  match: null,
  backupType: null,
  maxAgeMs: 7 * DAY,
};

function latest(backups: Backup[], change: Partial<TargetFilter> = {}): TargetResult {
  return selectTarget(backups, { ...FILTER, ...change }, { run: RUN, now: NOW });
}

function rejected(result: TargetResult): [string, number | null] {
  if ('found' in result) throw new Error(`expected a rejection, but found ${result.found.id}`);
  return [result.rejected, result.backup?.id ?? null];
}

describe('selectTarget of latest', () => {
  test('finds the newest by date, whatever the order of rows and ids', () => {
    const newest = row({ id: 3, ageMs: 2 * HOUR });
    expect(latest([row({ id: 9, ageMs: 3 * HOUR }), newest, row({ id: 7 })])).toMatchObject({
      found: newest,
    });
    expect(latest([row({ id: 3 }), row({ id: 8 }), row({ id: 5 })])).toMatchObject({
      found: row({ id: 8 }),
    });
  });

  test.each<[string, Partial<Backup>, string]>([
    ['in progress', { status: 'in_progress' }, 'not completed'],
    ['failed', { status: 'failed' }, 'not completed'],
    ['of an unknown status', { status: 'ready' }, 'not completed'],
    ['deleted', { status: 'deleted' }, 'not completed'],
    ['a safety backup', { description: marker({ kind: 'safety' }) }, 'a safety backup'],
    [
      "another repository's",
      { description: marker({ who: 'else/where#7' }) },
      'not made by this repository',
    ],
    ['by hand', { description: 'by hand' }, 'not made by this repository'],
    [
      'own, but for text after the marker',
      { description: `${marker()} x` },
      'not made by this repository',
    ],
    ['without a description', { description: null }, 'not made by this repository'],
  ])('passes over a newer one that is %s, and says why', (_, change, why) => {
    const own = row({ id: 1, ageMs: DAY });
    const newer = row({ id: 2, ageMs: 2 * HOUR, ...change });
    expect(latest([newer, own])).toMatchObject({ found: own });
    expect(latest([newer])).toEqual({
      rejected: 'none',
      backup: null,
      candidates: [{ backup: newer, why }],
    });
  });

  test.each<[string, Partial<Backup>, boolean]>([
    ['by hand', { description: 'by hand' }, true],
    ['automatic', { type: 'automatic', description: null }, true],
    ["another repository's", { description: marker({ who: 'else/where#7' }) }, true],
    [
      "another repository's, of the same run id",
      { description: marker({ who: 'else/where#7', run: '7000.1' }) },
      true,
    ],
    ['an own safety backup', { description: marker({ kind: 'safety' }) }, false],
    [
      "another repository's safety backup",
      { description: marker({ kind: 'safety', who: 'else/where#7' }) },
      false,
    ],
    ['failed', { status: 'failed', description: 'by hand' }, false],
  ])('with scope: server, one that is %s is taken: %p', (_, change, isTaken) => {
    const other = row({ id: 2, ageMs: 2 * HOUR, ...change });
    const older = row({ id: 1, ageMs: DAY });
    expect(latest([other, older], { scope: 'server' })).toMatchObject({
      found: isTaken ? other : older,
    });
  });

  test('match and backup_type pass over what they exclude', () => {
    const rows = [
      row({ id: 4, ageMs: HOUR, type: 'automatic', description: 'nightly' }),
      row({ id: 3, ageMs: 2 * HOUR, description: `hotfix ${marker()}` }),
      row({ id: 2, ageMs: 3 * HOUR, description: `Release 5 ${marker()}` }),
    ];
    const found = (change: Partial<TargetFilter>): unknown => latest(rows, change);
    expect(found({ match: 'release' })).toMatchObject({ found: { id: 2 } });
    expect(found({ scope: 'server' })).toMatchObject({ found: { id: 4 } });
    expect(found({ scope: 'server', backupType: 'manual' })).toMatchObject({ found: { id: 3 } });
    expect(found({ scope: 'server', backupType: 'automatic' })).toMatchObject({ found: { id: 4 } });
    expect(found({ match: 'nothing like it' })).toMatchObject({ rejected: 'none', backup: null });
  });

  test.each<[string, Parameters<typeof row>[0], string]>([
    ['without a usable date', { ageMs: null, createdAt: 'last week' }, 'no usable date'],
    [
      'made by the present attempt',
      { ageMs: HOUR, description: marker({ run: '7000.2' }) },
      'made by this run',
    ],
    [
      'made by an earlier attempt',
      { ageMs: HOUR, description: marker({ run: '7000.1' }) },
      'made by this run',
    ],
    ['expired', { ageMs: HOUR, expiresAt: '2026-03-01T11:00:00Z' }, 'expired'],
    ['of 0 MB', { ageMs: HOUR, sizeMb: 0 }, '0 MB'],
  ])('refuses one that is %s, with its id, rather than take an older one', (_, change, why) => {
    const chosen = row({ id: 7, ...change });
    const older = row({ id: 8 });
    for (const scope of ['repository', 'server'] as const) {
      expect(rejected(latest([chosen, older], { scope }))).toEqual([why, 7]);
      expect(rejected(latest([older, chosen], { scope }))).toEqual([why, 7]);
    }
  });

  test('refuses one older than max_age; one exactly as old is taken', () => {
    expect(latest([row({ id: 5, ageMs: 7 * DAY })])).toMatchObject({ found: { id: 5 } });
    expect(rejected(latest([row({ id: 5, ageMs: 7 * DAY + 1 })]))).toEqual(['too old', 5]);
  });

  test('takes one of an unknown size, or that expires later', () => {
    expect(latest([row({ sizeMb: null })])).toHaveProperty('found');
    expect(latest([row({ expiresAt: '2026-03-01T12:00:01Z' })])).toHaveProperty('found');
  });

  test('an undated one that the filter excludes does not matter', () => {
    const undated = row({ id: 7, ageMs: null, description: 'by hand' });
    expect(latest([undated, row({ id: 8 })])).toMatchObject({ found: { id: 8 } });
  });

  test('one of the present run that is not the latest does not matter', () => {
    const own = row({ id: 9, ageMs: 3 * HOUR, description: marker({ run: '7000.1' }) });
    expect(latest([own, row({ id: 8, ageMs: HOUR })])).toMatchObject({ found: { id: 8 } });
  });
});

describe('the candidates of a refusal', () => {
  test('are the newest five of the server, each with the reason', () => {
    const backups = [
      row({ id: 1, ageMs: MINUTE, description: marker({ run: '7000.1' }) }),
      row({ id: 2, ageMs: HOUR }),
      row({ id: 3, ageMs: 2 * HOUR, type: 'automatic', description: null }),
      row({ id: 4, ageMs: 8 * DAY }),
      row({ id: 5, ageMs: 9 * DAY, description: `x ${marker({ kind: 'safety' })}` }),
      row({ id: 6, ageMs: 10 * DAY }),
    ];
    const result = latest(backups.toReversed());
    expect(
      'found' in result ? [] : result.candidates.map(({ backup, why }) => [backup.id, why]),
    ).toEqual([
      [1, 'made by this run'],
      [2, 'an older one'],
      [3, 'not made by this repository'],
      [4, 'too old'],
      [5, 'a safety backup'],
    ]);
  });

  test('of an empty list are none', () => {
    expect(latest([])).toEqual({ rejected: 'none', backup: null, candidates: [] });
  });
});

test('latest is never unfinished, undated, too old, foreign, a safety backup or of this run, and nothing newer would do', () => {
  const scope = fc.constantFrom('repository' as const, 'server' as const);
  fc.assert(
    fc.property(anyRows(), scope, fc.constantFrom(null, 'a', 'OCTO'), (rows, inWhich, match) => {
      const result = latest(rows, { scope: inWhich, match });
      if (!('found' in result)) return;
      const { found } = result;
      const text = found.description ?? '';
      expect([found.status, found.sizeMb === 0]).toEqual(['completed', false]);
      expect(NOW - (found.createdAtMs ?? Number.NaN)).toBeLessThanOrEqual(7 * DAY);
      expect(text).not.toMatch(/octo\/site.* run=7000\./i);
      expect(text).not.toMatch(/\[gha \S+ safety [^\]]*\]$/);
      if (inWhich === 'repository')
        expect(text).toMatch(/\[gha octo\/site(#42)? create [^\]]*\]$/i);
      if (match !== null) expect(text.toLowerCase()).toContain(match.toLowerCase());
      const alike = rows.filter(
        (one) => one.status === 'completed' && one.description === found.description,
      );
      for (const one of alike) expect(one.createdAtMs).toBeLessThanOrEqual(found.createdAtMs ?? 0);
    }),
    { numRuns: runs(1_000) },
  );
});
