/** What must hold of every deletion: nothing goes that the rules do not give up, and what went is told. */
import type { HttpResponse } from '../../src/vpsorg/http.js';
import { type Exchange, type Ran, type Said, sayings } from './record.js';
import { type Moment, type Rule, ruleOf, whyNot } from './retention-oracle.js';

type Line = string | false;

export function checkDeletions(ran: Ran, said: readonly Said[]): Line[] {
  const sent = ran.exchanges.filter((one) => one.method === 'DELETE');
  return [
    ...(ran.inputs.operation === 'delete' ? askedFor(ran, sent) : givenUp(ran, said, sent)),
    ...told(ran, sent),
    ...(ran.inputs.operation === 'delete' ? [] : keepsOne(ran)),
  ];
}

const idOf = (one: Exchange): number => Number(/\/backups\/(\d+)\//.exec(one.target)?.[1]);

/** `delete`: all or nothing, and only what was asked for. */
function askedFor(ran: Ran, sent: readonly Exchange[]): Line[] {
  const asked = (ran.inputs.backup_id ?? '').split(',').map(Number);
  const isThere = (id: number): boolean =>
    ran.before.some(
      (row) =>
        row.id === id &&
        (ran.inputs.server_id === undefined || String(row.server_id) === ran.inputs.server_id),
    );
  return [
    ...sent.map(
      (one) => !asked.includes(idOf(one)) && `deleted ${idOf(one)}, which was not asked for`,
    ),
    sent.length > 0 &&
      !asked.every(isThere) &&
      `deleted ${idOf(sent[0] as Exchange)}, though not all that was asked for is there`,
  ];
}

function givenUp(ran: Ran, said: readonly Said[], sent: readonly Exchange[]): Line[] {
  const rule = ruleOf(ran.inputs);
  const own = new Set<unknown>(JSON.parse(ran.result.outputs.backup_ids ?? '[]'));
  return sent.flatMap((one): Line[] => {
    const id = idOf(one);
    const truth = ran.truths.get(one) ?? [];
    const row = truth.find((other) => other.id === id);
    // Sent again after an answer that was lost.
    if (row === undefined)
      return [!ran.deleted.includes(id) && `sent a DELETE of ${id}, which is not there`];
    const room = isRoom(ran, one, row.server_id);
    return [
      !isOnFreshWholeView(ran, one, row.server_id) &&
        `deleted ${id} without a fresh and whole list of server ${row.server_id}`,
      because(id, whyNot(row, rule, { backups: truth, now: one.sentAt, isRoom: room })),
      own.has(id) && `deleted ${id}, which the step is about`,
      rule.keepLast === null && rule.olderThanMs === null && `deleted ${id} without a rule`,
      ran.inputs.operation === 'restore' && `deleted ${id} in a restore`,
      ...(room
        ? checkRoom(ran, one, { rule, backups: truth, server: row.server_id })
        : checkRotation(ran, said, one, row.server_id)),
    ];
  });
}

/**
 * Since the last thing that was done to the server, lists have shown every backup that it has. Pages without a count are let off: a row that
 * vanishes between two of them moves another one past the reader, and nothing tells.
 */
function isOnFreshWholeView(ran: Ran, one: Exchange, server: number): boolean {
  const before = ran.exchanges.slice(0, ran.exchanges.indexOf(one));
  const isOfServer = (other: Exchange): boolean =>
    other.method !== 'GET' && serverOf(ran, other) === server;
  const last = before.findLastIndex(isOfServer);
  // Sent again: what came of it the last time is not known.
  const previous = before[last];
  if (previous?.method === 'DELETE' && idOf(previous) === idOf(one)) return true;
  const lists = before.slice(last + 1);
  if (
    lists.some((other) => other.target.includes('page=') && !other.answer?.body.includes('"count"'))
  )
    return true;
  const shown = new Set(sayings(lists).map((row) => row.id));
  return (ran.truths.get(one) ?? []).every((row) => row.server_id !== server || shown.has(row.id));
}

function because(id: number, why: string | null): Line {
  return why !== null && `deleted ${id}, which ${why}`;
}

/** In `create`, a deletion while the backup that the step is about is not there yet makes room for it. */
function isRoom(ran: Ran, one: Exchange, server: number): boolean {
  if (ran.inputs.operation !== 'create') return false;
  const own = new Set(ran.created.map((row) => row.id));
  const reused = ran.result.facts.backups.some(
    (fact) => fact.serverId === server && ran.before.some((row) => row.id === fact.id),
  );
  return (
    !reused && !ran.truths.get(one)?.some((row) => own.has(row.id) && row.server_id === server)
  );
}

/** Exactly one, of a full server, after a refusal that a full server could give. */
function checkRoom(
  ran: Ran,
  one: Exchange,
  at: Pick<Moment, 'backups'> & { rule: Rule; server: number },
): Line[] {
  const before = ran.exchanges.slice(0, ran.exchanges.indexOf(one));
  const others = before.filter((other) => other.method === 'DELETE' && idOf(other) !== idOf(one));
  const inRoom = others.filter(
    (other) => isRoom(ran, other, at.server) && serverOf(ran, other) === at.server,
  );
  const refused = before.some(
    (other) =>
      other.method === 'POST' &&
      [400, 403, 409, 422].includes(other.answer?.status ?? 0) &&
      serverOf(ran, other) === at.server,
  );
  const taken = at.backups.filter(
    (row) => row.server_id === at.server && row.backup_type === 'manual',
  ).length;
  return [
    inRoom.length > 0 && `made room twice on server ${at.server}`,
    !refused && `made room on server ${at.server}, which had not refused`,
    taken < 10 && `made room on server ${at.server}, which had ${taken} manual backups`,
  ];
}

function serverOf(ran: Ran, one: Exchange): number | undefined {
  if (one.method === 'POST') return (one.body as { server_id?: number }).server_id;
  return ran.before.find((row) => row.id === idOf(one))?.server_id;
}

/** In `create` and `wait`, only after the backup that the step is about was said to be completed. */
function checkRotation(ran: Ran, said: readonly Said[], one: Exchange, server: number): Line[] {
  if (ran.inputs.operation === 'prune') return [];
  const about = ran.result.facts.backups.filter(
    (fact) => fact.serverId === server && fact.id !== null,
  );
  const isProven = about.some(
    (fact) =>
      said.findLast((other) => other.id === fact.id && other.at <= one.sentAt)?.status ===
      'completed',
  );
  return [!isProven && `rotated server ${server} before its backup was completed`];
}

/** `deleted_ids` are those, and only those, of which the API said that they are gone; each once. */
function told(ran: Ran, sent: readonly Exchange[]): Line[] {
  const ids: number[] = JSON.parse(ran.result.outputs.deleted_ids ?? '[]');
  const gone = new Set(sent.filter((one) => one.answer !== null && isGone(one.answer)).map(idOf));
  return [
    new Set(ids).size !== ids.length && `deleted_ids has repeats: ${ids.join()}`,
    ...ids.map((id) => !gone.has(id) && `deleted_ids has ${id}, of which nobody said so`),
    ...[...gone].map((id) => !ids.includes(id) && `${id} is gone, and deleted_ids does not say so`),
  ];
}

/** A web page in the place of an answer says nothing. */
function isGone({ status, body }: HttpResponse): boolean {
  return (status >= 200 && status < 300 && !body.trimStart().startsWith('<')) || status === 404;
}

/** A server that had a completed backup keeps one. */
function keepsOne(ran: Ran): Line[] {
  const had = new Set(
    ran.before.filter((row) => row.status === 'completed').map((row) => row.server_id),
  );
  return [...had].map(
    (server) =>
      !ran.after.some((row) => row.server_id === server && row.status === 'completed') &&
      `server ${server} is left without a completed backup`,
  );
}
