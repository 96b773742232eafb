/** Steps that are cancelled as a request arrives, or some time after it. */
import type { BackupSeed, FaultRule, RecordedRequest } from '../../simulator/index.js';
import { CancelledError } from '../../src/errors.js';
import { ago, DAY, MINUTE, marked, type StepInputs, scenario } from '../support/harness.js';

const history: BackupSeed[] = Array.from({ length: 6 }, (_, n) => ({
  id: 101 + n,
  created_at: ago((20 - n) * DAY),
  description: marked(),
}));

/** Cancels as a request arrives, or so long after it. */
export async function cancelAt(
  inputs: StepInputs,
  when: (request: RecordedRequest, n: number) => boolean,
  more: { afterMs?: number; faults?: FaultRule[]; backups?: BackupSeed[] } = {},
) {
  const signal = new AbortController();
  let at = Number.NaN;
  const cancel = (): void => {
    if (signal.signal.aborted) return;
    at = s.clock.elapsed;
    signal.abort(new CancelledError('SIGINT'));
  };
  const s = scenario({
    backups: more.backups ?? history,
    backupDurationMs: 5 * MINUTE,
    restoreDurationMs: 5 * MINUTE,
    faults: more.faults ?? [],
    onRequest: (request) => {
      if (!when(request, s.sim.requests.length)) return;
      if (more.afterMs === undefined) cancel();
      else s.clock.sleep(more.afterMs).then(cancel, () => {});
    },
  });
  const result = await s.step(
    { server_id: '12345', ...inputs },
    { cancel: signal.signal, latencyMs: 100 },
  );
  const late = s.sim.requests.filter((one) => one.at - s.clock.start > at);
  return { ...s, ...result, late, tookMs: s.clock.elapsed - at };
}

export const isPost = ({ method }: RecordedRequest): boolean => method === 'POST';
