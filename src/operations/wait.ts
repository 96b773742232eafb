/** `wait`: resumes the wait for backups that were created before, in this job or another. */
import type { Backup } from '../backups/backup.js';
import { keepLastPolicy } from '../backups/retention.js';
import { combineErrors } from '../errors.js';
import type { InputsOf } from '../inputs/table.js';
import {
  describePolicy,
  describeSettings,
  formatDuration,
  plural,
  serversLabel,
} from '../report/labels.js';
import { EMPTY } from '../report/report.js';
import type { CompletedBackup } from '../steps/plausibility.js';
import { errorsOf, type Result } from '../steps/result.js';
import { finishCompleted } from '../steps/rotate.js';
import { waitForBackups } from '../steps/wait-for-backups.js';
import type { OperationContext, ServerRef } from './context.js';

/** @throws ActionError where any backup does not complete */
export async function wait(
  inputs: InputsOf<'wait'>,
  servers: readonly ServerRef[],
  ctx: OperationContext,
): Promise<void> {
  const ids = inputs.backupId;
  const serverId = servers.length === 1 ? (servers[0]?.id ?? null) : null;
  for (const id of ids) ctx.recorder.update(id, { ...EMPTY, id, serverId });
  // `scope` is not an input of wait: only this repository's backups rotate.
  const policy = inputs.keepLast === null ? null : keepLastPolicy(inputs.keepLast, 'repository');
  const settings = describeSettings([
    policy === null ? null : describePolicy(policy),
    `timeout ${formatDuration(inputs.waitTimeoutMs)}`,
  ]);
  ctx.log.info(
    `Waiting for ${plural(ids.length, 'backup')} of ${serversLabel(servers)}${settings}`,
  );
  const waitOptions = {
    timeoutMs: inputs.waitTimeoutMs,
    maxIntervalMs: inputs.pollIntervalMs,
    deadline: ctx.clock.now() + inputs.waitTimeoutMs,
  };
  const outcomes = await waitForBackups(ctx, {
    refs: ids.map((id) => ({ id, serverId, last: null, isConfirmed: false })),
    servers: servers.map(({ id }) => id),
    wait: waitOptions,
    initialDelayMs: 0,
    onUpdate: ({ id }, backup, waitedMs) => ctx.recorder.observe(id, backup, waitedMs),
  });
  const results = new Map([...outcomes].map(([id, { result }]) => [id, result]));
  const isAllCompleted = errorsOf(results.values()).length === 0;
  const completed = [...outcomes.values()].flatMap(({ result, list }): CompletedBackup[] =>
    'value' in result ? [{ backup: result.value, list, requestedAt: null }] : [],
  );
  const finished = await finishCompleted(ctx, completed, {
    policy: isAllCompleted ? policy : null,
    maxShrink: inputs.maxShrink,
    wait: waitOptions,
    dryRun: inputs.dryRun,
    onUpdate: (backup) => ctx.recorder.observe(backup.id, backup),
  });
  failIfAny(ctx, new Map([...results, ...finished]));
}

function failIfAny(ctx: OperationContext, results: ReadonlyMap<number, Result<Backup>>): void {
  for (const [id, result] of results) {
    if ('error' in result) ctx.recorder.failed(id, result.error);
  }
  const errors = errorsOf(results.values());
  if (errors.length > 0) throw combineErrors(errors, { count: results.size, noun: 'backups' });
}
