/** The errors that a person may read. Each says what happened, to what, and what to do now. */

/** Inputs that are not allowed; no request was sent. */
export class InputError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      [
        `The inputs are not valid; no request was sent.`,
        ...problems.map((fault) => `- ${fault}`),
      ].join('\n'),
    );
  }
}

/** An operation that did not do what was asked. What it learned before stands in the journal. */
export class ActionError extends Error {
  /**
   * @param what what happened, to which backup on which server
   * @param hint what to do now
   */
  constructor(what: string, hint: string, options?: ErrorOptions) {
    super(hint === '' ? what : `${what} ${hint}`, options);
  }
}

/** The runner, or a person, asked the step to end. */
export class CancelledError extends Error {
  constructor(readonly by: string) {
    super(`Cancelled by ${by}.`);
  }
}

/** Cancelled while an order was on its way, or its outcome not yet clear: it may have been accepted. */
export class CancelledInFlight extends CancelledError {}

/** Several servers or backups failed; each is told on a line of its own. */
export function combineErrors(
  errors: readonly Error[],
  of: { count: number; noun: string },
): Error {
  const [first] = errors;
  if (first !== undefined && of.count === 1) return first;
  const lines = errors.map((error) => `- ${error.message}`);
  return new ActionError(
    [`${errors.length} of ${of.count} ${of.noun} failed.`, ...lines].join('\n'),
    '',
    { cause: errors },
  );
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
