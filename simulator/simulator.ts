import type { Api } from './api.js';
import { systemClock } from './clock.js';
import { httpDate } from './dates.js';
import { encoded, encodingFor } from './encoding.js';
import { type Played, playFault } from './fault-play.js';
import { FaultSchedule } from './fault-schedule.js';
import type { FaultRule } from './faults.js';
import { isForGitHub } from './github/stand-in.js';
import { inspect } from './inspect.js';
import { RequestLimiter } from './limiter.js';
import { DEFAULT_TOKEN, type SimulatorOptions } from './options.js';
import {
  type Answer,
  type Call,
  type InProcessRequest,
  type Outcome,
  parseCall,
  parseJson,
  type RecordedRequest,
} from './protocol.js';
import { respond } from './routes.js';
import { Script, type ScriptedChange } from './script.js';
import { VpsOrg } from './vps-org.js';

/** A simulator without a socket. */
export interface SimulatorCore {
  token: string;
  /** The provider behind the API, for tests to read and to change. */
  vps: VpsOrg;
  /** Every request, in order of arrival. */
  requests: RecordedRequest[];
  /** Undocumented requests, or parts of requests: a well-behaved client leaves this empty. */
  unexpected: string[];
  /** Answers a request as the socket would. It has taken effect when this returns, before its promise settles. */
  handle(request: InProcessRequest): Promise<Outcome>;
  /** Adds fault rules, which count from now on. */
  addFaults(...rules: FaultRule[]): void;
  /** Removes all fault rules. */
  clearFaults(): void;
  /** Adds changes by a second actor; their times count from now on. */
  addScript(...changes: ScriptedChange[]): void;
  /** The time by the injected clock. */
  now(): number;
}

/** VPS.org in memory. Deterministic: the same requests at the same times get the same answers. */
export function createSimulator(options: SimulatorOptions = {}): SimulatorCore {
  const clock = options.clock ?? systemClock;
  const vps = new VpsOrg({ ...options, clock });
  const api: Api = { vps, token: options.token ?? DEFAULT_TOKEN, followedPages: 0 };
  const faults = new FaultSchedule(options.faults);
  const script = new Script(vps);
  script.add(...(options.script ?? []));
  const play = player({ api, faults, limiter: new RequestLimiter(vps) });
  const requests: RecordedRequest[] = [];
  const unexpected: string[] = [];

  async function handle(request: InProcessRequest): Promise<Outcome> {
    const call = parseCall(request);
    if (options.github && isForGitHub(call)) return options.github.handle(request);
    const record = recordOf(call, { at: vps.now(), unexpected: inspect(call, vps.dialect) });
    requests.push(record);
    unexpected.push(...record.unexpected);
    options.onRequest?.(record);
    const afterwards = script.onRequest(call);
    const { outcome, committed, delayMs, faulty } = play(call);
    afterwards();
    if (delayMs > 0) await clock.sleep(delayMs);
    const status = 'status' in outcome ? outcome.status : null;
    record.outcome = { kind: outcome.kind, status, faulty, committed };
    options.onOutcome?.(record);
    return outcome;
  }

  return {
    token: api.token,
    vps,
    requests,
    unexpected,
    handle,
    now: () => clock.now(),
    addFaults: (...rules) => faults.add(...rules),
    clearFaults: () => faults.clear(),
    addScript: (...changes) => script.add(...changes),
  };
}

interface Parts {
  api: Api;
  faults: FaultSchedule;
  limiter: RequestLimiter;
}

/** What makes of each request its outcome: a fault, the limiter or the API itself. */
function player({ api, faults, limiter }: Parts): (call: Call) => Played & { faulty: boolean } {
  const { vps } = api;
  const carryOut = (call: Call): Answer => limiter.refuse() ?? respond(api, call);
  return (call) => {
    const rule = faults.strike(call, vps.now());
    const played: Played = rule
      ? playFault(rule, {
          now: () => carryOut(call),
          later: (ms) => vps.at(vps.now() + ms, () => respond(api, call)),
        })
      : { outcome: carryOut(call), committed: true, delayMs: 0 };
    const outcome = finished(played.outcome, call, vps);
    return { ...played, outcome, faulty: rule !== undefined };
  };
}

/** With the headers and the encoding that the dialect gives to every answer. */
function finished(outcome: Outcome, call: Call, vps: VpsOrg): Outcome {
  if (!('headers' in outcome)) return outcome;
  const { dialect } = vps;
  const encoding = outcome.kind === 'truncated' ? null : encodingFor(call, dialect);
  const answer = encoding === null ? outcome : encoded(outcome, encoding);
  if (!dialect.dateHeader || 'date' in answer.headers) return answer;
  return { ...answer, headers: { ...answer.headers, date: httpDate(vps.apiNow()) } };
}

function recordOf(call: Call, more: Pick<RecordedRequest, 'at' | 'unexpected'>): RecordedRequest {
  const query = call.query.toString();
  return {
    method: call.method,
    path: query ? `${call.path}?${query}` : call.path,
    headers: call.headers,
    body: call.body === '' ? undefined : (parseJson(call.body) ?? call.body),
    ...more,
    outcome: null,
  };
}
