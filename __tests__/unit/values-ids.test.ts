/** Lists of ids. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backupIds, ids, serverIds } from '../../src/inputs/values.js';
import { runs } from '../support/fixtures.js';
import { anyText as anyInput } from '../support/hostile-strings.js';
import { allowed, parse, REJECTED } from './schema-outcome.js';

const IDS =
  'positive integers, separated by commas, spaces or newlines, or as a JSON array; ' +
  'empty entries are rejected';

describe('ids', () => {
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
    for (const schema of [ids, serverIds, backupIds]) {
      expect(parse(schema, text)).toEqual(expected);
    }
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
  ])('%j is rejected', (text) => {
    expect(parse(ids, text)).toBe(REJECTED);
    expect(parse(serverIds, text)).toBe(REJECTED);
    if (text !== 'latest') expect(parse(backupIds, text)).toBe(REJECTED);
  });

  test('the message says what is allowed', () => {
    expect(allowed(ids, 'x')).toBe(IDS);
    for (const text of ['["x"]', '[1', '1,', '{}', '[]']) expect(allowed(ids, text)).toBe(IDS);
    expect(allowed(backupIds, 'newest')).toBe(
      `${IDS}; restore takes one, or the word latest or last_good`,
    );
  });

  test.each(['web-1', 'web server 1', 'München', '12345, web-1', '9web', 'web.example.com'])(
    'a name in server_id points to server_name: %j',
    (text) => {
      expect(allowed(serverIds, text)).toBe(`${IDS}. For a server's name use server_name`);
    },
  );

  test.each(['1,,2', '0', '[1,]', '-5'])('other errors in server_id do not: %j', (text) => {
    expect(allowed(serverIds, text)).toBe(IDS);
  });

  test.each([
    ['latest', 'latest'],
    [' LATEST ', 'latest'],
    ['last_good', 'last_good'],
    ['Last_Good', 'last_good'],
  ])('restore takes the word %j', (text, expected) => {
    expect(parse(backupIds, text)).toBe(expected);
  });

  test('every list parses, however written; duplicates are folded', () => {
    const list = fc.array(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), {
      minLength: 1,
      maxLength: 20,
    });
    const separators = fc.constantFrom(',', ' ', '\n', ', ', '\r\n', ' ,\n');
    fc.assert(
      fc.property(list, separators, (given, separator) => {
        const folded = [...new Set(given)];
        expect(parse(ids, given.join(separator))).toEqual(folded);
        expect(parse(ids, JSON.stringify(given))).toEqual(folded);
        expect(parse(ids, JSON.stringify(given.map(String), null, 2))).toEqual(folded);
      }),
    );
  });

  test('any text comes to positive safe integers, or is rejected', () => {
    fc.assert(
      fc.property(anyInput, (text) => {
        const value = parse(ids, text);
        if (value === REJECTED) return;
        expect(value).toEqual([...new Set(text.match(/[1-9]\d*/g)?.map(Number))]);
        expect(text).toMatch(/^[\d\s,"[\]]+$/);
      }),
      { numRuns: runs(1_000) },
    );
  });
});
