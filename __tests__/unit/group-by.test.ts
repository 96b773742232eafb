import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupBy } from '../../src/group-by.js';

test('groups in the order of the items', () => {
  const groups = groupBy(['ab', 'c', 'ad', ''], (text) => text[0]);
  expect([...groups]).toEqual([
    ['a', ['ab', 'ad']],
    ['c', ['c']],
    [undefined, ['']],
  ]);
});

test('every item is in the group of its key, once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 99 })), (items) => {
      const groups = groupBy(items, (item) => item % 7);
      for (const [key, group] of groups) {
        expect(group).toEqual(items.filter((item) => item % 7 === key));
      }
      expect([...groups.values()].flat()).toHaveLength(items.length);
    }),
  );
});
