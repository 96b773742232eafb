/** Each summary of `create` and `wait` of one server, from the first line to the last. */
import { expect, test } from '@jest/globals';
import { EMPTY } from '../../src/report/report.js';
import { HOUR, row } from '../support/fixtures.js';
import {
  BY_HAND,
  decisionsOf,
  deletions,
  entries,
  entry,
  FULL,
  KEPT,
  keep,
  NEW,
  ROTATED,
  render,
  reportOf,
} from './summary-samples.js';

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
];

test.each(CASES)('%s', (_, actual, expected) => {
  expect(actual()).toBe(`${expected.trim()}\n`);
});
