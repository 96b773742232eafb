/** The retention rule under random histories, held against a plain reading of the contract that shares no code with it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import {
  applyRetention,
  chooseEviction,
  type RetentionContext,
  type RetentionPolicy,
} from '../../src/backups/retention.js';
import { anyRows, DAY, HOUR, marker, NOW, RUN, row, runs } from '../support/fixtures.js';

const FAILURES = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'];

/** The contract's words, one function each. */
const isOurs = (one: Backup): boolean =>
  /\[gha octo\/site(#42)? (create|safety) [^\]]*\]$/i.test(one.description ?? '');
const kindOf = (one: Backup): string =>
  /\[gha \S+ (create|safety) [^\]]*\]$/i.exec(one.description ?? '')?.[1] ?? 'unmarked';
const inScope = (one: Backup, rule: RetentionPolicy): boolean =>
  rule.scope === 'server' || isOurs(one);
const isMatch = (one: Backup, rule: RetentionPolicy): boolean =>
  rule.match === null || (one.description ?? '').toLowerCase().includes(rule.match);
const isCompleted = (one: Backup, rule: RetentionPolicy): boolean =>
  one.type === 'manual' && one.status === 'completed' && inScope(one, rule);
const isNewer = (a: Backup, b: Backup): boolean =>
  (a.createdAtMs ?? 0) > (b.createdAtMs ?? 0) || (a.createdAtMs === b.createdAtMs && a.id > b.id);

function isProtected(one: Backup, facts: RetentionContext): boolean {
  const text = one.description ?? '';
  return (
    one.type !== 'manual' ||
    !['completed', ...FAILURES].includes(one.status) ||
    one.createdAtMs === null ||
    text.toLowerCase().includes('[keep]') ||
    (isOurs(one) && text.includes(' run=7000.')) ||
    facts.ownBackupIds.has(one.id) ||
    (one.status === 'completed' && facts.now - one.createdAtMs < HOUR)
  );
}

/** How many of its kind are newer, or as new with a greater id; itself counted. */
function rankOf(
  one: Backup,
  rows: readonly Backup[],
  { rule, facts }: { rule: RetentionPolicy; facts: RetentionContext },
): number {
  const peers = rows.filter(
    (other) =>
      isCompleted(other, rule) &&
      isMatch(other, rule) &&
      other.createdAtMs !== null &&
      kindOf(other) === kindOf(one),
  );
  const coming = facts.coming && kindOf(one) === 'create' ? 1 : 0;
  return 1 + coming + peers.filter((other) => isNewer(other, one)).length;
}

function expectedGoers(
  rows: readonly Backup[],
  rule: RetentionPolicy,
  facts: RetentionContext,
): Set<number> {
  const mayGo = rows.filter(
    (one) => inScope(one, rule) && isMatch(one, rule) && !isProtected(one, facts),
  );
  const old = mayGo.filter(
    (one) =>
      rule.olderThanMs === null || facts.now - (one.createdAtMs ?? facts.now) > rule.olderThanMs,
  );
  const beyond = old.filter(
    (one) =>
      one.status !== 'completed' ||
      rule.keepLast === null ||
      rankOf(one, rows, { rule, facts }) > rule.keepLast,
  );
  const completed = rows.filter((one) => isCompleted(one, rule));
  const last = completed.find((one) =>
    completed.every((other) => other === one || isNewer(one, other)),
  );
  const allGo = completed.every((one) => beyond.includes(one));
  return new Set(beyond.filter((one) => !(allGo && one === last)).map((one) => one.id));
}

const anyRule: fc.Arbitrary<RetentionPolicy> = fc
  .record({
    keepLast: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
    olderThanMs: fc.option(fc.constantFrom(HOUR, 12 * HOUR, 3 * DAY, 14 * DAY), { nil: null }),
    scope: fc.constantFrom('repository' as const, 'server' as const),
    match: fc.constantFrom(null, null, null, 'a ', 'hand'),
  })
  .filter((rule) => rule.keepLast !== null || rule.olderThanMs !== null);

const anyFacts = (rows: readonly Backup[]): fc.Arbitrary<RetentionContext> =>
  fc.record({
    run: fc.constant(RUN),
    now: fc.constant(NOW),
    ownBackupIds: fc.subarray(rows.map((one) => one.id)).map((few) => new Set(few.slice(0, 2))),
    coming: fc.boolean(),
  });

const anyCase = anyRows().chain((rows) => fc.tuple(fc.constant(rows), anyRule, anyFacts(rows)));

describe('judge', () => {
  test('gives up exactly what the contract says, and has a verdict for every row', () => {
    fc.assert(
      fc.property(anyCase, ([rows, rule, facts]) => {
        const verdicts = applyRetention(rows, rule, facts);
        expect(new Set(verdicts.map((verdict) => verdict.backup))).toEqual(new Set(rows));
        expect(
          new Set(verdicts.filter((verdict) => verdict.goes).map((verdict) => verdict.backup.id)),
        ).toEqual(expectedGoers(rows, rule, facts));
        expect(verdicts.every((verdict) => verdict.reason !== '')).toBe(true);
      }),
      { numRuns: runs(3_000) },
    );
  });

  test('the order in which rows arrive does not matter', () => {
    const shuffled = anyCase.chain(([rows, rule, facts]) =>
      fc.tuple(
        fc.constant({ rows, rule, facts }),
        fc.shuffledSubarray(rows, { minLength: rows.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([{ rows, rule, facts }, other]) => {
        expect(applyRetention(other, rule, facts)).toEqual(applyRetention(rows, rule, facts));
        expect(chooseEviction(other, rule, facts)).toEqual(chooseEviction(rows, rule, facts));
      }),
      { numRuns: runs(500) },
    );
  });

  test('failed ones go first, each lot from the oldest on', () => {
    fc.assert(
      fc.property(anyCase, ([rows, rule, facts]) => {
        const going = applyRetention(rows, rule, facts)
          .filter((verdict) => verdict.goes)
          .map((verdict) => verdict.backup);
        for (const [place, one] of going.entries()) {
          const next = going[place + 1];
          if (next === undefined) continue;
          if (one.status === 'completed') expect(next.status).toBe('completed');
          if ((one.status === 'completed') === (next.status === 'completed'))
            expect(isNewer(next, one)).toBe(true);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  test('leaves the rows that it is given as they are', () => {
    fc.assert(
      fc.property(anyCase, ([rows, rule, facts]) => {
        const before = structuredClone(rows);
        applyRetention(rows, rule, facts);
        chooseEviction(rows, rule, facts);
        expect(rows).toEqual(before);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('chooseRoom', () => {
  test('gives at most one, in the order of the contract', () => {
    fc.assert(
      fc.property(anyCase, ([rows, rule, facts]) => {
        const choice = chooseEviction(
          rows,
          { ...rule, olderThanMs: null, keepLast: rule.keepLast ?? 3 },
          facts,
        );
        const room = { ...rule, olderThanMs: null, keepLast: rule.keepLast ?? 3 };
        const counted = { ...facts, coming: true };
        const given = expectedGoers(rows, room, counted);
        const oldestOf = (few: readonly Backup[]): number | null =>
          few.find((one) => few.every((other) => other === one || isNewer(other, one)))?.id ?? null;
        const failed = rows.filter((one) => given.has(one.id) && one.status !== 'completed');
        const surplus = rows.filter((one) => given.has(one.id) && one.status === 'completed');
        const safety = rows.filter(
          (one) =>
            one.status === 'completed' &&
            isOurs(one) &&
            kindOf(one) === 'safety' &&
            !isProtected(one, facts),
        );
        const isLast = rows.filter((one) => isCompleted(one, room)).length < 2;
        expect(choice?.backup.id ?? null).toBe(
          oldestOf(failed) ?? oldestOf(surplus) ?? (isLast ? null : oldestOf(safety)),
        );
        if (choice !== null) expect(choice.goes).toBe(true);
      }),
      { numRuns: runs(2_000) },
    );
  });
});

/** One thing that happens to a server. */
type Step =
  | { readonly do: 'prune' | 'rotate'; readonly rule: RetentionPolicy; readonly most: number }
  | { readonly do: 'room'; readonly rule: RetentionPolicy }
  | { readonly do: 'make'; readonly description: string; readonly status: string }
  | { readonly do: 'pass'; readonly ms: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('prune' as const, 'rotate' as const),
    rule: anyRule,
    most: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ do: fc.constant('room' as const), rule: anyRule }),
  fc.record({
    do: fc.constant('make' as const),
    description: fc.constantFrom(
      marker(),
      marker({ kind: 'safety' }),
      marker({ run: '7000.2' }),
      'by hand',
      marker({ who: 'else/where#7' }),
    ),
    status: fc.constantFrom('completed', 'completed', 'failed', 'in_progress'),
  }),
  fc.record({
    do: fc.constant('pass' as const),
    ms: fc.constantFrom(HOUR / 2, 2 * HOUR, DAY, 20 * DAY),
  }),
);

/** Carries the steps out; each single delete is told before it is done. */
function live(
  rows: readonly Backup[],
  steps: readonly Step[],
  onDelete: (
    one: Backup,
    rows: readonly Backup[],
    at: { rule: RetentionPolicy; now: number },
  ) => void,
): void {
  let now = NOW;
  let all = [...rows];
  let nextId = 100_000;
  const remove = (one: Backup, rule: RetentionPolicy): void => {
    onDelete(one, all, { rule, now });
    all = all.filter((other) => other !== one);
  };
  for (const step of steps) {
    if (step.do === 'pass') now += step.ms;
    if (step.do === 'make')
      all.push({
        ...row({ description: step.description, status: step.status, id: nextId++ }),
        createdAtMs: now,
      });
    const facts: RetentionContext = { run: RUN, now, ownBackupIds: new Set(), coming: false };
    if (step.do === 'room') {
      const choice = chooseEviction(all, step.rule, facts);
      if (choice !== null) remove(choice.backup, step.rule);
    }
    for (let gone = 0; (step.do === 'prune' || step.do === 'rotate') && gone < step.most; gone++) {
      const next = applyRetention(all, step.rule, { ...facts, coming: step.do === 'rotate' })[0];
      if (!next?.goes) break;
      remove(next.backup, step.rule);
    }
  }
}

describe("a server's history", () => {
  test('whatever is done in whatever order, no server loses its last completed manual backup in scope, nor anything protected', () => {
    fc.assert(
      fc.property(anyRows(), fc.array(anyStep, { minLength: 1, maxLength: 12 }), (rows, steps) => {
        live(rows, steps, (one, all, { rule, now }) => {
          expect(isProtected(one, { run: RUN, now, ownBackupIds: new Set(), coming: false })).toBe(
            false,
          );
          expect(inScope(one, rule)).toBe(true);
          const left = all.filter((other) => other !== one && isCompleted(other, rule));
          if (isCompleted(one, rule)) expect(left.length).toBeGreaterThan(0);
        });
      }),
      { numRuns: runs(5_000) },
    );
  });

  test('a second prune under the same rule finds nothing more to take', () => {
    fc.assert(
      fc.property(anyCase, ([rows, rule, facts]) => {
        const left = applyRetention(rows, rule, facts)
          .filter((verdict) => !verdict.goes)
          .map((verdict) => verdict.backup);
        expect(applyRetention(left, rule, facts).filter((verdict) => verdict.goes)).toEqual([]);
      }),
      { numRuns: runs(1_000) },
    );
  });

  test('rotation after each new backup settles at keep_last of its kind', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 25 }),
        (keepLast, deploys) => {
          const rule: RetentionPolicy = {
            keepLast,
            olderThanMs: null,
            scope: 'repository',
            match: null,
          };
          let rows: Backup[] = [];
          for (let n = 0; n < deploys; n++) {
            const now = NOW + n * DAY;
            rows.push({ ...row({ id: n + 1 }), createdAtMs: now });
            const verdicts = applyRetention(rows, rule, {
              run: RUN,
              now,
              ownBackupIds: new Set([n + 1]),
              coming: false,
            });
            rows = verdicts.filter((verdict) => !verdict.goes).map((verdict) => verdict.backup);
            expect(rows).toHaveLength(Math.min(n + 1, keepLast));
            expect(Math.max(...rows.map((one) => one.id))).toBe(n + 1);
          }
        },
      ),
      { numRuns: runs(200) },
    );
  });
});
