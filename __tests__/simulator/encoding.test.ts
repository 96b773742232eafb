import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { bytesOf, on, unreadableEncodingDialects } from '../../simulator/index.js';
import { sendTo, setUp } from './helpers.js';

const decoders = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

test.each(['gzip', 'deflate', 'br'] as const)('%s unasked', async (encoding) => {
  const { send } = setUp({ backups: [{}], dialect: { encoding } });
  const outcome = await send('GET /backups/', undefined, { 'Accept-Encoding': 'identity' });
  if (outcome.kind !== 'answer') throw new Error(outcome.kind);
  expect(outcome.headers['content-encoding']).toBe(encoding);
  expect(decoders[encoding](bytesOf(outcome)).toString()).toBe(outcome.body);
});

test.each([
  ['br, gzip;q=0.5', 'gzip'],
  ['identity', undefined],
])('gzip where asked: %s', async (accepted, encoding) => {
  const { ask } = setUp({ dialect: { encoding: 'gzip where asked' } });
  const { headers } = await ask('GET /backups/', undefined, { 'Accept-Encoding': accepted });
  expect(headers['content-encoding']).toBe(encoding);
});

test('an empty body is not encoded, nor one that is cut short', async () => {
  const { ask, sim } = setUp({
    backups: [{ id: 1 }],
    dialect: { encoding: 'gzip' },
    faults: [on.get.servers.cutShort()],
  });
  expect((await ask('DELETE /backups/1/')).headers).not.toHaveProperty('content-encoding');
  expect(await sendTo(sim, 'GET /servers/')).not.toHaveProperty('encoding');
});

test('broken gzip cannot be decoded', async () => {
  const { send } = setUp({ dialect: { encoding: 'broken gzip' } });
  const outcome = await send('GET /backups/');
  if (outcome.kind !== 'answer') throw new Error(outcome.kind);
  expect(() => gunzipSync(bytesOf(outcome))).toThrow('unexpected end of file');
});

test('gzip in name only is plain', async () => {
  const { send } = setUp({ faults: [on.get.backups.encode('gzip in name only')] });
  const outcome = await send('GET /backups/');
  if (outcome.kind !== 'answer') throw new Error(outcome.kind);
  expect(outcome.headers['content-encoding']).toBe('gzip');
  expect(bytesOf(outcome).toString()).toBe(outcome.body);
});

test.each(Object.entries(unreadableEncodingDialects))('"%s" is labelled', async (_, dialect) => {
  const { ask } = setUp({ dialect });
  expect((await ask('GET /backups/')).headers['content-encoding']).toMatch(/^(gzip|deflate|br)$/);
});
