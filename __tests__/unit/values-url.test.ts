/** `api_url`: https, or this machine. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apiUrl } from '../../src/inputs/values.js';
import { allowed, parse, REJECTED } from './schema-outcome.js';

describe('apiUrl', () => {
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
    expect(parse(apiUrl, text)).toBe(expected);
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
  ])('%j is rejected', (text) => {
    expect(allowed(apiUrl, text)).toBe(
      'an https URL without credentials, query or fragment; ' +
        'plain http only to a loopback address or localhost',
    );
  });

  test('is https, or stays on this machine', () => {
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
        const isLocal =
          hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
        const isAllowed = scheme === 'https' || (scheme === 'http' && isLocal);
        expect(parse(apiUrl, text) !== REJECTED).toBe(isAllowed);
      }),
    );
  });
});
