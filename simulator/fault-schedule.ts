import type { FaultRule, Nth } from './faults.js';
import type { Call } from './protocol.js';
import { route } from './routes.js';

interface Counter {
  rule: FaultRule;
  seen: number;
  /** When the rule first struck. */
  since: number | null;
}

/** Counts requests for each rule, and says which rule strikes. */
export class FaultSchedule {
  private readonly counters: Counter[] = [];

  constructor(rules: readonly FaultRule[] = []) {
    this.add(...rules);
  }

  /** Adds rules; they count from now on. */
  add(...rules: FaultRule[]): void {
    for (const rule of rules) this.counters.push({ rule, seen: 0, since: null });
  }

  /** Forgets all rules. */
  clear(): void {
    this.counters.length = 0;
  }

  /** The first rule that strikes this request. All that match it count it, whichever strikes. */
  strike(call: Call, now: number): FaultRule | undefined {
    let struck: Counter | undefined;
    for (const counter of this.counters) {
      if (!matches(counter.rule, call)) continue;
      counter.seen += 1;
      if (isTurn(counter.rule.nth, counter.seen) && !isOver(counter, now)) struck ??= counter;
    }
    if (struck) struck.since ??= now;
    return struck?.rule;
  }
}

function isOver({ rule, since }: Counter, now: number): boolean {
  return rule.forMs !== undefined && since !== null && now >= since + rule.forMs;
}

/** Whether a request is one of those that a rule or a script is for. */
export function matches({ on }: Pick<FaultRule, 'on'>, call: Call): boolean {
  if (on.method !== undefined && on.method !== call.method) return false;
  if (on.path === undefined) return true;
  if (typeof on.path === 'string') return route(call.path)?.name === on.path;
  const query = call.query.toString();
  // search, not test: an expression with the g flag must not remember its last match.
  return (query ? `${call.path}?${query}` : call.path).search(on.path) >= 0;
}

export function isTurn(nth: Nth | undefined, count: number): boolean {
  if (nth === undefined) return true;
  if (typeof nth === 'number') return count === nth;
  if (Array.isArray(nth)) return nth.includes(count);
  return count >= nth.from && count <= (nth.to ?? Number.POSITIVE_INFINITY);
}
