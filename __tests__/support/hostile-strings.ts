/** Texts that somebody might give as an input, and what reading one comes to. */
import fc from 'fast-check';
import { InvalidValueError } from '../../src/inputs/values.js';

export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'0123456789 ,\n[]"-+.eExsmhdw'), maxLength: 12 }),
  fc.constantFrom(
    'Infinity',
    'NaN',
    '1e3',
    '0x10',
    '-1',
    '+1',
    '01',
    '1.0',
    '1_000',
    '٣',
    '９',
    '9007199254740993',
    '[]',
    '{}',
    'null',
    'true',
  ),
);

/** The value, or `NotAllowed`; whatever else is thrown is a fault of the reader. */
export function outcome<T>(read: () => T): T | typeof InvalidValueError {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidValueError) return InvalidValueError;
    throw error;
  }
}
