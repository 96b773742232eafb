/** What the schema of an input makes of a text. */
import * as v from 'valibot';

/** Not an output of any schema. */
export const REJECTED = Symbol('rejected');

/** The value, or {@link REJECTED}. */
export function parse(schema: v.GenericSchema<string, unknown>, text: string): unknown {
  const parsed = v.safeParse(schema, text);
  return parsed.success ? parsed.output : REJECTED;
}

/** What is allowed, as the message of a rejected text says. */
export function allowed(schema: v.GenericSchema<string, unknown>, text: string): string {
  const parsed = v.safeParse(schema, text);
  if (parsed.success) throw new Error(`expected ${JSON.stringify(text)} to be rejected`);
  return parsed.issues[0].message;
}
