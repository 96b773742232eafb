/** The few things that operations need, handed in. */
import type { Clock } from '../clock.js';
import { Cancelled, OperationError } from '../errors.js';
import type { RunContext } from '../inputs/context.js';
import type { Journal } from '../report/facts.js';
import type { Log } from '../report/log.js';
import { brief } from '../report/text.js';
import type { Api } from '../vpsorg/api.js';
import { ApiError } from '../vpsorg/errors.js';

export interface Deps {
  readonly api: Api;
  readonly clock: Clock;
  /** Aborted when the step is asked to end. */
  readonly cancel: AbortSignal;
  readonly log: Log;
  readonly journal: Journal;
  readonly run: RunContext;
  /** 12 random hex digits. */
  readonly newKey: () => string;
}

/** A server as it is called in messages. */
export function serverLabel(id: number | null, name: string | null = null): string {
  const label = id === null ? 'an unknown server' : `server ${id}`;
  return name ? `${label} (${brief(name)})` : label;
}

/** The filters in effect, for the log. */
export function filtersInWords(servers: readonly number[], ...others: readonly (string | null)[]): string {
  const server = servers.length === 0 ? 'any server' : `server ${servers.join(', ')}`;
  return `Filters: ${[server, ...others.filter((one) => one !== null)].join(', ')}`;
}

/** The value, or the error that it came to. */
export type Settled<T> = { readonly value: T } | { readonly error: Error };

/**
 * Runs all of them side by side; the failure of one does not stop the others.
 *
 * @throws Cancelled once all have ended, if any was cancelled
 */
export async function settleAll<T>(tasks: readonly (() => Promise<T>)[]): Promise<Settled<T>[]> {
  const settled = await Promise.allSettled(tasks.map((task) => task()));
  return settled.map((one) => {
    if (one.status === 'fulfilled') return { value: one.value };
    if (one.reason instanceof Cancelled) throw one.reason;
    return { error: one.reason instanceof Error ? one.reason : new Error(String(one.reason)) };
  });
}

/** As {@link settleAll}, for each of several servers; an error that does not say of which it is, is told with its server. */
export async function settleServers<T>(
  ids: readonly number[],
  task: (serverId: number, place: number) => Promise<T>,
): Promise<Settled<T>[]> {
  const settled = await settleAll(ids.map((id, place) => () => task(id, place)));
  if (ids.length === 1) return settled;
  return settled.map((one, place) => {
    if (!('error' in one && one.error instanceof ApiError)) return one;
    return { error: new OperationError(`${serverLabel(ids[place] ?? null)}: ${one.error.message}`, '', { cause: one.error }) };
  });
}

export function errorsIn(settled: readonly Settled<unknown>[]): Error[] {
  return settled.flatMap((one) => ('error' in one ? [one.error] : []));
}
