/** Which answers to a create request speak of the limit of manual backups, or at least not against it. */
import { describe, expect, test } from '@jest/globals';
import { parseErrorBody } from '../../src/vpsorg/error-body.js';
import { ApiError } from '../../src/vpsorg/errors.js';
import { mayBeLimitReached } from '../../src/vpsorg/limit-answer.js';

function mayBe(status: number | null, body: unknown, retryAfterMs: number | null = null): boolean {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const error = new ApiError('create a backup', status, {
    body: parseErrorBody(text),
    retryAfterMs,
  });
  return mayBeLimitReached(error);
}

const detail = (text: string) => ({ detail: text });

describe('words of a limit', () => {
  test.each([
    ['English', 'Manual backup limit reached.'],
    ['English, plural', 'Limits of your plan.'],
    ['English, capitals', 'MAXIMUM NUMBER OF BACKUPS'],
    ['English, quota', 'Quota exceeded'],
    ['English, number', 'You already have 10 manual backups.'],
    ['English, number in words', 'There are already ten backups.'],
    ['English, too many', 'Too many backups on this server.'],
    ['English, at most', 'A server holds at most a few backups.'],
    ['German', 'Limit für manuelle Backups erreicht.'],
    ['German, maximum', 'Die maximale Anzahl ist erreicht.'],
    ['Dutch', 'Het maximale aantal back-ups is bereikt.'],
    ['Spanish', 'Límite alcanzado: máximo 10 copias.'],
    ['French', 'Limite atteinte.'],
    ['Serbian, Latin', 'Dostignut je maksimalan broj rezervnih kopija.'],
    ['Serbian, Cyrillic', 'Достигнут је максималан број резервних копија.'],
    ['Serbian, ограничење', 'Достигнуто је ограничење.'],
    ['Russian', 'Достигнут лимит резервных копий.'],
    ['Chinese', '手动备份数量已达上限。'],
    ['Chinese, 限制', '超出备份限制'],
    ['in a word’s middle punctuation', 'backups:limit'],
  ])('%s', (_, text) => {
    for (const status of [400, 403, 409, 422]) expect(mayBe(status, detail(text))).toBe(true);
  });

  test.each([
    ['nothing of a limit', 'Not allowed.'],
    ['a limit in the middle of a word', 'Unlimited plan required.'],
    ['10 within a number', 'Server 12105 is locked.'],
    ['10 within a word', 'error-code x10y'],
    ['ten within a word', 'Listening, often.'],
    ['maxim within a word', 'climaximum'],
    ['an unknown language', 'Az elérhető helyek betelt.'],
  ])('are not in: %s', (_, text) => {
    expect(mayBe(400, detail(text))).toBe(false);
  });
});

describe('words of another cause', () => {
  test.each([
    'Rate limit exceeded.',
    'Too many requests.',
    'Limit reached, try again in 10 minutes.',
    'Try AGAIN: limit 10.',
    'Wait 10 seconds.',
    'At most one backup per hour.',
    'At most one per Minute.',
    'Description: at most 100 characters.',
    'Maximum length exceeded.',
    'Disk limit exceeded.',
    'Storage quota exceeded.',
    'Credit limit reached.',
    'Balance limit.',
    'Payment required: limit.',
    'Unpaid invoice: limited account.',
    'Corporate limit.',
    'Exceeded: please wait.',
    'Daily limit reached.',
    'At most 1 at once: wait until it is over.',
    'Access denied for 10.20.30.40.',
  ])('%s', (text) => {
    expect(mayBe(400, detail(text))).toBe(false);
  });
});

describe('an answer without a reason', () => {
  test.each([
    [400, true],
    [409, true],
    [422, true],
    [403, false],
  ])('%p: %p', (status, expected) => {
    for (const body of ['', '{}', '[]', 'null', { code: 5 }])
      expect(mayBe(status, body)).toBe(expected);
  });
});

describe('field errors', () => {
  test.each<[string, unknown]>([
    ['a field map', { description: ['Ensure it has no more than 10.'] }],
    ['of the server', { server_id: ['The maximum is 10.'] }],
    ['nested', { errors: { description: ['limit'] } }],
    ['a list with locations', { detail: [{ loc: ['body', 'description'], msg: 'limit' }] }],
    ['a path', { errors: [{ field: 'body.server_id', message: 'limit' }] }],
    ['a pointer', { errors: [{ source: { pointer: '/data/description' }, detail: 'limit' }] }],
  ])('%s', (_, body) => {
    expect(mayBe(422, body)).toBe(false);
  });

  test('of another field may be it', () => {
    expect(mayBe(422, { non_field_errors: ['Backup limit reached.'] })).toBe(true);
    expect(mayBe(400, { backups: ['Backup limit reached.'] })).toBe(true);
  });
});

describe('whatever it says', () => {
  test.each([200, 401, 404, 408, 413, 423, 425, 429, 500, 503, null])(
    '%p is another cause',
    (status) => {
      expect(mayBe(status, detail('Backup limit reached.'))).toBe(false);
    },
  );

  test('an answer with Retry-After is another cause', () => {
    expect(mayBe(409, detail('Backup limit reached.'), 5_000)).toBe(false);
    expect(mayBe(409, detail('Backup limit reached.'), 0)).toBe(false);
    expect(mayBe(409, '', 5_000)).toBe(false);
  });

  test('a web page is another cause', () => {
    expect(mayBe(403, '<!doctype html><title>Limit reached</title>')).toBe(false);
    expect(mayBe(400, '<html><body></body></html>')).toBe(false);
  });

  test('words beyond the 300 characters that are shown count too', () => {
    const long = `${'x'.repeat(400)} limit reached`;
    expect(mayBe(400, detail(long))).toBe(true);
    expect(mayBe(400, detail(`limit reached ${'x'.repeat(400)} try again`))).toBe(false);
  });
});
