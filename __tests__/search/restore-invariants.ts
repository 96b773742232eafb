/** What must hold of restores: one at most, of exactly the right backup, and what is said of it is so. */
import { DAY } from '../support/harness.js';
import type { Line } from './deletion-invariants.js';
import { type Exchange, field, isOpen, isRejected, posts, type Ran } from './record.js';
import { durationOf, isNewer, markerOf } from './retention-oracle.js';
import { type Reading, type Row, readingBefore, type Told, whyIncomplete } from './told.js';

export function checkRestores(ran: Ran, told: readonly Told[]): Line[] {
  const sent = posts(ran, '/restore/');
  return [
    ...sendsOnce(ran, sent),
    ...checkStatus(ran, sent),
    ...sent.flatMap((one) => checkTarget(ran, told, one)),
  ];
}

function sendsOnce(ran: Ran, sent: readonly Exchange[]): Line[] {
  const settled = sent.findIndex((one) => !isRejected(one));
  return [
    settled >= 0 &&
      settled < sent.length - 1 &&
      'another restore was sent after one that was not rejected',
    ran.isAlone && ran.restored.length > 1 && `${ran.restored.length} restores were accepted`,
    sent.length > 0 && ran.inputs.operation !== 'restore' && 'a restore was sent',
  ];
}

function checkStatus(ran: Ran, sent: readonly Exchange[]): Line[] {
  if (ran.inputs.operation !== 'restore') return [];
  const { status } = ran.result.outputs;
  const last = sent.at(-1);
  const isGreen = ran.result.failure === null;
  const isDry = ran.inputs.dry_run === 'true';
  const isAccepted = last !== undefined && !isRejected(last) && !isOpen(last);
  return [
    isAccepted && !['accepted', 'restored'].includes(status ?? '') && `accepted, and ${status}`,
    last !== undefined &&
      isOpen(last) !== (status === 'unknown') &&
      `the last answer to a restore is ${isOpen(last) ? 'open' : 'definite'}, and status is ${status}`,
    last === undefined &&
      !isDry &&
      status !== '' &&
      `nothing was restored, and status is ${status}`,
    last !== undefined && isRejected(last) && status !== '' && `rejected, and status is ${status}`,
    isGreen && !isDry && !isAccepted && 'green without a restore',
  ];
}

function checkTarget(ran: Ran, told: readonly Told[], sent: Exchange): Line[] {
  const id = Number(field(sent, 'backup_id'));
  const { backup_id: asked = '', safety_backup: hasSafety } = ran.inputs;
  const lastTold = (which: number): Told | undefined =>
    told.findLast((one) => one.id === which && one.at <= sent.sentAt);
  const safety = Number(ran.result.outputs.safety_backup_id || Number.NaN);
  const isWord = asked === 'latest' || asked === 'last_good';
  return [
    lastTold(id)?.status !== 'completed' && `restored ${id}, told to be ${lastTold(id)?.status}`,
    sent.target !== `/servers/${lastTold(id)?.server}/restore/` &&
      `restored ${id} of server ${lastTold(id)?.server} by ${sent.target}`,
    sent.target !== `/servers/${ran.inputs.server_id}/restore/` && `asked for another server`,
    !isWord && String(id) !== asked && `restored ${id} instead of ${asked}`,
    hasSafety === 'true' &&
      lastTold(safety)?.status !== 'completed' &&
      'restored before the safety backup was completed',
    ...(isWord ? checkChoice(ran, id) : []),
  ];
}

/** `latest` and `last_good`, chosen a second time from the list that served. */
function checkChoice(ran: Ran, id: number): Line[] {
  const server = Number(ran.inputs.server_id);
  const isServing = (one: Exchange): boolean =>
    one.method !== 'GET' || one.target.startsWith('/servers/');
  const next = ran.exchanges.find(isServing);
  const reading = next === undefined ? null : readingBefore(ran.exchanges, next, server);
  if (reading === null) return [`restored ${id} without a list`];
  const incomplete = whyIncomplete(reading, ran.exchanges, server);
  const due = choose(reading, ran);
  return [
    incomplete !== null && `chose ${id} from an incomplete list: ${incomplete}`,
    due !== id && `chose ${id}, not ${due}`,
  ];
}

/** @returns an id, or why it is refused */
function choose({ rows, at }: Reading, ran: Ran): number | string {
  const passing = rows.filter((row) => passes(row, ran));
  const undated = passing.find(({ madeAt }) => madeAt === null);
  if (undated !== undefined) return `${undated.id} has no date`;
  const chosen = passing.find((row) => passing.every((one) => one === row || isNewer(row, one)));
  if (chosen === undefined) return 'none';
  const isOfRun = markerOf(chosen.description)?.isOurs && isFromRun(chosen, ran);
  if (ran.inputs.backup_id === 'latest' && isOfRun) return `${chosen.id} is of this run`;
  const maxAge = durationOf(ran.inputs.max_age) ?? 7 * DAY;
  if (at - (chosen.madeAt ?? 0) > maxAge) return `${chosen.id} is too old`;
  if (chosen.expiresAt !== null && chosen.expiresAt <= at) return `${chosen.id} is expired`;
  return chosen.sizeMb === 0 ? `${chosen.id} has 0 MB` : chosen.id;
}

const isFromRun = (row: Row, ran: Ran): boolean => markerOf(row.description)?.runId === ran.runId;

function passes(row: Row, { inputs }: Ran): boolean {
  const marker = markerOf(row.description);
  const isOurs = marker?.isOurs === true;
  const text = (row.description ?? '').toLowerCase();
  if (row.status !== 'completed' || !text.includes((inputs.match ?? '').toLowerCase()))
    return false;
  if (inputs.backup_id === 'last_good')
    return isOurs && marker.kind === 'create' && marker.state === 'good';
  if (inputs.backup_type !== undefined && row.type !== inputs.backup_type) return false;
  if (inputs.scope === 'server') return marker?.kind !== 'safety';
  return isOurs && marker.kind === 'create';
}
