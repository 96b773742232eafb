/**
 * Creates a backup exactly once in effect: a request whose outcome is not known is searched for by its
 * key before another is sent.
 */
import { type Backup, CLOCK_TOLERANCE_MS } from '../backups/backup.js';
import { hasKey } from '../backups/marker.js';
import { countedTowardLimit, MANUAL_BACKUP_LIMIT } from '../backups/retention.js';
import { ActionError } from '../errors.js';
import type { OperationContext } from '../operations/context.js';
import { poll } from '../polling.js';
import { serverLabel } from '../report/labels.js';
import * as messages from '../report/messages.js';
import {
  CREATE_RATE_LIMIT_MS,
  CREATE_RESEND_MS,
  CREATE_SEARCH_MS,
  MAX_CREATE_SENDS,
} from '../vpsorg/backoff.js';
import { ApiError, classifyPollError, ignoreApiError } from '../vpsorg/errors.js';
import { mayBeLimitReached } from '../vpsorg/limit-answer.js';
import type { SubmitResult } from '../vpsorg/responses.js';
import { type CreateRequest, warnIfMarkerMissing, warnOfDuplicates } from './create-request.js';
import { type BackupList, listServerBackups } from './list-backups.js';

/** `rejected`: there is provably no backup, after so many sends. */
export type CreateResult =
  | { readonly backup: Backup; readonly requestedAt: number }
  | { readonly rejected: ApiError; readonly sends: number };

/** It is not known whether there is a backup. */
export class UnconfirmedError extends ActionError {}

const SEARCH_INTERVAL_MS = 5_000;

/**
 * @param sends the number of this send: what was sent before without a definite answer counts
 * @throws UnconfirmedError where it is not known whether there is a backup; CancelledError
 */
export function createOnce(
  ctx: OperationContext,
  request: CreateRequest,
  sends = 1,
): Promise<CreateResult> {
  return new CreateAttempt(ctx, request).run(sends);
}

/** What one more list shows. */
interface FinalCheck {
  readonly found: Backup | null;
  /** Slots in use; `null` where the list is not complete, and proves nothing absent. */
  readonly used: number | null;
  /** Why it is not complete. */
  readonly reason: string | null;
}

const NOTHING_SENT: FinalCheck = { found: null, used: 0, reason: null };

class CreateAttempt {
  readonly #requestedAt: number;

  constructor(
    private readonly ctx: OperationContext,
    private readonly request: CreateRequest,
  ) {
    this.#requestedAt = ctx.client.apiClock.now();
  }

  async run(first: number): Promise<CreateResult> {
    this.ctx.log.info(
      `Requesting a backup of ${this.#server} (key=${this.request.idempotencyKey})`,
    );
    for (let sends = first; ; sends++) {
      const result = await this.#submit(sends);
      const created = await this.#settle(result, sends);
      if (created !== null) return created;
      const { min, max } = CREATE_RESEND_MS;
      await this.ctx.clock.sleep(min + this.ctx.random() * (max - min), this.ctx.signal);
      this.ctx.log.info(`No listed backup has key=${this.request.idempotencyKey}; sending again`);
    }
  }

  get #server(): string {
    return serverLabel(this.request.server.id, this.request.server.name);
  }

  /** A backup that existed before is not the requested one, whatever the answer says. */
  async #submit(sends: number): Promise<SubmitResult<Backup | null>> {
    const { server, description, known, timeoutMs, onIntent, onRejected } = this.request;
    const result = await this.ctx.client.createBackup(
      { serverId: server.id, description },
      Math.min(CREATE_RATE_LIMIT_MS, timeoutMs),
      // What became of an earlier request is not cleared by the rejection of this one.
      { onSend: onIntent, ...(sends === 1 ? { onRejected } : {}) },
    );
    if (result.outcome !== 'accepted' || result.value === null) return result;
    const { id } = result.value;
    if (!known.items.some((backup) => backup.id === id)) return result;
    const invalid = `its answer names backup ${id}, which existed before`;
    return { outcome: 'unconfirmed', error: new ApiError('create a backup', 201, { invalid }) };
  }

  /** @returns `null` where it is proven lost and may be sent again */
  async #settle(result: SubmitResult<Backup | null>, sends: number): Promise<CreateResult | null> {
    if (result.outcome === 'accepted') {
      return result.value === null ? this.#findAccepted() : this.#created(result.value);
    }
    if (result.outcome === 'rejected') return this.#rejected(result.error, sends);
    const { error } = result;
    this.ctx.log.info(
      `No definite answer to the create request (${error.shortReason}); searching the list for key=${this.request.idempotencyKey}`,
    );
    const searchedUntil = this.ctx.clock.now() + CREATE_SEARCH_MS;
    const found = await this.#searchFor(CREATE_SEARCH_MS);
    if (found !== null) return this.#created(found);
    // A poll that failed for good ends the search early: it proves absence no sooner for that.
    await this.ctx.clock.sleep(searchedUntil - this.ctx.clock.now(), this.ctx.signal);
    const last = await this.#finalCheck(error);
    if (last.found !== null) return this.#created(last.found);
    const limit = error.status === 503 ? MAX_CREATE_SENDS.after503 : MAX_CREATE_SENDS.default;
    if (last.used === null || sends >= limit) throw this.#unconfirmed(error, sends, last.reason);
    return null;
  }

  /** An acceptance without an id is never sent again: the list will show the backup. */
  async #findAccepted(): Promise<CreateResult> {
    this.ctx.log.info(
      `VPS.org accepted the create request without an id; searching the list for key=${this.request.idempotencyKey}`,
    );
    const accepted = new ApiError('create a backup', 202, { invalid: 'accepted without an id' });
    const found = await this.#searchFor(this.request.timeoutMs);
    if (found !== null) return this.#created(found);
    const last = await this.#finalCheck(accepted);
    if (last.found !== null) return this.#created(last.found);
    throw this.#unconfirmed(accepted, 1, last.reason);
  }

  /** After a request without a definite answer, the limit may be reached by what that one made. */
  async #rejected(error: ApiError, sends: number): Promise<CreateResult> {
    const last = sends > 1 ? await this.#finalCheck(error) : NOTHING_SENT;
    if (last.found !== null) return this.#created(last.found);
    const isFull = (last.used ?? 0) >= MANUAL_BACKUP_LIMIT;
    const mayBeOurs = sends > 1 && mayBeLimitReached(error) && !isFull;
    if (last.used === null || mayBeOurs) throw this.#unconfirmed(error, sends, last.reason);
    this.request.onRejected();
    return { rejected: error, sends };
  }

  #created(backup: Backup): CreateResult {
    // An answer without a description says nothing of it: the list will.
    if (backup.description !== null)
      warnIfMarkerMissing(this.ctx, backup, this.request.idempotencyKey);
    return { backup, requestedAt: this.#requestedAt };
  }

  async #searchFor(timeoutMs: number): Promise<Backup | null> {
    const { ctx, request } = this;
    let found: Backup | null = null;
    const startedAt = ctx.clock.now();
    await poll({
      clock: ctx.clock,
      signal: ctx.signal,
      timeoutMs,
      initialDelayMs: 0,
      maxIntervalMs: SEARCH_INTERVAL_MS,
      classify: classifyPollError,
      check: async ({ deadline, isFinal }) => {
        const list = await listServerBackups(ctx, request.server, {
          deadline,
          newConnection: isFinal,
          stopWhen: this.#stopWhen,
        });
        found = this.#findOwn(list);
        // A possible match ends a longer search: its key may be damaged, and never appear.
        const isLate = ctx.clock.now() - startedAt >= CREATE_SEARCH_MS;
        return found !== null || (isLate && this.#possibleMatch(list) !== undefined);
      },
    }).catch(ignoreApiError);
    return found;
  }

  /** Unlike the polls of the search it is retried: no other list follows. */
  async #finalCheck(error: ApiError): Promise<FinalCheck> {
    try {
      const options = { stopWhen: this.#stopWhen };
      const list = await listServerBackups(this.ctx, this.request.server, options);
      const used = list.complete ? this.#usedSlots(list) : null;
      const found = this.#findOwn(list) ?? this.#rejectPossibleMatch(list, error);
      return { found, used, reason: list.reason };
    } catch (thrown) {
      ignoreApiError(thrown);
      return { found: null, used: null, reason: 'it could not be read' };
    }
  }

  /** A row that this step deleted may still be listed. */
  #usedSlots({ items }: BackupList): number {
    return countedTowardLimit(items).filter(({ id }) => !this.ctx.ledger.isAnswered(id)).length;
  }

  /** A page that shows the key suffices: an error on a later page must not lose the id. */
  readonly #stopWhen = (_: unknown, page: readonly Backup[]): boolean =>
    page.some(({ description }) => hasKey(description, this.request.idempotencyKey));

  #findOwn({ items }: BackupList): Backup | null {
    const { idempotencyKey: key } = this.request;
    const found = items.find(({ description }) => hasKey(description, key));
    if (found === undefined) return null;
    warnOfDuplicates(this.ctx, found, items);
    return found;
  }

  /** @throws UnconfirmedError for a possible match, once no list shows our key */
  #rejectPossibleMatch(list: BackupList, error: ApiError): null {
    const match = this.#possibleMatch(list);
    if (match === undefined) return null;
    throw toUnconfirmed(messages.possibleMatch(this.request, match, error.shortReason));
  }

  #possibleMatch({ items }: BackupList): Backup | undefined {
    return items.find((backup) => this.#isPossibleMatch(backup));
  }

  /** New by id and date, its text a prefix of ours or holding our key, its marker damaged. */
  #isPossibleMatch(backup: Backup): boolean {
    const { known, description, idempotencyKey } = this.request;
    const isKnown = known.items.some(({ id }) => id === backup.id);
    const { createdAtMs } = backup;
    const isOlder = createdAtMs !== null && createdAtMs < this.#requestedAt - CLOCK_TOLERANCE_MS;
    if (isKnown || isOlder || backup.type !== 'manual' || backup.description === null) return false;
    const text = backup.description.toLowerCase().trim();
    const start = text.replace(/(\.{3}|…)$/, '').trimEnd();
    if (text.includes(`key=${idempotencyKey}`)) return true;
    return start !== '' && description.toLowerCase().startsWith(start);
  }

  #unconfirmed(error: ApiError, sends: number, incomplete: string | null): UnconfirmedError {
    const { request } = this;
    return toUnconfirmed(messages.unconfirmed(request, error, { sends, incomplete }));
  }
}

function toUnconfirmed({ problem, remedy, cause }: ActionError): UnconfirmedError {
  return new UnconfirmedError(problem, remedy, { cause });
}
