import { htmlPage } from './answers.js';
import type { ErrorBody, ErrorShape } from './dialect.js';
import type { RouteName } from './protocol.js';

/**
 * What goes wrong. `drip`, `cut short`, `broken json` and `delay` spoil the true answer, so the request is
 * always carried out; the others take the answer's place.
 */
export type Fault =
  /** Connection refused: nothing arrives, nothing is done. */
  | { kind: 'refuse' }
  /** The connection breaks instead of an answer. */
  | { kind: 'reset' }
  /** No answer, ever. */
  | { kind: 'hang' }
  /** The true answer, its body slow. */
  | { kind: 'drip'; bytesPerSecond: number }
  /** Half of the true answer's body, whose length was promised in full. */
  | { kind: 'cut short'; ending: 'reset' | 'end' }
  /** Half of the true answer's body, as if that were all. */
  | { kind: 'broken json' }
  /** The true answer, so much later by the simulator's clock. */
  | { kind: 'delay'; ms: number }
  /** A status with an error body. */
  | { kind: 'status'; status: number; body?: ErrorBody; headers?: Record<string, string> }
  /** Any status with any text. */
  | { kind: 'answer'; status: number; body: string; contentType?: string }
  /** A valid but empty list or object, so many megabytes long. */
  | { kind: 'huge'; megabytes: number; status?: number };

/** Whether the request is carried out before the fault shows (`after`), or not at all (`before`). */
export type Commit = 'before' | 'after';

/** Which requests a rule is for. */
export interface FaultMatcher {
  method?: 'GET' | 'POST' | 'DELETE';
  /** A kind of request, or an expression for its path and query from behind `/api/v1`. */
  path?: RouteName | RegExp;
}

/** Which of the matching requests, counted from 1. */
export type Nth = number | number[] | { from: number; to?: number };

/** A fault and when it strikes. Without `nth`: each time. Plain JSON, unless `path` is an expression. */
export interface FaultRule {
  on: FaultMatcher;
  nth?: Nth;
  /** Default `before`. */
  commit?: Commit;
  fault: Fault;
}

/** A rule that survives JSON: for generated schedules that are printed and replayed. */
export interface PlainFaultRule extends FaultRule {
  on: { method?: 'GET' | 'POST' | 'DELETE'; path?: RouteName };
}

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

type Status = { text?: string; headers?: Record<string, string>; commit?: Commit };

/** A point at which something can go wrong; its methods say what, and give the rule. */
export class FaultPoint {
  constructor(
    private readonly matcher: FaultMatcher,
    private readonly which?: Nth,
  ) {}

  /** Only the matching requests with these numbers, from 1. */
  nth(...numbers: number[]): FaultPoint {
    return new FaultPoint(this.matcher, numbers);
  }

  /** The matching requests from this number on, up to another. */
  from(from: number, to?: number): FaultPoint {
    return new FaultPoint(this.matcher, to === undefined ? { from } : { from, to });
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

  delay(ms: number): FaultRule {
    return this.rule({ kind: 'delay', ms }, 'after');
  }

  /** Any status with an error in the given shape. */
  status(status: number, shape: ErrorShape = 'detail', more: Status = {}): FaultRule {
    const body = more.text === undefined ? { shape } : { shape, text: more.text };
    const headers = more.headers ? { headers: more.headers } : {};
    return this.rule({ kind: 'status', status, body, ...headers }, more.commit);
  }

  /** 429, with a `Retry-After` of seconds, a date or anything else if given. */
  tooManyRequests(retryAfter?: number | string): FaultRule {
    const headers =
      retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } };
    return this.status(429, 'detail', { text: 'Request was throttled.', ...headers });
  }

  /** Any status with any text. */
  answer(
    status: number,
    body: string,
    more: { contentType?: string; commit?: Commit } = {},
  ): FaultRule {
    const { commit, ...type } = more;
    return this.rule({ kind: 'answer', status, body, ...type }, commit);
  }

  /** A 2xx (201 unless told otherwise) that cannot be understood; the request is carried out. */
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
      ...(this.which === undefined ? {} : { nth: this.which }),
      ...(commit === undefined ? {} : { commit }),
      fault,
    };
  }
}

/** Where faults can strike, to be read aloud: `on.post.backups.nth(1).reset('after')`. */
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
