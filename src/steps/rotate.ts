/** Rotation by `keep_last`, after the new backup is completed. It never fails the step: the backup that matters is there. */
import type { Backup } from '../backups/backup.js';
import { keepLastPolicy } from '../backups/retention.js';
import type { Scope } from '../backups/selection.js';
import { CancelledError, errorMessage } from '../errors.js';
import { type OperationContext, serverLabel } from '../operations/context.js';
import { pruneErrors, pruneServer } from './prune-server.js';

export interface RotateOrder {
  readonly keepLast: number;
  readonly scope: Scope;
  /** Completed backups; the servers that they are on are rotated. */
  readonly completed: readonly Backup[];
  readonly dryRun: boolean;
}

/** @throws Cancelled */
export async function rotate(deps: OperationContext, order: RotateOrder): Promise<void> {
  const ownBackupIds = new Set(order.completed.map((backup) => backup.id));
  const rule = keepLastPolicy(order.keepLast, order.scope);
  for (const serverId of new Set(order.completed.map((backup) => backup.serverId))) {
    if (serverId === null) continue;
    const errors = await pruneServer(deps, {
      serverId,
      rule,
      ownBackupIds,
      dryRun: order.dryRun,
    }).then(pruneErrors, (fault: unknown) => {
      if (fault instanceof CancelledError) throw fault;
      return [fault];
    });
    if (errors.length > 0) {
      const said = errors.map(errorMessage).join(' ');
      deps.log.warning(
        `Rotation of ${serverLabel(serverId)} was not finished; the new backup is not touched by that. ${said}`,
      );
    }
  }
}
