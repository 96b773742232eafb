import { bareAnswer, htmlPage } from './answers.js';
import type { BareAnswer, EncodingName, ErrorShape } from './dialect/index.js';
import type { Commit, Fault, FaultMatcher, FaultRule } from './faults.js';

/** 2xx bodies from which nothing can be learned. */
export type Unreadable =
  | 'empty'
  | 'text'
  | 'html'
  | 'broken json'
  | 'no id'
  | 'wrong type'
  | 'null';

const unreadableBodies: Readonly<Record<Unreadable, { body: string; contentType?: string }>> = {
  empty: { body: '' },
  text: { body: 'OK\n', contentType: 'text/plain' },
  html: { body: htmlPage('Welcome'), contentType: 'text/html; charset=utf-8' },
  'broken json': { body: '{"id": 502, "server": {"id": 123' },
  'no id': { body: '{"status": "in_progress", "message": "Backup is being created."}' },
  'wrong type': {
    body: '{"id": {"value": true}, "server": "web", "status": 7, "results": "none"}',
  },
  null: { body: 'null' },
};

type Status = { text?: string; field?: string; headers?: Record<string, string>; commit?: Commit };

/** A point at which something can go wrong; its methods say what, and give the rule. */
export class FaultPoint {
  constructor(
    private readonly matcher: FaultMatcher,
    private readonly when: Pick<FaultRule, 'nth' | 'forMs'> = {},
  ) {}

  /** Only the matching requests with these numbers, from 1. */
  nth(...numbers: number[]): FaultPoint {
    return new FaultPoint(this.matcher, { ...this.when, nth: numbers });
  }

  /** The matching requests from this number on, up to another. */
  from(from: number, to?: number): FaultPoint {
    const nth = to === undefined ? { from } : { from, to };
    return new FaultPoint(this.matcher, { ...this.when, nth });
  }

  /** Only until this many milliseconds after the rule first struck. */
  for(ms: number): FaultPoint {
    return new FaultPoint(this.matcher, { ...this.when, forMs: ms });
  }

  refuse(): FaultRule {
    return this.rule({ kind: 'refuse' });
  }

  reset(commit: Commit = 'before'): FaultRule {
    return this.rule({ kind: 'reset' }, commit);
  }

  hang(commit: Commit = 'before'): FaultRule {
    return this.rule({ kind: 'hang' }, commit);
  }

  drip(bytesPerSecond: number): FaultRule {
    return this.rule({ kind: 'drip', bytesPerSecond }, 'after');
  }

  cutShort(ending: 'reset' | 'end' = 'reset'): FaultRule {
    return this.rule({ kind: 'cut short', ending }, 'after');
  }

  brokenJson(): FaultRule {
    return this.rule({ kind: 'broken json' }, 'after');
  }

  encode(as: EncodingName): FaultRule {
    return this.rule({ kind: 'encode', as }, 'after');
  }

  delay(ms: number): FaultRule {
    return this.rule({ kind: 'delay', ms }, 'after');
  }

  /** Any status with an error in the given shape. */
  status(status: number, shape: ErrorShape = 'detail', more: Status = {}): FaultRule {
    const body = {
      shape,
      ...(more.text === undefined ? {} : { text: more.text }),
      ...(more.field === undefined ? {} : { field: more.field }),
    };
    const headers = more.headers ? { headers: more.headers } : {};
    return this.rule({ kind: 'status', status, body, ...headers }, more.commit);
  }

  /** 429, with a `Retry-After` of seconds, a date or anything else if given. */
  tooManyRequests(retryAfter?: number | string): FaultRule {
    const headers =
      retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } };
    return this.status(429, 'detail', { text: 'Request was throttled.', ...headers });
  }

  /** The server is locked, with a `Retry-After` of seconds or a date if given. */
  locked(status: 409 | 423 | 425 = 409, retryAfter?: number | string): FaultRule {
    const headers =
      retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } };
    const text = 'Another operation is in progress on this server.';
    return this.status(status, 'detail', { text, ...headers });
  }

  /** A 2xx that shows no row, as from an API that queues what it accepts, or that says no with a 2xx. */
  bare(name: BareAnswer, commit: Commit = 'after'): FaultRule {
    const { status, body } = bareAnswer(name);
    return this.rule({ kind: 'answer', status, body }, commit);
  }

  /** Any status with any text. */
  answer(
    status: number,
    body: string,
    more: { contentType?: string; headers?: Record<string, string>; commit?: Commit } = {},
  ): FaultRule {
    const { commit, ...type } = more;
    return this.rule({ kind: 'answer', status, body, ...type }, commit);
  }

  /** A 2xx (201 by default) that cannot be understood; the request is carried out. */
  unreadable(what: Unreadable, more: { status?: number; commit?: Commit } = {}): FaultRule {
    const { status = 201, commit = 'after' } = more;
    return this.rule({ kind: 'answer', status, ...unreadableBodies[what] }, commit);
  }

  /** 200 with a web page, as from a log-in wall. */
  html(commit: Commit = 'before'): FaultRule {
    return this.rule({ kind: 'answer', status: 200, ...unreadableBodies.html }, commit);
  }

  redirect(
    status: 301 | 302 | 303 | 307 | 308,
    location: string,
    commit: Commit = 'before',
  ): FaultRule {
    return this.status(status, 'empty', { headers: { location }, commit });
  }

  huge(megabytes: number, more: { status?: number; commit?: Commit } = {}): FaultRule {
    const { commit, ...status } = more;
    return this.rule({ kind: 'huge', megabytes, ...status }, commit);
  }

  private rule(fault: Fault, commit?: Commit): FaultRule {
    return {
      on: this.matcher,
      ...this.when,
      ...(commit === undefined ? {} : { commit }),
      fault,
    };
  }
}

/** Where faults can strike: `on.post.backups.nth(1).reset('after')`. */
export const on = {
  get: {
    any: new FaultPoint({ method: 'GET' }),
    backups: new FaultPoint({ method: 'GET', path: 'backups' }),
    servers: new FaultPoint({ method: 'GET', path: 'servers' }),
    account: new FaultPoint({ method: 'GET', path: 'account' }),
  },
  post: {
    any: new FaultPoint({ method: 'POST' }),
    backups: new FaultPoint({ method: 'POST', path: 'backups' }),
    restore: new FaultPoint({ method: 'POST', path: 'restore' }),
  },
  delete: { backup: new FaultPoint({ method: 'DELETE', path: 'backup' }) },
  any: new FaultPoint({}),
  /** Requests whose path and query, from behind `/api/v1`, match. */
  path: (path: RegExp, method?: 'GET' | 'POST' | 'DELETE') =>
    new FaultPoint(method ? { method, path } : { path }),
} as const;
