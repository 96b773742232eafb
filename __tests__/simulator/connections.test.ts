import { once } from 'node:events';
import http from 'node:http';
import type { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connectionDialects, type Simulator, startSimulator } from '../../simulator/index.js';
import { headersFor, manualClock } from './helpers.js';
import { call } from './http-client.js';

let simulator: Simulator | undefined;
let agent: http.Agent;
beforeEach(() => {
  agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
});
afterEach(async () => {
  agent.destroy();
  await simulator?.close();
});

async function start(options: Parameters<typeof startSimulator>[0]): Promise<Simulator> {
  simulator = await startSimulator({ clock: manualClock(), ...options });
  return simulator;
}

test('closed after each answer, though it said keep-alive', async () => {
  const sim = await start({ dialect: { connections: 'closed after each answer' } });
  const sockets = new Set<Socket>();
  agent.on('free', (socket) => sockets.add(socket));
  for (let i = 0; i < 3; i += 1) {
    const { headers, status } = await call(sim, 'GET /servers/', { agent });
    expect([status, headers.connection]).toEqual([200, 'keep-alive']);
    await Promise.all([...sockets].map((socket) => socket.closed || once(socket, 'close')));
  }
  expect(sockets.size).toBe(3);
  expect(sim.requests).toHaveLength(3);
});

test('closed on the next request, which does not arrive', async () => {
  const seen: string[] = [];
  const sim = await start({
    dialect: { connections: 'closed on the next request' },
    onLost: (request) => seen.push(request),
  });
  expect((await call(sim, 'GET /servers/', { agent })).status).toBe(200);
  await expect(call(sim, 'GET /backups/', { agent })).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await call(sim, 'GET /servers/', { agent })).status).toBe(200);
  expect(sim.requests.map(({ path }) => path)).toEqual(['/servers/', '/servers/']);
  expect(sim.lost).toEqual(['GET /api/v1/backups/']);
  expect(seen).toEqual(sim.lost);
});

test('dropped while idle, by the clock of the simulator', async () => {
  const clock = manualClock();
  const sim = await start({ clock, dialect: { dropIdleAfterMs: 60_000 } });
  const ask = () => call(sim, 'GET /servers/', { agent, timeoutMs: 100 });
  await ask();
  clock.advance(60_000);
  expect((await ask()).status).toBe(200);
  clock.advance(60_001);
  await expect(ask()).rejects.toThrow('no answer');
  expect((await ask()).status).toBe(200);
  expect(sim.lost).toHaveLength(1);
});

test('each kind answers the first request of a connection', async () => {
  for (const dialect of Object.values(connectionDialects)) {
    const sim = await start({ dialect });
    expect((await call(sim, 'GET /servers/')).status).toBe(200);
    await sim.close();
  }
});

test('Date is by the clock of the API, or not there', async () => {
  const sim = await start({ dialect: { clockSkewMs: 3_600_000 } });
  const { headers } = await call(sim, 'GET /servers/');
  expect(headers.date).toBe('Thu, 16 Jan 2025 16:45:00 GMT');
  sim.vps.dialect.dateHeader = false;
  expect((await call(sim, 'GET /servers/')).headers).not.toHaveProperty('date');
});

test('gzip comes as such, with its true length', async () => {
  const sim = await start({ dialect: { encoding: 'gzip where asked' } });
  const answer = await fetch(`${sim.url}/servers/`, { headers: headersFor(sim.token) });
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(await answer.json()).toMatchObject({ count: 2 });
  const bytes = await new Promise<Buffer>((resolve) => {
    const options = { headers: headersFor(sim.token), agent: false as const };
    http.get(`${sim.url}/servers/`, options, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve(Buffer.concat(chunks));
    });
  });
  expect(JSON.parse(gunzipSync(bytes).toString())).toMatchObject({ count: 2 });
});

test('broken gzip breaks the client', async () => {
  const sim = await start({ dialect: { encoding: 'broken gzip' } });
  const answer = await fetch(`${sim.url}/servers/`, { headers: headersFor(sim.token) });
  await expect(answer.json()).rejects.toThrow();
});
