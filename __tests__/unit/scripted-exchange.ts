/** The transport over an exchange that a test plays. */
import { createRedactor } from '../../src/report/sanitize.js';
import {
  createTransport,
  type Exchange,
  type Headers,
  type HttpRequest,
  type RawResponse,
} from '../../src/vpsorg/http.js';
import { VirtualClock } from '../support/virtual-clock.js';

export const TOKEN = 'vps_test_not_a_real_token';
export const GET: HttpRequest = { method: 'GET', path: '/api/v1/backups/', timeoutMs: 30_000 };
export const POST: HttpRequest = { ...GET, method: 'POST', body: {} };
export const DELETE: HttpRequest = { ...GET, method: 'DELETE', path: '/api/v1/backups/5/' };

export function create(exchange: Exchange) {
  const clock = new VirtualClock();
  const cancel = new AbortController();
  const lines: string[] = [];
  const transport = createTransport({
    ...{ exchange, clock, signal: cancel.signal, redact: createRedactor([TOKEN]) },
    debug: (line) => lines.push(line),
  });
  return { clock, cancel, lines, send: transport.send, settle: clock.settle.bind(clock) };
}

export function raw(body: string | Buffer, headers: Headers = {}, complete = true): RawResponse {
  const bytes = Buffer.from(body);
  return { status: 200, headers, readBody: async () => ({ bytes, complete }) };
}

/** As a socket does, it ends with the signal; a body that was begun is then incomplete. */
export const silent: Exchange = (_, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('x'))));
export const slowBody: Exchange = async (_, signal) => ({
  status: 201,
  headers: {},
  readBody: () =>
    new Promise((resolve) => {
      const end = () => resolve({ bytes: Buffer.from('{'), complete: false });
      signal.addEventListener('abort', end);
    }),
});

export const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => error);
