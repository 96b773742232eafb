/** The backup of an earlier attempt that serves a re-run, with `reuse_on_rerun`. */
import type { Backup, View } from '../backups/backup.js';
import { pickReusable } from '../backups/selection.js';
import type { CreateInputs } from '../inputs/inputs.js';
import type { Deps } from './deps.js';

/** @returns `null` where none serves, or none is wanted */
export function findReusable(deps: Deps, inputs: CreateInputs, before: View<Backup>): Backup | null {
  if (inputs.reuseWithinMs === null) return null;
  if (!before.full) deps.log.warning('The list came incomplete: an earlier backup of this run may be there, and is not seen.');
  return pickReusable(before.rows, { run: deps.run, now: deps.clock.now(), maxAgeMs: inputs.reuseWithinMs });
}
