/** What must hold of every step, whatever went wrong. Each check returns one line for each breach. */
import { checkCreation } from './creation-invariants.js';
import { checkDeletions, type Line } from './deletion-invariants.js';
import { type Exchange, type Ran, succeeded } from './record.js';
import { checkReports } from './report-invariants.js';
import { checkRestores } from './restore-invariants.js';
import { durationOf } from './retention-oracle.js';
import { type Told, toldBy } from './told.js';
import { checkTruth } from './truth-invariants.js';

type Check = (ran: Ran, told: readonly Told[]) => Line[];

export function checkStep(ran: Ran): string[] {
  const told = toldBy(ran.exchanges);
  return CHECKS.flatMap((check) => check(ran, told)).filter((line) => line !== false);
}

export const isGreen = (ran: Ran): boolean => ran.result.failure === null;
export const isDry = (ran: Ran): boolean => ran.inputs.dry_run === 'true';
export const idsOf = (ran: Ran): number[] => JSON.parse(ran.result.outputs.backup_ids ?? '[]');
const waits = (ran: Ran): boolean => ran.inputs.wait !== 'false' && !isDry(ran);

/** Green only if the last list that showed each backup said `completed`, and it is so. */
const greenIsProven: Check = (ran, told) => {
  const { operation } = ran.inputs;
  if (!waits(ran) || (operation !== 'create' && operation !== 'wait')) return [];
  const { status } = ran.result.outputs;
  // A step that is cancelled shows what it saw last.
  if (ran.cancelledAt !== null) return [];
  if (!isGreen(ran)) return [status === 'completed' && 'red with status completed'];
  const ids = idsOf(ran);
  const lists = told.filter((one) => isListOfIts(one) && !isOfCutReading(ran, one.by));
  const isTrusted = ran.isAlone && ran.dialect.completionFlip === null;
  return [
    ids.length === 0 && 'green without a backup',
    status !== 'completed' && `green with status ${status}`,
    ...ids.map(
      (id) =>
        lists.findLast((one) => one.id === id)?.status !== 'completed' &&
        `green, though the last list that shows ${id} does not say completed`,
    ),
    ...ids.map(
      (id) =>
        isTrusted &&
        ran.after.find((row) => row.id === id)?.status !== 'completed' &&
        !ran.ghosts.includes(id) &&
        `green, though ${id} is not completed`,
    ),
  ];
};

/** The list of all, or that of the row's own server: that of another one is not read for it. */
function isListOfIts({ by, server }: Told): boolean {
  const filter = /[?&]server_id=(\d+)/.exec(by.target)?.[1];
  return by.method === 'GET' && (filter === undefined || filter === String(server));
}

/** Whether the next page was lost: then there was no list, and its first pages are not known to the step. */
function isOfCutReading({ exchanges }: Ran, by: Exchange): boolean {
  const filterOf = ({ target }: Exchange): string =>
    target.replace(/[?&]page=\d+/, '').replace('/?', '?');
  const next = exchanges
    .slice(exchanges.indexOf(by) + 1)
    .find((one) => one.method === 'GET' && filterOf(one) === filterOf(by));
  return next?.target.includes('page=') === true && !succeeded(next);
}

/** Where nothing may be sent but GETs. */
const keepsStill: Check = (ran) => {
  const changes = ran.exchanges.filter((one) => one.method !== 'GET');
  const { operation, keep_last: keepLast } = ran.inputs;
  const isReader =
    operation === 'list' ||
    operation === 'check' ||
    (operation === 'wait' && keepLast === undefined);
  return [
    (isReader || isDry(ran)) &&
      changes.length > 0 &&
      `${changes[0]?.method} ${changes[0]?.target} was sent`,
  ];
};

/** A check is green only if every server was told to have a completed backup that is young enough. */
const checkIsProven: Check = (ran, told) => {
  if (ran.inputs.operation !== 'check' || !isGreen(ran)) return [];
  const maxAge = durationOf(ran.inputs.max_age) ?? durationOf('26h') ?? 0;
  const servers = (ran.inputs.server_id ?? '').split(/[ ,]+/).filter((id) => id !== '');
  return servers.map((server) => {
    const good = told.filter(
      (row) => String(row.server) === server && row.status === 'completed' && row.sizeMb !== 0,
    );
    const isYoung = good.some(({ madeAt, by }) => {
      const date = Date.parse(by.answer?.headers.date ?? '');
      return madeAt !== null && (Number.isNaN(date) ? by.endedAt : date) - madeAt <= maxAge + 1_000;
    });
    return !isYoung && `the check of server ${server} is green without a young backup`;
  });
};

/** No step takes longer than its waits and all its retries. */
const LONGEST_STEP_MS = 6 * 3_600_000;
/** The final poll, its second try and the way there and back. */
const GRACE_MS = 6_000;

const LIMITS: Record<string, number> = {
  '1s': 1_000,
  '30s': 30_000,
  '2m': 120_000,
  '10m': 600_000,
};

/** Nothing is sent after the step's end, a wait that times out does so in time, and everything ends. */
const endsInTime: Check = (ran) => {
  const timeout = LIMITS[ran.inputs.wait_timeout ?? ''] ?? 3_600_000;
  const begins = ran.inputs.operation === 'wait' ? ran.startedAt : null;
  // The size of one that is completed is judged by one more list, which is retried.
  const isTimeout =
    /did not complete within/.test(ran.result.failure ?? '') &&
    !ran.result.text.includes(': completed after');
  const over = ran.endedAt - ((begins ?? Number.POSITIVE_INFINITY) + timeout + GRACE_MS);
  return [
    isTimeout && ran.inputs.keep_last === undefined && over > 0 && `timed out ${over} ms too late`,
    ran.late > 0 && `${ran.late} requests after the end of the step`,
    ran.endedAt - ran.startedAt > LONGEST_STEP_MS && `took ${ran.endedAt - ran.startedAt} ms`,
    ...ran.exchanges.map(
      (one) => Number.isNaN(one.endedAt) && `${one.method} ${one.target} never ended`,
    ),
  ];
};

/** "Start nothing new …, exit non-zero within 2 s": what ends well all the same, `main.ts` fails. */
const endsWhenCancelled: Check = (ran) => {
  const { cancelledAt: at, exchanges, endedAt } = ran;
  if (at === null) return [];
  const late = exchanges.filter(({ sentAt }) => sentAt > at);
  return [
    late.length > 0 && `${late[0]?.method} ${late[0]?.target} was sent after the cancellation`,
    endedAt > at + 2_000 && `ended ${endedAt - at} ms after the cancellation`,
  ];
};

const asksOnlyWhatIsDocumented: Check = (ran) => ran.unexpected.map((line) => line);

/** A request that changes something goes on only after a definite answer to the last one, of its kind. */
export function isAccepted(one: Exchange): boolean {
  return one.answer !== null && one.answer.status >= 200 && one.answer.status < 300;
}

const CHECKS: readonly Check[] = [
  checkCreation,
  greenIsProven,
  checkRestores,
  keepsStill,
  checkIsProven,
  endsInTime,
  endsWhenCancelled,
  asksOnlyWhatIsDocumented,
  checkReports,
  checkDeletions,
  checkTruth,
];
