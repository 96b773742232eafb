/** `last_good` under random histories of deploys, by GitHub's record, and in the story that it is made for. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../support/harness.js';
import { often } from './choices.js';
import { APART_MS, type Deploy, type DeploySpec, type End, Site, type Step } from './deploys.js';

const RUNS = Math.ceil(Number(process.env.FAULT_SEARCH_RUNS ?? 3_000) / 5);
const SEED = Number(process.env.FAULT_SEARCH_SEED ?? 20_250_116);

const spec: fc.Arbitrary<DeploySpec> = fc.record({
  end: often<End>('success', 'failure', 'failure', 'error', 'cancelled', 'stuck'),
  endsIn: fc.constantFrom<Step>('checkout', 'backup', 'change', 'health check'),
});

type Event =
  | { readonly kind: 'deploy' | 'start'; readonly spec: DeploySpec }
  | { readonly kind: 'rerun'; readonly spec: DeploySpec; readonly which: number }
  | { readonly kind: 'advance'; readonly which: number }
  | { readonly kind: 'nightly' | 'prune' | 'roll back' };

const which = fc.nat({ max: 5 });
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deploy' as const), spec }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('start' as const), spec }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rerun' as const), spec, which }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('advance' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('nightly', 'nightly', 'prune', 'roll back') }),
  },
);

interface History {
  readonly keepLast: number;
  readonly reuse: boolean;
  readonly events: readonly { readonly event: Event; readonly pauseMs: number }[];
}

const history: fc.Arbitrary<History> = fc.record({
  keepLast: fc.constantFrom(1, 2, 3, 5),
  reuse: fc.boolean(),
  events: fc.array(
    fc.record({ event, pauseMs: often(APART_MS, 0, MINUTE, 50 * MINUTE, HOUR, 2 * DAY) }),
    { minLength: 3, maxLength: 25 },
  ),
});

/** Plays a history, and looks at what `last_good` chooses after each event. */
async function play({ keepLast, reuse, events }: History): Promise<string[]> {
  const site = new Site(keepLast, reuse ? { reuse_on_rerun: 'true' } : {});
  const deploys: Deploy[] = [];
  const broken: string[] = [];
  for (const { event, pauseMs } of events) {
    await carryOut(site, deploys, event);
    broken.push(...(await check(site)));
    site.pass(pauseMs);
  }
  return broken;
}

async function carryOut(site: Site, deploys: Deploy[], event: Event): Promise<void> {
  const running = deploys.filter((one) => !site.isOver(one));
  const over = deploys.filter((one) => site.isOver(one));
  switch (event.kind) {
    case 'deploy':
      deploys.push(await site.run(event.spec));
      return;
    case 'start':
      deploys.push(site.start(event.spec));
      return;
    case 'rerun': {
      const again = over[event.which % Math.max(1, over.length)];
      if (again !== undefined) deploys.push(await site.run(event.spec, again));
      return;
    }
    case 'advance': {
      const next = running[event.which % Math.max(1, running.length)];
      if (next !== undefined) await site.advance(next);
      return;
    }
    case 'nightly':
      await site.nightly();
      return;
    case 'prune':
      await site.prune({ keep_last: '1', older_than: '1h' });
      return;
    case 'roll back':
      await site.rollBack();
  }
}

async function check(site: Site): Promise<string[]> {
  const marked = site.marked();
  const newest = marked.at(-1);
  const chosen = await site.lastGood({ dry_run: 'true' });
  return [
    newest?.isThere === false && `${newest.id}, the last known good, is lost`,
    chosen === null && marked.length > 0 && 'last_good is refused, though a backup says good',
    chosen !== null &&
      newest !== undefined &&
      chosen !== site.contentOf(newest.id) &&
      'last_good is not the newest backup that says good',
    chosen !== null &&
      site.hasFailed(chosen) &&
      !site.isUndecidable(chosen) &&
      `last_good shows what deployment ${chosen} left, which failed`,
  ].filter((line) => line !== false);
}

describe('last_good', () => {
  test(
    `shows no state that a failed deploy left, and is never lost: ${RUNS} histories`,
    async () => {
      const holds = fc.asyncProperty(history, async (one) => {
        const broken = await play(one);
        if (broken.length > 0)
          throw new Error(`${broken.join('\n')}\nThe history: ${JSON.stringify(one)}`);
      });
      await fc.assert(holds, { numRuns: RUNS, seed: SEED });
    },
    120_000 + RUNS * 500,
  );

  const good: DeploySpec = { end: 'success', endsIn: 'health check' };
  const steps: Step[] = ['backup', 'change', 'health check'];
  const stories = steps.flatMap((endsIn) =>
    [0, 1, 2].flatMap((which) => [false, true].map((isRerun) => ({ endsIn, which, isRerun }))),
  );

  /** The first bad deploy's backup holds the state after the second good one: it must come to take it. */
  const bad = (n: number, { endsIn, which }: (typeof stories)[number]): DeploySpec => ({
    end: 'failure',
    endsIn: n === which && (n > 0 || endsIn !== 'backup') ? endsIn : 'health check',
  });

  test.each(stories)(
    'after two good and three bad deploys is the state after the second ($which fails in $endsIn, re-run: $isRerun)',
    async (story) => {
      const site = new Site(2);
      await site.run(good);
      site.pass(APART_MS);
      const { deploymentId: second } = await site.run(good);
      for (const n of [0, 1, 2]) {
        site.pass(APART_MS);
        const first = await site.run(bad(n, story));
        if (story.isRerun && n === story.which) await site.run(bad(n, story), first);
      }
      expect(site.content).not.toBe(second);
      await site.rollBack();
      expect(site.content).toBe(second);
      for (const n of [3, 4, 5]) {
        site.pass(APART_MS);
        await site.run(bad(n, story));
      }
      expect(await site.lastGood({ dry_run: 'true' })).toBe(second);
    },
  );

  test('is the state before where the deploy after the last good one took no backup', async () => {
    const site = new Site(2);
    const { deploymentId: first } = await site.run(good);
    site.pass(APART_MS);
    await site.run(good);
    for (const endsIn of ['checkout', 'change'] as const) {
      site.pass(APART_MS);
      await site.run({ end: 'failure', endsIn });
    }
    expect(await site.lastGood({ dry_run: 'true' })).toBe(first);
  });
});
