/** The rule under random histories, compared with a reading of docs/behavior.md that shares no code. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Deployment,
  evaluateDeployments,
  toDeployment,
} from '../../src/github/deployments.js';

const OWN = '500';
const GOOD = ['success', 'inactive'];
const BAD = ['failure', 'error'];
const UNFINISHED = ['queued', 'pending', 'in_progress', 'waiting', 'new_word', null];

const anyState = fc.constantFrom(...GOOD, ...BAD, ...UNFINISHED);
const anyMoment = fc.integer({ min: 0, max: 20 }).map((second) => second * 1_000);
const anyDeployment: fc.Arbitrary<Deployment> = fc
  .record({
    state: anyState,
    runId: fc.constantFrom(OWN, '1', '2', '3', null),
    startedAtMs: fc.option(anyMoment, { nil: undefined }),
    lastsMs: fc.option(anyMoment, { nil: undefined }),
  })
  .map(({ state, runId, startedAtMs, lastsMs }) => ({
    id: 0,
    state,
    runId,
    startedAtMs,
    endedAtMs: UNFINISHED.includes(state)
      ? null
      : lastsMs === undefined || startedAtMs === undefined
        ? undefined
        : startedAtMs + lastsMs,
  }));
const anyHistory = fc
  .array(anyDeployment, { maxLength: 12 })
  .map((all) => all.map((one, index) => ({ ...one, id: 100 - index })));
const anyPresent = fc.record({ runId: fc.constant(OWN), attempt: fc.integer({ min: 1, max: 3 }) });

/** In the words of docs/behavior.md. */
function counts({ state, runId }: Deployment, attempt: number): boolean {
  return runId !== OWN || (attempt > 1 && state !== null && BAD.includes(state));
}

function literally(deployments: readonly Deployment[], attempt: number): 'good' | 'bad' | null {
  const first = deployments.find((one) => counts(one, attempt));
  if (first === undefined || UNFINISHED.includes(first.state)) return null;
  return BAD.includes(first.state ?? '') ? 'bad' : 'good';
}

function withoutTimes(deployments: readonly Deployment[]): Deployment[] {
  return deployments.map(({ id, state, runId }) => ({ id, state, runId }));
}

function insert<T>(list: readonly T[], index: number, one: T): T[] {
  return list.toSpliced(index % (list.length + 1), 0, one);
}

describe('the state before a deploy', () => {
  test('without times is what is documented', () => {
    fc.assert(
      fc.property(anyHistory, anyPresent, (history, present) => {
        const bare = withoutTimes(history);
        expect(evaluateDeployments(bare, present).state).toBe(literally(bare, present.attempt));
      }),
    );
  });

  test('with times is the same, or a good one is withdrawn', () => {
    fc.assert(
      fc.property(anyHistory, anyPresent, (history, present) => {
        const literal = literally(history, present.attempt);
        const allowed = literal === 'good' ? ['good', null] : [literal];
        expect(allowed).toContain(evaluateDeployments(history, present).state);
      }),
    );
  });

  test('is never good where the newest finished deployment of another run failed', () => {
    fc.assert(
      fc.property(anyHistory, anyPresent, (history, present) => {
        const newest = history.find((one) => one.runId !== OWN && !UNFINISHED.includes(one.state));
        fc.pre(BAD.includes(newest?.state ?? ''));
        expect(evaluateDeployments(history, present).state).not.toBe('good');
      }),
    );
  });

  test('is not known while another run, filed last, is not finished', () => {
    fc.assert(
      fc.property(
        anyHistory,
        anyPresent,
        fc.constantFrom(...UNFINISHED),
        (history, present, state) => {
          const other = { id: 101, state, runId: '9' };
          expect(evaluateDeployments([other, ...history], present).state).toBeNull();
        },
      ),
    );
  });

  test("is not changed by the present run's deployments, unless an earlier attempt failed", () => {
    fc.assert(
      fc.property(
        anyHistory,
        anyPresent,
        fc.tuple(fc.constantFrom(...GOOD, ...UNFINISHED), fc.nat()),
        (history, present, [state, index]) => {
          const own: Deployment = { id: 0, state, runId: OWN, startedAtMs: 0, endedAtMs: null };
          const before = evaluateDeployments(history, present).state;
          expect(evaluateDeployments(insert(history, index, own), present).state).toBe(before);
          const first = { ...present, attempt: 1 };
          const failed = insert(history, index, { ...own, state: 'failure', endedAtMs: 99_000 });
          expect(evaluateDeployments(failed, first).state).toBe(
            evaluateDeployments(history, first).state,
          );
        },
      ),
    );
  });

  test('is never good where another job of the matrix failed or ran meanwhile', () => {
    fc.assert(
      fc.property(anyHistory, anyPresent, (history, present) => {
        const first = history.find((one) => counts(one, present.attempt));
        const startedAt = first?.startedAtMs ?? Number.POSITIVE_INFINITY;
        fc.pre(typeof first?.runId === 'string' && first.runId !== OWN);
        const matrix = history.filter(({ runId }) => runId === first?.runId);
        const isBroken = matrix.some(
          ({ state, endedAtMs }) =>
            (state === 'in_progress' || BAD.includes(state ?? '')) &&
            (endedAtMs === null || (endedAtMs ?? 0) > startedAt),
        );
        fc.pre(isBroken && startedAt !== Number.POSITIVE_INFINITY);
        expect(evaluateDeployments(matrix, present).state).not.toBe('good');
      }),
    );
  });

  test('is decided by no more deployments than are asked for', () => {
    fc.assert(
      fc.property(anyHistory, anyPresent, (history, present) => {
        const read: Deployment[] = [];
        for (const one of history) {
          const { needsOlder, changedSinceMs } = evaluateDeployments(read, present);
          const changedAtMs = Math.max(one.startedAtMs ?? 0, one.endedAtMs ?? 0);
          const hasChanged = changedSinceMs !== null && changedAtMs > changedSinceMs;
          if (needsOlder || hasChanged) read.push(one);
        }
        expect(evaluateDeployments(read, present).state).toBe(
          evaluateDeployments(history, present).state,
        );
      }),
    );
  });
});

describe('a deployment', () => {
  test('is the same, whatever the order of its statuses', () => {
    const anyStatus = fc.record({
      state: fc.constantFrom('success', 'inactive', 'failure', 'in_progress', 'queued'),
      createdAtMs: anyMoment,
      urls: fc.constantFrom([], ['https://github.com/o/r/actions/runs/42/job/7']),
    });
    fc.assert(
      fc.property(
        fc.array(anyStatus, { maxLength: 8 }).chain((rows) => {
          const statuses = rows.map((row, id) => ({ ...row, id }));
          return fc.tuple(
            fc.constant(statuses),
            fc.shuffledSubarray(statuses, { minLength: rows.length }),
          );
        }),
        ([statuses, shuffled]) => {
          expect(toDeployment({ id: 1 }, shuffled)).toEqual(toDeployment({ id: 1 }, statuses));
        },
      ),
    );
  });

  test('is never a success unless its last word but inactive is success, if it has one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('success', 'inactive', 'failure', 'in_progress')),
        (states) => {
          const statuses = states.map((state, id) => ({
            id,
            state,
            createdAtMs: id * 1_000,
            urls: [],
          }));
          const isGood = GOOD.includes(toDeployment({ id: 1 }, statuses).state ?? '');
          const last = states.findLast((state) => state !== 'inactive') ?? states[0];
          expect(isGood).toBe(last === 'success' || last === 'inactive');
        },
      ),
    );
  });
});
