import type { Backup } from '../../src/backups/backup.js';
import type { RetentionDecision } from '../../src/backups/retention.js';
import type { ServerCheck } from '../../src/report/checks.js';
import { type BackupReport, type Deletion, EMPTY, type Report } from '../../src/report/report.js';
import { renderSummary, type SummaryContext } from '../../src/report/summary.js';
import { DAY, HOUR, MINUTE, marker, RUN_CONTEXT, row } from '../support/fixtures.js';
import { deletions, entries, entry, reportOf as known } from './reports.js';

export { deletions, entries, entry };

/** A report of a step that is over. */
export function reportOf<Op extends Report['operation']>(
  operation: Op,
  change: Partial<Extract<Report, { operation: Op }>> = {},
): Report {
  return { ...known(operation, change), isDone: true, ...change } as Report;
}

export function render(report: Report, change: Partial<SummaryContext> = {}): string {
  return renderSummary(report, { run: RUN_CONTEXT, apiUrl: null, failure: null, ...change });
}

export function keep(backup: Backup, reason: string): RetentionDecision {
  return { backup, action: 'keep', reason, rank: null };
}

export function decisionsOf(
  ...all: readonly RetentionDecision[]
): Map<number, RetentionDecision[]> {
  return new Map([[12345, [...all]]]);
}

/** Made by the present run, before its deploy, and just completed. */
export const NEW = row({
  id: 502,
  ageMs: 2 * MINUTE,
  description: `Before Release #17 by mona ${marker({ run: '7000.2' }).replace('key=', 'state=good key=')}`,
});
export const OLD = row({
  id: 495,
  ageMs: 9 * DAY,
  sizeMb: 912,
  description: `Before Release #12 by mona ${marker({ run: '6000.3' })}`,
});
export const KEPT = row({ id: 501, ageMs: 3 * HOUR + 20 * MINUTE });
export const BY_HAND = row({ id: 400, ageMs: 40 * DAY, description: 'before the move [keep]' });
export const RESTORED = row({
  id: 501,
  ageMs: 5 * HOUR,
  description: `Before Release #16 by mona ${marker({ run: '6900.1' })}`,
});
export const SAFETY = row({
  id: 503,
  ageMs: 12 * MINUTE,
  description: `Before restore of 501 by mona ${marker({ kind: 'safety', run: '7000.2' })}`,
});
export const FULL = [
  'VPS.org rejected a backup of server 12345 (422): limit reached. All ten slots are protected; the next becomes free in 12m. Delete one with operation: delete, or wait.',
  '| id  | age   | text                   | why it stays |',
  '| 501 | 3h20m | Before deploy          | number 1 of the newest 5 |',
  '| 400 | 40d   | before the move [keep] | marked [keep] |',
].join('\n');

/** `web-02` failed, `web-07` is unfinished, the others are completed. */
export function fleet(): Map<number, BackupReport> {
  const all = Array.from({ length: 12 }, (_, index): BackupReport => {
    const number = index + 1;
    const server = {
      serverId: 12_300 + number,
      serverName: `web-${String(number).padStart(2, '0')}`,
    };
    const backup = row({ ...server, id: 600 + number, ageMs: 4 * MINUTE, sizeMb: 4_000 + number });
    return entry(backup, { waitedMs: (100 + number) * 1_000 });
  });
  return new Map(all.map((one) => [one.serverId ?? 0, one]));
}

export function brokenFleet(): Map<number, BackupReport> {
  const all = fleet();
  const change = (id: number, part: Partial<BackupReport>): unknown =>
    all.set(id, { ...EMPTY, ...all.get(id), ...part });
  change(12_302, {
    id: null,
    backup: null,
    status: '',
    waitedMs: null,
    problem: 'VPS.org rejected a backup of server 12302 (web-02): 402 Insufficient credit.',
  });
  return all;
}

export function lateFleet(): Map<number, BackupReport> {
  const all = fleet();
  for (const id of [12_302, 12_307]) {
    const late = all.get(id) ?? EMPTY;
    const backup = row({ ...late.backup, status: 'in_progress', sizeMb: null });
    const problem = `Backup ${late.id} did not complete within wait_timeout (1h); last status in_progress.`;
    all.set(id, entry(backup, { waitedMs: HOUR, problem }));
  }
  return all;
}

export const LISTED: readonly Backup[] = [
  KEPT,
  NEW,
  OLD,
  row({
    id: 480,
    ageMs: 30 * DAY,
    type: 'automatic',
    description: null,
    expiresAt: '2026-03-08T12:00:00Z',
  }),
  row({
    id: 300,
    ageMs: null,
    createdAt: 'yesterday',
    sizeMb: null,
    status: 'failed',
    description: 'theirs [gha else/where#7 create run=1.1 job=a sha=abc key=00112233aabb]',
  }),
];

export function check(change: Partial<ServerCheck>): ServerCheck {
  return {
    serverId: 12345,
    serverName: 'web-server-01',
    ok: true,
    problems: [],
    warnings: [],
    backupId: 502,
    ageMs: 3 * HOUR + 20 * MINUTE,
    sizeMb: 4_456,
    previousSizeMb: 4_300,
    completed: 6,
    slotsUsed: 4,
    ...change,
  };
}

export const CHECKS: readonly ServerCheck[] = [
  check({}),
  check({
    serverId: 12346,
    serverName: 'web-02',
    backupId: 610,
    ageMs: 25 * HOUR,
    sizeMb: 900,
    previousSizeMb: 900,
    slotsUsed: 10,
    warnings: ['backup 610 is 25h old, over 80% of max_age (26h)', 'no slot is free'],
  }),
  check({
    serverId: 12347,
    serverName: 'db-01',
    ok: false,
    backupId: 620,
    ageMs: 3 * DAY,
    sizeMb: 2_000,
    previousSizeMb: 4_100,
    problems: [
      'backup 620 is 3d old, over max_age (26h)',
      'backup 620 has 2.0 GB, 51% less than 4.1 GB before; max_shrink is 50%',
    ],
  }),
  check({
    serverId: 12348,
    serverName: null,
    ok: false,
    backupId: null,
    ageMs: null,
    sizeMb: null,
    previousSizeMb: null,
    completed: 0,
    slotsUsed: null,
    problems: ['no completed backup'],
  }),
];

export const ROTATED: Deletion = {
  backup: OLD,
  reason: 'number 6, beyond the newest 5',
  outcome: 'deleted',
};
