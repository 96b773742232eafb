/**
 * Skips what is left once a test has failed: one failure kills a mutant, and Jest's own `bail` ends
 * no file early.
 */
import { beforeEach } from '@jest/globals';

interface CircusTest {
  readonly errors: readonly unknown[];
  fn: () => void;
}

export function bail(): void {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  );
  const state = (globalThis as unknown as Record<symbol, { currentlyRunningTest: CircusTest }>)[
    symbol ?? Symbol()
  ];
  if (state === undefined) throw new Error('jest-circus keeps its state elsewhere');
  let previous: CircusTest | null = null;
  let hasFailed = false;
  beforeEach(() => {
    hasFailed ||= (previous?.errors.length ?? 0) > 0;
    previous = state.currentlyRunningTest;
    if (hasFailed) previous.fn = () => {};
  });
}
