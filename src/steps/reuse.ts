/** The backup of an earlier attempt that serves a re-run, with `reuse_on_rerun`. */
import type { Backup, ListResult } from '../backups/backup.js';
import { selectReusable } from '../backups/selection.js';
import type { CreateInputs } from '../inputs/types.js';
import type { OperationContext } from '../operations/context.js';

/** @returns `null` where none serves, or none is wanted */
export function findReusable(
  deps: OperationContext,
  inputs: CreateInputs,
  before: ListResult<Backup>,
): Backup | null {
  if (inputs.reuseMaxAgeMs === null) return null;
  if (!before.complete)
    deps.log.warning(
      'The list came incomplete: an earlier backup of this run may be there, and is not seen.',
    );
  return selectReusable(before.items, {
    run: deps.run,
    now: deps.clock.now(),
    maxAgeMs: inputs.reuseMaxAgeMs,
  });
}
