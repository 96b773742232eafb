/** The summaries of the other operations, from the first line to the last. */
import { expect, test } from '@jest/globals';
import { renderFailure } from '../../src/report/summary.js';
import { DAY, row } from '../support/fixtures.js';
import {
  BY_HAND,
  CHECKS,
  check,
  decisionsOf,
  deletions,
  entries,
  entry,
  KEPT,
  keep,
  LISTED,
  OLD,
  ROTATED,
  render,
  reportOf,
  SAFETY,
} from './summary-samples.js';

const CASES: readonly (readonly [name: string, actual: () => string, expected: string])[] = [
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
