/** What can go wrong between the action and the API, and how it is worded. */
import { ActionError } from '../errors.js';
import { formatDuration } from '../report/labels.js';
import { EMPTY_BODY, type ErrorBody } from './error-body.js';

/** What a request is for, in words. */
export type ApiAction =
  | 'list backups'
  | 'list servers'
  | 'create a backup'
  | 'delete the backup'
  | 'restore the backup';

/** No usable answer came. */
export class NetworkError extends Error {
  /**
   * @param code Node's code or one of ours, such as `ECONNREFUSED` or `TIMEOUT`
   * @param maybeDelivered `false` only where the request provably never reached the API
   * @param about the host, proxy or header that the message names
   */
  constructor(
    readonly code: string,
    readonly maybeDelivered: boolean,
    readonly about: { readonly subject?: string; readonly cause?: unknown } = {},
  ) {
    super(describeCode(code, about.subject), { cause: about.cause });
  }

  /** A certificate that fails now fails again. */
  get isCertificate(): boolean {
    return CERTIFICATE.test(this.code);
  }

  /** Whether another attempt can't help: a bad certificate, or a proxy that rejects user or host. */
  get isPermanent(): boolean {
    return this.isCertificate || (this.code === 'PROXY' && /statusCode=4\d\d/.test(this.message));
  }
}

/** A certificate is verified before the request is sent. */
export const CERTIFICATE =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

const NETWORK_ERRORS: Record<string, (subject: string) => string> = {
  ECONNREFUSED: (host) => `${host} refused the connection`,
  ECONNRESET: () => 'the connection was reset',
  ENOTFOUND: (host) => `the host name ${host} is not known`,
  EAI_AGAIN: (host) => `the host name ${host} could not be resolved`,
  ETIMEDOUT: (host) => `the connection to ${host} timed out`,
  TIMEOUT: () => 'the request timed out',
  PROXY: (proxy) => proxy,
  ENCODING: (encoding) =>
    `the answer has the content encoding ${encoding}, which was not asked for`,
};

function describeCode(code: string, subject = 'the host'): string {
  if (CERTIFICATE.test(code)) return `the certificate of ${subject} was not accepted (${code})`;
  const words = NETWORK_ERRORS[code]?.(subject) ?? 'the connection failed';
  return code === 'PROXY' || code === 'ENCODING' ? words : `${words} (${code})`;
}

/** What is known of a failed request beyond its status. */
export interface ApiErrorDetails {
  readonly body?: ErrorBody;
  /** A 2xx that can't be read, or that says no: in words. */
  readonly invalid?: string;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
  /** Where a redirect points to. */
  readonly location?: string;
}

/** A request that failed, or whose outcome is not known. */
export class ApiError extends ActionError {
  /**
   * @param action what was asked for
   * @param status the HTTP status; `null` where no answer came
   */
  constructor(
    readonly action: ApiAction,
    readonly status: number | null,
    private readonly details: ApiErrorDetails = {},
  ) {
    super(problem(action, status, details), remedy(action, status, details), {
      cause: details.cause,
    });
  }

  /** The API's own words, and what else its body says. */
  get body(): ErrorBody {
    return this.details.body ?? EMPTY_BODY;
  }

  /** How long the API asks to wait, in milliseconds. */
  get retryAfterMs(): number | null {
    return this.details.retryAfterMs ?? null;
  }

  get isRedirect(): boolean {
    return this.status !== null && this.status >= 300 && this.status < 400;
  }

  /** Whether a new attempt may help. A web page instead of a 403 or 404 is not the API's answer. */
  get isTransient(): boolean {
    const { status } = this;
    if (status === null) return !this.#network?.isPermanent;
    if (status === 409 || status === 423) return this.retryAfterMs !== null;
    if (status === 403 || status === 404) return this.body.isWebPage;
    return status < 400 || status >= 500 || [408, 425, 429].includes(status);
  }

  /** Whether a request that changes something may have been executed all the same. */
  get mayHaveSucceeded(): boolean {
    const { status } = this;
    if (status === null) return this.#network?.maybeDelivered ?? true;
    return status < 400 || status === 408 || status >= 500;
  }

  /** Why, in a few words: the status with the API's words, or what became of the answer. */
  get shortReason(): string {
    const { status, details } = this;
    if (status === null) return this.#network?.message ?? 'no answer';
    return `${status}${suffix(details.invalid ?? details.body?.detail ?? '')}`;
  }

  get #network(): NetworkError | null {
    return this.cause instanceof NetworkError ? this.cause : null;
  }
}

function problem(action: ApiAction, status: number | null, details: ApiErrorDetails): string {
  if (status === null) return `Could not ${action}: ${causeMessage(details.cause)}.`;
  if (details.body?.isWebPage) {
    return `Could not ${action}: a web page came instead of an answer of the API (${status}${suffix(details.body.detail)}).`;
  }
  if (details.location !== undefined) {
    return `Could not ${action}: VPS.org redirects to ${details.location} (${status}), and redirects are not followed.`;
  }
  const why = details.invalid ?? details.body?.detail ?? '';
  return `Could not ${action}: VPS.org answered ${status}${suffix(why)}.`;
}

function causeMessage(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'no answer came';
}

function suffix(text: string): string {
  const trimmed = text.replace(/[.\s]+$/, '');
  return trimmed === '' ? '' : `: ${trimmed}`;
}

const NOT_FOUND: Record<ApiAction, string> = {
  'list backups': 'Check api_url, and server_id where it is given.',
  'list servers': 'Check api_url.',
  'create a backup': 'Check server_id, and that the token belongs to the account of that server.',
  'delete the backup': 'Check backup_id.',
  'restore the backup': 'Check server_id and backup_id.',
};

const REMEDIES: Record<number, string> = {
  401: "Create a new token on your VPS.org account's developer page and store it as the secret that api_token reads.",
  403: "Give the token this permission on your VPS.org account's developer page.",
  413: 'Use a shorter description.',
};

function remedy(action: ApiAction, status: number | null, details: ApiErrorDetails): string {
  if (status === null) return networkRemedy(details.cause);
  if (details.body?.isWebPage) {
    return 'Check that api_url is the API, and that no firewall or login page stands in front of it.';
  }
  if (details.location !== undefined) return 'Check api_url.';
  if (details.retryAfterMs) {
    return `Try again in ${formatDuration(Math.ceil(details.retryAfterMs / 60_000) * 60_000)}.`;
  }
  if (status === 404) return NOT_FOUND[action];
  const isTheirs = status >= 500 || status < 300 || [408, 409, 423, 425].includes(status);
  return (
    REMEDIES[status] ?? (isTheirs || status === 429 ? 'Try again later.' : 'Check the inputs.')
  );
}

function networkRemedy(cause: unknown): string {
  if (!(cause instanceof NetworkError)) return 'Check the network and api_url.';
  if (cause.isCertificate) {
    return 'If a company proxy signs it, set NODE_EXTRA_CA_CERTS to the file of its CA.';
  }
  if (cause.code === 'PROXY') return 'Check that variable, and the user and password in it.';
  if (cause.code === 'ENCODING') return 'Check what stands between the runner and api_url.';
  return 'Check the network and api_url.';
}

/**
 * What a poll makes of an error: `transient` errors are retried, `confirm` ends the wait if the
 * next poll says the same, `fatal` ends it.
 */
export function classifyPollError(error: unknown): {
  readonly kind: 'transient' | 'confirm' | 'fatal';
  readonly retryAfterMs: number;
} {
  if (!(error instanceof ApiError)) return { kind: 'fatal', retryAfterMs: 0 };
  const retryAfterMs = error.retryAfterMs ?? 0;
  if (error.isTransient) return { kind: 'transient', retryAfterMs };
  return { kind: error.status === 401 || error.status === 403 ? 'confirm' : 'fatal', retryAfterMs };
}

/** For `catch`, where a request that fails decides nothing. @throws whatever else was thrown */
export function ignoreApiError(error: unknown): null {
  if (error instanceof ApiError) return null;
  throw error;
}
