/** What `create` would do, with `dry_run`: only GETs are sent. */
import type { Backup } from '../backups/backup.js';
import { chooseRoom, judge, MANUAL_LIMIT, rotationRule, takingPlaces, type Verdict } from '../backups/retention.js';
import type { CreateInputs } from '../inputs/inputs.js';
import { seenIn } from '../report/facts.js';
import { type Deps, serverLabel } from './deps.js';
import { wouldDelete } from './give-up.js';
import { findReusable } from './reuse.js';
import { type KeyedOrder, keyedOrder, type StartOrder } from './start-backup.js';

export function previewCreate(deps: Deps, inputs: CreateInputs, order: StartOrder & { readonly place: number }): void {
  const reused = findReusable(deps, inputs, order.before);
  const keyed = keyedOrder(deps, order);
  const room = reused === null && inputs.keepLast !== null && order.before.full ? roomFor(deps, inputs.keepLast, { inputs, order }) : null;
  if (reused !== null) {
    deps.journal.note({ reused: true });
    deps.journal.noteBackup(order.place, seenIn(reused));
    deps.log.info(`Would use backup ${reused.id} of ${serverLabel(order.serverId)} again, made by an earlier attempt of this job`);
  } else {
    deps.log.info(`Would start a backup of ${serverLabel(order.serverId)}: "${keyed.description}"`);
    tellPlaces(deps, inputs, { order, room });
  }
  if (inputs.keepLast === null) return;
  if (!order.before.full) {
    const what = `The list of backups of ${serverLabel(order.serverId)} came incomplete:`;
    deps.log.warning(`${what} what keep_last would delete can not be told; while it is so, nothing is deleted.`);
    return;
  }
  const rotated = inputs.wait ? rotatedBy(deps, inputs.keepLast, { inputs, order: keyed, reused, room }) : [];
  for (const verdict of room === null ? rotated : [room, ...rotated]) wouldDelete(deps, verdict);
}

function tellPlaces(deps: Deps, inputs: CreateInputs, { order, room }: { order: StartOrder; room: Verdict | null }): void {
  const taken = takingPlaces(order.before.rows).length;
  if (taken < MANUAL_LIMIT) return;
  if (inputs.keepLast !== null && !order.before.full) return; // what may make room can't be told
  const comes = room === null ? 'none may make room by the rules of keep_last: it would be refused' : 'one would have to make room';
  const what = inputs.keepLast === null ? 'without keep_last it would be refused' : comes;
  deps.log.warning(`${serverLabel(order.serverId)} has ${taken} manual backups, of at most ${MANUAL_LIMIT}; ${what}.`);
}

function roomFor(deps: Deps, keepLast: number, at: { readonly inputs: CreateInputs; readonly order: StartOrder }): Verdict | null {
  const { rows } = at.order.before;
  if (takingPlaces(rows).length < MANUAL_LIMIT) return null;
  const facts = { run: deps.run, now: deps.clock.now(), fresh: new Set<number>(), coming: true };
  return chooseRoom(rows, rotationRule(keepLast, at.inputs.scope), facts);
}

interface Rotation {
  readonly inputs: CreateInputs;
  readonly order: KeyedOrder;
  readonly reused: Backup | null;
  readonly room: Verdict | null;
}

/** What rotation would take once the new backup is completed: the rule is asked about the rows as they would be then. */
function rotatedBy(deps: Deps, keepLast: number, { inputs, order, reused, room }: Rotation): Verdict[] {
  const now = deps.clock.now();
  const made = reused === null ? planned(order, now) : { ...reused, status: 'completed' };
  const rows = [made, ...order.before.rows.filter((row) => row.id !== made.id && row !== room?.backup)];
  const facts = { run: deps.run, now, fresh: new Set([made.id]), coming: false };
  return judge(rows, rotationRule(keepLast, inputs.scope), facts).filter((verdict) => verdict.goes);
}

/** The backup that would be made, as its row would be; no row of the API has the id 0. */
function planned({ serverId, description }: KeyedOrder, now: number): Backup {
  const dates = { createdAt: new Date(now).toISOString(), createdMs: now, expiresAt: null };
  return { id: 0, serverId, serverName: null, type: 'manual', status: 'completed', sizeMb: null, description, ...dates };
}
