/** Starts a backup, exactly once in effect: an answer that leaves the outcome open is never answered by a blind second POST. */
import { type Backup, type ListResult, newestFirst } from '../backups/backup.js';
import { composeDescription } from '../backups/description.js';
import { type Marker, type MarkerKind, parseMarker } from '../backups/marker.js';
import { countedTowardLimit, MANUAL_BACKUP_LIMIT } from '../backups/retention.js';
import { ActionError, CancelledError, CancelledInFlight } from '../errors.js';
import { type OperationContext, serverLabel } from '../operations/context.js';
import { poll } from '../polling.js';
import { shorten } from '../report/sanitize.js';
import type { SubmitResult } from '../vpsorg/client.js';
import { ApiError, transientRetryDelay } from '../vpsorg/errors.js';
import type { PaginationOptions } from '../vpsorg/pagination.js';

/** A backup to start. */
export interface CreateRequest {
  readonly serverId: number;
  readonly kind: MarkerKind;
  /** The user's text, or the default. */
  readonly text: string;
  /** The server's backups before. */
  readonly before: ListResult<Backup>;
}

/** The same order with its key: sent again, it carries the same one. */
export interface KeyedOrder extends CreateRequest {
  readonly idempotencyKey: string;
  /** The whole description, marker included. */
  readonly description: string;
  /** Whether an earlier answer to it was open: after another one it is not sent again. */
  readonly earlierAttemptUnconfirmed?: boolean;
}

/** It could not be learned whether there is a backup. */
class UnconfirmedError extends ActionError {}

/** Whether an error of {@link createOnce} leaves it open whether there is a backup. */
export function isUnconfirmed(error: unknown): boolean {
  return error instanceof UnconfirmedError || error instanceof CancelledInFlight;
}

/** `wasOpen`: an answer before the refusal was open. */
export type CreateResult =
  | { readonly backup: Backup }
  | { readonly refused: ApiError; readonly wasOpen: boolean };

/** How long to look for a backup whose POST had no clear answer, in milliseconds. */
const ADOPTION = { timeoutMs: 30_000, maxIntervalMs: 5_000, gracePeriodMs: 5_000 } as const;

export function withIdempotencyKey(deps: OperationContext, order: CreateRequest): KeyedOrder {
  const { owner, repo, repositoryId, runId, attempt, job, sha } = deps.run;
  const marker: Marker = {
    owner,
    repo,
    repositoryId,
    runId,
    attempt,
    job,
    sha,
    kind: order.kind,
    key: deps.newIdempotencyKey(),
  };
  return {
    ...order,
    idempotencyKey: marker.key,
    description: composeDescription(order.text, marker),
  };
}

/**
 * @returns the backup as the API told of it, or the refusal that proves that there is none
 * @throws an error that {@link isUnconfirmed} where neither is proven; Cancelled
 */
export async function createOnce(deps: OperationContext, order: KeyedOrder): Promise<CreateResult> {
  const first = await send(deps, order);
  if (first.kind !== 'open') return settled(deps, order, first);
  try {
    return await settleOpen(deps, order, first.error);
  } catch (error) {
    throw error instanceof CancelledError ? new CancelledInFlight(error.by) : error;
  }
}

/** A backup that was there before is not the one that was ordered, whatever the answer says. */
async function send(deps: OperationContext, order: KeyedOrder): Promise<SubmitResult<Backup>> {
  const outcome = await deps.client.createBackup(order.serverId, order.description);
  if (outcome.kind !== 'accepted' || isNew(outcome.value, order)) return outcome;
  const why = `its answer names backup ${outcome.value.id}, which was there before`;
  return { kind: 'open', error: new ApiError('start a backup', 201, why, { unreadable: true }) };
}

/** After an answer that leaves it open: adopt what carries our key, or send once more where it is proven absent, or give up. */
async function settleOpen(
  deps: OperationContext,
  order: KeyedOrder,
  open: ApiError,
): Promise<CreateResult> {
  deps.log.info(
    `It is not clear whether VPS.org took the order for ${serverLabel(order.serverId)} (${why(open)}); looking for a backup with key=${order.idempotencyKey}`,
  );
  const search = await searchForKey(deps, order);
  if (search.found !== null) return adopt(deps, order, search.found);
  if (search.lookalike !== null) throw lookalike(order, open, search.lookalike);
  if (!search.absent)
    throw unknown(order, open, 'The list of backups could not be read to find out.');
  if (order.earlierAttemptUnconfirmed)
    throw unknown(
      order,
      open,
      'An answer before was not clear either, and no list shows it: it is not sent again.',
    );
  deps.log.info(
    `No backup with key=${order.idempotencyKey} in ${search.fullLooks} whole lists: the order was lost; sending it once more, with the same key`,
  );
  const second = await send(deps, order);
  if (second.kind === 'accepted') return settled(deps, order, second);
  const last = await lookOnceMore(deps, order);
  if (last.found !== null) return adopt(deps, order, last.found);
  if (last.lookalike !== null) throw lookalike(order, second.error, last.lookalike);
  // What was refused is refused; unless the first, though no list shows it, is what took the last place.
  const isRefused =
    second.kind === 'refused' &&
    !(mayBeLimitReached(second.error) && last.places === MANUAL_BACKUP_LIMIT - 1);
  if (isRefused && last.places !== null) return { refused: second.error, wasOpen: true };
  throw unknown(
    order,
    second.error,
    last.places === null
      ? 'It was sent twice, and the list of backups could not be read whole to find out.'
      : SENT_TWICE,
  );
}

const SENT_TWICE = 'It was sent twice, and no list shows it.';

interface LastLook {
  readonly found: Backup | null;
  readonly lookalike: Backup | null;
  /** How many places are taken; `null` where the list could not be read whole. */
  readonly places: number | null;
}

/** Unlike the looks of the search it is retried: no other comes after it. */
async function lookOnceMore(deps: OperationContext, order: KeyedOrder): Promise<LastLook> {
  try {
    const { items, complete } = await deps.client.listBackups(
      { serverId: order.serverId },
      {},
      showsKey(order),
    );
    const its = items.filter((row) => row.serverId === order.serverId);
    return {
      ...whatIsOurs(items, order),
      places: complete ? countedTowardLimit(its).length : null,
    };
  } catch (fault) {
    if (fault instanceof ApiError) return { found: null, lookalike: null, places: null };
    throw fault;
  }
}

/** The backup that carries our key, and a new one that may be ours all the same. */
function whatIsOurs(
  rows: readonly Backup[],
  order: KeyedOrder,
): Pick<LastLook, 'found' | 'lookalike'> {
  return {
    found: rows.find((row) => carries(row, order.idempotencyKey)) ?? null,
    lookalike: rows.find((row) => isLookalike(row, order)) ?? null,
  };
}

interface Search {
  readonly found: Backup | null;
  /** A new backup whose text may be ours, cut by the API. */
  readonly lookalike: Backup | null;
  /** Proven: not in the last look, nor in any other whole one. */
  readonly absent: boolean;
  readonly fullLooks: number;
}

/** Lists again and again for 30 s. Only looks with a full view count as absence. */
async function searchForKey(deps: OperationContext, order: KeyedOrder): Promise<Search> {
  let found: Backup | null = null;
  let lookalike: Backup | null = null;
  let fullLooks = 0;
  let lastIsFull = false;
  const check = async (timeoutMs: number): Promise<boolean> => {
    lastIsFull = false;
    const { items, complete } = await deps.client.listBackups(
      { serverId: order.serverId },
      { timeoutMs },
      showsKey(order),
    );
    const ours = whatIsOurs(items, order);
    found = ours.found;
    lookalike ??= ours.lookalike;
    lastIsFull = complete;
    if (complete) fullLooks += 1;
    return found !== null;
  };
  try {
    await poll({
      ...ADOPTION,
      clock: deps.clock,
      signal: deps.signal,
      initialDelayMs: 0,
      check,
      retryDelay: transientRetryDelay,
      onHeartbeat: () => {},
    });
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    lastIsFull = false;
  }
  return { found, lookalike, absent: lastIsFull, fullLooks };
}

/** A page that shows the key is enough: what a later page comes to must not lose the id. */
function showsKey(order: KeyedOrder): PaginationOptions<Backup>['stopWhen'] {
  return (_, page) => page.some((row) => carries(row, order.idempotencyKey));
}

function carries(row: Backup, key: string): boolean {
  return parseMarker(row.description)?.key === key;
}

function isNew(row: Backup, order: KeyedOrder): boolean {
  return !order.before.items.some((old) => old.id === row.id);
}

/**
 * One that has our key somewhere, which nobody else can have; or a new manual backup of that server whose text is a prefix of ours, cut with
 * or without dots, but whose marker is gone.
 */
function isLookalike(row: Backup, order: KeyedOrder): boolean {
  const text = (row.description ?? '').slice(0, LONGEST_SEARCHED).toLowerCase().trim();
  if (text.includes(`key=${order.idempotencyKey}`)) return true;
  const here = row.serverId === null || row.serverId === order.serverId;
  if (!isNew(row, order) || !here || row.type !== 'manual') return false;
  return order.description.toLowerCase().startsWith(text.replace(/(\.{3}|…)$/, '').trimEnd());
}

/** Ours may have grown at VPS.org, but not without end. */
const LONGEST_SEARCHED = 1_000;

function adopt(deps: OperationContext, order: KeyedOrder, backup: Backup): CreateResult {
  deps.log.info(
    `Found: backup ${backup.id} carries key=${order.idempotencyKey}, so VPS.org did take the order; it is ours`,
  );
  return settled(deps, order, { kind: 'accepted', value: backup });
}

function settled(
  deps: OperationContext,
  order: KeyedOrder,
  outcome: Exclude<SubmitResult<Backup>, { kind: 'open' }>,
): CreateResult {
  if (outcome.kind === 'refused')
    return { refused: outcome.error, wasOpen: order.earlierAttemptUnconfirmed ?? false };
  const backup = { ...outcome.value, serverId: outcome.value.serverId ?? order.serverId };
  // An answer without a description says nothing of it: the list will.
  if (backup.description !== null) warnIfMarkerMissing(deps, backup, order.idempotencyKey);
  return { backup };
}

/** Rotation and `latest` know a backup by its marker alone. */
export function warnIfMarkerMissing(deps: OperationContext, backup: Backup, key: string): void {
  if (carries(backup, key)) return;
  deps.log.warning(
    `VPS.org gave backup ${backup.id} of ${serverLabel(backup.serverId)} another description than was sent, without our marker: rotation and latest will not know this backup.`,
  );
}

function why(error: ApiError): string {
  return error.detail === '' || error.shortReason === error.detail
    ? error.shortReason
    : `${error.shortReason}: ${error.detail}`;
}

function unknown(
  order: KeyedOrder,
  error: ApiError,
  reason: string,
  advice = ifThere(order),
): UnconfirmedError {
  const what = `It is not known whether VPS.org started a backup of ${serverLabel(order.serverId)} (${why(error)}). ${reason}`;
  return new UnconfirmedError(what, advice, { cause: error });
}

function ifThere(order: KeyedOrder): string {
  const look = `Look at the backups of server ${order.serverId} for one whose description ends with key=${order.idempotencyKey}]:`;
  return `${look} if it is there, use it by its id (operation: wait); if not, run again.`;
}

function lookalike(order: KeyedOrder, error: ApiError, row: Backup): UnconfirmedError {
  const text = shorten(row.description ?? '', 60);
  const reason = `Backup ${row.id} is new and its text ("${text}") may be ours, its marker (key=${order.idempotencyKey}]) damaged, so nothing more was sent.`;
  return unknown(
    order,
    error,
    reason,
    `Look at backup ${row.id}: if it is yours, use it by its id (operation: wait); if it is not, run again.`,
  );
}

/** The error for a refusal: what fills the server's places, if that is the likely cause. */
export function rejectedError(
  order: CreateRequest,
  error: ApiError,
  room: { readonly rows: readonly Backup[]; readonly limit: number; readonly advice: string },
): Error {
  const places = countedTowardLimit(room.rows);
  const where = `No backup of ${serverLabel(order.serverId, room.rows[0]?.serverName)} was started.`;
  if (!mayBeLimitReached(error) || places.length < room.limit)
    return new ActionError(`${where} ${error.message}`, '', { cause: error });
  const said = error.detail === '' ? `${error.status}` : `${error.status}: ${error.detail}`;
  const filled = [...places].sort(newestFirst).reverse().map(placeInWords).join(', ');
  const what = `${where} It has ${places.length} manual backups, and VPS.org keeps at most ${room.limit} (it said ${said}). From the oldest: ${filled}.`;
  return new ActionError(what, room.advice, { cause: error });
}

/** `501 (2025-01-14, completed)` */
function placeInWords(row: Backup): string {
  return `${row.id} (${shorten((row.createdAt ?? 'no date').slice(0, 10))}, ${shorten(row.status, 30)})`;
}

/** Whether a refusal is one that a full server could answer with. */
export function mayBeLimitReached(error: ApiError): boolean {
  return (
    error.status === 400 || error.status === 403 || error.status === 409 || error.status === 422
  );
}
