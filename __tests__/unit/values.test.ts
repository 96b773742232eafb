import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  InvalidValueError,
  parseBoolean,
  parseChoice,
  parseIds,
  parseInteger,
  parseText,
  parseToken,
} from '../../src/inputs/values.js';
import { runs } from '../support/fixtures.js';
import { anyText, outcome } from '../support/hostile-strings.js';

describe('readIds', () => {
  test.each<[string, number[]]>([
    ['502', [502]],
    ['1,2,3', [1, 2, 3]],
    ['3, 1 , 2', [3, 1, 2]],
    ['1 2\n3\r\n4\t5', [1, 2, 3, 4, 5]],
    [' 1,\n 2\n', [1, 2]],
    ['1,\n2', [1, 2]],
    ['1\n2\n', [1, 2]],
    ['1 2, 3\n,4', [1, 2, 3, 4]],
    ['7,7,1,7', [7, 1]],
    ['[1]', [1]],
    ['[1, 2,3]', [1, 2, 3]],
    ['["1", 2]', [1, 2]],
    ['[\n  1,\n  2\n]', [1, 2]],
    ['[5,5]', [5]],
    ['9007199254740991', [9007199254740991]],
  ])('%j', (text, expected) => {
    expect(parseIds(text)).toEqual(expected);
  });

  test.each([
    '',
    ' ',
    ',',
    '1,',
    ',1',
    '1,,2',
    '1, ,2',
    '1,\n,2',
    '1 2,\n',
    '0',
    '-1',
    '+1',
    '01',
    '1.0',
    '1.5',
    '1e3',
    '0x1f',
    '1_000',
    '9007199254740992',
    '99999999999999999999',
    'abc',
    '12a',
    'a12',
    '1;2',
    '1,two',
    '1,0',
    'latest',
    'null',
    '[]',
    '[ ]',
    '[1',
    '1]',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[1,,2]',
    '["1 2"]',
    '["1,2"]',
    '[1e3]',
    '[1.5]',
    '[-1]',
    '[0]',
    '[01]',
    '["01"]',
    '["1]',
    '[1"]',
    '[""]',
    '["a"]',
    '[[1]]',
    '[1],[2]',
    '[1]x',
    'x[1]',
    '[true]',
    '[null]',
    '{"id":1}',
    '"1"',
    '٣',
    '１',
  ])('%j is not allowed', (text) => {
    expect(() => parseIds(text)).toThrow(InvalidValueError);
  });

  test('the message says what is', () => {
    expect(() => parseIds('x')).toThrow(
      /positive integers, separated by commas, spaces or newlines, or as a JSON array/,
    );
    expect(() => parseIds('["x"]')).toThrow(
      /positive integers, separated by commas, spaces or newlines, or as a JSON array/,
    );
  });

  test('reads back every list, however written; repeats are folded', () => {
    const list = fc.array(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        list,
        fc.constantFrom(',', ' ', '\n', ', ', '\r\n', ' ,\n'),
        (given, separator) => {
          const folded = [...new Set(given)];
          expect(parseIds(given.join(separator))).toEqual(folded);
          expect(parseIds(JSON.stringify(given))).toEqual(folded);
          expect(parseIds(JSON.stringify(given.map(String), null, 2))).toEqual(folded);
        },
      ),
    );
  });

  test('any text comes to positive safe integers, or is not allowed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = outcome(() => parseIds(text));
        if (read === InvalidValueError) return;
        expect(read).toEqual([...new Set(text.match(/[1-9]\d*/g)?.map(Number))]);
        expect(text).toMatch(/^[\d\s,"[\]]+$/);
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('readBoolean', () => {
  test.each(['true', 'True', 'TRUE'])('%s', (text) => expect(parseBoolean(text)).toBe(true));
  test.each(['false', 'False', 'FALSE'])('%s', (text) => expect(parseBoolean(text)).toBe(false));
  test.each(['', 'tRUE', 'yes', 'no', 'on', 'off', 'y', '1', '0', ' true', 'true ', 'null'])(
    '%j is not allowed',
    (text) => {
      expect(() => parseBoolean(text)).toThrow(new InvalidValueError('true or false'));
    },
  );
});

describe('readInteger', () => {
  test.each([
    ['1', 1],
    ['3', 3],
    ['10', 10],
  ])('%s', (text, expected) => {
    expect(parseInteger(text, 1, 10)).toBe(expected);
  });
  test.each(['', '0', '11', '-1', '+1', '01', '1.0', '1e1', ' 1', '1 ', 'x', 'Infinity', '١'])(
    '%j is not allowed',
    (text) => {
      expect(() => parseInteger(text, 1, 10)).toThrow(
        new InvalidValueError('a whole number from 1 to 10'),
      );
    },
  );
  test('below its least', () => expect(() => parseInteger('4', 5, 10)).toThrow(InvalidValueError));
});

describe('readChoice', () => {
  test.each(['one', 'two'])('%s', (text) => expect(parseChoice(text, ['one', 'two'])).toBe(text));
  test.each(['', 'One', 'one ', 'three', 'one,two'])('%j is not allowed', (text) => {
    expect(() => parseChoice(text, ['one', 'two'])).toThrow(
      new InvalidValueError('one of one, two'),
    );
  });
});

describe('readText', () => {
  test.each(['x', ' x', 'x ', '\u200bx', '✓', '𝒳', '٣'])('%j', (text) =>
    expect(parseText(text)).toBe(text),
  );
  test.each(['', ' ', '\n', '\t \r', '\u00a0', '\u3000', '\u200b', '\ufeff', '\u0000', '\u202e '])(
    '%j is not allowed',
    (text) => {
      expect(() => parseText(text)).toThrow(
        new InvalidValueError('text with at least one visible character'),
      );
    },
  );
});

describe('readToken', () => {
  test.each(['vps_test_not_a_real_token', '!', '~', 'a-b.c_d/e+f=='])('%s', (text) =>
    expect(parseToken(text)).toBe(text),
  );
  test.each(['', ' ', 'two words', 'a\nb', 'a\tb', 'tökén', 'a\u0000', 'a\u007f', '“quoted”'])(
    '%j is not allowed, and not told',
    (text) => {
      expect(() => parseToken(text)).toThrow(
        new InvalidValueError('one word of visible ASCII characters, from a secret'),
      );
    },
  );
});
