import type http from 'node:http';
import { bytesOf } from './encoding.js';
import type { Outcome } from './protocol.js';

/** Sends an outcome through a socket. */
export function play(outcome: Outcome, response: http.ServerResponse): void {
  switch (outcome.kind) {
    case 'hang':
      return;
    case 'refused':
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'answer': {
      const body = bytesOf(outcome);
      response.writeHead(outcome.status, withLength(outcome, body));
      response.end(body);
      return;
    }
    case 'drip':
      drip(outcome, response);
      return;
    case 'truncated':
      truncate(outcome, response);
  }
}

function withLength(
  { status, headers }: { status: number; headers: Record<string, string> },
  body: Buffer,
): Record<string, string> {
  return status === 204 || status === 304
    ? headers
    : { ...headers, 'content-length': String(body.length) };
}

const DRIP_INTERVAL_MS = 50;

/** Real time, whatever the simulator's clock: a socket is read by a client that lives in real time. */
function drip(outcome: Extract<Outcome, { kind: 'drip' }>, response: http.ServerResponse): void {
  const body = bytesOf(outcome);
  response.writeHead(outcome.status, withLength(outcome, body));
  response.flushHeaders();
  const started = Date.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(
      body.length,
      Math.floor(((Date.now() - started) / 1000) * outcome.bytesPerSecond),
    );
    if (due > sent) response.write(body.subarray(sent, due));
    sent = due;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, DRIP_INTERVAL_MS);
  response.on('close', () => clearInterval(timer));
}

/** A reset overtakes bytes that were sent before it: time for them to arrive. */
const ARRIVAL_MS = 20;

function truncate(
  outcome: Extract<Outcome, { kind: 'truncated' }>,
  response: http.ServerResponse,
): void {
  response.writeHead(outcome.status, outcome.headers);
  response.flushHeaders();
  response.write(outcome.body);
  const { socket } = response;
  if (outcome.ending === 'end') socket?.end();
  else setTimeout(() => socket?.resetAndDestroy(), ARRIVAL_MS);
}
