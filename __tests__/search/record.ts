/** What was sent, and what the API answered, as a client can know it: taken down between the action and its transport. */
import type { Backup, CreatedBackup, Dialect, RestoreRecord } from '../../simulator/index.js';
import { NetworkError } from '../../src/vpsorg/errors.js';
import type { HttpRequest, HttpResponse, Transport } from '../../src/vpsorg/http.js';
import type { StepInputs, StepResult } from '../support/harness.js';
import type { VirtualClock } from '../support/virtual-clock.js';

/** VPS.org itself as a request is sent. */
export interface Truth {
  readonly backups: readonly Backup[];
  /** The ids that a complete list would show now, of any server. */
  readonly listed: readonly { readonly id: number; readonly server: number }[];
  /** Whether the last attempt to write outputs succeeded. */
  readonly isWritable: boolean;
}

export interface Exchange {
  readonly method: HttpRequest['method'];
  /** From behind `/api/v1`. */
  readonly target: string;
  readonly body: unknown;
  readonly sentAt: number;
  readonly truth: Truth;
  endedAt: number;
  /** What a complete list would show when the answer came. */
  listedAfter: Truth['listed'];
  /** `null` while it is not known, and where none came. */
  answer: HttpResponse | null;
  /** Whether it is proven that the request never arrived. */
  neverArrived: boolean;
}

/** All that is known of one step when it is over. */
export interface Ran {
  readonly inputs: StepInputs;
  readonly attempt: number;
  readonly runId: string;
  readonly result: StepResult;
  readonly exchanges: readonly Exchange[];
  readonly before: readonly Backup[];
  readonly after: readonly Backup[];
  /** Rows that are deleted as the step begins, and that lists show as if they were not. */
  readonly ghosts: readonly number[];
  /** What this step made, restored and deleted. */
  readonly created: readonly CreatedBackup[];
  readonly restored: readonly RestoreRecord[];
  readonly deleted: readonly number[];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Requests that came after the step's end. */
  readonly late: number;
  readonly unexpected: readonly string[];
  readonly dialect: Dialect;
  /** Nobody else changed anything meanwhile. */
  readonly isAlone: boolean;
  readonly token: string;
  /** When the runner ended the step; `null` where it ended by itself before. */
  readonly cancelledAt: number | null;
}

export interface Recording {
  readonly transport: Transport;
  readonly exchanges: readonly Exchange[];
}

/** @param truth called as a request is sent, before anything of it arrives */
export function recording(inner: Transport, clock: VirtualClock, truth: () => Truth): Recording {
  const exchanges: Exchange[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const { method, body } = request;
    const target = request.path.replace('/api/v1', '');
    let one: Exchange | undefined;
    // Once it has left the queue, and its intent is recorded.
    const onSend = (): void => {
      request.onSend?.();
      const now = truth();
      one = {
        ...{ method, target, body, sentAt: clock.now(), truth: now, listedAfter: now.listed },
        ...{ endedAt: Number.NaN, answer: null, neverArrived: false },
      };
      exchanges.push(one);
    };
    try {
      const answer = await inner.send({ ...request, onSend });
      if (one !== undefined) one.answer = answer;
      return answer;
    } catch (error) {
      if (one !== undefined && error instanceof NetworkError)
        one.neverArrived = !error.maybeDelivered;
      throw error;
    } finally {
      if (one !== undefined)
        Object.assign(one, { endedAt: clock.now(), listedAfter: truth().listed });
    }
  };
  return { transport: { send }, exchanges };
}

export function field(one: Exchange, name: string): unknown {
  return (one.body as Record<string, unknown> | undefined)?.[name];
}

/** The idempotency key at the end of a description. */
export function keyOf(text: unknown): string {
  return /key=([0-9a-f]{12})\]\s*$/.exec(String(text))?.[1] ?? '';
}

export function posts({ exchanges }: Pick<Ran, 'exchanges'>, path: string): Exchange[] {
  return exchanges.filter((one) => one.method === 'POST' && one.target.endsWith(path));
}

/** The id in `/backups/502/`. */
export function idOf(one: Exchange): number {
  return Number(/\/backups\/(\d+)\//.exec(one.target)?.[1]);
}

/** A whole answer of 2xx. */
export function succeeded({ answer }: Exchange): boolean {
  return answer?.bodyComplete === true && answer.status >= 200 && answer.status < 300;
}

/** Whether it is proven that a request that changes something was not carried out. */
export function isRejected(one: Exchange): boolean {
  if (one.answer === null) return one.neverArrived;
  const { status } = one.answer;
  return status >= 400 && status < 500 && status !== 408;
}

/** Whether a POST may have been carried out, and the answer does not tell: a 2xx that says no, or a web page, tells nothing. */
export function isOpen(one: Exchange): boolean {
  if (one.answer === null) return !one.neverArrived;
  const { status } = one.answer;
  const is2xx = status >= 200 && status < 300;
  return is2xx ? tellsNothing(one.answer.body) : !isRejected(one);
}

function tellsNothing(body: string): boolean {
  if (body.trimStart().startsWith('<')) return true;
  const json = parse(body);
  if (!isRecord(json)) return false;
  return json.success === false || json.status === 'error';
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
