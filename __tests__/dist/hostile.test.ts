/**
 * Other people's words, through the built action: no command is run but our own, no table breaks,
 * outputs parse. `step` checks commands, control signs and tables of every step in this folder; here
 * such texts stand wherever the API's can.
 */
import { describe, expect, jest, test } from '@jest/globals';
import { type ErrorShape, on, type SimulatorOptions } from '../../simulator/index.js';
import { ago, errorOf, HOUR, type Inputs, PATIENCE_MS, stage } from '../support/step.js';
import { ALL, DEBUG, isHarmless } from './hostile-checks.js';
import { HOSTILE, HUGE } from './hostile-texts.js';

jest.setTimeout(PATIENCE_MS);

interface Row {
  readonly id: number;
  readonly text: string;
}

/** Each text is a server's name and status, and its backup's every word. */
function everywhere(rows: readonly Row[]): SimulatorOptions {
  return {
    servers: [{ id: 12345 }, ...rows.map(({ id, text }) => ({ id, name: text, status: text }))],
    backups: rows.map(({ id, text }) => ({
      id,
      server_id: id,
      description: text,
      status: id % 2 === 0 ? 'completed' : text,
      backup_type: id % 3 === 0 ? text : 'manual',
      created_at: id % 5 === 0 ? text : ago(24 * HOUR),
      expires_at: text,
    })),
  };
}

const rows: readonly Row[] = ALL.map((text, i) => ({ id: 1_000 + i, text }));
const huge: readonly Row[] = Object.values(HUGE).map((text, i) => ({ id: 2_000 + i, text }));
const ids = rows.map((row) => row.id).join(' ');

describe('names, descriptions, status words, types and dates', () => {
  test.concurrent('list', () =>
    stage(everywhere(rows), async ({ step }) => {
      const result = await step({ operation: 'list', server_id: '' }, DEBUG);
      expect(result).toMatchObject({ exitCode: 0, outputs: { count: String(ALL.length) } });
      isHarmless(result);
      const listed = JSON.parse(result.outputs.backups ?? '') as {
        id: number;
        description: string;
      }[];
      // Outputs are data: the text comes out as it was.
      for (const { id, text } of rows)
        expect(listed.find((row) => row.id === id)?.description).toBe(text);
      expect(listed).toHaveLength(ALL.length);
    })());

  const OPERATIONS: readonly Inputs[] = [
    { operation: 'prune', older_than: '1h', scope: 'server', server_id: ids },
    { operation: 'prune', keep_last: '1', scope: 'server', dry_run: 'true', server_id: ids },
    { operation: 'wait', backup_id: ids, server_id: '', wait_timeout: '1s', keep_last: '1' },
    { operation: 'delete', backup_id: ids, server_id: '' },
    { operation: 'delete', backup_id: `${ids} 999`, server_id: '' },
    { operation: 'create', server_id: ids, dry_run: 'true' },
  ];
  test.concurrent.each(OPERATIONS)('operation %#: $operation', (inputs) =>
    stage(everywhere(rows), async ({ step }) => isHarmless(await step(inputs, DEBUG)))(),
  );

  test.concurrent('create of all of them, each with a status of its own', () =>
    stage(
      {
        servers: everywhere(rows).servers ?? [],
        backupDurationMs: 1_500,
        intermediateStatuses: [HOSTILE['after \\n'] ?? ''],
        backupOutcome: ({ serverId }) =>
          serverId % 2 === 0 ? 'completed' : (rows.find((row) => row.id === serverId)?.text ?? ''),
      },
      async ({ step }) => {
        const result = await step(
          { server_id: ids, wait_timeout: '2s', poll_interval: '1s' },
          DEBUG,
        );
        expect(result.exitCode).toBe(1);
        isHarmless(result);
      },
    )());

  const FEW = rows.filter(({ text }) =>
    [HOSTILE['after \\n'], HOSTILE['old form in the middle'], HOSTILE['table breaks']].includes(
      text,
    ),
  );
  test.concurrent.each(FEW)(
    'restore on a server so named, refused in such words: %j',
    ({ id, text }) => {
      const options = {
        ...everywhere(rows),
        backups: [{ id, server_id: id, description: text }],
        restoreDurationMs: 1_500,
      };
      return stage(
        { ...options, faults: [on.post.restore.nth(1).status(400, 'detail', { text })] },
        async ({ step }) => {
          const inputs = { operation: 'restore', backup_id: String(id), server_id: String(id) };
          const [refused, restored] = [await step(inputs, DEBUG), await step(inputs, DEBUG)];
          expect([refused.exitCode, restored.exitCode]).toEqual([1, 0]);
          for (const result of [refused, restored]) isHarmless(result);
        },
      )();
    },
  );
});

describe('a megabyte long', () => {
  const listed = {
    ...everywhere([...huge, ...rows]),
    faults: [on.post.any.status(400, 'errors', { text: HUGE.commands ?? '' })],
  };
  const OPERATIONS: readonly Inputs[] = [
    { operation: 'list', server_id: '' },
    { operation: 'create', server_id: '2000' },
    { operation: 'delete', backup_id: '2000 2001', server_id: '' },
    { operation: 'wait', backup_id: '2001', server_id: '', wait_timeout: '1s' },
    { operation: 'restore', backup_id: '2000', server_id: '2000', wait: 'false' },
    { operation: 'prune', older_than: '1h', scope: 'server', server_id: '2000' },
  ];
  test.concurrent.each(OPERATIONS)('$operation', (inputs) =>
    stage(listed, async ({ step }) => {
      const result = await step(inputs, DEBUG);
      isHarmless(result);
      if (inputs.operation === 'list')
        expect(JSON.parse(result.outputs.backup_ids ?? '')).toHaveLength(ALL.length + huge.length);
    })(),
  );
});

describe('error bodies', () => {
  const SHAPES: readonly ErrorShape[] = ['detail', 'errors', 'fields', 'text', 'html'];
  const bodies = [...ALL, ...Object.values(HUGE)];

  test.concurrent.each(SHAPES)('%s: each text in turn', async (shape) => {
    // One step for many texts: each server's POST is refused in other words.
    const servers = bodies.map((_, i) => ({ id: i + 1 }));
    const faults = bodies.map((text, i) => on.post.backups.nth(i + 1).status(400, shape, { text }));
    await stage({ servers, faults }, async ({ step }) => {
      const result = await step({ server_id: servers.map((server) => server.id).join(',') }, DEBUG);
      expect(result.exitCode).toBe(1);
      expect(errorOf(result).split('\n- ')).toHaveLength(bodies.length + 1);
      isHarmless(result);
    })();
  });

  test.concurrent('field names', () =>
    stage(
      {
        faults: [
          on.any.answer(
            400,
            JSON.stringify(Object.fromEntries(ALL.slice(0, 30).map((text) => [text, [text]]))),
          ),
        ],
      },
      async ({ step }) => isHarmless(await step({ operation: 'list' }, DEBUG)),
    )());

  const HEADERS = [
    '::error::PWNED',
    '##[error]PWNED',
    '<b>PWNED</b>',
    '| PWNED |',
    '1e999',
    '99999999999999999999',
    '-1',
    '0x10',
    'Fri, 31 Dec 9999 23:59:59 GMT',
  ];
  test.concurrent.each(HEADERS)('Retry-After: %s', (value) =>
    stage(
      { backups: [{ id: 501 }], faults: [on.get.backups.tooManyRequests(value)] },
      async ({ step }) => {
        const result = await step(
          { operation: 'wait', backup_id: '501', wait_timeout: '1s' },
          DEBUG,
        );
        expect(errorOf(result)).toMatch(/501.*operation: wait/);
        isHarmless(result);
      },
    )(),
  );

  test.concurrent('a target of a redirect', () =>
    stage(
      { faults: [on.get.backups.redirect(302, '/::error::PWNED##[error]PWNED')] },
      async ({ step }) => isHarmless(await step({ operation: 'list' }, DEBUG)),
    )());

  test.concurrent('a next page', () =>
    stage(
      {
        faults: [
          on.get.backups.nth(1).answer(
            200,
            JSON.stringify({
              results: [],
              next: '?::error::PWNED##[error]PWNED%0A::error::PWNED',
            }),
          ),
        ],
      },
      async ({ sim, step }) => {
        isHarmless(await step({ operation: 'list' }, DEBUG));
        sim.unexpected.length = 0; // nobody documented that page, but it is where the API sent us
      },
    )());
});
