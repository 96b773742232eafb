import { describe, expect, test } from '@jest/globals';
import type { PlainScriptedChange, ScriptedChange } from '../../simulator/index.js';
import { setUp } from './helpers.js';

const body = { server_id: 12345 };
const addNine: ScriptedChange['change'] = { kind: 'add backup', seed: { id: 9 } };

describe('somebody else acts', () => {
  test('at a time, and what is read later sees it as of then', async () => {
    const { clock, ids, sim } = setUp({
      backups: [{ id: 1 }],
      script: [
        { when: { afterMs: 20_000 }, change: { kind: 'remove backup', backup: 1 } },
        {
          when: { afterMs: 10_000 },
          change: { kind: 'add backup', seed: { id: 9, duration_ms: 5000 } },
        },
      ],
    });
    clock.advance(10_000);
    expect((await ids()).length).toBe(2);
    expect(sim.vps.backup(9)?.status).toBe('in_progress');
    clock.advance(30_000);
    expect(sim.vps.backups).toMatchObject([{ id: 9, status: 'completed' }]);
  });

  test.each([
    ['before', undefined, [9]],
    ['before', 'before', [9]],
    ['after', 'after', []],
  ] as const)('%s the answer to a request', async (_name, moment, first) => {
    const when = {
      on: { method: 'GET', path: 'backups' },
      nth: 2,
      ...(moment && { moment }),
    } as const;
    const { ask, ids } = setUp({ script: [{ when, change: addNine }] });
    await ask('GET /servers/');
    expect(await ids()).toEqual([]);
    expect(await ids()).toEqual(first);
    expect(await ids()).toEqual([9]);
  });
});

describe('somebody else', () => {
  test('takes the last slot between a list and a POST', async () => {
    const { ask, ids, sim } = setUp({
      manualLimit: 3,
      backups: [{ id: 1 }],
      script: [
        {
          when: { on: { method: 'GET', path: 'backups' }, nth: 1, moment: 'after' },
          change: { kind: 'fill server', server_id: 12345 },
        },
      ],
    });
    expect(await ids()).toEqual([1]);
    expect((await ask('POST /backups/', body)).status).toBe(400);
    expect(sim.vps.manualCount(12345)).toBe(3);
  });

  test('restores a server, and what a restore shows is as usual', async () => {
    const { clock, sim } = setUp({
      script: [
        {
          when: { afterMs: 1000 },
          change: { kind: 'restore', server_id: 12345, occupation: { forMs: 2000 } },
        },
      ],
    });
    const seen = [999, 1, 1999, 1].map((ms) => {
      clock.advance(ms);
      return sim.vps.server(12345)?.status;
    });
    expect(seen).toEqual(['active', 'restoring', 'restoring', 'active']);
    expect(sim.vps.restores).toEqual([]);
  });
});

describe('a scripted change', () => {
  test('chooses backups by age, and does nothing where there is none', () => {
    const backups = [
      { id: 1, created_at: '2025-01-03T00:00:00Z' },
      { id: 2, created_at: '2025-01-05T00:00:00Z', server_id: 12346 },
      { id: 3, created_at: '2025-01-04T00:00:00Z' },
    ];
    const { clock, sim } = setUp({ backups });
    sim.addScript(
      {
        when: { afterMs: 1 },
        change: { kind: 'remove backup', backup: { age: 'newest', server_id: 12345 } },
      },
      {
        when: { afterMs: 2 },
        change: {
          kind: 'update backup',
          backup: { age: 'oldest' },
          change: { status: 'failed' },
        },
      },
      { when: { afterMs: 3 }, change: { kind: 'remove backup', backup: 99 } },
      {
        when: { afterMs: 4 },
        change: { kind: 'remove backup', backup: { age: 'newest', server_id: 7 } },
      },
    );
    clock.advance(10);
    expect(sim.vps.backups).toMatchObject([
      { id: 1, status: 'failed' },
      { id: 2, status: 'completed' },
    ]);
  });
});

describe('scripted changes', () => {
  test('reach servers, VPS.org itself, or anything', () => {
    const { clock, sim } = setUp();
    sim.addScript(
      {
        when: { afterMs: 1 },
        change: { kind: 'update server', server_id: 12345, change: { status: 'stopped' } },
      },
      { when: { afterMs: 1 }, change: { kind: 'dialect', change: { pageSize: 1 } } },
      { when: { afterMs: 1 }, change: (vps) => vps.removeServer(12346) },
    );
    clock.advance(1);
    expect(sim.vps.servers).toMatchObject([{ id: 12345, status: 'stopped' }]);
    expect(sim.vps.dialect.pageSize).toBe(1);
  });

  test('survive JSON', async () => {
    const script: PlainScriptedChange[] = [
      { when: { on: { path: 'backups' }, nth: { from: 2 } }, change: { kind: 'add backup' } },
    ];
    const { ids } = setUp({ script: JSON.parse(JSON.stringify(script)) });
    expect([(await ids()).length, (await ids()).length, (await ids()).length]).toEqual([0, 1, 2]);
  });
});
