import { describe, expect, test } from '@jest/globals';
import { cheapestWay, createBackupLister, type Look } from '../../src/steps/list-backups.js';
import { VpsOrgClient } from '../../src/vpsorg/client.js';
import { ApiError } from '../../src/vpsorg/errors.js';
import type { Transport } from '../../src/vpsorg/http.js';
import { VirtualClock } from '../support/virtual-clock.js';

const ALL = '/backups/';
const of = (server: number): string => `/backups/?server_id=${server}`;

interface Played {
  readonly ids?: readonly number[];
  readonly count?: number;
  readonly next?: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly takesMs?: number;
}

/** A list by its target; whatever else is asked for is a fault of the code. The answers may be changed between looks. */
function world(lists: Record<string, Played>) {
  const asked: string[] = [];
  const untils: number[] = [];
  const clock = new VirtualClock();
  const transport: Transport = {
    send: async ({ path, deadline = Number.NaN }) => {
      asked.push(path);
      untils.push(deadline);
      const played = lists[path];
      if (played === undefined) throw new Error(`nobody expected ${path}`);
      const { ids = [], status = 200, retryAfterMs = null, takesMs = 0, ...rest } = played;
      if (takesMs > 0) await clock.sleep(takesMs);
      const results = ids.map((id) => ({
        id,
        server: { id: Math.floor(id / 10) },
        backup_type: 'manual',
        status: 'completed',
      }));
      return {
        status,
        body: JSON.stringify({ ...rest, results }),
        bodyComplete: true,
        retryAfterMs,
      };
    },
    close: () => {},
  };
  const client = new VpsOrgClient({
    url: 'https://admin.vps.org',
    transport,
    clock,
    signal: new AbortController().signal,
    onRetry: () => {},
  });
  const look = createBackupLister({ client, clock });
  /** Backup 12 is on server 1, and so on. */
  const at = async (
    ...ids: number[]
  ): Promise<Look & { ids: number[]; asked: string[]; whole: number[] }> => {
    asked.length = 0;
    const wanted = ids.map((id) => ({ id, serverId: Math.floor(id / 10) }));
    const seen = await look(wanted, 5_000);
    const whole = wanted.filter(seen.isWholeFor).map((one) => one.id);
    return { ...seen, ids: [...seen.rows.keys()], asked: [...asked], whole };
  };
  return { look, at, lists, asked, clock, untils };
}

describe('one server', () => {
  test('its own list, whatever the number of backups', async () => {
    const { at } = world({ [of(1)]: { ids: [11, 12, 13] } });
    expect(await at(11, 12)).toMatchObject({ ids: [11, 12, 13], whole: [11, 12], asked: [of(1)] });
  });

  test('as many pages as show what is wanted', async () => {
    const { at } = world({
      [of(1)]: { ids: [11], next: '?page=2', count: 9 },
      '/backups/?page=2': { ids: [12], next: '?page=3', count: 9 },
    });
    expect(await at(12)).toMatchObject({
      ids: [11, 12],
      whole: [],
      asked: [of(1), '/backups/?page=2'],
    });
  });

  test('a backup of a server that is not known: the list of all', async () => {
    const { look, asked } = world({ [ALL]: { ids: [11] } });
    expect(
      (await look([{ id: 11, serverId: null }], 5_000)).isWholeFor({ id: 11, serverId: null }),
    ).toBe(true);
    expect(asked).toEqual([ALL]);
  });
});

describe('several servers', () => {
  test('one request a look, where it shows them all', async () => {
    const { at } = world({ [ALL]: { ids: [11, 21, 31] } });
    expect(await at(11, 21)).toMatchObject({ ids: [11, 21, 31], whole: [11, 21], asked: [ALL] });
    expect(await at(11, 21)).toMatchObject({ asked: [ALL] });
  });

  test('one that shows them all, though more pages follow', async () => {
    const { at } = world({ [ALL]: { ids: [11, 21], next: '?page=2', count: 90 } });
    expect(await at(11, 21)).toMatchObject({ ids: [11, 21], whole: [], asked: [ALL] });
  });

  test('one that is whole and does not show them: they are absent', async () => {
    const { at } = world({ [ALL]: { ids: [11] } });
    expect(await at(11, 21)).toMatchObject({ ids: [11], whole: [11, 21], asked: [ALL] });
  });

  test("else each server's own list, from then on", async () => {
    const { at } = world({
      [ALL]: { ids: [11], next: '?page=2', count: 90 },
      [of(1)]: { ids: [11] },
      [of(2)]: { ids: [21, 22] },
    });
    expect(await at(11, 21, 22)).toMatchObject({
      ids: [11, 21, 22],
      whole: [11, 21, 22],
      asked: [ALL, of(1), of(2)],
    });
    expect(await at(11, 21)).toMatchObject({ asked: [of(1), of(2)] });
  });

  test("a partial list of all without more pages: each server's own may show more", async () => {
    const { at } = world({
      [ALL]: { ids: [11], count: 2 },
      [of(1)]: { ids: [11] },
      [of(2)]: { ids: [21] },
    });
    expect(await at(11, 21)).toMatchObject({
      ids: [11, 21],
      whole: [11, 21],
      asked: [ALL, of(1), of(2)],
    });
  });

  test('all pages, where they are no more than the servers', async () => {
    const { at } = world({
      [ALL]: { ids: [11, 12], next: '?page=2', count: 4 },
      '/backups/?page=2': { ids: [21, 31], count: 4 },
    });
    expect(await at(11, 21, 31)).toMatchObject({
      ids: [11, 12, 21, 31],
      whole: [11, 21, 31],
      asked: [ALL, ALL, '/backups/?page=2'],
    });
    expect(await at(11, 21, 31)).toMatchObject({ asked: [ALL, '/backups/?page=2'] });
    expect(await at(11, 12, 99)).toMatchObject({
      whole: [11, 12, 99],
      asked: [ALL, '/backups/?page=2'],
    });
  });

  test('what is left to wait for may be on one server', async () => {
    const { at } = world({ [ALL]: { ids: [11, 21] }, [of(2)]: { ids: [21] } });
    await at(11, 21);
    expect(await at(21)).toMatchObject({ asked: [of(2)] });
  });

  test("one server's partial list says nothing of another's", async () => {
    const { at } = world({
      [ALL]: { ids: [], count: 9 },
      [of(1)]: { ids: [11] },
      [of(2)]: { ids: [], count: 3 },
    });
    expect(await at(11, 12, 21)).toMatchObject({ ids: [11], whole: [11, 12] });
  });

  test('nor does one that is not read to its end, as it has shown what is wanted', async () => {
    const { at } = world({
      [ALL]: { ids: [], count: 90 },
      [of(1)]: { ids: [] },
      [of(2)]: { ids: [21], next: '?page=2', count: 50 },
    });
    expect(await at(11, 21)).toMatchObject({ ids: [21], whole: [11] });
  });

  test('where it is not known which server it is on, every list must be whole', async () => {
    const { look } = world({ [ALL]: { ids: [], count: 9 }, [of(1)]: { ids: [11] } });
    const somewhere = { id: 99, serverId: null };
    expect((await look([somewhere, { id: 11, serverId: 1 }], 5_000)).isWholeFor(somewhere)).toBe(
      false,
    );
  });

  test('all lists of a look share its time', async () => {
    const { at, clock, untils } = world({
      [ALL]: { ids: [], count: 9, takesMs: 600 },
      [of(1)]: { ids: [11] },
      [of(2)]: { ids: [21] },
    });
    await clock.settle(at(11, 21));
    expect(untils.map((until) => until - clock.start)).toEqual([5_000, 5_000, 5_000]);
  });
});

describe('faults', () => {
  const partial = { ids: [], count: 9 };

  test('the only list fails: so does the look', async () => {
    await expect(world({ [of(1)]: { status: 503 } }).at(11)).rejects.toThrow(ApiError);
    await expect(world({ [ALL]: { status: 500 } }).at(11, 21)).rejects.toThrow(ApiError);
  });

  test("one server's list passingly fails: the others count, and nothing of that server is absent", async () => {
    const { at } = world({ [ALL]: partial, [of(1)]: { ids: [11] }, [of(2)]: { status: 503 } });
    expect(await at(11, 21)).toMatchObject({ ids: [11], whole: [11], fault: { status: 503 } });
  });

  test('of several faults, the one that asks for the longest pause is handed on', async () => {
    const faulty = (retryAfterMs: number): Played => ({ status: 429, retryAfterMs });
    const lists = {
      [ALL]: partial,
      [of(1)]: faulty(2_000),
      [of(2)]: faulty(7_000),
      [of(3)]: faulty(5_000),
    };
    expect(await world({ ...lists, [of(4)]: { ids: [41] } }).at(11, 21, 31, 41)).toMatchObject({
      ids: [41],
      fault: { retryAfterMs: 7_000 },
    });
    await expect(world(lists).at(11, 21, 31)).rejects.toMatchObject({ retryAfterMs: 7_000 });
  });

  test('where none failed there is no fault to hand on', async () => {
    expect(
      await world({ [ALL]: partial, [of(1)]: { ids: [11] }, [of(2)]: { ids: [21] } }).at(11, 21),
    ).not.toHaveProperty('fault');
  });

  test('all of them fail: so does the look', async () => {
    await expect(
      world({ [ALL]: partial, [of(1)]: { status: 500 }, [of(2)]: { status: 503 } }).at(11, 21),
    ).rejects.toMatchObject({
      status: 500,
    });
  });

  test('one is refused for good, another fails in passing: each is told as its own', async () => {
    const { at } = world({ [ALL]: partial, [of(1)]: { status: 403 }, [of(2)]: { status: 503 } });
    const { faults, fault } = await at(11, 21);
    expect([faults.get(1)?.status, faults.get(2)?.status, fault?.status]).toEqual([403, 503, 503]);
  });

  test('one is refused as the token is not valid: so is the look', async () => {
    await expect(
      world({ [ALL]: partial, [of(1)]: { status: 503 }, [of(2)]: { status: 401 } }).at(11, 21),
    ).rejects.toMatchObject({
      status: 401,
    });
  });
});

describe('cheapestWay', () => {
  const first = { items: [], complete: false };
  test.each([
    ['no page left over', { ...first, truncated: false, pagesInAll: 1 }, 30, 'each'],
    ['more pages than servers', { ...first, truncated: true, pagesInAll: 31 }, 30, 'each'],
    ['as many', { ...first, truncated: true, pagesInAll: 30 }, 30, 'pages'],
    ['fewer', { ...first, truncated: true, pagesInAll: 2 }, 30, 'pages'],
    ['not told, few servers', { ...first, truncated: true, pagesInAll: null }, 3, 'each'],
    ['not told, many servers', { ...first, truncated: true, pagesInAll: null }, 4, 'pages'],
  ] as const)('%s', (_, view, servers, way) => {
    expect(cheapestWay(view, servers)).toBe(way);
  });
});
