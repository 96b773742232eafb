/** `npm run demo`: what the built action does and shows, against VPS.org on loopback, without an account. */
import {
  type BackupSeed,
  documentedBackups,
  isoSeconds,
  type Simulator,
  startSimulator,
} from '../simulator/index.js';
import { ShownLog } from './demo/shown-log.js';
import { RUN_ENV, runAction, type StepResult } from './run-action.js';
import { toTerminal } from './summary/terminal.js';

const HOUR_MS = 3_600_000;
const WIDTH = Math.min(120, Math.max(60, process.stdout.columns ?? 120));

interface Scene {
  readonly title: string;
  readonly with: Readonly<Record<string, string>>;
  /** What has to come of it. */
  readonly exitCode: number;
  readonly outputs?: Readonly<Record<string, string>>;
}

const SCENES: readonly Scene[] = [
  {
    title: 'A backup before the deploy, proven complete; the oldest one is rotated out',
    with: { server_id: '12345', keep_last: '3' },
    exitCode: 0,
    outputs: { backup_id: '502', status: 'completed', deleted_ids: '[201]' },
  },
  {
    title: 'Which backups are there?',
    with: { operation: 'list', server_id: '12345' },
    exitCode: 0,
    outputs: { count: '4' },
  },
  {
    title: 'The deploy went wrong: exactly that backup is restored',
    with: { operation: 'restore', server_id: '12345', backup_id: '502' },
    exitCode: 0,
    outputs: { status: 'restored' },
  },
  {
    title: 'Does each server have a fresh and plausible backup?',
    with: { operation: 'check', max_age: '26h' },
    exitCode: 1,
    outputs: { status: 'failed' },
  },
  {
    title: 'A token that VPS.org does not know',
    with: { server_id: '12345', api_token: 'vps_demo_wrong_token' },
    exitCode: 1,
  },
];

/** Of server 12345, what earlier runs made and what VPS.org makes by itself; of 12346, one of three days ago. */
function backups(): BackupSeed[] {
  const ago = (hours: number): string => isoSeconds(Date.now() - hours * HOUR_MS);
  const { GITHUB_REPOSITORY: name, GITHUB_REPOSITORY_ID: id } = RUN_ENV;
  const earlier = [72, 48, 24].map((hours, nth) => ({
    id: 201 + nth,
    size_mb: 4_400 + 50 * nth,
    created_at: ago(hours),
    description: `Before Deploy #${39 + nth} by octocat [gha ${name}#${id} create run=890000000${nth}.1 job=deploy sha=facade${nth}0facade key=00000000000${nth}]`,
  }));
  const [automatic] = documentedBackups;
  return [
    ...earlier,
    { ...automatic, created_at: ago(11), expires_at: ago(11 - 31 * 24) },
    { id: 301, server_id: 12346, backup_type: 'automatic', created_at: ago(75) },
  ];
}

async function main(): Promise<void> {
  const simulator = await startSimulator({
    backups: backups(),
    backupDurationMs: 2_500,
    restoreDurationMs: 2_500,
  });
  say(`VPS.org, simulated, at ${simulator.url}. Nothing here is real.`);
  const problems: string[] = [];
  try {
    for (const scene of SCENES) problems.push(...(await play(scene, simulator)));
    problems.push(...simulator.unexpected);
    const { created, restores, deleted } = simulator.vps;
    const changes = [created.length, restores.length, deleted.length];
    if (changes.some((count) => count !== 1))
      problems.push(`backups, restores, deletes: ${changes}`);
  } finally {
    await simulator.close();
  }
  for (const problem of problems) say(`Not as expected: ${problem}`);
  say(
    problems.length === 0
      ? '\nAll as expected: a backup, a rotation, a list, a restore, a check that finds a stale server, and a refused token.'
      : '\nThe demo failed.',
  );
  if (problems.length > 0) process.exitCode = 1;
}

/** @returns what did not come as expected */
async function play(scene: Scene, { url, token }: Simulator): Promise<string[]> {
  heading(scene.title);
  const inputs = { api_url: url, api_token: token, ...scene.with };
  const written = Object.entries(scene.with).filter(([name]) => name !== 'api_token');
  block('The step', [
    '- uses: vps-backup/vps-backup-action@v1',
    '  with:',
    ...written.map(([name, value]) => `    ${name}: ${value}`),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
    '    api_token: ${{ secrets.VPSORG_TOKEN }}',
  ]);
  say('\nLog');
  const log = new ShownLog();
  const onLine = (line: string): void => {
    for (const shown of log.show(line)) say(`  ${shown}`);
  };
  const result = await runAction({ with: inputs, onLine });
  block('Outputs', shownOutputs(result));
  block('Job summary', toTerminal(withoutApiUrl(result.summary), WIDTH - 2));
  say(`\nExit code ${result.exitCode}, after ${(result.ms / 1_000).toFixed(1)} s`);
  return problemsOf(scene, result);
}

/** Only the simulator needs it. */
function withoutApiUrl(summary: string): string {
  return summary.replace(/^ +api_url: .*\n/gm, '');
}

function problemsOf(scene: Scene, { exitCode, outputs }: StepResult): string[] {
  const expected = Object.entries(scene.outputs ?? {});
  return [
    ...(exitCode === scene.exitCode ? [] : [`exit code ${exitCode}, not ${scene.exitCode}`]),
    ...expected
      .filter(([name, value]) => outputs[name] !== value)
      .map(([name, value]) => `${name} is "${outputs[name]}", not "${value}"`),
  ].map((problem) => `${scene.title}: ${problem}`);
}

function shownOutputs({ outputs }: StepResult): string[] {
  return Object.entries(outputs)
    .filter(([, value]) => value !== '' && value !== '[]')
    .map(([name, value]) => {
      const line = `${name}: ${value}`;
      return line.length > WIDTH - 2 ? `${line.slice(0, WIDTH - 3)}…` : line;
    });
}

function heading(title: string): void {
  say(`\n${'═'.repeat(title.length)}\n${title}\n${'═'.repeat(title.length)}`);
}

function block(title: string, lines: readonly string[]): void {
  say(`\n${title}\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}`);
}

function say(text: string): void {
  console.log(text);
}

await main();
