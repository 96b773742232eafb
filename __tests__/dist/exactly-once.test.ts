/** One request, one backup, whatever becomes of the answer. (That a lost request is sent again takes 30 s: a transcript shows it.) */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import {
  createSimulator,
  type FaultRule,
  on,
  type SimulatorCore,
  type Unreadable,
} from '../../simulator/index.js';
import { errorOf, PATIENCE_MS, stage, step, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const post = on.post.backups.nth(1);
const UNREADABLE: readonly Unreadable[] = [
  'empty',
  'text',
  'html',
  'broken json',
  'no id',
  'wrong type',
  'null',
];
const LOST: readonly [string, FaultRule][] = [
  ['reset', post.reset('after')],
  ...[500, 502, 503, 504].map((status): [string, FaultRule] => [
    `${status}`,
    post.status(status, 'html', { commit: 'after' }),
  ]),
  ['408', post.status(408, 'empty', { commit: 'after' })],
  ['cut short', post.cutShort()],
  ['ended early', post.cutShort('end')],
  ...UNREADABLE.map((what): [string, FaultRule] => [
    `unreadable 201, ${what}`,
    post.unreadable(what),
  ]),
];

describe('an answer lost after VPS.org accepted the request', () => {
  test.concurrent.each(LOST)('%s: one backup, adopted', (_, fault) =>
    stage({ backupDurationMs: 0, faults: [fault] }, async ({ sim, step, sent }) => {
      // The wait takes a second and is the same for all of them.
      const wait = String(fault.fault.kind !== 'answer');
      const result = await step({ wait });
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { backup_id: '502', status: 'completed' },
      });
      expect(result.log.join('\n')).toMatch(
        /searching the list for key=[0-9a-f]{12}\n[\s\S]*Created backup 502/,
      );
      expect(sim.vps.created).toHaveLength(1);
      expect(sent('POST')).toHaveLength(1);
    })(),
  );

  test.concurrent('listed only later: searched for until it is there', () =>
    stage(
      { backupDurationMs: 0, dialect: { listingDelayMs: 1_500 }, faults: [post.reset('after')] },
      async ({ sim, step, sent }) => {
        const result = await step({});
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { backup_id: '502', status: 'completed' },
        });
        expect(sim.vps.created).toHaveLength(1);
        expect(sent('POST')).toHaveLength(1);
      },
    )());

  test.concurrent("a stranger's backup of the same text, made meanwhile, is not adopted", () =>
    stage(
      { backupDurationMs: 0, faults: [post.reset('after')] },
      async ({ sim, step, on: when }) => {
        when('outcome', ({ method }) => {
          const [ours] = sim.vps.created;
          const stolen = ours?.description?.replace(/key=.{12}/, 'key=0123456789ab') ?? null;
          if (method === 'POST') sim.vps.addBackup({ id: 600, description: stolen });
        });
        const result = await step({ description: 'Before the migration' });
        expect(result).toMatchObject({
          exitCode: 0,
          outputs: { backup_id: '502', backup_ids: '[502]' },
        });
      },
    )());

  test.concurrent('two creates side by side adopt each their own', () =>
    stage(
      { backupDurationMs: 0, faults: [on.post.backups.nth(1, 2).reset('after')] },
      async ({ sim, step }) => {
        const results = await Promise.all([step({}), step({})]);
        const ids = results.map(({ outputs }) => outputs.backup_id);
        expect([...ids].sort()).toEqual(['502', '503']);
        expect(sim.vps.created).toHaveLength(2);
      },
    )());
});

describe('a request that provably was not executed is sent again', () => {
  test.concurrent('429, with and without Retry-After', () =>
    stage(
      { faults: [post.tooManyRequests(), on.post.backups.nth(2).tooManyRequests('1')] },
      async ({ sim, step, sent }) => {
        const result = await step({ wait: 'false' });
        expect(result).toMatchObject({ exitCode: 0, outputs: { backup_id: '502' } });
        expect(sim.vps.created).toHaveLength(1);
        expect(sent('POST')).toHaveLength(3);
      },
    )());

  test.concurrent('connection refused, at the POST', async () => {
    const sim = createSimulator({ token: TOKEN });
    const door = await openDoor(sim);
    try {
      const result = await step(
        { url: door.url, token: TOKEN },
        { wait: 'false' },
        { onLine: door.openAgain },
      );
      expect(result).toMatchObject({ exitCode: 0, outputs: { backup_id: '502' } });
      expect(result.log.join('\n')).toMatch(
        /Could not create a backup \(127\.0\.0\.1:\d+ refused the connection \(ECONNREFUSED\)\); retrying/,
      );
      expect(sim.requests.map((one) => one.method)).toEqual(['GET', 'POST']);
    } finally {
      door.close();
    }
  });

  test.concurrent('connection refused, from the start', () =>
    stage({}, async ({ sim, step, sent }) => {
      await sim.stopListening();
      const onLine = (line: string): void => {
        if (line.includes('retrying')) void sim.startListening();
      };
      const result = await step({ wait: 'false' }, { onLine });
      expect(result).toMatchObject({ exitCode: 0, outputs: { backup_id: '502' } });
      expect(sent()).toEqual(['GET /backups/?server_id=12345', 'POST /backups/']);
    })());
});

test.concurrent('an API that is not there is a failure that names the host', async () => {
  // Backoffs would take 15 s; a poll is a single attempt.
  const gone = await openDoor(createSimulator());
  gone.close();
  const result = await step(
    { url: gone.url, token: TOKEN },
    { operation: 'wait', backup_id: '501', wait_timeout: '1s' },
  );
  expect(errorOf(result)).toMatch(/501.*operation: wait/);
  expect(result.log.join('\n')).toContain('ECONNREFUSED');
});

/** A door to the simulator that shuts after the first answer, and opens again once the action says that it tries again. */
async function openDoor(
  sim: SimulatorCore,
): Promise<{ url: string; openAgain: (line: string) => void; close: () => void }> {
  let answered = 0;
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const outcome = await sim.handle({
      method: request.method ?? '',
      url: request.url ?? '',
      headers,
      body: String(Buffer.concat(chunks)),
    });
    if (outcome.kind !== 'answer') throw new Error('no faults are played here');
    answered += 1;
    if (answered === 1) server.close(); // before the answer is out: the next connection finds nobody
    response
      .writeHead(outcome.status, { ...outcome.headers, connection: 'close' })
      .end(outcome.body);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    openAgain: (line) => {
      if (line.includes('retrying') && !server.listening) void listen(port);
    },
    close: () => void server.close(),
  };
}
