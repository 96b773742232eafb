/** What a search is about: it proves nothing of a situation that it never meets. */
import { isOpen, type Ran } from './record.js';

const isChange = (ran: Ran, path: string) =>
  ran.exchanges.filter((one) => one.method === 'POST' && one.target.endsWith(path));
const isGreen = (ran: Ran): boolean => ran.result.failure === null;

const SITUATIONS = {
  'create is green': (ran) =>
    ran.inputs.operation === 'create' && isGreen(ran) && ran.created.length > 0,
  'an order was lost, and sent once more': (ran) =>
    /sending it once more/.test(ran.result.text) && ran.created.length > 0,
  'a backup was adopted': (ran) => /it is ours/.test(ran.result.text),
  'a backup was made, and its id never told': (ran) =>
    ran.inputs.operation === 'create' &&
    ran.result.outputs.status === 'unknown' &&
    ran.created.length > 0,
  'a look-alike': (ran) => /may be ours, its marker/.test(ran.result.failure ?? ''),
  'room was made': (ran) => ran.deleted.length > 0 && /making room/.test(ran.result.text),
  'a full server refused': (ran) =>
    ran.inputs.operation === 'create' && /keeps at most/.test(ran.result.failure ?? ''),
  'create rotated': (ran) =>
    ran.inputs.operation === 'create' && isGreen(ran) && ran.deleted.length > 0,
  'wait rotated': (ran) => ran.inputs.operation === 'wait' && ran.deleted.length > 0,
  'prune pruned': (ran) => ran.inputs.operation === 'prune' && ran.deleted.length > 0,
  'a delete failed': (ran) => /Could not delete/.test(`${ran.result.text} ${ran.result.failure}`),
  'the last one was spared': (ran) =>
    ran.result.facts.decisions.some((one) => one.reason.includes('the last completed')),
  'a partial view': (ran) => /incomplete/.test(`${ran.result.text} ${ran.result.failure}`),
  'an earlier attempt served': (ran) => ran.result.outputs.reused === 'true',
  'two servers, one failed': (ran) => /1 of 2 servers failed/.test(ran.result.failure ?? ''),
  'the deadline': (ran) => /within wait_timeout/.test(ran.result.failure ?? ''),
  'the eleventh fault': (ran) => /Could not go on waiting/.test(ran.result.failure ?? ''),
  'a safety backup, then a restore': (ran) => ran.created.length > 0 && ran.restored.length > 0,
  'a safety backup that did not complete': (ran) =>
    /safety backup.*was not completed/.test(ran.result.failure ?? ''),
  'latest was restored': (ran) => ran.inputs.backup_id === 'latest' && ran.restored.length > 0,
  'a restore seen to its end': (ran) => ran.result.outputs.status === 'restored',
  'a restore that could not be observed': (ran) =>
    isGreen(ran) && ran.inputs.wait !== 'false' && ran.result.outputs.status === 'accepted',
  'an open answer to a restore that was begun': (ran) =>
    isChange(ran, '/restore/').some(isOpen) && ran.restored.length > 0,
} satisfies Record<string, (ran: Ran) => boolean>;

export type Situation = keyof typeof SITUATIONS;

export const ALL_SITUATIONS = Object.keys(SITUATIONS) as Situation[];

export function situationsOf(ran: Ran): Situation[] {
  return ALL_SITUATIONS.filter((name) => SITUATIONS[name](ran));
}
