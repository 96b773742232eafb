/** Rows, markers and runs for the tests of the pure rules; written by hand from the contract, not with the code under test. */
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import type { MarkerKind, RunRef } from '../../src/backups/marker.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NOW = Date.parse('2026-03-01T12:00:00Z');
export const SHA = '0123456789abcdef0123456789abcdef01234567';

/** The present run. */
export const RUN: RunRef = {
  owner: 'octo',
  repo: 'site',
  repositoryId: '42',
  runId: '7000',
  attempt: 2,
  job: 'deploy',
  sha: SHA,
};

export interface MarkerParts {
  readonly who: string;
  readonly kind: MarkerKind;
  readonly run: string;
  readonly job: string;
  readonly sha: string;
  readonly key: string;
}

/** A marker as the contract spells it: of this repository, an earlier run, unless told otherwise. */
export function marker(parts: Partial<MarkerParts> = {}): string {
  const { who, kind, run, job, sha, key } = {
    who: 'octo/site#42',
    kind: 'create',
    run: '6000.1',
    job: 'deploy',
    sha: SHA,
    key: '00112233aabb',
    ...parts,
  };
  return `[gha ${who} ${kind} run=${run} job=${job} sha=${sha} key=${key}]`;
}

/** A row: manual, completed, a day old, made by this repository, unless told otherwise. `ageMs: null` leaves it undated. */
export function row(change: Partial<Backup> & { readonly ageMs?: number | null } = {}): Backup {
  const { ageMs = DAY, ...fields } = change;
  const createdAtMs = ageMs === null ? null : NOW - ageMs;
  return {
    id: 1,
    serverId: 12345,
    serverName: 'web-server-01',
    type: 'manual',
    status: 'completed',
    sizeMb: 4456,
    createdAt: createdAtMs === null ? null : new Date(createdAtMs).toISOString(),
    createdAtMs,
    expiresAt: null,
    description: `Before deploy ${marker()}`,
    ...fields,
  };
}

/** Days old, newest first, ids in the same order from 1. */
export function daily(count: number, change: Partial<Backup> = {}): Backup[] {
  return Array.from({ length: count }, (_, place) =>
    row({ id: place + 1, ageMs: (place + 1) * DAY, ...change }),
  );
}

export function ids(rows: readonly { readonly id: number }[]): number[] {
  return rows.map((one) => one.id);
}

const STATUSES = [
  ...['completed', 'completed', 'completed', 'completed', 'completed', 'completed'],
  ...[
    'in_progress',
    'failed',
    'error',
    'errored',
    'cancelled',
    'canceled',
    'aborted',
    'deleted',
    'expired',
    'queued',
    '',
    'Completed',
  ],
];

const DESCRIPTIONS = [
  ...[
    `a ${marker()}`,
    `a ${marker()}`,
    `b ${marker({ key: 'aaaaaaaaaaaa' })}`,
    marker({ who: 'OCTO/Site' }),
  ],
  ...[
    `Before restore of 3 ${marker({ kind: 'safety' })}`,
    `hold [KEEP] ${marker()}`,
    `[keep] ${marker({ kind: 'safety' })}`,
  ],
  ...[`now ${marker({ run: '7000.1' })}`, `now ${marker({ run: '7000.2', kind: 'safety' })}`],
  ...[
    `theirs ${marker({ who: 'else/where#7' })}`,
    `theirs ${marker({ who: 'else/where#7', kind: 'safety' })}`,
  ],
  ...[`${marker()} and text after it`, 'by hand', 'by hand [keep]', 'nightly', '', null],
];

/** A row of any kind: ours, foreign, by hand, automatic, failed, unfinished, undated, kept. Its id is put in by {@link anyRows}. */
const anyRow: fc.Arbitrary<Backup> = fc
  .record({
    type: fc.constantFrom('manual', 'manual', 'manual', 'manual', 'automatic', ''),
    status: fc.constantFrom(...STATUSES),
    description: fc.constantFrom(...DESCRIPTIONS),
    ageMs: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      {
        weight: 8,
        arbitrary: fc.integer({ min: -2, max: 60 }).map((halves) => halves * (HOUR / 2)),
      },
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 30 }).map((days) => days * DAY) },
    ),
  })
  .map((change) => row(change));

/** The rows of one server, ids unlike each other and in no order of age. */
export function anyRows(most = 14): fc.Arbitrary<Backup[]> {
  return fc
    .array(fc.tuple(anyRow, fc.integer({ min: 1, max: 99 })), { maxLength: most })
    .map((pairs) => pairs.map(([one, salt], place) => ({ ...one, id: salt * 100 + place })));
}
