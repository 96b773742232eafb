/** An API client over a transport that plays a script. */
import { VpsOrgClient } from '../../src/vpsorg/client.js';
import { ApiError, NetworkError } from '../../src/vpsorg/errors.js';
import type { HttpRequest, HttpResponse, Transport } from '../../src/vpsorg/http.js';
import { VirtualClock } from '../support/virtual-clock.js';

export type Played = Partial<HttpResponse> | Error;

export const BACKUP = {
  id: 502,
  server: { id: 7, name: 'web' },
  backup_type: 'manual',
  status: 'in_progress',
  created_at: '2025-01-16T15:45:00Z',
};
export const STARTED: Played = { status: 201, body: JSON.stringify(BACKUP) };
export const LISTED: Played = {
  status: 200,
  body: JSON.stringify({ count: 1, results: [BACKUP] }),
};

export const refused = (): Error => new NetworkError('ECONNREFUSED', false);
export const reset = (): Error => new NetworkError('ECONNRESET', true);
export const times = (count: number, played: Played): Played[] =>
  Array.from({ length: count }, () => played);

/** An API whose transport plays these answers, in order; a request beyond them is a fault of the test. */
export function play(played: readonly Played[], url = 'https://admin.vps.org/api/v1') {
  const clock = new VirtualClock();
  const cancel = new AbortController();
  const sent: (HttpRequest & { readonly at: number })[] = [];
  const retries: string[] = [];
  const transport: Transport = {
    send: async (request) => {
      const next = played[sent.length];
      sent.push({ ...request, at: clock.elapsed });
      if (next === undefined) throw new Error(`nobody expected ${request.method} ${request.path}`);
      if (next instanceof Error) throw next;
      return { status: 200, body: '', bodyComplete: true, retryAfterMs: null, ...next };
    },
    close: () => {},
  };
  const api = new VpsOrgClient({
    url,
    transport,
    clock,
    signal: cancel.signal,
    onRetry: (line) => retries.push(line),
  });
  const targets = (): string[] => sent.map((request) => `${request.method} ${request.path}`);
  return {
    api,
    clock,
    cancel,
    sent,
    retries,
    targets,
    settle: <T>(work: Promise<T>): Promise<T> => clock.settle(work),
  };
}

export async function faultOf(work: Promise<unknown>): Promise<ApiError> {
  const fault = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (fault instanceof ApiError) return fault;
  throw new Error(`expected an ApiError, but got ${String(fault)}`);
}
