/** Deploys of one server with backups before them, GitHub's record of how they ended, and what the server holds. */
import { type BackupSeed, GitHubStandIn, type StatusSeed } from '../../simulator/index.js';
import { readServerState } from '../../src/github/client.js';
import type { ReadServerState } from '../../src/operations/context.js';
import { createTransport, type Exchange } from '../../src/vpsorg/http.js';
import {
  HOUR,
  RUN,
  type Scenario,
  type StepInputs,
  type StepOptions,
  type StepResult,
  scenario,
} from '../support/harness.js';
import { keyOf } from './record.js';

export type End = 'success' | 'failure' | 'error' | 'cancelled' | 'stuck';
/** The step at which a deploy ends early: it takes no backup, does not change the server, or has done both. */
export type Step = 'checkout' | 'backup' | 'change' | 'health check';

export interface DeploySpec {
  readonly end: End;
  readonly endsIn: Step;
}

/** A job that deploys, as far as it has come. */
export interface Deploy extends DeploySpec {
  readonly runId: string;
  readonly attempt: number;
  readonly deploymentId: number;
  /** How many of its phases are over. */
  phase: number;
}

const PHASES: readonly Step[] = ['checkout', 'backup', 'change', 'health check'];
const APP = 'http://github.example';
const GITHUB_TOKEN = 'ghs_test_not_a_real_token';

export class Site {
  readonly s: Scenario;
  readonly github: GitHubStandIn;
  /** The deployment that changed the server last; 0 before any. */
  content = 0;
  /** Which content each backup holds, by key. */
  readonly #contentOf = new Map<string, number>();
  /** Of these, contents that nobody could judge as the backup was made. */
  readonly #undecidable = new Set<number>();
  #runs = 0;

  constructor(
    private readonly keepLast: number,
    private readonly create: StepInputs = {},
    backups: BackupSeed[] = [],
  ) {
    this.s = scenario({ servers: [{ id: 12345 }], backups });
    this.github = new GitHubStandIn({ clock: this.s.clock });
  }

  pass(ms: number): void {
    this.s.clock.advance(ms);
  }

  start(spec: DeploySpec, again?: Deploy): Deploy {
    const runId = again?.runId ?? String(2_000 + ++this.#runs);
    const attempt = (again?.attempt ?? 0) + 1;
    const status: StatusSeed = { state: 'in_progress', run_id: runId };
    const { id: deploymentId } = this.github.addDeployment({}, status);
    return { ...spec, runId, attempt, deploymentId, phase: 0 };
  }

  isOver({ phase }: Deploy): boolean {
    return phase >= PHASES.length;
  }

  /** Carries out the next step of a job; its last one files how it ended. */
  async advance(deploy: Deploy): Promise<void> {
    const step = PHASES[deploy.phase];
    deploy.phase += 1;
    const isEarly = deploy.end !== 'success' && deploy.endsIn === step;
    if (isEarly) deploy.phase = PHASES.length;
    if (step === 'backup' && !isEarly) await this.backUp(deploy);
    // It may have changed something before it failed.
    if (step === 'change') this.content = deploy.deploymentId;
    if (this.isOver(deploy)) this.#file(deploy);
  }

  async run(spec: DeploySpec, again?: Deploy): Promise<Deploy> {
    const deploy = this.start(spec, again);
    while (!this.isOver(deploy)) await this.advance(deploy);
    return deploy;
  }

  #file({ end, runId, deploymentId }: Deploy): void {
    if (end === 'stuck') return;
    const state = end === 'cancelled' ? 'inactive' : end;
    // GitHub files this when the job starts; without it, `inactive` could not be told from a success.
    if (state === 'inactive') {
      this.github.addStatus(deploymentId, { state: 'in_progress', run_id: runId });
    }
    this.github.addStatus(deploymentId, { state, run_id: runId });
  }

  backUp({ runId, attempt }: Pick<Deploy, 'runId' | 'attempt'>): Promise<StepResult> {
    const environment = { deploy_environment: 'production', github_token: GITHUB_TOKEN };
    return this.#step(
      { operation: 'create', keep_last: String(this.keepLast), ...environment, ...this.create },
      { run: { runId, attempt } },
    );
  }

  /** A backup by a schedule, in a job without the environment. */
  nightly(): Promise<StepResult> {
    const run = { runId: String(2_000 + ++this.#runs), attempt: 1, job: 'nightly' };
    return this.#step({ operation: 'create', keep_last: String(this.keepLast) }, { run });
  }

  prune(inputs: StepInputs): Promise<StepResult> {
    return this.#step({ operation: 'prune', ...inputs }, { run: { runId: '9000' } });
  }

  /** @returns what the backup chosen by `last_good` holds; `null` where it is refused */
  async lastGood(more: StepInputs = {}): Promise<number | null> {
    const chosen = { backup_id: 'last_good', max_age: '3650d' };
    const { failure, outputs } = await this.#step(
      { operation: 'restore', ...chosen, ...more },
      { run: { runId: '9001' } },
    );
    return failure === null ? this.contentOf(Number(outputs.backup_id)) : null;
  }

  async rollBack(): Promise<void> {
    this.content = (await this.lastGood()) ?? this.content;
  }

  contentOf(backupId: number): number {
    const row = this.s.sim.vps.created.find(({ id }) => id === backupId);
    return this.#contentOf.get(keyOf(row?.sent_description)) ?? Number.NaN;
  }

  /**
   * Whether the record can't tell what a content is worth: it is of a deploy in progress, and two others began and
   * ended since. Deploys whose runner died stay in progress for good, and look just so.
   */
  isUndecidable(deploymentId: number): boolean {
    return this.#undecidable.has(deploymentId);
  }

  #noteContent(description: string): void {
    this.#contentOf.set(keyOf(description), this.content);
    const isOver = (id: number): boolean => {
      const last = this.github.deployments.find((one) => one.id === id)?.statuses.at(-1);
      return last !== undefined && last.state !== 'in_progress';
    };
    const since = this.github.deployments.filter(({ id }) => id > this.content && isOver(id));
    if (this.content > 0 && !isOver(this.content) && since.length >= 2)
      this.#undecidable.add(this.content);
  }

  /** Whether GitHub's record says that a deployment failed. */
  hasFailed(deploymentId: number): boolean {
    const statuses = this.github.deployments.find(({ id }) => id === deploymentId)?.statuses ?? [];
    return statuses.some(({ state }) => state === 'failure' || state === 'error');
  }

  /** Completed backups that say `state=good`, the newest last, with whether they are still there. */
  marked(): { readonly id: number; readonly isThere: boolean }[] {
    const { created } = this.s.sim.vps;
    return created
      .filter(({ sent_description: text }) => text?.includes(' state=good '))
      .map(({ id, deleted }) => ({ id, isThere: !deleted }));
  }

  #step(inputs: StepInputs, options: StepOptions): Promise<StepResult> {
    return this.s.step(
      { server_id: '12345', ...inputs },
      {
        ...options,
        readServerState: this.#readServerState(options),
        onSend: ({ method, body }) => {
          const { description } = (body ?? {}) as { description?: string };
          if (method === 'POST' && description !== undefined) this.#noteContent(description);
        },
      },
    );
  }

  #readServerState({ run: { runId = '', attempt = 1 } = {} }: StepOptions): ReadServerState {
    const { clock } = this.s;
    const { signal } = new AbortController();
    const exchange: Exchange = async ({ method, path }) => {
      const headers = { authorization: `Bearer ${GITHUB_TOKEN}` };
      const answer = await this.github.handle({ method, url: APP + path, headers });
      const bytes = Buffer.from(answer.body);
      const readBody = async () => ({ bytes, complete: true });
      return { status: answer.status, headers: answer.headers, readBody };
    };
    const redact = (text: string): string => text;
    const transport = createTransport({ exchange, clock, signal, redact, debug: () => {} });
    const { owner, repo } = RUN;
    return (environment) =>
      readServerState({
        ...{ environment, connect: () => transport, clock, apiUrl: `${APP}/github` },
        repository: { owner, repo },
        run: { runId, attempt },
      });
  }
}

/** Longer than any backup is protected for its age. */
export const APART_MS = 2 * HOUR;
