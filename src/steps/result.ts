/** Work on several servers side by side: the failure of one does not stop the others. */
import { ActionError, CancelledError, combineErrors, problemOf, remedyOf } from '../errors.js';
import { type ServerRef, serverLabel } from '../report/labels.js';
import { ApiError } from '../vpsorg/errors.js';

/** The value, or the error that it came to. */
export type Result<T> = { readonly value: T } | { readonly error: Error };

/**
 * Runs a task for each server.
 *
 * @returns the results by server id, in the order given; an API error names its server
 * @throws CancelledError once all have ended, if any was cancelled
 */
export async function forEachServer<T>(
  servers: readonly ServerRef[],
  task: (server: ServerRef) => Promise<T>,
): Promise<ReadonlyMap<number, Result<T>>> {
  const attempt = async (server: ServerRef): Promise<Result<T>> => {
    try {
      return { value: await task(server) };
    } catch (error) {
      const isNamed = servers.length === 1 || !(error instanceof ApiError);
      return { error: isNamed ? toError(error) : ofServer(error, server) };
    }
  };
  const results = new Map(
    await Promise.all(servers.map(async (server) => [server.id, await attempt(server)] as const)),
  );
  const cancelled = errorsOf(results.values()).find((error) => error instanceof CancelledError);
  if (cancelled !== undefined) throw cancelled;
  return results;
}

/** As `Promise.all`, but it rejects only once all have ended. */
export async function allEnded<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

function ofServer(error: ApiError, { id, name }: ServerRef): ActionError {
  const problem = `${serverLabel(id, name)}: ${problemOf(error)}`;
  return new ActionError(problem, remedyOf(error), { cause: error });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

export function valuesOf<T>(results: Iterable<Result<T>>): T[] {
  return [...results].flatMap((one) => ('value' in one ? [one.value] : []));
}

export function errorsOf(results: Iterable<Result<unknown>>): Error[] {
  return [...results].flatMap((one) => ('error' in one ? [one.error] : []));
}

/** @throws the one error, or all of them combined */
export function throwIfAnyFailed(results: ReadonlyMap<number, Result<unknown>>): void {
  const errors = errorsOf(results.values());
  if (errors.length > 0) throw combineErrors(errors, { count: results.size, noun: 'servers' });
}
