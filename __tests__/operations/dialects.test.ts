/** The action behaves the same in every dialect that hides nothing: same outputs, same changes at VPS.org. */
import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  type Dialect,
  harmlessDialects,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import {
  ago,
  DAY,
  HOUR,
  marked,
  type StepInputs,
  type StepOptions,
  scenario,
} from '../support/harness.js';

const HISTORY: BackupSeed[] = [
  { id: 101, created_at: ago(20 * DAY), description: marked() },
  { id: 102, created_at: ago(9 * DAY), description: marked('safety') },
  { id: 103, created_at: ago(12 * DAY), description: marked() },
  { id: 104, created_at: ago(6 * DAY), description: marked() },
  { id: 105, created_at: ago(30 * DAY), description: marked(), status: 'failed' },
  { id: 106, created_at: ago(40 * DAY), description: 'by hand' },
  { id: 107, created_at: ago(2 * DAY), backup_type: 'automatic' },
  { id: 108, created_at: ago(50 * DAY), description: null },
  {
    id: 109,
    created_at: ago(2 * HOUR),
    description: marked('create', { runId: '1000', attempt: 1 }),
  },
  { id: 201, created_at: ago(3 * DAY), description: marked(), server_id: 12346 },
  { id: 202, created_at: ago(5 * DAY), description: marked(), server_id: 12346 },
];
const FULL: BackupSeed[] = [
  ...HISTORY,
  ...[110, 111].map((id) => ({ id, created_at: ago(60 * DAY), description: 'by hand' })),
];

interface Case {
  readonly inputs: StepInputs;
  readonly step?: StepOptions;
  readonly options?: SimulatorOptions;
}

const CASES: Record<string, Case> = {
  create: { inputs: { operation: 'create', server_id: '12345' } },
  'create, rotating': { inputs: { operation: 'create', server_id: '12345', keep_last: '2' } },
  'create on a full server': {
    inputs: { operation: 'create', server_id: '12345', keep_last: '2' },
    options: { backups: FULL },
  },
  'create on a full server, rejected': {
    inputs: { operation: 'create', server_id: '12345' },
    options: { backups: FULL },
  },
  'create on two servers': {
    inputs: { operation: 'create', server_id: '12346,12345', keep_last: '1' },
  },
  'create, answer lost after commit': {
    inputs: { operation: 'create', server_id: '12345' },
    options: { faults: [on.post.backups.nth(1).status(502, 'html', { commit: 'after' })] },
  },
  'create, request lost': {
    inputs: { operation: 'create', server_id: '12345' },
    options: { faults: [on.post.backups.nth(1).reset('before')] },
  },
  'create that fails': {
    inputs: { operation: 'create', server_id: '12345', keep_last: '1' },
    options: { backupOutcome: 'failed' },
  },
  'create, reusing': {
    inputs: { operation: 'create', server_id: '12345', reuse_on_rerun: 'true' },
    step: { run: { attempt: 2 } },
  },
  list: { inputs: { operation: 'list' } },
  'list, filtered': {
    inputs: { operation: 'list', server_id: '12345', backup_type: 'manual', match: 'deploy' },
  },
  wait: { inputs: { operation: 'wait', backup_id: '104,201' } },
  'wait, one failed': { inputs: { operation: 'wait', backup_id: '104,105' } },
  'wait for what is not there': { inputs: { operation: 'wait', backup_id: '999' } },
  restore: { inputs: { operation: 'restore', server_id: '12345', backup_id: '106' } },
  'restore latest': {
    inputs: { operation: 'restore', server_id: '12345', backup_id: 'latest' },
    step: { run: { runId: '1001' } },
  },
  'restore latest, of this run': {
    inputs: { operation: 'restore', server_id: '12345', backup_id: 'latest' },
  },
  'restore with a safety backup': {
    inputs: { operation: 'restore', server_id: '12345', backup_id: '104', safety_backup: 'true' },
  },
  'restore of another server’s': {
    inputs: { operation: 'restore', server_id: '12345', backup_id: '201' },
  },
  delete: { inputs: { operation: 'delete', backup_id: '106,201' } },
  'delete, one not there': { inputs: { operation: 'delete', backup_id: '106,999' } },
  prune: { inputs: { operation: 'prune', server_id: '12345', keep_last: '1' } },
  'prune by age, any': {
    inputs: { operation: 'prune', server_id: '12345,12346', older_than: '4d', scope: 'server' },
  },
  'prune, dry run': {
    inputs: { operation: 'prune', server_id: '12345', keep_last: '1', dry_run: 'true' },
  },
};

/** Of several servers, whose rows are deleted first depends on how fast their lists come. */
function inOrderOfServers(ids: readonly number[], inputs: StepInputs): readonly number[] {
  return inputs.server_id?.includes(',')
    ? [...ids].sort((a, b) => Number(a > 200) - Number(b > 200))
    : ids;
}

/** What a workflow sees, apart from what a dialect leaves out (sizes, slots of lists read in part) and durations. */
async function outcomeIn(dialect: Partial<Dialect>, { inputs, step, options }: Case) {
  const s = scenario({ backups: HISTORY, ...options, dialect });
  const { failure, outputs } = await s.step(inputs, step);
  const { backup, backups, size_mb, expires_at, duration_seconds, created_at, ...others } = outputs;
  const deletedIds = JSON.parse(others.deleted_ids ?? '[]');
  const shown = {
    ...others,
    ...(others.deleted_ids ? { deleted_ids: inOrderOfServers(deletedIds, inputs) } : {}),
    // Only what a complete list shows counts, and these may end before one.
    ...(inputs.operation === 'restore' || failure !== null ? { slots_used: '' } : {}),
  };
  expect(s.sim.unexpected).toEqual([]);
  return {
    green: failure === null,
    outputs: shown,
    posts: s.requests('POST'),
    deleted: inOrderOfServers(s.sim.vps.deleted, inputs),
    created: s.sim.vps.created.map((one) => [one.id, one.server_id, one.deleted]),
    restored: s.sim.vps.restores.map(({ serverId, backupId }) => ({ serverId, backupId })),
  };
}

describe.each(Object.entries(CASES))('%s', (_, one) => {
  const plain = outcomeIn({}, one);
  test.each(Object.entries(harmlessDialects))('%s', async (_name, dialect) => {
    expect(await outcomeIn(dialect, one)).toEqual(await plain);
  });
});
