/** What to say when the step is cancelled: nothing is started or deleted any more, and what goes on at VPS.org is named. Pure. */
import { classify } from '../backups/status.js';
import type { Cancelled } from '../errors.js';
import type { Facts } from './facts.js';

/** One line. */
export function cancellationMessage(cancelled: Cancelled, facts: Facts): string {
  const going = facts.backups.filter((fact) => fact.id !== null && classify(fact.status) === 'pending').map((fact) => fact.id);
  const said = [cancelled.message];
  if (facts.operation === 'restore') said.push(restoreSaid(facts));
  else if (going.length > 0) said.push(`Backup ${going.join(', ')} goes on at VPS.org; ${pickUp(going.join(','))}`);
  else if (facts.status === 'unknown' || facts.backups.some((fact) => fact.status === 'unknown'))
    said.push('A backup may have been started: look at the server before you run again.');
  else said.push('Nothing more was started.');
  return said.join(' ');
}

function restoreSaid(facts: Facts): string {
  const { safety, status } = facts;
  const id = facts.backups[0]?.id ?? '?';
  if (status === 'accepted')
    return `The restore of backup ${id} was accepted and goes on at VPS.org; look at the server before anything else.`;
  if (status === 'unknown') return `The restore of backup ${id} may have started; look at the server before anything else.`;
  if (safety?.id) return `Nothing was restored. Safety backup ${safety.id} goes on at VPS.org; ${pickUp(String(safety.id))}`;
  return 'Nothing was restored.';
}

function pickUp(ids: string): string {
  return `pick it up with operation: wait, backup_id: ${ids}.`;
}
