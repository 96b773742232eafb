/** Whom the action talks to: the API's own host, nobody else. A second server stands by that must never be called. */
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

/** Plays with a bystander, of the same token and the same backups, to whom the API's answers point. */
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
          new RegExp(`${code}.*Redirects are not followed: check api_url`),
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
    ['without a place', on.delete.backup.redirect(302, '')],
  ];
  test.concurrent.each(own)('of a DELETE, %s', (_, fault) =>
    stage({ backups: [{ id: 501 }, { id: 499 }], faults: [fault] }, async ({ sim, step, sent }) => {
      const result = await step({ operation: 'delete', backup_id: '501' });
      expect(result).toMatchObject({ exitCode: 1, outputs: { deleted_ids: '[]' } });
      expect(sent('DELETE')).toEqual(['DELETE /backups/501/']);
      expect(sim.vps.deleted).toEqual([]);
    })(),
  );
});

describe('next that points to another host is not followed', () => {
  const rows = [1, 2, 3].map((i) => ({
    id: 500 + i,
    created_at: `2025-01-1${i}T03:00:00Z`,
    description: marked(),
  }));
  const paged = (nextHost: string): SimulatorOptions => ({
    backups: rows,
    dialect: { pageSize: 2, nextHost },
  });

  test.concurrent('list shows what there is, and warns', () =>
    withBystander(paged, async ({ step, sent }) => {
      const result = await step({ operation: 'list' });
      expect(result).toMatchObject({ exitCode: 0, outputs: { count: '2' } });
      expect(annotations(result, 'warning')).toEqual([expect.stringContaining('incomplete')]);
      expect(sent()).toHaveLength(1);
    }));

  test.concurrent('latest, prune and a server by name refuse on it', () =>
    withBystander(paged, async ({ step, sent }) => {
      const latest = await step({ operation: 'restore', backup_id: 'latest', max_age: '3650d' });
      expect(errorOf(latest)).toMatch(/Nothing was restored.*incomplete/);
      expect(errorOf(await step({ operation: 'prune', keep_last: '1' }))).toMatch(/incomplete/);
      expect([...sent('POST'), ...sent('DELETE')]).toEqual([]);
    }));

  test.concurrent('whatever spelling hides the other host', () =>
    Promise.all(
      [
        '//127.0.0.1:9',
        'http://user@127.0.0.1:9',
        'https://evil.example',
        'javascript:',
        'file:///etc',
      ].map((nextHost) =>
        stage(paged(nextHost), async ({ step, sent }) => {
          const result = await step({ operation: 'list' });
          expect(result).toMatchObject({ exitCode: 0, outputs: { count: '2' } });
          expect(sent()).toHaveLength(1);
        })(),
      ),
    ).then(() => undefined));
});

test.concurrent('pages of our own host are followed to the end, absolute or relative', async () => {
  for (const relativeNext of [false, true]) {
    const backups = Array.from({ length: 7 }, () => ({}));
    await stage({ backups, dialect: { pageSize: 3, relativeNext } }, async ({ step, sent }) => {
      expect(await step({ operation: 'list' })).toMatchObject({
        exitCode: 0,
        outputs: { count: '7' },
      });
      expect(sent()).toHaveLength(3);
    })();
  }
});
