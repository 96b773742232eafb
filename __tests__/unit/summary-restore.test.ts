/** Each summary of `restore` and of dry runs, from the first line to the last. */
import { expect, test } from '@jest/globals';
import { EMPTY } from '../../src/report/report.js';
import { DAY, row } from '../support/fixtures.js';
import {
  decisionsOf,
  deletions,
  entries,
  entry,
  KEPT,
  keep,
  OLD,
  RESTORED,
  ROTATED,
  render,
  reportOf,
  SAFETY,
} from './summary-samples.js';

const CASES: readonly (readonly [name: string, actual: () => string, expected: string])[] = [
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
];

test.each(CASES)('%s', (_, actual, expected) => {
  expect(actual()).toBe(`${expected.trim()}\n`);
});
