/**
 * Reporting never decides an operation: where `GITHUB_OUTPUT` becomes unwritable in the middle, what is
 * under way is done to its end, and the error says what was changed. Where it is unwritable from the
 * start, nothing is changed.
 */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import type { Running } from '../../scripts/run-action.js';
import type { BackupSeed, SimulatorOptions } from '../../simulator/index.js';
import { describeOnLinux } from '../support/platform.js';
import {
  ago,
  DAY,
  errorOf,
  type Inputs,
  marked,
  PATIENCE_MS,
  type Stage,
  stage,
} from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const WAYS: Readonly<Record<string, (file: string) => void>> = {
  full: (file) => {
    rmSync(file);
    symlinkSync('/dev/full', file);
  },
  'a directory': (file) => {
    rmSync(file);
    mkdirSync(file);
  },
  removed: (file) => rmSync(file),
};

const own = (id: number, server_id = 12345): BackupSeed => ({
  id,
  server_id,
  created_at: ago((500 - id) * DAY),
  description: marked(),
});
const BACKUPS = [401, 402, 403].map((id) => own(id));
const OF_TWO = [...BACKUPS, own(411, 12346), own(412, 12346)];
const QUICK: SimulatorOptions = { backupDurationMs: 200, restoreDurationMs: 1_200 };

interface Case {
  readonly inputs: Inputs;
  readonly sim?: SimulatorOptions;
  /** The outputs are lost once the first of these is answered. */
  readonly after: RegExp;
  /** What was changed, in the error. */
  readonly says: RegExp;
  /** Every request that changes something, in any order. */
  readonly changes: readonly string[];
}

const CREATE = 'POST /backups/';
const RESTORE = 'POST /servers/12345/restore/';
const deletes = (...ids: number[]): string[] => ids.map((id) => `DELETE /backups/${id}/`);

const CASES: Readonly<Record<string, Case>> = {
  create: {
    inputs: {},
    after: /POST/,
    says: /Backup 502 of server 12345: completed\./,
    changes: [CREATE],
  },
  'create, two servers': {
    inputs: { server_id: '12345, 12346' },
    after: /POST/,
    says: /(?=.*Backup 50[23] of server 12345: completed\.)(?=.*Backup 50[23] of server 12346: completed\.)/,
    changes: [CREATE, CREATE],
  },
  'create, while it rotates': {
    inputs: { keep_last: '1' },
    sim: { backups: BACKUPS },
    after: /DELETE/,
    says: /Backup 502 of server 12345: completed\. Backups 401, 402, 403 were deleted\./,
    changes: [CREATE, ...deletes(401, 402, 403)],
  },
  wait: {
    inputs: { operation: 'wait', backup_id: '501' },
    sim: { backups: [{ id: 501, duration_ms: 1_500 }] },
    after: /GET/,
    says: /Backup 501 of server 12345: completed\./,
    changes: [],
  },
  restore: {
    inputs: { operation: 'restore', backup_id: '403' },
    sim: { backups: BACKUPS },
    after: /restore/,
    says: /The restore of backup 403 was accepted and has completed\./,
    changes: [RESTORE],
  },
  'restore, after its safety backup': {
    inputs: { operation: 'restore', backup_id: '403', safety_backup: 'true', wait: 'false' },
    sim: { backups: BACKUPS },
    after: /POST/,
    says: /The restore of backup 403 was accepted .*Safety backup 502 of server 12345: completed\./,
    changes: [CREATE, RESTORE],
  },
  delete: {
    inputs: { operation: 'delete', backup_id: '401, 402' },
    sim: { backups: BACKUPS },
    after: /DELETE/,
    says: /Backups 401, 402 were deleted\./,
    changes: deletes(401, 402),
  },
  prune: {
    inputs: { operation: 'prune', keep_last: '1' },
    sim: { backups: BACKUPS },
    after: /DELETE/,
    says: /Backups 401, 402 were deleted\./,
    changes: deletes(401, 402),
  },
  'prune, two servers': {
    inputs: { operation: 'prune', keep_last: '1', server_id: '12345, 12346' },
    sim: { backups: OF_TWO },
    after: /DELETE/,
    says: /(?=.*Backups [\d, ]*\b401\b)(?=.*\b402\b)(?=.*\b411\b).* were deleted\./,
    changes: deletes(401, 402, 411),
  },
  list: {
    inputs: { operation: 'list' },
    sim: { backups: BACKUPS },
    after: /GET/,
    says: /Nothing was changed\./,
    changes: [],
  },
  check: {
    inputs: { operation: 'check', max_age: '3650d' },
    sim: { backups: BACKUPS },
    after: /GET/,
    says: /Nothing was changed\./,
    changes: [],
  },
};

function changesOf({ sim }: Stage): string[] {
  return sim.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`)
    .sort();
}

describeOnLinux.each(Object.entries(WAYS))('GITHUB_OUTPUT becomes %s', (_, spoil) => {
  test.concurrent.each(Object.entries(CASES))('%s', (__, { inputs, sim = {}, ...expected }) =>
    stage({ ...QUICK, ...sim }, async (at) => {
      let running: Running | undefined;
      let isSpoilt = false;
      at.on('outcome', ({ method, path }) => {
        if (isSpoilt || running === undefined || !expected.after.test(`${method} ${path}`)) return;
        isSpoilt = true;
        spoil(running.files.output);
      });
      const result = await at.step(inputs, {
        onStart: (started) => {
          running = started;
        },
      });
      expect(result.exitCode).toBe(1);
      expect(errorOf(result)).toMatch(/^The outputs could not be written to GITHUB_OUTPUT \(/);
      expect(errorOf(result)).toMatch(expected.says);
      expect(errorOf(result)).not.toContain('\n');
      expect(changesOf(at)).toEqual([...expected.changes].sort());
    })(),
  );
});

describeOnLinux.each(Object.entries(WAYS))('GITHUB_OUTPUT is %s from the start', (_, spoil) => {
  const changing = Object.entries(CASES).filter(([, { changes }]) => changes.length > 0);

  test.concurrent.each(changing)('%s: nothing is changed', (__, { inputs, sim = {} }) =>
    stage({ ...QUICK, ...sim }, async (at) => {
      const result = await at.step(inputs, { prepare: ({ output }) => spoil(output) });
      expect(result.exitCode).toBe(1);
      expect(errorOf(result)).toMatch(
        /can't be written to GITHUB_OUTPUT \(.*Nothing was changed\./,
      );
      expect(changesOf(at)).toEqual([]);
    })(),
  );
});
