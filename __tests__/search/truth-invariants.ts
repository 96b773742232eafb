/** What must hold at VPS.org itself, wherever its answers do not hide it: no server loses its last backup, no young one goes. */
import { DAY, HOUR, MINUTE } from '../support/harness.js';
import type { Line } from './deletion-invariants.js';
import { type Exchange, idOf, type Ran } from './record.js';
import type { Told } from './told.js';

export function checkTruth(ran: Ran, _told: readonly Told[]): Line[] {
  if (ran.inputs.operation === 'delete') return [];
  const sent = ran.exchanges.filter((one) => one.method === 'DELETE');
  return [...keepsOne(ran, sent), ...sent.flatMap((one) => keepsYoung(ran, one))];
}

/** Completed, and not of 0 MB where sizes are shown. */
function goodOf({ dialect }: Ran, rows: Ran['before'], server: number): Ran['before'] {
  const isEmpty = (size: number | null): boolean => size === 0 && dialect.nulls === null;
  return rows.filter(
    (row) => row.server_id === server && row.status === 'completed' && !isEmpty(row.size_mb),
  );
}

/**
 * A server that had a good backup keeps one. Undecidable, and so judged by what was told alone: what somebody else
 * removed meanwhile; a completed backup that fails or vanishes later; a row deleted by an earlier step that lists
 * still show as it was (it can't be told from a real one); lists that are old without a sign.
 */
function keepsOne(ran: Ran, sent: readonly Exchange[]): Line[] {
  const { completionFlip, cachedList } = ran.dialect;
  const isHidden = completionFlip !== null || cachedList?.sign === 'none' || ran.ghosts.length > 0;
  if (isHidden || !ran.isAlone) return [];
  const servers = new Set(ran.before.map((row) => row.server_id));
  const asked = new Set(sent.map(idOf));
  return [...servers].map((server) => {
    const had = goodOf(ran, ran.before, server);
    const wasAsked = had.some(({ id }) => asked.has(id));
    return (
      had.length > 0 &&
      wasAsked &&
      goodOf(ran, ran.after, server).length === 0 &&
      `server ${server} is left without a good backup`
    );
  });
}

/**
 * Nothing completed that is younger than an hour goes, by the true clock (15 minutes where a slot is freed). Dates or a
 * runner's clock that are off can hide it from `prune`, `wait` and the freeing of a slot, which have no proof; in a
 * `create` the date of the new backup proves the others, to a quarter of an hour.
 */
function keepsYoung(ran: Ran, one: Exchange): Line[] {
  const id = idOf(one);
  const row = one.truth.backups.find((other) => other.id === id);
  const madeAt = Date.parse(row?.created_at ?? '');
  if (row?.status !== 'completed' || Number.isNaN(madeAt)) return [];
  const isFreeing = /^to free/.test(ran.result.report.deletions.get(id)?.reason ?? '');
  const { operation } = ran.inputs;
  const isProven = operation === 'create' && !isFreeing && ran.result.outputs.reused !== 'true';
  const limit = (isFreeing ? 15 * MINUTE : HOUR) - 1_000;
  const spare = isProven ? 15 * MINUTE + 2_000 : DAY * 1_000;
  const least = isOff(ran) ? limit - spare : limit;
  const age = one.sentAt - madeAt;
  return [age < least && `deleted ${id}, which is ${Math.round(age / MINUTE)} minutes old`];
}

/** Whether ages that are computed from dates and clock differ from the true ones. */
function isOff({ dialect }: Ran): boolean {
  const { createdAtSkewMs, localDates, clockSkewMs, dateHeader } = dialect;
  return createdAtSkewMs + localDates + (dateHeader ? 0 : clockSkewMs) !== 0;
}
