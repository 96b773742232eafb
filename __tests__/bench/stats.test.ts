import { describe, expect, test } from '@jest/globals';
import { pollsIn } from '../../bench/provider.js';
import { verdict } from '../../bench/report.js';
import { growthExponent, pairedRatio, quantile, spreadOf } from '../../bench/stats.js';
import { growthTable, seconds, shown, table } from '../../bench/table.js';

describe('medians and spreads', () => {
  test.each([
    { values: [5], part: 0.5, expected: 5 },
    { values: [3, 1, 2], part: 0.5, expected: 2 },
    { values: [4, 1, 3, 2], part: 0.5, expected: 2.5 },
    { values: [10, 20, 30, 40, 50], part: 0.25, expected: 20 },
    { values: [1, 2], part: 0.25, expected: 1.25 },
    { values: [2, 10, 9], part: 0, expected: 2 },
    { values: [2, 10, 9], part: 1, expected: 10 },
  ])('the $part quantile of $values is $expected', ({ values, part, expected }) => {
    expect(quantile(values, part)).toBeCloseTo(expected, 12);
  });

  test('the values stay in their order', () => {
    const values = [3, 1, 2];
    quantile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });

  test('a spread is median, quartiles and count', () => {
    expect(spreadOf([50, 10, 40, 20, 30])).toEqual({ median: 30, low: 20, high: 40, count: 5 });
  });

  test('nothing measured is an error, not a figure', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  test('a ratio is taken round by round, so that a slow moment of the machine does not show', () => {
    expect(pairedRatio([10, 100, 10], [5, 50, 5])).toEqual({
      median: 2,
      low: 2,
      high: 2,
      count: 3,
    });
    expect(() => pairedRatio([1, 2], [1])).toThrow(RangeError);
  });
});

test.each([
  { from: [10, 5], to: [100, 50], exponent: 1 },
  { from: [10, 5], to: [100, 5], exponent: 0 },
  { from: [10, 2], to: [100, 200], exponent: 2 },
] as const)('from $from to $to: exponent $exponent', ({ from, to, exponent }) => {
  expect(growthExponent(from, to)).toBeCloseTo(exponent, 12);
});

describe('what is printed', () => {
  test('a table has one width a column, figures to the right', () => {
    expect(
      table(
        ['what', 'ms'],
        [
          ['a', '1'],
          ['longer', '22'],
        ],
      ),
    ).toBe('| what   |  ms |\n| ------ | --: |\n| a      |   1 |\n| longer |  22 |');
  });

  test('growth is shown from size to size, and over all', () => {
    const points = [
      [1, 1],
      [10, 1],
      [100, 100],
    ] as const;
    expect(growthTable('rows', { ms: points })).toBe(
      '| rows | 1 to 10 | 10 to 100 | 1 to 100 |\n| ---- | ------: | --------: | -------: |\n| ms   |    0.00 |      2.00 |     1.00 |',
    );
  });

  test('figures carry their spread', () => {
    expect(shown({ median: 1.234, low: 1, high: 2, count: 3 }, 1)).toBe('1.2 (1.0–2.0)');
    expect([2, 90, 5_400].map(seconds)).toEqual(['2 s', '1.5 min', '1.5 h']);
  });

  test('a target says whether it was reached', () => {
    const target = { what: 'lag', max: 5, unit: ' s' };
    expect(verdict({ ...target, measured: 5.0000000001 })).toBe(
      '- reached: lag: 5 s (at most 5 s)',
    );
    expect(verdict({ ...target, measured: 5.01 })).toBe('- NOT REACHED: lag: 5.01 s (at most 5 s)');
  });
});

test('requests of one poll are counted as one poll', () => {
  expect(pollsIn([])).toBe(0);
  expect(pollsIn([1_000, 1_020, 1_300, 3_000, 3_010])).toBe(2);
});
