/** What a server may have when a step begins. */
import fc from 'fast-check';
import { type BackupSeed, DEFAULT_TOKEN } from '../../simulator/index.js';
import { ago, DAY, HOUR, MINUTE, marked } from '../support/harness.js';
import { often } from './choices.js';

export interface HistoryRow {
  readonly server: number;
  readonly type: string;
  /** `running` is completed after a minute, `failing` failed. */
  readonly status: string;
  /** Milliseconds; or the text that stands in the date's place. */
  readonly age: number | string | null;
  readonly text: RowText;
  /** Left out: as usual. */
  readonly sizeMb?: number | null;
  readonly isExpired?: boolean;
}

type RowText = keyof typeof TEXTS;

const TEXTS = {
  ours: (key: string) => marked('create', { key }),
  'ours by name': (key: string) => marked('create', { key, owner: 'OCTO', repositoryId: null }),
  good: (key: string) => marked('create', { key, state: 'good' }),
  bad: (key: string) => marked('create', { key, state: 'bad' }),
  safety: (key: string) => marked('safety', { key }),
  'ours, kept': (key: string) => marked('create', { key, text: 'x [Keep]' }),
  'this run': (key: string) => marked('create', { key, runId: '1000' }),
  "this run's, good": (key: string) => marked('create', { key, runId: '1000', state: 'good' }),
  "this run's safety": (key: string) => marked('safety', { key, runId: '1000' }),
  foreign: (key: string) => marked('create', { key, repositoryId: '43', state: 'good' }),
  'ours, with text after': (key: string) => `${marked('create', { key, state: 'good' })} x`,
  'by hand': () => 'by hand',
  'our text': () => 'Release',
  'a token': () => `by hand, with ${DEFAULT_TOKEN}`,
  none: () => null,
} as const;

/** Ids count up from 101 in the order of the history. */
export function seedsOf(history: readonly HistoryRow[]): BackupSeed[] {
  return history.map((row, n) => seedOf(row, 101 + n));
}

export function seedOf(row: HistoryRow, id: number): BackupSeed {
  return {
    id,
    server_id: row.server,
    backup_type: row.type,
    status: ENDS[row.status] ?? row.status,
    ...(ENDS[row.status] === undefined ? {} : { duration_ms: MINUTE }),
    created_at: typeof row.age === 'number' ? ago(row.age) : row.age,
    description: TEXTS[row.text](id.toString(16).padStart(12, 'c')),
    ...(row.sizeMb === undefined ? {} : { size_mb: row.sizeMb }),
    ...(row.isExpired ? { expires_at: ago(HOUR) } : {}),
  };
}

const ENDS: Record<string, string | undefined> = { running: 'completed', failing: 'failed' };

export const SERVERS = [12345, 12346, 12347, 12348, 12349];

const status = often(
  'completed',
  'failed',
  'running',
  'failing',
  'in_progress',
  'cancelled',
  'archived',
  'deleted',
  'expired',
);

const age = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }).map((days) => days * DAY) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<HistoryRow['age']>(
      2 * HOUR,
      50 * MINUTE,
      59 * MINUTE,
      14 * MINUTE,
      16 * MINUTE,
      5 * MINUTE,
      0,
      -20 * MINUTE,
      null,
      '1970-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '2099-12-31T00:00:00Z',
      'last week',
      '2024-12-01T10:00:00',
    ),
  },
);

const text = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<RowText>('ours', 'ours', 'good') },
  { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(TEXTS) as RowText[])) },
);

export const historyRow: fc.Arbitrary<HistoryRow> = fc.record(
  {
    server: often(12345, 12345, 12346, 12347),
    type: often('manual', 'automatic'),
    status,
    age,
    text,
    sizeMb: often<number | null>(4_000, 0, null, 100),
    isExpired: often(false, true),
  },
  { requiredKeys: ['server', 'type', 'status', 'age', 'text'] },
);

const onOneServer = historyRow.map(
  (one): HistoryRow => ({ ...one, server: 12345, type: 'manual' }),
);

export const history = fc.oneof(
  { weight: 3, arbitrary: fc.array(historyRow, { maxLength: 8 }) },
  { weight: 1, arbitrary: fc.array(historyRow, { minLength: 10, maxLength: 16 }) },
  // A full server, most of it ours.
  { weight: 2, arbitrary: fc.array(onOneServer, { minLength: 10, maxLength: 11 }) },
);
