import { describe, expect, test } from '@jest/globals';
import {
  type Dialect,
  limitDialects,
  limiterDialects,
  lockDialects,
  on,
  otherRefusalDialects,
} from '../../simulator/index.js';
import { setUp } from './helpers.js';

const body = { server_id: 12345 };
const ten = Array.from({ length: 10 }, () => ({}));

test.each(Object.entries(limitDialects))('a full server answers in "%s"', async (_, dialect) => {
  const { ask, sim } = setUp({ backups: ten, dialect });
  const { status, text } = await ask('POST /backups/', body);
  expect(status).toBe(dialect.limitAnswer?.status);
  expect(text).toContain(dialect.limitAnswer?.text ?? '');
  expect(sim.vps.created).toEqual([]);
  expect((await ask('POST /backups/', { server_id: 12346 })).status).toBe(201);
});

test.each(Object.entries(otherRefusalDialects))('refuses for %s', async (_name, dialect) => {
  const { ask, sim } = setUp({ dialect });
  const { status, text } = await ask('POST /backups/', body);
  expect(status).toBe(dialect.createRefusal?.status);
  expect(text).toContain(dialect.createRefusal?.text);
  expect(sim.vps.created).toEqual([]);
});

test('a field error names its field', async () => {
  const fault = on.post.backups.status(400, 'fields', { field: 'description', text: 'Too long.' });
  const { ask } = setUp({ faults: [fault] });
  expect((await ask('POST /backups/', body)).json).toEqual({ description: ['Too long.'] });
});

describe('a lock', () => {
  test('for a number of requests', async () => {
    const { ask, sim } = setUp({ faults: [on.post.backups.from(1, 2).locked(423, 5)] });
    const answers = [1, 2, 3].map(() => ask('POST /backups/', body));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([423, 423, 201]);
    expect((await answers[0])?.headers['retry-after']).toBe('5');
    expect(sim.vps.created).toHaveLength(1);
  });

  test('for a time, counted from its first strike', async () => {
    const { ask, clock } = setUp({ faults: [on.post.backups.for(30_000).locked()] });
    clock.advance(60_000);
    const seen: number[] = [];
    for (const ms of [0, 29_999, 1, 60_000]) {
      clock.advance(ms);
      seen.push((await ask('POST /backups/', body)).status);
    }
    expect(seen).toEqual([409, 409, 201, 201]);
  });

  test('while a backup of that server runs', async () => {
    const { ask, clock } = setUp({
      backups: [{ id: 1 }],
      dialect: {
        whileBackupRuns: { status: 423, shape: 'detail', headers: { 'Retry-After': '3' } },
      },
    });
    await ask('POST /backups/', body);
    const locked = await ask('POST /backups/', body);
    expect([locked.status, locked.headers['retry-after']]).toEqual([423, '3']);
    expect((await ask('POST /servers/12345/restore/', { backup_id: 1 })).status).toBe(423);
    expect((await ask('POST /backups/', { server_id: 12346 })).status).toBe(201);
    clock.advance(3000);
    expect((await ask('POST /backups/', body)).status).toBe(201);
  });

  test('while that server is restored', async () => {
    const whileRestoring = { status: 409, shape: 'detail' } as const;
    const { ask, clock, sim } = setUp({ backups: [{ id: 1 }], dialect: { whileRestoring } });
    sim.vps.occupyServer(12345, { forMs: 10_000 });
    expect((await ask('POST /backups/', body)).status).toBe(409);
    expect((await ask('DELETE /backups/1/')).status).toBe(409);
    clock.advance(10_000);
    expect((await ask('POST /backups/', body)).status).toBe(201);
    expect((await ask('DELETE /backups/1/')).status).toBe(204);
  });

  test.each(Object.entries(lockDialects))('in "%s"', async (_name, dialect) => {
    const { ask, sim } = setUp({ dialect });
    await ask('POST /backups/', body);
    sim.vps.occupyServer(12345);
    expect([409, 423, 425]).toContain((await ask('POST /backups/', body)).status);
  });
});

describe('a limiter', () => {
  const limited = async (answer: NonNullable<Dialect['limiter']>['answer'], skewMs = 0) => {
    const { ask, clock, sim } = setUp({
      dialect: { limiter: { requests: 2, perMs: 10_000, answer }, clockSkewMs: skewMs },
    });
    await ask('GET /servers/');
    clock.advance(4000);
    await ask('GET /backups/');
    const refused = await ask('POST /backups/', body);
    expect(sim.vps.created).toEqual([]);
    return { refused, ask, clock };
  };

  test.each([
    ['seconds', [429, '6'], /throttled/],
    ['date', [429, 'Thu, 16 Jan 2025 15:45:10 GMT'], /throttled/],
    ['body', [429, undefined], /Expected available in 6 seconds/],
    ['none', [429, undefined], /throttled\."/],
    ['503', [503, undefined], /^<!doctype html>/],
  ] as const)('%s', async (answer, head, text) => {
    const { refused } = await limited(answer);
    expect([refused.status, refused.headers['retry-after']]).toEqual(head);
    expect(refused.text).toMatch(text);
  });

  test('writes dates by the clock of the API', async () => {
    const { refused } = await limited('date', -3_600_000);
    expect(refused.headers['retry-after']).toBe('Thu, 16 Jan 2025 14:45:10 GMT');
  });

  test('lets requests through again as its window allows', async () => {
    const { ask, clock } = await limited('seconds');
    clock.advance(5999);
    expect((await ask('GET /servers/')).status).toBe(429);
    clock.advance(1);
    expect((await ask('GET /servers/')).status).toBe(200);
    expect((await ask('GET /servers/')).status).toBe(429);
  });

  test.each(Object.entries(limiterDialects))('in "%s"', async (_name, dialect) => {
    const { ask, clock } = setUp({ dialect });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await ask('GET /servers/')).status);
    expect(statuses[0]).toBe(200);
    expect([429, 503]).toContain(statuses.at(-1));
    clock.advance(10_000);
    expect((await ask('GET /servers/')).status).toBe(200);
  });
});

test('429 for a time', async () => {
  const { ask, clock } = setUp({ faults: [on.any.for(5000).tooManyRequests(2)] });
  expect((await ask('GET /servers/')).status).toBe(429);
  clock.advance(5000);
  expect((await ask('GET /servers/')).status).toBe(200);
});
