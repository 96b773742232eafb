/** Which one backup is deleted so that a full server takes a new one. Pure. */
import { type Backup, newestFirst } from './backup.js';
import { parseOwnMarker } from './marker.js';
import {
  applyRetention,
  countedTowardLimit,
  isKeepable,
  keepLastPolicy,
  lastKnownGood,
  MANUAL_BACKUP_LIMIT,
  protectionOf,
  type RetentionContext,
  type RetentionDecision,
  type RetentionPolicy,
} from './retention.js';
import type { Scope } from './selection.js';
import { classifyStatus } from './status.js';

/** Completed backups as young as this are protected here, instead of an hour. */
const MIN_AGE_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/** On whose behalf a slot is freed. */
export interface SlotPolicy {
  /** That of `keep_last`; `null` where it is not set, and for a safety backup. */
  readonly policy: RetentionPolicy | null;
  /** The backup to restore, where the slot is for a safety backup before it: it is never chosen. */
  readonly targetId?: number;
}

export interface EvictionOptions extends SlotPolicy {
  readonly context: RetentionContext;
}

/** Without `keep_last`, create deletes nothing. */
export function mayDelete({ policy, targetId }: SlotPolicy): boolean {
  return policy !== null || targetId !== undefined;
}

/**
 * In this order: a failed own backup; the oldest candidate of `keep_last`, the backup to come
 * counted; the oldest own safety backup but the newest; the newest one if it is over a day old.
 *
 * @param backups those of one server, from a complete list
 * @returns `null` where none may be deleted
 */
export function chooseEviction(
  backups: readonly Backup[],
  options: EvictionOptions,
): RetentionDecision | null {
  if (!mayDelete(options)) return null;
  const choices = [
    ...failedOwn(backups, options),
    ...beyondKeepLast(backups, options),
    ...safetyBackups(backups, options),
  ];
  return choices.find((choice) => isAllowed(choice, backups, options)) ?? null;
}

function contextOf({ context }: EvictionOptions): RetentionContext {
  return { ...context, minAgeMs: MIN_AGE_MS };
}

function isAllowed(
  { backup }: RetentionDecision,
  backups: readonly Backup[],
  options: EvictionOptions,
): boolean {
  if (backup.id === options.targetId) return false;
  const { context, policy } = options;
  const scope = policy ?? keepLastPolicy(1, 'repository');
  if (!isKeepable(backup, scope, context.run)) return true;
  return backups.some((other) => other !== backup && isKeepable(other, scope, context.run));
}

function failedOwn(backups: readonly Backup[], options: EvictionOptions): RetentionDecision[] {
  const { run } = options.context;
  const protect = protectionOf(backups, contextOf(options));
  return backups
    .filter(({ status }) => classifyStatus(status) === 'failed')
    .filter((backup) => parseOwnMarker(backup.description, run) !== null)
    .filter((backup) => protect(backup) === null)
    .sort((a, b) => newestFirst(b, a))
    .map((backup) => remove(backup, `failed (status: ${backup.status})`));
}

/** The last known good, where it stays only because it is that, uses one of `keep_last` too. */
function beyondKeepLast(backups: readonly Backup[], options: EvictionOptions): RetentionDecision[] {
  const { policy } = options;
  if (policy === null) return [];
  const decide = (reservedRanks: number): RetentionDecision[] =>
    applyRetention(backups, policy, { ...contextOf(options), reservedRanks });
  const decisions = decide(1);
  const good = lastKnownGood(backups, options.context.run);
  const rank = decisions.find(({ backup }) => backup === good)?.rank ?? 0;
  const counted = rank > (policy.keepLast ?? Number.POSITIVE_INFINITY) ? decide(2) : decisions;
  return counted.filter(({ action }) => action === 'delete');
}

function safetyBackups(backups: readonly Backup[], options: EvictionOptions): RetentionDecision[] {
  const { run, now } = options.context;
  const protect = protectionOf(backups, contextOf(options));
  const [newest, ...older] = backups
    .filter((backup) => parseOwnMarker(backup.description, run)?.kind === 'safety')
    .filter((backup) => isKeepable(backup, keepLastPolicy(1, 'repository'), run))
    .sort(newestFirst);
  const choices = older.reverse().map((backup) => remove(backup, 'the oldest safety backup'));
  if (newest !== undefined && now - (newest.createdAtMs ?? now) > DAY_MS) {
    choices.push(remove(newest, 'the last safety backup, over a day old'));
  }
  return choices.filter(({ backup }) => protect(backup) === null);
}

function remove(backup: Backup, reason: string): RetentionDecision {
  return { backup, action: 'delete', reason, rank: null };
}

/** Why each of a full server's slots stays, and when and how one becomes free. */
export interface SlotReport {
  readonly slots: readonly RetentionDecision[];
  /** When the first of them may be deleted, in milliseconds since the epoch; `null`: never by age. */
  readonly nextFreeAt: number | null;
  /** A policy that would free a slot now, as near to the present one as there is. */
  readonly helpfulPolicy: { readonly keepLast: number; readonly scope: Scope } | null;
}

/** Explains a full server on which {@link chooseEviction} finds nothing to delete. */
export function explainSlots(backups: readonly Backup[], options: EvictionOptions): SlotReport {
  const slots = countedTowardLimit(backups).sort((a, b) => newestFirst(b, a));
  return {
    slots: slots.map((backup) => ({
      backup,
      action: 'keep',
      reason: stayReason(backup, backups, options),
      rank: null,
    })),
    nextFreeAt: nextFreeAt(backups, options),
    helpfulPolicy: options.targetId === undefined ? helpfulPolicy(backups, options) : null,
  };
}

/** A lower `keep_last` first, then `scope: server`. */
function helpfulPolicy(
  backups: readonly Backup[],
  options: EvictionOptions,
): SlotReport['helpfulPolicy'] {
  const present = options.policy;
  const scopes = (['repository', 'server'] as const).filter(
    (scope) => scope === 'server' || present?.scope !== 'server',
  );
  const choices = scopes.flatMap((scope) => {
    const given = present?.keepLast ?? MANUAL_BACKUP_LIMIT;
    return Array.from({ length: given }, (_, n) => ({ keepLast: given - n, scope }));
  });
  const frees = ({ keepLast, scope }: { keepLast: number; scope: Scope }): boolean =>
    chooseEviction(backups, { ...options, policy: keepLastPolicy(keepLast, scope) }) !== null;
  return choices.find(frees) ?? null;
}

function stayReason(backup: Backup, backups: readonly Backup[], options: EvictionOptions): string {
  const { policy, context, targetId } = options;
  if (backup.id === targetId) return 'the backup to restore';
  const protectedBy = protectionOf(backups, contextOf(options))(backup);
  const kind = parseOwnMarker(backup.description, context.run)?.kind;
  if (!mayDelete(options)) return protectedBy ?? 'keep_last is not set';
  if (kind === 'safety') return protectedBy ?? 'the newest safety backup, under a day old';
  if (policy === null) return protectedBy ?? 'not a safety backup of this repository';
  const all = applyRetention(backups, policy, { ...contextOf(options), reservedRanks: 1 });
  const decision = all.find((one) => one.backup === backup);
  return decision?.action === 'keep'
    ? decision.reason
    : 'the last completed manual backup in scope';
}

/** Protection by age ends at a known time: the first at which one may be deleted. */
function nextFreeAt(backups: readonly Backup[], options: EvictionOptions): number | null {
  const times = backups.flatMap(({ createdAtMs }) =>
    createdAtMs === null ? [] : [createdAtMs + MIN_AGE_MS, createdAtMs + DAY_MS + 1],
  );
  const later = times.filter((time) => time > options.context.now).sort((a, b) => a - b);
  const frees = (now: number): boolean =>
    chooseEviction(backups, { ...options, context: { ...options.context, now } }) !== null;
  return later.find(frees) ?? null;
}
