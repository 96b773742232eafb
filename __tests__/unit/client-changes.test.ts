/** `POST /servers/{id}/restore/` and `DELETE /backups/{id}/`: what each answer proves. */
import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import { answer, play, refused, reset, type Scripted, times } from './scripted-transport.js';

async function restore(script: readonly Scripted[]) {
  const one = play(script);
  const result = await one.settle(one.client.restoreBackup(7, 502));
  return { ...one, result };
}

describe('a restore', () => {
  test.each<[string, Scripted]>([
    ['200 with JSON', answer(200, {}, '{"status":"success"}')],
    ['202 without a body', answer(202)],
    ['204', answer(204)],
    ['an answer that was cut short', { body: '{"sta', bodyComplete: false }],
  ])('is accepted by %s', async (_, one) => {
    const { result, sent } = await restore([one]);
    expect([result, sent.length]).toEqual([{ outcome: 'accepted', value: null }, 1]);
  });

  test.each<[string, Scripted]>([
    ['a reset', reset()],
    ['a time-out', new NetworkError('TIMEOUT', true)],
    ['500', answer(500)],
    ['503 with Retry-After', answer(503, { 'retry-after': '1' })],
    ['300', answer(300)],
    ['302', answer(302)],
    ['408', answer(408)],
    ['a 2xx that says no', answer(200, {}, '{"success":false}')],
    ['a no in an array', answer(200, {}, '[{"success":false}]')],
    ['a no under data', answer(200, {}, '{"data":{"success":"false"}}')],
    ['a failed result', answer(200, {}, '{"result":"failed"}')],
    ['200 with a web page', answer(200, {}, '<html>')],
    ['a 202 with an error', answer(202, {}, '{"error":"Not now."}')],
  ])('is unconfirmed after %s, and not sent again', async (_, one) => {
    const { result, sent } = await restore([one]);
    expect([result.outcome, sent.length]).toEqual(['unconfirmed', 1]);
  });

  test('is rejected in the words of the API', async () => {
    const { result, sent } = await restore([
      { status: 400, body: '{"detail":"Not in a valid state."}' },
    ]);
    expect(result).toMatchObject({
      outcome: 'rejected',
      error: {
        status: 400,
        action: 'restore the backup',
        body: { detail: 'Not in a valid state.' },
      },
    });
    expect(sent).toHaveLength(1);
  });

  test('is sent again where it was provably not executed', async () => {
    const script = [refused(), answer(429), answer(423, { 'retry-after': '1' }), answer(200)];
    const { result, sent } = await restore(script);
    expect([result.outcome, sent.length]).toEqual(['accepted', 4]);
  });

  test.each([
    ['alone', 0],
    ['between 429s, which are not counted', 4],
  ])('is sent again five times, %s', async (_, limited) => {
    const busy = answer(425);
    const script = [...times(limited, answer(429)), ...times(5, busy), answer(200)];
    const { result, sent } = await restore(script);
    expect([result.outcome, sent.length]).toEqual(['accepted', limited + 6]);
    expect((await restore([busy, ...script])).result.outcome).toBe('rejected');
  });

  test('is sent again after 429 for about 30 s', async () => {
    const { result, starts } = await restore(times(100, answer(429)));
    expect([result.outcome, starts().at(-1)]).toEqual(['rejected', 30_000]);
    const asking = answer(429, { 'retry-after': '31' });
    expect((await restore([asking])).result.outcome).toBe('rejected');
  });
});

async function remove(script: readonly Scripted[]) {
  const one = play(script);
  const result = await one.settle(one.client.deleteBackup(502));
  return { ...one, result };
}

describe('a delete', () => {
  test('is removed after 204 only', async () => {
    expect((await remove([answer(204)])).result).toEqual({ outcome: 'removed' });
  });

  test.each<[string, Scripted]>([
    ['200', answer(200)],
    ['202', answer(202)],
    ['299', answer(299)],
    ['200 with JSON', answer(200, {}, '{"detail":"Deleted."}')],
    ['200 with JSON that says no', answer(200, {}, '{"success":false}')],
    ['200 with text', answer(200, {}, 'a < b')],
    ['200 that was cut short', { body: '{"det', bodyComplete: false }],
  ])('is answered by %s, which proves nothing', async (_, one) => {
    expect((await remove([one])).result).toEqual({ outcome: 'answered' });
  });

  test('is not found after 404', async () => {
    expect((await remove([answer(404, {}, '{"detail":"Not found."}')])).result).toEqual({
      outcome: 'not_found',
    });
  });

  test.each<[string, Scripted]>([
    ['a reset', reset()],
    ['a time-out', new NetworkError('TIMEOUT', true)],
    ['408', answer(408)],
    ['500', answer(500)],
    ['503', answer(503)],
    ['199', answer(199)],
    ['300', answer(300)],
    ['301', answer(301)],
    ['a web page with 200', answer(200, {}, '\ufeff\n <!doctype html><title>Log in</title>')],
    ['a web page with 404', answer(404, {}, '<html>Not here</html>')],
  ])('is unconfirmed after %s, and not repeated without a list', async (_, one) => {
    const { result, sent } = await remove([one]);
    expect([result.outcome, sent.length]).toEqual(['unconfirmed', 1]);
  });

  test.each([400, 401, 403, 405, 409, 422, 423])('is rejected by %p', async (status) => {
    const { result, sent } = await remove([{ status, body: 'No.' }]);
    expect(result).toMatchObject({ outcome: 'rejected', error: { status } });
    expect(sent).toHaveLength(1);
  });

  test('is sent again where it was provably not executed', async () => {
    const script = [refused(), answer(425), answer(429), answer(409, { 'retry-after': '2' })];
    const { result, sent } = await remove([...script, answer(204)]);
    expect([result.outcome, sent.length]).toEqual(['removed', 5]);
    const never = await remove(times(6, refused()));
    expect([never.result.outcome, never.sent.length]).toEqual(['rejected', 6]);
  });

  test('ends when the step is cancelled', async () => {
    const reason = new CancelledError('SIGINT');
    const one = play([refused(), reason]);
    await expect(one.settle(one.client.deleteBackup(502))).rejects.toBe(reason);
  });
});
