/** The states of a deployment's status. */
export type DeploymentState =
  | 'success'
  | 'failure'
  | 'error'
  | 'inactive'
  | 'in_progress'
  | 'queued'
  | 'pending';

/** A deployment to file. Everything has a default. */
export interface DeploymentSeed {
  /** Default `production`. */
  environment?: string;
  sha?: string;
  ref?: string;
  /** `owner/name`; default: it is found in every repository. */
  repository?: string;
  /** Default: now. */
  created_at?: string;
}

/** A status to file. */
export interface StatusSeed {
  state: DeploymentState;
  /** The run that reports it: it stands in `log_url` and `target_url`. Default: none does. */
  run_id?: number | string;
  /** Default 1. */
  job_id?: number | string;
  /** Instead of the addresses that follow from `run_id`. */
  log_url?: string;
  target_url?: string;
  created_at?: string;
}

export interface DeploymentStatus {
  id: number;
  state: DeploymentState;
  environment: string;
  description: string;
  log_url: string;
  target_url: string;
  created_at: string;
  updated_at: string;
}

export interface Deployment {
  id: number;
  sha: string;
  ref: string;
  task: string;
  environment: string;
  description: string | null;
  created_at: string;
  updated_at: string;
  /** Not shown. */
  repository: string | null;
  /** Oldest first. Not shown. */
  statuses: DeploymentStatus[];
}

/** The deployment as GitHub shows it, in the parts that a client may read. */
export function deploymentJson(deployment: Deployment, base: string): unknown {
  const { repository, statuses, ...fields } = deployment;
  const url = `${base}/deployments/${deployment.id}`;
  return {
    ...fields,
    url,
    statuses_url: `${url}/statuses`,
    creator: { login: 'octocat', id: 1, type: 'User' },
    payload: {},
    transient_environment: false,
    production_environment: deployment.environment === 'production',
  };
}

/** Its statuses as GitHub shows them, newest first. */
export function statusesJson({ id, statuses }: Deployment, base: string): unknown[] {
  return [...statuses].reverse().map((status) => ({
    ...status,
    url: `${base}/deployments/${id}/statuses/${status.id}`,
    deployment_url: `${base}/deployments/${id}`,
    creator: { login: 'github-actions[bot]', id: 41898282, type: 'Bot' },
  }));
}
