/**
 * Backups, markers and runs for tests of decisions. Written by hand from docs/behavior.md, not with the
 * code under test.
 */
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import type { Marker, MarkerKind, RunRef } from '../../src/backups/marker.js';
import type { RunContext } from '../../src/inputs/run-context.js';

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

export const RUN_CONTEXT: RunContext = {
  ...RUN,
  runNumber: '17',
  workflow: 'Release',
  actor: 'mona',
  serverUrl: 'https://github.com',
  apiUrl: 'https://api.github.com',
  actionRef: 'vps-backup/vps-backup-action@v1',
};

export interface MarkerParts {
  readonly who: string;
  readonly kind: MarkerKind;
  readonly run: string;
  readonly job: string;
  readonly sha: string;
  readonly key: string;
  /** Left out by default. */
  readonly state: 'good' | 'bad' | '';
}

/** A marker as documented; by default of this repository and an earlier run. */
export function marker(parts: Partial<MarkerParts> = {}): string {
  const { who, kind, run, job, sha, key, state } = {
    who: 'octo/site#42',
    kind: 'create',
    run: '6000.1',
    job: 'deploy',
    sha: SHA,
    key: '00112233aabb',
    state: '',
    ...parts,
  };
  const known = state === '' ? '' : `state=${state} `;
  return `[gha ${who} ${kind} run=${run} job=${job} sha=${sha} ${known}key=${key}]`;
}

/** By default manual, completed, a day old, made by this repository. `ageMs: null`: undated. */
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
  return Array.from({ length: count }, (_, index) =>
    row({ id: index + 1, ageMs: (index + 1) * DAY, ...change }),
  );
}

export function ids(rows: readonly { readonly id: number }[]): number[] {
  return rows.map((one) => one.id);
}

/** The statuses that end a wait as failed. */
export const FAILURES = [
  ...['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'],
  ...['deleted', 'expired'],
];

const STATUSES = [
  ...['completed', 'completed', 'completed', 'completed', 'completed', 'completed'],
  ...[...FAILURES, 'in_progress', 'queued', '', 'Completed'],
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
  ...[`good ${marker({ state: 'good' })}`, `good ${marker({ state: 'good', run: '7000.1' })}`],
  ...[
    `bad ${marker({ state: 'bad' })}`,
    `theirs ${marker({ who: 'else/where#7', state: 'good' })}`,
  ],
  ...[`${marker()} and text after it`, 'by hand', 'by hand [keep]', 'nightly', '', null],
];

/** A backup of any kind; {@link anyRows} gives it an id. */
const anyRow: fc.Arbitrary<Backup> = fc
  .record({
    type: fc.constantFrom('manual', 'manual', 'manual', 'manual', 'automatic', ''),
    status: fc.constantFrom(...STATUSES),
    description: fc.constantFrom(...DESCRIPTIONS),
    sizeMb: fc.constantFrom(4456, 4456, 4456, 4456, null, 0),
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

/** The backups of one server; ids are distinct, and in no order of age. */
export function anyRows(maxLength = 14): fc.Arbitrary<Backup[]> {
  return fc
    .array(fc.tuple(anyRow, fc.integer({ min: 1, max: 99 })), { maxLength })
    .map((pairs) => pairs.map(([one, salt], index) => ({ ...one, id: salt * 100 + index })));
}

function letters(signs: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...signs), minLength, maxLength });
}

const NAME = 'abcXYZ019-';
const REPO = `${NAME}._`;
const HEX = '0123456789abcdef';

/** Markers as GitHub's own limits allow them: an owner of 39 characters, a repository of 100. */
export const anyMarker: fc.Arbitrary<Marker> = fc.record({
  owner: letters(NAME, 1, 39),
  repo: letters(REPO, 1, 100),
  repositoryId: fc.option(fc.integer({ min: 1, max: 9_999_999_999 }).map(String), { nil: null }),
  kind: fc.constantFrom<MarkerKind>('create', 'safety'),
  runId: fc.integer({ min: 1, max: 99_999_999_999 }).map(String),
  attempt: fc.integer({ min: 1, max: 999 }),
  job: fc.oneof(letters('abcXYZ019-_', 0, 20), letters('abcXYZ019-_', 0, 120)),
  sha: fc.oneof(letters(HEX, 40, 40), letters(HEX, 64, 64)),
  state: fc.constantFrom('good' as const, 'bad' as const, null),
  key: letters(HEX, 12, 12),
});

/**
 * How many random cases a property is tried on: a twentieth while mutants are tested, because each
 * of them runs the properties again.
 */
export function runs(count: number): number {
  return process.env.STRYKER_MUTATOR_WORKER === undefined ? count : Math.ceil(count / 20);
}
