import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type DurationLimits,
  InvalidValueError,
  parseApiUrl,
  parseDuration,
} from '../../src/inputs/values.js';
import { runs } from '../support/fixtures.js';
import { anyText, outcome } from '../support/hostile-strings.js';

describe('readDuration', () => {
  const wait: DurationLimits = { units: ['s', 'm', 'h'], min: '1s', max: '24h' };
  const age: DurationLimits = { units: ['h', 'd', 'w'], min: '1h', max: '3650d' };

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
    expect(parseDuration(text, limits)).toBe(expected);
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
    ...[
      '5',
      '0h',
      '59m',
      '60m',
      '3600s',
      '3651d',
      '522w',
      '87601h',
      '1y',
      '1D',
      '1.5d',
      '-1d',
      '99999999999999d',
    ].map((text): [string, DurationLimits] => [text, age]),
  ])('%j is not allowed', (text, limits) => {
    expect(() => parseDuration(text, limits)).toThrow(InvalidValueError);
  });

  test('the message says what is', () => {
    expect(() => parseDuration('5', wait)).toThrow(
      new InvalidValueError('1s to 24h, always with a unit (s, m, h), such as 90s, 30m or 2h'),
    );
    expect(() => parseDuration('5', age)).toThrow(
      new InvalidValueError('1h to 3650d, always with a unit (h, d, w), such as 12h, 14d or 4w'),
    );
  });

  test('reads back every duration within its limits, and no other', () => {
    const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
    const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
    fc.assert(
      fc.property(
        fc.nat({ max: 100_000 }),
        unit,
        fc.constantFrom(wait, age),
        (count, sign, limits) => {
          const ms = count * units[sign];
          const [least, most] =
            limits === wait ? [1_000, 86_400_000] : [3_600_000, 315_360_000_000];
          const allowed = limits.units.includes(sign) && ms >= least && ms <= most;
          expect(outcome(() => parseDuration(`${count}${sign}`, limits))).toBe(
            allowed ? ms : InvalidValueError,
          );
        },
      ),
      { numRuns: runs(1_000) },
    );
  });

  test('any text comes to milliseconds within the limits, or is not allowed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = outcome(() => parseDuration(text, wait));
        if (read === InvalidValueError) return;
        expect(text).toMatch(/^[0-9]+[smh]$/);
        expect(read).toBeGreaterThanOrEqual(1_000);
        expect(read).toBeLessThanOrEqual(86_400_000);
      }),
      { numRuns: runs(1_000) },
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
    ['http://127.10.20.30', 'http://127.10.20.30'],
    ['http://[::1]:8080/api/v1', 'http://[::1]:8080/api/v1'],
  ])('%s', (text, expected) => {
    expect(parseApiUrl(text)).toBe(expected);
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
    expect(() => parseApiUrl(text)).toThrow(
      /an https URL without credentials, query or fragment; plain http only to a loopback address or localhost/,
    );
    expect(() => parseApiUrl(text)).toThrow(InvalidValueError);
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
        const allowed =
          scheme === 'https' ||
          (scheme === 'http' && local && !/[a-z]$/.test(hostname.replace('localhost', '')));
        expect(outcome(() => parseApiUrl(text)) !== InvalidValueError).toBe(allowed);
      }),
    );
  });
});
