import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NotAllowed, readBoolean, readChoice, readIds, readInteger, readText, readToken } from '../../src/inputs/values.js';
import { runs } from './runs.js';
import { anyText, outcome } from './texts.js';

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
    expect(readIds(text)).toEqual(expected);
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
    expect(() => readIds(text)).toThrow(NotAllowed);
  });

  test('the message says what is', () => {
    expect(() => readIds('x')).toThrow(/positive integers, separated by commas, spaces or newlines, or as a JSON array/);
    expect(() => readIds('["x"]')).toThrow(/positive integers, separated by commas, spaces or newlines, or as a JSON array/);
  });

  test('reads back every list, however written; repeats are folded', () => {
    const list = fc.array(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(list, fc.constantFrom(',', ' ', '\n', ', ', '\r\n', ' ,\n'), (given, separator) => {
        const folded = [...new Set(given)];
        expect(readIds(given.join(separator))).toEqual(folded);
        expect(readIds(JSON.stringify(given))).toEqual(folded);
        expect(readIds(JSON.stringify(given.map(String), null, 2))).toEqual(folded);
      }),
    );
  });

  test('any text comes to positive safe integers, or is not allowed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = outcome(() => readIds(text));
        if (read === NotAllowed) return;
        expect(read).toEqual([...new Set(text.match(/[1-9]\d*/g)?.map(Number))]);
        expect(text).toMatch(/^[\d\s,"[\]]+$/);
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('readBoolean', () => {
  test.each(['true', 'True', 'TRUE'])('%s', (text) => expect(readBoolean(text)).toBe(true));
  test.each(['false', 'False', 'FALSE'])('%s', (text) => expect(readBoolean(text)).toBe(false));
  test.each(['', 'tRUE', 'yes', 'no', 'on', 'off', 'y', '1', '0', ' true', 'true ', 'null'])('%j is not allowed', (text) => {
    expect(() => readBoolean(text)).toThrow(new NotAllowed('true or false'));
  });
});

describe('readInteger', () => {
  test.each([
    ['1', 1],
    ['3', 3],
    ['10', 10],
  ])('%s', (text, expected) => {
    expect(readInteger(text, 1, 10)).toBe(expected);
  });
  test.each(['', '0', '11', '-1', '+1', '01', '1.0', '1e1', ' 1', '1 ', 'x', 'Infinity', '١'])('%j is not allowed', (text) => {
    expect(() => readInteger(text, 1, 10)).toThrow(new NotAllowed('a whole number from 1 to 10'));
  });
  test('below its least', () => expect(() => readInteger('4', 5, 10)).toThrow(NotAllowed));
});

describe('readChoice', () => {
  test.each(['one', 'two'])('%s', (text) => expect(readChoice(text, ['one', 'two'])).toBe(text));
  test.each(['', 'One', 'one ', 'three', 'one,two'])('%j is not allowed', (text) => {
    expect(() => readChoice(text, ['one', 'two'])).toThrow(new NotAllowed('one of one, two'));
  });
});

describe('readText', () => {
  test.each(['x', ' x', 'x ', '\u200bx', '✓', '𝒳', '٣'])('%j', (text) => expect(readText(text)).toBe(text));
  test.each(['', ' ', '\n', '\t \r', '\u00a0', '\u3000', '\u200b', '\ufeff', '\u0000', '\u202e '])('%j is not allowed', (text) => {
    expect(() => readText(text)).toThrow(new NotAllowed('text with at least one visible character'));
  });
});

describe('readToken', () => {
  test.each(['vps_test_not_a_real_token', '!', '~', 'a-b.c_d/e+f=='])('%s', (text) => expect(readToken(text)).toBe(text));
  test.each(['', ' ', 'two words', 'a\nb', 'a\tb', 'tökén', 'a\u0000', 'a\u007f', '“quoted”'])(
    '%j is not allowed, and not told',
    (text) => {
      expect(() => readToken(text)).toThrow(new NotAllowed('one word of visible ASCII characters, from a secret'));
    },
  );
});
