/** Creates a backup on a server that may be full: at most one backup is deleted to free a slot. */
import type { Backup } from '../backups/backup.js';
import {
  chooseEviction,
  type EvictionOptions,
  explainSlots,
  mayDelete,
  type SlotPolicy,
} from '../backups/eviction.js';
import { countedTowardLimit, MANUAL_BACKUP_LIMIT } from '../backups/retention.js';
import { ActionError, problemOf, remedyOf } from '../errors.js';
import type { OperationContext } from '../operations/context.js';
import { serverFull } from '../report/full-server-message.js';
import { serverLabel } from '../report/labels.js';
import * as messages from '../report/messages.js';
import type { ApiError } from '../vpsorg/errors.js';
import { mayBeLimitReached } from '../vpsorg/limit-answer.js';
import { type CreateResult, createOnce } from './create-once.js';
import type { CreateRequest } from './create-request.js';
import { deleteOnce, settleDeletions } from './delete-backups.js';
import { type BackupList, listServerBackups } from './list-backups.js';

type Created = Extract<CreateResult, { backup: Backup }>;

/** @throws ActionError, ApiError, CancelledError; UnconfirmedError as {@link createOnce} */
export async function createFreeingSlot(
  ctx: OperationContext,
  request: CreateRequest,
  slots: SlotPolicy,
): Promise<Created> {
  const first = await createOnce(ctx, request);
  if ('backup' in first) return first;
  const freed = await freeSlot(ctx, { request, slots, error: first.rejected });
  const second = await createOnce(ctx, request, first.sends);
  if ('backup' in second) return second;
  throw messages.rejectedAgain(request.server, second.rejected, freed?.id ?? null);
}

interface Rejected {
  readonly request: CreateRequest;
  readonly slots: SlotPolicy;
  readonly error: ApiError;
}

/** @returns the backup that was deleted; `null` where a slot was free already */
async function freeSlot(ctx: OperationContext, rejected: Rejected): Promise<Backup | null> {
  const { request, slots, error } = rejected;
  const { server } = request;
  const wasFull = countedTowardLimit(request.known.items).length >= MANUAL_BACKUP_LIMIT;
  if (!mayBeLimitReached(error)) throw messages.createRejected(server, error, wasFull);
  const list = await listServerBackups(ctx, server);
  if (!list.complete)
    throw cannotFree(
      rejected,
      messages.incompleteList(server, list.reason, 'Nothing was deleted.'),
    );
  const used = countedTowardLimit(list.items).length;
  if (used < MANUAL_BACKUP_LIMIT) {
    if (!mayDelete(slots)) throw messages.createRejected(server, error, false);
    ctx.log.info(
      `${used} of ${MANUAL_BACKUP_LIMIT} slots of ${serverLabel(server.id, server.name)} are used: nothing is deleted; sending once more`,
    );
    return null;
  }
  const options = await evictionOptions(ctx, rejected, list);
  const choice = chooseEviction(list.items, options);
  if (choice === null) {
    throw serverFull({
      ...{ server, error, policy: slots.policy, now: list.at },
      report: explainSlots(list.items, options),
      isSafety: slots.targetId !== undefined,
    });
  }
  ctx.log.info(`All ${used} slots of ${serverLabel(server.id, server.name)} are used: freeing one`);
  await deleteToFree(ctx, rejected, { ...choice, reason: `to free a slot: ${choice.reason}` });
  return choice.backup;
}

async function evictionOptions(
  ctx: OperationContext,
  { request, slots }: Rejected,
  list: BackupList,
): Promise<EvictionOptions> {
  const isRestoring = await ctx.serverStatuses.isRestoring(request.server.id);
  const context = { run: ctx.run, now: list.at, ownBackupIds: new Set<number>(), isRestoring };
  return { ...slots, context };
}

/** After 204 it is enough; any other answer is decided by the list. */
async function deleteToFree(
  ctx: OperationContext,
  rejected: Rejected,
  choice: { readonly backup: Backup; readonly reason: string },
): Promise<void> {
  const entry = await deleteOnce(ctx, choice);
  if (entry.answer === 'removed') return;
  const { server } = rejected.request;
  const list = await listServerBackups(ctx, server);
  const relist = (deadline: number) => listServerBackups(ctx, server, { deadline });
  const failures = await settleDeletions(ctx, { entries: [entry], list, relist });
  const failure = failures.get(choice.backup.id);
  if (failure !== undefined) throw cannotFree(rejected, failure);
}

function cannotFree({ request }: Rejected, cause: Error): ActionError {
  const { id, name } = request.server;
  return new ActionError(
    `No backup of ${serverLabel(id, name)} was created: no slot could be freed. ${problemOf(cause)}`,
    remedyOf(cause),
    { cause },
  );
}
