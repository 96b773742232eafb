/** Words, texts, numbers, names and tokens of inputs. */
import { describe, expect, test } from '@jest/globals';
import {
  anyText,
  boolean,
  integer,
  names,
  percent,
  text,
  token,
  word,
} from '../../src/inputs/values.js';
import { allowed, parse } from './schema-outcome.js';

describe('boolean', () => {
  test.each(['true', 'True', 'TRUE'])('%s', (text) => expect(parse(boolean, text)).toBe(true));
  test.each(['false', 'False', 'FALSE'])('%s', (text) => expect(parse(boolean, text)).toBe(false));
  test.each(['', 'tRUE', 'yes', 'no', 'on', 'off', 'y', '1', '0', ' true', 'true ', 'null'])(
    '%j is rejected',
    (text) => {
      expect(allowed(boolean, text)).toBe('true or false');
    },
  );
});

describe('integer', () => {
  const oneToTen = integer(1, 10);
  test.each([
    ['1', 1],
    ['3', 3],
    ['10', 10],
  ])('%s', (text, expected) => {
    expect(parse(oneToTen, text)).toBe(expected);
  });
  test.each(['', '0', '11', '-1', '+1', '01', '1.0', '1e1', ' 1', '1 ', 'x', 'Infinity', '١'])(
    '%j is rejected',
    (text) => {
      expect(allowed(oneToTen, text)).toBe('a whole number from 1 to 10');
    },
  );
});

describe('percent', () => {
  test.each([
    ['0%', 0],
    ['50%', 0.5],
    ['33.3%', 0.333],
    ['100%', 1],
    ['100.000%', 1],
  ])('%s', (text, expected) => {
    expect(parse(percent, text)).toBeCloseTo(expected, 12);
  });
  test.each([
    '',
    '50',
    '0.5',
    '101%',
    '100.1%',
    '-1%',
    '+5%',
    '5 %',
    '50%%',
    '1e1%',
    '.5%',
    '5.%',
    '%',
  ])('%j is rejected', (text) => {
    expect(allowed(percent, text)).toBe('0% to 100%, such as 50%');
  });
});

describe('word', () => {
  const one = word(['repository', 'server']);
  test.each(['server', 'SERVER', ' Server '])('%j', (text) =>
    expect(parse(one, text)).toBe('server'),
  );
  test.each(['', 'all', 'server,repository', 'serve'])('%j is rejected', (text) => {
    expect(allowed(one, text)).toBe('one of repository, server');
  });
});

describe('text', () => {
  const visible = ['x', ' x', 'x ', '\u200bx', '✓', '𝒳', '٣'];
  const blank = [
    '',
    ' ',
    '\n',
    '\t \r',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\ufeff',
    '\u0000',
    '\u202e ',
  ];
  test.each(visible)('%j', (value) => expect(parse(text, value)).toBe(value));
  test.each(blank)('%j is rejected', (value) => {
    expect(allowed(text, value)).toBe('text with at least one visible character');
  });
  test.each([...visible, ...blank])('free text may be %j', (value) => {
    expect(parse(anyText, value)).toBe(value);
  });
});

describe('names', () => {
  test.each<[string, string[]]>([
    ['web', ['web']],
    [' web 1 ', [' web 1 ']],
    ['a\nb\r\nc', ['a', 'b', 'c']],
    ['a\na', ['a']],
    ['["a", "b, c"]', ['a', 'b, c']],
    [' ["a"] ', ['a']],
    ['[web] 1', ['[web] 1']],
    ['[1]', ['[1]']],
    ['[]x', ['[]x']],
    ['Cafe\u0301', ['Caf\u00e9']],
    ['Caf\u00e9\nCafe\u0301', ['Caf\u00e9']],
  ])('%j', (value, expected) => {
    expect(parse(names, value)).toEqual(expected);
  });
  test.each(['', ' ', 'a\n\nb', 'a\n', '["a", ""]', '["a", " "]', '[]'])(
    '%j is rejected',
    (value) => {
      expect(allowed(names, value)).toBe(
        'exact server names, one a line or as a JSON array; empty entries are rejected',
      );
    },
  );
});

describe('token', () => {
  const TOKEN = 'the token alone, one word of at least 8 visible ASCII characters, not digits only';
  test.each([
    'vps_test_not_a_real_token',
    '!2345678',
    '1234567~',
    'a-b.c_d/e+f==',
    'bearers_token',
  ])('%s', (value) => expect(parse(token, value)).toBe(value));
  test.each([
    '',
    ' ',
    '1234567',
    '12345678',
    '1234567890123',
    'short_1',
    'two words',
    'a\nbcdefgh',
    'tökén_123',
    'abcdefg\u0000',
    'abcdefg\u007f',
    '“quoted”',
  ])('%j is rejected', (value) => {
    expect(allowed(token, value)).toBe(TOKEN);
  });
  test.each(['Bearer abcdefgh', 'bearer', 'BEARER abcdefgh'])(
    '%j is rejected with a hint',
    (value) => {
      expect(allowed(token, value)).toBe(`${TOKEN}; leave out "Bearer", which the action adds`);
    },
  );
});
