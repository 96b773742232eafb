import http from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import {
  on,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.js';
import { headersFor, manualClock } from './helpers.js';
import { call } from './http-client.js';

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  simulator = await startSimulator({ clock: manualClock(), ...options });
  return simulator;
}

test('the documented API over HTTP', async () => {
  const sim = await start();
  expect(sim.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);
  const made = await call(sim, 'POST /backups/', {
    body: { server_id: 12345, description: 'Größe 🙂' },
  });
  expect(made.status).toBe(201);
  expect(JSON.parse(made.text)).toMatchObject({ id: 502, description: 'Größe 🙂' });
  const listed = await call(sim, 'GET /backups/?server_id=12345');
  expect(listed.headers['content-type']).toBe('application/json');
  expect(JSON.parse(listed.text)).toMatchObject({
    count: 1,
    results: [{ id: 502, status: 'in_progress' }],
  });
  expect(await call(sim, 'DELETE /backups/502/')).toMatchObject({ status: 204, text: '' });
  expect(sim.unexpected).toEqual([]);
  expect(sim.requests).toHaveLength(3);
});

test('connections are kept and used again', async () => {
  const sim = await start();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  agent.on('free', (socket) => ports.add(socket.localPort));
  for (let i = 0; i < 3; i += 1) await call(sim, 'GET /servers/', { agent });
  agent.destroy();
  expect(ports.size).toBe(1);
});

test('next stays on the address that was asked', async () => {
  const sim = await start({ backups: [{}, {}], dialect: { pageSize: 1 } });
  const { next } = JSON.parse((await call(sim, 'GET /backups/')).text);
  expect(next).toBe(`${sim.url}/backups/?page=2`);
});

test('resets, also instead of a refusal', async () => {
  const sim = await start({
    faults: [on.post.backups.nth(1).refuse(), on.post.backups.nth(2).reset('after')],
  });
  const body = { server_id: 12345 };
  // A connection that merely ends is an ECONNRESET to node:http too, but none that came from reading.
  const wasReset = { code: 'ECONNRESET', syscall: 'read' };
  await expect(call(sim, 'POST /backups/', { body })).rejects.toMatchObject(wasReset);
  expect(sim.vps.created).toHaveLength(0);
  await expect(call(sim, 'POST /backups/', { body })).rejects.toMatchObject(wasReset);
  expect(sim.vps.created).toHaveLength(1);
});

test('a body that breaks off by a reset, or just ends', async () => {
  const sim = await start({
    faults: [on.get.servers.nth(1).cutShort('reset'), on.get.servers.nth(2).cutShort('end')],
  });
  await expect(call(sim, 'GET /servers/')).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(call(sim, 'GET /servers/')).rejects.toThrow('aborted');
  expect(sim.requests.map(({ outcome }) => outcome?.status)).toEqual([200, 200]);
});

test('a slow body arrives complete in the end', async () => {
  const sim = await start({ faults: [on.get.servers.nth(1).drip(4000)] });
  const slow = await call(sim, 'GET /servers/');
  expect(slow.text).toBe((await call(sim, 'GET /servers/')).text);
});

test('a huge answer arrives complete, and a client that disconnects does no harm', async () => {
  const sim = await start({ faults: [on.get.servers.from(1, 2).huge(8)] });
  expect((await call(sim, 'GET /servers/')).text.length).toBeGreaterThan(8_000_000);
  await new Promise<void>((resolve) => {
    const sent = http.get(
      `${sim.url}/servers/`,
      { headers: headersFor(sim.token), agent: false },
      (response) => {
        response.once('data', () => sent.destroy());
        response.on('error', () => {});
        response.on('close', resolve);
      },
    );
  });
  expect((await call(sim, 'GET /servers/')).status).toBe(200);
});

test('close ends what hangs', async () => {
  const sim = await start({ faults: [on.get.backups.hang(), on.get.servers.drip(1)] });
  const arrived = new Promise<void>((resolve) => {
    const poll = setInterval(() => {
      if (sim.requests.length < 2) return;
      clearInterval(poll);
      resolve();
    }, 1);
  });
  const calls = Promise.allSettled([call(sim, 'GET /backups/'), call(sim, 'GET /servers/')]);
  await arrived;
  await sim.close();
  expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await sim.close();
});

test('a closed port refuses, and opens again as the same', async () => {
  const sim = await start();
  await sim.stopListening();
  await expect(call(sim, 'GET /servers/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await sim.startListening();
  await sim.startListening();
  expect((await call(sim, 'GET /servers/')).status).toBe(200);
  expect(sim.requests).toHaveLength(1);
});

test('a port that is taken is an error', async () => {
  const sim = await start();
  await expect(startSimulator({ port: Number(new URL(sim.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('nonsense on the socket does not bring it down', async () => {
  const sim = await start();
  const port = Number(new URL(sim.url).port);
  await new Promise<void>((resolve) => {
    const sent = http.request({
      port,
      host: '127.0.0.1',
      path: '//',
      headers: { host: 'a b' },
      agent: false,
    });
    sent.on('response', (response) => response.resume().on('end', resolve));
    sent.on('error', () => resolve());
    sent.end();
  });
  expect((await call(sim, 'GET /servers/')).status).toBe(200);
});
