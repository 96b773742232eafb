/** `create`: one backup of each server, exactly once in effect, waited for, and only then rotated. */
import type { Backup } from '../backups/backup.js';
import { toBasicPlane } from '../backups/description.js';
import type { ServerState } from '../backups/marker.js';
import { keepLastPolicy, MANUAL_BACKUP_LIMIT, type RetentionPolicy } from '../backups/retention.js';
import { selectReusable } from '../backups/selection.js';
import type { InputsOf } from '../inputs/table.js';
import { INITIAL_INTERVAL_MS } from '../polling.js';
import {
  backupLabel,
  describePolicy,
  describeSettings,
  formatDuration,
  serverLabel,
  serversLabel,
  statusLabel,
} from '../report/labels.js';
import { ofServer } from '../report/report.js';
import { newCreateRequest, validateCreated, warnIfMarkerMissing } from '../steps/create-request.js';
import { createFreeingSlot } from '../steps/free-slot.js';
import { type BackupList, listEachServer } from '../steps/list-backups.js';
import { planCreate } from '../steps/plan-create.js';
import type { CompletedBackup } from '../steps/plausibility.js';
import { forEachServer, type Result, throwIfAnyFailed } from '../steps/result.js';
import { finishCompleted } from '../steps/rotate.js';
import { type WaitOptions, waitForBackups } from '../steps/wait-for-backups.js';
import type { OperationContext, ServerRef } from './context.js';

type CreateInputs = InputsOf<'create'>;

/** @throws ActionError where any server's backup failed */
export async function create(
  inputs: CreateInputs,
  servers: readonly ServerRef[],
  ctx: OperationContext,
): Promise<void> {
  for (const server of servers) ctx.recorder.update(server.id, ofServer(server));
  const creation = new Creation(inputs, ctx);
  creation.logStart(servers);
  const [listOf, state] = await Promise.all([
    listEachServer(ctx, servers),
    inputs.dryRun ? null : creation.readServerState(),
  ]);
  if (inputs.dryRun) {
    throwIfAnyFailed(
      await forEachServer(servers, async (server) => creation.plan(server, await listOf(server))),
    );
    return ctx.recorder.done();
  }
  const created = await forEachServer(servers, async (server) =>
    creation.createOn(server, await listOf(server), state),
  );
  ctx.recorder.flush();
  const results = inputs.wait ? await creation.waitAndRotate(created) : created;
  if (!inputs.wait) creation.noticeWithoutWait();
  for (const [serverId, result] of results)
    if ('error' in result) ctx.recorder.failed(serverId, result.error);
  creation.reportSlots(servers);
  throwIfAnyFailed(results);
}

/** A backup that exists now. */
interface CreatedBackup {
  readonly backup: Backup;
  /** The API's clock at the first request; `null` where an earlier attempt's backup is reused. */
  readonly requestedAt: number | null;
  /** The key of its request; `null` where an earlier attempt's backup is reused. */
  readonly key: string | null;
}

class Creation {
  readonly #policy: RetentionPolicy | null;
  readonly #wait: WaitOptions;

  constructor(
    private readonly inputs: CreateInputs,
    private readonly ctx: OperationContext,
  ) {
    const { keepLast, scope, waitTimeoutMs, pollIntervalMs } = inputs;
    this.#policy = keepLast === null ? null : keepLastPolicy(keepLast, scope);
    this.#wait = { timeoutMs: waitTimeoutMs, maxIntervalMs: pollIntervalMs };
  }

  get #text(): string {
    const { workflow, runNumber, actor } = this.ctx.run;
    const text = toBasicPlane(`Before ${workflow} #${runNumber} by ${actor}`);
    return this.inputs.description ?? text;
  }

  logStart(servers: readonly ServerRef[]): void {
    const { reuseOnRerun, maxAgeMs, dryRun } = this.inputs;
    const settings = describeSettings([
      this.#policy === null ? null : describePolicy(this.#policy),
      reuseOnRerun ? `reuse_on_rerun within ${formatDuration(maxAgeMs)}` : null,
    ]);
    const verb = dryRun ? 'Planning' : 'Creating';
    const noun = servers.length === 1 ? 'a backup' : 'backups';
    this.ctx.log.info(`${verb} ${noun} of ${serversLabel(servers)}${settings}`);
  }

  /** What can't be read leaves the state out, and never fails a create. */
  async readServerState(): Promise<ServerState | null> {
    const { deployEnvironment, githubToken } = this.inputs;
    if (deployEnvironment === null || githubToken === null) return null;
    const { state, problem } = await this.ctx.readServerState(deployEnvironment, githubToken);
    if (problem !== null) this.ctx.log.notice(`The backup is not marked good or bad: ${problem}`);
    else if (state !== null)
      this.ctx.log.info(`The last deploy was ${state}: the marker says state=${state}`);
    return state;
  }

  #request(server: ServerRef, known: BackupList, state: ServerState | null) {
    const { timeoutMs } = this.#wait;
    const options = { server, kind: 'create', known, timeoutMs } as const;
    return newCreateRequest(this.ctx, { ...options, text: this.#text, state });
  }

  plan(server: ServerRef, known: BackupList): void {
    const reused = this.#reusable(server, known);
    const { description } = this.#request(server, known, null);
    const { wait } = this.inputs;
    planCreate(this.ctx, { server, known, reused, description, policy: this.#policy, wait });
  }

  async createOn(
    server: ServerRef,
    known: BackupList,
    state: ServerState | null,
  ): Promise<CreatedBackup> {
    const { ctx } = this;
    const reused = this.#reusable(server, known);
    if (reused !== null) {
      ctx.recorder.reused();
      ctx.recorder.observe(server.id, reused);
      ctx.log.info(
        `Reusing ${backupLabel(reused)} of an earlier attempt (${statusLabel(reused.status)})`,
      );
      return { backup: reused, requestedAt: null, key: null };
    }
    const request = this.#request(server, known, state);
    const { idempotencyKey: key } = request;
    try {
      const { backup, requestedAt } = await createFreeingSlot(
        ctx,
        {
          ...request,
          onIntent: () => ctx.recorder.createIntent(server.id, key),
          onRejected: () => ctx.recorder.createRejected(server.id),
        },
        { policy: this.#policy },
      );
      this.#record(server, backup);
      ctx.log.info(`Created ${backupLabel(backup)}: ${statusLabel(backup.status)}`);
      validateCreated(backup, server.id);
      return { backup, requestedAt, key };
    } catch (error) {
      ctx.recorder.failed(server.id, error);
      throw error;
    }
  }

  /** The outcome of a request that is answered with another server's backup is not known. */
  #record(server: ServerRef, backup: Backup): void {
    this.ctx.recorder.observe(server.id, backup);
    if (backup.serverId !== server.id) this.ctx.recorder.update(server.id, { status: 'unknown' });
  }

  #reusable(server: ServerRef, known: BackupList): Backup | null {
    const { ctx, inputs } = this;
    if (!inputs.reuseOnRerun) return null;
    const at = { run: ctx.run, now: known.at };
    const { reused, ambiguous } = selectReusable(known.items, at, inputs.maxAgeMs);
    if (ambiguous.length > 0) {
      const ids = ambiguous.map(({ id }) => id).join(', ');
      ctx.log.warning(
        `An earlier attempt of this job made several backups of ${serverLabel(server.id, server.name)} (${ids}): none is reused.`,
      );
    }
    if (known.complete) return reused;
    ctx.log.warning(
      `The list of backups of ${serverLabel(server.id, server.name)} is incomplete: an earlier attempt's backup may be missing from it.`,
    );
    return reused;
  }

  /** Waits for all that were created, then rotates the servers whose backup is completed. */
  async waitAndRotate(
    created: ReadonlyMap<number, Result<CreatedBackup>>,
  ): Promise<ReadonlyMap<number, Result<unknown>>> {
    const { ctx } = this;
    const wait = { ...this.#wait, deadline: ctx.clock.now() + this.#wait.timeoutMs };
    const waited = [...created].flatMap(([serverId, one]) =>
      'value' in one ? [{ ...one.value, serverId }] : [],
    );
    const serverOf = new Map(waited.map(({ backup, serverId }) => [backup.id, serverId]));
    const outcomes = await waitForBackups(ctx, {
      refs: waited.map(({ backup }) => ({
        ...{ id: backup.id, serverId: backup.serverId, last: backup, isConfirmed: true },
      })),
      servers: [],
      wait,
      initialDelayMs: waited.some(({ requestedAt }) => requestedAt !== null)
        ? INITIAL_INTERVAL_MS
        : 0,
      onUpdate: ({ id }, backup, waitedMs) =>
        ctx.recorder.observe(serverOf.get(id) ?? 0, backup, waitedMs),
    });
    const completed = waited.flatMap((one): CompletedBackup[] => {
      const outcome = outcomes.get(one.backup.id);
      if (outcome === undefined || 'error' in outcome.result) return [];
      const backup = outcome.result.value;
      // What was stored can differ from what the answer showed.
      if (one.key !== null) warnIfMarkerMissing(ctx, backup, one.key);
      return [{ backup, list: outcome.list, requestedAt: one.requestedAt }];
    });
    const finished = await finishCompleted(ctx, completed, {
      policy: this.#policy,
      maxShrink: this.inputs.maxShrink,
      wait,
      dryRun: false,
      onUpdate: (backup) => ctx.recorder.observe(serverOf.get(backup.id) ?? 0, backup),
    });
    const resultOf = (id: number) => finished.get(id) ?? outcomes.get(id)?.result;
    return new Map(
      [...created].map(([serverId, one]) => [
        serverId,
        'value' in one ? (resultOf(one.value.backup.id) ?? one) : one,
      ]),
    );
  }

  noticeWithoutWait(): void {
    if (this.#policy === null) return;
    this.ctx.log.notice(
      'keep_last: nothing was rotated, because wait is false. operation: wait with keep_last rotates later.',
    );
  }

  reportSlots(servers: readonly ServerRef[]): void {
    const warnAt = this.#policy === null ? MANUAL_BACKUP_LIMIT - 1 : MANUAL_BACKUP_LIMIT;
    this.ctx.slots.report(servers, warnAt);
  }
}
