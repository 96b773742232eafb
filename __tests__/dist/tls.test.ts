/** TLS that breaks after the handshake proves nothing: the request may have been executed. A certificate that fails does. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.js';
import { errorOf, PATIENCE_MS, stage, step, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function hasCertificate(): boolean {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        keyFile,
        '-out',
        certFile,
        '-days',
        '2',
        ...subject,
      ],
      {
        stdio: 'ignore',
      },
    );
    return true;
  } catch {
    console.warn('SKIPPED: no openssl here that makes a certificate; errors of TLS are not tested');
    return false;
  }
}

/** A record that no key deciphers: what a broken middle box, or a bad cable, would make of an answer. */
const BROKEN_RECORD = Buffer.concat([Buffer.from([0x17, 3, 3, 0, 32]), Buffer.alloc(32, 7)]);

/** TLS in front of a simulator. The answer to the first POST reaches nobody: a broken record comes in its place. */
async function startBreakingTls(sim: Simulator): Promise<tls.Server> {
  const raw = new Map<number | undefined, net.Socket>();
  let isBroken = false;
  const server = tls.createServer(
    { key: readFileSync(keyFile), cert: readFileSync(certFile) },
    (client) => {
      const upstream = net.connect(Number(new URL(sim.url).port), '127.0.0.1');
      let swallows = false;
      client.on('error', () => upstream.destroy());
      client.on('data', (chunk: Buffer) => {
        swallows = !isBroken && chunk.toString('latin1').startsWith('POST ');
        isBroken ||= swallows;
        upstream.write(chunk);
      });
      client.on('close', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
      upstream.on('data', (chunk: Buffer) => {
        if (swallows) raw.get(client.remotePort)?.write(BROKEN_RECORD);
        else client.write(chunk);
      });
    },
  );
  server.on('connection', (socket: net.Socket) => raw.set(socket.remotePort, socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const describeTls = hasCertificate() ? describe : describe.skip;

describeTls('a broken record in place of the answer to create', () => {
  const play = stage({ backupDurationMs: 0 }, async ({ sim }) => {
    const server = await startBreakingTls(sim);
    const { port } = server.address() as AddressInfo;
    try {
      const api = { url: `https://localhost:${port}/api/v1`, token: TOKEN };
      const result = await step(api, {}, { env: { NODE_EXTRA_CA_CERTS: certFile } });
      expect(sim.requests.filter((one) => one.method === 'POST')).toHaveLength(1);
      expect(sim.vps.created).toHaveLength(1);
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { status: 'completed', backup_id: String(sim.vps.created[0]?.id) },
      });
    } finally {
      server.close();
    }
  });
  test('one backup, adopted; no second POST', play);
});

describeTls('a certificate of a company authority', () => {
  test.concurrent.each([{}, { keep_last: '1' }, { operation: 'list' }])(
    'is not tried again, and the error names NODE_EXTRA_CA_CERTS: %j',
    async (inputs) => {
      let handshakes = 0;
      const server = tls.createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) });
      server.on('connection', () => {
        handshakes += 1;
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const api = { url: `https://localhost:${port}/api/v1`, token: TOKEN };
      const result = await step(api, inputs).finally(() => server.close());
      expect(errorOf(result)).toBe(
        'Could not list backups: the certificate of localhost was not accepted (DEPTH_ZERO_SELF_SIGNED_CERT). If a company proxy signs it, set NODE_EXTRA_CA_CERTS to the file of its CA.',
      );
      expect(handshakes).toBe(1);
    },
  );
});
