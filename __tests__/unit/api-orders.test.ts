/** The client's orders: what is sent again, what is not, and what each answer proves. */
import { describe, expect, test } from '@jest/globals';
import { CancelledError, CancelledInFlight } from '../../src/errors.js';
import type { SubmitResult } from '../../src/vpsorg/client.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import {
  faultOf,
  type Played,
  play,
  refused,
  reset,
  STARTED,
  times,
} from './scripted-transport.js';

describe('POST /backups/', () => {
  const start = async (played: readonly Played[]) => {
    const one = play(played);
    return { ...one, outcome: await one.settle(one.api.createBackup(7, 'text')) };
  };

  test('201 with the backup', async () => {
    const { outcome, sent } = await start([STARTED]);
    expect(outcome).toMatchObject({
      kind: 'accepted',
      value: { id: 502, serverId: 7, status: 'in_progress' },
    });
    expect(sent).toHaveLength(1);
  });

  test('any 2xx with a backup will do', async () => {
    expect((await start([{ ...STARTED, status: 200 }])).outcome.kind).toBe('accepted');
    expect((await start([{ ...STARTED, status: 299 }])).outcome.kind).toBe('accepted');
  });

  test.each<[string, Played]>([
    ['a reset', reset()],
    ['a time-out', new NetworkError('TIMEOUT', true)],
    ['408', { status: 408 }],
    ['500', { status: 500 }],
    ['502', { status: 502, body: '<html>' }],
    ['503 with Retry-After', { status: 503, retryAfterMs: 1_000 }],
    ['504', { status: 504 }],
    ['301', { status: 301 }],
    ['307', { status: 307 }],
    ['300', { status: 300 }],
    ['201 without a body', { status: 201 }],
    ['201 with HTML', { status: 201, body: '<html>' }],
    ['201 without an id', { status: 201, body: '{"status":"in_progress"}' }],
    ['201 that was cut short', { ...STARTED, bodyComplete: false }],
    ['204', { status: 204 }],
    ['199', { ...STARTED, status: 199 }],
  ])('%s leaves it open, and is never answered by a second POST', async (_, played) => {
    const { outcome, sent } = await start([played]);
    expect(outcome.kind).toBe('open');
    expect(sent).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 405, 409, 410, 413, 422])(
    '%p is a refusal that is not tried again',
    async (status) => {
      const { outcome, sent } = await start([{ status, body: '{"detail":"No."}' }]);
      expect(outcome).toMatchObject({
        kind: 'refused',
        error: { status, detail: 'No.', action: 'start a backup' },
      });
      expect(sent).toHaveLength(1);
    },
  );

  test.each<[string, Played]>([
    ['a refused connection', refused()],
    ['an unknown host', new NetworkError('ENOTFOUND', false)],
    ['429', { status: 429 }],
  ])('%s proves that nothing was accepted: tried again up to 4 times', async (_, played) => {
    const good = await start([...times(4, played), STARTED]);
    expect(good.outcome.kind).toBe('accepted');
    expect(good.sent.map((request) => request.at)).toEqual([0, 500, 1_500, 3_500, 7_500]);
    expect(good.sent.every((request) => request.body === good.sent[0]?.body)).toBe(true);
    expect(good.retries[0]).toMatch(
      /^Could not start a backup, and nothing was accepted \(.*\); trying again in 0\.5 s$/,
    );
    const bad = await start(times(5, played));
    expect(bad.outcome.kind).toBe('refused');
    expect(bad.sent).toHaveLength(5);
  });

  test('an open answer after refusals ends the tries', async () => {
    const { outcome, sent } = await start([
      refused(),
      { status: 429, retryAfterMs: 9_000 },
      reset(),
    ]);
    expect(outcome).toMatchObject({
      kind: 'open',
      error: { status: null, detail: 'ECONNRESET: the connection was reset' },
    });
    expect(sent.map((request) => request.at)).toEqual([0, 500, 9_500]);
  });

  test('a fault of another kind, a cancellation for one, goes through', async () => {
    const { api, settle } = play([new Error('asked to end')]);
    await expect(settle(api.createBackup(7, 'text'))).rejects.toThrow('asked to end');
  });
});

describe('POST /servers/{id}/restore/', () => {
  const restore = async (
    played: readonly Played[],
  ): Promise<{ outcome: SubmitResult<null>; posts: number }> => {
    const one = play(played);
    const outcome = await one.settle(one.api.restoreBackup(7, 502));
    return { outcome, posts: one.sent.length };
  };

  test.each<[string, Played]>([
    ['200 with JSON', { body: '{"status":"success"}' }],
    ['200 with HTML', { body: '<html>' }],
    ['202 without a body', { status: 202 }],
    ['204', { status: 204 }],
    ['an answer that was cut short', { body: '{"sta', bodyComplete: false }],
  ])('%s is acceptance', async (_, played) => {
    expect(await restore([played])).toEqual({
      outcome: { kind: 'accepted', value: null },
      posts: 1,
    });
  });

  test.each<[string, Played]>([
    ['a reset', reset()],
    ['500', { status: 500 }],
    ['300', { status: 300 }],
    ['302', { status: 302 }],
    ['408', { status: 408 }],
  ])('%s leaves it open; one POST', async (_, played) => {
    expect(await restore([played])).toMatchObject({ outcome: { kind: 'open' }, posts: 1 });
  });

  test('a refusal is told; one that proves nothing was accepted is tried again', async () => {
    expect(
      await restore([{ status: 400, body: '{"detail":"Not in a valid state."}' }]),
    ).toMatchObject({
      outcome: {
        kind: 'refused',
        error: { status: 400, detail: 'Not in a valid state.', action: 'restore the backup' },
      },
      posts: 1,
    });
    expect(await restore([refused(), { status: 429 }, { status: 200 }])).toMatchObject({
      outcome: { kind: 'accepted' },
      posts: 3,
    });
  });
});

describe('DELETE', () => {
  const remove = (played: readonly Played[]) => {
    const one = play(played);
    return { ...one, work: one.settle(one.api.deleteBackup(502)) };
  };

  test.each([200, 202, 204, 299])('%p is done', async (status) => {
    expect(await remove([{ status }]).work).toBe('deleted');
  });

  test.each<[string, Played]>([
    ['a body', { status: 200, body: '{"detail":"Deleted."}' }],
    ['text', { status: 200, body: 'a < b' }],
    ['a body that was cut short', { status: 200, body: '{"det', bodyComplete: false }],
  ])('a 2xx with %s is done', async (_, played) => {
    expect(await remove([played]).work).toBe('deleted');
  });

  const PAGE: Played = { status: 200, body: '\ufeff\n <!doctype html><title>Log in</title>' };

  test('a web page is no answer: it is asked again, and a 404 then says that it is gone', async () => {
    const gone = remove([PAGE, { status: 404 }]);
    expect(await gone.work).toBe('already gone');
    expect(gone.retries).toEqual([
      'Could not delete the backup (its answer can not be read: Log in); trying again in 0.5 s',
    ]);
    expect(await remove([PAGE, { status: 204 }]).work).toBe('deleted');
    const never = remove(times(5, PAGE));
    expect(await faultOf(never.work)).toMatchObject({
      status: 200,
      about: { unreadable: true },
      mayHaveSucceeded: true,
    });
    expect(never.sent).toHaveLength(5);
  });

  test('404 counts as done', async () => {
    expect(await remove([{ status: 404 }]).work).toBe('already gone');
    expect(await remove([reset(), { status: 404 }]).work).toBe('already gone');
  });

  test('tried again up to 4 times, for it may be done twice', async () => {
    const good = remove([
      ...[reset(), refused()],
      { status: 500 },
      { status: 429 },
      { status: 204 },
    ]);
    expect(await good.work).toBe('deleted');
    const bad = remove(times(5, { status: 503 }));
    expect(await faultOf(bad.work)).toMatchObject({ status: 503, action: 'delete the backup' });
    expect(bad.sent).toHaveLength(5);
  });

  test.each([199, 300, 301, 400, 401, 403, 409])('%p is a failure', async (status) => {
    const { work, sent } = remove(status < 200 ? times(5, { status }) : [{ status, body: 'No.' }]);
    expect(await faultOf(work)).toMatchObject({ status });
    if (status >= 200) expect(sent).toHaveLength(1);
  });
});

describe('a delete that is cancelled between two tries', () => {
  test.each<[string, Played[], typeof CancelledError]>([
    ['may have been done', [reset()], CancelledInFlight],
    ['may have been done by the first of two', [{ status: 500 }, refused()], CancelledInFlight],
    ['was not taken', [refused()], CancelledError],
    ['was refused for now', [{ status: 429 }], CancelledError],
  ])('%s', async (_, played, expected) => {
    const reason = new CancelledError('SIGINT');
    const { api, clock, sent } = play([...played, reason]);
    const fault = await clock.settle(api.deleteBackup(502).catch((error: unknown) => error));
    expect((fault as Error).constructor).toBe(expected);
    expect(fault).toMatchObject({ by: 'SIGINT' });
    expect(sent).toHaveLength(played.length + 1);
  });
});
