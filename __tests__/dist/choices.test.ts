/** What an operation's inputs choose: a server by its name, an earlier backup, a dry run. */
import { describe, expect, jest, test } from '@jest/globals';
import type { BackupSeed } from '../../simulator/index.js';
import {
  ago,
  annotations,
  DAY,
  errorOf,
  HOUR,
  type Inputs,
  marked,
  PATIENCE_MS,
  stage,
} from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

function earlier(...ids: number[]): BackupSeed[] {
  return ids.map((id, i) => ({
    id,
    created_at: ago((ids.length - i) * DAY),
    description: marked(),
  }));
}

describe('server_name', () => {
  test.concurrent('finds the server', () =>
    stage({ backupDurationMs: 0 }, async ({ sim, step }) => {
      const result = await step({ server_id: '', server_name: 'db-server-01', wait: 'false' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { server_id: '12346' } });
      expect(sim.vps.created).toMatchObject([{ server_id: 12346 }]);
    })());

  const WRONG: readonly [string, Inputs, RegExp][] = [
    [
      'that no server has',
      { server_id: '', server_name: 'DB-server-01' },
      /No server .* the name "DB-server-01".*Near: "db-server-01" \(server 12346\).*case and spaces count/,
    ],
    [
      'that two have',
      { server_id: '', server_name: 'twin' },
      /^2 servers have the name "twin" \(7, 8\)\. Nothing was changed\. Set server_id/,
    ],
    [
      'that is not the given id',
      { server_id: '12345', server_name: 'db-server-01' },
      /12345.*db-server-01.*12346/,
    ],
  ];
  const servers = [
    { id: 12345, name: 'web-server-01' },
    { id: 12346, name: 'db-server-01' },
    { id: 7, name: 'twin' },
    { id: 8, name: 'twin' },
  ];

  test.concurrent.each(WRONG)('a name %s changes nothing', (_, inputs, says) =>
    stage({ servers, backups: [{ id: 501 }] }, async ({ step, sent }) => {
      const operations: Inputs[] = [
        {},
        { operation: 'restore', backup_id: '501' },
        { operation: 'delete', backup_id: '501' },
      ];
      for (const operation of [...operations, { operation: 'prune', keep_last: '1' }]) {
        expect(errorOf(await step({ ...operation, ...inputs }))).toMatch(says);
      }
      expect([...sent('POST'), ...sent('DELETE')]).toEqual([]);
    })(),
  );
});

describe('reuse_on_rerun', () => {
  const again = { env: { GITHUB_RUN_ATTEMPT: '2' } };
  const first = {
    id: 501,
    created_at: ago(HOUR / 2),
    description: marked({ run: '9000000001.1' }),
  };

  const second = {
    ...first,
    id: 500,
    created_at: ago(HOUR / 4),
    description: marked({ run: '9000000001.2' }),
  };

  test.concurrent('reuses the oldest backup of earlier attempts of the same job', () =>
    stage({ backups: [second, first] }, async ({ step, sent }) => {
      const result = await step({ reuse_on_rerun: 'true' }, { env: { GITHUB_RUN_ATTEMPT: '3' } });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '501', status: 'completed', reused: 'true' },
      });
      expect(sent('POST')).toEqual([]);
    })());

  test.concurrent('reuses none where one attempt made several, with a warning', () =>
    stage({ backups: [first, { ...first, id: 500 }] }, async ({ step }) => {
      const result = await step({ reuse_on_rerun: 'true', wait: 'false' }, again);
      expect(result.outputs).toMatchObject({ backup_id: '502', reused: 'false' });
      expect(annotations(result, 'warning')).toEqual([
        expect.stringMatching(/made several backups of server 12345 .*none is reused/),
      ]);
    })());

  test.concurrent('makes a new one where none can be reused: another job, too old, first attempt', () =>
    stage(
      {
        backups: [
          { ...first, description: marked({ run: '9000000001.1', job: 'other' }) },
          { ...first, id: 9, created_at: ago(8 * DAY) },
        ],
      },
      async ({ step }) => {
        expect(
          (await step({ reuse_on_rerun: 'true', wait: 'false' }, again)).outputs,
        ).toMatchObject({ backup_id: '502', reused: 'false' });
        expect((await step({ reuse_on_rerun: 'true', wait: 'false' })).outputs).toMatchObject({
          backup_id: '503',
          reused: 'false',
        });
      },
    )());
});

describe('dry_run sends only GETs', () => {
  const full = Array.from({ length: 10 }, (_, i) => i + 401);
  const DRY: readonly [Inputs, Readonly<Record<string, string>>][] = [
    [{ keep_last: '9' }, { status: 'dry_run', backup_id: '', would_delete_ids: '[401,402]' }],
    [
      { operation: 'restore', backup_id: '401', safety_backup: 'true' },
      { status: 'dry_run', backup_id: '401' },
    ],
    [
      { operation: 'delete', backup_id: '402, 401' },
      { status: 'dry_run', would_delete_ids: '[402,401]' },
    ],
    [
      { operation: 'prune', keep_last: '9' },
      { status: 'dry_run', would_delete_ids: '[401]' },
    ],
  ];

  test.concurrent.each(DRY)('%j', (inputs, outputs) =>
    stage({ backups: earlier(...full) }, async ({ sim, step }) => {
      const result = await step({ ...inputs, dry_run: 'true' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { deleted_ids: '[]', ...outputs } });
      expect(result.log.join('\n')).toMatch(/Would /);
      expect(result.summary).toMatch(/^### Dry run: .*, nothing was changed$/m);
      expect(sim.requests.filter((one) => one.method !== 'GET')).toEqual([]);
    })(),
  );
});
