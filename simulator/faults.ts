import type { EncodingName, ErrorBody } from './dialect/index.js';
import type { RouteName } from './protocol.js';

/**
 * What happens instead of the usual answer. `drip`, `cut short`, `broken json` and `delay` spoil the true answer, so the request is
 * always carried out (so does `encode`); the others answer instead.
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
  /** The true answer after a delay, by the simulator's clock. */
  | { kind: 'delay'; ms: number }
  /** A status with an error body. */
  | { kind: 'status'; status: number; body?: ErrorBody; headers?: Record<string, string> }
  /** Any status with any text. */
  | {
      kind: 'answer';
      status: number;
      body: string;
      contentType?: string;
      headers?: Record<string, string>;
    }
  /** The true answer in an encoding. */
  | { kind: 'encode'; as: EncodingName }
  /** A valid but empty list or object with this many megabytes of padding. */
  | { kind: 'huge'; megabytes: number; status?: number };

/**
 * Whether the request is carried out before the fault shows (`after`), not at all (`before`), or only
 * later: `lateMs` after the fault, by the simulator's clock.
 */
export type Commit = 'before' | 'after' | { lateMs: number };

/** Which requests a rule is for. */
export interface FaultMatcher {
  method?: 'GET' | 'POST' | 'DELETE';
  /** A kind of request, or an expression for its path and query from behind `/api/v1`. */
  path?: RouteName | RegExp;
}

/** Which of the matching requests, counted from 1. */
export type Nth = number | number[] | { from: number; to?: number };

/** A fault and when it strikes. Without `nth` and `forMs`: each time. Plain JSON, unless `path` is an expression. */
export interface FaultRule {
  on: FaultMatcher;
  nth?: Nth;
  /** Stop this many milliseconds after the first strike, by the simulator's clock. */
  forMs?: number;
  /** Default `before`. */
  commit?: Commit;
  fault: Fault;
}

/** A rule that survives JSON: for generated schedules that are printed and replayed. */
export interface PlainFaultRule extends FaultRule {
  on: { method?: 'GET' | 'POST' | 'DELETE'; path?: RouteName };
}
