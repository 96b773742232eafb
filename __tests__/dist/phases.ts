/** The phases of each operation in which a step may be cancelled, and what must come of it there. */
import {
  type BackupSeed,
  type FaultPoint,
  on,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, type Inputs, type Moment, marked } from '../support/step.js';

const LONG = 60_000;

export interface Phase {
  readonly sim?: SimulatorOptions;
  readonly inputs?: Inputs;
  /** The request at which the signal comes, from 1, and whether as it arrives or once it is answered. */
  readonly at: { readonly request: RegExp; readonly nth?: number; readonly when: Moment };
  readonly says: RegExp;
  readonly outputs?: Readonly<Record<string, string>>;
  /** The requests that change something, in order. */
  readonly changes: readonly string[];
  readonly summary?: RegExp;
}

const NOTHING = /Nothing more was sent/;
const three: BackupSeed[] = [403, 402, 401].map((id, i) => ({
  id,
  created_at: ago((i + 1) * DAY),
  description: marked(),
}));
/** The request has its effect, and its answer comes in time to be learned; or never. */
const soon = (point: FaultPoint): SimulatorOptions => ({
  faults: [point.delay(400)],
  backupDurationMs: LONG,
});
const never = (point: FaultPoint): SimulatorOptions => ({
  faults: [point.hang('after')],
  backupDurationMs: LONG,
});
const RESUME =
  /Backup 502 is still running on VPS\.org\. To resume, .* operation: wait and backup_id: 502/;
const RESTORE: Inputs = { operation: 'restore', backup_id: '403' };

export const PHASES: Readonly<Record<string, Phase>> = {
  'create, before the POST': {
    sim: never(on.get.backups),
    at: { request: /GET \/backups/, when: 'arrival' },
    says: NOTHING,
    outputs: { backup_id: '', server_id: '12345', status: '' },
    changes: [],
  },
  'create, POST in flight, its answer soon there': {
    sim: soon(on.post.backups),
    at: { request: /POST/, when: 'arrival' },
    says: RESUME,
    outputs: { backup_id: '502', backup_ids: '[502]', status: 'in_progress' },
    changes: ['POST /backups/'],
    summary: /\| 502 \|/,
  },
  'create, POST in flight, its answer far off': {
    sim: never(on.post.backups),
    at: { request: /POST/, when: 'arrival' },
    says: /A backup of server 12345 may have been created: search the list for key=[0-9a-f]{12}\./,
    outputs: { backup_id: '', server_id: '12345', status: 'unknown' },
    changes: ['POST /backups/'],
  },
  'create, after a POST that was rejected for now': {
    sim: { faults: [on.post.backups.tooManyRequests(60)] },
    at: { request: /POST/, when: 'outcome' },
    says: NOTHING,
    outputs: { backup_id: '', status: '' },
    changes: ['POST /backups/'],
  },
  'create, searching for a backup whose answer was lost': {
    sim: { faults: [on.post.backups.reset('after')], dialect: { listingDelayMs: LONG } },
    at: { request: /GET \/backups/, nth: 3, when: 'outcome' },
    says: /may have been created: search the list for key=/,
    outputs: { backup_id: '', status: 'unknown' },
    changes: ['POST /backups/'],
  },
  'create, waiting, between two polls': {
    sim: { backupDurationMs: LONG, backups: three },
    inputs: { keep_last: '1' },
    at: { request: /GET \/backups/, nth: 2, when: 'outcome' },
    says: RESUME,
    outputs: { backup_id: '502', backup_ids: '[502]', server_id: '12345', status: 'in_progress' },
    changes: ['POST /backups/'],
    summary: /502/,
  },
  'create, waiting, a poll in flight': {
    sim: { backupDurationMs: LONG, faults: [on.get.backups.nth(2).hang()] },
    at: { request: /GET \/backups/, nth: 2, when: 'arrival' },
    says: RESUME,
    outputs: { backup_id: '502', status: 'in_progress' },
    changes: ['POST /backups/'],
    summary: /502/,
  },
  'create, rotating, a DELETE in flight': {
    sim: { backupDurationMs: 0, backups: three, faults: [on.delete.backup.delay(300)] },
    inputs: { keep_last: '1' },
    at: { request: /DELETE/, when: 'arrival' },
    says: NOTHING,
    outputs: { backup_id: '502', status: 'completed', deleted_ids: '[401]' },
    changes: ['POST /backups/', 'DELETE /backups/401/'],
    summary:
      /1 backup deleted[\s\S]*\| 401 \|[\s\S]*\| 402 \| selected for deletion, but not deleted/,
  },
  'wait, before the first poll is answered': {
    sim: { backups: [{ id: 502, duration_ms: LONG }], faults: [on.get.backups.hang()] },
    inputs: { operation: 'wait', backup_id: '502' },
    at: { request: /GET/, when: 'arrival' },
    says: /^Cancelled by \w+\. To resume, .* operation: wait and backup_id: 502/,
    outputs: { backup_id: '502', backup_ids: '[502]' },
    changes: [],
  },
  'wait, between two polls': {
    sim: { backups: [{ id: 501 }, { id: 502, duration_ms: LONG }] },
    inputs: { operation: 'wait', backup_id: '501 502', keep_last: '1' },
    at: { request: /GET/, nth: 2, when: 'outcome' },
    says: RESUME,
    outputs: { backup_id: '501', backup_ids: '[501,502]' },
    changes: [],
  },
  'list, a page in flight': {
    sim: never(on.get.backups),
    inputs: { operation: 'list' },
    at: { request: /GET/, when: 'arrival' },
    says: NOTHING,
    changes: [],
  },
  'restore, before anything is sent': {
    sim: { ...never(on.get.backups), backups: three },
    inputs: { ...RESTORE, safety_backup: 'true' },
    at: { request: /GET/, when: 'arrival' },
    says: /Nothing was restored/,
    outputs: { backup_id: '403', status: '' },
    changes: [],
  },
  'restore, the safety backup in flight': {
    sim: { ...never(on.post.backups), backups: three },
    inputs: { ...RESTORE, safety_backup: 'true' },
    at: { request: /POST/, when: 'arrival' },
    says: /Nothing was restored\. A backup of server 12345 may have been created: search the list for key=/,
    outputs: { backup_id: '403', status: '' },
    changes: ['POST /backups/'],
  },
  'restore, waiting for the safety backup': {
    sim: { backupDurationMs: LONG, backups: three },
    inputs: { ...RESTORE, safety_backup: 'true' },
    at: { request: /GET \/backups/, nth: 2, when: 'outcome' },
    says: /Nothing was restored\. Backup 502 is still running.*operation: wait and backup_id: 502/,
    outputs: { backup_id: '403', safety_backup_id: '502' },
    changes: ['POST /backups/'],
    summary: /\| safety backup \| web-server-01 \(12345\) \| 502 \|/,
  },
  'restore, POST in flight, its answer soon there': {
    sim: { ...soon(on.post.restore), backups: three, restoreDurationMs: LONG },
    inputs: RESTORE,
    at: { request: /POST/, when: 'arrival' },
    says: /restore of backup 403 was accepted and is still running on VPS\.org\. Check the server/,
    outputs: { backup_id: '403', status: 'accepted' },
    changes: ['POST /servers/12345/restore/'],
  },
  'restore, POST in flight, its answer far off': {
    sim: { ...never(on.post.restore), backups: three },
    inputs: RESTORE,
    at: { request: /POST/, when: 'arrival' },
    says: /restore of backup 403 may have started\. Check the server/,
    outputs: { backup_id: '403', status: 'unknown' },
    changes: ['POST /servers/12345/restore/'],
  },
  'restore, watching the server': {
    sim: { restoreDurationMs: LONG, backups: three },
    inputs: RESTORE,
    at: { request: /GET \/servers/, nth: 2, when: 'outcome' },
    says: /restore of backup 403 was accepted and is still running on VPS\.org\. Check the server/,
    outputs: { backup_id: '403', server_id: '12345', status: 'accepted' },
    changes: ['POST /servers/12345/restore/'],
    summary: /403/,
  },
  'delete, between two deletes': {
    sim: { backups: three, faults: [on.delete.backup.delay(300)] },
    inputs: { operation: 'delete', backup_id: '401 402 403' },
    at: { request: /DELETE/, when: 'arrival' },
    says: NOTHING,
    outputs: { backup_id: '401', deleted_ids: '[401]' },
    changes: ['DELETE /backups/401/'],
    summary: /1 backup of web-server-01 deleted[\s\S]*\| 401 \|/,
  },
  'prune, before the first delete': {
    sim: { ...never(on.get.backups), backups: three },
    inputs: { operation: 'prune', keep_last: '1' },
    at: { request: /GET/, when: 'arrival' },
    says: NOTHING,
    outputs: { deleted_ids: '[]' },
    changes: [],
  },
  'prune, a DELETE in flight, its answer far off': {
    sim: { ...never(on.delete.backup), backups: three },
    inputs: { operation: 'prune', keep_last: '1' },
    at: { request: /DELETE/, when: 'arrival' },
    says: /Backup 401 was requested to be deleted, without a confirmation/,
    outputs: { deleted_ids: '[]' },
    changes: ['DELETE /backups/401/'],
    summary:
      /1 may have been deleted[\s\S]*\| 401 \|[\s\S]*\| 402 \| selected for deletion, but not deleted/,
  },
  'prune, between two deletes, a list in flight': {
    sim: { backups: three, faults: [on.get.backups.from(2).hang()] },
    inputs: { operation: 'prune', keep_last: '1' },
    at: { request: /GET \/backups/, nth: 2, when: 'arrival' },
    says: NOTHING,
    outputs: { deleted_ids: '[401]' },
    changes: ['DELETE /backups/401/'],
    summary: /1 backup of web-server-01 deleted[\s\S]*\| 401 \|/,
  },
  'server_name, finding its id': {
    sim: { faults: [on.get.servers.hang()] },
    inputs: { server_id: '', server_name: 'web-server-01' },
    at: { request: /GET \/servers/, when: 'arrival' },
    says: NOTHING,
    outputs: { backup_id: '' },
    changes: [],
  },
};
