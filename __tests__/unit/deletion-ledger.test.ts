/** What the deletes of a step were answered with, and what later lists make of it. */
import { describe, expect, test } from '@jest/globals';
import { isGone } from '../../src/steps/delete-backups.js';
import { type DeleteAnswer, DeletionLedger } from '../../src/steps/deletion-ledger.js';
import type { BackupList } from '../../src/steps/list-backups.js';
import { NOW, row } from '../support/fixtures.js';

const ONE = row({ id: 5 });

function ledgerOf(...answers: DeleteAnswer[]): DeletionLedger {
  const ledger = new DeletionLedger();
  for (const answer of answers) ledger.record({ backup: ONE, answer, reason: answer, remedy: '' });
  return ledger;
}

describe('DeletionLedger', () => {
  test.each<[DeleteAnswer, boolean, boolean]>([
    ['removed', true, false],
    ['answered', true, false],
    ['not_found', true, false],
    ['unconfirmed', false, true],
    ['rejected', false, false],
  ])('after %s: answered %p, may be tried again %p', (answer, isAnswered, mayTry) => {
    const ledger = ledgerOf(answer);
    expect([ledger.isAnswered(5), ledger.mayTry(5)]).toEqual([isAnswered, mayTry]);
    expect(ledger.isUnconfirmed(5)).toBe(answer === 'unconfirmed');
  });

  test('a backup that was not deleted may be tried', () => {
    const ledger = ledgerOf();
    expect([ledger.mayTry(5), ledger.isAnswered(5), ledger.get(5)]).toEqual([
      true,
      false,
      undefined,
    ]);
  });

  test('an unconfirmed delete is tried five times at most', () => {
    const unconfirmed = (count: number) =>
      ledgerOf(...Array<DeleteAnswer>(count).fill('unconfirmed'));
    expect([unconfirmed(4).mayTry(5), unconfirmed(5).mayTry(5)]).toEqual([true, false]);
  });

  test.each<[DeleteAnswer[], boolean]>([
    [['unconfirmed', 'rejected'], true],
    [['unconfirmed'], true],
    [['not_found'], true],
    [['rejected'], false],
  ])('after %j it may be deleted: %p', (answers, maybeDeleted) => {
    const entry = ledgerOf(...answers).get(5);
    const [last] = answers.slice(-1);
    expect(entry).toMatchObject({
      answer: last,
      maybeDeleted,
      tries: answers.length,
      reason: last,
    });
  });

  test('lists what was deleted on a server', () => {
    const ledger = ledgerOf('removed');
    ledger.record({
      ...{ backup: row({ id: 6, serverId: 9 }), answer: 'removed' },
      reason: '',
      remedy: '',
    });
    expect(ledger.ofServer(9).map(({ backup }) => backup.id)).toEqual([6]);
  });
});

describe('isGone', () => {
  const list = (status: string | null, complete: boolean): BackupList => {
    const items = status === null ? [] : [row({ id: 5, status })];
    return { items, complete, reason: complete ? null : 'x', at: NOW };
  };

  test.each<[string | null, boolean, boolean | null]>([
    [null, true, true],
    [null, false, null],
    ['completed', true, false],
    ['completed', false, false],
    ['in_progress', true, false],
    ['failed', true, false],
    ['deleted', true, true],
    ['expired', true, true],
  ])('with the status %p in a list that is complete: %p', (status, complete, expected) => {
    expect(isGone(list(status, complete), 5)).toBe(expected);
  });
});
