import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classifyStatus, isDocumentedStatus } from '../../src/backups/status.js';

const FAILED = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted'];
const GONE = ['deleted', 'expired'];

describe('classify', () => {
  test('only completed is success', () => expect(classifyStatus('completed')).toBe('completed'));
  test.each(FAILED)('%s is failure', (word) => expect(classifyStatus(word)).toBe('failed'));
  test.each(GONE)('%s is failure of a backup that takes no place', (word) =>
    expect(classifyStatus(word)).toBe('gone'),
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
        fc.pre(!['completed', ...FAILED, ...GONE].includes(word));
        expect(classifyStatus(word)).toBe('pending');
      }),
    );
  });
});

describe('isKnownStatus', () => {
  test.each(['in_progress', 'completed', ...FAILED, ...GONE])('%s is known', (word) =>
    expect(isDocumentedStatus(word)).toBe(true),
  );
  test.each(['queued', 'running', 'IN_PROGRESS', ''])('%p is to be named', (word) =>
    expect(isDocumentedStatus(word)).toBe(false),
  );
});
