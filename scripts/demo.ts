/** `npm run demo`: what the built action does and shows, against VPS.org on loopback, without an account. */
import { documentedBackups, type SimulatorOptions, startSimulator } from '../simulator/index.js';
import { ShownLog } from './demo/shown.js';
import { runAction, type StepResult } from './run-action.js';

interface Scene {
  readonly title: string;
  readonly with: Readonly<Record<string, string>>;
  /** What has to come of it. */
  readonly exitCode: number;
  readonly status?: string;
}

const OPTIONS: SimulatorOptions = { backups: [...documentedBackups], backupDurationMs: 3_000 };

async function main(): Promise<void> {
  const simulator = await startSimulator(OPTIONS);
  say(`VPS.org, simulated, at ${simulator.url}. Nothing here is real.`);
  const server = { api_url: simulator.url, api_token: simulator.token, server_id: '12345' };
  const scenes: Scene[] = [
    {
      title: 'A backup before the deploy, proven complete',
      with: { ...server, keep_last: '5' },
      exitCode: 0,
      status: 'completed',
    },
    { title: 'What backups there are', with: { ...server, operation: 'list' }, exitCode: 0 },
    {
      title: 'A token that VPS.org does not know',
      with: { ...server, api_token: 'vps_demo_wrong_token' },
      exitCode: 1,
    },
  ];
  const faults: string[] = [];
  try {
    for (const scene of scenes) faults.push(...(await play(scene)));
    faults.push(...simulator.unexpected);
    if (simulator.vps.created.length !== 1)
      faults.push(`${simulator.vps.created.length} backups were made, not one`);
  } finally {
    await simulator.close();
  }
  for (const fault of faults) say(`Not as expected: ${fault}`);
  say(
    faults.length === 0
      ? '\nAll went as it should: a backup, a list, and a refusal that says what to do.'
      : '\nThe demo failed.',
  );
  if (faults.length > 0) process.exitCode = 1;
}

/** @returns what did not go as expected */
async function play(scene: Scene): Promise<string[]> {
  heading(scene.title);
  block('The step', [
    '- uses: vps-backup/vps-backup-action@v1',
    '  with:',
    ...Object.entries(scene.with).map(asWritten),
  ]);
  say('\nLog');
  const log = new ShownLog();
  const onLine = (line: string): void => {
    for (const shown of log.show(line)) say(`  ${shown}`);
  };
  const result = await runAction({ with: scene.with, onLine });
  block(
    'Outputs',
    Object.entries(result.outputs)
      .filter(isTold)
      .map(([name, value]) => `${name}: ${brief(value)}`),
  );
  block('Job summary', result.summary.trimEnd().split('\n'));
  say(`\nExit code ${result.exitCode}, after ${(result.ms / 1_000).toFixed(1)} s`);
  return faultsOf(scene, result);
}

function faultsOf(scene: Scene, { exitCode, outputs }: StepResult): string[] {
  const faults: string[] = [];
  if (exitCode !== scene.exitCode)
    faults.push(`${scene.title}: exit code ${exitCode}, not ${scene.exitCode}`);
  if (scene.status !== undefined && outputs.status !== scene.status)
    faults.push(`${scene.title}: status ${outputs.status}`);
  return faults;
}

/** An input as a workflow has it; the token comes from a secret. */
function asWritten([name, value]: [string, string]): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
  return `    ${name}: ${name === 'api_token' ? '${{ secrets.VPSORG_TOKEN }}' : value}`;
}

function isTold([, value]: [string, string]): boolean {
  return value !== '' && value !== '[]';
}

function brief(value: string): string {
  return value.length > 120 ? `${value.slice(0, 120)}…` : value;
}

function heading(title: string): void {
  say(`\n${'='.repeat(title.length)}\n${title}\n${'='.repeat(title.length)}`);
}

function block(title: string, lines: readonly string[]): void {
  say(`\n${title}\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}`);
}

function say(text: string): void {
  console.log(text);
}

await main();
