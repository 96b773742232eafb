/** `delete` that is cancelled: what became of a backup is said as far as it is known. */
import { expect, test } from '@jest/globals';
import { type FaultRule, on } from '../../simulator/index.js';
import { CancelledError } from '../../src/errors.js';
import { scenario } from '../support/harness.js';
import { DELETE, TWO } from './delete-steps.js';

const NOTHING = 'Cancelled by SIGTERM. Nothing more was sent.';
const OPEN =
  'Cancelled by SIGTERM. Backup 101 was requested to be deleted, without a confirmation.';
const RESET = on.delete.backup.nth(1).reset('before');

/** Cancels so long after the n-th request has arrived. */
async function cancelledAfter(nth: number, ms: number, faults: FaultRule[]) {
  const abort = new AbortController();
  const s = scenario({
    backups: TWO,
    faults,
    onRequest: () => {
      if (s.sim.requests.length !== nth) return;
      s.clock.sleep(ms).then(
        () => abort.abort(new CancelledError('SIGTERM')),
        () => {},
      );
    },
  });
  const inputs = { ...DELETE, backup_id: '101', server_id: '12345' };
  const result = await s.step(inputs, { cancel: abort.signal, latencyMs: 100 });
  return { ...s, ...result };
}

interface Case {
  readonly faults: FaultRule[];
  /** The first request is the list, the second the DELETE, the third the list after it. */
  readonly nth: number;
  readonly ms: number;
  readonly outcome: 'deleted' | 'failed' | 'unconfirmed';
}

test.each<[string, Case]>([
  ['deleted', { faults: [], nth: 3, ms: 50, outcome: 'deleted' }],
  ['rejected', { faults: [on.delete.backup.status(403)], nth: 3, ms: 50, outcome: 'failed' }],
  [
    'rejected, in the pause before it is sent again',
    { faults: [on.delete.backup.tooManyRequests(5)], nth: 2, ms: 500, outcome: 'failed' },
  ],
  ['not answered', { faults: [RESET], nth: 3, ms: 50, outcome: 'unconfirmed' }],
  [
    'not answered, then rejected',
    { faults: [RESET, on.delete.backup.status(409)], nth: 5, ms: 50, outcome: 'unconfirmed' },
  ],
  [
    'not answered, then rejected, in the pause before it is sent again',
    {
      ...{ faults: [RESET, on.delete.backup.tooManyRequests(5)], nth: 4, ms: 500 },
      outcome: 'unconfirmed',
    },
  ],
])('%s', async (_, { faults, nth, ms, outcome }) => {
  const { error, failure, report, outputs, requests } = await cancelledAfter(nth, ms, faults);
  expect(error).toBeInstanceOf(CancelledError);
  expect(failure).toBe(outcome === 'unconfirmed' ? OPEN : NOTHING);
  expect(report.deletions.get(101)?.outcome).toBe(outcome);
  expect(outputs).toMatchObject({
    status: outcome === 'unconfirmed' ? 'unknown' : '',
    deleted_ids: outcome === 'deleted' ? '[101]' : '[]',
  });
  expect(requests()).toHaveLength(nth);
});
