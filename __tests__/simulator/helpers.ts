import {
  createSimulator,
  type Outcome,
  type SimulatorClock,
  type SimulatorCore,
  type SimulatorOptions,
} from '../../simulator/index.js';

/** The documented example's day. */
export const START = Date.parse('2025-01-16T15:45:00Z');

/** A clock that moves only by `advance`, or when somebody sleeps. */
export function manualClock(): SimulatorClock & { advance(ms: number): void } {
  let now = START;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

/** What a well-behaved client sends with each request. */
export function headersFor(token: string): Record<string, string> {
  return {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'User-Agent': 'simulator-test/1',
    'Cache-Control': 'no-cache',
    'Accept-Encoding': 'gzip',
  };
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape, and assert what they find
export type Loose = any;

type Seen = { status: number; headers: Record<string, string>; text: string; json: Loose };

/** A simulator on a manual clock, and short functions for requests to it. */
export function setUp(options: SimulatorOptions = {}) {
  const clock = manualClock();
  const sim = createSimulator({ clock, ...options });
  const send = (request: string, body?: unknown, headers?: Headers): Promise<Outcome> =>
    sendTo(sim, request, { body, headers });
  const ask = async (request: string, body?: unknown, sent?: Headers): Promise<Seen> => {
    const outcome = await send(request, body, sent);
    if (outcome.kind !== 'answer') throw new Error(`no answer, but ${outcome.kind}`);
    const { status, headers, body: text } = outcome;
    return { status, headers, text, json: asJson(text) };
  };
  const ids = async (query = ''): Promise<unknown[]> =>
    rowsOf((await ask(`GET /backups/${query}`)).json).map(({ id }) => id);
  return { clock, sim, send, ask, ids };
}

type Headers = Record<string, string>;

/** `sendTo(sim, 'POST /backups/', {body: {server_id: 12345}})` */
export function sendTo(
  sim: SimulatorCore,
  request: string,
  { body, headers }: { body?: unknown; headers?: Headers | undefined } = {},
): Promise<Outcome> {
  const [method = '', path = ''] = request.split(' ');
  return sim.handle({
    method,
    url: `https://admin.vps.org/api/v1${path}`,
    headers: { ...headersFor(sim.token), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

function rowsOf(list: Loose): Loose[] {
  return Array.isArray(list) ? list : list.results;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
