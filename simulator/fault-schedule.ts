import { errorAnswer, raw } from './answers.js';
import type { Fault, FaultRule, Nth } from './faults.js';
import type { Answer, Call, Outcome } from './protocol.js';
import { route } from './routes.js';

/** Counts requests for each rule, and says which rule strikes. */
export class FaultSchedule {
  private readonly counters: { rule: FaultRule; seen: number }[] = [];

  constructor(rules: readonly FaultRule[] = []) {
    this.add(...rules);
  }

  /** Adds rules; they count from now on. */
  add(...rules: FaultRule[]): void {
    for (const rule of rules) this.counters.push({ rule, seen: 0 });
  }

  /** Forgets all rules. */
  clear(): void {
    this.counters.length = 0;
  }

  /** The first rule that strikes this request. All that match it count it, whichever strikes. */
  strike(call: Call): FaultRule | undefined {
    if (this.counters.length === 0) return undefined;
    let struck: FaultRule | undefined;
    for (const counter of this.counters) {
      if (!matches(counter.rule, call)) continue;
      counter.seen += 1;
      if (isTurn(counter.rule.nth, counter.seen)) struck ??= counter.rule;
    }
    return struck;
  }
}

function matches({ on }: FaultRule, call: Call): boolean {
  if (on.method !== undefined && on.method !== call.method) return false;
  if (on.path === undefined) return true;
  if (typeof on.path === 'string') return route(call.path)?.name === on.path;
  const query = call.query.toString();
  // search, not test: an expression with the g flag must not remember where it was.
  return (query ? `${call.path}?${query}` : call.path).search(on.path) >= 0;
}

function isTurn(nth: Nth | undefined, count: number): boolean {
  if (nth === undefined) return true;
  if (typeof nth === 'number') return count === nth;
  if (Array.isArray(nth)) return nth.includes(count);
  return count >= nth.from && count <= (nth.to ?? Number.POSITIVE_INFINITY);
}

/** What a request comes to. */
export interface Played {
  outcome: Outcome;
  committed: boolean;
  delayMs: number;
}

/** Plays a fault on a request; `carryOut` gives the true answer, and has its effect. */
export function playFault(rule: FaultRule, carryOut: () => Answer): Played {
  const { fault } = rule;
  if (fault.kind === 'refuse')
    return { outcome: { kind: 'refused' }, committed: false, delayMs: 0 };
  const committed = rule.commit === 'after' || spoilsTrueAnswer(fault);
  const truth = committed ? carryOut() : raw(200, '');
  const delayMs = fault.kind === 'delay' ? fault.ms : 0;
  return { outcome: outcomeOf(fault, truth, committed), committed, delayMs };
}

function spoilsTrueAnswer({ kind }: Fault): boolean {
  return kind === 'drip' || kind === 'cut short' || kind === 'broken json' || kind === 'delay';
}

function outcomeOf(
  fault: Exclude<Fault, { kind: 'refuse' }>,
  truth: Answer,
  committed: boolean,
): Outcome {
  switch (fault.kind) {
    case 'reset':
    case 'hang':
      return { kind: fault.kind, committed };
    case 'delay':
      return truth;
    case 'drip':
      return { ...truth, kind: 'drip', bytesPerSecond: fault.bytesPerSecond };
    case 'cut short':
      return cutShort(truth, fault.ending);
    case 'broken json':
      return { ...truth, body: firstHalf(truth.body) };
    case 'status': {
      const answer = errorAnswer(fault.status, fault.body ?? { shape: 'detail' });
      return { ...answer, headers: { ...answer.headers, ...lowerCased(fault.headers) } };
    }
    case 'answer':
      return raw(fault.status, fault.body, fault.contentType);
    case 'huge':
      return raw(
        fault.status ?? 200,
        `{"count":0,"results":[],"padding":"${'x'.repeat(fault.megabytes * 1_000_000)}"}`,
      );
  }
}

function cutShort(truth: Answer, ending: 'reset' | 'end'): Outcome {
  const promised = String(Math.max(1, Buffer.byteLength(truth.body)));
  const headers = { ...truth.headers, 'content-length': promised };
  return { ...truth, kind: 'truncated', ending, headers, body: firstHalf(truth.body) };
}

function firstHalf(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}

function lowerCased(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
