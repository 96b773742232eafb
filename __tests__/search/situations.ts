/** What a search is about: it proves nothing of a situation that it never meets. */
import { isOpen, type Ran } from './record.js';

const isChange = (ran: Ran, path: string) =>
  ran.exchanges.filter((one) => one.method === 'POST' && one.target.endsWith(path));
const isGreen = (ran: Ran): boolean => ran.result.failure === null;

const says = (ran: Ran, words: RegExp): boolean =>
  words.test(`${ran.result.text}\n${ran.result.failure ?? ''}`);
const has = (ran: Ran, operation: string): boolean => ran.inputs.operation === operation;
const keeps = (ran: Ran, reason: string): boolean =>
  [...ran.result.report.decisions.values()].some((all) =>
    all.some((one) => one.action === 'keep' && one.reason.includes(reason)),
  );

const SITUATIONS = {
  'create is green': (ran) => has(ran, 'create') && isGreen(ran) && ran.created.length > 0,
  'a request was lost, and sent once more': (ran) =>
    says(ran, /; sending again/) && ran.created.length > 0,
  'a backup was adopted': (ran) =>
    has(ran, 'create') && says(ran, /searching the list for key/) && says(ran, /Created backup/),
  'an acceptance without an id': (ran) => says(ran, /accepted the create request without an id/),
  'a backup was made, and its id never told': (ran) =>
    has(ran, 'create') && ran.result.outputs.status === 'unknown' && ran.created.length > 0,
  'a possible match': (ran) => says(ran, /is the one requested for/),
  'a slot was freed': (ran) => has(ran, 'create') && says(ran, /Deleted .*: to free a slot/),
  'a slot was freed for a safety backup': (ran) =>
    has(ran, 'restore') && says(ran, /Deleted .*: to free a slot/),
  'a full server': (ran) => has(ran, 'create') && says(ran, /slots for manual backups are used/),
  'a slot had become free': (ran) => says(ran, /nothing is deleted; sending once more/),
  'create rotated': (ran) => has(ran, 'create') && isGreen(ran) && ran.deleted.length > 0,
  'wait rotated': (ran) => has(ran, 'wait') && ran.deleted.length > 0,
  'prune pruned': (ran) => has(ran, 'prune') && ran.deleted.length > 0,
  'delete deleted': (ran) => has(ran, 'delete') && ran.deleted.length > 0,
  'a delete failed': (ran) => says(ran, /was not deleted|is still listed|may be deleted/),
  'the last one was spared': (ran) => keeps(ran, 'the last completed'),
  'the last known good was spared': (ran) => keeps(ran, 'last known good'),
  'a backup of 0 MB was spared': (ran) => keeps(ran, '0 MB'),
  'a server that is restored was spared': (ran) => keeps(ran, 'its server is being restored'),
  'dates that are off': (ran) => says(ran, /dates can't be trusted/),
  "a runner's clock that is off": (ran) => says(ran, /The runner's clock is/),
  'a size that is not plausible': (ran) => says(ran, /Nothing is rotated/),
  'an incomplete list': (ran) => says(ran, /incomplete/),
  'an earlier attempt served': (ran) => ran.result.outputs.reused === 'true',
  'two servers, one failed': (ran) => says(ran, /1 of 2 servers failed/),
  'the deadline': (ran) => says(ran, /did not complete within/),
  'a backup that changed its mind': (ran) =>
    has(ran, 'create') &&
    says(ran, /: completed after/) &&
    says(ran, /failed \(status|disappeared/),
  'a wait that gave in to errors': (ran) => says(ran, /The wait for .* ended/),
  'a safety backup, then a restore': (ran) => ran.created.length > 0 && ran.restored.length > 0,
  'a safety backup that failed': (ran) =>
    has(ran, 'restore') && says(ran, /safety backup/i) && !isGreen(ran),
  'latest was restored': (ran) => ran.inputs.backup_id === 'latest' && ran.restored.length > 0,
  'last_good was restored': (ran) =>
    ran.inputs.backup_id === 'last_good' && ran.restored.length > 0,
  'last_good was refused': (ran) => ran.inputs.backup_id === 'last_good' && !isGreen(ran),
  'a restore seen to its end': (ran) => ran.result.outputs.status === 'restored',
  'a restore that could not be observed': (ran) =>
    isGreen(ran) && ran.inputs.wait !== 'false' && ran.result.outputs.status === 'accepted',
  'an open answer to a restore that was begun': (ran) =>
    isChange(ran, '/restore/').some(isOpen) && ran.restored.length > 0,
  'a check that is green': (ran) => has(ran, 'check') && isGreen(ran),
  'a check that failed': (ran) => has(ran, 'check') && !isGreen(ran),
  'outputs that can not be written': (ran) => says(ran, /Not writable/),
  'outputs lost after a change': (ran) =>
    ran.created.length > 0 && ran.exchanges.some(({ truth }) => !truth.isWritable),
  'cancelled after a change': (ran) => says(ran, /Cancelled by/) && ran.created.length > 0,
  'two runs side by side': (ran) => ran.runId === '2000' && ran.created.length > 0,
} satisfies Record<string, (ran: Ran) => boolean>;

export type Situation = keyof typeof SITUATIONS;

export const ALL_SITUATIONS = Object.keys(SITUATIONS) as Situation[];

export function situationsOf(ran: Ran): Situation[] {
  return ALL_SITUATIONS.filter((name) => SITUATIONS[name](ran));
}
