/** Errors of requests: what each kind proves, and how it is worded. */
import { describe, expect, test } from '@jest/globals';
import { parseErrorBody } from '../../src/vpsorg/error-body.js';
import {
  ApiError,
  type ApiErrorDetails,
  classifyPollError,
  NetworkError,
} from '../../src/vpsorg/errors.js';

function error(status: number | null, detail = '', details: ApiErrorDetails = {}): ApiError {
  const body = parseErrorBody(detail);
  return new ApiError('create a backup', status, { body, ...details });
}

const network = (code: string, maybeDelivered: boolean): ApiError =>
  error(null, '', { cause: new NetworkError(code, maybeDelivered, { subject: 'vps.example' }) });

describe('NetworkError', () => {
  test.each([
    ['ECONNREFUSED', 'vps.example refused the connection (ECONNREFUSED)'],
    ['ECONNRESET', 'the connection was reset (ECONNRESET)'],
    ['ENOTFOUND', 'the host name vps.example is not known (ENOTFOUND)'],
    ['EAI_AGAIN', 'the host name vps.example could not be resolved (EAI_AGAIN)'],
    ['ETIMEDOUT', 'the connection to vps.example timed out (ETIMEDOUT)'],
    ['TIMEOUT', 'the request timed out (TIMEOUT)'],
    ['EPIPE', 'the connection failed (EPIPE)'],
    ['CERT_HAS_EXPIRED', 'the certificate of vps.example was not accepted (CERT_HAS_EXPIRED)'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'the certificate of vps.example was not accepted (SELF_SIGNED_CERT_IN_CHAIN)',
    ],
    ['ENCODING', 'the answer has the content encoding vps.example, which was not asked for'],
    ['PROXY', 'vps.example'],
  ])('%s', (code, message) => {
    const cause = new Error('cause');
    const one = new NetworkError(code, true, { subject: 'vps.example', cause });
    expect(one).toMatchObject({ code, maybeDelivered: true, message, cause });
  });

  test.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', true],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
    ['HOSTNAME_MISMATCH', true],
    ['ECONNRESET', false],
    ['ERR_SSL_ALERT_HANDSHAKE_FAILURE', false],
  ])('%s is about a certificate: %p', (code, expected) => {
    expect(new NetworkError(code, false).isCertificate).toBe(expected);
  });
});

describe('what a status proves', () => {
  test.each<[number, boolean, boolean]>([
    [199, true, true],
    [200, true, true],
    [302, true, true],
    [400, false, false],
    [401, false, false],
    [403, false, false],
    [404, false, false],
    [408, true, true],
    [409, false, false],
    [422, false, false],
    [423, false, false],
    [425, true, false],
    [429, true, false],
    [499, false, false],
    [500, true, true],
    [503, true, true],
    [599, true, true],
  ])('%p: transient %p, may have succeeded %p', (status, isTransient, mayHaveSucceeded) => {
    expect(error(status)).toMatchObject({ isTransient, mayHaveSucceeded });
  });

  test.each([409, 423])('%p is transient with Retry-After', (status) => {
    expect(error(status, '', { retryAfterMs: 0 }).isTransient).toBe(true);
    expect(error(status, '', { retryAfterMs: null }).isTransient).toBe(false);
  });

  test.each([403, 404])('%p is transient with a web page', (status) => {
    expect(error(status, '<!doctype html>').isTransient).toBe(true);
    expect(error(status, '{"detail":"No."}').isTransient).toBe(false);
  });

  test('without one, the network error decides', () => {
    expect(network('ECONNRESET', true)).toMatchObject({
      isTransient: true,
      mayHaveSucceeded: true,
    });
    expect(network('ECONNREFUSED', false)).toMatchObject({
      ...{ isTransient: true, mayHaveSucceeded: false },
    });
    expect(network('CERT_HAS_EXPIRED', false).isTransient).toBe(false);
    expect(error(null)).toMatchObject({ isTransient: true, mayHaveSucceeded: true });
  });

  test.each<[number | null, boolean]>([
    [null, false],
    [299, false],
    [300, true],
    [399, true],
    [400, false],
  ])('%p is a redirect: %p', (status, expected) => {
    expect(error(status).isRedirect).toBe(expected);
  });
});

describe('classifyPollError', () => {
  const cases: [string, unknown, string, number][] = [
    ['503 with Retry-After', error(503, '', { retryAfterMs: 7_000 }), 'transient', 7_000],
    ['a reset', network('ECONNRESET', true), 'transient', 0],
    ['429', error(429), 'transient', 0],
    ['408', error(408), 'transient', 0],
    ['425', error(425), 'transient', 0],
    ['an unreadable answer', error(200, '', { invalid: 'x' }), 'transient', 0],
    ['403 with a web page', error(403, '<html>'), 'transient', 0],
    ['404 with a web page', error(404, '<html>'), 'transient', 0],
    ['401', error(401), 'confirm', 0],
    ['403', error(403), 'confirm', 0],
    ['404', error(404), 'fatal', 0],
    ['400', error(400), 'fatal', 0],
    ['a certificate', network('CERT_HAS_EXPIRED', false), 'fatal', 0],
    ['an error of another kind', new Error('a bug'), 'fatal', 0],
    ['a bare network error', new NetworkError('ECONNRESET', true), 'fatal', 0],
  ];

  test.each(
    cases.map(([name, thrown, kind, retryAfterMs]) => ({ name, thrown, kind, retryAfterMs })),
  )('$name', ({ thrown, kind, retryAfterMs }) => {
    expect(classifyPollError(thrown)).toEqual({ kind, retryAfterMs });
  });
});

describe('messages', () => {
  test.each<[string, ApiError, string]>([
    [
      '400',
      error(400, 'Bad server.'),
      'Could not create a backup: VPS.org answered 400: Bad server. Check the inputs.',
    ],
    [
      'without words',
      error(400),
      'Could not create a backup: VPS.org answered 400. Check the inputs.',
    ],
    [
      'full stops at the end',
      error(500, 'Oops . '),
      'Could not create a backup: VPS.org answered 500: Oops. Try again later.',
    ],
    ['429', error(429), 'Could not create a backup: VPS.org answered 429. Try again later.'],
    [
      'Retry-After',
      error(503, '', { retryAfterMs: 61_000 }),
      'Could not create a backup: VPS.org answered 503. Try again in 2m.',
    ],
    [
      'a 2xx that says no',
      error(200, '', { invalid: 'it reports a failure: No slot' }),
      'Could not create a backup: VPS.org answered 200: it reports a failure: No slot. Try again later.',
    ],
    [
      'a redirect',
      error(302, '', { location: 'https://login.example' }),
      'Could not create a backup: VPS.org redirects to https://login.example (302), and redirects are not followed. Check api_url.',
    ],
    [
      'a web page',
      error(403, '<html><title>Blocked</title>'),
      'Could not create a backup: a web page came instead of an answer of the API (403: Blocked). ' +
        'Check that api_url is the API, and that no firewall or login page stands in front of it.',
    ],
    [
      'a refused connection',
      network('ECONNREFUSED', false),
      'Could not create a backup: vps.example refused the connection (ECONNREFUSED). Check the network and api_url.',
    ],
    [
      'a certificate',
      network('CERT_HAS_EXPIRED', false),
      'Could not create a backup: the certificate of vps.example was not accepted (CERT_HAS_EXPIRED). ' +
        'If a company proxy signs it, set NODE_EXTRA_CA_CERTS to the file of its CA.',
    ],
    [
      'no cause',
      error(null),
      'Could not create a backup: no answer came. Check the network and api_url.',
    ],
  ])('%s', (_, { message }, expected) => {
    expect(message).toBe(expected);
  });

  test.each([
    [401, /Create a new token .* api_token reads\.$/],
    [403, /Give the token this permission/],
    [413, /Use a shorter description\.$/],
  ])('%p says what to do', (status, remedy) => {
    expect(error(status).remedy).toMatch(remedy);
  });

  test.each([
    ['list backups', 'Check api_url, and server_id where it is given.'],
    ['list servers', 'Check api_url.'],
    [
      'create a backup',
      'Check server_id, and that the token belongs to the account of that server.',
    ],
    ['delete the backup', 'Check backup_id.'],
    ['restore the backup', 'Check server_id and backup_id.'],
  ] as const)('404 to %s says: %s', (action, remedy) => {
    expect(new ApiError(action, 404).remedy).toBe(remedy);
  });

  const reasons: [ApiError, string][] = [
    [error(503), '503'],
    [error(503, 'Busy.'), '503: Busy'],
    [error(200, 'x', { invalid: 'its answer was cut short' }), '200: its answer was cut short'],
    [network('ECONNRESET', true), 'the connection was reset (ECONNRESET)'],
    [error(null), 'no answer'],
  ];

  test.each(reasons.map(([one, reason]) => ({ one, reason })))(
    'short: $reason',
    ({ one, reason }) => {
      expect(one.shortReason).toBe(reason);
    },
  );
});
