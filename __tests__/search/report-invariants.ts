/** What must hold of outputs, log and error: all that was changed is named, nothing else, and no token. */
import type { Line } from './deletion-invariants.js';
import { field, idOf, isRejected, keyOf, posts, type Ran } from './record.js';
import { readingBefore, type Told } from './told.js';

export function checkReports(ran: Ran, told: readonly Told[]): Line[] {
  return [
    ...failsWithWords(ran),
    ...keepsTheToken(ran),
    ...namesChanges(ran, told),
    ...changesOnlyWhenWritable(ran),
    ...unknownIsSo(ran, told),
  ];
}

function failsWithWords({ result: { failure } }: Ran): Line[] {
  return [
    failure !== null && failure.trim() === '' && 'fails without a word',
    /virtual time|never comes|TypeError|undefined|\[object|NaN/.test(failure ?? '') &&
      `fails oddly: ${failure}`,
  ];
}

function keepsTheToken({ result, token }: Ran): Line[] {
  const { log, failure, history, outputs } = result;
  const shown = JSON.stringify({ log, failure, history, outputs });
  return [shown.includes(token) && 'shows the token'];
}

/** In the log or the error: outputs may be lost. */
function namesChanges(ran: Ran, told: readonly Told[]): Line[] {
  const { text, failure } = ran.result;
  const shown = `${text}\n${failure}`;
  const numbers = new Set(shown.match(/\d+/g) ?? []);
  const ids = told.filter(({ by }) => by.method === 'POST').map(({ id }) => id);
  return [
    ...ids.map((id) => !numbers.has(String(id)) && `no line names backup ${id}`),
    ...posts(ran, '/backups/').map((one) => {
      const key = keyOf(field(one, 'description'));
      return !isRejected(one) && !shown.includes(key) && `no line has the key ${key}`;
    }),
    ...posts(ran, '/restore/').map(
      (one) =>
        !isRejected(one) &&
        !new RegExp(`restore of backup ${field(one, 'backup_id')}\\b`).test(shown) &&
        `no line tells of the restore of ${field(one, 'backup_id')}`,
    ),
    ...ran.deleted.map(
      (id) => !numbers.has(String(id)) && `no line names ${id}, which was deleted`,
    ),
  ];
}

/**
 * Outputs that can't be written fail the step before its first change. Of several servers, the others' changes begin
 * side by side with the first.
 */
function changesOnlyWhenWritable(ran: Ran): Line[] {
  const first = ran.exchanges.find(({ method }) => method !== 'GET');
  const isSeveral = /[ ,]/.test(ran.inputs.server_id ?? '');
  if (first === undefined || first.truth.isWritable) return [];
  if (isSeveral && ran.result.history.length > 0) return [];
  return [`${first.method} ${first.target} was sent, though outputs can't be written`];
}

/** A status of `unknown` needs a request without a definite answer, or a completed backup that is not what was asked for. */
function unknownIsSo(ran: Ran, told: readonly Told[]): Line[] {
  const { operation } = ran.inputs;
  if (ran.result.outputs.status !== 'unknown' || operation === 'restore') return [];
  const isUnclear = posts(ran, '/backups/').some((one) => {
    const row = told.find(({ by }) => by === one);
    const isOther = row !== undefined && row.server !== field(one, 'server_id');
    return !isRejected(one) && (row === undefined || isOther);
  });
  if (isUnclear) return [];
  // Seen completed, and not to be relied on: of another server, or the last wait for it failed.
  const isElsewhere = ran.result.failure !== null;
  const completed = new Set(told.flatMap(({ id, status }) => (status === 'completed' ? [id] : [])));
  const hasLeft = [...completed].some((id) => isElsewhere || isMissing(ran, id));
  const isDeleting = ran.exchanges.some((one) => {
    return one.method === 'DELETE' && one.answer?.status !== 204;
  });
  return [!hasLeft && !isDeleting && 'status is unknown, though every answer was definite'];
}

/** Whether a list of its server, read later, did not show it. */
function isMissing({ exchanges }: Ran, id: number): boolean {
  const last = exchanges.at(-1);
  const server = exchanges
    .flatMap(({ truth }) => truth.listed)
    .find((row) => row.id === id)?.server;
  if (last === undefined || server === undefined) return true;
  const reading = readingBefore([...exchanges, { ...last, sentAt: Infinity }], last, server);
  return reading === null || !reading.rows.some((row) => row.id === id) || idOf(last) === id;
}
