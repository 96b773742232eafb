/** What must hold of every deletion, by the documented rules and by what the step was told. */
import { MINUTE } from '../support/harness.js';
import { checkFreeing } from './freeing-invariants.js';
import { type Exchange, idOf, isRejected, type Ran } from './record.js';
import { type Moment, type Rule, ruleOf, whyNot } from './retention-oracle.js';
import {
  type Reading,
  type Row,
  readingBefore,
  type Told,
  toldStatus,
  whyIncomplete,
} from './told.js';

export type Line = string | false;

export function checkDeletions(ran: Ran, told: readonly Told[]): Line[] {
  const sent = ran.exchanges.filter((one) => one.method === 'DELETE');
  const isAsked = ran.inputs.operation === 'delete';
  const newTries = sent.filter((one) => !isSentAgain(sent, one));
  return [
    ...(isAsked ? askedFor(ran, sent, told) : newTries.flatMap((one) => checkOne(ran, one, told))),
    ...newTries.flatMap((one) => checkRepeat(ran, newTries, one)),
    ...truthfulIds(ran, sent),
  ];
}

/** After the proof that the last one was not carried out, the client itself sends it again. */
function isSentAgain(sent: readonly Exchange[], one: Exchange): boolean {
  const earlier = sent.slice(0, sent.indexOf(one)).findLast((other) => idOf(other) === idOf(one));
  return earlier !== undefined && isRejected(earlier) && earlier.answer?.status !== 404;
}

/** `delete`: all or nothing, and only what was asked for. */
function askedFor(ran: Ran, sent: readonly Exchange[], told: readonly Told[]): Line[] {
  const asked = (ran.inputs.backup_id ?? '').split(',').map(Number);
  const { server_id: server } = ran.inputs;
  const [first] = sent;
  const isShown = (id: number): boolean =>
    told.some(
      (row) =>
        row.id === id &&
        row.at <= (first?.sentAt ?? 0) &&
        (server === undefined || String(row.server) === server),
    );
  return [
    ...sent.map(
      (one) => !asked.includes(idOf(one)) && `deleted ${idOf(one)}, which was not asked for`,
    ),
    first !== undefined &&
      !asked.every(isShown) &&
      `deleted ${idOf(first)}, though not all that was asked for is there`,
  ];
}

/** An unconfirmed delete is never repeated without a new list that shows it, and at most five times. */
function checkRepeat(ran: Ran, tries: readonly Exchange[], one: Exchange): Line[] {
  const id = idOf(one);
  const same = tries.filter((other) => idOf(other) === id);
  const earlier = same[same.indexOf(one) - 1];
  if (earlier === undefined) return [];
  const server = serverOf(ran, id);
  const reading = readingBefore(ran.exchanges, one, server);
  return [
    same.indexOf(one) >= 5 && `tried to delete ${id} more than five times`,
    (reading === null ||
      (reading.pages[0]?.sentAt ?? 0) < earlier.endedAt ||
      !reading.rows.some((row) => row.id === id)) &&
      `sent a second DELETE of ${id} without a list that shows it`,
    isAnswered(earlier) && `sent a second DELETE of ${id} after ${earlier.answer?.status}`,
  ];
}

/** As lists told: the action knows no better. */
export function serverOf(ran: Ran, id: number): number {
  const known = ran.exchanges.flatMap(({ truth }) => truth.listed).find((row) => row.id === id);
  return known?.server ?? Number.NaN;
}

/** One DELETE of rotation, of prune, or to free a slot. */
export interface Deletion {
  readonly ran: Ran;
  readonly one: Exchange;
  readonly row: Row;
  readonly server: number;
  readonly rule: Rule;
  readonly reading: Reading;
  readonly moment: Moment;
  readonly told: readonly Told[];
}

function checkOne(ran: Ran, one: Exchange, told: readonly Told[]): Line[] {
  const id = idOf(one);
  const server = serverOf(ran, id);
  const reading = readingBefore(ran.exchanges, one, server);
  const row = reading?.rows.find((other) => other.id === id);
  if (reading === null || row === undefined) return [`deleted ${id}, which its list does not show`];
  const moment = momentOf(ran, one, reading);
  const rule = ruleOf(ran.inputs);
  const deletion = { ran, one, row, server, rule, reading, moment, told };
  const incomplete = whyIncomplete(reading, ran.exchanges, server);
  return [
    incomplete !== null && `deleted ${id} by an incomplete list: ${incomplete}`,
    !isFresh(deletion) && `deleted ${id} by a list from before the last delete`,
    ...checkRestoring(deletion),
    ...(isFreeing(ran, id) ? checkFreeing(deletion) : checkPolicy(deletion)),
  ];
}

/** What was answered 2xx or 404 is neither kept nor a candidate; what is unconfirmed is not kept. */
function momentOf(ran: Ran, one: Exchange, { rows, at }: Reading): Moment {
  const earlier = ran.exchanges
    .slice(0, ran.exchanges.indexOf(one))
    .filter((other) => other.method === 'DELETE' && (!isRejected(other) || isAnswered(other)));
  const uncertain = new Set(earlier.map(idOf));
  const own = new Set<number>(
    ran.inputs.operation === 'prune' ? [] : JSON.parse(ran.result.outputs.backup_ids ?? '[]'),
  );
  return { rows: rows.filter((row) => !uncertain.has(row.id)), now: at, runId: ran.runId, own };
}

/** A web page instead of an answer tells nothing. */
function isAnswered({ answer }: Exchange): boolean {
  if (answer === null || answer.body.trimStart().startsWith('<')) return false;
  return (answer.status >= 200 && answer.status < 300) || answer.status === 404;
}

function isFresh({ ran, one, server, reading }: Deletion): boolean {
  const begun = ran.exchanges.indexOf(reading.pages[0] as Exchange);
  const between = ran.exchanges.slice(begun, ran.exchanges.indexOf(one));
  return between.every(
    (other) =>
      other.method !== 'DELETE' ||
      serverOf(ran, idOf(other)) !== server ||
      (idOf(other) === idOf(one) && isRejected(other)),
  );
}

function isFreeing(ran: Ran, id: number): boolean {
  const reason = ran.result.report.deletions.get(id)?.reason ?? '';
  return ran.inputs.operation === 'restore' || reason.startsWith('to free a slot');
}

/** `GET /servers/` is asked before the first delete on a server; while it is restored, nothing is deleted. */
function checkRestoring({ ran, one, server }: Deletion): Line[] {
  const before = ran.exchanges.slice(0, ran.exchanges.indexOf(one));
  const isFirst = !before.some(
    (other) => other.method === 'DELETE' && serverOf(ran, idOf(other)) === server,
  );
  const asked = before.findLast((other) => other.target.startsWith('/servers/'));
  const isAsked = asked !== undefined && one.sentAt - asked.sentAt <= 20_000;
  return [
    isFirst && !isAsked && `deleted ${idOf(one)} without asking whether the server is restored`,
    isFirst &&
      toldStatus(ran.exchanges, one, server) === 'restoring' &&
      `deleted ${idOf(one)} of a server that is being restored`,
  ];
}

function checkPolicy(deletion: Deletion): Line[] {
  const { ran, one, row, rule, moment } = deletion;
  const isRetry = !moment.rows.some(({ id }) => id === row.id);
  const why = isRetry ? null : whyNot(row, rule, moment);
  return [
    why !== null && `deleted ${row.id}, which ${why}`,
    rule.keepLast === null && rule.olderThanMs === null && `deleted ${row.id} without a policy`,
    ...(ran.inputs.operation === 'prune' ? [] : checkRotation(deletion)),
    one.truth.backups.some(({ id, backup_type: type }) => id === row.id && type !== 'manual') &&
      `deleted ${row.id}, which is not manual`,
  ];
}

/** In `create` and `wait`, only after the list that serves shows every backup of that server completed. */
function checkRotation(deletion: Deletion): Line[] {
  const { ran, server, reading, one } = deletion;
  const about = [...ran.result.report.backups.values()].filter(({ id }) => id !== null);
  const here = about.filter(({ serverId }) => serverId === server);
  const shown = here.map(({ id }) => reading.rows.find((row) => row.id === id));
  const earlier = ran.exchanges.slice(0, ran.exchanges.indexOf(one));
  const isFirst = !earlier.some((other) => other.method === 'DELETE');
  return [
    here.length === 0 && `rotated server ${server}, which has no backup of this step`,
    isFirst &&
      shown.some((row) => row?.status !== 'completed') &&
      `rotated server ${server} before its backup was completed`,
    ...(isFirst ? shown.flatMap((row) => (row === undefined ? [] : checkNew(deletion, row))) : []),
    ran.inputs.operation === 'wait' &&
      !isEveryCompleted(deletion) &&
      'rotated before all completed',
  ];
}

function isEveryCompleted({ ran, one, told }: Deletion): boolean {
  const ids = (ran.inputs.backup_id ?? '').split(',').map(Number);
  const earlier = new Set(ran.exchanges.slice(0, ran.exchanges.indexOf(one)));
  return ids.every((id) => {
    const last = told.findLast((row) => row.id === id && earlier.has(row.by));
    return last?.status === 'completed';
  });
}

/** Nothing is rotated for a backup whose date is not proven, or whose size is not plausible. */
function checkNew({ ran, reading, server }: Deletion, row: Row): Line[] {
  const isReused = ran.before.some(({ id }) => id === row.id);
  const post = ran.exchanges.find(({ method, body }) => {
    return method === 'POST' && (body as { server_id?: number }).server_id === server;
  });
  const isCreate = ran.inputs.operation === 'create' && !isReused && post !== undefined;
  const since = post === undefined ? 0 : apiNowAt(ran, post);
  const spare = 15 * MINUTE + 2_000;
  const isProven =
    row.madeAt !== null && row.madeAt >= since - spare && row.madeAt <= reading.at + spare;
  const sizes = reading.rows
    .filter((one) => one.id !== row.id && one.type === row.type && one.status === 'completed')
    .filter((one) => (one.sizeMb ?? 0) > 0);
  return [
    isCreate && !isProven && `rotated server ${server}, whose dates are off`,
    row.sizeMb === 0 && sizes.length > 0 && `rotated server ${server} for a backup of 0 MB`,
    isShrunk(row, sizes) && `rotated server ${server} for a backup that is too small`,
  ];
}

/** The API's clock when something was sent: the last `Date` before it, and the time since. */
function apiNowAt(ran: Ran, sent: Exchange): number {
  const { dialect } = ran;
  return sent.sentAt + (dialect.dateHeader ? dialect.clockSkewMs : 0);
}

function isShrunk(row: Row, sized: readonly Row[]): boolean {
  const before = sized
    .filter((one) => (one.madeAt ?? -Infinity) < (row.madeAt ?? -Infinity))
    .sort((a, b) => (b.madeAt ?? 0) - (a.madeAt ?? 0) || b.id - a.id)
    .slice(0, 3);
  const largest = Math.max(0, ...before.map(({ sizeMb }) => sizeMb ?? 0));
  return row.sizeMb !== null && row.sizeMb > 0 && row.sizeMb < 0.5 * largest;
}

/** `deleted_ids`: all that was answered 204, and else only what is gone; each once. */
function truthfulIds(ran: Ran, sent: readonly Exchange[]): Line[] {
  const ids: number[] = JSON.parse(ran.result.outputs.deleted_ids ?? '[]');
  const confirmed = new Set(sent.filter(({ answer }) => answer?.status === 204).map(idOf));
  const isThere = (id: number): boolean =>
    ran.after.some((row) => row.id === id && !['deleted', 'expired'].includes(row.status));
  return [
    new Set(ids).size !== ids.length && `deleted_ids has repeats: ${ids.join()}`,
    ...ids.map(
      (id) => !sent.some((one) => idOf(one) === id) && `deleted_ids has ${id}, never asked for`,
    ),
    ...ids.map(
      (id) => !confirmed.has(id) && isThere(id) && `deleted_ids has ${id}, which is there`,
    ),
    ...[...confirmed].map((id) => !ids.includes(id) && `${id} was deleted; deleted_ids lacks it`),
  ];
}
