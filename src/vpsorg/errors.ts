/** What can go wrong between us and the API, and the readable part of its answers. */
import { toSingleLine, truncate } from '../backups/description.js';

/** What a request was for, in words; `GET /backups/` alone would tell a person little. */
export type ApiAction =
  | 'list the backups'
  | 'list the servers'
  | 'start a backup'
  | 'delete the backup'
  | 'restore the backup';

/** No usable answer came. */
export class NetworkError extends Error {
  /**
   * @param code         Node's or our own word for it, `ECONNREFUSED` for one
   * @param maybeDelivered `false` only where it is proven that the request never reached the API
   */
  constructor(
    readonly code: string,
    readonly maybeDelivered: boolean,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${NETWORK_ERRORS[code] ?? 'the connection failed'}`, options);
  }
}

const NETWORK_ERRORS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'the connection timed out',
  TIMEOUT: 'no whole answer came in time',
  TOO_LARGE: 'the answer was too large',
  PROXY: 'the proxy did not let the connection through',
};

/** The API answered, but not with what was asked for. */
export class ApiError extends Error {
  /**
   * @param action what was asked for
   * @param status the HTTP status; `null` where no answer came
   * @param detail the API's own words, one line
   */
  constructor(
    readonly action: ApiAction,
    readonly status: number | null,
    readonly detail: string,
    readonly about: {
      readonly unreadable?: boolean;
      readonly retryAfterMs?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(formatMessage(action, status, detail), { cause: about.cause });
  }

  get retryAfterMs(): number | null {
    return this.about.retryAfterMs ?? null;
  }

  /** Whether asking again may help: network faults, 408, 429, 5xx, redirects and unreadable answers. */
  get isTransient(): boolean {
    const { status } = this;
    return status === null || status < 400 || status === 408 || status === 429 || status >= 500;
  }

  /** Whether a request that changes something may have been carried out all the same. */
  get mayHaveSucceeded(): boolean {
    if (this.cause instanceof NetworkError) return this.cause.maybeDelivered;
    return this.isTransient && this.status !== 429;
  }

  /** Why, in a word or two: the status, or what became of the answer where a status would not tell. */
  get shortReason(): string {
    return this.status === null || this.about.unreadable ? this.detail : String(this.status);
  }

  /** A redirect is never followed; at the start of an operation it means a wrong URL rather than a bad moment. */
  get isRedirect(): boolean {
    return this.status !== null && this.status >= 300 && this.status < 400;
  }
}

/**
 * What a waiter makes of a fault: 5xx, 429, network faults and unreadable answers are ridden out.
 *
 * @returns how long the API asks to be left alone, in milliseconds; `null` for a fault that ends a wait
 */
export function transientRetryDelay(fault: unknown): { readonly retryAfterMs: number } | null {
  return fault instanceof ApiError && fault.isTransient
    ? { retryAfterMs: fault.retryAfterMs ?? 0 }
    : null;
}

function formatMessage(action: ApiAction, status: number | null, detail: string): string {
  const said = detail === '' ? '' : `: ${detail.replace(/[.\s]+$/, '')}`;
  const what =
    status === null
      ? `Could not ${action}${said}.`
      : `VPS.org answered ${status} when asked to ${action}${said}.`;
  const hint =
    status === null
      ? 'Check the network and api_url.'
      : status === 404
        ? NOT_FOUND[action]
        : REMEDIES[status];
  if (hint !== undefined) return `${what} ${hint}`;
  return status !== null && status >= 300 && status < 400
    ? `${what} Redirects are not followed: check api_url.`
    : what;
}

const NOT_FOUND: Record<ApiAction, string> = {
  'list the backups': 'Check api_url, and server_id where it is given.',
  'list the servers': 'Check api_url.',
  'start a backup':
    'There is no such server, or the token may not see it: check server_id, and whose token it is.',
  'delete the backup': 'There is no such backup: check backup_id.',
  'restore the backup':
    'There is no such server or backup, or the token may not see it: check server_id and backup_id.',
};

const REMEDIES: Record<number, string> = {
  401: 'The token is not valid (any more): make a new one on the developer page of your VPS.org account and store it as the secret that api_token reads.',
  403: 'The token is not permitted to do this: give it the permission on the developer page of your VPS.org account.',
  429: 'Too many requests: try again later, or with fewer workflows at once.',
};

const MAX_DETAIL_LENGTH = 300;

/**
 * The readable part of an error body: `detail`, `message`, `error`, `errors[]`, field maps, plain text or HTML.
 *
 * @returns one line, at most 300 characters
 */
export function readableDetail(body: string): string {
  const line = toSingleLine(fromJson(body) ?? fromText(body));
  return line.length > MAX_DETAIL_LENGTH ? `${truncate(line, MAX_DETAIL_LENGTH - 1)}…` : line;
}

function fromJson(body: string): string | null {
  try {
    return collectMessages(JSON.parse(body), 0).join('; ');
  } catch {
    return null;
  }
}

const MAX_DEPTH = 4;

/** What is said in a JSON error body; a field of a field map is named before its sayings. */
function collectMessages(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  if (Array.isArray(value))
    return value.slice(0, 10).flatMap((one) => collectMessages(one, depth + 1));
  const plain = ['detail', 'message', 'error', 'errors', 'non_field_errors'];
  const known = plain.flatMap((name) =>
    collectMessages((value as Record<string, unknown>)[name], depth + 1),
  );
  if (known.length > 0) return [...new Set(known)];
  return Object.entries(value)
    .slice(0, 10)
    .flatMap(([field, said]) => collectMessages(said, depth + 1).map((one) => `${field}: ${one}`));
}

function fromText(body: string): string {
  const start = body.slice(0, 20_000);
  if (!/<[a-z!/]/i.test(start)) return start.slice(0, 2_000);
  const title = /<title[^>]*>([^<]*)</i.exec(start)?.[1] ?? '';
  const text = start
    .replace(/<(script|style|title)[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^>]*>?/g, ' ');
  return `${title} ${text}`.slice(0, 2_000);
}
