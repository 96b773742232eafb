import { errorAnswer, raw, withHeaders } from './answers.js';
import { encoded } from './encoding.js';
import type { Fault, FaultRule } from './faults.js';
import type { Answer, Outcome } from './protocol.js';

/** How a request ends. */
export interface Played {
  outcome: Outcome;
  committed: boolean;
  delayMs: number;
}

/** How a request can be carried out: at once, with its true answer, or after some milliseconds. */
interface Effect {
  now: () => Answer;
  later: (ms: number) => void;
}

/** Plays a fault on a request. */
export function playFault(rule: FaultRule, effect: Effect): Played {
  const { fault } = rule;
  if (fault.kind === 'refuse')
    return { outcome: { kind: 'refused' }, committed: false, delayMs: 0 };
  const atOnce = rule.commit === 'after' || spoilsTrueAnswer(fault);
  const truth = atOnce ? effect.now() : raw(200, '');
  const isLate = !atOnce && typeof rule.commit === 'object';
  if (isLate && typeof rule.commit === 'object') effect.later(rule.commit.lateMs);
  const committed = atOnce || isLate;
  const delayMs = fault.kind === 'delay' ? fault.ms : 0;
  return { outcome: outcomeOf(fault, truth, committed), committed, delayMs };
}

const spoiling: readonly Fault['kind'][] = ['drip', 'cut short', 'broken json', 'delay', 'encode'];

function spoilsTrueAnswer({ kind }: Fault): boolean {
  return spoiling.includes(kind);
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
      return withHeaders(answer, fault.headers);
    }
    case 'answer':
      return withHeaders(raw(fault.status, fault.body, fault.contentType), fault.headers);
    case 'encode':
      return encoded(truth, fault.as);
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
