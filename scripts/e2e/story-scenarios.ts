/** Stories of several runs: the last state that worked, and what a fleet's summary offers. */
import assert from 'node:assert/strict';
import type { SimulatorOptions } from '../../simulator/index.js';
import type { RunResult } from './act.js';
import { changes, failed, stepNamed, stepsNamed, succeeded } from './expect.js';
import type { ExampleRun, Scenario, Stage } from './stage.js';

const VARS = { VPSORG_SERVER_ID: '12345' };
const HOUR = 3_600_000;

/** What is on the server, and in each backup of it: the name of the deploy that left it. */
class Server {
  state = 'nothing deployed';
  readonly #backups = new Map<number, string>();
  #deploys = 0;

  constructor(private readonly stage: Stage) {}

  /** A run of pre-deploy.yml; GitHub files the deployment, as it does for a job with an environment. */
  async deploy(outcome: 'good' | 'bad'): Promise<RunResult> {
    const nth = ++this.#deploys;
    const runId = 9_000_000_100 + nth;
    const { simulator, github, run } = this.stage;
    const before = simulator.vps.created.length;
    const id = await this.#file({ environment: 'production', run_id: runId, state: 'in_progress' });
    const result = await run('pre-deploy.yml', {
      ...{ event: 'push', vars: VARS, runId },
      inputsOf: { 'Back up the server': { keep_last: '2' } },
      ...(outcome === 'good' ? {} : { run: { Deploy: 'exit 3' } }),
    });
    github.addStatus(id, { state: outcome === 'good' ? 'success' : 'failure', run_id: runId });
    this.#remember(before);
    this.state = `deploy ${nth}, ${outcome}`;
    return result;
  }

  /** The button, with its defaults. */
  async rollBack(inputs: Readonly<Record<string, string>> = {}): Promise<RunResult> {
    const { simulator, run } = this.stage;
    const { length: before } = simulator.vps.created;
    const { length: restored } = simulator.vps.restores;
    const result = await run('rollback.yml', {
      ...{ event: 'workflow_dispatch', vars: VARS, inputs, runId: 9_000_000_200 + this.#deploys },
    });
    this.#remember(before);
    const restore = simulator.vps.restores.slice(restored).at(-1);
    if (restore !== undefined) this.state = this.holds(restore.backupId);
    return result;
  }

  holds(backupId: number): string {
    return this.#backups.get(backupId) ?? `backup ${backupId} is unknown`;
  }

  #remember(before: number): void {
    for (const { id } of this.stage.simulator.vps.created.slice(before))
      this.#backups.set(id, this.state);
  }

  /** As a person would under act, which files no deployments. */
  async #file(deployment: object): Promise<number> {
    const url = new URL('/github/_deployments', this.stage.simulator.url);
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(deployment) });
    assert.equal(answer.status, 201);
    return ((await answer.json()) as { id: number }).id;
  }
}

const lastGood: Scenario = {
  name: 'last_good: two good deploys, three bad ones; the button restores what the second left',
  // Each backup makes those before it two hours older: rotation spares what is under an hour old.
  simulator: { agedMs: 2 * HOUR },
  async play(stage) {
    const { simulator } = stage;
    const server = new Server(stage);
    for (const outcome of ['good', 'good'] as const) succeeded(await server.deploy(outcome));
    for (const outcome of ['bad', 'bad', 'bad'] as const) failed(await server.deploy(outcome));
    const states = simulator.vps.created.map(
      ({ sent_description: text }) => /state=(\w+)/.exec(text ?? '')?.[1],
    );
    assert.deepEqual(states, [undefined, 'good', 'good', 'bad', 'bad']);
    // The two newest, and the last known good one, which rotation spares.
    const kept = simulator.vps.backups.map(({ id }) => server.holds(id));
    assert.deepEqual(kept, ['deploy 2, good', 'deploy 3, bad', 'deploy 4, bad']);

    const tried = await server.rollBack({ dry_run: 'true' });
    succeeded(tried);
    assert.match(stepNamed(tried, 'List the candidates').summary, /\| good \|/);
    assert.deepEqual(simulator.vps.restores, []);
    assert.equal(server.state, 'deploy 5, bad');

    const rolledBack = await server.rollBack();
    succeeded(rolledBack);
    assert.equal(stepNamed(rolledBack, 'Put the backup back').outputs.status, 'restored');
    assert.equal(server.state, 'deploy 2, good');

    for (const outcome of ['bad', 'bad', 'bad'] as const) failed(await server.deploy(outcome));
    assert.equal(server.state, 'deploy 8, bad');
    succeeded(await server.rollBack());
    assert.equal(server.state, 'deploy 2, good');
  },
};

const withoutState: Scenario = {
  name: 'last_good: where no backup is marked good, the button refuses and says what marks them',
  async play(stage) {
    const server = new Server(stage);
    succeeded(await server.deploy('good'));
    const result = await server.rollBack();
    failed(result);
    assert.match(stepNamed(result, 'Put the backup back').summary, /deploy&#95;environment/);
    assert.equal(server.state, 'deploy 1, good');
    assert.deepEqual(changes(stage.simulator), ['POST /backups/']);
  },
};

const FLEET = Array.from({ length: 12 }, (_, nth) => ({ id: 12345 + nth, name: `web-${nth + 1}` }));
const IDS = FLEET.map(({ id }) => id);
const FLEET_RUN: ExampleRun = { event: 'push', vars: { VPSORG_SERVER_IDS: IDS.join(', ') } };

/** The workflow or steps of a summary's code blocks that hold a text. */
function snippet(summary: string, text: string): string {
  const [found, ...others] = [...summary.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map((match) => match[1] ?? '')
    .filter((yaml) => yaml.includes(text));
  assert.ok(found !== undefined && others.length === 0, `one snippet with "${text}"`);
  return found;
}

function asJob(steps: string): string {
  const indented = steps.replace(/^(?=.)/gm, '      ');
  return `on: workflow_dispatch\njobs:\n  resume:\n    runs-on: ubuntu-latest\n    steps:\n${indented}`;
}

const DISPATCH: ExampleRun = { event: 'workflow_dispatch' };

/** Runs the workflow that a summary offers, and says which servers got which backup back. */
async function restored(stage: Stage, summary: string): Promise<[number, number][]> {
  succeeded(await stage.runText(snippet(summary, 'operation: restore'), DISPATCH));
  return stage.simulator.vps.restores
    .map(({ serverId, backupId }): [number, number] => [serverId, backupId])
    .sort(([a], [b]) => a - b);
}

/** Of each of these servers, the backup that was made of it. */
function made({ simulator }: Stage, servers: readonly number[]): [number, number][] {
  return simulator.vps.created
    .map((backup): [number, number] => [backup.server_id, backup.id])
    .filter(([id]) => servers.includes(id))
    .sort(([a], [b]) => a - b);
}

const BAD = 12350;
const SLOW = [12347, 12352, 12356];

const oneFails: Scenario = {
  name: 'fleet of 12, one backup fails: the summary names it first, and restores the eleven others',
  simulator: {
    servers: FLEET,
    backupOutcome: ({ serverId }) => (serverId === BAD ? 'failed' : 'completed'),
  },
  async play(stage) {
    const result = await stage.run('fleet-deploy.yml', FLEET_RUN);
    failed(result);
    assert.deepEqual(stepsNamed(result, 'Deploy'), []);
    const { summary } = stepNamed(result, 'Back up all servers');
    const firstLines = summary.split('\n').slice(0, 10).join('\n');
    assert.match(firstLines, /^### ❌ 1 of 12 servers failed\n/);
    assert.match(firstLines, /12350 \(web-6\).*failed/);
    const others = IDS.filter((id) => id !== BAD);
    assert.deepEqual(await restored(stage, summary), made(stage, others));
  },
};

const SLOW_FLEET: SimulatorOptions = {
  servers: FLEET,
  backupDurationMs: ({ serverId }) => (SLOW.includes(serverId) ? 20_000 : 500),
};

const someUnfinished: Scenario = {
  name: 'fleet of 12, three not done in time: one step resumes all three, one workflow restores the nine',
  simulator: SLOW_FLEET,
  async play(stage) {
    const result = await stage.run('fleet-deploy.yml', {
      ...FLEET_RUN,
      inputsOf: { 'Back up all servers': { wait_timeout: '8s' } },
    });
    failed(result);
    const { summary } = stepNamed(result, 'Back up all servers');
    const resumed = await stage.runText(asJob(snippet(summary, 'operation: wait')), DISPATCH);
    succeeded(resumed);
    const [wait] = resumed.steps.filter(({ outputs }) => outputs.status !== undefined);
    const slow = made(stage, SLOW).map(([, backupId]) => backupId);
    const ids = JSON.parse(wait?.outputs.backup_ids ?? '[]') as number[];
    assert.deepEqual([...ids].sort(), slow.sort());
    assert.equal(wait?.outputs.status, 'completed');
    const others = IDS.filter((id) => !SLOW.includes(id));
    assert.deepEqual(await restored(stage, summary), made(stage, others));
  },
};

export const storyScenarios: readonly Scenario[] = [
  lastGood,
  withoutState,
  oneFails,
  someUnfinished,
];
