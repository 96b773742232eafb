import { describe, expect, test } from '@jest/globals';
import { START, setUp } from './helpers.js';

describe('POST /backups/', () => {
  test('starts a backup, which completes in its time', async () => {
    const { ask, clock, sim } = setUp();
    const { status, json } = await ask('POST /backups/', {
      server_id: 12345,
      description: 'Pre-deployment backup',
    });
    expect(status).toBe(201);
    expect(json).toEqual({
      id: 502,
      server: { id: 12345, name: 'web-server-01' },
      backup_type: 'manual',
      status: 'in_progress',
      size_mb: null,
      created_at: '2025-01-16T15:45:00Z',
      expires_at: null,
      description: 'Pre-deployment backup',
      message: 'Backup is being created. This may take several minutes depending on server size.',
    });
    clock.advance(2999);
    expect(sim.vps.backup(502)).toMatchObject({ status: 'in_progress', size_mb: null });
    clock.advance(1);
    const [row] = (await ask('GET /backups/')).json.results;
    expect(row).toMatchObject({ id: 502, status: 'completed', size_mb: expect.any(Number) });
    expect(row).not.toHaveProperty('message');
    expect(sim.unexpected).toEqual([]);
  });

  test('shows the statuses it is given, and then its outcome', async () => {
    const { ask, clock, sim } = setUp({
      intermediateStatuses: ['queued', 'in_progress'],
      backupDurationMs: ({ id }) => (id - 500) * 1000,
      backupOutcome: ({ description }) => (description === 'bad' ? 'failed' : 'completed'),
    });
    await ask('POST /backups/', { server_id: 12345, description: 'bad' });
    const seen = [0, 999, 1, 999, 1].map((ms) => {
      clock.advance(ms);
      return sim.vps.backup(502)?.status;
    });
    expect(seen).toEqual(['queued', 'queued', 'in_progress', 'in_progress', 'failed']);
    expect(sim.vps.backup(502)?.size_mb).toBeNull();
  });

  test('is of one moment, though time passes while it is answered', async () => {
    let now = START;
    const clock = { now: () => now++, sleep: async () => {} };
    const { ask } = setUp({ clock, backupDurationMs: 0 });
    expect((await ask('POST /backups/', { server_id: 12345 })).json).toMatchObject({
      status: 'completed',
    });
  });
});

describe('POST /backups/ that is refused', () => {
  test.each([
    ['{"server_id": ', 400],
    ['[]', 400],
    ['', 400],
    [{}, 400],
    [{ server_id: '12345' }, 400],
    [{ server_id: 1.5 }, 400],
    [{ server_id: null }, 400],
    [{ server_id: 12345, description: 7 }, 400],
    [{ server_id: 12345, description: null }, 400],
    [{ server_id: 99 }, 404],
  ])('refuses %j with %i', async (body, status) => {
    const { ask, sim } = setUp();
    expect((await ask('POST /backups/', body)).status).toBe(status);
    expect(sim.vps.created).toEqual([]);
  });

  test('refuses an eleventh manual backup, whatever the status of the ten', async () => {
    const backups = Array.from({ length: 10 }, (_, i) => ({
      status: i % 2 ? 'failed' : 'completed',
    }));
    const { ask, sim } = setUp({ backups: [...backups, { backup_type: 'automatic' }] });
    const full = await ask('POST /backups/', { server_id: 12345 });
    expect(full).toMatchObject({
      status: 400,
      json: { detail: 'Maximum number of manual backups (10) reached for this server.' },
    });
    expect((await ask('POST /backups/', { server_id: 12346 })).status).toBe(201);
    await ask('DELETE /backups/101/');
    expect((await ask('POST /backups/', { server_id: 12345 })).status).toBe(201);
    expect(sim.vps.created.map(({ id }) => id)).toEqual([502, 503]);
  });
});

describe('DELETE /backups/{id}/', () => {
  test('answers 204 without a body, then 404', async () => {
    const { ask, sim } = setUp({ backups: [{ id: 7 }] });
    expect(await ask('DELETE /backups/7/')).toMatchObject({ status: 204, text: '', headers: {} });
    expect((await ask('DELETE /backups/7/')).status).toBe(404);
    expect(sim.vps.deleted).toEqual([7]);
    expect(sim.vps.backups).toEqual([]);
    expect(sim.unexpected).toEqual([]);
  });

  test('keeps a made backup in the log of made ones', async () => {
    const { ask, sim } = setUp();
    await ask('POST /backups/', { server_id: 12345, description: 'x' });
    await ask('DELETE /backups/502/');
    expect(sim.vps.created).toMatchObject([{ id: 502, deleted: true, sent_description: 'x' }]);
  });
});
