import fc from 'fast-check';

/** The first one in four of five cases or so. */
export const often = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(usual, ...others) },
  );

/** One of them, or nothing. */
export const maybe = <T>(...values: T[]): fc.Arbitrary<T | undefined> =>
  fc.constantFrom(undefined, ...values);
