/** The rules of docs/behavior.md on what may be deleted, written a second time: from its words, on what the answers told. */
import { DAY, HOUR, MINUTE, RUN, type StepInputs } from '../support/harness.js';
import type { Row } from './told.js';

const FAILED = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'];
const REMOVED = ['deleted', 'expired'];
const UNITS: Record<string, number> = { h: HOUR, d: DAY, w: 7 * DAY };

export interface Marker {
  readonly kind: string;
  readonly isOurs: boolean;
  readonly runId: string;
  readonly attempt: number;
  readonly job: string;
  readonly state: string | null;
}

const SHAPE =
  /^\[gha ([^ ]+) (create|safety) run=(\d+)\.(\d+) job=([^ ]*) sha=([^ ]*) (?:state=(good|bad) )?key=[0-9a-f]{12}\]$/;

/** The marker at the very end of a description. */
export function markerOf(description: string | null): Marker | null {
  const text = (description ?? '').trimEnd();
  const [, name = '', kind = '', runId = '', attempt, job = '', , state = null] =
    SHAPE.exec(text.slice(text.lastIndexOf('[gha '))) ?? [];
  if (kind === '') return null;
  const [full = '', id] = name.split('#');
  const isOurs =
    id === undefined ? full.toLowerCase() === `${RUN.owner}/${RUN.repo}` : id === RUN.repositoryId;
  return { kind, isOurs, runId, attempt: Number(attempt), job, state };
}

export interface Rule {
  readonly keepLast: number | null;
  readonly olderThanMs: number | null;
  readonly scope: string;
  readonly match: string;
}

export function durationOf(text: string | undefined): number | null {
  const [, number = '', unit = ''] = /^(\d+)([hdw])$/.exec(text ?? '') ?? [];
  return number === '' ? null : Number(number) * (UNITS[unit] ?? Number.NaN);
}

export function ruleOf(inputs: StepInputs): Rule {
  return {
    keepLast: inputs.keep_last === undefined ? null : Number(inputs.keep_last),
    olderThanMs: durationOf(inputs.older_than),
    scope: inputs.operation === 'wait' ? 'repository' : (inputs.scope ?? 'repository'),
    match: inputs.operation === 'prune' ? (inputs.match ?? '').toLowerCase() : '',
  };
}

export interface Moment {
  /** All rows of the server that count. */
  readonly rows: readonly Row[];
  /** The API's clock. */
  readonly now: number;
  readonly runId: string;
  /** The backups that the step is about. */
  readonly own: ReadonlySet<number>;
}

export const isFailed = ({ status }: Row): boolean => FAILED.includes(status);
export const isRemoved = ({ status }: Row): boolean => REMOVED.includes(status);

/** Manual backups that use one of the ten slots. */
export function slotsOf(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.type === 'manual' && !isRemoved(row));
}

/** Why a backup must not be deleted by rotation or prune at this moment; `null` if it may. */
export function whyNot(row: Row, rule: Rule, moment: Moment): string | null {
  return whyProtected(row, moment, HOUR) ?? whyKept(row, rule, moment);
}

/** @param minAgeMs how long completed backups are protected */
function whyProtected(row: Row, moment: Moment, minAgeMs: number): string | null {
  if (row.type !== 'manual') return `is ${row.type}`;
  if (!isFailed(row) && row.status !== 'completed') return `is ${row.status}`;
  if (row.madeAt === null) return 'has no date';
  if (/\[keep\]/i.test(row.description ?? '')) return 'is marked [keep]';
  if (isFailed(row)) return null;
  if (isOfThisRun(row, moment)) return 'was made by this run';
  if (row.sizeMb === 0) return 'has 0 MB';
  if (moment.now - row.madeAt < minAgeMs) return `is younger than ${minAgeMs / MINUTE} minutes`;
  return row.id === lastGood(moment.rows)?.id ? 'is the last known good' : null;
}

function isOfThisRun(row: Row, { own, runId }: Moment): boolean {
  const marker = markerOf(row.description);
  return own.has(row.id) || (marker?.isOurs === true && marker.runId === runId);
}

function whyKept(row: Row, rule: Rule, moment: Moment): string | null {
  if (!isInScope(row, rule)) return 'is not in scope';
  if (!doesMatch(row, rule)) return 'does not match';
  const age = moment.now - (row.madeAt ?? moment.now);
  if (rule.olderThanMs !== null && age <= rule.olderThanMs) return 'is not older than older_than';
  if (isFailed(row)) return null;
  if (isLastInScope(row, rule, moment)) return 'is the last completed manual backup in scope';
  if (rule.keepLast === null) return null;
  const limit = limitOf(row, rule.keepLast);
  const rank = rankOf(row, rule, moment);
  return rank > limit ? null : `is number ${rank} of the newest ${limit}`;
}

/** "Of safety backups the two newest (one if `keep_last` is 1)". */
function limitOf(row: Row, keepLast: number): number {
  return kindOf(row) === 'safety' ? Math.min(2, keepLast) : keepLast;
}

function rankOf(row: Row, rule: Rule, { rows }: Moment): number {
  const peers = rows.filter(
    (one) => isCounted(one, rule) && doesMatch(one, rule) && kindOf(one) === kindOf(row),
  );
  return peers.filter((one) => isNewer(one, row)).length + 1;
}

function isLastInScope(row: Row, rule: Rule, { rows }: Moment): boolean {
  return isCounted(row, rule) && rows.every((one) => !isCounted(one, rule) || one.id === row.id);
}

/** The newest own completed `create` backup that says `state=good`. */
export function lastGood(rows: readonly Row[]): Row | undefined {
  const good = rows.filter((row) => {
    const marker = markerOf(row.description);
    const isGood = marker?.isOurs && marker.kind === 'create' && marker.state === 'good';
    return isGood && row.status === 'completed' && row.sizeMb !== 0;
  });
  return good.find((row) => good.every((other) => other === row || isNewer(row, other)));
}

function isInScope(row: Row, rule: Rule): boolean {
  return rule.scope === 'server' || markerOf(row.description)?.isOurs === true;
}

function doesMatch(row: Row, rule: Rule): boolean {
  return (row.description ?? '').toLowerCase().includes(rule.match);
}

/** Completed, of some size, dated, in scope: what a rank is given to. */
function isCounted(row: Row, rule: Rule): boolean {
  const isUsable = row.status === 'completed' && row.sizeMb !== 0 && row.madeAt !== null;
  return row.type === 'manual' && isUsable && isInScope(row, rule);
}

function kindOf(row: Row): string {
  return markerOf(row.description)?.kind ?? 'unmarked';
}

export function isNewer(one: Row, other: Row): boolean {
  const [a, b] = [one.madeAt ?? -Infinity, other.madeAt ?? -Infinity];
  return a > b || (a === b && one.id > other.id);
}

const oldestFirst = (a: Row, b: Row): number => (isNewer(a, b) ? 1 : -1);

interface Freeing extends Moment {
  /** `keep_last`; `null` for a safety backup. */
  readonly rule: Rule | null;
  /** The backup that is to be restored. */
  readonly targetId: number | null;
}

/** The one backup that is deleted to free a slot; `undefined` where none may be. */
export function slotToFree(freeing: Freeing): Row | undefined {
  const { rows, rule } = freeing;
  const free = rows.filter((row) => whyProtected(row, freeing, 15 * MINUTE) === null);
  const isOurs = (row: Row): boolean => markerOf(row.description)?.isOurs === true;
  const safety = rows
    .filter((row) => isOurs(row) && kindOf(row) === 'safety')
    .filter((row) => row.status === 'completed' && row.madeAt !== null)
    .sort(oldestFirst);
  const newest = safety.at(-1);
  const isOld = freeing.now - (newest?.madeAt ?? freeing.now) > DAY;
  const choices = [
    ...free.filter((row) => isFailed(row) && isOurs(row)).sort(oldestFirst),
    ...(rule === null ? [] : candidates(free, rule, freeing)),
    ...safety.slice(0, -1).filter((row) => free.includes(row)),
    ...(newest !== undefined && isOld && free.includes(newest) ? [newest] : []),
  ];
  const inScope = rule ?? ruleOf({});
  return choices.find(
    (row) => row.id !== freeing.targetId && !isLastInScope(row, inScope, freeing),
  );
}

/** Of `keep_last`, with the backup to come; a last known good that is only spared is one of them. */
function candidates(free: readonly Row[], rule: Rule, freeing: Freeing): Row[] {
  const keepLast = rule.keepLast ?? Number.POSITIVE_INFINITY;
  const good = lastGood(freeing.rows);
  const isSpared =
    good !== undefined && isCounted(good, rule) && rankOf(good, rule, freeing) + 1 > keepLast;
  const reserved = isSpared ? 2 : 1;
  return free
    .filter((row) => isInScope(row, rule))
    .filter((row) => {
      const extra = kindOf(row) === 'create' ? reserved : 0;
      return isFailed(row) || rankOf(row, rule, freeing) + extra > limitOf(row, keepLast);
    })
    .sort((a, b) => Number(isFailed(b)) - Number(isFailed(a)) || oldestFirst(a, b));
}
