/** Finds the backup to restore, or says why none may be: nothing is sent before. */
import { type Backup, isExpired } from '../backups/backup.js';
import { selectTarget, type TargetFilter } from '../backups/selection.js';
import { classifyStatus } from '../backups/status.js';
import type { InputsOf } from '../inputs/table.js';
import type { OperationContext, ServerRef } from '../operations/context.js';
import { backupLabel, capitalize, formatDuration } from '../report/labels.js';
import * as messages from '../report/restore-messages.js';
import { quote, shorten } from '../report/sanitize.js';
import { ignoreApiError } from '../vpsorg/errors.js';
import { type BackupList, listServerBackups, warnOfUndated } from './list-backups.js';

/** The backup to restore, and the list that shows it. */
interface FoundTarget {
  readonly target: Backup;
  readonly list: BackupList;
}

type TargetInputs = Pick<
  InputsOf<'restore'>,
  'backupId' | 'scope' | 'match' | 'backupType' | 'maxAgeMs'
>;

export class TargetFinder {
  /** @param onRefused called with a backup that is refused, before the error */
  constructor(
    private readonly ctx: OperationContext,
    private readonly server: ServerRef,
    private readonly onRefused: (backup: Backup) => void,
  ) {}

  /**
   * @param id `null` for `latest` and `last_good`
   * @throws ActionError where no backup may be restored
   */
  find(inputs: TargetInputs, id: number | null): Promise<FoundTarget> {
    return id === null ? this.#select(filterOf(inputs)) : this.findById(id);
  }

  /** Its row is enough, and another one's where it is asked for too. */
  async findById(id: number, other = id): Promise<FoundTarget> {
    const stopWhen = (items: ReadonlyMap<number, Backup>) => items.has(id) && items.has(other);
    const list = await listServerBackups(this.ctx, this.server, { stopWhen });
    const target = list.items.find((backup) => backup.id === id);
    if (target === undefined) throw await this.#notOnServer(id, list);
    const state = classifyStatus(target.status);
    if (state !== 'completed') {
      this.onRefused(target);
      throw messages.notCompleted(target, state === 'pending');
    }
    this.#warnOfDoubts(target, list.at);
    return { target, list };
  }

  /** A backup chosen by id is restored even if it expired or has 0 MB. */
  #warnOfDoubts(target: Backup, now: number): void {
    const { log } = this.ctx;
    const label = capitalize(backupLabel(target));
    if (isExpired(target, now)) {
      log.warnOnce('expired', `${label} expired at ${shorten(target.expiresAt ?? '', 40)}.`);
    }
    if (target.sizeMb === 0) log.warnOnce('0 MB', `${label} has 0 MB.`);
  }

  /** The list of all is asked only to name the server that the backup is of. */
  async #notOnServer(id: number, list: BackupList): Promise<Error> {
    const { ctx, server } = this;
    const stopWhen = (items: ReadonlyMap<number, Backup>) => items.has(id);
    const all = await ctx.client.listBackups({}, { stopWhen }).catch(ignoreApiError);
    const other = all?.items.find((backup) => backup.id === id && backup.serverId !== server.id);
    if (other !== undefined) return messages.ofOtherServer(other, server);
    return messages.notFound(id, server, list.complete ? null : list.reason);
  }

  async #select(filter: TargetFilter): Promise<FoundTarget> {
    const { ctx, server } = this;
    ctx.log.info(
      `Filters of ${filter.target}: scope ${filter.scope}, ${filter.backupType ?? 'any'} type, max_age ${formatDuration(filter.maxAgeMs)}${filter.match === null ? '' : `, match ${quote(filter.match)}`}`,
    );
    const list = await listServerBackups(ctx, server);
    if (!list.complete) throw messages.incompleteForTarget(server, filter.target, list.reason);
    warnOfUndated(ctx, list.items);
    const result = selectTarget(list.items, filter, { run: ctx.run, now: list.at });
    for (const one of result.candidates) {
      ctx.log.info(`Candidate ${messages.candidateLine(one, list.at).slice(2)}`);
    }
    if ('found' in result) return { target: result.found, list };
    if (result.backup !== null) this.onRefused(result.backup);
    throw messages.targetRejected(result, { server, filter, now: list.at });
  }
}

function filterOf({ backupId, scope, match, backupType, maxAgeMs }: TargetInputs): TargetFilter {
  const target = backupId === 'last_good' ? 'last_good' : 'latest';
  return { target, scope, match, backupType, maxAgeMs };
}
