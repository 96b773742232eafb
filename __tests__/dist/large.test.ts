/** Ten thousand rows through the built action: right, within the runner's limits, and within 200 MB. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import type { StepResult } from '../../scripts/run-action.js';
import { type BackupSeed, on } from '../../simulator/index.js';
import {
  ago,
  annotations,
  DAY,
  errorOf,
  type Inputs,
  marked,
  PATIENCE_MS,
  type Stage,
  stage,
} from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const ROWS = 10_000;
const MAX_KB = 200 * 1_024;
/** Outputs are written as they become known; the file must not grow with the square of the rows. */
const OUTPUT_FILE_LIMIT = 8_000_000;

/** A hundred servers, a hundred rows each; ids and dates run against each other, so that neither order is the other. */
const many: BackupSeed[] = Array.from({ length: ROWS }, (_, i) => ({
  id: 20_000 - i,
  server_id: 1 + (i % 100),
  backup_type: i % 10 < 6 ? 'automatic' : 'manual',
  created_at: ago(2 * DAY + (ROWS - i) * 60_000),
  expires_at: ago(-30 * DAY),
  description: marked({ key: String(i).padStart(12, '0') }, `Nightly number ${i} | of <many>`),
}));
const servers = Array.from({ length: 100 }, (_, i) => ({ id: i + 1 }));
const newestFirst = many.map((row) => row.id).reverse();

/** Linux reports the peak memory of each process; what `resourceUsage` reports may be its parent's. */
const canMeasure = process.platform === 'linux';
if (!canMeasure)
  console.warn('SKIPPED: the memory that the action takes is measured on Linux alone');
const PRELOAD = `import { appendFileSync, readFileSync } from 'node:fs';
process.on('exit', () => appendFileSync(process.env.PEAK_FILE, readFileSync('/proc/self/status', 'utf8')));`;

async function measured(step: Stage['step'], inputs: Inputs): Promise<StepResult> {
  if (!canMeasure) return step(inputs);
  const folder = mkdtempSync(join(tmpdir(), 'peak-'));
  const env = {
    PEAK_FILE: join(folder, 'status'),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}`,
  };
  try {
    const result = await step(inputs, { env });
    const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(env.PEAK_FILE, 'utf8'))?.[1]);
    expect(peak).toBeGreaterThan(10_000); // else something else was measured
    expect(peak).toBeLessThan(MAX_KB);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isWithinLimits({ outputs, outputFile, summary }: StepResult): void {
  expect(Buffer.byteLength(outputs.backups ?? '')).toBeLessThanOrEqual(500_000);
  expect(Buffer.byteLength(summary)).toBeLessThan(1_048_576);
  expect(Buffer.byteLength(outputFile)).toBeLessThan(OUTPUT_FILE_LIMIT);
}

describe('list', () => {
  const PAGES = [null, 100, 1_000];
  test.concurrent.each(PAGES)(
    'newest first, truncated where it has to be; pages of %p',
    (pageSize) =>
      stage({ servers, backups: many, dialect: { pageSize } }, async ({ step, sent }) => {
        const result = await measured(step, { operation: 'list', server_id: '' });
        const ids = JSON.parse(result.outputs.backup_ids ?? '') as number[];
        const rows = JSON.parse(result.outputs.backups ?? '') as { id: number }[];
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { count: String(ROWS), truncated: 'true', backup_id: String(newestFirst[0]) },
        });
        expect(ids.length).toBeGreaterThan(1_000);
        expect(ids).toEqual(newestFirst.slice(0, ids.length));
        expect(rows.map((row) => row.id)).toEqual(ids);
        expect(result.log.length).toBeLessThan(400);
        expect(result.summary).toMatch(/10000 backups found[\s\S]*… and \d+ more/);
        expect(sent()).toHaveLength(pageSize === null ? 1 : ROWS / pageSize);
        isWithinLimits(result);
      })(),
  );

  test.concurrent('more pages than are followed: what was seen, with a warning', () =>
    stage({ servers, backups: many, dialect: { pageSize: 50 } }, async ({ step, sent }) => {
      const result = await measured(step, { operation: 'list', server_id: '' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { count: '', truncated: 'true' } });
      expect(result.log.join('\n')).toContain('5000 backups matched in an incomplete list');
      expect(annotations(result, 'warning')).toEqual([expect.stringContaining('incomplete')]);
      expect(sent()).toHaveLength(100);
    })());

  test.concurrent('a filter that lets few through is not truncated', () =>
    stage({ servers, backups: many, dialect: { ignoreServerFilter: true } }, async ({ step }) => {
      const result = await measured(step, {
        operation: 'list',
        server_id: '7',
        backup_type: 'manual',
        match: 'number 9',
      });
      expect(result.outputs.truncated).toBe('false');
      const wanted = many.filter(
        (row) =>
          row.server_id === 7 &&
          row.backup_type === 'manual' &&
          row.description?.includes('number 9'),
      );
      expect(JSON.parse(result.outputs.backup_ids ?? '')).toEqual(
        wanted.map((row) => row.id).reverse(),
      );
    })());
});

describe('among so many', () => {
  test.concurrent('create finds its own', () =>
    stage(
      {
        servers,
        backups: many,
        backupDurationMs: 500,
        dialect: { ignoreServerFilter: true },
        manualLimit: 1_000,
      },
      async ({ step }) => {
        const result = await measured(step, { server_id: '7' });
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { backup_id: '502', status: 'completed' },
        });
        isWithinLimits(result);
      },
    )());

  test.concurrent('restore finds the latest', () =>
    stage(
      { servers, backups: many, dialect: { ignoreServerFilter: true, pageSize: 1_000 } },
      async ({ step, sim }) => {
        const result = await measured(step, {
          operation: 'restore',
          server_id: '7',
          backup_id: 'latest',
          wait: 'false',
          max_age: '30d',
        });
        const latest = many.filter((row) => row.server_id === 7).at(-1)?.id;
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { backup_id: String(latest), status: 'accepted' },
        });
        expect(sim.vps.restores).toMatchObject([{ serverId: 7, backupId: latest }]);
      },
    )());

  test.concurrent('prune plans for a hundred servers at once', () =>
    stage({ servers, backups: many }, async ({ step, sim }) => {
      const server_id = JSON.stringify(servers.map((server) => server.id));
      const result = await measured(step, {
        operation: 'prune',
        keep_last: '2',
        dry_run: 'true',
        server_id,
      });
      const manual = many.filter((row) => row.backup_type === 'manual');
      const kept = new Set(
        servers.flatMap(({ id }) => manual.filter((row) => row.server_id === id).slice(-2)),
      );
      const would = JSON.parse(result.outputs.would_delete_ids ?? '') as number[];
      expect(new Set(would)).toEqual(
        new Set(manual.filter((row) => !kept.has(row)).map((row) => row.id)),
      );
      expect(sim.requests.every((one) => one.method === 'GET')).toBe(true);
      isWithinLimits(result);
    })());

  test.concurrent('delete of three hundred', () =>
    stage({ servers, backups: many }, async ({ step, sim }) => {
      const ids = newestFirst.slice(0, 300);
      const result = await measured(step, {
        operation: 'delete',
        server_id: '',
        backup_id: ids.join(','),
      });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { status: 'deleted', deleted_ids: JSON.stringify(ids) },
      });
      expect(sim.vps.deleted).toEqual(ids);
      isWithinLimits(result);
    })());
});

test.concurrent('a thousand servers that all reject, with long words: one error, and a summary that is shown', () => {
  const thousand = Array.from({ length: 1_000 }, (_, i) => ({ id: i + 1, name: '<|>'.repeat(80) }));
  return stage(
    {
      servers: thousand,
      faults: [on.post.any.status(400, 'detail', { text: '<|>&'.repeat(200) })],
    },
    async ({ step, sent }) => {
      const result = await measured(step, {
        server_id: thousand.map((server) => server.id).join(' '),
      });
      expect(errorOf(result)).toMatch(/^1000 of 1000 servers failed/);
      expect(sent('POST')).toHaveLength(1_000);
      isWithinLimits(result);
    },
  )();
});

test.concurrent('a huge answer is not read to its end', () =>
  stage({ faults: [on.get.backups.huge(40)] }, async ({ step }) => {
    const result = await measured(step, {
      operation: 'wait',
      backup_id: '501',
      wait_timeout: '1s',
    });
    expect(errorOf(result)).toMatch(/501.*operation: wait/);
  })());
