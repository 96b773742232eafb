/** One scenario for each message of the README's tables "When it fails" and "Warnings". */
import { type BackupSeed, on, type SimulatorOptions } from '../../simulator/index.js';
import { CancelledError } from '../../src/errors.js';
import { cancellationMessage } from '../../src/report/cancellation.js';
import {
  ago,
  DAY,
  HOUR,
  MINUTE,
  marked,
  RUN,
  type Scenario,
  type StepInputs,
  type StepResult,
  scenario,
} from '../support/harness.js';

const SERVER = '12345';

/** Runs one step; the scenario must not have asked for anything undocumented. */
async function run(
  options: SimulatorOptions,
  inputs: StepInputs,
  prepare?: (world: Scenario) => void,
): Promise<StepResult> {
  const world = scenario(options);
  prepare?.(world);
  const result = await world.step(inputs);
  if (world.sim.unexpected.length > 0)
    throw new Error(`unexpected: ${world.sim.unexpected.join(', ')}`);
  return result;
}

/** The error of a step that must fail. */
async function failureOf(
  options: SimulatorOptions,
  inputs: StepInputs,
  prepare?: (world: Scenario) => void,
): Promise<string> {
  const { failure } = await run(options, inputs, prepare);
  if (failure === null) throw new Error('the step did not fail');
  return failure;
}

async function warningOf(options: SimulatorOptions, inputs: StepInputs): Promise<string> {
  const { failure, warnings } = await run(options, inputs);
  if (failure !== null) throw new Error(`the step failed: ${failure}`);
  return warnings.join('\n');
}

async function inputFaults(inputs: StepInputs): Promise<string> {
  return scenario()
    .step(inputs)
    .then(
      () => Promise.reject(new Error('the inputs were taken')),
      (error: Error) => error.message,
    );
}

const ours = (id: number, more: Partial<BackupSeed> = {}): BackupSeed => ({
  id,
  created_at: ago(2 * DAY),
  description: marked(),
  ...more,
});
const tenStrangers: BackupSeed[] = Array.from({ length: 10 }, (_, i) => ({
  id: 101 + i,
  description: 'Made by hand',
}));
const create: StepInputs = { operation: 'create', server_id: SERVER };
const restoreLatest: StepInputs = { operation: 'restore', server_id: SERVER, backup_id: 'latest' };
const restore501: StepInputs = { operation: 'restore', server_id: SERVER, backup_id: '501' };

async function cancelledWait(): Promise<string> {
  const world = scenario({ backupDurationMs: 10 * MINUTE });
  const cancel = new AbortController();
  void world.clock.sleep(MINUTE).then(() => cancel.abort(new CancelledError('SIGINT')));
  const { error, facts } = await world.step(create, { cancel: cancel.signal });
  if (!(error instanceof CancelledError)) throw new Error('the step was not cancelled');
  return cancellationMessage(error, facts);
}

/** A full error for each, by what brings it about. */
export const failures: Readonly<Record<string, () => Promise<string>>> = {
  'a bad input': () => inputFaults({ ...create, keep_last: '11' }),
  'no token': () => inputFaults({ ...create, api_token: '' }),
  'a wrong token': () =>
    failureOf({ faults: [on.get.any.status(401, 'detail', { text: 'Invalid token.' })] }, create),
  'a token without permission': () =>
    failureOf({ faults: [on.post.any.status(403, 'detail', { text: 'Forbidden.' })] }, create),
  'no such server': () => failureOf({}, { ...create, server_id: '99999' }),
  'no server of that name': () => failureOf({}, { operation: 'create', server_name: 'web' }),
  'two servers of that name': () =>
    failureOf(
      {
        servers: [
          { id: 1, name: 'web' },
          { id: 2, name: 'web' },
        ],
      },
      { operation: 'create', server_name: 'web' },
    ),
  'id and name differ': () => failureOf({}, { ...create, server_name: 'db-server-01' }),
  'no connection': () => failureOf({ faults: [on.any.refuse()] }, create),
  'no such list': () =>
    failureOf({ faults: [on.get.backups.status(404, 'detail', { text: 'Not found.' })] }, create),
  'VPS.org is down': () =>
    failureOf({ faults: [on.any.status(503, 'text', { text: 'Service Unavailable' })] }, create),
  'a full server': () => failureOf({ backups: tenStrangers }, create),
  'a full server, none may go': () =>
    failureOf({ backups: tenStrangers }, { ...create, keep_last: '3' }),
  'the backup failed': () => failureOf({ backupOutcome: 'failed' }, create),
  wait_timeout: () => failureOf({ backupDurationMs: 2 * HOUR }, create),
  'the token was revoked in the middle of the wait': () =>
    failureOf(
      { faults: [on.get.backups.from(3).status(401, 'detail', { text: 'Invalid token.' })] },
      create,
    ),
  'an unknown outcome': () => failureOf({ faults: [on.post.backups.reset('before')] }, create),
  'an unknown outcome, no list': () =>
    failureOf({ faults: [on.post.backups.reset(), on.get.backups.from(2).status(500)] }, create),
  'never listed': () => failureOf({}, { operation: 'wait', backup_id: '777', server_id: SERVER }),
  'deleted meanwhile': () =>
    failureOf(
      { backups: [ours(501, { duration_ms: HOUR })] },
      { operation: 'wait', backup_id: '501', server_id: SERVER },
      (world) => {
        void world.clock.sleep(MINUTE).then(() => world.sim.vps.deleteBackup(501));
      },
    ),
  'one of several servers': () =>
    failureOf(
      { backupOutcome: ({ serverId }) => (serverId === 12346 ? 'failed' : 'completed') },
      { ...create, server_id: '12345, 12346' },
    ),
  cancelled: cancelledWait,
  'restore: not there': () => failureOf({}, restore501),
  'restore: of another server': () =>
    failureOf({ backups: [ours(501, { server_id: 12346 })] }, restore501),
  'restore: not completed': () =>
    failureOf({ backups: [ours(501, { status: 'failed' })] }, restore501),
  'latest: none': () => failureOf({ backups: tenStrangers }, restoreLatest),
  'latest: of this run': () =>
    failureOf(
      { backups: [ours(501, { description: marked('create', { runId: RUN.runId }) })] },
      restoreLatest,
    ),
  'latest: too old': () =>
    failureOf({ backups: [ours(501, { created_at: ago(8 * DAY) })] }, restoreLatest),
  'latest: undated': () => failureOf({ backups: [ours(501, { created_at: null })] }, restoreLatest),
  'restore: going on already': () =>
    failureOf(
      {
        backups: [ours(501)],
        servers: [{ id: 12345, name: 'web-server-01', status: 'restoring' }],
      },
      restore501,
    ),
  'restore: no safety backup': () =>
    failureOf(
      { backups: [ours(501)], backupOutcome: 'failed' },
      { ...restore501, safety_backup: 'true' },
    ),
  'restore: refused': () =>
    failureOf(
      {
        backups: [ours(501)],
        faults: [
          on.post.restore.status(400, 'detail', {
            text: 'server is not in a valid state for restoration',
          }),
        ],
      },
      restore501,
    ),
  'restore: unknown': () =>
    failureOf({ backups: [ours(501)], faults: [on.post.restore.reset('after')] }, restore501),
  'restore: the server fails': () =>
    failureOf({ backups: [ours(501)], restoreOutcome: 'error' }, restore501),
  'restore: wait_timeout': () =>
    failureOf({ backups: [ours(501)], restoreDurationMs: 2 * HOUR }, restore501),
  'delete: not there': () =>
    failureOf({ backups: [ours(501)] }, { operation: 'delete', backup_id: '501, 777' }),
  'prune: a partial list': () =>
    failureOf(
      { backups: tenStrangers, dialect: { capRowsAt: 5 } },
      { operation: 'prune', server_id: SERVER, keep_last: '3' },
    ),
};

/** The warnings of steps that go on. */
export const warnings: Readonly<Record<string, () => Promise<string>>> = {
  'an unobserved restore': () =>
    warningOf({ backups: [ours(501)], restoreStatuses: [] }, restore501),
  'an undocumented status': () => warningOf({ intermediateStatuses: ['verifying'] }, create),
  'a lost marker': () => warningOf({ dialect: { stripMarker: true } }, create),
  'a rotation that was not finished': () =>
    warningOf(
      {
        backups: [ours(301, { created_at: ago(9 * DAY) }), ours(302, { created_at: ago(8 * DAY) })],
        faults: [on.delete.backup.status(403, 'detail', { text: 'Forbidden.' })],
      },
      { ...create, keep_last: '2' },
    ),
  'a bare server': () =>
    warningOf({ backups: [ours(501)] }, { operation: 'delete', backup_id: '501' }),
};
