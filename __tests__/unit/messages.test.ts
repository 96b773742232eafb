/** Every error message: short, one remedy, and each thing worded one way. */
import { describe, expect, test } from '@jest/globals';
import { type ActionError, remedyText } from '../../src/errors.js';
import { apiErrors, LONG, ORDINARY, operationErrors, restoreErrors } from './message-samples.js';

const MAX_WORDS = 60;

interface Sample {
  readonly first: string;
  readonly remedy: string;
  /** Problem and remedy, without the table. */
  readonly message: string;
  readonly hasTable: boolean;
}

function samplesOf(errors: readonly ActionError[]): Sample[] {
  const samples = errors.map((error): Sample => {
    const remedy = remedyText(error.remedy);
    const message = `${error.problem} ${remedy}`;
    const first = `${error.problem.slice(0, 60)} … ${remedy.slice(0, 40)}`;
    return { first, remedy, message, hasTable: error.table.length > 0 };
  });
  return [...new Map(samples.map((one) => [one.message, one])).values()];
}

const countOf = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

const GROUPS = {
  'of requests': apiErrors,
  'of operations': operationErrors,
  'of restores': restoreErrors,
};

describe.each(Object.entries(GROUPS))('the errors %s', (_, errorsOf) => {
  const ordinary = samplesOf(errorsOf(ORDINARY));
  const all = [...ordinary, ...samplesOf(errorsOf(LONG))];

  test.each(all)(
    'have at most 60 words, unless a table follows: $first',
    ({ message, hasTable }) => {
      const isShort = hasTable || countOf(message) <= MAX_WORDS;
      expect({ isShort, message }).toEqual({ isShort: true, message });
    },
  );

  test.each(ordinary)('have one remedy, of one sentence: $first', ({ remedy, message }) => {
    expect(remedy).toMatch(/^[A-Z][^\n]*\.$/);
    expect(remedy.slice(0, -1)).not.toMatch(/[.!?] [A-Z]/);
    expect(message.endsWith(remedy)).toBe(true);
  });

  test.each(all)('end with a period, without doubled spaces or periods: $first', ({ message }) => {
    expect(message).toMatch(/[^.]\.$/);
    expect(message).not.toMatch(/ {2}|\.\.|\s[.,;:]|\n/);
  });

  test.each(ordinary)('use the one wording of what many say: $first', ({ message }) => {
    if (/incomplete/i.test(message))
      expect(message).toMatch(
        /list( of backups)?( of server \S+ \(\S+\))?,?( which)? is incomplete\b/,
      );
    if (/resume/i.test(message)) {
      expect(message).toMatch(/To resume, run a step with operation: wait and backup_id: \d+\.$/);
    }
    if (/check the server\b/i.test(message)) {
      expect(message).toMatch(/Check the server on VPS\.org before anything else\.$/);
    }
  });
});

test('the median error has at most 30 words', () => {
  const counts = [...apiErrors(ORDINARY), ...operationErrors(ORDINARY), ...restoreErrors(ORDINARY)]
    .map(({ problem, remedy }) => countOf(`${problem} ${remedyText(remedy)}`))
    .sort((a, b) => a - b);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(30);
});
