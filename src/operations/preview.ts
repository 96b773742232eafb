/** What `create` would do, with `dry_run`: only GETs are sent. */
import { chooseRoom, judge, MANUAL_LIMIT, type RetentionFacts, rotationRule, takingPlaces, type Verdict } from '../backups/retention.js';
import type { CreateInputs } from '../inputs/inputs.js';
import { factOf } from '../report/facts.js';
import { type Deps, serverLabel } from './deps.js';
import { wouldDelete } from './give-up.js';
import { findReusable } from './reuse.js';
import { keyedOrder, type StartOrder } from './start-backup.js';

export function previewCreate(deps: Deps, inputs: CreateInputs, orders: readonly StartOrder[]): void {
  for (const [place, order] of orders.entries()) {
    const reused = findReusable(deps, inputs, order.before);
    if (reused !== null) {
      deps.journal.note({ reused: true });
      deps.journal.noteBackup(place, factOf(reused));
      deps.log.info(`Would use backup ${reused.id} of ${serverLabel(order.serverId)} again, made by an earlier attempt of this job`);
    } else {
      deps.log.info(`Would start a backup of ${serverLabel(order.serverId)}: "${keyedOrder(deps, order).description}"`);
      tellPlaces(deps, inputs, order);
    }
    for (const verdict of goingWith(deps, inputs, order)) wouldDelete(deps, verdict);
  }
  deps.journal.note({ status: 'dry_run' });
}

function tellPlaces(deps: Deps, inputs: CreateInputs, order: StartOrder): void {
  const taken = takingPlaces(order.before.rows).length;
  if (taken < MANUAL_LIMIT) return;
  const room = inputs.keepLast === null ? 'without keep_last it would be refused' : 'one would have to make room';
  deps.log.warning(`${serverLabel(order.serverId)} has ${taken} manual backups, of at most ${MANUAL_LIMIT}: ${room}.`);
}

/** What room and rotation would take, with the coming backup counted. */
function goingWith(deps: Deps, inputs: CreateInputs, order: StartOrder): Verdict[] {
  if (inputs.keepLast === null || !order.before.full) return [];
  const rule = rotationRule(inputs.keepLast, inputs.scope);
  const facts: RetentionFacts = { run: deps.run, now: deps.clock.now(), fresh: new Set(), coming: true };
  const { rows } = order.before;
  const room = takingPlaces(rows).length >= MANUAL_LIMIT ? chooseRoom(rows, rule, facts) : null;
  const rest = inputs.wait ? judge(rows, rule, facts).filter((verdict) => verdict.goes && verdict.backup !== room?.backup) : [];
  return room === null ? rest : [room, ...rest];
}
