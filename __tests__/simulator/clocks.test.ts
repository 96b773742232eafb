import { describe, expect, test } from '@jest/globals';
import { type Dialect, on, untrustedDateDialects } from '../../simulator/index.js';
import { setUp } from './helpers.js';

const HOUR = 3_600_000;
const THREE_PM = 'Thu, 16 Jan 2025 15:45:00 GMT';

describe('Date', () => {
  test.each(['GET /backups/', 'GET /nowhere/', 'DELETE /backups/1/', 'DELETE /backups/9/'])(
    '%s is answered with the time',
    async (request) => {
      const { ask } = setUp({ backups: [{ id: 1 }] });
      expect((await ask(request)).headers.date).toBe(THREE_PM);
    },
  );

  test('is there in a faulty answer too', async () => {
    const { ask } = setUp({ faults: [on.any.status(500)] });
    expect((await ask('GET /backups/')).headers.date).toBe(THREE_PM);
  });

  test('can be missing', async () => {
    const { ask } = setUp({ dialect: { dateHeader: false } });
    expect((await ask('GET /backups/')).headers).not.toHaveProperty('date');
  });

  test('shifts with the clock, and so does every row', async () => {
    const { ask, sim } = setUp({
      dialect: { clockSkewMs: -3 * HOUR, order: 'id' },
      backups: [{ id: 1, created_at: '2025-01-16T15:00:00Z' }],
    });
    const made = await ask('POST /backups/', { server_id: 12345 });
    expect(made.headers.date).toBe('Thu, 16 Jan 2025 12:45:00 GMT');
    expect(made.json.created_at).toBe('2025-01-16T12:45:00Z');
    const [seeded] = (await ask('GET /backups/')).json.results;
    expect(seeded.created_at).toBe('2025-01-16T12:00:00Z');
    // The truth stays on the injected clock.
    expect(sim.vps.backup(502)?.created_at).toBe('2025-01-16T15:45:00Z');
  });
});

describe('created_at', () => {
  const created = async (dialect: Partial<Dialect>, date = '2025-01-16T15:45:00Z') => {
    const { ask } = setUp({ backups: [{ created_at: date }], dialect });
    return (await ask('GET /backups/')).json.results[0].created_at;
  };

  test.each<[Partial<Dialect>, string | null | undefined]>([
    [{ localDates: 2 * HOUR }, '2025-01-16T17:45:00Z'],
    [{ createdAtSkewMs: -240_000 }, '2025-01-16T15:41:00Z'],
    [{ createdAtSkewMs: 60_000, clockSkewMs: HOUR }, '2025-01-16T16:46:00Z'],
    [{ dateStyle: '+00:00' }, '2025-01-16T15:45:00+00:00'],
    [{ dateStyle: '+02:00' }, '2025-01-16T17:45:00+02:00'],
    [{ dateStyle: '-05:30' }, '2025-01-16T10:15:00-05:30'],
    [{ dateStyle: 'fractions' }, '2025-01-16T15:45:00.123456Z'],
    [{ dateStyle: 'no zone' }, '2025-01-16T15:45:00'],
    [{ dateStyle: 'null' }, null],
    [{ dateStyle: 'missing' }, undefined],
  ])('with %j is %j', async (dialect, shown) => {
    expect(await created(dialect)).toBe(shown);
  });

  test.each(['yesterday', '0001-01-01T00:00:00Z', '2025-01-16T15:45:00+05:30'])(
    'is shown as seeded where it is %s',
    async (date) => {
      expect(await created({ clockSkewMs: HOUR, dateStyle: '+02:00' }, date)).toBe(date);
    },
  );

  test.each(Object.entries(untrustedDateDialects))('is off in "%s"', async (_name, dialect) => {
    expect(await created(dialect)).not.toBe('2025-01-16T15:45:00Z');
  });
});
