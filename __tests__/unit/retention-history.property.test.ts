/** Histories of a server: backups come, time passes, retention and eviction delete. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import { chooseEviction } from '../../src/backups/eviction.js';
import {
  applyRetention,
  keepLastPolicy,
  type RetentionContext,
  type RetentionPolicy,
} from '../../src/backups/retention.js';
import { anyRows, DAY, HOUR, marker, NOW, RUN, row, runs } from '../support/fixtures.js';
import { anyPolicy, inScope, isKeepable, isProtected, lastGoodOf } from './retention-oracle.js';

type Event =
  | { readonly do: 'prune'; readonly policy: RetentionPolicy; readonly maxDeletes: number }
  | { readonly do: 'evict'; readonly policy: RetentionPolicy | null }
  | { readonly do: 'create'; readonly description: string; readonly status: string }
  | { readonly do: 'pass'; readonly ms: number };

const DESCRIPTIONS = [
  ...[marker(), marker({ kind: 'safety' }), marker({ run: '7000.2' }), 'by hand'],
  ...[marker({ state: 'good' }), marker({ state: 'bad' }), marker({ who: 'else/where#7' })],
];

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    do: fc.constant('prune' as const),
    policy: anyPolicy,
    maxDeletes: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ do: fc.constant('evict' as const), policy: fc.option(anyPolicy, { nil: null }) }),
  fc.record({
    do: fc.constant('create' as const),
    description: fc.constantFrom(...DESCRIPTIONS),
    status: fc.constantFrom('completed', 'completed', 'failed', 'in_progress'),
  }),
  fc.record({
    do: fc.constant('pass' as const),
    ms: fc.constantFrom(HOUR / 2, 2 * HOUR, DAY, 20 * DAY),
  }),
);

interface Deletion {
  readonly backup: Backup;
  /** The server's backups before. */
  readonly all: readonly Backup[];
  readonly policy: RetentionPolicy;
  readonly context: RetentionContext;
}

class Server {
  #now = NOW;
  #nextId = 100_000;

  constructor(
    private backups: Backup[],
    private readonly onDelete: (deletion: Deletion) => void,
  ) {}

  play(event: Event): void {
    if (event.do === 'pass') this.#now += event.ms;
    if (event.do === 'create') this.#create(event);
    if (event.do === 'evict') this.#evict(event.policy);
    if (event.do !== 'prune') return;
    for (let deletes = 0; deletes < event.maxDeletes; deletes++) {
      const context = this.#context();
      const [next] = applyRetention(this.backups, event.policy, context);
      if (next?.action !== 'delete') return;
      this.#delete({ backup: next.backup, all: this.backups, policy: event.policy, context });
    }
  }

  #context(): RetentionContext {
    return { run: RUN, now: this.#now, ownBackupIds: new Set(), isRestoring: false };
  }

  #create({ description, status }: { description: string; status: string }): void {
    const made = row({ description, status, id: this.#nextId++ });
    this.backups = [...this.backups, { ...made, createdAtMs: this.#now }];
  }

  #evict(policy: RetentionPolicy | null): void {
    const keepLast = policy === null ? null : keepLastPolicy(policy.keepLast ?? 3, policy.scope);
    const context = this.#context();
    const choice = chooseEviction(this.backups, { policy: keepLast, context });
    if (choice === null) return;
    const scope = keepLast ?? keepLastPolicy(1, 'repository');
    const young = { ...context, minAgeMs: HOUR / 4 };
    this.#delete({ backup: choice.backup, all: this.backups, policy: scope, context: young });
  }

  #delete(deletion: Deletion): void {
    this.onDelete(deletion);
    this.backups = this.backups.filter((other) => other !== deletion.backup);
  }
}

test('no server loses its last completed backup in scope, its last known good, nor anything protected', () => {
  fc.assert(
    fc.property(anyRows(), fc.array(anyEvent, { minLength: 1, maxLength: 12 }), (rows, events) => {
      const server = new Server(rows, ({ backup, all, policy, context }) => {
        expect(isProtected(backup, all, context)).toBe(false);
        expect(inScope(backup, policy)).toBe(true);
        expect(backup).not.toBe(lastGoodOf(all));
        const left = all.filter((other) => other !== backup && isKeepable(other, policy));
        if (isKeepable(backup, policy)) expect(left.length).toBeGreaterThan(0);
      });
      for (const event of events) server.play(event);
    }),
    { numRuns: runs(4_000) },
  );
});

test('rotation after each new backup settles at keep_last of them', () => {
  const count = fc.integer({ min: 1, max: 25 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), count, (keepLast, deploys) => {
      let backups: Backup[] = [];
      for (let n = 1; n <= deploys; n++) {
        const now = NOW + n * DAY;
        backups.push({ ...row({ id: n }), createdAtMs: now });
        const context = { run: RUN, now, ownBackupIds: new Set([n]), isRestoring: false };
        const decisions = applyRetention(backups, keepLastPolicy(keepLast, 'repository'), context);
        const kept = decisions.filter(({ action }) => action === 'keep');
        backups = kept.map(({ backup }) => backup);
        expect(backups).toHaveLength(Math.min(n, keepLast));
        expect(Math.max(...backups.map(({ id }) => id))).toBe(n);
      }
    }),
    { numRuns: runs(200) },
  );
});

test('however often safety backups are made, rotation keeps at most two of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 9 }), (keepLast, n) => {
      const safety = Array.from({ length: n }, (_, index) =>
        row({ id: index + 1, ageMs: (index + 1) * DAY, description: marker({ kind: 'safety' }) }),
      );
      const context = { run: RUN, now: NOW, ownBackupIds: new Set<number>(), isRestoring: false };
      const decisions = applyRetention(safety, keepLastPolicy(keepLast, 'repository'), context);
      const kept = decisions.filter(({ action }) => action === 'keep');
      expect(kept).toHaveLength(Math.min(n, keepLast === 1 ? 1 : 2));
    }),
    { numRuns: runs(100) },
  );
});
