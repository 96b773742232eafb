/** `restore`: restores exactly the right backup, or refuses before anything is sent. */
import type { Backup } from '../backups/backup.js';
import { ActionError, CancelledError } from '../errors.js';
import type { InputsOf } from '../inputs/table.js';
import { INITIAL_INTERVAL_MS, poll } from '../polling.js';
import {
  backupLabel,
  formatAge,
  formatDuration,
  serverLabel,
  statusLabel,
} from '../report/labels.js';
import { CHECK_SERVER } from '../report/messages.js';
import { EMPTY, observed } from '../report/report.js';
import * as messages from '../report/restore-messages.js';
import { shorten } from '../report/sanitize.js';
import { TargetFinder } from '../steps/find-target.js';
import { confirmSafetyBackup, takeSafetyBackup } from '../steps/safety-backup.js';
import { findServer, type RestoreOutcome, waitForRestore } from '../steps/wait-for-restore.js';
import { ApiError, classifyPollError, ignoreApiError } from '../vpsorg/errors.js';
import type { OperationContext, ServerRef } from './context.js';

type RestoreInputs = InputsOf<'restore'>;

/** @throws ActionError, which says whether anything was restored */
export async function restore(
  inputs: RestoreInputs,
  servers: readonly ServerRef[],
  ctx: OperationContext,
): Promise<void> {
  const [server] = servers;
  if (server === undefined)
    throw new ActionError('Nothing was restored: no server.', 'Set server_id.');
  await new Restoration(inputs, server, ctx).run();
}

class Restoration {
  readonly #finder: TargetFinder;

  constructor(
    private readonly inputs: RestoreInputs,
    private readonly server: ServerRef,
    private readonly ctx: OperationContext,
  ) {
    this.#finder = new TargetFinder(ctx, server, (backup) =>
      ctx.recorder.update(this.#recordKey, observed(backup)),
    );
  }

  async run(): Promise<void> {
    const { ctx, inputs } = this;
    const { target, previousStatus } = await this.prepare().catch(rethrowBeforeSending);
    if (inputs.dryRun) return this.plan(target);
    await this.submit(target);
    ctx.recorder.restoreStatus('accepted');
    ctx.log.info(`VPS.org accepted the restore of ${backupLabel(target)}`);
    if (inputs.wait) await this.watch(target, previousStatus);
  }

  /** Finds the target, reads the server's status, takes the safety backup, and reads both again. */
  async prepare(): Promise<{ readonly target: Backup; readonly previousStatus: string | null }> {
    const { ctx, inputs, server } = this;
    const { id } = this.#key;
    ctx.recorder.update(this.#recordKey, {
      ...EMPTY,
      id,
      serverId: server.id,
      serverName: server.name,
    });
    this.logStart();
    const { target, list } = await this.#finder.find(inputs, this.#key.id);
    ctx.recorder.update(this.#recordKey, observed(target));
    ctx.log.info(
      `Target: ${backupLabel(target)}, ${formatAge(target, list.at)}: "${shorten(target.description ?? '', 255)}"`,
    );
    const before = await this.readServerStatus();
    if (inputs.dryRun || !inputs.safetyBackup) return { target, previousStatus: before };
    const options = {
      ...{ server, target, known: list, description: inputs.description },
      wait: { timeoutMs: inputs.waitTimeoutMs, maxIntervalMs: inputs.pollIntervalMs },
    };
    const safety = await takeSafetyBackup(ctx, options);
    const again = await this.#finder.findById(target.id, safety.id);
    await confirmSafetyBackup(ctx, options, { backup: safety, list: again.list });
    // Meanwhile another restore may have begun, or the server was stopped.
    const now = await this.readServerStatus();
    return { target, previousStatus: now === before ? now : null };
  }

  get #key(): { readonly id: number | null } {
    const { backupId } = this.inputs;
    return { id: typeof backupId === 'string' ? null : (backupId[0] ?? null) };
  }

  /** The report's key of the target, also before its id is known. */
  get #recordKey(): number {
    return this.#key.id ?? 0;
  }

  logStart(): void {
    const { backupId, dryRun } = this.inputs;
    const what = typeof backupId === 'string' ? backupId : `backup ${backupId[0]}`;
    const label = serverLabel(this.server.id, this.server.name);
    this.ctx.log.info(`${dryRun ? 'Planning to restore' : 'Restoring'} ${what} to ${label}`);
  }

  /**
   * @returns the status to come back to; `null` where it can't be read
   * @throws ActionError where a restore is in progress
   */
  async readServerStatus(): Promise<string | null> {
    const { ctx, server } = this;
    let status: string | null = null;
    await poll({
      ...{ clock: ctx.clock, signal: ctx.signal, timeoutMs: STATUS_TIMEOUT_MS, initialDelayMs: 0 },
      maxIntervalMs: INITIAL_INTERVAL_MS,
      classify: classifyPollError,
      check: async ({ deadline }) => {
        status = (await findServer(ctx, server.id, { deadline }))?.status || null;
        return true;
      },
    }).catch(ignoreApiError);
    if (status === 'restoring') throw messages.alreadyRestoring(server);
    return status;
  }

  plan(target: Backup): void {
    const { ctx, inputs } = this;
    const label = serverLabel(this.server.id, this.server.name);
    if (inputs.safetyBackup) {
      ctx.log.info(`Would first create a safety backup of ${label}, and wait for it`);
    }
    ctx.log.info(`Would restore backup ${target.id} to ${label}, overwriting everything on it`);
    ctx.recorder.done();
  }

  async submit(target: Backup): Promise<void> {
    const { ctx, server } = this;
    const result = await ctx.client.restoreBackup(server.id, target.id, {
      onSend: () => ctx.recorder.restoreIntent(),
      onRejected: () => ctx.recorder.restoreStatus(''),
    });
    if (result.outcome === 'accepted') return;
    if (result.outcome === 'unconfirmed') throw messages.restoreUnconfirmed(target, result.error);
    ctx.recorder.restoreStatus('');
    throw messages.restoreRejected(target, result.error);
  }

  async watch(target: Backup, previousStatus: string | null): Promise<void> {
    const { ctx, inputs, server } = this;
    const startedAt = ctx.clock.now();
    ctx.recorder.waitBegan(startedAt);
    const outcome = await waitForRestore(ctx, {
      ...{ server, previousStatus },
      wait: { timeoutMs: inputs.waitTimeoutMs, maxIntervalMs: inputs.pollIntervalMs },
    }).finally(() => {
      ctx.recorder.waitEnded(ctx.clock.now());
      ctx.recorder.update(this.#recordKey, { waitedMs: ctx.clock.now() - startedAt });
    });
    this.conclude(target, outcome, formatDuration(ctx.clock.now() - startedAt));
  }

  conclude(target: Backup, outcome: RestoreOutcome, waited: string): void {
    const { ctx, inputs } = this;
    const label = backupLabel(target);
    switch (outcome.kind) {
      case 'restored':
        ctx.recorder.restoreStatus('restored');
        ctx.log.info(`Restored ${label} after ${waited}`);
        return;
      case 'stopped':
        ctx.recorder.restoreStatus('restored', 'The server is stopped now.');
        ctx.log.warning(
          `Restored ${label} after ${waited}, but the server is stopped now: start it.`,
        );
        return;
      case 'unobservable':
        ctx.recorder.restoreStatus(
          'accepted',
          `Its completion could not be observed: ${outcome.why}.`,
        );
        ctx.log.warning(
          `VPS.org accepted the restore of ${label}, but its completion could not be observed: ${outcome.why}. ${CHECK_SERVER}`,
        );
        return;
      case 'failed':
        throw messages.restoreFailed(
          target,
          `the server is in status ${statusLabel(outcome.status)}`,
        );
      case 'timeout':
        throw messages.restoreFailed(
          target,
          `it was not over within ${formatDuration(inputs.waitTimeoutMs)} (last status of the server: ${outcome.status ?? 'not listed'})`,
        );
    }
  }
}

/** A list of servers that can't be read must not hold up a restore at night for long. */
const STATUS_TIMEOUT_MS = 10_000;

/** Until the restore is sent, whatever fails means that nothing was restored, and says so. */
function rethrowBeforeSending(error: unknown): never {
  if (error instanceof CancelledError || !(error instanceof ApiError)) throw error;
  throw messages.failedBefore(error);
}
