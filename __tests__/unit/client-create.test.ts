/** `POST /backups/`: what each answer proves, and what is sent again. */
import { describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../src/vpsorg/errors.js';
import type { SubmitResult } from '../../src/vpsorg/responses.js';
import {
  answer,
  BACKUP,
  CREATED,
  play,
  refused,
  reset,
  type Scripted,
  times,
} from './scripted-transport.js';

const TEN_MINUTES = 600_000;

async function create(script: readonly Scripted[], rateLimitMs = TEN_MINUTES) {
  const one = play(script);
  const request = { serverId: 7, description: 'text' };
  const result = await one.settle(one.client.createBackup(request, rateLimitMs));
  return { ...one, result };
}

function reasonOf(result: SubmitResult<unknown>): string | null {
  return 'error' in result ? result.error.shortReason : null;
}

describe('accepted', () => {
  test.each([200, 201, 202, 299])('with %p and a backup', async (status) => {
    const { result, sent } = await create([{ ...CREATED, status }]);
    expect(result).toMatchObject({
      outcome: 'accepted',
      value: { id: 502, serverId: 7, status: 'in_progress' },
    });
    expect(sent).toHaveLength(1);
  });

  test('with a backup that names no server: it is the requested one', async () => {
    const { result } = await create([{ status: 201, body: '{"id": 502}' }]);
    expect(result).toMatchObject({ value: { id: 502, serverId: 7, serverName: null } });
  });

  test("with another server's backup, which the step judges", async () => {
    const body = JSON.stringify({ ...BACKUP, server: 9 });
    expect((await create([{ status: 201, body }])).result).toMatchObject({
      value: { serverId: 9 },
    });
  });

  test.each<[number, string]>([
    [202, ''],
    [202, '{"detail":"Accepted."}'],
    [202, '<html>'],
    [200, '{"status":"accepted"}'],
    [200, '{"status":"Queued"}'],
    [201, '{"state":"pending"}'],
    [200, '{"success":true}'],
    [200, '{"task_id":"a1b2"}'],
  ])('with %p %j, without an id', async (status, body) => {
    expect((await create([{ status, body }])).result).toEqual({ outcome: 'accepted', value: null });
  });
});

describe('unconfirmed, and never sent again by the client', () => {
  test.each<[string, Scripted]>([
    ['a reset', reset()],
    ['a time-out', new NetworkError('TIMEOUT', true)],
    ['408', answer(408)],
    ['500', answer(500)],
    ['502 with a web page', answer(502, {}, '<html>')],
    ['503 with Retry-After', answer(503, { 'retry-after': '1' })],
    ['504', answer(504)],
    ['300', answer(300)],
    ['301', answer(301)],
    ['307', answer(307)],
    ['199', { ...CREATED, status: 199 }],
    ['201 without a body', answer(201)],
    ['201 with a web page', answer(201, {}, '<html>')],
    ['201 with text', answer(201, {}, 'created')],
    ['201 without an id', answer(201, {}, '{"description":"x"}')],
    ['201 with an array', answer(201, {}, '[]')],
    ['201 that was cut short', { ...CREATED, bodyComplete: false }],
    ['204', answer(204)],
    ['another encoding', new NetworkError('ENCODING', true, { subject: 'br' })],
  ])('%s', async (_, one) => {
    const { result, sent } = await create([one]);
    expect(result.outcome).toBe('unconfirmed');
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['{"success":false,"message":"No slot."}', '200: it reports a failure: No slot'],
    ['{"status":"error"}', '200: it reports a failure: status: error'],
    ['{"success":false}', '200: it reports a failure: no reason given'],
    ['{"error":"Not now."}', '200: it reports a failure: Not now'],
    ['{"errors":["Not now."]}', '200: it reports a failure: Not now'],
    ['{"status":"rejected","success":true}', '200: it reports a failure: status: rejected'],
  ])('a 2xx that says no: %s', async (body, reason) => {
    const { result, sent } = await create([{ status: 200, body }]);
    expect([result.outcome, reasonOf(result), sent.length]).toEqual(['unconfirmed', reason, 1]);
  });

  test('202 that says no', async () => {
    expect((await create([answer(202, {}, '{"ok":false}')])).result.outcome).toBe('unconfirmed');
  });

  test('whatever was rejected before', async () => {
    const script = [refused(), answer(429, { 'retry-after': '9' }), reset()];
    const { result, starts } = await create(script);
    expect(result.outcome).toBe('unconfirmed');
    expect(starts()).toEqual([0, 1_000, 10_000]);
  });
});

describe('rejected at once', () => {
  test.each([400, 401, 403, 404, 405, 409, 410, 413, 422, 423])('%p', async (status) => {
    const { result, sent } = await create([{ status, body: '{"detail":"No."}' }]);
    expect(result).toMatchObject({
      outcome: 'rejected',
      error: { status, action: 'create a backup', body: { detail: 'No.' } },
    });
    expect(sent).toHaveLength(1);
  });

  test.each([403, 404])('%p with a web page', async (status) => {
    const { result, sent } = await create([answer(status, {}, '<html>Blocked</html>')]);
    expect([result.outcome, sent.length]).toEqual(['rejected', 1]);
  });

  test('a certificate that fails', async () => {
    const { result, sent } = await create([new NetworkError('CERT_HAS_EXPIRED', false)]);
    expect([result.outcome, sent.length]).toEqual(['rejected', 1]);
  });

  test.each([409, 423, 425])('%p with a Retry-After above a minute', async (status) => {
    const { result, sent } = await create([answer(status, { 'retry-after': '61' })]);
    expect(sent).toHaveLength(1);
    expect('error' in result && result.error.message).toContain('Try again in 2m.');
  });
});

describe('rejected and transient', () => {
  test.each<[string, Scripted]>([
    ['a refused connection', refused()],
    ['an unknown host', new NetworkError('ENOTFOUND', false)],
    ['a handshake that fails', new NetworkError('ERR_SSL_ALERT_HANDSHAKE_FAILURE', false)],
    ['a proxy that fails', new NetworkError('PROXY', false, { subject: 'proxy x' })],
    ['425', answer(425)],
    ['409 with Retry-After', answer(409, { 'retry-after': '1' })],
    ['423 with Retry-After', answer(423, { 'retry-after': '0' })],
  ])('%s is retried up to 5 times over 30 s', async (_, one) => {
    const good = await create([...times(5, one), CREATED]);
    expect(good.result.outcome).toBe('accepted');
    expect(good.starts()).toEqual([0, 1_000, 3_000, 7_000, 15_000, 30_000]);
    expect(good.sent.every(({ body }) => body === good.sent[0]?.body)).toBe(true);
    expect(good.retries[0]).toMatch(/^Could not create a backup \(.*\); retrying in 1 s$/);
    const bad = await create(times(6, one));
    expect([bad.result.outcome, bad.sent.length]).toEqual(['rejected', 6]);
  });

  test('Retry-After is honoured up to a minute', async () => {
    const asking = (seconds: number) => answer(409, { 'retry-after': String(seconds) });
    const { starts } = await create([asking(60), asking(1), CREATED]);
    expect(starts()).toEqual([0, 60_000, 62_000]);
  });
});

describe('429', () => {
  test('is retried with growing pauses until no create was accepted for the given time', async () => {
    const { result, starts } = await create(times(100, answer(429)));
    expect(result).toMatchObject({ outcome: 'rejected', error: { status: 429 } });
    expect(starts().slice(0, 8)).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 31_500, 61_500]);
    expect(starts().at(-1)).toBe(600_000);
  });

  test('is retried as Retry-After says, beyond a minute too', async () => {
    const { result, starts } = await create([answer(429, { 'retry-after': '300' }), CREATED]);
    expect([result.outcome, starts()]).toEqual(['accepted', [0, 300_000]]);
  });

  test('fails at once where Retry-After is beyond that time', async () => {
    const { result, sent } = await create([answer(429, { 'retry-after': '601' })]);
    expect([result.outcome, sent.length]).toEqual(['rejected', 1]);
    const short = await create([answer(429, { 'retry-after': '31' })], 30_000);
    expect([short.result.outcome, short.sent.length]).toEqual(['rejected', 1]);
  });

  test('with Retry-After: 0 again and again is not sent without a pause', async () => {
    const { sent } = await create(times(1_000, answer(429, { 'retry-after': '0' })), 30_000);
    expect(sent.length).toBeLessThan(10);
  });

  test('of a fleet is retried for as long as any create is accepted', async () => {
    const asking = answer(429, { 'retry-after': '500' });
    const one = play([asking, CREATED, asking, CREATED]);
    const request = { serverId: 7, description: 'x' };
    const first = await one.settle(one.client.createBackup(request, TEN_MINUTES));
    const second = await one.settle(one.client.createBackup(request, TEN_MINUTES));
    expect([first.outcome, second.outcome, one.clock.elapsed]).toEqual([
      ...['accepted', 'accepted'],
      1_000_000,
    ]);
  });

  test('for one request holds back the others, GETs included', async () => {
    const one = play([answer(429, { 'retry-after': '20' }), CREATED, { body: '[]' }]);
    const creating = one.client.createBackup({ serverId: 7, description: 'x' }, TEN_MINUTES);
    await one.settle(one.clock.sleep(1));
    const listing = one.client.listServers();
    await one.settle(Promise.all([creating, listing]));
    expect(one.starts()).toEqual([0, 20_000, 20_000]);
  });
});

test('an error of another kind is thrown on', async () => {
  const one = play([new Error('cancelled')]);
  const work = one.client.createBackup({ serverId: 7, description: 'x' }, 0);
  await expect(one.settle(work)).rejects.toThrow('cancelled');
});

test('a Date of an answer to a POST sets the clock of the API', async () => {
  const { client, clock } = await create([
    { ...CREATED, headers: { date: 'Thu, 16 Jan 2025 17:45:00 GMT' } },
  ]);
  expect(client.apiClock.offsetMs).toBe(Date.UTC(2025, 0, 16, 17, 45) - clock.start);
});
