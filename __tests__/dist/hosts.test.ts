/** The action sends requests to the API's own host only. A second server stands by that must never be called. */
import { describe, expect, jest, test } from '@jest/globals';
import {
  type FaultRule,
  on,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.js';
import { annotations, errorOf, marked, PATIENCE_MS, type Stage, stage } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

/** Plays with a bystander, of the same token and the same backups, to which the API's answers point. */
async function withBystander(
  options: (elsewhere: string) => SimulatorOptions,
  play: (stage: Stage, bystander: Simulator) => Promise<void>,
): Promise<void> {
  const bystander = await startSimulator({
    token: 'vps_test_not_a_real_token',
    backups: [{ id: 501 }],
  });
  try {
    const origin = new URL(bystander.url).origin;
    await stage(options(origin), (at) => play(at, bystander))();
    expect(bystander.requests).toEqual([]);
  } finally {
    await bystander.close();
  }
}

const CODES = [301, 302, 303, 307, 308] as const;

describe('redirects are not followed', () => {
  test.concurrent.each(CODES)('%i of a GET', (code) =>
    withBystander(
      (elsewhere) => ({ faults: [on.get.any.redirect(code, `${elsewhere}/api/v1/backups/`)] }),
      async ({ step, sent }) => {
        const result = await step({ operation: 'list' });
        expect(errorOf(result)).toMatch(
          new RegExp(
            `redirects to http\\S+ \\(${code}\\), and redirects are not followed\\. Check api_url`,
          ),
        );
        expect(sent()).toHaveLength(1);
      },
    ),
  );

  test.concurrent.each(CODES)('%i of the POST that was taken: its backup is adopted', (code) =>
    withBystander(
      (elsewhere) => ({
        backupDurationMs: 0,
        faults: [on.post.any.redirect(code, `${elsewhere}/api/v1/backups/`, 'after')],
      }),
      async ({ sim, step, sent }) => {
        const result = await step({ wait: 'false' });
        expect(result).toMatchObject({ exitCode: 0, outputs: { backup_id: '502' } });
        expect(sim.vps.created).toHaveLength(1);
        expect(sent('POST')).toHaveLength(1);
      },
    ),
  );

  const own: readonly [string, FaultRule][] = [
    ['to the same host', on.delete.backup.redirect(307, '/api/v1/backups/499/')],
    ['without a target', on.delete.backup.redirect(302, '')],
  ];
  test.concurrent.each(own)('of a DELETE, %s', (_, fault) =>
    stage({ backups: [{ id: 501 }, { id: 499 }], faults: [fault] }, async ({ sim, step, sent }) => {
      const result = await step({ operation: 'delete', backup_id: '501' });
      expect(result).toMatchObject({ exitCode: 1, outputs: { deleted_ids: '[]' } });
      // Each after a new list that still shows the backup; none where the answer points to.
      expect(new Set(sent('DELETE'))).toEqual(new Set(['DELETE /backups/501/']));
      expect(sent('DELETE')).toHaveLength(5);
      expect(sim.vps.deleted).toEqual([]);
    })(),
  );
});

const rows = [1, 2, 3].map((i) => ({
  id: 500 + i,
  created_at: `2025-01-1${i}T03:00:00Z`,
  description: marked(),
}));
const paged = { backups: rows, dialect: { pageSize: 2, order: 'newest' } } as const;

describe('next that names another host is followed on our own', () => {
  test.concurrent('list', () =>
    withBystander(
      (nextHost) => ({ ...paged, dialect: { ...paged.dialect, nextHost } }),
      async ({ step, sent }) => {
        const result = await step({ operation: 'list' });
        expect(result).toMatchObject({ exitCode: 0, outputs: { count: '3', truncated: 'false' } });
        expect(annotations(result, 'warning')).toEqual([]);
        expect(sent()).toHaveLength(2);
      },
    ));

  test.concurrent.each(['//127.0.0.1:9', 'http://user@127.0.0.1:9', 'https://evil.example'])(
    'spelt %s',
    (nextHost) =>
      stage({ ...paged, dialect: { ...paged.dialect, nextHost } }, async ({ step, sent }) => {
        const result = await step({ operation: 'list' });
        expect(result).toMatchObject({ exitCode: 0, outputs: { count: '3' } });
        expect(sent()).toHaveLength(2);
      })(),
  );
});

describe('next that leads out of the API is not followed', () => {
  const outside = { ...paged, dialect: { ...paged.dialect, nextBase: '/elsewhere' } };

  test.concurrent(
    'list shows what it has, and warns where next points to',
    stage(outside, async ({ step, sent }) => {
      const result = await step({ operation: 'list' });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { count: '', backup_id: '', truncated: 'true', backup_ids: '[503,502]' },
      });
      expect(annotations(result, 'warning')).toEqual([
        expect.stringMatching(/^The list of backups of server 12345 is incomplete: .*\/elsewhere/),
      ]);
      expect(sent()).toHaveLength(1);
    }),
  );

  test.concurrent(
    'latest and prune refuse on it',
    stage(outside, async ({ step, sent }) => {
      const latest = await step({ operation: 'restore', backup_id: 'latest', max_age: '3650d' });
      expect(errorOf(latest)).toMatch(/Nothing was restored: .* is incomplete .*elsewhere/);
      const pruned = await step({ operation: 'prune', keep_last: '1' });
      expect(errorOf(pruned)).toMatch(/is incomplete .*elsewhere.* Nothing was deleted/);
      expect([...sent('POST'), ...sent('DELETE')]).toEqual([]);
    }),
  );
});

test.concurrent.each([false, true])(
  'pages are followed to the end; relative: %s',
  (relativeNext) => {
    const backups = Array.from({ length: 7 }, () => ({}));
    return stage({ backups, dialect: { pageSize: 3, relativeNext } }, async ({ step, sent }) => {
      const result = await step({ operation: 'list' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { count: '7' } });
      expect(sent()).toHaveLength(3);
    })();
  },
);
