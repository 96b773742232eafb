/** A full server's refusal fits a screen, and each advice in it, followed, leads to a backup: the built action against the simulator. */
import { expect, test } from '@jest/globals';
import { RUN_ENV, runAction, type StepResult } from '../../scripts/run-action.js';
import {
  type BackupSeed,
  isoSeconds,
  type Simulator,
  type SimulatorOptions,
  scenarios,
  startSimulator,
  systemClock,
} from '../../simulator/index.js';

const MINUTE = 60_000;

/** A server whose clock, and so the API's, can be put forward. */
interface Server {
  readonly simulator: Simulator;
  create(more?: Readonly<Record<string, string>>): Promise<StepResult>;
  run(inputs: Readonly<Record<string, string>>): Promise<StepResult>;
  pass(ms: number): void;
}

async function onServer(
  backups: (now: number) => BackupSeed[],
  use: (server: Server) => Promise<void>,
): Promise<void> {
  let passed = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + passed };
  const options: SimulatorOptions = { clock, backupDurationMs: 200 };
  const simulator = await startSimulator({ ...options, backups: backups(clock.now()) });
  const common = { api_url: simulator.url, api_token: simulator.token, server_id: '12345' };
  const run: Server['run'] = (inputs) => runAction({ with: { ...common, ...inputs } });
  try {
    await use({ simulator, run, create: (more = {}) => run(more), pass: (ms) => (passed += ms) });
    expect(simulator.unexpected).toEqual([]);
  } finally {
    await simulator.close();
  }
}

function errorOf(result: StepResult): string {
  expect(result.exitCode).toBe(1);
  const errors = result.commands.filter(({ name }) => name === 'error');
  expect(errors).toHaveLength(1);
  return errors[0]?.data ?? '';
}

/** The inputs that a piece of advice names: `keep_last: 9 and scope: server`. */
function inputsIn(text: string | undefined): Record<string, string> {
  const found = [...(text ?? '').matchAll(/\b(operation|backup_id|keep_last|scope): (\w+)/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}

function durationIn(text = ''): number {
  const unitMs: Record<string, number> = { h: 60 * MINUTE, m: MINUTE, s: 1_000 };
  const parts = [...text.matchAll(/(\d+)([hms])/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0), 0);
}

const adviceOf = (error: string) => ({
  deletion: inputsIn(/\(operation: delete[^)]*\)/.exec(error)?.[0]),
  policy: inputsIn(/\bset ((?:keep_last: \d+)?(?: and )?(?:scope: \w+)?)/.exec(error)?.[0]),
  waitMs: durationIn(/\bre-run in ([\dhms]+)/.exec(error)?.[1]),
});

/** Ten of this repository, made by other runs so many minutes ago. */
function ownBackups(minutesAgo: number): (now: number) => BackupSeed[] {
  return (now) =>
    Array.from({ length: 10 }, (_, nth) => ({
      created_at: isoSeconds(now - (minutesAgo + nth / 10) * MINUTE),
      description: `Before Deploy [gha ${RUN_ENV.GITHUB_REPOSITORY}#${RUN_ENV.GITHUB_REPOSITORY_ID} create run=${100 + nth}.1 job=deploy sha=c0ffee00c0ff key=00000000000${nth}]`,
    }));
}

const settings: { name: string; given: Record<string, string> }[] = [
  { name: 'without keep_last', given: {} },
  { name: 'with keep_last: 5', given: { keep_last: '5' } },
];

test.each(settings)('ten made by hand, $name: a table that fits a screen', async ({ given }) => {
  await onServer(scenarios.full, async ({ simulator, create }) => {
    const result = await create(given);
    const [first = '', ...table] = errorOf(result).split('\n');
    expect(first.split(/\s+/).length).toBeLessThanOrEqual(60);
    expect(table).toHaveLength(10);
    for (const { id } of simulator.vps.backups)
      expect(table.filter((row) => row.startsWith(`- ${id}: `))).toHaveLength(1);
    expect(result.summary.split('\n').length).toBeLessThanOrEqual(30);
    expect(simulator.vps.backups).toHaveLength(10);
  });
});

test.each(settings)('ten made by hand, $name: deleting the one named', async ({ given }) => {
  await onServer(scenarios.full, async ({ simulator, create, run }) => {
    const { deletion } = adviceOf(errorOf(await create(given)));
    expect((await run(deletion)).outputs.status).toBe('deleted');
    expect(simulator.vps.deleted).toEqual([Number(deletion.backup_id)]);
    expect((await create(given)).outputs.status).toBe('completed');
  });
});

test.each(settings)('ten made by hand, $name: the policy named', async ({ given }) => {
  await onServer(scenarios.full, async ({ simulator, create }) => {
    const { policy } = adviceOf(errorOf(await create(given)));
    expect(policy).toHaveProperty('scope', 'server');
    const result = await create({ ...given, ...policy });
    expect(result.outputs.status).toBe('completed');
    // Made by hand, the oldest first.
    const oldest = [101, 102, 103, 104, 105, 106];
    expect(oldest).toEqual(expect.arrayContaining([...simulator.vps.deleted]));
    expect(simulator.vps.deleted[0]).toBe(101);
  });
});

test('ten made by this repository a moment ago: waiting as long as it says', async () => {
  const given = { keep_last: '5' };
  await onServer(ownBackups(1), async ({ simulator, create, pass }) => {
    const { waitMs } = adviceOf(errorOf(await create(given)));
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(16 * MINUTE);
    expect(simulator.vps.deleted).toEqual([]);
    pass(waitMs);
    expect((await create(given)).outputs.status).toBe('completed');
  });
});
