/** TLS: an error before the end of the handshake proves that nothing was delivered. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { ApiError, NetworkError } from '../../src/vpsorg/errors.js';
import { connect, DELETE, GET, listen, POST } from './loopback.js';

const folder = mkdtempSync(join(tmpdir(), 'exchange-tls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A key and a certificate that nothing trusts; `null` where there is no openssl. */
function makeCertificate(): { key: Buffer; cert: Buffer } | null {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  try {
    const files = ['-nodes', '-keyout', key, '-out', cert];
    execFileSync('openssl', [...args, ...subject, ...files], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } catch {
    return null;
  }
}

const certificate = makeCertificate();
const withCertificate = certificate === null ? test.skip : test;

const { createConnection } = https.Agent.prototype;
afterEach(() => {
  https.Agent.prototype.createConnection = createConnection;
});

/** As `NODE_EXTRA_CA_CERTS` does, which a process reads at its start only. */
function trustCertificate(): void {
  https.Agent.prototype.createConnection = function connectTrusting(options, callback) {
    return createConnection.call(this, { ...options, ca: certificate?.cert }, callback);
  };
}

async function startTls(onConnection: (socket: tls.TLSSocket) => void): Promise<string> {
  const server = tls.createServer({ ...certificate }, (socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  server.on('tlsClientError', () => {});
  const { port } = await listen(server);
  return `https://127.0.0.1:${port}`;
}

describe('a handshake that fails: nothing was delivered', () => {
  test.each<[string, (socket: net.Socket) => void]>([
    ['the connection is closed in it', (socket) => socket.end()],
    ['the connection is reset in it', (socket) => socket.resetAndDestroy()],
    ['it is answered with text', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ...[40, 70, 112].map((alert): [string, (socket: net.Socket) => void] => [
      `alert ${alert}`,
      (socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])),
    ]),
  ])('%s', async (_, end) => {
    const { port } = await listen(
      net.createServer((socket) => socket.once('data', () => end(socket))),
    );
    for (const request of [POST, DELETE]) {
      const error = await connect(`https://127.0.0.1:${port}`).send(request);
      expect(error).toBeInstanceOf(NetworkError);
      expect(error).toMatchObject({ maybeDelivered: false, isCertificate: false });
    }
  });
});

describe('a certificate', () => {
  withCertificate(
    'that is not trusted ends the request before it is delivered, and names the host',
    async () => {
      let requests = 0;
      const origin = await startTls((socket) => socket.on('data', () => (requests += 1)));
      for (const request of [GET, POST]) {
        const error = await connect(origin).send(request);
        expect(error).toMatchObject({
          ...{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', maybeDelivered: false, isCertificate: true },
          message: expect.stringMatching(/^the certificate of 127\.0\.0\.1 was not accepted/),
        });
        const { isTransient, message } = new ApiError('list backups', null, { cause: error });
        expect([isTransient, message.includes('NODE_EXTRA_CA_CERTS')]).toEqual([false, true]);
      }
      expect(requests).toBe(0);
    },
  );
});

describe('after the handshake', () => {
  withCertificate.each<[string, (socket: tls.TLSSocket) => void]>([
    ['a reset once the request came', (socket) => socket.once('data', () => socket.destroy())],
    ['a close once the request came', (socket) => socket.once('data', () => socket.end())],
    ['a reset at once', (socket) => socket.destroy()],
  ])('%s: it may have been delivered', async (_, end) => {
    trustCertificate();
    const origin = await startTls(end);
    expect(await connect(origin).send(POST)).toMatchObject({ maybeDelivered: true });
  });

  withCertificate('an answer comes', async () => {
    trustCertificate();
    const origin = await startTls((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    });
    expect(await connect(origin).send(DELETE)).toMatchObject({ status: 204, complete: true });
  });
});
