/** Faults that no API can be asked to withstand better: none of them lies about what was done. */
import fc from 'fast-check';
import { DEFAULT_TOKEN, type Fault, type PlainFaultRule } from '../../simulator/index.js';
import { maybe, often } from './choices.js';

/** Refusals prove that nothing was done, so such an answer never comes after it was. */
const refusals = fc.constantFrom(400, 401, 403, 404, 405, 409, 422, 423, 425, 429);
const openStatuses = fc.constantFrom(500, 502, 503, 504, 408, 302, 307);
const shape = fc.constantFrom(
  'detail',
  'message',
  'error',
  'errors',
  'fields',
  'text',
  'html',
  'empty',
);
const retryAfter = maybe('0', '5', '59', '86400', 'Thu, 16 Jan 2025 15:46:20 GMT', 'soon');
const status = (codes: fc.Arbitrary<number>): fc.Arbitrary<Fault> =>
  fc.tuple(codes, shape, retryAfter).map(([code, kind, after]) => ({
    kind: 'status',
    status: code,
    body: { shape: kind },
    ...(after === undefined ? {} : { headers: { 'retry-after': after } }),
  }));

const unreadable: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.constantFrom(200, 201),
    fc.constantFrom(
      '',
      'OK',
      '<html><title>Log in</title></html>',
      'null',
      '{"id": ',
      '[1, 2',
      '{"status": "in_progress"}',
      '{"status": "accepted"}',
      `Bearer ${DEFAULT_TOKEN}`,
    ),
  )
  .map(([code, body]) => ({ kind: 'answer', status: code, body }));

const opening: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'cut short', ending: 'end' },
    { kind: 'cut short', ending: 'reset' },
    { kind: 'broken json' },
  ),
  fc
    .constantFrom(30, 400, 5_000)
    .map((bytesPerSecond): Fault => ({ kind: 'drip', bytesPerSecond })),
  fc.constantFrom(200, 5_000, 29_000, 31_000).map((ms): Fault => ({ kind: 'delay', ms })),
  status(openStatuses),
  unreadable,
);

const where = fc.constantFrom<PlainFaultRule['on']>(
  { method: 'POST', path: 'backups' },
  { method: 'GET', path: 'backups' },
  { method: 'POST', path: 'restore' },
  { method: 'DELETE', path: 'backup' },
  { method: 'GET', path: 'servers' },
  { method: 'POST' },
  {},
);

const nth = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 6 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 14 }))
      .map(([from, more]) => ({ from, to: from + more })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }).map((from) => ({ from })) },
);

const request = fc.constantFrom<PlainFaultRule['on']>(
  { method: 'POST', path: 'backups' },
  { method: 'POST', path: 'restore' },
);
const first = often<PlainFaultRule['nth'] & {}>(1, 2, { from: 1, to: 2 }, { from: 1 });
const commit = fc.constantFrom('before' as const, 'after' as const);

/** A rule of a fault schedule. */
export const fault: fc.Arbitrary<PlainFaultRule> = fc.oneof(
  // What is answered to a request that makes something matters most.
  { weight: 3, arbitrary: fc.record({ on: request, nth: first, commit, fault: opening }) },
  { weight: 3, arbitrary: fc.record({ on: where, nth, commit, fault: opening }) },
  {
    weight: 1,
    arbitrary: fc.record({
      on: where,
      nth,
      fault: fc.oneof(fc.constant<Fault>({ kind: 'refuse' }), status(refusals)),
    }),
  },
);
