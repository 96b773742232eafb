/** A client over a transport that plays a script; a request beyond the script fails the test. */
import { VpsOrgClient } from '../../src/vpsorg/client.js';
import { ApiError, NetworkError } from '../../src/vpsorg/errors.js';
import type { HttpRequest, HttpResponse, Transport } from '../../src/vpsorg/http.js';
import { VirtualClock } from '../support/virtual-clock.js';

export type Scripted = Partial<HttpResponse> | Error;

export const BACKUP = {
  id: 502,
  server: { id: 7, name: 'web' },
  backup_type: 'manual',
  status: 'in_progress',
  created_at: '2025-01-16T15:45:00Z',
};
export const CREATED: Scripted = { status: 201, body: JSON.stringify(BACKUP) };
export const LISTED: Scripted = {
  status: 200,
  body: JSON.stringify({ count: 1, results: [BACKUP] }),
};
export const reset = (): NetworkError => new NetworkError('ECONNRESET', true);
export const refused = (): NetworkError => new NetworkError('ECONNREFUSED', false);

export const times = (count: number, one: Scripted): Scripted[] =>
  Array.from({ length: count }, () => one);

/** An answer with headers, by default with an empty body. */
export function answer(status: number, headers: HttpResponse['headers'] = {}, body = ''): Scripted {
  return { status, headers, body };
}

export function play(script: readonly Scripted[], url = 'https://admin.vps.org/api/v1') {
  const clock = new VirtualClock();
  const cancel = new AbortController();
  const sent: (HttpRequest & { readonly at: number })[] = [];
  const retries: string[] = [];
  const transport: Transport = {
    send: async (request) => {
      const next = script[sent.length];
      sent.push({ ...request, at: clock.elapsed });
      if (next === undefined) throw new Error(`unexpected ${request.method} ${request.path}`);
      if (next instanceof Error) throw next;
      return { status: 200, headers: {}, body: '', bodyComplete: true, ...next };
    },
  };
  const client = new VpsOrgClient({
    url,
    transport,
    clock,
    signal: cancel.signal,
    onRetry: (line) => retries.push(line),
  });
  return {
    ...{ client, clock, cancel, sent, retries },
    paths: (): string[] => sent.map(({ method, path }) => `${method} ${path}`),
    starts: (): number[] => sent.map(({ at }) => at),
    settle: <T>(work: Promise<T>): Promise<T> => clock.settle(work),
  };
}

/** The error that the work comes to. */
export async function errorOf(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`expected an ApiError, but got ${String(error)}`);
}
