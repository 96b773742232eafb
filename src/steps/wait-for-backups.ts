/**
 * Waits for backups to complete. One list of all serves several, where that takes no more requests
 * than the servers' own lists; else each server's list is polled on its own.
 */

import type { Backup } from '../backups/backup.js';
import { groupBy } from '../group-by.js';
import type { OperationContext } from '../operations/context.js';
import { type Poll, poll, startHeartbeat } from '../polling.js';
import { serverLabel } from '../report/labels.js';
import * as messages from '../report/messages.js';
import { shorten } from '../report/sanitize.js';
import { ApiError, classifyPollError, ignoreApiError } from '../vpsorg/errors.js';
import type { ListOptions } from '../vpsorg/options.js';
import {
  type BackupRef,
  BackupTracker,
  type TrackerOptions,
  type WaitOutcome,
} from './backup-tracker.js';
import { type BackupList, listAll, noteList, pollingListAll, recordSlots } from './list-backups.js';
import { allEnded } from './result.js';

/** `wait_timeout` and `poll_interval`, in milliseconds. */
export interface WaitOptions {
  readonly timeoutMs: number;
  readonly maxIntervalMs: number;
  /** When `timeoutMs` is over, where the wait began before, in milliseconds since the epoch. */
  readonly deadline?: number;
}

interface WaitRequest extends Omit<TrackerOptions, 'timeoutMs'> {
  readonly wait: WaitOptions;
  /** Milliseconds before the first poll. */
  readonly initialDelayMs: number;
  /** A list that was read before the wait, and says of the backups what polls would. */
  readonly seen?: BackupList;
  /** Read each list to its end, rather than until it shows what is waited for. */
  readonly readToEnd?: boolean;
}

/**
 * @returns how the wait for each backup ended, by its id
 * @throws CancelledError
 */
export function waitForBackups(
  ctx: OperationContext,
  request: WaitRequest,
): Promise<ReadonlyMap<number, WaitOutcome>> {
  return new Waiting(ctx, request).run();
}

/** Backups that one list shows, and how it is read; `null` if it can't be used. */
interface Group {
  readonly refs: readonly BackupRef[];
  readonly list: (options: ListOptions<Backup>) => Promise<BackupList | null>;
  readonly label: string;
  /** It serves only until a list has shown which server a backup is of. */
  readonly isLocating?: boolean;
}

class Waiting {
  readonly #tracker: BackupTracker;
  readonly #deadline: number;
  #initialDelayMs: number;
  /** What was wrong with the last poll; `null` if nothing. */
  #lastError: string | null = null;
  #isElsewhereChecked = false;

  constructor(
    private readonly ctx: OperationContext,
    private readonly request: WaitRequest,
  ) {
    const { timeoutMs, deadline } = request.wait;
    this.#tracker = new BackupTracker(ctx, { ...request, timeoutMs });
    this.#deadline = deadline ?? ctx.clock.now() + timeoutMs;
    this.#initialDelayMs = request.initialDelayMs;
  }

  async run(): Promise<ReadonlyMap<number, WaitOutcome>> {
    const { clock, recorder } = this.ctx;
    const { refs, seen } = this.request;
    const stop = startHeartbeat(clock, () => this.#tracker.logProgress());
    recorder.waitBegan(clock.now());
    try {
      if (seen !== undefined) this.#tracker.update(refs, seen);
      const [server, ...others] = this.#serversOf(refs);
      if (server === null || others.length > 0) await this.#waitForGroup(this.#groupOfAll());
      await this.#waitForEachServer();
    } finally {
      stop();
      recorder.waitEnded(clock.now());
    }
    return this.#tracker.outcomes();
  }

  async #waitForEachServer(): Promise<void> {
    const pending = this.#tracker.pending();
    const byServer = groupBy(pending, (ref) => ref.serverId);
    const groups = [...byServer].map(([id, refs]) =>
      id === null ? this.#groupOfServers(refs) : this.#groupOfServer(id, refs),
    );
    await allEnded(groups.map((group) => this.#waitForGroup(group)));
    if (this.#tracker.pending().length > 0) await this.#waitForEachServer();
  }

  /** `null` stands for a server that is not known. */
  #serversOf(refs: readonly BackupRef[]): (number | null)[] {
    return [...new Set(refs.map(({ serverId }) => serverId))];
  }

  #groupOfAll(): Group {
    const { refs, servers } = this.request;
    const isAnywhere = servers.length === 0 && refs.some(({ serverId }) => serverId === null);
    // No other list could show a backup of which no server is known.
    if (isAnywhere) {
      const list = (options: ListOptions<Backup>) => this.ctx.client.listBackups({}, options);
      return { refs, list, label: 'all servers' };
    }
    const maxPages = Math.max(servers.length, this.#serversOf(refs).length);
    const listOfAll = pollingListAll(this.ctx);
    return {
      refs,
      label: 'all servers',
      list: async (options) => {
        const list = await listOfAll({ ...options, maxPages });
        return list?.complete || this.#showsAll(list, this.#tracker.pending(refs)) ? list : null;
      },
    };
  }

  #groupOfServer(serverId: number, refs: readonly BackupRef[]): Group {
    const list = (options: ListOptions<Backup>) =>
      this.ctx.client.listBackups({ serverId }, options);
    return { refs, list, label: serverLabel(serverId) };
  }

  /** The servers that the inputs name; the list of all where they name none. */
  #groupOfServers(refs: readonly BackupRef[]): Group {
    const { servers } = this.request;
    const list = async (options: ListOptions<Backup>): Promise<BackupList> => {
      const lists = await Promise.all(
        servers.map((serverId) => this.ctx.client.listBackups({ serverId }, options)),
      );
      const incomplete = lists.find(({ complete }) => !complete);
      return {
        items: lists.flatMap(({ items }) => items),
        complete: incomplete === undefined,
        reason: incomplete?.reason ?? null,
        at: this.ctx.client.apiClock.now(),
      };
    };
    return { refs, list, label: `servers ${servers.join(', ')}`, isLocating: true };
  }

  #showsAll(list: BackupList | null, refs: readonly BackupRef[]): boolean {
    const ids = new Set(list?.items.map(({ id }) => id));
    return refs.every(({ id }) => ids.has(id));
  }

  /** Returns with backups still pending if its list can't be used. */
  async #waitForGroup(group: Group): Promise<void> {
    const { ctx, request } = this;
    const left = Math.max(0, this.#deadline - ctx.clock.now());
    const initialDelayMs = this.#initialDelayMs;
    this.#initialDelayMs = 0;
    try {
      const end = await poll({
        clock: ctx.clock,
        signal: ctx.signal,
        timeoutMs: left,
        initialDelayMs,
        maxIntervalMs: request.wait.maxIntervalMs,
        classify: (error) => this.#classify(error),
        check: async (one) => {
          const isUsable = await this.#pollOnce(group, one);
          const pending = this.#tracker.pending(group.refs);
          // Once a list has shown its server, another server's list must not end a backup's wait.
          const isLocated =
            group.isLocating === true && pending.some((ref) => ref.serverId !== null);
          return !isUsable || isLocated || pending.length === 0;
        },
      });
      if (end === 'done') return;
      const { timeoutMs } = request.wait;
      this.#tracker.abort(group.refs, (one) =>
        messages.waitTimedOut(one, timeoutMs, this.#lastError),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#tracker.abort(group.refs, (one) => messages.waitAborted(one, error));
    }
  }

  /** @returns whether the list can be used for this group */
  async #pollOnce(group: Group, { deadline, isFinal }: Poll): Promise<boolean> {
    const pending = this.#tracker.pending(group.refs);
    const list = await group.list({
      deadline,
      newConnection: isFinal,
      ...(this.request.readToEnd
        ? {}
        : { stopWhen: (items) => pending.every(({ id }) => items.has(id)) }),
    });
    if (list === null) return false;
    this.#lastError =
      list.reason === null ? null : `its list is incomplete (${shorten(list.reason, 300)}).`;
    noteList(this.ctx, list, group.label);
    this.#tracker.update(group.refs, list);
    this.#recordSlots(group.refs, list);
    if (list.complete) await this.#checkElsewhere(group.refs, deadline);
    return true;
  }

  /** The last complete list counts, however the wait ends. */
  #recordSlots(refs: readonly BackupRef[], list: BackupList): void {
    const byServer = groupBy(list.items, ({ serverId }) => serverId);
    for (const id of this.#serversOf(refs)) {
      if (id !== null) recordSlots(this.ctx, { ...list, items: byServer.get(id) ?? [] }, id);
    }
  }

  #classify(error: unknown): ReturnType<typeof classifyPollError> {
    const verdict = classifyPollError(error);
    if (!(error instanceof ApiError)) return verdict;
    this.#lastError = error.problem;
    if (verdict.kind !== 'fatal')
      this.ctx.log.info(`Status check failed (${error.shortReason}); retrying`);
    return verdict;
  }

  /** An id that its server's list does not show may belong to another: one list of all says so. */
  async #checkElsewhere(refs: readonly BackupRef[], deadline: number): Promise<void> {
    const missing = this.#tracker
      .pending(refs)
      .filter(({ isConfirmed, wasListed }) => !isConfirmed && !wasListed);
    if (this.#isElsewhereChecked || missing.length === 0 || this.request.servers.length === 0)
      return;
    this.#isElsewhereChecked = true;
    const ids = new Set(missing.map(({ id }) => id));
    const stopWhen = (items: ReadonlyMap<number, Backup>) => [...ids].every((id) => items.has(id));
    const all = await listAll(this.ctx, { deadline, stopWhen }).catch(ignoreApiError);
    // It proves no absence: that is for the servers' own lists.
    if (all !== null) this.#tracker.update(missing, { ...all, complete: false });
  }
}
