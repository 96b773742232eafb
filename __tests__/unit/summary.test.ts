/** Each summary as it is written, from the first line to the last. */
import { expect, test } from '@jest/globals';
import type { Backup } from '../../src/backups/backup.js';
import type { RetentionDecision } from '../../src/backups/retention.js';
import type { RunContext } from '../../src/inputs/run-context.js';
import type { ServerCheck } from '../../src/report/checks.js';
import {
  type BackupReport,
  type Deletion,
  EMPTY,
  emptyReport,
  observed,
  type Report,
} from '../../src/report/report.js';
import { renderFailure, renderSummary, type SummaryContext } from '../../src/report/summary.js';
import { DAY, HOUR, MINUTE, marker, NOW, RUN, row } from '../support/fixtures.js';

const RUN_CONTEXT: RunContext = {
  ...RUN,
  runNumber: '17',
  workflow: 'Release',
  actor: 'mona',
  serverUrl: 'https://github.com',
  apiUrl: 'https://api.github.com',
  actionRef: 'vps-backup/vps-backup-action@v1',
};

/** A report in which something is known. */
function reportOf<Op extends Report['operation']>(
  operation: Op,
  change: Partial<Extract<Report, { operation: Op }>> = {},
): Report {
  const empty = emptyReport(operation, change.dryRun ?? false);
  return { ...empty, isDone: true, now: NOW, ...change } as Report;
}

function render(report: Report, change: Partial<SummaryContext> = {}): string {
  return renderSummary(report, { run: RUN_CONTEXT, apiUrl: null, failure: null, ...change });
}

function entry(backup: Backup, change: Partial<BackupReport> = {}): BackupReport {
  return { ...EMPTY, ...observed(backup), ...change };
}

function entries(...all: readonly BackupReport[]): Map<number, BackupReport> {
  return new Map(all.map((one, index) => [index, one]));
}

function deletions(...all: readonly Deletion[]): Map<number, Deletion> {
  return new Map(all.map((one) => [one.backup.id, one]));
}

function keep(backup: Backup, reason: string): RetentionDecision {
  return { backup, action: 'keep', reason, rank: null };
}

function decisionsOf(...all: readonly RetentionDecision[]): Map<number, RetentionDecision[]> {
  return new Map([[12345, [...all]]]);
}

/** Made by the present run, before its deploy, and just completed. */
const NEW = row({
  id: 502,
  ageMs: 2 * MINUTE,
  description: `Before Release #17 by mona ${marker({ run: '7000.2' }).replace('key=', 'state=good key=')}`,
});
const OLD = row({
  id: 495,
  ageMs: 9 * DAY,
  sizeMb: 912,
  description: `Before Release #12 by mona ${marker({ run: '6000.3' })}`,
});
const KEPT = row({ id: 501, ageMs: 3 * HOUR + 20 * MINUTE });
const BY_HAND = row({ id: 400, ageMs: 40 * DAY, description: 'before the move [keep]' });
const RESTORED = row({
  id: 501,
  ageMs: 5 * HOUR,
  description: `Before Release #16 by mona ${marker({ run: '6900.1' })}`,
});
const SAFETY = row({
  id: 503,
  ageMs: 12 * MINUTE,
  description: `Before restore of 501 by mona ${marker({ kind: 'safety', run: '7000.2' })}`,
});
const FULL = [
  'VPS.org rejected a backup of server 12345 (422): limit reached. All ten slots are protected; the next becomes free in 12m. Delete one with operation: delete, or wait.',
  '| id  | age   | text                   | why it stays |',
  '| 501 | 3h20m | Before deploy          | number 1 of the newest 5 |',
  '| 400 | 40d   | before the move [keep] | marked [keep] |',
].join('\n');

/** `web-02` failed, `web-07` is unfinished, the others are completed. */
function fleet(): Map<number, BackupReport> {
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

function brokenFleet(): Map<number, BackupReport> {
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

function lateFleet(): Map<number, BackupReport> {
  const all = fleet();
  for (const id of [12_302, 12_307]) {
    const late = all.get(id) ?? EMPTY;
    const backup = row({ ...late.backup, status: 'in_progress', sizeMb: null });
    const problem = `Backup ${late.id} did not complete within wait_timeout (1h); last status in_progress.`;
    all.set(id, entry(backup, { waitedMs: HOUR, problem }));
  }
  return all;
}

const LISTED: readonly Backup[] = [
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

function check(change: Partial<ServerCheck>): ServerCheck {
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

const CHECKS: readonly ServerCheck[] = [
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

const ROTATED: Deletion = {
  backup: OLD,
  reason: 'number 6, beyond the newest 5',
  outcome: 'deleted',
};

const CASES: readonly (readonly [name: string, actual: () => string, expected: string])[] = [
  [
    'create',
    () =>
      render(
        reportOf('create', {
          backups: entries(entry(NEW, { waitedMs: 90_000 })),
          slots: new Map([[12345, 4]]),
        }),
      ),
    `
### ✅ Backup 502 of web-server-01 completed

| Server | Backup | Status | State | Created (UTC) | Size | Waited | Text |
| --- | --- | --- | --- | --- | --- | --- | --- |
| web-server-01 (12345) | 502 | ✅ completed | good | 2026-03-01 11:58 (2m ago) | 4.5 GB | 1m30s | Before Release &#35;17 by mona |

Slots: 4 of 10 used on server 12345

To restore this backup:

\`\`\`yaml
- uses: vps-backup/vps-backup-action@v1
  with:
    operation: restore
    server_id: 12345
    backup_id: 502
    api_token: \${{ secrets.VPSORG_TOKEN }}
\`\`\`

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'create with rotation',
    () =>
      render(
        reportOf('create', {
          backups: entries(entry(NEW, { waitedMs: 90_000 })),
          slots: new Map([[12345, 5]]),
          deletions: deletions(ROTATED),
          decisions: decisionsOf(
            keep(NEW, 'made by this run'),
            keep(KEPT, 'number 2 of the newest 5'),
            keep(BY_HAND, 'marked [keep]'),
          ),
        }),
      ),
    `
### ✅ Backup 502 of web-server-01 completed

| Server | Backup | Status | State | Created (UTC) | Size | Waited | Text |
| --- | --- | --- | --- | --- | --- | --- | --- |
| web-server-01 (12345) | 502 | ✅ completed | good | 2026-03-01 11:58 (2m ago) | 4.5 GB | 1m30s | Before Release &#35;17 by mona |

Slots: 5 of 10 used on server 12345

To restore this backup:

\`\`\`yaml
- uses: vps-backup/vps-backup-action@v1
  with:
    operation: restore
    server_id: 12345
    backup_id: 502
    api_token: \${{ secrets.VPSORG_TOKEN }}
\`\`\`

**1 backup deleted**

| Backup | Why | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- |
| 495 | number 6, beyond the newest 5 | 2026-02-20 12:00 (9d ago) | 912 MB | Before Release &#35;12 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000.3](https://github.com/octo/site/actions/runs/6000) |

<details><summary>Kept: 3 backups</summary>

| Backup | Why | State | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 502 | made by this run | good | 2026-03-01 11:58 (2m ago) | 4.5 GB | Before Release &#35;17 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [7000.2](https://github.com/octo/site/actions/runs/7000) |
| 501 | number 2 of the newest 5 |  | 2026-03-01 08:40 (3h20m ago) | 4.5 GB | Before deploy | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000](https://github.com/octo/site/actions/runs/6000) |
| 400 | marked &#91;keep&#93; |  | 2026-01-20 12:00 (40d ago) | 4.5 GB | before the move &#91;keep&#93; |  |  |

</details>

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'create on a full server',
    () =>
      render(
        reportOf('create', {
          backups: entries({
            ...EMPTY,
            serverId: 12345,
            serverName: 'web-server-01',
            problem: FULL,
          }),
          slots: new Map([[12345, 10]]),
          isDone: false,
        }),
        { failure: FULL },
      ),
    `
### ❌ No backup of web-server-01 was created

> VPS.org rejected a backup of server 12345 (422): limit reached. All ten slots are protected; the next becomes free in 12m. Delete one with operation: delete, or wait.
>
> <pre>
> &#124; id  &#124; age   &#124; text                   &#124; why it stays &#124;
> &#124; 501 &#124; 3h20m &#124; Before deploy          &#124; number 1 of the newest 5 &#124;
> &#124; 400 &#124; 40d   &#124; before the move &#91;keep&#93; &#124; marked &#91;keep&#93; &#124;
> </pre>

Slots: 10 of 10 used on server 12345

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'create of a fleet',
    () =>
      render(
        reportOf('create', {
          backups: fleet(),
          slots: new Map([...fleet().keys()].map((id) => [id, 4])),
        }),
      ),
    `
### ✅ All 12 servers backed up

| Server | Backup | Status | Size | Waited | Slots |
| --- | --- | --- | --- | --- | --- |
| web-01 (12301) | 601 | ✅ completed | 4.0 GB | 1m41s | 4 of 10 |
| web-02 (12302) | 602 | ✅ completed | 4.0 GB | 1m42s | 4 of 10 |
| web-03 (12303) | 603 | ✅ completed | 4.0 GB | 1m43s | 4 of 10 |
| web-04 (12304) | 604 | ✅ completed | 4.0 GB | 1m44s | 4 of 10 |
| web-05 (12305) | 605 | ✅ completed | 4.0 GB | 1m45s | 4 of 10 |
| web-06 (12306) | 606 | ✅ completed | 4.0 GB | 1m46s | 4 of 10 |
| web-07 (12307) | 607 | ✅ completed | 4.0 GB | 1m47s | 4 of 10 |
| web-08 (12308) | 608 | ✅ completed | 4.0 GB | 1m48s | 4 of 10 |
| web-09 (12309) | 609 | ✅ completed | 4.0 GB | 1m49s | 4 of 10 |
| web-10 (12310) | 610 | ✅ completed | 4.0 GB | 1m50s | 4 of 10 |
| web-11 (12311) | 611 | ✅ completed | 4.0 GB | 1m51s | 4 of 10 |
| web-12 (12312) | 612 | ✅ completed | 4.0 GB | 1m52s | 4 of 10 |

<details><summary>To restore these 12 backups, run this workflow</summary>

\`\`\`yaml
on: workflow_dispatch
permissions: {}
jobs:
  restore:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        include:
          - { server_id: 12301, backup_id: 601 }
          - { server_id: 12302, backup_id: 602 }
          - { server_id: 12303, backup_id: 603 }
          - { server_id: 12304, backup_id: 604 }
          - { server_id: 12305, backup_id: 605 }
          - { server_id: 12306, backup_id: 606 }
          - { server_id: 12307, backup_id: 607 }
          - { server_id: 12308, backup_id: 608 }
          - { server_id: 12309, backup_id: 609 }
          - { server_id: 12310, backup_id: 610 }
          - { server_id: 12311, backup_id: 611 }
          - { server_id: 12312, backup_id: 612 }
    steps:
      - uses: vps-backup/vps-backup-action@v1
        with:
          operation: restore
          server_id: \${{ matrix.server_id }}
          backup_id: \${{ matrix.backup_id }}
          api_token: \${{ secrets.VPSORG_TOKEN }}
\`\`\`

</details>

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'create of a fleet, one server failed',
    () =>
      render(
        reportOf('create', {
          backups: brokenFleet(),
          slots: new Map([...fleet().keys()].map((id) => [id, id === 12_302 ? 3 : 4])),
        }),
        {
          failure:
            '1 of 12 servers failed.\n- VPS.org rejected a backup of server 12302 (web-02): 402 Insufficient credit.\nAdd credit to the account, then re-run.',
        },
      ),
    `
### ❌ 1 of 12 servers failed

> - VPS.org rejected a backup of server 12302 (web-02): 402 Insufficient credit.
>
> Add credit to the account, then re-run.

| Server | Status | Why | Slots |
| --- | --- | --- | --- |
| web-02 (12302) | ❌ no backup | VPS.org rejected a backup of server 12302 (web-02): 402 Insufficient credit. | 3 of 10 |

| Server | Backup | Status | Size | Waited | Slots |
| --- | --- | --- | --- | --- | --- |
| web-01 (12301) | 601 | ✅ completed | 4.0 GB | 1m41s | 4 of 10 |
| web-03 (12303) | 603 | ✅ completed | 4.0 GB | 1m43s | 4 of 10 |
| web-04 (12304) | 604 | ✅ completed | 4.0 GB | 1m44s | 4 of 10 |
| web-05 (12305) | 605 | ✅ completed | 4.0 GB | 1m45s | 4 of 10 |
| web-06 (12306) | 606 | ✅ completed | 4.0 GB | 1m46s | 4 of 10 |
| web-07 (12307) | 607 | ✅ completed | 4.0 GB | 1m47s | 4 of 10 |
| web-08 (12308) | 608 | ✅ completed | 4.0 GB | 1m48s | 4 of 10 |
| web-09 (12309) | 609 | ✅ completed | 4.0 GB | 1m49s | 4 of 10 |
| web-10 (12310) | 610 | ✅ completed | 4.0 GB | 1m50s | 4 of 10 |
| web-11 (12311) | 611 | ✅ completed | 4.0 GB | 1m51s | 4 of 10 |
| web-12 (12312) | 612 | ✅ completed | 4.0 GB | 1m52s | 4 of 10 |

<details><summary>To restore these 11 backups, run this workflow</summary>

\`\`\`yaml
on: workflow_dispatch
permissions: {}
jobs:
  restore:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        include:
          - { server_id: 12301, backup_id: 601 }
          - { server_id: 12303, backup_id: 603 }
          - { server_id: 12304, backup_id: 604 }
          - { server_id: 12305, backup_id: 605 }
          - { server_id: 12306, backup_id: 606 }
          - { server_id: 12307, backup_id: 607 }
          - { server_id: 12308, backup_id: 608 }
          - { server_id: 12309, backup_id: 609 }
          - { server_id: 12310, backup_id: 610 }
          - { server_id: 12311, backup_id: 611 }
          - { server_id: 12312, backup_id: 612 }
    steps:
      - uses: vps-backup/vps-backup-action@v1
        with:
          operation: restore
          server_id: \${{ matrix.server_id }}
          backup_id: \${{ matrix.backup_id }}
          api_token: \${{ secrets.VPSORG_TOKEN }}
\`\`\`

</details>

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'create of a fleet, two timed out',
    () =>
      render(reportOf('create', { backups: lateFleet() }), {
        failure:
          '2 of 12 servers failed.\n- Backup 602 did not complete within wait_timeout (1h); last status in_progress.\n- Backup 607 did not complete within wait_timeout (1h); last status in_progress.\nTo resume, run a step with operation: wait and backup_id: 602,607.',
      }),
    `
### ❌ 2 of 12 servers failed

> - Backup 602 did not complete within wait&#95;timeout (1h); last status in&#95;progress.
> - Backup 607 did not complete within wait&#95;timeout (1h); last status in&#95;progress.
>
> To resume, run a step with operation: wait and backup&#95;id: 602,607.

| Server | Backup | Status | Why | Waited |
| --- | --- | --- | --- | --- |
| web-02 (12302) | 602 | ⏳ in&#95;progress | Backup 602 did not complete within wait&#95;timeout (1h); last status in&#95;progress. | 1h |
| web-07 (12307) | 607 | ⏳ in&#95;progress | Backup 607 did not complete within wait&#95;timeout (1h); last status in&#95;progress. | 1h |

| Server | Backup | Status | Size | Waited |
| --- | --- | --- | --- | --- |
| web-01 (12301) | 601 | ✅ completed | 4.0 GB | 1m41s |
| web-03 (12303) | 603 | ✅ completed | 4.0 GB | 1m43s |
| web-04 (12304) | 604 | ✅ completed | 4.0 GB | 1m44s |
| web-05 (12305) | 605 | ✅ completed | 4.0 GB | 1m45s |
| web-06 (12306) | 606 | ✅ completed | 4.0 GB | 1m46s |
| web-08 (12308) | 608 | ✅ completed | 4.0 GB | 1m48s |
| web-09 (12309) | 609 | ✅ completed | 4.0 GB | 1m49s |
| web-10 (12310) | 610 | ✅ completed | 4.0 GB | 1m50s |
| web-11 (12311) | 611 | ✅ completed | 4.0 GB | 1m51s |
| web-12 (12312) | 612 | ✅ completed | 4.0 GB | 1m52s |

To wait until VPS.org completes these 2 backups:

\`\`\`yaml
- uses: vps-backup/vps-backup-action@v1
  with:
    operation: wait
    server_id: 12302,12307
    backup_id: 602,607
    api_token: \${{ secrets.VPSORG_TOKEN }}
\`\`\`

<details><summary>To restore these 10 backups, run this workflow</summary>

\`\`\`yaml
on: workflow_dispatch
permissions: {}
jobs:
  restore:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        include:
          - { server_id: 12301, backup_id: 601 }
          - { server_id: 12303, backup_id: 603 }
          - { server_id: 12304, backup_id: 604 }
          - { server_id: 12305, backup_id: 605 }
          - { server_id: 12306, backup_id: 606 }
          - { server_id: 12308, backup_id: 608 }
          - { server_id: 12309, backup_id: 609 }
          - { server_id: 12310, backup_id: 610 }
          - { server_id: 12311, backup_id: 611 }
          - { server_id: 12312, backup_id: 612 }
    steps:
      - uses: vps-backup/vps-backup-action@v1
        with:
          operation: restore
          server_id: \${{ matrix.server_id }}
          backup_id: \${{ matrix.backup_id }}
          api_token: \${{ secrets.VPSORG_TOKEN }}
\`\`\`

</details>

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'create that timed out',
    () =>
      render(
        reportOf('create', {
          backups: entries(
            entry(row({ ...NEW, status: 'in_progress', sizeMb: null }), {
              waitedMs: HOUR,
              problem: 'Backup 502 did not complete.',
            }),
          ),
        }),
        {
          failure:
            'Backup 502 of server 12345 (web-server-01) did not complete within wait_timeout (1h); last status in_progress. To resume, run a step with operation: wait and backup_id: 502.',
          apiUrl: 'http://127.0.0.1:4010/api/v1',
        },
      ),
    `
### ❌ Backup 502 of web-server-01 did not complete

> Backup 502 of server 12345 (web-server-01) did not complete within wait&#95;timeout (1h); last status in&#95;progress. To resume, run a step with operation: wait and backup&#95;id: 502.

| Server | Backup | Status | State | Created (UTC) | Waited | Text |
| --- | --- | --- | --- | --- | --- | --- |
| web-server-01 (12345) | 502 | ⏳ in&#95;progress | good | 2026-03-01 11:58 (2m ago) | 1h | Before Release &#35;17 by mona |

To wait until VPS.org completes this backup:

\`\`\`yaml
- uses: vps-backup/vps-backup-action@v1
  with:
    operation: wait
    server_id: 12345
    backup_id: 502
    api_token: \${{ secrets.VPSORG_TOKEN }}
    api_url: http://127.0.0.1:4010/api/v1
\`\`\`

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'wait for several',
    () =>
      render(
        reportOf('wait', {
          backups: entries(entry(NEW, { waitedMs: 5_000 }), entry(KEPT, { waitedMs: 1_000 })),
        }),
      ),
    `
### ✅ Both backups completed

| Server | Backup | Status | State | Size | Waited |
| --- | --- | --- | --- | --- | --- |
| web-server-01 (12345) | 502 | ✅ completed | good | 4.5 GB | 5s |
| web-server-01 (12345) | 501 | ✅ completed |  | 4.5 GB | 1s |

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'restore after a safety backup',
    () =>
      render(
        reportOf('restore', {
          backups: entries(entry(RESTORED, { waitedMs: 200_000 })),
          safety: entry(SAFETY, { waitedMs: 80_000 }),
          status: 'restored',
          slots: new Map([[12345, 6]]),
        }),
      ),
    `
### ✅ Restored backup 501 to web-server-01

| Role | Server | Backup | Result | Created (UTC) | Size | Text | Commit | Run | Waited |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| target | web-server-01 (12345) | 501 | restored | 2026-03-01 07:00 (5h ago) | 4.5 GB | Before Release &#35;16 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6900](https://github.com/octo/site/actions/runs/6900) | 3m20s |
| safety backup | web-server-01 (12345) | 503 | ✅ completed | 2026-03-01 11:48 (12m ago) | 4.5 GB | Before restore of 501 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [7000.2](https://github.com/octo/site/actions/runs/7000) | 1m20s |

What was written to the server after 2026-03-01 07:00 UTC is lost. DNS records, other servers and outside services are as they were.

To undo this restore:

\`\`\`yaml
- uses: vps-backup/vps-backup-action@v1
  with:
    operation: restore
    server_id: 12345
    backup_id: 503
    api_token: \${{ secrets.VPSORG_TOKEN }}
\`\`\`

Slots: 6 of 10 used on server 12345

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'restore without a safety backup',
    () =>
      render(
        reportOf('restore', {
          backups: entries(entry(RESTORED)),
          status: 'restored',
          note: 'The server is stopped; it was active before.',
        }),
      ),
    `
### ✅ Restored backup 501 to web-server-01

⚠️ The server is stopped; it was active before.

| Server | Backup | Result | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- | --- |
| web-server-01 (12345) | 501 | restored | 2026-03-01 07:00 (5h ago) | 4.5 GB | Before Release &#35;16 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6900](https://github.com/octo/site/actions/runs/6900) |

What was written to the server after 2026-03-01 07:00 UTC is lost. DNS records, other servers and outside services are as they were.

This restore can't be undone: it was run without a safety backup (\`safety_backup: true\`).

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'restore that was refused',
    () =>
      render(reportOf('restore', { isDone: false }), {
        failure:
          'No backup of server 12345 is what backup_id: latest means. Set max_age, or give an id.\n| 501 | 9d | 0123456 | too old |',
      }),
    `
### ❌ Nothing was restored

> No backup of server 12345 is what backup&#95;id: latest means. Set max&#95;age, or give an id.
>
> <pre>
> &#124; 501 &#124; 9d &#124; 0123456 &#124; too old &#124;
> </pre>

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'dry run of create',
    () =>
      render(
        reportOf('create', {
          dryRun: true,
          backups: entries({ ...EMPTY, serverId: 12345, serverName: 'web-server-01' }),
          slots: new Map([[12345, 6]]),
          deletions: deletions({ ...ROTATED, outcome: 'would be deleted' }),
        }),
      ),
    `
### Dry run: a backup of web-server-01 would be created, nothing was changed

Slots: 6 of 10 used on server 12345

**1 backup would be deleted**

| Backup | Why | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- |
| 495 | number 6, beyond the newest 5 | 2026-02-20 12:00 (9d ago) | 912 MB | Before Release &#35;12 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000.3](https://github.com/octo/site/actions/runs/6000) |

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'dry run of restore',
    () => render(reportOf('restore', { dryRun: true, backups: entries(entry(RESTORED)) })),
    `
### Dry run: backup 501 would be restored to web-server-01, nothing was changed

| Server | Backup | Result | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- | --- |
| web-server-01 (12345) | 501 | would be restored | 2026-03-01 07:00 (5h ago) | 4.5 GB | Before Release &#35;16 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6900](https://github.com/octo/site/actions/runs/6900) |

What was written to the server after 2026-03-01 07:00 UTC would be lost. DNS records, other servers and outside services would stay as they are.

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'dry run of prune',
    () =>
      render(
        reportOf('prune', {
          dryRun: true,
          slots: new Map([[12345, 6]]),
          deletions: deletions(
            { ...ROTATED, outcome: 'would be deleted' },
            {
              backup: row({ id: 494, ageMs: 10 * DAY, status: 'failed' }),
              reason: 'failed (status: failed)',
              outcome: 'would be deleted',
            },
          ),
          decisions: decisionsOf(keep(KEPT, 'number 1 of the newest 5')),
        }),
      ),
    `
### Dry run: 2 backups of web-server-01 would be deleted, nothing was changed

Slots: 6 of 10 used on server 12345

| Backup | Why | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- |
| 495 | number 6, beyond the newest 5 | 2026-02-20 12:00 (9d ago) | 912 MB | Before Release &#35;12 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000.3](https://github.com/octo/site/actions/runs/6000) |
| 494 | failed (status: failed) | 2026-02-19 12:00 (10d ago) | 4.5 GB | Before deploy | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000](https://github.com/octo/site/actions/runs/6000) |

<details><summary>Kept: 1 backup</summary>

| Backup | Why | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- |
| 501 | number 1 of the newest 5 | 2026-03-01 08:40 (3h20m ago) | 4.5 GB | Before deploy | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000](https://github.com/octo/site/actions/runs/6000) |

</details>

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'dry run of delete',
    () =>
      render(
        reportOf('delete', {
          dryRun: true,
          backups: entries(entry(OLD)),
          deletions: deletions({ ...ROTATED, reason: 'requested', outcome: 'would be deleted' }),
        }),
      ),
    `
### Dry run: 1 backup of web-server-01 would be deleted, nothing was changed

| Backup | Why | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- |
| 495 | requested | 2026-02-20 12:00 (9d ago) | 912 MB | Before Release &#35;12 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000.3](https://github.com/octo/site/actions/runs/6000) |

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'delete that failed half-way',
    () =>
      render(
        reportOf('delete', {
          isDone: false,
          backups: entries(entry(OLD), entry(KEPT), entry(BY_HAND), entry(SAFETY)),
          deletions: deletions(
            { ...ROTATED, reason: 'requested' },
            { backup: KEPT, reason: 'requested', outcome: 'failed' },
            { backup: BY_HAND, reason: 'requested', outcome: 'unconfirmed' },
          ),
        }),
        { failure: 'Could not delete backup 501: VPS.org returned 403 Forbidden.' },
      ),
    `
### ❌ 1 backup of web-server-01 deleted, 2 not deleted, 1 may have been deleted

> Could not delete backup 501: VPS.org returned 403 Forbidden.

| Backup | Outcome | Why | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 501 | ❌ not deleted | requested | 2026-03-01 08:40 (3h20m ago) | 4.5 GB | Before deploy | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000](https://github.com/octo/site/actions/runs/6000) |
| 400 | ❓ may have been deleted | requested | 2026-01-20 12:00 (40d ago) | 4.5 GB | before the move &#91;keep&#93; |  |  |
| 503 | not tried | requested | 2026-03-01 11:48 (12m ago) | 4.5 GB | Before restore of 501 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [7000.2](https://github.com/octo/site/actions/runs/7000) |
| 495 | deleted | requested | 2026-02-20 12:00 (9d ago) | 912 MB | Before Release &#35;12 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000.3](https://github.com/octo/site/actions/runs/6000) |

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'prune with nothing to delete',
    () =>
      render(
        reportOf('prune', {
          slots: new Map([[12345, 4]]),
          decisions: decisionsOf(
            keep(KEPT, 'number 1 of the newest 5'),
            keep(OLD, 'number 2 of the newest 5'),
            keep(BY_HAND, 'not made by this repository'),
            keep(
              row({ id: 399, ageMs: 50 * DAY, description: 'by hand' }),
              'not made by this repository',
            ),
            keep(row({ id: 398, ageMs: 51 * DAY, type: 'automatic' }), 'automatic, not manual'),
          ),
        }),
      ),
    `
### ✅ Nothing to delete

Slots: 4 of 10 used on server 12345

5 backups kept:

- 2 among the newest 5
- 2 not made by this repository (\`scope: server\` would include them)
- 1 automatic, not manual

<details><summary>Kept: 5 backups</summary>

| Backup | Why | Created (UTC) | Size | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- |
| 501 | number 1 of the newest 5 | 2026-03-01 08:40 (3h20m ago) | 4.5 GB | Before deploy | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000](https://github.com/octo/site/actions/runs/6000) |
| 495 | number 2 of the newest 5 | 2026-02-20 12:00 (9d ago) | 912 MB | Before Release &#35;12 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000.3](https://github.com/octo/site/actions/runs/6000) |
| 400 | not made by this repository | 2026-01-20 12:00 (40d ago) | 4.5 GB | before the move &#91;keep&#93; |  |  |
| 399 | not made by this repository | 2026-01-10 12:00 (50d ago) | 4.5 GB | by hand |  |  |
| 398 | automatic, not manual | 2026-01-09 12:00 (51d ago) | 4.5 GB | Before deploy | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000](https://github.com/octo/site/actions/runs/6000) |

</details>

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'list',
    () =>
      render(
        reportOf('list', {
          list: { backups: LISTED, complete: true },
          slots: new Map([
            [12345, 4],
            [12346, 9],
          ]),
        }),
      ),
    `
### ✅ 5 backups of web-server-01 found

Slots used: 9 of 10 on 12346, 4 of 10 on 12345

| Backup | State | Created (UTC) | Size | Status | Type | Expires (UTC) | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 502 | good | 2026-03-01 11:58 (2m ago) | 4.5 GB | completed | manual |  | Before Release &#35;17 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [7000.2](https://github.com/octo/site/actions/runs/7000) |
| 501 |  | 2026-03-01 08:40 (3h20m ago) | 4.5 GB | completed | manual |  | Before deploy | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000](https://github.com/octo/site/actions/runs/6000) |
| 495 |  | 2026-02-20 12:00 (9d ago) | 912 MB | completed | manual |  | Before Release &#35;12 by mona | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000.3](https://github.com/octo/site/actions/runs/6000) |
| 480 |  | 2026-01-30 12:00 (30d ago) | 4.5 GB | completed | automatic | 2026-03-08 12:00 (in 7d) |  |  |  |
| 300 |  | yesterday |  | failed | manual |  | theirs |  |  |

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'list that is incomplete',
    () => render(reportOf('list', { list: { backups: [KEPT], complete: false } })),
    `
### ⚠️ The list is incomplete: 1 backup of web-server-01 shown

VPS.org did not return the complete list: there may be more backups.

| Backup | Created (UTC) | Size | Status | Type | Text | Commit | Run |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 501 | 2026-03-01 08:40 (3h20m ago) | 4.5 GB | completed | manual | Before deploy | [0123456](https://github.com/octo/site/commit/0123456789abcdef0123456789abcdef01234567) | [6000](https://github.com/octo/site/actions/runs/6000) |

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'check of one server',
    () => render(reportOf('check', { checks: [check({ sizeMb: 4_456, previousSizeMb: 4_456 })] })),
    `
### ✅ Check of web-server-01 passed

| Server | Verdict | Newest | Age | Size | Change | Backups | Slots |
| --- | --- | --- | --- | --- | --- | --- | --- |
| web-server-01 (12345) | ✅ ok | 502 | 3h20m | 4.5 GB | 0% | 6 | 4 of 10 |

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'check of several servers',
    () =>
      render(reportOf('check', { checks: CHECKS }), {
        failure:
          '2 of 4 servers failed.\n- server 12347 (db-01): backup 620 is 3d old, over max_age (26h)\n- server 12348: no completed backup',
      }),
    `
### ❌ 2 of 4 servers failed

> - server 12347 (db-01): backup 620 is 3d old, over max&#95;age (26h)
> - server 12348: no completed backup

| Server | Verdict | Findings | Newest | Age | Size | Change | Backups | Slots |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| db-01 (12347) | ❌ failed | backup 620 is 3d old, over max&#95;age (26h)<br>backup 620 has 2.0 GB, 51% less than 4.1 GB before; max&#95;shrink is 50% | 620 | 3d | 2.0 GB | -51% | 6 | 4 of 10 |
| 12348 | ❌ failed | no completed backup |  |  |  |  | 0 |  |
| web-02 (12346) | ⚠️ ok | backup 610 is 25h old, over 80% of max&#95;age (26h)<br>no slot is free | 610 | 25h | 900 MB | 0% | 6 | 10 of 10 |
| web-server-01 (12345) | ✅ ok |  | 502 | 3h20m | 4.5 GB | +4% | 6 | 4 of 10 |

Run: [Release &#35;17](https://github.com/octo/site/actions/runs/7000/attempts/2)
`,
  ],
  [
    'bad inputs',
    () =>
      renderFailure(
        'The inputs are not valid; no request was sent.\n- server_id is "web": use a number, or server_name\n- keep_last is "0": use 1 to 10',
      ),
    `
### ❌ The step failed before it changed anything

> The inputs are not valid; no request was sent.
>
> - server&#95;id is "web": use a number, or server&#95;name
> - keep&#95;last is "0": use 1 to 10
`,
  ],
];

test.each(CASES)('%s', (_, actual, expected) => {
  expect(actual()).toBe(`${expected.trim()}\n`);
});
