/** What must hold where a slot is freed: exactly one, the right one, of a full server, after an answer that fits. */
import type { HttpResponse } from '../../src/vpsorg/http.js';
import type { Deletion, Line } from './deletion-invariants.js';
import { type Exchange, field, idOf, isRecord, parse, posts, type Ran } from './record.js';
import { slotsOf, slotToFree } from './retention-oracle.js';

export function checkFreeing(deletion: Deletion): Line[] {
  const { server, reading } = deletion;
  const rejected = rejectedBefore(deletion);
  const used = slotsOf(reading.rows).length;
  return [
    ...isAllowed(deletion),
    ...isTheRightOne(deletion),
    freedBefore(deletion) && `freed a second slot of server ${server}`,
    (rejected?.answer == null || !speaksOfALimit(rejected.answer)) &&
      `freed a slot of server ${server}, whose answer does not speak of a limit`,
    (reading.pages[0]?.sentAt ?? 0) < (rejected?.endedAt ?? Number.POSITIVE_INFINITY) &&
      `freed a slot of server ${server} by a list from before the rejection`,
    used < 10 && `freed a slot of server ${server}, which uses ${used}`,
  ];
}

function isAllowed({ ran: { inputs }, rule }: Deletion): Line[] {
  const { operation } = inputs;
  if (operation === 'restore')
    return [inputs.safety_backup !== 'true' && 'freed a slot without a safety backup'];
  return [
    operation !== 'create' && `freed a slot in ${operation}`,
    rule.keepLast === null && 'freed a slot without keep_last',
  ];
}

function isTheRightOne({ ran, row, moment, rule }: Deletion): Line[] {
  // After an answer that was lost it is sent again.
  if (!moment.rows.some(({ id }) => id === row.id)) return [];
  const isRestore = ran.inputs.operation === 'restore';
  const targetId = isRestore ? targetOf(ran) : null;
  const due = slotToFree({ ...moment, rule: isRestore ? null : rule, targetId });
  return [due?.id !== row.id && `freed the slot of ${row.id}, not that of ${due?.id}`];
}

/** The last request for a backup of that server. */
function rejectedBefore({ ran, one, server }: Deletion): Exchange | undefined {
  const exchanges = ran.exchanges.slice(0, ran.exchanges.indexOf(one));
  return posts({ exchanges }, '/backups/').findLast((post) => field(post, 'server_id') === server);
}

function freedBefore({ ran, one, server }: Deletion): boolean {
  return ran.exchanges
    .slice(0, ran.exchanges.indexOf(one))
    .some(
      (other) =>
        other.method === 'DELETE' &&
        idOf(other) !== idOf(one) &&
        other.truth.listed.some((row) => row.id === idOf(other) && row.server === server),
    );
}

/** The backup that was to be restored, as the report shows it. */
function targetOf(ran: Ran): number | null {
  return [...ran.result.report.backups.values()][0]?.id ?? null;
}

const FORBIDDEN =
  /rate|request|again|second|minute|hour|character|length|disk|storage|credit|balance|payment|invoice/i;
const LIMIT =
  /(^|[^\p{L}\p{N}])((limi|maxim|maksim|quota|exceed|too many|at most|максим|лимит|ограничењ)|(10|ten)($|[^\p{L}\p{N}]))|上限|限制/iu;

/** "It has no `Retry-After`, is no web page and no field error …, and speaks of a limit; or … without any reason." */
function speaksOfALimit({ status, headers, body }: HttpResponse): boolean {
  if (![400, 403, 409, 422].includes(status)) return false;
  if (isRetryAfter(headers['retry-after']) || body.trimStart().startsWith('<')) return false;
  const json = parse(body);
  if (isRecord(json) && ('description' in json || 'server_id' in json)) return false;
  const text = json === null ? body : textsIn(json).join(' ');
  if (text.trim() === '') return status !== 403;
  return !FORBIDDEN.test(text) && LIMIT.test(text);
}

/** One that can't be read says nothing. */
function isRetryAfter(value: string | undefined): boolean {
  return value !== undefined && (/^\d+$/.test(value) || !Number.isNaN(Date.parse(value)));
}

function textsIn(json: unknown): string[] {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(textsIn) : [];
}
