/** `create`: one backup of each server, started exactly once in effect, waited for, and only then rotated. */
import type { Backup } from '../backups/backup.js';
import { type RetentionRule, rotationRule } from '../backups/retention.js';
import { classify } from '../backups/status.js';
import { combine } from '../errors.js';
import type { RunContext } from '../inputs/context.js';
import type { CreateInputs } from '../inputs/inputs.js';
import { SHORTEST_PAUSE_MS } from '../polling.js';
import { factOf, NO_BACKUP, seenIn } from '../report/facts.js';
import { brief, duration } from '../report/text.js';
import { awaitBackups } from './await-backups.js';
import { badStart } from './backup-errors.js';
import { type Deps, errorsIn, filtersInWords, type Settled, serverLabel, settleServers } from './deps.js';
import { ruleInWords } from './give-up.js';
import { previewCreate } from './preview.js';
import { findReusable } from './reuse.js';
import { startWithRoom } from './room.js';
import { rotate } from './rotate.js';
import { resolveServers, viewSource } from './servers.js';
import { isUnknown, keyedOrder, type StartOrder, warnIfUnmarked } from './start-backup.js';

/** @throws OperationError where any server's backup failed; what is known stands in the journal */
export async function create(inputs: CreateInputs, deps: Deps): Promise<void> {
  const servers = await resolveServers(deps, inputs.servers);
  deps.journal.note({ backups: servers.map((serverId) => ({ ...NO_BACKUP, serverId })) });
  tellFilters(deps, inputs, servers);
  const viewFor = await viewSource(deps.api, servers);
  const text = inputs.description ?? defaultText(deps.run);
  const orderFor = async (serverId: number, place: number): Promise<PlacedOrder> => {
    return { serverId, place, kind: 'create', text, before: await viewFor(serverId) };
  };
  if (inputs.dryRun) {
    failIfAny(await settleServers(servers, async (id, place) => previewCreate(deps, inputs, await orderFor(id, place))));
    return deps.journal.note({ status: 'dry_run' });
  }
  const started = await settleServers(servers, async (id, place) => startOne(deps, inputs, await orderFor(id, place)));
  deps.journal.flush();
  failIfAny(inputs.wait ? await finish(deps, inputs, started) : started);
  if (!inputs.wait) tellUnwaited(deps, inputs);
}

function tellFilters(deps: Deps, inputs: CreateInputs, servers: readonly number[]): void {
  const rule = ruleOf(inputs);
  const reuse = inputs.reuseWithinMs === null ? null : `reuse within max_age ${duration(inputs.reuseWithinMs)}`;
  deps.log.info(filtersInWords(servers, rule === null ? null : ruleInWords(rule), reuse));
}

function ruleOf({ keepLast, scope }: CreateInputs): RetentionRule | null {
  return keepLast === null ? null : rotationRule(keepLast, scope);
}

function failIfAny(ended: readonly Settled<unknown>[]): void {
  const errors = errorsIn(ended);
  if (errors.length > 0) throw combine(errors, { count: ended.length, noun: 'servers' });
}

function defaultText(run: RunContext): string {
  return `Before ${run.workflow} #${run.runNumber} by ${run.actor}`;
}

interface PlacedOrder extends StartOrder {
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

async function startOne(deps: Deps, inputs: CreateInputs, order: PlacedOrder): Promise<Begun> {
  const { serverId, before, place } = order;
  const reused = findReusable(deps, inputs, before);
  if (reused !== null) {
    deps.journal.note({ reused: true });
    deps.journal.noteBackup(place, factOf(reused));
    deps.log.info(
      `Backup ${reused.id} of ${serverLabel(serverId, reused.serverName)} was made by an earlier attempt of this job (${brief(reused.status)}): it is used again`,
    );
    return { backup: reused, proven: classify(reused.status) === 'completed', unseenKey: null };
  }
  const keyed = keyedOrder(deps, order);
  try {
    deps.journal.noteBackup(place, { key: keyed.key });
    const backup = await startWithRoom(deps, keyed, ruleOf(inputs));
    deps.journal.noteBackup(place, seenOn(serverId, backup));
    const bad = badStart(backup, serverId);
    if (bad !== null) throw bad;
    deps.log.info(`Backup ${backup.id} of ${serverLabel(serverId, backup.serverName)} started: ${brief(backup.status) || 'no status'}`);
    return { backup, proven: false, unseenKey: backup.description === null ? keyed.key : null };
  } catch (error) {
    if (isUnknown(error)) deps.journal.noteBackup(place, { status: 'unknown' });
    throw error;
  }
}

/** Of a backup that is not of the server that was asked for, it is not known what came of the order. */
function seenOn(asked: number | null, backup: Backup): ReturnType<typeof seenIn> {
  return { ...seenIn(backup), ...(backup.serverId === asked ? {} : { status: 'unknown' }) };
}

/** Waits for all that were started, then rotates the servers whose backup is completed. */
async function finish(deps: Deps, inputs: CreateInputs, started: readonly Settled<Begun>[]): Promise<Settled<Backup>[]> {
  const ended = started.map((one): Settled<Backup> => ('value' in one ? { value: one.value.backup } : one));
  const waiting = started.flatMap((one, place) => ('value' in one && !one.value.proven ? [{ ...one.value, place }] : []));
  if (waiting.length > 0) {
    const results = await awaitBackups(deps, {
      targets: waiting.map(({ backup }) => ({ id: backup.id, serverId: backup.serverId, backup })),
      limits: inputs.limits,
      firstPauseMs: SHORTEST_PAUSE_MS,
      onSeen: (nth, { backup, waitedMs }) => {
        const { place, backup: begun } = waiting[nth] ?? {};
        if (place === undefined) return;
        deps.journal.noteBackup(place, { ...(backup === null ? {} : seenOn(begun?.serverId ?? null, backup)), waitedMs });
      },
    });
    for (const [nth, result] of results.entries()) {
      const { place = 0, unseenKey = null } = waiting[nth] ?? {};
      ended[place] = result;
      if ('value' in result && unseenKey !== null) warnIfUnmarked(deps, result.value, unseenKey);
    }
  }
  const completed = ended.flatMap((one) => ('value' in one ? [one.value] : []));
  if (inputs.keepLast !== null) await rotate(deps, { keepLast: inputs.keepLast, scope: inputs.scope, completed, dryRun: false });
  return ended;
}

function tellUnwaited(deps: Deps, inputs: CreateInputs): void {
  if (inputs.keepLast === null) return;
  deps.log.notice('keep_last: nothing was rotated, because wait is false. operation: wait with keep_last does it later.');
}
