import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ApiError,
  NetworkError,
  readableDetail,
  transientRetryDelay,
} from '../../src/vpsorg/errors.js';
import { LINE_BREAK } from '../support/hostile-strings.js';

describe('readableDetail', () => {
  const json = (value: unknown): string => JSON.stringify(value);

  test.each<[string, string, string]>([
    ['detail', json({ detail: 'Not found.' }), 'Not found.'],
    ['message', json({ message: 'No.' }), 'No.'],
    ['error', json({ error: 'No.' }), 'No.'],
    ['error as an object', json({ error: { code: 5, message: 'No.' } }), 'No.'],
    ['errors as texts', json({ errors: ['One.', 'Two.'] }), 'One.; Two.'],
    [
      'errors as objects',
      json({ errors: [{ detail: 'One.' }, { message: 'Two.' }] }),
      'One.; Two.',
    ],
    ['non_field_errors', json({ non_field_errors: ['Limit reached.'] }), 'Limit reached.'],
    [
      'a field map',
      json({ server_id: ['This field is required.'], description: ['Too long.', 'Odd.'] }),
      'server_id: This field is required.; description: Too long.; description: Odd.',
    ],
    [
      'a field map within errors',
      json({ errors: { server_id: ['Required.'] } }),
      'server_id: Required.',
    ],
    ['several of them', json({ detail: 'One.', message: 'Two.', code: 5 }), 'One.; Two.'],
    ['the same twice', json({ detail: 'One.', message: 'One.' }), 'One.'],
    ['a bare text', json('Limit reached.'), 'Limit reached.'],
    ['a list of texts', json(['One.', 'Two.']), 'One.; Two.'],
    ['lines', json({ detail: 'One.\nTwo.\u2028Three.' }), 'One. Two. Three.'],
    ['nothing said', json({ code: 5, ok: false, at: null }), ''],
    ['null', 'null', ''],
    ['a number', '5', ''],
    ['an empty list', '[]', ''],
    ['plain text', 'upstream connect error', 'upstream connect error'],
    ['plain text in lines', 'a\r\n  b\n', 'a b'],
    ['plain text with a sign like a tag', 'a < b, 5 <6', 'a < b, 5 <6'],
    ['nothing', '', ''],
    [
      'HTML',
      '<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>b{c}</style></head><body><h1>Bad</h1><script>x()</script><p>nginx</p></body></html>',
      '502 Bad Gateway Bad nginx',
    ],
    [
      'HTML in capitals',
      '<HTML><TITLE>Down</TITLE><SCRIPT>x()</SCRIPT><BODY>Back soon</BODY></HTML>',
      'Down Back soon',
    ],
    ['HTML without a title', '<p>Back <b>soon</b></p>', 'Back soon'],
    ['HTML whose parts touch', '<p>a<script>x()</script>b</p><p>c</p>', 'a b c'],
    ['HTML whose title has attributes', '<title lang="en">Down</title>', 'Down'],
    ['HTML that was cut within a script', '<p>Down</p><script>x(', 'Down'],
    ['HTML that was cut within a tag', '<p>Down</p><a href="', 'Down'],
    ['HTML that only closes', 'Down</body>', 'Down'],
    ['JSON that was cut', '{"detail": "No', '{"detail": "No'],
  ])('%s', (_, body, detail) => {
    expect(readableDetail(body)).toBe(detail);
  });

  test('at most 300 characters', () => {
    expect(readableDetail('x'.repeat(300))).toBe('x'.repeat(300));
    expect(readableDetail('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
    expect(readableDetail(json({ detail: 'x'.repeat(1_000_000) }))).toHaveLength(300);
  });

  test('the first ten of a list or a map will do', () => {
    const list = Array.from({ length: 11 }, (_, n) => `e${n}`);
    expect(readableDetail(json(list))).toBe(list.slice(0, 10).join('; '));
    expect(readableDetail(json(Object.fromEntries(list.map((name) => [name, 'x']))))).toBe(
      list
        .slice(0, 10)
        .map((name) => `${name}: x`)
        .join('; '),
    );
  });

  test('what is nested beyond measure is not looked at', () => {
    const nest = (depth: number): unknown => (depth === 0 ? 'deep' : [nest(depth - 1)]);
    expect(readableDetail(json(nest(5)))).toBe('deep');
    expect(readableDetail(json(nest(6)))).toBe('');
  });

  test('of a page of great length the beginning is read', () => {
    expect(readableDetail(`<p>${' '.repeat(20_000)}late</p>`)).toBe('');
    expect(readableDetail(`${' '.repeat(1_990)}early`)).toBe('early');
    expect(readableDetail(`${' '.repeat(2_000)}late`)).toBe('');
  });

  test('whatever the body: one line of at most 300 characters, well formed', () => {
    const body = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.jsonValue().map((detail) => JSON.stringify({ detail })),
    );
    fc.assert(
      fc.property(body, (text) => {
        const detail = readableDetail(text);
        expect(detail.length).toBeLessThanOrEqual(300);
        expect(detail).not.toMatch(LINE_BREAK);
        expect(detail.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('TransportError', () => {
  test.each([
    ['ECONNREFUSED', 'ECONNREFUSED: the connection was refused'],
    ['ECONNRESET', 'ECONNRESET: the connection was reset'],
    ['ENOTFOUND', 'ENOTFOUND: the host name is not known'],
    ['EAI_AGAIN', 'EAI_AGAIN: the host name could not be looked up'],
    ['ETIMEDOUT', 'ETIMEDOUT: the connection timed out'],
    ['TIMEOUT', 'TIMEOUT: no whole answer came in time'],
    ['TOO_LARGE', 'TOO_LARGE: the answer was too large'],
    ['PROXY', 'PROXY: the proxy did not let the connection through'],
    ['EPIPE', 'EPIPE: the connection failed'],
  ])('%s', (code, message) => {
    const cause = new Error('cause');
    const error = new NetworkError(code, true, { cause });
    expect(error).toMatchObject({ code, maybeDelivered: true, message, cause });
  });
});

describe('ApiError', () => {
  const error = (status: number | null, detail = '') =>
    new ApiError('start a backup', status, detail);

  test.each<[number | null, boolean]>([
    [null, true],
    [200, true],
    [201, true],
    [301, true],
    [399, true],
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [405, false],
    [408, true],
    [409, false],
    [422, false],
    [428, false],
    [429, true],
    [430, false],
    [499, false],
    [500, true],
    [502, true],
    [503, true],
    [599, true],
  ])('%p is isTransient: %p', (status, passing) => {
    expect(error(status).isTransient).toBe(passing);
    expect(transientRetryDelay(error(status))).toEqual(passing ? { retryAfterMs: 0 } : null);
  });

  test.each<[number | null, boolean]>([
    [null, false],
    [299, false],
    [300, true],
    [308, true],
    [399, true],
    [400, false],
  ])('%p is a redirect: %p', (status, isRedirect) => {
    expect(error(status).isRedirect).toBe(isRedirect);
  });

  test("a waiter honours Retry-After, and rides out nothing but the API's faults", () => {
    expect(
      transientRetryDelay(new ApiError('list the backups', 503, '', { retryAfterMs: 7_000 })),
    ).toEqual({ retryAfterMs: 7_000 });
    expect(transientRetryDelay(new Error('a fault of ours'))).toBeNull();
    expect(transientRetryDelay(new NetworkError('ECONNRESET', true))).toBeNull();
    expect(error(503).retryAfterMs).toBeNull();
  });

  test.each<[number | null, string, RegExp]>([
    [
      null,
      'ECONNREFUSED: the connection was refused',
      /^Could not start a backup: ECONNREFUSED: the connection was refused\. Check the network and api_url\.$/,
    ],
    [400, 'Bad server.', /^VPS\.org answered 400 when asked to start a backup: Bad server\.$/],
    [400, '', /^VPS\.org answered 400 when asked to start a backup\.$/],
    [500, 'Oops . ', /^VPS\.org answered 500 when asked to start a backup: Oops\.$/],
    [
      401,
      '',
      /^VPS\.org answered 401 when asked to start a backup\. The token is not valid.*make a new one.*api_token/,
    ],
    [
      403,
      '',
      /^VPS\.org answered 403 when asked to start a backup\. The token is not permitted.*permission/,
    ],
    [
      404,
      'Not found.',
      /^VPS\.org answered 404 when asked to start a backup: Not found\. .*check server_id/,
    ],
    [
      429,
      '',
      /^VPS\.org answered 429 when asked to start a backup\. Too many requests: try again later/,
    ],
    [
      302,
      '',
      /^VPS\.org answered 302 when asked to start a backup\. Redirects are not followed: check api_url\.$/,
    ],
    [300, '', /Redirects are not followed/],
    [399, '', /Redirects are not followed/],
    [200, 'x', /^VPS\.org answered 200 when asked to start a backup: x\.$/],
  ])('%p, %j: what happened, and what to do', (status, detail, message) => {
    expect(error(status, detail).message).toMatch(message);
  });

  test.each([
    ['list the backups', 'Check api_url, and server_id where it is given.'],
    ['list the servers', 'Check api_url.'],
    ['start a backup', 'check server_id'],
    ['delete the backup', 'check backup_id'],
    ['restore the backup', 'check server_id and backup_id'],
  ] as const)('a 404 when asked to %s: %s', (action, hint) => {
    expect(new ApiError(action, 404, '').message).toContain(hint);
  });

  test('keeps its cause', () => {
    const cause = new NetworkError('ECONNRESET', true);
    expect(new ApiError('start a backup', null, '', { cause }).cause).toBe(cause);
  });
});
