/** What was sent, and what the API said, as a client can know it: taken down between the action and its transport. */
import type { Backup, CreatedBackup, RestoreRecord } from '../../simulator/index.js';
import { CancelledError } from '../../src/errors.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import type { HttpRequest, HttpResponse, Transport } from '../../src/vpsorg/http.js';
import type { StepInputs, StepResult } from '../support/harness.js';
import type { VirtualClock } from '../support/virtual-clock.js';

export interface Exchange {
  readonly method: HttpRequest['method'];
  /** From behind `/api/v1`. */
  readonly target: string;
  readonly body: unknown;
  readonly sentAt: number;
  endedAt: number;
  /** `null` while it is not known, and where none came. */
  answer: HttpResponse | null;
  /** Whether it is proven that the request never arrived. */
  neverArrived: boolean;
}

/** A row of a backup in an answer. */
export interface Said {
  readonly id: number;
  readonly status: string;
  readonly description: string | null;
  /** When the answer came. */
  readonly at: number;
  readonly by: Exchange;
}

/** All that is known of one step when it is over. */
export interface Ran {
  readonly inputs: StepInputs;
  readonly attempt: number;
  readonly result: StepResult;
  readonly exchanges: readonly Exchange[];
  /** The truth at VPS.org as each request was sent. */
  readonly truths: ReadonlyMap<Exchange, readonly Backup[]>;
  readonly before: readonly Backup[];
  readonly after: readonly Backup[];
  /** What this step made, restored and deleted. */
  readonly created: readonly CreatedBackup[];
  readonly restored: readonly RestoreRecord[];
  readonly deleted: readonly number[];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Requests that came after the step's end. */
  readonly late: number;
  readonly unexpected: readonly string[];
}

export interface Recording {
  readonly transport: Transport;
  readonly exchanges: readonly Exchange[];
}

/** @param before called as a request is sent, before anything of it arrives */
export function recording(
  inner: Transport,
  clock: VirtualClock,
  before: (one: Exchange) => void,
): Recording {
  const exchanges: Exchange[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const { method, body } = request;
    const target = request.path.replace('/api/v1', '');
    const one: Exchange = {
      method,
      target,
      body,
      sentAt: clock.now(),
      endedAt: Number.NaN,
      answer: null,
      neverArrived: false,
    };
    exchanges.push(one);
    before(one);
    try {
      one.answer = await inner.send(request);
      return one.answer;
    } catch (fault) {
      if (!(fault instanceof NetworkError) && !(fault instanceof CancelledError)) throw fault;
      one.neverArrived = fault instanceof NetworkError && !fault.maybeDelivered;
      throw fault;
    } finally {
      one.endedAt = clock.now();
    }
  };
  return { transport: { send, close: () => inner.close() }, exchanges };
}

/** Everything that the answers said of backups, in the order in which they came. */
export function sayings(exchanges: readonly Exchange[]): Said[] {
  return exchanges
    .filter((one) => one.target.startsWith('/backups/') && succeeded(one))
    .sort((a, b) => a.endedAt - b.endedAt)
    .flatMap((by) =>
      rowsIn(by.answer?.body ?? '').map((said) => ({ ...said, at: by.endedAt, by })),
    );
}

/** A whole answer of 2xx. */
export function succeeded({ answer }: Exchange): boolean {
  return answer?.bodyComplete === true && answer.status >= 200 && answer.status < 300;
}

/** Whether a POST may have been carried out, and the answer does not tell. */
export function isOpen(one: Exchange): boolean {
  if (one.answer === null) return !one.neverArrived;
  const { status } = one.answer;
  return status < 200 || (status >= 300 && status < 400) || status === 408 || status >= 500;
}

function rowsIn(body: string): { id: number; status: string; description: string | null }[] {
  const json = parse(body);
  const list = Array.isArray(json)
    ? json
    : isRecord(json) && Array.isArray(json.results)
      ? json.results
      : [json];
  return list.flatMap((row) => {
    const id = isRecord(row) ? Number(row.id) : Number.NaN;
    if (!isRecord(row) || !Number.isSafeInteger(id) || typeof row.status !== 'string') return [];
    return [
      {
        id,
        status: row.status,
        description: typeof row.description === 'string' ? row.description : null,
      },
    ];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
