/** One request at a time limit: queued, timed, decoded and redacted. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../src/vpsorg/errors.js';
import { MAX_RESPONSE_BYTES } from '../../src/vpsorg/http.js';
import {
  create,
  DELETE,
  GET,
  POST,
  raw,
  silent,
  slowBody,
  TOKEN,
  thrown,
} from './scripted-exchange.js';

describe('an answer', () => {
  test('is handed on with status, headers and body, and logged without them', async () => {
    const one = create(async () => raw('{"id":5}', { date: 'x' }));
    expect(await one.send(POST)).toEqual({
      ...{ status: 200, headers: { date: 'x' }, body: '{"id":5}', bodyComplete: true },
    });
    expect(one.lines).toEqual(['POST /api/v1/backups/ -> 200 (0 ms)']);
  });

  test('is logged with the time that it took', async () => {
    const one = create(async () => {
      one.clock.advance(1_234.4);
      return raw('');
    });
    await one.send(GET);
    expect(one.lines).toEqual(['GET /api/v1/backups/ -> 200 (1234 ms)']);
  });

  test('that was cut short is incomplete', async () => {
    const one = create(async () => raw('{"results"', {}, false));
    expect(await one.send(GET)).toMatchObject({ body: '{"results"', bodyComplete: false });
    expect(one.lines).toEqual(['GET /api/v1/backups/ -> 200, incomplete (0 ms)']);
  });

  test.each([
    ['as it is', `bad ${TOKEN}!`, 'bad ***!'],
    ['twice', `${TOKEN}${TOKEN}`, '******'],
    ['not at all', 'no token', 'no token'],
  ])('that echoes the token %s is redacted', async (_, body, expected) => {
    expect((await create(async () => raw(body)).send(GET)).body).toBe(expected);
    const gzip = create(async () => raw(gzipSync(body), { 'content-encoding': 'gzip' }));
    expect((await gzip.send(GET)).body).toBe(expected);
  });

  test('leaves no timer behind', async () => {
    const one = create(async () => raw(''));
    await one.send(GET);
    expect(one.clock.sleepers).toBe(0);
  });
});

describe('content encoding', () => {
  test.each(['gzip', 'x-gzip', ' GZIP '])('%j is decoded, asked for or not', async (encoding) => {
    const headers = { 'content-encoding': encoding };
    for (const request of [GET, POST, DELETE]) {
      const one = create(async () => raw(gzipSync('{"name":"ü 🚀"}'), headers));
      expect(await one.send(request)).toMatchObject({
        body: '{"name":"ü 🚀"}',
        bodyComplete: true,
      });
    }
  });

  test.each(['', 'identity'])('%j is none', async (encoding) => {
    const one = create(async () => raw('ü', { 'content-encoding': encoding }));
    expect((await one.send(GET)).body).toBe('ü');
  });

  test('another is an error that names it; the request was delivered', async () => {
    const one = create(async () => raw('xyz', { 'content-encoding': 'br' }));
    expect(await thrown(one.send(POST))).toMatchObject({
      ...{ code: 'ENCODING', maybeDelivered: true },
      message: 'the answer has the content encoding br, which was not asked for',
    });
  });

  test('of an empty body does not matter', async () => {
    const one = create(async () => raw('', { 'content-encoding': 'br' }));
    expect(await one.send(DELETE)).toMatchObject({ body: '', bodyComplete: true });
  });

  test('that is broken, or too large once decoded, makes the answer incomplete', async () => {
    const broken = create(async () => raw('not gzip', { 'content-encoding': 'gzip' }));
    expect(await broken.send(GET)).toMatchObject({ body: '', bodyComplete: false });
    const bomb = gzipSync(Buffer.alloc(MAX_RESPONSE_BYTES + 1));
    const large = create(async () => raw(bomb, { 'content-encoding': 'gzip' }));
    expect(await large.send(GET)).toMatchObject({ body: '', bodyComplete: false });
  });
});

describe('time limits', () => {
  test.each([30_000, 700])(
    'no answer within %p ms: it may have been delivered',
    async (timeoutMs) => {
      const one = create(silent);
      expect(await one.settle(thrown(one.send({ ...POST, timeoutMs })))).toMatchObject({
        ...{ code: 'TIMEOUT', maybeDelivered: true },
      });
      expect(one.clock.elapsed).toBe(timeoutMs);
      expect(one.lines).toEqual([`POST /api/v1/backups/ -> TIMEOUT (${timeoutMs} ms)`]);
    },
  );

  test.each([
    [5_000, 5_000],
    [60_000, 30_000],
  ])('a deadline in %p ms ends it after %p ms', async (ms, elapsed) => {
    const one = create(silent);
    const deadline = one.clock.now() + ms;
    expect(await one.settle(thrown(one.send({ ...GET, deadline })))).toMatchObject({
      code: 'TIMEOUT',
    });
    expect(one.clock.elapsed).toBe(elapsed);
  });

  test('a deadline that passed in the queue: nothing is sent', async () => {
    const one = create(() => {
      throw new Error('unexpected request');
    });
    expect(await thrown(one.send({ ...POST, deadline: one.clock.now() }))).toMatchObject({
      ...{ code: 'TIMEOUT', maybeDelivered: false },
    });
  });

  test('an answer whose end does not come in time is incomplete', async () => {
    const one = create(slowBody);
    expect(await one.settle(one.send(POST))).toMatchObject({ status: 201, bodyComplete: false });
    expect(one.clock.elapsed).toBe(30_000);
  });

  test('an exchange that does not end with its signal ends in time all the same', async () => {
    const one = create(() => new Promise(() => {}));
    expect(await one.settle(thrown(one.send(GET)))).toMatchObject({ code: 'TIMEOUT' });
  });

  test('an error of the exchange is thrown on', async () => {
    const error = new NetworkError('ECONNREFUSED', false);
    const one = create(() => Promise.reject(error));
    expect(await thrown(one.send(POST))).toBe(error);
    expect(one.lines).toEqual(['POST /api/v1/backups/ -> ECONNREFUSED (0 ms)']);
  });
});
