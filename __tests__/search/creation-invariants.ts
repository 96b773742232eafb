/** Exactly once in effect: what must hold of requests for a backup, and of what came of them. */
import type { Line } from './deletion-invariants.js';
import { type Exchange, field, isOpen, isRejected, keyOf, posts, type Ran } from './record.js';
import { markerOf } from './retention-oracle.js';
import type { Told } from './told.js';

export function checkCreation(ran: Ran, told: readonly Told[]): Line[] {
  return [
    ...madeOnce(ran, told),
    ...adoptsItsOwn(ran, told),
    ...losesNoId(ran, told),
    ...admitsDoubt(ran),
  ];
}

/** 2xx without an id: accepted, or not to be understood. */
function isUnclear(one: Exchange, told: readonly Told[]): boolean {
  if (isRejected(one)) return false;
  return isOpen(one) || !told.some(({ by }) => by === one);
}

/** One backup at most is made for one key; each server has one key; an unclear request is sent again only within limits. */
function madeOnce(ran: Ran, told: readonly Told[]): Line[] {
  // What somebody else removed or renamed before any list showed it can't be told from a request that was lost.
  const isThere = ({ deleted, description }: Ran['created'][number]): boolean =>
    !deleted && !description?.startsWith('Renamed');
  const there = ran.isAlone ? ran.created : ran.created.filter(isThere);
  const perKey = groupBy(there, (row) => keyOf(row.sent_description));
  const perServer = groupBy(posts(ran, '/backups/'), (one) => field(one, 'server_id'));
  return [
    ...[...perKey].map(
      ([key, rows]) =>
        rows.length > 1 && !mayDouble(ran) && `${rows.length} backups were made for key ${key}`,
    ),
    ...[...perServer].flatMap(([server, sent]): Line[] => {
      const unclear = sent.filter((one) => isUnclear(one, told));
      const is503 = sent.some(({ answer }) => answer?.status === 503);
      const isFreed = ran.result.report.deletions.size > 0 || sent.some(isRejected);
      return [
        new Set(sent.map((one) => JSON.stringify(one.body))).size > 1 &&
          `server ${server}: the request was sent with two keys`,
        unclear.length > (is503 ? 3 : 2) * (isFreed ? 2 : 1) &&
          `server ${server}: sent again after ${unclear.length} unclear answers`,
        ...sent.map(
          (one) =>
            one !== sent.at(-1) &&
            one.answer?.status === 202 &&
            `server ${server}: sent again after a 202`,
        ),
      ];
    }),
  ];
}

/**
 * What no client can tell apart from a request that was lost, as docs/behavior.md says: the backup is not listed for longer
 * than its key is looked for (30 s), or vanishes within; or what identifies it is not stored, and no part of its text; or its date is
 * before the request; or lists are old without a sign; or it is made for another server.
 */
function mayDouble({ dialect, exchanges }: Ran): boolean {
  const { listingDelayMs, createTakesMs, cachedList } = dialect;
  const isHidden =
    dialect.listedWhenCompleted ||
    dialect.completionFlip?.to === 'gone' ||
    (createTakesMs === 'never' ? 0 : createTakesMs) + listingDelayMs >= 25_000 ||
    cachedList?.sign === 'none' ||
    (cachedList?.sign === 'date' && !showsNewerDate(exchanges));
  const isNameless = dialect.dropDescription;
  const isDamaged =
    dialect.stripMarker ||
    dialect.truncateDescriptionAt !== null ||
    dialect.appendToDescription !== '';
  const shift = dialect.createdAtSkewMs + dialect.localDates;
  const isOld = shift + (dialect.dateHeader ? 0 : dialect.clockSkewMs) < -15 * 60_000;
  const isElsewhere = dialect.createdFor !== 'asked';
  return isHidden || isNameless || (isDamaged && isOld) || isElsewhere;
}

/** An old `Date` shows only beside a newer one: lists, of servers too, all come from the cache. */
function showsNewerDate(exchanges: readonly Exchange[]): boolean {
  const changes = exchanges.filter(({ method }) => method !== 'GET');
  return changes.slice(0, -1).some(({ answer }) => answer?.headers.date !== undefined);
}

function groupBy<T, Key>(all: readonly T[], keyOfOne: (one: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const one of all) groups.set(keyOfOne(one), [...(groups.get(keyOfOne(one)) ?? []), one]);
  return groups;
}

/** What the report names as made is ours, of that server and this request, or an earlier attempt's. */
function adoptsItsOwn(ran: Ran, told: readonly Told[]): Line[] {
  const { report } = ran.result;
  if (report.operation !== 'create' || ran.inputs.dry_run === 'true') return [];
  return [...report.backups].map(([server, { id }]) => {
    if (id === null) return false;
    const keys = posts(ran, '/backups/')
      .filter((one) => field(one, 'server_id') === server)
      .map((one) => keyOf(field(one, 'description')));
    const isOurs = told.some(
      (row) =>
        row.id === id &&
        ((row.by.method === 'POST' && field(row.by, 'server_id') === server) ||
          keys.includes(keyOf(row.description))),
    );
    return !isOurs && !isReusable(ran, id, server) && `${id} is not ours to take`;
  });
}

function isReusable(ran: Ran, id: number, server: number): boolean {
  const row = ran.before.find((one) => one.id === id);
  const marker = markerOf(row?.description ?? null);
  return (
    ran.inputs.reuse_on_rerun === 'true' &&
    marker?.isOurs === true &&
    marker.runId === ran.runId &&
    marker.attempt < ran.attempt &&
    marker.kind === 'create' &&
    row?.server_id === server
  );
}

/** Every id that an answer to a request gave, and every id that a list of its server showed with its key, is named. */
function losesNoId(ran: Ran, told: readonly Told[]): Line[] {
  const named = namedIds(ran);
  const serverOf = new Map(
    posts(ran, '/backups/').map((one) => [
      keyOf(field(one, 'description')),
      field(one, 'server_id'),
    ]),
  );
  const isOwn = (one: Told): boolean =>
    one.by.target.includes(`server_id=${serverOf.get(keyOf(one.description))}`);
  const isOfServer = (one: Told): boolean =>
    one.server === serverOf.get(keyOf(one.description)) && isOwn(one);
  const own = told.filter((one) => one.by.method === 'POST' || isOfServer(one));
  return [...new Set(own.map(({ id }) => id))].map(
    (id) => !named.has(id) && `the API told of ${id}, which is not named`,
  );
}

/** In outputs, or in a line of the log or the error. */
function namedIds({ result }: Ran): Set<number> {
  const { outputs, text, failure } = result;
  const ids = (outputs.backup_ids ?? '[]') + (outputs.safety_backup_id ?? '');
  return new Set((`${ids} ${text} ${failure}`.match(/\d+/g) ?? []).map(Number));
}

/** A backup that was made and is not named: the step says that it does not know, with its key. */
function admitsDoubt(ran: Ran): Line[] {
  const named = namedIds(ran);
  const { report, failure } = ran.result;
  return ran.created.map((row) => {
    const entry =
      report.operation === 'restore'
        ? report.safety
        : report.backups.get(Number(serverOf(ran, row)));
    const isDoubted = entry?.status === 'unknown' && failure !== null;
    const isSecond = ran.created.some((other) => other !== row && named.has(other.id));
    return (
      !named.has(row.id) &&
      !isDoubted &&
      !isSecond &&
      !mayDouble(ran) &&
      `backup ${row.id} was made, and the step neither names it nor says that it does not know`
    );
  });
}

/** The server that it was requested for. */
function serverOf(ran: Ran, row: { readonly sent_description: string | null }): unknown {
  const post = posts(ran, '/backups/').find(
    (one) => keyOf(field(one, 'description')) === keyOf(row.sent_description),
  );
  return post && field(post, 'server_id');
}
