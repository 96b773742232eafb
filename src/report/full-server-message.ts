/** The error of a full server on which nothing may be deleted: its ten slots, and advice that helps. */
import { userText } from '../backups/description.js';
import type { SlotReport } from '../backups/eviction.js';
import type { RetentionPolicy } from '../backups/retention.js';
import { ActionError } from '../errors.js';
import type { ApiError } from '../vpsorg/errors.js';
import { formatAge, formatDuration, type ServerRef, statusLabel } from './labels.js';
import { labelOf } from './messages.js';
import { shorten } from './sanitize.js';

interface FullServer {
  readonly server: ServerRef;
  readonly error: ApiError;
  readonly policy: RetentionPolicy | null;
  readonly report: SlotReport;
  /** Whether it is a safety backup that found no slot. */
  readonly isSafety: boolean;
  readonly now: number;
}

/** @returns the error, with a table of the slots */
export function serverFull(full: FullServer): ActionError {
  const { server, error, report, now } = full;
  const { slots } = report;
  const why = full.policy === null && !full.isSafety ? '' : ' None of them can be deleted now.';
  return new ActionError(
    `No backup of ${labelOf(server)} was created: all ${slots.length} slots for manual backups are used (VPS.org answered ${shorten(error.shortReason, 100)}).${why}`,
    fullServerRemedy(full),
    {
      cause: error,
      table: slots.map(
        ({ backup, reason }) =>
          `- ${backup.id}: ${formatAge(backup, now)}, ${statusLabel(backup.status)}, "${shorten(userText(backup.description), 40)}": ${reason}`,
      ),
    },
  );
}

/** Why slots stay whose backups are not proposed for deletion. */
const WORTH_KEEPING = ['the backup to restore', 'marked [keep]', 'last known good', 'in progress'];

function fullServerRemedy({ policy, report, now }: FullServer): string {
  const { nextFreeAt, helpfulPolicy, slots } = report;
  const spare = slots.find(({ reason }) => !WORTH_KEEPING.includes(reason)) ?? slots[0];
  const others = [
    helpfulPolicy === null ? null : `set ${policyChange(policy, helpfulPolicy)}`,
    nextFreeAt !== null
      ? `re-run in ${formatDuration(nextFreeAt - now + 60_000)}, when one can be deleted`
      : null,
  ].filter((one) => one !== null);
  const first = `Delete one that you no longer need (operation: delete, for example backup_id: ${spare?.backup.id})`;
  return `${[first, ...others].join(', or ')}.`;
}

function policyChange(
  policy: RetentionPolicy | null,
  { keepLast, scope }: NonNullable<SlotReport['helpfulPolicy']>,
): string {
  const changes = [
    keepLast === policy?.keepLast ? null : `keep_last: ${keepLast}`,
    scope === (policy?.scope ?? 'repository') ? null : `scope: ${scope}`,
  ];
  return changes.filter((change) => change !== null).join(' and ');
}
