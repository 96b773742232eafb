/** Problem and remedy: how errors are wrapped and combined. */
import { describe, expect, test } from '@jest/globals';
import {
  ActionError,
  CancelledError,
  combineErrors,
  errorMessage,
  InputError,
  problemOf,
  type Remedy,
  remedyOf,
  remedyText,
} from '../../src/errors.js';

const SERVERS = { count: 12, noun: 'servers' };
const failed = (problem: string, remedy: Remedy = 'Check it.'): ActionError =>
  new ActionError(problem, remedy);

describe('ActionError', () => {
  test('is its problem, then its remedy, then its table', () => {
    const error = new ActionError('It failed.', 'Do this.', { table: ['- 1: a', '- 2: b'] });
    expect(error.message).toBe('It failed. Do this.\n- 1: a\n- 2: b');
  });

  test('has no space at its end without a remedy', () => {
    expect(new ActionError('It failed.', '').message).toBe('It failed.');
  });

  test('keeps its cause', () => {
    const cause = new Error('x');
    expect(new ActionError('a', 'b', { cause }).cause).toBe(cause);
    expect(new ActionError('a', 'b')).not.toHaveProperty('cause');
  });

  test('resumes by one step', () => {
    expect(remedyText({ resume: [502] })).toBe(
      'To resume, run a step with operation: wait and backup_id: 502.',
    );
    expect(failed('It failed.', { resume: [502, 504] }).message).toBe(
      'It failed. To resume, run a step with operation: wait and backup_id: 502,504.',
    );
  });
});

describe('wrapping', () => {
  test('keeps the problem, with its table, and drops the remedy', () => {
    const error = new ActionError('It failed.', 'Do this.', { table: ['- 1'] });
    expect([problemOf(error), remedyOf(error)]).toEqual(['It failed.\n- 1', 'Do this.']);
  });

  test('takes any error, and whatever else is thrown', () => {
    expect([problemOf(new Error('x')), remedyOf(new Error('x'))]).toEqual(['x', '']);
    expect([problemOf('text'), errorMessage(5)]).toEqual(['text', '5']);
  });
});

describe('combineErrors', () => {
  test('of one server is its error', () => {
    const error = failed('It failed.');
    expect(combineErrors([error], { count: 1, noun: 'servers' })).toBe(error);
  });

  test('of several has a line for each, then one remedy on a line of its own', () => {
    const errors = [failed('Server 1 failed.'), failed('Server 2 failed.', 'Do that.')];
    expect(combineErrors(errors, SERVERS).message).toBe(
      '2 of 12 servers failed.\n- Server 1 failed.\n- Server 2 failed.\nCheck it.',
    );
  });

  test('of several waits resumes them by one step', () => {
    const errors = [
      failed('A failed.'),
      failed('B timed out.', { resume: [5] }),
      failed('C timed out.', { resume: [6] }),
    ];
    expect(combineErrors(errors, SERVERS).message).toBe(
      '3 of 12 servers failed.\n- A failed.\n- B timed out.\n- C timed out.\n' +
        'To resume, run a step with operation: wait and backup_id: 5,6.',
    );
  });

  test('of errors without remedies has none', () => {
    expect(combineErrors([new Error('a'), new Error('b')], SERVERS).message).toBe(
      '2 of 12 servers failed.\n- a\n- b',
    );
  });

  test('may be combined again, without its remedy', () => {
    const inner = combineErrors([failed('a.'), failed('b.')], { count: 3, noun: 'deletes' });
    expect(problemOf(inner)).toBe('2 of 3 deletes failed.\n- a.\n- b.');
    expect(remedyOf(inner)).toBe('Check it.');
  });
});

test('InputError lists every problem', () => {
  const error = new InputError(['a: x.', 'b: y.']);
  expect(error.message).toBe('The inputs are not valid; no request was sent.\n- a: x.\n- b: y.');
  expect(error.problems).toEqual(['a: x.', 'b: y.']);
});

test('CancelledError names the signal', () => {
  expect(new CancelledError('SIGTERM').message).toBe('Cancelled by SIGTERM.');
});
