import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type DurationLimits,
  NotAllowed,
  readApiUrl,
  readBoolean,
  readChoice,
  readDuration,
  readIds,
  readInteger,
  readToken,
} from '../../src/inputs/values.js';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'0123456789 ,\n[]"-+.eExsmhdw'), maxLength: 12 }),
  fc.constantFrom(
    'Infinity',
    'NaN',
    '1e3',
    '0x10',
    '-1',
    '+1',
    '01',
    '1.0',
    '1_000',
    '٣',
    '９',
    '9007199254740993',
    '[]',
    '{}',
    'null',
    'true',
  ),
);

/** The value, or `NotAllowed`; whatever else is thrown is a fault of the reader. */
function outcome<T>(read: () => T): T | typeof NotAllowed {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotAllowed) return NotAllowed;
    throw error;
  }
}

describe('readIds', () => {
  test.each<[string, number[]]>([
    ['502', [502]],
    ['1,2,3', [1, 2, 3]],
    ['3, 1 , 2', [3, 1, 2]],
    ['1 2\n3\r\n4\t5', [1, 2, 3, 4, 5]],
    [' 1,\n 2,\n', [1, 2]],
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
      { numRuns: 1_000 },
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

describe('readDuration', () => {
  const wait: DurationLimits = { units: ['s', 'm', 'h'], least: '1s', most: '24h' };
  const age: DurationLimits = { units: ['h', 'd', 'w'], least: '1h', most: '3650d' };

  test.each<[string, DurationLimits, number]>([
    ['1s', wait, 1_000],
    ['90s', wait, 90_000],
    ['30m', wait, 1_800_000],
    ['2h', wait, 7_200_000],
    ['24h', wait, 86_400_000],
    ['86400s', wait, 86_400_000],
    ['1440m', wait, 86_400_000],
    ['1h', age, 3_600_000],
    ['14d', age, 1_209_600_000],
    ['4w', age, 2_419_200_000],
    ['3650d', age, 315_360_000_000],
    ['521w', age, 315_100_800_000],
  ])('%s', (text, limits, expected) => {
    expect(readDuration(text, limits)).toBe(expected);
  });

  test.each<[string, DurationLimits]>([
    ...[
      '',
      '0s',
      '60',
      's',
      '-1s',
      '+1s',
      '1.5h',
      '1e3s',
      '1 s',
      ' 1s',
      '1s ',
      '1S',
      '1ms',
      '1min',
      '1h30m',
      '25h',
      '86401s',
      '1d',
      '1w',
      '0x1s',
      '٣s',
    ].map((text): [string, DurationLimits] => [text, wait]),
    ...['5', '0h', '59m', '60m', '3600s', '3651d', '522w', '87601h', '1y', '1D', '1.5d', '-1d', '99999999999999d'].map(
      (text): [string, DurationLimits] => [text, age],
    ),
  ])('%j is not allowed', (text, limits) => {
    expect(() => readDuration(text, limits)).toThrow(NotAllowed);
  });

  test('the message says what is', () => {
    expect(() => readDuration('5', wait)).toThrow(new NotAllowed('1s to 24h, always with a unit (s, m, h), such as 90s, 30m or 2h'));
    expect(() => readDuration('5', age)).toThrow(new NotAllowed('1h to 3650d, always with a unit (h, d, w), such as 12h, 14d or 4w'));
  });

  test('reads back every duration within its limits, and no other', () => {
    const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
    const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
    fc.assert(
      fc.property(fc.nat({ max: 100_000 }), unit, fc.constantFrom(wait, age), (count, sign, limits) => {
        const ms = count * units[sign];
        const [least, most] = limits === wait ? [1_000, 86_400_000] : [3_600_000, 315_360_000_000];
        const allowed = limits.units.includes(sign) && ms >= least && ms <= most;
        expect(outcome(() => readDuration(`${count}${sign}`, limits))).toBe(allowed ? ms : NotAllowed);
      }),
      { numRuns: 1_000 },
    );
  });

  test('any text comes to milliseconds within the limits, or is not allowed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = outcome(() => readDuration(text, wait));
        if (read === NotAllowed) return;
        expect(text).toMatch(/^[0-9]+[smh]$/);
        expect(read).toBeGreaterThanOrEqual(1_000);
        expect(read).toBeLessThanOrEqual(86_400_000);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('readApiUrl', () => {
  test.each([
    ['https://admin.vps.org/api/v1', 'https://admin.vps.org/api/v1'],
    ['https://admin.vps.org/api/v1/', 'https://admin.vps.org/api/v1'],
    ['https://admin.vps.org/api/v1///', 'https://admin.vps.org/api/v1'],
    ['https://admin.vps.org', 'https://admin.vps.org'],
    ['https://vps.example:8443/x', 'https://vps.example:8443/x'],
    ['HTTPS://Admin.VPS.org/api/v1', 'https://admin.vps.org/api/v1'],
    ['http://localhost:8080/api/v1', 'http://localhost:8080/api/v1'],
    ['http://127.0.0.1:8080/api/v1', 'http://127.0.0.1:8080/api/v1'],
    ['http://127.255.3.4', 'http://127.255.3.4'],
    ['http://[::1]:8080/api/v1', 'http://[::1]:8080/api/v1'],
  ])('%s', (text, expected) => {
    expect(readApiUrl(text)).toBe(expected);
  });

  test.each([
    '',
    'admin.vps.org/api/v1',
    '//admin.vps.org',
    'https://',
    'ftp://localhost/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://admin.vps.org/api/v1',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'http://127.0.0.1.example.com',
    'http://x127.0.0.1',
    'http://localhost.example.com',
    'http://notlocalhost',
    'http://[::2]',
    'http://128.0.0.1',
    'https://user@admin.vps.org',
    'https://user:word@admin.vps.org',
    'https://:word@admin.vps.org',
    'http://localhost@example.com',
    'https://admin.vps.org/?a=b',
    'https://admin.vps.org/?',
    'https://admin.vps.org/#x',
    'https://admin.vps.org/#',
    'ws://localhost',
    'wss://admin.vps.org',
  ])('%j is not allowed', (text) => {
    expect(() => readApiUrl(text)).toThrow(
      /an https URL without credentials, query or fragment; plain http only to a loopback address or localhost/,
    );
    expect(() => readApiUrl(text)).toThrow(NotAllowed);
  });

  test('what is allowed is https, or stays on this machine', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((ip) => `[${ip}]`),
      fc.constantFrom('localhost', '127.0.0.1', '[::1]'),
    );
    fc.assert(
      fc.property(fc.constantFrom('http', 'https', 'ftp'), host, (scheme, name) => {
        const text = `${scheme}://${name}/api`;
        fc.pre(URL.canParse(text));
        const { hostname } = new URL(text);
        const local = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
        const allowed = scheme === 'https' || (scheme === 'http' && local && !/[a-z]$/.test(hostname.replace('localhost', '')));
        expect(outcome(() => readApiUrl(text)) !== NotAllowed).toBe(allowed);
      }),
    );
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
