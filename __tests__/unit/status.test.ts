import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classifyStatus, isKnownStatus } from '../../src/backups/status.js';

const FAILED = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'];
const REMOVED = ['deleted', 'expired'];

describe('classifyStatus', () => {
  test('only completed is success', () => expect(classifyStatus('completed')).toBe('completed'));
  test.each(FAILED)('%s is failure', (word) => expect(classifyStatus(word)).toBe('failed'));
  test.each(REMOVED)('%s is failure of a backup that uses no slot', (word) =>
    expect(classifyStatus(word)).toBe('removed'),
  );
  test.each([
    'in_progress',
    'pending',
    'queued',
    'success',
    'Completed',
    'COMPLETED',
    'FAILED',
    'completed ',
    '',
    'constructor',
    '__proto__',
  ])('%p is still pending', (word) => expect(classifyStatus(word)).toBe('pending'));

  test('any other word is pending', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (word) => {
        fc.pre(!['completed', ...FAILED, ...REMOVED].includes(word));
        expect(classifyStatus(word)).toBe('pending');
      }),
    );
  });
});

describe('isKnownStatus', () => {
  test.each(['in_progress', 'completed', ...FAILED, ...REMOVED])(
    '%s is documented or known elsewhere',
    (word) => expect(isKnownStatus(word)).toBe(true),
  );
  test.each(['queued', 'running', 'IN_PROGRESS', ''])('%p is not', (word) =>
    expect(isKnownStatus(word)).toBe(false),
  );
});
