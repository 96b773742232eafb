/** What a search tries: a history, a dialect, what the provider does, and one to three steps with faults. Plain JSON, so that it can be read. */
import fc from 'fast-check';
import type {
  BackupSeed,
  Dialect,
  PlainFaultRule,
  SimulatorOptions,
} from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked, type StepInputs } from '../support/harness.js';
import { fault } from './arbitrary-faults.js';
import { operation } from './arbitrary-inputs.js';
import { often } from './choices.js';

export interface Row {
  readonly server: number;
  readonly type: string;
  /** `running` is completed after a minute, `failing` failed. */
  readonly status: string;
  /** Milliseconds; or the text that stands in the date's place. */
  readonly age: number | string | null;
  readonly text: RowText;
}

type RowText = keyof typeof TEXTS;

const TEXTS = {
  ours: (key: string) => marked('create', { key }),
  'ours by name': (key: string) => marked('create', { key, owner: 'OCTO', repositoryId: null }),
  safety: (key: string) => marked('safety', { key }),
  'ours, kept': (key: string) => marked('create', { key, text: 'x [Keep]' }),
  'this run': (key: string) => marked('create', { key, runId: '1000' }),
  "this run's safety": (key: string) => marked('safety', { key, runId: '1000' }),
  foreign: (key: string) => marked('create', { key, repositoryId: '43' }),
  'ours, with text after': (key: string) => `${marked('create', { key })} x`,
  'by hand': () => 'by hand',
  'our text': () => 'Release',
  none: () => null,
} as const;

export interface Step {
  /** A `backup_id` of `~3` is the fourth completed backup of the server that there is as the step begins. */
  readonly inputs: StepInputs;
  readonly attempt: number;
  readonly faults: readonly PlainFaultRule[];
}

export interface Plan {
  readonly history: readonly Row[];
  readonly dialect: Partial<Dialect>;
  readonly provider: Pick<
    SimulatorOptions,
    | 'backupDurationMs'
    | 'backupOutcome'
    | 'intermediateStatuses'
    | 'restoreDurationMs'
    | 'restoreStatuses'
    | 'restoreOutcome'
  >;
  readonly latencyMs: number;
  readonly steps: readonly Step[];
}

/** Ids count up from 101 in the order of the history. */
export function seedsOf(history: readonly Row[]): BackupSeed[] {
  return history.map((row, n) => ({
    id: 101 + n,
    server_id: row.server,
    backup_type: row.type,
    status: ENDS[row.status] ?? row.status,
    ...(ENDS[row.status] === undefined ? {} : { duration_ms: MINUTE }),
    created_at: typeof row.age === 'number' ? ago(row.age) : row.age,
    description: TEXTS[row.text](n.toString(16).padStart(12, 'c')),
  }));
}

const ENDS: Record<string, string | undefined> = { running: 'completed', failing: 'failed' };

const row: fc.Arbitrary<Row> = fc.record({
  server: often(12345, 12345, 12346),
  type: often('manual', 'automatic'),
  status: often(
    'completed',
    'failed',
    'running',
    'failing',
    'in_progress',
    'cancelled',
    'archived',
    'deleted',
    'expired',
  ),
  age: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }).map((days) => days * DAY) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Row['age']>(
        2 * HOUR,
        50 * MINUTE,
        59 * MINUTE,
        5 * MINUTE,
        0,
        null,
        '1970-01-01T00:00:00Z',
        '0001-01-01T00:00:00Z',
        'last week',
        '2024-12-01T10:00:00',
      ),
    },
  ),
  text: fc.oneof(
    { weight: 1, arbitrary: fc.constant<RowText>('ours') },
    { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(TEXTS) as RowText[])) },
  ),
});

const history = fc.oneof(
  { weight: 2, arbitrary: fc.array(row, { maxLength: 8 }) },
  { weight: 1, arbitrary: fc.array(row, { minLength: 10, maxLength: 16 }) },
  // A full server, most of it ours.
  {
    weight: 1,
    arbitrary: fc.array(
      row.map((one): Row => ({ ...one, server: 12345, type: 'manual' })),
      { minLength: 10, maxLength: 11 },
    ),
  },
);

/** What the API may make of a description. */
const rewording = often<Partial<Dialect>>(
  {},
  { truncateDescriptionAt: 20 },
  { truncateDescriptionAt: 200 },
  { truncateDescriptionAt: 200, appendToDescription: '...' },
  { appendToDescription: ' (api)' },
  { stripMarker: true },
  { dropDescription: true },
);

const dialect: fc.Arbitrary<Partial<Dialect>> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.record(
          {
            pageSize: fc.constantFrom(1, 2, 5),
            relativeNext: fc.boolean(),
            nextHost: often<string | null>(null, null, 'https://elsewhere.example'),
            endlessNext: often(false, false, false, true),
            capRowsAt: often<number | null>(null, null, null, 2, 5),
            bareArray: often(false, true),
            withoutCount: fc.boolean(),
            order: fc.constantFrom<Dialect['order']>('documented', 'newest', 'oldest', 'id'),
            ignoreServerFilter: fc.boolean(),
            ignoreTypeFilter: fc.boolean(),
            idsAsStrings: fc.boolean(),
            nulls: fc.constantFrom<Dialect['nulls']>(null, 'null', 'missing'),
            extraFields: fc.boolean(),
            listingDelayMs: fc.constantFrom(0, 3_000, 20_000),
            staleDeletedMs: fc.constantFrom(0, 3_000, 15_000),
            limitAnswer: fc.constantFrom<Dialect['limitAnswer']>(
              { status: 403, shape: 'message' },
              { status: 409, shape: 'text' },
              { status: 422, shape: 'fields' },
            ),
            restoreAnswer: fc.constantFrom<Dialect['restoreAnswer']>(
              'snapshot-like',
              '201',
              '202 empty',
              '204',
              '200 text',
              '200 html',
            ),
            postAnswer: fc.constantFrom<Dialect['postAnswer']>('full', 'without description'),
          },
          { requiredKeys: [] },
        ),
        rewording,
      )
      .map(([shape, words]): Partial<Dialect> => ({ ...shape, ...words })),
  },
);

const provider: fc.Arbitrary<Plan['provider']> = fc.record({
  backupDurationMs: often(3_000, 0, 40_000, 5 * MINUTE, 2 * HOUR),
  backupOutcome: often('completed', 'failed', 'aborted', 'archived', 'deleted'),
  intermediateStatuses: often(
    ['in_progress'],
    ['queued', 'in_progress'],
    ['in_progress', 'verifying'],
  ),
  restoreDurationMs: fc.constantFrom(3_000, 50_000, 5 * MINUTE),
  restoreStatuses: often<string[]>(
    ['restoring'],
    [],
    ['stopped'],
    ['stopped', 'restoring'],
    ['restoring', 'stopped'],
  ),
  restoreOutcome: often('active', 'stopped', 'error', 'suspended'),
});

const step: fc.Arbitrary<Step> = fc.record({
  inputs: operation,
  attempt: fc.constantFrom(1, 2),
  faults: fc.array(fault, { maxLength: 4 }),
});

export const plan: fc.Arbitrary<Plan> = fc.record({
  history,
  dialect,
  provider,
  latencyMs: fc.constantFrom(0, 35),
  steps: fc.array(step, { minLength: 1, maxLength: 3 }),
});
