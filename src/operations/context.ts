/** The few things that operations need, handed in. */
import type { Clock } from '../clock.js';
import { ActionError, CancelledError } from '../errors.js';
import type { RunContext } from '../inputs/run-context.js';
import type { Log } from '../report/log.js';
import type { Recorder } from '../report/report.js';
import { shorten } from '../report/sanitize.js';
import type { VpsOrgClient } from '../vpsorg/client.js';
import { ApiError } from '../vpsorg/errors.js';

export interface OperationContext {
  readonly client: VpsOrgClient;
  readonly clock: Clock;
  /** Aborted when the step is asked to end. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly recorder: Recorder;
  readonly run: RunContext;
  /** 12 random hex digits. */
  readonly newIdempotencyKey: () => string;
}

/** A server as it is called in messages. */
export function serverLabel(id: number | null, name: string | null = null): string {
  const label = id === null ? 'an unknown server' : `server ${id}`;
  return name ? `${label} (${shorten(name)})` : label;
}

/** The filters in effect, for the log. */
export function describeSettings(
  servers: readonly number[],
  ...others: readonly (string | null)[]
): string {
  const server = servers.length === 0 ? 'any server' : `server ${servers.join(', ')}`;
  return `Filters: ${[server, ...others.filter((one) => one !== null)].join(', ')}`;
}

/** The value, or the error that it came to. */
export type Result<T> = { readonly value: T } | { readonly error: Error };

/**
 * Runs all of them side by side; the failure of one does not stop the others.
 *
 * @throws Cancelled once all have ended, if any was cancelled
 */
export async function settleAll<T>(tasks: readonly (() => Promise<T>)[]): Promise<Result<T>[]> {
  const settled = await Promise.allSettled(tasks.map((task) => task()));
  return settled.map((one) => {
    if (one.status === 'fulfilled') return { value: one.value };
    if (one.reason instanceof CancelledError) throw one.reason;
    return { error: one.reason instanceof Error ? one.reason : new Error(String(one.reason)) };
  });
}

/** As {@link settleAll}, for each of several servers; an error that does not say of which it is, is told with its server. */
export async function forEachServer<T>(
  ids: readonly number[],
  task: (serverId: number, place: number) => Promise<T>,
): Promise<Result<T>[]> {
  const settled = await settleAll(ids.map((id, place) => () => task(id, place)));
  if (ids.length === 1) return settled;
  return settled.map((one, place) => {
    if (!('error' in one && one.error instanceof ApiError)) return one;
    return {
      error: new ActionError(`${serverLabel(ids[place] ?? null)}: ${one.error.message}`, '', {
        cause: one.error,
      }),
    };
  });
}

export function errorsOf(settled: readonly Result<unknown>[]): Error[] {
  return settled.flatMap((one) => ('error' in one ? [one.error] : []));
}
