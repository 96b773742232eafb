/** Rotation by `keep_last`, after the new backup is completed. It never fails the step: the backup that matters is there. */
import type { Backup } from '../backups/backup.js';
import { rotationRule } from '../backups/retention.js';
import type { Scope } from '../backups/selection.js';
import { Cancelled, messageOf } from '../errors.js';
import { type Deps, serverLabel } from './deps.js';
import { errorsOf, giveUp } from './give-up.js';

export interface RotateOrder {
  readonly keepLast: number;
  readonly scope: Scope;
  /** Completed backups; the servers that they are on are rotated. */
  readonly completed: readonly Backup[];
  readonly dryRun: boolean;
}

/** @throws Cancelled */
export async function rotate(deps: Deps, order: RotateOrder): Promise<void> {
  const fresh = new Set(order.completed.map((backup) => backup.id));
  const rule = rotationRule(order.keepLast, order.scope);
  for (const serverId of new Set(order.completed.map((backup) => backup.serverId))) {
    if (serverId === null) continue;
    const errors = await giveUp(deps, { serverId, rule, fresh, dryRun: order.dryRun }).then(errorsOf, (fault: unknown) => {
      if (fault instanceof Cancelled) throw fault;
      return [fault];
    });
    if (errors.length > 0) {
      const said = errors.map(messageOf).join(' ');
      deps.log.warning(`Rotation of ${serverLabel(serverId)} was not finished; the new backup is not touched by that. ${said}`);
    }
  }
}
