/** `create`: one backup of each server, started exactly once in effect, waited for, and only then rotated. */
import type { Backup } from '../backups/backup.js';
import { keepLastPolicy, type RetentionPolicy } from '../backups/retention.js';
import { classifyStatus } from '../backups/status.js';
import { combineErrors } from '../errors.js';
import type { RunContext } from '../inputs/run-context.js';
import type { CreateInputs } from '../inputs/types.js';
import { INITIAL_INTERVAL_MS } from '../polling.js';
import { validateCreated } from '../report/messages.js';
import { EMPTY, observed, reportOf } from '../report/report.js';
import { formatDuration, shorten } from '../report/sanitize.js';
import {
  type CreateRequest,
  isUnconfirmed,
  warnIfMarkerMissing,
  withIdempotencyKey,
} from '../steps/create-once.js';
import { createFreeingSlot } from '../steps/free-slot.js';
import { previewCreate } from '../steps/plan-create.js';
import { describePolicy } from '../steps/prune-server.js';
import { resolveServers, viewSource } from '../steps/resolve-servers.js';
import { findReusable } from '../steps/reuse.js';
import { rotate } from '../steps/rotate.js';
import { waitForBackups } from '../steps/wait-for-backups.js';
import {
  describeSettings,
  errorsOf,
  forEachServer,
  type OperationContext,
  type Result,
  serverLabel,
} from './context.js';

/** @throws OperationError where any server's backup failed; what is known stands in the journal */
export async function create(inputs: CreateInputs, deps: OperationContext): Promise<void> {
  const servers = await resolveServers(deps, inputs.servers);
  deps.recorder.update({ backups: servers.map((serverId) => ({ ...EMPTY, serverId })) });
  tellFilters(deps, inputs, servers);
  const viewFor = await viewSource(deps.client, servers);
  const text = inputs.description ?? defaultText(deps.run);
  const orderFor = async (serverId: number, place: number): Promise<PlacedOrder> => {
    return { serverId, place, kind: 'create', text, before: await viewFor(serverId) };
  };
  if (inputs.dryRun) {
    failIfAny(
      await forEachServer(servers, async (id, place) =>
        previewCreate(deps, inputs, await orderFor(id, place)),
      ),
    );
    return deps.recorder.update({ status: 'dry_run' });
  }
  const started = await forEachServer(servers, async (id, place) =>
    startOne(deps, inputs, await orderFor(id, place)),
  );
  deps.recorder.flush();
  failIfAny(inputs.wait ? await finish(deps, inputs, started) : started);
  if (!inputs.wait) tellUnwaited(deps, inputs);
}

function tellFilters(
  deps: OperationContext,
  inputs: CreateInputs,
  servers: readonly number[],
): void {
  const rule = ruleOf(inputs);
  const reuse =
    inputs.reuseMaxAgeMs === null
      ? null
      : `reuse within max_age ${formatDuration(inputs.reuseMaxAgeMs)}`;
  deps.log.info(describeSettings(servers, rule === null ? null : describePolicy(rule), reuse));
}

function ruleOf({ keepLast, scope }: CreateInputs): RetentionPolicy | null {
  return keepLast === null ? null : keepLastPolicy(keepLast, scope);
}

function failIfAny(ended: readonly Result<unknown>[]): void {
  const errors = errorsOf(ended);
  if (errors.length > 0) throw combineErrors(errors, { count: ended.length, noun: 'servers' });
}

function defaultText(run: RunContext): string {
  return `Before ${run.workflow} #${run.runNumber} by ${run.actor}`;
}

interface PlacedOrder extends CreateRequest {
  readonly place: number;
}

/** A backup that there is now. */
interface Begun {
  readonly backup: Backup;
  /** Whether it is complete already: an earlier attempt's, used again. */
  readonly proven: boolean;
  /** The key that its marker was sent with, where no answer has shown its description yet. */
  readonly unseenKey: string | null;
}

async function startOne(
  deps: OperationContext,
  inputs: CreateInputs,
  order: PlacedOrder,
): Promise<Begun> {
  const { serverId, before, place } = order;
  const reused = findReusable(deps, inputs, before);
  if (reused !== null) {
    deps.recorder.update({ reused: true });
    deps.recorder.updateBackup(place, reportOf(reused));
    deps.log.info(
      `Backup ${reused.id} of ${serverLabel(serverId, reused.serverName)} was made by an earlier attempt of this job (${shorten(reused.status)}): it is used again`,
    );
    return {
      backup: reused,
      proven: classifyStatus(reused.status) === 'completed',
      unseenKey: null,
    };
  }
  const keyed = withIdempotencyKey(deps, order);
  try {
    deps.recorder.updateBackup(place, { key: keyed.idempotencyKey });
    const backup = await createFreeingSlot(deps, keyed, ruleOf(inputs));
    deps.recorder.updateBackup(place, seenOn(serverId, backup));
    const bad = validateCreated(backup, serverId);
    if (bad !== null) throw bad;
    deps.log.info(
      `Backup ${backup.id} of ${serverLabel(serverId, backup.serverName)} started: ${shorten(backup.status) || 'no status'}`,
    );
    return {
      backup,
      proven: false,
      unseenKey: backup.description === null ? keyed.idempotencyKey : null,
    };
  } catch (error) {
    if (isUnconfirmed(error)) deps.recorder.updateBackup(place, { status: 'unknown' });
    throw error;
  }
}

/** Of a backup that is not of the server that was asked for, it is not known what came of the order. */
function seenOn(asked: number | null, backup: Backup): ReturnType<typeof observed> {
  return { ...observed(backup), ...(backup.serverId === asked ? {} : { status: 'unknown' }) };
}

/** Waits for all that were started, then rotates the servers whose backup is completed. */
async function finish(
  deps: OperationContext,
  inputs: CreateInputs,
  started: readonly Result<Begun>[],
): Promise<Result<Backup>[]> {
  const ended = started.map(
    (one): Result<Backup> => ('value' in one ? { value: one.value.backup } : one),
  );
  const waiting = started.flatMap((one, place) =>
    'value' in one && !one.value.proven ? [{ ...one.value, place }] : [],
  );
  if (waiting.length > 0) {
    const results = await waitForBackups(deps, {
      backups: waiting.map(({ backup }) => ({ id: backup.id, serverId: backup.serverId, backup })),
      limits: inputs.waitOptions,
      firstPauseMs: INITIAL_INTERVAL_MS,
      onUpdate: (nth, { backup, waitedMs }) => {
        const { place, backup: begun } = waiting[nth] ?? {};
        if (place === undefined) return;
        deps.recorder.updateBackup(place, {
          ...(backup === null ? {} : seenOn(begun?.serverId ?? null, backup)),
          waitedMs,
        });
      },
    });
    for (const [nth, result] of results.entries()) {
      const { place = 0, unseenKey = null } = waiting[nth] ?? {};
      ended[place] = result;
      if ('value' in result && unseenKey !== null)
        warnIfMarkerMissing(deps, result.value, unseenKey);
    }
  }
  const completed = ended.flatMap((one) => ('value' in one ? [one.value] : []));
  if (inputs.keepLast !== null)
    await rotate(deps, {
      keepLast: inputs.keepLast,
      scope: inputs.scope,
      completed,
      dryRun: false,
    });
  return ended;
}

function tellUnwaited(deps: OperationContext, inputs: CreateInputs): void {
  if (inputs.keepLast === null) return;
  deps.log.notice(
    'keep_last: nothing was rotated, because wait is false. operation: wait with keep_last does it later.',
  );
}
