/** What a cancellation does to a request that waits, or is under way. */
import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.js';
import type { HttpRequest } from '../../src/vpsorg/http.js';
import { create, DELETE, GET, POST, raw, silent, slowBody, thrown } from './scripted-exchange.js';

describe('cancellation', () => {
  const reason = new CancelledError('SIGTERM');

  /** Silent, and cancels the step once a request is under way. */
  const start = () => {
    const one: ReturnType<typeof create> = create((request, signal) => {
      one.cancel.abort(reason);
      return silent(request, signal);
    });
    return one;
  };

  test('before: nothing is sent', async () => {
    const one = create(() => {
      throw new Error('unexpected request');
    });
    one.cancel.abort(reason);
    expect(await thrown(one.send(POST))).toBe(reason);
  });

  test('ends a GET at once, with its reason', async () => {
    const one = start();
    expect(await one.settle(thrown(one.send(GET)))).toBe(reason);
    expect(one.clock.elapsed).toBe(0);
    expect(one.lines).toEqual(['GET /api/v1/backups/ -> cancelled (0 ms)']);
  });

  test.each([POST, DELETE])(
    'leaves a $method a second, so that its outcome is learned',
    async (request) => {
      const one = create(async () => {
        one.cancel.abort(reason);
        await one.clock.sleep(900);
        return raw('{"id":5}');
      });
      expect(await one.settle(one.send(request))).toMatchObject({ body: '{"id":5}' });
    },
  );

  test.each([POST, DELETE])('ends a $method after that second', async (request) => {
    const one = start();
    expect(await one.settle(thrown(one.send(request)))).toBe(reason);
    expect(one.clock.elapsed).toBe(1_000);
  });

  test('in the middle of an answer: half a list is none, but the status of a POST counts', async () => {
    const outcomeOf = (request: HttpRequest): Promise<unknown> => {
      const one: ReturnType<typeof create> = create((sent, signal) => {
        one.cancel.abort(reason);
        return slowBody(sent, signal);
      });
      return one.settle(thrown(one.send(request)));
    };
    expect(await outcomeOf(GET)).toBe(reason);
    expect(await outcomeOf(POST)).toMatchObject({ status: 201, bodyComplete: false });
  });
});
