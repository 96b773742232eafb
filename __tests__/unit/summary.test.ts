import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunContext } from '../../src/inputs/run-context.js';
import type { OperationName } from '../../src/inputs/types.js';
import { EMPTY, type Report, reportOf } from '../../src/report/report.js';
import { renderSummary, type SummaryContext } from '../../src/report/summary.js';
import { commandsIn, hostileText } from './hostile.js';
import { DAY, RUN, row } from './rows.js';
import { runs } from './runs.js';

const RUN_CONTEXT: RunContext = {
  ...RUN,
  known: true,
  runNumber: '17',
  workflow: 'Release',
  actor: 'mona',
  runUrl: 'https://github.com/octo/site/actions/runs/7000/attempts/2',
  actionRef: 'vps-backup/vps-backup-action@v1',
};

function render(
  operation: OperationName,
  facts: Partial<Report> = {},
  about: Partial<SummaryContext> = {},
): string {
  return renderSummary(
    {
      operation,
      backups: [],
      listLoaded: true,
      status: null,
      safety: null,
      deletions: [],
      decisions: [],
      reused: false,
      waitedMs: 0,
      ...facts,
    },
    { run: RUN_CONTEXT, apiUrl: null, dryRun: false, failure: null, ...about },
  );
}

const DONE = { ...reportOf(row({ id: 502, createdAt: '2026-02-28T12:00:00Z' })), waitedMs: 90_000 };
const HINT = 'To put exactly this backup back';

test('create: what was made, and the few lines that would put exactly it back', () => {
  expect(render('create', { backups: [DONE] })).toBe(`### ✅ VPS.org create: completed

| Server | Backup | Status | Size | Waited | Created |
| --- | --- | --- | --- | --- | --- |
| web-server-01 (12345) | 502 | completed | 4456 MB | 1m30s | 2026-02-28T12:00:00Z |

To put exactly this backup back:

\`\`\`yaml
- uses: vps-backup/vps-backup-action@v1
  with:
    operation: restore
    server_id: 12345
    backup_id: 502
    api_token: \${{ secrets.VPSORG_TOKEN }}
\`\`\`

[The run](https://github.com/octo/site/actions/runs/7000/attempts/2)
`);
});

describe('the lines that would restore', () => {
  test('where the API is elsewhere, they say so', () => {
    expect(
      render('create', { backups: [DONE] }, { apiUrl: 'http://127.0.0.1:4010/api/v1' }),
    ).toContain('\n    api_url: http://127.0.0.1:4010/api/v1\n');
  });

  test('of one that is not finished, they say when', () => {
    expect(
      render('create', { backups: [reportOf(row({ id: 502, status: 'in_progress' }))] }),
    ).toContain(`${HINT}, once it is completed:`);
  });

  test('with several, the first that can be gone back to', () => {
    const backups = [reportOf(row({ id: 8, status: 'failed' })), { ...EMPTY, serverId: 5 }, DONE];
    expect(render('create', { backups })).toContain('backup_id: 502');
  });

  test.each<[string, string]>([
    ['a failed backup', render('create', { backups: [reportOf(row({ status: 'failed' }))] })],
    ['no backup', render('create', { backups: [{ ...EMPTY, serverId: 5 }] })],
    [
      'an unknown outcome',
      render('create', { backups: [{ ...EMPTY, serverId: 5, status: 'unknown' }] }),
    ],
    ["another server's backup", render('create', { backups: [{ ...DONE, status: 'unknown' }] })],
    [
      'a server that is not known',
      render('create', { backups: [reportOf(row({ serverId: null }))] }),
    ],
    ['a dry run', render('create', { backups: [DONE] }, { dryRun: true })],
    ['another operation', render('wait', { backups: [DONE] })],
  ])('none after %s', (_, markdown) => {
    expect(markdown).not.toContain(HINT);
  });
});

describe('the heading', () => {
  test.each<[string, string, string]>([
    ['success', render('restore', { status: 'restored' }), '### ✅ VPS.org restore: restored\n'],
    ['failure', render('create', {}, { failure: 'No.' }), '### ❌ VPS.org create\n'],
    ['no status', render('list'), '### ✅ VPS.org list\n'],
    [
      'a dry run',
      render('prune', { status: 'dry_run' }, { dryRun: true }),
      '### ✅ VPS.org prune: dry&#95;run (dry run, nothing was changed)\n',
    ],
  ])('%s', (_, markdown, heading) => {
    expect(markdown.startsWith(heading)).toBe(true);
  });
});

test('a failure is told, line by line', () => {
  expect(
    render('create', {}, { failure: '2 of 3 servers failed.\n- one | two\n- three' }),
  ).toContain('\n> 2 of 3 servers failed.  \n> - one &#124; two  \n> - three\n');
});

test('outside of a run there is no link to it', () => {
  expect(render('list', {}, { run: { ...RUN_CONTEXT, known: false } })).not.toContain('[The run]');
});

describe('the table of backups', () => {
  test('what is not known is a dash', () => {
    expect(render('create', { backups: [EMPTY] })).toContain('\n| — | — | — | — | — | — |\n');
    expect(
      render('create', {
        backups: [reportOf(row({ id: 5, sizeMb: null, serverName: null, createdAt: null }))],
      }),
    ).toContain('\n| 12345 | 5 | completed | — | — | — |\n');
  });

  test('a safety backup is named', () => {
    const safety = reportOf(row({ id: 77 }));
    expect(render('restore', { backups: [DONE], safety })).toContain('| 77 (safety backup) |');
    expect(render('restore', { backups: [DONE], safety })).toContain(
      '| 77 (safety backup) | completed |',
    );
  });

  test('of a restore, what came of it, and how long it took', () => {
    const backups = [{ ...DONE, waitedMs: 65_000 }];
    expect(render('restore', { backups, status: 'restored' })).toMatch(
      /\| 502 \| restored \|.*\| 1m05s \|/,
    );
    expect(render('restore', { backups, status: 'unknown' })).toContain('| 502 | unknown |');
    expect(render('restore', { backups })).toContain('| 502 | not restored |');
  });

  test('delete tells deletions alone, once there are any', () => {
    expect(render('delete', { backups: [DONE] })).toContain('| Server | Backup | Status |');
    const deletions = [
      { backup: row({ id: 502 }), reason: 'asked for', outcome: 'deleted' as const },
    ];
    expect(render('delete', { backups: [DONE], deletions })).not.toContain(
      '| Server | Backup | Status |',
    );
    expect(render('create', { backups: [DONE], deletions })).toContain(
      '| Server | Backup | Status |',
    );
  });

  test('none, where there is nothing to tell', () =>
    expect(render('prune', { status: 'unchanged' })).not.toContain('| Server |'));
});

describe('list', () => {
  test('a table, in the order of the facts', () => {
    const backups = [
      reportOf(
        row({ id: 9, expiresAt: '2027-01-01T00:00:00Z', type: 'automatic', description: 'a|b' }),
      ),
      reportOf(row({ id: 5, description: null, createdAt: null })),
    ];
    const markdown = render('list', { backups });
    expect(markdown).toContain(
      '2 backups matched.\n\n| Backup | Server | Type | Status | Size | Created | Expires | Description |\n| --- |',
    );
    expect(markdown).toContain(
      '| 9 | web-server-01 (12345) | automatic | completed | 4456 MB | 2026-02-28T12:00:00.000Z | 2027-01-01T00:00:00Z | a&#124;b |\n| 5 |',
    );
    expect(markdown).toContain(
      '| 5 | web-server-01 (12345) | manual | completed | 4456 MB | — | — |  |',
    );
  });

  test('one, and none', () => {
    expect(render('list', { backups: [DONE] })).toContain('1 backup matched.\n');
    expect(render('list')).toContain('0 backups matched.\n');
    expect(render('list', { listLoaded: false }, { failure: 'No list.' })).not.toContain('matched');
    expect(render('list')).not.toContain('| Backup |');
  });

  test('10,000 rows stay well under 1 MiB, and the rest is counted', () => {
    const backups = Array.from({ length: 10_000 }, (_, place) =>
      reportOf(row({ id: place + 1, description: '|'.repeat(300) })),
    );
    const markdown = render('list', { backups });
    expect(Buffer.byteLength(markdown)).toBeLessThan(300_000);
    const shown = markdown.split('\n').filter((line) => /^\| \d/.test(line)).length;
    expect(shown).toBeGreaterThan(100);
    expect(markdown).toContain(`\n\n… and ${10_000 - shown} more.`);
  });

  test('the largest summary there can be stays under 1 MiB', () => {
    const many = Array.from({ length: 5_000 }, (_, place) =>
      row({ id: place + 1, description: '|'.repeat(300), serverName: '🚀'.repeat(50) }),
    );
    const deletions = many
      .slice(0, 2_500)
      .map((backup) => ({ backup, reason: 'x'.repeat(300), outcome: 'deleted' as const }));
    const decisions = many
      .slice(2_500)
      .map((backup) => ({ backup, goes: false, reason: 'y'.repeat(300) }));
    const markdown = render(
      'create',
      { backups: many.map(reportOf), deletions, decisions },
      { failure: '|'.repeat(4_000) },
    );
    expect(Buffer.byteLength(markdown)).toBeLessThan(1_048_576);
  });
});

describe('what was deleted, and why', () => {
  const deletions = [
    {
      backup: row({ id: 5, createdAt: '2026-01-01T00:00:00Z', description: 'old' }),
      reason: 'number 4, beyond the newest 3',
      outcome: 'deleted' as const,
    },
    {
      backup: row({ id: 6, createdAt: null, description: null, serverId: null, serverName: null }),
      reason: 'ended as failed',
      outcome: 'failed' as const,
    },
  ];

  test('each with its outcome', () => {
    const markdown = render('prune', { status: 'deleted', deletions });
    expect(markdown).toContain(
      '| Backup | Server | Outcome | Why | Created | Description |\n| --- | --- | --- | --- | --- | --- |\n',
    );
    expect(markdown).toContain(
      '| 5 | web-server-01 (12345) | deleted | number 4, beyond the newest 3 | 2026-01-01T00:00:00Z | old |\n',
    );
    expect(markdown).toContain('| 6 | — | failed | ended as failed | — |  |\n');
  });

  test('the others are told with why they stay, newest first, and no row twice', () => {
    const decisions = [
      {
        backup: row({ id: 7, ageMs: 9 * DAY, description: null, createdAt: null }),
        goes: false,
        reason: 'marked [keep]',
      },
      { backup: row({ id: 5 }), goes: true, reason: 'old' },
      { backup: row({ id: 8, ageMs: DAY, description: 'x' }), goes: false, reason: 'in progress' },
    ];
    const markdown = render('prune', { deletions, decisions });
    expect(markdown).toContain(
      '<details><summary>Kept: 2</summary>\n\n| Backup | Server | Why it stays | Created | Description |\n',
    );
    expect(markdown).toContain(
      '| 8 | web-server-01 (12345) | in progress | 2026-02-28T12:00:00.000Z | x |\n| 7 | web-server-01 (12345) | marked &#91;keep&#93; | — |  |\n\n</details>',
    );
    expect(markdown.match(/^\| 5 \|/gm)).toHaveLength(1);
  });

  test('nothing is folded away where nothing stays', () => {
    expect(render('prune', { deletions, decisions: [] })).not.toContain('<details>');
  });
});

test('whatever anybody writes, no command runs and no table breaks', () => {
  fc.assert(
    fc.property(
      fc.tuple(hostileText, hostileText, hostileText, hostileText),
      ([description, serverName, status, reason]) => {
        const backup = row({
          description,
          serverName,
          status,
          createdAt: reason,
          expiresAt: reason,
          type: status,
        });
        const facts = {
          backups: [reportOf(backup)],
          deletions: [{ backup, reason, outcome: 'failed' as const }],
          decisions: [{ backup: row({ id: 2, description }), goes: false, reason: reason }],
        };
        for (const operation of ['create', 'list', 'restore'] as const) {
          const markdown = render(operation, facts, { failure: reason });
          expect(commandsIn(markdown)).toEqual([]);
          expect(markdown.isWellFormed()).toBe(true);
          const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
          const widths: Record<string, number> = { create: 6, list: 8, restore: 6 };
          const allowed = [widths[operation], 6, 5];
          for (const line of rows) expect(allowed).toContain(line.split('|').length - 2);
          const html = markdown.replace(/<\/?details>|<\/?summary>/g, '');
          expect(html.replace(/^>/gm, '')).not.toMatch(/[<>]/);
        }
      },
    ),
    { numRuns: runs(300) },
  );
});
