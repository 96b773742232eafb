/** The steps whose transcripts are kept: the state that each finds at VPS.org, and its inputs. */
import {
  type BackupSeed,
  on,
  type RecordedRequest,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, HOUR, type Inputs, marked } from '../support/step.js';

export interface Scenario {
  readonly sim: SimulatorOptions;
  /** One after the other, against the same VPS.org. */
  readonly steps: readonly { readonly inputs: Inputs; readonly env?: Record<string, string> }[];
  /** The step is cancelled once this request is answered. */
  readonly cancelAt?: (request: RecordedRequest) => boolean;
}

/** Backups of this repository, the first the oldest; half an hour keeps their age from changing in a test. */
function earlier(ids: readonly number[], more: Partial<BackupSeed> = {}): BackupSeed[] {
  return ids.map((id, i) => ({
    id,
    created_at: ago((ids.length - i) * DAY + HOUR / 2),
    description: marked(),
    ...more,
  }));
}

function one(inputs: Inputs): Scenario['steps'] {
  return [{ inputs }];
}

const TEN = Array.from({ length: 10 }, (_, i) => 401 + i);
const QUICK = { backupDurationMs: 200 };
const NEVER = { backupDurationMs: HOUR };
const POLLED = { wait_timeout: '3s', poll_interval: '1s' };
const full = earlier(TEN);

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  create: { sim: QUICK, steps: one({ description: 'Before the big one' }) },
  'create with rotation': {
    sim: { ...QUICK, backups: earlier([401, 402, 403]) },
    steps: one({ keep_last: '2' }),
  },
  'create on a full server frees a slot': {
    sim: { ...QUICK, backups: full },
    steps: one({ keep_last: '9' }),
  },
  'create on a full server of others is refused': {
    sim: { backups: earlier(TEN, { description: 'By hand | "quoted"' }) },
    steps: one({ keep_last: '3' }),
  },
  'create whose answer is lost is adopted': {
    sim: { ...QUICK, faults: [on.post.backups.nth(1).reset('after')] },
    steps: one({}),
  },
  'create that is lost is sent again': {
    sim: { ...QUICK, faults: [on.post.backups.nth(1).status(502, 'html', { commit: 'before' })] },
    steps: one({}),
  },
  'create of a fleet with one failure': {
    sim: QUICK,
    steps: one({ server_id: '12345, 777' }),
  },
  'create that times out, then wait': {
    sim: { backupDurationMs: 5_500 },
    steps: [{ inputs: POLLED }, { inputs: { operation: 'wait', backup_id: '502' } }],
  },
  'create that is cancelled': {
    sim: NEVER,
    steps: one({}),
    cancelAt: ({ method }) => method === 'POST',
  },
  'create that fails': {
    sim: { ...QUICK, backupOutcome: 'failed', backups: earlier([401, 402]) },
    steps: one({ keep_last: '1' }),
  },
  'restore of latest after a safety backup': {
    sim: { ...QUICK, backups: earlier([401, 402]), restoreDurationMs: 1_500 },
    steps: one({ operation: 'restore', backup_id: 'latest', safety_backup: 'true' }),
  },
  'restore of last_good': {
    sim: {
      restoreDurationMs: 1_500,
      backups: [
        ...earlier([401], { description: marked({ state: 'good' }) }),
        ...earlier([402], { description: marked({ state: 'bad' }), created_at: ago(HOUR * 5.5) }),
      ],
    },
    steps: one({ operation: 'restore', backup_id: 'last_good' }),
  },
  'restore of last_good where none is': {
    sim: { backups: earlier([401, 402]) },
    steps: one({ operation: 'restore', backup_id: 'last_good' }),
  },
  'prune, first as a dry run': {
    sim: { backups: [...earlier([401, 402, 403]), { id: 301, created_at: ago(9.5 * DAY) }] },
    steps: [
      { inputs: { operation: 'prune', keep_last: '1', dry_run: 'true' } },
      { inputs: { operation: 'prune', keep_last: '1' } },
    ],
  },
  'check, good and bad': {
    sim: {
      backups: [
        { id: 401, created_at: ago(5.5 * HOUR), size_mb: 4_000 },
        { id: 402, created_at: ago(3.5 * DAY), size_mb: 4_000, server_id: 12346 },
      ],
    },
    steps: [{ inputs: { operation: 'check' } }, { inputs: { operation: 'check', server_id: '' } }],
  },
  delete: {
    sim: { backups: earlier([401, 402]) },
    steps: one({ operation: 'delete', backup_id: '402, 401' }),
  },
  list: {
    sim: {
      backups: [
        ...earlier([401, 402]),
        { id: 301, created_at: ago(9.5 * DAY), backup_type: 'automatic', description: 'Daily' },
      ],
    },
    steps: one({ operation: 'list' }),
  },
  'inputs that are not allowed': {
    sim: {},
    steps: one({
      operation: 'Restore',
      api_token: '',
      server_id: 'web-01',
      backup_id: 'newest',
      max_age: '7',
      safety_backup: 'yes',
      api_url: 'http://vps.example/api/v1',
    }),
  },
};
