import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  createRedactor,
  escapeTableCell,
  quote,
  safeJson,
  sanitizeLine,
  secretsOf,
  shorten,
} from '../../src/report/sanitize.js';
import { runs } from '../support/fixtures.js';
import { commandsIn, hostileText, LINE_BREAK } from '../support/hostile-strings.js';

describe('sanitizeLine', () => {
  test.each([
    ['plain', 'plain'],
    ['a:b::c', 'a:b::c'],
    ['::error::x', ': :error::x'],
    ['  ::error::x', '  : :error::x'],
    ['\u00a0\u3000::error::x', '\u00a0\u3000: :error::x'],
    [':::error::x', ': ::error::x'],
    [':x', ':x'],
    ['a\n::error::x', 'a ::error::x'],
    ['\n::error::x', ' : :error::x'],
    ['\r\n::error::x', ' : :error::x'],
    [':\u200b:error::x', ': :error::x'],
    ['\ufeff::error::x', ': :error::x'],
    ['a ##[error]x', 'a # #[error]x'],
    ['###[error]x', '## #[error]x'],
    ['##[##[a', '# #[# #[a'],
    ['#\u200b#[error]x', '# #[error]x'],
    ['a\u001b[31mb', 'a [31mb'],
    ['a\u202eb\u2066c\u061cd', 'abcd'],
    ['a\ud83db', 'a\ufffdb'],
    ['🚀 ünï', '🚀 ünï'],
    ['', ''],
  ])('%j is printed as %j', (text, printed) => {
    expect(sanitizeLine(text)).toBe(printed);
  });

  test('4,000 characters are printed, more are cut', () => {
    expect(sanitizeLine('x'.repeat(4_000))).toBe('x'.repeat(4_000));
    expect(sanitizeLine('x'.repeat(4_001))).toBe(`${'x'.repeat(4_000)}…`);
    expect(sanitizeLine(`${'x'.repeat(3_999)}🚀`)).toBe(`${'x'.repeat(3_999)}\ufffd…`);
    expect(sanitizeLine('x'.repeat(1_000_000)).length).toBe(4_001);
  });

  test('any text becomes one well-formed line without a command, which stays as it is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = sanitizeLine(text);
        expect(line).not.toMatch(LINE_BREAK);
        expect(commandsIn(line)).toEqual([]);
        expect(line.isWellFormed()).toBe(true);
        expect(sanitizeLine(line)).toBe(line);
      }),
      { numRuns: runs(2_000) },
    );
  });
});

describe('shorten', () => {
  test.each([
    ['  a  ', 100, 'a'],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc…'],
    ['a🚀b', 2, 'a\ufffd…'],
    [' \n ', 5, ''],
  ])('%j to %p is %j', (text, limit, expected) => {
    expect(shorten(text, limit)).toBe(expected);
  });

  test('to 100 characters by default', () => {
    expect(shorten('x'.repeat(100))).toHaveLength(100);
    expect(shorten('x'.repeat(101))).toBe(`${'x'.repeat(100)}…`);
  });

  test('runs no command, neither at the start of a line nor within it', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const word = shorten(text, limit);
        expect(commandsIn(word)).toEqual([]);
        expect(commandsIn(`Backup 5: ${word}.`)).toEqual([]);
        expect(word.length).toBeLessThanOrEqual(limit + 1);
        expect(word.isWellFormed()).toBe(true);
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('quote', () => {
  test.each([
    [' a  ', '" a  "'],
    ['a\nb', '"a b"'],
    ['x'.repeat(100), `"${'x'.repeat(100)}"`],
    ['x'.repeat(101), `"${'x'.repeat(100)}…"`],
    [`${'x'.repeat(99)}🚀`, `"${'x'.repeat(99)}\ufffd…"`],
  ])('%j is %j', (text, expected) => {
    expect(quote(text)).toBe(expected);
  });
});

describe('escapeTableCell', () => {
  test.each([
    ['a|b', 'a&#124;b'],
    ['`x`', '&#96;x&#96;'],
    ['<b>&amp;', '&#60;b&#62;&#38;amp;'],
    ['*a* _b_ ~c~', '&#42;a&#42; &#95;b&#95; &#126;c&#126;'],
    ['[a](b) ![c]', '&#91;a&#93;(b) &#33;&#91;c&#93;'],
    ['{a} $b$ \\c', '&#123;a&#125; &#36;b&#36; &#92;c'],
    ['@octo #1', '&#64;octo &#35;1'],
    ['https://x.example', 'https&#58;//x.example'],
    ['12:30', '12:30'],
    ['a\nb', 'a b'],
    ['x'.repeat(201), `${'x'.repeat(200)}…`],
  ])('%j', (text, expected) => {
    expect(escapeTableCell(text)).toBe(expected);
  });

  test('has as many characters as are asked for', () =>
    expect(escapeTableCell('a|b', 2)).toBe('a&#124;…'));

  test('of any text has nothing that means something to Markdown or HTML, and shows what shorten returns', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = escapeTableCell(text);
        expect(shown.replace(/&#\d+;/g, '')).not.toMatch(/[\\`*_{}[\]<>&|~#!@$\r\n]|:\/\//);
        expect(commandsIn(`| ${shown} |`)).toEqual([]);
        expect(shown.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))).toBe(
          shorten(text, 200),
        );
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('safeJson', () => {
  test.each<[unknown, string]>([
    [[1, 2], '[1,2]'],
    [{ a: 'b' }, '{"a":"b"}'],
    ['::error::x', '"\\u003a:error\\u003a:x"'],
    ['a ##[error]x', '"a \\u0023#[error]x"'],
    [
      'a\n\u2028\u202e\u007f\u009b\u200b\ufeff\u061c\u2066b',
      '"a\\n\\u2028\\u202e\\u007f\\u009b\\u200b\\ufeff\\u061c\\u2066b"',
    ],
    ['12:30 #1 [a]', '"12:30 #1 [a]"'],
    [null, 'null'],
  ])('%j', (value, expected) => {
    expect(safeJson(value)).toBe(expected);
  });

  test('of any value is one line without a command, and parses to the same value', () => {
    const value = fc.oneof(
      hostileText,
      fc.array(hostileText),
      fc.dictionary(hostileText, hostileText),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(value, (given) => {
        const json = safeJson(given);
        expect(json).not.toMatch(LINE_BREAK);
        expect(commandsIn(json)).toEqual([]);
        expect(json).not.toContain('::');
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(given)));
      }),
      { numRuns: runs(2_000) },
    );
  });
});

describe('createRedactor', () => {
  test.each([
    ['vps_test_secret', 'a vps_test_secret b vps_test_secret', 'a *** b ***'],
    ['vps"test\\x', 'as JSON: vps\\"test\\\\x', 'as JSON: ***'],
    ['vps"test\\x', 'as it is: vps"test\\x', 'as it is: ***'],
    ['vps_test', 'in a cell: vps&#95;test', 'in a cell: ***'],
    ['$&secret', 'x $&secret', 'x ***'],
    ['', 'anything', 'anything'],
    ['error', 'an error', 'an error'],
    ['errors', 'two errors', 'two ***'],
    ['123456', 'backup 123456', 'backup 123456'],
    ['12345a', 'backup 12345a', 'backup ***'],
    ['Bearer vps_test', 'Bearer vps_test, or vps_test', '***, or ***'],
    ['Bearer vps_test', 'a Bearer', 'a Bearer'],
  ])('takes %j out of %j', (secret, text, expected) => {
    expect(createRedactor([secret])(text)).toBe(expected);
  });

  test('takes several secrets out', () => {
    expect(createRedactor(['vps_test', 'ghs_test'])('vps_test ghs_test')).toBe('*** ***');
  });
});

describe('secretsOf', () => {
  test.each<[string[], string[]]>([
    [['vps_test', ''], ['vps_test']],
    [['vps_test', 'vps_test'], ['vps_test']],
    [['Bearer vps_test'], ['Bearer vps_test', 'vps_test']],
    [['two words'], ['two words']],
    [['12345678'], ['12345678']],
  ])('of %j are %j', (tokens, secrets) => {
    expect(secretsOf(tokens)).toEqual(secrets);
  });
});
