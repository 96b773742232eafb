import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classify, isKnownStatus } from '../../src/backups/status.js';

const FAILED = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'];
const GONE = ['deleted', 'expired'];

describe('classify', () => {
  test('only completed is success', () => expect(classify('completed')).toBe('completed'));
  test.each(FAILED)('%s is failure', (word) => expect(classify(word)).toBe('failed'));
  test.each(GONE)('%s is failure of a backup that takes no place', (word) => expect(classify(word)).toBe('gone'));
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
  ])('%p is still pending', (word) => expect(classify(word)).toBe('pending'));

  test('any other word is pending', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (word) => {
        fc.pre(!['completed', ...FAILED, ...GONE].includes(word));
        expect(classify(word)).toBe('pending');
      }),
    );
  });
});

describe('isKnownStatus', () => {
  test.each(['in_progress', 'completed', ...FAILED, ...GONE])('%s is known', (word) => expect(isKnownStatus(word)).toBe(true));
  test.each(['queued', 'running', 'IN_PROGRESS', ''])('%p is to be named', (word) => expect(isKnownStatus(word)).toBe(false));
});
