/**
 * Applies a retention policy to one server: deletes one backup at a time, each after a complete
 * list. Rotation and prune delete in no other way.
 */

import type { Backup } from '../backups/backup.js';
import {
  applyRetention,
  type RetentionContext,
  type RetentionDecision,
  type RetentionPolicy,
} from '../backups/retention.js';
import { ActionError, problemOf } from '../errors.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { serverLabel } from '../report/labels.js';
import * as messages from '../report/messages.js';
import { ApiError } from '../vpsorg/errors.js';
import type { ListOptions } from '../vpsorg/options.js';
import { deleteOnce, planDeletion, settleDeletions } from './delete-backups.js';
import { warnOfRepeatedRun } from './kept-backups.js';
import { type BackupList, listServerBackups } from './list-backups.js';
import { withdraws } from './plausibility.js';

interface PruneOptions {
  readonly server: ServerRef;
  readonly policy: RetentionPolicy;
  /** The backups that this step made or waited for. */
  readonly ownBackupIds: ReadonlySet<number>;
  /** A list that serves the first delete; it is read where there is none. */
  readonly list?: BackupList;
  readonly dryRun: boolean;
}

export interface PruneResult {
  readonly decisions: readonly RetentionDecision[];
  /** When the list that they are made of was read, by the API's clock. */
  readonly at: number;
  /** Whether the server is being restored; asked only where something would be deleted. */
  readonly isRestoring: boolean;
  /** How many deletes were tried. */
  readonly attempted: number;
  /** One for each backup that is not proven deleted. */
  readonly failures: readonly Error[];
  /** Why not all that was selected was tried: a later list that was not complete. */
  readonly abortedBy: Error | null;
  /** The last list that shows a backup that the step is about as not completed, or not at all. */
  readonly withdrawnBy: BackupList | null;
}

/**
 * Only what the first list and each later list select is deleted. After a delete that fails, the
 * rest is tried.
 *
 * @throws ApiError where the first list can't be read; ActionError where it is incomplete;
 *   CancelledError
 */
export function pruneServer(ctx: OperationContext, options: PruneOptions): Promise<PruneResult> {
  return new Pruning(ctx, options).run();
}

class Pruning {
  #isRestoring = false;
  #isRestoringKnown = false;
  #attempted = new Set<number>();
  #withdrawnBy: BackupList | null = null;

  constructor(
    private readonly ctx: OperationContext,
    private readonly options: PruneOptions,
  ) {}

  async run(): Promise<PruneResult> {
    const { ctx, options } = this;
    const first = options.list ?? (await listServerBackups(ctx, options.server));
    if (!first.complete) throw this.#incomplete(first);
    const decisions = await this.#decide(first);
    warnOfRepeatedRun(ctx, decisions, first.at);
    ctx.recorder.decisions(options.server.id, decisions);
    const planned = decisions.filter(({ action }) => action === 'delete');
    if (options.dryRun) {
      for (const decision of planned) planDeletion(ctx, decision);
      const isRestoring = this.#isRestoring;
      return {
        ...{ decisions, at: first.at, isRestoring, attempted: 0, failures: [] },
        ...{ abortedBy: null, withdrawnBy: null },
      };
    }
    const { list, abortedBy } = await this.#deletePlanned(first, planned);
    const failures = await settleDeletions(ctx, {
      entries: ctx.ledger.ofServer(options.server.id),
      list,
      relist: (deadline) => this.#read({ deadline }),
    });
    return {
      ...{
        decisions,
        at: first.at,
        abortedBy,
        isRestoring: this.#isRestoring,
        withdrawnBy: this.#withdrawnBy,
      },
      attempted: this.#attempted.size,
      failures: [...failures.values()],
    };
  }

  /** The last list decides what the step is about, too. */
  async #read(options: ListOptions<Backup> = {}): Promise<BackupList> {
    const list = await listServerBackups(this.ctx, this.options.server, options);
    if (withdraws(list, this.options.ownBackupIds)) this.#withdrawnBy = list;
    else if (list.complete) this.#withdrawnBy = null;
    return list;
  }

  /** @returns the list after the last delete, `null` where it could not be read */
  async #deletePlanned(
    first: BackupList,
    planned: readonly RetentionDecision[],
  ): Promise<{ readonly list: BackupList | null; readonly abortedBy: Error | null }> {
    const ids = new Set(planned.map(({ backup }) => backup.id));
    let list = first;
    for (;;) {
      const next = (await this.#decide(list)).find((one) => this.#isNext(one, ids));
      if (next === undefined) return { list, abortedBy: null };
      this.#attempted.add(next.backup.id);
      await deleteOnce(this.ctx, next);
      const after = await this.#relist();
      const isAllTried = [...ids].every((id) => this.#attempted.has(id));
      if (after.error !== null) {
        return { list: after.list, abortedBy: isAllTried ? null : after.error };
      }
      if (this.#withdrawnBy !== null) return { list: after.list, abortedBy: null };
      list = after.list;
    }
  }

  #isNext({ action, backup }: RetentionDecision, ids: ReadonlySet<number>): boolean {
    return action === 'delete' && ids.has(backup.id) && this.ctx.ledger.mayTry(backup.id);
  }

  /** A list that is not complete, or can't be read, justifies no further delete. */
  async #relist(): Promise<
    | { readonly list: BackupList; readonly error: null }
    | { readonly list: BackupList | null; readonly error: Error }
  > {
    try {
      const list = await this.#read();
      return list.complete ? { list, error: null } : { list, error: this.#incomplete(list) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { list: null, error: this.#unreadable(error) };
    }
  }

  /** What was answered 2xx or 404 is neither kept nor a candidate; what is unconfirmed is not kept. */
  async #decide(list: BackupList): Promise<RetentionDecision[]> {
    const { ctx, options } = this;
    const relevant = list.items.filter(({ id }) => !ctx.ledger.isAnswered(id));
    const sure = relevant.filter(({ id }) => !ctx.ledger.isUnconfirmed(id));
    const context: RetentionContext = {
      run: ctx.run,
      now: list.at,
      ownBackupIds: options.ownBackupIds,
      isRestoring: this.#isRestoring,
    };
    const decisions = applyRetention(sure, options.policy, context);
    // An unconfirmed one is tried again only if the policy still selects it: it may be protected now.
    const again = applyRetention(relevant, options.policy, context).filter(
      ({ action, backup }) => action === 'delete' && ctx.ledger.isUnconfirmed(backup.id),
    );
    const hasCandidates = decisions.some(({ action }) => action === 'delete');
    if (!hasCandidates || this.#isRestoringKnown) return [...again, ...decisions];
    this.#isRestoringKnown = true;
    this.#isRestoring = await ctx.serverStatuses.isRestoring(options.server.id);
    return this.#isRestoring ? this.#decide(list) : [...again, ...decisions];
  }

  get #label(): string {
    return serverLabel(this.options.server.id, this.options.server.name);
  }

  #consequence(): string {
    const deleted = this.ctx.ledger.ofServer(this.options.server.id).length > 0;
    return deleted ? 'Nothing more was deleted.' : 'Nothing was deleted.';
  }

  #incomplete(list: BackupList): Error {
    return messages.incompleteList(this.options.server, list.reason, this.#consequence());
  }

  #unreadable(error: ApiError): Error {
    const problem = `${problemOf(error)} ${this.#consequence()}`;
    return new ActionError(`${this.#label}: ${problem}`, error.remedy, { cause: error });
  }
}

/** All that went wrong, in the order in which it did. */
export function pruneErrors({ failures, abortedBy }: PruneResult): Error[] {
  return abortedBy === null ? [...failures] : [...failures, abortedBy];
}
