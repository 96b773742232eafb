import { expect, test } from '@jest/globals';
import { createSimulator } from '../../simulator/index.js';
import { headersFor, setUp } from './helpers.js';

test.each([
  ['GET /backups/502/', undefined, 'GET /backups/502/: not documented'],
  ['GET /backups', undefined, 'GET /backups: no trailing slash'],
  ['DELETE /backups/502', undefined, 'DELETE /backups/502: no trailing slash'],
  [
    'POST /servers/12345/restore',
    { backup_id: 1 },
    'POST /servers/12345/restore: no trailing slash',
  ],
  ['PUT /backups/502/', {}, 'PUT /backups/502/: not documented'],
  ['GET /servers/12345/', undefined, 'GET /servers/12345/: not documented'],
  ['DELETE /backups/abc/', undefined, 'DELETE /backups/abc/: not documented'],
])('%s is answered 404 and noted', async (request, body, note) => {
  const { ask, sim } = setUp({ backups: [{ id: 502 }] });
  expect((await ask(request, body)).status).toBe(404);
  expect(sim.unexpected).toEqual([note]);
  expect(sim.vps.backups).toHaveLength(1);
});

test.each([
  ['GET /backups/?limit=100', undefined, 'GET /backups/: query limit=100'],
  ['GET /backups/?page=2', undefined, 'GET /backups/: query page=2'],
  ['GET /backups/?server_id=web', undefined, 'GET /backups/: query server_id=web'],
  ['GET /backups/?backup_type=any', undefined, 'GET /backups/: query backup_type=any'],
  ['GET /servers/?status=restoring', undefined, 'GET /servers/: query status=restoring'],
  ['GET /backups/', {}, 'GET /backups/: has a body'],
  ['POST /backups/', { server_id: 12345, name: 'x' }, 'POST /backups/: body name="x"'],
  ['POST /backups/', { server_id: '12345' }, 'POST /backups/: body server_id="12345"'],
  ['POST /backups/', { description: 'x' }, 'POST /backups/: body without server_id'],
  ['POST /backups/', '{', 'POST /backups/: the body is no JSON object'],
  [
    'POST /servers/12345/restore/',
    { backup_id: 1, force: true },
    'POST /servers/12345/restore/: body force=true',
  ],
])('%s with %j is noted', async (request, body, note) => {
  const { ask, sim } = setUp();
  await ask(request, body);
  expect(sim.unexpected).toEqual([note]);
  expect(sim.requests[0]?.unexpected).toEqual([note]);
});

test.each([
  ['Content-Type', undefined, 'GET /backups/: Content-Type is missing'],
  ['Content-Type', 'text/plain', 'GET /backups/: Content-Type is text/plain'],
  ['User-Agent', undefined, 'GET /backups/: User-Agent is missing'],
  ['Authorization', undefined, 'GET /backups/: no Bearer token'],
  ['Authorization', 'Token secret', 'GET /backups/: no Bearer token'],
])('the header %s as %s is noted', async (name, value, note) => {
  const sim = createSimulator();
  const { [name]: _gone, ...headers } = headersFor(sim.token);
  if (value !== undefined) headers[name] = value;
  await sim.handle({ method: 'GET', url: '/api/v1/backups/', headers });
  expect(sim.unexpected).toEqual([note]);
});

test('what lies outside the API is recorded with its full path', async () => {
  const sim = createSimulator();
  await sim.handle({ method: 'GET', url: '/api/v2/backups/', headers: headersFor(sim.token) });
  await sim.handle({ method: 'GET', url: '/backups/', headers: headersFor(sim.token) });
  expect(sim.unexpected).toEqual([
    'GET outside:/api/v2/backups/: not documented',
    'GET outside:/backups/: not documented',
  ]);
});

test('pages are asked for freely where there are pages', async () => {
  const { ask, sim } = setUp({ dialect: { pageSize: 1 }, backups: [{}, {}] });
  await ask('GET /backups/?page=2');
  expect(sim.unexpected).toEqual([]);
});
