import type { EncodingName } from './dialect/index.js';

/** A request as a client sends it, without a socket. */
export interface InProcessRequest {
  method: string;
  /** Absolute, or from the root (`/api/v1/backups/?server_id=1`). `next` links take over its origin. */
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A complete response. Header names are in lower case. */
export interface Answer {
  kind: 'answer';
  status: number;
  headers: Record<string, string>;
  /** As text, before any encoding; `bytesOf` gives what a socket carries. */
  body: string;
  encoding?: EncodingName;
}

type AnswerParts = Omit<Answer, 'kind'>;

/**
 * How a request ends, as its client sees it. `committed` says whether the request was carried out:
 * the client cannot see that.
 *
 * - `refused`: no connection; nothing arrived.
 * - `reset`: the connection breaks before any answer.
 * - `hang`: no answer, ever.
 * - `drip`: the answer, its body slow.
 * - `truncated`: `content-length` promises more than `body`, which is all that comes; then the connection
 *   is reset or ended.
 */
export type Outcome =
  | Answer
  | { kind: 'refused' }
  | { kind: 'reset'; committed: boolean }
  | { kind: 'hang'; committed: boolean }
  | ({ kind: 'drip'; bytesPerSecond: number } & AnswerParts)
  | ({ kind: 'truncated'; ending: 'reset' | 'end' } & AnswerParts);

/** How a request ended, in short. */
export interface RecordedOutcome {
  kind: Outcome['kind'];
  /** Null where no status line was sent. */
  status: number | null;
  /** Whether a fault rule struck. */
  faulty: boolean;
  /** Whether the request was carried out; true for everything that no fault kept from it. */
  committed: boolean;
}

/** A request that arrived. */
export interface RecordedRequest {
  method: string;
  /** With its query, from behind `/api/v1`; what lies elsewhere is a full path behind `outside:`. */
  path: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Parsed if it is JSON, else the text; undefined if there was none. */
  body: unknown;
  /** By the simulator's clock. */
  at: number;
  /** The undocumented parts of it, in words. */
  unexpected: string[];
  /** Null while it is not known. */
  outcome: RecordedOutcome | null;
}

/** The path under which the API lives. */
export const API_BASE = '/api/v1';

/** A request taken apart, as the API's routes see it. */
export interface Call {
  method: string;
  /** From behind `/api/v1`, no query; what lies elsewhere begins with `outside:`, and so matches no route. */
  path: string;
  query: URLSearchParams;
  /** Such as `http://127.0.0.1:8080`. */
  origin: string;
  headers: Record<string, string>;
  body: string;
}

/** Takes a request apart. */
export function parseCall(request: InProcessRequest): Call {
  const url = new URL(request.url, 'http://127.0.0.1');
  const inside = url.pathname.startsWith(`${API_BASE}/`);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers ?? {}))
    headers[name.toLowerCase()] = value;
  return {
    method: request.method.toUpperCase(),
    path: inside ? url.pathname.slice(API_BASE.length) : `outside:${url.pathname}`,
    query: url.searchParams,
    origin: url.origin,
    headers,
    body: request.body ?? '',
  };
}

/** The text as JSON, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The kinds of request that are documented. `backup` is one backup by id, which can only be deleted. */
export type RouteName = 'backups' | 'backup' | 'servers' | 'restore' | 'account';
