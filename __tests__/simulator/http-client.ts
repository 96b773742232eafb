import http from 'node:http';
import type { Simulator } from '../../simulator/index.js';
import { headersFor } from './helpers.js';

type Reply = { status: number; headers: http.IncomingHttpHeaders; text: string };

/** A request over HTTP, by default on a connection of its own; rejects with the socket's error. */
export function call(
  sim: Simulator,
  request: string,
  more: { body?: unknown; agent?: http.Agent; timeoutMs?: number } = {},
): Promise<Reply> {
  const [method = '', path = ''] = request.split(' ');
  return new Promise((resolve, reject) => {
    const options = { method, headers: headersFor(sim.token), agent: more.agent ?? false };
    const sent = http.request(sim.url + path, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', reject);
    });
    if (more.timeoutMs !== undefined)
      sent.setTimeout(more.timeoutMs, () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.end(more.body === undefined ? undefined : JSON.stringify(more.body));
  });
}
