/** The contract's rules on what may be deleted, written a second time: from its words, and from the simulator's own state. */
import type { Backup } from '../../simulator/index.js';
import { DAY, HOUR, RUN, type StepInputs } from '../support/harness.js';

const FAILED = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'];
const UNITS: Record<string, number> = { h: HOUR, d: DAY, w: 7 * DAY };

export interface Marker {
  readonly kind: string;
  readonly isOurs: boolean;
  readonly runId: string;
  readonly attempt: number;
  readonly job: string;
}

/** The marker at the very end of a description. */
export function markerOf(description: string | null): Marker | null {
  const end = description?.slice(description.lastIndexOf('[gha ')) ?? '';
  const words = end.startsWith('[gha ') && end.endsWith(']') ? end.slice(5, -1).split(' ') : [];
  const [name = '', kind = '', run = '', job = '', sha = '', key = ''] = words;
  if (
    words.length !== 6 ||
    !run.startsWith('run=') ||
    !job.startsWith('job=') ||
    !sha.startsWith('sha=')
  )
    return null;
  if ((kind !== 'create' && kind !== 'safety') || !/^key=[0-9a-f]{12}$/.test(key)) return null;
  const [runId = '', attempt = ''] = run.slice(4).split('.');
  const [full = '', id] = name.split('#');
  const isOurs =
    id === undefined ? full.toLowerCase() === `${RUN.owner}/${RUN.repo}` : id === RUN.repositoryId;
  return { kind, isOurs, runId, attempt: Number(attempt), job: job.slice(4) };
}

/** Milliseconds since the epoch; `null` for what is no date with a time and a zone, of this century. */
export function dateOf(text: string | null): number | null {
  return text !== null && /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : null;
}

export interface Rule {
  readonly keepLast: number | null;
  readonly olderThanMs: number | null;
  readonly scope: string;
  readonly match: string;
}

export function ruleOf(inputs: StepInputs): Rule {
  const [, number = '', unit = ''] = /^(\d+)([hdw])$/.exec(inputs.older_than ?? '') ?? [];
  return {
    keepLast: inputs.keep_last === undefined ? null : Number(inputs.keep_last),
    olderThanMs: number === '' ? null : Number(number) * (UNITS[unit] ?? Number.NaN),
    scope: inputs.scope ?? 'repository',
    match: (inputs.match ?? '').toLowerCase(),
  };
}

export interface Moment {
  /** All backups that there are. */
  readonly backups: readonly Backup[];
  readonly now: number;
  /** The deletion makes room for a backup that is about to be made. */
  readonly isRoom: boolean;
}

/** Why a backup must not be deleted at this moment; `null` if it may. */
export function whyNot(row: Backup, rule: Rule, { backups, now, isRoom }: Moment): string | null {
  const made = dateOf(row.created_at);
  const marker = markerOf(row.description);
  const isFailed = FAILED.includes(row.status);
  if (row.backup_type !== 'manual') return `is ${row.backup_type}`;
  if (!isFailed && row.status !== 'completed') return `is ${row.status}`;
  if (made === null) return 'has no date';
  if (/\[keep\]/i.test(row.description ?? '')) return 'is marked [keep]';
  if (marker?.isOurs && marker.runId === RUN.runId) return 'was made by this run';
  if (row.status === 'completed' && now - made < HOUR) return 'is less than an hour old';
  if (!isInScope(row, rule)) return 'is not in scope';
  if (!doesMatch(row, rule)) return 'does not match';
  if (rule.olderThanMs !== null && now - made <= rule.olderThanMs)
    return 'is not older than older_than';
  if (isFailed) return null;
  const siblings = backups.filter((one) => one.server_id === row.server_id && isCounted(one, rule));
  if (siblings.every((one) => one.id === row.id))
    return 'is the last completed manual backup in scope';
  if (rule.keepLast === null) return null;
  const newer = siblings.filter(
    (one) => doesMatch(one, rule) && kindOf(one) === kindOf(row) && isNewer(one, row),
  ).length;
  const rank = newer + 1 + (isRoom && kindOf(row) === 'create' ? 1 : 0);
  if (rank > rule.keepLast || (isRoom && kindOf(row) === 'safety' && marker?.isOurs)) return null;
  return `is number ${rank} of the newest ${rule.keepLast}`;
}

function isInScope(row: Backup, rule: Rule): boolean {
  return rule.scope === 'server' || markerOf(row.description)?.isOurs === true;
}

function doesMatch(row: Backup, rule: Rule): boolean {
  return (row.description ?? '').toLowerCase().includes(rule.match);
}

function isCounted(row: Backup, rule: Rule): boolean {
  return row.backup_type === 'manual' && row.status === 'completed' && isInScope(row, rule);
}

function kindOf(row: Backup): string {
  return markerOf(row.description)?.kind ?? 'unmarked';
}

function isNewer(one: Backup, other: Backup): boolean {
  const [a, b] = [dateOf(one.created_at), dateOf(other.created_at)];
  return a !== null && b !== null && (a > b || (a === b && one.id > other.id));
}
