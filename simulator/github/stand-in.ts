import { json, withHeaders } from '../answers.js';
import { isoSeconds, type SimulatorClock, systemClock } from '../clock.js';
import { httpDate } from '../dates.js';
import {
  type Answer,
  type Call,
  type InProcessRequest,
  parseCall,
  parseJson,
} from '../protocol.js';
import {
  type Deployment,
  type DeploymentSeed,
  type DeploymentStatus,
  deploymentJson,
  type StatusSeed,
  statusesJson,
} from './deployments.js';
import { failureAnswer, type GitHubFailure } from './failures.js';

const BASE = 'outside:/github';

/** Whether a request is for the stand-in of GitHub. */
export function isForGitHub({ path }: Call): boolean {
  return path.startsWith(`${BASE}/`);
}

export interface GitHubOptions {
  /** Default: the machine's time. */
  clock?: SimulatorClock;
  /** May be changed at any time. */
  failure?: GitHubFailure | null;
  /** Delay of each answer, by the clock. */
  delayMs?: number;
  /** Whether a success makes the environment's earlier ones inactive, as at GitHub. Default true. */
  autoInactive?: boolean;
  /** Called when it is known how a request is answered. */
  onRequest?: (request: GitHubRequest) => void;
}

/** A request that arrived at the stand-in. */
export interface GitHubRequest {
  method: string;
  /** With its query, from behind `/github`. */
  path: string;
  headers: Record<string, string>;
  at: number;
  status: number;
}

/**
 * GitHub's deployments API, as far as an action reads it:
 * `GET /github/repos/{owner}/{repo}/deployments` and `.../deployments/{id}/statuses`, newest first.
 * Where GitHub itself files no deployments (under act), `POST /github/_deployments` with
 * `{environment, sha, run_id, state}` does.
 */
export class GitHubStandIn {
  /** Oldest first. */
  readonly deployments: Deployment[] = [];
  readonly requests: GitHubRequest[] = [];
  /** Undocumented requests. */
  readonly unexpected: string[] = [];
  failure: GitHubFailure | null;
  delayMs: number;
  private readonly autoInactive: boolean;
  private readonly onRequest: (request: GitHubRequest) => void;
  private readonly clock: SimulatorClock;
  private nextId = 1001;

  constructor(options: GitHubOptions = {}) {
    this.clock = options.clock ?? systemClock;
    this.failure = options.failure ?? null;
    this.delayMs = options.delayMs ?? 0;
    this.autoInactive = options.autoInactive ?? true;
    this.onRequest = options.onRequest ?? (() => {});
  }

  /** Files a deployment, without a status or with one. */
  addDeployment(seed: DeploymentSeed = {}, status?: StatusSeed): Deployment {
    const createdAt = seed.created_at ?? isoSeconds(this.clock.now());
    const deployment: Deployment = {
      id: this.nextId++,
      sha: seed.sha ?? '0'.repeat(40),
      ref: seed.ref ?? 'main',
      task: 'deploy',
      environment: seed.environment ?? 'production',
      description: null,
      created_at: createdAt,
      updated_at: createdAt,
      repository: seed.repository ?? null,
      statuses: [],
    };
    this.deployments.push(deployment);
    if (status) this.addStatus(deployment.id, status);
    return deployment;
  }

  /** Files a status of a deployment. */
  addStatus(deploymentId: number, seed: StatusSeed): DeploymentStatus {
    const deployment = this.deployments.find(({ id }) => id === deploymentId);
    if (!deployment) throw new Error(`simulator: no deployment ${deploymentId}`);
    if (seed.state === 'success' && this.autoInactive) this.deactivateOthers(deployment);
    return this.fileStatus(deployment, seed);
  }

  /** Answers a request as the socket would. */
  async handle(request: InProcessRequest): Promise<Answer> {
    const call = parseCall(request);
    const at = this.clock.now();
    const answer = withHeaders(this.respond(call), { date: httpDate(at) });
    const query = call.query.toString();
    const path = call.path.slice(BASE.length) + (query ? `?${query}` : '');
    const { method, headers } = call;
    const record = { method, path, headers, at, status: answer.status };
    this.requests.push(record);
    this.onRequest(record);
    if (this.delayMs > 0) await this.clock.sleep(this.delayMs);
    return answer;
  }

  private respond(call: Call): Answer {
    const path = call.path.slice(BASE.length);
    if (path === '/_deployments' && call.method === 'POST') return this.fileFromBody(call);
    const match = /^\/repos\/([^/]+\/[^/]+)\/deployments(?:\/(\d+)\/statuses)?$/.exec(path);
    if (call.method !== 'GET' || match?.[1] === undefined) {
      this.unexpected.push(`${call.method} ${path}: not documented`);
      return json(404, { message: 'Not Found' });
    }
    if (!/^(bearer|token) \S+$/i.test(call.headers.authorization ?? ''))
      return json(401, { message: 'Requires authentication' });
    if (this.failure !== null) return failureAnswer(this.failure, this.clock.now());
    const base = `${call.origin}/github/repos/${match[1]}`;
    return match[2] === undefined
      ? this.listDeployments(call, { repository: match[1], base })
      : this.listStatuses(call, { repository: match[1], id: Number(match[2]), base });
  }

  private listDeployments(call: Call, { repository, base }: { repository: string; base: string }) {
    const matching = this.deployments
      .filter((one) => isIn(one, repository) && passes(one, call.query))
      .reverse();
    return pageOf(
      matching.map((one) => deploymentJson(one, base)),
      call,
    );
  }

  private listStatuses(
    call: Call,
    { repository, id, base }: { repository: string; id: number; base: string },
  ): Answer {
    const found = this.deployments.find((one) => one.id === id && isIn(one, repository));
    return found ? pageOf(statusesJson(found, base), call) : json(404, { message: 'Not Found' });
  }

  private fileFromBody(call: Call): Answer {
    const body = parseJson(call.body);
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      return json(400, { message: 'Problems parsing JSON' });
    const seed = body as DeploymentSeed & Partial<StatusSeed>;
    const { state } = seed;
    const deployment = this.addDeployment(seed, state && { ...seed, state });
    return json(201, deploymentJson(deployment, `${call.origin}/github`));
  }

  private deactivateOthers(deployment: Deployment): void {
    for (const other of this.deployments) {
      const isEarlier =
        other.id < deployment.id &&
        other.environment === deployment.environment &&
        other.repository === deployment.repository;
      const last = other.statuses.at(-1);
      if (!isEarlier || last?.state !== 'success') continue;
      const { log_url, target_url } = last;
      this.fileStatus(other, { state: 'inactive', log_url, target_url });
    }
  }

  private fileStatus(deployment: Deployment, seed: StatusSeed): DeploymentStatus {
    const createdAt = seed.created_at ?? isoSeconds(this.clock.now());
    const repository = deployment.repository ?? 'octo/app';
    const job = seed.run_id === undefined ? '' : `${seed.run_id}/job/${seed.job_id ?? 1}`;
    const url = job && `https://github.com/${repository}/actions/runs/${job}`;
    const status: DeploymentStatus = {
      id: this.nextId++,
      state: seed.state,
      environment: deployment.environment,
      description: '',
      log_url: seed.log_url ?? url,
      target_url: seed.target_url ?? url,
      created_at: createdAt,
      updated_at: createdAt,
    };
    deployment.statuses.push(status);
    deployment.updated_at = createdAt;
    return status;
  }
}

function isIn({ repository }: Deployment, asked: string): boolean {
  return repository === null || repository.toLowerCase() === asked.toLowerCase();
}

const filters = ['environment', 'sha', 'ref', 'task'] as const;

function passes(deployment: Deployment, query: URLSearchParams): boolean {
  return filters.every((name) => {
    const wanted = query.get(name);
    return wanted === null || wanted === 'none' || deployment[name] === wanted;
  });
}

/** One page, with GitHub's `Link` to the next one. */
function pageOf(all: readonly unknown[], { origin, path, query }: Call): Answer {
  const perPage = Math.min(100, Number(query.get('per_page') ?? 30) || 30);
  const page = Number(query.get('page') ?? 1) || 1;
  const answer = json(200, all.slice((page - 1) * perPage, page * perPage));
  if (page * perPage >= all.length) return answer;
  const next = new URLSearchParams(query);
  next.set('page', String(page + 1));
  const url = `${origin}${path.slice('outside:'.length)}?${next}`;
  return withHeaders(answer, { link: `<${url}>; rel="next"` });
}
