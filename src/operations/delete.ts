/** `delete`: the backups with exactly these ids; if any is missing, none. */
import type { Backup } from '../backups/backup.js';
import { classifyStatus } from '../backups/status.js';
import { combineErrors } from '../errors.js';
import type { InputsOf } from '../inputs/table.js';
import { capitalize, plural, serverLabel, serversLabel } from '../report/labels.js';
import * as messages from '../report/messages.js';
import { EMPTY, observed } from '../report/report.js';
import { deleteOnce, isGone, planDeletion, settleDeletions } from '../steps/delete-backups.js';
import {
  type BackupList,
  listServerBackups,
  noteList,
  recordAllSlots,
} from '../steps/list-backups.js';
import { ignoreApiError } from '../vpsorg/errors.js';
import type { ListOptions } from '../vpsorg/options.js';
import type { OperationContext, ServerRef } from './context.js';

/** @throws ActionError where an id is not listed, or a backup is not proven deleted */
export async function deleteBackups(
  inputs: InputsOf<'delete'>,
  servers: readonly ServerRef[],
  ctx: OperationContext,
): Promise<void> {
  const ids = inputs.backupId;
  const [server = null] = servers;
  for (const id of ids) ctx.recorder.update(id, { ...EMPTY, id, serverId: server?.id ?? null });
  ctx.log.info(
    `${inputs.dryRun ? 'Planning to delete' : 'Deleting'} ${plural(ids.length, 'backup')} (${ids.join(', ')}) of ${serversLabel(servers)}`,
  );
  const deletion = new Deletion(ctx, server);
  const list = await deletion.read();
  const backups = deletion.find(ids, list);
  if (inputs.dryRun) {
    for (const backup of backups) planDeletion(ctx, { backup, reason: REASON });
    warnIfNoBackupLeft(ctx, { list, removed: backups, verb: 'would have' });
    return ctx.recorder.done();
  }
  const last = await deletion.deleteAll(backups);
  const failures = await settleDeletions(ctx, {
    entries: backups.flatMap(({ id }) => ctx.ledger.get(id) ?? []),
    list: last,
    relist: (deadline) => deletion.read({ deadline }),
  });
  const removed = backups.filter(({ id }) => !failures.has(id));
  warnIfNoBackupLeft(ctx, { list, removed, verb: 'now has' });
  if (failures.size > 0) {
    throw combineErrors([...failures.values()], { count: backups.length, noun: 'deletes' });
  }
  ctx.recorder.done();
}

const REASON = 'requested by id';

class Deletion {
  constructor(
    private readonly ctx: OperationContext,
    private readonly server: ServerRef | null,
  ) {}

  async read(options: ListOptions<Backup> = {}): Promise<BackupList> {
    if (this.server !== null) return listServerBackups(this.ctx, this.server, options);
    const all = await this.ctx.client.listBackups({}, options);
    noteList(this.ctx, all, 'all servers');
    recordAllSlots(this.ctx, all);
    return all;
  }

  /** @throws ActionError where any is not listed */
  find(ids: readonly number[], { items, reason }: BackupList): Backup[] {
    const byId = new Map(items.map((backup) => [backup.id, backup]));
    const found = ids.flatMap((id) => byId.get(id) ?? []);
    for (const backup of found) this.ctx.recorder.update(backup.id, observed(backup));
    if (found.length === ids.length) return found;
    const missing = ids.filter((id) => !byId.has(id));
    throw messages.notListed(missing, this.server, reason);
  }

  /**
   * Sends a DELETE for each; an unconfirmed one again only after a new list that still shows it.
   *
   * @returns the list after the last delete, `null` where it could not be read
   */
  async deleteAll(backups: readonly Backup[]): Promise<BackupList | null> {
    let left = backups;
    for (;;) {
      for (const backup of left) await deleteOnce(this.ctx, { backup, reason: REASON });
      const list = await this.read().catch(ignoreApiError);
      if (list === null) return null;
      left = backups.filter(({ id }) => isGone(list, id) === false && this.ctx.ledger.mayTry(id));
      if (left.length === 0) return list;
    }
  }
}

interface Removal {
  /** The list before. */
  readonly list: BackupList;
  readonly removed: readonly Backup[];
  readonly verb: 'now has' | 'would have';
}

function warnIfNoBackupLeft(ctx: OperationContext, { list, removed, verb }: Removal): void {
  if (!list.complete) return;
  const gone = new Set(removed.map(({ id }) => id));
  const names = new Map(removed.map(({ serverId, serverName }) => [serverId, serverName]));
  for (const [serverId, name] of names) {
    const isLeft = (backup: Backup): boolean =>
      backup.serverId === serverId &&
      classifyStatus(backup.status) === 'completed' &&
      !gone.has(backup.id);
    if (list.items.some(isLeft)) continue;
    ctx.log.warning(`${capitalize(serverLabel(serverId, name))} ${verb} no completed backup.`);
  }
}
