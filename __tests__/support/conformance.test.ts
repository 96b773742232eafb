/** Under every fault the in-process exchange shows what `src/vpsorg/exchange.ts` shows over a real socket. */
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  createSimulator,
  type Fault,
  type FaultRule,
  on,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.js';
import { systemClock } from '../../src/clock.js';
import { CancelledError } from '../../src/errors.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import type { HttpRequest, HttpResponse, Transport } from '../../src/vpsorg/http.js';
import { createInProcessTransport } from './in-process.js';
import { connectTo } from './real-socket.js';
import { VirtualClock } from './virtual-clock.js';

const TIMEOUT_MS = 250;
const LIST: HttpRequest = { method: 'GET', path: '/api/v1/backups/', timeoutMs: TIMEOUT_MS };
const PLENTY: HttpRequest = { ...LIST, timeoutMs: 20_000 };
const CREATE: HttpRequest = {
  method: 'POST',
  path: '/api/v1/backups/',
  body: { server_id: 12345 },
  timeoutMs: TIMEOUT_MS,
};
const DELETE: HttpRequest = {
  method: 'DELETE',
  path: '/api/v1/backups/101/',
  timeoutMs: TIMEOUT_MS,
};

let ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
});

function optionsWith(faults: FaultRule[]): SimulatorOptions {
  return { faults, backups: Array.from({ length: 8 }, (_, n) => ({ id: 101 + n })) };
}

async function realOne(
  faults: FaultRule[],
  signal = new AbortController().signal,
): Promise<{ simulator: Simulator; transport: Transport }> {
  const simulator = await startSimulator(optionsWith(faults));
  const { transport, close } = connectTo(simulator, { clock: systemClock, signal });
  ends.push(close, simulator.close);
  return { simulator, transport };
}

async function real(request: HttpRequest, faults: FaultRule[]): Promise<unknown> {
  const { simulator, transport } = await realOne(faults);
  // A port that is open can't refuse one request: it is closed altogether.
  if (faults.some((one) => one.fault.kind === 'refuse')) await simulator.stopListening();
  const came = await cameOf(transport.send(request));
  expect(simulator.unexpected).toEqual([]);
  return came;
}

async function inProcess(request: HttpRequest, faults: FaultRule[]): Promise<unknown> {
  const clock = new VirtualClock(Date.now());
  const sim = createSimulator({ clock, ...optionsWith(faults) });
  const transport = createInProcessTransport({ sim, clock, signal: new AbortController().signal });
  return clock.settle(cameOf(transport.send(request)));
}

/** Headers that decide something. */
const HEADERS = ['retry-after', 'location', 'content-encoding'];

/** What can be decided on. Of a body that is not complete it is chance how much came. */
async function cameOf(sending: Promise<HttpResponse>): Promise<unknown> {
  try {
    const { status, headers, bodyComplete, body } = await sending;
    const shape = bodyComplete
      ? body
          .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'DATE')
          .replaceAll(/https?:\/\/[^/"]+/g, 'ORIGIN')
      : 'CUT';
    const dated = headers.date !== undefined;
    return { status, bodyComplete, shape, dated, headers: HEADERS.map((name) => headers[name]) };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return { code: error.code, maybeDelivered: error.maybeDelivered };
  }
}

const CASES: [string, HttpRequest, FaultRule[]][] = [
  ['nothing', LIST, []],
  ['a 201', CREATE, []],
  ['a 204', DELETE, []],
  ['refuse', LIST, [on.any.refuse()]],
  ['refuse a POST', CREATE, [on.any.refuse()]],
  ['reset before', CREATE, [on.any.reset('before')]],
  ['reset after', CREATE, [on.any.reset('after')]],
  ['hang before', CREATE, [on.any.hang('before')]],
  ['hang after', CREATE, [on.any.hang('after')]],
  ['drip, in time', PLENTY, [on.any.drip(20_000)]],
  ['drip, too slow', LIST, [on.any.drip(400)]],
  ['drip of a POST, too slow', CREATE, [on.any.drip(100)]],
  ['cut short by a reset', LIST, [on.any.cutShort('reset')]],
  ['cut short by an end', LIST, [on.any.cutShort('end')]],
  ['a 201 cut short', CREATE, [on.any.cutShort('end')]],
  ['a 204 cut short by an end', DELETE, [on.any.cutShort('end')]],
  ['a 204 cut short by a reset', DELETE, [on.any.cutShort('reset')]],
  ['broken JSON', LIST, [on.any.brokenJson()]],
  ['delay, in time', PLENTY, [on.any.delay(50)]],
  ['delay, too long', LIST, [on.any.delay(2_000)]],
  ['status', LIST, [on.any.status(503, 'html')]],
  ['status with Retry-After', LIST, [on.any.tooManyRequests(7)]],
  ['status with an absurd Retry-After', LIST, [on.any.tooManyRequests('1e9')]],
  ['redirect', LIST, [on.any.redirect(302, 'https://elsewhere.example/')]],
  ['redirect of a POST', CREATE, [on.any.redirect(307, 'https://elsewhere.example/')]],
  ['any answer', LIST, [on.any.html()]],
  ['an empty 201', CREATE, [on.any.unreadable('empty')]],
  ['huge', { ...LIST, timeoutMs: 20_000 }, [on.any.huge(33)]],
  ['large, but not too large', { ...LIST, timeoutMs: 20_000 }, [on.any.huge(2)]],
  ['on a new connection', { ...LIST, newConnection: true }, [on.any.reset()]],
  ['gzip', PLENTY, [on.any.encode('gzip')]],
  ['gzip of a 201', { ...CREATE, timeoutMs: 20_000 }, [on.any.encode('gzip')]],
  ['broken gzip', PLENTY, [on.any.encode('broken gzip')]],
  ['gzip in name only', PLENTY, [on.any.encode('gzip in name only')]],
  ['brotli', PLENTY, [on.any.encode('br')]],
  ['deflate', PLENTY, [on.any.encode('deflate')]],
  ['locked, with Retry-After', CREATE, [on.any.locked(423, 30)]],
  ['a 2xx that says no', CREATE, [on.any.bare('200 success false')]],
  ['an empty 202', CREATE, [on.any.bare('202 empty')]],
];

test.each(CASES)('%s', async (_, request, faults) => {
  expect(await inProcess(request, faults)).toEqual(await real(request, faults));
});

const KINDS = {
  answer: true,
  'broken json': true,
  'cut short': true,
  delay: true,
  drip: true,
  encode: true,
  hang: true,
  huge: true,
  refuse: true,
  reset: true,
  status: true,
} satisfies Record<Fault['kind'], true>;

test('every kind of fault is among the cases', () => {
  const kinds = new Set(CASES.flatMap(([, , faults]) => faults.map((one) => one.fault.kind)));
  expect([...kinds].sort()).toEqual(Object.keys(KINDS).sort());
});

describe('cancelled', () => {
  test.each([
    ['a GET', LIST],
    ['a POST', CREATE],
    ['a DELETE', DELETE],
  ])('%s on its way', async (_, request) => {
    const long = { ...request, timeoutMs: 20_000 };
    const [here, there] = [new AbortController(), new AbortController()];
    const { transport } = await realOne([on.any.hang()], here.signal);
    const clock = new VirtualClock();
    const sim = createSimulator({ clock, faults: [on.any.hang()] });
    const mimic = createInProcessTransport({ sim, clock, signal: there.signal });
    const ended = [transport.send(long), clock.settle(mimic.send(long))].map((one) =>
      one.then(
        () => null,
        (error: unknown) => error,
      ),
    );
    setImmediate(() => here.abort(new CancelledError('SIGINT')));
    void clock.sleep(1_000).then(() => there.abort(new CancelledError('SIGINT')));
    const [one, other] = await Promise.all(ended);
    expect(one).toBeInstanceOf(CancelledError);
    expect(other?.constructor).toBe(one?.constructor);
  });
});
