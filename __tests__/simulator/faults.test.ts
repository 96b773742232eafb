import { describe, expect, test } from '@jest/globals';
import { type FaultRule, on, type PlainFaultRule } from '../../simulator/index.js';
import { sendTo, setUp } from './helpers.js';

const body = { server_id: 12345 };

const kinds = async (rule: FaultRule, times = 4): Promise<string> => {
  const { send } = setUp({ faults: [rule] });
  const seen: string[] = [];
  for (let i = 0; i < times; i += 1) seen.push((await send('GET /backups/')).kind);
  return seen.map((kind) => (kind === 'reset' ? 'x' : '.')).join('');
};

const answerTo = async (rule: FaultRule) => {
  const { ask } = setUp({ backups: [{}, {}], faults: [rule] });
  return ask('GET /backups/');
};

describe('when a fault strikes', () => {
  test.each<[string, FaultRule]>([
    ['xxxx', on.get.backups.reset()],
    ['x...', on.get.backups.nth(1).reset()],
    ['.x.x', on.get.backups.nth(2, 4).reset()],
    ['.xxx', on.get.backups.from(2).reset()],
    ['.xx.', on.get.backups.from(2, 3).reset()],
    ['xxxx', on.any.reset()],
    ['xxxx', on.get.any.reset()],
    ['xxxx', on.path(/^\/backups\/$/g).reset()],
    ['....', on.path(/^\/backups\/$/, 'POST').reset()],
    ['....', on.get.servers.reset()],
    ['....', on.post.backups.reset()],
    ['.x..', { on: { path: 'backups' }, nth: 2, fault: { kind: 'reset' } }],
  ])('%s', async (pattern, rule) => {
    expect(await kinds(rule)).toBe(pattern);
  });

  test('each rule counts what matches it; the first that is due strikes', async () => {
    const { send } = setUp({
      faults: [on.get.backups.nth(1).hang(), on.get.any.nth(1, 2).reset()],
    });
    expect((await send('GET /backups/')).kind).toBe('hang');
    expect((await send('GET /servers/')).kind).toBe('reset');
    expect((await send('GET /servers/')).kind).toBe('answer');
  });

  test('rules can be added and cleared in the middle of a test', async () => {
    const { send, sim } = setUp();
    await send('GET /backups/');
    sim.addFaults(on.get.backups.nth(1).reset());
    expect((await send('GET /backups/')).kind).toBe('reset');
    sim.addFaults(on.any.hang());
    sim.clearFaults();
    expect((await send('GET /backups/')).kind).toBe('answer');
  });

  test('a schedule survives JSON', async () => {
    const rules: PlainFaultRule[] = [
      {
        on: { method: 'POST', path: 'backups' },
        nth: 1,
        commit: 'after',
        fault: { kind: 'status', status: 502 },
      },
    ];
    const { send, sim } = setUp({ faults: JSON.parse(JSON.stringify(rules)) });
    expect(await send('POST /backups/', body)).toMatchObject({ status: 502 });
    expect(sim.vps.created).toHaveLength(1);
  });
});

describe('before and after the effect', () => {
  test.each<[FaultRule, number, object]>([
    [on.post.backups.refuse(), 0, { kind: 'refused' }],
    [on.post.backups.reset(), 0, { kind: 'reset', committed: false }],
    [on.post.backups.reset('after'), 1, { kind: 'reset', committed: true }],
    [on.post.backups.hang(), 0, { kind: 'hang', committed: false }],
    [on.post.backups.hang('after'), 1, { kind: 'hang', committed: true }],
    [on.post.backups.status(503), 0, { kind: 'answer', status: 503 }],
    [on.post.backups.status(503, 'html', { commit: 'after' }), 1, { kind: 'answer', status: 503 }],
    [on.post.backups.tooManyRequests(), 0, { kind: 'answer', status: 429 }],
    [on.post.backups.unreadable('empty'), 1, { kind: 'answer', status: 201, body: '' }],
    [on.post.backups.unreadable('no id', { commit: 'before' }), 0, { kind: 'answer', status: 201 }],
    [on.post.backups.drip(10), 1, { kind: 'drip', status: 201, bytesPerSecond: 10 }],
    [on.post.backups.cutShort(), 1, { kind: 'truncated', status: 201, ending: 'reset' }],
    [on.post.backups.brokenJson(), 1, { kind: 'answer', status: 201 }],
  ])('%j makes %i backups', async (rule, made, outcome) => {
    const { send, sim } = setUp({ faults: [rule] });
    expect(await send('POST /backups/', body)).toMatchObject(outcome);
    expect(sim.vps.created).toHaveLength(made);
    expect(sim.requests[0]?.outcome).toMatchObject({ faulty: true, committed: made === 1 });
  });

  test('a restore and a delete whose answer is lost were carried out', async () => {
    const { send, sim } = setUp({
      backups: [{ id: 1 }],
      faults: [
        on.post.restore.reset('after'),
        on.delete.backup.status(500, 'empty', { commit: 'after' }),
      ],
    });
    await send('POST /servers/12345/restore/', { backup_id: 1 });
    await send('DELETE /backups/1/');
    expect(sim.vps.restores).toHaveLength(1);
    expect(sim.vps.deleted).toEqual([1]);
  });
});

describe('what a client sees of a fault', () => {
  test.each([
    ['detail', '{"detail":"No."}', 'application/json'],
    ['message', '{"message":"No."}', 'application/json'],
    ['error', '{"error":"No."}', 'application/json'],
    ['errors', '{"errors":["No."]}', 'application/json'],
    ['fields', '{"non_field_errors":["No."]}', 'application/json'],
    ['text', 'No.', 'text/plain; charset=utf-8'],
    ['html', expect.stringContaining('<h1>No.</h1>'), 'text/html; charset=utf-8'],
    ['empty', '', undefined],
  ] as const)('an error body of shape %s', async (shape, text, type) => {
    const answer = await answerTo(on.get.backups.status(500, shape, { text: 'No.' }));
    expect(answer).toMatchObject({ status: 500, text });
    expect(answer.headers['content-type']).toBe(type);
  });

  test.each([7, 'Thu, 16 Jan 2025 16:00:00 GMT', '99999999999', 'soon'])(
    '429 with Retry-After: %s',
    async (value) => {
      const { headers, status } = await answerTo(on.get.backups.tooManyRequests(value));
      expect({ status, value: headers['retry-after'] }).toEqual({
        status: 429,
        value: String(value),
      });
    },
  );

  test('a redirect', async () => {
    const { headers, status } = await answerTo(
      on.get.backups.redirect(307, 'https://evil.example/'),
    );
    expect({ status, location: headers.location }).toEqual({
      status: 307,
      location: 'https://evil.example/',
    });
  });
});

describe('an odd answer', () => {
  test('HTML with 200', async () => {
    const { headers, status, text } = await answerTo(on.get.backups.html());
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    expect(text).toMatch(/^<!doctype html>/);
  });

  test('JSON that breaks off', async () => {
    const { status, text } = await answerTo(on.get.backups.brokenJson());
    expect(status).toBe(200);
    expect(text).toMatch(/^{"count":2/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('an answer of many megabytes, valid', async () => {
    const { json, text } = await answerTo(on.get.backups.huge(2));
    expect(text.length).toBeGreaterThan(2_000_000);
    expect(json).toMatchObject({ count: 0, results: [] });
  });

  test.each(['empty', 'text', 'html', 'broken json', 'no id', 'wrong type', 'null'] as const)(
    'a 2xx from which nothing can be learned: %s',
    async (what) => {
      const { json, status } = await answerTo(on.get.backups.unreadable(what, { status: 200 }));
      expect(status).toBe(200);
      expect(json?.id ?? null).not.toEqual(expect.any(Number));
    },
  );

  test('an answer that comes late, by the clock', async () => {
    const { clock, send, sim } = setUp({ faults: [on.post.backups.delay(5000)] });
    const before = clock.now();
    expect(await send('POST /backups/', body)).toMatchObject({ kind: 'answer', status: 201 });
    expect(clock.now() - before).toBe(5000);
    expect(sim.requests[0]?.at).toBe(before);
  });

  test('a body shorter than promised', async () => {
    const { sim } = setUp({ faults: [on.get.servers.cutShort('end')] });
    const outcome = await sendTo(sim, 'GET /servers/');
    if (outcome.kind !== 'truncated') throw new Error(outcome.kind);
    expect(outcome.ending).toBe('end');
    expect(Number(outcome.headers['content-length'])).toBeGreaterThan(outcome.body.length);
  });
});
