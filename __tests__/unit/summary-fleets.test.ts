/** Each summary of a fleet, from the first line to the last. */
import { expect, test } from '@jest/globals';
import { brokenFleet, fleet, lateFleet, render, reportOf } from './summary-samples.js';

const CASES: readonly (readonly [name: string, actual: () => string, expected: string])[] = [
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
];

test.each(CASES)('%s', (_, actual, expected) => {
  expect(actual()).toBe(`${expected.trim()}\n`);
});
