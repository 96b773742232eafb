/** What must hold of every step, whatever went wrong (issue 4, part 4). Each check returns one line for each breach. */
import { DAY, MINUTE } from '../support/harness.js';
import { checkDeletions } from './deletion-invariants.js';
import { type Exchange, isOpen, type Ran, type Said, sayings, succeeded } from './record.js';
import { markerOf } from './retention-oracle.js';

type Check = (ran: Ran, said: readonly Said[]) => (string | false)[];

export function checkStep(ran: Ran): string[] {
  const said = sayings(ran.exchanges);
  return CHECKS.flatMap((check) => check(ran, said)).filter((line) => line !== false);
}

const posts = (ran: Ran, path: string): Exchange[] =>
  ran.exchanges.filter((one) => one.method === 'POST' && one.target.endsWith(path));
const orders = (ran: Ran): Exchange[] => posts(ran, '/backups/');
const restores = (ran: Ran): Exchange[] => posts(ran, '/restore/');
const field = (one: Exchange, name: string): unknown => (one.body as Record<string, unknown>)[name];
const keyOf = (text: unknown): string => /key=([0-9a-f]{12})\]$/.exec(String(text))?.[1] ?? '';
const idsOf = (ran: Ran): number[] => JSON.parse(ran.result.outputs.backup_ids ?? '[]');
const isGreen = (ran: Ran): boolean => ran.result.failure === null;
const isDry = (ran: Ran): boolean => ran.inputs.dry_run === 'true';
const waits = (ran: Ran): boolean => ran.inputs.wait !== 'false' && !isDry(ran);

/** At most one backup is made for one order; the same order carries the same key. */
const madeOnce: Check = (ran) => {
  const perOrder = groupBy(
    ran.created,
    (row) => `server ${row.server_id}, ${markerOf(row.sent_description)?.kind}`,
  );
  const perServer = groupBy(orders(ran), (one) => field(one, 'server_id'));
  return [
    ...[...perOrder].map(
      ([order, rows]) =>
        rows.length > 1 && `${rows.length} backups were made for one order (${order})`,
    ),
    ...[...perServer].map(
      ([server, sent]) =>
        new Set(sent.map((one) => JSON.stringify(one.body))).size > 1 &&
        `server ${server}: the order was sent with two keys`,
    ),
    ...[...perServer].map(
      ([server, sent]) =>
        sent.filter(isUnclear).length > 2 &&
        `server ${server}: a third order after two open answers`,
    ),
  ];
};

function groupBy<T, Key>(all: readonly T[], keyOf: (one: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** Open, or a 2xx that tells no id. */
function isUnclear(one: Exchange): boolean {
  const isTold = succeeded(one) && sayings([one]).length > 0;
  const is2xx = one.answer !== null && one.answer.status >= 200 && one.answer.status < 300;
  return isOpen(one) || (is2xx && !isTold);
}

/** What the outputs name as made is ours, of that server and this order, or an earlier attempt's. */
const adoptsItsOwn: Check = (ran) => {
  if (ran.inputs.operation !== 'create' || isDry(ran)) return [];
  const keys = new Set(orders(ran).map((one) => keyOf(field(one, 'description'))));
  return ran.result.facts.backups.map((fact) => {
    if (fact.id === null) return false;
    const made = ran.created.find((row) => row.id === fact.id);
    if (made !== undefined)
      return (
        (made.server_id !== fact.serverId || !keys.has(keyOf(made.sent_description))) &&
        `${fact.id} is not of this order`
      );
    const row = ran.before.find((one) => one.id === fact.id);
    const marker = markerOf(row?.description ?? null);
    const serves =
      ran.inputs.reuse_on_rerun === 'true' &&
      marker?.isOurs &&
      marker.runId === '1000' &&
      marker.attempt < ran.attempt;
    return (
      !(serves && marker.kind === 'create' && row?.server_id === fact.serverId) &&
      `${fact.id} is not ours to take`
    );
  });
};

/**
 * Every id that the API answered an order with, and every id that a list of its server showed with its key, is in the outputs. (Another server's
 * list may show it too, long after it was given up as unknown.)
 */
const losesNoId: Check = (ran, said) => {
  const known = new Set([...idsOf(ran), Number(ran.result.outputs.safety_backup_id)]);
  const serverOf = new Map(
    orders(ran).map((one) => [keyOf(field(one, 'description')), field(one, 'server_id')]),
  );
  const isOwn = (one: Said): boolean =>
    one.by.target.includes(`server_id=${serverOf.get(keyOf(one.description))}`);
  const told = said.filter((one) => one.by.method === 'POST' || isOwn(one));
  return [...new Set(told.map((one) => one.id))].map(
    (id) => !known.has(id) && `the API told of ${id}, and no output names it`,
  );
};

/** A backup that was made and is not named: the step says that it does not know. */
const admitsDoubt: Check = (ran) => {
  const known = new Set([...idsOf(ran), Number(ran.result.outputs.safety_backup_id)]);
  const { backups, safety } = ran.result.facts;
  return ran.created.map((row) => {
    const fact =
      ran.inputs.operation === 'restore'
        ? safety
        : backups.find((one) => one.serverId === row.server_id);
    const isTold = known.has(row.id) || (fact?.status === 'unknown' && !isGreen(ran));
    return (
      !isTold &&
      `backup ${row.id} was made, and the step neither names it nor says that it does not know`
    );
  });
};

/** Green only if the last thing that the API said of each backup is `completed`, and it is so. */
const greenIsProven: Check = (ran, said) => {
  const { operation } = ran.inputs;
  if (!isGreen(ran) || !waits(ran) || (operation !== 'create' && operation !== 'wait')) return [];
  const ids = idsOf(ran);
  return [
    ids.length === 0 && 'green without a backup',
    ran.result.outputs.status !== 'completed' && `green with status ${ran.result.outputs.status}`,
    ...ids.map(
      (id) =>
        said.findLast((one) => one.id === id)?.status !== 'completed' &&
        `green, though ${id} was not said to be completed`,
    ),
    ...ids.map(
      (id) =>
        ran.after.find((row) => row.id === id)?.status !== 'completed' &&
        `green, though ${id} is not completed`,
    ),
  ];
};

/** One restore at most; none after an open answer; none of what is not proven; and the status tells what was said. */
const restoresOnce: Check = (ran, said) => {
  const sent = restores(ran);
  const settled = sent.findIndex((one) => isOpen(one) || isAccepted(one));
  const { status } = ran.result.outputs;
  const last = sent.at(-1);
  return [
    ran.restored.length > 1 && `${ran.restored.length} restores were accepted`,
    settled >= 0 &&
      settled < sent.length - 1 &&
      'another restore was sent after one that was accepted or open',
    ran.restored.length > 0 &&
      !['accepted', 'restored', 'unknown'].includes(status ?? '') &&
      `restored, but status is ${status}`,
    last !== undefined &&
      isOpen(last) !== (status === 'unknown') &&
      `the last answer to a restore is ${isOpen(last)} open, and status is ${status}`,
    ran.inputs.operation === 'restore' &&
      isGreen(ran) &&
      !isDry(ran) &&
      !sent.some(isAccepted) &&
      'green without a restore',
    status === 'unknown' &&
      ran.inputs.operation === 'restore' &&
      isGreen(ran) &&
      'green with an unknown outcome',
    ...sent.flatMap((one) => checkTarget(ran, said, one)),
  ];
};

/** Whatever its body: a restore's answer is not documented. */
function isAccepted({ answer }: Exchange): boolean {
  return answer !== null && answer.status >= 200 && answer.status < 300;
}

function checkTarget(ran: Ran, said: readonly Said[], sent: Exchange): (string | false)[] {
  const id = Number(field(sent, 'backup_id'));
  const row = ran.truths.get(sent)?.find((one) => one.id === id);
  const saidBefore = (which: number) =>
    said.findLast((one) => one.id === which && one.at <= sent.sentAt)?.status;
  const safety = Number(ran.result.outputs.safety_backup_id ?? Number.NaN);
  const marker = markerOf(row?.description ?? null);
  const isLatest = ran.inputs.backup_id === 'latest';
  return [
    row?.status !== 'completed' && `restored ${id}, which is ${row?.status}`,
    sent.target !== `/servers/${row?.server_id}/restore/` &&
      `restored ${id} of server ${row?.server_id} by ${sent.target}`,
    saidBefore(id) !== 'completed' && `restored ${id}, last said to be ${saidBefore(id)}`,
    !isLatest &&
      String(id) !== ran.inputs.backup_id &&
      `restored ${id} instead of ${ran.inputs.backup_id}`,
    ran.inputs.safety_backup === 'true' &&
      saidBefore(safety) !== 'completed' &&
      'restored before the safety backup was completed',
    isLatest &&
      marker?.isOurs === true &&
      marker.runId === '1000' &&
      `latest is ${id}, made by this run`,
    isLatest && marker?.kind === 'safety' && `latest is ${id}, a safety backup`,
    isLatest &&
      ran.inputs.scope !== 'server' &&
      marker?.isOurs !== true &&
      `latest is ${id}, not ours`,
  ];
}

/** Where nothing may be sent but GETs. */
const keepsStill: Check = (ran) => {
  const changes = ran.exchanges.filter((one) => one.method !== 'GET');
  const isReader =
    ran.inputs.operation === 'list' ||
    (ran.inputs.operation === 'wait' && ran.inputs.keep_last === undefined);
  return [
    (isReader || isDry(ran)) &&
      changes.length > 0 &&
      `${changes[0]?.method} ${changes[0]?.target} was sent`,
  ];
};

const LIMITS: Record<string, number> = {
  '1s': 1_000,
  '30s': 30_000,
  '2m': 2 * MINUTE,
  '10m': 10 * MINUTE,
};
/** No step takes longer than its waits and all its retries. */
const LONGEST_STEP_MS = DAY / 4;
/** The last look ends by then. */
const GRACE_MS = 1_000;

/** Nothing is sent after a phase's deadline, nor after the step's end; and it ends. */
const endsInTime: Check = (ran) => {
  const timeout = LIMITS[ran.inputs.wait_timeout ?? ''] ?? 60 * MINUTE;
  const begins =
    ran.inputs.operation === undefined || !waits(ran) ? null : BEGINS[ran.inputs.operation]?.(ran);
  const deadline = (begins ?? Number.POSITIVE_INFINITY) + timeout + GRACE_MS;
  const after = ran.exchanges.filter((one) => one.sentAt > deadline);
  return [
    after.length > 0 &&
      `${after.length} requests after the deadline, the last one ${(after.at(-1)?.sentAt ?? 0) - deadline} ms`,
    ran.endedAt > deadline && `ended ${ran.endedAt - deadline} ms after the deadline`,
    ran.late > 0 && `${ran.late} requests after the end of the step`,
    ran.endedAt - ran.startedAt > LONGEST_STEP_MS && `took ${ran.endedAt - ran.startedAt} ms`,
    ...ran.exchanges.map(
      (one) => Number.isNaN(one.endedAt) && `${one.method} ${one.target} never ended`,
    ),
  ];
};

/** When the last wait of a step begins, where that can be told from outside and nothing follows the wait. */
const BEGINS: Record<string, (ran: Ran) => number | null> = {
  create: (ran) => {
    const sent = orders(ran);
    const asked = (ran.inputs.server_id ?? '').split(/[ ,]+/).length;
    const isClear =
      sent.length === asked &&
      sent.every((one) => !isUnclear(one) && succeeded(one)) &&
      ran.inputs.keep_last === undefined;
    return isClear ? Math.max(...sent.map((one) => one.endedAt)) : null;
  },
  wait: (ran) => (ran.inputs.keep_last === undefined ? ran.startedAt : null),
  restore: (ran) => restores(ran).find(isAccepted)?.endedAt ?? null,
};

const asksOnlyWhatIsDocumented: Check = (ran) => ran.unexpected.map((line) => line);

const failsWithWords: Check = (ran) => [
  ran.result.failure !== null && ran.result.failure.trim() === '' && 'fails without a word',
  /virtual time|never comes|TypeError|undefined|\[object|NaN/.test(ran.result.failure ?? '') &&
    `fails oddly: ${ran.result.failure}`,
];

const CHECKS: readonly Check[] = [
  madeOnce,
  adoptsItsOwn,
  losesNoId,
  admitsDoubt,
  greenIsProven,
  restoresOnce,
  keepsStill,
  endsInTime,
  asksOnlyWhatIsDocumented,
  failsWithWords,
  checkDeletions,
];
