/** A plain reading of the retention rules in docs/behavior.md, which shares no code with `src/`. */
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import type { RetentionContext, RetentionPolicy } from '../../src/backups/retention.js';
import { anyRows, DAY, HOUR, NOW, RUN } from '../support/fixtures.js';

const FAILURES = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'];

export const isOwn = (one: Backup): boolean =>
  /\[gha octo\/site(#42)? (create|safety) [^\]]*\]$/i.test(one.description ?? '');

export const kindOf = (one: Backup): string =>
  /\[gha \S+ (create|safety) [^\]]*\]$/i.exec(one.description ?? '')?.[1] ?? 'unmarked';

export const inScope = (one: Backup, policy: RetentionPolicy): boolean =>
  policy.scope === 'server' || isOwn(one);

const isMatching = (one: Backup, policy: RetentionPolicy): boolean =>
  policy.match === null || (one.description ?? '').toLowerCase().includes(policy.match);

export const isFailed = (one: Backup): boolean => FAILURES.includes(one.status);

export const isNewer = (a: Backup, b: Backup): boolean =>
  (a.createdAtMs ?? 0) > (b.createdAtMs ?? 0) || (a.createdAtMs === b.createdAtMs && a.id > b.id);

/** A completed manual backup in scope with a date and data: what must not all be deleted. */
export const isKeepable = (one: Backup, policy: RetentionPolicy): boolean =>
  one.type === 'manual' &&
  one.status === 'completed' &&
  one.createdAtMs !== null &&
  one.sizeMb !== 0 &&
  inScope(one, policy);

export function newestOf(backups: readonly Backup[]): Backup | undefined {
  return backups.find((one) => backups.every((other) => other === one || isNewer(one, other)));
}

export function oldestOf(backups: readonly Backup[]): Backup | undefined {
  return backups.find((one) => backups.every((other) => other === one || isNewer(other, one)));
}

export function lastGoodOf(backups: readonly Backup[]): Backup | undefined {
  const good = backups.filter(
    (one) => isOwn(one) && / create .* state=good key=/.test(one.description ?? '') && isDone(one),
  );
  const dated = good.filter(({ createdAtMs }) => createdAtMs !== null);
  return newestOf(dated.length > 0 ? dated : []);
}

const isDone = (one: Backup): boolean => one.status === 'completed' && one.sizeMb !== 0;

export function isProtected(
  one: Backup,
  all: readonly Backup[],
  context: RetentionContext,
): boolean {
  const text = one.description ?? '';
  const isOfThisRun =
    context.ownBackupIds.has(one.id) || (isOwn(one) && text.includes(' run=7000.'));
  const isYoung = context.now - (one.createdAtMs ?? 0) < (context.minAgeMs ?? HOUR);
  return [
    one.type !== 'manual' || one.createdAtMs === null,
    !['completed', ...FAILURES].includes(one.status),
    one.status === 'completed' && (one.sizeMb === 0 || isYoung),
    text.toLowerCase().includes('[keep]'),
    isOfThisRun && !isFailed(one),
    one === lastGoodOf(all),
    context.isRestoring,
  ].includes(true);
}

interface Rules {
  readonly policy: RetentionPolicy;
  readonly context: RetentionContext;
}

/** Its rank among its kind, itself and what is to come counted. */
export function rankOf(one: Backup, all: readonly Backup[], { policy, context }: Rules): number {
  const peers = all.filter(
    (other) =>
      isKeepable(other, policy) && isMatching(other, policy) && kindOf(other) === kindOf(one),
  );
  const reserved = kindOf(one) === 'create' ? (context.reservedRanks ?? 0) : 0;
  return 1 + reserved + peers.filter((other) => isNewer(other, one)).length;
}

function isBeyond(one: Backup, all: readonly Backup[], rules: Rules): boolean {
  const { keepLast } = rules.policy;
  if (isFailed(one) || keepLast === null) return true;
  const limit = kindOf(one) === 'safety' && keepLast > 1 ? 2 : keepLast;
  return rankOf(one, all, rules) > limit;
}

/** Everything that the policy deletes. */
export function expectedDeletions(all: readonly Backup[], rules: Rules): Set<number> {
  const { policy, context } = rules;
  const age = (one: Backup): number => context.now - (one.createdAtMs ?? context.now);
  const selected = all
    .filter((one) => inScope(one, policy) && isMatching(one, policy))
    .filter((one) => !isProtected(one, all, context))
    .filter((one) => policy.olderThanMs === null || age(one) > policy.olderThanMs)
    .filter((one) => isBeyond(one, all, rules));
  const keepable = all.filter((one) => isKeepable(one, policy));
  const wouldAllGo = keepable.every((one) => selected.includes(one));
  const last = newestOf(keepable);
  return new Set(selected.filter((one) => !(wouldAllGo && one === last)).map(({ id }) => id));
}

export const anyPolicy: fc.Arbitrary<RetentionPolicy> = fc
  .record({
    keepLast: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
    olderThanMs: fc.option(fc.constantFrom(HOUR, 12 * HOUR, 3 * DAY, 14 * DAY), { nil: null }),
    scope: fc.constantFrom('repository' as const, 'server' as const),
    match: fc.constantFrom(null, null, null, 'a ', 'hand'),
  })
  .filter((policy) => policy.keepLast !== null || policy.olderThanMs !== null);

function anyContext(backups: readonly Backup[]): fc.Arbitrary<RetentionContext> {
  return fc.record({
    run: fc.constant(RUN),
    now: fc.constant(NOW),
    ownBackupIds: fc.subarray(backups.map(({ id }) => id)).map((few) => new Set(few.slice(0, 2))),
    isRestoring: fc.constantFrom(false, false, false, false, true),
    minAgeMs: fc.constantFrom(HOUR, HOUR, HOUR / 4),
    reservedRanks: fc.constantFrom(0, 0, 1, 2),
  });
}

export interface Case {
  readonly backups: readonly Backup[];
  readonly policy: RetentionPolicy;
  readonly context: RetentionContext;
}

export const anyCase: fc.Arbitrary<Case> = anyRows().chain((backups) =>
  fc.record({
    backups: fc.constant(backups),
    policy: anyPolicy,
    context: anyContext(backups),
  }),
);
