/** Whatever anybody writes, and however much of it there is. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import type { RunContext } from '../../src/inputs/run-context.js';
import {
  type BackupReport,
  EMPTY,
  emptyReport,
  observed,
  type Report,
} from '../../src/report/report.js';
import { renderFailure, renderSummary } from '../../src/report/summary.js';
import { DAY, marker, NOW, RUN, row, runs } from '../support/fixtures.js';
import { commandsIn, hostileText } from '../support/hostile-strings.js';

const OPERATIONS = ['create', 'wait', 'restore', 'list', 'check', 'delete', 'prune'] as const;

interface Texts {
  readonly description: string;
  readonly name: string;
  readonly word: string;
  readonly reason: string;
}

function runContext({ name }: Texts): RunContext {
  return {
    ...RUN,
    runNumber: name,
    workflow: name,
    actor: name,
    serverUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    actionRef: 'vps-backup/vps-backup-action@v1',
  };
}

/** A report in which every text is given, and everything happened that can. */
function fullReport(
  operation: Report['operation'],
  backups: readonly Backup[],
  { name, reason, word }: Texts,
): Report {
  const entries = backups.map(
    (backup): BackupReport => ({ ...EMPTY, ...observed(backup), waitedMs: 5, problem: reason }),
  );
  const outcomes = ['deleted', 'failed', 'unconfirmed', 'would be deleted'] as const;
  const deletions = backups.map((backup, index) => {
    const outcome = outcomes[index % outcomes.length] ?? 'deleted';
    return [backup.id, { backup, reason, outcome }] as const;
  });
  const decisions = backups.map(
    (backup) =>
      ({ backup: { ...backup, id: -backup.id }, action: 'keep', reason, rank: 1 }) as const,
  );
  const checks = backups.map((backup) => ({
    ...{ serverId: backup.serverId, serverName: name, ok: false, backupId: backup.id, ageMs: 5 },
    ...{ problems: [reason, word], warnings: [reason], sizeMb: 5, previousSizeMb: 7, completed: 2 },
    slotsUsed: 3,
  }));
  return {
    ...emptyReport(operation, false),
    backups: new Map(entries.map((one) => [one.id ?? 0, one])),
    deletions: new Map(deletions),
    decisions: new Map([[1, decisions]]),
    slots: new Map(backups.map(({ serverId }) => [serverId, 3])),
    isDone: true,
    now: NOW,
    list: { backups, complete: false },
    checks,
    safety: entries[0] ?? null,
    status: 'restored',
    note: reason,
  } as unknown as Report;
}

const texts: fc.Arbitrary<Texts> = fc.record({
  description: fc.oneof(
    hostileText,
    hostileText.map((text) => `${text} ${marker()}`),
    hostileText.map((text) => `${text} ${marker({ sha: 'a`b|c)<d' })}`),
  ),
  name: hostileText,
  word: hostileText,
  reason: hostileText,
});

/** The tags, fences and columns that a summary has of its own. */
const OWN_TAGS = /<\/?(?:details|summary|pre)>|<br>/g;

function columnCounts(markdown: string): number[][] {
  const tables = markdown.split(/\n\n/).filter((block) => block.startsWith('|'));
  return tables.map((block) => block.split('\n').map((line) => line.split('|').length));
}

describe('no text breaks out', () => {
  test.each(OPERATIONS)('%s', (operation) => {
    fc.assert(
      fc.property(texts, fc.constantFrom('completed', 'in_progress', null), (all, status) => {
        const { description, name, word, reason } = all;
        const change = { description, serverName: name, type: word, createdAt: word };
        const backups = [1, 2, 3].map((id) =>
          row({
            ...change,
            id,
            serverId: id,
            expiresAt: word,
            status: status ?? word,
            ageMs: null,
          }),
        );
        const run = runContext(all);
        const report = fullReport(operation, backups, all);
        const markdown = renderSummary(report, { run, apiUrl: null, failure: reason });
        expect(commandsIn(markdown)).toEqual([]);
        expect(markdown.isWellFormed()).toBe(true);
        for (const widths of columnCounts(markdown)) expect(new Set(widths).size).toBe(1);
        const bare = markdown.replace(OWN_TAGS, '').replace(/^>/gm, '');
        expect(bare).not.toMatch(/[<>]/);
        expect(bare.match(/^```/gm)?.length ?? 0).toBe(
          (bare.match(/^```yaml$/gm)?.length ?? 0) * 2,
        );
        const links = markdown.match(/\]\(/g)?.length ?? 0;
        const own = markdown.match(/\]\(https:\/\/github\.com\/octo\/site\//g)?.length ?? 0;
        expect(links).toBe(own);
      }),
      { numRuns: runs(100) },
    );
  });

  test('a failure before there was a report', () => {
    fc.assert(
      fc.property(hostileText, (message) => {
        const markdown = renderFailure(message);
        expect(commandsIn(markdown)).toEqual([]);
        const quote = markdown.split('\n').slice(2, -1);
        for (const line of quote) expect(line).toMatch(/^>/);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('a summary stays below 1 MiB', () => {
  const LONG: Texts = {
    description: '|'.repeat(5_000),
    name: '🚀'.repeat(500),
    word: '&'.repeat(500),
    reason: '|'.repeat(5_000),
  };
  const many = (count: number): Backup[] =>
    Array.from({ length: count }, (_, index) =>
      row({
        id: index + 1,
        serverId: 1_000_000 + (index % 1_000),
        serverName: LONG.name,
        description: index % 2 === 0 ? LONG.description : `${'ü'.repeat(100)} ${marker()}`,
        ageMs: (index % 300) * DAY,
        status: index % 3 === 0 ? 'in_progress' : 'completed',
      }),
    );
  const failure = Array.from({ length: 1_000 }, () => `- ${LONG.reason}`).join('\n');

  test.each(OPERATIONS)('%s with 50,000 rows', (operation) => {
    const report = fullReport(operation, many(50_000), LONG);
    const markdown = renderSummary(report, { run: runContext(LONG), apiUrl: null, failure });
    expect(Buffer.byteLength(markdown)).toBeLessThan(1_048_576);
  });

  test('create of 1,000 servers offers to restore and to resume each of them', () => {
    const entries = many(1_000).map((one): BackupReport => ({ ...EMPTY, ...observed(one) }));
    const backups = new Map(entries.map((one) => [one.serverId ?? 0, one]));
    const report = { ...emptyReport('create', false), backups, now: NOW };
    const markdown = renderSummary(report, { run: runContext(LONG), apiUrl: null, failure });
    expect(Buffer.byteLength(markdown)).toBeLessThan(1_048_576);
    expect(markdown.match(/- \{ server_id: \d+, backup_id: \d+ \}/g)).toHaveLength(666);
    expect(/ backup_id: (1,.*)$/m.exec(markdown)?.[1]?.split(',')).toHaveLength(334);
  });

  test('a list of hundreds is shown, and the rest is counted', () => {
    const backups = Array.from({ length: 10_000 }, (_, index) => row({ id: index + 1 }));
    const report = { ...emptyReport('list', false), list: { backups, complete: true } } as Report;
    const markdown = renderSummary(report, { run: runContext(LONG), apiUrl: null, failure: null });
    const shown = markdown.match(/^\| \d/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(300);
    expect(markdown).toContain(`\n… and ${10_000 - shown} more rows.\n`);
  });
});
