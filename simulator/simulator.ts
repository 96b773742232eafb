import { systemClock } from './clock.js';
import { FaultSchedule, type Played, playFault } from './fault-schedule.js';
import type { FaultRule } from './faults.js';
import { inspect } from './inspect.js';
import { DEFAULT_TOKEN, type SimulatorOptions } from './options.js';
import {
  type Call,
  type InProcessRequest,
  type Outcome,
  parseCall,
  parseJson,
  type RecordedRequest,
} from './protocol.js';
import { type Api, respond } from './routes.js';
import { VpsOrg } from './vps-org.js';

/** A simulator without a socket. */
export interface SimulatorCore {
  token: string;
  /** The provider behind the API: to look into, and to change in the middle of a test. */
  vps: VpsOrg;
  /** Every request, in order of arrival. */
  requests: RecordedRequest[];
  /** What nobody documented and was asked for all the same: a well-behaved client leaves this empty. */
  unexpected: string[];
  /** Answers a request as the socket would. Effects are in place when this returns, before its promise settles. */
  handle(request: InProcessRequest): Promise<Outcome>;
  /** Adds fault rules, which count from now on. */
  addFaults(...rules: FaultRule[]): void;
  /** Takes all fault rules away. */
  clearFaults(): void;
}

/** VPS.org in memory. Deterministic: the same requests at the same times get the same answers. */
export function createSimulator(options: SimulatorOptions = {}): SimulatorCore {
  const clock = options.clock ?? systemClock;
  const vps = new VpsOrg(options);
  const api: Api = { vps, token: options.token ?? DEFAULT_TOKEN, now: () => clock.now() };
  const faults = new FaultSchedule(options.faults);
  const requests: RecordedRequest[] = [];
  const unexpected: string[] = [];

  async function handle(request: InProcessRequest): Promise<Outcome> {
    const call = parseCall(request);
    const record = recordOf(call, { at: clock.now(), unexpected: inspect(call, vps.dialect) });
    requests.push(record);
    unexpected.push(...record.unexpected);
    options.onRequest?.(record);
    const rule = faults.strike(call);
    const { outcome, committed, delayMs }: Played = rule
      ? playFault(rule, () => respond(api, call))
      : { outcome: respond(api, call), committed: true, delayMs: 0 };
    if (delayMs > 0) await clock.sleep(delayMs);
    const status = 'status' in outcome ? outcome.status : null;
    record.outcome = { kind: outcome.kind, status, faulty: rule !== undefined, committed };
    options.onOutcome?.(record);
    return outcome;
  }

  return {
    token: api.token,
    vps,
    requests,
    unexpected,
    handle,
    addFaults: (...rules) => faults.add(...rules),
    clearFaults: () => faults.clear(),
  };
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
